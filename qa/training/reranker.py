"""Trains the reranker: `python -m qa.training.reranker DATA_DIR OUTPUT.safetensors`.

Late interaction (ColBERT: Khattab and Zaharia 2020, https://arxiv.org/abs/2004.12832) from the packaged encoder's own
weights. Each piece of the question looks for the nearest piece of the passage; a learnt weight says how much the piece
matters. Only low-rank additions to the encoder's matrices are learnt (LoRA: Hu et al. 2021,
https://arxiv.org/abs/2106.09685), so that what is shipped is small. Checkpoints are written beside the output every few
minutes; the same command goes on from the last.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from embeddings.encoder import FloatArray
from embeddings.loading import DEFAULT_ENCODER, load_encoder
from embeddings.weights import load_tokenizer
from qa.settings import Settings
from qa.training.examples import Paragraph, batches, pairs, paragraphs
from qa.training.model import RANK, TokenModel
from qa.training.run import Course, Run
from qa.training.texts import Batch, Texts, make_batch

SEED = 20
LEARNING_RATE = 6e-4
WARM_UP = 60
EPOCHS = 2
PASSAGES = 16
PAIRS = 40
GROUP = 4
QUESTIONS_EACH = 2
SENTENCE_SHARE = 0.5
AVERAGED = 0.995
CHECKPOINT_STEPS = 150


def read_batch(model: TokenModel, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the vectors and weights of the questions' pieces, and the vectors of the passages' pieces."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        asked, weights = model(*batch.questions[:2])
        read, _ = model(*batch.passages[:2])
    return asked, weights * batch.questions[2], read


def losses(model: TokenModel, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the cross entropy of the right passage among the batch's, and of the right sentence in its passage."""
    asked, weights, read = read_batch(model, batch)
    weights = weights / weights.sum(1, keepdim=True)
    scale = model.log_scale.exp()
    cosines = torch.einsum("qid,pjd->qpij", asked, read)
    nearest = cosines.masked_fill(~batch.passages[2][None, :, None, :], -1).amax(-1)
    passage = nn.functional.cross_entropy(scale * (nearest * weights[:, None]).sum(-1), batch.owner)
    own = cosines[torch.arange(len(batch.owner)), batch.owner]
    part = batch.part[batch.owner]
    count = int(max(part.max(), batch.sentence.max())) + 1  # a long passage is cut, and with it perhaps the answer
    inside = part[:, None, :] == torch.arange(count)[None, :, None]
    per_sentence = own[:, None].masked_fill(~inside[:, :, None, :], -1).amax(-1)
    logits = (scale * (per_sentence * weights[:, None]).sum(-1)).masked_fill(~inside.any(-1), -1e4)
    answers = inside.any(-1)[torch.arange(len(batch.owner)), batch.sentence]
    if not answers.any():
        return passage, passage.detach() * 0
    return passage, nn.functional.cross_entropy(logits[answers], batch.sentence[answers])


@torch.no_grad()
def watch(model: TokenModel, texts: Texts, held: Sequence[Paragraph]) -> str:
    """Return how often the right paragraph of those held apart comes first, and the right sentence in it."""
    model.eval()
    first, right, total = 0, 0, 0
    reads = []
    for start in range(0, len(held), 32):
        batch = make_batch(texts, held[start : start + 32], random.Random(0), 1)
        reads.append((batch, *read_batch(model, batch)))
    for number, (batch, asked, weights, own) in enumerate(reads):
        scores = []
        for other, _, _, read in reads:
            cosines = torch.einsum("qid,pjd->qpij", asked, read)
            nearest = cosines.masked_fill(~other.passages[2][None, :, None, :], -1).amax(-1)
            scores.append((nearest * weights[:, None]).sum(-1))
        first += int((torch.cat(scores, 1).argmax(1) == batch.owner + 32 * number).sum())
        cosines = torch.einsum("qid,qjd->qij", asked, own[batch.owner])
        part = batch.part[batch.owner]
        inside = part[:, None, :] == torch.arange(int(part.max()) + 1)[None, :, None]
        best = (cosines[:, None].masked_fill(~inside[:, :, None, :], -1).amax(-1) * weights[:, None]).sum(-1)
        right += int((best.masked_fill(~inside.any(-1), -1).argmax(1) == batch.sentence).sum())
        total += len(batch.owner)
    model.train()
    return f"held apart: {first / total:.3f} right paragraph of {len(held)}, {right / total:.3f} right sentence"


