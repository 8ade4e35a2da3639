"""The truth: documents, passages and vectors in one SQLite file. With `qa/schema.py` the only importer of sqlite3.

One connection writes and checkpoints; each reading thread has its own, read-only, and never waits. A story is one
transaction. Passage ids are never used twice, and the log of changes tells a derived index what it has missed.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import FloatArray
from embeddings.index import IdArray
from qa.documents import Draft
from qa.errors import StoreError, StoryNotFoundError, no_story
from qa.passages import keyword_text
from qa.schema import SCHEMA_VERSION, connect, open_writer
from qa.types import Document, Filter, Passage, Span, StoryInfo

_WORD = np.dtype("<u4")
_STORED = np.dtype("<f2")  # 16 bits: what the vector index compares, so that nothing is lost between the two
_INFO = "id, sha256, title, source, published, url, encoding, passages, added_at, current"


@dataclass(frozen=True, slots=True)
class Change:
    """A document that began (`current`) or ceased to be searched, and the ids of its passages."""

    generation: int
    document_id: str
    first_passage: int
    passages: int
    current: bool


class Store:
    """The SQLite file at `path`. `write` opens it for changes; else everything is read-only."""

    def __init__(self, path: Path, *, write: bool) -> None:
        self.path = path
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._writer: sqlite3.Connection | None = None
        try:
            if write:
                self._writer = open_writer(path)
            self._check_version()
            self._holds_words = bool(self._read("SELECT 1 FROM sqlite_master WHERE name = 'words'"))
        except sqlite3.DatabaseError as error:
            self.close()
            raise StoreError(f"the store {path} can't be opened ({error}): restore it from a backup") from error

    def close(self) -> None:
        """Close every connection; the writing one last, so that it alone writes the log back."""
        for connection in self._readers:
            connection.close()
        if self._writer is not None:
            self._writer.close()

    def add(self, draft: Draft, passages: Sequence[Passage], vectors: FloatArray, encoder: str) -> list[Change]:
        """Add a document that is not held yet, with its passages and their vectors, and make it current."""
        document = draft.document
        with self._transaction() as connection:
            first = int(connection.execute(_NEXT_PASSAGE).fetchone()[0])
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
                (
                    *(document.id, document.sha256, document.title, document.source, document.published, document.url),
                    *(draft.encoding, _now(), first, len(passages), document.text),
                ),
            )
            connection.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (first + i, p.document_id, p.ordinal, p.paragraph, p.span.start, p.span.end)
                    for i, p in enumerate(passages)
                ),
            )
            blob = np.ascontiguousarray(vectors, _STORED).tobytes()
            connection.execute("INSERT INTO vectors VALUES (?, ?, ?)", (document.id, encoder, blob))
            return _make_current(connection, draft)

    def make_current(self, draft: Draft) -> list[Change]:
        """Make a document that is held the newest version of its origin; no change where it is that already."""
        with self._transaction() as connection:
            return _make_current(connection, draft)

    def remove(self, document_id: str) -> Change:
        """Delete a document with all that belongs to it. Raises StoryNotFoundError."""
        with self._transaction() as connection:
            change = _log(connection, document_id, current=False)
            connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            return change

    def replace_vectors(self, document_id: str, vectors: FloatArray, encoder: str) -> None:
        """Replace the vectors of a document by those of another encoder."""
        with self._transaction() as connection:
            blob = np.ascontiguousarray(vectors, _STORED).tobytes()
            connection.execute(
                "UPDATE vectors SET encoder = ?, vectors = ? WHERE document_id = ?", (encoder, blob, document_id)
            )

    def keep_words(self, words: Iterable[tuple[int, Sequence[int]]], analysis: str) -> None:
        """Keep the words of passages as numbers below 2**32; `analysis` says how they were made of the texts."""
        rows = [(passage, analysis, np.array(own, _WORD).tobytes()) for passage, own in words]
        with self._transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO words VALUES (?, ?, ?)", rows)

    def words(self, ids: Sequence[int], analysis: str) -> dict[int, list[int]]:
        """Return the words that are kept, made by `analysis`, of the passages of these ids."""
        if not ids or not self._holds_words:
            return {}
        rows = self._read(
            f"SELECT passage, words FROM words WHERE analysis = ? AND passage IN ({_marks(ids)})", analysis, *ids
        )
        return {row[0]: np.frombuffer(row[1], _WORD).tolist() for row in rows}

    def generation(self) -> int:
        """Return the number of the newest change; 0 for a new store."""
        return int(self._read("SELECT coalesce(max(generation), 0) FROM changes")[0][0])

    def changes_since(self, generation: int) -> list[Change]:
        """Return the newest change of each run of passages that changed after `generation`, oldest first.

        A document that was removed and added again has two runs.
        """
        rows = self._read(
            "SELECT max(generation), document_id, first_passage, passages, current FROM changes"
            " WHERE generation > ? GROUP BY first_passage ORDER BY 1",
            generation,
        )
        return [Change(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]

    def encoders(self) -> set[str]:
        """Return the names of the encoders whose vectors are stored; more than one while they are being replaced."""
        return {row[0] for row in self._read("SELECT DISTINCT encoder FROM vectors")}

    def ids_not_embedded_by(self, encoder: str) -> list[str]:
        """Return the ids of the documents whose vectors are of another encoder, oldest first."""
        rows = self._read(
            "SELECT id FROM documents d JOIN vectors v ON v.document_id = d.id WHERE v.encoder != ?"
            " ORDER BY first_passage",
            encoder,
        )
        return [row[0] for row in rows]

    def all_ids(self) -> list[str]:
        """Return the id of every document, current or not, oldest first."""
        return [row[0] for row in self._read("SELECT id FROM documents ORDER BY first_passage")]

    def count(self) -> tuple[int, int]:
        """Return how many stories are current, and how many passages they have."""
        rows = self._read("SELECT count(*), coalesce(sum(passages), 0) FROM documents WHERE current")
        return int(rows[0][0]), int(rows[0][1])

    def document(self, document_id: str) -> Document:
        """Return a document, current or not. Raises StoryNotFoundError."""
        found = self.documents([document_id])
        if not found:
            raise StoryNotFoundError(no_story(document_id))
        return found[document_id]

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents of these ids, those that are held."""
        wanted = list(ids)
        rows = self._read(
            f"SELECT id, sha256, title, source, published, url, text FROM documents WHERE id IN ({_marks(wanted)})",
            *wanted,
        )
        return {row[0]: Document(*row) for row in rows}

    def info(self, document_id: str) -> StoryInfo:
        """Return what is known about a document, without its text. Raises StoryNotFoundError."""
        rows = self._read(f"SELECT {_INFO} FROM documents WHERE id = ?", document_id)
        if not rows:
            raise StoryNotFoundError(no_story(document_id))
        return _info(rows[0])

    def infos(self, limit: int, after: str = "") -> list[StoryInfo]:
        """Return up to `limit` current stories, newest published first, those that come after the story `after`."""
        order = "coalesce(published, '') DESC, added_at DESC, id DESC"
        place = "(coalesce(published, ''), added_at, id)"
        rows = self._read(
            f"SELECT {_INFO} FROM documents WHERE current AND (? = '' OR {place} <"
            f" (SELECT coalesce(published, ''), added_at, id FROM documents WHERE id = ?)) ORDER BY {order} LIMIT ?",
            *(after, after, limit),
        )
        return [_info(row) for row in rows]

    def passages(self, document_id: str) -> list[Passage]:
        """Return the passages of a document in order. Raises StoryNotFoundError."""
        rows = self._read(
            'SELECT document_id, ordinal, paragraph, start, "end" FROM passages WHERE document_id = ? ORDER BY ordinal',
            document_id,
        )
        if not rows:
            self.info(document_id)
        return [_passage(row) for row in rows]

    def passages_by_id(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Return the passages of these ids, those that are held and current."""
        rows = self._read(
            'SELECT p.id, document_id, ordinal, paragraph, start, "end" FROM passages p'
            f" JOIN documents d ON d.id = document_id WHERE d.current AND p.id IN ({_marks(ids)})",
            *ids,
        )
        return {row[0]: _passage(row[1:]) for row in rows}

    def document_keyword_texts(self, document_id: str) -> list[str]:
        """Return the text by whose words each passage of a document is found, in order. Raises StoryNotFoundError."""
        one = self.document(document_id)
        spans = [passage.span for passage in self.passages(document_id)]
        return [keyword_text(one.title, one.source, one.published, span.of(one.text)) for span in spans]

    def held(self, ids: Sequence[int]) -> dict[int, tuple[Passage, Document]]:
        """Return the passages of these ids, those that are held and current, each with its document."""
        if not ids:
            return {}
        rows = self._read(
            'SELECT p.id, document_id, ordinal, paragraph, start, "end",'
            " d.id, sha256, title, source, published, url, text FROM passages p"
            f" JOIN documents d ON d.id = document_id WHERE d.current AND p.id IN ({_marks(ids)})",
            *ids,
        )
        return {row[0]: (_passage(row[1:6]), Document(*row[6:])) for row in rows}

    def allowed_passages(self, where: Filter) -> IdArray:
        """Return the ids of the passages of the current documents that pass `where`."""
        tests, values = _conditions(where)
        rows = self._read(f"SELECT first_passage, passages FROM documents WHERE {tests}", *values)
        runs = np.array(rows, np.int64).reshape(-1, 2)
        starts, counts = runs[:, 0], runs[:, 1]
        ends = np.cumsum(counts)
        return np.arange(counts.sum()) + np.repeat(starts - ends + counts, counts)

    def allowed_documents(self, where: Filter) -> list[str]:
        """Return the ids of the current documents that pass `where`."""
        tests, values = _conditions(where)
        return [row[0] for row in self._read(f"SELECT id FROM documents WHERE {tests}", *values)]

    def dated_stories_of(self, source: str) -> list[tuple[str, str | None]]:
        """Return the id and the day of every current document of a source, in whatever case it is written."""
        return self._read("SELECT id, published FROM documents WHERE current AND source = ? COLLATE NOCASE", source)

    def names(self) -> list[tuple[str, str, str | None, str | None]]:
        """Return the id, title, source and URL of every current document."""
        return self._read("SELECT id, title, source, url FROM documents WHERE current")

    def vectors(self, changes: Sequence[Change], encoder: str) -> Iterator[tuple[Change, FloatArray]]:
        """Yield the vectors of each changed document that is held, one document at a time."""
        for change in changes:
            rows = self._read(
                "SELECT vectors FROM vectors WHERE document_id = ? AND encoder = ?", change.document_id, encoder
            )
            if rows:
                stored = np.frombuffer(rows[0][0], _STORED).reshape(change.passages, -1)
                yield change, stored.astype(np.float32)

    def check(self) -> str:
        """Return "ok", or what SQLite's own check finds wrong."""
        return str(self._read("PRAGMA quick_check(1)")[0][0])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self._writer is None:
            raise StoreError(f"the store {self.path} is open for reading only")
        try:
            with self._lock, self._writer:  # the connection's own context commits, or rolls back on any error
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
        except sqlite3.OperationalError as error:
            raise StoreError(f"the store {self.path} can't be written ({error}): nothing was changed") from error

    def _read(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = connect(f"{self.path.absolute().as_uri()}?mode=ro")
            self._local.connection = connection
            with self._lock:
                self._readers.append(connection)
        found: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
        return found

    def _check_version(self) -> None:
        version = self._read("PRAGMA user_version")[0][0]
        if version != SCHEMA_VERSION:
            raise StoreError(
                f"the store {self.path} has format {version}, and this Pullquote reads {SCHEMA_VERSION}:"
                " use the Pullquote that made it, or another PULLQUOTE_HOME"
            )


_NEXT_PASSAGE = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'passages'), 0) + 1"


