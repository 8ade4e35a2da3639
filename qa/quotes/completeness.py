"""Whether a quotation's two ends cut off what limits, denies or attributes it. Exact words can mislead too."""

import re
from dataclasses import dataclass

from qa.passages import paragraphs
from qa.quotes.folding import fold
from qa.quotes.types import Completeness
from qa.sentences import sentences
from qa.types import Document, Span

_REACH = 400
_LIMITER = (
    r"but|unless|except|if|although|though|provided|providing|only if|until|however|yet|so long as|as long as"
    r"|on (?:the )?condition|barring|even if|even though|assuming|subject to|albeit|save for|apart from"
    r"|or (?:else|not)|other than|give or take|as far as|to the extent|in theory|in principle|on paper"
)
_ATTRIBUTION = r"(?:,?[\"']\s*[^\"“”.?!]{2,80}?,?\s*[\"'](?:\s*-\s*)?)?"
_LIMITED_AFTER = re.compile(rf"[\s,;:\-(]*{_ATTRIBUTION}[\s,;:\-(]*(?P<what>{_LIMITER})\b")
_DENIED_BEFORE = re.compile(
    r"\b(?P<what>(?:not|never|n't|hardly|barely|no longer|nobody|no one|none of|without|neither|nor|far from"
    r"|the (?:lie|myth|false claim|rumou?r))"
    r"|(?:not|never|\w*n't|cannot|hardly|scarcely|nobody|no one|none|few|neither|deny|denies|denied|denying|doubts?"
    r"|doubted|doubtful|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es|ed|ing)|disput(?:es|ed|ing)|untrue|false"
    r"|wrong|incorrect|lie|lies|myth|hoax|nonsense|ridiculous|absurd|fabrication|fiction|misleading|unlikely|impossible"
    r"|no (?:evidence|proof|sign|suggestion|indication|guarantee|reason|truth|doubt|question|way|chance))"
    r"(?: [\w'-]+){0,6} that)$"
)
_DISOWNED_BEFORE = re.compile(
    r"\b(?P<what>(?:\w+n't|not|never|cannot|nobody|no one|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|used to"
    r"|(?:would|'d) be (?:lying|wrong|foolish|a fool|a liar) (?:if|to)|(?:want|wanted|ask|asked|expect|expected|told) "
    r"(?:me|us|him|her|them) to)(?: (?:i|we|he|she|they|ever|really|even|just|have|for a moment)){0,3}"
    r" (?:say|said|saying|think|thought|thinking|believe|believed|claim|claimed|claiming|suggest|suggested|suggesting"
    r"|mean|meant|accept|accepted|admit|agree|agreed|pretend|argue|argued|imagine|imagined))(?: that)?$"
)
_SUPPOSED_BEFORE = re.compile(
    r"\b(?P<what>if|unless|whether|suppose|supposing|imagine|what if|as if|as though|even if|until"
    r"|assuming|unless|only if"
    r"|lest|in case|provided|providing|pretend|except|but only if|if only)(?: that)?$"
)
_HEDGED_BEFORE = re.compile(
    r"\b(?P<what>(?:i|we) (?:just |really |still |would |might |honestly )?"
    r"(?:think|believe|guess|suppose|hope|suspect|feel|imagine|fear|assume|expect|doubt|wish|understand|hear|heard)"
    r"|maybe|perhaps|possibly|probably|presumably|apparently|allegedly|reportedly|supposedly|it (?:seems"
    r"|appears|looks like)"
    r"|there is a (?:chance|risk|possibility)|it is (?:possible|likely|conceivable|alleged|claimed|rumou?red)"
    r"|in my (?:opinion|view)|it(?: may| might| could) be)(?: that)?$"
)
_REPORTED_BEFORE = re.compile(
    r"\b(?P<what>(?:they|people|critics|opponents|some|others|many|he|she|everyone|somebody|someone|experts|reports"
    r"|my (?:opponent|critics|enemies|mother|father|wife|husband|friend)|the (?:media|press|papers|other side))"
    r" (?:will |may |might |would |have |keep |even |always |often )?"
    r"(?:say|says|said|saying|claims?|claimed|argues?|argued|(?:tell|tells|told) (?:you|us|me)"
    r"|thinks?|thought|believes?|believed|pretends?|alleges?|alleged|insists?|insisted))$"
)
_REPORTED_THAT = re.compile(
    r"\b(?P<what>(?:alleg|claim|rumou?r|fear|speculat|suggest|report|insist|argu|believ|contend|assert|warn|predict"
    r"|pretend|imply|implie|maintain|accus|complain|worr|estimat|say|said|saying|tell|tells|told|think|thought|hope"
    r"|hoping|hint|charge)\w*(?: [\w'-]+){0,3} that)$"
)
_BEFORE = {
    _DENIED_BEFORE: "cut after a denial",
    _DISOWNED_BEFORE: "cut after a denial",
    _SUPPOSED_BEFORE: "cut after a condition",
    _HEDGED_BEFORE: "cut after a hedge",
    _REPORTED_BEFORE: "cut after an attribution",
    _REPORTED_THAT: "cut after an attribution",
}
_OPENING_MARK = re.compile(r"(?:[\"“‘«„‚‹]|(?<![\w'])')\s*$")


