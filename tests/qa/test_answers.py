"""From what was found to an answer: merged, side by side, or none."""

from dataclasses import replace

import pytest

from qa.answers import LEAST_BESIDE, LEAST_DIFFERING, compose
from qa.confidence import Found
from qa.questions import Kind
from qa.types import Answer, Document, Hit, Passage, Span

LEAST = 0.5


def story(text: str, published: str | None = None) -> Document:
    return Document.of(text, title="T", published=published)


def found(document: Document, words: str, confidence: float, number: int = 0, unopposed: float = 1.0) -> Found:
    whole = Span(0, len(document.text))
    start = document.text.index(words)
    hit = Hit(Passage(document.id, number, number + 1, whole), document.cite(whole, number + 1), 1.0)
    return Found(hit, Span(start, start + len(words)), whole, confidence, unopposed)


def answer(question: str, *said: tuple[str, str, float, str | None]) -> Answer:
    """Compose an answer from (text, words, confidence, day of the story), each a story of its own."""
    documents = [story(text, day) for text, _, _, day in said]
    every = [found(document, words, sure) for document, (_, words, sure, _) in zip(documents, said, strict=True)]
    return compose(question, every, {document.id: document for document in documents}, LEAST)


def test_words_stand_in_their_quotation() -> None:
    one = answer("When did it leave?", ("The ferry left at noon.", "noon", 0.8, None))
    assert (one.text, one.citations[0].exact, one.confidence) == ("noon", "The ferry left at noon.", 0.8)
    assert (one.kind, one.differ, one.verdict) == (Kind.WORDS, False, None)


def test_nothing_sure_enough_is_abstention_with_what_was_near() -> None:
    one = answer("When did it leave?", ("The ferry left at noon.", "noon", 0.4, None), ("It rained.", "It", 0.1, None))
    assert (one.text, one.citations, one.confidence) == (None, (), 0.4)
    assert [hit.citation.exact for hit in one.near] == ["The ferry left at noon.", "It rained."]
    assert compose("When?", [], {}, LEAST).text is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("31,406", "thirty-one thousand four hundred and six"),
        ("Ada Finn", "Ms Finn"),
        ("Dr. Finn", "Prof Ada Finn"),
        ("Prime Minister Naftali Bennett", "Bennett"),
        ("President Biden", "Mr Biden"),
        ("the former Sen. Finn", "Ada Finn"),
        ("the mayor", "mayor"),
        ("2.5 million", "2,500,000"),
        ("14 January", "last Wednesday"),
    ],
)
def test_the_same_in_other_words_is_one_answer_with_two_sources(first: str, second: str) -> None:
    one = answer(
        "Which was it?",
        (f"It was {first} that day.", first, 0.9, "2026-01-16"),
        (f"Then it was {second}, we hear.", second, 0.7, "2026-01-16"),
    )
    assert [finding.words.exact for finding in one.findings] == [first]
    assert [citation.exact for citation in one.citations][1:] == [f"Then it was {second}, we hear."]
    assert not one.differ


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("40 people", "43 people"),
        ("Monday", "Tuesday"),
        ("Ada Finn", "Grace Hall"),
        ("1998", "1999"),
        ("Ms Finn", "Mr Finn"),
        ("Mr Adam Finn", "Mrs Finn"),
        ("Ms Finn", "Ada Finney"),
        ("King Charles", "Charles Dickens"),
    ],
)
def test_answers_that_differ_stand_side_by_side_newest_first(older: str, newer: str) -> None:
    one = answer(
        "Which was it?",
        (f"It was {older} that day.", older, 0.9, "2026-01-16"),
        (f"It was {newer} that day.", newer, 0.7, "2026-01-18"),
    )
    assert one.differ
    assert [finding.words.exact for finding in one.findings] == [newer, older]
    assert one.text == newer


