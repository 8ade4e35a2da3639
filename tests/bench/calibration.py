"""Fits a reader's confidence: `python -m tests.bench.calibration DATA_DIR WORK_DIR [--encoder NAME] [--questions N]`.

Questions about SQuADShifts' paragraphs of Wikipedia, Reddit and Amazon that were held apart when the reader was trained
(none of the sets that measure) are asked of all its paragraphs, and every third again without its own, so that only
near misses are left: a quarter of all. On half of them the two models of `qa.confidence` are fitted to whether words
are right (an F1 of a half or more with an annotator's, or one holding the other), and the least confidence for each
risk chosen; the other half tests both.
"""

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.confidence import Candidate, Curve, Found, standings
from qa.evaluation import area_under_roc, calibration_error, is_right
from qa.passages import titled
from qa.questions import kind_of
from qa.reading import FIRST_READ, PASSAGES_READ, Reader, load_reader, read_in_parts
from qa.settings import Settings
from qa.training.examples import SHIFTS, TITLED, held_apart
from qa.types import Hit, Span
from tests.bench.asking import Pool, stories
from tests.bench.data import rows
from tests.bench.sets import Query, training_set
from tests.bench.vector_cache import VectorCache

QUESTIONS: Mapping[str, int] = {"new_wiki": 800, "reddit": 300, "amazon": 300}
SEED = 7
ALSO_WITHOUT = 3
SHARES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found for a question in the passages of `hits`; `right` are the stories and places of right words."""

    question: str
    hits: Sequence[Hit]
    candidates: Sequence[Candidate]
    right: frozenset[tuple[str, Span]]
    answerable: bool

    def first(self, passages: int = PASSAGES_READ) -> list[Candidate]:
        """Return what the reader likes best in each of the first passages."""
        best: dict[int, Candidate] = {}
        for one in self.candidates:
            best.setdefault(id(one.hit), one)
        return [best[id(hit)] for hit in self.hits[:passages] if id(hit) in best]

    def is_right(self, one: Candidate | Found) -> bool:
        """Say whether words that were found are right."""
        return (one.hit.passage.document_id, one.words) in self.right

    def best(self, curve: Curve, passages: int = PASSAGES_READ) -> tuple[float, bool]:
        """Return the confidence of what is found likeliest, read as the library reads, and whether it is right."""

        def candidates(part: Sequence[Hit]) -> list[Candidate]:
            return [one for one in self.candidates if any(one.hit is hit for hit in part)]

        found = read_in_parts(self.question, self.hits[:passages], candidates, curve)
        return (found[0].confidence, self.is_right(found[0])) if found else (0.0, False)


def outcomes(folder: Path, work: Path, name: str, most: Mapping[str, int]) -> list[Outcome]:
    """Ask each question, and every third again without its paragraph."""
    encoder = load_encoder(name, Settings.from_environment().cache)
    reader, cache = load_reader(encoder, Settings.from_environment().cache), VectorCache(work / "vectors", encoder)
    pool = Pool.of(training_set(folder), cache)
    number = {passage.titled(): i for i, passage in enumerate(pool.passages)}
    found = []
    for kind in SHIFTS:
        held = []
        for row in rows(folder / "qa" / f"train_squadshifts_{kind}.jsonl.gz"):
            text = titled(row["title"].replace("_", " "), row["context"])
            if held_apart(text if kind in TITLED else row["context"]):
                held.append((row["question"], number[text], [answer["text"] for answer in row["answers"]]))
        chosen = random.Random(SEED).sample(held, min(most[kind], len(held)))
        vectors = cache.vectors([question for question, _, _ in chosen])
        for i, ((question, own, right), vector) in enumerate(zip(tqdm(chosen, unit="question"), vectors, strict=True)):
            query = Query(question, frozenset({own}))
            found.append(_outcome(reader, question, pool.hits(query, vector), pool.documents[own].id, right))
            if i % ALSO_WITHOUT == 0:
                found.append(_outcome(reader, question, pool.hits(query, vector, {own}), "", []))
    return found


def _outcome(reader: Reader, question: str, hits: Sequence[Hit], own: str, right: Sequence[str]) -> Outcome:
    candidates = reader.candidates(question, hits, stories(hits))
    good = frozenset(
        (own, one.words)
        for one in candidates
        if one.hit.passage.document_id == own
        and (any(r in one.exact for r in right) if one.words == one.quote else is_right(one.exact, right))
    )
    return Outcome(question, hits, candidates, good, bool(right))


def fit(rows_: Sequence[Sequence[float]], right: Sequence[bool]) -> tuple[list[float], float]:
    """Return the weights and the intercept of a logistic regression, hardly regularised."""
    model = LogisticRegression(C=1e4, max_iter=10_000).fit(np.array(rows_), np.array(right))
    return [float(weight) for weight in model.coef_[0]], float(model.intercept_[0])


def fitted(found: Sequence[Outcome], *, retrieved: bool = True) -> Curve:
    """Fit a curve to the best words of each passage, the retriever's score left out unless `retrieved`."""
    firsts = [outcome.first() for outcome in found]
    right = [outcome.is_right(one) for outcome, first in zip(found, firsts, strict=True) for one in first]
    said = [[one.read, one.hit.score if retrieved else 0.0] for first in firsts for one in first]
    (read, score), intercept = fit(said, right)
    curve = Curve(read, score, intercept, risks=())
    asked = zip(found, firsts, strict=True)
    beside = [both for outcome, first in asked for both in standings(kind_of(outcome.question), first, curve)]
    (own, lead), base = fit(beside, right)
    return replace(curve, own=own, lead=lead, base=base)


