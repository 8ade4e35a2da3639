"""The values that everything else passes around. All are frozen; constructors hold the invariants.

Every offset counts Unicode code points of a story's stored text.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from qa.questions import Kind

CONTEXT_LENGTH = 40
_ID_LENGTH = 16

Stop = Callable[[], bool]  # asked between two steps; true ends the work
Share = Callable[[str, str], float]  # of the words of the first text that count, what the second holds


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The code points start .. end - 1 of a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start} and {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words at this span of `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a story and the place where they stand. Made only by `Document.cite`.

    `exact`, `prefix` and `suffix` are a W3C TextQuoteSelector, `start` and `end` a TextPositionSelector
    (https://www.w3.org/TR/annotation-model/#text-quote-selector).
    """

    story_id: str
    sha256: str
    title: str
    source: str | None
    published: str | None
    paragraph: int
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    url: str

    def __post_init__(self) -> None:
        if not self.exact or self.end - self.start != len(self.exact):
            raise ValueError(f"a citation of {self.start}-{self.end} can't be {len(self.exact)} characters long")

    @property
    def place(self) -> str:
        """Where the words stand, as people read it."""
        about = ", ".join(part for part in (self.source, self.published) if part)
        return (f"{self.title}{f' ({about})' if about else ''}, paragraph {self.paragraph}, "
                f"{self.story_id} {self.start}-{self.end}")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A story: its stored text, which never changes, and what is known about it."""

    id: str
    sha256: str
    title: str
    source: str | None
    published: str | None
    url: str | None
    text: str

    @classmethod
    def of(
        cls, text: str, title: str, source: str | None = None, published: str | None = None, url: str | None = None
    ) -> "Document":
        """Make a document; its id comes from the sha256 of its text."""
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return cls(sha256[:_ID_LENGTH], sha256, title, source, published, url, text)

    def cite(self, span: Span, paragraph: int) -> Citation:
        """Cite the words at `span`, which stand in the paragraph of that number."""
        return Citation(
            story_id=self.id,
            sha256=self.sha256,
            title=self.title,
            source=self.source,
            published=self.published,
            paragraph=paragraph,
            start=span.start,
            end=span.end,
            exact=span.of(self.text),
            prefix=self.text[max(0, span.start - CONTEXT_LENGTH) : span.start],
            suffix=self.text[span.end : span.end + CONTEXT_LENGTH],
            url=f"/story/{self.id}/{span.start}-{span.end}",
        )


@dataclass(frozen=True, slots=True)
class StoryInfo:
    """What the store knows about a story, without its text. `current` stories are searched; others stay readable."""

    id: str
    sha256: str
    title: str
    source: str | None
    published: str | None
    url: str | None
    encoding: str
    passages: int
    added_at: str
    current: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """What retrieval finds: a paragraph, or a part of a long one. Both numbers belong to its document.

    `ordinal` counts passages from 0, `paragraph` counts paragraphs from 1.
    """

    document_id: str
    ordinal: int
    paragraph: int
    span: Span


@dataclass(frozen=True, slots=True)
class Filter:
    """Which stories to search. A field that is None lets every story through; days are ISO and inclusive."""

    story_ids: tuple[str, ...] | None = None
    source: str | None = None
    published_after: str | None = None
    published_before: str | None = None

    def is_open(self) -> bool:
        """Say whether every story passes."""
        return self == Filter()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval found. `score` orders the hits of one query; `scores` are its parts.

    `also` cites the passages of other stories, or of this one, that say the same in the same words.
    """

    passage: Passage
    citation: Citation
    score: float
    scores: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    also: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the stories say: the words that answer, and `quote`, the sentence or two that hold them.

    `also` cites other sentences that say the same. `date` is what a date such as "last Thursday" means (ISO 8601: a
    day, a month, a year, or two days joined by "/").
    """

    words: Citation
    quote: Citation
    confidence: float
    also: tuple[Citation, ...] = ()
    date: str | None = None

    def __post_init__(self) -> None:
        inside = self.quote.start <= self.words.start and self.words.end <= self.quote.end
        if self.words.story_id != self.quote.story_id or not inside:
            raise ValueError(f"the words {self.words.exact!r} don't stand in the quotation {self.quote.exact!r}")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the stories' words, or abstention, where there are no findings and `near` holds what came nearest.

    `verdict` is "yes" or "no" where a sentence bears that out. With `differ` the findings contradict one another, the
    newest first. `read_as` is the question as it was understood, where that is not as it was asked.
    """

    question: str
    kind: Kind
    findings: tuple[Finding, ...]
    confidence: float
    near: tuple[Hit, ...] = ()
    verdict: str | None = None
    differ: bool = False
    read_as: str | None = None

    @property
    def text(self) -> str | None:
        """The answer: yes or no, or the words of the findings as they stand in the stories; None for abstention."""
        if self.verdict:
            return self.verdict.capitalize()
        whole = self.findings if self.kind in (Kind.LIST, Kind.ABOUT) else self.findings[:1]
        return (" " if self.kind is Kind.ABOUT else "; ").join(one.words.exact for one in whole) or None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sentences that bear the answer out, each once: those of the findings, then those that say the same."""
        every = [one.quote for one in self.findings] + [other for one in self.findings for other in one.also]
        return tuple({(one.story_id, one.start, one.end): one for one in every}.values())
