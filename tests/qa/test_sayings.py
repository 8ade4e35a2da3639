"""Questions for what somebody said: who is meant, and which sentences are kept, dropped and added."""

import pytest

from qa.confidence import Found
from qa.sayings import SURE, Saying, asked_for, weighed
from qa.types import Document, Hit, Passage, Span

TEXT = (
    "“The pier will hold for ninety years,” Anna Raman told the council.\n\n"
    "“The pier is an insult,” said Ingrid Holm. “It spoils the view.”\n\n"
    "Raman came by train. “My ferry was late,” Raman said."
)
STORY = Document.of(TEXT, "Old pier divides the council")
HITS = [
    Hit(Passage(STORY.id, n, n + 1, span), STORY.cite(span, n + 1), 1.0)
    for n, part in enumerate(TEXT.split("\n\n"))
    for span in (Span(TEXT.index(part), TEXT.index(part) + len(part)),)
]


def share(words: str, text: str) -> float:
    """Count the long words of the first that stand in the second."""
    wanted = [word for word in words.lower().split() if len(word) > 3]
    return sum(word in text.lower() for word in wanted) / len(wanted) if wanted else 0.0


def found(words: str, confidence: float) -> Found:
    span = Span(TEXT.index(words), TEXT.index(words) + len(words))
    hit = next(one for one in HITS if one.passage.span.start <= span.start < one.passage.span.end)
    return Found(hit, span, span, confidence, confidence)


def answered(saying: Saying, *read: Found) -> list[tuple[str, float]]:
    return [(one.quote.of(TEXT), one.confidence) for one in weighed(saying, read, HITS, {STORY.id: STORY}, share)]


@pytest.mark.parametrize(
    ("question", "who", "about"),
    [
        ("What did Ada Finn say about the bridge?", "Ada Finn", "the bridge"),
        ("what has the mayor, Ada Finn, said on fares", "the mayor, Ada Finn,", "fares"),
        ("What did the official tell Axios about how the talks went?", "the official", "how the talks went"),
        ("What did Ada Finn tell the council?", "Ada Finn", ""),
        ("What does Dr Wilk think?", "Dr Wilk", ""),
        ("What else did Kerr say after the match?", "Kerr", "after the match"),
    ],
)  # fmt: skip
def test_whose_words_are_asked_for(question: str, who: str, about: str) -> None:
    assert asked_for(question) == Saying(who, about)


@pytest.mark.parametrize(
    "question",
    ["What did she say about the bridge?", "Who said that the bridge is safe?", "What did the fire destroy?",
     "What did Ada Finn do?", "Did Ada Finn say so?"],
)  # fmt: skip
def test_other_questions_ask_for_nobodys_words(question: str) -> None:
    assert asked_for(question) is None


def test_what_the_speaker_is_sure_to_say_about_it_is_added() -> None:
    first = "“The pier will hold for ninety years,” Anna Raman told the council."
    assert answered(Saying("Anna Raman", "ninety years")) == [(first, SURE)]
    assert answered(Saying("Raman", "ninety years"), found("ferry was late", 0.4)) == [
        (first, SURE),
        ("ferry was late", 0.4),
    ]
    assert answered(Saying("Raman", "the minister")) == []


def test_words_of_the_title_need_not_stand_in_the_sentence_where_others_do() -> None:
    assert [words for words, _ in answered(Saying("Raman", "council divides, ninety years"))] == [
        "“The pier will hold for ninety years,” Anna Raman told the council."
    ]
    assert answered(Saying("Holm", "council divides")) == []  # which of her sentences would that be?


def test_without_a_matter_all_that_the_speaker_says_will_do() -> None:
    assert [words for words, _ in answered(Saying("Ingrid Holm", ""))] == [
        "“The pier is an insult,” said Ingrid Holm.",
        "“It spoils the view.”",
    ]


def test_what_another_is_sure_to_say_is_dropped() -> None:
    read = found("an insult", 0.9), found("came by train", 0.3)
    assert answered(Saying("Raman", "the harbour dues"), *read) == [("came by train", 0.3)]
    assert answered(Saying("Holm", "the harbour dues"), *read) == [("an insult", 0.9), ("came by train", 0.3)]
    assert answered(Saying("Harbour Trust", "dues"), *read) == [
        ("an insult", 0.9),
        ("came by train", 0.3),
    ]  # has people
