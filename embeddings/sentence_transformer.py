"""Any sentence-transformers model, run by torch: slower than the default, and chosen by name or folder."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from embeddings.encoder import FloatArray, Pieces
from embeddings.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH_ROWS = 16
_SPECIAL_TOKENS = 2


class SentenceTransformerEncoder:
    """A sentence-transformers model on the CPU; one call at a time, since torch uses every core for it."""

    def __init__(self, name: str, model: "SentenceTransformer") -> None:
        self.name = name
        self._model = model
        self._lock = threading.Lock()
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.max_tokens = int(model.max_seq_length or 512) - _SPECIAL_TOKENS

    @classmethod
    def load(cls, name: str) -> Self:
        """Load the model in the folder `name`, or called `name`: from disk where it is there, else by download."""
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from sentence_transformers import SentenceTransformer

        folder = Path(name).is_dir()
        try:
            return cls(name, SentenceTransformer(name, device="cpu", local_files_only=True))
        except (OSError, ValueError) as error:
            if folder:
                raise EncoderError(f"the folder {name} holds no sentence-transformers model: {error}") from error
        try:
            return cls(name, SentenceTransformer(name, device="cpu"))
        except (OSError, ValueError) as error:
            raise EncoderError(
                f"the encoder {name!r} is neither on disk nor could it be fetched ({_first_line(error)}): "
                "set PULLQUOTE_ENCODER to a model's folder or name, or leave it unset"
            ) from error

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return float32[len(texts), dimension]; the model's own prompt for documents is used where it has one."""
        with self._lock:
            vectors = self._model.encode_document(
                list(texts), batch_size=_BATCH_ROWS, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, np.float32).reshape(len(texts), self.dimension)

    def encode_query(self, text: str) -> FloatArray:
        """Return float32[dimension]; the model's own prompt for queries is used where it has one."""
        with self._lock:
            vector = self._model.encode_query([text], normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector[0], np.float32)

    def encode_tokens(self, texts: Sequence[str]) -> list[Pieces]:
        """Return a unit vector and the code points of each word piece, special ones left out, for each text."""
        found: list[Pieces] = []
        for text in texts:
            encoded = self._model.tokenizer(
                text, return_offsets_mapping=True, truncation=True, max_length=self.max_tokens + _SPECIAL_TOKENS
            )
            with self._lock:
                # no prompt, whatever the model's default is: the pieces must be the text's own
                read = self._model.encode(text, prompt="", output_value="token_embeddings", show_progress_bar=False)
            vectors = np.asarray(read, np.float32)
            kept = [i for i, (start, end) in enumerate(encoded["offset_mapping"][: len(vectors)]) if end > start]
            vectors = vectors[kept] / np.linalg.norm(vectors[kept], axis=1, keepdims=True)
            found.append(Pieces(vectors, [tuple(encoded["offset_mapping"][i]) for i in kept]))
        return found

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, special ones not counted."""
        if not texts:
            return []
        ids = self._model.tokenizer(list(texts), add_special_tokens=False)["input_ids"]
        return [len(row) for row in ids]


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
