"""How loading and checking grow with the library: each size in a process of its own, which reports in JSON."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from qa.quotes.types import Quotation
from tests.bench.data import news_stories
from tests.bench.quote_library import add, open_library
from tests.bench.quote_passages import Story

QUOTED = 100
_BATCH = 2000
_WORD = re.compile(r"\b[a-z]{5,}\b")


def texts(folder: Path, wanted: int) -> Iterator[str]:
    """Yield stories with `wanted` characters between them; from the second round on, one word in three is another."""
    every = list(dict.fromkeys(news_stories(folder)))
    counts = Counter(word for text in every[::10] for word in _WORD.findall(text))
    ranked = [word for word, _ in counts.most_common()]
    done = 0
    for number in range(1 + wanted // sum(map(len, every))):
        others = {
            word: ranked[(i + 97 * number) % len(ranked)]
            for i, word in enumerate(ranked) if zlib.crc32(f"{number} {word}".encode()) % 3 == 0
        }  # fmt: skip
        for text in every:
            new = _varied(text, others) if number else text
            yield new
            done += len(new)
            if done >= wanted:
                return


def _varied(text: str, others: dict[str, str]) -> str:
    return _WORD.sub(lambda match: others.get(match[0], match[0]), text)


def build(folder: Path, home: Path, wanted: int) -> None:
    """Make a library of that many characters."""
    with open_library(home, write=True) as library:
        batch: list[Story] = []
        for number, text in enumerate(texts(folder, wanted)):
            batch.append(Story(str(number), text.replace("\r", " "), "news"))
            if len(batch) == _BATCH:
                add(library, batch)
                batch = []
        add(library, batch)


def quotations(folder: Path) -> list[Quotation]:
    """Return quotations of about 200 characters: every second as it stands, the others with a word left out."""
    long = [" ".join(text.split()) for text in news_stories(folder) if len(text) > 1000]
    found = []
    for number, text in enumerate(long[:: max(1, len(long[:2000]) // QUOTED)][:QUOTED]):
        start = text.index(" ", 400) + 1
        own = text[start : start + 200].split()[:-1]
        found.append(Quotation((" ".join(own[:9] + own[10:] if number % 2 else own),)))
    return found


def measure(folder: Path, home: Path) -> dict[str, float]:
    """Return what loading takes in seconds and MB, and 100 quotations in one call and one after the other."""
    asked = quotations(folder)
    with open_library(home, write=False) as library:
        before, started = _resident(), time.perf_counter()
        library.check_quotes([Quotation(("Once, so that everything is loaded before the clock starts.",))])
        loaded, started = time.perf_counter() - started, time.perf_counter()
        memory = _resident() - before
        library.check_quotes(asked)
        together = time.perf_counter() - started
        single = []
        for one in asked:
            started = time.perf_counter()
            library.check_quotes([one])
            single.append(1000 * (time.perf_counter() - started))
    ordered = sorted(single)
    return {
        "load_s": loaded, "load_mb": memory / 1e6, "all_s": together, "p50_ms": ordered[len(ordered) // 2],
        "p99_ms": ordered[-1], "grown_mb": (_resident() - before) / 1e6,
    }  # fmt: skip


def _resident() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return 1024 * int(status.partition("VmRSS:")[2].split()[0])


def print_sizes(folder: Path, megabytes: Sequence[int]) -> None:
    """Print a row for each size."""
    print("\n         built s  on disk MB  load s  load MB  100 quotations s  p50 ms  most ms")
    for size in megabytes:
        with tempfile.TemporaryDirectory() as home:
            started = time.perf_counter()
            _in_a_process("build", folder, home, str(size * 10**6))
            built = time.perf_counter() - started
            got = json.loads(_in_a_process("measure", folder, home))
            disk = sum(one.stat().st_size for one in Path(home).rglob("*quote*") if one.is_file()) / 1e6
        print(f"{size:5} MB {built:8.0f} {disk:11.1f} {got['load_s']:7.2f} {got['load_mb']:8.0f} {got['all_s']:17.2f}"
              f" {got['p50_ms']:7.2f} {got['p99_ms']:8.1f}", flush=True)  # fmt: skip


def _in_a_process(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "tests.bench.quote_sizes", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ}).stdout


if __name__ == "__main__":
    if sys.argv[1] == "build":
        build(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        print(json.dumps(measure(Path(sys.argv[2]), Path(sys.argv[3]))))
