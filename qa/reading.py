"""A question and the passages found for it, to an answer: for now the sentence that answers best, whole.

Each word piece of the question looks for the piece nearest to it, in the passage and in the sentence; the means of
those cosines are the scores ("late interaction", Khattab and Zaharia 2020, https://arxiv.org/abs/2004.12832).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Encoder, FloatArray, TokenSpans
from embeddings.index import IdArray
from qa.passages import titled
from qa.sentences import sentences
from qa.types import Answer, Citation, Document, Hit, Span

PASSAGES_READ = 8
MAX_CITATIONS = 3
NEAR_SHOWN = 3
_FUNCTION_WORD_WEIGHT = 0.3
_FUNCTION_WORDS = frozenset(
    "a an and are as at be by did do does for from how in is it of on or s that the this to was were what when where"
    " which who whom whose why with . , ? ' ’".split()
)


class Reader(Protocol):
    """Reads passages for an answer."""

    def read(self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> Answer:
        """Answer `question` from `hits`, best first, whose documents are given by id; or abstain."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The logistic curve from a sentence's score to how often it answered, and the least confidence that is shown."""

    slope: float
    intercept: float
    threshold: float

    def confidence(self, score: float) -> float:
        """Return the estimated probability, from 0 to 1, that a sentence of this score answers."""
        return 1 / (1 + math.exp(-(self.slope * score + self.intercept)))


# By the encoder's name, up to its @. Printed by `python -m tests.bench.calibration DATA_DIR [ENCODER]`, with what each
# threshold shows and holds back; where two thresholds are as good, the lower one, which leans towards showing.
CALIBRATIONS = {
    "all-MiniLM-L6-v2": Calibration(slope=13.28, intercept=-8.99, threshold=0.30),
    "multilingual-e5-small": Calibration(slope=36.26, intercept=-30.80, threshold=0.40),  # on 400 questions
}
_UNMEASURED = CALIBRATIONS["all-MiniLM-L6-v2"]


def calibration_of(encoder: str) -> Calibration:
    """Return what was measured for the encoder of this name; for one never measured, what the default has."""
    return CALIBRATIONS.get(encoder.partition("@")[0], _UNMEASURED)


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """The sentence of a hit that answers best, cited, and its score: at most 1."""

    score: float
    hit: Hit
    citation: Citation


class SentenceReader:
    """Quotes the sentence that answers best, or abstains where none is good enough."""

    def __init__(self, encoder: Encoder, calibration: Calibration | None = None) -> None:
        self._encoder = encoder
        self._calibration = calibration or calibration_of(encoder.name)

    def read(self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> Answer:
        """Answer from the first PASSAGES_READ hits; up to MAX_CITATIONS passages are cited, one sentence of each."""
        ranked = self.rank(question, hits[:PASSAGES_READ], documents)
        shown = [read for read in ranked if self._confidence(read) >= self._calibration.threshold]
        if not shown:
            near = tuple(read.hit for read in ranked[:NEAR_SHOWN])
            return Answer(question, None, (), self._confidence(ranked[0]) if ranked else 0.0, near)
        citations = tuple(read.citation for read in shown[:MAX_CITATIONS])
        return Answer(question, citations[0].exact, citations, self._confidence(shown[0]))

    def rank(self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> list[ReadSentence]:
        """Return the best sentence of each passage, best first; equal words are taken once."""
        texts = [titled(hit.citation.title, hit.citation.exact) for hit in hits]
        (asked, words), *read = self._encoder.encode_tokens([question, *texts])
        if not len(asked):
            return []
        weights = _weights(question, words)
        best: dict[str, ReadSentence] = {}
        for hit, text, (vectors, spans) in zip(hits, texts, read, strict=True):
            document = documents[hit.passage.document_id]
            # a piece of the title stands before the passage, and so in no sentence of it
            shift = hit.citation.end - len(text)
            starts = np.array([start + shift for start, _ in spans], np.int64)
            score, sentence = _best_sentence(hit.passage.span, document.text, asked @ vectors.T, starts, weights)
            citation = document.cite(sentence, hit.passage.paragraph)
            if citation.exact not in best or score > best[citation.exact].score:
                best[citation.exact] = ReadSentence(score, hit, citation)
        return sorted(best.values(), key=lambda one: -one.score)

    def _confidence(self, read: ReadSentence) -> float:
        return self._calibration.confidence(read.score)


def _best_sentence(
    passage: Span, text: str, cosines: FloatArray, starts: IdArray, weights: FloatArray
) -> tuple[float, Span]:
    """Return the best sentence of a passage and its score: the mean of its own and that of the whole, title included.

    `cosines` has a column for each piece that was read, and `starts` says where in `text` the piece starts.
    """
    whole = max_similarity(cosines, weights)
    scored = [
        (max_similarity(cosines[:, (starts >= span.start) & (starts < span.end)], weights), span)
        for span in sentences(text, passage) or [passage]
    ]
    score, sentence = max(scored, key=lambda item: item[0])
    return (score + whole) / 2, sentence


def max_similarity(cosines: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]) -> float:
    """Return the weighted mean, over the question's pieces (rows), of the cosine to the nearest piece (columns)."""
    if not cosines.size:
        return 0.0
    return float(np.average(cosines.max(axis=1), weights=weights))


def _weights(question: str, spans: TokenSpans) -> FloatArray:
    return np.array(
        [_FUNCTION_WORD_WEIGHT if question[a:b].lower() in _FUNCTION_WORDS else 1.0 for a, b in spans], np.float32
    )
