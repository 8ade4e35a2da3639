"""The reader's training: what it learns from holds what it says, and what is served reads as what was trained."""

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch

from embeddings.span_reader import WEIGHTS
from embeddings.weights import load_tokenizer
from qa.settings import Settings
from qa.training import spans
from qa.training.near_misses import Vocabulary, near_miss
from qa.training.reader import FIRST, PIECES, SECOND, Material, Rows, answers_of, batches, begun, between, loss, stack
from qa.training.run import Course, Run
from qa.training.span_model import SpanModel
from qa.training.spans import Asked
from qa.types import Span
from tests.conftest import WordEncoder

TEXT = "The ferry left Oban at noon. Nobody waved from the pier. It rained."
VOCABULARY = Vocabulary(
    ["boat", "ferries", "ferry", "leave", "ship", "tram", "vessel", "yacht"],
    np.array([[0.9, 0.4], [1, 0], [1, 0], [0, 1], [0.95, 0.3], [0.2, 0.9], [0.97, 0.2], [0.93, 0.35]], np.float32),
)
NOON = Asked("When did the ferry leave Oban?", TEXT, (Span(23, 27),))


def test_answers_stand_where_they_say(tmp_path: Path) -> None:
    (tmp_path / "qa").mkdir()
    for name in ("new_wiki", "reddit", "amazon"):
        row = {"title": "The_Isle", "context": TEXT, "question": "When?", "answers": [{"text": "noon", "start": 23}]}
        with gzip.open(tmp_path / "qa" / f"train_squadshifts_{name}.jsonl.gz", "wt") as file:
            file.write(json.dumps(row) + "\n")
    found = spans.asked(tmp_path)
    assert [one.passage for one in found] == [f"The Isle\n{TEXT}", TEXT, TEXT]
    assert all(span.of(one.passage) == "noon" for one in found for span in one.answers)
    learnt, held = spans.split(found)
    assert sorted(map(id, [*learnt, *held])) == sorted(map(id, found))
    assert not {one.passage for one in learnt} & {one.passage for one in held}


def test_mined_passages_hold_no_answer() -> None:
    near = [Asked("When did the ferry go?", f"The ferry number {i} left.", ()) for i in range(26)]
    other = Asked("When?", "The ferry left Oban at noon, they say.", ())
    found = spans.mined([NOON, other, *near], WordEncoder())[0]
    assert found
    assert all("noon" not in passage for passage in found)
    assert TEXT not in found


def test_passage_without_its_answer() -> None:
    cut = spans.without_answer(NOON)
    assert cut == Asked(NOON.question, "Nobody waved from the pier. It rained.", ())
    assert spans.without_answer(Asked("?", "At noon it left. At noon it rained.", (Span(3, 7),))) is None
    assert spans.without_answer(Asked("?", "It left at noon.", (Span(11, 15),))) is None


def test_turned_question_asks_something_else() -> None:
    turned = {spans.turned(NOON, ["Mull"], random.Random(i)) for i in range(30)}
    assert {one.question for one in turned if one} == {
        "When didn't the ferry leave Oban?",
        "When did the ferry leave Mull?",
    }
    assert all(one and one.answers == () for one in turned)
    assert spans.turned(Asked("Who ate?", TEXT, ()), ["Mull"], random.Random(0)) is None


def near_misses(one: Asked, vocabulary: Vocabulary = VOCABULARY) -> set[str]:
    found = (near_miss(one, ["Mull"], vocabulary, random.Random(i)) for i in range(300))
    return {other.question for other in found if other and not other.answers and other.passage == one.passage}


def test_near_miss_takes_its_name_and_number_from_the_passage() -> None:
    text = "In 1990 Ann Lee met Bob Orr in Oban, and in 1994 in Kent."
    one = Asked("Where did Bob Orr meet Ann in 1990?", text, (Span(31, 35),))
    assert one.answers[0].of(text) == "Oban"
    assert near_misses(one, Vocabulary([], np.zeros((0, 2), np.float32))) == {
        "Where did Kent meet Ann in 1990?",
        "Where did Bob Orr meet Kent in 1990?",
        "Where did Bob Orr meet Ann in 1994?",
        "Where didn't Bob Orr meet Ann in 1990?",
    }


def test_near_miss_of_a_question_that_has_only_words() -> None:
    assert near_misses(Asked("Who sat above the 12 pits?", TEXT, ())) >= {
        "Who sat below the 12 pits?",
        "Who sat above the 13 pits?",
        "Who sat above the 2 pits?",
    }
    assert near_miss(Asked("Who?", TEXT, ()), ["Mull"], VOCABULARY, random.Random(0)) is None


def test_words_near_a_word_are_no_forms_of_it() -> None:
    words = ["ferryman", "river", "rivers", *(f"{letter}ake" for letter in "abcdefghijklmnopqrstuvwxyz")]
    vectors = np.array([[1, 0], [1, 0], [1, 0], *([np.cos(i / 20), np.sin(i / 20)] for i in range(26))], np.float32)
    near = Vocabulary(sorted(words), vectors[np.argsort(words)]).near("river")
    assert "rivers" not in near
    assert near == [f"{letter}ake" for letter in "fghijklmnopqrst"][: len(near)]
    assert Vocabulary(["river"], vectors[:1]).near("brook") == []


