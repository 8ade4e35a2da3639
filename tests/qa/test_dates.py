"""Dates as stories word them, by the calendar: 12 March 2026 is a Thursday."""

import pytest

from qa.dates import resolved
from qa.types import Span


@pytest.mark.parametrize(
    ("words", "sentence", "meant"),
    [
        ("in December", "They met in December.", "2025-12"),
        ("last Thursday", "He spoke last Thursday.", "2026-03-05"),
        ("Thursday", "He spoke on Thursday.", "2026-03-12"),
        ("Monday", "They met on Monday.", "2026-03-09"),
        ("Monday", "They will meet on Monday.", "2026-03-16"),
        ("next Thursday", "They meet next Thursday.", "2026-03-19"),
        ("two years ago", "It closed two years ago.", "2024"),
        ("a year ago", "It closed a year ago.", "2025"),
        ("15 months ago", "It closed 15 months ago.", "2024-12"),
        ("three weeks ago", "It closed three weeks ago.", "2026-02-19"),
        ("a few years ago", "It closed a few years ago.", None),
        ("in two weeks", "It will open in two weeks.", "2026-03-26"),
        ("in two weeks", "It was built in two weeks.", None),
        ("last week", "It opened last week.", "2026-03-02/2026-03-08"),
        ("next month", "It opens next month.", "2026-04"),
        ("this year", "It opens this year.", "2026"),
        ("yesterday", "It rained yesterday.", "2026-03-11"),
        ("the day before yesterday", "It rained the day before yesterday.", "2026-03-10"),
        ("14 January", "On 14 January it rained.", "2026-01-14"),
        ("October 3", "It rained on October 3.", "2025-10-03"),
        ("3rd of October", "It will rain on the 3rd of October.", "2026-10-03"),
        ("last March", "It opened last March.", "2025-03"),
        ("May", "It will open in May.", "2026-05"),
        ("may", "They may open.", None),
        ("12 May 2023", "It opened on 12 May 2023.", None),  # says it all already
        ("30 February", "On 30 February.", None),
        ("the mayor", "Then the mayor came.", None),
        ("Monday", "The road was closed by the council on Monday.", "2026-03-09"),
        ("Sunday", "The ferry has been closed until Sunday.", "2026-03-15"),
        ("Sunday", "The ferry was closed until Sunday.", "2026-03-08"),
        ("Sunday Argus", "The Sunday Argus said so.", None),
        ("Jan Kowalski", "Then Jan Kowalski spoke.", None),
        ("2,000 years ago", "It was built 2,000 years ago.", None),
        ("two hundred years ago", "It was built two hundred years ago.", None),
        ("every Thursday", "They meet every Thursday.", None),
        ("Monday to Friday", "It opens Monday to Friday.", None),
        ("between 12 and 14 March", "It was shut between 12 and 14 March.", None),
        ("the next day", "It reopened the next day.", None),
        ("the last week of June", "It shut in the last week of June.", "2025-06"),
        ("by Monday", "It has to be open by Monday.", "2026-03-16"),
    ],
)
def test_meaning(words: str, sentence: str, meant: str | None) -> None:
    start = sentence.index(words)
    assert resolved(sentence, Span(start, start + len(words)), "2026-03-12T08:00:00Z") == meant


@pytest.mark.parametrize("published", [None, "", "spring"])
def test_without_the_storys_day_nothing_is_resolved(published: str | None) -> None:
    assert resolved("It rained yesterday.", Span(10, 19), published) is None


def test_of_two_dates_each_has_its_own_verb() -> None:
    sentence = "They met on Monday and will meet again on Monday."
    first, second = sentence.index("Monday"), sentence.rindex("Monday")
    assert resolved(sentence, Span(first, first + 6), "2026-03-12") == "2026-03-09"
    assert resolved(sentence, Span(second, second + 6), "2026-03-12") == "2026-03-16"
