"""Reads the benchmark data: gzipped JSON Lines in a folder that the caller names."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSON Lines file."""
    if not path.is_file():
        raise SystemExit(f"{path} is not there: name the folder that holds qa/ and news/")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def news_stories(folder: Path) -> Iterator[str]:
    """Yield the texts of the BBC and then the Reuters stories."""
    for name in ("bbc_stories", "reuters_21578"):
        for row in rows(folder / "news" / f"{name}.jsonl.gz"):
            yield row["text"]
