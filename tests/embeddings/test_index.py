"""The vector index against brute force, and against damage."""

from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import FloatArray
from embeddings.errors import IndexDamagedError
from embeddings.index import VectorIndex

DIMENSION = 24


def unit(count: int, seed: int) -> FloatArray:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float16).astype(np.float32)  # as they come out of the store


@pytest.fixture
def filled() -> tuple[VectorIndex, np.ndarray, FloatArray]:
    ids = np.arange(500, dtype=np.int64) * 3 + 7
    vectors = unit(500, seed=1)
    index = VectorIndex(DIMENSION)
    index.add(ids, vectors)
    return index, ids, vectors


def brute_force(query: FloatArray, ids, vectors, k):
    scores = vectors.astype(np.float64) @ query.astype(np.float64)
    order = np.argsort(-scores)[:k]
    return ids[order], scores[order]


def test_search_agrees_with_brute_force(filled):
    index, ids, vectors = filled
    for query in unit(20, seed=2):
        expected_ids, expected = brute_force(query, ids, vectors, 10)
        found_ids, found = index.search(query, 10)
        assert found_ids.tolist() == expected_ids.tolist()
        np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("share", [0.5, 0.1, 0.01])
def test_filtered_search_agrees_with_brute_force(filled, share):
    index, ids, vectors = filled
    allowed = np.random.default_rng(3).random(len(ids)) < share
    for query in unit(20, seed=4):
        expected_ids, expected = brute_force(query, ids[allowed], vectors[allowed], 10)
        found_ids, found = index.search(query, 10, ids[allowed])
        assert found_ids.tolist() == expected_ids.tolist()
        np.testing.assert_allclose(found, expected, atol=1e-6)


def test_filter_that_lets_nothing_through_finds_nothing(filled):
    index, _, vectors = filled
    assert index.search(vectors[0], 5, np.empty(0, np.int64))[0].tolist() == []
    assert index.search(vectors[0], 5, np.array([999_999]))[0].tolist() == []


def test_removed_ids_are_not_found(filled):
    index, ids, vectors = filled
    assert index.remove(int(ids[10]), 4) == 2  # ids stand three apart
    assert len(index) == 498
    kept = np.delete(np.arange(500), [10, 11])
    for query in vectors[8:14]:
        expected_ids, _ = brute_force(query, ids[kept], vectors[kept], 3)
        assert index.search(query, 3)[0].tolist() == expected_ids.tolist()


def test_empty_index_finds_nothing():
    assert VectorIndex(DIMENSION).search(unit(1, seed=5)[0], 3)[0].tolist() == []


def test_saved_index_loads_the_same(filled, tmp_path: Path):
    index, _, _ = filled
    index.generation = 42
    index.save(tmp_path / "index", "words")
    loaded = VectorIndex.load(tmp_path / "index", "words")
    assert loaded.generation == 42
    for query in unit(10, seed=6):
        assert [a.tolist() for a in loaded.search(query, 7)] == [a.tolist() for a in index.search(query, 7)]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_any_damage_is_noticed(filled, tmp_path: Path):
    index, _, _ = filled
    path = tmp_path / "index"
    index.save(path, "words")
    whole = path.read_bytes()
    places = np.random.default_rng(8).integers(0, len(whole), 60).tolist() + list(range(0, 160, 7))
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << (place % 8)
        path.write_bytes(flipped)
        with pytest.raises(IndexDamagedError):
            VectorIndex.load(path, "words")
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamagedError):
            VectorIndex.load(path, "words")
    path.unlink()
    with pytest.raises(IndexDamagedError):
        VectorIndex.load(path, "words")


def test_index_of_another_encoder_is_refused(filled, tmp_path: Path):
    index, _, _ = filled
    index.save(tmp_path / "index", "words")
    with pytest.raises(IndexDamagedError, match="not of letters"):
        VectorIndex.load(tmp_path / "index", "letters")
