"""How much of what the encoder alone can do is left when stories are added: split, embedded, stored and indexed.

Run with `python -m tests.bench.ingest DATA_DIR [PARAGRAPHS] [PARTS]`. The BBC stories that have PARAGRAPHS passages
(3,000) are taken in PARTS (6). The encoder alone embeds the texts of a part at once, then the part is added to a
library in a temporary folder, then comes the next, so that a machine that slows down slows both. Processor time is that
of all threads: it says what the work costs where other work takes the processors.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder, FloatArray
from embeddings.loading import load_encoder
from qa.documents import Draft, read_text
from qa.library import Library
from qa.passages import embedded_texts, passages
from qa.settings import Settings
from tests.bench.data import rows

PARAGRAPHS = 3000
PARTS = 6


def drafts(data: Path) -> Iterator[Draft]:
    """Yield the BBC stories, each text once."""
    seen = set[str]()
    for row in rows(data / "news" / "bbc_stories.jsonl.gz"):
        if row["text"] not in seen:
            seen.add(row["text"])
            yield read_text(row["text"], f"{row['id']}.txt")


def chosen(source: Iterator[Draft], encoder: Encoder, wanted: int) -> tuple[list[Draft], list[str]]:
    """Return the next stories that have `wanted` passages between them, and the texts to embed."""
    stories, texts = list[Draft](), list[str]()
    for draft in source:
        document = draft.document
        room = encoder.max_tokens - encoder.count_tokens([document.title])[0]
        found = passages(document.text, draft.body, encoder.count_tokens, room)
        texts += embedded_texts(document.title, document.text, [span for _, span in found], encoder.count_tokens)
        stories.append(draft)
        if len(texts) >= wanted:
            break
    return stories, texts


def timed(work: Callable[[], object]) -> FloatArray:
    """Return the seconds and the processor seconds that `work` takes."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return np.array([time.perf_counter() - wall, time.process_time() - processor], np.float32)


def main(data: Path, wanted: int, parts: int) -> None:
    """Print a row for each part, and for all."""
    settings = Settings.from_environment()
    encoder = load_encoder(settings.encoder, settings.cache)
    source = drafts(data)
    encoder.encode_passages(["Once, so that everything is loaded."])
    print("paragraphs a second       of processor time too")
    print(f"{'alone':>8} {'added':>8} {'share':>7} {'alone':>8} {'added':>8} {'share':>7}")
    taken, done = np.zeros((2, 2), np.float32), 0
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Settings(Path(folder), settings.cache), write=True, encoder=encoder) as library,
    ):
        library.warm()
        for _ in range(parts):
            stories, texts = chosen(source, encoder, wanted // parts)
            alone, added = timed(partial(encoder.encode_passages, texts)), timed(partial(library.add, stories))
            taken += np.array([alone, added])
            done += len(texts)
            print(_row(len(texts), np.array([alone, added])), flush=True)
        taken[1] += timed(library.save)
        assert library.count()[1] == done
    print(_row(done, taken) + f"  all {done:,}")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _row(count: int, taken: FloatArray) -> str:
    """`taken` is [[seconds, processor seconds] alone, the same added]."""
    rates = count / taken
    return " ".join(
        f"{rates[0, i]:8.1f} {rates[1, i]:8.1f} {rates[1, i] / rates[0, i]:7.1%}" for i in range(rates.shape[1])
    )


if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[2:4]]
    main(Path(sys.argv[1]), *(numbers + [PARAGRAPHS, PARTS][len(numbers) :]))
