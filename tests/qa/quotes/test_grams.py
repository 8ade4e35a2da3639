"""The index of word triples, against looking at every triple of the texts."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import IndexDamagedError
from qa.quotes import grams
from qa.quotes.grams import SURE_WORDS, TRIPLE, WINDOW, GramIndex, sampled, triples

WORDS = st.lists(st.sampled_from("ada bea don't été I’ll re-do no 20 über x".split()), min_size=SURE_WORDS, max_size=60)
PRETTY = "“The ferry’s late,” she said — don’t wait… the exam-\nple of a tra\ufb03c jam; it’s 5 o’clock."
PLAIN = "\"The ferry's late,\" she said - don't wait... the example of a traffic jam; it's 5 o'clock."


def prose(words: int, seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(f"{chance.choice('bdfgklm')}{chance.choice('aeiou')}{chance.choice('nrst')}" for _ in range(words))


def found(index: GramIndex, text: str) -> set[int]:
    return set(index.find(triples(text)[0])[1].tolist())


def filled(*texts: str) -> GramIndex:
    index = GramIndex()
    for text in texts:
        index.add(text)
    index.settle()
    return index


@given(WORDS)
def test_each_window_of_five_triples_keeps_its_least(words: list[str]) -> None:
    text = " ".join(words)
    keys, places = triples(text)
    kept = set(sampled(text)[1].tolist())
    for i in range(max(1, len(keys) - WINDOW + 1)):
        window = keys[i : i + WINDOW]
        least = [int(places[i + j]) for j in range(len(window)) if window[j] == window.min()]
        assert kept & set(least)


@given(WORDS, WORDS, st.integers(0, 60))
def test_seven_words_in_common_are_always_found(story: list[str], other: list[str], at: int) -> None:
    at = min(at, len(story) - SURE_WORDS)
    shared = story[at : at + SURE_WORDS]
    index = filled("other words", " ".join(story))
    begin = len("other words") + 1
    low = begin + len(" ".join(story[:at])) + (at > 0)
    high = low + len(" ".join(shared))
    assert any(low <= place < high for place in found(index, " ".join([*other, *shared, *other])))


@pytest.mark.parametrize("text", [PRETTY, PLAIN, "éte\u0301 of 20 - x", "Ｆｕｌｌ width, and more words"])
def test_a_place_is_where_the_triple_begins(text: str) -> None:
    starts = triples(text)[1].tolist()
    assert starts == sorted(set(starts))
    assert all(text[at].isalnum() and not (at and text[at - 1].isalnum()) for at in starts)


def test_the_places_of_triples_by_hand() -> None:
    assert triples("one  two,\nthree “four”")[1].tolist() == [0, 5]
    assert len(triples("one two")[0]) == len(triples("")[0]) == 0


def test_a_text_and_its_plain_form_have_the_same_triples() -> None:
    assert triples(PRETTY)[0].tolist() == triples(PLAIN)[0].tolist()
    assert triples("dont wait for me")[0].tolist() == triples("DON’T  WAIT\nfor me")[0].tolist()
    assert triples("one two three")[0].tolist() != triples("one three two")[0].tolist()


def test_in_scripts_without_spaces_each_character_is_a_word() -> None:
    text = "渡船今天中午離開港口沒有人揮手"
    assert triples(text)[1].tolist() == list(range(len(text) - TRIPLE + 1))
    assert found(filled(text), text[3 : 3 + SURE_WORDS])


def test_blocks_meet_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    text = prose(4000, 1)
    whole = filled(text)
    monkeypatch.setattr(grams, "_BLOCK", 1 << 10)
    blocks = filled(text)
    words = text.split()
    for at in range(0, len(words) - SURE_WORDS, 5):
        low, quoted = 4 * at, " ".join(words[at : at + SURE_WORDS])
        for index in (whole, blocks):
            assert any(low <= place < low + len(quoted) for place in found(index, quoted))


@pytest.mark.parametrize("limit", [1, 40, 1 << 16])
def test_however_it_is_filled_it_finds_the_same(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grams, "_LEAST_TAIL", limit)
    texts = [prose(60, seed) for seed in range(8)]
    at_once, one_by_one = filled(*texts), GramIndex()
    begins = []
    for text in texts:
        begins.append(one_by_one.add(text))
        one_by_one.settle()
    assert begins == [n * (len(texts[0]) + 1) for n in range(8)]
    assert len(one_by_one) == sum(len(sampled(text)[0]) for text in texts)
    assert len(one_by_one) <= len(at_once) <= len(one_by_one) + (TRIPLE - 1) * len(texts)  # some go over an end
    for text, begin in zip(texts, begins, strict=True):
        expected = {begin + place for place in sampled(text)[1].tolist()}
        assert found(at_once, text) >= expected
        assert found(one_by_one, text) == expected


@pytest.mark.parametrize("limit", [1, 1 << 16])
def test_what_is_dropped_is_found_no_more(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grams, "_LEAST_TAIL", limit)
    texts = [prose(60, seed) for seed in range(4)]
    index = filled(*texts)
    size, length = index.size, len(texts[0]) + 1
    index.drop(length, 2 * length - 1)
    assert index.size == size
    assert not any(length <= place < 2 * length for place in found(index, texts[1]))
    for n in (0, 2, 3):
        assert {n * length + place for place in sampled(texts[n])[1].tolist()} <= found(index, texts[n])


def test_saved_and_loaded_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grams, "_LEAST_TAIL", 60)
    index = filled(prose(200, 1))
    index.add(prose(30, 2))
    index.save(tmp_path / "grams", {"generation": 7}, {"ids": np.array([3], np.uint64)})
    loaded, facts, arrays = GramIndex.load(tmp_path / "grams")
    assert (facts["generation"], arrays["ids"].tolist()) == (7, [3])
    assert (len(loaded), loaded.size, loaded.memory) == (len(index), index.size, index.memory)
    for text in (prose(200, 1), prose(30, 2)):
        assert found(loaded, text) == found(index, text) != set()
    assert loaded.add("three more words") == index.add("three more words")
    loaded.settle()
    assert found(loaded, "three more words") == {index.size - len("three more words") - 1}


def test_a_harmed_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "grams"
    filled(prose(50, 1)).save(path, {}, {})
    data = path.read_bytes()
    for harmed in (data[:-1], data[:-1] + bytes([data[-1] ^ 1]), b"", b"x" * 100):
        path.write_bytes(harmed)
        with pytest.raises(IndexDamagedError):
            GramIndex.load(path)
    path.unlink()
    with pytest.raises(IndexDamagedError):
        GramIndex.load(path)


def test_a_triple_that_stands_everywhere_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grams, "_MOST_HITS", 50)
    index = filled("no " * 1000, prose(20, 3))
    assert found(index, "no no no no no no no") == set()
    assert found(index, prose(20, 3))


def test_room() -> None:
    index = filled("some words")
    assert index.has_room(1 << 20)
    assert not index.has_room(1 << 32)
