"""Passages from which questions are answered as the library answers them, for the benchmarks of reading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from embeddings.encoder import FloatArray
from qa.reading import PASSAGES_READ
from qa.types import Document, Hit, Passage, Span
from tests.bench.retrieval import Found, Indexed
from tests.bench.sets import BenchPassage, Query, RetrievalSet
from tests.bench.vector_cache import VectorCache

_FOUND = PASSAGES_READ + 10


@dataclass(frozen=True, slots=True)
class Pool:
    """Indexed passages, each a story of its own."""

    indexed: Indexed
    passages: Sequence[BenchPassage]
    documents: Sequence[Document]

    @classmethod
    def of(cls, one: RetrievalSet, cache: VectorCache) -> "Pool":
        """Index the passages of a set."""
        indexed = Indexed.of(one, cache.vectors([passage.titled() for passage in one.passages]))
        return cls(indexed, one.passages, [document_of(passage) for passage in one.passages])

    def hits(self, query: Query, vector: FloatArray, without: Collection[int] = ()) -> list[Hit]:
        """Return the passages that the library would read, best first, as if those of `without` were not held."""
        found = Found.by(query, vector, self.indexed)
        kept = {item: cosine for item, cosine in found.cosines.items() if item not in without}
        ranked = replace(found, cosines=kept).scored(_FOUND)[:PASSAGES_READ]
        return [replace(whole(self.documents[item], score), scores=parts) for item, score, parts in ranked]


def stories(hits: Sequence[Hit]) -> dict[str, Document]:
    """Return the hits' stories by id; each is one passage long."""
    cited = [hit.citation for hit in hits]
    return {one.story_id: Document.of(one.exact, one.title, one.source, one.published) for one in cited}


def document_of(passage: BenchPassage) -> Document:
    """Return a passage as a story."""
    return Document.of(passage.text, passage.title, passage.source, passage.published)


def whole(document: Document, score: float = 0.0) -> Hit:
    """Return a story of one passage as a hit."""
    span = Span(0, len(document.text))
    return Hit(Passage(document.id, 0, 1, span), document.cite(span, 1), score)
