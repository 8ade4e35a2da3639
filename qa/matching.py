"""How a passage's words match a question's, beyond BM25: which of them it holds, and which stand side by side.

BM25 counts words one by one, and gives a passage that repeats one word as much as one that holds them all. These two
shares don't: `python -m tests.bench.retrieval` prints what each adds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Match:
    """Two shares from 0 to 1: of the question's words in the passage, and of its pairs of neighbouring words."""

    words: float
    pairs: float


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question's words, stemmed: those that count, the pairs of neighbours, and how rare each word is (its idf)."""

    words: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    idf: Mapping[str, float]

    @classmethod
    def of(cls, every: Sequence[str], counting: Sequence[str], idf: Mapping[str, float]) -> "QuestionWords":
        """Make it from all words of the question in order, and those that count; a pair holds one of these at least."""
        pairs = dict.fromkeys(pair for pair in pairwise(every) if not {*pair}.isdisjoint(counting))
        return cls(tuple(counting), tuple(pairs), idf)

    def match(self, passage: Sequence[str]) -> Match:
        """Return what the words of a passage, in order, hold; a word weighs its idf, a pair the sum of two."""
        held, neighbours = set(passage), set(pairwise(passage))
        words = _share([(self.idf[word], word in held) for word in self.words])
        pairs = _share([(self.idf[a] + self.idf[b], (a, b) in neighbours) for a, b in self.pairs])
        return Match(words, pairs)


def _share(weighed: Sequence[tuple[float, bool]]) -> float:
    total = sum(weight for weight, _ in weighed)
    return sum(weight for weight, is_there in weighed if is_there) / total if total else 0.0
