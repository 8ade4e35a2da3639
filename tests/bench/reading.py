"""Measures reading and abstaining: `python -m tests.bench.reading DATA_DIR WORK_DIR`.

SQuAD 2.0's questions with their paragraph; Natural Questions with their paragraph, from 50,000 passages, and from these
without it; MultiHop-RAG's questions, some of which nothing answers; the forty about the starter stories.
`reading.png` in WORK_DIR shows how much is wrong of what is shown as more is shown.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from embeddings.loading import DEFAULT_ENCODER, load_encoder
from embeddings.span_reader import SpanReader
from qa.confidence import Found
from qa.evaluation import area_under_roc, calibration_error, exact_match, f1, is_right
from qa.passages import titled
from qa.reading import FIRST_READ, SentenceReader, TrainedReader, best_spans
from qa.settings import Settings
from qa.training import spans
from qa.training.near_misses import Vocabulary, near_miss
from tests.bench import seed_questions
from tests.bench.asking import Pool, document_of, stories, whole
from tests.bench.data import rows
from tests.bench.sets import BenchPassage, Query, retrieval_sets
from tests.bench.untrained import untrained_reader
from tests.bench.vector_cache import VectorCache

LATENCY_QUESTIONS = 60
NEAR_MISSES = 600
COVERAGE = 0.8


@dataclass(frozen=True, slots=True)
class Read:
    """The words read for a question, by how much they are likelier than none, and the right ones: none, if none is."""

    words: str
    score: float
    right: Sequence[str]


def read_paragraphs(reader: SpanReader, asked: Sequence[tuple[str, str, Sequence[str], str]]) -> list[Read]:
    """Read (question, title, right answers, paragraph), one paragraph each."""
    found = []
    for question, title, right, paragraph in tqdm(asked, unit="question", leave=False):
        text = titled(title, paragraph)
        (log_odds, span), *_ = best_spans(reader.read(question, [text])[0], len(text) - len(paragraph))
        found.append(Read(span.of(text), log_odds, right))
    return found


def fixed_threshold(reader: SpanReader, folder: Path) -> float:
    """Return the score over which most questions held apart from training are right: answered, or rightly not.

    As many have no answer as have one: one thing in the question is changed, as SQuAD 2.0's authors did.
    """
    learnt, held = spans.split(spans.asked(folder))
    chance, names, vocabulary = random.Random(1), spans.names_in(learnt), Vocabulary.packaged()
    kept = chance.sample(held, min(NEAR_MISSES, len(held)))
    changed = [near_miss(one, names, vocabulary, chance) for one in kept]
    every = [*kept, *(one for one in changed if one)]
    reads = read_paragraphs(
        reader, [(one.question, "", [span.of(one.passage) for span in one.answers], one.passage) for one in every]
    )
    scores = np.array([read.score for read in reads])
    return float(max(np.quantile(scores, np.linspace(0.02, 0.98, 97)), key=lambda least: overall(reads, least)[0]))


def overall(reads: Sequence[Read], least: float) -> tuple[float, float]:
    """Return the mean exact match and F1, in percent, where words under a score of `least` are not shown."""
    shown = [(read.words if read.score >= least else "", read.right) for read in reads]
    exact, overlap = (np.mean([measure(words, right) for words, right in shown]) for measure in (exact_match, f1))
    return 100 * float(exact), 100 * float(overlap)


def squad(folder: Path, readers: dict[str, SpanReader], sentence: SentenceReader) -> None:
    """Print SQuAD 2.0's EM and F1, the paragraph given."""
    asked = [
        (row["question"], row["title"].replace("_", " "), [a["text"] for a in row["answers"]], row["context"])
        for row in rows(folder / "qa" / "dev_squad2.jsonl.gz")
    ]
    print(f"\nSQuAD 2.0, the paragraph given: {len(asked)} questions      EM    F1")
    answerable = [one for one in asked if one[2]]
    for name, reader in readers.items():
        reads = read_paragraphs(reader, asked)
        print_scores(f"{name}: answerable", [read for read in reads if read.right], -np.inf)
        if name == "reader":
            least = fixed_threshold(reader, folder)
            print_scores(f"... at the fixed threshold {least:.2f}: answerable", [r for r in reads if r.right], least)
            print_scores("... unanswerable", [r for r in reads if not r.right], least)
            print_scores("... overall", reads, least)
    print_scores("always silent: overall", [Read("", 0, one[2]) for one in asked], -np.inf)
    baselines(answerable, sentence)