def test_two_that_differ_are_shown_where_one_of_them_is_likely_enough_right() -> None:
    said = ("It was 40 that day.", "40", 0.4, "2026-01-16"), ("It was 43 that day.", "43", 0.3, "2026-01-18")
    one = answer("Which was it?", *said)
    assert (one.differ, [finding.words.exact for finding in one.findings]) == (True, ["43", "40"])
    assert one.confidence == pytest.approx(0.7)
    assert [finding.confidence for finding in one.findings] == [0.3, 0.4]
    apart = answer("Which was it?", (*said[0][:2], 0.3, None), (*said[1][:2], 0.1, None))
    assert (apart.text, apart.confidence) == (None, 0.3)
    other_kind = answer("Which was it?", said[0], ("It was Ada Finn.", "Ada Finn", 0.3, None))
    assert other_kind.text is None


def test_a_rival_is_shown_beside_an_answer_that_is_sure_by_itself() -> None:
    documents = [story("It was 40 that day."), story("It was 43 that day.")]
    held = {document.id: document for document in documents}
    top, rival = replace(found(documents[0], "40", 0.8), unopposed=0.9), found(documents[1], "43", LEAST_DIFFERING)
    likely = replace(rival, unopposed=LEAST_BESIDE)
    shown = compose("Which was it?", [top, likely], held, LEAST)
    assert (shown.differ, shown.confidence) == (True, 0.9)
    assert not compose("Which was it?", [top, replace(rival, unopposed=LEAST_BESIDE - 0.01)], held, LEAST).differ
    assert not compose("Which was it?", [top, replace(likely, confidence=LEAST_DIFFERING - 0.01)], held, LEAST).differ


def test_stories_of_one_thing_that_differ_are_shown_where_the_likeliest_would_be_alone() -> None:
    fire = story("Three died when fire tore through the old cotton mill in Torrin.")
    same, other = story("Two died at the cotton mill in Torrin."), story("Two died when a ship sank off Oban.")
    held = {document.id: document for document in (fire, same, other)}

    def reply(rival: Document, likely: float = 0.8) -> Answer:
        every = [found(fire, "Three", 0.3, unopposed=likely), found(rival, "Two", 0.1, unopposed=0.63)]
        return compose("How many died in the fire?", every, held, 0.7)

    assert (reply(same).differ, reply(same).confidence) == (True, 0.8)
    assert reply(other).text is None
    assert reply(same, likely=0.65).text is None


def test_another_story_that_says_the_same_need_not_be_sure_to_be_cited() -> None:
    documents = [story("It was 40 that day."), story("Forty, they said.")]
    top, same = found(documents[0], "40", 0.9), replace(found(documents[1], "Forty", 0.1), unopposed=LEAST_BESIDE)
    one = compose("Which was it?", [top, same], {document.id: document for document in documents}, LEAST)
    assert [citation.exact for citation in one.citations] == ["It was 40 that day.", "Forty, they said."]


def test_a_passage_stands_where_its_likeliest_words_put_it() -> None:
    one, two = story("It was a red boat, Ada Finn said."), story("It was a blue ship.")
    every = [found(one, "a red boat", 0.9), found(two, "a blue ship", 0.7), found(one, "Ada Finn", 0.6)]
    assert compose("What was it?", every, {one.id: one, two.id: two}, LEAST).text == "a red boat"


def test_sentences_are_cited_together_only_where_they_say_the_same() -> None:
    said = ("The bridge was closed on Monday.", "closed", 0.9, None), ("It was closed.", "closed", 0.8, None)
    other = ("The bridge was not closed on Monday.", "not closed", 0.8, None)
    one = answer("Was the bridge closed on Monday?", said[0], other)
    assert (one.verdict, [citation.exact for citation in one.citations]) == ("yes", [said[0][0]])
    why = answer("Why was it shut?", *said, ("Fog lay on the river.", "Fog", 0.8, None))
    assert [citation.exact for citation in why.citations] == [said[0][0], said[1][0]]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("12 March", "12 March 2026", False),
        ("March 2026", "12 March 2026", False),
        ("three people on Thursday", "five people on Thursday", True),
        ("14 January", "15 January", True),
    ],
)
def test_dates_agree_more_or_less_exactly(one: str, other: str, differ: bool) -> None:
    said = [(f"It was {words} then.", words, 0.9, "2026-03-16") for words in (one, other)]
    assert answer("Which was it?", *said).differ == differ


