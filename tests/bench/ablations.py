"""Ways to retrieve that the default leaves out, each against the same two indexes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from embeddings.encoder import FloatArray
from embeddings.index import IdArray
from qa.passages import titled
from qa.sentences import sentences
from qa.types import Span
from tests.bench.sets import BenchPassage
from tests.bench.vector_cache import VectorCache

WINDOW = 3


def fed_back(query: FloatArray, best: FloatArray, weight: float) -> FloatArray:
    """Move a query towards the mean of the passages found first: pseudo-relevance feedback (Rocchio 1971)."""
    moved = query + weight * best.mean(0)
    return np.asarray(moved / np.linalg.norm(moved), np.float32)


def diverse(scored: Sequence[tuple[int, float]], matrix: FloatArray, share: float, top_k: int) -> list[int]:
    """Take one after the other what scores high and is unlike those taken: maximal marginal relevance.

    `share` of the score counts, and the rest of the highest cosine to one taken (Carbonell and Goldstein 1998).
    """
    left, taken = dict(scored), list[int]()
    while left and len(taken) < top_k:
        marginal = {
            item: share * score - (1 - share) * max((float(matrix[item] @ matrix[one]) for one in taken), default=0.0)
            for item, score in left.items()
        }
        taken.append(max(marginal, key=lambda item: marginal[item]))
        del left[taken[-1]]
    return taken


@dataclass(frozen=True, slots=True)
class Windows:
    """Passages by the vectors of their windows, WINDOW sentences each: a passage is as near as its nearest window."""

    vectors: FloatArray
    starts: IdArray

    @classmethod
    def of(cls, passages: Sequence[BenchPassage], cache: VectorCache) -> Self:
        """Embed every window under its passage's title."""
        windows = [windowed(passage.text) for passage in passages]
        counts = [len(each) for each in windows]
        texts = [titled(passage.title, one) for passage, each in zip(passages, windows, strict=True) for one in each]
        return cls(cache.vectors(texts), np.cumsum([0, *counts[:-1]]))

    def search(self, query: FloatArray, k: int) -> tuple[IdArray, FloatArray]:
        """Return the numbers and cosines of the `k` nearest passages, best first."""
        cosines = self._every(query)
        best = np.argsort(-cosines)[:k]
        return best, cosines[best]

    def cosines(self, query: FloatArray, ids: IdArray) -> FloatArray:
        """Return the cosine of each of the passages."""
        return self._every(query)[ids]

    def _every(self, query: FloatArray) -> FloatArray:
        return np.asarray(np.maximum.reduceat(self.vectors @ query, self.starts), np.float32)


def windowed(text: str) -> list[str]:
    """Return every run of WINDOW sentences of a passage; the whole, where it has no more."""
    parts = sentences(text, Span(0, len(text)))
    last = max(0, len(parts) - WINDOW)
    if not last:
        return [text]
    return [text[parts[i].start : parts[i + WINDOW - 1].end] for i in range(last + 1)]
