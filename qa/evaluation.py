"""How good a ranking, an answer and a confidence are.

Rankings by the definitions of BEIR (https://arxiv.org/abs/2104.08663): `ranking` holds ids, best first and each once;
`relevant` those that answer. A mean over questions is the caller's.
"""

import math
import re
import string
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence

import numpy as np


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


def normalised(answer: str) -> str:
    """Return an answer as SQuAD compares it: lower case, no punctuation, no articles, single spaces.

    Rajpurkar et al. 2016, https://arxiv.org/abs/1606.05250; their evaluation script defines it.
    """
    words = "".join(character for character in answer.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", words).split())


def exact_match(answer: str, right: Iterable[str]) -> float:
    """Return 1.0 where the normalised answer is one of the right ones, else 0.0. No right one: only "" is right."""
    return float(normalised(answer) in ({normalised(one) for one in right} or {""}))


def f1(answer: str, right: Iterable[str]) -> float:
    """Return the best harmonic mean of precision and recall of the answer's words over the right ones."""
    return max((_f1(normalised(answer).split(), normalised(one).split()) for one in right), default=float(not answer))


def is_right(answer: str, right: Iterable[str]) -> bool:
    """Say whether an answer is right for a reader: an F1 of a half or more with a right one, or one holds the other."""
    words = f" {normalised(answer)} "
    others = [f" {normalised(one)} " for one in right]
    held = any(one in words or words in one for one in others if one.strip()) and bool(words.strip())
    return held or any(_f1(words.split(), one.split()) >= 0.5 for one in others)  # noqa: PLR2004


def _f1(words: list[str], right: list[str]) -> float:
    if not words or not right:
        return float(words == right)
    common = sum((Counter(words) & Counter(right)).values())
    return 2 * common / (len(words) + len(right))


def area_under_roc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return how often a score of `positive` is above one of `negative`; equal ones count half.

    Hanley and McNeil 1982, https://doi.org/10.1148/radiology.143.1.7063747
    """
    low = np.sort(np.asarray(negative, np.float64))
    below, up_to = (np.searchsorted(low, np.asarray(positive), side=side) for side in ("left", "right"))
    return float((below + up_to).mean() / 2 / len(low))


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error over `bins` of equal width.

    The gap between mean confidence and share right in each bin, weighed by the bin's share (Guo et al. 2017,
    https://arxiv.org/abs/1706.04599).
    """
    stated, came_true = np.asarray(confidences, np.float64), np.asarray(right, np.float64)
    places = np.minimum((stated * bins).astype(int), bins - 1)
    gaps = [abs(float((stated - came_true)[places == place].sum())) for place in range(bins)]
    return sum(gaps) / len(stated)
