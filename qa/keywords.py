"""Words to the passages that hold them: BM25 by tantivy. Derived from the store, like the vector index.

A folder with a number holds tantivy's files, and a manifest beside it says which folder that is, the generation of the
store that it holds, and the sha256 of each file. What the manifest names is never changed: changes go to the folder of
the next number, which begins with hard links to the same segments, and which a new manifest makes the one that counts.
So whenever the process stops, the manifest names a whole index, which catches up; other folders are left-overs.
"""

import hashlib
import json
import math
import os
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import tantivy

from embeddings.atomic import write_atomically
from embeddings.index import IdArray
from embeddings.weights import file_sha256
from qa.errors import IndexDamagedError
from qa.matching import QuestionWords, word_number
from qa.settings import DEFAULT_LANGUAGE
from qa.store import Change

_FORMAT = 4
_MANIFEST = "manifest.json"
_ANALYZER = "words"
_MAX_QUERY_WORDS = 64
_WRITER_BYTES = 15_000_000  # the least that tantivy takes
_FIRST_WRITER_BYTES = 60_000_000  # a new index may get everything at once: larger segments, and fewer of them
_LOCKS = {".tantivy-meta.lock", ".tantivy-writer.lock"}
_SPARE = 2.0  # how many more hits are fetched than a filter should need, before it is put into the query
_MOST_FETCHED = 4000

Found = list[tuple[int, float]]


