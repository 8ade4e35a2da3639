"""Vectors to measure with: those of real news paragraphs, and of real questions."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, FloatArray
from embeddings.index_rows import HalfArray, nearest_rows
from qa.library import STORE_FILE
from qa.store import Store
from tests.bench.data import news_stories, rows

EMBEDDED = 5_000
_PAIRS = 500
_STEP = 0.7


def questions(data: Path, count: int) -> list[str]:
    """Return the first questions that people asked a search engine (Natural Questions)."""
    return [row["question"] for row in islice(rows(data / "qa" / "nq_gold_paragraph.jsonl.gz"), count)]


def real_vectors(library: Path | None, data: Path, encoder: Encoder) -> HalfArray:
    """Return the vectors that the library in a folder holds; without one, embed 5,000 paragraphs of news."""
    if library is None:
        texts = (part for story in news_stories(data) for part in story.split("\n\n") if len(part) > 100)
        return encoder.encode_passages(list(islice(texts, EMBEDDED))).astype(np.float16)
    store = Store(library / STORE_FILE, write=False)
    current = [change for change in store.changes_since(0) if change.current]
    found = [matrix.astype(np.float16) for _, matrix in store.vectors(current, encoder.name)]
    store.close()
    return np.concatenate(found)


def varied(real: HalfArray, size: int, seed: int = 0) -> Iterator[HalfArray]:
    """Yield `size` unit vectors, some thousands at a time: the real ones, and then variations of them.

    A variation adds 0.7 of the difference between two real neighbours (the third to eighth of 500 paragraphs) to a real
    vector; its cosine to that one is then about 0.88.
    """
    draw = np.random.default_rng(seed)
    steps = _differences(real, draw)
    made = 0
    while made < size:
        start = made % len(real)
        block = real[start : start + min(10_000, size - made)]
        if made >= len(real):
            moved = block.astype(np.float32) + _STEP * steps[draw.integers(0, len(steps), len(block))]
            block = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float16)
        yield block
        made += len(block)


def _differences(real: HalfArray, draw: np.random.Generator) -> FloatArray:
    some = real[draw.choice(len(real), _PAIRS, replace=False)].astype(np.float32)
    steps = np.concatenate([vector - real[nearest_rows(real, vector, 8)[0][2:]].astype(np.float32) for vector in some])
    return np.asarray(steps[np.linalg.norm(steps, axis=1) > 0.3], np.float32)
