"""The vector index and the keyword index, kept in step with the store and searched together.

Both are derived: each knows the generation of the store that it holds, catches up from the store's log of changes, and
is built again from the stored vectors and texts where its file is missing, damaged or ahead of the store.
"""

import logging
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, FloatArray
from embeddings.index import VectorIndex
from qa.errors import EncoderMismatchError, IndexDamagedError
from qa.keywords import KeywordIndex
from qa.matching import Match, QuestionWords
from qa.retrieval import CANDIDATES, Candidates, Ranked, rank
from qa.settings import DEFAULT_LANGUAGE
from qa.store import Change, Store
from qa.types import Filter

VECTOR_FILE = "vectors.index"
KEYWORD_FOLDER = "keywords"
_ROWS_AT_ONCE = 4096

logger = logging.getLogger("pullquote")


class Indexes:
    """Both indexes of the library in the folder `home`. `write` lets them be saved there; else they stay in memory."""

    def __init__(
        self, home: Path, store: Store, encoder: Encoder, *, write: bool, language: str = DEFAULT_LANGUAGE
    ) -> None:
        if store.encoders() - {encoder.name}:
            raise EncoderMismatchError(
                f"the library in {home} was embedded by {', '.join(sorted(store.encoders()))}, not by {encoder.name}:"
                " set PULLQUOTE_ENCODER to that one, or run `pullquote doctor --reembed`"
            )
        self._home, self._store, self._encoder, self._write = home, store, encoder, write
        self._language = language
        self._lock = threading.Lock()  # FAISS can't be searched while it changes
        self._saved_generation = -1
        self._vectors = self._load_vectors()
        self._keywords = self._load_keywords()
        self.catch_up()
        if write:
            self.save()

    def catch_up(self) -> None:
        """Bring both indexes to the store's newest generation, and make them searchable there at once."""
        generation = self._store.generation()
        _catch_up_keywords(self._keywords, self._store, generation)  # slow, and seen by no search yet
        with self._lock:
            _catch_up_vectors(self._vectors, self._store, self._encoder.name, generation)
            self._keywords.refresh()

    def search(self, query: str, top_k: int, where: Filter) -> list[Ranked]:
        """Return (passage id, score, parts) of the `top_k` best passages that pass `where`, best first."""
        document_ids, passage_ids = (None, None) if where.is_open() else self._store.allowed(where)
        vector = self._encoder.encode_query(query)
        depth = max(CANDIDATES, top_k)
        with self._lock:  # both indexes at one generation
            ids, cosines = self._vectors.search(vector, depth, passage_ids)
            seen = set(ids.tolist())
            bm25 = dict(self._keywords.search(query, depth, document_ids, passage_ids))
            others = np.array([item for item in bm25 if item not in seen], np.int64)
            ids = np.concatenate([ids, others])
            cosines = np.concatenate([cosines, self._vectors.cosines(vector, others)])
            asked = self._keywords.question_words(query)
        found = Candidates(dict(zip(ids.tolist(), cosines.tolist(), strict=True)), bm25)
        return rank(found, partial(self._match, asked), top_k)

    def save(self) -> None:
        """Save the vector index, where it has changed since it was saved."""
        with self._lock:
            if self._write and self._vectors.generation != self._saved_generation:
                try:
                    self._vectors.save(self._home / VECTOR_FILE, self._encoder.name)
                    self._saved_generation = self._vectors.generation
                except OSError as error:
                    logger.warning("the index in %s could not be saved (%s): it is built again", self._home, error)

    def close(self) -> None:
        """Save what changed."""
        self.save()

    def __len__(self) -> int:
        return len(self._vectors)

    def _match(self, asked: QuestionWords, passages: Sequence[int]) -> dict[int, Match]:
        texts = self._store.keyword_texts(passages)
        return {passage: asked.match(self._keywords.words(text)) for passage, text in texts.items()}

    def _load_vectors(self) -> VectorIndex:
        try:
            loaded = VectorIndex.load(self._home / VECTOR_FILE, self._encoder.name)
        except IndexDamagedError as error:
            if self._store.generation():
                logger.info("%s", error)
            return VectorIndex(self._encoder.dimension)
        if loaded.generation > self._store.generation():
            return VectorIndex(self._encoder.dimension)
        self._saved_generation = loaded.generation
        return loaded

    def _load_keywords(self) -> KeywordIndex:
        newest = self._store.generation()
        try:
            loaded = KeywordIndex.load(self._home / KEYWORD_FOLDER, self._language, write=self._write)
            if loaded.generation <= newest:
                return loaded
        except IndexDamagedError as error:
            if newest:
                logger.info("%s", error)
        return KeywordIndex.new(self._home / KEYWORD_FOLDER if self._write else None, self._language)


def _catch_up_vectors(index: VectorIndex, store: Store, encoder: str, generation: int) -> None:
    changes = store.changes_since(index.generation)
    if index.generation:
        for change in changes:
            index.remove(change.first_passage, change.passages)
    rows: list[tuple[Change, FloatArray]] = []
    waiting = 0
    for row in store.vectors([change for change in changes if change.current], encoder):
        rows.append(row)
        waiting += row[0].passages
        if waiting >= _ROWS_AT_ONCE:
            _add_rows(index, rows)
            rows, waiting = [], 0
    _add_rows(index, rows)
    index.generation = generation


def _add_rows(index: VectorIndex, rows: Sequence[tuple[Change, FloatArray]]) -> None:
    if rows:
        ids = [np.arange(change.first_passage, change.first_passage + change.passages) for change, _ in rows]
        index.add(np.concatenate(ids), np.concatenate([vectors for _, vectors in rows]))


def _catch_up_keywords(index: KeywordIndex, store: Store, generation: int) -> None:
    if index.generation == generation:
        return
    new = index.generation == 0
    try:
        for change in store.changes_since(index.generation):
            if not new:
                index.remove(change)
            if change.current:
                index.add(change, store.document_keyword_texts(change.document_id))
        index.commit(generation)
    finally:
        index.discard()  # nothing, unless something failed
