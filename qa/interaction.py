"""Compares a question with passages piece by piece, once, for whoever ranks them or looks for the sentence.

Each word piece of the question looks for the piece nearest to it; the mean of those cosines, weighed by how much each
piece of the question matters, is the score ("late interaction", Khattab and Zaharia 2020,
https://arxiv.org/abs/2004.12832).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Encoder, FloatArray, Pieces
from embeddings.index import IdArray
from qa.passages import keyword_text
from qa.types import Hit, Span

_FUNCTION_WORD_WEIGHT = 0.3
_FUNCTION_WORDS = frozenset(
    "a an and are as at be by did do does for from how in is it of on or s that the this to was were what when where"
    " which who whom whose why with . , ? ' ’".split()
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A hit compared with a question.

    `cosines` has a row for each piece of the question, which matters as `weights` says, and a column for each piece of
    the passage under its source, day and title; `starts` says where in the story's text the piece starts.
    """

    hit: Hit
    cosines: FloatArray
    weights: FloatArray
    starts: IdArray

    def score(self) -> float:
        """Return how near the whole passage comes, with what stands above it: at most 1."""
        return max_similarity(self.cosines, self.weights)

    def score_of(self, span: Span) -> float:
        """Return how near the words at `span` of the story come."""
        return max_similarity(self.cosines[:, (self.starts >= span.start) & (self.starts < span.end)], self.weights)


def compare(question: str, hits: Sequence[Hit], encoder: Encoder) -> list[Compared]:
    """Compare a question with each hit, in one batch; none where the question has no pieces."""
    if not hits:
        return []
    texts = [keyword_text(c.title, c.source, c.published, c.exact) for c in (hit.citation for hit in hits)]
    asked, *read = encoder.encode_tokens([question, *texts])
    if not len(asked.vectors):
        return []
    weights = asked.weights if asked.weights is not None else _untrained_weights(question, asked)
    found = []
    for hit, text, pieces in zip(hits, texts, read, strict=True):
        shift = hit.citation.end - len(text)  # what stands above the passage is in no sentence of it
        starts = np.array([start + shift for start, _ in pieces.spans], np.int64)
        found.append(Compared(hit, asked.vectors @ pieces.vectors.T, weights, starts))
    return found


def max_similarity(cosines: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]) -> float:
    """Return the weighted mean, over the question's pieces (rows), of the cosine to the nearest piece (columns)."""
    if not cosines.size:
        return 0.0
    return float(np.average(cosines.max(axis=1), weights=weights))


def _untrained_weights(question: str, asked: Pieces) -> FloatArray:
    return np.array(
        [_FUNCTION_WORD_WEIGHT if question[a:b].lower() in _FUNCTION_WORDS else 1.0 for a, b in asked.spans],
        np.float32,
    )