def baselines(asked: Sequence[tuple[str, str, Sequence[str], str]], reader: SentenceReader) -> None:
    """Print what the nearest sentence and the whole paragraph get."""
    sentences = []
    for question, title, right, paragraph in tqdm(asked, unit="question", leave=False):
        document = document_of(BenchPassage(title, paragraph))
        (one,) = reader.read(question, [whole(document)], {document.id: document})
        sentences.append(Read(one.words.of(paragraph), 0, right))
    print_scores("nearest sentence: answerable", sentences, -np.inf)
    print_scores("whole paragraph: answerable", [Read(p, 0, right) for _, _, right, p in asked], -np.inf)


def print_scores(name: str, reads: Sequence[Read], least: float) -> None:
    """Print a row of EM and F1."""
    exact, overlap = overall(reads, least)
    print(f"{name:50}{exact:6.1f}{overlap:6.1f}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The best answer to a question from a pool, whether it is right, and whether one was there."""

    found: Found | None
    right: float
    answerable: bool

    @property
    def confidence(self) -> float:
        """How sure the reader is."""
        return self.found.confidence if self.found else 0.0


def natural(folder: Path, cache: VectorCache, reader: TrainedReader, png: Path) -> None:
    """Print Natural Questions' figures, and draw what is wrong of what is shown."""
    every = list(rows(folder / "qa" / "nq_gold_paragraph.jsonl.gz"))
    gold = [(row["question"], row["title"].replace("_", " "), row["answers"], row["context"]) for row in every]
    print(f"\nNatural Questions: {len(every)} questions                EM    F1")
    print_scores("the paragraph given", read_paragraphs(reader.model, gold), -np.inf)
    one = next(one for one in retrieval_sets(folder) if one.name == "NQ")
    pool, vectors = Pool.of(one, cache), cache.vectors([query.text for query in one.queries])
    asked: list[Asked] = []
    reads = []
    for query, vector, row in zip(tqdm(one.queries, unit="question", leave=False), vectors, every, strict=True):
        for without in ((), query.relevant):
            hits = pool.hits(query, vector, without)
            documents = stories(hits)
            found = next(iter(reader.read(query.text, hits, documents)), None)
            words = found.words.of(documents[found.hit.passage.document_id].text) if found else ""
            right = 0.0 if without else float(is_right(words, row["answers"]))
            asked.append(Asked(found, right, not without))
            if not without:
                reads.append(Read(words, 0, row["answers"]))
    print_scores(f"from {len(one.passages):,} passages", reads, -np.inf)
    abstention("Natural Questions, with its paragraph held and without", asked, reader.least)
    draw(asked, png)


def abstention(name: str, asked: Sequence[Asked], least: Callable[[float], float]) -> None:
    """Print how well silence is kept."""
    there = [one.confidence for one in asked if one.answerable]
    missing = [one.confidence for one in asked if not one.answerable]
    print(f"{name}: area under the ROC {area_under_roc(there, missing):.3f}")
    right = [one.right >= 0.5 for one in asked]
    print(f"  expected calibration error {calibration_error([one.confidence for one in asked], right):.3f}")
    for risk in (0.05, 0.1, 0.2, 0.3):
        bar = least(risk)
        shown = [one for one in asked if one.confidence >= bar]
        wrong = np.mean([one.right < 0.5 for one in shown]) if shown else np.nan
        held_back = np.mean([one < bar for one in missing])
        silent = len(asked) - len(shown)
        rightly = sum(one < bar for one in missing) / silent if silent else np.nan
        covered = np.mean([one >= bar for one in there])
        print(f"  PULLQUOTE_RISK={risk}: {covered:.3f} of the answerable shown, {wrong:.3f} of what is shown wrong; "
              f"silence: recall {held_back:.3f}, precision {rightly:.3f}")  # fmt: skip
    bar = float(np.quantile(there, 1 - COVERAGE))
    print(f"  where {COVERAGE:.0%} of the answerable are shown: "
          f"{np.mean([one < bar for one in missing]):.3f} of the others held back")  # fmt: skip


def draw(asked: Sequence[Asked], png: Path) -> None:
    """Draw the share wrong against the share shown."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    ranked = sorted(asked, key=lambda one: -one.confidence)
    wrong = np.cumsum([one.right < 0.5 for one in ranked]) / np.arange(1, len(ranked) + 1)
    figure, axes = plt.subplots(figsize=(6, 4))
    axes.plot(np.arange(1, len(ranked) + 1) / len(ranked), wrong)
    axes.set(xlabel="share of questions shown an answer", ylabel="share wrong of those shown", xlim=(0, 1), ylim=(0, 1))
    axes.set_title("Natural Questions, half of them without an answer in the stories", fontsize=10)
    figure.tight_layout()
    figure.savefig(png, dpi=120)


def multihop(folder: Path, cache: VectorCache, reader: TrainedReader) -> None:
    """Print MultiHop-RAG's figures: silence where nothing answers, and the right story cited elsewhere."""
    every = list(rows(folder / "news" / "multihop_rag_queries.jsonl.gz"))
    one = next(one for one in retrieval_sets(folder) if one.name == "MultiHop")
    pool, vectors = Pool.of(one, cache), cache.vectors([row["question"] for row in every])
    asked = []
    for row, vector in zip(tqdm(every, unit="question", leave=False), vectors, strict=True):
        titles = {e["title"] for e in row["evidence_list"]}
        hits = pool.hits(Query(row["question"], frozenset()), vector)
        found = next(iter(reader.read(row["question"], hits, stories(hits))), None)
        cited = bool(found) and found.hit.citation.title in titles if found else False
        asked.append(Asked(found, float(cited), bool(titles)))
    print(f"\nMultiHop-RAG: {len(every)} questions; right means that the story cited is one of the evidence's")
    right = np.mean([one.right for one in asked if one.answerable])
    print(f"  right story cited: {right:.3f} of those that have evidence")
    abstention("MultiHop-RAG", asked, reader.least)


def latency(reader: TrainedReader, folder: Path, cache: VectorCache) -> None:
    """Print how long reading takes."""
    one = retrieval_sets(folder)[0]
    pool = Pool.of(replace(one, passages=one.passages[:5000], queries=one.queries[:LATENCY_QUESTIONS]), cache)
    print("\nreading, ms                 p50    p99")
    for count in (1, FIRST_READ, 5, 10):
        times = []
        for query, vector in zip(
            one.queries[:LATENCY_QUESTIONS],
            cache.vectors([q.text for q in one.queries[:LATENCY_QUESTIONS]]),
            strict=True,
        ):
            hits = pool.hits(query, vector)[:count]
            documents = stories(hits)
            start = time.perf_counter()
            reader.candidates(query.text, hits, documents)
            times.append(1000 * (time.perf_counter() - start))
        print(f"{count:2} passages            {np.median(times):8.1f}{np.quantile(times, 0.99):7.1f}")


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reading", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds qa/ and news/")
    parser.add_argument("work", type=Path, help="a folder for vectors and the plot")
    parser.add_argument("--part", action="append", choices=("squad", "nq", "multihop", "seeds", "latency"))
    given = parser.parse_args()
    home = Settings.from_environment().cache
    encoder = load_encoder(DEFAULT_ENCODER, home)
    cache, reader = VectorCache(given.work / "vectors", encoder), TrainedReader(SpanReader.load(home))
    parts: dict[str, Callable[[], Any]] = {
        "squad": lambda: squad(
            given.data, {"reader": reader.model, "untrained ends": untrained_reader()}, SentenceReader(encoder)
        ),
        "nq": lambda: natural(given.data, cache, reader, given.work / "reading.png"),
        "multihop": lambda: multihop(given.data, cache, reader),
        "seeds": seed_questions.main,
        "latency": lambda: latency(reader, given.data, cache),
    }
    for name, part in parts.items():
        if not given.part or name in given.part:
            part()


if __name__ == "__main__":
    main()
