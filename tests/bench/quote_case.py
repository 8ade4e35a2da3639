"""A case of the quotation benchmark: a quotation, where it was made from, and the verdicts that are right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.quotes.types import Claim, Completeness, Quotation, QuoteCheck, Severity, Wording
from qa.types import Citation, Span
from tests.bench.quote_passages import Story

FOUND = frozenset({Wording.VERBATIM, Wording.DECLARED, Wording.ALTERED})
_NEAR = 1  # code points that a piece's ends may be off


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation made by a transformation, and what is right to say of it.

    `stories` and `spans` say for each piece where it stands (nothing for a quotation that stands nowhere); each of
    `others` would be right too. Of the verdicts that are sets any one is right, and None lets each pass.
    """

    transformation: str
    quotation: Quotation
    stories: tuple[str, ...]
    spans: tuple[Span, ...]
    wordings: frozenset[Wording]
    severities: frozenset[Severity] | None = None
    completeness: frozenset[Completeness] | None = None
    claims: frozenset[Claim] | None = None
    outcomes: frozenset[str] | None = None
    reason: str | None = None
    dangerous: bool = False
    warns: bool = False
    others: tuple[tuple[Span, ...], ...] = ()

    @property
    def kind(self) -> str:
        """The letter and number in the taxonomy: "C8" of "C8 unit"."""
        return self.transformation.split()[0]

    @property
    def is_presentation(self) -> bool:
        """Say whether only presentation was changed."""
        return self.kind.startswith("A") and self.kind != "Absent"

    def located(self, places: Iterable["Place"]) -> bool:
        """Say whether any of these covers half or more of a piece, or of all that was quoted."""
        gold = list(zip(self.stories, self.spans, strict=True))
        gold += [(self.stories[0], span) for other in self.others for span in other]
        return any(_covers(one, story, span) for one in places for story, span in gold)

    def exact(self, places: Sequence["Place"]) -> bool:
        """Say whether these are the pieces, in order, and both ends of each are right to one code point."""
        gold = [list(zip(self.stories, self.spans, strict=True))]
        gold += [[(self.stories[0], span) for span in other] for other in self.others]
        return any(
            len(one) == len(places)
            and all(_same(place, story, span) for place, (story, span) in zip(places, one, strict=True))
            for one in gold
        )

    def wrong(self, check: QuoteCheck) -> list[str]:
        """Return which verdicts are wrong."""
        expected: Mapping[str, tuple[object, frozenset[object] | None]] = {
            "wording": (check.wording, self.wordings),
            "severity": (check.severity, self.severities),
            "completeness": (check.completeness, self.completeness),
            "claim": (check.speaker.verdict, self.claims),
            "outcome": (check.outcome, self.outcomes),
        }
        found = [name for name, (value, right) in expected.items() if right is not None and value not in right]
        return found + (["no warning"] if self.warns and not check.warnings else [])

    def is_named(self, check: QuoteCheck) -> bool:
        """Say whether a reason of the check holds the word for what was done."""
        return any(self.reason is not None and self.reason in one for one in check.reasons)

    def is_missed_danger(self, check: QuoteCheck) -> bool:
        """Say whether the meaning is at risk and the check does not say so, or calls the quotation verbatim."""
        return self.dangerous and (check.severity < Severity.AT_RISK or check.wording is Wording.VERBATIM)

    def is_false_alarm(self, check: QuoteCheck) -> bool:
        """Say whether a mere difference of presentation is called more than that."""
        right = check.wording is Wording.VERBATIM and check.severity <= Severity.PRESENTATION
        return self.is_presentation and (not right or check.outcome == "fail")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was found: the key of a story, and a span of its text."""

    story: str
    span: Span

    @classmethod
    def of(cls, citation: Citation, keys: Mapping[str, str]) -> "Place":
        """Return where a citation is; `keys` has the stories' keys by their ids."""
        return cls(keys.get(citation.story_id, ""), Span(citation.start, citation.end))


@dataclass(frozen=True, slots=True)
class Suite:
    """All cases, and the stories to hold while they are checked."""

    stories: tuple[Story, ...]
    cases: tuple[Case, ...]


def _covers(place: Place, story: str, span: Span) -> bool:
    common = min(place.span.end, span.end) - max(place.span.start, span.start)
    return place.story == story and 2 * common >= len(span)


def _same(place: Place, story: str, span: Span) -> bool:
    off = max(abs(place.span.start - span.start), abs(place.span.end - span.end))
    return place.story == story and off <= _NEAR
