"""What a source reported: which stories are meant, and what is told of them."""

import pytest

from qa.documents import Draft, read_text
from qa.library import Library
from qa.questions import Kind
from qa.reports import report_asked_for
from qa.settings import Settings
from qa.types import Filter
from tests.conftest import WordEncoder

FERRY = "The ferry was late again because the harbour at Oban had frozen over."
MILL = "A fire in the old mill at Torrin was put out by forty men on Sunday."
COWS = "Nine cows escaped from a trailer and walked home along the railway."


def story(text: str, source: str, day: str) -> Draft:
    return read_text(f"{text.split()[1].title()}\n\n{text}\n\nNobody waved.", "a.txt", source=source, published=day)


@pytest.fixture
def papers(settings: Settings, words: WordEncoder):
    drafts = story(FERRY, "The Gazette", "2025-03-04"), story(MILL, "gazette", "2025-06-20")
    with Library(settings, write=True, encoder=words) as library:
        library.add([*drafts, story(COWS, "Courier", "2025-03-04")])
        yield library


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What did the Gazette report?", [MILL, FERRY]),
        ("What did the Gazette report on 4 March?", [FERRY]),
        ("What has the gazette reported in June 2025?", [MILL]),
        ("What did the Gazette publish on June 20, 2025?", [MILL]),
        ("What did the Courier write on 2025-03-04?", [COWS]),
        ("What did the Gazette report in 2025?", [MILL, FERRY]),
        ("What did the Gazette report about the ferry at Oban?", [FERRY]),
        ("What did the Gazette report on the ferry in March?", [FERRY]),
        ("What did the Gazette report about zebras?", []),
    ],
)
def test_a_source_is_told_by_the_first_sentences_of_its_stories(
    papers: Library, question: str, told: list[str]
) -> None:
    answer = papers.ask(question)
    assert answer.kind is Kind.ABOUT
    assert [one.words.exact for one in answer.findings] == told
    assert answer.text == (" ".join(told) or None)
    assert bool(answer.near) == (not told)


@pytest.mark.parametrize(
    "question",
    ["What did the Herald report?", "What did the police report about the ferry?", "Who reported on the ferry?",
     "What did the Gazette report on 4 June?", "What did the Gazette report in May?",
     "What did the Gazette report in 2024?"],
)  # fmt: skip
def test_other_questions_are_read_as_they_stand(papers: Library, question: str) -> None:
    assert report_asked_for(question, papers._store, Filter()) is None


def test_a_filter_holds(papers: Library) -> None:
    report = report_asked_for("What did the Gazette report?", papers._store, Filter(published_after="2025-05-01"))
    assert report
    assert [papers.story(one)[0].title for one in report.stories] == ["Fire"]
    assert report_asked_for("What did the Gazette report?", papers._store, Filter(source="Courier")) is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tell me about the ferry", [FERRY]),
        ("mill Torrin", [MILL]),
        ("Ferry?", [FERRY]),
        ("Zebras?", []),
    ],
)
def test_a_topic_alone_is_told_by_the_stories_that_hold_it(papers: Library, question: str, told: list[str]) -> None:
    answer = papers.ask(question)
    assert (answer.kind, [one.words.exact for one in answer.findings]) == (Kind.ABOUT, told)
