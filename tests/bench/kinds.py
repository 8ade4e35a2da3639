"""Kinds of vector index beside each other: `python -m tests.bench.kinds DATA_DIR [--library FOLDER] [--sizes ...]`.

Times one search of one thread for 50 neighbours, and counts how many of the exact 10 and 50 nearest are found, over
real questions and the vectors of the library in FOLDER (made by `python -m tests.bench.latency DATA_DIR FOLDER`).
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import FloatArray
from embeddings.index_codes import Codes, faiss
from embeddings.index_rows import HalfArray, nearest_among, nearest_rows
from embeddings.loading import load_encoder
from qa.settings import Settings
from tests.bench.vectors import questions, real_vectors, varied

QUESTIONS = 200
NEIGHBOURS = 50
Search = Callable[[FloatArray], tuple[Any, FloatArray]]


def measure(name: str, search: Search, queries: FloatArray, exact: list[FloatArray]) -> None:
    """Print a line: milliseconds, and the share of the exact neighbours found (equal scores count as found)."""
    taken, found = [], []
    for query, scores in zip(queries, exact, strict=True):
        start = time.perf_counter()
        got = search(query)[1]
        taken.append(1000 * (time.perf_counter() - start))
        found.append([np.mean(got[:k] >= scores[k - 1] - 2e-6) for k in (10, NEIGHBOURS)])
    p50, p99 = np.quantile(taken, [0.5, 0.99])
    recall = np.mean(found, axis=0)
    print(f"{name:34} {p50:7.2f} {p99:7.2f} {recall[0]:8.4f} {recall[1]:8.4f}", flush=True)


def inverted_lists(matrix: HalfArray, lists: int) -> Any:
    """Return FAISS's inverted lists of 16-bit vectors, trained on 40 vectors a list."""
    faiss.omp_set_num_threads(2)
    coarse = faiss.IndexFlatIP(matrix.shape[1])
    kind = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexIVFScalarQuantizer(coarse, matrix.shape[1], lists, kind, faiss.METRIC_INNER_PRODUCT, False)
    index.cp.niter, index.cp.spherical, index.cp.min_points_per_centroid = 6, True, 1
    sample = np.random.default_rng(1).choice(len(matrix), min(len(matrix), 40 * lists), replace=False)
    index.train(matrix[np.sort(sample)].astype(np.float32))
    for start, end in pairwise([*range(0, len(matrix), 50_000), len(matrix)]):
        index.add(matrix[start:end].astype(np.float32))
    return index


def _by_codes(matrix: HalfArray, codes: Codes, depth: int, query: FloatArray) -> tuple[Any, FloatArray]:
    return nearest_among(matrix, codes.nearest(query, depth), query, NEIGHBOURS)


def compare(matrix: HalfArray, queries: FloatArray, lists: int) -> None:
    """Print the table of one size."""
    exact = [nearest_rows(matrix, query, NEIGHBOURS)[1] for query in queries]
    print(f"\n{len(matrix):,} vectors\n{'':34} {'p50 ms':>7} {'p99 ms':>7} {'@10':>8} {'@50':>8}")
    measure("every vector, 16 bits", lambda query: nearest_rows(matrix, query, NEIGHBOURS), queries, exact)
    codes = Codes.new(matrix.shape[1])
    start = time.perf_counter()
    codes.add(matrix)
    made = time.perf_counter() - start
    for depth in (200, 500, 1000, 2000):
        measure(
            f"codes, then the {depth:,} likeliest",
            partial(_by_codes, matrix, codes, depth),
            queries,
            exact,
        )
    print(f"codes made in {made:.1f} s")
    if lists:
        start = time.perf_counter()
        index = inverted_lists(matrix, lists)
        made = time.perf_counter() - start
        faiss.omp_set_num_threads(1)
        for share in (0.02, 0.05, 0.1, 0.25, 0.5):
            nprobe = int(lists * share)
            params = faiss.SearchParametersIVF(nprobe=nprobe)

            def search(query: FloatArray, params: Any = params) -> tuple[Any, FloatArray]:
                scores, found = index.search(query.reshape(1, -1), NEIGHBOURS, params=params)
                return found[0], scores[0]

            measure(f"{nprobe} of {lists} inverted lists", search, queries, exact)
        print(f"inverted lists made in {made:.1f} s")


def main() -> None:
    """Compare the kinds at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--sizes", default="10000,20000,50000,100000")
    parser.add_argument("--lists", type=int, default=0, help="compare inverted lists too, so many")
    options = parser.parse_args()
    settings = Settings.from_environment()
    encoder = load_encoder(settings.encoder, settings.cache)
    queries = np.stack([encoder.encode_query(question) for question in questions(options.data, QUESTIONS)])
    real = real_vectors(options.library, options.data, encoder)
    for size in map(int, options.sizes.split(",")):
        compare(np.concatenate(list(varied(real, size))), queries, options.lists)


if __name__ == "__main__":
    main()
