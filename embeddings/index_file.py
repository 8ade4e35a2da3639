"""A file of arrays with a line of facts, written whole and read in one pass; any bit that has changed is found."""

import hashlib
import json
import math
from collections.abc import Mapping
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.atomic import write_atomically
from embeddings.errors import IndexDamagedError

FORMAT = 3
_LINE = 4096  # a header is shorter
_CHUNK = 1 << 22
_DTYPES = {"int64", "float16", "float32", "uint8", "uint16", "uint32", "uint64"}

Array = np.ndarray[Any, Any]
Facts = dict[str, Any]


def write_arrays(path: Path, facts: Facts, arrays: Mapping[str, Array]) -> None:
    """Replace the file at `path`, durably: a line of JSON with the facts and a sha256 of all, then the arrays."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())}
    shapes = {name: [array.dtype.name, *array.shape] for name, array in contiguous.items()}
    facts = {"format": FORMAT, **facts, "arrays": shapes}
    digest = _digest_of(facts)
    parts = [_bytes(array) for array in contiguous.values() if array.size]
    for part in parts:
        digest.update(part)
    write_atomically(path, [_line({**facts, "sha256": digest.hexdigest()}), *parts])


def read_arrays(path: Path, encoder: str, spare: float = 0.0) -> tuple[Facts, dict[str, Array]]:
    """Return the facts and the arrays of a file, each hashed while it is read and held once.

    The memory behind an array has room for `spare` times as many rows more (its `base`). Raises IndexDamagedError when
    the file is missing, truncated, altered in any bit, or of another encoder.
    """
    try:
        with path.open("rb") as file:
            line = file.readline(_LINE)
            facts = json.loads(line)
            if line != _line(facts):
                raise _damaged(path, "has an altered header")
            if facts["format"] != FORMAT or facts["encoder"] != encoder:
                raise _damaged(path, f"is not of {encoder}")
            expected = facts.pop("sha256")
            if path.stat().st_size != len(line) + sum(_size(shape) for shape in facts["arrays"].values()):
                raise _damaged(path, "is too short or too long")
            digest = _digest_of(facts)
            arrays = {name: _read_array(file, shape, spare, digest) for name, shape in facts["arrays"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(f"the index {path} can't be read ({error}): it is rebuilt from the store") from error
    if digest.hexdigest() != expected:
        raise _damaged(path, "does not match its sha256")
    return facts, arrays


def _damaged(path: Path, what: str) -> IndexDamagedError:
    return IndexDamagedError(f"the index {path} {what}: it is rebuilt from the store")


def _line(header: Facts) -> bytes:
    return json.dumps(header, sort_keys=True).encode() + b"\n"


def _digest_of(facts: Facts) -> Any:
    return hashlib.sha256(_line(facts))


def _bytes(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _size(shape: list[Any]) -> int:
    """Return the bytes of an array. Raises ValueError where the header is none of ours."""
    name, *sides = shape
    if name not in _DTYPES or any(type(side) is not int or side < 0 for side in sides):
        raise ValueError(f"no array is {shape}")
    return int(math.prod(sides)) * np.dtype(str(name)).itemsize


def _read_array(file: BufferedReader, shape: list[Any], spare: float, digest: Any) -> Array:
    name, rows, *sides = shape
    array: Array = np.empty((rows + int(rows * spare), *sides), name)[:rows]
    if array.size:
        view = _bytes(array)
        for start in range(0, len(view), _CHUNK):
            part = view[start : start + _CHUNK]
            if file.readinto(part) != len(part):
                raise ValueError("it ends early")
            digest.update(part)
    return array
