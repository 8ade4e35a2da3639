"""Peers beside each other: `python -m tests.bench.compare_peers DATA_DIR WORK_DIR [--python PYTHON]`.

PYTHON is that of an environment with the peers: `pip install -c .ci/constraints.txt -r tests/bench/peers.txt`. Every
peer is given the same passages with the same vectors, encodes the questions itself, and runs in a process of its own
without a network. WORK_DIR keeps vectors and results, so that a second run need not repeat them; a peer that failed is
tried again.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired, run
from typing import Any

import numpy as np

from embeddings.encoder import FloatArray
from embeddings.loading import DEFAULT_ENCODER, load_encoder
from embeddings.weights import packaged_model
from qa.evaluation import ndcg_at, recall_at, reciprocal_rank_at
from qa.settings import Settings
from tests.bench.own import OWN
from tests.bench.peer_run import PARTS, PeerRun
from tests.bench.peers import PEERS
from tests.bench.sets import RetrievalSet, retrieval_sets
from tests.bench.vector_cache import VectorCache

_HOURS = 3
_LAST = 400
_MEASURES = {
    "nDCG@10": partial(ndcg_at, 10),
    "R@1": partial(recall_at, 1),
    "R@10": partial(recall_at, 10),
    "MRR@10": partial(reciprocal_rank_at, 10),
}


def run_peers(  # noqa: PLR0913
    names: Iterable[str],
    one: RetrievalSet,
    vectors: FloatArray,
    work: Path,
    *,
    python: str = sys.executable,
    parts: Sequence[str] = PARTS,
) -> dict[str, PeerRun]:
    """Run each peer, by the interpreter `python`, over the set with its passages' `vectors`; measure only `parts`.

    Results are kept in `work`, by the names of set, peer and part. A peer that can't run has its reason.
    """
    folder = work / _plain(one.name)
    _write(one, vectors, folder)
    found = {}
    for name in names:
        done: dict[str, Any] = {}
        for part in parts:
            done |= _kept(part, name, folder, python)
        found[name] = PeerRun(**done)
    return found


def _kept(part: str, name: str, folder: Path, python: str) -> dict[str, Any]:
    output = folder / f"{_plain(name)}-{part}.json"
    if not output.is_file():
        print(f"  {folder.name}: {part} of {name}", file=sys.stderr, flush=True)
        command = [python, "-m", "tests.bench.peer_run", part, name, str(packaged_model()), str(folder), str(output)]
        try:
            run(
                command,
                cwd=Path(__file__).parents[2],
                timeout=3600 * _HOURS,
                check=True,
                capture_output=True,
                text=True,
            )
        except TimeoutExpired:
            return {"reason": f"it took more than {_HOURS} hours"}
        except CalledProcessError as error:
            return {"reason": error.stderr.strip().rpartition("\n")[2][-_LAST:]}
    done: dict[str, Any] = json.loads(output.read_text())
    return done


def _write(one: RetrievalSet, vectors: FloatArray, folder: Path) -> None:
    """Write what a run is given; results that an earlier run made of another set go."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {
        "passages.json": [passage.titled() for passage in one.passages],
        "queries.json": [query.text for query in one.queries],
    }
    for name, texts in given.items():
        path, written = folder / name, json.dumps(texts)
        if path.is_file() and path.read_text() != written:
            for result in folder.glob("*-*.json"):
                result.unlink()
        path.write_text(written)
    np.save(folder / "vectors.npy", vectors)


def _plain(name: str) -> str:
    return re.sub(r"\W", "", name)


def print_table(one: RetrievalSet, runs: dict[str, PeerRun]) -> None:
    """Print a line for each peer: how good its rankings are, how long searches take, and what it needs."""
    print(f"\n{one.name}: {len(one.passages):,} passages, {len(one.queries):,} questions")
    heads = (*_MEASURES, "p50 ms", "p99 ms", "index s", "add/s", "MB", "disk MB")
    print(f"{'peer':18}" + "".join(f" {head:>8}" for head in heads))
    for name, done in runs.items():
        if done.reason is not None:
            print(f"{name:18} did not run: {done.reason}")
            continue
        p50, p99 = np.quantile(done.milliseconds, (0.5, 0.99)) if done.milliseconds else (None, None)
        needs = (p50, p99, done.index_seconds, done.ingest_rate, done.peak_mb, done.disk_mb)
        print(
            f"{name:18}"
            + "".join(f" {_cell(quality, '.3f')}" for quality in qualities(one, done.rankings))
            + "".join(f" {_cell(need, '.1f')}" for need in needs)
        )


def qualities(one: RetrievalSet, rankings: list[list[int]]) -> list[float | None]:
    """Return the mean over the questions of each of _MEASURES; None where no rankings were made."""
    if not rankings:
        return [None] * len(_MEASURES)
    asked = list(zip(rankings, one.queries, strict=True))
    return [
        float(np.mean([measure(ranking, query.relevant) for ranking, query in asked])) for measure in _MEASURES.values()
    ]


def _cell(value: float | None, form: str) -> str:
    return f"{'-' if value is None else format(value, form):>8}"


def main() -> None:
    """Print a table for each large set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--vectors", type=Path, metavar="FOLDER", help="where vectors are kept; else in WORK_DIR")
    parser.add_argument("--part", action="append", choices=PARTS, help="measure only this")
    parser.add_argument("--set", action="append", metavar="NAME", help="only this set")
    parser.add_argument("--peer", action="append", metavar="NAME", help="only this peer")
    given = parser.parse_args()
    encoder = load_encoder(DEFAULT_ENCODER, Settings.from_environment().cache)
    cache = VectorCache(given.vectors or given.work / "vectors", encoder)
    runs: dict[str, PeerRun] = {}
    for one in retrieval_sets(given.data)[:3]:
        if not given.set or one.name in given.set:
            vectors = cache.vectors([passage.titled() for passage in one.passages])
            names = given.peer or [*OWN, *PEERS]
            parts = given.part or PARTS
            runs = run_peers([name for name in names if name in OWN], one, vectors, given.work, parts=parts)
            others = [name for name in names if name not in OWN]
            runs |= run_peers(others, one, vectors, given.work, python=given.python, parts=parts)
            print_table(one, runs)
    for name, done in runs.items():
        print(f"{name}: {done.version}")


if __name__ == "__main__":
    main()
