"""The sentence of the stories that comes nearest in meaning to a quotation whose words they don't have."""

from collections.abc import Sequence

import numpy as np

from embeddings.encoder import Encoder
from qa.indexes import Indexes
from qa.lookup import Lookup
from qa.sentences import sentences
from qa.store import Store
from qa.types import Citation, Filter, Passage, Span

LEAST_COSINE = 0.65
_PASSAGES = 2
_LONGEST = 2000


def nearest_sentences(texts: Sequence[str], store: Store, indexes: Indexes, encoder: Encoder) -> list[Citation | None]:
    """Return for each text the sentence nearest to it, of the passages nearest to it; None where none is near."""
    found: list[list[tuple[Passage, Span]]] = []
    words: list[str] = []
    for text in texts:
        query = text[:_LONGEST]
        hits = Lookup(indexes, store, query, encoder.encode_query(query), Filter()).hits(_PASSAGES)
        rows: list[tuple[Passage, Span]] = []
        for hit in hits:
            document = store.document(hit.passage.document_id)
            for span in sentences(document.text, hit.passage.span):
                rows.append((hit.passage, span))
                words.append(span.of(document.text))
        found.append(rows)
    vectors = encoder.encode_passages([*texts, *words])
    nearest: list[Citation | None] = []
    at = len(texts)
    for vector, rows in zip(vectors, found, strict=False):
        cosines = vectors[at : at + len(rows)] @ vector
        at += len(rows)
        best = int(np.argmax(cosines)) if rows else -1
        if best < 0 or cosines[best] < LEAST_COSINE:
            nearest.append(None)
            continue
        passage, span = rows[best]
        nearest.append(store.document(passage.document_id).cite(span, passage.paragraph))
    return nearest
