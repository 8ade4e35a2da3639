"""Checked quotations as JSON, as Markdown and as lines."""

from typing import Any

import pytest

from qa.documents import read_text
from qa.library import Library
from qa.quotes.report import check_json, facts, markdown, summary, unchecked_json
from qa.quotes.types import Quotation, QuoteCheck, Role
from qa.types import Span
from web import schemas

TEXT = "Ice\n\n“We will not pay for the ice,” said Ada Finn. “We may pay for it in May, but not before.”"


@pytest.fixture
def ice(library: Library) -> Library:
    """A library of one story in which Ada Finn speaks."""
    library.add([read_text(TEXT, "ice.txt", source="The Tide", published="2026-01-10", url="https://a.org/ice")])
    return library


def check(library: Library, quote: str, by: str | None = None, source: str | None = None) -> QuoteCheck:
    return library.check_quotes([Quotation((quote,), by, source)])[0]


def names(shape: type[Any]) -> set[str]:
    """Return the names that a shape has in JSON."""
    return {field.alias or name for name, field in shape.model_fields.items()}


@pytest.mark.parametrize(
    "quote", ["We will not pay for the ice", "We will pay for the ice", "zebra giraffe okapi gnu antelope", ""]
)
def test_json_has_the_names_of_the_shape_whatever_the_verdict(ice: Library, quote: str) -> None:
    found = check_json(check(ice, quote, "Ada Finn"))
    assert set(found) == names(schemas.QuoteCheckShape)
    assert set(found["speaker"]) == names(schemas.SpeakerShape)
    for one in found["diff"]:
        assert set(one) == names(schemas.DifferenceShape)
    for one in found["citations"]:
        assert set(one) == names(schemas.CitationShape)
    assert schemas.QuoteCheckShape.model_validate(found).model_dump(by_alias=True) == found


def test_json_of_an_altered_quotation(ice: Library) -> None:
    found = check_json(check(ice, "We will pay for the ice", "Bo Lund"))
    assert (found["quote"], found["parts"], found["spans"]) == (
        "We will pay for the ice",
        ["We will pay for the ice"],
        [],
    )
    assert (found["wording"], found["severity"], found["outcome"], found["pass"]) == ("altered", 4, "fail", False)
    assert found["reasons"] == ["negation"]
    at = TEXT.index("not pay")
    changed = [one for one in found["diff"] if one["kind"] != "equal"]
    assert changed == [
        {
            "kind": "delete",
            "quote": "",
            "story": "not",
            "quote_span": {"start": 8, "end": 8},
            "story_span": {"start": at, "end": at + 3},
            "reasons": ["negation"],
        }
    ]
    assert (found["speaker"]["claimed"], found["speaker"]["found"]) == ("Bo Lund", "Ada Finn")
    assert (found["speaker"]["verdict"], found["speaker"]["voice"]) == ("misattributed", "speech")
    assert found["links"] == ["https://a.org/ice#:~:text=We%20will%20not%20pay%20for%20the%20ice"]


def test_json_of_what_is_no_speech() -> None:
    one = unchecked_json(Quotation(("The Tide",), spans=(Span(3, 11),), role=Role.TITLE))
    assert one == {"quote": "The Tide", "role": "title", "spans": [{"start": 3, "end": 11}]}
    assert set(one) == names(schemas.UncheckedShape)


def test_lines_of_a_quotation_that_passes(ice: Library) -> None:
    lines = facts(check(ice, "We will not pay for the ice", "Ada Finn"))
    story_id = ice.stories()[0].id
    start = TEXT.index("We will")
    assert lines[0] == "Words: word for word"
    assert "Speaker: Ada Finn, as claimed; Ada Finn says it (firm)" in lines
    assert f"Place: Ice (The Tide, 2026-01-10), paragraph 2, {story_id} {start}-{start + 27}" in lines


def test_lines_of_quotations_that_fail(ice: Library) -> None:
    lines = facts(check(ice, "We will gladly pay for the ice", "Bo Lund"))
    assert lines[0].startswith("Words: altered (")
    assert "The story has “not”, the quotation “gladly” (negation)" in lines
    assert "Speaker: not Bo Lund; Ada Finn says it (firm)" in lines
    cut = facts(check(ice, "We may pay for it in May", "Ada Finn"))
    assert cut[0] == "Words: altered (cut before “but”)"
    assert "Cut off: “, but not before.”" in cut
    assert "In full: “We may pay for it in May, but not before.”" in cut
    assert facts(check(ice, "zebra giraffe okapi gnu antelope")) == [
        "Words: not found in the stories held (no story that is held has these words)"
    ]
    nearest = facts(check(ice, "for it but may pay before we may not in"))
    assert any(
        line.startswith("Nearest: “We may pay for it in May, but not before.”, Ice (The Tide") for line in nearest
    )


def test_counts_and_the_markdown_report(ice: Library) -> None:
    checks = [
        check(ice, "We will not pay\nfor the ice", "Ada Finn"),
        check(ice, "We will pay for the ice", "Ada Finn"),
        check(ice, "the ice", source="The Moth"),
    ]
    assert summary(checks) == "3 quotations: 1 pass, 1 to look at, 1 fail."
    assert summary(checks[:1]) == "1 quotation: 1 pass, 0 to look at, 0 fail."
    assert summary([]) == "0 quotations: 0 pass, 0 to look at, 0 fail."
    report = markdown(checks, [Quotation(("The Tide",), role=Role.TITLE)])
    assert report.startswith("# Quotations checked\n\n3 quotations: 1 pass, 1 to look at, 1 fail.\n")
    assert "## 1. ✓ Word for word\n\n> We will not pay for the ice\n\n- Words: word for word\n" in report
    assert "## 2. ✗ Altered\n\n> We will pay for the ice\n\n- Words: altered (negation)\n- Left out: “not”" in report
    assert "## 3. ! Its source is not held\n" in report
    assert "Not checked, since they are terms or titles: “The Tide”" in report
    assert all(one.place in report for one in checks[0].citations)


def test_every_kind_of_difference_has_a_line(ice: Library) -> None:
    quotes = {
        "The story has “may”, the quotation “will” (modal)": "We will pay for it in May",
        "Left out at the ellipsis: “in May”": "We may pay for it ... but not before",
        "The bracket stands for “the ice”": "We will not pay for [it],",
        "Added: “ever”": "We will not ever pay for the ice",
        "Left out: “the”": "We will not pay for ice",
    }
    for line, quote in quotes.items():
        assert any(one.startswith(line) for one in facts(check(ice, quote, "Ada Finn"))), (line, quote)
