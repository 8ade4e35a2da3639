"""Where quotations stand: long ones by their triples, short ones by the passages that hold their words."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from qa.documents import read_text
from qa.errors import InvalidQuotationError
from qa.library import STORE_FILE, Library
from qa.quotes.candidates import Locator, Stories
from qa.quotes.checker import MAX_CUTS
from qa.quotes.index import QuoteIndex
from qa.quotes.matches import Alignment, Region
from qa.quotes.pieces import pieces
from qa.quotes.types import Quotation, Wording
from qa.quotes.words import word_keys
from qa.store import Store
from qa.types import Document

FERRY = "The ferry left Oban at noon with nine cows, and nobody on the pier waved it off."
MILL = "The mill by the river burned on Tuesday night. “It’s a £5 mistake,” Ada Finn said of the old stove."
FIRST_PASSAGES = range(1, 1000)


@dataclass
class Holding:
    """Finds passages by looking at all of them, and counts how often it is asked."""

    store: Store
    asked: int = 0

    def __call__(self, text: str, top_k: int, every: bool) -> Sequence[int]:
        """Return the passages that hold all words, or else any, most first."""
        self.asked += 1
        wanted = set(word_keys(text))
        found = []
        for one, passage in self.store.passages_by_id(FIRST_PASSAGES).items():
            document = self.store.document(passage.document_id)
            held = len(wanted & set(word_keys(passage.span.of(document.text))))
            if held == len(wanted) or (held and not every):
                found.append((-held, one))
        return [one for _, one in sorted(found)][:top_k]


def prose(words: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [f"{chance.choice('bdfgklm')}{chance.choice('aeou')}{chance.choice('nrt')}" for _ in range(words)]


@pytest.fixture
def store(library: Library) -> Iterator[Store]:
    """The store of the library, opened beside it."""
    opened = Store(library.settings.home / STORE_FILE, write=False)
    yield opened
    opened.close()


def locator(store: Store) -> Locator:
    index = QuoteIndex(store.path.parent, store, write=False)
    index.catch_up()
    return Locator(store, index, Holding(store))


def shown(found: Sequence[Alignment]) -> list[str]:
    first = [one.region.span(one.matches[0].first, one.matches[-1].last) for one in found]
    return [span.of(one.region.document.text) for one, span in zip(found, first, strict=True)]


@pytest.mark.parametrize(
    ("quoted", "stands"),
    [
        ("nobody on the pier waved it off", "nobody on the pier waved it off"),
        ("nobody on the pier ever waved it off", "nobody on the pier waved it off"),
        ("left Oban … waved it off", "left Oban at noon with nine cows, and nobody on the pier waved it off"),
        ("Tuesday night", "Tuesday night"),
        ("it's a 5 pound mistake", "It’s a £5 mistake"),
        ("nine cows", "nine cows"),
        ("9 cows", "nine cows"),
    ],
)
def test_long_and_short_quotations_are_found(library: Library, store: Store, quoted: str, stands: str) -> None:
    library.add([read_text(FERRY, "ferry.txt"), read_text(MILL, "mill.txt")])
    assert shown(locator(store).locate(pieces(Quotation((quoted,))))) == [stands]


@pytest.mark.parametrize("quoted", ["cows waved", "noon Oban", "the green tram went past the school twice a day"])
def test_what_stands_nowhere_is_not_found(library: Library, store: Store, quoted: str) -> None:
    library.add([read_text(FERRY, "ferry.txt"), read_text(MILL, "mill.txt")])
    assert locator(store).locate(pieces(Quotation((quoted,)))) == []


def test_passages_are_asked_for_only_where_the_triples_say_nothing(library: Library, store: Store) -> None:
    library.add([read_text(FERRY, "ferry.txt")])
    found = locator(store)
    found.locate(pieces(Quotation((FERRY,))))
    assert isinstance(found.holding, Holding)
    assert found.holding.asked == 0
    found.locate(pieces(Quotation(("nine cows",))))
    assert found.holding.asked >= 1


def test_the_same_words_in_two_stories(library: Library, store: Store) -> None:
    for name, day in (("later", "2026-03-02"), ("first", "2026-03-01"), ("undated", None)):
        library.add([read_text(f"{name} edition. {FERRY}", f"{name}.txt", title=name, published=day)])
    found = locator(store)
    for quoted in (FERRY, "nine cows"):
        cut = pieces(Quotation((quoted,)))
        located = found.locate(cut)
        assert [one.region.document.title for one in located] == ["first", "later", "undated"]
        only = frozenset({located[1].region.document.id})
        assert [one.region.document.title for one in found.locate(cut, only)] == ["later"]
        assert found.locate(cut, frozenset({"0" * 16})) == []


def test_the_story_with_the_words_themselves_comes_first(library: Library, store: Store) -> None:
    near = FERRY.replace("nobody", "hardly anybody")
    library.add([read_text(near, "near.txt", published="2026-01-01"), read_text(FERRY, "exact.txt")])
    assert shown(locator(store).locate(pieces(Quotation((FERRY,)))))[0] == FERRY[:-1]


def test_a_long_quotation_is_found_whole(library: Library, store: Store) -> None:
    words = prose(3000, 1)
    library.add([read_text(" ".join(words), "long.txt")])
    quoted = words[200:2500]
    located = locator(store).locate(pieces(Quotation((" ".join(quoted),))))
    assert located[0].equal == len(quoted)
    assert shown(located[:1]) == [" ".join(quoted)]
    assert located[0].in_order


def test_pieces_far_apart_are_found(library: Library, store: Store) -> None:
    words = prose(2000, 2)
    library.add([read_text(" ".join(words), "long.txt")])
    quoted = f"{' '.join(words[10:20])} … {' '.join(words[1200:1215])}"
    located = locator(store).locate(pieces(Quotation((quoted,))))
    assert located[0].equal == 25
    assert not located[0].missing


def test_the_last_stories_are_kept(two_stories: Library, store: Store) -> None:
    ids = [story.id for story in two_stories.stories()]
    stories = Stories(store)
    held = stories.get(ids)
    assert set(held) == set(ids)
    assert stories.get(ids)[ids[0]] is held[ids[0]]
    assert stories.get(["0" * 16]) == {}


@pytest.fixture
def long_stories(library: Library) -> Library:
    """A library of a long story and one of a single word."""
    library.add(
        [read_text(" ".join(prose(12_000, 3)), "long.txt"), read_text("no " * 6000, "no.txt")],
    )
    return library


@pytest.mark.parametrize(
    ("quoted", "wordings"),
    [
        ("no " * 20_000, {Wording.NOT_FOUND, Wording.PARAPHRASE_ONLY, Wording.ALTERED}),
        (" ".join(prose(12_000, 3)), {Wording.VERBATIM}),
        (" ".join(prose(20_000, 4)), {Wording.NOT_FOUND, Wording.PARAPHRASE_ONLY}),
        (" … ".join(["no no no"] * 100), {Wording.DECLARED, Wording.VERBATIM, Wording.NOT_FOUND}),
        (" … ".join(prose(MAX_CUTS, 5)), {Wording.NOT_FOUND, Wording.PARAPHRASE_ONLY}),
        ("… " * 100_000, {Wording.TOO_SHORT}),
        ("[a] " * 100_000, {Wording.TOO_SHORT}),
        ("a" * 200_000, {Wording.TOO_SHORT}),
    ],
    ids=["one word", "the whole story", "by chance", "one word in pieces", "words", "ellipses", "brackets", "a word"],
)
def test_hostile_quotations_are_answered(long_stories: Library, quoted: str, wordings: set[Wording]) -> None:
    assert long_stories.check_quotes([Quotation((quoted,))])[0].wording in wordings


def test_many_pieces_of_one_story_are_found_together(long_stories: Library, store: Store) -> None:
    assert long_stories.count()[0] == 2
    words = prose(12_000, 3)
    quoted = " … ".join(" ".join(words[i * 12 : i * 12 + 8]) for i in range(250))
    located = locator(store).locate(pieces(Quotation((quoted,))))
    assert located[0].equal == 8 * 250
    assert located[0].in_order


def test_a_piece_of_another_story_is_looked_for_by_its_own_length(
    library: Library, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = prose(3000, 6)
    library.add([read_text(" ".join(words), "long.txt")])
    taken: list[int] = []
    real = Region.of

    def counted(_: type[Region], document: Document, start: int, end: int) -> Region:
        taken.append(end - start)
        return real(document, start, end)

    monkeypatch.setattr(Region, "of", classmethod(counted))
    whole = pieces(Quotation((f"{' '.join(prose(2000, 7))} … {' '.join(words[50:70])}",)))
    alone = replace(whole, pieces=whole.pieces[-1:])
    assert locator(store).locate(alone)[0].equal == 20
    assert max(taken) < len(whole.text)


def test_two_words_are_checked_where_the_speaker_said_them(library: Library) -> None:
    library.add([read_text("Ada Finn came late.\n\n“The tax is a disgrace,” Ada Finn said.", "tax.txt")])
    checks = library.check_quotes([Quotation(("a disgrace",), "Ada Finn"), Quotation(("a disgrace",))])
    assert [one.wording for one in checks] == [Wording.VERBATIM, Wording.TOO_SHORT]
    assert [one.citations[0].exact for one in checks] == ["a disgrace", "a disgrace"]


@pytest.mark.parametrize(("mark", "count"), [("…", 5000), ("[x y]", 5000), ("…", MAX_CUTS + 1)])
def test_too_many_cuts_are_refused(library: Library, mark: str, count: int) -> None:
    library.add([read_text(FERRY, "ferry.txt")])
    quoted = f"nine cows {mark} " * count + "nine cows"
    with pytest.raises(InvalidQuotationError, match=re.compile(f"has {count} ellipses.*{MAX_CUTS} are allowed")):
        library.check_quotes([Quotation((quoted,))])
