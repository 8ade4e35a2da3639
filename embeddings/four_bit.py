"""Reads the weights and the vocabulary of a model that a package ships in 4 bits (magic number E5S1).

Little-endian throughout. A 4-bit tensor is a run of blocks of 18 bytes: a 16-bit float, the scale, then 16 bytes that
hold 32 weights, the low halves first; a weight is (its four bits - 8) times the scale.
"""

import mmap
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from embeddings.encoder import FloatArray
from embeddings.errors import EncoderError

Blocks = npt.NDArray[np.uint8]

_MAGIC = b"E5S1"
_SIZES = struct.Struct("<4sI7if i")
_VOCABULARY = struct.Struct("<5iQ")
_BLOCK_BYTES = 18
_BLOCK_WEIGHTS = 32
_FOUR_BITS = 1


@dataclass(frozen=True, slots=True)
class FourBitModel:
    """`vocabulary` gives each piece its log-probability, in order of the ids; `tensors` are mapped from the file.

    A tensor is float32[n], or uint8[n / 32, 18] where it is in 4 bits.
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    vocabulary: list[tuple[str, float]]
    unknown: int
    tensors: Mapping[str, npt.NDArray[Any]]

    @property
    def words(self) -> Blocks:
        """The vectors of the pieces, uint8[ids, hidden / 32, 18]."""
        return self.tensors["emb.word"].reshape(-1, self.hidden // _BLOCK_WEIGHTS, _BLOCK_BYTES)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file at `path`, whose sha256 the caller has checked. Raises EncoderError for another format."""
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, hidden, layers, heads, inner, _, positions, *_ = _SIZES.unpack_from(data, 0)
        if (magic, version) != (_MAGIC, 1):
            raise EncoderError(f"{path} is not a 4-bit model of version 1: install the package that holds it again")
        at = _SIZES.size
        count, _, _, _, unknown, length = _VOCABULARY.unpack_from(data, at)
        at += _VOCABULARY.size
        ends = np.frombuffer(data, np.uint32, count + 1, at).tolist()
        scores = np.frombuffer(data, np.float32, count, at + 4 * (count + 1)).tolist()
        at += 4 * (2 * count + 1)
        words = data[at : at + length]
        vocabulary = [(words[ends[i] : ends[i + 1]].decode(), scores[i]) for i in range(count)]
        (normalised_bytes,) = struct.unpack_from("<I", data, at + length + 4)
        tensors = dict(_tensors(data, at + length + 8 + normalised_bytes))
        return cls(hidden, layers, heads, inner, positions, vocabulary, unknown, tensors)


def _tensors(data: mmap.mmap, at: int) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, weights, start, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        stored = np.frombuffer(data, np.uint8, size, start)
        yield name, stored.reshape(-1, _BLOCK_BYTES) if kind == _FOUR_BITS else stored.view(np.float32)[:weights]


def dequantised(blocks: Blocks) -> FloatArray:
    """Return float32[..., 32 n], the weights of uint8[..., n, 18]."""
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    packed = blocks[..., 2:]
    weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    return (weights * scales).reshape(*blocks.shape[:-2], blocks.shape[-2] * _BLOCK_WEIGHTS)
