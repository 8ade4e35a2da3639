"""Pullquote itself as one more peer, so that one run times all alike: the same passages, vectors and questions."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from embeddings.loading import load_encoder
from qa.documents import Draft
from qa.library import STORE_FILE, Library
from qa.settings import Settings
from qa.store import Store
from qa.types import Document, Passage, Span
from tests.bench.peers import TOP_K, Peer


class Pullquote:
    """The library, a story for each passage; `reranked` as by default, or not."""

    packages = ("pullquote",)

    def __init__(self, *, reranked: bool) -> None:
        self._reranked, self._folder = reranked, TemporaryDirectory()
        defaults = Settings.from_environment()
        self._encoder = load_encoder(defaults.encoder, defaults.cache)
        self._settings = Settings(Path(self._folder.name), defaults.cache)

    def ingest(self, passages: list[str], vectors: NDArray[np.float32] | None) -> None:
        """Write the store as adding would, with the vectors given; they are made where there are none."""
        drafts = [Draft(Document.of(text, text.partition("\n")[0]), 0, "utf-8", None) for text in passages]
        self._numbers = {draft.document.id: i for i, draft in enumerate(drafts)}
        if vectors is not None:
            store = Store(self._settings.home / STORE_FILE, write=True)
            for draft, vector in zip(drafts, vectors, strict=True):
                document = draft.document
                whole = Passage(document.id, 0, 1, Span(0, len(document.text)))
                store.add(draft, [whole], vector[None], self._encoder.name)
            store.close()
        self._library = Library(self._settings, write=True, encoder=self._encoder)
        if vectors is None:
            self._library.add(drafts)
        self._library.warm()

    def search(self, question: str) -> list[int]:
        """Return the numbers of the best passages."""
        hits = self._library.search(question, TOP_K, reranked=self._reranked)
        return [self._numbers[hit.passage.document_id] for hit in hits]

    def hurry(self) -> None:
        """Do nothing: it is fast."""

    def save(self, folder: Path) -> None:
        """Copy the library's files, which are on the disk all along."""
        self._library.save()
        copytree(self._settings.home, folder, dirs_exist_ok=True)

    def close(self) -> None:
        """Delete the library."""
        self._library.close()
        self._folder.cleanup()


OWN: dict[str, Callable[[str], Peer]] = {
    "Pullquote": lambda _: Pullquote(reranked=True),
    "Pullquote, not reranked": lambda _: Pullquote(reranked=False),
}
