"""What aligning a quotation with a story finds: the words of a region that each piece stands for."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from qa.quotes.folding import Folded, fold
from qa.quotes.pieces import Piece
from qa.quotes.words import Word, words
from qa.types import Document, Span

_SENTENCE_END = re.compile(r"[.?!][\"”’»')\]]*\s+[\"“‘«'(\[]*[A-Z]|[?!]|\n\s*\n|\n {2,}")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Prof|Jr|Sr|No|Inc|Co|vs)\.\s")
_PAGE_NUMBER = re.compile(r"(?<=\n)[-–—\s]*(?:[Pp]age\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*(?=\n\s*[a-z])")


def _is_within(span: Span, begin: int, parts: Sequence[tuple[int, int]]) -> bool:
    return any(start <= begin + span.start and begin + span.end <= end for start, end in parts)


@dataclass(frozen=True)
class Region:
    """A part of a story, folded, with its words."""

    document: Document
    begin: int
    folded: Folded
    words: tuple[Word, ...]

    @classmethod
    def of(cls, document: Document, start: int, end: int) -> "Region":
        """Take the story's characters start .. end - 1, or so many as there are; whole words."""
        text = document.text
        start, end = min(max(0, start), len(text)), min(len(text), end)
        while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        folded = fold(text[start:end])
        page = [match.span() for match in _PAGE_NUMBER.finditer(text, start, end)]
        found = words(folded)
        if page:
            found = [word for word in found if not _is_within(folded.span(word.span.start, word.span.end), start, page)]
        return cls(document, start, folded, tuple(found))

    @cached_property
    def keys(self) -> list[str]:
        """What is compared of each word."""
        return [word.key for word in self.words]

    @cached_property
    def _numbered(self) -> tuple[dict[str, int], npt.NDArray[np.int64]]:
        """Return a number for each different key, and those of the words, in order."""
        numbers = {key: i for i, key in enumerate(dict.fromkeys(self.keys))}
        return numbers, np.array([numbers[key] for key in self.keys], np.int64)

    def coded(self, codes: Mapping[str, int], low: int, high: int) -> bytes:
        """Return a byte for each of the words low .. high - 1: its code, or 0 where it has none."""
        numbers, row = self._numbered
        table = np.zeros(len(numbers), np.uint8)
        for key, code in codes.items():
            if key in numbers:
                table[numbers[key]] = code
        return table[row[low:high]].tobytes()

    @cached_property
    def triples(self) -> dict[tuple[str, ...], list[int]]:
        """With which word each three neighbouring words begin."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, three in enumerate(zip(self.keys, self.keys[1:], self.keys[2:], strict=False)):
            found[three].append(i)
        return found

    def span(self, first: int, last: int) -> Span:
        """Return where the words first .. last - 1 stand in the story."""
        part = self.words[first:last]
        inside = self.folded.span(min(word.span.start for word in part), max(word.span.end for word in part))
        return Span(self.begin + inside.start, self.begin + inside.end)


@dataclass(frozen=True, slots=True)
class Edit:
    """The words q0 .. q1 - 1 of a piece stand for the words s0 .. s1 - 1 of a region; `same` where they are equal."""

    same: bool
    q0: int
    q1: int
    s0: int
    s1: int


@dataclass(frozen=True, slots=True)
class Match:
    """A piece, or a part of one, and the words of the region that it stands for, edit by edit.

    `silent` says that no mark shows the gap before it.
    """

    piece: Piece
    edits: tuple[Edit, ...]
    silent: bool = False

    @property
    def first(self) -> int:
        """The first word of the region."""
        return self.edits[0].s0

    @property
    def last(self) -> int:
        """The word of the region after the last."""
        return self.edits[-1].s1

    @property
    def equal(self) -> int:
        """How many words of the piece stand in the region."""
        return sum(edit.q1 - edit.q0 for edit in self.edits if edit.same)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matches of a quotation in one region, in the quotation's order; `missing` pieces stand nowhere in it.

    A bracket at an end stands for `before` words before the first match, or for `after` words after the last.
    """

    region: Region
    matches: tuple[Match, ...]
    missing: tuple[Piece, ...] = ()
    before: int = 0
    after: int = 0

    @property
    def equal(self) -> int:
        """How many words of the quotation stand in the region."""
        return sum(match.equal for match in self.matches)

    @property
    def start(self) -> int:
        """Where the first word stands in the story."""
        return min(self.region.span(match.first, match.last).start for match in self.matches)

    @property
    def in_order(self) -> bool:
        """Whether the matches stand in the region in the quotation's order."""
        return all(a.last <= b.first for a, b in pairwise(self.matches))


def parted(region: Region, a: int, b: int) -> bool:
    """Say whether a sentence ends between two neighbouring words."""
    if a < 0 or b >= len(region.words):
        return True
    start, end = region.span(a, a + 1), region.span(b, b + 1)
    between = region.document.text[start.end : end.start + 1]
    return bool(_SENTENCE_END.search(between)) and not _ABBREVIATION.match(region.document.text, start.start)
