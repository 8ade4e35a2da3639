"""A question to the passages nearest to it: by meaning and by words, fused into one ranking."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from qa.store import Store
from qa.types import Hit

CANDIDATES = 50
_RANK_CONSTANT = 60
_KEYWORD_WEIGHT = 0.5

Ranked = tuple[int, float, Mapping[str, float]]


def reciprocal_ranks(rankings: Sequence[Sequence[int]]) -> dict[int, float]:
    """Return, for each id, the sum over rankings of 1 / (60 + rank); ranks count from 1, the best.

    Cormack, Clarke and Büttcher 2009, https://doi.org/10.1145/1571941.1572114
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1 / (_RANK_CONSTANT + rank)
    return scores


def fuse(cosines: Mapping[int, float], bm25: Mapping[int, float], top_k: int) -> list[Ranked]:
    """Return (passage id, score, parts) of the `top_k` best, best first; both rankings come best first.

    The score is the cosine plus half the BM25 score as a share of the best one's (a convex combination: Bruch, Gai and
    Ingber 2022, https://arxiv.org/abs/2210.11934); equal scores are ordered by the reciprocal ranks. `cosines` must
    hold every passage of `bm25`. `python -m tests.bench.fusion` prints how this measures beside reciprocal ranks alone.
    """
    ranks = reciprocal_ranks([sorted(cosines, key=lambda item: -cosines[item]), list(bm25)])
    best = max(bm25.values(), default=1.0)
    scores = {item: cosine + _KEYWORD_WEIGHT * bm25.get(item, 0.0) / best for item, cosine in cosines.items()}
    order = sorted(scores, key=lambda item: (-scores[item], -ranks[item], item))[:top_k]
    return [(item, scores[item], _parts(item, cosines, bm25, ranks)) for item in order]


def _parts(
    item: int, cosines: Mapping[int, float], bm25: Mapping[int, float], ranks: Mapping[int, float]
) -> Mapping[str, float]:
    parts = {"dense": cosines[item], "reciprocal_rank": ranks[item]}
    return MappingProxyType({**parts, "keyword": bm25[item]} if item in bm25 else parts)


def hits_from(store: Store, ranked: Sequence[Ranked]) -> list[Hit]:
    """Look the ranked passages up. One that has just been removed is left out."""
    passages = store.passages_by_id([item for item, _, _ in ranked])
    documents = store.documents({passage.document_id for passage in passages.values()})
    found: list[Hit] = []
    for item, score, parts in ranked:
        passage = passages.get(item)
        document = documents.get(passage.document_id) if passage else None
        if passage and document:
            found.append(Hit(passage, document.cite(passage.span, passage.paragraph), score, parts))
    return found
