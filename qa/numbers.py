"""Numbers as people write them, to their value: "twenty thousand", "20,000", "2.5 million", "a dozen", "third"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from qa.types import Span

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNITS = {word: value for value, word in enumerate(_SMALL)} | {word: 10 * i for i, word in enumerate(_TENS, start=2)}
_ORDINALS = {
    **{f"{word}th": value for word, value in _UNITS.items()},
    **{f"{word[:-1]}ieth": _UNITS[word] for word in _TENS},
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
}  # fmt: skip
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12,
    "m": 10**6, "bn": 10**9, "k": 1000, "mn": 10**6, "tn": 10**12, "mln": 10**6, "bln": 10**9, "trln": 10**12,
}  # fmt: skip
_ABBREVIATED = {"m", "bn", "k", "mn", "tn", "mln", "bln", "trln"}  # only after digits
_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![A-Za-z])(?!(?i:and)\b)[A-Za-z]+")
_JOINED = re.compile(r"[\s-]*(?:and[\s-]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands at `span` of a text, and its value; `ordinal` where it gives a place in an order."""

    span: Span
    value: Decimal
    ordinal: bool = False


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of `text`, in words or digits, in order. A sign, a unit or a currency is the caller's."""
    run: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        if run and not (_JOINED.fullmatch(text, run[-1].end(), match.start()) and _goes_on(run, match)):
            yield from _number(run)
            run = []
        if run or _starts(match.group()):
            run.append(match)
    yield from _number(run)


def _word(match: re.Match[str]) -> str:
    word = match.group().lower()
    return word[:-1] if word.endswith("s") and word[:-1] in _SCALES and len(word) > 3 else word  # noqa: PLR2004


def _starts(token: str) -> bool:
    word = token.lower()
    return word[0].isdigit() or word in _UNITS or word in _ORDINALS or (word in _SCALES and word not in _ABBREVIATED)


def _goes_on(run: list[re.Match[str]], match: re.Match[str]) -> bool:
    """Say whether a token belongs to the number before it: "twenty" "five", "two" "hundred", "3" "bn"."""
    before, word = _word(run[-1]), _word(match)
    if before in _ORDINALS:
        return False
    if word in ("st", "nd", "rd", "th"):
        return before[0].isdigit() and run[-1].end() == match.start()
    if word in _SCALES:
        return before[0].isdigit() or word not in _ABBREVIATED
    value = _UNITS.get(word, _ORDINALS.get(word))
    if value is None:
        return False
    if before in _SCALES:
        return value < _SCALES[before] and not any(t.group()[0].isdigit() for t in run)
    return before in _TENS and value < 10  # noqa: PLR2004


def _number(run: list[re.Match[str]]) -> Iterator[Number]:
    if not run:
        return
    total, part, ordinal = Decimal(0), Decimal(0), False
    for match in run:
        word = _word(match)
        if word[0].isdigit():
            part += Decimal(word.replace(",", ""))
        elif word in ("st", "nd", "rd", "th"):
            ordinal = True
        elif word in _ORDINALS:
            part, ordinal = part + _ORDINALS[word], True
        elif word in _UNITS:
            part += _UNITS[word]
        elif _SCALES[word] >= 1000:  # noqa: PLR2004 - "two hundred thousand and five": what stands before it is counted
            total, part = total + (part or Decimal(1)) * _SCALES[word], Decimal(0)
        else:
            part = (part or Decimal(1)) * _SCALES[word]
    yield Number(Span(run[0].start(), run[-1].end()), total + part, ordinal)
