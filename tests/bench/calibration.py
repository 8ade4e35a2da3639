"""Fits a reader's confidence: `python -m tests.bench.calibration DATA_DIR WORK_DIR [--encoder NAME] [--questions N]`.

Questions about SQuADShifts' Wikipedia paragraphs that were held apart when the reader was trained (none of the sets
that measure) are asked of all its paragraphs, and every third again without its own, so that only near misses are left:
a quarter of all. On half of them a logistic curve is fitted, from what the reader and the retriever say to whether the
words are right (an F1 of a half or more with an annotator's, or one holding the other), and the least confidence for
each risk chosen; the other half tests both.
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
from qa.reading import FIRST_READ, PASSAGES_READ, Curve, Reader, SentenceReader, TrainedReader, load_reader
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

    def best(self, share: float, passages: int = PASSAGES_READ) -> tuple[float, bool]:
        """Return the highest score, `share` of the retriever's added to the reader's, and whether it is right.

        Only the `passages` that the retriever puts first count.
        """
        first = sorted(self.candidates, key=lambda one: -one[1])[:passages]
        return max((read + share * retrieved, right) for read, retrieved, right in first)


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


def risk_table(confidence: np.ndarray, right: np.ndarray) -> list[tuple[float, float]]:
    """Return (least confidence, share wrong of what is then shown) for each of SHARES that can be met."""
    order = np.argsort(-confidence)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)
    table = []
    for share in SHARES:
        met = np.flatnonzero(wrong <= share)
        met = met[met >= len(order) // 50]  # a share of fewer says little
        if len(met):
            table.append((float(confidence[order[int(met[-1])]]), share))
    return table


@dataclass(frozen=True, slots=True)
class Fitted:
    """A curve over the reader's score and a `share` of the retriever's."""

    share: float
    slope: float
    intercept: float

    @classmethod
    def to(cls, found: Sequence[Outcome], shares: Sequence[float]) -> "Fitted":
        """Choose the share that puts most right answers first, and fit the curve."""
        answerable = [one for one in found if one.answerable]
        first = {share: float(np.mean([one.best(share)[1] for one in answerable])) for share in shares}
        for share, right in first.items():
            print(f"retriever's share {share:.1f}: {right:.3f} right where an answer is there")
        share = max(first, key=lambda one: first[one])
        x, y = (np.array([one.best(share)[i] for one in found], float) for i in (0, 1))
        return cls(share, *fit(x, y))

    def judged(self, found: Sequence[Outcome]) -> tuple[np.ndarray, np.ndarray]:
        """Return the confidence of the best answer to each question, and whether it is right."""
        best = [one.best(self.share) for one in found]
        p = 1 / (1 + np.exp(-(self.slope * np.array([score for score, _ in best]) + self.intercept)))
        return p, np.array([right for _, right in best])


def report(fitted: Fitted, half: Sequence[Outcome], rest: Sequence[Outcome]) -> None:
    """Print how sound the curve is on the `rest`, and what becomes of it at the thresholds chosen on `half`."""
    p, right = fitted.judged(rest)
    there = np.array([one.answerable for one in rest])
    told_apart = area_under_roc(p[there].tolist(), p[~there].tolist())
    error = calibration_error(p.tolist(), right.tolist())
    print(f"tested on {len(rest)}: right where an answer is there {right[there].mean():.3f}, answerable told from not "
          f"{told_apart:.3f}, expected calibration error {error:.3f}")  # fmt: skip
    answerable = [one for one in [*half, *rest] if one.answerable]
    for passages in (1, FIRST_READ, PASSAGES_READ):
        read = np.mean([one.best(fitted.share, passages)[1] for one in answerable])
        print(f"reading {passages:2}: {read:.3f} right of the {len(answerable)} of both halves with an answer there")
    print("risk  least confidence  wrong of shown  shown  shown of answerable  held back of unanswerable")
    for least, risk in risk_table(*fitted.judged(half)):
        shown = p >= least
        wrong = (~right[shown]).mean() if shown.any() else np.nan
        print(f"{risk:.2f}{least:18.3f}{wrong:16.3f}{shown.mean():7.3f}{shown[there].mean():21.3f}"
              f"{(~shown[~there]).mean():27.3f}")  # fmt: skip


def main() -> None:
    """Print the curve fitted and the least confidence for each risk, and how sound they are on the other half."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calibration", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--encoder", default=DEFAULT_ENCODER)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    given = parser.parse_args()
    found = outcomes(given.data, given.work, given.encoder, given.questions)
    half, rest = [one for i, one in enumerate(found) if i % 8 < 4], [one for i, one in enumerate(found) if i % 8 >= 4]
    fitted = Fitted.to(half, (0.0, 0.5, 1, 2, 3, 4, 6, 8) if given.encoder == DEFAULT_ENCODER else (0.0,))
    print(f"read={fitted.slope:.4f}, retrieved={fitted.slope * fitted.share:.4f}, intercept={fitted.intercept:.4f}"
          f"  on {len(half)} questions")  # fmt: skip
    report(fitted, half, rest)


if __name__ == "__main__":
    main()
