"""The graph against transformers' own model, with random weights."""

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from embeddings.bert import BertGraph, Tensor
from embeddings.compiled import load_openvino

HIDDEN, HEADS = 32, 4


@pytest.fixture(scope="module")
def bert() -> BertModel:
    torch.manual_seed(0)
    config = BertConfig(vocab_size=50, hidden_size=HIDDEN, num_hidden_layers=3, num_attention_heads=HEADS,
                        intermediate_size=64, max_position_embeddings=40)  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    model.eval()
    for name, value in model.named_parameters():
        torch.nn.init.normal_(value, std=0.5, mean=float("LayerNorm.weight" in name))
    return model


def weights(bert: BertModel) -> dict[str, Tensor]:
    return {name: value.detach().numpy() for name, value in bert.state_dict().items()}


def test_graph_reads_as_transformers_does(bert: BertModel) -> None:
    graph = BertGraph(weights(bert), HEADS)
    ids, mask, kinds = graph.ids("ids"), graph.ids("mask"), graph.ids("kinds")
    hidden = graph.read(graph.word_vectors(ids), mask, kinds)
    openvino = load_openvino()
    model = openvino.Model([hidden, graph.mean(hidden, mask)], [ids, mask, kinds], "test")
    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    chance = np.random.default_rng(0)
    given = chance.integers(0, 50, (3, 11))
    seen = (np.arange(11)[None] < np.array([11, 7, 1])[:, None]).astype(np.int64)
    kind = chance.integers(0, 2, (3, 11))
    ours, means = (compiled([given, seen, kind])[i] for i in (0, 1))
    with torch.inference_mode():
        theirs = bert(
            input_ids=torch.tensor(given), attention_mask=torch.tensor(seen), token_type_ids=torch.tensor(kind)
        ).last_hidden_state.numpy()
    for row, length in enumerate((11, 7, 1)):
        np.testing.assert_allclose(ours[row, :length], theirs[row, :length], atol=2e-4)
        mean = theirs[row, :length].mean(axis=0)
        np.testing.assert_allclose(means[row], mean / np.linalg.norm(mean), atol=1e-4)


def test_without_kinds_all_pieces_are_of_the_first(bert: BertModel) -> None:
    graph = BertGraph(weights(bert), HEADS)
    ids, mask = graph.ids("ids"), graph.ids("mask")
    openvino = load_openvino()
    model = openvino.Model([graph.read(graph.word_vectors(ids), mask)], [ids, mask], "test")
    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    given, seen = np.arange(10).reshape(1, 10), np.ones((1, 10), np.int64)
    with torch.inference_mode():
        theirs = bert(input_ids=torch.tensor(given), attention_mask=torch.tensor(seen)).last_hidden_state.numpy()
    np.testing.assert_allclose(compiled([given, seen])[0], theirs, atol=2e-4)
    assert graph.layers == 3
