"""Edits: the path that edlib returns, words written in two ways, and the two ends."""

import edlib
from hypothesis import given
from hypothesis import strategies as st

from qa.quotes.edits import joined, read_edits, settled
from qa.quotes.matches import Edit, Region
from qa.quotes.pieces import Piece, pieces
from qa.quotes.types import Quotation
from qa.types import Document


def region(text: str) -> Region:
    return Region.of(Document("0" * 16, "0" * 64, "A story", None, None, None, text), 0, len(text))


def piece(text: str) -> Piece:
    return pieces(Quotation((text,))).pieces[0]


def test_a_path() -> None:
    assert read_edits("2=1X1I3=2D", 10) == [
        Edit(True, 0, 2, 10, 12),
        Edit(False, 2, 3, 12, 13),
        Edit(False, 3, 4, 13, 13),
        Edit(True, 4, 7, 13, 16),
        Edit(False, 7, 7, 16, 18),
    ]


@given(st.text("abc", min_size=1, max_size=12), st.text("abc", min_size=1, max_size=12))
def test_a_path_turns_one_row_into_the_other(one: str, other: str) -> None:
    edits = read_edits(edlib.align(one, other, mode="NW", task="path")["cigar"], 0)
    assert (edits[0].q0, edits[0].s0, edits[-1].q1, edits[-1].s1) == (0, 0, len(one), len(other))
    for edit in edits:
        assert (one[edit.q0 : edit.q1] == other[edit.s0 : edit.s1]) is edit.same


def test_neighbouring_edits_are_joined() -> None:
    story, quoted = region("we met them all at noon"), piece("we saw her at noon")
    edits = [Edit(True, 0, 1, 0, 1), Edit(False, 1, 3, 1, 3), Edit(False, 3, 3, 3, 4), Edit(True, 3, 5, 4, 6)]
    assert joined(quoted, story, edits) == [edits[0], Edit(False, 1, 3, 1, 4), edits[3]]


def test_words_that_differ_in_a_space_or_a_hyphen_are_none() -> None:
    story, quoted = region("they sent an email to us"), piece("they sent an e-mail to us")
    edits = [Edit(True, 0, 3, 0, 3), Edit(False, 3, 5, 3, 4), Edit(True, 5, 7, 4, 6)]
    assert joined(quoted, story, edits) == [Edit(True, 0, 7, 0, 6)]


def test_numbers_are_not_joined_by_their_digits() -> None:
    story, quoted = region("they sent 12 to us"), piece("they sent 1 2 to us")
    edits = [Edit(True, 0, 2, 0, 2), Edit(False, 2, 4, 2, 3), Edit(True, 4, 6, 3, 5)]
    assert joined(quoted, story, edits) == edits


def test_an_end_that_differs_stays_within_its_sentence() -> None:
    story = region("It rained. We met them at noon. Nobody came.")
    first = settled(piece("they all met them at noon"), story, [Edit(False, 0, 2, 2, 3), Edit(True, 2, 6, 3, 7)])
    assert first[0] == Edit(False, 0, 2, 2, 3)
    last = settled(piece("we met them at dawn today"), story, [Edit(True, 0, 4, 2, 6), Edit(False, 4, 6, 6, 6)])
    assert last[-1] == Edit(False, 4, 6, 6, 7)


def test_a_word_that_was_moved_from_the_end_is_taken_in() -> None:
    story, quoted = region("It rained. Will we meet them at noon?"), piece("we will meet them at noon")
    edits = settled(quoted, story, [Edit(True, 0, 1, 3, 4), Edit(False, 1, 2, 4, 4), Edit(True, 2, 6, 4, 8)])
    assert edits[0] == Edit(False, 0, 0, 2, 3)
