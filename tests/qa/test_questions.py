"""What questions ask for, by hand."""

import pytest

from qa.questions import Kind, kind_of, told_about, topic


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who won the final?", Kind.WORDS),
        ("How many people came?", Kind.WORDS),
        ("And when was that?", Kind.WORDS),
        ("What was the score?", Kind.WORDS),
        ("What is the name of the ship?", Kind.WORDS),
        ("Was it Ada or Grace?", Kind.WORDS),
        ("How long did the war last?", Kind.WORDS),
        ("Why did he leave?", Kind.SENTENCES),
        ("How was it found?", Kind.SENTENCES),
        ("What did Ayling say about the bridge?", Kind.SENTENCES),
        ("What else did he say?", Kind.SENTENCES),
        ("What happened to the bridge?", Kind.SENTENCES),
        ("What was said about regional integration?", Kind.SENTENCES),
        ("Was the bridge closed?", Kind.YES_NO),
        ("So, did they meet?", Kind.YES_NO),
        ("Isn’t the bridge closed?", Kind.YES_NO),
        ("Which teams were in the final?", Kind.LIST),
        ("Who were the judges?", Kind.LIST),
        ("List the towns.", Kind.LIST),
        ("What is this story about?", Kind.ABOUT),
        ("Can you summarise the article?", Kind.ABOUT),
        ("What's it all about?", Kind.ABOUT),
        ("What is the report on the talks about?", Kind.ABOUT),
        ("Summary", Kind.ABOUT),
        ("summary?", Kind.ABOUT),
        ("A short summary, please", Kind.ABOUT),
        ("Summarise", Kind.ABOUT),
        ("Who summarised the evidence?", Kind.WORDS),
        ("Where is the summary kept?", Kind.WORDS),
        ("", Kind.WORDS),
    ],
)
def test_kind(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What is this story about?", ""),
        ("Summary?", ""),
        ("Can you summarise what he said?", ""),
        ("What is the story about the bridge in Ostrey about?", "bridge Ostrey"),
        ("Summary of the trial", "trial"),
    ],
)
def test_words_that_tell_which_story(question: str, named: str) -> None:
    assert topic(question) == named


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Tell me about the mill fire.", "the mill fire"),
        ("What do you know about Ostrey?", "Ostrey"),
        ("Anything on the ferry?", "the ferry"),
        ("Ostrey?", "Ostrey"),
        ("mill fire", "mill fire"),
        ("Who owns the mill?", ""),
        ("Why?", ""),
        ("And the mayor?", ""),
        ("bridge reopening date", ""),
        ("Is there anything on the roof?", ""),
        ("?", ""),
    ],
)
def test_questions_that_ask_to_be_told_of_something(question: str, about: str) -> None:
    assert told_about(question) == about
