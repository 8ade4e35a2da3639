"""Fits a reader's confidence: `python -m tests.bench.calibration DATA_DIR WORK_DIR [--encoder NAME] [--questions N]`.

Questions about SQuADShifts' Wikipedia paragraphs that were held apart when the reader was trained (none of the sets
that measure) are asked of all its paragraphs, and every third again without its own, so that only near misses are left:
a quarter of all. A logistic curve is fitted, on half of them, from what the reader and the retriever say to whether the
words are right (an F1 of a half or more with an annotator's, or one holding the other); the other half tests it.
"""

import argparse
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from embeddings.encoder import Encoder
from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.evaluation import area_under_roc, calibration_error, is_right
from qa.passages import titled
from qa.reading import Curve, Reader, SentenceReader, TrainedReader, load_reader
from qa.settings import Settings
from qa.training.examples import held_apart
from qa.types import Hit
from tests.bench.asking import Pool, stories
from tests.bench.data import rows
from tests.bench.sets import Query, training_set
from tests.bench.vector_cache import VectorCache

QUESTIONS = 800
SEED = 7
ALSO_WITHOUT = 3
SHARES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
_SCALE = 1e-3  # so flat a curve gives back what the reader said, and never stops it early


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of each passage's best words: the reader's score, the retriever's, and whether they are right."""

    candidates: Sequence[tuple[float, float, bool]]
    answerable: bool

    def best(self, share: float) -> tuple[float, bool]:
        """Return the highest score, `share` of the retriever's added to the reader's, and whether it is right."""
        return max((read + share * retrieved, right) for read, retrieved, right in self.candidates)


def raw(reader: Reader, encoder: Encoder) -> Reader:
    """Return the reader with a curve that keeps its scores."""
    flat = Curve(read=_SCALE, retrieved=0.0, intercept=0.0, risks=((0.5, 0.5),))
    if isinstance(reader, TrainedReader):
        return TrainedReader(reader.model, flat)
    return SentenceReader(encoder, flat)


def outcomes(folder: Path, work: Path, name: str, asked: int) -> list[Outcome]:
    """Ask each question, and every third again without its paragraph."""
    encoder = load_encoder(name, Settings.from_environment().cache)
    cache = VectorCache(work / "vectors", encoder)
    pool = Pool.of(training_set(folder), cache)
    number = {passage.titled(): i for i, passage in enumerate(pool.passages)}
    every = rows(folder / "qa" / "train_squadshifts_new_wiki.jsonl.gz")
    named = [(row, titled(row["title"].replace("_", " "), row["context"])) for row in every]
    held = [(row, number[text]) for row, text in named if held_apart(text)]
    chosen = random.Random(SEED).sample(held, min(asked, len(held)))
    reader = raw(load_reader(encoder, Settings.from_environment().cache), encoder)
    vectors = cache.vectors([row["question"] for row, _ in chosen])
    found = []
    for number_asked, ((row, own), vector) in enumerate(zip(tqdm(chosen, unit="question"), vectors, strict=True)):
        query = Query(row["question"], frozenset({own}))
        right = [answer["text"] for answer in row["answers"]]
        found.append(_outcome(reader, query.text, pool.hits(query, vector), pool.documents[own].id, right))
        if number_asked % ALSO_WITHOUT == 0:
            found.append(_outcome(reader, query.text, pool.hits(query, vector, {own}), "", []))
    return found


def _outcome(reader: Reader, question: str, hits: Sequence[Hit], own: str, right: Sequence[str]) -> Outcome:
    best: dict[str, tuple[float, float, bool]] = {}
    documents = stories(hits)
    for one in reader.read(question, hits, documents):
        story = one.hit.passage.document_id
        if story not in best:
            words = one.words.of(documents[story].text)
            whole_sentence = one.words == one.quote
            good = story == own and (any(r in words for r in right) if whole_sentence else is_right(words, right))
            read = math.log(one.confidence / (1 - one.confidence)) / _SCALE
            best[story] = (read, one.hit.score, bool(right) and good)
    return Outcome(list(best.values()), bool(right))


def fit(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return slope and intercept of the logistic regression of y on x, by Newton's method."""
    design = np.column_stack([x, np.ones_like(x)])
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = design.T @ (design * (p * (1 - p))[:, None])
        weights += np.linalg.solve(hessian, design.T @ (y - p))
    return float(weights[0]), float(weights[1])


def risk_table(confidence: np.ndarray, right: np.ndarray) -> list[tuple[float, float, float]]:
    """Return (least confidence, share wrong of what is shown, share shown) for each of SHARES that can be met."""
    order = np.argsort(-confidence)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    table = []
    for share in SHARES:
        met = np.flatnonzero(wrong <= share)
        met = met[met >= len(order) // 50]  # a share of fewer says little
        if len(met):
            last = int(met[-1])
            table.append((float(confidence[order[last]]), share, (last + 1) / len(order)))
    return table


def main() -> None:
    """Print the curve fitted, how sound it is on the half held apart, and what each risk shows."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calibration", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--encoder", default=DEFAULT_ENCODER)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    given = parser.parse_args()
    found = outcomes(given.data, given.work, given.encoder, given.questions)
    half, rest = [one for i, one in enumerate(found) if i % 8 < 4], [one for i, one in enumerate(found) if i % 8 >= 4]
    shares = (0.0, 0.5, 1, 2, 3, 4, 6, 8) if given.encoder == DEFAULT_ENCODER else (0.0,)
    for share in shares:
        first = np.mean([one.best(share)[1] for one in half if one.answerable])
        print(f"retriever's share {share:.1f}: {first:.3f} right where an answer is there")
    share = max(shares, key=lambda one: float(np.mean([each.best(one)[1] for each in half if each.answerable])))
    x, y = (np.array([one.best(share)[i] for one in half], float) for i in (0, 1))
    slope, intercept = fit(x, y)
    print(f"read={slope:.4f}, retrieved={slope * share:.4f}, intercept={intercept:.4f}  on {len(half)} questions")
    tested = [one.best(share) for one in rest]
    p = 1 / (1 + np.exp(-(slope * np.array([score for score, _ in tested]) + intercept)))
    y = np.array([right for _, right in tested])
    there = np.array([one.answerable for one in rest])
    told_apart = area_under_roc(p[there].tolist(), p[~there].tolist())
    print(f"tested on {len(rest)}: right where an answer is there {y[there].mean():.3f}, answerable told from not "
          f"{told_apart:.3f}, expected calibration error {calibration_error(p.tolist(), y.tolist()):.3f}")  # fmt: skip
    print("least confidence  wrong of shown  shown  shown of answerable  held back of unanswerable")
    for least, risk, shown in risk_table(p, y):
        print(
            f"{least:16.3f}{risk:16.2f}{shown:7.3f}{(p[there] >= least).mean():21.3f}{(p[~there] < least).mean():27.3f}"
        )


if __name__ == "__main__":
    main()
