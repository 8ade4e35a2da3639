"""What an encoder is, and how one is chosen by name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

TokenSpans = list[tuple[int, int]]

DEFAULT_ENCODER = "all-MiniLM-L6-v2"


class Encoder(Protocol):
    """Turns text into vectors of unit length, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """Names the weights exactly: vectors of two encoders compare only where the names are equal."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def max_tokens(self) -> int:
        """How many word pieces of a text are read, the two special ones not counted."""

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return float32[len(texts), dimension], each row of unit length."""

    def encode_query(self, text: str) -> FloatArray:
        """Return float32[dimension] of unit length."""

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[FloatArray, TokenSpans]]:
        """Return, of each text, a unit vector a word piece, and which code points of the text it covers."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, the special ones not counted."""


def load_encoder(name: str, cache: Path) -> Encoder:
    """Load the encoder called `name`.

    The default comes inside a package and is prepared once, in the folder `cache`. Any other name is a
    sentence-transformers model: a folder, or a model's name. Only a name that is not on disk reaches the network.

    Raises EncoderError when it can't be loaded.
    """
    if name == DEFAULT_ENCODER:
        from embeddings.packaged import PackagedEncoder

        return PackagedEncoder.load(cache)
    from embeddings.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder.load(name)
