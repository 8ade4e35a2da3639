"""Stories in, passages and answers out; versions, filters, and what happens to damaged indexes."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from embeddings.encoder import FloatArray
from qa.documents import Draft, read_text
from qa.errors import (
    DocumentError,
    EmptyLibraryError,
    EncoderMismatchError,
    InvalidQuestionError,
    LibraryInUseError,
    StoreError,
    StoryNotFoundError,
)
from qa.indexes import KEYWORD_FOLDER, VECTOR_FILE
from qa.library import STORE_FILE, Added, Library
from qa.passages import passages
from qa.retrieval import WEIGHTS
from qa.settings import Settings
from qa.types import Filter, Span
from tests.conftest import WordEncoder

FERRY = "Ferry late\n\nThe ferry left Oban at noon. Nobody waved.\n\nIt carried nine cows."


def found(library: Library, query: str, where: Filter | None = None) -> list[str]:
    return [hit.citation.exact for hit in library.search(query, 3, where)]


def version(text: str, origin: str = "file:///ferry.txt") -> Draft:
    return read_text(text, "ferry.txt", origin=origin)


def test_every_citation_can_be_found_at_its_place(two_stories: Library) -> None:
    hits = two_stories.search("ferry mill smoke cows", 10)
    assert len(hits) == 5
    for hit in hits:
        text = two_stories.story(hit.citation.story_id)[0].text
        assert text[hit.citation.start : hit.citation.end] == hit.citation.exact
        assert text[: hit.citation.start].endswith(hit.citation.prefix)
        assert text[hit.citation.end :].startswith(hit.citation.suffix)


def test_scores_keep_their_parts(two_stories: Library) -> None:
    best = two_stories.search("nine cows", 1)[0]
    assert best.citation.exact == "It carried nine cows."
    # two words of the fourteen that the title, the short passage and its neighbour have; of "ferry" there are two
    assert best.scores["dense"] == pytest.approx(2 / (2**0.5 * (12 + 2**2) ** 0.5))
    assert best.scores["keyword"] > 0
    assert best.scores["words"] == pytest.approx(WEIGHTS.words)  # it holds both words, side by side
    assert best.scores["pairs"] == pytest.approx(WEIGHTS.pairs)
    assert best.score == pytest.approx(sum(best.scores.values()))


def test_same_text_twice_is_one_story(library: Library) -> None:
    first = library.add([version(FERRY)])[0]
    again = library.add([read_text(FERRY, "copy.txt", title="Another title")])[0]
    assert (first.created, again.created) == (True, False)
    assert again.story.id == first.story.id
    assert again.story.title == "Ferry late"
    assert library.count() == (1, 3)
    both = library.add([read_text("New one.", "a"), read_text("New one.", "b")])
    assert [one.created for one in both] == [True, False]


def test_changed_file_supersedes_and_the_old_version_stays_readable(library: Library) -> None:
    old = library.add([version(FERRY)])[0].story
    new = library.add([version(FERRY.replace("nine", "ten"))])[0].story
    assert found(library, "carried cows")[0] == "It carried ten cows."
    assert not any("nine" in text for text in found(library, "nine cows"))
    assert library.story(old.id)[0].text == FERRY
    assert not library.story(old.id)[1].current
    assert [story.id for story in library.stories()] == [new.id]
    library.add([version(FERRY)])  # and back again
    assert [story.id for story in library.stories()] == [old.id]
    assert found(library, "carried cows")[0] == "It carried nine cows."


def test_text_that_two_files_hold_stays_while_one_holds_it(library: Library) -> None:
    shared = library.add([version(FERRY), version(FERRY, "file:///copy.txt")])[0].story
    library.add([version("The ferry sank.")])
    assert library.story(shared.id)[1].current
    library.add([version("Nobody came.", "file:///copy.txt")])
    assert not library.story(shared.id)[1].current


def test_removed_story_is_gone_and_can_come_back(two_stories: Library) -> None:
    story = next(story for story in two_stories.stories() if story.title == "Ferry late")
    two_stories.remove(story.id)
    assert not any("cows" in text for text in found(two_stories, "nine cows"))
    with pytest.raises(StoryNotFoundError, match=f"no story has the id '{story.id}'"):
        two_stories.story(story.id)
    with pytest.raises(StoryNotFoundError):
        two_stories.remove(story.id)
    two_stories.add([read_text(FERRY, "ferry.txt")])
    assert found(two_stories, "nine cows")[0] == "It carried nine cows."


def test_removing_the_newest_version_brings_no_older_one_back(library: Library) -> None:
    library.add([version(FERRY)])
    new = library.add([version("The ferry sank.")])[0].story
    library.remove(new.id)
    assert library.stories() == []
    assert found(library, "ferry") == []


@pytest.mark.parametrize(
    ("where", "titles"),
    [
        (Filter(source="the loom"), {"Mill burns"}),
        (Filter(published_after="2026-01-11"), {"Mill burns"}),
        (Filter(published_before="2026-01-10"), {"Ferry late"}),
        (Filter(published_after="2026-01-10", published_before="2026-02-20"), {"Ferry late", "Mill burns"}),
        (Filter(source="nobody"), set()),
        (Filter(story_ids=()), set()),
    ],
)
def test_filters(two_stories: Library, where: Filter, titles: set[str]) -> None:
    assert {hit.citation.title for hit in two_stories.search("ferry mill", 10, where)} == titles


def test_filter_by_story(two_stories: Library) -> None:
    for story in two_stories.stories():
        hits = two_stories.search("ferry mill", 10, Filter(story_ids=(story.id,)))
        assert {hit.citation.story_id for hit in hits} == {story.id}


@pytest.mark.parametrize(
    ("query", "top_k", "where", "message"),
    [
        ("  ", 5, None, "question is empty"),
        ("x" * 2001, 5, None, "has 2001 characters"),
        ("half \ud83d", 5, None, "half a surrogate pair"),
        ("ok", 0, None, "top_k is 0"),
        ("ok", 5, Filter(published_after="soon"), "'soon' is no date"),
        ("ok", 5, Filter(published_after="2026-02-01", published_before="2026-01-01"), "swap them"),
    ],
)
def test_bad_questions(two_stories: Library, query: str, top_k: int, where: Filter | None, message: str) -> None:
    with pytest.raises(InvalidQuestionError, match=message):
        two_stories.search(query, top_k, where)


def test_stories_are_listed_newest_first_page_by_page(library: Library) -> None:
    days = ["2026-01-03", None, "2026-01-01", "2026-01-02", None]
    library.add([read_text(f"Story {i}.", f"{i}.txt", published=day) for i, day in enumerate(days)])
    whole = [story.id for story in library.stories()]
    assert [story.published for story in library.stories()] == ["2026-01-03", "2026-01-02", "2026-01-01", None, None]
    paged: list[str] = []
    while page := library.stories(limit=2, after=paged[-1] if paged else ""):
        paged += [story.id for story in page]
    assert paged == whole


def reopened(settings: Settings, *, write: bool = True) -> Library:
    return Library(settings, write=write, encoder=WordEncoder())


def test_second_writer_fails_at_once_and_readers_do_not(two_stories: Library) -> None:
    with pytest.raises(LibraryInUseError, match="is in use by `pullquote` "):
        reopened(two_stories.settings)
    with reopened(two_stories.settings, write=False) as reader:
        assert found(reader, "nine cows")[0] == "It carried nine cows."


def test_reader_of_nothing(settings: Settings) -> None:
    with pytest.raises(EmptyLibraryError, match="there are no stories in"):
        reopened(settings, write=False)


def filled(settings: Settings) -> None:
    with reopened(settings) as library:
        library.add([version(FERRY), read_text("The mill burned.", "mill.txt", origin="file:///mill.txt")])


@pytest.mark.parametrize("harm", ["missing", "truncated", "flipped", "stale", "ahead"])
@pytest.mark.parametrize("write", [True, False])
def test_harmed_indexes_are_rebuilt_without_embedding(
    settings: Settings, harm: str, write: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(settings)
    old = (settings.home / VECTOR_FILE).read_bytes()
    if harm == "ahead":
        store = (settings.home / STORE_FILE).read_bytes()
    if harm in ("stale", "ahead"):
        with reopened(settings) as library:
            library.add([version("The ferry sank.")])
    for path in (settings.home / VECTOR_FILE, *(settings.home / KEYWORD_FOLDER).rglob("*.idx")):
        whole = path.read_bytes()
        if harm == "missing":
            path.unlink()
        elif harm == "truncated":
            path.write_bytes(whole[: len(whole) // 2])
        elif harm == "flipped":
            path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    if harm == "stale":
        (settings.home / VECTOR_FILE).write_bytes(old)
    elif harm == "ahead":  # an older copy of the store was put back
        (settings.home / STORE_FILE).write_bytes(store)
    monkeypatch.setattr(WordEncoder, "encode_passages", None)
    with reopened(settings, write=write) as library:
        texts = found(library, "ferry sank cows")
        assert ("The ferry sank." in texts) == (harm == "stale")
        assert ("It carried nine cows." in texts) == (harm != "stale")
        assert found(library, "mill burned")[0] == "The mill burned."


def test_store_of_another_format_is_refused(settings: Settings) -> None:
    filled(settings)
    connection = sqlite3.connect(settings.home / STORE_FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="has format 99"):
        reopened(settings)


def test_store_that_is_no_database_is_refused(settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / STORE_FILE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="can't be opened"):
        reopened(settings)


def test_other_encoder_is_refused_until_stories_are_embedded_again(settings: Settings) -> None:
    class Other(WordEncoder):
        name = "others"

    filled(settings)
    with (
        Library(settings, write=True, encoder=Other()) as library,
        pytest.raises(EncoderMismatchError, match="embedded by words, not by others"),
    ):
        library.search("ferry")
    with Library(settings, write=True, encoder=Other()) as library:
        assert library.reembed() == 2
        assert found(library, "nine cows")[0] == "It carried nine cows."


def test_failing_draft_keeps_those_before_it(library: Library) -> None:
    def drafts() -> Iterator[Draft]:
        yield version(FERRY)
        for i in range(40):
            yield read_text(f"Story {i} about a mill.\n\nIt burned.", f"{i}.txt")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add(drafts())
    assert found(library, "nine cows")[0] == "It carried nine cows."


class Counting(WordEncoder):
    def __init__(self) -> None:
        self.texts = 0

    def encode_passages(self, texts: Sequence[str]) -> FloatArray:
        self.texts += len(texts)
        return super().encode_passages(texts)


def many(count: int) -> Iterator[Draft]:
    for i in range(count):
        yield read_text(f"Story {i} about a mill.\n\nIt burned.", f"{i}.txt", origin=f"file:///{i}.txt")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_stopped_in_the_middle_goes_on_without_embedding_again(settings: Settings, stop: type[BaseException]) -> None:
    acknowledged: list[str] = []

    def on_added(one: Added) -> None:
        acknowledged.append(one.story.id)
        if len(acknowledged) == 100:
            raise stop

    with Library(settings, write=True, encoder=WordEncoder()) as library:
        with pytest.raises(stop):
            library.add(many(300), on_added)
        assert {story.id for story in library.stories()} == set(acknowledged)
        assert found(library, "Story 7 about a mill")[0] == "Story 7 about a mill."
    encoder = Counting()
    with Library(settings, write=True, encoder=encoder) as library:
        added = library.add(many(300))
        assert [one.created for one in added] == [False] * 100 + [True] * 200
        assert encoder.texts == 2 * 200
        assert library.count() == (300, 600)
        library.add(many(300))
        assert encoder.texts == 2 * 200


def test_failing_story_is_told_and_the_others_are_added(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def passages_of(text: str, *rest: Any) -> list[tuple[int, Span]]:
        return [] if "Story 5 " in text else passages(text, *rest)

    monkeypatch.setattr("qa.library.passages", passages_of)
    failures: list[DocumentError] = []
    assert len(library.add(many(20), on_failed=failures.append)) == 19
    assert [str(error) for error in failures] == ["5: holds no words: add at least a sentence"]
    with pytest.raises(DocumentError, match="holds no words"):
        library.add(many(20))
    assert library.count() == (19, 38)


def test_embedding_again_goes_on_where_it_stopped(settings: Settings) -> None:
    class Other(Counting):
        name = "others"

    with reopened(settings) as library:
        library.add(many(300))
    done = 0

    def on_done() -> None:
        nonlocal done
        done += 1
        if done == 100:
            raise KeyboardInterrupt

    with Library(settings, write=True, encoder=Other()) as library, pytest.raises(KeyboardInterrupt):
        library.reembed(on_done)
    encoder = Other()
    with Library(settings, write=True, encoder=encoder) as library:
        assert library.reembed() == 200
        assert encoder.texts == 2 * 200
        assert library.encoders() == {"others"}
        assert library.reembed() == 0
        assert found(library, "Story 7 about a mill")[0] == "Story 7 about a mill."


def test_another_language_builds_the_keyword_index_again(settings: Settings) -> None:
    with reopened(settings) as library:
        library.add([read_text("Die Häuser brannten.", "a.txt"), read_text("Ein Haus.", "b.txt")])
        assert not any(hit.scores["keyword"] for hit in library.search("Häusern"))
    with Library(replace(settings, language="german"), write=True, encoder=WordEncoder()) as library:
        assert all(hit.scores["keyword"] > 0 for hit in library.search("Häusern"))


def test_leftover_temporary_files_are_removed(settings: Settings) -> None:
    filled(settings)
    leftover: Path = settings.home / f"{VECTOR_FILE}.tmp"
    leftover.write_bytes(b"half")
    reopened(settings).close()
    assert not leftover.exists()


def test_many_copies_leave_room_for_others(library: Library) -> None:
    copies = [read_text(f"Wire {i}\n\nThe ferry sank.", f"{i}.txt", source=f"Paper {i}") for i in range(40)]
    library.add([*copies, read_text("Mill\n\nThe mill and the ferry closed.", "m.txt")])
    for reranked in (True, False):
        hits = library.search("the ferry sank", 3, reranked=reranked)
        assert len(hits) == 3
        assert hits[0].citation.exact == "The ferry sank."
        assert "The mill and the ferry closed." in [hit.citation.exact for hit in library.search("the ferry", 50)]


def test_follow_up_is_read_with_what_came_before(two_stories: Library) -> None:
    first = two_stories.ask("When did the ferry leave Oban at noon?", conversation_id="c")
    assert first.read_as is None
    then = two_stories.find("And where was that?", conversation_id="c")
    assert then.resolved.read_as == "When did the ferry leave Oban at noon? where was that?"
    assert then.resolved.story_id == first.citations[0].story_id
    assert two_stories.answer(then).read_as == then.resolved.read_as
    alone = two_stories.find("And where was that?", conversation_id="another")
    assert alone.resolved.read_as == "And where was that?"


def test_every_cited_word_stands_in_its_story(two_stories: Library) -> None:
    for question in (
        "When did the ferry leave Oban?",
        "Who were the people?",
        "Did the ferry leave Oban?",
        "Why did it?",
    ):
        for finding in two_stories.ask(question).findings:
            text = two_stories.story(finding.quote.story_id)[0].text
            for cited in (finding.words, finding.quote, *finding.also):
                assert text[cited.start : cited.end] == cited.exact
