"""What the tests share: an encoder whose vectors a reader can predict, the real one, and small libraries."""

import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Encoder, FloatArray, Pieces, TokenSpans
from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.documents import read_text
from qa.library import Library
from qa.settings import Settings

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"


class WordEncoder:
    """Gives each word a dimension of its own, so that a cosine is the share of words that two texts have in common."""

    name = "words"
    dimension = 256
    max_tokens = 30

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return the normalised counts of words; a text without words gets the first axis."""
        return np.array([self.encode_query(text) for text in texts], np.float32).reshape(len(texts), self.dimension)

    def encode_query(self, text: str) -> FloatArray:
        """Return the normalised counts of words."""
        vector = sum((self._axis(text[a:b]) for a, b in _words(text)), np.zeros(self.dimension, np.float32))
        length = float(np.linalg.norm(vector))
        return vector / length if length else np.eye(1, self.dimension, dtype=np.float32)[0]

    def encode_tokens(self, texts: Sequence[str]) -> list[Pieces]:
        """Return an axis a word."""
        found = []
        for text in texts:
            spans = _words(text)
            axes = [self._axis(text[a:b]) for a, b in spans]
            found.append(Pieces(np.array(axes, np.float32).reshape(-1, self.dimension), spans))
        return found

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words."""
        return [len(_words(text)) for text in texts]

    def _axis(self, word: str) -> FloatArray:
        axis = np.zeros(self.dimension, np.float32)
        axis[zlib.crc32(word.lower().encode()) % self.dimension] = 1
        return axis


def _words(text: str) -> TokenSpans:
    return [match.span() for match in re.finditer(r"\w+", text)]


@pytest.fixture
def words() -> WordEncoder:
    """An encoder that counts words."""
    return WordEncoder()


@pytest.fixture(scope="session")
def minilm() -> Encoder:
    """The default encoder; its first use on a machine exports it."""
    return load_encoder(DEFAULT_ENCODER, Settings.from_environment().cache)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose data folder is empty and the test's own."""
    return Settings(tmp_path / "home", Settings.from_environment().cache)


@pytest.fixture
def library(settings: Settings, words: WordEncoder) -> Iterator[Library]:
    """An empty library that counts words."""
    with Library(settings, write=True, encoder=words) as opened:
        yield opened


@pytest.fixture
def two_stories(library: Library) -> Library:
    """A library of two stories: a ferry's and a mill's."""
    library.add(
        [
            read_text("Ferry late\n\nThe ferry left Oban at noon. Nobody waved.\n\nIt carried nine cows.", "ferry.txt",
                      source="The Tide", published="2026-01-10"),
            read_text("Mill burns\n\nThe mill burned on Tuesday. Ada Finn saw the smoke.", "mill.txt",
                      source="The Loom", published="2026-02-20"),
        ]
    )  # fmt: skip
    return library
