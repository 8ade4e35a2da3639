"""A quotation beside a story of one's own, placed and weighed without a library."""

from qa.quotes.alignment import align
from qa.quotes.evidence import Evidence, evidence
from qa.quotes.matches import Region
from qa.quotes.pieces import pieces
from qa.quotes.types import Difference, Quotation
from qa.types import Document


def story(text: str, *, title: str = "T", source: str | None = None) -> Document:
    """Return a story that is its text."""
    return Document.of(text, title=title, source=source)


def weighed(text: str, *parts: str) -> Evidence:
    """Weigh a quotation, in one part or in several, against the whole of a story."""
    cut = pieces(Quotation(parts))
    document = story(text)
    alignment = align(cut, Region.of(document, 0, len(text)))
    assert alignment is not None, f"{parts} was not placed in {text!r}"
    return evidence(cut, alignment)


def differing(found: Evidence) -> list[Difference]:
    """Return what of the differences is not equal."""
    return [one for one in found.diff if one.kind != "equal"]


def told(text: str, *parts: str) -> list[tuple[str, str, str]]:
    """Return (kind, the story's words, the quotation's words) of each difference that is not equal."""
    return [(one.kind, one.story_words, one.quote_words) for one in differing(weighed(text, *parts))]