def test_a_sentence_has_no_date_of_its_own() -> None:
    one = answer("Why did it stop?", ("It stopped on Monday for the fog.", "for the fog", 0.9, "2026-03-12"))
    assert one.findings[0].date is None


def test_descriptions_and_other_kinds_do_not_differ() -> None:
    one = answer("What was it?", ("It was a red boat.", "a red boat", 0.9, None), ("It was old.", "old", 0.7, None))
    assert (one.differ, len(one.findings)) == (False, 1)
    one = answer("When was it?", ("It was in May.", "May", 0.9, None), ("Ada Finn.", "Ada Finn", 0.7, None))
    assert not one.differ


def test_a_date_is_resolved_by_its_storys_day() -> None:
    one = answer("When was it?", ("They met last Thursday.", "last Thursday", 0.9, "2026-03-12"))
    assert one.findings[0].date == "2026-03-05"


def test_why_is_answered_by_the_sentence() -> None:
    one = answer("Why did it stop?", ("It stopped for the fog.", "fog", 0.9, None))
    assert (one.kind, one.text) == (Kind.SENTENCES, "It stopped for the fog.")


def test_yes_and_no_only_where_the_sentence_says_so() -> None:
    sentence = "The bridge was closed on Monday."
    assert answer("Was the bridge closed on Monday?", (sentence, "closed", 0.9, None)).text == "Yes"
    assert answer("Was the bridge closed?", ("The bridge was not closed.", "closed", 0.9, None)).text == "No"
    assert answer("Was the bridge shut on Monday?", (sentence, "closed", 0.9, None)).text == sentence


def test_a_list_gathers_from_all_passages_each_thing_once() -> None:
    one = answer(
        "Which teams were in the final?",
        ("Cardale Town won.", "Cardale Town", 0.9, None),
        ("Marrow Bay lost.", "Marrow Bay", 0.8, None),
        ("Cardale Town cheered.", "Cardale Town", 0.7, None),
        ("Skelder slept.", "Skelder", 0.2, None),
    )
    assert one.text == "Cardale Town; Marrow Bay"
    assert [citation.exact for citation in one.citations] == [
        "Cardale Town won.",
        "Marrow Bay lost.",
        "Cardale Town cheered.",
    ]
    assert answer("Which teams were there?", ("Cardale Town won.", "Cardale Town", 0.9, None)).kind is Kind.WORDS


@pytest.mark.parametrize(
    ("text", "quote", "shown"),
    [
        ("It rained. We will pay for it, but not before May. So it goes.", "We will pay for it",
         "We will pay for it, but not before May."),
        ("“We will pay for it,” Byrne said, “unless it rains.”", "“We will pay for it",
         "“We will pay for it,” Byrne said, “unless it rains.”"),
        ("It rained. It is false that we will pay for it.", "we will pay for it.",
         "It is false that we will pay for it."),
        ("It rained. Will we pay for it?", "we pay for it", "Will we pay for it?"),
        ("It rained. We will pay for it in May. So it goes.", "We will pay for it in May.",
         "We will pay for it in May."),
        ("It rained. We will pay for it. But not before May.", "We will pay for it.", "We will pay for it."),
        ("We will pay for it in May, and gladly.", "We will pay for it", "We will pay for it"),
    ],
)  # fmt: skip
def test_no_quotation_hides_what_limits_or_denies_it(text: str, quote: str, shown: str) -> None:
    document = story(text)
    start = text.index(quote)
    words = text.index("pay for it")
    one = replace(found(document, "pay for it", 0.8), quote=Span(start, start + len(quote)))
    assert one.words == Span(words, words + 10)
    finding = compose("What will they do?", [one], {document.id: document}, LEAST).findings[0]
    assert (finding.quote.exact, finding.words.exact) == (shown, "pay for it")
    assert finding.quote.start <= finding.words.start
