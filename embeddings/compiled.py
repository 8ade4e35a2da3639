"""An exported model, prepared once on this machine, and run by OpenVINO without torch."""

import json
import logging
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from embeddings.encoder import FloatArray
from embeddings.weights import file_sha256

MODEL_FILES = ("model.xml", "model.bin")
MANIFEST = "sha256.json"
# Sixteen lengths instead of 256 keep OpenVINO's cache of compiled shapes, and so the process, small.
_LENGTH_STEP = 16
_BATCH_PIECES = 1024
_SHAPES_CACHED = 64

Row = list[int]
IntArray = npt.NDArray[np.int64]
Inputs = Mapping[str, npt.NDArray[Any]]

logger = logging.getLogger("pullquote")


def load_openvino() -> Any:
    """Import OpenVINO without its telemetry package, which would report each import to its maker."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: importing it fails, and OpenVINO's own stub is used
    import openvino

    return openvino


class CompiledModel:
    """Rows of word pieces to vectors. Questions and stories may come from several threads."""

    def __init__(self, compiled: Any, make_inputs: Callable[[IntArray, IntArray], Inputs]) -> None:
        """`make_inputs` turns padded ids and their mask, both int64[rows, pieces], into what the model takes."""
        self._make_inputs = make_inputs
        self._dimension = int(compiled.output(0).get_partial_shape()[1].get_length())
        # A request each for questions and stories: a question waits for the batch under way, never for a whole story.
        self._question_request = compiled.create_infer_request()
        self._question_lock = threading.Lock()
        self._story_request = compiled.create_infer_request()
        self._story_lock = threading.Lock()

    @classmethod
    def load(cls, model: str, folder: Path, make_inputs: Callable[[IntArray, IntArray], Inputs]) -> Self:
        """Load the prepared `model` from `folder`, preparing it first where it is missing or damaged."""
        return cls(load_compiled(model, folder), make_inputs)

    def passage_vectors(self, rows: Sequence[Row]) -> FloatArray:
        """Return float32[len(rows), dimension] of unit length; rows of like length are read together."""
        vectors = np.empty((len(rows), self._dimension), np.float32)
        for batch in batches_by_length(rows):
            with self._story_lock:
                vectors[batch] = self._story_request.infer(self._inputs([rows[i] for i in batch]))[0]
        return vectors

    def query_vector(self, row: Row) -> FloatArray:
        """Return float32[dimension] of unit length."""
        inputs = self._inputs([row])
        with self._question_lock:
            vector: FloatArray = self._question_request.infer(inputs)[0][0].copy()
        return vector

    def piece_vectors(self, rows: Sequence[Row]) -> list[tuple[FloatArray, FloatArray]]:
        """Return, for each row, a vector a piece, special ones too: float32[len(row), dimension], of unit length.

        With them float32[len(row)], the lengths that they had.
        """
        empty = np.empty((0, self._dimension), np.float32)
        vectors: list[tuple[FloatArray, FloatArray]] = [(empty, empty[:, 0])] * len(rows)
        for batch in pairs_by_length(rows):
            with self._question_lock:
                pieces = self._question_request.infer(self._inputs([rows[i] for i in batch]))[1]
                for place, i in enumerate(batch):
                    own = pieces[place, : len(rows[i])]
                    lengths = np.linalg.norm(own, axis=1)
                    vectors[i] = own / lengths[:, None], lengths
        return vectors

    def _inputs(self, rows: Sequence[Row]) -> Inputs:
        return self._make_inputs(*padded(rows, rounded(max(map(len, rows)))))


def load_compiled(model: str, folder: Path) -> Any:
    """Return the prepared `model` from `folder`, compiled; it is prepared first where it is missing or damaged."""
    if not is_whole(folder):
        from embeddings.export import export  # it knows all models, and they this module

        logger.info("Preparing %s, once for this machine ...", model)
        export(model, folder)
    properties = {"PERFORMANCE_HINT": "LATENCY", "CPU_RUNTIME_CACHE_CAPACITY": str(_SHAPES_CACHED)}
    return load_openvino().Core().compile_model(folder / MODEL_FILES[0], "CPU", properties)


def truncated(ids: Row, limit: int) -> Row:
    """Return at most `limit` pieces; the last one, which marks the end, stays."""
    return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]


def padded(rows: Sequence[Row], length: int) -> tuple[IntArray, IntArray]:
    """Return the ids, zeros after the end of a row, and the mask that says where there is one: int64[rows, length]."""
    ids, mask = np.zeros((len(rows), length), np.int64), np.zeros((len(rows), length), np.int64)
    for r, row in enumerate(rows):
        ids[r, : len(row)] = row
        mask[r, : len(row)] = 1
    return ids, mask


def is_whole(folder: Path) -> bool:
    """Say whether `folder` holds an exported model whose files match their sha256."""
    try:
        digests = json.loads((folder / MANIFEST).read_bytes())
        return all(digests[name] == file_sha256(folder / name) for name in MODEL_FILES)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def batches_by_length(rows: Sequence[Row]) -> list[list[int]]:
    """Put the row numbers, shortest first, into batches of at most _BATCH_PIECES pieces, padding counted."""
    batches: list[list[int]] = []
    for i in sorted(range(len(rows)), key=lambda i: len(rows[i])):
        if batches and (len(batches[-1]) + 1) * rounded(len(rows[i])) <= _BATCH_PIECES:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def pairs_by_length(rows: Sequence[Row]) -> list[list[int]]:
    """Put the row numbers, shortest first, into pairs.

    For the few rows of a question: a compiled shape is met again soon, where batches of any size are compiled anew.
    """
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    return [order[first : first + 2] for first in range(0, len(order), 2)]


def rounded(length: int) -> int:
    """Return the length to which rows are padded, so that few shapes are compiled."""
    return -(-length // _LENGTH_STEP) * _LENGTH_STEP
