"""Alignment word for word: edits and declared edits by hand, and the fewest edits against brute force."""

import random
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.quotes.alignment import align
from qa.quotes.matches import Alignment, Region
from qa.quotes.pieces import pieces
from qa.quotes.types import Quotation
from qa.types import Document

REACH = 6
STORY = (
    "Nobody on the pier waved. The ferry left Oban at noon with nine cows, and it will not come back before Friday. "
    "Ada Finn saw it pass the lighthouse in the rain. She said the engine sounded tired that day."
)
VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeou" for c in "nrt"]  # 84 words without a second spelling


def region(text: str) -> Region:
    document = Document("0" * 16, "0" * 64, "A story", None, None, None, text)
    return Region.of(document, 0, len(text))


def aligned(*parts: str, text: str = STORY) -> Alignment | None:
    return align(pieces(Quotation(parts)), region(text))


def held(*parts: str, text: str = STORY) -> Alignment:
    found = aligned(*parts, text=text)
    assert found is not None
    return found


def spans(found: Alignment) -> list[str]:
    return [found.region.span(one.first, one.last).of(found.region.document.text) for one in found.matches]


def changes(found: Alignment) -> list[tuple[str, str]]:
    """Return (the quotation's words, the story's) of each edit."""
    words = found.region.words
    return [
        (" ".join(w.key for w in match.piece.words[e.q0 : e.q1]), " ".join(w.key for w in words[e.s0 : e.s1]))
        for match in found.matches for e in match.edits if not e.same
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("quoted", "span", "edits"),
    [
        ("The ferry left Oban at noon", "The ferry left Oban at noon", []),
        ("the FERRY left — Oban, at noon", "The ferry left Oban at noon", []),
        ("The ferry left at noon with nine cows", "The ferry left Oban at noon with nine cows", [("", "oban")]),
        ("The old ferry left Oban at noon", "The ferry left Oban at noon", [("old", "")]),
        ("The ferry fled Oban at noon", "The ferry left Oban at noon", [("fled", "left")]),
        ("A ferry left Oban at noon", "The ferry left Oban at noon", [("a", "the")]),
        ("The ferry left Oban at dawn", "The ferry left Oban at noon", [("dawn", "noon")]),
        ("it will come back before Friday", "it will not come back before Friday", [("", "not")]),
        ("with ten cows, and it will not", "with nine cows, and it will not", [("#10", "#9")]),
        ("with 9 cows, and it will not", "with nine cows, and it will not", []),
        ("the light house in the rain", "the lighthouse in the rain", []),
        ("saw it pass the light-house in the rain", "saw it pass the lighthouse in the rain", []),
        ("She cri[es] the engine sounded", "She said the engine sounded", [("cries", "said")]),
        ("[s]he said the engine", "She said the engine", []),
        ("the eng*** sounded tired", "the engine sounded tired", []),
    ],
)
def test_edits(quoted: str, span: str, edits: list[tuple[str, str]]) -> None:
    found = held(quoted)
    assert spans(found) == [span]
    assert changes(found) == edits
    assert not found.missing


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("The ferry left Oban … before Friday.",), ["The ferry left Oban", "before Friday"]),
        (("The ferry [sailed from] Oban at noon",), ["The ferry", "Oban at noon"]),
        (("Nobody on the pier waved", "it will not come back"), ["Nobody on the pier waved", "it will not come back"]),
        (("… saw it pass … the engine sounded tired …",), ["saw it pass", "the engine sounded tired"]),
    ],
)
def test_declared_edits(parts: tuple[str, ...], expected: list[str]) -> None:
    found = held(*parts)
    assert spans(found) == expected
    assert changes(found) == []
    assert found.in_order
    assert not any(match.silent for match in found.matches)


def test_a_bracket_at_an_end_stands_for_the_words_up_to_the_sentences_end() -> None:
    assert held("[They] left Oban at noon").before == 2
    assert held("Ada Finn saw it pass the lighthouse [in a storm]").after == 3
    assert (held("The ferry left Oban").before, held("The ferry left Oban").after) == (0, 0)


def test_a_silent_splice_is_two_matches() -> None:
    found = held("The ferry left Oban at noon with nine cows in the rain she said the engine sounded tired")
    assert len(found.matches) == 2
    assert [match.silent for match in found.matches] == [False, True]
    assert spans(found)[0] == "The ferry left Oban at noon with nine cows"
    assert spans(found)[1].endswith("She said the engine sounded tired")


