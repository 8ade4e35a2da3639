"""The tables of the store's SQLite file, and how it is opened."""

import sqlite3
from pathlib import Path

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT, published TEXT, url TEXT,
    encoding TEXT NOT NULL, added_at TEXT NOT NULL, current INTEGER NOT NULL,
    first_passage INTEGER NOT NULL, passages INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX current_documents ON documents (coalesce(published, ''), added_at, id, passages) WHERE current;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, paragraph INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    UNIQUE (document_id, ordinal)
) STRICT;
CREATE TABLE vectors (
    document_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE, encoder TEXT NOT NULL, vectors BLOB NOT NULL
) STRICT;
CREATE TABLE versions (
    origin TEXT NOT NULL, number INTEGER NOT NULL, document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    added_at TEXT NOT NULL, PRIMARY KEY (origin, number)
) STRICT;
CREATE INDEX versions_of_document ON versions (document_id);
CREATE TABLE changes (
    generation INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL,
    first_passage INTEGER NOT NULL, passages INTEGER NOT NULL, current INTEGER NOT NULL
) STRICT;
"""
_ADDED_LATER = """
CREATE INDEX IF NOT EXISTS filtered_documents
    ON documents (source COLLATE NOCASE, published, first_passage, passages, id) WHERE current;
CREATE INDEX IF NOT EXISTS dated_documents
    ON documents (substr(published, 1, 10), source COLLATE NOCASE, first_passage, passages, id) WHERE current;
CREATE TABLE IF NOT EXISTS words (
    passage INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE, analysis TEXT NOT NULL, words BLOB NOT NULL
) STRICT;
"""  # derived: with the indexes a filter passes over no texts, with the words a question is matched without them
_PAGE_SIZE = 8192  # so that a story's text lies in one or two


def connect(uri: str) -> sqlite3.Connection:
    """Open a connection that any thread may use, one at a time; it waits for a lock up to ten seconds."""
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the file for changes, and make in it what it lacks."""
    connection = connect(path.absolute().as_uri())
    connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")  # of a new store
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {SCHEMA_VERSION};COMMIT;")
    connection.executescript(_ADDED_LATER)
    return connection
