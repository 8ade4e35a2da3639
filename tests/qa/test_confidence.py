"""How likely an answer is: two logistic models, by hand."""

import math

import pytest

from qa.confidence import MOST_LEAD, Candidate, Curve, judged, leads
from qa.questions import Kind
from qa.types import Document, Hit, Passage, Span


def candidates(*said: tuple[str, float]) -> list[Candidate]:
    """Return a candidate for each of (words, what the reader says), each in a passage of its own."""
    found = []
    for exact, read in said:
        document = Document.of(exact, title="T")
        span = Span(0, len(exact))
        hit = Hit(Passage(document.id, 0, 1, span), document.cite(span, 1), 1.0)
        found.append(Candidate(hit, span, span, exact, read))
    return found


def test_confidence_is_two_logistic_curves_by_hand() -> None:
    curve = Curve(read=2.0, retrieved=0.5, intercept=-1.0, risks=(), own=0.5, lead=0.25, base=-0.5)
    (one,) = candidates(("Ada Finn", 1.5))
    assert curve.standing(one) == pytest.approx(2.0 * 1.5 + 0.5 * 1.0 - 1.0)
    assert curve.confidence(2.5, 3.0) == pytest.approx(1 / (1 + math.exp(-(1.25 + 0.75 - 0.5))))


def test_least_confidence_follows_the_risk() -> None:
    curve = Curve(1.0, 0.0, 0.0, risks=((0.2, 0.4), (0.6, 0.2), (0.9, 0.05)))
    assert curve.least(0.2) == pytest.approx(0.6)
    assert curve.least(0.3) == pytest.approx(0.4)
    assert curve.least(0.01) == pytest.approx(0.9)
    assert curve.least(0.9) == pytest.approx(0.2)


def test_lead_is_over_the_strongest_that_says_something_else() -> None:
    said = candidates(("14 May 2025", 4.0), ("2025", 3.5), ("Ada Finn", 1.0), ("the 14th of May, 2025", 2.0))
    assert leads(said, [4.0, 3.5, 1.0, 2.0]) == [3.0, 2.5, -3.0, 1.0]
    assert leads(candidates(("Ada Finn", 9.0), ("Grace Hall", 1.0)), [9.0, 1.0]) == [MOST_LEAD, -MOST_LEAD]
    assert leads(candidates(("Ada Finn", 1.0), ("Ms Finn", 0.5)), [1.0, 0.5]) == [MOST_LEAD, MOST_LEAD]
    assert leads([], []) == []


def test_other_words_of_one_passage_are_no_rival() -> None:
    one, two = candidates(("Ada Finn", 2.0), ("Grace Hall", 1.0))
    same_passage = Candidate(one.hit, Span(0, 3), one.quote, "Ada", 1.5)
    other = Candidate(one.hit, Span(4, 8), one.quote, "Bob", 1.5)
    assert leads([one, same_passage, other], [2.0, 1.5, 1.5]) == [MOST_LEAD] * 3
    assert leads([one, other, two], [2.0, 1.5, 1.0]) == [1.0, 0.5, -1.0]


def test_a_rival_makes_less_sure_where_words_answer() -> None:
    curve = Curve(read=1.0, retrieved=0.0, intercept=0.0, risks=(), own=0.5, lead=0.5)
    said = candidates(("Grace Hall", 1.0), ("Ada Finn", 2.0))
    for kind in (Kind.WORDS, Kind.SENTENCES):
        found = judged(kind, said, curve)
        assert [one.confidence for one in found] == pytest.approx([1 / (1 + math.exp(-odds)) for odds in (1.5, 0.0)])
        assert [one.words for one in found] == [Span(0, 8), Span(0, 10)]
    alone = [1 / (1 + math.exp(-(0.5 * read + 0.5 * MOST_LEAD))) for read in (2.0, 1.0)]
    for kind in (Kind.LIST, Kind.YES_NO):
        assert [one.confidence for one in judged(kind, said, curve)] == pytest.approx(alone)
