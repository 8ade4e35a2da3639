"""Regions and matches: whole words, their places in the story, and where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quotes.matches import Alignment, Edit, Match, Region, parted
from qa.quotes.pieces import pieces
from qa.quotes.types import Quotation
from qa.types import Document


def story(text: str) -> Document:
    return Document("0" * 16, "0" * 64, "A story", None, None, None, text)


def test_a_region_has_whole_words() -> None:
    document = story("The ferry left Oban at noon.")
    assert [word.key for word in Region.of(document, 5, 17).words] == ["ferry", "left", "oban"]
    assert Region.of(document, -5, 999).begin == 0
    assert Region.of(document, 40, 50).words == ()


def test_a_word_is_found_at_its_place() -> None:
    text = "“Don’t — go,” the tra\ufb03c reduc-\ntion cost $2.5 million."
    where = Region.of(story(text), 7, len(text))
    assert [where.span(i, i + 1).of(text) for i in range(len(where.words))] == [
        "go", "the", "tra\ufb03c", "reduc-\ntion", "cost", "2.5 million", "$",
    ]  # fmt: skip
    assert where.span(4, 7).of(text) == "cost $2.5 million"


@given(st.lists(st.sampled_from("ban den fon".split()), max_size=12))
def test_the_triples_are_all_triples(words: list[str]) -> None:
    where = Region.of(story(" ".join(words)), 0, 200)
    assert where.keys == words
    every = {(i, tuple(words[i : i + 3])) for i in range(len(words) - 2)}
    assert {(i, three) for three, places in where.triples.items() for i in places} == every


@given(st.lists(st.sampled_from("ban den fon".split()), max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_byte_for_each_word(words: list[str], low: int, high: int) -> None:
    where, codes = Region.of(story(" ".join(words)), 0, 200), {"ban": 1, "fon": 255, "gar": 7}
    assert where.coded(codes, low, high) == bytes(codes.get(word, 0) for word in words[low:high])


@pytest.mark.parametrize(
    ("between", "ends"),
    [(". ", True), ("? ", True), (".” ", True), (", ", False), (" — ", False), ("\n", False), ("\n\n", True)],
)
def test_where_a_sentence_ends(between: str, ends: bool) -> None:
    where = Region.of(story(f"noon{between}Nobody"), 0, 99)
    assert parted(where, 0, 1) is ends
    assert parted(where, -1, 0)
    assert parted(where, 1, 2)


@pytest.mark.parametrize("text", ["Mr. Cole", "Sen. Byrne", "J. Byrne", "at 2.5 Nobody", "noon. nobody"])
def test_where_none_ends(text: str) -> None:
    where = Region.of(story(text), 0, 99)
    assert not parted(where, len(where.words) - 2, len(where.words) - 1)


def test_the_order_of_matches() -> None:
    where = Region.of(story("one two three. Four five six."), 0, 99)
    piece = pieces(Quotation(("a b c",))).pieces[0]
    first, last = Match(piece, (Edit(True, 0, 3, 0, 3),)), Match(piece, (Edit(True, 0, 3, 3, 6),))
    assert (first.first, first.last, first.equal) == (0, 3, 3)
    assert Alignment(where, (first, last)).in_order
    assert not Alignment(where, (last, first)).in_order
    assert Alignment(where, (last, first)).start == 0
    assert Alignment(where, (last,)).start == where.document.text.index("Four")
