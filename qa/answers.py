"""What was found in the passages, to an answer: merged where the stories agree, side by side where they differ.

No word is made up: an answer's words are slices of stories.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.agreement import Meaning, of_one_thing
from qa.confidence import Found
from qa.dates import resolved
from qa.polarity import verdict
from qa.questions import Kind, kind_of
from qa.quotes.completeness import ends
from qa.quotes.types import Completeness
from qa.types import Answer, Citation, Document, Finding, Hit, Passage, Span

NEAR_SHOWN = 3
LEAST_BESIDE = 0.6  # so likely, if unopposed, that it is cited for the same, or shown for contradicting
LEAST_DIFFERING = 0.3  # so likely beside the others that it is shown though it may tell of something else
MAX_LISTED = 8
MAX_ALSO = 4


@dataclass(frozen=True, slots=True)
class Said:
    """Found words with their document, and what they come to, so that they can be compared with others."""

    found: Found
    document: Document

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.found.words.of(self.document.text)

    @property
    def meaning(self) -> Meaning:
        """The words as they are compared."""
        return Meaning.of(self.words)

    @property
    def quote(self) -> str:
        """The sentences that hold them."""
        return self.found.quote.of(self.document.text)

    @property
    def date(self) -> str | None:
        """What they mean, where they are a date that the story's own day makes clear; whole sentences are none."""
        if self.found.words == self.found.quote:
            return None
        start = self.found.words.start - self.found.quote.start
        words = Span(start, start + len(self.found.words))
        return resolved(self.quote, words, self.document.published)

    def finding(self, also: Sequence["Said"] = ()) -> Finding:
        """Cite them, and the sentences of those that say the same."""
        paragraph = self.found.hit.passage.paragraph
        quotes = {other.quote: other for other in also if other.quote != self.quote}
        copies = self.found.hit.also if self.found.quote == self.found.hit.passage.span else ()
        return Finding(
            self.document.cite(self.found.words, paragraph),
            self.document.cite(self.found.quote, paragraph),
            self.found.confidence,
            tuple([other.cited_quote() for other in quotes.values()] + list(copies))[:MAX_ALSO],
            self.date,
        )

    def cited_quote(self) -> Citation:
        """Cite the sentences."""
        return self.document.cite(self.found.quote, self.found.hit.passage.paragraph)


def compose(question: str, found: Sequence[Found], documents: Mapping[str, Document], least: float) -> Answer:
    """Answer with what was found at a confidence of `least` or more, or abstain; `found` is the likeliest first."""
    kind = kind_of(question)
    every = [Said(one, documents[one.hit.passage.document_id]) for one in found]
    if kind is Kind.WORDS:
        answer = _of_words(question, _first_of_each(every), least)
    elif kind is Kind.LIST:
        groups = grouped([unmistakable(one) for one in every if one.found.confidence >= least])[:MAX_LISTED]
        answer = _answer(question, kind if len(groups) > 1 else Kind.WORDS, groups) if groups else None
    else:
        answer = _of_sentences(question, kind, _first_of_each(every), least)
    return answer or Answer(question, kind, (), found[0].confidence if found else 0.0, _near(found))


def _of_words(question: str, best: Sequence[Said], least: float) -> Answer | None:
    """Answer with the likeliest words, and beside them with those of other stories that contradict them, if any.

    What contradicts is shown where it tells of the same thing, or is likely itself. Each makes the other less sure, but
    not all of them together: at most as sure as the likeliest would be alone, and as much if they tell of one thing.
    """
    if not best:
        return None
    first, *others = grouped([unmistakable(one) for one in _beside(best)])
    likeliest = first[0].found
    shown, sure = [first], likeliest.confidence
    for group in others:
        one_thing = of_one_thing(question, first[0].quote, group[0].quote)
        if contradicts(first[0], group[0]) and (one_thing or group[0].found.confidence >= LEAST_DIFFERING):
            shown.append(group)
            sure = likeliest.unopposed if one_thing else sure + group[0].found.confidence
    sure = min(sure, likeliest.unopposed)
    if sure < least:
        return None
    newest = sorted(shown, key=lambda group: group[0].document.published or "", reverse=True)
    return replace(_answer(question, Kind.WORDS, newest), differ=len(shown) > 1, confidence=sure)


def _of_sentences(question: str, kind: Kind, best: Sequence[Said], least: float) -> Answer | None:
    """Answer with the sentences that hold the likeliest words, and cite those that say the same."""
    if not best or best[0].found.confidence < least:
        return None
    same_words = grouped([unmistakable(one) for one in _beside(best)])[0]
    whole = [replace(one, found=replace(one.found, words=one.found.quote)) for one in same_words]
    if kind is not Kind.YES_NO:
        return _answer(question, kind, [whole])
    verdicts = [verdict(question, one.quote) for one in whole]
    agreed = [one for one, said in zip(whole, verdicts, strict=True) if said == verdicts[0]]
    return replace(_answer(question, kind, [agreed]), verdict=verdicts[0])


def _beside(best: Sequence[Said]) -> list[Said]:
    """Keep the first, and the others that are likely enough by themselves to be shown beside it."""
    return [one for i, one in enumerate(best) if i == 0 or one.found.unopposed >= LEAST_BESIDE]


def unmistakable(said: Said) -> Said:
    """Quote as much more as shows what limits, denies or attributes the sentences, where their ends cut that off."""
    quote = said.found.quote
    cut = ends(said.document, quote, said.quote)
    if cut.completeness is not Completeness.AT_RISK:
        return said
    shown = (quote, cut.fuller, *cut.lost)
    whole = Span(min(one.start for one in shown), max(one.end for one in shown))
    return replace(said, found=replace(said.found, quote=whole))


def grouped(said: Sequence[Said]) -> list[list[Said]]:
    """Put what says the same together, the likeliest first in each group and among them."""
    groups: list[list[Said]] = []
    for one in said:
        own = next((group for group in groups if same(group[0], one)), None)
        if own is None:
            groups.append([one])
        else:
            own.append(one)
    return groups


def same(one: Said, other: Said) -> bool:
    """Say whether two answers come to the same: as dates, more or less exact, where both are such, else as words."""
    if not (one.date and other.date):
        return one.meaning.agrees(other.meaning)
    a, b = one.meaning.values, other.meaning.values
    return (one.date.startswith(other.date) or other.date.startswith(one.date)) and (a <= b or b <= a)


def contradicts(one: Said, other: Said) -> bool:
    """Say whether two answers can't both be right: of two stories, of one kind, and not the same.

    Only numbers, dates and names are held against each other: two descriptions may both be true.
    """
    kinds = one.meaning.shape(), other.meaning.shape()
    return one.document.id != other.document.id and kinds[0] == kinds[1] != "" and not same(one, other)


def _first_of_each(said: Sequence[Said]) -> list[Said]:
    """Keep the likeliest of each passage."""
    best: dict[Passage, Said] = {}
    for one in said:
        best.setdefault(one.found.hit.passage, one)
    return list(best.values())


def _answer(question: str, kind: Kind, groups: Sequence[Sequence[Said]]) -> Answer:
    findings = tuple(group[0].finding(group[1:]) for group in groups)
    return Answer(question, kind, findings, max(one.confidence for one in findings))


def _near(found: Sequence[Found]) -> tuple[Hit, ...]:
    return tuple({one.hit.passage: one.hit for one in found}.values())[:NEAR_SHOWN]
