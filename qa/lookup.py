"""A query, looked up in both indexes and the store as deep as is asked."""

from collections.abc import Sequence

from embeddings.encoder import FloatArray
from qa.indexes import Indexes
from qa.matching import Match
from qa.retrieval import CANDIDATES, Candidates, Ranked, rank
from qa.store import Store
from qa.types import Document, Filter, Hit, Passage


class Lookup:
    """What one look at the indexes and the store has found, and how it matched, serves the next, deeper one."""

    def __init__(self, indexes: Indexes, store: Store, query: str, vector: FloatArray, where: Filter) -> None:
        self._indexes, self._store, self._query, self._vector, self._where = indexes, store, query, vector, where
        self._words = indexes.question_words(query)
        self._found, self._depth = Candidates({}, {}), 0
        self._held: dict[int, tuple[Passage, Document]] = {}
        self._matches: dict[int, Match] = {}

    def hits(self, top_k: int) -> list[Hit]:
        """Return the `top_k` best passages, or all there are, best first. One that was removed meanwhile is left out.

        At least CANDIDATES of each index are considered.
        """
        if not self._depth or top_k > max(self._depth, len(self._found.cosines)):
            self._depth = max(CANDIDATES, top_k)
            self._found = self._indexes.candidates(self._query, self._vector, self._depth, self._where)
        ranked = rank(self._found, self._match, top_k)
        hits: list[Hit] = []
        for first in range(0, len(ranked), top_k):  # once, unless a passage was removed meanwhile
            hits += self._read(ranked[first : first + top_k])
            if len(hits) >= top_k:
                break
        return hits[:top_k]

    def _match(self, passages: Sequence[int]) -> dict[int, Match]:
        new = self._indexes.words([passage for passage in passages if passage not in self._matches])
        self._matches |= {passage: self._words.match(words) for passage, words in new.items()}
        return {passage: self._matches[passage] for passage in passages if passage in self._matches}

    def _read(self, ranked: Sequence[Ranked]) -> list[Hit]:
        """Return the passages that are still held, with their words."""
        self._held |= self._store.held([item for item, _, _ in ranked if item not in self._held])
        held = [(*self._held[item], score, parts) for item, score, parts in ranked if item in self._held]
        return [
            Hit(passage, document.cite(passage.span, passage.paragraph), score, parts)
            for passage, document, score, parts in held
        ]
