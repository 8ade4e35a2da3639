"""Fits the reader's confidence to an encoder: `python -m tests.bench.calibration DATA_DIR [ENCODER [QUESTIONS]]`.

Questions of SQuADShifts' new_wiki part (none of the sets that measure) are asked of their article's paragraphs, every
second question with its own paragraph taken away: a near miss that can't be answered. A logistic curve is fitted, on
half of the articles, from the best sentence's score to whether that sentence holds the answer; the other half tests it.
"""

import math
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.keywords import KeywordIndex
from qa.matching import Match, QuestionWords
from qa.passages import titled
from qa.reading import PASSAGES_READ, SentenceReader
from qa.retrieval import CANDIDATES, Candidates, rank
from qa.settings import Settings
from qa.store import Change
from qa.types import Document, Hit, Passage, Span
from tests.bench.data import rows

QUESTIONS = 1600
SEED = 7
BINS = 10


def scores(folder: Path, encoder: Encoder, asked: int) -> list[tuple[str, float, bool, bool]]:
    """Return (article, best score, whether that sentence answers, whether an answer was there) of each question."""
    articles: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(folder / "qa" / "train_squadshifts_new_wiki.jsonl.gz"):
        articles[row["title"]].append(row)
    found = []
    draw = random.Random(SEED)
    for title, questions in articles.items():
        contexts = list(dict.fromkeys(row["context"] for row in questions))
        vectors, keywords, documents = VectorIndex(encoder.dimension), KeywordIndex.new(None), []
        named = [titled(title.replace("_", " "), context) for context in contexts]
        vectors.add(np.arange(len(contexts)), encoder.encode_passages(named))
        for number, context in enumerate(contexts):
            documents.append(Document.of(context, title=title.replace("_", " ")))
            keywords.add(Change(1, documents[-1].id, number, 1, True), [named[number]])
        keywords.commit(1)
        keywords.refresh()
        share = draw.sample(questions, math.ceil(len(questions) * asked / 7938))
        for number, row in enumerate(share):
            answerable = number % 2 == 0
            gold = contexts.index(row["context"])
            query = encoder.encode_query(row["question"])
            cosines = dict(enumerate(vectors.cosines(query, np.arange(len(contexts))).tolist()))
            words = keywords.question_words(row["question"])
            ranked = rank(
                Candidates(cosines, dict(keywords.search(row["question"], CANDIDATES))),
                partial(_matched, words, [keywords.words(text) for text in named]),
                PASSAGES_READ + 1,
            )
            kept = [item for item, _, _ in ranked if answerable or item != gold][:PASSAGES_READ]
            best = SentenceReader(encoder).rank(
                row["question"], [_hit(documents[item]) for item in kept], {d.id: d for d in documents}
            )[0]
            starts = [a["start"] for a in row["answers"]]
            cited = best.citation
            right = cited.story_id == documents[gold].id and any(cited.start <= s < cited.end for s in starts)
            found.append((title, best.score, right, answerable))
    return found


def _matched(asked: QuestionWords, words: Sequence[Sequence[str]], items: Sequence[int]) -> dict[int, Match]:
    return {item: asked.match(words[item]) for item in items}


def fit(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return slope and intercept of the logistic regression of y on x, by Newton's method."""
    design = np.column_stack([x, np.ones_like(x)])
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = design.T @ (design * (p * (1 - p))[:, None])
        weights += np.linalg.solve(hessian, design.T @ (y - p))
    return float(weights[0]), float(weights[1])


def expected_calibration_error(p: np.ndarray, y: np.ndarray) -> float:
    """Return the mean over ten equal bins, weighted by size, of |mean confidence - accuracy| (Guo et al. 2017)."""
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    gaps = [abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean() for b in set(bins)]
    return float(sum(gaps))


def main(folder: Path, name: str = DEFAULT_ENCODER, *, asked: int = QUESTIONS) -> None:
    """Print the curve fitted to the encoder called `name`, and what each threshold gives on the articles held apart."""
    found = scores(folder, load_encoder(name, Settings.from_environment().cache), asked)
    titles = sorted({title for title, *_ in found})
    fitted = set(titles[::2])
    x, y, there = (np.array([row[i] for row in found], float) for i in (1, 2, 3))
    train = np.array([row[0] in fitted for row in found])
    slope, intercept = fit(x[train], y[train])
    p, y, there = (1 / (1 + np.exp(-(slope * x + intercept))))[~train], y[~train], there[~train] > 0
    print(f"slope {slope:.2f}  intercept {intercept:.2f}  fitted on {train.sum()}, tested on {len(y)} questions")
    print(f"right sentence where the answer is there: {y[there].mean():.3f}")
    print(f"expected calibration error: {expected_calibration_error(p, y):.3f}")
    print("threshold  shown  right of shown  shown of answerable  abstained of unanswerable")
    for threshold in np.arange(0.2, 0.8, 0.05):
        shown = p >= threshold
        right = y[shown].mean() if shown.any() else float("nan")
        print(
            f"{threshold:9.2f}  {shown.mean():5.3f}  {right:14.3f}  {shown[there].mean():19.3f}"
            f"  {1 - shown[~there].mean():25.3f}"
        )


def _hit(document: Document) -> Hit:
    span = Span(0, len(document.text))
    return Hit(Passage(document.id, 0, 1, span), document.cite(span, 1), 0.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3], asked=int(sys.argv[3]) if len(sys.argv) > 3 else QUESTIONS)
