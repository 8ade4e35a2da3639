import math
import random

import pytest
import pytrec_eval

from qa.evaluation import (
    all_at,
    any_at,
    area_under_roc,
    average_precision_at,
    calibration_error,
    exact_match,
    f1,
    is_right,
    ndcg_at,
    recall_at,
    reciprocal_rank_at,
)

RANKING = ["a", "b", "c", "d", "e"]


def test_counted_by_hand():
    relevant = {"b", "d", "x"}
    assert recall_at(4, RANKING, relevant) == 2 / 3
    assert recall_at(1, RANKING, relevant) == 0
    assert any_at(2, RANKING, relevant) == 1
    assert any_at(1, RANKING, relevant) == 0
    assert all_at(5, RANKING, relevant) == 0
    assert all_at(4, RANKING, {"b", "d"}) == 1
    assert all_at(3, RANKING, {"b", "d"}) == 0
    assert reciprocal_rank_at(10, RANKING, relevant) == 1 / 2
    assert reciprocal_rank_at(1, RANKING, relevant) == 0
    assert average_precision_at(10, RANKING, relevant) == pytest.approx((1 / 2 + 2 / 4) / 3)
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    assert ndcg_at(10, RANKING, relevant) == pytest.approx(gain / (1 + 1 / math.log2(3) + 1 / 2))


def test_ndcg_is_one_for_the_best_ranking_even_with_more_relevant_than_places():
    assert ndcg_at(2, ["a", "b", "c"], {"a", "b", "c"}) == pytest.approx(1)


def test_an_empty_ranking_has_nothing():
    for measure in (recall_at, any_at, all_at, reciprocal_rank_at, average_precision_at, ndcg_at):
        assert measure(10, [], {"a"}) == 0


def test_as_trec_eval_counts():
    chance = random.Random(0)
    for _ in range(100):
        ids = [f"d{i}" for i in range(30)]
        relevant = set(chance.sample(ids, chance.randint(1, 15)))
        ranking = chance.sample(ids, 20)
        asked = {"map_cut.5", "ndcg_cut.5", "recall.5", "success.5", "recip_rank"}
        reference = pytrec_eval.RelevanceEvaluator({"q": dict.fromkeys(relevant, 1)}, asked)
        run = {"q": {item: float(-place) for place, item in enumerate(ranking)}}
        found = reference.evaluate(run)["q"]
        assert recall_at(5, ranking, relevant) == pytest.approx(found["recall_5"])
        assert any_at(5, ranking, relevant) == found["success_5"]
        assert average_precision_at(5, ranking, relevant) == pytest.approx(found["map_cut_5"])
        assert ndcg_at(5, ranking, relevant) == pytest.approx(found["ndcg_cut_5"])
        assert reciprocal_rank_at(20, ranking, relevant) == pytest.approx(found["recip_rank"])


@pytest.mark.parametrize(
    ("answer", "right", "exact", "overlap"),
    [
        ("The ferry.", ["ferry"], 1, 1),
        ("an old, old ferry", ["old ferry"], 0, 0.8),  # two of three words, both of two
        ("ferry", ["boat", "a ferry at noon"], 0, 0.5),
        ("boat", ["ferry"], 0, 0),
        ("", [], 1, 1),
        ("ferry", [], 0, 0),
        ("", ["ferry"], 0, 0),
        ("U.S.", ["us"], 1, 1),
    ],
)
def test_answers_as_squad_compares_them(answer: str, right: list[str], exact: float, overlap: float):
    assert exact_match(answer, right) == exact
    assert f1(answer, right) == pytest.approx(overlap)


def test_area_under_roc_is_the_share_of_pairs_in_order():
    chance = random.Random(1)
    for _ in range(20):
        positive = [chance.randint(0, 9) for _ in range(chance.randint(1, 20))]
        negative = [chance.randint(0, 9) for _ in range(chance.randint(1, 20))]
        pairs = [1 if p > n else 0.5 if p == n else 0 for p in positive for n in negative]
        assert area_under_roc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_calibration_error_by_hand():
    # two at 0.85 of which one is right, and one at 0.05 that is wrong: (2 * |0.85 - 0.5| + |0.05 - 0|) / 3
    assert calibration_error([0.85, 0.85, 0.05], [True, False, False]) == pytest.approx(0.25)
    assert calibration_error([1.0], [True]) == 0


@pytest.mark.parametrize(
    ("answer", "right", "is_so"),
    [
        ("June 13", ["June 13, 2021"], True),
        ("on the 13 June in the morning", ["13 June"], True),
        ("Mr Pym", ["Gerald Pym"], True),  # half of the words of both
        ("13", ["130"], False),
        ("the", ["the end"], False),
        ("", ["end"], False),
        ("end", [], False),
    ],
)
def test_right_for_a_reader(answer: str, right: list[str], is_so: bool):
    assert is_right(answer, right) is is_so