def judgements(curve: Curve, found: Sequence[Outcome]) -> tuple[np.ndarray, np.ndarray]:
    """Return the confidence of the best answer to each question, and whether it is right."""
    best = [one.best(curve) for one in found]
    return np.array([confidence for confidence, _ in best]), np.array([right for _, right in best])


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


def report(curve: Curve, half: Sequence[Outcome], rest: Sequence[Outcome]) -> None:
    """Print how sound the curve is on the `rest`, and what becomes of it at the thresholds chosen on `half`."""
    p, right = judgements(curve, rest)
    there = np.array([one.answerable for one in rest])
    told_apart = area_under_roc(p[there].tolist(), p[~there].tolist())
    error = calibration_error(p.tolist(), right.tolist())
    print(f"tested on {len(rest)}: right where an answer is there {right[there].mean():.3f}, answerable told from not "
          f"{told_apart:.3f}, expected calibration error {error:.3f}")  # fmt: skip
    answerable = [one for one in [*half, *rest] if one.answerable]
    for passages in (1, FIRST_READ, PASSAGES_READ):
        read = np.mean([one.best(curve, passages)[1] for one in answerable])
        print(f"reading {passages:2}: {read:.3f} right of the {len(answerable)} of both halves with an answer there")
    print("risk  least confidence  wrong of shown  shown  shown of answerable  held back of unanswerable")
    for least, risk in risk_table(*judgements(curve, half)):
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
    parser.add_argument("--questions", type=int, default=max(QUESTIONS.values()), help="the most of each kind")
    given = parser.parse_args()
    most = {kind: min(count, given.questions) for kind, count in QUESTIONS.items()}
    found = outcomes(given.data, given.work, given.encoder, most)
    even = {question for i, question in enumerate(dict.fromkeys(one.question for one in found)) if i % 2 == 0}
    half = [one for one in found if one.question in even]
    rest = [one for one in found if one.question not in even]
    curve = fitted(half, retrieved=given.encoder == DEFAULT_ENCODER)
    weights = (
        f"{name}={getattr(curve, name):.4f}" for name in ("read", "retrieved", "intercept", "own", "lead", "base")
    )
    print(*weights, f" on {len(half)} questions", sep=", ")
    for name, one in {"by themselves": replace(curve, own=1.0, lead=0.0, base=0.0), "beside a rival": curve}.items():
        print(f"\ncandidates {name}")
        report(one, half, rest)


if __name__ == "__main__":
    main()
