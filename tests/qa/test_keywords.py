"""The keyword index: BM25 against its formula, filters, and damage."""

import math
from pathlib import Path

import pytest

from qa.errors import IndexDamagedError
from qa.keywords import KeywordIndex
from qa.store import Change

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
    loaded = KeywordIndex.load(tmp_path / "k")
    assert loaded.generation == 5
    assert [i for i, _ in loaded.search("ferry", 10)] == [11, 10]
    loaded.add(change("b", 20, 2), TEXTS[2:])
    loaded.commit(6)
    again = KeywordIndex.load(tmp_path / "k")
    assert (again.generation, len(again)) == (6, 4)


def test_any_damage_is_noticed(tmp_path: Path) -> None:
    make(tmp_path / "k")
    for path in sorted((tmp_path / "k").iterdir()):
        whole = path.read_bytes()
        if path.name.startswith(".tantivy-"):
            continue
        for damaged in (bytes([whole[0] ^ 4]) + whole[1:], whole[:-1], None):
            path.unlink() if damaged is None else path.write_bytes(damaged)
            with pytest.raises(IndexDamagedError):
                KeywordIndex.load(tmp_path / "k")
        path.write_bytes(whole)
    assert KeywordIndex.load(tmp_path / "k").generation == 5


def test_index_that_was_being_changed_is_not_trusted(tmp_path: Path) -> None:
    make(tmp_path / "k")
    changing = KeywordIndex.load(tmp_path / "k")
    changing.add(change("b", 20, 2), TEXTS[2:])  # and the process stops here
    with pytest.raises(IndexDamagedError):
        KeywordIndex.load(tmp_path / "k")


def test_many_small_changes(tmp_path: Path) -> None:
    index = KeywordIndex.new(tmp_path / "k")
    for number in range(40):  # enough for tantivy to merge segments several times
        index.add(change(f"d{number}", number, 1), [f"ferry number{number}"])
        index.commit(number + 1)
        index.refresh()
    loaded = KeywordIndex.load(tmp_path / "k")
    assert (loaded.generation, len(loaded)) == (40, 40)
    assert [i for i, _ in loaded.search("number7", 5)] == [7]
