"""What was found in the passages, to an answer: merged where the stories agree, side by side where they differ.

No word is made up: an answer's words are slices of stories.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.agreement import Meaning
from qa.confidence import Found
from qa.dates import resolved
from qa.polarity import verdict
from qa.questions import Kind, kind_of
from qa.quotes.completeness import ends
from qa.quotes.types import Completeness
from qa.types import Answer, Citation, Document, Finding, Hit, Span

NEAR_SHOWN = 3
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
        """What they mean, where they are a date that the story's own day makes clear."""
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
    shown = [unmistakable(one) for one in every if one.found.confidence >= least]
    if not shown and kind is Kind.WORDS:
        shown = [unmistakable(one) for one in _sure_together(every, least)]
    if not shown:
        return Answer(question, kind, (), found[0].confidence if found else 0.0, _near(found))
    if kind is Kind.LIST:
        groups = grouped(shown)[:MAX_LISTED]
        return _answer(question, kind if len(groups) > 1 else Kind.WORDS, groups)
    if kind is Kind.WORDS:
        groups = grouped(_first_of_each(shown))
        others = [group for group in groups[1:] if contradicts(groups[0][0], group[0])]
        if not others:
            return _answer(question, kind, groups[:1])
        newest = sorted([groups[0], *others], key=lambda group: group[0].document.published or "", reverse=True)
        sure = min(1.0, sum(group[0].found.confidence for group in newest))
        return replace(_answer(question, kind, newest), differ=True, confidence=sure)
    sentences = _first_of_each([replace(one, found=replace(one.found, words=one.found.quote)) for one in shown])
    answer = _answer(question, kind, [sentences])
    borne_out = verdict(question, answer.findings[0].quote.exact) if kind is Kind.YES_NO else None
    return replace(answer, verdict=borne_out)


def _sure_together(every: Sequence[Said], least: float) -> list[Said]:
    """Return the likeliest and what contradicts it, where one of the two is right with a probability of `least`."""
    other = next((one for one in every[1:] if contradicts(every[0], one)), None)
    if other is None or every[0].found.confidence + other.found.confidence < least:
        return []
    return [every[0], other]


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
    """Say whether two answers come to the same: as dates, where both are, else as words."""
    if one.date and other.date:
        return one.date == other.date
    return one.meaning.agrees(other.meaning)


def contradicts(one: Said, other: Said) -> bool:
    """Say whether two answers can't both be right: of two stories, of one kind, and not the same.

    Only numbers, dates and names are held against each other: two descriptions may both be true.
    """
    kinds = one.meaning.shape(), other.meaning.shape()
    return one.document.id != other.document.id and kinds[0] == kinds[1] != "" and not same(one, other)


def _first_of_each(said: Sequence[Said]) -> list[Said]:
    """Keep the likeliest of each passage."""
    return list({one.found.hit.passage: one for one in reversed(said)}.values())[::-1]


def _answer(question: str, kind: Kind, groups: Sequence[Sequence[Said]]) -> Answer:
    findings = tuple(group[0].finding(group[1:]) for group in groups)
    return Answer(question, kind, findings, max(one.confidence for one in findings))


def _near(found: Sequence[Found]) -> tuple[Hit, ...]:
    return tuple({one.hit.passage: one.hit for one in found}.values())[:NEAR_SHOWN]
