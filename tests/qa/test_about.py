"""Which story is summed up, and its key sentences, with an encoder that counts words."""

import pytest

from qa.about import KEY_SENTENCES, LEAST_HELD, key_sentences
from qa.documents import read_text
from qa.library import Library
from qa.questions import Kind
from qa.types import Document, Filter, Passage, Span
from tests.conftest import WordEncoder

TEXT = (
    "The council closed the old iron bridge to all cars on Monday.\n\n"
    "The bridge of old iron was closed to cars by the council.\n\n"
    "Rain fell on the hills and on the empty sheep pens all week.\n\n"
    "The council will mend the old bridge for cars by next summer.\n\n"
    "A dog barked somewhere behind the shut-up fish and chip shop.\n\n"
    "Yes."
)


def test_the_sentences_most_like_all_others_in_their_order_and_not_twice() -> None:
    document = Document.of(TEXT, title="Bridge")
    starts = [0, *(i + 2 for i in range(len(TEXT)) if TEXT.startswith("\n\n", i))]
    spans = [Span(a, b) for a, b in zip(starts, [*(a - 2 for a in starts[1:]), len(TEXT)], strict=True)]
    passages = [Passage(document.id, i, i + 1, span) for i, span in enumerate(spans)]
    found = key_sentences(document, passages, WordEncoder())
    words = [span.of(TEXT) for _, span in found]
    assert len(found) == KEY_SENTENCES
    assert words[0].startswith("The council closed")
    assert any("will mend" in one for one in words)
    assert [passage.ordinal for passage, _ in found] == sorted(passage.ordinal for passage, _ in found)
    assert all(passage.span.start <= span.start < span.end <= passage.span.end for passage, span in found)
    assert key_sentences(document, passages[-1:], WordEncoder())[0][1].of(TEXT) == "Yes."
    assert key_sentences(document, [], WordEncoder()) == []


def test_what_a_story_is_about_is_its_own_sentences(two_stories: Library) -> None:
    (story, *_) = two_stories.stories()
    answer = two_stories.ask("What is this story about?", Filter((story.id,)))
    text = two_stories.story(story.id)[0].text
    assert answer.kind is Kind.ABOUT
    assert answer.findings
    assert all(text[one.start : one.end] == one.exact for one in answer.citations)
    assert answer.confidence == 1  # it was chosen


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What is the story about the ferry to Oban about?", "Ferry late"),
        ("Summary of the story about Ada Finn", "Mill burns"),
        ("What is this story about?", None),  # which one?
        ("What is the story about zebras in Peru about?", None),
        ("What is the story about zebras and the ferry about?", None),
    ],
)
def test_a_story_is_summed_up_where_its_words_tell_which(
    two_stories: Library, question: str, title: str | None
) -> None:
    answer = two_stories.ask(question)
    assert answer.kind is Kind.ABOUT
    assert {one.title for one in answer.citations} == ({title} if title else set())
    assert (answer.confidence >= LEAST_HELD) == bool(title)
    assert bool(answer.near) != bool(title)


def test_confidence_in_a_story_is_the_share_of_the_topics_words_that_it_holds(two_stories: Library) -> None:
    sure, less = (two_stories.ask(f"What is the story about {words} about?") for words in ("cows", "Oban cows zebras"))
    assert (sure.confidence, less.confidence) == (1, 2 / 3)
    assert {finding.confidence for finding in less.findings} == {less.confidence}


def test_only_stories_that_are_searched_are_summed_up(library: Library) -> None:
    texts = ("The ferry sank.", "The ferry sank. Cows swam.")  # two versions of one story
    first, second = (library.add([read_text(text, "f.txt", origin="file:///f.txt")])[0].story.id for text in texts)
    for story_ids, found in (((first,), False), ((second,), True), (("nowhere",), False), ((), False)):
        assert bool(library.ask("What is this story about?", Filter(story_ids)).findings) == found
    assert library.ask("Summary?").findings[0].quote.story_id == second  # there is no other
    assert library.ask("What is the story about zebras about?").text is None


def test_story_that_was_talked_about_is_summed_up(two_stories: Library) -> None:
    first = two_stories.ask("When did the ferry leave Oban at noon?", conversation_id="c")
    told = two_stories.ask("And what is the story about?", conversation_id="c")
    assert told.citations[0].story_id == first.citations[0].story_id
    other = two_stories.ask("And what is the story about the mill about?", conversation_id="c")
    assert ({one.title for one in other.citations}, other.read_as) == ({"Mill burns"}, None)
    mill = Filter((other.citations[0].story_id,))
    assert two_stories.ask("Summary?", mill, "d").citations[0].title == "Mill burns"
    two_stories.remove(other.citations[0].story_id)
    assert two_stories.ask("Summary?", conversation_id="c").citations[0].title == "Ferry late"
