"""Words to the passages that hold them: BM25 by tantivy. Derived from the store, like the vector index.

Between changes a manifest lies beside tantivy's files: the generation that they hold and the sha256 of each. What does
not match it, or has none, is thrown away and built again.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import tantivy

from embeddings.atomic import write_atomically
from embeddings.weights import file_sha256
from qa.errors import IndexDamagedError
from qa.store import Change

_FORMAT = 1
_MANIFEST = "manifest.json"
_ANALYZER = "english"
_MAX_QUERY_WORDS = 64
_WRITER_BYTES = 15_000_000  # the least that tantivy takes
_LOCKS = {".tantivy-meta.lock", ".tantivy-writer.lock"}


class KeywordIndex:
    """The words of passages by passage id. Searches see changes after `commit` and then `refresh`."""

    def __init__(self, folder: Path | None, index: tantivy.Index, generation: int) -> None:
        self.generation = generation
        self._folder = folder
        self._index = index
        self._digests: dict[str, str] = {}
        self._writer: tantivy.IndexWriter | None = None
        self._analyzer = _analyzer()
        self._query_analyzer = _analyzer(stop_words=True)
        index.register_tokenizer(_ANALYZER, self._analyzer)
        index.config_reader(reload_policy="manual")
        self.refresh()

    @classmethod
    def new(cls, folder: Path | None) -> Self:
        """Make an empty index in `folder`, in place of whatever is there; in memory where it is None."""
        if folder is None:
            return cls(None, tantivy.Index(_schema()), 0)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return cls(folder, tantivy.Index(_schema(), path=str(folder)), 0)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open the index in `folder`. Raises IndexDamagedError unless every file is as its manifest says."""
        try:
            manifest = json.loads((folder / _MANIFEST).read_bytes())
            generation, expected = int(manifest["generation"]), dict(manifest["files"])
            if manifest["format"] != _FORMAT or _digests(folder, {}) != expected:
                raise IndexDamagedError(f"the keyword index {folder} does not match its manifest: it is built again")
            loaded = cls(folder, tantivy.Index.open(str(folder)), generation)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError(f"the keyword index {folder} can't be read ({error}): it is built again") from error
        loaded._digests = expected
        return loaded

    def add(self, change: Change, texts: Sequence[str]) -> None:
        """Add the passages of a changed document, whose words are `texts`."""
        for i, text in enumerate(texts):
            document = tantivy.Document()
            document.add_unsigned("passage", change.first_passage + i)
            document.add_text("document", change.document_id)
            document.add_text("body", text)
            self._open_writer().add_document(document)

    def remove(self, change: Change) -> None:
        """Remove the passages of a changed document."""
        self._open_writer().delete_documents_by_term("document", change.document_id)

    def commit(self, generation: int) -> None:
        """Make what was added and removed durable; the index then holds `generation`."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()  # ends the writer: no file changes after this
            self._writer = None
        self.generation = generation
        if self._folder is not None:
            self._digests = _digests(self._folder, self._digests)
            manifest = {"format": _FORMAT, "generation": self.generation, "files": self._digests}
            write_atomically(self._folder / _MANIFEST, [json.dumps(manifest).encode()])

    def refresh(self) -> None:
        """Let searches see what was committed."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, query: str, k: int, document_ids: Sequence[str] | None = None) -> list[tuple[int, float]]:
        """Return (passage id, BM25 score) of the `k` best passages with any word of `query`, best first.

        Words are stemmed; stop words count only where there is nothing else. Only passages of `document_ids`, where
        they are given.
        """
        words = self._words(query)
        if not words or k <= 0 or document_ids == []:
            return []
        schema = self._index.schema
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "body", word)) for word in words]
        wanted = tantivy.Query.boolean_query(terms)
        if document_ids is not None:
            among = tantivy.Query.term_set_query(schema, "document", list(document_ids))
            wanted = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, wanted), (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0))]
            )
        searcher = self._searcher
        hits = searcher.search(wanted, limit=k, count=False).hits
        ids = searcher.fast_field_values("passage", [address for _, address in hits])
        return [(int(passage or 0), float(score)) for passage, (score, _) in zip(ids, hits, strict=True)]

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def _words(self, query: str) -> list[str]:
        words = self._query_analyzer.analyze(query) or self._analyzer.analyze(query)
        return list(dict.fromkeys(words))[:_MAX_QUERY_WORDS]

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            if self._folder is not None:  # without its manifest, what a stopped process leaves is built again
                (self._folder / _MANIFEST).unlink(missing_ok=True)
            self._writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        return self._writer


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("passage", stored=False, indexed=False, fast=True)
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=False, tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _analyzer(*, stop_words: bool = False) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(64)).filter(tantivy.Filter.lowercase())
    if stop_words:
        builder = builder.filter(tantivy.Filter.stopword("english"))
    return builder.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.stemmer("english")).build()


def _digests(folder: Path, known: dict[str, str]) -> dict[str, Any]:
    """Return the sha256 of each file; a name in `known` is not read again, since tantivy never changes a segment."""
    names = {path.name for path in folder.iterdir()} - _LOCKS - {_MANIFEST}
    changing = {name for name in names if name.endswith(".json")}
    return {
        name: known[name] if name in known and name not in changing else file_sha256(folder / name)
        for name in sorted(names)
    }
