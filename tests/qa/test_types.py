"""The invariants that constructors hold."""

import hashlib

import pytest

from qa.questions import Kind
from qa.types import Answer, Citation, Document, Finding, Span

TEXT = "Before 🎉 — “We won,” said Zoë. After."
DOCUMENT = Document.of(TEXT, title="T", source="S", published="2026-01-02")


def test_citation_is_a_slice_of_its_story() -> None:
    start = TEXT.index("“We")
    citation = DOCUMENT.cite(Span(start, start + 9), paragraph=1)
    assert citation.exact == "“We won,”"
    assert TEXT[citation.start : citation.end] == citation.exact
    assert (citation.prefix, citation.suffix) == ("Before 🎉 — ", " said Zoë. After.")
    assert citation.url == f"/story/{DOCUMENT.id}/{start}-{start + 9}"


def test_place_as_people_read_it() -> None:
    assert DOCUMENT.cite(Span(0, 6), 3).place == f"T (S, 2026-01-02), paragraph 3, {DOCUMENT.id} 0-6"
    bare = Document.of(TEXT, title="T")
    assert bare.cite(Span(0, 6), 1).place == f"T, paragraph 1, {bare.id} 0-6"


def test_id_comes_from_the_sha256_of_the_text() -> None:
    assert DOCUMENT.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert DOCUMENT.sha256.startswith(DOCUMENT.id)
    assert Document.of(TEXT, title="another").id == DOCUMENT.id
    assert Document.of(TEXT + " ", title="T").id != DOCUMENT.id


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_span_runs_forward_from_zero(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span needs"):
        Span(start, end)


def test_citation_of_another_length_cannot_be_built() -> None:
    cited = DOCUMENT.cite(Span(0, 6), 1)
    fields = {name: getattr(cited, name) for name in Citation.__slots__}
    with pytest.raises(ValueError, match="can't be 5 characters"):
        Citation(**{**fields, "exact": "Befor"})
    with pytest.raises(ValueError, match="can't be"):
        DOCUMENT.cite(Span(3, 3), 1)


def test_words_must_stand_in_their_quotation() -> None:
    words, quote = DOCUMENT.cite(Span(0, 6), 1), DOCUMENT.cite(Span(0, 8), 1)
    assert Finding(words, quote, 0.9).words.exact == "Before"
    with pytest.raises(ValueError, match="don't stand in"):
        Finding(quote, words, 0.9)
    with pytest.raises(ValueError, match="don't stand in"):
        Finding(words, Document.of("Before then", title="T").cite(Span(0, 8), 1), 0.9)


def test_an_answers_text_is_its_findings_words() -> None:
    words, quote = DOCUMENT.cite(Span(0, 6), 1), DOCUMENT.cite(Span(0, 8), 1)
    one, other = Finding(words, quote, 0.9), Finding(quote, quote, 0.8)
    assert Answer("q", Kind.WORDS, (one, other), 0.9).text == "Before"
    assert Answer("q", Kind.LIST, (one, other), 0.9).text == f"Before; {quote.exact}"
    assert Answer("q", Kind.YES_NO, (one,), 0.9, verdict="yes").text == "Yes"
    assert Answer("q", Kind.WORDS, (), 0.1).text is None
    assert Answer("q", Kind.LIST, (one, other), 0.9).citations == (quote,)
