"""A paragraph to its sentences, as spans. The only importer of sentencex."""

import re
from itertools import pairwise

import sentencex

from qa.types import Span

# sentencex ends a sentence after "9 a.m." whatever follows; a weekday or a month goes on with it.
_HOUR = re.compile(r"\b[ap]\.m\.\s*$")
_DAY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber|GMT|UTC|[ECMP][SD]?T\b|local time"
)
_STRAY_OPENING = re.compile(r"\s(?P<mark>[\"“‘«„(\[])\s*$")


def sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences of text[span], in order, without the white space around them.

    A quotation of several sentences stays in one sentence with its attribution, where marks close it.
    """
    part = span.of(text)
    starts = [row["start_index"] for row in sentencex.get_sentence_boundaries("en", part)]
    bounds = [0, *(_boundary(part, start) for start in starts[1:]), len(part)]
    found: list[Span] = []
    for start, end in pairwise(bounds):
        piece = part[start:end]
        trimmed = trim(text, Span(span.start + start, span.start + end))
        if not trimmed:
            continue
        if found and _HOUR.search(part, 0, start) and _DAY.match(piece.lstrip()):
            found[-1] = Span(found[-1].start, trimmed.end)
        else:
            found.append(trimmed)
    return found


def trim(text: str, span: Span) -> Span:
    """Return `span` without the white space at its two ends."""
    part = span.of(text)
    start = span.start + len(part) - len(part.lstrip())
    return Span(start, max(start, span.start + len(part.rstrip())))


def _boundary(part: str, start: int) -> int:
    """Move a boundary that falls after an opening mark to before it."""
    match = _STRAY_OPENING.search(part, max(0, start - 4), start)
    return match.start("mark") if match else start
