"""Whether the words of two stories come to the same, or contradict each other."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from qa.evaluation import normalised
from qa.numbers import numbers
from qa.quotes.names import core, is_titled, title_gender

_MONTH_OR_DAY = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs"
    r"|Fri|Satur|Sun)day|yesterday|today|tomorrow|(?:day|week|month|year)s?)\b|\bMay\b|\b(?:1[89]|20)\d\d\b"
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
        """Say whether both come to the same: the same numbers, one person, or one's words are all in the other's."""
        a, b = self.words, other.words
        if self.values or other.values:
            return self.values == other.values and (a == b or not (a and b) or bool(a & b))
        return bool(a and b) and (a <= b or b <= a or one_person(self.exact, other.exact))

    def holds(self, other: Self) -> bool:
        """Say whether all of the other's words and numbers are among these: "the 14th of May 2025" holds "May 14"."""
        numbers_held = {value for value, _ in other.values} <= {value for value, _ in self.values}
        return bool(other.words or other.values) and other.words <= self.words and numbers_held

    def shape(self) -> str:
        """Return what kind of thing they are, if that can be told: a date, a number or a name."""
        if _MONTH_OR_DAY.search(self.exact):
            return "date"
        if self.values:
            return "number"
        return "name" if re.search(r"\b[A-Z]", self.exact) else ""


def one_person(one: str, other: str) -> bool:
    """Say whether a name with a title, "Ms Finn", can be that of another: "Ada Finn", and not "Mr Finn"."""
    if not (is_titled(one) or is_titled(other)) or {title_gender(one), title_gender(other)} >= {"m", "f"}:
        return False
    short, long = sorted((core(one), core(other)), key=len)
    return bool(short) and long[-len(short) :] == short
