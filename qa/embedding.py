"""Texts to vectors in bulk: what comes next is prepared, and what came before is stored, while the encoder runs."""

import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from typing import Any, Generic, TypeVar

import numpy as np

from embeddings.encoder import Encoder, FloatArray

T = TypeVar("T")
Item = tuple[T, Sequence[str]]

# Texts of like length go into one batch, so that little is padded: the more there are to choose from, the better.
_FIRST_GROUP, _LARGEST_GROUP = 64, 512
_TEXTS_AT_ONCE = 128
_END: Any = object()


class Embedding(Generic[T]):
    """Embeds the texts of things in the order in which they come, a thread ahead of whoever takes them.

    Holds three groups of at most 512 texts at a time, or of one thing where that has more. One run at a time.
    """

    def __init__(self) -> None:
        self._preparing = ThreadPoolExecutor(1, thread_name_prefix="preparing")
        self._encoding = ThreadPoolExecutor(1, thread_name_prefix="encoding")

    def run(self, items: Iterable[Item[T]], encoder: Encoder) -> Generator[tuple[T, FloatArray], None, None]:
        """Yield each thing with float32[its texts, dimension]. `items` is read in another thread.

        An error of `items` is raised after the things before it. Close the generator where not all of it is taken.
        """
        stop = threading.Event()
        groups = _ahead(_in_groups(items), self._preparing)
        with closing(groups), closing(_ahead(_encoded(groups, encoder, stop), self._encoding)) as encoded:
            try:
                for group, vectors in encoded:
                    done = 0
                    for thing, texts in group:
                        yield thing, vectors[done : done + len(texts)]
                        done += len(texts)
            finally:
                stop.set()

    def close(self) -> None:
        """End the threads."""
        self._preparing.shutdown()
        self._encoding.shutdown()


def _in_groups(items: Iterable[Item[T]]) -> Generator[list[Item[T]], None, None]:
    """Yield lists of items with 64 texts, then twice as many each time up to 512; an item without texts counts as one.

    What was read before an error is yielded before the error is raised.
    """
    group: list[Item[T]] = []
    waiting, size = 0, _FIRST_GROUP
    try:
        for item in items:
            group.append(item)
            waiting += max(len(item[1]), 1)
            if waiting >= size:
                full, group, waiting = group, [], 0
                size = min(2 * size, _LARGEST_GROUP)
                yield full
    finally:
        if group:
            yield group


def _encoded(
    groups: Iterable[list[Item[T]]], encoder: Encoder, stop: threading.Event
) -> Generator[tuple[list[Item[T]], FloatArray], None, None]:
    for group in groups:
        texts = [text for _, own in group for text in own]
        vectors = np.empty((len(texts), encoder.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), _TEXTS_AT_ONCE):
            if stop.is_set():
                return
            part = order[start : start + _TEXTS_AT_ONCE]
            vectors[part] = encoder.encode_passages([texts[i] for i in part])
        yield group, vectors


def _ahead(items: Iterator[T], thread: ThreadPoolExecutor) -> Generator[T, None, None]:
    """Yield `items`, of which `thread` gets the next one while one is used; their errors are raised here."""
    coming = thread.submit(next, items, _END)
    try:
        while (item := coming.result()) is not _END:
            coming = thread.submit(next, items, _END)
            yield item
    finally:
        wait([coming])
