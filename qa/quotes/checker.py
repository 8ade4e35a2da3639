"""Checks quotations against the stories: words, speaker and completeness, each apart. Read this first.

Quotation -> pieces, cut at its declared edits -> places where they may stand -> alignment word for word -> evidence ->
the speaker that the story names -> what the house makes of it. No model decides about words.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.errors import InvalidQuotationError
from qa.quotes.candidates import Holding, Locator
from qa.quotes.evidence import Evidence, evidence
from qa.quotes.folding import TAMPERING, Fold
from qa.quotes.index import QuoteIndex
from qa.quotes.judging import joined_voices, judged
from qa.quotes.languages import language
from qa.quotes.links import fragment_link
from qa.quotes.marks import find_quotations
from qa.quotes.matches import Alignment
from qa.quotes.pieces import Gap, Piece, Pieces, pieces
from qa.quotes.profiles import outcome
from qa.quotes.sources import Sources
from qa.quotes.types import (
    Certainty,
    Claim,
    Completeness,
    Profile,
    Quotation,
    QuoteCheck,
    Role,
    Severity,
    Speaker,
    Variant,
    Wording,
)
from qa.store import Store
from qa.types import Citation, Document, Passage, Span, Stop

MAX_QUOTATIONS = 500
MAX_TEXT = 1_000_000
MAX_CUTS = 500  # ellipses, brackets and attributions in one quotation
SHORT = 4  # words; so few stand in many places by chance
_TRIED = 6
_BARE = 2000
_SHOWN = 60

Nearest = Callable[[Sequence[str]], list[Citation | None]]


@dataclass(frozen=True, slots=True)
class _Weighed:
    evidence: Evidence
    speaker: Speaker
    paragraph: int


class QuoteChecker:
    """Checks quotations against the stories of a store.

    `holding` finds the passages that hold words, `nearest` the sentences nearest in meaning (None where none is near).
    """

    def __init__(self, store: Store, index: QuoteIndex, holding: Holding, nearest: Nearest) -> None:
        self._store, self._index, self._holding, self._nearest = store, index, holding, nearest

    def check(
        self, quotations: Sequence[Quotation], profile: Profile = Profile.STRICT, stop: Stop = lambda: False
    ) -> list[QuoteCheck]:
        """Check quotations, in order; `stop` is asked before each. Raises InvalidQuotationError."""
        _allowed(quotations)
        request = _Request(self._store, Locator(self._store, self._index, self._holding), profile)
        checks: list[QuoteCheck] = []
        for quotation in quotations:
            if stop():
                break
            checks.append(request.check(quotation))
        return self._with_nearest(checks, profile)

    def check_text(
        self, text: str, profile: Profile = Profile.STRICT, stop: Stop = lambda: False
    ) -> tuple[list[QuoteCheck], list[Quotation]]:
        """Check the quotations of a text; return them, and what stands between marks but is no speech.

        A short text without marks is taken for one quotation. Raises InvalidQuotationError.
        """
        if len(text) > MAX_TEXT:
            raise InvalidQuotationError(
                f"the text has {len(text)} characters, and {MAX_TEXT} are allowed: check it part by part"
            )
        found = find_quotations(text)
        if not found and text.strip() and len(text) <= _BARE:
            start = len(text) - len(text.lstrip())
            found = [Quotation((text.strip(),), spans=(Span(start, start + len(text.strip())),))]
        speech = [one for one in found if one.role is Role.SPEECH]
        return self.check(speech, profile, stop), [one for one in found if one.role is not Role.SPEECH]

    def _with_nearest(self, checks: list[QuoteCheck], profile: Profile) -> list[QuoteCheck]:
        """Show what comes nearest to the quotations that were not found; near enough, it is what they paraphrase."""
        missing = [i for i, one in enumerate(checks) if one.wording is Wording.NOT_FOUND]
        nearest = self._nearest([checks[i].quotation.quote for i in missing]) if missing else []
        for i, citation in zip(missing, nearest, strict=True):
            if citation is not None:
                paraphrase = replace(checks[i], wording=Wording.PARAPHRASE_ONLY, nearest=citation)
                checks[i] = replace(paraphrase, outcome=outcome(profile, paraphrase))
        return checks


class _Request:
    """What the quotations of one request share."""

    def __init__(self, store: Store, locator: Locator, profile: Profile) -> None:
        self._store, self._locator, self._profile = store, locator, profile
        self._sources: Sources | None = None
        self._passages: dict[str, list[Passage]] = {}

    def check(self, quotation: Quotation) -> QuoteCheck:
        quotation = _claimed(quotation)
        cut = pieces(quotation)
        if not cut.pieces:
            return self._unfound(quotation, Wording.TOO_SHORT, "holds no words")
        if cut.cuts > MAX_CUTS:
            raise InvalidQuotationError(
                f"the quotation “{quotation.quote[:_SHOWN]}…” has {cut.cuts} ellipses, brackets or interruptions, and"
                f" {MAX_CUTS} are allowed: check it part by part"
            )
        among = self._among(quotation)
        if among is not None and not among:
            return self._unfound(quotation, Wording.NO_SOURCE_HELD, f"no story of “{quotation.source}” is held")
        found = self._locator.locate(cut, among)
        elsewhere = not found and among is not None
        if elsewhere:
            if self._is_translated(quotation, among or frozenset()):
                return self._unfound(quotation, Wording.TRANSLATED, "the source is in another language")
            found = self._locator.locate(cut)
        weighed = self._best(quotation, cut, found)
        if cut.length <= SHORT and not self._is_enough(quotation, cut, weighed):
            return self._too_short(quotation, weighed)
        if weighed is None:
            return self._unfound(quotation, Wording.NOT_FOUND, "no story that is held has these words")
        return self._found(quotation, cut, weighed, found, elsewhere=elsewhere)

    def _among(self, quotation: Quotation) -> frozenset[str] | None:
        if not quotation.source:
            return None
        self._sources = self._sources or Sources(self._store)
        return self._sources.of(quotation.source)

    def _best(self, quotation: Quotation, cut: Pieces, found: Sequence[Alignment]) -> _Weighed | None:
        """Return the place that bears the quotation out best; of equal ones that where the claimed speaker says it."""
        best: _Weighed | None = None
        for alignment in found[:_TRIED]:
            if best and (alignment.equal < best.evidence.alignment.equal or not quotation.speaker):
                break
            weighed = self._weigh(quotation, cut, alignment)
            if best is None or _rank(weighed) > _rank(best):
                best = weighed
        return best

    def _weigh(self, quotation: Quotation, cut: Pieces, alignment: Alignment) -> _Weighed:
        whole, others = self._with_other_stories(cut, alignment)
        found = evidence(cut, whole, ("joins two stories",) if others else ())
        found = replace(found, elsewhere=tuple(others))
        paragraph = self._paragraph(found.document, found.spans[0])
        speaker = judged(quotation.speaker, found.document, found.spans[0], paragraph)
        omits = any(piece.gap is Gap.ELLIPSIS for piece in cut.pieces[1:]) and len(found.spans) > 1
        if omits and (two := joined_voices(found.document, found.spans[0], found.spans[-1])):
            found = replace(found, more=(*found.more, two))
        return _Weighed(found, speaker, paragraph)

    def _with_other_stories(self, cut: Pieces, alignment: Alignment) -> tuple[Alignment, list[Evidence]]:
        """Look in other stories for the pieces that this one lacks: then the quotation joins two."""
        rest: list[Piece] = []
        others: list[Evidence] = []
        for piece in alignment.missing:
            alone = replace(cut, pieces=(piece,), closing=None)
            found = self._locator.locate(alone) if len(piece.words) > SHORT else []
            if found:
                others.append(evidence(alone, found[0]))
            else:
                rest.append(piece)
        return replace(alignment, missing=tuple(rest)), others

    def _is_enough(self, quotation: Quotation, cut: Pieces, weighed: _Weighed | None) -> bool:
        """Say whether a few words can be checked: all of them, where the claimed speaker or source has them."""
        if weighed is None or weighed.evidence.alignment.equal < cut.length:
            return False
        return weighed.speaker.verdict is Claim.CONFIRMED or bool(quotation.source)

    def _is_translated(self, quotation: Quotation, among: frozenset[str]) -> bool:
        quoted = language(quotation.quote)
        stories = self._locator.stories.get(list(among)[:_TRIED]).values()
        return quoted is not None and bool(stories) and all(
            (one := language(story.text[:2000])) is not None and one != quoted for story in stories
        )  # fmt: skip

    def _found(
        self, quotation: Quotation, cut: Pieces, weighed: _Weighed, found: Sequence[Alignment], *, elsewhere: bool
    ) -> QuoteCheck:
        proof = weighed.evidence
        document = proof.document
        places = [(one, span) for one in (proof, *proof.elsewhere) for span in one.spans]
        places.sort(key=lambda place: place[0].alignment.matches[0].piece.span.start if proof.elsewhere else 0)
        citations = tuple(one.document.cite(span, self._paragraph(one.document, span)) for one, span in places)
        folds = tuple(str(one) for one in proof.compared.folds)
        reasons = (*proof.reasons, *([f"found elsewhere than in “{quotation.source}”"] if elsewhere else []))
        check = QuoteCheck(
            quotation, proof.wording, proof.severity, reasons, weighed.speaker, proof.completeness, "",
            folds=folds, diff=proof.diff, citations=citations,
            links=tuple(
                link for one, span in places if (link := fragment_link(one.document.url, one.document.text, span))
            ),
            warnings=tuple(f"{one}: this may be tampering" for one in folds if Fold(one) in TAMPERING),
            fuller=document.cite(proof.ends.fuller, weighed.paragraph),
            variants=self._variants(cut, document, found),
        )  # fmt: skip
        brackets = any(piece.gap is Gap.BRACKET for piece in cut.pieces)
        made = outcome(self._profile, check, clean_up=proof.compared.clean_up, elsewhere=elsewhere, brackets=brackets)
        return replace(check, outcome=made)

    def _variants(self, cut: Pieces, chosen: Document, found: Sequence[Alignment]) -> tuple[Variant, ...]:
        """Return the same quotation in other stories, the earliest first."""
        others = {one.region.document.id: one for one in reversed(found) if one.region.document.id != chosen.id}
        variants = []
        for alignment in others.values():
            other = evidence(cut, alignment)
            cited = other.document.cite(_hull(other.spans), self._paragraph(other.document, other.spans[0]))
            variants.append(Variant(cited, other.wording, cited.exact))
        return tuple(sorted(variants, key=lambda one: (one.citation.published or "9", one.citation.story_id)))

    def _too_short(self, quotation: Quotation, weighed: _Weighed | None) -> QuoteCheck:
        held = "the speaker or the source that is claimed does not have them in a story that is held"
        remedy = held if quotation.speaker or quotation.source else "name the speaker or the source"
        reason = f"{SHORT} words or fewer stand in many places: {remedy}"
        check = self._unfound(quotation, Wording.TOO_SHORT, reason)
        if weighed is None:
            return check
        document = weighed.evidence.document
        cited = document.cite(weighed.evidence.spans[0], weighed.paragraph)
        check = replace(check, citations=(cited,), speaker=weighed.speaker)
        return replace(check, outcome=outcome(self._profile, check))

    def _unfound(self, quotation: Quotation, wording: Wording, reason: str) -> QuoteCheck:
        claim = Claim.UNRESOLVED if quotation.speaker else Claim.NOT_CLAIMED
        speaker = Speaker(quotation.speaker, None, Certainty.UNKNOWN, claim)
        check = QuoteCheck(quotation, wording, Severity.NONE, (reason,), speaker, Completeness.UNKNOWN, "")
        return replace(check, outcome=outcome(self._profile, check))

    def _paragraph(self, document: Document, span: Span) -> int:
        if document.id not in self._passages:
            self._passages[document.id] = self._store.passages(document.id)
        rows = self._passages[document.id]
        return rows[max(0, bisect_right(rows, span.start, key=lambda row: row.span.start) - 1)].paragraph


def _claimed(quotation: Quotation) -> Quotation:
    """Return the quotation without claims that name nobody."""
    speaker, source = ((claim or "").strip() or None for claim in (quotation.speaker, quotation.source))
    return replace(quotation, speaker=speaker, source=source)


def _rank(weighed: _Weighed) -> tuple[int, int, int]:
    verdicts = (Claim.MISATTRIBUTED, Claim.UNRESOLVED, Claim.NOT_CLAIMED, Claim.CONFIRMED)
    proof = weighed.evidence
    return proof.alignment.equal, verdicts.index(weighed.speaker.verdict), -proof.severity


def _hull(spans: Sequence[Span]) -> Span:
    return Span(min(one.start for one in spans), max(one.end for one in spans))


def _allowed(quotations: Sequence[Quotation]) -> None:
    if len(quotations) > MAX_QUOTATIONS:
        raise InvalidQuotationError(
            f"{len(quotations)} quotations are too many for one request: check at most {MAX_QUOTATIONS} at a time"
        )
    total = sum(len(one.quote) for one in quotations)
    if total > MAX_TEXT:
        raise InvalidQuotationError(f"the quotations have {total} characters, and {MAX_TEXT} are allowed: send fewer")
