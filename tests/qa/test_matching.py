"""The two shares, counted by hand."""

import pytest

from qa.matching import Match, QuestionWords, word_number

IDF = {"who": 0.1, "shut": 2.0, "the": 0.1, "old": 1.0, "bridg": 3.0}
QUESTION = QuestionWords.of(["who", "shut", "the", "old", "bridg"], ["shut", "old", "bridg"], IDF)


def numbers(*words: str) -> list[int]:
    return [word_number(word) for word in words]


def pair(a: str, b: str) -> tuple[int, int]:
    return word_number(a), word_number(b)


def test_pairs_hold_a_word_that_counts() -> None:
    assert [*QUESTION.pairs] == [pair("who", "shut"), pair("shut", "the"), pair("the", "old"), pair("old", "bridg")]
    assert QuestionWords.of(["of", "the", "mill"], ["mill"], {"of": 0.0, "the": 0.0, "mill": 1.0}).pairs == {
        pair("the", "mill"): 1.0
    }


def test_a_word_weighs_its_idf_and_a_pair_the_sum_of_two() -> None:
    all_pairs = (0.1 + 2.0) + (2.0 + 0.1) + (0.1 + 1.0) + (1.0 + 3.0)
    found = QUESTION.match(numbers("the", "old", "bridg", "was", "shut"))
    assert found.words == pytest.approx(1)
    assert found.pairs == pytest.approx(((0.1 + 1.0) + (1.0 + 3.0)) / all_pairs)
    found = QUESTION.match(numbers("bridg", "old", "bridg"))
    assert (found.words, found.pairs) == pytest.approx(((1.0 + 3.0) / 6, (1.0 + 3.0) / all_pairs))


def test_nothing_in_common_is_nothing() -> None:
    assert QUESTION.match(numbers("a", "mill", "burned")) == Match(0, 0)
    assert QUESTION.match(numbers()) == Match(0, 0)
    assert QuestionWords.of([], [], {}).match(numbers("a", "mill")) == Match(0, 0)


def test_a_question_of_one_word_has_no_pairs() -> None:
    assert QuestionWords.of(["ferri"], ["ferri"], {"ferri": 2.0}).match(numbers("the", "ferri")) == Match(1, 0)
