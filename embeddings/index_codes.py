"""Short codes of unit vectors: 4 bits for every three numbers, which are compared six times faster than the numbers.

The codes find the likely rows; the rows themselves decide. A vector is turned by a random rotation, after which its
numbers are nearly independent and normal whatever the texts were, so that one fixed codebook fits every library: there
is nothing to train, and nothing to train again when the stories change (Zandieh et al. 2025,
https://arxiv.org/abs/2504.19874). FAISS compares 32 codes at once in the processor's registers (André, Kermarrec and
Le Scouarnec 2015, https://www.vldb.org/pvldb/vol9/p288-andre.pdf).
"""

import importlib
import os
from functools import cache
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from embeddings.encoder import FloatArray
from embeddings.index_rows import HalfArray, RowArray

faiss: Any = importlib.import_module("faiss")
Bytes = npt.NDArray[np.uint8]

_NUMBERS_A_CODE = 3
_CENTROIDS = 16
_SAMPLE = 8192
_ROWS_AT_ONCE = 16_384
_SEED = 7


class Codes:
    """Codes by row number. Not safe for a change beside a search."""

    def __init__(self, rotation: FloatArray, codebook: FloatArray) -> None:
        """Take float32[turned, dimension] with orthonormal columns, and float32[16, 3] for numbers of variance 1."""
        self.rotation, self.codebook = rotation, codebook
        turned = len(rotation)
        self._index = faiss.IndexPQFastScan(turned, turned // _NUMBERS_A_CODE, 4, faiss.METRIC_INNER_PRODUCT)
        centroids = np.tile(codebook / turned**0.5, (turned // _NUMBERS_A_CODE, 1))
        faiss.copy_array_to_vector(centroids.astype(np.float32).ravel(), self._index.pq.centroids)
        self._index.is_trained = True

    @classmethod
    def new(cls, dimension: int) -> Self:
        """Make the empty codes of vectors of `dimension` numbers."""
        turned = -(-dimension // _NUMBERS_A_CODE) * _NUMBERS_A_CODE
        random = np.random.default_rng(_SEED).standard_normal((turned, dimension))
        return cls(np.linalg.qr(random)[0].astype(np.float32), _normal_codebook())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, matrix: HalfArray) -> None:
        """Append the codes of these rows."""
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        for start in range(0, len(matrix), _ROWS_AT_ONCE):
            rows = matrix[start : start + _ROWS_AT_ONCE].astype(np.float32)
            self._index.add(np.ascontiguousarray(rows @ self.rotation.T))

    def nearest(self, query: FloatArray, k: int) -> RowArray:
        """Return the numbers of the `k` rows whose codes are nearest to the query, best first."""
        faiss.omp_set_num_threads(1)
        rows = self._index.search((self.rotation @ query).reshape(1, -1), min(k, len(self)))[1][0]
        return np.asarray(rows[rows >= 0], np.int64)

    def move(self, sources: RowArray, targets: RowArray) -> None:
        """Let the rows `targets` have the codes of the rows `sources`."""
        packer, blocks = self._index.get_CodePacker(), self._blocks()
        for source, target in zip(sources.tolist(), targets.tolist(), strict=True):
            (from_block, from_place), (to_block, to_place) = divmod(source, packer.nvec), divmod(target, packer.nvec)
            code = packer.unpack_1(blocks[from_block : from_block + 1], from_place)  # its own check refuses far places
            packer.pack_1(code, to_place, blocks[to_block : to_block + 1])

    def truncate(self, count: int) -> None:
        """Keep the first `count` rows."""
        self._resize(count)
        packer, blocks = self._index.get_CodePacker(), self._blocks()
        zeros = np.zeros(packer.code_size, np.uint8)
        for place in range(count % packer.nvec or packer.nvec, packer.nvec):  # FAISS adds to places that are zero
            packer.pack_1(zeros, place, blocks[-1:])

    def packed(self) -> Bytes:
        """Return the codes as they lie in memory, to be saved: 32 rows a block."""
        return self._blocks().reshape(-1)

    @classmethod
    def of_packed(cls, rotation: FloatArray, codebook: FloatArray, packed: Bytes, count: int) -> Self:
        """Make the codes of `count` rows that `packed` gave."""
        codes = cls(rotation, codebook)
        codes._resize(count)
        codes.packed()[:] = packed
        return codes

    def _resize(self, count: int) -> None:
        packer = self._index.get_CodePacker()
        blocks = -(-count // packer.nvec)
        self._index.ntotal, self._index.ntotal2 = count, blocks * packer.nvec
        self._index.codes.resize(blocks * packer.block_size)

    def _blocks(self) -> Bytes:
        size = self._index.codes.size()
        block_size = self._index.get_CodePacker().block_size
        if not size:
            return np.empty((0, block_size), np.uint8)
        view: Bytes = faiss.rev_swig_ptr(self._index.codes.get(), size)
        return view.reshape(-1, block_size)


@cache
def _normal_codebook() -> FloatArray:
    """Return the 16 points, float32[16, 3], that stand for normal numbers of variance 1, three at a time."""
    sample = np.random.default_rng(_SEED).standard_normal((_SAMPLE, _NUMBERS_A_CODE)).astype(np.float32)
    kmeans = faiss.Kmeans(_NUMBERS_A_CODE, _CENTROIDS, niter=40, seed=_SEED, max_points_per_centroid=_SAMPLE)
    kmeans.train(sample)
    return np.asarray(kmeans.centroids, np.float32)
