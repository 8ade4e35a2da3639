"""Exports a packaged model once, through ONNX, to the 16-bit form that OpenVINO maps into memory.

Run as `python -m embeddings.export MODEL FOLDER`, in a process of its own: torch's memory goes with it, and the
process that serves never loads torch.
"""

import json
import os
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings import interaction, multilingual, packaged
from embeddings.atomic import sync_folder, write_atomically
from embeddings.compiled import MANIFEST, MODEL_FILES, load_openvino
from embeddings.four_bit import FourBitModel, dequantised
from embeddings.weights import WEIGHTS_SHA256, check_sha256, file_sha256, packaged_model

if TYPE_CHECKING:
    import torch

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


def export(model: str, folder: Path) -> None:
    """Write the exported model and its manifest of hashes into `folder`, which appears whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="export-") as temporary:
        onnx_file = Path(temporary, "model.onnx")
        write_onnx(model, onnx_file)
        made = Path(temporary, "made")
        made.mkdir()
        openvino = load_openvino()
        openvino.save_model(openvino.Core().read_model(onnx_file), made / MODEL_FILES[0], compress_to_fp16=True)
        digests = {name: file_sha256(made / name) for name in MODEL_FILES}
        write_atomically(made / MANIFEST, [json.dumps(digests).encode()])
        _move_into_place(made, folder)


def write_onnx(model: str, path: Path) -> None:
    """Write the packaged `model`, from its inputs to "vector" and "tokens", as 32-bit ONNX to the file `path`."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    write = {
        packaged.MODEL: _minilm_to_onnx,
        interaction.MODEL: _interaction_to_onnx,
        multilingual.MODEL: _e5_to_onnx,
    }
    write[model](path)


def _move_into_place(made: Path, folder: Path) -> None:
    if folder.exists():  # damaged, or made by another process in the meantime
        folder.rename(made.with_name("replaced"))
    made.rename(folder)
    sync_folder(folder.parent)


def _minilm_to_onnx(path: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    class Unit(torch.nn.Module):
        """The model from token ids to the pooled vector of unit length and the vectors of the single tokens."""

        def __init__(self, transformer: SentenceTransformer) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            features = dict(zip(packaged.INPUTS, (input_ids, attention_mask, token_type_ids), strict=True))
            read = self.transformer(features)
            return read["sentence_embedding"], read["token_embeddings"]

    model = packaged_model()
    check_sha256(model / "model.safetensors", WEIGHTS_SHA256)
    example = [torch.ones((2, 8), dtype=torch.int64) for _ in packaged.INPUTS]
    _write(Unit(SentenceTransformer(str(model), device="cpu")), example, packaged.INPUTS, path)


def _interaction_to_onnx(path: Path) -> None:
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModel

    class Unit(torch.nn.Module):
        """The model from token ids to the first piece's vector, and to all pieces' vectors, as long as they matter."""

        def __init__(self, trunk: torch.nn.Module, weight: torch.Tensor, bias: torch.Tensor) -> None:
            super().__init__()
            self.trunk, self.weight, self.bias = trunk, weight, bias

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            features = dict(zip(packaged.INPUTS, (input_ids, attention_mask, token_type_ids), strict=True))
            read = self.trunk(**features).last_hidden_state
            matters = torch.sigmoid(read @ self.weight.T + self.bias)
            return read[:, 0], torch.nn.functional.normalize(read, dim=-1) * matters

    model = packaged_model()
    check_sha256(model / "model.safetensors", WEIGHTS_SHA256)
    trunk = AutoModel.from_pretrained(str(model), add_pooling_layer=False)
    learnt = {name: value.float() for name, value in load_file(interaction.WEIGHTS).items()}
    for name, a in learnt.items():
        if name.endswith(".a"):  # a low-rank addition: x W + x A B
            linear = name.removesuffix(".a")
            trunk.get_submodule(linear.removeprefix("trunk.")).weight.data += (a @ learnt[f"{linear}.b"]).T
    example = [torch.ones((2, 8), dtype=torch.int64) for _ in packaged.INPUTS]
    _write(Unit(trunk, learnt["weight.weight"], learnt["weight.bias"]), example, packaged.INPUTS, path)


def _e5_to_onnx(path: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    class Unit(torch.nn.Module):
        """The model from the vectors of words to the centred mean of unit length and the vectors of single tokens."""

        def __init__(self, bert: BertModel) -> None:
            super().__init__()
            self.bert = bert
            self.centre = torch.zeros(bert.config.hidden_size)

        def forward(
            self, word_vectors: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            read = self.bert(inputs_embeds=word_vectors, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(read.dtype)
            mean = torch.nn.functional.normalize((read * mask).sum(dim=1) / mask.sum(dim=1), dim=1)
            return torch.nn.functional.normalize(mean - self.centre, dim=1), read

    weights = multilingual.packaged_weights()
    check_sha256(weights, multilingual.WEIGHTS_SHA256)
    stored = FourBitModel.read(weights)
    config = BertConfig(
        vocab_size=1,  # words come in as vectors
        hidden_size=stored.hidden,
        num_hidden_layers=stored.layers,
        num_attention_heads=stored.heads,
        intermediate_size=stored.inner,
        max_position_embeddings=stored.positions,
    )
    bert = BertModel(config, add_pooling_layer=False)
    bert.load_state_dict({**_e5_weights(stored), "embeddings.word_embeddings.weight": torch.zeros(1, stored.hidden)})
    unit = Unit(bert).eval()
    ids, mask = multilingual.centre_rows(stored)
    words = torch.from_numpy(dequantised(stored.words[ids]))
    with torch.inference_mode():
        unit.centre = unit(words, torch.from_numpy(mask))[0].mean(dim=0)
    example = [torch.ones((2, 8, stored.hidden)), torch.ones((2, 8), dtype=torch.int64)]
    _write(unit, example, multilingual.INPUTS, path)


def _e5_weights(stored: FourBitModel) -> "dict[str, torch.Tensor]":
    """Return the weights under BERT's names, in 32 bits."""
    import torch

    names = {"emb.ln.w": "embeddings.LayerNorm.weight", "emb.ln.b": "embeddings.LayerNorm.bias"}
    names |= {"emb.pos": "embeddings.position_embeddings.weight", "emb.type": "embeddings.token_type_embeddings.weight"}
    for layer in range(stored.layers):
        for short, long in _E5_LAYER.items():
            names[f"l{layer}.{short}.w"] = f"encoder.layer.{layer}.{long}.weight"
            names[f"l{layer}.{short}.b"] = f"encoder.layer.{layer}.{long}.bias"
    found = {}
    for short, long in names.items():
        tensor = stored.tensors[short]
        flat = torch.from_numpy(dequantised(tensor) if tensor.ndim > 1 else tensor.copy())
        columns = stored.inner if short.endswith(".fo.w") else stored.hidden
        is_matrix = tensor.ndim > 1 or short in ("emb.pos", "emb.type")
        found[long] = flat.reshape(-1, columns) if is_matrix else flat
    return found


def _write(module: "torch.nn.Module", example: "Sequence[torch.Tensor]", inputs: Sequence[str], path: Path) -> None:
    import torch

    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
    torch.onnx.export(
        module.eval(),
        tuple(example),
        str(path),
        input_names=list(inputs),
        output_names=["vector", "tokens"],
        dynamic_shapes=dict.fromkeys(inputs, axes),
        external_data=False,
        verbose=False,
    )


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the exporter warns about its own internals
    export(sys.argv[1], Path(sys.argv[2]))
