"""Compares what can run the default encoder: `python -m tests.bench.encoders DATA_DIR [--sample N]`.

Every runtime reads the same weights, in a process of its own: news paragraphs for the speed; questions of Natural
Questions and their own paragraphs for the quality. "CPU ms" is what all threads spent, which a busy machine sways less.
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from embeddings.compiled import MODEL_FILES, Row, batches_by_length, load_openvino, padded, truncated
from embeddings.encoder import FloatArray
from embeddings.loading import DEFAULT_ENCODER, load_encoder
from embeddings.packaged import INPUTS
from embeddings.weights import packaged_model
from qa.settings import Settings
from tests.bench.data import news_stories, rows

ROWS_FIXED = 32
QUERIES_TIMED = 200


@dataclass(frozen=True, slots=True)
class Runtime:
    """What runs the model, in which precision, on how many threads; batches sorted by length, or as they come."""

    library: str
    precision: str
    threads: int = 2
    by_length: bool = True

    @property
    def name(self) -> str:
        batches = "by length" if self.by_length else "as they come"
        return f"{self.library} {self.precision}, {self.threads} threads, {batches}"


REFERENCE = Runtime("torch", "f32")
RUNTIMES = (
    REFERENCE,
    Runtime("torch", "bf16"),
    Runtime("onnxruntime", "f32"),
    Runtime("onnxruntime", "int8"),
    Runtime("onnxruntime", "int8", threads=1),
    Runtime("openvino", "f32"),
    Runtime("openvino", "bf16"),
    Runtime("openvino", "bf16", threads=1),
    Runtime("openvino", "bf16", by_length=False),
    Runtime("openvino", "int8"),
    Runtime("openvino", "int8 weights"),
)


def write_onnx(path: Path) -> None:
    """Write the packaged encoder, from ids and mask to vectors of unit length, as 32-bit ONNX."""
    import torch
    from sentence_transformers import SentenceTransformer

    class Unit(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = SentenceTransformer(str(packaged_model()), device="cpu")

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            vectors: torch.Tensor = self.transformer(features)["sentence_embedding"]
            return vectors

    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
    example = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in INPUTS)
    torch.onnx.export(
        Unit().eval(), example, str(path), input_names=list(INPUTS), output_names=["vector"],
        dynamic_shapes=dict.fromkeys(INPUTS, axes), external_data=False, verbose=False,
    )  # fmt: skip


def onnx_file(work: Path, precision: str) -> Path:
    """Return the exported model; exported, and for int8 quantised, where that was not done yet."""
    plain, quantised = work / "f32.onnx", work / "int8.onnx"
    if not plain.exists():
        write_onnx(plain)
    if precision != "int8":
        return plain
    if not quantised.exists():
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(plain, quantised, weight_type=QuantType.QInt8, per_channel=True)
    return quantised


def inputs(batch: Sequence[Row], step: int) -> dict[str, Any]:
    """Return the model's inputs, padded to the next multiple of `step` pieces."""
    ids, mask = padded(batch, -(-max(map(len, batch)) // step) * step)
    return dict(zip(INPUTS, (ids, mask), strict=True))


def compress_weights(model: Any) -> None:
    """Put each weight matrix into 8 bits, a scale a row: OpenVINO then reads the activations in 8 bits too."""
    load_openvino()
    from openvino import opset13

    for product in model.get_ordered_ops():
        if product.get_type_name() != "MatMul":
            continue
        source = product.input_value(1).get_node()
        if source.get_type_name() == "Convert":
            source = source.input_value(0).get_node()
        if source.get_type_name() != "Constant":
            continue
        turned = product.get_attributes()["transpose_b"]
        weights = source.data.astype(np.float32) if turned else source.data.astype(np.float32).T
        scales = np.abs(weights).max(axis=1, keepdims=True) / 127
        stored = opset13.convert(
            opset13.constant(np.ascontiguousarray(np.rint(weights / scales).astype(np.int8))), "f16"
        )
        restored = opset13.convert(opset13.multiply(stored, opset13.constant(scales.astype(np.float16))), "f32")
        product.output(0).replace(opset13.matmul(product.input_value(0), restored, False, True).output(0))


def openvino_run(runtime: Runtime, work: Path) -> Callable[[Sequence[Row]], FloatArray]:
    """Return a function from a batch to its vectors."""
    file = next(Settings.from_environment().cache.glob(f"{DEFAULT_ENCODER}-*/{MODEL_FILES[0]}"))
    if runtime.precision == "int8":
        file = onnx_file(work, "int8")
    hint = {} if "int8" in runtime.precision else {"INFERENCE_PRECISION_HINT": runtime.precision}
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": runtime.threads, **hint}
    core = load_openvino().Core()
    model = core.read_model(file)
    if runtime.precision == "int8 weights":
        compress_weights(model)
    request = core.compile_model(model, "CPU", settings).create_infer_request()
    return lambda batch: np.array(request.infer(inputs(batch, 16))[0])


def onnxruntime_run(runtime: Runtime, work: Path) -> Callable[[Sequence[Row]], FloatArray]:
    """Return a function from a batch to its vectors."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = runtime.threads
    session = onnxruntime.InferenceSession(
        onnx_file(work, runtime.precision), options, providers=["CPUExecutionProvider"]
    )
    return lambda batch: np.asarray(session.run(["vector"], inputs(batch, 1))[0])


def torch_run(runtime: Runtime, _work: Path) -> Callable[[Sequence[Row]], FloatArray]:
    """Return a function from a batch to its vectors, by sentence-transformers."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(runtime.threads)
    model = SentenceTransformer(str(packaged_model()), device="cpu")
    if runtime.precision == "bf16":
        model = model.to(torch.bfloat16)

    def run(batch: Sequence[Row]) -> FloatArray:
        with torch.inference_mode():
            features = {name: torch.from_numpy(array) for name, array in inputs(batch, 1).items()}
            return np.asarray(model(features)["sentence_embedding"].float().numpy())

    return run


RUN = {"openvino": openvino_run, "onnxruntime": onnxruntime_run, "torch": torch_run}


def encoded(run: Callable[[Sequence[Row]], FloatArray], read: Sequence[Row], by_length: bool) -> FloatArray:
    """Return the vectors of all rows, batch by batch."""
    fixed = [list(range(i, min(i + ROWS_FIXED, len(read)))) for i in range(0, len(read), ROWS_FIXED)]
    vectors = np.empty((len(read), 384), np.float32)
    for batch in batches_by_length(read) if by_length else fixed:
        vectors[batch] = run([read[i] for i in batch])
    return vectors


def texts(folder: Path, sample: int) -> tuple[list[str], list[str], list[str], list[int]]:
    """Return news paragraphs, questions, paragraphs to find them in, and the number of each question's own."""
    news = (p for story in news_stories(folder) for p in story.split("\n\n") if len(p) > 60)
    found = list(islice(rows(folder / "qa" / "nq_gold_paragraph.jsonl.gz"), sample))
    named = list(dict.fromkeys(f"{row['title']}\n{row['context']}" for row in found))
    number = {text: i for i, text in enumerate(named)}
    gold = [number[f"{row['title']}\n{row['context']}"] for row in found]
    return list(islice(news, min(sample, 512))), [row["question"] for row in found], named, gold


def ndcg(questions: FloatArray, paragraphs: FloatArray, gold: Sequence[int]) -> float:
    """Return the mean nDCG@10 where one paragraph is right: 1 / log2(1 + its rank)."""
    cosines = questions @ paragraphs.T
    own = cosines[np.arange(len(gold)), gold]
    ranks = 1 + (cosines > own[:, None]).sum(axis=1)
    return float(np.where(ranks <= 10, 1 / np.log2(1 + ranks), 0).mean())


def measure(runtime: Runtime, folder: Path, sample: int, work: Path) -> dict[str, float]:
    """Return what this process measures of one runtime; the reference's vectors are left in `work` for the others."""
    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    news, questions, paragraphs, gold = texts(folder, sample)
    read = [[truncated(one.ids, 256) for one in tokenizer.encode_batch(part)] for part in (news, questions, paragraphs)]
    run = RUN[runtime.library](runtime, work)
    run(read[0][:8])
    wall, cpu = time.perf_counter(), time.process_time()
    encoded(run, read[0], runtime.by_length)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    waits, spent = [], []
    asked = []
    for i, row in enumerate(read[1]):
        start, work_start = time.perf_counter(), time.process_time()
        asked.append(run([row])[0])
        if i < QUERIES_TIMED:
            waits.append(time.perf_counter() - start)
            spent.append(time.process_time() - work_start)
    vectors = np.array(asked), encoded(run, read[2], runtime.by_length)
    if runtime == REFERENCE:
        np.savez(work / "reference.npz", *vectors)
    status = Path("/proc/self/status").read_text("ascii").splitlines()
    with np.load(work / "reference.npz") as reference:
        cosines = np.concatenate(
            [(a * reference[n]).sum(axis=1) for n, a in zip(reference.files, vectors, strict=True)]
        )
    return {
        "paragraphs_s": len(news) / wall,
        "paragraphs_cpu_ms": 1e3 * cpu / len(news),
        "query_ms": 1e3 * float(np.median(waits)),
        "query_cpu_ms": 1e3 * float(np.median(spent)),
        "peak_mb": int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024,
        "least_cosine": float(cosines.min()),
        "mean_cosine": float(cosines.mean()),
        "ndcg": ndcg(*vectors, gold),
    }


def report(folder: str, sample: int) -> None:
    """Measure each runtime in a process of its own, and print a line for each."""
    load_encoder(DEFAULT_ENCODER, Settings.from_environment().cache)  # exports it, where that was not done yet
    print(f"{'':46}paragraphs/s  CPU ms  query ms  CPU ms  peak MB  least cos  mean cos  nDCG@10")
    with tempfile.TemporaryDirectory() as work:
        for number, runtime in enumerate(RUNTIMES):
            needed = {runtime.library, "onnxruntime" if runtime.precision == "int8" else runtime.library}
            missing = [name for name in needed if importlib.util.find_spec(name) is None]
            if missing:
                print(f"{runtime.name:46}not measured: {', '.join(missing)} is not installed (the extra [bench])")
                continue
            command = [sys.executable, "-W", "ignore", "-m", "tests.bench.encoders", folder, f"--sample={sample}"]
            done = subprocess.run(
                [*command, f"--only={number}", f"--work={work}"], capture_output=True, text=True, check=False,
                env={**os.environ, "HF_HUB_OFFLINE": "1"},
            )  # fmt: skip
            if done.returncode:
                raise SystemExit(f"{runtime.name} failed: {done.stderr}")
            m = json.loads(done.stdout.splitlines()[-1])
            print(
                f"{runtime.name:46}{m['paragraphs_s']:12.1f}{m['paragraphs_cpu_ms']:8.1f}{m['query_ms']:10.2f}"
                f"{m['query_cpu_ms']:8.2f}{m['peak_mb']:9.0f}{m['least_cosine']:11.4f}{m['mean_cosine']:10.4f}"
                f"{100 * m['ndcg']:9.2f}",
                flush=True,
            )


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--sample", type=int, default=1328)
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only is None:
        report(given.folder, given.sample)
    else:
        print(json.dumps(measure(RUNTIMES[given.only], Path(given.folder), given.sample, given.work)))


if __name__ == "__main__":
    main()
