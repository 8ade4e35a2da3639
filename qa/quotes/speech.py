"""Where a story names who speaks: for each quotation its own attribution, or one carried over from its neighbours."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from qa.quotes import rules
from qa.quotes.groups import Quoted, quoted
from qa.quotes.pairs import paired
from qa.quotes.rules import BLANK, Cue
from qa.quotes.surroundings import lead, tail
from qa.quotes.types import Role
from qa.sentences import trim
from qa.types import Span

_TEXTS_KEPT = 8
_CARRIED = 12
_LONGEST_GAP = 300
_PAUSES = tuple(",!?—–-…")
_WAYS = ("", "same paragraph", "apart", "next paragraph")
_CLOSING = "'’\"”»›)] "
_STOPS = frozenset(".,!?…—–" + _CLOSING)


@dataclass(frozen=True, slots=True)
class Found:
    """Who is named for a quotation and by which rule, the words around which that was read, and the way there.

    `way` is "own", or how the attribution was carried over: "same paragraph", "apart" (a sentence stands between),
    "next paragraph", "back", "subject".
    """

    cue: Cue
    anchor: Span
    way: str = "own"


@dataclass(slots=True)
class Story:
    """A text, its quotations, and what is known so far of who says them."""

    text: str
    quotations: tuple[Quoted, ...] = ()
    starts: list[int] = field(default_factory=list)
    paragraphs: tuple[Span, ...] = ()
    blank: str = ""
    lettered: str = ""
    _own: dict[int, Found | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.quotations = quoted(self.text)
        self.starts = [one.start for one in self.quotations]
        self.paragraphs = paired(self.text).paragraphs
        self.blank = _blanked(self.text, self.quotations)
        self.lettered = self.blank.replace(BLANK, "x")  # a parser takes a word for a noun, dots for the sentence's end

    def paragraph(self, at: int) -> Span:
        """Return the paragraph that holds text[at]."""
        n = bisect_right(self.paragraphs, at, key=lambda span: span.start) - 1
        return self.paragraphs[n] if n >= 0 else Span(0, len(self.text))

    def own(self, n: int) -> Found | None:
        """Return what the sentences around quotation `n` say."""
        if n not in self._own:
            ways = (self._signed, self._between, self._after, self._before, self._intro, self._by)
            self._own[n] = next((found for found in (way(n) for way in ways) if found), None)
        return self._own[n]

    def found(self, n: int) -> Found | None:
        """Return who says quotation `n` by its own sentence, else by what goes before or comes after."""
        own = self.own(n)
        if own and own.cue.rule != "next":
            return own
        return self._carried(n) or self._from_next(n) or own or self._from_subject(n)

    def _signed(self, n: int) -> Found | None:
        signed = self.quotations[n].signed
        return Found(Cue(signed, "signed"), signed) if signed else None

    def _between(self, n: int) -> Found | None:
        pieces = self.quotations[n].pieces
        for one, other in pairwise(pieces):
            if not one.runs_on and other.outer.start - one.outer.end < _LONGEST_GAP:
                cue = rules.after(self.blank, one.outer.end, other.outer.start, paused=True)
                if cue:
                    return Found(Cue(cue.mention, "between"), one.outer)
        return None

    def _after(self, n: int) -> Found | None:
        piece = self.quotations[n].pieces[-1]
        ceiling = self.paragraph(piece.outer.start).end
        paused = piece.span.of(self.text).rstrip(_CLOSING)[-1:] in _PAUSES
        if n + 1 < len(self.quotations):
            ceiling = max(piece.outer.end, min(ceiling, self.starts[n + 1]))
        cue = rules.after(self.blank, piece.outer.end, ceiling, paused=paused)
        if cue and cue.rule == "next":
            before = self._before(n) or self._intro(n)
            return before or Found(cue, piece.outer)
        return Found(cue, piece.outer) if cue else None

    def _before(self, n: int) -> Found | None:
        piece = self.quotations[n].pieces[0]
        cue = rules.before(self.blank, piece.outer.start, self.paragraph(piece.outer.start).start)
        return Found(cue, piece.outer) if cue else None

    def _by(self, n: int) -> Found | None:
        piece = self.quotations[n].pieces[-1]
        cue = rules.by_passive(self.blank, piece.outer.end, self.paragraph(piece.outer.start).end)
        return Found(cue, piece.outer) if cue else None

    def _intro(self, n: int) -> Found | None:
        """Read the paragraph before, where it ends with a colon and the quotation begins its own."""
        number = self.quotations[n].paragraph
        start = self.quotations[n].pieces[0].outer.start
        if not number or start > self.paragraphs[number].start + 2:
            return None
        previous = self.paragraphs[number - 1]
        if self.text[previous.end - 1] != ":":
            return None
        cue = rules.before(self.blank, previous.end, previous.start)
        return Found(Cue(cue.mention, "intro"), previous) if cue else None

    def _carried(self, n: int) -> Found | None:
        """Return the attribution of the quotation before, in the paragraph or in the one before it."""
        way = ""
        for k in range(n, max(0, n - _CARRIED), -1):
            step = self._step(k)
            if not step:
                return None
            way = max(way, step, key=_WAYS.index)
            own = self.own(k - 1)
            if own and own.cue.rule != "next":
                return Found(own.cue, own.anchor, way)
        return None

    def _step(self, n: int) -> str:
        """Say how quotation `n` follows the one before, if it begins a sentence and nobody else is named between."""
        one, other = self.quotations[n - 1], self.quotations[n]
        start, end = one.pieces[-1].outer.end, other.pieces[0].outer.start
        paragraph = self.paragraph(end)
        if one.role != Role.SPEECH:
            return ""
        last = self.paragraph(one.pieces[-1].outer.start)
        if last == paragraph:
            rest = self.blank[tail(self.blank, start, end).end : lead(self.blank, end, start).start]
            return "apart" if any(character.isalpha() for character in rest) else "same paragraph"
        rest = self.blank[tail(self.blank, start, max(start, last.end)).end : end]
        alone = end <= paragraph.start + 2 and not any(character.isalpha() for character in rest)
        return "next paragraph" if alone else ""

    def _from_next(self, n: int) -> Found | None:
        """Return the attribution of the quotation that follows in the paragraph."""
        if n + 1 == len(self.quotations):
            return None
        one, other = self.quotations[n], self.quotations[n + 1]
        if self.paragraph(one.pieces[-1].outer.start) != self.paragraph(other.start):
            return None
        own = self.own(n + 1)
        return Found(own.cue, own.anchor, "back") if own and own.cue.rule != "next" else None

    def _from_subject(self, n: int) -> Found | None:
        """Return the subject of the quotation's sentence, or of the sentence before one that stands alone."""
        quotation = self.quotations[n]
        start = quotation.pieces[0].outer.start
        here = self.paragraph(start)
        sentence = trim(self.blank, lead(self.blank, start, here.start))
        if not sentence and quotation.paragraph:
            floor = here.start if start > here.start + 2 else self.paragraphs[quotation.paragraph - 1].start
            end = start
            while end > floor and (self.blank[end - 1].isspace() or self.blank[end - 1] in "\"“‘'«"):
                end -= 1
            sentence = lead(self.blank, max(floor, end - 1), floor)
        name = rules.main_subject(rules.tokens(self.blank, sentence))
        if not name or not (name[0].text[0].isupper() or name[0].lower in ("he", "she", "they")):
            return None
        return Found(Cue(Span(name[0].start, name[-1].end), "subject"), sentence, "subject")

    def sentence_of(self, found: Found) -> Span:
        """Return the sentence that holds an attribution and the quotation beside it."""
        start, end = min(found.anchor.start, found.cue.mention.start), max(found.anchor.end, found.cue.mention.end)
        place = self.paragraph(found.cue.mention.start)
        first = lead(self.blank, start, min(start, place.start))
        last = tail(self.blank, end, max(end, place.end))
        return trim(self.text, Span(first.start, last.end))


@lru_cache(_TEXTS_KEPT)
def story_of(text: str) -> Story:
    """Return a text with what is known of it, kept for the next call."""
    return Story(text)


def _blanked(text: str, quotations: tuple[Quoted, ...]) -> str:
    """Return `text` with what is said in quotations blanked out, but for the stop that ends them."""
    parts: list[str] = []
    at = 0
    for one in quotations:
        if one.role != Role.SPEECH:
            continue
        for piece in one.pieces:
            if piece.span.start < at:
                continue
            last = piece.span.end
            while last > piece.span.start and text[last - 1] in _STOPS:
                last -= 1
            parts += [text[at : piece.span.start], BLANK * (last - piece.span.start)]
            at = last
    return "".join([*parts, text[at:]])