def _make_current(connection: sqlite3.Connection, draft: Draft) -> list[Change]:
    """Put the draft's document at the head of its origin's versions; older versions cease to be searched."""
    document_id = draft.document.id
    origin = draft.origin or f"text:{document_id}"
    head = connection.execute(
        "SELECT document_id, number FROM versions WHERE origin = ? ORDER BY number DESC LIMIT 1", (origin,)
    ).fetchone()
    changes: list[Change] = []
    if head is None or head[0] != document_id:
        number = head[1] + 1 if head else 1
        connection.execute("INSERT INTO versions VALUES (?, ?, ?, ?)", (origin, number, document_id, _now()))
        if head is not None and not _heads_another_origin(connection, head[0]):
            changes += _set_current(connection, head[0], current=False)
    return changes + _set_current(connection, document_id, current=True)


def _heads_another_origin(connection: sqlite3.Connection, document_id: str) -> bool:
    """Say whether the document is still the newest version of some origin."""
    return bool(
        connection.execute(
            "SELECT EXISTS (SELECT 1 FROM versions v WHERE document_id = ? AND number ="
            " (SELECT max(number) FROM versions WHERE origin = v.origin))",
            (document_id,),
        ).fetchone()[0]
    )


def _set_current(connection: sqlite3.Connection, document_id: str, *, current: bool) -> list[Change]:
    done = connection.execute(
        "UPDATE documents SET current = ? WHERE id = ? AND current != ?", (current, document_id, current)
    )
    return [_log(connection, document_id, current=current)] if done.rowcount else []


