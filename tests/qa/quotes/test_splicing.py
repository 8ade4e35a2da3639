"""Splices: the runs of words that a piece and a region share, in any order."""

from hypothesis import given
from hypothesis import strategies as st

from qa.quotes.matches import Region
from qa.quotes.pieces import Piece, pieces
from qa.quotes.splicing import LEAST_RUN, spliced
from qa.quotes.types import Quotation
from qa.types import Document

STORY = "The ferry left Oban at noon. Nobody on the pier waved. It carried nine cows and a piano to the island."


def region(text: str) -> Region:
    return Region.of(Document("0" * 16, "0" * 64, "A story", None, None, None, text), 0, len(text))


def piece(text: str) -> Piece:
    return pieces(Quotation((text,))).pieces[0]


def runs(quoted: str, text: str = STORY) -> list[tuple[str, bool]]:
    where = region(text)
    return [(where.span(one.first, one.last).of(text), one.silent) for one in spliced(piece(quoted), where)]


def test_runs_in_order_and_in_another() -> None:
    assert runs("The ferry left Oban nine cows and a piano") == [
        ("The ferry left Oban", False),
        ("nine cows and a piano", True),
    ]
    assert runs("nine cows and a piano the ferry left Oban") == [
        ("nine cows and a piano", False),
        ("The ferry left Oban", True),
    ]


def test_runs_that_stand_close_are_one() -> None:
    assert runs("The ferry left Oban today at noon nobody on the pier waved") == [
        ("The ferry left Oban at noon. Nobody on the pier waved", False)
    ]


def test_too_little_in_common_is_nothing() -> None:
    assert runs("the ferry left while all the sailors of the town were asleep") == []
    assert runs("the ferry") == []
    assert runs("the ferry left", "") == []


@given(
    st.lists(st.sampled_from("ban den fon gar".split()), min_size=1, max_size=10),
    st.lists(st.sampled_from("ban den fon gar".split()), min_size=1, max_size=16),
)
def test_runs_are_equal_words_and_hold_the_longest_in_common(quoted: list[str], stored: list[str]) -> None:
    found = spliced(piece(" ".join(quoted)), region(" ".join(stored)))
    for match in found:
        for edit in match.edits:
            if edit.same:
                assert quoted[edit.q0 : edit.q1] == stored[edit.s0 : edit.s1]
    longest = max(
        n
        for i in range(len(quoted))
        for j in range(len(stored))
        for n in range(min(len(quoted) - i, len(stored) - j) + 1)
        if quoted[i : i + n] == stored[j : j + n]
    )
    if longest < LEAST_RUN:
        assert not found
    if found:
        assert max(e.q1 - e.q0 for match in found for e in match.edits if e.same) >= longest
        assert sum(match.equal for match in found) <= len(quoted)
        assert [match.edits[0].q0 for match in found[1:]] == [match.edits[-1].q1 for match in found[:-1]]


def test_a_text_of_one_word_has_few_runs() -> None:
    found = spliced(piece("no " * 150), region("no " * 3000))
    assert sum(match.equal for match in found) == 150
