"""The keyword index: BM25 against its formula, filters, and damage."""

import math
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from qa.errors import IndexDamagedError
from qa.keywords import KeywordIndex
from qa.matching import word_number
from qa.settings import LANGUAGES
from qa.store import Change
from tests.conftest import ROOT

TEXTS = ["the ferry left the harbour", "ferry ferry ferry", "a mill burned down near the harbour wall", "nothing here"]


def change(document_id: str, first: int, count: int) -> Change:
    return Change(1, document_id, first, count, True)


@pytest.fixture
def index() -> KeywordIndex:
    index = KeywordIndex.new(None)
    index.add(change("a", 10, 2), TEXTS[:2])
    index.add(change("b", 20, 2), TEXTS[2:])
    index.commit(1)
    index.refresh()
    return index


def bm25(word: str, text: str, k1: float = 1.2, b: float = 0.75) -> float:
    """Robertson's BM25 with Lucene's inverse document frequency, counted by hand over TEXTS."""
    lengths = [len(other.split()) for other in TEXTS]
    holders = sum(word in other.split() for other in TEXTS)
    idf = math.log(1 + (len(TEXTS) - holders + 0.5) / (holders + 0.5))
    count = text.split().count(word)
    norm = k1 * (1 - b + b * len(text.split()) / (sum(lengths) / len(lengths)))
    return idf * count * (k1 + 1) / (count + norm)


def test_scores_are_bm25(index: KeywordIndex) -> None:
    found = dict(index.search("ferry", 10))
    assert found == {
        10: pytest.approx(bm25("ferry", TEXTS[0]), rel=1e-5),
        11: pytest.approx(bm25("ferry", TEXTS[1]), rel=1e-5),
    }
    both = dict(index.search("ferry harbour", 10))
    assert both[10] == pytest.approx(bm25("ferry", TEXTS[0]) + bm25("harbour", TEXTS[0]), rel=1e-5)


def test_words_are_stemmed_and_folded(index: KeywordIndex) -> None:
    assert [i for i, _ in index.search("FERRIES", 10)] == [11, 10]
    assert [i for i, _ in index.search("burning mills", 10)] == [20]


def test_stop_words_count_only_alone(index: KeywordIndex) -> None:
    assert {i for i, _ in index.search("the ferry", 10)} == {10, 11}
    assert {i for i, _ in index.search("the", 10)} == {10, 20}


@pytest.mark.parametrize("query", ["", "?!", 'AND OR NOT ( ) " : ~ *', "zebra", "🎉"])
def test_queries_of_any_characters_find_nothing_quietly(index: KeywordIndex, query: str) -> None:
    assert index.search(query, 10) == []


def test_filter_by_document(index: KeywordIndex) -> None:
    assert [i for i, _ in index.search("harbour", 10, ["b"])] == [20]
    assert index.search("harbour", 10, []) == []
    unfiltered = dict(index.search("harbour", 10))
    assert dict(index.search("harbour", 10, ["a", "b"])) == unfiltered


def test_removed_documents_are_not_found(index: KeywordIndex) -> None:
    index.remove(change("a", 10, 2))
    index.commit(2)
    index.refresh()
    assert index.search("ferry", 10) == []
    assert len(index) == 2


def make(folder: Path) -> None:
    index = KeywordIndex.new(folder)
    index.add(change("a", 10, 2), TEXTS[:2])
    index.commit(5)
    index.refresh()


def test_saved_index_loads_the_same(tmp_path: Path) -> None:
    make(tmp_path / "k")
    loaded = KeywordIndex.load(tmp_path / "k", write=True)
    assert loaded.generation == 5
    assert [i for i, _ in loaded.search("ferry", 10)] == [11, 10]
    loaded.add(change("b", 20, 2), TEXTS[2:])
    loaded.commit(6)
    again = KeywordIndex.load(tmp_path / "k", write=True)
    assert (again.generation, len(again)) == (6, 4)


