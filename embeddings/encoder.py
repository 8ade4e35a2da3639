"""What an encoder is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

TokenSpans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, the special ones left out: a unit vector each, and the code points it covers.

    `weights` says how much each would matter in a question, from 0 to 1; None where the encoder has not learnt it.
    """

    vectors: FloatArray
    spans: TokenSpans
    weights: FloatArray | None = None


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

    def encode_tokens(self, texts: Sequence[str]) -> list[Pieces]:
        """Return the word pieces of each text, to compare a question with a passage piece by piece."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many word pieces each text has, the special ones not counted."""
