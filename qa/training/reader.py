"""Trains the reader: `python -m qa.training.reader DATA_DIR OUTPUT.safetensors`.

One model reads a question with a passage and says where the answer begins and ends, or that there is none. Everything
but the word vectors is learnt, in 16 bits; what is kept is the average over the last steps. Checkpoints are written
beside the output every few minutes; the same command goes on from the last.

The second course, with `--after` the weights of the first, is an epoch of near misses beside answered questions; what
is written then lies half-way between the two.
"""

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from embeddings.loading import DEFAULT_ENCODER, load_encoder
from embeddings.span_reader import CLS, SEP, ReadText
from embeddings.weights import load_tokenizer
from qa.evaluation import area_under_roc, exact_match, f1
from qa.reading import best_spans
from qa.settings import Settings
from qa.training import spans
from qa.training.near_misses import Vocabulary, near_miss
from qa.training.run import Course, Run
from qa.training.span_model import SpanModel
from qa.training.spans import Asked
from qa.types import Span

SEED = 20
LEARNING_RATE = 3e-4
WARM_UP = 100
EPOCHS = 2
ROWS = 32
PIECES = 224
QUESTION_PIECES = 48
AVERAGED = 0.998
CHECKPOINT_STEPS = 200
WATCHED = 640


@dataclass(frozen=True, slots=True)
class Row:
    """A question and a part of its passage as pieces, and how likely each begins and ends the answer."""

    asked: Asked
    ids: list[int]
    first: int
    offsets: list[tuple[int, int]]
    begins: dict[int, float]
    ends: dict[int, float]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows, padded: int64[rows, pieces] but for the targets, float[rows, pieces, 2]; `readable` may hold an answer."""

    rows: Sequence[Row]
    ids: torch.Tensor
    mask: torch.Tensor
    kinds: torch.Tensor
    readable: torch.Tensor
    targets: torch.Tensor
    whole: torch.Tensor


class Rows:
    """Questions to rows; each text is cut into pieces once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._pieces: dict[str, tuple[list[int], list[tuple[int, int]]]] = {}

    def of(self, asked: Asked, chance: random.Random) -> Row:
        """Return the question with its passage, or with a part of a long one, drawn so that it holds an answer."""
        question = self._cut(asked.question)[0][:QUESTION_PIECES]
        ids, offsets = self._cut(asked.passage)
        room = PIECES - len(question) - 3
        places = [place for span in asked.answers if (place := _places(offsets, span))]
        first = _drawn(len(ids), room, places, chance)
        kept = ids[first : first + room]
        shift = len(question) + 2
        held = [(a - first + shift, b - first + shift) for a, b in places if first <= a and b < first + len(kept)]
        begins, ends = _shares([a for a, _ in held]), _shares([b for _, b in held])
        if asked.whole and held:
            a, b = held[0]
            begins = ends = dict.fromkeys(range(a, b + 1), 1.0)
        row = [CLS, *question, SEP, *kept, SEP]
        return Row(asked, row, shift, offsets[first : first + room], begins or {0: 1.0}, ends or {0: 1.0})

    def _cut(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        if text not in self._pieces:
            encoding = self._tokenizer.encode(text, add_special_tokens=False)
            self._pieces[text] = encoding.ids, encoding.offsets
        return self._pieces[text]


def _places(offsets: Sequence[tuple[int, int]], span: Span) -> tuple[int, int] | None:
    inside = [i for i, (a, b) in enumerate(offsets) if a < span.end and b > span.start]
    return (inside[0], inside[-1]) if inside else None


def _drawn(count: int, room: int, places: Sequence[tuple[int, int]], chance: random.Random) -> int:
    """Return where a part of `room` of `count` pieces begins: anywhere, or so that it holds one of `places`."""
    last = max(0, count - room)
    if not places or not last:
        return chance.randint(0, last)
    a, b = chance.choice(places)
    earliest = min(max(0, b - room + 1), last, a)
    return chance.randint(earliest, max(earliest, min(a, last)))


def _shares(places: Sequence[int]) -> dict[int, float]:
    return {place: places.count(place) / len(places) for place in places}


def stack(rows: Sequence[Row]) -> Batch:
    """Pad rows to one length."""
    width = -(-max(len(row.ids) for row in rows) // 8) * 8
    ids, mask, kinds = (torch.zeros(len(rows), width, dtype=torch.int64) for _ in range(3))
    readable = torch.zeros(len(rows), width, dtype=torch.bool)
    targets = torch.zeros(len(rows), width, 2)
    for r, row in enumerate(rows):
        ids[r, : len(row.ids)] = torch.tensor(row.ids)
        mask[r, : len(row.ids)] = 1
        kinds[r, row.first : len(row.ids)] = 1
        readable[r, row.first : len(row.ids) - 1] = True
        readable[r, 0] = True
        for side, chosen in enumerate((row.begins, row.ends)):
            for place, share in chosen.items():
                targets[r, place, side] = share
    whole = torch.tensor([row.asked.whole for row in rows])
    return Batch(rows, ids, mask, kinds, readable, targets, whole)


def logits_of(model: SpanModel, batch: Batch) -> torch.Tensor:
    """Return float[rows, pieces, 2], out of reach where no answer may be."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(batch.ids, batch.mask, batch.kinds)
    found: torch.Tensor = logits.float().masked_fill(~batch.readable[..., None], -1e4)
    return found


def loss(model: SpanModel, batch: Batch) -> torch.Tensor:
    """Return the cross entropy of where annotators' answers begin and end; of a sentence, that it holds both."""
    log_shares = torch.log_softmax(logits_of(model, batch), dim=1)
    apart = -(batch.targets * log_shares).sum(1)
    together = -torch.logsumexp(log_shares.masked_fill(batch.targets == 0, -1e4), dim=1)
    each = torch.where(batch.whole[:, None], together, apart)
    return each.sum(1).mean() / 2


@torch.no_grad()
def answers_of(model: SpanModel, batches: Sequence[Batch]) -> list[tuple[Asked, str, float]]:
    """Return each question, the likeliest words, and by how much they are likelier than that there is no answer."""
    model.eval()
    found = []
    for batch in batches:
        logits = logits_of(model, batch)
        for r, row in enumerate(batch.rows):
            begins, ends = logits[r, row.first : row.first + len(row.offsets)].numpy().T
            read = ReadText(row.offsets, begins, ends, float(logits[r, 0].sum()))
            ((log_odds, words),) = best_spans(read, 0, count=1)
            found.append((row.asked, words.of(row.asked.passage), log_odds))
    model.train()
    return found


def watch(model: SpanModel, held: Sequence[Batch]) -> str:
    """Return how well questions held apart are answered, and told from those that are not answered."""
    found = answers_of(model, held)
    answered = [(one, words, score) for one, words, score in found if one.answers]
    right = [[span.of(one.passage) for span in one.answers] for one, _, _ in answered]
    exact = sum(exact_match(words, own) for (_, words, _), own in zip(answered, right, strict=True))
    overlap = sum(f1(words, own) for (_, words, _), own in zip(answered, right, strict=True))
    roc = area_under_roc([score for _, _, score in answered], [score for one, _, score in found if not one.answers])
    count = len(answered)
    return f"held apart: EM {100 * exact / count:.1f}, F1 {100 * overlap / count:.1f}, told apart {roc:.3f}"


@dataclass(frozen=True, slots=True)
class Mix:
    """What an epoch is made of, as shares of the answered questions and, `among`, of the sentences."""

    answered: float
    hard: float
    cut: float
    turned: float
    near_miss: float
    among: float


FIRST = Mix(answered=1, hard=0.3, cut=0.15, turned=0.15, near_miss=0, among=0.35)
SECOND = Mix(answered=0.6, hard=0.5, cut=0.1, turned=0, near_miss=0.4, among=0.15)


@dataclass(frozen=True, slots=True)
class Material:
    """All that an epoch is drawn from."""

    answered: Sequence[Asked]
    near: Sequence[Sequence[str]]
    among: Sequence[Asked]
    names: Sequence[str]
    vocabulary: Vocabulary

    def epoch(self, number: int, mix: Mix) -> list[Asked]:
        """Return answered questions, such as are not answered, and sentences, in the shares of the mix."""
        chance = random.Random(SEED + number)
        kept = self.answered if mix.answered == 1 else chance.sample(self.answered, self._count(mix.answered))
        found = list(kept)
        for one, near in zip(self.answered, self.near, strict=True):
            found += [Asked(one.question, chance.choice(near), ())] if near and chance.random() < mix.hard else []
            cut = spans.without_answer(one) if chance.random() < mix.cut else None
            turned = spans.turned(one, self.names, chance) if chance.random() < mix.turned else None
            missed = mix.near_miss and chance.random() < mix.near_miss
            near_missed = near_miss(one, self.names, self.vocabulary, chance) if missed else None
            found += [other for other in (cut, turned, near_missed) if other]
        return found + chance.sample(list(self.among), int(mix.among * len(self.among)))

    def _count(self, share: float) -> int:
        return int(share * len(self.answered))


def batches(found: Sequence[Asked], rows: Rows, chance: random.Random) -> list[list[Row]]:
    """Return rows of like length in batches, in an order by chance."""
    made = [rows.of(one, chance) for one in found]
    chance.shuffle(made)
    lots = [sorted(made[i : i + 50 * ROWS], key=lambda row: len(row.ids)) for i in range(0, len(made), 50 * ROWS)]
    drawn = [lot[i : i + ROWS] for lot in lots for i in range(0, len(lot), ROWS)]
    chance.shuffle(drawn)
    return drawn


def prepare(data: Path, cache: Path) -> tuple[Material, list[Asked]]:
    """Return what to learn from, and the questions held apart with as many that their passage does not answer."""
    encoder = load_encoder(DEFAULT_ENCODER, cache)
    answered, held = spans.split(spans.asked(data))
    chance = random.Random(SEED)
    watched = chance.sample(held, min(WATCHED, len(held)))
    near = spans.mined([*answered, *watched], encoder)
    names = spans.names_in(answered)
    among = list(spans.among_sentences(data, encoder, chance))
    not_answered = [
        Asked(one.question, own[0], ()) for one, own in zip(watched, near[len(answered) :], strict=True) if own
    ]
    not_answered += [cut for one in watched[::2] if (cut := spans.without_answer(one))]
    vocabulary = Vocabulary.packaged()
    not_answered += [other for one in watched if (other := near_miss(one, names, vocabulary, chance))]
    return Material(answered, near[: len(answered)], among, names, vocabulary), [*watched, *not_answered]


def begun(after: Path | None) -> SpanModel:
    """Return the model to train: the encoder's, or one that has learnt the first course."""
    model = SpanModel()
    if after:
        learnt = load_file(after)
        for name, value in model.learnt().items():
            value.data.copy_(learnt[name])
    return model


def train(given: argparse.Namespace) -> None:
    """Train, or go on from the checkpoint, and write what was learnt: the average over the last few hundred steps."""
    torch.manual_seed(SEED)
    material, watched = prepare(given.data, Settings.from_environment().cache)
    rows, chance = Rows(load_tokenizer()), random.Random(SEED)
    mix = SECOND if given.after else FIRST
    planned = [batch for number in range(given.epochs) for batch in batches(material.epoch(number, mix), rows, chance)]
    planned = planned[: given.steps or len(planned)]
    held = [stack(batch) for batch in batches(watched, rows, random.Random(0))]
    run = Run.of(begun(given.after), Course(len(planned), given.rate, WARM_UP, AVERAGED))
    checkpoint = given.output.with_suffix(".checkpoint")
    start = run.resume(checkpoint)
    print(f"{len(material.answered)} questions, {int(mix.among * len(material.among))} sentences an epoch", flush=True)
    print(f"{len(planned)} steps, {start} done", flush=True)
    began, smoothed = time.perf_counter(), math.nan
    for number in range(start, len(planned)):
        lost = loss(run.model, stack(planned[number]))
        run.step(lost, number)
        smoothed = lost.item() if math.isnan(smoothed) else 0.98 * smoothed + 0.02 * lost.item()
        if (number + 1) % CHECKPOINT_STEPS == 0:
            run.save(checkpoint, number + 1)
            pace = (time.perf_counter() - began) / (number + 1 - start)
            print(f"step {number + 1}, {pace:.2f} s each: loss {smoothed:.3f}", flush=True)
        if (number + 1) % (5 * CHECKPOINT_STEPS) == 0:
            print(watch(run.model, held), flush=True)
    facts = {"seed": SEED, "epochs": given.epochs, "learning_rate": given.rate, "steps": len(planned)}
    learnt = {name: value.half() for name, value in run.average.items()}
    if given.after:
        learnt = between(load_file(given.after), learnt)
    run.take(learnt)
    print(f"averaged: {watch(run.model, held)}", flush=True)
    save_file(learnt, given.output, {"facts": json.dumps(facts)})


def between(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the weights half-way from what was learnt first to what was learnt then.

    It keeps most of what both do well (Wortsman et al. 2022, https://arxiv.org/abs/2109.01903).
    """
    return {name: ((first[name].float() + value.float()) / 2).half() for name, value in second.items()}


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.reader", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds qa/")
    parser.add_argument("output", type=Path, help="the file to write")
    parser.add_argument("--after", type=Path, help="weights that have learnt the first course: learn the second")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--rate", type=float, default=LEARNING_RATE, help="the highest learning rate")
    parser.add_argument("--steps", type=int, default=0, help="stop after as many, for a search")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