def test_any_damage_is_noticed(tmp_path: Path) -> None:
    make(tmp_path / "k")
    files = [path for path in sorted((tmp_path / "k").rglob("*")) if path.is_file() and ".tantivy-" not in path.name]
    assert {path.suffix for path in files} >= {".json", ".idx", ".term", ".fast", ".fieldnorm"}
    draw = random.Random(3)
    for path in files:
        whole = path.read_bytes()
        flips = [bytearray(whole) for _ in range(20)]
        for flipped in flips:
            flipped[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
        for damaged in (*flips, whole[:-1], b"", whole + b"x", None):
            path.unlink() if damaged is None else path.write_bytes(damaged)
            with pytest.raises(IndexDamagedError):
                KeywordIndex.load(tmp_path / "k", write=True)
        path.write_bytes(whole)
    assert KeywordIndex.load(tmp_path / "k", write=True).generation == 5


def test_index_of_another_language_is_not_taken(tmp_path: Path) -> None:
    make(tmp_path / "k")
    with pytest.raises(IndexDamagedError, match="is not for german"):
        KeywordIndex.load(tmp_path / "k", "german", write=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_stemmer_and_stop_words(language: str) -> None:
    assert KeywordIndex.new(None, language).search("word", 1) == []


def test_words_of_another_language() -> None:
    index = KeywordIndex.new(None, "german")
    index.add(change("a", 1, 3), ["Die Häuser brannten", "Das Haus am Meer", "Die Küste"])
    index.commit(1)
    index.refresh()
    assert {i for i, _ in index.search("Hauses", 5)} == {1, 2}
    assert {i for i, _ in index.search("Was ist mit den Häusern?", 5)} == {1, 2}
    assert {i for i, _ in index.search("Wer ist am Meer?", 5)} == {2}
    assert {i for i, _ in index.search("KUSTEN", 5)} == {3}


def test_change_that_was_stopped_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    make(tmp_path / "k")
    changing = KeywordIndex.load(tmp_path / "k", write=True)
    changing.add(change("b", 20, 2), TEXTS[2:])
    del changing  # the process stops here, and its threads with it
    for write in (False, True):
        loaded = KeywordIndex.load(tmp_path / "k", write=write)
        assert (loaded.generation, len(loaded)) == (5, 2)
    assert sorted(path.name for path in (tmp_path / "k").iterdir()) == ["1", "manifest.json"]


def test_discarded_changes_are_forgotten(index: KeywordIndex, tmp_path: Path) -> None:
    make(tmp_path / "k")
    for one in (index, KeywordIndex.load(tmp_path / "k", write=True)):
        before = dict(one.search("ferry", 10))
        one.remove(change("a", 10, 2))
        one.discard()
        one.refresh()
        assert dict(one.search("ferry", 10)) == before
        one.add(change("c", 30, 1), ["a quay"])
        one.commit(7)
        one.refresh()
        assert [i for i, _ in one.search("quay", 10)] == [30]
        assert set(dict(one.search("ferry", 10))) == set(before)


def test_reader_changes_a_copy_of_its_own(tmp_path: Path) -> None:
    make(tmp_path / "k")
    reader = KeywordIndex.load(tmp_path / "k", write=False)
    before = {path: path.read_bytes() for path in (tmp_path / "k").rglob("*") if path.is_file()}
    for number in range(3):
        reader.add(change(f"b{number}", 20 + number, 1), ["a quay"])
        reader.commit(6 + number)
        reader.refresh()
    assert {i for i, _ in reader.search("quay", 10)} == {20, 21, 22}
    assert {i for i, _ in reader.search("ferry", 10)} == {10, 11}
    assert {path: path.read_bytes() for path in (tmp_path / "k").rglob("*") if path.is_file()} == before


def test_filters_lose_nothing() -> None:
    draw = random.Random(5)
    index = KeywordIndex.new(None)
    words = [f"word{number}" for number in range(60)]
    for document in range(400):
        texts = [" ".join(draw.choices(words, range(60, 0, -1), k=12)) for _ in range(5)]
        index.add(change(f"d{document}", 5 * document, 5), texts)
    index.commit(1)
    index.refresh()
    for share in (1.0, 0.5, 0.1, 0.03, 0.005):
        chosen = sorted(draw.sample(range(400), int(400 * share)))
        passages = np.concatenate([np.arange(5 * i, 5 * i + 5) for i in chosen])
        for query in ("word0 word1 word2", "word3 word58", "word59", "nowhere"):
            everything = [hit for hit in index.search(query, 2000) if hit[0] in set(passages.tolist())]
            ids = [f"d{i}" for i in chosen]
            for k in (1, 10, 50):
                for found in (index.search(query, k, ids), index.search_wide(query, k, passages)):
                    assert found is None or dict(found) == pytest.approx(dict(everything[:k]), rel=1e-5)


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
import qa.keywords
from tests.qa.test_keywords import change_again
folder, point = Path(sys.argv[1]), 0

def die(frame, event, _):
    global left
    if frame.f_code.co_filename != qa.keywords.__file__:
        return None
    left -= event == "line"
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return die

while True:
    shutil.copytree(folder / "whole", folder / str(point))
    if not os.fork():
        left = point
        sys.settrace(die)
        change_again(folder / str(point))
        os._exit(0)
    if os.wait()[1] == 0:
        break
    point += 7
print(point)
"""


def change_again(folder: Path) -> KeywordIndex:
    index = KeywordIndex.load(folder, write=True)
    if index.generation == 5:
        index.remove(change("a", 10, 2))
        index.add(change("b", 20, 2), TEXTS[2:])
        index.commit(6)
        index.refresh()
    return index


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kill_at_every_seventh_line(tmp_path: Path) -> None:
    make(tmp_path / "whole")
    command = [sys.executable, "-W", "ignore", "-c", KILLED, str(tmp_path)]
    points = int(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=600).stdout)
    assert points > 100
    shutil.copytree(tmp_path / "whole", tmp_path / "expected")
    expected = change_again(tmp_path / "expected")
    generations = []
    for point in range(0, points, 7):
        generations.append(KeywordIndex.load(tmp_path / str(point), write=True).generation)  # whole: it raises nothing
        index = change_again(tmp_path / str(point))
        assert index.generation == 6
        for query in ("ferry", "harbour", "mill nothing"):
            assert index.search(query, 10) == expected.search(query, 10)
    assert sorted(generations) == generations
    assert set(generations) == {5, 6}


def test_many_small_changes(tmp_path: Path) -> None:
    index = KeywordIndex.new(tmp_path / "k")
    for number in range(40):  # enough for tantivy to merge segments several times
        index.add(change(f"d{number}", number, 1), [f"ferry number{number}"])
        index.commit(number + 1)
        index.refresh()
    loaded = KeywordIndex.load(tmp_path / "k", write=True)
    assert (loaded.generation, len(loaded)) == (40, 40)
    assert [i for i, _ in loaded.search("number7", 5)] == [7]


def test_question_words_weigh_their_idf(index: KeywordIndex) -> None:
    asked = index.question_words("Is the ferry in the harbours?")
    holders = {"ferri": 2, "harbour": 2, "the": 2, "in": 0}
    idf = {word: math.log(1 + (4 - count + 0.5) / (count + 0.5)) for word, count in holders.items()}
    assert asked.words == pytest.approx({word_number("ferri"): 0.5, word_number("harbour"): 0.5})
    pairs = [("the", "ferri"), ("ferri", "in"), ("the", "harbour")]
    total = sum(idf[a] + idf[b] for a, b in pairs)
    assert asked.pairs == pytest.approx({(word_number(a), word_number(b)): (idf[a] + idf[b]) / total for a, b in pairs})
    assert index.words("The Ferries, left.") == [word_number("the"), word_number("ferri"), word_number("left")]