class KeywordIndex:
    """The words of passages by passage id. Searches see changes after `commit` and then `refresh`."""

    def __init__(self, folder: Path | None, language: str, manifest: dict[str, Any], *, write: bool) -> None:
        """Use `new` or `load`."""
        self.generation = int(manifest["generation"])
        self._folder, self._language, self._write = folder, language, write
        self._number = int(manifest["number"])
        self._digests: dict[str, str] = dict(manifest["files"])
        self._scratch: Path | None = None
        self._analyzer = _analyzer(language)
        self._query_analyzer = _analyzer(language, stop_words=True)
        self._place = folder / str(self._number) if folder is not None and self._number else None  # of the files
        self._index = self._opened(self._place)
        self._next: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self.refresh()

    @classmethod
    def new(cls, folder: Path | None, language: str = DEFAULT_LANGUAGE) -> Self:
        """Make an empty index in `folder`, in place of whatever is there; in memory where it is None."""
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        return cls(folder, language, {"generation": 0, "number": 0, "files": {}}, write=folder is not None)

    @classmethod
    def load(cls, folder: Path, language: str = DEFAULT_LANGUAGE, *, write: bool) -> Self:
        """Open the index in `folder`; `write` for the one process that changes it: others change a temporary copy.

        Raises IndexDamagedError unless the manifest is whole and of `language`, and every file is as it says.
        """
        manifest = _read_manifest(folder)
        try:
            return cls._loaded(folder, language, manifest, write)
        except IndexDamagedError:
            newer = _read_manifest(folder)
            if newer == manifest:
                raise
            return cls._loaded(folder, language, newer, write)  # the process that writes has gone on meanwhile

    @classmethod
    def _loaded(cls, folder: Path, language: str, manifest: dict[str, Any], write: bool) -> Self:
        try:
            if manifest["language"] != language:
                raise IndexDamagedError(f"the keyword index {folder} is not for {language}: it is built again")
            if _digests(folder / str(manifest["number"]), {}) != manifest["files"]:
                raise IndexDamagedError(f"the keyword index {folder} does not match its manifest: it is built again")
            loaded = cls(folder, language, manifest, write=write)
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"the keyword index {folder} can't be read ({error}): it is built again") from error
        if write:
            _remove_others(folder / str(loaded._number))
        return loaded

    def add(self, change: Change, texts: Sequence[str]) -> None:
        """Add the passages of a changed document, whose words are `texts`."""
        writer = self._open_writer()
        for i, text in enumerate(texts):
            document = tantivy.Document()
            document.add_unsigned("passage", change.first_passage + i)
            document.add_text("document", change.document_id)
            document.add_text("body", text)
            writer.add_document(document)

    def remove(self, change: Change) -> None:
        """Remove the passages of a changed document, those that are held."""
        self._open_writer().delete_documents_by_term("document", change.document_id)

    def commit(self, generation: int) -> None:
        """Make what was added and removed durable; the index then holds `generation`."""
        writer = self._open_writer()
        writer.commit()
        writer.wait_merging_threads()  # ends the writer: no file changes after this
        self._writer = None
        self.generation = generation
        if self._folder is not None:
            self._number += 1
            self._place = self._numbered(self._folder) / str(self._number)
            self._digests = _digests(self._place, self._digests)
            if self._write:
                facts = {"format": _FORMAT, "language": self._language, "number": self._number}
                _write_manifest(self._folder, {**facts, "generation": generation, "files": self._digests})
            _remove_others(self._place)

    def discard(self) -> None:
        """Forget what was added and removed since the last commit."""
        if self._writer is not None:
            self._writer = self._next = None

    def refresh(self) -> None:
        """Let searches see what was committed."""
        if self._next is not None and self._writer is None:  # committed
            self._index, self._next = self._next, None
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, query: str, k: int, document_ids: Sequence[str] | None = None) -> Found:
        """Return (passage id, BM25 score) of the `k` best passages with any word of `query`, best first.

        Words are stemmed; stop words count only where there is nothing else. Only passages of `document_ids`, where
        they are given; for many documents `search_wide` is far quicker.
        """
        wanted = self._any_word(query)
        if wanted is None or k <= 0 or document_ids == []:
            return []
        if document_ids is None:
            return self._best(wanted, k)
        among = tantivy.Query.term_set_query(self._index.schema, "document", list(document_ids))
        both = [(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0))]
        return self._best(tantivy.Query.boolean_query(both), k)

    def search_wide(self, query: str, k: int, passage_ids: IdArray) -> Found | None:
        """Return the `k` best of `passage_ids`, taken from enough hits of all; None where that is no way to find them.

        Without a filter tantivy skips most passages that can't be among the best; with one it has to score them all.
        """
        wanted = self._any_word(query)
        if wanted is None or k <= 0 or not len(passage_ids):
            return []
        limit = int(_SPARE * k * len(self) / len(passage_ids)) + k
        if limit > _MOST_FETCHED:
            return None
        found = self._best(wanted, limit)
        allowed = np.zeros(max([int(passage_ids.max()), *(passage for passage, _ in found)]) + 1, np.bool_)
        allowed[passage_ids] = True
        kept = [hit for hit in found if allowed[hit[0]]]
        return kept[:k] if len(kept) >= k or len(found) < limit else None

    def search_all(self, text: str, k: int) -> Found:
        """Return (passage id, BM25 score) of the `k` best passages that hold every word of `text`, stop words too."""
        schema, words = self._index.schema, list(dict.fromkeys(self._analyzer.analyze(text)))[:_MAX_QUERY_WORDS]
        terms = [(tantivy.Occur.Must, tantivy.Query.term_query(schema, "body", word)) for word in words]
        return self._best(tantivy.Query.boolean_query(terms), k) if terms else []

    def question_words(self, query: str) -> QuestionWords:
        """Return the words of a question, to match passages by; a word's idf is BM25's."""
        every = self._analyzer.analyze(query)[:_MAX_QUERY_WORDS]
        counting = self._words(query)
        return QuestionWords.of(every, counting, {word: self._idf(word) for word in {*every, *counting}})

    def share_held(self, query: str, text: str) -> float:
        """Return the share of the words of `query`, those that count, that `text` holds."""
        wanted, held = self._words(query), {*self._analyzer.analyze(text)}
        return sum(word in held for word in wanted) / len(wanted) if wanted else 0.0

    @property
    def analysis(self) -> str:
        """Names the way in which `words` takes a text apart."""
        return f"{self._language} {_FORMAT}"

    def words(self, text: str) -> list[int]:
        """Return the words of a passage, in order and stemmed as they are indexed, by their numbers."""
        return [word_number(word) for word in self._analyzer.analyze(text)]

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def _best(self, query: tantivy.Query, k: int) -> Found:
        searcher = self._searcher
        hits = searcher.search(query, limit=k, count=False).hits
        ids = searcher.fast_field_values("passage", [address for _, address in hits])
        return [(int(passage or 0), float(score)) for passage, (score, _) in zip(ids, hits, strict=True)]

    def _any_word(self, query: str) -> tantivy.Query | None:
        schema, words = self._index.schema, self._words(query)
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", word)) for word in words]
        return tantivy.Query.boolean_query(terms) if terms else None

    def _words(self, query: str) -> list[str]:
        words = self._query_analyzer.analyze(query) or self._analyzer.analyze(query)
        return list(dict.fromkeys(words))[:_MAX_QUERY_WORDS]

    def _idf(self, word: str) -> float:
        holding = self._searcher.doc_freq("body", word)
        return math.log(1 + (len(self) - holding + 0.5) / (holding + 0.5))

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._next = self._index if self._folder is None else self._opened(self._successor(self._folder))
            size = _WRITER_BYTES if self._number else _FIRST_WRITER_BYTES
            self._writer = self._next.writer(heap_size=size, num_threads=1)
        return self._writer

    def _successor(self, folder: Path) -> Path:
        """Make the folder of the next number, with the files of this one."""
        new = self._numbered(folder) / str(self._number + 1)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        if self._place is not None:
            for name in self._digests:
                _link(self._place / name, new / name)
        return new

    def _numbered(self, folder: Path) -> Path:
        """Return where the numbered folders are that are written."""
        if self._write:
            return folder
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="pullquote-"))
            weakref.finalize(self, shutil.rmtree, self._scratch, ignore_errors=True)
        return self._scratch

    def _opened(self, folder: Path | None) -> tantivy.Index:
        index = tantivy.Index(_schema(), path=str(folder) if folder else None)  # opens one that is there
        index.register_tokenizer(_ANALYZER, self._analyzer)
        index.config_reader(reload_policy="manual")
        return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", stored=False, indexed=False, fast=True)
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=False, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _analyzer(language: str, *, stop_words: bool = False) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(64)).filter(tantivy.Filter.lowercase())
    if stop_words:
        builder = builder.filter(tantivy.Filter.stopword(language))
    # accents go last, since the stemmers of most languages read them
    return builder.filter(tantivy.Filter.stemmer(language)).filter(tantivy.Filter.ascii_fold()).build()


