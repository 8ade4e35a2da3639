"""Bulk embedding: every text gets its own vector, whatever stops it on the way."""

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from embeddings.encoder import FloatArray
from qa.embedding import Embedding
from tests.conftest import WordEncoder


class Counting(WordEncoder):
    """Notes each batch."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        self.batches.append(list(texts))
        return super().encode_passages(texts)


def things(count: int) -> Iterator[tuple[int, list[str]]]:
    for number in range(count):
        yield number, [f"word{number} {'and ' * (number * part % 17)}more" for part in range(number % 5)]


@pytest.fixture
def embedding() -> Iterator[Embedding[int]]:
    made: Embedding[int] = Embedding()
    yield made
    made.close()


def test_each_text_gets_its_vector_in_order(embedding: Embedding[int]) -> None:
    encoder = Counting()
    found = list(embedding.run(things(1000), encoder))
    assert [number for number, _ in found] == list(range(1000))
    for (_, vectors), (_, texts) in zip(found, things(1000), strict=True):
        np.testing.assert_array_equal(vectors, WordEncoder().encode_passages(texts))
    assert sum(map(len, encoder.batches)) == 2000
    assert max(map(len, encoder.batches)) <= 128
    assert list(embedding.run(iter(()), encoder)) == []


def test_error_comes_after_the_things_before_it(embedding: Embedding[int]) -> None:
    def failing() -> Iterator[tuple[int, list[str]]]:
        yield from things(300)
        raise LookupError("the 301st")

    found: list[int] = []

    def take() -> None:
        for number, _ in embedding.run(failing(), Counting()):
            found.append(number)

    with pytest.raises(LookupError, match="the 301st"):
        take()
    assert found == list(range(300))


def test_error_of_the_encoder_is_raised(embedding: Embedding[int]) -> None:
    class Failing(WordEncoder):
        def encode_passages(self, texts: Sequence[str]) -> FloatArray:
            raise MemoryError(len(texts))

    with pytest.raises(MemoryError):
        list(embedding.run(things(10), Failing()))
    assert len(list(embedding.run(things(10), WordEncoder()))) == 10


def test_what_is_held_ahead_is_bounded(embedding: Embedding[int]) -> None:
    read: list[int] = []

    def endless() -> Iterator[tuple[int, list[str]]]:
        for number in range(10**9):
            read.append(number)
            yield number, ["a word"] if number % 2 else []

    run = embedding.run(endless(), WordEncoder())
    for _ in range(5000):
        next(run)
    run.close()
    assert len(read) <= 5000 + 4 * 512


def test_closing_ends_the_work_of_the_encoder(embedding: Embedding[int]) -> None:
    gate, encoder = threading.Event(), Counting()

    class Slow(WordEncoder):
        def encode_passages(self, texts: Sequence[str]) -> FloatArray:
            if len(encoder.batches) >= 1:
                gate.wait(30)
            return encoder.encode_passages(texts)

    run = embedding.run(((number, ["a word"]) for number in range(5000)), Slow())
    next(run)
    threading.Timer(0.05, gate.set).start()
    run.close()
    assert len(encoder.batches) <= 3
    assert len(list(embedding.run(things(10), WordEncoder()))) == 10
