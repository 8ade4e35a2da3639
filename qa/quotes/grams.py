"""The sampled index of word triples: where in the stories the words of a quotation may stand.

Of any seven neighbouring words at least one triple is kept: the one with the least hash of each five neighbours
(winnowing, https://theory.stanford.edu/~aiken/publications/papers/sigmod03.pdf). Six bytes a triple: the stories'
places in order of the triples' hashes, 16 bits of these, and a directory of the first 20.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from embeddings.index_file import read_arrays, write_arrays
from qa.quotes.folding import fold

Array = npt.NDArray[Any]

TRIPLE = 3
WINDOW = 5
SURE_WORDS = TRIPLE + WINDOW - 1  # so many neighbouring words in common are found for certain
_BITS, _REST = 20, 16
_BLOCK = 1 << 18  # characters hashed at a time
_OVERLAP = 1 << 9
_LEAST_TAIL = 1 << 16  # new triples are kept apart, sorted, until there are so many, or an eighth of all
_MOST_PLACES = 1 << 32
_MOST_HITS = 4096  # a triple that stands in more places says little about where to look
_KIND = "word-triples-1"
_IDEOGRAPHS = 0x2E80


class GramIndex:
    """The triples of many texts that stand one after the other; a place counts characters from the first text's start.

    `size` is where the next text begins.
    """

    def __init__(self) -> None:
        self.size = 0
        self._directory: Array = np.zeros((1 << _BITS) + 1, np.uint32)
        self._rests: Array = np.zeros(0, np.uint16)
        self._places: Array = np.zeros(0, np.uint32)
        self._tail_keys: Array = np.zeros(0, np.uint64)
        self._tail_places: Array = np.zeros(0, np.uint32)
        self._new: list[tuple[Array, Array]] = []
        self._waiting: list[str] = []  # short texts are hashed together
        self._hashed = 0

    def __len__(self) -> int:
        return len(self._places) + len(self._tail_places) + sum(len(places) for _, places in self._new)

    @property
    def memory(self) -> int:
        """The bytes that the index holds."""
        held = (self._directory, self._rests, self._places, self._tail_keys, self._tail_places)
        return sum(array.nbytes for array in held) + sum(a.nbytes + b.nbytes for a, b in self._new)

    def has_room(self, length: int) -> bool:
        """Say whether a text of that length can be added."""
        return self.size + length < _MOST_PLACES

    def add(self, text: str) -> int:
        """Add a text and return the place where it begins."""
        begin = self.size
        self._waiting.append(text)
        self.size += len(text) + 1
        if self.size - self._hashed > _BLOCK:
            self._hash()
        return begin

    def settle(self) -> None:
        """Make what was added findable; merges it into the whole where there is much."""
        self._hash()
        if self._new:
            keys = np.concatenate([self._tail_keys, *(keys for keys, _ in self._new)])
            places = np.concatenate([self._tail_places, *(places for _, places in self._new)])
            order = np.argsort(keys, kind="stable")
            self._tail_keys, self._tail_places, self._new = keys[order], places[order], []
        if len(self._tail_keys) > max(_LEAST_TAIL, len(self._places) // 8):
            self._merge()

    def find(self, keys: Array) -> tuple[Array, Array]:
        """Return (which of the keys, place) of every place at which one of the triples is kept."""
        which, places = [], []
        begins = np.searchsorted(self._tail_keys, keys, "left")
        ends = np.searchsorted(self._tail_keys, keys, "right")
        for i, key in enumerate(keys.tolist()):
            bucket, rest = key >> _REST, key & ((1 << _REST) - 1)
            low, high = int(self._directory[bucket]), int(self._directory[bucket + 1])
            found = self._places[low:high][self._rests[low:high] == rest] if high > low else self._places[:0]
            late = self._tail_places[begins[i] : ends[i]]
            if 0 < len(found) + len(late) <= _MOST_HITS:
                places += [found, late]
                which.append(np.full(len(found) + len(late), i))
        if not which:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return np.concatenate(which), np.concatenate(places).astype(np.int64)

    def drop(self, begin: int, end: int) -> None:
        """Forget the triples of the places begin .. end - 1; their room is not used again."""
        self.settle()
        keep = (self._places < begin) | (self._places >= end)
        buckets = np.repeat(np.arange(1 << _BITS), _counts(self._directory))[keep]
        self._places, self._rests = self._places[keep], self._rests[keep]
        self._directory = _directory(buckets)
        keep = (self._tail_places < begin) | (self._tail_places >= end)
        self._tail_keys, self._tail_places = self._tail_keys[keep], self._tail_places[keep]

    def save(self, path: Path, facts: dict[str, Any], more: dict[str, Array]) -> None:
        """Write the index with `facts` and `more` arrays to a file, whole or not at all."""
        self.settle()
        arrays = {
            **more,
            "directory": self._directory, "places": self._places, "rests": self._rests,
            "tail_keys": self._tail_keys, "tail_places": self._tail_places,
        }  # fmt: skip
        write_arrays(path, {"encoder": _KIND, "size": self.size, **facts}, arrays)

    @classmethod
    def load(cls, path: Path) -> tuple["GramIndex", dict[str, Any], dict[str, Array]]:
        """Read an index, its facts and all arrays of its file. Raises IndexDamagedError where it is not whole."""
        facts, arrays = read_arrays(path, _KIND)
        index = cls()
        index.size = index._hashed = int(facts["size"])
        index._directory, index._rests, index._places = arrays["directory"], arrays["rests"], arrays["places"]
        index._tail_keys, index._tail_places = arrays["tail_keys"], arrays["tail_places"]
        return index, facts, arrays

    def _hash(self) -> None:
        if self._waiting:
            keys, starts = sampled("\n".join(self._waiting))
            self._new.append((keys, (starts + self._hashed).astype(np.uint32)))
            self._waiting, self._hashed = [], self.size

    def _merge(self) -> None:
        buckets = np.repeat(np.arange(1 << _BITS, dtype=np.uint64), _counts(self._directory))
        keys = np.concatenate([(buckets << np.uint64(_REST)) | self._rests, self._tail_keys])
        places = np.concatenate([self._places, self._tail_places])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        self._places = places[order]
        self._rests = (keys & np.uint64((1 << _REST) - 1)).astype(np.uint16)
        self._directory = _directory((keys >> np.uint64(_REST)).astype(np.int64))
        self._tail_keys, self._tail_places = self._tail_keys[:0].copy(), self._tail_places[:0].copy()


def _counts(directory: Array) -> Array:
    counts: Array = (directory[1:] - directory[:-1]).astype(np.int64)
    return counts


def _directory(buckets: Array) -> Array:
    counts = np.bincount(buckets, minlength=1 << _BITS)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)


def triples(text: str) -> tuple[Array, Array]:
    """Return (hash of 36 bits, place) of each three neighbouring words of a text, in order."""
    blocks = list(_blocks(text))
    if not blocks:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    return np.concatenate([keys for keys, _ in blocks]), np.concatenate([places for _, places in blocks])


def sampled(text: str) -> tuple[Array, Array]:
    """Return (hash, place) of the triples of a text that are kept."""
    keys, places = [], []
    for block_keys, block_places in _blocks(text):
        chosen = _winnowed(block_keys)
        keys.append(block_keys[chosen])
        places.append(block_places[chosen])
    if not keys:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    every, first = np.unique(np.concatenate(places), return_index=True)  # blocks overlap
    return np.concatenate(keys)[first], every


def _winnowed(keys: Array) -> Array:
    """Return which keys are the least of some five neighbours; the least of all where there are fewer."""
    if len(keys) <= WINDOW:
        return np.array([int(np.argmin(keys))]) if len(keys) else np.zeros(0, np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(keys, WINDOW)
    return np.unique(np.arange(len(windows)) + np.argmin(windows, axis=1))


def _blocks(text: str) -> Iterator[tuple[Array, Array]]:
    for begin in range(0, max(1, len(text) - _OVERLAP), _BLOCK):
        part = text[begin : begin + _BLOCK + _OVERLAP]
        keys, places = _triples_of(part)
        if len(keys):
            yield keys, places + begin


def _triples_of(text: str) -> tuple[Array, Array]:
    folded = fold(text, spaces=False)
    codes = np.frombuffer(folded.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    at = np.flatnonzero(codes != ord("'"))  # "don't" and "dont" are one word
    codes = codes[at]
    letters = _is_letter(codes)
    alone = codes >= _IDEOGRAPHS  # scripts without spaces: each character is a word
    edge = np.concatenate([[True], ~letters[:-1] | alone[:-1] | alone[1:]]) if len(letters) else letters
    starts = np.flatnonzero(letters & edge)
    if len(starts) < TRIPLE:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    stops = np.flatnonzero(letters & np.concatenate([~letters[1:] | alone[1:] | alone[:-1], [True]])) + 1
    hashed = _word_hashes(codes, starts, stops)
    mixed = hashed[:-2] * _ODD[0] + hashed[1:-1] * _ODD[1] + hashed[2:] * _ODD[2]
    keys = _mix(mixed) >> np.uint64(64 - _BITS - _REST)
    runs, places = np.array(folded.runs), np.array(folded.places)
    within = at[starts[:-2]]
    run = np.searchsorted(runs, within, "right") - 1
    whole = np.array(folded.lengths)[run] >= 0
    return keys, places[run] + np.where(whole, 0, within - runs[run])


_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_BASE = 0x2127599BF4325C37  # odd, so that it has an inverse among the 64-bit numbers


def _mix(values: Array) -> Array:
    """Scatter 64-bit numbers (the finaliser of MurmurHash3)."""
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    values = (values ^ (values >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    mixed: Array = values ^ (values >> np.uint64(33))
    return mixed


@lru_cache(1)
def _powers() -> tuple[Array, Array]:
    """Return the powers of the base and those of its inverse, for each place of a block."""
    inverse = pow(_BASE, -1, 1 << 64)
    length = 4 * (_BLOCK + _OVERLAP)  # folding may lengthen a text: an ellipsis sign becomes three points
    rows = [np.full(length, one, np.uint64) for one in (_BASE, inverse)]
    for row in rows:
        row[0] = 1
        np.cumprod(row, out=row)
    return rows[0], rows[1]


def _word_hashes(codes: Array, starts: Array, stops: Array) -> Array:
    """Return a hash of each word: a polynomial of its characters (Rabin's), from sums over the whole text."""
    powers, inverses = _powers()
    if len(codes) > len(powers):
        codes = codes[: len(powers)]
        stops = np.minimum(stops, len(powers) - 1)
        starts = np.minimum(starts, stops)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(_mix(codes.astype(np.uint64)) * powers[: len(codes)])])
    return _mix((sums[stops] - sums[starts]) * inverses[starts])


@lru_cache(1)
def _letters() -> Array:
    """Return, for each character below the ideographs, whether it belongs to words."""
    return np.array([chr(code).isalnum() for code in range(_IDEOGRAPHS)])


def _is_letter(codes: Array) -> Array:
    return np.where(codes < _IDEOGRAPHS, _letters()[np.minimum(codes, _IDEOGRAPHS - 1)], codes >= _IDEOGRAPHS)
