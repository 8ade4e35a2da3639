"""The turns of a transcript or an interview: lines that begin with who speaks, such as "BYRNE:" or "Q:"."""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from qa.quotes.names import core, people
from qa.quotes.pairs import paired
from qa.types import Span

_TEXTS_KEPT = 8
_CAPITALS = r"(?:[A-Z][A-Z.'’-]*[A-Z.]|[A-Z])(?:[ \u00a0](?:[A-Z][A-Z.'’-]*|de|van|von|Mc[A-Z]+)){0,5}"
_NAMED = r"[A-Z][\w.'’-]*(?:[ \u00a0][A-Z][\w.'’-]*){0,3}"
_LABEL = re.compile(
    rf"^[ \t]*(?:>>[ \t]*)?[*_]{{0,2}}(?P<label>{_CAPITALS}|{_NAMED})(?:\s?\([^)\n]{{1,40}}\)|, [^:\n]{{1,50}})?"
    r"[*_]{0,2}(?::[*_]{0,2}|(?<=^Q)\.|(?<=\nQ)\.|(?<=\nA)\.)[ \t]+(?=\S)",
    re.MULTILINE,
)
_QUESTION = frozenset("q question interviewer reporter journalist questioner".split())
_ANSWER = frozenset("a answer".split())
_NO_SPEAKER = frozenset(
    """
    note update breaking photos photo video related watch read more editor's correction source sources image credit tags
    caption warning tip ps fact quote exclusive analysis opinion review listen live transcript date time place location
    subject from to cc re byline published by via contact email phone copyright see also title summary
    """.split()
)
_MANY = 3
_DENSE = 0.25


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a row. `label` is where the speaker is named, `words` what is said, paragraphs and all.

    `first` ends the paragraph that bears the label; `sure` says that the paragraphs after it are the speaker's as well.
    """

    label: Span
    words: Span
    first: int
    question: bool = False
    answer: bool = False
    sure: bool = False


@lru_cache(_TEXTS_KEPT)
def turns(text: str) -> tuple[Turn, ...]:
    """Return the turns of a text in order; empty where it is no transcript."""
    found = [match for match in _LABEL.finditer(text) if not _is_no_speaker(match["label"])]
    counts = Counter(_plain(match["label"]) for match in found)
    kept = [match for match in found if _is_speaker(text, match["label"], counts, len(found))]
    paragraphs = paired(text).paragraphs
    starts = [span.start for span in paragraphs]
    dense = len(kept) >= _MANY and len(kept) >= _DENSE * len(paragraphs)
    made = []
    for n, match in enumerate(kept):
        paragraph = paragraphs[max(0, bisect_right(starts, match.start("label")) - 1)]
        following = kept[n + 1].start() if n + 1 < len(kept) else len(text) if dense else paragraph.end
        first = min(paragraph.end, following)
        end = following if len(kept) >= _MANY or n + 1 == len(kept) else first
        plain = _plain(match["label"])
        label = Span(*match.span("label"))
        words = Span(match.end(), max(match.end(), end))
        made.append(Turn(label, words, first, plain in _QUESTION, plain in _ANSWER, dense))
    return tuple(made)


def turn_at(text: str, at: int) -> Turn | None:
    """Return the turn that text[at] belongs to."""
    found = turns(text)
    n = bisect_right(found, at, key=lambda turn: turn.words.start) - 1
    return found[n] if n >= 0 and at < found[n].words.end else None


def _plain(label: str) -> str:
    return label.lower().strip(".")


def _is_no_speaker(label: str) -> bool:
    return _plain(label).split()[0] in _NO_SPEAKER


def _is_speaker(text: str, label: str, counts: Counter[str], labels: int) -> bool:
    """Say whether a label names a speaker: by its form, or because it comes back."""
    plain = _plain(label)
    if plain in _QUESTION | _ANSWER:
        return len(label) > 1 or (counts["q"] > 0 and counts["a"] > 0) or counts["q"] > 1
    if label.isupper() and len(label) > 1:
        return labels > 1 or bool(core(label) and people(text).matching(label))
    return counts[plain] > 1 and labels >= _MANY
