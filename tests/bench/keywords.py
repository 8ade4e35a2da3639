"""The keyword index at a million passages: how fast it is built, how long a question takes, with and without filters.

Run with `python -m tests.bench.keywords DATA_DIR [WORK_DIR] [SIZE]`. The texts are paragraphs of the BBC and Reuters
stories that have twelve words or more, under their title as the library has them; then copies in which every eighth
word is drawn anew from all the words, so that rare words stay rare. A WORK_DIR keeps the index for another run.
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from embeddings.encoder import FloatArray
from embeddings.index import IdArray
from qa.keywords import KeywordIndex
from qa.passages import paragraphs, titled
from qa.retrieval import CANDIDATES
from qa.store import Change
from tests.bench.data import news_stories, rows

SIZE = 1_000_000
QUERIES = 300
WARM_UP = 20
REDRAWN = 8
FEWEST_WORDS = 12
SHARES = (0.5, 0.1, 0.01, 0.001, 0.0001)


def stories(data: Path) -> Iterator[list[str]]:
    """Yield the paragraphs of each story, then of varied copies, for ever."""
    real = [story for text in news_stories(data) if (story := _paragraphs(text))]
    yield from real
    draw = random.Random(7)
    words = [word for story in real for text in story for word in text.split()]
    while True:
        for story in real:
            yield [_varied(text, words, draw) for text in story]


def _paragraphs(text: str) -> list[str]:
    own = [span.of(text) for span in paragraphs(text)]
    return [titled(own[0], one) for one in own if len(one.split()) >= FEWEST_WORDS]


def _varied(text: str, words: list[str], draw: random.Random) -> str:
    own = text.split()
    for i in range(draw.randrange(REDRAWN), len(own), REDRAWN):
        own[i] = words[draw.randrange(len(words))]
    return " ".join(own)


def build(folder: Path, data: Path, size: int) -> list[int]:
    """Build the index of `size` passages; print how fast. Return the number of passages of each document."""
    index = KeywordIndex.new(folder)
    done, words, taken, lengths, before = 0, 0, 0.0, list[int](), 0.0
    for texts in stories(data):
        before = before or _peak()
        start = time.perf_counter()
        index.add(Change(0, _id(len(lengths)), done, len(texts), True), texts)
        taken += time.perf_counter() - start
        lengths.append(len(texts))
        done += len(texts)
        words += sum(len(text.split()) for text in texts)
        if done >= size:
            break
    start = time.perf_counter()
    index.commit(1)
    taken += time.perf_counter() - start
    print(
        f"built {done:,} passages of {words / done:.0f} words in {taken:.1f} s: {done / taken:,.0f} a second;"
        f" peak {_peak():,.0f} MB, {before:,.0f} of them the texts",
        flush=True,
    )
    return lengths


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _id(number: int) -> str:
    return f"document-{number:07}"


def measure(index: KeywordIndex, queries: list[str], among: tuple[list[str], IdArray] | tuple[()]) -> FloatArray:
    """Time each query, in milliseconds and milliseconds of the processor."""
    taken = []
    for query in queries:
        start, processor = time.perf_counter(), time.thread_time()
        if not among or index.search_wide(query, CANDIDATES, among[1]) is None:
            index.search(query, CANDIDATES, *among[:1])
        taken.append((time.perf_counter() - start, time.thread_time() - processor))
    return 1000 * np.array(taken[WARM_UP:], np.float32)


def main(data: Path, folder: Path, size: int) -> None:
    """Build where there is nothing yet, then print a table."""
    queries = [row["question"] for row in islice(rows(data / "qa" / "nq_gold_paragraph.jsonl.gz"), QUERIES + WARM_UP)]
    kept = folder.parent / f"{folder.name}.json"
    if not kept.is_file():
        kept.write_text(json.dumps(build(folder, data, size)))
    lengths = np.array(json.loads(kept.read_text()))
    firsts = np.cumsum(lengths) - lengths
    start = time.perf_counter()
    index = KeywordIndex.load(folder, write=False)
    print(f"opened {len(index):,} passages of {len(lengths):,} documents in {time.perf_counter() - start:.2f} s")
    print(f"{'documents':>10} {'p50 ms':>8} {'p99 ms':>8}   of processor time")
    draw = np.random.default_rng(8)
    print(_row(1.0, measure(index, queries, ())))
    for share in SHARES:
        chosen = np.sort(draw.choice(len(lengths), max(1, int(share * len(lengths))), replace=False))
        passages = np.concatenate([np.arange(firsts[i], firsts[i] + lengths[i], dtype=np.int64) for i in chosen])
        print(_row(share, measure(index, queries, ([_id(i) for i in chosen], passages))), flush=True)


def _row(share: float, taken: FloatArray) -> str:
    return f"{share:10.2%} " + " ".join(f"{one:8.2f}" for one in np.quantile(taken, [0.5, 0.99], axis=0).T.ravel())


if __name__ == "__main__":
    size = int(sys.argv[3]) if len(sys.argv) > 3 else SIZE
    if len(sys.argv) > 2:
        main(Path(sys.argv[1]), Path(sys.argv[2]), size)
    else:
        with tempfile.TemporaryDirectory() as work:
            main(Path(sys.argv[1]), Path(work, "keywords"), size)
