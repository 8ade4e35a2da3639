"""Libraries for the quotation benchmark: their encoder costs nothing, since no verdict on wording takes a vector."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.encoder import FloatArray, Pieces
from qa.documents import read_text
from qa.library import Library
from qa.settings import Settings
from tests.bench.quote_passages import Story


class IdleEncoder:
    """Gives every text the same vector at once."""

    name = "idle"
    dimension = 8
    max_tokens = 100_000

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return the same unit vector for each text."""
        return np.tile(np.eye(1, self.dimension, dtype=np.float32), (len(texts), 1))

    def encode_query(self, text: str) -> FloatArray:
        """Return that vector."""
        vector: FloatArray = self.encode_passages([text])[0]
        return vector

    def encode_tokens(self, texts: Sequence[str]) -> list[Pieces]:
        """Return that vector once for each text."""
        return [Pieces(self.encode_passages([text]), [(0, len(text))]) for text in texts]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return a count for which no paragraph is too long, and none too short to stand alone."""
        return [100] * len(texts)


def open_library(home: Path, *, write: bool) -> Library:
    """Open a library whose encoder is idle."""
    return Library(Settings(home, Settings.from_environment().cache), write=write, encoder=IdleEncoder())


def add(library: Library, stories: Sequence[Story]) -> dict[str, str]:
    """Add the stories; return their keys by their ids."""
    drafts = [read_text(one.text, one.key, title=one.key, source=one.outlet) for one in stories]
    assert all(draft.document.text == story.text for draft, story in zip(drafts, stories, strict=True))
    library.add(drafts)
    return {draft.document.id: story.key for draft, story in zip(drafts, stories, strict=True)}
