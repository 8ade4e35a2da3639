"""The vector index and the keyword index, kept in step with the store and searched together.

Both are derived: each knows the generation of the store that it holds, catches up from the store's log of changes, and
is built again from the stored vectors and texts where its file is missing, damaged or ahead of the store.
"""

import logging
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, FloatArray
from embeddings.index import LIMITS, IdArray, VectorIndex
from qa.errors import EncoderMismatchError, IndexDamagedError
from qa.keywords import Found, KeywordIndex
from qa.matching import QuestionWords
from qa.passages import keyword_text
from qa.retrieval import Candidates
from qa.settings import DEFAULT_LANGUAGE
from qa.sharing import SharedLock
from qa.store import Change, Store
from qa.types import Document, Filter, Passage

VECTOR_FILE = "vectors.index"
KEYWORD_FOLDER = "keywords"
_ROWS_AT_ONCE = 4096
_ROWS_AHEAD = 65_536  # up to so many new vectors are read from the store before searches have to wait
_FILTERS_KEPT = 4
# Naming a document to the keyword index costs about as much as reading five more hits and dropping what is not allowed.

logger = logging.getLogger("pullquote")


class Indexes:
    """Both indexes of the library in the folder `home`. `write` lets them be saved there; else they stay in memory.

    Any number of searches run beside one another; one change or save is under way at a time.
    """

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
        self._lock = SharedLock()  # searches share it; the indexes change under it, both at once
        self._changing = threading.Lock()
        self._allowed = lru_cache(_FILTERS_KEPT)(self._allowed_at)
        self._named = lru_cache(_FILTERS_KEPT)(self._named_at)
        self._saved_generation = -1
        self._vectors = self._load_vectors()
        self._keywords = self._load_keywords()
        self.catch_up()
        if write:
            self.save()
        self._beside = ThreadPoolExecutor(os.cpu_count(), "keywords")  # its threads start with the first searches

    def catch_up(self) -> None:
        """Bring both indexes to the store's newest generation, and make them searchable there at once.

        What takes long is done before, while searches go on with the older generation.
        """
        with self._changing:
            generation = self._store.generation()
            _catch_up_keywords(self._keywords, self._store, generation, keep=self._write)
            changes = self._store.changes_since(self._vectors.generation)
            current = [change for change in changes if change.current]
            coming = sum(change.passages for change in current)
            blocks: Iterable[tuple[IdArray, FloatArray]] = _blocks(self._store, current, self._encoder.name)
            if coming <= _ROWS_AHEAD:
                blocks = list(blocks)
            self._vectors.make_room(coming)
            with self._lock.alone():
                if self._vectors.generation:
                    for change in changes:
                        self._vectors.remove(change.first_passage, change.passages)
                for ids, vectors in blocks:
                    self._vectors.add(ids, vectors)
                self._vectors.generation = generation
                self._keywords.refresh()

    def candidates(self, query: str, vector: FloatArray, depth: int, where: Filter) -> Candidates:
        """Return the `depth` best passages of each index that pass `where`, each with its cosine."""
        with self._lock.shared():  # both indexes at one generation
            allowed = None if where.is_open() else self._allowed(where, self._vectors.generation)
            coming = self._beside.submit(self._found_by_words, query, depth, where, allowed)
            ids, cosines = self._vectors.search(vector, depth, allowed)
            bm25 = dict(coming.result())
            seen = set(ids.tolist())
            others = np.array([item for item in bm25 if item not in seen], np.int64)
            ids = np.concatenate([ids, others])
            cosines = np.concatenate([cosines, self._vectors.cosines(vector, others)])
        return Candidates(dict(zip(ids.tolist(), cosines.tolist(), strict=True)), bm25)

    def question_words(self, query: str) -> QuestionWords:
        """Return the words of a query that count."""
        with self._lock.shared():
            return self._keywords.question_words(query)

    def words(self, passages: Sequence[int]) -> dict[int, list[int]]:
        """Return the words by which passages are found, in order and stemmed, as numbers; of those that are held.

        They are read from the store. Where it doesn't keep them yet, they are made of the texts.
        """
        kept = self._store.words(passages, self._keywords.analysis)
        others = self._store.held([one for one in passages if one not in kept])
        return kept | {one: self._keywords.words(_keyword_text(*both)) for one, both in others.items()}

    def holding(self, text: str, top_k: int, every: bool) -> list[int]:
        """Return the ids of up to `top_k` passages that hold the words of `text`: all of them, or any, best first."""
        with self._lock.shared():
            search = self._keywords.search_all if every else self._keywords.search
            return [passage for passage, _ in search(text, top_k)]

    def share_held(self, query: str, text: str) -> float:
        """Return the share of the words of a query, those that count, that a text holds."""
        return self._keywords.share_held(query, text)

    def save(self) -> None:
        """Save the vector index, where it has changed since it was saved. Searches go on meanwhile."""
        with self._changing:
            if self._write and self._vectors.generation != self._saved_generation:
                try:
                    self._vectors.save(self._home / VECTOR_FILE, self._encoder.name)
                    self._saved_generation = self._vectors.generation
                except OSError as error:
                    logger.warning("the index in %s could not be saved (%s): it is built again", self._home, error)

    def close(self) -> None:
        """Save what changed."""
        self._beside.shutdown()
        self.save()

    def __len__(self) -> int:
        return len(self._vectors)

    def _allowed_at(self, where: Filter, generation: int) -> IdArray:  # noqa: ARG002 - it marks the answer
        """Return the passages of the documents that pass `where`, in order; one answer a generation is kept."""
        return np.sort(self._store.allowed_passages(where))

    def _named_at(self, where: Filter, generation: int) -> list[str]:  # noqa: ARG002 - it marks the answer
        """Return the documents that pass `where`; one answer a generation is kept."""
        return self._store.allowed_documents(where)

    def _found_by_words(self, query: str, k: int, where: Filter, allowed: IdArray | None) -> Found:
        """Search the keyword index; the documents that pass a filter are named to it only where few do."""
        if allowed is None:
            return self._keywords.search(query, k)
        found = self._keywords.search_wide(query, k, allowed)
        if found is None:
            return self._keywords.search(query, k, self._named(where, self._vectors.generation))
        return found

    def _load_vectors(self) -> VectorIndex:
        try:
            loaded = VectorIndex.load(self._home / VECTOR_FILE, self._encoder.name, LIMITS)
        except IndexDamagedError as error:
            if self._store.generation():
                logger.info("%s", error)
            return VectorIndex(self._encoder.dimension, LIMITS)
        if loaded.generation > self._store.generation():
            return VectorIndex(self._encoder.dimension, LIMITS)
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


