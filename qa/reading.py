"""A question and the passages found for it, to an answer: for now the sentence that answers best, whole.

A sentence's score is how near its words come to the question's, and the passage's with it: `qa.interaction`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from embeddings.encoder import Encoder
from qa.interaction import Compared, compare
from qa.sentences import sentences
from qa.types import Answer, Citation, Document, Hit, Span

PASSAGES_READ = 8
MAX_CITATIONS = 3
NEAR_SHOWN = 3


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
# threshold shows and holds back. From 0.40 to 0.55 the two shares add up to the same; 0.40 leans towards showing.
CALIBRATIONS = {
    "all-MiniLM-L6-v2": Calibration(slope=13.32, intercept=-8.38, threshold=0.40),
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
        best: dict[str, ReadSentence] = {}
        for compared in compare(question, hits, self._encoder):
            passage = compared.hit.passage
            document = documents[passage.document_id]
            score, sentence = _best_sentence(compared, document.text)
            citation = document.cite(sentence, passage.paragraph)
            if citation.exact not in best or score > best[citation.exact].score:
                best[citation.exact] = ReadSentence(score, compared.hit, citation)
        return sorted(best.values(), key=lambda one: -one.score)

    def _confidence(self, read: ReadSentence) -> float:
        return self._calibration.confidence(read.score)


def _best_sentence(compared: Compared, text: str) -> tuple[float, Span]:
    """Return the best sentence of a passage and its score: the mean of its own and that of the whole passage."""
    passage = compared.hit.passage.span
    scored = [(compared.score_of(span), span) for span in sentences(text, passage) or [passage]]
    score, sentence = max(scored, key=lambda item: item[0])
    return (score + compared.score()) / 2, sentence
