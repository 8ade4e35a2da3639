"""Follow-ups, by hand: which questions lean on the one before, and what they are read as."""

import pytest

from qa.conversation import Conversations, Turn, leans, resolve
from qa.questions import Kind
from qa.types import Answer, Document, Finding, Span

STORY = Document.of("Gantz and Abbas met in December. They talked for an hour.", title="Talks")
CITED = STORY.cite(Span(0, 32), 1)
WORDS = STORY.cite(Span(0, 15), 1)
LAST = Turn("Where did Gantz and Abbas meet?", (CITED,), (WORDS,))


@pytest.mark.parametrize(
    "question",
    ["And when was that?", "Where did they meet?", "What else did he say?", "Why?", "When?", "And where?",
     "How much did it cost?", "Who told him?", "And Abbas?", "And what did Abbas say about it?"],
)  # fmt: skip
def test_leans_on_the_one_before(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    ["Who won the Northern Shield?", "When did the bridge close?", "How many people watched the final?",
     "Is there a hospital?",
     "When did Microsoft say it would pay?", "What is the weather like?", "And who won the Northern Shield final?", ""],
)  # fmt: skip
def test_a_new_topic_stands_alone(question: str) -> None:
    assert not leans(question)
    assert resolve(question, (LAST,)).read_as == question


def test_a_follow_up_is_read_with_the_question_before() -> None:
    resolved = resolve("And when was that?", (LAST,))
    assert resolved.read_as == "Where did Gantz and Abbas meet? when was that?"
    assert resolved.asked == "when was that? Gantz and Abbas meet"
    assert (resolved.story_id, resolved.shown) == (STORY.id, (WORDS,))
    assert resolve("What else was said?", (LAST,)).shown == (CITED,)
    assert resolve("And when was that?", ()).read_as == "And when was that?"


def test_of_many_follow_ups_the_first_question_and_the_last_are_kept() -> None:
    turns: tuple[Turn, ...] = (LAST,)
    for question in ("And when was that?", "Who told him?", "And where?"):
        turns = (*turns, Turn(resolve(question, turns).read_as, ()))
    assert [one.read_as for one in turns[2:]] == [
        "Where did Gantz and Abbas meet? when was that? Who told him?",
        "Where did Gantz and Abbas meet? Who told him? where?",
    ]


def test_the_last_conversations_are_kept() -> None:
    kept = Conversations(kept=2)
    finding = Finding(WORDS, CITED, 0.9)
    for name in ("a", "b", "c"):
        kept.add(name, Answer("Where?", Kind.WORDS, (finding,), 0.9))
    assert kept.turns("a") == ()
    assert kept.turns("c") == (Turn("Where?", (CITED,), (WORDS,)),)
    for _ in range(20):
        kept.add("c", Answer("When?", Kind.WORDS, (), 0.1))
    assert len(kept.turns("c")) == 8
    assert kept.turns("c")[-1] == Turn("When?", ())


def test_what_stands_in_a_sentence_that_answered_may_answer_next() -> None:
    document = Document.of("Ada lost the vote two years ago.", title="T")
    whole, words = Span(0, len(document.text)), Span(0, 3)
    conversations = Conversations()
    for i, shown in enumerate((whole, words)):
        finding = Finding(document.cite(shown, 1), document.cite(whole, 1), 0.9)
        conversations.add(str(i), Answer("Why did Ada go?", Kind.SENTENCES, (finding,), 0.9))
    after = [resolve("And when was that?", conversations.turns(str(i))) for i in range(2)]
    assert [one.is_new(document.id, Span(0, 3)) for one in after] == [True, False]
    assert all(one.is_new(document.id, Span(18, 31)) for one in after)


def test_words_that_answered_before_are_not_new() -> None:
    resolved = resolve("And when was that?", (LAST,))
    assert not resolved.is_new(STORY.id, Span(10, 20))
    assert resolved.is_new(STORY.id, Span(15, 31))
    assert resolved.is_new("another", Span(10, 20))
