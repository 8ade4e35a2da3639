"""Runs one peer over one set: `python -m tests.bench.peer_run PART PEER MODEL_FOLDER INPUT_FOLDER OUTPUT.json`.

INPUT_FOLDER holds passages.json, vectors.npy (a row for each passage) and queries.json. PART is what is wanted:
rankings (of every query), times (what the passages need, and what the first queries take) or rate (of embedding and
indexing the first passages). It is a process of its own, so that a peer's memory is its own, and a Python of its own
may run it: beside the peer, that needs numpy alone.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.peers import PEERS, Peer, installed_version

PARTS = ("rankings", "times", "rate")
TIMED = 200
WARM_UP = 10
INGESTED = 500
_SECONDS = 120
_CHECKED = 3
_NO_NETWORK = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


@dataclass(frozen=True, slots=True)
class PeerRun:
    """What one peer did with one set; `reason` says why it did not.

    `rankings` has the passages found for each query, best first; `milliseconds` what each of the first TIMED queries
    took, or of as many as two minutes let be asked, after WARM_UP that were not counted; `index_seconds` leave
    embedding out; `ingest_rate` is in passages a second, embedding included; `peak_mb` is the memory of the whole
    process; `disk_mb` what the peer saved.
    """

    rankings: list[list[int]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    index_seconds: float | None = None
    ingest_rate: float | None = None
    peak_mb: float | None = None
    disk_mb: float | None = None
    version: str = ""
    reason: str | None = None


def rankings(peer: Peer, passages: list[str], vectors: NDArray[np.float32], queries: list[str]) -> dict[str, Any]:
    """Ask every query, hurried where that changes no ranking."""
    peer.ingest(passages, vectors)
    unhurried = [peer.search(query) for query in queries[:_CHECKED]]
    peer.hurry()
    found = [peer.search(query) for query in queries]
    assert found[:_CHECKED] == unhurried, "the peer finds other passages when hurried"
    return {"rankings": found}


def times(peer: Peer, passages: list[str], vectors: NDArray[np.float32], queries: list[str]) -> dict[str, Any]:
    """Measure what the index needs, and what the first queries take."""
    start = time.perf_counter()
    peer.ingest(passages, vectors)
    index_seconds = time.perf_counter() - start
    for query in queries[:WARM_UP]:
        peer.search(query)
    taken: list[float] = []
    for query in queries[:TIMED]:
        if sum(taken) > 1000 * _SECONDS:
            break
        start = time.perf_counter()
        peer.search(query)
        taken.append(1000 * (time.perf_counter() - start))
    peak = peak_mb()
    with tempfile.TemporaryDirectory() as saved:
        peer.save(Path(saved))
        disk = sum(path.stat().st_size for path in Path(saved).rglob("*") if path.is_file()) / 1e6
    return {"milliseconds": taken, "index_seconds": index_seconds, "peak_mb": peak, "disk_mb": disk}


def rate(peer: Peer, passages: list[str]) -> dict[str, Any]:
    """Let the peer embed and index the first INGESTED passages itself."""
    passages = passages[:INGESTED]
    start = time.perf_counter()
    peer.ingest(passages, None)
    return {"ingest_rate": len(passages) / (time.perf_counter() - start)}


def run(part: str, peer: Peer, folder: Path) -> dict[str, Any]:
    """Return those fields of PeerRun that `part` measures."""
    passages, queries = (json.loads((folder / f"{name}.json").read_text()) for name in ("passages", "queries"))
    vectors = np.load(folder / "vectors.npy")
    if part == "rate":
        done = rate(peer, passages)
    else:
        done = (rankings if part == "rankings" else times)(peer, passages, vectors, queries)
    return {**done, "version": installed_version(peer)}


def named(peer: str) -> Callable[[str], Peer]:
    """Return what makes the peer of a name; Pullquote itself is imported only where it is the one."""
    if peer in PEERS:
        return PEERS[peer]
    from tests.bench.own import OWN

    return OWN[peer]


def peak_mb() -> float:
    """Return the most memory that this process has held."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    """Measure what the command line names, and write it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("peer")
    parser.add_argument("model")
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    given = parser.parse_args()
    os.environ.update(_NO_NETWORK)  # before any peer is imported
    done = run(given.part, named(given.peer)(given.model), given.folder)
    given.output.write_text(json.dumps(done))


if __name__ == "__main__":
    main()
