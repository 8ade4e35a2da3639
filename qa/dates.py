"""Dates as a story words them - "in December", "last Thursday", "two years ago" - to the day that they mean."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from qa.numbers import numbers
from qa.tense import is_ahead
from qa.types import Span

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(_DAYS)
_NEAR = {"the day before yesterday": -2, "the day after tomorrow": 2, "yesterday": -1, "last night": -1, "tomorrow": 1,
         "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0}  # fmt: skip


def resolved(sentence: str, words: Span, published: str | None) -> str | None:
    """Return what `words` of a `sentence` mean, in a story of the day `published`; None where they don't say.

    The result is ISO 8601, as exact as the words are: a day, a month "2025-12", a year "2024", or a week as two days
    joined by "/". A month or a weekday without "next" or "last" is the latest one up to `published`, or the next one
    where the verb speaks of what is to come.
    """
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    if _SEVERAL_DAYS.search(words.of(sentence)):
        return None
    for pattern, meaning in _PATTERNS:
        match = pattern.search(words.of(sentence))
        if match:
            span = Span(words.start + match.start(), words.start + match.end())
            try:
                return meaning(match, day, is_ahead(sentence, span))
            except (ValueError, OverflowError):  # the 31st of a short month, a day before the calendar
                return None
    return None


def _near(match: re.Match[str], day: date, ahead: bool) -> str:  # noqa: ARG001 - one shape for all
    return (day + timedelta(_NEAR[match.group().lower()])).isoformat()


def _ago(match: re.Match[str], day: date, ahead: bool) -> str | None:  # noqa: ARG001
    back = match["way"].lower() in ("ago", "earlier")
    count = _count(match["count"])
    return None if count is None else _moved(day, match["unit"].lower(), -count if back else count)


def _in(match: re.Match[str], day: date, ahead: bool) -> str | None:
    count = _count(match["count"])
    return _moved(day, match["unit"].lower(), count) if ahead and count is not None else None


def _count(words: str) -> int | None:
    """Return a number; None for "few", "several" and other words that give none."""
    return 1 if words.lower() in ("a", "an") else next((int(one.value) for one in numbers(words)), None)


def _moved(day: date, unit: str, count: int) -> str | None:
    if unit == "year":
        return str(day.year + count) if abs(count) < _YEARS_TOLD else None
    if unit == "month":
        return _month(day.year, day.month + count)
    return (day + timedelta(count * (7 if unit == "week" else 1))).isoformat()


def _relative(match: re.Match[str], day: date, ahead: bool) -> str | None:  # noqa: ARG001
    step = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    unit = match["unit"].lower()
    if unit != "week":
        return _moved(day, unit, step)
    monday = day - timedelta(day.weekday()) + timedelta(7 * step)
    return f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"


def _weekday(match: re.Match[str], day: date, ahead: bool) -> str:
    which = (match["which"] or "").lower()
    distance = (_DAYS[match["day"].lower()] - day.weekday()) % 7
    if which == "next" or (ahead and which != "last"):
        return (day + timedelta(distance or 7)).isoformat()
    back = 7 - distance if distance else 7 * (which == "last")
    return (day - timedelta(back)).isoformat()


def _day_of_month(match: re.Match[str], day: date, ahead: bool) -> str | None:
    number = int(match["number"] if "number" in match.groupdict() else match["digits"])
    month = MONTHS[match["month"].lower()]
    this = date(day.year, month, number)
    if ahead and this < day:
        return date(day.year + 1, month, number).isoformat()
    return (this if ahead or this <= day else date(day.year - 1, month, number)).isoformat()


def _month_alone(match: re.Match[str], day: date, ahead: bool) -> str:
    which = (match["which"] or "").lower()
    month = MONTHS[match["month"].lower()]
    if which == "next" or (ahead and which != "last"):
        return _month(day.year + (month < day.month or (which == "next" and month == day.month)), month)
    return _month(day.year - (month > day.month or (which == "last" and month == day.month)), month)


def _month(year: int, month: int) -> str:
    return f"{year + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}"


def _as_written(match: re.Match[str], day: date, ahead: bool) -> None:
    """A date with its year needs no resolving."""


_COUNT = r"(?<![\d,.])(?P<count>(?:\d[\d,]*|an?|(?!hundred|thousand|million|billion|dozen)[a-z]+(?:-[a-z]+)?))"
_YEARS_TOLD = 100  # "150 years ago" is no year
NAMED_NEXT = r"(?!\s+(?-i:[A-Z][a-z]))"  # Jan Kowalski, the Sunday Argus
_SEVERAL_DAYS = re.compile(
    rf"\b(?:every|each)\b|\bbetween\b.*\band\b|\b(?:{_DAY})s?\s+(?:to|and|or|through)\s+(?:{_DAY})\b", re.IGNORECASE
)
_UNIT = r"(?P<unit>day|week|month|year)"
_PATTERNS: list[tuple[re.Pattern[str], Callable[[re.Match[str], date, bool], str | None]]] = [
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        (r"\b(?:1[0-9]|20)\d\d\b", _as_written),
        (rf"\b(?:{'|'.join(_NEAR)})\b", _near),
        (rf"\b{_COUNT}\s+{_UNIT}s?\s+(?P<way>ago|earlier|from now)\b", _ago),
        (rf"\bin\s+(?P<count>\d+|[a-z]+)\s+{_UNIT}s?\b", _in),
        (rf"(?<!\bthe )\b(?P<which>last|this|next)\s+{_UNIT}\b(?!\s+of\b)", _relative),
        (rf"\b(?P<number>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\b", _day_of_month),
        (rf"\b(?P<month>{MONTH})\.?\s+(?P<digits>\d{{1,2}})(?:st|nd|rd|th)?\b", _day_of_month),
        (rf"\b(?:(?P<which>last|next)\s+)?(?P<day>{_DAY})\b{NAMED_NEXT}", _weekday),
        (
            rf"(?:\b(?P<which>last|next)\s+|\b)(?P<month>{MONTH.replace('|may', '').replace('may|', '')}|(?-i:May))\b"
            + NAMED_NEXT,
            _month_alone,
        ),
    )
]
