"""Builds a library of any size without embedding it: texts of real stories again and again, vectors as given."""

import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from embeddings.encoder import FloatArray
from embeddings.index_rows import HalfArray
from qa.documents import Draft
from qa.library import STORE_FILE
from qa.store import Store
from qa.types import Document, Passage, Span
from tests.bench.data import news_stories

PASSAGES_A_STORY = 20
SOURCES = 10  # a filter for one of them lets a tenth through
DAYS = 100  # and one for a day a hundredth
CHANGED_ONE_IN = 10
STRANGE_EVERY = 50  # one paragraph in so many lends its words


def paragraphs(data: Path) -> list[str]:
    """Return the paragraphs of the BBC and Reuters stories that are longer than a headline."""
    return [part.strip() for story in news_stories(data) for part in story.split("\n\n") if len(part.strip()) > 60]


def stories(texts: list[str], first: int, count: int) -> Iterator[tuple[Draft, list[Passage]]]:
    """Yield the stories first .. first + count - 1, of twenty passages each.

    Each round through the paragraphs joins them in another order, with one word in ten of each from another paragraph.
    """
    others = [word for text in texts[::STRANGE_EVERY] for word in text.split()]
    for number in range(first, first + count):
        draw = np.random.default_rng(number)
        drawn = [texts[i] for i in draw.integers(0, len(texts), PASSAGES_A_STORY - 1)]
        lines = [f"Story number {number}", *(varied_text(text, others, draw) for text in drawn)]
        text = "\n\n".join(lines)
        day = f"2026-{1 + number % DAYS // 28:02}-{1 + number % DAYS % 28:02}"
        document = Document.of(text, lines[0], source=f"Source {number % SOURCES}", published=day)
        spans, start = list[Passage](), 0
        for ordinal, line in enumerate(lines):
            spans.append(Passage(document.id, ordinal, ordinal + 1, Span(start, start + len(line))))
            start += len(line) + 2
        yield Draft(document, 0, "utf-8", None), spans


def varied_text(text: str, others: list[str], draw: np.random.Generator) -> str:
    """Return the text with one word in ten, drawn by chance, from the `others`."""
    words = text.split()
    places = draw.integers(0, len(words), max(1, len(words) // CHANGED_ONE_IN))
    for place, other in zip(places.tolist(), draw.integers(0, len(others), len(places)).tolist(), strict=True):
        words[place] = others[other]
    return " ".join(words)


def fill(home: Path, texts: list[str], blocks: Iterator[HalfArray], size: int, encoder: str) -> float:
    """Write a store of `size` passages into the folder `home`; return its seconds, the making of stories left out.

    What is written is not awaited on the disk a story at a time, which only a machine that fails would need.
    """
    home.mkdir(parents=True)
    taken = 0.0
    store = Store(home / STORE_FILE, write=True)
    assert store._writer
    store._writer.execute("PRAGMA synchronous = OFF")
    vectors = chain.from_iterable(blocks)
    for draft, passages in stories(texts, 0, size // PASSAGES_A_STORY):
        matrix: FloatArray = np.array([next(vectors) for _ in passages], np.float32)
        start = time.perf_counter()
        store.add(draft, passages, matrix, encoder)
        taken += time.perf_counter() - start
    store.close()
    return taken
