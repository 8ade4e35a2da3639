"""Exports the packaged model once, through ONNX, to the 16-bit form that OpenVINO maps into memory.

Run as `python -m embeddings.export FOLDER`, in a process of its own: torch's memory goes with it, and the process
that serves never loads torch.
"""

import json
import os
import sys
import tempfile
import warnings
from pathlib import Path

from embeddings.atomic import sync_folder, write_atomically
from embeddings.packaged import INPUTS, MANIFEST, MODEL_FILES, load_openvino
from embeddings.weights import WEIGHTS_SHA256, check_sha256, file_sha256, packaged_model


def export(folder: Path) -> None:
    """Write the exported model and its manifest of hashes into `folder`, which appears whole or not at all."""
    model = packaged_model()
    check_sha256(model / "model.safetensors", WEIGHTS_SHA256)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="export-") as temporary:
        onnx_file = Path(temporary, "model.onnx")
        _to_onnx(model, onnx_file)
        made = Path(temporary, "made")
        made.mkdir()
        openvino = load_openvino()
        openvino.save_model(openvino.Core().read_model(onnx_file), made / MODEL_FILES[0], compress_to_fp16=True)
        digests = {name: file_sha256(made / name) for name in MODEL_FILES}
        write_atomically(made / MANIFEST, [json.dumps(digests).encode()])
        _move_into_place(made, folder)


def _move_into_place(made: Path, folder: Path) -> None:
    if folder.exists():  # damaged, or made by another process in the meantime
        folder.rename(made.with_name("replaced"))
    made.rename(folder)
    sync_folder(folder.parent)


def _to_onnx(model: Path, path: Path) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
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
            features = dict(zip(INPUTS, (input_ids, attention_mask, token_type_ids), strict=True))
            read = self.transformer(features)
            return read["sentence_embedding"], read["token_embeddings"]

    unit = Unit(SentenceTransformer(str(model), device="cpu")).eval()
    example = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in INPUTS)
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
    torch.onnx.export(
        unit,
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=["vector", "tokens"],
        dynamic_shapes=dict.fromkeys(INPUTS, axes),
        external_data=False,
        verbose=False,
    )


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the exporter warns about its own internals
    export(Path(sys.argv[1]))
