"""Vectors to the ids of their nearest neighbours, saved and loaded whole.

The 16-bit vectors themselves are held once. Few are compared one and all (`index_rows`); of many, the short codes are
compared, one and all (`index_codes`), and then the likeliest rows by their own numbers. `Limits` chooses.

`python -m tests.bench.kinds` prints what chose this over FAISS's inverted lists: questions differ from news paragraphs,
so the lists nearest to a question miss many of its neighbours. It also shows where comparing codes becomes the faster.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from embeddings.encoder import FloatArray
from embeddings.index_codes import Codes
from embeddings.index_file import Array, read_arrays, write_arrays
from embeddings.index_rows import HalfArray, RowArray, nearest_among, nearest_rows

IdArray = npt.NDArray[np.int64]

_RERANKED_A_NEIGHBOUR = 20
_LIKELY_A_ROW = 2  # so many more of the likeliest rows by code cost less than comparing one allowed row by its numbers
_SPARE = 0.125  # room for an eighth more, so that memory is seldom moved; untouched, it takes none


@dataclass(frozen=True, slots=True)
class Limits:
    """What is searched how.

    From `coded_from` vectors on, codes are compared first; the `reranked` likeliest rows then decide.
    """

    coded_from: int = 20_000
    reranked: int = 1000


LIMITS = Limits()


class VectorIndex:
    """Unit vectors by id. Derived from the store: `generation` says from which state of it.

    Searches may run beside one another and beside `make_room`, not beside `add` or `remove`: the owner takes a lock.
    Ids are small numbers: each up to the largest takes four bytes.
    """

    def __init__(self, dimension: int, limits: Limits = LIMITS) -> None:
        self.dimension = dimension
        self.generation = 0
        self._limits = limits
        self._count = 0
        self._ids: IdArray = np.empty(0, np.int64)
        self._matrix: HalfArray = np.empty((0, dimension), np.float16)
        self._row_of_id: npt.NDArray[np.int32] = np.empty(0, np.int32)  # -1 where an id is not held
        self._codes: Codes | None = None

    def __len__(self) -> int:
        return self._count

    @property
    def coded(self) -> bool:
        """Say whether codes are compared first."""
        return self._codes is not None

    def make_room(self, more: int) -> None:
        """Do ahead what `more` vectors will need: memory, and the codes of what is held. Searches go on meanwhile."""
        needed = self._count + more
        if needed > len(self._ids):
            capacity = int(needed * (1 + _SPARE))
            ids, matrix = np.empty(capacity, np.int64), np.empty((capacity, self.dimension), np.float16)
            ids[: self._count], matrix[: self._count] = self._ids[: self._count], self._matrix[: self._count]
            self._ids, self._matrix = ids, matrix
        if self._codes is None and needed >= self._limits.coded_from:
            codes = Codes.new(self.dimension)
            codes.add(self._matrix[: self._count])
            self._codes = codes

    def add(self, ids: IdArray, vectors: FloatArray) -> None:
        """Add float32[n, dimension] vectors of unit length under `ids`, which must be new."""
        if not len(ids):
            return
        self.make_room(len(ids))
        start, end = self._count, self._count + len(ids)
        self._ids[start:end], self._matrix[start:end] = ids, vectors
        self._row_of_id = _with_rows(self._row_of_id, ids, start)
        if self._codes is not None:
            self._codes.add(self._matrix[start:end])
        self._count = end

    def remove(self, first: int, count: int) -> int:
        """Remove the ids first .. first + count - 1; return how many were held.

        The last rows move into the places of those removed, so that no search meets a row that is gone.
        """
        held = self._row_of_id[first : first + count]
        rows: RowArray = held[held >= 0].astype(np.int64)
        if not len(rows):
            return 0
        self._row_of_id[first : first + count] = -1
        left = self._count - len(rows)
        holes = rows[rows < left]
        last = np.setdiff1d(np.arange(left, self._count, dtype=np.int64), rows)
        self._matrix[holes], self._ids[holes] = self._matrix[last], self._ids[last]
        self._row_of_id[self._ids[holes]] = holes
        if self._codes is not None:
            self._codes.move(last, holes)
            self._codes.truncate(left)
        self._count = left
        return len(rows)

    def search(self, query: FloatArray, k: int, allowed: IdArray | None = None) -> tuple[IdArray, FloatArray]:
        """Return the ids and cosines of the `k` nearest, best first; only ids in `allowed`, where it is given."""
        if self._count == 0 or k <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        rows, scores = self._nearest(query, k) if allowed is None else self._among(query, k, self._rows(allowed))
        return self._ids[rows], scores

    def cosines(self, query: FloatArray, ids: IdArray) -> FloatArray:
        """Return the cosine of each of `ids`, all of which must be held, to the query."""
        return np.asarray(self._matrix[self._row_of_id[ids]].astype(np.float32) @ query, np.float32)

    def save(self, path: Path, encoder: str) -> None:
        """Replace the file at `path` by this index, durably; it says of which encoder the vectors are."""
        facts = {"encoder": encoder, "generation": self.generation, "dimension": self.dimension}
        arrays: dict[str, Array] = {"ids": self._ids[: self._count], "matrix": self._matrix[: self._count]}
        if self._codes is not None:
            codes = self._codes
            arrays |= {"rotation": codes.rotation, "codebook": codes.codebook, "packed": codes.packed()}
        write_arrays(path, facts, arrays)

    @classmethod
    def load(cls, path: Path, encoder: str, limits: Limits = LIMITS) -> Self:
        """Load what `save` wrote.

        Raises IndexDamagedError when the file is missing, truncated, altered in any bit, or of another encoder.
        """
        facts, arrays = read_arrays(path, encoder, _SPARE)
        index = cls(facts["dimension"], limits)
        index.generation = facts["generation"]
        ids, matrix = arrays["ids"], arrays["matrix"]
        index._count = len(ids)
        index._ids, index._matrix = np.asarray(ids.base), np.asarray(matrix.base)
        index._row_of_id = _with_rows(index._row_of_id, ids, 0)
        if "packed" in arrays:
            index._codes = Codes.of_packed(arrays["rotation"], arrays["codebook"], arrays["packed"], len(ids))
        return index

    def _nearest(self, query: FloatArray, k: int) -> tuple[RowArray, FloatArray]:
        matrix = self._matrix[: self._count]
        codes = self._codes
        if codes is None or len(codes) != self._count:
            return nearest_rows(matrix, query, k)
        return nearest_among(matrix, codes.nearest(query, self._reranked(k)), query, k)

    def _among(self, query: FloatArray, k: int, chosen: RowArray) -> tuple[RowArray, FloatArray]:
        """Search the chosen rows: each of them, or, where they are many, the likeliest by their codes.

        Codes know no filter, so more are taken, as many as should hold enough of the chosen. Where they don't, the
        chosen lie far from the query, so close together that codes can't tell them apart: each is compared.
        """
        matrix = self._matrix[: self._count]
        codes, enough = self._codes, self._reranked(k)
        depth = enough * self._count * 5 // (4 * max(len(chosen), 1))
        if codes is not None and depth < _LIKELY_A_ROW * len(chosen):
            is_chosen = np.zeros(self._count, np.bool_)
            is_chosen[chosen] = True
            found = codes.nearest(query, depth)
            found = found[is_chosen[found]]
            if len(found) >= enough:
                return nearest_among(matrix, found[:enough], query, k)
        return nearest_among(matrix, chosen, query, k)

    def _rows(self, ids: IdArray) -> RowArray:
        rows = self._row_of_id[ids[ids < len(self._row_of_id)]].astype(np.int64)
        return rows[rows >= 0]

    def _reranked(self, k: int) -> int:
        return max(self._limits.reranked, _RERANKED_A_NEIGHBOUR * k)


def _with_rows(row_of_id: npt.NDArray[np.int32], ids: IdArray, start: int) -> npt.NDArray[np.int32]:
    """Write down that the ids are held from the row `start` on; return the array, or a larger one."""
    if not len(ids):
        return row_of_id
    largest = int(ids.max())
    if largest >= len(row_of_id):
        longer = np.full(largest + 1 + int(largest * _SPARE), -1, np.int32)
        longer[: len(row_of_id)] = row_of_id
        row_of_id = longer
    row_of_id[ids] = np.arange(start, start + len(ids), dtype=np.int32)
    return row_of_id
