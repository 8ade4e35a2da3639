"""Checked quotations as JSON, as Markdown and as lines for a terminal."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from qa.quotes.types import Claim, Completeness, Difference, Quotation, QuoteCheck, Role, Speaker, Voice, Wording

SIGNS = {"pass": "✓", "warn": "!", "fail": "✗"}
_MARKS = '“”"'  # not doubled, where marks are put around words that have them
SAID = {
    Wording.VERBATIM: "word for word",
    Wording.DECLARED: "word for word, with edits that are shown",
    Wording.ALTERED: "altered",
    Wording.PARAPHRASE_ONLY: "a paraphrase, no quotation",
    Wording.NOT_FOUND: "not found in the stories held",
    Wording.NO_SOURCE_HELD: "its source is not held",
    Wording.TOO_SHORT: "too short to be told",
    Wording.TRANSLATED: "translated: its words can't be compared",
}
_VOICES = {
    Voice.SPEECH: "says it",
    Voice.NESTED: "is quoted by someone else as saying it",
    Voice.QUESTION: "asks it, as an interviewer",
    Voice.INDIRECT: "is reported as saying so, without quotation marks",
    Voice.NARRATION: "writes it",
}


def check_json(check: QuoteCheck) -> dict[str, Any]:
    """Return a checked quotation. `start` and `end` of `spans` count code points of the text that was sent."""
    quotation = check.quotation
    return {
        "quote": quotation.quote,
        "parts": list(quotation.parts),
        "spans": [asdict(span) for span in quotation.spans],
        "source": quotation.source,
        "wording": str(check.wording),
        "severity": int(check.severity),
        "reasons": list(check.reasons),
        "speaker": _speaker_json(check.speaker),
        "completeness": str(check.completeness),
        "outcome": check.outcome,
        "pass": check.outcome == "pass",
        "folds": list(check.folds),
        "warnings": list(check.warnings),
        "diff": [_difference_json(one) for one in check.diff],
        "citations": [asdict(one) for one in check.citations],
        "links": list(check.links),
        "fuller": asdict(check.fuller) if check.fuller else None,
        "nearest": asdict(check.nearest) if check.nearest else None,
        "variants": [
            {"citation": asdict(one.citation), "wording": str(one.wording)} for one in check.variants
        ],
    }  # fmt: skip


def unchecked_json(quotation: Quotation) -> dict[str, Any]:
    """Return what stands between marks but is no speech."""
    return {"quote": quotation.quote, "role": str(quotation.role), "spans": [asdict(one) for one in quotation.spans]}


def markdown(checks: Sequence[QuoteCheck], unchecked: Sequence[Quotation] = ()) -> str:
    """Return a report: a line of counts, then each quotation with its verdict, place and differences."""
    lines = ["# Quotations checked", "", summary(checks), ""]
    for number, check in enumerate(checks, start=1):
        lines += [f"## {number}. {SIGNS[check.outcome]} {SAID[check.wording].capitalize()}", ""]
        lines += [f"> {' '.join(check.quotation.quote.split())}", ""]
        lines += [f"- {line}" for line in facts(check)] + [""]
    lines += [line for reason in not_checked(unchecked) for line in (reason, "")]
    return "\n".join(lines)


def not_checked(unchecked: Sequence[Quotation]) -> list[str]:
    """Say, in a line each, which words were not checked and why."""
    unclosed = [f"“{one.quote}" for one in unchecked if one.role is Role.UNCLOSED]
    others = [f"“{one.quote}”" for one in unchecked if one.role is not Role.UNCLOSED]
    lines = [f"Not checked, since they are terms or titles: {', '.join(others)}"] if others else []
    return lines + [f"Not checked, since the mark is not closed: {words}" for words in unclosed]


def summary(checks: Sequence[QuoteCheck]) -> str:
    """Return how many quotations pass, need a look and fail."""
    counts = {name: sum(check.outcome == name for check in checks) for name in SIGNS}
    what = "quotation" if len(checks) == 1 else "quotations"
    return f"{len(checks)} {what}: {counts['pass']} pass, {counts['warn']} to look at, {counts['fail']} fail."


def facts(check: QuoteCheck) -> list[str]:
    """Return what was found, a line each: the words, the speaker, the completeness, the place."""
    lines = [f"Words: {SAID[check.wording]}" + (f" ({'; '.join(check.reasons)})" if check.reasons else "")]
    lines += [_difference(one) for one in check.diff if one.kind not in ("equal", "attribution")]
    if check.folds:
        lines.append(f"Looked through: {', '.join(check.folds)}")
    lines += [f"Beware: {warning}" for warning in check.warnings]
    if check.citations:
        lines.append(f"Speaker: {speaker(check.speaker)}")
    if check.completeness in (Completeness.CUT, Completeness.AT_RISK) and check.fuller:
        lines.append(f"In full: {_words(check.fuller.exact)}")
    lines += [f"Place: {one.place}" for one in check.citations]
    if check.nearest:
        lines.append(f"Nearest: “{_words(check.nearest.exact).strip(_MARKS)}”, {check.nearest.place}")
    lines += [f"Also in {one.citation.place}: {SAID[one.wording]}" for one in check.variants]
    return lines


def speaker(found: Speaker) -> str:
    """Return in words who says it, how sure that is, and what becomes of the claim."""
    who = found.found or ("the writer" if found.voice is Voice.NARRATION else "unknown")
    said = f"{who} {_VOICES[found.voice]} ({found.certainty})" if found.voice and found.certainty != "unknown" else who
    if found.verdict is Claim.NOT_CLAIMED:
        return said
    return {
        Claim.CONFIRMED: f"{found.claimed}, as claimed; {said}",
        Claim.MISATTRIBUTED: f"not {found.claimed}; {said}",
        Claim.UNRESOLVED: f"{found.claimed} is claimed, and the story does not settle it; found: {said}",
    }[found.verdict]


def _difference(one: Difference) -> str:
    because = f" ({', '.join(one.reasons)})" if one.reasons else ""
    story, quoted = _words(one.story_words).strip(_MARKS), _words(one.quote_words).strip(_MARKS)
    return {
        "delete": f"Left out: “{story}”{because}",
        "insert": f"Added: “{quoted}”{because}",
        "replace": f"The story has “{story}”, the quotation “{quoted}”{because}",
        "omission": f"Left out at the ellipsis: “{story}”",
        "bracket": f"The bracket stands for “{story}”",
        "cut": f"Cut off: “{story}”",
    }[one.kind]


def _words(text: str) -> str:
    return " ".join(text.split())


def _difference_json(one: Difference) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "quote": one.quote_words,
        "story": one.story_words,
        "quote_span": asdict(one.quote),
        "story_span": asdict(one.story),
        "reasons": list(one.reasons),
    }


def _speaker_json(found: Speaker) -> dict[str, Any]:
    return {
        "claimed": found.claimed,
        "found": found.found,
        "certainty": str(found.certainty),
        "verdict": str(found.verdict),
        "voice": str(found.voice) if found.voice else None,
        "others": list(found.others),
        "evidence": asdict(found.evidence) if found.evidence else None,
    }
