import math
import random

import pytest
import pytrec_eval

from qa.evaluation import all_at, any_at, average_precision_at, ndcg_at, recall_at, reciprocal_rank_at

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
