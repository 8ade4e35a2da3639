"""The span reader: all-MiniLM-L6-v2 trained further to say where in a passage the answer to a question stands.

What was learnt lies beside this file, with a card that says how. `python -m qa.training.reader` learns it anew.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from tokenizers import Tokenizer

from embeddings.compiled import load_compiled, padded, pairs_by_length, rounded
from embeddings.encoder import FloatArray
from embeddings.weights import load_tokenizer

MODEL = "minilm-span-reader"
WEIGHTS = Path(__file__).with_name("span_reader.safetensors")
WEIGHTS_SHA256 = "db0d6bfdc58efb82dc8e46812bd5fedfafee3fe3243cbfb559c09f99934b3acc"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MAX_PIECES = 256
QUESTION_PIECES = 64
OVERLAP = 64
_EXPORT_FORMAT = 1  # raise it when the prepared model takes or gives something else
CLS, SEP = 101, 102
_MARKS = 3  # [CLS] and two [SEP]

Offsets = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ReadText:
    """What the reader says of a text: how likely the answer begins, and ends, at each of its pieces.

    `spans` are the code points of the pieces; `begins` and `ends` float32[pieces], logits that can be compared from
    one text to another by way of `none`: what they add up to where the text does not answer.
    """

    spans: Offsets
    begins: FloatArray
    ends: FloatArray
    none: float


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `first` .. of the text of that number, read with the question as one row of ids."""

    text: int
    first: int
    ids: list[int]


class SpanReader:
    """Reads a question with texts. Several threads may read; they take turns."""

    def __init__(self, tokenizer: Tokenizer, compiled: Any) -> None:
        self._tokenizer = tokenizer
        self._request = compiled.create_infer_request()
        self._lock = threading.Lock()

    @classmethod
    def load(cls, cache: Path) -> Self:
        """Load the prepared model from the folder `cache`, preparing it first where it is missing or damaged."""
        folder = cache / f"{MODEL}-{WEIGHTS_SHA256[:12]}-{_EXPORT_FORMAT}"
        return cls(load_tokenizer(), load_compiled(MODEL, folder))

    def read(self, question: str, texts: Sequence[str]) -> list[ReadText]:
        """Read `question` with each text; a text that is too long is read in windows that overlap."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION_PIECES]
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        rows = [window for i, one in enumerate(encodings) for window in windows(i, asked, one.ids)]
        begins = [np.full(len(one.ids), -np.inf, np.float32) for one in encodings]
        ends = [np.full(len(one.ids), -np.inf, np.float32) for one in encodings]
        none = np.full(len(texts), np.inf)
        for window, logits in self._logits(rows, len(asked) + 2):
            own = logits[len(asked) + 2 : len(window.ids) - 1]
            place = slice(window.first, window.first + len(own))
            # A piece in two windows is taken from the one that makes more of it: where its context is whole.
            np.maximum(begins[window.text][place], own[:, 0], out=begins[window.text][place])
            np.maximum(ends[window.text][place], own[:, 1], out=ends[window.text][place])
            none[window.text] = min(none[window.text], float(logits[0].sum()))
        return [ReadText(one.offsets, begins[i], ends[i], float(none[i])) for i, one in enumerate(encodings)]

    def _logits(self, found: Sequence[Window], first: int) -> Iterator[tuple[Window, FloatArray]]:
        """Yield each window with float32[pieces, 2]; those of like length are read together."""
        for batch in pairs_by_length([window.ids for window in found]):
            rows = [found[i].ids for i in batch]
            ids, mask = padded(rows, rounded(max(map(len, rows))))
            kinds = np.zeros_like(ids)
            kinds[:, first:] = mask[:, first:]
            with self._lock:
                logits = self._request.infer(dict(zip(INPUTS, (ids, mask, kinds), strict=True)))[0].copy()
            for place, i in enumerate(batch):
                yield found[i], logits[place]


def windows(text: int, asked: list[int], ids: list[int]) -> Iterator[Window]:
    """Yield the rows to read: of a long text as many as hold every piece, each OVERLAP pieces into the one before."""
    room = MAX_PIECES - len(asked) - _MARKS
    last = max(0, len(ids) - room)
    for start in range(0, last + room - OVERLAP, room - OVERLAP):
        first = min(start, last)
        yield Window(text, first, [CLS, *asked, SEP, *ids[first : first + room], SEP])
        if first == last:
            return
