"""The two indexes together: filters against brute force, searches beside changes, and what is saved."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.index import Limits
from qa import indexes as module
from qa import keywords
from qa.documents import Draft, read_text
from qa.indexes import VECTOR_FILE
from qa.library import STORE_FILE, Library
from qa.lookup import Lookup
from qa.settings import Settings
from qa.store import Store, _conditions
from qa.types import Filter
from tests.conftest import WordEncoder

STORIES = 240
SMALL = Limits(coded_from=300, reranked=400)


def story(number: int) -> Draft:
    text = f"Story {number}\n\nThe ferry sailed to isle{number % 50}.\n\nNobody on pier{number % 7} waved at the ferry."
    return read_text(text, "a.txt", source=f"paper {number % 3}", published=f"2026-01-{1 + number % 28:02}")


@pytest.fixture
def many(settings: Settings, words: WordEncoder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "LIMITS", SMALL)
    with Library(settings, write=True, encoder=words) as library:
        library.add([story(number) for number in range(STORIES)])
        assert library._searchable()._vectors.coded
        yield library


def brute_force(library: Library, encoder: WordEncoder, query: str, where: Filter, k: int) -> list[float]:
    """Return the best cosines of the stories that pass, from the store's own vectors."""
    store = library._store
    passing = set(store.allowed_documents(where))
    changes = [change for change in store.changes_since(0) if change.document_id in passing and change.current]
    vector = encoder.encode_query(query)
    found = [rows @ vector for _, rows in store.vectors(changes, encoder.name)]
    return sorted(np.concatenate(found).tolist(), reverse=True)[:k] if found else []


@pytest.mark.parametrize(
    ("where", "stories"),
    [
        (Filter(), 240),
        (Filter(source="PAPER 1"), 80),
        (Filter(published_before="2026-01-02"), 18),
        (Filter(source="paper 0", published_after="2026-01-28"), 3),
        (Filter(source="nobody"), 0),
    ],
)
def test_filters_agree_with_brute_force(many: Library, words: WordEncoder, where: Filter, stories: int) -> None:
    assert len(many._store.allowed_passages(where)) == 3 * stories
    assert len(many._store.allowed_documents(where)) == stories
    for query in ("isle7 sailed", "pier3 waved", "the ferry to isle12"):
        best = sorted((hit.scores["dense"] for hit in lookup(many, words, query, where).hits(100)), reverse=True)[:10]
        assert best == pytest.approx(brute_force(many, words, query, where, 10), abs=1e-3)


def lookup(library: Library, words: WordEncoder, query: str, where: Filter) -> Lookup:
    return Lookup(library._searchable(), library._store, query, words.encode_query(query), where)


def test_looking_deeper_finds_what_a_new_look_finds(many: Library, words: WordEncoder) -> None:
    query = "the ferry to isle12 and pier3"
    one = lookup(many, words, query, Filter())
    for depth in (5, 20, 150, 400):
        assert one.hits(depth) == lookup(many, words, query, Filter()).hits(depth)
        assert len(one.hits(depth)) == depth


def test_a_passage_removed_meanwhile_is_left_out(many: Library, words: WordEncoder) -> None:
    one = lookup(many, words, "isle9", Filter())
    first = one.hits(1)[0].passage.document_id
    found = {hit.passage.document_id for hit in lookup(many, words, "isle9", Filter()).hits(50)}
    again = lookup(many, words, "isle9", Filter())
    many._store.remove(first)  # the indexes have not caught up
    assert {hit.passage.document_id for hit in again.hits(50)} == found - {first}


def test_words_are_filtered_alike_either_way(many: Library) -> None:
    """Dropping hits that are not allowed gives what naming the allowed documents gives."""
    where = Filter(source="paper 2", published_after="2026-01-10")
    keywords = many._searchable()._keywords
    named = dict(keywords.search("pier3 waved", 50, many._store.allowed_documents(where)))
    found = keywords.search_wide("pier3 waved", 50, many._store.allowed_passages(where))
    assert found
    scores = sorted(named.values(), reverse=True)
    assert [score for _, score in found] == pytest.approx(scores)
    assert all(score > scores[-1] for item, score in named.items() if item not in dict(found))


def test_filter_sees_what_was_just_added_and_removed(many: Library) -> None:
    where = Filter(source="paper 1")
    assert not any("goat" in hit.citation.exact for hit in many.search("goat", 5, where))
    new = many.add([read_text("Goat\n\nThe goat came.", "g.txt", source="paper 1")])[0].story
    assert "goat" in many.search("goat", 1, where)[0].citation.exact.lower()
    many.remove(new.id)
    assert not any("goat" in hit.citation.exact for hit in many.search("goat", 5, where))


