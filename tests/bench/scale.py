"""Everything that grows with the library: `python -m tests.bench.scale DATA_DIR [--sizes ...] [--library FOLDER]`.

For each size: how long it takes to build and to start, memory, disk, the time of a search alone and beside seven
others, the share of the exact ten neighbours that the vector part finds, filters, and changes while somebody searches.
The vectors are those of the library in FOLDER (see `tests.bench.kinds`) and variations of them; `--png` plots curves.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import Encoder, FloatArray
from embeddings.index import IdArray, VectorIndex
from embeddings.index_rows import HalfArray, nearest_among
from embeddings.loading import load_encoder
from qa.documents import Draft
from qa.indexes import KEYWORD_FOLDER, VECTOR_FILE
from qa.library import STORE_FILE, Library
from qa.retrieval import CANDIDATES
from qa.settings import Settings
from qa.types import Filter, Passage
from tests.bench.scale_build import PASSAGES_A_STORY, fill, paragraphs, stories
from tests.bench.vectors import questions, real_vectors, varied

QUESTIONS = 200
WARM_UP = 20
CLIENTS = 8
CHANGES = 50
RECALL_QUERIES = 100
FILTERS = {
    "a tenth": Filter(source="source 3"),
    "a hundredth": Filter(published_after="2026-01-05", published_before="2026-01-05"),
}
STARTED = """
import json, sys, time
from pathlib import Path
start = time.perf_counter()
from qa.library import Library
from qa.settings import Settings
with Library(Settings(Path(sys.argv[1]), Path(sys.argv[2])), write=True) as library:
    library.warm()
    taken = time.perf_counter() - start
    for query in json.loads(sys.argv[3]):
        library.search(query)
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(json.dumps([taken, *(int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))]))
"""
RERANKED = 60
Row = dict[str, float]


def milliseconds(work: Callable[..., Any], *arguments: Any) -> float:
    """Return how long the work takes."""
    start = time.perf_counter()
    work(*arguments)
    return 1000 * (time.perf_counter() - start)


def quantiles(row: Row, name: str, taken: Sequence[float]) -> None:
    """Put the median and the 99th centile into the row."""
    row[f"{name} p50 ms"], row[f"{name} p99 ms"] = map(float, np.quantile(taken, [0.5, 0.99]))


def started(settings: Settings, queries: list[str], row: Row) -> None:
    """Open the library in a process of its own."""
    command = [sys.executable, "-c", STARTED, str(settings.home), str(settings.cache), json.dumps(queries[:WARM_UP])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    row["start s"], row["memory MB"], row["peak memory MB"] = json.loads(done.stdout)


def searched(library: Library, queries: list[str], row: Row) -> None:
    """Time searches alone, by filter, and by several clients at once."""
    find = partial(library.search, reranked=False)
    for query in queries[:WARM_UP]:
        find(query)
    for name in ("search, read for the first time", "search"):
        quantiles(row, name, [milliseconds(find, query) for query in queries[WARM_UP:]])
    quantiles(row, "reranked", [milliseconds(library.search, query) for query in queries[:RERANKED]])
    for name, where in FILTERS.items():
        taken = [milliseconds(find, query, 10, where) for query in queries[:50]]
        row[f"first search of {name} ms"] = taken[0]
        quantiles(row, f"search of {name}", taken[1:])
    shared: list[float] = []

    def client(own: list[str]) -> None:
        shared.extend([milliseconds(find, query) for query in own])

    threads = [threading.Thread(target=client, args=(queries[i::CLIENTS],)) for i in range(CLIENTS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row[f"{CLIENTS} clients searches a second"] = len(shared) / (time.perf_counter() - start)
    quantiles(row, f"{CLIENTS} clients", shared)


def parts(library: Library, encoder: Encoder, queries: list[str], row: Row) -> None:
    """Time the parts of a search one by one, and compare the vector part with every vector compared."""
    indexes = library._searchable()
    vectors, keywords = indexes._vectors, indexes._keywords
    embedded = [encoder.encode_query(query) for query in queries]
    quantiles(row, "embedding", [milliseconds(encoder.encode_query, query) for query in queries])
    quantiles(row, "vectors", [milliseconds(vectors.search, vector, CANDIDATES) for vector in embedded])
    quantiles(row, "keywords", [milliseconds(keywords.search, query, CANDIDATES) for query in queries])
    row["recall@10"] = recall(vectors, embedded[:RECALL_QUERIES], None)
    some = np.random.default_rng(4).permutation(len(vectors))[: len(vectors) // 10] + 1
    for share, count in (("10 %", len(some)), ("1 %", len(some) // 10), ("0.01 %", max(1, len(some) // 1000))):
        allowed = np.sort(some[:count])
        row[f"recall@10 in {share}"] = recall(vectors, embedded[:20], allowed)
        taken = [milliseconds(vectors.search, vector, CANDIDATES, allowed) for vector in embedded[:50]]
        quantiles(row, f"vectors in {share}", taken)


def recall(vectors: VectorIndex, queries: Sequence[Any], allowed: IdArray | None) -> float:
    """Return the share of the exact ten neighbours that are found; an equal score counts as found."""
    every = np.arange(len(vectors)) if allowed is None else vectors._rows(allowed)
    found = []
    for query in queries:
        exact = nearest_among(vectors._matrix, every, query, 10)[1]
        got = vectors.search(query, CANDIDATES, allowed)[1][: len(exact)]
        found.append(np.mean(got >= exact[-1] - 2e-6))
    return float(np.mean(found))


def changed(library: Library, texts: list[str], encoder: Encoder, queries: list[str], row: Row) -> None:
    """Add and delete stories, their vectors as given, while one client searches."""
    indexes, stop, find = library._searchable(), threading.Event(), partial(library.search, reranked=False)
    searches: list[float] = []

    def search() -> None:
        while not stop.is_set():
            searches.append(milliseconds(find, queries[len(searches) % len(queries)]))

    searching = threading.Thread(target=search)
    searching.start()
    added, ids = list[float](), list[str]()
    for i, (draft, passages) in enumerate(stories(texts, 10**7, CHANGES)):
        matrix = np.stack([encoder.encode_query(queries[(i + j) % len(queries)]) for j in range(len(passages))])
        added.append(milliseconds(_add, library, draft, passages, matrix))
        ids.append(draft.document.id)
    deleted = [milliseconds(library.remove, document_id) for document_id in ids]
    stop.set()
    searching.join()
    quantiles(row, f"adding {PASSAGES_A_STORY} passages", added)
    quantiles(row, f"deleting {PASSAGES_A_STORY} passages", deleted)
    quantiles(row, "search meanwhile", searches)
    vectors = indexes._vectors
    row["deleting 1,000 vectors ms"] = milliseconds(vectors.remove, 1, 1000)


def _add(library: Library, draft: Draft, passages: list[Passage], matrix: FloatArray) -> None:
    library._store.add(draft, passages, matrix, library._loaded_encoder().name)
    library._searchable().catch_up()


@dataclass(frozen=True, slots=True)
class Ground:
    """What libraries of every size are built from and asked."""

    real: HalfArray
    texts: list[str]
    queries: list[str]
    encoder: Encoder


def measure(size: int, ground: Ground, settings: Settings) -> Row:
    """Build a library of `size` passages in the settings' folder, and return what was measured."""
    row: Row = {"passages": size}
    texts, queries, encoder = ground.texts, ground.queries, ground.encoder
    row["build store s"] = fill(settings.home, texts, varied(ground.real, size), size, encoder.name)
    with Library(settings, write=True, encoder=encoder) as library:
        row["build indexes s"] = milliseconds(library.warm) / 1000
    for name, path in (("store", STORE_FILE), ("vectors", VECTOR_FILE)):
        row[f"{name} MB"] = (settings.home / path).stat().st_size / 2**20
    row["keywords MB"] = sum(path.stat().st_size for path in (settings.home / KEYWORD_FOLDER).rglob("*")) / 2**20
    started(settings, queries, row)
    with Library(settings, write=True, encoder=encoder) as library:
        row["open s"] = milliseconds(library.warm) / 1000
        searched(library, queries, row)
        parts(library, encoder, queries, row)
        changed(library, texts, encoder, queries, row)
    return row


