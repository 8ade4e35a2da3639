"""What aligning a quotation with a story proves: its citations, its wording, its completeness, each apart."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.quotes.completeness import Ends, ends
from qa.quotes.differences import Compared, compare
from qa.quotes.folding import fold
from qa.quotes.matches import Alignment, Match
from qa.quotes.pieces import Gap, Pieces
from qa.quotes.types import Completeness, Difference, Severity, Wording
from qa.types import Document, Span

_MARKS = 6
_ELLIPSIS = re.compile(r"\s*(?:\.{3}(?!\.)|\.\s\.\s\.)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one place in one story says of a quotation. `spans` has a place for each piece, in the quotation's order.

    `elsewhere` is the evidence of pieces that only other stories have.
    """

    alignment: Alignment
    compared: Compared
    ends: Ends
    spans: tuple[Span, ...]
    more: tuple[str, ...] = ()
    elsewhere: tuple["Evidence", ...] = ()

    @property
    def document(self) -> Document:
        """The story."""
        return self.alignment.region.document

    @property
    def severity(self) -> Severity:
        """How far the quotation is from the story, all told."""
        at_risk = self.ends.completeness is Completeness.AT_RISK or self.more
        return Severity.AT_RISK if at_risk else self.compared.severity

    @property
    def reasons(self) -> tuple[str, ...]:
        """What puts the meaning at risk."""
        return (*self.compared.reasons, *self.compared.cuts, *self.ends.reasons, *self.more)

    @property
    def wording(self) -> Wording:
        """The verdict on the words. Exact words that a cut makes misleading are not called verbatim."""
        if self.severity >= Severity.UNDECLARED:
            return Wording.ALTERED
        return Wording.DECLARED if self.compared.declared else Wording.VERBATIM

    @property
    def completeness(self) -> Completeness:
        """Whether what is left out matters."""
        if self.ends.completeness is Completeness.AT_RISK or self.compared.cuts or self.more:
            return Completeness.AT_RISK
        omitted = any(one.kind == "omission" for one in self.compared.diff)
        return Completeness.CUT if omitted else self.ends.completeness

    @property
    def diff(self) -> tuple[Difference, ...]:
        """The differences, with what the two ends cut off in a misleading way."""
        text, length = self.document.text, len(self.alignment.region.document.text)
        cut = [
            Difference("cut", Span(0, 0), lost, "", lost.of(text), self.ends.reasons)
            for lost in self.ends.lost
            if lost.end <= length
        ]
        before = [one for one in cut if one.story.end <= self.spans[0].start]
        return (*before, *self.compared.diff, *(one for one in cut if one not in before))


def evidence(quotation: Pieces, alignment: Alignment, more: Sequence[str] = ()) -> Evidence:
    """Weigh a quotation against the place that it was aligned with."""
    document = alignment.region.document
    spans = _spans(quotation, alignment)
    whole = Span(min(one.start for one in spans), max(one.end for one in spans))
    limits = ends(document, whole if alignment.in_order else spans[-1], quotation.text)
    return Evidence(alignment, compare(quotation, alignment), limits, spans, tuple(more))


def _spans(quotation: Pieces, alignment: Alignment) -> tuple[Span, ...]:
    """Return the place of each piece; pieces that only a bracket, or nothing, parts have one."""
    runs: list[list[Match]] = []
    for before, match in itertools.pairwise((None, *alignment.matches)):
        assert match is not None  # noqa: S101 - only the first of the pairs may be
        if before is not None and _goes_on(before, match):
            runs[-1].append(match)
        else:
            runs.append([match])
    bounds = [(run[0].first, run[-1].last) for run in runs]
    bounds[0] = (bounds[0][0] - alignment.before, bounds[0][1])
    bounds[-1] = (bounds[-1][0], bounds[-1][1] + alignment.after)
    spans = [alignment.region.span(first, last) for first, last in bounds]
    ends = [run[-1].piece.span.end if run[-1].edits[-1].q1 == len(run[-1].piece.words) else None for run in runs]
    if quotation.closing is not None:
        ends[-1] = quotation.folded.text.rfind("]") + 1
    text = alignment.region.document.text
    return tuple(
        span if end is None else _with_end_marks(quotation.folded.text[end : end + _MARKS], text, span)
        for span, end in zip(spans, ends, strict=True)
    )


def _same_mark(one: str, other: str) -> bool:
    """Say whether two marks are the same, single and double quotation marks alike."""
    return one == other or {one, other} <= {"'", '"'}


def _goes_on(before: Match, match: Match) -> bool:
    if match.first < before.last or match.silent:
        return False
    return match.first == before.last or match.piece.gap is Gap.BRACKET


def _with_end_marks(quoted: str, text: str, span: Span) -> Span:
    """Take in the marks at the end that quotation and story share: a full stop, a question mark."""
    end = span.end
    if _ELLIPSIS.match(quoted):
        return span
    for mark in itertools.takewhile(lambda character: not character.isspace(), quoted.lstrip()):
        if end < len(text) and _same_mark(fold(text[end]).text, mark):
            end += 1
        else:
            break
    return Span(span.start, end)
