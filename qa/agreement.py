"""Whether the words of two stories come to the same, or contradict each other."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from qa.dates import NAMED_NEXT
from qa.evaluation import normalised
from qa.numbers import numbers
from qa.quotes.names import core, is_titled, title_gender

_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs"
    rf"|Fri|Satur|Sun)day)\b{NAMED_NEXT}|\b(?:yesterday|today|tomorrow)\b|\b(?:last|next|this)\s+(?:day|week|month|year)\b"
    r"|\b(?:day|week|month|year)s?\s+(?:ago|earlier|later)\b|\b(?:1[89]|20)\d\d\b(?!\s+[a-z])"
)
_UNITS = {
    "pound": r"£|\bpounds?\b", "dollar": r"\$|\bdollars?\b", "euro": r"€|\beuros?\b", "percent": r"%|\bper\s?cent\b",
    "kilometre": r"km\b|\bkilomet(?:re|er)s?\b", "metre": r"\bmet(?:re|er)s?\b", "mile": r"\bmiles?\b",
}  # fmt: skip
_UNIT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items()), re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:not|no|never|nobody|none|neither|nor|without)\b|n['’]t\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|over|above|least)\b", re.IGNORECASE)
_LESS = re.compile(r"\b(?:fewer|less|under|below|most)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\b(?:New|Old|Upper|Lower|Greater|Little|(?:North|South|East|West)(?:ern)?)\s+(?=[A-Z])")
_LONG, _SHARED = 5, 2
_COMMON = frozenset(
    "about added after again against among another around because become before being between called could during"
    " every found other people several should since still their there these thing those though through today under"
    " until where which while would years".split()
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words as they are compared: the numbers in them by their value, and the other words."""

    exact: str
    values: frozenset[tuple[Decimal, bool]]
    words: frozenset[str]

    @classmethod
    def of(cls, exact: str) -> Self:
        """Take words apart."""
        found = list(numbers(exact))
        rest = exact
        for one in reversed(found):
            rest = f"{rest[: one.span.start]} {rest[one.span.end :]}"
        return cls(exact, frozenset((one.value, one.ordinal) for one in found), frozenset(normalised(rest).split()))

    def agrees(self, other: Self) -> bool:
        """Say whether both come to the same.

        They are one date, more or less exact; the same number of the same unit; one person; or one's words are all in
        the other's.
        """
        if self._differs(other):
            return False
        if self.shape() == other.shape() == "date":
            return self.holds(other) or other.holds(self)
        if self.values or other.values:
            return self.values == other.values
        a, b = self.words, other.words
        return bool(a and b) and (a <= b or b <= a or one_person(self.exact, other.exact))

    def holds(self, other: Self) -> bool:
        """Say whether all of the other's words and numbers are among these: "the 14th of May 2025" holds "May 14"."""
        numbers_held = {value for value, _ in other.values} <= {value for value, _ in self.values}
        held = bool(other.words or other.values) and other.words <= self.words and numbers_held
        return held and not self._differs(other)

    def shape(self) -> str:
        """Return what kind of thing they are, if that can be told: a date, a number or a name."""
        if _DATE.search(self.exact):
            return "date"
        if self.values:
            return "number"
        return "name" if re.search(r"\b[A-Z]", self.exact) else ""

    def _differs(self, other: Self) -> bool:
        """Say whether one only denies, is a place such as New London or North Korea, or gives other units."""
        one_only = any(bool(p.search(self.exact)) != bool(p.search(other.exact)) for p in (_DENIAL, _ELSEWHERE))
        return one_only or self._measures_otherwise(other)

    def _measures_otherwise(self, other: Self) -> bool:
        """Say whether the units are others, or one gives the least and the other the most."""
        mine, theirs = ({match.lastgroup for match in _UNIT.finditer(one.exact)} for one in (self, other))
        opposed = any(_MORE.search(a.exact) and _LESS.search(b.exact) for a, b in ((self, other), (other, self)))
        return opposed or bool(mine and theirs and mine.isdisjoint(theirs))


def of_one_thing(question: str, one: str, other: str) -> bool:
    """Say whether two sentences seem to tell of one thing: they share long words that the question does not hold."""
    asked, *told = (
        {word for word in normalised(text).split() if len(word) >= _LONG} for text in (question, one, other)
    )
    return len((told[0] & told[1]) - asked - _COMMON) >= _SHARED


def one_person(one: str, other: str) -> bool:
    """Say whether a name with a title, "Ms Finn", can be that of another: "Ada Finn", and not "Mr Finn"."""
    if not (is_titled(one) or is_titled(other)) or {title_gender(one), title_gender(other)} >= {"m", "f"}:
        return False
    short, long = sorted((core(one), core(other)), key=len)
    return bool(short) and long[-len(short) :] == short