def _blocks(store: Store, changes: Sequence[Change], encoder: str) -> Iterator[tuple[IdArray, FloatArray]]:
    """Yield the ids and vectors of the passages of changed documents, some thousands at a time."""
    rows: list[tuple[Change, FloatArray]] = []
    waiting = 0
    for row in store.vectors(changes, encoder):
        rows.append(row)
        waiting += row[0].passages
        if waiting >= _ROWS_AT_ONCE:
            yield _joined(rows)
            rows, waiting = [], 0
    if rows:
        yield _joined(rows)


def _joined(rows: Sequence[tuple[Change, FloatArray]]) -> tuple[IdArray, FloatArray]:
    ids = [np.arange(change.first_passage, change.first_passage + change.passages) for change, _ in rows]
    return np.concatenate(ids), np.concatenate([vectors for _, vectors in rows])


def _catch_up_keywords(index: KeywordIndex, store: Store, generation: int, *, keep: bool) -> None:
    """Bring the keyword index to a generation; `keep` keeps the passages' words in the store as well."""
    if index.generation == generation:
        return
    new = index.generation == 0
    words: list[tuple[int, list[int]]] = []
    try:
        for change in store.changes_since(index.generation):
            if not new:
                index.remove(change)
            if change.current:
                texts = store.document_keyword_texts(change.document_id)
                index.add(change, texts)
                words += ((change.first_passage + i, index.words(text)) for i, text in enumerate(texts) if keep)
            if len(words) >= _ROWS_AT_ONCE:
                store.keep_words(words, index.analysis)
                words.clear()
        if words:
            store.keep_words(words, index.analysis)
        index.commit(generation)
    finally:
        index.discard()  # nothing, unless something failed


def _keyword_text(passage: Passage, document: Document) -> str:
    return keyword_text(document.title, document.source, document.published, passage.span.of(document.text))
