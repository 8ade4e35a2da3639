"""How a passage's words match a question's, beyond BM25: which of them it holds, and which stand side by side.

BM25 counts words one by one, and gives a passage that repeats one word as much as one that holds them all. These two
shares don't: `python -m tests.bench.retrieval` prints what each adds. A word is a number here, its CRC-32: a passage's
words are kept so, to be compared without its text. Two words rarely share one: once in four billion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Match:
    """Two shares from 0 to 1: of the question's words in the passage, and of its pairs of neighbouring words."""

    words: float
    pairs: float


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question's words that count, stemmed, and its pairs of neighbours, each with its share of all; shares add to 1.

    A word weighs its idf, how rare it is, and a pair the sum of the two.
    """

    words: Mapping[int, float]
    pairs: Mapping[tuple[int, int], float]

    @classmethod
    def of(cls, every: Sequence[str], counting: Sequence[str], idf: Mapping[str, float]) -> "QuestionWords":
        """Make it from all words of the question in order, and those that count; a pair holds one of these at least."""
        pairs = [pair for pair in pairwise(every) if not {*pair}.isdisjoint(counting)]
        words = {word_number(word): idf[word] for word in counting}
        return cls(_shares(words), _shares({(word_number(a), word_number(b)): idf[a] + idf[b] for a, b in pairs}))

    def match(self, passage: Sequence[int]) -> Match:
        """Return the shares of what the words of a passage, in order, hold."""
        held = {*passage}
        words = sum([share for word, share in self.words.items() if word in held])
        possible = [pair for pair in self.pairs if pair[0] in held and pair[1] in held]
        neighbours = set(pairwise(passage)) if possible else set()
        return Match(words, sum([self.pairs[pair] for pair in possible if pair in neighbours]))


def word_number(word: str) -> int:
    """Return the number by which a word is compared."""
    return crc32(word.encode())


def _shares(weights: dict[Any, float]) -> dict[Any, float]:
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()} if total else {}
