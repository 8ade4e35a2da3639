"""The reranker's training: what is exported is what was learnt, and what is learnt is what was asked."""

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from embeddings.encoder import Encoder
from embeddings.interaction import WEIGHTS
from embeddings.weights import load_tokenizer
from qa.training.examples import SHIFTS, batches, pairs, paragraphs
from qa.training.model import TokenModel
from qa.training.reranker import learn, losses, watch
from qa.training.run import Course, Run
from qa.training.texts import Batch, Texts, make_batch

STORIES = [
    "The ferry left Oban at noon. Nobody waved from the pier.",
    "The mill burned on Tuesday. Ada Finn saw the smoke.",
    "The council met for three hours. It voted to mend the bridge.",
]
QUESTIONS = ["When did the ferry leave?", "Who saw smoke?", "What did the council vote for?"]
ANSWERS = ["noon", "Ada Finn", "mend the bridge"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "qa").mkdir()
    for name in SHIFTS:
        rows = [
            {"title": "The_Isle", "context": f"{context} ({name})", "question": question,
             "answers": [{"text": answer, "start": context.index(answer)}]}
            for context, question, answer in zip(STORIES, QUESTIONS, ANSWERS, strict=True)
        ]  # fmt: skip
        _write(tmp_path / "qa" / f"train_squadshifts_{name}.jsonl.gz", rows)
    sentences = [{"question": "who saw it ?", "sentence": "ada saw it ."}, {"question": "who ?", "sentence": ""}]
    _write(tmp_path / "qa" / "train_squad1_sentences.jsonl.gz", sentences)
    return tmp_path


def _write(path: Path, rows: Sequence[object]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_paragraphs_know_which_sentence_answers(data: Path) -> None:
    found = paragraphs(data)
    assert len(found) == 9
    for paragraph in found:
        [asked] = paragraph.asked
        answer = ANSWERS[QUESTIONS.index(asked.question)]
        assert answer in paragraph.sentences[asked.sentence].of(paragraph.text)
    assert found[0].text.startswith("The Isle\n")
    assert not found[3].text.startswith("The Isle")
    assert [(one.text, one.asked[0].question) for one in pairs(data)] == [("ada saw it .", "who saw it ?")]


def test_batches_hold_every_row_once_and_neighbours_together() -> None:
    angles = np.repeat(np.arange(10) * 0.6, 4) + np.tile([0, 0.01, 0.02, 0.03], 10)
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    found = list(batches(vectors, 8, 4, random.Random(0), neighbours=3))
    assert sorted(row for batch in found for row in batch) == list(range(40))
    for batch in found:
        assert {row // 4 for row in batch[:4]} == {batch[0] // 4}


def test_the_exported_model_reads_as_the_trained_one(minilm: Encoder) -> None:
    model = TokenModel()
    for name, value in load_file(WEIGHTS).items():
        model.get_parameter(name).data.copy_(value)
    model.eval()
    for story, ours in zip(STORIES, minilm.encode_tokens(STORIES), strict=True):
        ids = torch.tensor([load_tokenizer().encode(story).ids])
        mask = torch.ones_like(ids, dtype=torch.bool)
        with torch.no_grad():
            vectors, weights = model(model.lower(ids, mask), mask)
        assert ours.weights is not None
        assert (ours.vectors * vectors[0, 1:-1].numpy()).sum(axis=1).min() >= 0.995
        np.testing.assert_allclose(ours.weights, weights[0, 1:-1].numpy(), atol=0.02)


def test_losses_by_brute_force(data: Path) -> None:
    found = paragraphs(data)[:3]
    model = TokenModel()
    texts = Texts(
        model, load_tokenizer(), [text for p in found for text in (p.text, *(one.question for one in p.asked))]
    )
    model.eval()
    batch = make_batch(texts, found, random.Random(0), 1)
    with torch.no_grad():
        passage, sentence = losses(model, batch)
        read = [_read(model, p.text) for p in found]
        asked = [_read(model, p.asked[0].question) for p in found]
    scale = model.log_scale.exp().item()
    scores = np.array([[scale * _nearness(q, d) for d in read] for q in asked])
    assert passage.item() == pytest.approx(_cross_entropy(scores, [0, 1, 2]), abs=0.05)
    within = []
    for paragraph, question, whole in zip(found, asked, read, strict=True):
        starts = [a for a, _ in load_tokenizer().encode(paragraph.text).offsets[1:-1]]
        parts = [[span.start <= a < span.end for a in starts] for span in paragraph.sentences]
        row = [scale * _nearness(question, whole[part]) for part in parts]
        within.append(_cross_entropy(np.array([row]), [paragraph.asked[0].sentence]))
    assert sentence.item() == pytest.approx(np.mean(within), abs=0.05)


def _read(model: TokenModel, text: str) -> np.ndarray:
    ids = torch.tensor([load_tokenizer().encode(text).ids])
    mask = torch.ones_like(ids, dtype=torch.bool)
    vectors: np.ndarray = model(model.lower(ids, mask), mask)[0][0, 1:-1].numpy()
    return vectors


def _nearness(question: np.ndarray, passage: np.ndarray) -> float:
    """The mean over the question's pieces, which all matter alike before training."""
    return float((question @ passage.T).max(axis=1).mean())


def _cross_entropy(scores: np.ndarray, right: list[int]) -> float:
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return float(np.mean([-np.log(shares[i, at]) for i, at in enumerate(right)]))


def test_training_goes_on_from_a_checkpoint(data: Path, tmp_path: Path) -> None:
    found = paragraphs(data)
    whole, stopped = _run(), _run()
    texts = Texts(whole.model, load_tokenizer(), [text for p in found for text in (p.text, p.asked[0].question)])
    whole.model.eval()  # without dropout two runs are alike
    planned = [make_batch(texts, found[:4], random.Random(number), 1) for number in range(4)]
    _learn(whole, planned, 0)
    _learn(stopped, planned[:2], 0)
    stopped.save(tmp_path / "checkpoint", 2)
    again = _run()
    assert again.resume(tmp_path / "none") == 0
    assert again.resume(tmp_path / "checkpoint") == 2
    _learn(again, planned[2:], 2)
    for name, value in whole.model.learnt().items():
        torch.testing.assert_close(again.model.learnt()[name], value, atol=1e-4, rtol=1e-2)
        torch.testing.assert_close(again.average[name], whole.average[name], atol=1e-4, rtol=1e-2)
    assert any(value.abs().max() > 0 for name, value in whole.model.learnt().items() if name.endswith(".b"))
    assert watch(again.model, texts, found).startswith("held apart: ")


def _run() -> Run[TokenModel]:
    torch.manual_seed(0)
    model = TokenModel()
    model.eval()
    return Run.of(model, Course(steps=4, rate=6e-4, warm_up=60, averaged=0.995))


def _learn(run: Run[TokenModel], batches: Sequence[Batch], first: int) -> None:
    for number, batch in enumerate(batches, start=first):
        learn(run, batch, number)
