"""What becomes of the speaker that a quotation claims."""

import pytest

from qa.quotes.judging import joined_voices, judged
from qa.quotes.types import Certainty, Claim, Speaker, Voice
from qa.types import Span
from tests.qa.quotes.placing import story

PEOPLE = "Ada Byrne, the mayor, met Thomas Cole on Monday.\n\n"
WORDS = "The bridge will close"


def claim(text: str, claimed: str | None, source: str | None = None) -> Speaker:
    """Judge a claim about WORDS in a story that names two people."""
    document = story(PEOPLE + text, source=source)
    start = document.text.index(WORDS)
    found = judged(claimed, document, Span(start, start + len(WORDS)), 2)
    if found.evidence is not None:
        assert document.text[found.evidence.start : found.evidence.end] == found.evidence.exact
    return found


@pytest.mark.parametrize("claimed", ["Ada Byrne", "Byrne", "Mayor Byrne", "Mrs Byrne", "ADA BYRNE"])
def test_confirmed_with_the_sentence_that_proves_it(claimed: str) -> None:
    found = claim(f"“{WORDS},” Ada Byrne said.", claimed)
    assert (found.verdict, found.found, found.claimed) == (Claim.CONFIRMED, "Ada Byrne", claimed)
    assert found.evidence is not None
    assert "Ada Byrne said" in found.evidence.exact


@pytest.mark.parametrize(
    "claimed",
    [
        "Rep. Ada Byrne (D-Ohio)",
        "Ada Byrne, the mayor of Ostrey",
        "city hall spokeswoman Ada Byrne",
        "Byrne, who came late",
    ],
)
def test_a_claim_may_describe_the_speaker(claimed: str) -> None:
    assert claim(f"“{WORDS},” Ada Byrne said.", claimed).verdict is Claim.CONFIRMED
    assert claim(f"“{WORDS},” Thomas Cole said.", claimed).verdict is Claim.MISATTRIBUTED


@pytest.mark.parametrize(
    "claimed", ["a spokesman for Ada Byrne", "Ada Byrne's lawyer", "the wife of Ada Byrne", "an aide to Mayor Byrne"]
)
def test_a_claim_of_one_who_stays_unnamed_is_not_that_of_the_named(claimed: str) -> None:
    assert claim(f"“{WORDS},” Ada Byrne said.", claimed).verdict is Claim.UNRESOLVED


@pytest.mark.parametrize("claimed", ["Thomas Cole, aide to Ada Byrne", "Thomas Cole, Ada Byrne's lawyer"])
def test_a_claim_that_names_another_beside_the_speaker(claimed: str) -> None:
    assert claim(f"“{WORDS},” Ada Byrne said.", claimed).verdict is Claim.MISATTRIBUTED
    assert claim(f"“{WORDS},” Thomas Cole said.", claimed).verdict is Claim.CONFIRMED


@pytest.mark.parametrize("claimed", ["Sen. Ada Byrne of Ostrey", "the mayor, Ada Byrne", "Ada Byrne’s"])
def test_a_claim_may_say_where_the_speaker_is_from(claimed: str) -> None:
    assert claim(f"“{WORDS},” Ada Byrne said.", claimed).verdict is Claim.CONFIRMED


def test_misattributed_where_a_firm_speaker_is_another() -> None:
    found = claim(f"“{WORDS},” Thomas Cole said.", "Ada Byrne")
    assert (found.certainty, found.verdict) == (Certainty.FIRM, Claim.MISATTRIBUTED)
    assert found.found == "Thomas Cole"


@pytest.mark.parametrize(
    "text",
    [
        f"“{WORDS},” an official said.",
        f"“{WORDS},” they said.",
        f"“It is old,” said Thomas Cole.\n\nIt rained.\n\n“{WORDS}.”",
    ],
)
def test_misattributed_only_when_firm(text: str) -> None:
    found = claim(text, "Ada Byrne")
    assert found.verdict is Claim.UNRESOLVED


def test_a_probable_speaker_confirms_and_does_not_refute() -> None:
    assert claim(f"“{WORDS}.”", "Ada Byrne").certainty is Certainty.PROBABLE
    assert claim(f"“{WORDS}.”", "Ada Byrne").verdict is Claim.CONFIRMED
    assert claim(f"“{WORDS}.”", "Thomas Cole").verdict is Claim.UNRESOLVED


def test_no_claim_no_verdict_but_the_speaker_is_named() -> None:
    found = claim(f"“{WORDS},” Thomas Cole said.", None)
    assert (found.verdict, found.claimed, found.found) == (Claim.NOT_CLAIMED, None, "Thomas Cole")


def test_the_writers_words_are_no_ones_speech_and_the_publishers_own() -> None:
    text = f"{WORDS} in May and nobody knows for how long."
    found = claim(text, "Ada Byrne", "The Tide")
    assert found.voice is Voice.NARRATION
    assert found.verdict in (Claim.UNRESOLVED, Claim.MISATTRIBUTED)
    assert (found.verdict is Claim.MISATTRIBUTED) is (found.certainty is Certainty.FIRM)
    for publisher in ("The Tide", "the tide", "Tide"):
        assert claim(text, publisher, "The Tide").verdict is Claim.CONFIRMED
    assert claim(text, "The Loom", "The Tide").verdict is not Claim.CONFIRMED


def test_a_publisher_does_not_say_what_a_person_says() -> None:
    assert claim(f"“{WORDS},” Thomas Cole said.", "The Tide", "The Tide").verdict is not Claim.CONFIRMED


@pytest.mark.parametrize("claimed", ["Ada Byrne", "Thomas Cole"])
def test_each_of_two_who_say_it_is_confirmed(claimed: str) -> None:
    found = claim(f"“{WORDS},” Ada Byrne and Thomas Cole said in a statement.", claimed)
    assert found.verdict is Claim.CONFIRMED
    assert {found.found, *found.others} == {"Ada Byrne", "Thomas Cole"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The gate is shut,” said Ada Byrne. “The lid is gone,” said Thomas Cole.", "the ellipsis joins two speakers"),
        ("“The gate is shut,” said Ada Byrne. “The lid is gone.”", None),
        ("“The gate is shut. It rained. The lid is gone,” said Ada Byrne.", None),
        ("“The gate is shut,” said Ada Byrne. “It rained,” said Mrs Byrne. “The lid is gone,” Byrne added.", None),
    ],
)
def test_voices_that_an_ellipsis_joins(text: str, expected: str | None) -> None:
    document = story(PEOPLE + text)
    places = [document.text.index(words) for words in ("The gate is shut", "The lid is gone")]
    assert joined_voices(document, *[Span(at, at + 15) for at in places]) == expected


def test_the_writers_words_and_a_speakers_are_not_one() -> None:
    text = PEOPLE + "The gate is shut for the winter.\n\n“The lid is gone,” said Ada Byrne."
    places = [text.index(words) for words in ("The gate is shut", "The lid is gone")]
    joined = joined_voices(story(text), *[Span(at, at + 15) for at in places])
    assert joined == "the ellipsis joins the writer's words and a speaker's"
