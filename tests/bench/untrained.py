"""The span reader before it learnt: the packaged encoder with a line of random numbers at its end."""

import numpy as np

from embeddings.bert import BertGraph
from embeddings.compiled import load_openvino
from embeddings.export import HEADS, minilm_weights
from embeddings.span_reader import INPUTS, SpanReader
from embeddings.weights import load_tokenizer


def untrained_reader() -> SpanReader:
    """Return it, compiled."""
    graph = BertGraph(minilm_weights(), HEADS)
    ids, mask, kinds = (graph.ids(name) for name in INPUTS)
    ends = np.random.default_rng(0).normal(scale=0.02, size=(2, graph.hidden)).astype(np.float32)
    logits = graph.linear(graph.read(graph.word_vectors(ids), mask, kinds), ends, np.zeros(2, np.float32))
    openvino = load_openvino()
    return SpanReader(
        load_tokenizer(), openvino.Core().compile_model(openvino.Model([logits], [ids, mask, kinds], "u"))
    )
