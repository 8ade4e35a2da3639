"""What the reader learns from: questions with a passage that answers, or that only seems to.

SQuADShifts gives questions with the words that answer; SQuAD 1.1's training sentences only say which sentence answers.
What does not answer is made from them, as a reader meets it: the passages that the retriever finds in place of the
right one, the right one without the sentence that answers, and the question with a name, a number or a word turned.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from embeddings.encoder import Encoder
from qa.sentences import sentences
from qa.training.examples import held_apart, rows, shifted
from qa.types import Span

NEGATIVES_KEPT = 6
_NEAREST = 24
_SENTENCES_EACH = 5
_TURNED = {
    "first": "last", "last": "first", "before": "after", "after": "before", "most": "least", "least": "most",
    "more": "less", "less": "more", "larger": "smaller", "smaller": "larger", "highest": "lowest", "lowest": "highest",
    "largest": "smallest", "smallest": "largest", "best": "worst", "worst": "best", "oldest": "youngest",
    "increase": "decrease", "decrease": "increase", "won": "lost", "lost": "won", "north": "south", "south": "north",
    "east": "west", "west": "east", "can": "cannot", "did": "didn't", "was": "wasn't", "were": "weren't",
    "does": "doesn't", "is": "isn't", "has": "hasn't", "like": "dislike", "good": "bad", "bad": "good", "start": "end",
    "old": "new", "new": "old", "begin": "end", "top": "bottom", "male": "female", "minimum": "maximum",
}  # fmt: skip
NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][a-z]+(?: [A-Z][a-z]+)*\b")
NUMBER = re.compile(r"\b\d[\d,.]*\b")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its passage as it is read, and the words of it that annotators chose; none: it does not answer.

    With `whole` the span is a sentence that holds the answer somewhere.
    """

    question: str
    passage: str
    answers: tuple[Span, ...]
    whole: bool = False


def asked(folder: Path) -> list[Asked]:
    """Return SQuADShifts' questions in `folder`/qa, each with its paragraph and answers."""
    found = []
    for text, row in shifted(folder):
        shift = len(text) - len(row["context"])
        starts = [(one["start"] + shift, one["text"]) for one in row["answers"]]
        found.append(Asked(row["question"], text, tuple(Span(at, at + len(words)) for at, words in starts)))
    return found


def split(every: Sequence[Asked]) -> tuple[list[Asked], list[Asked]]:
    """Return the questions to learn from and those held apart, by a hash of the paragraph."""
    held = {text: held_apart(text) for text in {one.passage for one in every}}
    return [one for one in every if not held[one.passage]], [one for one in every if held[one.passage]]


def mined(every: Sequence[Asked], encoder: Encoder) -> list[list[str]]:
    """Return for each question the passages nearest to it that hold none of its answers, likeliest first."""
    passages = list(dict.fromkeys(one.passage for one in every))
    folded = [passage.casefold() for passage in passages]
    vectors = encoder.encode_passages(passages)
    questions = encoder.encode_passages([one.question for one in every])
    found = []
    for one, vector in zip(every, questions, strict=True):
        cosines = vectors @ vector
        near = np.argpartition(-cosines, _NEAREST)[:_NEAREST]
        answers = {span.of(one.passage).casefold() for span in one.answers}
        fit = [i for i in near[np.argsort(-cosines[near])] if not any(answer in folded[i] for answer in answers)]
        found.append([passages[i] for i in fit if passages[i] != one.passage][:NEGATIVES_KEPT])
    return found


def without_answer(one: Asked) -> Asked | None:
    """Take the sentences that answer out of the passage; None where its words stand elsewhere too, or nothing stays."""
    kept = [
        span.of(one.passage)
        for span in sentences(one.passage, Span(0, len(one.passage)))
        if not any(span.start < answer.end and answer.start < span.end for answer in one.answers)
    ]
    rest = " ".join(kept)
    if len(kept) < 2 or any(answer.of(one.passage).casefold() in rest.casefold() for answer in one.answers):  # noqa: PLR2004
        return None
    return Asked(one.question, rest, ())


def turned(one: Asked, names: Sequence[str], chance: random.Random) -> Asked | None:
    """Change a name, a number or a word of the question so that the passage no longer answers; None where none fits."""
    changes = [(match, chance.choice(names)) for match in NAME.finditer(one.question)]
    changes += [(match, str(chance.randrange(2, 2030))) for match in NUMBER.finditer(one.question)]
    words = [match for match in WORD.finditer(one.question) if match.group().lower() in _TURNED]
    changes += [(match, _TURNED[match.group().lower()]) for match in words]
    changes = [(match, words) for match, words in changes if words != match.group()]
    if not changes:
        return None
    match, instead = chance.choice(changes)
    question = one.question[: match.start()] + instead + one.question[match.end() :]
    return replace(one, question=question, answers=())


def names_in(every: Sequence[Asked]) -> list[str]:
    """Return the names that questions hold, as often as they do."""
    return [match.group() for one in every for match in NAME.finditer(one.question)]


def among_sentences(folder: Path, encoder: Encoder, chance: random.Random) -> Iterator[Asked]:
    """Yield SQuAD 1.1's questions with the sentence that answers among others that are near to it."""
    pairs = [row for row in rows(folder / "qa" / "train_squad1_sentences.jsonl.gz") if row["sentence"]]
    texts = list(dict.fromkeys(row["sentence"] for row in pairs))
    vectors = encoder.encode_passages(texts)
    number = {text: i for i, text in enumerate(texts)}
    for row in pairs:
        own = number[row["sentence"]]
        near = np.argpartition(-(vectors @ vectors[own]), _NEAREST)[:_NEAREST]
        others = [texts[i] for i in near if i != own and row["sentence"] not in texts[i]]
        chosen = chance.sample(others, min(_SENTENCES_EACH - 1, len(others)))
        at = chance.randrange(len(chosen) + 1)
        parts = [*chosen[:at], row["sentence"], *chosen[at:]]
        start = sum(len(part) + 1 for part in parts[:at])
        yield Asked(row["question"], " ".join(parts), (Span(start, start + len(row["sentence"])),), whole=True)
