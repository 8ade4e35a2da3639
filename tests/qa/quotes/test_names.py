"""Names: which people a text has, and when two names mean the same one."""

import pytest

from qa.quotes.mentions import who_is
from qa.quotes.names import gender_of, people, same_person
from qa.types import Span

STORY = (
    "Senator Ada Byrne met Thomas Cole and Mr. Hugo Marsh of the Harbour Board. "
    "Byrne spoke first. Ella Marsh, his sister, stayed away. On Tuesday Cole left for the University of Tarn."
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Byrne", "Ada Byrne", True),
        ("Sen. Byrne", "Ada Byrne", True),
        ("Ada", "Ada Byrne", True),
        ("ada byrne", "Ada Byrne", None),
        ("Áda Byrne", "Ada Byrne", True),
        ("A. Byrne", "Ada Byrne", True),
        ("Tom Cole", "Thomas Cole", True),
        ("Byrne's", "Byrne", True),
        ("Ada Byrne", "Ida Byrne", False),
        ("Cole", "Byrne", False),
        ("Thomas Cole", "Ada Byrne", False),
        ("Hugo Marsh", "Ella Marsh", False),
        ("Mr Marsh", "Ella Marsh", False),
        ("Mr Marsh", "Hugo Marsh", True),
        ("Marsh", "Ella Marsh", None),
        ("he", "Thomas Cole", None),
        ("Byrne", "she", None),
        ("an official", "Ada Byrne", None),
        ("a spokesman for Byrne", "Ada Byrne", None),
        ("the president", "Ada Byrne", None),
        ("WHO", "World Health Organization", True),
        ("Hugo Marsh Jr.", "Hugo Marsh", None),
    ],
)
def test_same_person(one: str, other: str, same: bool | None) -> None:
    known = people(STORY)
    assert same_person(one, other, known) is same
    assert same_person(other, one, known) is same


def test_the_full_names_of_a_text() -> None:
    known = people(STORY)
    assert [one.name for one in known.by_last["byrne"]] == ["Ada Byrne"]
    assert {one.name for one in known.by_last["marsh"]} == {"Hugo Marsh", "Ella Marsh"}
    assert known.by_last["byrne"][0].gender == "f"


def test_one_person_under_two_full_names_is_one() -> None:
    known = people("Ada Byrne spoke. Ada Mary Byrne and Ada Byrne left.")
    assert [one.name for one in known.by_last["byrne"]] == ["Ada Byrne"]


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Mrs. Cole", "f"), ("Lord Marsh", "m"), ("Hugo Marsh", "m"), ("Marsh", ""), ("Robin Dale", "f")],
)
def test_gender(name: str, gender: str) -> None:
    assert gender_of(name) == gender


@pytest.mark.parametrize(
    ("mention", "name", "resolved"),
    [
        ("Byrne", "Ada Byrne", True),
        ("Senator Byrne", "Ada Byrne", True),
        ("Mr. Marsh", "Hugo Marsh", True),
        ("Byrne, the senator", "Ada Byrne", True),
        ("Cole of the Harbour Board", "Thomas Cole", True),
        ("Byrne campaign manager Lena Voss", "Lena Voss", True),
        ("Byrne's brother Owen", "Owen", True),
        ("the University of Tarn", "University of Tarn", True),
        ("a spokesman for Byrne", "a spokesman for Byrne", False),
        ("Byrne's spokesman", "Byrne's spokesman", False),
        ("officials", "officials", False),
        ("the minister", "the minister", False),
        ("they", "they", False),
    ],
)
def test_whom_a_mention_names(mention: str, name: str, resolved: bool) -> None:
    text = f"{STORY} {mention} said so."
    at = len(STORY) + 1
    who = who_is(text, Span(at, at + len(mention)), people(text))
    assert (who.name, who.resolved) == (name, resolved)


def test_a_shared_surname_is_in_doubt() -> None:
    text = f"{STORY} Marsh said so."
    who = who_is(text, Span(len(STORY) + 1, len(STORY) + 6), people(text))
    assert (who.name, who.doubt) == ("Marsh", True)


@pytest.mark.parametrize(
    ("before", "pronoun", "name", "doubt"),
    [
        ("Thomas Cole arrived late.", "He", "Thomas Cole", False),
        ("Ada Byrne arrived late.", "He", "He", False),
        ("Ada Byrne arrived late. The rain fell.", "She", "Ada Byrne", False),
        ("Thomas Cole arrived late with Ada Byrne.", "She", "She", False),
        ("Thomas Cole met Hugo Marsh.", "He", "Thomas Cole", True),
        ("Thomas Cole left. Strand stayed.", "He", "Thomas Cole", True),
        ("They wanted to elect Thomas Cole.", "He", "Thomas Cole", True),
        ("The Harbour Board met.", "He", "He", False),
        ("Both arrived.", "They", "They", False),
    ],
)
def test_what_a_pronoun_means(before: str, pronoun: str, name: str, doubt: bool) -> None:
    text = f"{before} {pronoun} said so."
    who = who_is(text, Span(len(before) + 1, len(before) + 1 + len(pronoun)), people(text))
    assert (who.name, who.doubt) == (name, doubt)
    assert who.resolved is (name != pronoun)
