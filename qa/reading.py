"""A question and the passages found for it, read for the words that answer.

A reader says of each passage which words answer best and how likely they do; `qa.answers` decides what is shown.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from embeddings.encoder import Encoder
from embeddings.loading import DEFAULT_ENCODER
from embeddings.span_reader import ReadText, SpanReader
from qa.confidence import Candidate, Curve, Found, judged
from qa.interaction import Compared, compare
from qa.numbers import numbers
from qa.passages import titled
from qa.questions import Kind, kind_of
from qa.sentences import sentences
from qa.types import Document, Hit, Span, Stop

PASSAGES_READ = 10
FIRST_READ = 4
HOPELESS, SURE = 0.15, 0.75
ANSWER_PIECES = 30
SPANS_EACH = 4
_QUALIFIED = 40  # code points before a number in which its qualifiers begin
_BEFORE_NUMBERS = " £$€"
_QUALIFIER = re.compile(
    r"\b(?:(?:about|almost|approximately|around|nearly|roughly|some|over|under|only|(?:just|well)\s+(?:over|under)"
    r"|(?:no\s+)?(?:more|less|fewer)\s+than|up\s+to|at\s+(?:least|most)|as\s+(?:many|much|few|little)\s+as|close\s+to"
    r"|not\s+quite|an?\s+estimated)\s+)+$",
    re.IGNORECASE,
)


class Reader(Protocol):
    """Reads passages for an answer."""

    def read(
        self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document], stop: Stop = lambda: False
    ) -> list[Found]:
        """Return what may answer, likeliest first; some passages give several. `stop` is asked between batches.

        `hits` come best first, and their documents by id.
        """

    def candidates(self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> list[Candidate]:
        """Return what may answer in each hit, the likeliest of a hit first."""

    def least(self, risk: float) -> float:
        """Return the least confidence to show, so that of what is shown a share of `risk` is wrong."""


# Printed by `python -m tests.bench.calibration DATA_DIR WORK_DIR`.
SPAN_CURVE = Curve(
    read=0.4092, retrieved=3.8433, intercept=-6.2440, own=0.7347, lead=0.4440, base=-0.9455,
    risks=(
        (0.001, 0.5), (0.030, 0.4), (0.129, 0.3), (0.315, 0.2),
        (0.441, 0.15), (0.654, 0.1), (0.839, 0.05), (0.965, 0.02),
    ),
)  # fmt: skip
# By the encoder's name, up to its @: the sentence's nearness to the question, see `SentenceReader`.
SENTENCE_CURVES = {
    "all-MiniLM-L6-v2": Curve(read=13.32, retrieved=0, intercept=-8.38, risks=((0.4, 0.1),)),
    "multilingual-e5-small": Curve(read=36.26, retrieved=0, intercept=-30.80, risks=((0.4, 0.1),)),  # 400 questions
}


def load_reader(encoder: Encoder, cache: Path) -> "Reader":
    """Return the trained reader, which reads English, beside the default encoder; beside others, one by sentences."""
    if encoder.name.partition("@")[0] == DEFAULT_ENCODER:
        return TrainedReader(SpanReader.load(cache))
    return SentenceReader(encoder)


class TrainedReader:
    """Reads with the span reader: the best passages first, and the others only where those leave doubt.

    `python -m tests.bench.calibration` prints how many are right by how many passages are read: 65.5 % by four, 65.9 %
    by all ten.
    """

    def __init__(self, reader: SpanReader, curve: Curve = SPAN_CURVE) -> None:
        self.model = reader
        self._curve = curve

    def least(self, risk: float) -> float:
        """Return the least confidence to show."""
        return self._curve.least(risk)

    def read(
        self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document], stop: Stop = lambda: False
    ) -> list[Found]:
        """Return up to SPANS_EACH answers of each passage read, likeliest first."""
        return read_in_parts(question, hits, lambda part: self.candidates(question, part, documents), self._curve, stop)

    def candidates(self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> list[Candidate]:
        """Return up to SPANS_EACH answers of each passage; the reader says its log odds.

        Where a few words are asked for, none that run on from one sentence to the next.
        """
        few = kind_of(question) in (Kind.WORDS, Kind.LIST)
        texts = [titled(hit.citation.title, hit.citation.exact) for hit in hits]
        found = []
        for hit, titled_text, read in zip(hits, texts, self.model.read(question, texts), strict=True):
            text, shift = documents[hit.passage.document_id].text, hit.citation.end - len(titled_text)
            parts = sentences(text, hit.passage.span) or [hit.passage.span]
            for log_odds, span in best_spans(read, hit.passage.span.start - shift):
                words = whole_words(text, Span(span.start + shift, span.end + shift), hit.passage.span)
                words = qualified(text, words, hit.passage.span)
                whole = any(part.start <= words.start and words.end <= part.end for part in parts)
                if not any(map(str.isalnum, words.of(text))) or (few and not whole):
                    continue
                found.append(Candidate(hit, words, holding(words, parts), words.of(text), log_odds))
        return found


def read_in_parts(
    question: str,
    hits: Sequence[Hit],
    candidates_in: Callable[[Sequence[Hit]], list[Candidate]],
    curve: Curve,
    stop: Stop = lambda: False,
) -> list[Found]:
    """Judge what is found in the best hits, and in the others only where those leave doubt, or for a list."""
    kind = kind_of(question)
    candidates: list[Candidate] = []
    found: list[Found] = []
    for part in (hits[:FIRST_READ], hits[FIRST_READ:PASSAGES_READ]):
        settled = found and not HOPELESS <= found[0].confidence < SURE and kind is not Kind.LIST
        if stop() or settled or not part:
            break
        candidates += candidates_in(part)
        found = judged(kind, candidates, curve)
    return found


def best_spans(read: ReadText, start: int, count: int = SPANS_EACH) -> list[tuple[float, Span]]:
    """Return the `count` likeliest answers that don't overlap, likeliest first, each with its log odds against none.

    An answer has at most ANSWER_PIECES pieces, all from the code point `start` on. The log odds are the sum of the
    logits of both ends less that of "no answer" (Devlin et al. 2019, https://arxiv.org/abs/1810.04805, section 4.3).
    """
    first = next((i for i, (a, _) in enumerate(read.spans) if a >= start), len(read.spans))
    begins, ends = read.begins[first:], read.ends[first:]
    if not len(begins):
        return []
    width = min(ANSWER_PIECES, len(ends))
    padded = np.concatenate([ends, np.full(width - 1, -np.inf, np.float32)])
    scores = begins[:, None] + np.lib.stride_tricks.sliding_window_view(padded, width)
    chosen: list[tuple[float, Span]] = []
    for _ in range(count):
        a, length = divmod(int(scores.argmax()), width)
        if not np.isfinite(scores[a, length]):
            break
        b = a + length
        span = Span(read.spans[first + a][0], read.spans[first + b][1])
        chosen.append((float(scores[a, length]) - read.none, span))
        scores[a : b + 1] = -np.inf
        for before in range(max(0, a - width + 1), a):  # those that begin before it and end in it or after it
            scores[before, a - before :] = -np.inf
    return chosen


def whole_words(text: str, span: Span, within: Span) -> Span:
    """Return `span` with the rest of the words that it cuts, and without white space at its ends."""
    start, end = span.start, span.end
    while start > within.start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < within.end and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def qualified(text: str, span: Span, within: Span) -> Span:
    """Return `span`, if it begins with a number, with what qualifies that: "nearly six hours", "up to £450 million"."""
    first = next(numbers(span.of(text)), None)
    if first is None or text[span.start : span.start + first.span.start].strip(_BEFORE_NUMBERS):
        return span
    before = _QUALIFIER.search(text, max(within.start, span.start - _QUALIFIED), span.start)
    return Span(before.start(), span.end) if before else span


def holding(words: Span, parts: Sequence[Span]) -> Span:
    """Return the run of sentences that holds `words`."""
    touched = [part for part in parts if part.start < words.end and words.start < part.end]
    return Span(min(words.start, touched[0].start), max(words.end, touched[-1].end)) if touched else words


class SentenceReader:
    """Reads without a trained reader: the sentence whose words come nearest to the question's, by the encoder."""

    def __init__(self, encoder: Encoder, curve: Curve | None = None) -> None:
        self.encoder = encoder
        default = SENTENCE_CURVES["all-MiniLM-L6-v2"]
        self._curve = curve or SENTENCE_CURVES.get(encoder.name.partition("@")[0], default)

    def least(self, risk: float) -> float:
        """Return the least confidence to show."""
        return self._curve.least(risk)

    def read(
        self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document], stop: Stop = lambda: False
    ) -> list[Found]:
        """Return the best sentence of each passage, likeliest first."""
        if stop():
            return []
        return judged(kind_of(question), self.candidates(question, hits[:PASSAGES_READ], documents), self._curve)

    def candidates(self, question: str, hits: Sequence[Hit], documents: Mapping[str, Document]) -> list[Candidate]:
        """Return the best sentence of each passage; what the reader says is how near it comes to the question."""
        found = []
        for compared in compare(question, hits, self.encoder):
            text = documents[compared.hit.passage.document_id].text
            score, sentence = best_sentence(compared, text)
            found.append(Candidate(compared.hit, sentence, sentence, sentence.of(text), score))
        return found


def best_sentence(compared: Compared, text: str) -> tuple[float, Span]:
    """Return the best sentence of a passage and its score: the mean of its own and that of the whole passage."""
    passage = compared.hit.passage.span
    scored = [(compared.score_of(span), span) for span in sentences(text, passage) or [passage]]
    score, sentence = max(scored, key=lambda item: item[0])
    return (score + compared.score()) / 2, sentence