def test_another_order_is_told() -> None:
    found = held("She said the engine sounded tired that day. Nobody on the pier waved.")
    assert not found.in_order
    assert spans(found) == ["She said the engine sounded tired that day", "Nobody on the pier waved"]
    pieces_apart = held("She said the engine sounded tired … Nobody on the pier waved")
    assert not pieces_apart.in_order


def test_a_piece_that_stands_nowhere_is_missing() -> None:
    found = held("The ferry left Oban at noon … every sailor sang")
    assert [[word.key for word in one.words] for one in found.missing] == [["every", "sailor", "sang"]]
    assert spans(found) == ["The ferry left Oban at noon"]


@pytest.mark.parametrize(
    "quoted",
    [
        "Every sailor sang to the moon",
        "day that tired sounded engine the said she",
        "the of and it in at on not",
        "word",
    ],
)
def test_what_does_not_stand_there(quoted: str) -> None:
    assert aligned(quoted) is None


def test_one_or_two_words_are_found_only_where_they_are_all() -> None:
    assert spans(held("nine cows")) == ["nine cows"]
    assert spans(held("tired")) == ["tired"]
    assert aligned("nine goats") is None
    assert aligned("nine … tired") is None


def test_no_words_and_an_empty_region() -> None:
    assert aligned("The ferry", text="") is None
    assert aligned("The ferry", text="… — …") is None


@given(st.integers(0, 10_000), st.integers(12, 60), st.integers(0, 3))
@settings(deadline=None)
def test_a_run_with_few_edits_is_found_where_it_stands(seed: int, length: int, count: int) -> None:
    chance = random.Random(seed)
    words = [chance.choice(VOCABULARY) for _ in range(150)]
    begin = chance.randrange(len(words) - length)
    quoted = words[begin : begin + length]
    for _ in range(count):
        at = chance.randrange(len(quoted))
        new = [["zzz"], ["zzz", quoted[at]], []][chance.randrange(3)]
        quoted[at : at + 1] = new
    found = held(" ".join(quoted), text=" ".join(words))
    first, last = found.matches[0].first, found.matches[-1].last
    slack = count  # an edit at an end may leave it out
    assert abs(first - begin) <= slack
    assert abs(last - (begin + length)) <= slack
    if not count:
        assert len(found.matches) == 1
        assert (first, last, found.equal) == (begin, begin + length, length)
    assert found.equal >= length - 3 * count


def fewest(quoted: list[str], stored: list[str]) -> int:
    """Return the fewest edits that turn the words into any run of the story's: the textbook recursion."""

    @cache
    def cost(i: int, j: int) -> int:
        if i == 0:
            return 0
        if j == 0:
            return i
        same = quoted[i - 1] == stored[j - 1]
        return min(cost(i - 1, j - 1) + (not same), cost(i - 1, j) + 1, cost(i, j - 1) + 1)

    return min(cost(len(quoted), j) for j in range(len(stored) + 1))


@given(
    st.lists(st.sampled_from("ban den fon gar".split()), min_size=3, max_size=8),
    st.lists(st.sampled_from("ban den fon gar mut".split()), min_size=3, max_size=14),
)
@example("den den ban ban".split(), "den ban ban den ban ban".split())
@settings(deadline=None)
def test_the_edits_are_the_fewest(quoted: list[str], stored: list[str]) -> None:
    least = fewest(quoted, stored)
    found = aligned(" ".join(quoted), text=" ".join(stored))
    if least == 0:
        assert found is not None
    if found is None or len(found.matches) > 1 or found.matches[0].silent:
        return
    match = found.matches[0]
    assert match.equal >= 0.6 * len(quoted)
    assert [e.q0 for e in match.edits[1:]] == [e.q1 for e in match.edits[:-1]]
    assert [e.s0 for e in match.edits[1:]] == [e.s1 for e in match.edits[:-1]]
    for edit in match.edits:
        if edit.same:
            assert quoted[edit.q0 : edit.q1] == stored[edit.s0 : edit.s1]
    last = len(match.edits) - 1
    cost = [e.q1 - e.q0 if i in (0, last) else max(e.q1 - e.q0, e.s1 - e.s0) for i, e in enumerate(match.edits)]
    spent = sum(n for n, edit in zip(cost, match.edits, strict=True) if not edit.same)
    assert len(quoted) - match.equal <= least
    assert least <= spent <= least + 2 * REACH  # a word at an end is looked for a little farther off in the sentence
