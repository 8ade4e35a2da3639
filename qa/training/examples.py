"""What the reranker learns from: questions with the paragraph and the sentence that answer, in confusable batches.

SQuADShifts (Miller et al. 2020, https://arxiv.org/abs/2004.14444) and the training questions of SQuAD 1.1 with their
sentences. One paragraph in ten is held apart, by a hash of its words, to watch the training and to tune on.
"""

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import FloatArray
from qa.passages import titled
from qa.sentences import sentences
from qa.types import Span

SHIFTS = ("new_wiki", "reddit", "amazon")
TITLED = {"new_wiki"}  # the others' titles name a collection, not a story
_HELD_APART = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the number of the sentence of its paragraph that answers."""

    question: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is read, its sentences as spans of that text, and the questions that it answers."""

    text: str
    sentences: tuple[Span, ...]
    asked: tuple[Asked, ...]

    def held_apart(self) -> bool:
        """Say whether the paragraph is kept from training."""
        return held_apart(self.text)


def held_apart(text: str) -> bool:
    """Say whether a paragraph is kept from training, by a hash of its words."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % _HELD_APART == 0


def paragraphs(folder: Path) -> list[Paragraph]:
    """Return the paragraphs of SQuADShifts in `folder`/qa, each with its questions."""
    found: list[Paragraph] = []
    by_text: dict[str, list[dict[str, Any]]] = {}
    for text, row in shifted(folder):
        by_text.setdefault(text, []).append(row)
    for text, own in by_text.items():
        shift = len(text) - len(own[0]["context"])
        spans = tuple(sentences(text, Span(shift, len(text)))) or (Span(shift, len(text)),)
        asked = tuple(Asked(row["question"], _holding(spans, row["answers"][0]["start"] + shift)) for row in own)
        found.append(Paragraph(text, spans, asked))
    return found


def shifted(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield SQuADShifts' questions in `folder`/qa, each with its paragraph as it is read: under a title of its own."""
    for name in SHIFTS:
        for row in rows(folder / "qa" / f"train_squadshifts_{name}.jsonl.gz"):
            yield titled(row["title"].replace("_", " "), row["context"]) if name in TITLED else row["context"], row


def pairs(folder: Path) -> list[Paragraph]:
    """Return SQuAD 1.1's answering sentences, each as a paragraph of one sentence with its questions."""
    by_sentence: dict[str, list[str]] = {}
    for row in rows(folder / "qa" / "train_squad1_sentences.jsonl.gz"):
        by_sentence.setdefault(row["sentence"], []).append(row["question"])
    return [
        Paragraph(sentence, (Span(0, len(sentence)),), tuple(Asked(question, 0) for question in asked))
        for sentence, asked in by_sentence.items()
        if sentence
    ]


def batches(
    vectors: FloatArray, size: int, group: int, chance: random.Random, neighbours: int = 30
) -> Iterator[list[int]]:
    """Yield every row once, in batches of `size` made of groups of `group` rows near to one another.

    A group is a row and others drawn from its `neighbours` nearest still unused, so that a batch holds what the
    retriever confuses. `vectors` are float32[rows, dimension] of unit length.
    """
    unused = np.ones(len(vectors), np.bool_)
    rows = list(range(len(vectors)))
    chance.shuffle(rows)
    batch: list[int] = []
    for row in rows:
        if not unused[row]:
            continue
        unused[row] = False
        cosines = np.where(unused, vectors @ vectors[row], -2)
        near = [int(i) for i in np.argsort(-cosines)[:neighbours] if unused[i]]
        chosen = chance.sample(near, min(group - 1, len(near)))
        unused[chosen] = False
        batch += [row, *chosen]
        if len(batch) >= size:
            yield batch
            batch = []
    if len(batch) > 1:
        yield batch


def _holding(spans: Sequence[Span], at: int) -> int:
    return max((i for i, span in enumerate(spans) if span.start <= at), default=0)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of gzipped JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
