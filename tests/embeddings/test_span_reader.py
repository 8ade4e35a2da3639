"""The span reader: windows, places and what its own weights know."""

from itertools import pairwise

import numpy as np
import pytest

from embeddings.span_reader import MAX_PIECES, OVERLAP, WEIGHTS, WEIGHTS_SHA256, SpanReader, windows
from embeddings.weights import check_sha256
from qa.reading import best_spans
from qa.settings import Settings

TEXT = "🎉 The ferry left Oban at noon on Tuesday, the harbour master said. Nobody waved from the pier."


@pytest.fixture(scope="session")
def span_reader() -> SpanReader:
    return SpanReader.load(Settings.from_environment().cache)


@pytest.mark.parametrize("count", [0, 1, 200, 243, 244, 500, 1000])
def test_windows_hold_every_piece_with_context(count: int) -> None:
    asked, ids = list(range(5000, 5010)), list(range(count))
    found = list(windows(0, asked, ids))
    seen: set[int] = set()
    for window in found:
        body = window.ids[len(asked) + 2 : -1]
        assert body == ids[window.first : window.first + len(body)]
        assert len(window.ids) <= MAX_PIECES
        seen |= set(body)
    assert seen == set(ids)
    for one, after in pairwise(found):
        assert after.first <= one.first + len(one.ids) - len(asked) - 3 - OVERLAP


def test_weights_are_those_of_the_card() -> None:
    check_sha256(WEIGHTS, WEIGHTS_SHA256)


def test_answer_is_found_at_its_place(span_reader: SpanReader) -> None:
    (read,) = span_reader.read("When did the ferry leave Oban?", [TEXT])
    assert [TEXT[a:b] for a, b in read.spans[:4]] == ["🎉", "The", "ferry", "left"]
    log_odds, span = best_spans(read, 0)[0]
    assert "noon" in span.of(TEXT)
    assert log_odds > 0


def test_batches_and_windows_change_little(span_reader: SpanReader) -> None:
    texts = [TEXT, "The mill burned.", TEXT + " It rained all day." * 80]
    question = "When did the ferry leave Oban?"
    together = span_reader.read(question, texts)
    alone = [span_reader.read(question, [text])[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        np.testing.assert_allclose(one.begins, other.begins, atol=0.2)
        assert one.none == pytest.approx(other.none, abs=0.4)
    assert best_spans(together[2], 0)[0][1].end < len(TEXT)  # not in the rain of the other windows


def test_nothing_to_read(span_reader: SpanReader) -> None:
    assert span_reader.read("When?", []) == []
    assert len(span_reader.read("", [""])[0].begins) == 0
    assert span_reader.read("long " * 400, [TEXT])[0].spans
