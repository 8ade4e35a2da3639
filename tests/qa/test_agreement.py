"""Words of two stories: whether they come to the same, and what kind of thing they are."""

import pytest

from qa.agreement import Meaning


@pytest.mark.parametrize(
    ("one", "other", "agree", "holds"),
    [
        ("Ada Finn", "the mayor, Ada Finn", True, False),
        ("forty people", "40 people", True, True),
        ("40 people", "43 people", False, False),
        ("14 May 2025", "2025", True, True),
        ("the 14th of May 2025", "May 14", True, True),
        ("Thursday 12 March", "12 March 2026", False, False),
        ("forty passengers", "40 people", True, False),
        ("£40 million", "40 million pounds", True, False),
        ("£5 million", "$5 million", False, False),
        ("£5m", "$5m", False, False),
        ("5 per cent", "5%", True, True),
        ("40 km", "40 kilometres", True, False),
        ("40 km", "40 miles", False, False),
        ("more than 40", "fewer than 40", False, False),
        ("guilty of fraud", "not guilty of fraud", False, False),
        ("Ms Finn", "Ada Finn", True, False),
        ("Mr Finn", "Ms Finn", False, False),
        ("London", "New London", False, False),
        ("Northern Ireland", "Ireland", False, False),
        ("the New London Theatre", "New London", True, True),
        ("the new London bridge", "London", True, True),
        ("", "Ada Finn", False, False),
    ],
)
def test_what_agrees_and_what_holds_the_other(one: str, other: str, agree: bool, holds: bool) -> None:
    assert Meaning.of(one).agrees(Meaning.of(other)) == Meaning.of(other).agrees(Meaning.of(one)) == agree
    assert Meaning.of(one).holds(Meaning.of(other)) == holds


@pytest.mark.parametrize(
    ("words", "shape"),
    [("14 May", "date"), ("last week", "date"), ("1998", "date"), ("1900 homes", "number"), ("six weeks", "number"),
     ("June Marsh", "name"), ("Sunday Argus", "name"), ("two days ago", "date"), ("£12,000", "number"),
     ("forty", "number"),
     ("Ada Finn", "name"), ("a red boat", ""), ("it may rain", "")],
)  # fmt: skip
def test_what_kind_of_thing_words_are(words: str, shape: str) -> None:
    assert Meaning.of(words).shape() == shape