@dataclass(frozen=True, slots=True)
class Ends:
    """What the two ends of a quotation cut off: nothing, a part of a sentence, or what `reasons` name.

    `lost` are the places of what limits or denies, in the story.
    """

    completeness: Completeness
    reasons: tuple[str, ...]
    lost: tuple[Span, ...]
    fuller: Span


def ends(document: Document, span: Span, quote: str) -> Ends:
    """Look at what the sentences that hold the words at `span` say around them; `quote` is how they are quoted."""
    fuller = surrounding(document, span)
    after, before = _cut_after(document, span, fuller), _cut_before(document, span, fuller)
    reasons = [reason for reason in (before, after) if reason]
    lost = [Span(fuller.start, span.start)] if before else []
    if after:
        lost.append(Span(span.end, max(fuller.end, span.end)))
    rest = document.text[span.end : fuller.end]
    if _is_asked(rest) and not quote.rstrip(" \"'”’»)").endswith("?"):
        reasons.append("a question made a statement")
    whole = not _has_word(rest) and not _has_word(document.text[fuller.start : span.start])
    state = Completeness.COMPLETE if whole else Completeness.CUT
    return Ends(Completeness.AT_RISK if reasons else state, tuple(reasons), tuple(one for one in lost if one), fuller)


def _cut_after(document: Document, span: Span, fuller: Span) -> str | None:
    """Return which limiting word follows, in the sentence or where an attribution goes on with it."""
    limited = _LIMITED_AFTER.match(fold(document.text[span.end : fuller.end]).text)
    if limited is None and _interrupted(document.text, span):
        limited = _LIMITED_AFTER.match(fold(document.text[span.end : max(fuller.end, span.end) + _REACH]).text)
    return f"cut before “{limited['what']}”" if limited else None


def _cut_before(document: Document, span: Span, fuller: Span) -> str | None:
    """Return what stands right before the words and denies, supposes, doubts or attributes them."""
    before = fold(document.text[max(fuller.start, span.start - _REACH) : span.start]).text
    opened = _OPENING_MARK.search(document.text, max(fuller.start, span.start - 4), span.start) is not None
    for pattern, what in _BEFORE.items():
        found = pattern.search(before.rstrip(" \"',("))
        if found is None or (opened and pattern is not _DENIED_BEFORE):
            continue
        if pattern is _REPORTED_BEFORE and not _within_marks(document.text, fuller.start, span.start):
            continue
        return f"{what}: “{found['what'].strip()}”"
    return None


def surrounding(document: Document, span: Span) -> Span:
    """Return the sentences that hold the words at `span`, within their paragraph."""
    text = document.text
    low = max(text.rfind("\n\n", 0, span.start) + 2 if "\n\n" in text[: span.start] else 0, span.start - 2000, 0)
    end = text.find("\n\n", span.end)
    high = min(end if end >= 0 else len(text), span.end + 2000)
    held = [one for one in _sentences(text, low, high) if one.start < span.end and span.start < one.end]
    if not held:
        return span
    return Span(min(held[0].start, span.start), max(held[-1].end, span.end))


def _sentences(text: str, low: int, high: int) -> list[Span]:
    return [
        one for part in paragraphs(text[low:high]) for one in sentences(text, Span(low + part.start, low + part.end))
    ]


def _is_asked(rest: str) -> bool:
    """Say whether the sentence goes on to a question mark: nothing else ends it before."""
    match = re.search(r"[.?!]+(?=[\s\"”’»')]|$)", rest)
    return match is not None and "?" in match.group()


def _interrupted(text: str, span: Span) -> bool:
    """Say whether a closing mark follows, after which an attribution may stand in the middle of a sentence."""
    return bool(re.match(r"\s*,[\"”’»']", text[span.end : span.end + 4]))


def _within_marks(text: str, start: int, end: int) -> bool:
    """Say whether a quotation is open at `end`, or the text has no marks there at all."""
    before = text[start:end]
    if "“" in before or "”" in before:
        return before.rfind("“") > before.rfind("”")
    if '"' in before:
        return before.count('"') % 2 == 1
    return '"' not in text[end : end + _REACH] and "”" not in text[end : end + _REACH]


def _has_word(part: str) -> bool:
    return any(character.isalnum() for character in part)
