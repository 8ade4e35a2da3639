"""The readers: one with a model whose logits the test chooses, one with an encoder that counts words."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from embeddings.span_reader import ReadText
from qa.confidence import Curve
from qa.interaction import compare, max_similarity
from qa.reading import (
    ANSWER_PIECES,
    FIRST_READ,
    SENTENCE_CURVES,
    SentenceReader,
    TrainedReader,
    best_sentence,
    best_spans,
    holding,
    load_reader,
    qualified,
    whole_words,
)
from qa.types import Document, Hit, Passage, Span
from tests.conftest import WordEncoder

TEXT = "🎉 The ferry left Oban at noon. Nobody waved from the pier.\n\nThe mill burned on Tuesday. Ada saw smoke."
STORY = Document.of(TEXT, title="Tide news")
PLAIN = Curve(read=1.0, retrieved=0.0, intercept=0.0, risks=((0.5, 0.1),))


def hits() -> list[Hit]:
    cut = TEXT.index("\n\n")
    spans = [Span(0, cut), Span(cut + 2, len(TEXT))]
    return [Hit(Passage(STORY.id, i, i + 1, span), STORY.cite(span, i + 1), 1.0) for i, span in enumerate(spans)]


class ChosenWords:
    """Says that the answer is one of the words given, if a text holds it: its log odds are 2, and -2 where none is."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.batches: list[int] = []

    def read(self, question: str, texts: Sequence[str]) -> list[ReadText]:  # noqa: ARG002
        self.batches.append(len(texts))
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> ReadText:
        spans = [(i, i + 1) for i in range(len(text))]
        begins, ends = np.full(len(text), -1, np.float32), np.full(len(text), -1, np.float32)
        for word in self.words:
            at = text.find(word)
            if at >= 0:
                begins[at], ends[at + len(word) - 1] = 1, 1
        return ReadText(spans, begins, ends, 0.0)


def test_best_spans_are_those_of_brute_force() -> None:
    chance = np.random.default_rng(0)
    for count in (1, 3, 40, 70):
        begins, ends = chance.normal(size=(2, count)).astype(np.float32)
        read = ReadText([(3 * i, 3 * i + 2) for i in range(count)], begins, ends, 0.5)
        first = min(2, count - 1)
        left = {(a, b) for a in range(first, count) for b in range(a, min(count, a + ANSWER_PIECES))}
        for log_odds, span in best_spans(read, 3 * first):
            a, b = max(left, key=lambda pair: begins[pair[0]] + ends[pair[1]])
            assert span == Span(3 * a, 3 * b + 2)
            assert log_odds == pytest.approx(begins[a] + ends[b] - 0.5, abs=1e-5)
            left = {pair for pair in left if pair[1] < a or pair[0] > b}
    assert best_spans(read, 10_000) == []


def test_words_are_not_cut() -> None:
    text = "the 1990s’ café, un-\nderstood"
    within = Span(0, len(text))
    assert whole_words(text, Span(4, 8), within).of(text) == "1990s"
    assert whole_words(text, Span(12, 14), within).of(text) == "café"
    assert whole_words(text, Span(12, 14), Span(0, 14)).of(text) == "caf"


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("It took nearly six hours.", "six hours", "nearly six hours"),
        ("It costs up to £450 million.", "£450 million", "up to £450 million"),
        ("No fewer than 40 came.", "40", "No fewer than 40"),
        ("At least about 640 people came.", "640 people", "At least about 640 people"),
        ("The bridge is over the Lenn.", "the Lenn", "the Lenn"),
        ("It was about Ada, 40.", "40", "40"),
        ("It was about the 40 men.", "the 40 men", "the 40 men"),
    ],
)
def test_what_qualifies_a_number_belongs_to_it(text: str, words: str, shown: str) -> None:
    span, whole = Span(text.index(words), text.index(words) + len(words)), Span(0, len(text))
    assert qualified(text, span, whole).of(text) == shown
    assert qualified(text, span, Span(span.start, len(text))) == span


def test_quotation_is_the_run_of_sentences_that_hold_the_words() -> None:
    parts = [Span(0, 10), Span(11, 20), Span(21, 30)]
    assert holding(Span(12, 14), parts) == Span(11, 20)
    assert holding(Span(8, 22), parts) == Span(0, 30)
    assert holding(Span(10, 11), parts) == Span(10, 11)