def _log(connection: sqlite3.Connection, document_id: str, *, current: bool) -> Change:
    row = connection.execute("SELECT first_passage, passages FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise StoryNotFoundError(no_story(document_id))
    cursor = connection.execute(
        "INSERT INTO changes (document_id, first_passage, passages, current) VALUES (?, ?, ?, ?)",
        (document_id, *row, current),
    )
    return Change(cursor.lastrowid or 0, document_id, row[0], row[1], current)


def _conditions(where: Filter) -> tuple[str, list[str]]:
    tests, values = ["current"], list[str]()
    if where.story_ids is not None:
        tests.append(f"id IN ({_marks(where.story_ids)})")
        values += where.story_ids
    for test, value in (
        ("source = ? COLLATE NOCASE", where.source),
        ("substr(published, 1, 10) >= ?", where.published_after),
        ("substr(published, 1, 10) <= ?", where.published_before),
    ):
        if value is not None:
            tests.append(test)
            values.append(value)
    return " AND ".join(tests), values


def _info(row: tuple[Any, ...]) -> StoryInfo:
    return StoryInfo(**dict(zip(_INFO.split(", "), (*row[:-1], bool(row[-1])), strict=True)))


def _passage(row: tuple[Any, ...]) -> Passage:
    document_id, ordinal, paragraph, start, end = row
    return Passage(document_id, ordinal, paragraph, Span(start, end))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
