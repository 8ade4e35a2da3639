"""Compares ways to fuse the two rankings: `python -m tests.bench.fusion DATA_DIR`.

SQuADShifts' questions about new Wikipedia articles (a set that tunes, not one that measures) look for their paragraph
among all paragraphs of the set. Every row uses the same vectors and the same BM25 scores.
"""

import random
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from embeddings.index import VectorIndex
from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.keywords import KeywordIndex
from qa.passages import titled
from qa.retrieval import CANDIDATES, fuse, reciprocal_ranks
from qa.settings import Settings
from qa.store import Change
from tests.bench.data import rows

QUESTIONS = 2000


def order(scores: Mapping[int, float]) -> list[int]:
    """Return the ids of a ranking, best first."""
    return sorted(scores, key=lambda item: -scores[item])


def main(folder: Path) -> None:
    """Print Recall@1, Recall@3 and MRR@10 of each way."""
    questions = list(rows(folder / "qa" / "train_squadshifts_new_wiki.jsonl.gz"))
    named = dict.fromkeys((row["title"].replace("_", " "), row["context"]) for row in questions)
    number = {context: i for i, (_, context) in enumerate(named)}
    encoder = load_encoder(DEFAULT_ENCODER, Settings.from_environment().cache)
    texts = [titled(title, context) for title, context in named]
    vectors, keywords = VectorIndex(encoder.dimension), KeywordIndex.new(None)
    vectors.add(np.arange(len(texts)), encoder.encode_passages(texts))
    for i, text in enumerate(texts):
        keywords.add(Change(1, str(i), i, 1, True), [text])
    keywords.commit(1)
    keywords.refresh()
    ranks: dict[str, list[int]] = {}
    for row in random.Random(0).sample(questions, QUESTIONS):
        query = encoder.encode_query(row["question"])
        ids, cosines = vectors.search(query, CANDIDATES)
        dense = dict(zip(ids.tolist(), cosines.tolist(), strict=True))
        bm25 = dict(keywords.search(row["question"], CANDIDATES))
        others = np.array([item for item in bm25 if item not in dense], np.int64)
        every = dense | dict(zip(others.tolist(), vectors.cosines(query, others).tolist(), strict=True))
        ways = {
            "dense alone": order(dense),
            "BM25 alone": order(bm25),
            "reciprocal ranks": order(reciprocal_ranks([order(dense), order(bm25)])),
            "cosine + BM25 share (default)": [item for item, _, _ in fuse(every, bm25, 10)],
        }
        for name, ranking in ways.items():
            found = ranking[:10]
            gold = number[row["context"]]
            ranks.setdefault(name, []).append(found.index(gold) + 1 if gold in found else 0)
    print(f"{len(texts):,} paragraphs, {QUESTIONS:,} questions")
    print(f"{'way':32} {'R@1':>6} {'R@3':>6} {'MRR@10':>7}")
    for name, places in ranks.items():
        place = np.array(places)
        reciprocal = np.where(place > 0, 1 / np.maximum(place, 1), 0)
        print(
            f"{name:32} {(place == 1).mean():6.3f} {((place > 0) & (place <= 3)).mean():6.3f} {reciprocal.mean():7.3f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
