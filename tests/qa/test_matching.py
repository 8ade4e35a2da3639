"""The two shares, counted by hand."""

import pytest

from qa.matching import Match, QuestionWords

IDF = {"who": 0.1, "shut": 2.0, "the": 0.1, "old": 1.0, "bridg": 3.0}
QUESTION = QuestionWords.of(["who", "shut", "the", "old", "bridg"], ["shut", "old", "bridg"], IDF)


def test_pairs_hold_a_word_that_counts() -> None:
    assert [*QUESTION.pairs] == [("who", "shut"), ("shut", "the"), ("the", "old"), ("old", "bridg")]
    assert QuestionWords.of(["of", "the", "mill"], ["mill"], {"of": 0.0, "the": 0.0, "mill": 1.0}).pairs == {
        ("the", "mill"): 1.0
    }


def test_a_word_weighs_its_idf_and_a_pair_the_sum_of_two() -> None:
    all_pairs = (0.1 + 2.0) + (2.0 + 0.1) + (0.1 + 1.0) + (1.0 + 3.0)
    found = QUESTION.match(["the", "old", "bridg", "was", "shut"])
    assert found.words == pytest.approx(1)
    assert found.pairs == pytest.approx(((0.1 + 1.0) + (1.0 + 3.0)) / all_pairs)
    found = QUESTION.match(["bridg", "old", "bridg"])
    assert (found.words, found.pairs) == pytest.approx(((1.0 + 3.0) / 6, (1.0 + 3.0) / all_pairs))


def test_nothing_in_common_is_nothing() -> None:
    assert QUESTION.match(["a", "mill", "burned"]) == Match(0, 0)
    assert QUESTION.match([]) == Match(0, 0)
    assert QuestionWords.of([], [], {}).match(["a", "mill"]) == Match(0, 0)


def test_a_question_of_one_word_has_no_pairs() -> None:
    assert QuestionWords.of(["ferri"], ["ferri"], {"ferri": 2.0}).match(["the", "ferri"]) == Match(1, 0)
