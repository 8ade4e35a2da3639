"""What the table of retrieval leaves out is computed as it says."""

from pathlib import Path

import numpy as np
import pytest

from tests.bench.ablations import Windows, diverse, fed_back, windowed
from tests.bench.sets import BenchPassage
from tests.bench.vector_cache import VectorCache
from tests.conftest import WordEncoder

TEXT = "The ferry left. Ann waved. It rained. Bob slept."


def test_feedback_moves_towards_the_mean() -> None:
    moved = fed_back(np.array([1, 0], np.float32), np.array([[0, 1], [0.6, 0.8]], np.float32), 1.0)
    assert moved == pytest.approx(np.array([1.3, 0.9]) / np.hypot(1.3, 0.9))


def test_diverse_takes_what_is_unlike_those_taken() -> None:
    matrix = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    scored = [(0, 0.9), (1, 0.8), (2, 0.5)]
    assert diverse(scored, matrix, 1.0, 3) == [0, 1, 2]
    assert diverse(scored, matrix, 0.7, 3) == [0, 2, 1]  # 0.56 - 0.3 < 0.35
    assert diverse(scored, matrix, 0.9, 2) == [0, 1]  # 0.72 - 0.1 > 0.45


def test_windows_are_every_run_of_three_sentences() -> None:
    assert windowed(TEXT) == [TEXT[:37], TEXT[16:]]
    assert windowed(TEXT[:37]) == [TEXT[:37]]


def test_a_passage_is_as_near_as_its_nearest_window(tmp_path: Path) -> None:
    encoder = WordEncoder()
    passages = [BenchPassage("", TEXT), BenchPassage("", "Nobody waved."), BenchPassage("", "A goat ate the hay.")]
    windows = Windows.of(passages, VectorCache(tmp_path, encoder))
    query = encoder.encode_query("Bob slept")
    near = [max(encoder.encode_passages(windowed(one.text)) @ query) for one in passages]
    ids, cosines = windows.search(query, 2)
    assert ids[0] == int(np.argmax(near))
    assert cosines == pytest.approx(sorted(near, reverse=True)[:2])
    assert windows.cosines(query, np.array([2, 0])) == pytest.approx([near[2], near[0]])
