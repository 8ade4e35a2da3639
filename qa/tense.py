"""Whether a sentence speaks of a date as past or as to come, by the verb that rules it."""

import re

from qa.types import Span

_PLANS = r"(?:plan(?:s|ned)?|hope[sd]?|aim(?:s|ed)?|intend(?:s|ed)?|set|going|is|are|has|have)\s+to\b|planned\s+for\b"
_AHEAD = (
    rf"(?:will|won['’]t|shall|['’]ll)\b(?:\s+have\s+\w+)?|(?:would|must|should|might|(?-i:may))\b(?!\s+have\b)|{_PLANS}"
    r"|(?:due|expect(?:s|ed)?|scheduled|upcoming)\b"
)
# Past forms: regular ones end in "ed", but so does Ahmed; irregular ones only where they are not the infinitive too.
_PAST_FORM = (
    r"(?:(?!(?:hundred|sacred|naked|expected|planned|scheduled|hoped|aimed|intended)\b)(?-i:[a-z])\w*[^\We]ed|said|told"
    r"|met|held|made|left|went|came|began|took|gave|got|became|fell|rose|won|lost|sat|stood|spoke|wrote|found|sent|broke|brought|bought"
    r"|built|caught|chose|drew|drove|fought|flew|grew|heard|kept|knew|led|paid|ran|saw|sold|shot|sank|sang|slept"
    r"|spent|stole|struck|swam|swept|taught|thought|threw|understood|woke|wore|agreed|freed|fled|ate|meant|dealt)\b"
)
# "is closed", "be paid", "the repaired bridge": these forms don't say when.
_NO_TENSE = (
    rf"(?:be|being|is|are|the|an?|its|his|her|their|our|my|this|these|those)\s+(?:\w+ly\s+|not\s+)?{_PAST_FORM}"
    rf"(?:(?:,|\s+and|\s+or)\s+{_PAST_FORM})*"
)
_MARKER = re.compile(
    rf"(?:(?<!\w)|(?=['’]ll))(?:(?P<ahead>{_AHEAD})|{_NO_TENSE}|(?P<past>(?:was|were|had|did|has|have|{_PAST_FORM})\b))",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\b(?:by|until|till)\s+(?:the\s+)?(?:(?:end|start|middle|beginning)\s+of\s+)?$", re.IGNORECASE)
_STILL = re.compile(r"\b(?:is|are|has|have)\b(?!.*\b(?:was|were|had|did)\b)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][”’\"']*\s")


def is_ahead(text: str, date: Span) -> bool:
    """Say whether the words at `date` are of a day to come.

    The nearest verb before them in their sentence decides, or else the first after them; without any, what is to be
    done "by Monday" or "until Monday" is to come, and all else is past.
    """
    before, after = text[: date.start], text[date.end :]
    before, after = _SENTENCE_END.split(before)[-1], _SENTENCE_END.split(after)[0]
    if _DEADLINE.search(before) and _STILL.search(before):
        return True
    verbs = _tenses(before)[-1:] or _tenses(after)[:1]
    return verbs[0] == "ahead" if verbs else bool(_DEADLINE.search(before))


def _tenses(text: str) -> list[str]:
    """Return "ahead" or "past" for each verb that tells its tense, in order."""
    return [match.lastgroup for match in _MARKER.finditer(text) if match.lastgroup]
