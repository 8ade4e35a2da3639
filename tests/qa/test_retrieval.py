"""Fusion against a hand count."""

import pytest

from qa.retrieval import fuse, reciprocal_ranks


def test_reciprocal_ranks_by_hand() -> None:
    ranks = reciprocal_ranks([[1, 2, 3], [3, 4]])
    assert ranks == {
        1: pytest.approx(1 / 61),
        2: pytest.approx(1 / 62),
        3: pytest.approx(1 / 63 + 1 / 61),
        4: pytest.approx(1 / 62),
    }


def test_fused_score_by_hand() -> None:
    ranked = fuse({7: 0.8, 9: 0.5, 11: 0.1}, {9: 4.0, 11: 2.0}, top_k=3)
    assert [item for item, _, _ in ranked] == [9, 7, 11]
    assert [score for _, score, _ in ranked] == pytest.approx([0.5 + 0.5 * 1.0, 0.8, 0.1 + 0.5 * 0.5])
    assert dict(ranked[0][2]) == {"dense": 0.5, "keyword": 4.0, "reciprocal_rank": pytest.approx(1 / 62 + 1 / 61)}
    assert dict(ranked[1][2]) == {"dense": 0.8, "reciprocal_rank": pytest.approx(1 / 61)}
    assert [item for item, _, _ in fuse({7: 0.8, 9: 0.5}, {}, top_k=1)] == [7]
    assert fuse({}, {}, top_k=5) == []


def test_equal_scores_go_by_reciprocal_rank() -> None:
    assert [item for item, _, _ in fuse({1: 0.6, 2: 0.1}, {2: 3.0}, top_k=2)] == [2, 1]