def test_packaged_vocabulary_knows_what_is_near() -> None:
    vocabulary = Vocabulary.packaged()
    assert {"lake", "canal"} & set(vocabulary.near("river"))
    np.testing.assert_allclose(np.linalg.norm(vocabulary.vectors, axis=1), 1, atol=1e-3)


def test_rows_mark_the_pieces_of_the_answer() -> None:
    rows, tokenizer = Rows(load_tokenizer()), load_tokenizer()
    long = Asked(NOON.question, TEXT + " It rained all day." * 90 + " Then at dusk it came back.", (Span(23, 27),))
    far = Asked("When?", long.passage, (Span(long.passage.index("dusk"), long.passage.index("dusk") + 4),))
    for asked in (NOON, long, far):
        for seed in range(5):
            row = rows.of(asked, random.Random(seed))
            assert len(row.ids) <= PIECES
            (begin,), (end,) = row.begins, row.ends
            assert tokenizer.decode(row.ids[begin : end + 1]) == asked.answers[0].of(asked.passage)
            a, b = row.offsets[begin - row.first]
            assert asked.passage[a:b] == asked.answers[0].of(asked.passage)
    nothing = rows.of(Asked("When?", TEXT, ()), random.Random(0))
    assert (nothing.begins, nothing.ends) == ({0: 1.0}, {0: 1.0})
    two = rows.of(Asked("When?", TEXT, (Span(23, 27), Span(23, 27), Span(20, 27))), random.Random(0))
    assert sorted(two.begins.values()) == pytest.approx([1 / 3, 2 / 3])
    whole = rows.of(Asked("When?", TEXT, (Span(0, 28),), whole=True), random.Random(0))
    assert whole.begins == whole.ends
    assert len(whole.begins) == 8  # "Oban" is two pieces


def test_an_epoch_holds_every_answered_question_and_shares_of_the_others() -> None:
    material = Material([NOON] * 40, [["It rained."]] * 40, [NOON] * 10, ["Mull"], VOCABULARY)
    epoch = material.epoch(0, FIRST)
    assert sum(bool(one.answers) for one in epoch) >= 40
    assert {one.passage for one in epoch if not one.answers} >= {"It rained."}
    assert material.epoch(0, FIRST) == epoch
    assert material.epoch(1, FIRST) != epoch
    second = material.epoch(2, SECOND)
    assert sum(bool(one.answers) for one in second) == 25  # 24 of 40, and 1 of 10
    changed = [one for one in second if not one.answers and one.passage == TEXT]
    assert 10 <= len(changed) <= 30
    assert {one.question for one in changed} > {"When did the ferry leave Mull?"}
    drawn = batches(epoch, Rows(load_tokenizer()), random.Random(0))
    assert sum(map(len, drawn)) == len(epoch)


def test_learning_finds_the_answer_and_silence(tmp_path: Path) -> None:
    torch.manual_seed(0)
    rows = Rows(load_tokenizer())
    asked = [NOON, Asked(NOON.question, "Nobody waved from the pier.", ())]
    batch = stack([rows.of(one, random.Random(0)) for one in asked])
    course = Course(steps=1000, rate=3e-4, warm_up=1, averaged=0.998)
    run = Run.of(SpanModel(), course)
    before = float(loss(run.model, batch).detach())
    for number in range(13):  # the first has a rate of nothing
        run.step(loss(run.model, batch), number)
    assert float(loss(run.model, batch).detach()) < before / 3
    found = answers_of(run.model, [batch])
    assert found[0][1] == "noon"
    assert found[0][2] > found[1][2]
    run.save(tmp_path / "checkpoint", 13)
    other = Run.of(SpanModel(), course)
    assert other.resume(tmp_path / "checkpoint") == 13
    torch.testing.assert_close(other.model.learnt(), run.model.learnt())


def test_half_way_between_two_sets_of_weights() -> None:
    one, other = {"w": torch.tensor([1.0, -2.0]).half()}, {"w": torch.tensor([2.0, 4.0]).half()}
    assert between(one, other)["w"].tolist() == [1.5, 1.0]
    assert between(one, other)["w"].dtype == torch.float16


def test_rate_rises_then_falls_to_nothing() -> None:
    course = Course(steps=10, rate=1.0, warm_up=4, averaged=0.9)
    assert [course.share_of_rate(step) for step in (0, 2, 4, 7, 10, 11)] == [0, 0.5, 1, 0.5, 0, 0]


def test_what_is_served_reads_as_what_was_trained() -> None:
    from safetensors.torch import load_file

    from embeddings.span_reader import SpanReader

    model = begun(after=WEIGHTS)
    learnt = load_file(WEIGHTS)
    assert set(learnt) == set(model.learnt())
    for name, value in model.learnt().items():
        torch.testing.assert_close(value.detach(), learnt[name].float())
    row = Rows(load_tokenizer()).of(NOON, random.Random(0))
    model.eval()
    with torch.inference_mode():
        batch = stack([row])
        logits = model(batch.ids, batch.mask, batch.kinds)[0].numpy()
    (read,) = SpanReader.load(Settings.from_environment().cache).read(NOON.question, [NOON.passage])
    body = logits[row.first : row.first + len(row.offsets)]
    np.testing.assert_allclose(read.begins, body[:, 0], atol=0.15)  # the served one computes in 16 bits
    np.testing.assert_allclose(read.ends, body[:, 1], atol=0.15)
    assert read.none == pytest.approx(float(logits[0].sum()), abs=0.3)
