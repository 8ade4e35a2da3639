"""Measures follow-ups: `python -m tests.bench.followups DATA_DIR WORK_DIR`.

mtRAG's conversations (Katsis et al. 2025, https://arxiv.org/abs/2501.03468): the passages that answer the last question
are looked for among the passages of all conversations, by the question alone, as a conversation resolves it, and with
the question before it always put in front.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from embeddings.loading import DEFAULT_ENCODER, load_encoder
from qa.conversation import Turn, leans, resolve
from qa.evaluation import ndcg_at, recall_at
from qa.retrieval import WEIGHTS
from qa.settings import Settings
from tests.bench.data import rows
from tests.bench.retrieval import Found, Indexed
from tests.bench.sets import BenchPassage, Query, RetrievalSet
from tests.bench.vector_cache import VectorCache

Asked = tuple[list[str], frozenset[int]]


def conversations(folder: Path) -> tuple[list[BenchPassage], list[Asked]]:
    """Return all passages, and of each conversation of two questions or more these and the passages that answer."""
    number: dict[str, int] = {}
    asked: list[Asked] = []
    for row in rows(folder / "qa" / "mtrag_conversations.jsonl.gz"):
        relevant = frozenset(number.setdefault(one["text"].strip(), len(number)) for one in row["contexts"])
        questions = [turn["text"] for turn in row["input"] if turn["speaker"] == "user"]
        if relevant and len(questions) > 1:
            asked.append((questions, relevant))
    return [BenchPassage("", text) for text in number], asked


def resolved(questions: Sequence[str]) -> str:
    """Resolve each question after the one before it; return the last."""
    turns: tuple[Turn, ...] = ()
    for question in questions:
        turns = (*turns, Turn(resolve(question, turns).read_as, ()))
    return turns[-1].read_as


WAYS: dict[str, Callable[[Sequence[str]], str]] = {
    "the question alone": lambda questions: questions[-1],
    "as resolved": resolved,
    "always with the one before": lambda questions: f"{questions[-2]} {questions[-1]}",
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.followups", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds qa/")
    parser.add_argument("work", type=Path, help="a folder for vectors")
    given = parser.parse_args()
    passages, asked = conversations(given.data)
    cache = VectorCache(given.work / "vectors", load_encoder(DEFAULT_ENCODER, Settings.from_environment().cache))
    indexed = Indexed.of(RetrievalSet("mtRAG", tuple(passages), ()), cache.vectors([one.titled() for one in passages]))
    leaning = np.array([leans(questions[-1]) for questions, _ in asked])
    print(f"{len(asked)} questions after others, {leaning.sum()} taken to lean on them; {len(passages):,} passages")
    print(f"{'':30}  all: Recall@5 nDCG@10   leaning: Recall@5 nDCG@10")
    for name, way in WAYS.items():
        texts = [way(questions)[-2000:] for questions, _ in asked]
        scores = []
        for text, vector, (_, relevant) in zip(texts, cache.vectors(texts), asked, strict=True):
            ranking = Found.by(Query(text, relevant), vector, indexed).ranked(WEIGHTS)
            scores.append((recall_at(5, ranking, relevant), ndcg_at(10, ranking, relevant)))
        table = 100 * np.array(scores)
        every, those = table.mean(axis=0), table[leaning].mean(axis=0)
        print(f"{name:30}{every[0]:15.1f}{every[1]:8.1f}{those[0]:19.1f}{those[1]:8.1f}")


if __name__ == "__main__":
    main()
