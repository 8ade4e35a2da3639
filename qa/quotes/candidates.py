"""Where a quotation stands in the stories: places to look at, and what aligning it there finds, best first."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.quotes.alignment import align
from qa.quotes.grams import SURE_WORDS
from qa.quotes.index import Place, QuoteIndex
from qa.quotes.matches import Alignment, Region
from qa.quotes.pieces import Gap, Piece, Pieces
from qa.store import Store
from qa.types import Document, Span

_PLACES = 8
_SLACK = 300
_FAR = 6000  # to where the next piece is looked for, after an ellipsis
_WIDE = 10_000
_HOLDING = 300  # passages that hold all words of a short quotation are looked at
_NEAREST = 24
_STORIES_KEPT = 16
_SHARE = 0.5  # places with fewer votes than this share of the most are left out
_WIDENED = 2
_FEW = 2

_SIGNS = ("percent", "dollar", "pound", "euro", "yen")

Holding = Callable[[str, int, bool], Sequence[int]]


class Stories:
    """The stories that one request looks at, the last few kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, Document] = {}

    def get(self, story_ids: Iterable[str]) -> dict[str, Document]:
        """Return the stories of these ids, those that are held."""
        wanted = list(dict.fromkeys(story_ids))
        new = [one for one in wanted if one not in self._held]
        found = self._store.documents(new) if new else {}
        kept = {one: self._held[one] for one in wanted if one in self._held} | found
        self._held = dict([*self._held.items(), *found.items()][-_STORIES_KEPT:])
        return kept


@dataclass(frozen=True)
class Locator:
    """Finds quotations: by word triples, and short ones by the passages that hold all their words."""

    store: Store
    index: QuoteIndex
    holding: Holding

    @cached_property
    def stories(self) -> Stories:
        """The stories looked at last."""
        return Stories(self.store)

    def locate(self, quotation: Pieces, among: frozenset[str] | None = None) -> list[Alignment]:
        """Return where a quotation stands, the best place first; nothing where it does not."""
        anchor = max(quotation.pieces, key=lambda piece: len(piece.words))
        text = _raw(quotation, anchor)
        places = self.index.places(text, _PLACES, among)
        found = self._aligned(quotation, anchor, [one for one in places if one.votes >= _SHARE * places[0].votes])
        if len(anchor.words) < 2 * SURE_WORDS and not any(one.equal == quotation.length for one in found):
            found += self._aligned(quotation, anchor, self._held_places(text, anchor, among, any_word=not found))
        return sorted(found, key=lambda one: (-_merit(one), one.region.document.published or "9", one.region.begin))

    def _aligned(self, quotation: Pieces, anchor: Piece, places: Sequence[Place]) -> list[Alignment]:
        """Align a quotation at each place; where none has it all, look further around the likeliest."""
        documents = self.stories.get(place.story_id for place in places)
        held = [(documents[place.story_id], place.start) for place in places if place.story_id in documents]
        found = [one for document, start in held if (one := _near(quotation, anchor, document, start)) is not None]
        if not any(_is_good(one, quotation) for one in found):
            likely = [place for place in places if place.votes][:_WIDENED]
            for document, start in held[: len(likely)]:
                if (one := _wide(quotation, document, start)) is not None:
                    found.append(one)
        best: dict[tuple[str, int], Alignment] = {}
        for one in sorted(found, key=_merit):
            best[one.region.document.id, one.start] = one
        return list(best.values())

    def _held_places(self, text: str, anchor: Piece, among: frozenset[str] | None, *, any_word: bool) -> list[Place]:
        """Return the places of a short quotation: in passages that hold its words in a row, else all, else any."""
        pattern = _in_a_row(anchor)
        rows = list(self._passages(text, among, every=True))
        exact = [Place(document.id, span.start + match.start(), 1) for document, span in rows
                 if (match := pattern.search(span.of(document.text)))]  # fmt: skip
        if exact or not any_word:
            return exact[:_NEAREST]
        near = [*rows[:_NEAREST], *self._passages(text, among, every=False)]
        return [Place(document.id, (span.start + span.end) // 2, 0) for document, span in near]

    def _passages(self, text: str, among: frozenset[str] | None, *, every: bool) -> Iterator[tuple[Document, Span]]:
        ids = self.holding(text, _HOLDING if every else _NEAREST, every)
        passages = self.store.passages_by_id(ids)
        rows = [passages[one] for one in ids if one in passages]
        rows = [row for row in rows if among is None or row.document_id in among]
        documents = self.store.documents({row.document_id for row in rows})
        return ((documents[row.document_id], row.span) for row in rows if row.document_id in documents)


def _is_good(alignment: Alignment, quotation: Pieces) -> bool:
    """Say whether all words but one or two stand there, in order and without a silent gap."""
    whole = alignment.equal >= quotation.length - _FEW and not alignment.missing and alignment.in_order
    return whole and not any(match.silent for match in alignment.matches)


def _near(quotation: Pieces, anchor: Piece, document: Document, start: int) -> Alignment | None:
    begin, length = _extent(quotation)
    slack = _SLACK + length // 2
    far = _FAR if any(piece.gap is Gap.ELLIPSIS for piece in quotation.pieces) else 0
    before = anchor.span.start - begin + far * (anchor is not quotation.pieces[0])
    return align(quotation, Region.of(document, start - slack - before, start + length + slack + far))


def _wide(quotation: Pieces, document: Document, start: int) -> Alignment | None:
    _, length = _extent(quotation)
    return align(quotation, Region.of(document, start - _WIDE, start + length + _WIDE))


def _extent(quotation: Pieces) -> tuple[int, int]:
    """Return where the pieces begin in the folded quotation, and over how many characters they go."""
    begin = quotation.pieces[0].span.start
    return begin, quotation.pieces[-1].span.end - begin


def _merit(alignment: Alignment) -> float:
    """Rank alignments: words that are equal, less for each change, gap and disorder."""
    changed = [edit for match in alignment.matches for edit in match.edits if not edit.same]
    extra = sum(max(edit.s1 - edit.s0, edit.q1 - edit.q0) for edit in changed)
    silent = sum(match.silent for match in alignment.matches) + (not alignment.in_order)
    return alignment.equal - 0.5 * len(changed) - 0.1 * extra - silent


def _raw(quotation: Pieces, piece: Piece) -> str:
    return quotation.folded.span(piece.span.start, piece.span.end).of(quotation.text)


def _in_a_row(piece: Piece) -> re.Pattern[str]:
    """Return a pattern of a piece's words one after the other, whatever stands between them."""
    keys = [r"\S+" if word.number or word.open or word.key in _SIGNS else _letters(word.key) for word in piece.words]
    return re.compile(r"(?<!\w)" + r"[\W_]{1,20}".join(keys), re.IGNORECASE)


def _letters(key: str) -> str:
    return r"\S{0,2}".join(re.escape(part) for part in key.split("'")) + r"\w{0,2}"