def order(
    shifts: Sequence[Paragraph], short: Sequence[Paragraph], vectors: tuple[FloatArray, FloatArray], epoch: int
) -> list[list[Paragraph]]:
    """Return the batches of an epoch: the paragraphs, and a share of the single sentences among them."""
    chance = random.Random(SEED + epoch)
    made = [[shifts[i] for i in rows] for rows in batches(vectors[0], PASSAGES, GROUP, chance)]
    sentence_batches = [[short[i] for i in rows] for rows in batches(vectors[1], PAIRS, GROUP, chance)]
    made += sentence_batches[: len(sentence_batches) // 2]
    chance.shuffle(made)
    return made


def learn(run: Run[TokenModel], batch: Batch, number: int) -> tuple[float, float]:
    """Learn from one batch; return both losses."""
    passage, sentence = losses(run.model, batch)
    run.step(passage + SENTENCE_SHARE * sentence, number)
    return float(passage.detach()), float(sentence.detach())


def train(data: Path, output: Path, cache: Path, epochs: int) -> None:
    """Train, or go on from the checkpoint, and write what was learnt: the average over the last few hundred steps."""
    torch.manual_seed(SEED)
    every, short = paragraphs(data), pairs(data)
    held, shifts = [p for p in every if p.held_apart()], [p for p in every if not p.held_apart()]
    encoder = load_encoder(DEFAULT_ENCODER, cache)
    vectors = encoder.encode_passages([p.text for p in shifts]), encoder.encode_passages([p.text for p in short])
    planned = [batch for epoch in range(epochs) for batch in order(shifts, short, vectors, epoch)]
    model = TokenModel()
    used = [*every, *{id(p): p for batch in planned for p in batch}.values()]
    texts = Texts(
        model, load_tokenizer(), [text for p in used for text in (p.text, *(one.question for one in p.asked))]
    )
    run = Run.of(model, Course(len(planned), LEARNING_RATE, WARM_UP, AVERAGED))
    checkpoint = output.with_suffix(".checkpoint")
    start = run.resume(checkpoint)
    print(f"{len(planned)} steps, {start} done; {watch(model, texts, held)}", flush=True)
    began, passage, sentence = time.perf_counter(), 0.0, 0.0
    for number in range(start, len(planned)):
        chance = random.Random(SEED * 100_000 + number)
        losses_now = learn(run, make_batch(texts, planned[number], chance, QUESTIONS_EACH), number)
        passage, sentence = 0.98 * passage + 0.02 * losses_now[0], 0.98 * sentence + 0.02 * losses_now[1]
        if (number + 1) % CHECKPOINT_STEPS == 0:
            run.save(checkpoint, number + 1)
            pace = (time.perf_counter() - began) / (number + 1 - start)
            report = f"losses {passage:.3f} {sentence:.3f}; {watch(model, texts, held)}"
            print(f"step {number + 1}, {pace:.2f} s each: {report}", flush=True)
    facts = {"seed": SEED, "rank": RANK, "epochs": epochs, "learning_rate": LEARNING_RATE}
    save_file({name: value.half() for name, value in run.average.items()}, output, {"facts": json.dumps(facts)})
    run.take(run.average)
    print(f"averaged: {watch(model, texts, held)}", flush=True)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(prog="python -m qa.training.reranker", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds qa/")
    parser.add_argument("output", type=Path, help="the file to write")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    train(given.data, given.output, Settings.from_environment().cache, given.epochs)


if __name__ == "__main__":
    main()
