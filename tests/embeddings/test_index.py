"""The vector index against brute force, in each of its kinds, and against damage."""

from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import FloatArray
from embeddings.errors import IndexDamagedError
from embeddings.index import Limits, VectorIndex

DIMENSION = 24
SMALL = Limits(coded_from=300, reranked=1000)


def unit(count: int, seed: int) -> FloatArray:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float16).astype(np.float32)  # as they come out of the store


def fill(count: int, limits: Limits) -> tuple[VectorIndex, np.ndarray, FloatArray]:
    ids = np.arange(count, dtype=np.int64) * 3 + 7
    vectors = unit(count, seed=1)
    index = VectorIndex(DIMENSION, limits)
    for start in range(0, count, 171):  # 171 is no whole number of FAISS's blocks
        index.add(ids[start : start + 171], vectors[start : start + 171])
    return index, ids, vectors


@pytest.fixture(params=[Limits(), SMALL], ids=["every vector", "codes"])
def filled(request) -> tuple[VectorIndex, np.ndarray, FloatArray]:
    filled = fill(500, request.param)
    assert filled[0].coded == (request.param is SMALL)
    return filled


def brute_force(query: FloatArray, ids, vectors, k):
    scores = vectors.astype(np.float64) @ query.astype(np.float64)
    order = np.argsort(-scores)[:k]
    return ids[order], scores[order]


def recall(index: VectorIndex, ids, vectors, allowed=None, k: int = 10) -> float:
    """Return the share of the exact `k` nearest that 40 searches find; what they find has its exact cosine."""
    chosen = np.ones(len(ids), bool) if allowed is None else np.isin(ids, allowed)
    found = 0
    for query in unit(40, seed=9):
        expected = brute_force(query, ids[chosen], vectors[chosen], k)[0]
        got, scores = index.search(query, k, allowed)
        assert len(got) == len(expected)
        np.testing.assert_allclose(scores, index.cosines(query, got), atol=1e-6)
        found += len(set(got.tolist()) & set(expected.tolist()))
    return found / (40 * min(k, int(chosen.sum())))


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


def test_codes_lose_next_to_nothing():
    index, ids, vectors = fill(20_000, SMALL)
    assert recall(index, ids, vectors) > 0.97  # eight codes a vector; real vectors have 128


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1, 0.01, 0.0001])
def test_filters_lose_next_to_nothing(share):
    index, ids, vectors = fill(20_000, SMALL)
    allowed = np.random.default_rng(5).permutation(ids)[: round(20_000 * share)]
    least = 1.0 if len(allowed) <= SMALL.reranked else 0.99
    assert recall(index, ids, vectors, allowed) >= least


def test_filter_that_allows_only_what_is_far_from_the_query_loses_nothing():
    index, ids, vectors = fill(20_000, SMALL)
    for query in unit(20, seed=6):
        far = np.argsort(vectors @ query)[:8000]
        expected = brute_force(query, ids[far], vectors[far], 10)[0]
        assert index.search(query, 10, ids[far])[0].tolist() == expected.tolist()


def test_filter_that_lets_nothing_through_finds_nothing(filled):
    index, _, vectors = filled
    assert index.search(vectors[0], 5, np.empty(0, np.int64))[0].tolist() == []
    assert index.search(vectors[0], 5, np.array([999_999]))[0].tolist() == []


def test_removed_ids_are_not_found(filled):
    index, ids, vectors = filled
    assert index.remove(int(ids[10]), 4) == 2  # ids stand three apart
    assert index.remove(int(ids[10]), 4) == 0
    assert index.remove(10**6, 4) == 0
    assert len(index) == 498
    kept = np.delete(np.arange(500), [10, 11])
    for query in vectors[8:14]:
        expected_ids, _ = brute_force(query, ids[kept], vectors[kept], 3)
        assert index.search(query, 3)[0].tolist() == expected_ids.tolist()


def test_any_run_of_changes_leaves_what_it_should():
    """The codes move with their rows: searches by few candidates still find their own vector first."""
    draw = np.random.default_rng(10)
    vectors = unit(9000, seed=11)
    index = VectorIndex(DIMENSION, Limits(coded_from=200, reranked=100))
    held: set[int] = set()
    for step in range(90):
        new = np.array(sorted(set(draw.integers(0, 9000, draw.integers(100, 250)).tolist()) - held), np.int64)
        index.add(new, vectors[new])
        held |= set(new.tolist())
        first, count = int(draw.integers(0, 9000)), int(draw.integers(1, 250))
        gone = {i for i in held if first <= i < first + count}
        assert index.remove(first, count) == len(gone)
        held -= gone
        assert len(index) == len(held)
        if step % 10 == 9:
            for one in draw.choice(sorted(held), 20):
                assert index.search(vectors[one], 1)[0].tolist() == [one]
    everything = np.array(sorted(held), np.int64)
    assert recall(index, everything, vectors[everything], k=3) > 0.97
    assert index.remove(0, 9000) == len(held)
    assert index.search(vectors[0], 1)[0].tolist() == []
    index.add(everything, vectors[everything])
    assert index.search(vectors[everything[7]], 1)[0].tolist() == [everything[7]]


def test_room_is_made_without_changing_what_is_found(filled):
    index, _, vectors = filled
    before = index.search(vectors[3], 9)
    index.make_room(100_000)
    assert index.coded
    assert [a.tolist() for a in index.search(vectors[3], 9)] == [a.tolist() for a in before]


def test_dimension_that_codes_do_not_divide():
    draw = np.random.default_rng(12).standard_normal((3000, 32)).astype(np.float32)
    vectors = draw / np.linalg.norm(draw, axis=1, keepdims=True)
    index = VectorIndex(32, Limits(coded_from=1, reranked=60))
    index.add(np.arange(3000), vectors)
    assert [index.search(vectors[i], 1)[0].tolist() for i in range(50)] == [[i] for i in range(50)]


def test_empty_index_finds_nothing():
    assert VectorIndex(DIMENSION).search(unit(1, seed=5)[0], 3)[0].tolist() == []


def test_saved_index_loads_the_same(filled, tmp_path: Path):
    index, ids, vectors = filled
    index.generation = 42
    index.remove(int(ids[10]), 40)
    index.save(tmp_path / "index", "words")
    loaded = VectorIndex.load(tmp_path / "index", "words")
    assert loaded.generation == 42
    assert loaded.coded == index.coded
    for query in unit(10, seed=6):
        assert [a.tolist() for a in loaded.search(query, 7)] == [a.tolist() for a in index.search(query, 7)]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
    loaded.add(ids[10:12], vectors[10:12])  # what was loaded can change
    assert loaded.search(vectors[11], 1)[0].tolist() == [ids[11]]
    assert loaded.remove(int(ids[0]), 1000) > 0


def test_any_damage_is_noticed(filled, tmp_path: Path):
    index, _, _ = filled
    path = tmp_path / "index"
    index.save(path, "words")
    whole = path.read_bytes()
    places = np.random.default_rng(8).integers(0, len(whole), 60).tolist() + list(range(whole.index(b"\n") + 2))
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
    path.write_bytes(whole + b"\0")
    with pytest.raises(IndexDamagedError, match="too short or too long"):
        VectorIndex.load(path, "words")
    path.unlink()
    with pytest.raises(IndexDamagedError):
        VectorIndex.load(path, "words")


def test_index_of_another_encoder_is_refused(filled, tmp_path: Path):
    index, _, _ = filled
    index.save(tmp_path / "index", "words")
    with pytest.raises(IndexDamagedError, match="not of letters"):
        VectorIndex.load(tmp_path / "index", "letters")
