"""What stands around a quotation: the rest of its sentence before it and after it."""

import re

from qa.types import Span

_REACH = 300
_END = re.compile(r"[.!?…][\"“”’'»)\]]*(?=\s+[\"“‘'«(\[A-Z0-9—–-]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Maj|Capt|Cmdr|Adm|Rev|Jr|Sr|St|Prof"
    r"|Hon|Pres|Sec|Atty"
    r"|Supt|Det|Insp|No|vs|v|D|R|[A-Z])|\b[A-Z]\.[A-Z]|\ba\.k\.a|\bp\.m|\ba\.m)$"
)


def lead(text: str, at: int, floor: int) -> Span:
    """Return what stands before `at` in its sentence, from no further back than `floor`."""
    start = max(floor, at - _REACH)
    for match in _END.finditer(text, start, at):
        if match.end() < at and not _is_abbreviation(text, match.start(), start):
            start = match.end()
    return Span(min(start, at), at)


def tail(text: str, at: int, ceiling: int) -> Span:
    """Return what follows `at` up to the end of its sentence, no further than `ceiling`."""
    end = min(ceiling, at + _REACH)
    for match in _END.finditer(text, at, end):
        if not _is_abbreviation(text, match.start(), at):
            return Span(at, match.start() + 1)
    return Span(at, max(at, end))


def _is_abbreviation(text: str, stop: int, floor: int) -> bool:
    return text[stop] == "." and bool(_ABBREVIATION.search(text, max(floor, stop - 12), stop))
