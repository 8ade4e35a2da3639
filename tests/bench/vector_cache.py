"""Vectors of many texts, embedded once for each encoder and kept in a folder that the caller names."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from embeddings.encoder import Encoder, FloatArray

_AT_ONCE = 2048


class VectorCache:
    """Remembers, in a file in `folder`, the vector of each text that was embedded."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._path = folder / f"{hashlib.sha256(encoder.name.encode()).hexdigest()[:16]}.npz"
        self._rows: dict[bytes, FloatArray] = {}
        if self._path.is_file():
            with np.load(self._path) as held:
                digests, vectors = held["digests"], held["vectors"]
            self._rows = {digest.tobytes(): vector for digest, vector in zip(digests, vectors, strict=True)}

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """Return float32[len(texts), dimension]; those not seen before are embedded, with progress, and kept."""
        digests = [hashlib.sha256(text.encode()).digest() for text in texts]
        new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in self._rows}
        waiting = list(new)
        with tqdm(total=len(waiting), unit="text", disable=len(waiting) < _AT_ONCE) as bar:
            for first in range(0, len(waiting), _AT_ONCE):
                part = waiting[first : first + _AT_ONCE]
                found = self._encoder.encode_passages([new[digest] for digest in part])
                self._rows.update(zip(part, found, strict=True))
                bar.update(len(part))
                self._save()
        return np.array([self._rows[digest] for digest in digests], np.float32)

    def add(self, texts: Sequence[str], vectors: FloatArray) -> None:
        """Take vectors that were made elsewhere by the same encoder."""
        self._rows.update(
            (hashlib.sha256(text.encode()).digest(), row) for text, row in zip(texts, vectors, strict=True)
        )
        self._save()

    def _save(self) -> None:
        digests = np.frombuffer(b"".join(self._rows), np.uint8).reshape(-1, 32)
        np.savez(self._path, digests=digests, vectors=np.array(list(self._rows.values()), np.float32))
