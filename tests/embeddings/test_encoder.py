"""The default encoder against sentence-transformers' own output, and its promises about batches and the network."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizer

from embeddings.compiled import MODEL_FILES, is_whole
from embeddings.encoder import Encoder
from embeddings.errors import EncoderError
from embeddings.loading import load_encoder
from embeddings.sentence_transformer import SentenceTransformerEncoder
from embeddings.weights import check_sha256, packaged_model
from tests.conftest import SEEDS

TEXTS = [
    "A single word.",
    "Who paid for the bridge, and when?",
    "日本語の文章です。",
    "Café ☕ – naïve façade, e\u0301 with a combining accent 🎉",
    "x " * 600,  # longer than 256 word pieces
    *(line for path in sorted(SEEDS.glob("*.md")) for line in path.read_text("utf-8").splitlines() if len(line) > 40),
]


@pytest.fixture(scope="session")
def reference() -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder.load(str(packaged_model()))


def test_vectors_are_those_of_sentence_transformers(minilm: Encoder, reference: SentenceTransformerEncoder) -> None:
    ours, theirs = minilm.encode_passages(TEXTS), reference.encode_passages(TEXTS)
    assert ours.dtype == np.float32
    assert ours.shape == (len(TEXTS), 384)
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert (ours * theirs).sum(axis=1).min() >= 0.999
    query = TEXTS[1]
    assert float(minilm.encode_query(query) @ reference.encode_query(query)) >= 0.999


def test_token_spans_are_those_of_sentence_transformers(minilm: Encoder, reference: SentenceTransformerEncoder) -> None:
    for ours, theirs in zip(minilm.encode_tokens(TEXTS[:12]), reference.encode_tokens(TEXTS[:12]), strict=True):
        assert ours.spans == theirs.spans


def test_token_spans_count_code_points(minilm: Encoder) -> None:
    text = "🎉🎉 Zoë said “no”."
    spans = minilm.encode_tokens([text])[0].spans
    assert "Zoë" in [text[a:b] for a, b in spans]
    assert "no" in [text[a:b] for a, b in spans]


def test_batching_changes_nothing(minilm: Encoder) -> None:
    together = minilm.encode_passages(TEXTS)
    alone = np.concatenate([minilm.encode_passages([text]) for text in TEXTS])
    assert (together * alone).sum(axis=1).min() >= 0.999
    assert minilm.encode_passages([]).shape == (0, 384)


def test_tokens_are_counted_without_the_special_ones(minilm: Encoder, reference: SentenceTransformerEncoder) -> None:
    assert minilm.count_tokens(["one two three", ""]) == [3, 0]
    assert minilm.count_tokens(TEXTS) == reference.count_tokens(TEXTS)


def test_serving_opens_no_socket_and_loads_no_torch(minilm: Encoder, tmp_path: Path) -> None:  # noqa: ARG001 - it exports
    code = (
        "import sys\n"
        "def hook(event, args):\n"
        "    if event.startswith('socket.') and event != 'socket.__new__': raise SystemExit(f'{event} {args}')\n"
        "sys.addaudithook(hook)\n"
        "from pathlib import Path\n"
        "from qa.library import Library\n"
        "from qa.settings import Settings\n"
        "from qa.documents import read_text\n"
        f"settings = Settings(Path({str(tmp_path)!r}), Settings.from_environment().cache)\n"
        "with Library(settings, write=True) as library:\n"
        "    library.add([read_text('The ferry left at noon.', 'a.txt')])\n"
        "    assert library.search('ferry')\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'openvino_telemetry.main'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"not the weights")
    with pytest.raises(EncoderError, match="has sha256"):
        check_sha256(tmp_path / "model", "0" * 64)


def test_damaged_export_is_noticed(tmp_path: Path) -> None:
    for name in MODEL_FILES:
        (tmp_path / name).write_bytes(b"x")
    assert not is_whole(tmp_path)


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model of random weights whose own configuration asks for prompts, as E5's does."""
    folder = tmp_path_factory.mktemp("prompted")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", "the", "ferry", "left", "oban"]
    tokenizer = BertTokenizer(vocab={word: i for i, word in enumerate(words)})
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    torch.manual_seed(0)
    BertModel(config).save_pretrained(folder / "plain")
    tokenizer.save_pretrained(folder / "plain")
    transformer = Transformer(str(folder / "plain"))
    prompts = {"query": "query: ", "document": "passage: "}
    pooling = Pooling(transformer.get_embedding_dimension())
    model = SentenceTransformer(
        modules=[transformer, pooling], prompts=prompts, default_prompt_name="query", device="cpu"
    )
    model.save(str(folder / "model"))
    return folder / "model"


def test_a_models_own_prompts_are_used_for_vectors_and_not_for_tokens(prompted: Path, tmp_path: Path) -> None:
    encoder = load_encoder(str(prompted), tmp_path)
    model, text = SentenceTransformer(str(prompted), device="cpu"), "the ferry left"
    query, passage = model.encode([f"query: {text}", f"passage: {text}"], prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(encoder.encode_query(text), query, atol=1e-5)
    np.testing.assert_allclose(encoder.encode_passages([text])[0], passage, atol=1e-5)
    pieces = encoder.encode_tokens([text])[0]
    assert [text[a:b] for a, b in pieces.spans] == ["the", "ferry", "left"]
    assert pieces.vectors.shape == (3, encoder.dimension)


def test_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="holds no sentence-transformers model"):
        load_encoder(str(tmp_path), tmp_path)
