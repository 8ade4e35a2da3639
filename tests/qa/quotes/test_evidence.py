"""What a place in a story proves of a quotation, each part of it apart."""

import pytest

from qa.quotes.types import Completeness, Severity, Wording
from tests.qa.quotes.placing import weighed

PAY = "It rained. We will pay for the ice, but not before May. So it goes."


@pytest.mark.parametrize(
    ("text", "quote", "wording", "severity", "completeness"),
    [
        ("We will pay for it.", "We will pay for it.", "verbatim", 0, "complete"),
        ("We will pay for it.", "we will pay for it", "verbatim", 1, "complete"),
        ("We will pay for it in May.", "We will pay for it", "verbatim", 0, "cut"),
        ("We will pay for it in May.", "We will pay [soon] in May.", "verbatim_with_declared_edits", 2, "complete"),
        ("We will pay for it in late May.", "We will pay ... in late May.", "verbatim_with_declared_edits", 2, "cut"),
        ("We will gladly pay for it.", "We will pay for it.", "altered", 3, "complete"),
        ("We will not pay for it.", "We will pay for it.", "altered", 4, "complete"),
        (PAY, "We will pay for the ice", "altered", 4, "at_risk"),
        (PAY, "We will pay for the ice ... before May.", "altered", 4, "at_risk"),
    ],
)
def test_wording_severity_and_completeness(
    text: str, quote: str, wording: str, severity: int, completeness: str
) -> None:
    found = weighed(text, quote)
    assert (found.wording, found.severity, found.completeness) == (
        Wording(wording),
        Severity(severity),
        Completeness(completeness),
    )


@pytest.mark.parametrize(
    ("text", "parts", "places"),
    [
        (PAY, ("We will pay for the ice",), ["We will pay for the ice"]),
        (PAY, ("we will pay for the ice, but not before May.",), ["We will pay for the ice, but not before May."]),
        (PAY, ("We will pay for the ice … before May.",), ["We will pay for the ice", "before May."]),
        (PAY, ("We will pay for [it], but not before May!",), ["We will pay for the ice, but not before May"]),
        ("“The ice is old,” he said, “and it melts.”", ("The ice is old,", "and it melts."),
         ["The ice is old,", "and it melts."]),
        ("It rained there twice. We saw the ice. Nobody slept at all.", ("Nobody slept at all. It rained there twice",),
         ["Nobody slept at all", "It rained there twice"]),
        ("We paid it all... or so I say.", ("We paid it all ... or so I say",), ["We paid it all... or so I say"]),
        ("We like the ice. It is very old.", ("We like the ice … is very old.",), ["We like the ice", "is very old."]),
        ("😬 We saw the “ice” there. 🎉", ("we saw the 'ice' there.",), ["We saw the “ice” there."]),
    ],
)  # fmt: skip
def test_each_piece_has_its_place(text: str, parts: tuple[str, ...], places: list[str]) -> None:
    assert [one.of(text) for one in weighed(text, *parts).spans] == places


def test_what_the_ends_cut_off_frames_the_differences() -> None:
    text = "I think we will gladly pay for the ice, but not before May."
    found = weighed(text, "we will pay for the ice")
    assert [(one.kind, one.story_words) for one in found.diff if one.kind != "equal"] == [
        ("cut", "I think "),
        ("delete", "gladly"),
        ("cut", ", but not before May."),
    ]
    assert found.reasons == ("cut after a hedge: “i think”", "cut before “but”")


def test_every_reason_counts() -> None:
    text = "We may pay for the ice and, if we must, for the lid, but not before May."
    found = weighed(text, "We will pay for the ice … for the lid")
    assert found.reasons == ("modal", "the ellipsis hides “if”", "cut before “but”")
