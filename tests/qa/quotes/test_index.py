"""The index of quotations, in step with the stories of a small library."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.documents import Draft, read_text
from qa.library import STORE_FILE, Library
from qa.quotes.index import QUOTE_FILE, QuoteIndex
from qa.settings import Settings
from qa.store import Store
from tests.conftest import WordEncoder

FERRY = "The ferry left Oban at noon with nine cows, and nobody on the pier waved it off."
MILL = "The mill by the river burned on Tuesday night, and Ada Finn saw the smoke from her boat."
NEWER = "The ferry stayed in Oban all day because of the wind, and the cows went home again."


def draft(text: str, name: str = "ferry") -> Draft:
    return read_text(text, f"{name}.txt", origin=f"file:///{name}.txt")


@pytest.fixture
def store(library: Library) -> Iterator[Store]:
    """The store of a library of two stories, opened beside it."""
    library.add([draft(FERRY), draft(MILL, "mill")])
    opened = Store(library.settings.home / STORE_FILE, write=False)
    yield opened
    opened.close()


def index_of(store: Store, *, write: bool = True) -> QuoteIndex:
    index = QuoteIndex(store.path.parent, store, write=write)
    index.catch_up()
    return index


def shown(index: QuoteIndex, store: Store, quoted: str, among: frozenset[str] | None = None) -> list[str]:
    """Return what stands at the places of a quotation."""
    places = index.places(quoted, 5, among)
    return [store.document(place.story_id).text[place.start :][: len(quoted)] for place in places]


def test_the_place_of_a_quotation(store: Store) -> None:
    index = index_of(store)
    assert shown(index, store, FERRY[4:60]) == [FERRY[4:60]]
    assert shown(index, store, "“" + MILL[20:].upper().replace("'", "’")) == [MILL[19:]]
    assert shown(index, store, "nothing of this kind was ever written down here") == []
    assert shown(index, store, "") == []


def test_votes_count_the_triples_that_speak_for_a_place(store: Store) -> None:
    whole, part = (index_of(store).places(text, 1)[0].votes for text in (FERRY, FERRY[: len(FERRY) // 2]))
    assert whole > part >= 1


def test_only_among_the_stories_asked_for(store: Store) -> None:
    index = index_of(store)
    ferry = index.places(FERRY, 1)[0].story_id
    mill = index.places(MILL, 1)[0].story_id
    assert shown(index, store, FERRY, frozenset({ferry})) == [FERRY]
    assert shown(index, store, FERRY, frozenset({mill})) == []
    assert shown(index, store, FERRY, frozenset()) == []


def test_it_reads_only_what_is_new(library: Library, store: Store) -> None:
    index = index_of(store)
    read: list[None] = []
    library.add([draft(NEWER, "wind")])
    assert shown(index, store, NEWER) == []
    index.catch_up(lambda: read.append(None))
    assert len(read) == 1
    assert shown(index, store, NEWER) == [NEWER]
    index.catch_up(lambda: read.append(None))
    assert len(read) == 1


def test_a_new_version_replaces_the_old(library: Library, store: Store) -> None:
    index = index_of(store)
    library.add([draft(NEWER)])
    index.catch_up()
    assert shown(index, store, FERRY) == []
    assert shown(index, store, NEWER) == [NEWER]


def test_a_removed_story_is_gone_and_can_come_back(library: Library, store: Store) -> None:
    index = index_of(store)
    library.remove(index.places(FERRY, 1)[0].story_id)
    index.catch_up()
    assert shown(index, store, FERRY) == []
    assert shown(index, store, MILL) == [MILL]
    library.add([draft(FERRY)])
    for each in (index, index_of(store)):
        each.catch_up()
        assert shown(each, store, FERRY) == [FERRY]
        assert shown(each, store, MILL) == [MILL]


def test_saved_it_is_not_read_again(library: Library, store: Store) -> None:
    index_of(store).save()
    read: list[None] = []
    index = QuoteIndex(store.path.parent, store, write=True)
    index.catch_up(lambda: read.append(None))
    assert not read
    assert shown(index, store, MILL) == [MILL]
    library.add([draft(NEWER)])
    index.catch_up(lambda: read.append(None))
    assert len(read) == 1
    assert shown(index, store, FERRY) == []


@pytest.mark.parametrize("harm", ["missing", "cut", "altered", "empty"])
def test_a_harmed_file_is_built_again(store: Store, harm: str) -> None:
    path = store.path.parent / QUOTE_FILE
    index_of(store).save()
    data = path.read_bytes()
    harmed = {"cut": data[:-3], "altered": data[:-1] + bytes([data[-1] ^ 1]), "empty": b""}
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(harmed[harm])
    index = index_of(store)
    assert shown(index, store, FERRY) == [FERRY]
    index.save()
    assert path.read_bytes() == data


def test_a_file_ahead_of_the_store_is_built_again(
    library: Library, store: Store, tmp_path: Path, words: WordEncoder
) -> None:
    library.add([draft(NEWER, "wind")])
    index_of(store).save()
    older = Settings(tmp_path / "older", library.settings.cache)
    with Library(older, write=True, encoder=words) as restored:
        restored.add([draft(MILL, "mill")])
        (older.home / QUOTE_FILE).write_bytes((store.path.parent / QUOTE_FILE).read_bytes())
        beside = Store(older.home / STORE_FILE, write=False)
        index = index_of(beside)
        assert shown(index, beside, MILL) == [MILL]
        assert index.places(FERRY, 5) == []
        beside.close()


def test_a_reader_writes_nothing(store: Store) -> None:
    index = index_of(store, write=False)
    index.save()
    assert shown(index, store, FERRY) == [FERRY]
    assert not (store.path.parent / QUOTE_FILE).exists()
    assert index.memory > 0


def test_closing_a_library_saves_its_index(settings: Settings, words: WordEncoder) -> None:
    with Library(settings, write=True, encoder=words) as opened:
        opened.add([draft(FERRY)])
    assert (settings.home / QUOTE_FILE).exists()


def test_many_stories_with_the_same_words(library: Library, store: Store) -> None:
    library.add([draft(f"Story {n}. {FERRY}", f"copy{n}") for n in range(12)])
    places = index_of(store).places(FERRY, 20)
    assert len({place.story_id for place in places}) == 13
    assert len(places) == 13
