"""The seed stories and their questions: what they promise, and that the right paragraph is found."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from qa.documents import read_path
from qa.library import Library
from qa.types import Document
from tests.conftest import ROOT, SEEDS
from tests.seeds import questions, seed_library

FICTION = "*Fiction, written for Pullquote. The people and places are invented.*"
RETOLD = "white-house-talks.md"
EXAMPLE = re.compile(r'\["(.+)",\s+"(.+\?)"\]')


@pytest.fixture(scope="module")
def library(minilm: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with seed_library(tmp_path_factory.mktemp("seeds"), minilm) as opened:
        yield opened


@pytest.mark.parametrize("path", sorted(SEEDS.iterdir()), ids=lambda path: path.name)
def test_stories_are_marked_and_of_fair_length(path: Path) -> None:
    document: Document = read_path(path).document
    assert document.source
    assert 300 <= len(document.text.split()) <= 900
    assert (FICTION in document.text) == (path.name != RETOLD)


def test_questions_are_forty_and_their_answers_stand_in_the_stories() -> None:
    asked = questions()
    assert len({question.id for question in asked}) == 40
    kinds = Counter(question.kind for question in asked)
    assert kinds["unanswerable"] == 10
    assert min(kinds[kind] for kind in ("date", "number", "name", "reason")) >= 5
    for question in asked:
        if question.kind != "unanswerable":
            assert str(question.answer) in str(question.sentence)
            assert len(question.place()[1]) == len(str(question.sentence))


def test_right_paragraph_is_among_the_first_three(library: Library) -> None:
    answerable = [question for question in questions() if question.story]
    found = [
        any(question.is_in(hit.citation) for hit in library.search(question.question, 3)) for question in answerable
    ]
    assert sum(found) / len(found) >= 0.95


def test_what_the_page_offers_to_ask_is_answered_from_the_story_it_is_offered_for(library: Library) -> None:
    offered = EXAMPLE.findall((ROOT / "web" / "static" / "welcome.js").read_text("utf-8"))
    assert len(offered) == 3
    for title, question in offered:
        answer = library.ask(question)
        assert [finding.quote.title for finding in answer.findings] == [title], question


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who first reported the idea of a top-level meeting between Israelis and Palestinians?", "Axios"),
        ("When was the meeting in Washington first suggested?", "dates from December"),
        ("Where did Gantz and Abbas meet in December?", "Rosh Ha’ayin"),
        ("When was the alliance sworn in?", "June 13, 2021"),
        ("What was said about regional integration?", "increasing regional integration"),
    ],
)
def test_retold_report(library: Library, question: str, words: str) -> None:
    assert words in library.search(question, 1)[0].citation.exact
