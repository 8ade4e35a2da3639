"""What each house makes of the same evidence: pass, warn or fail."""

from qa.quotes.folding import TAMPERING
from qa.quotes.types import Claim, Completeness, Profile, QuoteCheck, Severity, Voice, Wording

PASS, WARN, FAIL = "pass", "warn", "fail"
_UNCHECKED = (Wording.NO_SOURCE_HELD, Wording.TOO_SHORT, Wording.TRANSLATED)
_ORDER = (PASS, WARN, FAIL)


def outcome(
    profile: Profile, check: QuoteCheck, *, clean_up: bool = False, elsewhere: bool = False, brackets: bool = False
) -> str:
    """Return "pass", "warn" or "fail". `clean_up` says that only fillers or contractions differ.

    No house lets a changed meaning or another's words pass, and what can't be checked is warned of.
    """
    found = [_of_words(profile, check.wording, check.severity, clean_up=clean_up, brackets=brackets)]
    if check.completeness is Completeness.AT_RISK or check.speaker.verdict is Claim.MISATTRIBUTED:
        found.append(FAIL)
    if check.speaker.verdict is Claim.UNRESOLVED or elsewhere or any(fold in check.folds for fold in TAMPERING):
        found.append(WARN)
    if check.speaker.verdict is not Claim.NOT_CLAIMED and check.speaker.voice is Voice.INDIRECT:
        found.append(FAIL if profile is Profile.STRICT else WARN)
    return max(found, key=_ORDER.index)


def _of_words(profile: Profile, wording: Wording, severity: Severity, *, clean_up: bool, brackets: bool) -> str:
    if wording in _UNCHECKED:
        return WARN
    if wording in (Wording.NOT_FOUND, Wording.PARAPHRASE_ONLY) or severity is Severity.AT_RISK:
        return FAIL
    if wording is Wording.ALTERED:
        return PASS if clean_up and profile is Profile.CLEAN_UP else FAIL
    strict = profile is Profile.STRICT or (brackets and profile is Profile.DELETE_ONLY)
    return WARN if wording is Wording.DECLARED and strict else PASS
