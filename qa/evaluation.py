"""How good the ranking for one question is, by the definitions of BEIR (https://arxiv.org/abs/2104.08663).

`ranking` holds ids, best first and each once; `relevant` those that answer. A mean over questions is the caller's.
"""

import math
from collections.abc import Collection, Hashable, Sequence


def recall_at(k: int, ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return the share of the relevant that stand among the first `k`: Recall@k."""
    return sum(item in relevant for item in ranking[:k]) / len(relevant)


def any_at(k: int, ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return 1.0 where at least one of the relevant stands among the first `k`, else 0.0."""
    return float(any(item in relevant for item in ranking[:k]))


def all_at(k: int, ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return 1.0 where each of the relevant stands among the first `k`, else 0.0."""
    return float(set(relevant) <= set(ranking[:k]))


def reciprocal_rank_at(k: int, ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return 1 / the place of the first relevant among the first `k`, else 0.0; its mean is MRR@k."""
    return next((1 / place for place, item in enumerate(ranking[:k], start=1) if item in relevant), 0.0)


def average_precision_at(k: int, ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return the precisions at each relevant among the first `k`, summed, over the number of relevant; mean: MAP@k."""
    found, total = 0, 0.0
    for place, item in enumerate(ranking[:k], start=1):
        if item in relevant:
            found += 1
            total += found / place
    return total / len(relevant)


def ndcg_at(k: int, ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Return the discounted gain of the first `k`, each relevant worth 1 / log2(place + 1), over the best possible.

    Järvelin and Kekäläinen 2002, https://doi.org/10.1145/582415.582418
    """
    gain = sum(1 / math.log2(place + 1) for place, item in enumerate(ranking[:k], start=1) if item in relevant)
    best = sum(1 / math.log2(place + 1) for place in range(1, min(k, len(relevant)) + 1))
    return gain / best