def test_searches_beside_changes_see_whole_stories(many: Library) -> None:
    """While stories come and go, a search finds those that stay, and both its parts hold the same ones."""
    stop = threading.Event()

    def search(number: int) -> int:
        done = 0
        while not stop.is_set():
            hits = many.search(f"isle{number} ferry", 5)
            assert f"isle{number}" in hits[0].citation.exact
            assert {"dense", "keyword"} <= set(hits[0].scores)
            done += 1
        return done

    with ThreadPoolExecutor(3) as pool:
        searching = [pool.submit(search, number) for number in (3, 17, 31)]
        for round_ in range(12):
            added = many.add([story(1000 + 10 * round_ + i) for i in range(10)])
            for one in added:
                many.remove(one.story.id)
        stop.set()
        assert all(one.result(60) for one in searching)
    assert many.count() == (STORIES, 3 * STORIES)
    assert len(many._searchable()) == 3 * STORIES


def test_what_is_saved_is_what_is_searched(many: Library, words: WordEncoder, settings: Settings) -> None:
    many.remove(many.stories()[0].id)
    before = [(hit.citation.exact, hit.score) for hit in many.search("ferry to isle9", 20)]
    many.close()
    written = settings.home.joinpath(VECTOR_FILE).read_bytes()
    with Library(settings, write=True, encoder=words) as again:
        assert again._searchable()._vectors.coded
        assert [(hit.citation.exact, hit.score) for hit in again.search("ferry to isle9", 20)] == before
    assert settings.home.joinpath(VECTOR_FILE).read_bytes() == written  # nothing changed, nothing saved


def test_truncated_vectors_are_built_again(many: Library, words: WordEncoder, settings: Settings) -> None:
    before = sorted(hit.citation.exact for hit in many.search("isle9", 20))
    many.close()
    path: Path = settings.home / VECTOR_FILE
    path.write_bytes(path.read_bytes()[:-100])
    with Library(settings, write=True, encoder=words) as again:
        assert sorted(hit.citation.exact for hit in again.search("isle9", 20)) == before


@pytest.mark.parametrize(
    "where",
    [
        Filter(source="paper 1"),
        Filter(published_after="2026-01-02"),
        Filter(published_before="2026-01-02"),
        Filter(source="paper 1", published_after="2026-01-02", published_before="2026-01-05"),
    ],
)
def test_a_filter_looks_at_no_story_that_it_leaves_out(many: Library, where: Filter) -> None:
    tests, values = _conditions(where)
    plan = many._store._read(
        f"EXPLAIN QUERY PLAN SELECT id, first_passage, passages FROM documents WHERE {tests}", *values
    )
    assert [row[-1].split()[0] for row in plan] == ["SEARCH"]


def test_a_filter_sees_what_is_added_after_it_was_asked(many: Library) -> None:
    where = Filter(source="A new paper")
    assert many.search("isle7", 5, where) == []
    many.add([read_text("Late\n\nThe ferry to isle7 sank.", "late", source="A new paper")])
    assert [hit.citation.title for hit in many.search("isle7", 1, where)] == ["Late"]


def made_of_texts(library: Library) -> dict[int, list[int]]:
    """Take every searched passage's text apart, as the keyword index does."""
    store, keywords = library._store, library._searchable()._keywords
    return {
        change.first_passage + i: keywords.words(text)
        for change in store.changes_since(0)
        if change.current
        for i, text in enumerate(store.document_keyword_texts(change.document_id))
    }


def test_words_are_kept_with_the_passages(many: Library) -> None:
    expected = made_of_texts(many)
    store, analysis = many._store, many._searchable()._keywords.analysis
    ids = [*expected]
    assert store.words(ids, analysis) == many._searchable().words(ids) == expected
    many.remove(next(one.document_id for one in store.changes_since(0)))
    assert store.words(ids, analysis) == many._searchable().words(ids) == made_of_texts(many) != expected


def test_words_are_made_of_the_texts_where_none_are_kept(
    many: Library, words: WordEncoder, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, found = made_of_texts(many), many.search("sailed to isle7", 20, reranked=False)
    many.close()
    with Library(replace(settings, language="german"), write=False, encoder=words) as library:
        german = made_of_texts(library)
        assert library._searchable().words([*german]) == german != expected  # those kept are English
    with Store(settings.home / STORE_FILE, write=True)._transaction() as connection:
        connection.execute("DROP TABLE words")  # as in a library made before words were kept
    with Library(settings, write=False, encoder=words) as library:
        assert library._searchable().words([*expected]) == expected
        assert library.search("sailed to isle7", 20, reranked=False) == found
    monkeypatch.setattr(keywords, "_FORMAT", keywords._FORMAT + 1)  # the keyword index is built again, by the next
    with Library(settings, write=True, encoder=words) as library:
        analysis = library._searchable()._keywords.analysis
        assert library._store.words([*expected], analysis) == expected