def _link(old: Path, new: Path) -> None:
    """Give a segment's file, which never changes, a second name; copy what does change, or where links can't be."""
    if old.suffix != ".json":
        try:
            os.link(old, new)
        except OSError:  # another file system, or one without hard links
            pass
        else:
            return
    shutil.copyfile(old, new)


def _remove_others(folder: Path) -> None:
    """Delete the numbered folders beside `folder`: what a change has replaced, or a stopped process left."""
    for path in folder.parent.iterdir():
        if path.is_dir() and path != folder:
            shutil.rmtree(path, ignore_errors=True)


def _digests(folder: Path, known: dict[str, str]) -> dict[str, str]:
    """Return the sha256 of each file; a name in `known` is not read again, since tantivy never changes a segment."""
    names = {path.name for path in folder.iterdir()} - _LOCKS
    unchanged = {name for name in names if name in known and not name.endswith(".json")}
    return {name: known[name] if name in unchanged else file_sha256(folder / name) for name in sorted(names)}


def _read_manifest(folder: Path) -> dict[str, Any]:
    """Return what the manifest says. Raises IndexDamagedError where it is missing, altered or of another format."""
    try:
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_bytes())
        expected = manifest.pop("sha256")
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise IndexDamagedError(f"the keyword index {folder} can't be read ({error}): it is built again") from error
    if manifest.get("format") != _FORMAT or _sha256(manifest) != expected:
        raise IndexDamagedError(f"the manifest of the keyword index {folder} is not whole: it is built again")
    return manifest


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps({**manifest, "sha256": _sha256(manifest)})
    write_atomically(folder / _MANIFEST, [text.encode()])


def _sha256(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