def test_trained_reader_gives_words_in_their_sentence() -> None:
    found = TrainedReader(ChosenWords("Tuesday", "noon"), PLAIN).read("When?", hits(), {STORY.id: STORY})  # type: ignore[arg-type]
    best = {(one.words.of(TEXT), one.quote.of(TEXT)) for one in found[:2]}
    assert best == {("Tuesday", "The mill burned on Tuesday."), ("noon", "🎉 The ferry left Oban at noon.")}
    assert found[0].confidence == pytest.approx(1 / (1 + np.exp(-2)))
    assert all(one.hit.passage.span.start <= one.words.start < one.words.end <= one.quote.end for one in found)


def test_title_is_read_and_never_an_answer() -> None:
    found = TrainedReader(ChosenWords("Tide"), PLAIN).read("What?", hits(), {STORY.id: STORY})  # type: ignore[arg-type]
    assert max(one.confidence for one in found) < 0.5


def test_few_are_read_where_they_leave_no_doubt() -> None:
    many = [hits()[1]] * 9

    def batches(question: str, slope: float) -> list[int]:
        reader = ChosenWords("Tuesday")
        curve = Curve(read=slope, retrieved=0.0, intercept=0.0, risks=((0.5, 0.1),))
        TrainedReader(reader, curve).read(question, many, {STORY.id: STORY})  # type: ignore[arg-type]
        return reader.batches

    assert batches("When?", 2.0) == [FIRST_READ]  # sure
    assert batches("When?", 0.1) == [FIRST_READ, 9 - FIRST_READ]
    assert batches("When?", -2.0) == [FIRST_READ]  # without hope
    assert batches("Which days were they?", 2.0) == [FIRST_READ, 9 - FIRST_READ]  # a list


def test_stopped_reading_reads_no_more() -> None:
    reader = ChosenWords("Tuesday")
    assert TrainedReader(reader, PLAIN).read("When?", hits(), {STORY.id: STORY}, lambda: True) == []  # type: ignore[arg-type]
    assert SentenceReader(WordEncoder()).read("When?", hits(), {STORY.id: STORY}, lambda: True) == []
    assert reader.batches == []


def test_best_sentence_is_found_with_its_place() -> None:
    found = SentenceReader(WordEncoder(), PLAIN).read("When did the mill burned Tuesday", hits(), {STORY.id: STORY})
    assert [one.quote.of(TEXT) for one in found] == ["The mill burned on Tuesday.", "🎉 The ferry left Oban at noon."]
    assert SentenceReader(WordEncoder(), PLAIN).read("When?", [], {}) == []


def test_score_is_the_mean_of_sentence_and_passage_by_hand() -> None:
    # a function word weighs 0.3, others 1; the title's words count for the whole passage and for no sentence
    scores = [best_sentence(one, TEXT)[0] for one in compare("the mill waved tide", hits(), WordEncoder())]
    assert scores == [pytest.approx((1.3 / 3.3 + 2.3 / 3.3) / 2)] * 2


def test_max_similarity_by_hand() -> None:
    cosines = np.array([[0.1, 0.9, 0.3], [0.5, 0.2, 0.4]], np.float32)
    assert max_similarity(cosines, np.array([1.0, 3.0], np.float32)) == pytest.approx((0.9 + 3 * 0.5) / 4)
    assert max_similarity(np.empty((2, 0), np.float32), np.ones(2, np.float32)) == 0.0


def test_curve_belongs_to_the_encoder() -> None:
    encoder = WordEncoder()
    assert SentenceReader(encoder).least(0.1) == SENTENCE_CURVES["all-MiniLM-L6-v2"].least(0.1)


def test_another_encoder_reads_by_sentences(tmp_path: object) -> None:
    assert isinstance(load_reader(WordEncoder(), tmp_path), SentenceReader)  # type: ignore[arg-type]


def test_random_answers_lie_in_their_passages() -> None:
    chance = random.Random(1)
    for _ in range(50):
        a = chance.randrange(len(TEXT) - 5)
        found = TrainedReader(ChosenWords(TEXT[a : a + 5]), PLAIN).read("?", hits(), {STORY.id: STORY})  # type: ignore[arg-type]
        for one in found:
            inside = one.hit.passage.span
            assert inside.start <= one.quote.start <= one.words.start < one.words.end <= one.quote.end <= inside.end
