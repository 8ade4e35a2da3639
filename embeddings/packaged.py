"""The default encoder: the packaged all-MiniLM-L6-v2, and the interaction model on top, run by OpenVINO."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tokenizers import Encoding, Tokenizer

from embeddings import interaction
from embeddings.compiled import CompiledModel, Inputs, IntArray, truncated
from embeddings.encoder import FloatArray, Pieces
from embeddings.weights import WEIGHTS_SHA256, check_sha256, load_tokenizer

MODEL = "all-MiniLM-L6-v2"
INPUTS = ("input_ids", "attention_mask")
_EXPORT_FORMAT = 2  # raise it when the exported model takes or gives something else
_SPECIAL_TOKENS = 2
_MAX_PIECES = 256
_DIMENSION = 384


class PackagedEncoder:
    """all-MiniLM-L6-v2 (384 dimensions, 256 word pieces). Queries and passages may come from several threads."""

    name = f"{MODEL}@{WEIGHTS_SHA256[:12]}"
    dimension = _DIMENSION
    max_tokens = _MAX_PIECES - _SPECIAL_TOKENS

    def __init__(self, tokenizer: Tokenizer, model: CompiledModel, cache: Path) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self._cache = cache
        self._reading: CompiledModel | None = None
        self._loading = threading.Lock()

    @classmethod
    def load(cls, cache: Path) -> Self:
        """Load the prepared model from the folder `cache`, preparing it first where it is missing or damaged."""
        folder = cache / f"{MODEL}-{WEIGHTS_SHA256[:12]}-{_EXPORT_FORMAT}"
        return cls(load_tokenizer(), CompiledModel.load(MODEL, folder, _model_inputs), cache)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return float32[len(texts), 384]; texts are read in batches of like length, up to 256 word pieces each."""
        return self._model.passage_vectors([truncated(one.ids, _MAX_PIECES) for one in self._encodings(texts)])

    def encode_query(self, text: str) -> FloatArray:
        """Return float32[384] of unit length."""
        return self._model.query_vector(truncated(self._encodings([text])[0].ids, _MAX_PIECES))

    def encode_tokens(self, texts: Sequence[str]) -> list[Pieces]:
        """Return the word pieces of each text, up to 256, as the interaction model reads them."""
        encodings = self._encodings(texts)
        read = self._interaction().piece_vectors([truncated(one.ids, _MAX_PIECES) for one in encodings])
        return [
            Pieces(vectors[1:-1], encoding.offsets[1 : len(vectors) - 1], weights[1:-1])
            for (vectors, weights), encoding in zip(read, encodings, strict=True)
        ]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, [CLS] and [SEP] not counted."""
        return [len(encoding) for encoding in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def _interaction(self) -> CompiledModel:
        """Load the model that reads piece by piece, when it is first needed: searching alone does without."""
        with self._loading:
            if self._reading is None:
                check_sha256(interaction.WEIGHTS, interaction.WEIGHTS_SHA256)
                folder = self._cache / f"{interaction.MODEL}-{interaction.WEIGHTS_SHA256[:12]}-{_EXPORT_FORMAT}"
                self._reading = CompiledModel.load(interaction.MODEL, folder, _model_inputs)
            return self._reading

    def _encodings(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(texts))


def _model_inputs(ids: IntArray, mask: IntArray) -> Inputs:
    return dict(zip(INPUTS, (ids, mask), strict=True))
