"""Prepares a packaged model once: its weights to the 16-bit graph that OpenVINO maps into memory."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embeddings import interaction, multilingual, packaged, span_reader
from embeddings.atomic import sync_folder, write_atomically
from embeddings.bert import BertGraph, Tensor
from embeddings.compiled import MANIFEST, MODEL_FILES, load_openvino
from embeddings.four_bit import FourBitModel, dequantised
from embeddings.weights import WEIGHTS_SHA256, check_sha256, file_sha256, packaged_model

HEADS = 12
# What E5's file calls the parts of a layer, and what BERT does.
_E5_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Ends:
    """The inputs and the outputs of a graph."""

    inputs: Sequence[Any]
    outputs: Sequence[Any]


def export(model: str, folder: Path) -> None:
    """Write the prepared model and its manifest of hashes into `folder`, which appears whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    openvino = load_openvino()
    build = {
        packaged.MODEL: _minilm,
        interaction.MODEL: _interaction,
        span_reader.MODEL: _span_reader,
        multilingual.MODEL: _e5,
    }
    ends = build[model]()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="export-") as temporary:
        made = Path(temporary, "made")
        made.mkdir()
        graph = openvino.Model(list(ends.outputs), list(ends.inputs), model)
        openvino.save_model(graph, made / MODEL_FILES[0], compress_to_fp16=True)
        digests = {name: file_sha256(made / name) for name in MODEL_FILES}
        write_atomically(made / MANIFEST, [json.dumps(digests).encode()])
        _move_into_place(made, folder)


def _move_into_place(made: Path, folder: Path) -> None:
    if folder.exists():  # damaged, or made by another process in the meantime
        folder.rename(made.with_name("replaced"))
    made.rename(folder)
    sync_folder(folder.parent)


def _minilm() -> Ends:
    """From ids to the mean of unit length, and the vectors of the pieces."""
    graph = BertGraph(minilm_weights(), HEADS)
    ids, mask = graph.ids(packaged.INPUTS[0]), graph.ids(packaged.INPUTS[1])
    hidden = graph.read(graph.word_vectors(ids), mask)
    return Ends((ids, mask), (graph.mean(hidden, mask), hidden))


def _interaction() -> Ends:
    """From ids to the mean of unit length, and all pieces' vectors, as long as they matter."""
    weights = minilm_weights()
    learnt = _learnt(interaction.WEIGHTS, interaction.WEIGHTS_SHA256)
    for name, a in learnt.items():
        if name.endswith(".a"):  # a low-rank addition: x W + x A B
            linear = name.removesuffix(".a")
            own = f"{linear.removeprefix('trunk.')}.weight"
            weights[own] = weights[own] + (a @ learnt[f"{linear}.b"]).T
    graph = BertGraph(weights, HEADS)
    ids, mask = graph.ids(packaged.INPUTS[0]), graph.ids(packaged.INPUTS[1])
    hidden = graph.read(graph.word_vectors(ids), mask)
    matters = graph.ops.sigmoid(graph.linear(hidden, learnt["weight.weight"], learnt["weight.bias"]))
    return Ends((ids, mask), (graph.mean(hidden, mask), graph.ops.multiply(graph.unit(hidden), matters)))


def _span_reader() -> Ends:
    """From ids of a question and a passage to how likely the answer begins, and ends, at each piece."""
    learnt = _learnt(span_reader.WEIGHTS, span_reader.WEIGHTS_SHA256)
    own = {name.removeprefix("trunk."): value for name, value in learnt.items()}
    graph = BertGraph({**minilm_weights(), **own}, HEADS)
    ids, mask, kinds = (graph.ids(name) for name in span_reader.INPUTS)
    hidden = graph.read(graph.word_vectors(ids), mask, kinds)
    return Ends((ids, mask, kinds), (graph.linear(hidden, learnt["ends.weight"], learnt["ends.bias"]),))


def minilm_weights() -> dict[str, Tensor]:
    """Return the packaged model's weights, by their names in BertModel."""
    from safetensors.numpy import load_file

    path = packaged_model() / "model.safetensors"
    check_sha256(path, WEIGHTS_SHA256)
    return dict(load_file(path))


def _learnt(path: Path, sha256: str) -> dict[str, Tensor]:
    from safetensors.numpy import load_file

    check_sha256(path, sha256)
    return {name: value.astype(np.float32) for name, value in load_file(path).items()}


def _e5() -> Ends:
    """From the vectors of words to the centred mean of unit length, and the vectors of the pieces."""
    path = multilingual.packaged_weights()
    check_sha256(path, multilingual.WEIGHTS_SHA256)
    stored = FourBitModel.read(path)
    graph = BertGraph(_e5_weights(stored), stored.heads)
    words = graph.ops.parameter([-1, -1, stored.hidden], np.float32, name=multilingual.INPUTS[0])
    mask = graph.ids(multilingual.INPUTS[1])
    hidden = graph.read(words, mask)
    mean = graph.mean(hidden, mask)
    centred = graph.ops.subtract(mean, graph.constant(_e5_centre(stored, Ends((words, mask), (mean,)))))
    return Ends((words, mask), (graph.unit(centred), hidden))


def _e5_centre(stored: FourBitModel, ends: Ends) -> Tensor:
    openvino = load_openvino()
    graph = openvino.Model(list(ends.outputs), list(ends.inputs), "mean")
    precise = {"INFERENCE_PRECISION_HINT": "f32"}
    ids, mask = multilingual.centre_rows(stored)
    means = openvino.Core().compile_model(graph, "CPU", precise)([dequantised(stored.words[ids]), mask])[0]
    centre: Tensor = means.mean(axis=0)
    return centre


def _e5_weights(stored: FourBitModel) -> Mapping[str, Tensor]:
    """Return the weights under BERT's names, in 32 bits."""
    names = {"emb.ln.w": "embeddings.LayerNorm.weight", "emb.ln.b": "embeddings.LayerNorm.bias"}
    names |= {"emb.pos": "embeddings.position_embeddings.weight", "emb.type": "embeddings.token_type_embeddings.weight"}
    for layer in range(stored.layers):
        for short, long in _E5_LAYER.items():
            names[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{long}.weight"
            names[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{long}.bias"
    found = {}
    for short, long in names.items():
        tensor = stored.tensors[short]
        flat = dequantised(tensor) if tensor.ndim > 1 else tensor.copy()
        columns = stored.inner if short.endswith(".fo.w") else stored.hidden
        is_matrix = tensor.ndim > 1 or short in ("emb.pos", "emb.type")
        found[long] = flat.reshape(-1, columns) if is_matrix else flat
    return found
