"""Vectors to the ids of their nearest neighbours: FAISS, saved and loaded whole."""

import hashlib
import importlib
import json
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from embeddings.atomic import write_atomically
from embeddings.encoder import FloatArray
from embeddings.errors import IndexDamagedError

IdArray = npt.NDArray[np.int64]
faiss: Any = importlib.import_module("faiss")  # its own type stubs know neither its arrays nor its keywords

_FORMAT = 2


def _new_index(dimension: int) -> Any:
    """The one place that chooses the kind of index: every vector is compared, in 16-bit floats.

    Half the memory of 32 bits, so half the time of a search, and exact for vectors that were stored in 16 bits.
    """
    flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    return faiss.IndexIDMap2(flat)


class VectorIndex:
    """Unit vectors by id. Derived from the store: `generation` says from which state of it.

    Not safe for a change beside a search: the owner takes a lock.
    """

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self.generation = 0
        self._index = _new_index(dimension)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: IdArray, vectors: FloatArray) -> None:
        """Add float32[n, dimension] vectors of unit length under `ids`, which must be new."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.ascontiguousarray(ids, np.int64))

    def remove(self, first: int, count: int) -> int:
        """Remove the ids first .. first + count - 1; return how many were held."""
        return int(self._index.remove_ids(faiss.IDSelectorRange(first, first + count)))

    def search(self, query: FloatArray, k: int, allowed: IdArray | None = None) -> tuple[IdArray, FloatArray]:
        """Return the ids and cosines of the `k` nearest, best first; only ids in `allowed`, where it is given."""
        held = len(self) if allowed is None else min(len(self), len(allowed))
        if held == 0 or k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        bitmap = None if allowed is None else _bitmap(allowed)  # kept here: FAISS holds only a pointer to it
        params = None if bitmap is None else faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bitmap))
        faiss.omp_set_num_threads(1)  # a setting of each thread; two for one query are slower than one
        scores, ids = self._index.search(query.reshape(1, -1), min(k, held), params=params)
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def cosines(self, query: FloatArray, ids: IdArray) -> FloatArray:
        """Return the cosine of each of `ids`, all of which must be held, to the query."""
        if not len(ids):
            return np.empty(0, np.float32)
        return np.asarray(self._index.reconstruct_batch(np.ascontiguousarray(ids, np.int64)) @ query, np.float32)

    def save(self, path: Path, encoder: str) -> None:
        """Replace the file at `path` by this index, durably; it says of which encoder the vectors are."""
        payload = memoryview(faiss.serialize_index(self._index))
        facts = {"format": _FORMAT, "encoder": encoder, "generation": self.generation, "dimension": self.dimension}
        header = {**facts, "sha256": _digest(facts, payload)}
        write_atomically(path, [json.dumps(header).encode() + b"\n", payload])

    @classmethod
    def load(cls, path: Path, encoder: str) -> Self:
        """Load what `save` wrote.

        Raises IndexDamagedError when the file is missing, truncated, altered in any bit, or of another encoder.
        """
        try:
            line, _, payload = path.read_bytes().partition(b"\n")
            header = json.loads(line)
            expected = header.pop("sha256")
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise IndexDamagedError(
                f"the index {path} can't be read ({error}): it is rebuilt from the store"
            ) from error
        if header.get("format") != _FORMAT or header.get("encoder") != encoder:
            raise IndexDamagedError(f"the index {path} is not of {encoder}: it is rebuilt from the store")
        if _digest(header, memoryview(payload)) != expected:
            raise IndexDamagedError(f"the index {path} does not match its sha256: it is rebuilt from the store")
        index = cls(int(header["dimension"]))
        index.generation = int(header["generation"])
        index._index = faiss.deserialize_index(np.frombuffer(payload, np.uint8))
        return index


def _bitmap(allowed: IdArray) -> npt.NDArray[np.uint8]:
    bits = np.zeros(int(allowed.max()) + 1, np.bool_)
    bits[allowed] = True
    return np.packbits(bits, bitorder="little")


def _digest(facts: dict[str, Any], payload: memoryview) -> str:
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    digest.update(payload)
    return digest.hexdigest()
