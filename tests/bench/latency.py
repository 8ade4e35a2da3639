"""Search latency at 1k, 10k and 100k paragraphs of news: `python -m tests.bench.latency DATA_DIR [WORK_DIR]`.

Each part of a search is timed in this process, the whole of /v1/search through a real server over loopback, and, in
the same run, the script that a user would write: SentenceTransformer.encode and a FAISS IndexFlatIP over the same
vectors. WORK_DIR keeps the library, so that a second run need not embed again; sizes it has passed are not repeated.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.index import VectorIndex
from embeddings.loading import load_encoder
from qa.documents import Draft, read_text
from qa.errors import DocumentError
from qa.indexes import KEYWORD_FOLDER, VECTOR_FILE
from qa.keywords import KeywordIndex
from qa.library import STORE_FILE, Library
from qa.retrieval import CANDIDATES
from qa.settings import Settings
from qa.store import Store
from tests.bench.data import news_stories, rows

SIZES = (1_000, 10_000, 100_000)
QUERIES = 300
WARM_UP = 20
RERANKED_QUERIES = 120
PORT = 8765
PLAIN_SCRIPT = """
import json, sys, time
import faiss, numpy as np
from sentence_transformers import SentenceTransformer
from embeddings.weights import packaged_model
vectors, queries = np.load(sys.argv[1]), json.load(open(sys.argv[2]))
model = SentenceTransformer(str(packaged_model()), device="cpu")
index = faiss.IndexFlatIP(vectors.shape[1])
index.add(vectors)
taken = []
for query in queries:
    start = time.perf_counter()
    index.search(model.encode([query], normalize_embeddings=True, show_progress_bar=False), 10)
    taken.append(1000 * (time.perf_counter() - start))
print(json.dumps(taken))
"""


def grow(settings: Settings, stories: Iterator[str], size: int) -> None:
    """Add stories until the library has `size` passages."""
    with Library(settings, write=True) as library:
        held, before = library.count()
        start, last = time.perf_counter(), 0.0
        for _ in range(held):
            next(stories)
        while (passages := library.count()[1]) < size:
            library.add(list(_drafts(islice(stories, 50 if size - passages > 500 else 5))))
            if time.perf_counter() - last > 10:
                last = time.perf_counter()
                print(f"  {passages:,} of {size:,} passages", end="\r", file=sys.stderr, flush=True)
        taken = time.perf_counter() - start
        added = library.count()[1] - before
        if added:
            print(f"added {added:,} passages in {taken:.0f} s: {added / taken:.0f} a second, stored and indexed")


def _drafts(texts: Iterator[str]) -> Iterator[Draft]:
    for text in texts:
        try:
            yield read_text(text.replace("\0", " "), "news.txt")
        except DocumentError:  # a wire story without text
            continue


def parts(settings: Settings, queries: list[str]) -> dict[str, list[float]]:
    """Time each part of a search in this process, in milliseconds."""
    encoder = load_encoder(settings.encoder, settings.cache)
    vectors = VectorIndex.load(settings.home / VECTOR_FILE, encoder.name)
    keywords = KeywordIndex.load(settings.home / KEYWORD_FOLDER, write=False)
    taken: dict[str, list[float]] = defaultdict(list)

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = work()
        taken[name].append(1000 * (time.perf_counter() - start))
        return result

    for query in queries:
        vector = timed("embedding", partial(encoder.encode_query, query))
        timed("dense", partial(vectors.search, vector, CANDIDATES))
        timed("keyword", partial(keywords.search, query, CANDIDATES))
    with Library(settings, write=False, encoder=encoder) as library:
        library.warm()
        for query in queries:
            timed("search", partial(library.search, query, 10, reranked=False))
        for query in queries[:RERANKED_QUERIES]:
            timed("search, reranked", partial(library.search, query, 10))
            timed("ask", partial(library.ask, query))
    return taken


def over_http(settings: Settings, queries: list[str]) -> tuple[dict[str, list[float]], float]:
    """Time /v1/search and /v1/ask through a server; return milliseconds, and the server's peak memory in MB."""
    environment = {**os.environ, "PULLQUOTE_HOME": str(settings.home), "PORT": str(PORT), "HOST": "127.0.0.1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "web.main", "serve"], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout
        server.stdout.readline()
        connection = http.client.HTTPConnection("127.0.0.1", PORT)
        sent: list[tuple[str, dict[str, Any]]] = [
            ("/v1/search", {"query": query, "top_k": 10, "rerank": False}) for query in queries
        ]
        sent += [("/v1/ask", {"question": query}) for query in queries]
        taken: dict[str, list[float]] = defaultdict(list)
        for path, body in sent:
            start = time.perf_counter()
            connection.request("POST", path, json.dumps(body), {"content-type": "application/json"})
            response = connection.getresponse()
            found = response.read()
            taken[path].append(1000 * (time.perf_counter() - start))
            assert response.status == 200, found
        status = Path(f"/proc/{server.pid}/status").read_text()
        peak = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
        return taken, peak
    finally:
        server.terminate()
        server.wait()


def plain_script(settings: Settings, queries: list[str], folder: Path) -> list[float]:
    """Time the plain script over the stored vectors, in milliseconds."""
    store = Store(settings.home / STORE_FILE, write=False)
    encoder = next(iter(store.encoders()))
    current = [change for change in store.changes_since(0) if change.current]
    matrix = np.concatenate([matrix for _, matrix in store.vectors(current, encoder)])
    store.close()
    np.save(folder / "vectors.npy", matrix)
    (folder / "queries.json").write_text(json.dumps(queries))
    done = subprocess.run(
        [sys.executable, "-c", PLAIN_SCRIPT, str(folder / "vectors.npy"), str(folder / "queries.json")],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    taken: list[float] = json.loads(done.stdout)
    return taken


def rebuild(settings: Settings) -> float:
    """Time an open without the vector index's file: it is rebuilt from the store."""
    (settings.home / VECTOR_FILE).unlink()
    os.sync()  # what the adding wrote is no part of this
    start = time.perf_counter()
    with Library(settings, write=True) as library:
        library.warm()
        return time.perf_counter() - start


def main(data: Path, work: Path) -> None:
    """Print a table for each size."""
    settings = Settings(work, Settings.from_environment().cache)
    queries = [row["question"] for row in islice(rows(data / "qa" / "nq_gold_paragraph.jsonl.gz"), QUERIES + WARM_UP)]
    for size in SIZES:
        if work.joinpath(STORE_FILE).is_file():
            with Library(settings, write=False) as library:
                if library.count()[1] > 1.02 * size:
                    continue
        grow(settings, news_stories(data), size)
        rebuilt = rebuild(settings)
        with Library(settings, write=False) as library:
            passages = library.count()[1]
        taken = parts(settings, queries)
        over, peak = over_http(settings, queries)
        taken |= over
        with tempfile.TemporaryDirectory() as folder:
            taken["plain script"] = plain_script(settings, queries, Path(folder))
        print(
            f"\n{passages:,} paragraphs; opened with the index rebuilt in {rebuilt:.1f} s; server's peak {peak:.0f} MB"
        )
        print(f"{'ms':14} {'p50':>7} {'p99':>7}")
        for name, values in taken.items():
            print(f"{name:14} {np.median(values[WARM_UP:]):7.2f} {np.quantile(values[WARM_UP:], 0.99):7.2f}")
        ratio = np.median(taken["plain script"][WARM_UP:]) / np.median(taken["/v1/search"][WARM_UP:])
        print(f"the plain script takes {ratio:.1f} times as long as /v1/search", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(sys.argv[1]), Path(folder))
