"""What each house makes of the same evidence."""

from dataclasses import replace

import pytest

from qa.quotes.folding import Fold
from qa.quotes.profiles import FAIL, PASS, WARN, outcome
from qa.quotes.types import (
    Certainty,
    Claim,
    Completeness,
    Profile,
    Quotation,
    QuoteCheck,
    Severity,
    Speaker,
    Voice,
    Wording,
)

HOUSES = (Profile.STRICT, Profile.DELETE_ONLY, Profile.CLEAN_UP)


def check(wording: Wording, severity: Severity = Severity.NONE) -> QuoteCheck:
    speaker = Speaker(None, None, Certainty.UNKNOWN, Claim.NOT_CLAIMED, Voice.SPEECH)
    return QuoteCheck(Quotation(("Rain.",)), wording, severity, (), speaker, Completeness.COMPLETE, "")


def claimed(one: QuoteCheck, verdict: Claim, voice: Voice = Voice.SPEECH) -> QuoteCheck:
    return replace(one, speaker=replace(one.speaker, claimed="Byrne", verdict=verdict, voice=voice))


def houses(one: QuoteCheck, **facts: bool) -> tuple[str, ...]:
    """Return what the strict, the delete-only and the clean-up house make of it."""
    return tuple(outcome(house, one, **facts) for house in HOUSES)


@pytest.mark.parametrize(
    ("wording", "severity", "expected"),
    [
        (Wording.VERBATIM, Severity.NONE, (PASS, PASS, PASS)),
        (Wording.VERBATIM, Severity.PRESENTATION, (PASS, PASS, PASS)),
        (Wording.DECLARED, Severity.DECLARED, (WARN, PASS, PASS)),
        (Wording.ALTERED, Severity.UNDECLARED, (FAIL, FAIL, FAIL)),
        (Wording.ALTERED, Severity.AT_RISK, (FAIL, FAIL, FAIL)),
        (Wording.PARAPHRASE_ONLY, Severity.NONE, (FAIL, FAIL, FAIL)),
        (Wording.NOT_FOUND, Severity.NONE, (FAIL, FAIL, FAIL)),
        (Wording.NO_SOURCE_HELD, Severity.NONE, (WARN, WARN, WARN)),
        (Wording.TOO_SHORT, Severity.NONE, (WARN, WARN, WARN)),
        (Wording.TRANSLATED, Severity.NONE, (WARN, WARN, WARN)),
    ],
)
def test_words(wording: Wording, severity: Severity, expected: tuple[str, ...]) -> None:
    assert houses(check(wording, severity)) == expected


def test_clean_up_passes_in_one_house_alone_and_never_with_the_meaning_at_risk() -> None:
    assert houses(check(Wording.ALTERED, Severity.UNDECLARED), clean_up=True) == (FAIL, FAIL, PASS)
    assert houses(check(Wording.ALTERED, Severity.AT_RISK), clean_up=True) == (FAIL, FAIL, FAIL)


def test_brackets_are_no_deletion() -> None:
    assert houses(check(Wording.DECLARED, Severity.DECLARED), brackets=True) == (WARN, WARN, PASS)
    assert houses(check(Wording.VERBATIM), brackets=True) == (PASS, PASS, PASS)


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Claim.CONFIRMED, (PASS, PASS, PASS)),
        (Claim.UNRESOLVED, (WARN, WARN, WARN)),
        (Claim.MISATTRIBUTED, (FAIL, FAIL, FAIL)),
    ],
)
def test_speakers(verdict: Claim, expected: tuple[str, ...]) -> None:
    assert houses(claimed(check(Wording.VERBATIM), verdict)) == expected


def test_indirect_speech_is_no_quotation_where_a_speaker_is_claimed() -> None:
    assert houses(claimed(check(Wording.VERBATIM), Claim.CONFIRMED, Voice.INDIRECT)) == (FAIL, WARN, WARN)
    assert houses(claimed(check(Wording.VERBATIM), Claim.NOT_CLAIMED, Voice.INDIRECT)) == (PASS, PASS, PASS)


def test_what_was_left_out_or_stands_elsewhere_or_was_tampered_with() -> None:
    one = check(Wording.VERBATIM)
    assert houses(replace(one, completeness=Completeness.AT_RISK)) == (FAIL, FAIL, FAIL)
    assert houses(replace(one, completeness=Completeness.CUT)) == (PASS, PASS, PASS)
    assert houses(one, elsewhere=True) == (WARN, WARN, WARN)
    for fold in (Fold.ZERO_WIDTH, Fold.HOMOGLYPHS):
        assert houses(replace(one, folds=(str(fold),))) == (WARN, WARN, WARN)
    assert houses(replace(one, folds=(str(Fold.MARKS),))) == (PASS, PASS, PASS)


def test_the_worst_counts() -> None:
    one = claimed(check(Wording.NO_SOURCE_HELD), Claim.MISATTRIBUTED)
    assert houses(one, elsewhere=True) == (FAIL, FAIL, FAIL)