def plot(rows: list[Row], path: Path) -> None:
    """Draw the curves that matter over the number of passages."""
    import matplotlib as mpl  # only this needs the extra `bench`

    mpl.use("Agg")
    from matplotlib import pyplot

    panels = {
        "milliseconds": ["search p50 ms", "search p99 ms", "vectors p50 ms", "embedding p50 ms", "keywords p50 ms"],
        "seconds": ["start s", "build indexes s"],
        "megabytes": ["memory MB", "store MB", "vectors MB", "keywords MB"],
        "recall@10": ["recall@10", "recall@10 in 10 %", "recall@10 in 1 %"],
    }
    figure, axes = pyplot.subplots(2, 2, figsize=(11, 8), layout="constrained")
    for axis, (unit, names) in zip(axes.flat, panels.items(), strict=True):
        for name in names:
            axis.plot([row["passages"] for row in rows], [row[name] for row in rows], marker="o", label=name)
        axis.set(
            xscale="log",
            xlabel="passages",
            ylabel=unit,
            **({"ylim": (0.9, 1.005)} if "recall" in unit else {"yscale": "log"}),
        )
        axis.legend()
    figure.savefig(path, dpi=100)


def main() -> None:
    """Measure each size, print a table, and plot it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--work", type=Path, help="a folder on a disk with room; libraries there are deleted again")
    parser.add_argument("--png", type=Path)
    options = parser.parse_args()
    cache = Settings.from_environment().cache
    encoder = load_encoder(Settings.from_environment().encoder, cache)
    real = real_vectors(options.library, options.data, encoder)
    ground = Ground(real, paragraphs(options.data), questions(options.data, QUESTIONS), encoder)
    rows = []
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=options.work) as folder:
            rows.append(measure(size, ground, Settings(Path(folder) / "home", cache)))
        print(f"measured {json.dumps(rows[-1])}", file=sys.stderr, flush=True)
    rows.sort(key=lambda row: row["passages"])
    for name in rows[0]:
        print(f"{name:38}", *(f"{row[name]:12,.4g}" if row[name] < 10_000 else f"{row[name]:12,.0f}" for row in rows))
    if options.png:
        plot(rows, options.png)


if __name__ == "__main__":
    main()
