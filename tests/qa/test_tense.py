"""Past or to come, by the verb."""

import pytest

from qa.tense import is_ahead
from qa.types import Span


@pytest.mark.parametrize(
    "sentence",
    [
        "The road was closed by the council on Monday.",
        "The road, closed by the council on Monday, is steep.",
        "He said on Monday that it will open.",
        "On Monday he said that it will open.",
        "On Monday they agreed what would be built.",
        "The bridge, which will close in June, opened on Monday.",
        "It stood next to the mill on Monday.",
        "They announced plans on Monday.",
        "It was open until Monday.",
        "By Monday the council had voted.",
        "It should have opened on Monday.",
        "As expected, it opened on Monday.",
        "The council has met on Monday.",
        "It will open. They voted on Monday.",
        "A hundred came on Monday.",
        "It rained on Monday, and it’ll rain again.",
        "On Monday.",
    ],
)
def test_past(sentence: str) -> None:
    assert not ahead(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It will open on Monday.",
        "He said it will open on Monday.",
        "He said it would open on Monday.",
        "On Monday the council will vote.",
        "It will be closed on Monday.",
        "It will be repaired and opened on Monday.",
        "It will open the repaired bridge on Monday.",
        "They’ll have finished by Monday.",
        "It must be paid by Monday.",
        "It is closed until Monday.",
        "Papers in by the end of Monday.",
        "They announced plans to open on Monday.",
        "It is due on Monday.",
        "They will meet Ahmed on Monday.",
        "It was scheduled for Monday.",
        "Councillors are to vote on Monday.",
        "They voted. It will open on Monday.",
    ],
)
def test_ahead(sentence: str) -> None:
    assert ahead(sentence)


def ahead(sentence: str) -> bool:
    start = sentence.index("Monday")
    return is_ahead(sentence, Span(start, start + len("Monday")))
