"""The default encoder: the packaged all-MiniLM-L6-v2, run by OpenVINO without torch."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from embeddings.encoder import FloatArray, TokenSpans
from embeddings.errors import EncoderError
from embeddings.weights import TOKENIZER_SHA256, WEIGHTS_SHA256, check_sha256, file_sha256, packaged_model

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MODEL_FILES = ("model.xml", "model.bin")
MANIFEST = "sha256.json"
_EXPORT_FORMAT = 1  # raise it when the exported model takes or gives something else
_SPECIAL_TOKENS = 2
_MAX_PIECES = 256
_DIMENSION = 384
# Sixteen lengths instead of 256 keep OpenVINO's cache of compiled shapes, and so the process, small.
_LENGTH_STEP = 16
_BATCH_PIECES = 1024
_SHAPES_CACHED = 64

logger = logging.getLogger("pullquote")


def load_openvino() -> Any:
    """Import OpenVINO without its telemetry package, which would report each import to its maker."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: importing it fails, and OpenVINO's own stub is used
    import openvino

    return openvino


class PackagedEncoder:
    """all-MiniLM-L6-v2 (384 dimensions, 256 word pieces). Queries and passages may come from several threads."""

    name = f"all-MiniLM-L6-v2@{WEIGHTS_SHA256[:12]}"
    dimension = _DIMENSION
    max_tokens = _MAX_PIECES - _SPECIAL_TOKENS

    def __init__(self, tokenizer: Tokenizer, compiled: Any) -> None:
        self._tokenizer = tokenizer
        # A request each for questions and stories: a question waits for the batch under way, never for a whole story.
        self._question_request = compiled.create_infer_request()
        self._question_lock = threading.Lock()
        self._story_request = compiled.create_infer_request()
        self._story_lock = threading.Lock()

    @classmethod
    def load(cls, cache: Path) -> Self:
        """Load the exported model from the folder `cache`, exporting it first where it is missing or damaged."""
        tokenizer_file = packaged_model() / "tokenizer.json"
        check_sha256(tokenizer_file, TOKENIZER_SHA256)
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        folder = cache / f"all-MiniLM-L6-v2-{WEIGHTS_SHA256[:12]}-{_EXPORT_FORMAT}"
        if not _is_whole(folder):
            _export_in_own_process(folder)
        properties = {"PERFORMANCE_HINT": "LATENCY", "CPU_RUNTIME_CACHE_CAPACITY": str(_SHAPES_CACHED)}
        compiled = load_openvino().Core().compile_model(folder / MODEL_FILES[0], "CPU", properties)
        return cls(tokenizer, compiled)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return float32[len(texts), 384]; texts are read in batches of like length, up to 256 word pieces each."""
        rows = [_truncated(encoding.ids) for encoding in self._encodings(texts)]
        vectors = np.empty((len(rows), _DIMENSION), np.float32)
        for batch in _batches(rows):
            with self._story_lock:
                vectors[batch] = self._story_request.infer(_model_inputs([rows[i] for i in batch]))[0]
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[FloatArray, TokenSpans]]:
        """Return float32[pieces, 384] and the code points of each piece, the special ones left out, for each text."""
        encodings = self._encodings(texts)
        rows = [_truncated(encoding.ids) for encoding in encodings]
        vectors: list[FloatArray] = [np.empty((0, _DIMENSION), np.float32)] * len(rows)
        for batch in _batches(rows):
            with self._question_lock:
                tokens = self._question_request.infer(_model_inputs([rows[i] for i in batch]))[1]
                for place, i in enumerate(batch):
                    own = tokens[place, 1 : len(rows[i]) - 1]
                    vectors[i] = own / np.linalg.norm(own, axis=1, keepdims=True)
        spans = [encoding.offsets[1 : len(row) - 1] for encoding, row in zip(encodings, rows, strict=True)]
        return list(zip(vectors, spans, strict=True))

    def encode_query(self, text: str) -> FloatArray:
        """Return float32[384] of unit length."""
        inputs = _model_inputs([_truncated(encoding.ids) for encoding in self._encodings([text])])
        with self._question_lock:
            vector: FloatArray = self._question_request.infer(inputs)[0][0].copy()
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, [CLS] and [SEP] not counted."""
        return [len(encoding) for encoding in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def _encodings(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(texts))


def _truncated(ids: list[int]) -> list[int]:
    return ids if len(ids) <= _MAX_PIECES else [*ids[: _MAX_PIECES - 1], ids[-1]]


def _batches(rows: list[list[int]]) -> list[list[int]]:
    """Put the row numbers, shortest first, into batches of at most _BATCH_PIECES pieces, padding counted."""
    batches: list[list[int]] = []
    for i in sorted(range(len(rows)), key=lambda i: len(rows[i])):
        if batches and (len(batches[-1]) + 1) * _padded(len(rows[i])) <= _BATCH_PIECES:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def _padded(length: int) -> int:
    return -(-length // _LENGTH_STEP) * _LENGTH_STEP


def _model_inputs(rows: list[list[int]]) -> dict[str, npt.NDArray[np.int64]]:
    shape = (len(rows), _padded(max(map(len, rows))))
    ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for r, row in enumerate(rows):
        ids[r, : len(row)] = row
        mask[r, : len(row)] = 1
    return dict(zip(INPUTS, (ids, mask, np.zeros(shape, np.int64)), strict=True))


def _is_whole(folder: Path) -> bool:
    try:
        digests = json.loads((folder / MANIFEST).read_bytes())
        return all(digests[name] == file_sha256(folder / name) for name in MODEL_FILES)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _export_in_own_process(folder: Path) -> None:
    logger.info("Preparing the encoder, once for this machine (about half a minute) ...")
    command = [sys.executable, "-m", "embeddings.export", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["no message"]
        raise EncoderError(f"exporting the encoder to {folder} failed: {lines[-1]}")
