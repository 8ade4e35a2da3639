"""A query, looked up in both indexes and the store as deep as is asked."""

from collections.abc import Sequence

from embeddings.encoder import FloatArray
from qa.indexes import Indexes
from qa.matching import Match
from qa.retrieval import CANDIDATES, Candidates, rank
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
        hits = []
        for item, score, parts in rank(self._found, self._match, top_k):
            passage, document = self._held[item]
            hits.append(Hit(passage, document.cite(passage.span, passage.paragraph), score, parts))
        return hits

    def _match(self, passages: Sequence[int]) -> dict[int, Match]:
        held = self._store.held([passage for passage in passages if passage not in self._matches])
        self._held |= held
        self._matches |= {item: self._words.match(self._indexes.words(*both)) for item, both in held.items()}
        return {passage: self._matches[passage] for passage in passages if passage in self._matches}
