"""The reader, with an encoder that counts words."""

import numpy as np
import pytest

from qa.interaction import max_similarity
from qa.reading import CALIBRATIONS, Calibration, SentenceReader, calibration_of
from qa.types import Document, Hit, Passage, Span
from tests.conftest import WordEncoder

TEXT = "🎉 The ferry left Oban at noon. Nobody waved from the pier.\n\nThe mill burned on Tuesday. Ada saw smoke."
STORY = Document.of(TEXT, title="Tide news")
ALL_SHOWN = Calibration(slope=1.0, intercept=0.0, threshold=0.0)


def hits() -> list[Hit]:
    cut = TEXT.index("\n\n")
    spans = [Span(0, cut), Span(cut + 2, len(TEXT))]
    return [Hit(Passage(STORY.id, i, i + 1, span), STORY.cite(span, i + 1), 1.0) for i, span in enumerate(spans)]


def reader(calibration: Calibration = ALL_SHOWN) -> SentenceReader:
    return SentenceReader(WordEncoder(), calibration)


def test_best_sentence_is_quoted_with_its_place() -> None:
    answer = reader().read("When did the mill burned Tuesday", hits(), {STORY.id: STORY})
    first = answer.citations[0]
    assert answer.text == first.exact == "The mill burned on Tuesday."
    assert (first.paragraph, TEXT[first.start : first.end]) == (2, first.exact)
    assert [citation.paragraph for citation in answer.citations] == [2, 1]


def test_score_is_the_mean_of_sentence_and_passage_by_hand() -> None:
    # a function word weighs 0.3, others 1; the title's words count for the whole passage and for no sentence
    ranked = reader().rank("the mill waved tide", hits(), {STORY.id: STORY})
    scores = {read.citation.exact: read.score for read in ranked}
    assert scores["The mill burned on Tuesday."] == pytest.approx((1.3 / 3.3 + 2.3 / 3.3) / 2)
    assert scores["Nobody waved from the pier."] == pytest.approx((1.3 / 3.3 + 2.3 / 3.3) / 2)


def test_nothing_near_enough_is_abstention_with_what_was_near() -> None:
    strict = Calibration(slope=10.0, intercept=-9.0, threshold=0.5)  # a score under 0.9 is not shown
    answer = reader(strict).read("When did the mill open?", hits(), {STORY.id: STORY})
    assert (answer.text, answer.citations) == (None, ())
    assert [hit.passage.ordinal for hit in answer.near] == [1, 0]  # the mill's passage was second, and reads nearer
    assert 0 < answer.confidence < 0.5


def test_no_hits_is_abstention() -> None:
    assert reader().read("When?", [], {}).text is None


def test_equal_sentences_are_cited_once() -> None:
    twice = Document.of("The mill burned.\n\nThe mill burned.", title="T")
    spans = [Span(0, 16), Span(18, 34)]
    found = [Hit(Passage(twice.id, i, i + 1, span), twice.cite(span, i + 1), 1.0) for i, span in enumerate(spans)]
    answer = reader().read("mill", found, {twice.id: twice})
    assert [(citation.start, citation.end) for citation in answer.citations] == [(0, 16)]


def test_max_similarity_by_hand() -> None:
    cosines = np.array([[0.1, 0.9, 0.3], [0.5, 0.2, 0.4]], np.float32)
    assert max_similarity(cosines, np.array([1.0, 3.0], np.float32)) == pytest.approx((0.9 + 3 * 0.5) / 4)
    assert max_similarity(np.empty((2, 0), np.float32), np.ones(2, np.float32)) == 0.0


def test_confidence_is_the_logistic_curve() -> None:
    curve = Calibration(slope=2.0, intercept=-1.0, threshold=0.5)
    assert curve.confidence(0.5) == pytest.approx(0.5)
    assert curve.confidence(1.5) == pytest.approx(1 / (1 + np.exp(-2.0)))


def test_calibration_belongs_to_the_encoder() -> None:
    assert calibration_of("multilingual-e5-small@0123456789ab") is CALIBRATIONS["multilingual-e5-small"]
    assert calibration_of("all-MiniLM-L6-v2@0123456789ab") is CALIBRATIONS["all-MiniLM-L6-v2"]
    assert calibration_of("/models/another") is CALIBRATIONS["all-MiniLM-L6-v2"]
