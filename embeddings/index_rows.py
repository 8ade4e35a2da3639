"""The nearest rows of a matrix of 16-bit unit vectors, every one compared: exact, the measure of the rest."""

import importlib
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.encoder import FloatArray

faiss: Any = importlib.import_module("faiss")  # its own type stubs know neither its arrays nor its keywords
HalfArray = npt.NDArray[np.float16]
RowArray = npt.NDArray[np.int64]

_ROWS_AT_ONCE = 4096  # what is gathered stays in the processor's cache until it has been compared
_NO_OWNER = faiss.MaybeOwnedVectorUInt8()  # FAISS takes the owner of borrowed memory from one of these; numpy owns ours


def nearest_rows(matrix: HalfArray, query: FloatArray, k: int) -> tuple[RowArray, FloatArray]:
    """Return the numbers and dot products of the `k` rows nearest to the query, best first.

    FAISS compares them where they lie (its 16-bit scalar quantiser is the same bits), so none is held twice.
    """
    flat = faiss.IndexScalarQuantizer(matrix.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    flat.codes = faiss.MaybeOwnedVectorUInt8.create_view(faiss.swig_ptr(matrix), matrix.nbytes, _NO_OWNER.owner)
    flat.ntotal = len(matrix)
    faiss.omp_set_num_threads(1)  # a setting of each thread; two for one query are slower than one
    scores, rows = flat.search(query.reshape(1, -1), min(k, len(matrix)))
    return rows[0], scores[0]


def nearest_among(matrix: HalfArray, chosen: RowArray, query: FloatArray, k: int) -> tuple[RowArray, FloatArray]:
    """Return the same, of the rows that are `chosen`."""
    rows, scores = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
    for start in range(0, len(chosen), _ROWS_AT_ONCE):
        block = chosen[start : start + _ROWS_AT_ONCE]
        found, found_scores = nearest_rows(np.take(matrix, block, axis=0), query, k)
        rows.append(block[found])
        scores.append(found_scores)
    every, every_score = np.concatenate(rows), np.concatenate(scores)
    best = np.argsort(-every_score, kind="stable")[:k]
    return every[best], every_score[best]
