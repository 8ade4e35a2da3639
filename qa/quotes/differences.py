"""How a quotation and the words that it stands for differ: word by word, and in what was looked through."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.quotes.folding import Fold, Folded, fold
from qa.quotes.guards import Term, is_clean_up, is_pronoun, risks
from qa.quotes.matches import Alignment, Edit, Match
from qa.quotes.pieces import Gap, Piece, Pieces
from qa.quotes.types import Difference, Severity
from qa.quotes.words import Word, words
from qa.types import Span

_SPLICE_WORDS = 8
_ELLIPSIS_REACH = 800
_MOST_SLOT = 6
_ATTRIBUTION = re.compile(r"[\s,.?!…—-]*[\"”’»'“]\s[^\"“”«»]{1,200}[\"“‘«']\W*", re.DOTALL)
_REMARK = re.compile(r"\s*[\[(][A-Za-z .,;]{3,40}[\])]\s*|\s*[A-Z][A-Z .'’-]{1,40}:\s*")
_FURNITURE = re.compile(
    r"[-–—\s]*(?:[Pp]age\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*|[^a-z]{3,80}|.{0,80}(?:\||\s{2,}\d{1,4}).{0,60}"
    r"|[\[(][A-Za-z .,;]{3,40}[\])]|[A-Z][A-Za-z .'’-]{1,40}:"
)
_HEADING = re.compile(r"[^.?!]{3,60}")
_TURNED = 3
_SENTENCE_END = re.compile(r"[.?!][\"”’»)]*\s")
_LIMITING = frozenset(
    "not no never none nobody nothing neither nor cannot but unless except if although though however until only"
    " without hardly barely false untrue".split()
)
_ACRONYMS = frozenset("us it who aids pa am or in is".split())
_NO_MARK = re.compile(r"\[[^\]]*\w\]|\([^)]*\w\)|[\s\"']")
_PUNCTUATION = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing a quotation with its place found. `cuts` names what an ellipsis or a bracket puts at risk."""

    diff: tuple[Difference, ...]
    folds: tuple[Fold, ...]
    severity: Severity
    reasons: tuple[str, ...]
    cuts: tuple[str, ...]
    declared: bool
    clean_up: bool


def compare(quotation: Pieces, alignment: Alignment) -> Compared:
    """Compare a quotation with the words that it was aligned with."""
    return _Comparing(quotation, alignment).compared()


class _Comparing:
    def __init__(self, quotation: Pieces, alignment: Alignment) -> None:
        self.quotation, self.region, self.alignment = quotation, alignment.region, alignment
        self.text = alignment.region.document.text
        self.diff: list[Difference] = []
        self.folds: set[Fold] = set()
        self.reasons: list[str] = []
        self.cuts: list[str] = []
        self.changed = self.declared = False
        self.clean_up = True

    def compared(self) -> Compared:
        for i, match in enumerate(self.alignment.matches):
            if i:
                self._gap(self.alignment.matches[i - 1], match)
            elif match.piece.gap is Gap.BRACKET:
                self._bracket(match.piece, match.first - self.alignment.before, match.first)
            self._edits(match)
        last = self.alignment.matches[-1].last
        if self.quotation.closing:
            self._bracket(self.quotation.closing, last, last + self.alignment.after)
        for piece in self.alignment.missing:
            self._insert(piece)
        self.declared |= bool(self.quotation.notes)
        severity = Severity.NONE
        if self.folds:
            severity = Severity.PRESENTATION
        if self.declared:
            severity = Severity.DECLARED
        if self.changed:
            severity = Severity.UNDECLARED
        if self.reasons or self.cuts:
            severity = Severity.AT_RISK
        return Compared(
            tuple(self.diff), tuple(one for one in Fold if one in self.folds), severity,
            tuple(dict.fromkeys(self.reasons)), tuple(dict.fromkeys(self.cuts)), self.declared, self.clean_up,
        )  # fmt: skip

    def _edits(self, match: Match) -> None:
        for edit in match.edits:
            if edit.same:
                self._equal(match.piece, edit)
            elif edit.q0 == edit.q1 and (fold := self._looked_through(edit)):
                self.folds.add(fold)
                self._note("attribution", match.piece, edit)
            else:
                self._change(match.piece, edit)

    def _equal(self, piece: Piece, edit: Edit) -> None:
        if hidden := self._page_number(edit):
            self._equal(piece, Edit(True, edit.q0, edit.q0 + hidden, edit.s0, edit.s0 + hidden))
            self.folds.add(Fold.FURNITURE)
            edit = Edit(True, edit.q0 + hidden, edit.q1, edit.s0 + hidden, edit.s1)
        quoted, stored = piece.words[edit.q0 : edit.q1], self.region.words[edit.s0 : edit.s1]
        self._note("equal", piece, edit)
        a, b = self._quote_span(quoted), self.region.span(edit.s0, edit.s1)
        raw, held = a.of(self.quotation.text), b.of(self.text)
        if raw == held:
            return
        self.declared |= any(word.open is not None for word in quoted)
        inside = Span(b.start - self.region.begin, b.end - self.region.begin)
        used = _used(self.quotation.folded.used, a), _used(self.region.folded.used, inside)
        self.folds |= {fold for fold, _ in (used[0] - used[1]) + (used[1] - used[0])}
        read = _read(quoted, self.quotation.folded), _read(stored, self.region.folded)
        if len(quoted) == len(stored):
            read = _closed(read[0], quoted), _closed(read[1], quoted)
            self._case(
                _closed(self._shown(quoted), quoted), _closed(self._shown_stored(edit), quoted), shouted=held.isupper()
            )
        if read[0] != read[1]:
            self.folds.add(Fold.SPELLING)
        self._punctuation(quoted, stored)

    def _page_number(self, edit: Edit) -> int:
        """Return after how many words of the story a page's number stands, which is no word of a region; 0 for none."""
        stored = self.region.words[edit.s0 : edit.s1]
        if edit.q1 - edit.q0 != len(stored):
            return 0
        between = _between(self.region.folded.text, stored)
        return next((i for i, marks in enumerate(between, start=1) if re.search(r"\w", marks)), 0)

    def _case(self, shown: Sequence[str], held: Sequence[str], *, shouted: bool) -> None:
        """Note capitals; a word that differs only by being an acronym is another: "us" and "US"."""
        for one, other in zip(shown, held, strict=True):
            if one == other or one.lower() != other.lower():
                continue
            self.folds.add(Fold.CASE)
            acronym = one.lower() in _ACRONYMS and one.isupper() != other.isupper() and len(one) > 1
            if acronym and not shouted:
                self.reasons.append("name")
                self.changed = True

    def _punctuation(self, quoted: Sequence[Word], stored: Sequence[Word]) -> None:
        marks = _between(self.quotation.folded.text, quoted), _between(self.region.folded.text, stored)
        if marks[0] != marks[1]:
            self.folds.add(Fold.PUNCTUATION)
        if len(marks[0]) == len(marks[1]) and any(("?" in a) != ("?" in b) for a, b in zip(*marks, strict=True)):
            self.reasons.append("question")

    def _change(self, piece: Piece, edit: Edit) -> None:
        quoted, stored = piece.words[edit.q0 : edit.q1], self.region.words[edit.s0 : edit.s1]
        if len(quoted) == 1 and quoted[0].open is not None and len(stored) == 1 and _kin(quoted[0].key, stored[0].key):
            self.declared = True
            self._note("replace", piece, edit)
            return
        terms = self._terms(quoted), self._stored_terms(edit)
        found = list(risks(*terms))
        if not quoted and (len(stored) > _SPLICE_WORDS or self._over_sentence_end(edit)):
            found.append("silent splice")
        self._note(_kind(edit), piece, edit, tuple(found))
        self.reasons += found
        self.changed = True
        self.clean_up &= is_clean_up([word.key for word in quoted], [word.key for word in stored])

    def _over_sentence_end(self, edit: Edit) -> bool:
        return bool(_SENTENCE_END.search(self._around(edit.s0, edit.s1)))

    def _gap(self, before: Match, match: Match) -> None:
        if before.last > match.first:
            if match.last <= before.first or match.piece is not before.piece or match.silent:
                self.reasons.append("reordered")
                self.changed, self.clean_up = True, False
            return
        omitted = Edit(False, 0, 0, before.last, match.first)
        gap = match.piece.gap if match.piece is not before.piece else Gap.NONE
        if gap is Gap.BRACKET:
            self._bracket(match.piece, before.last, match.first)
        elif gap is Gap.ELLIPSIS:
            self._ellipsis(omitted, match)
        elif match.first > before.last:
            if fold := self._looked_through(omitted):
                self.folds.add(fold)
                self._note("attribution", match.piece, self._at_start(match, omitted))
            else:
                self._change(match.piece, self._at_start(match, omitted))
        elif gap is Gap.SPLIT:
            self.folds.add(Fold.ATTRIBUTION)

    def _at_start(self, match: Match, omitted: Edit) -> Edit:
        q = match.edits[0].q0
        return Edit(False, q, q, omitted.s0, omitted.s1)

    def _ellipsis(self, omitted: Edit, match: Match) -> None:
        left = self.region.words[omitted.s0 : omitted.s1]
        if not left:
            self.folds.add(Fold.ELLIPSIS)
            return
        hidden = [word.key for word in left if _limits(word)]
        self.declared = True
        self._note("omission", match.piece, self._at_start(match, omitted), tuple(hidden))
        if hidden:
            self.cuts.append(f"the ellipsis hides “{hidden[0]}”")
        if len(self.region.span(omitted.s0, omitted.s1)) > _ELLIPSIS_REACH:
            self.cuts.append(f"the ellipsis leaves out more than {_ELLIPSIS_REACH} characters")

    def _bracket(self, piece: Piece, low: int, high: int) -> None:
        """Check what a bracket stands for: at most six words, and neither a negation nor a number."""
        left, said = self.region.words[low:high], words(fold(piece.inserted))
        if [word.key for word in left] == [word.key for word in said]:
            return  # the story has the bracket too
        self.declared = True
        if left:
            self._note("bracket", piece, Edit(False, 0, 0, low, high))
        denied = [word.key for word in left if _limits(word)]
        added = [word.key for word in said if _limits(word)]
        if denied and not added:
            self.cuts.append(f"the bracket stands for “{denied[0]}”")
        if added and not denied:
            self.cuts.append(f"the bracket adds “{added[0]}”")
        if {word.key for word in left if word.number} - {word.key for word in said if word.number}:
            self.cuts.append("the bracket stands for a number")
        if len(left) > _MOST_SLOT:
            self.cuts.append(f"the bracket stands for {len(left)} words")

    def _insert(self, piece: Piece) -> None:
        span = self._quote_span(piece.words)
        found = risks(self._terms(piece.words), ())
        self.diff.append(Difference("insert", span, Span(0, 0), span.of(self.quotation.text), "", found))
        self.reasons += found
        self.changed, self.clean_up = True, False

    def _looked_through(self, edit: Edit) -> Fold | None:
        """Return why words of the story may be left out unsaid: the writer's attribution, or page furniture.

        Where the word before the gap ends it too ("the RECORD the"), either may be the one that is left out.
        """
        held = self.region.words
        for shift in range(-_TURNED, _TURNED + 1):
            first, last = edit.s0 + shift, edit.s1 + shift
            moved = held[first : edit.s0] if shift < 0 else held[edit.s0 : first]
            other = held[last : edit.s1] if shift < 0 else held[edit.s1 : last]
            if first < 0 or last > len(held) or [one.key for one in moved] != [one.key for one in other]:
                continue
            around = self._around(first, last)
            if _ATTRIBUTION.fullmatch(around):
                return Fold.ATTRIBUTION
            if _is_furniture(around):
                return Fold.FURNITURE
        return None

    def _around(self, first: int, last: int) -> str:
        """Return the story between the words before and after the words first .. last - 1."""
        start = self.region.span(first - 1, first).end if first else self.region.begin
        end = self.region.span(last, last + 1).start if last < len(self.region.words) else start
        return self.text[start:end]

    def _note(self, kind: str, piece: Piece, edit: Edit, reasons: tuple[str, ...] = ()) -> None:
        quote = self._quote_span(piece.words[edit.q0 : edit.q1], piece, edit.q0)
        story = self.region.span(edit.s0, edit.s1) if edit.s1 > edit.s0 else self._point(edit.s0)
        self.diff.append(Difference(kind, quote, story, quote.of(self.quotation.text), story.of(self.text), reasons))

    def _point(self, at: int) -> Span:
        place = self.region.span(at, at + 1).start if at < len(self.region.words) else len(self.text)
        return Span(place, place)

    def _quote_span(self, part: Sequence[Word], piece: Piece | None = None, at: int = 0) -> Span:
        folded = self.quotation.folded
        if part:
            return folded.span(min(word.span.start for word in part), max(word.span.end for word in part))
        word = piece.words[min(at, len(piece.words) - 1)] if piece and piece.words else None
        place = 0 if word is None else folded.span(word.span.start, word.span.end).start
        return Span(place, place)

    def _shown(self, part: Sequence[Word]) -> list[str]:
        return [self._plain(self._quote_span([word]).of(self.quotation.text)) for word in part]

    def _shown_stored(self, edit: Edit) -> list[str]:
        return [self._plain(self.region.span(i, i + 1).of(self.text)) for i in range(edit.s0, edit.s1)]

    @staticmethod
    def _plain(word: str) -> str:
        """Return a word without what folding looks through, in its own case."""
        return _PUNCTUATION.sub("", unicodedata.normalize("NFC", word))

    def _terms(self, part: Sequence[Word]) -> list[Term]:
        spans = [self._quote_span([word]) for word in part]
        return [
            Term(word.key, span.of(self.quotation.text), word.number, self._named(self.quotation.text, span))
            for word, span in zip(part, spans, strict=True)
        ]

    def _stored_terms(self, edit: Edit) -> list[Term]:
        spans = [self.region.span(i, i + 1) for i in range(edit.s0, edit.s1)]
        return [
            Term(word.key, span.of(self.text), word.number, self._named(self.text, span))
            for word, span in zip(self.region.words[edit.s0 : edit.s1], spans, strict=True)
        ]

    def _named(self, text: str, span: Span) -> bool:
        """Say whether a word is written as a name: capital, and not known in small letters where a sentence begins."""
        word = span.of(text)
        if not word[:1].isupper() or is_pronoun(word):
            return False
        begins = not re.search(r"[\w,;:’'-]\s*$", text[max(0, span.start - 4) : span.start])
        return not (begins and re.search(rf"\b{re.escape(word.lower())}\b", self.text))


def _is_furniture(around: str) -> bool:
    """Say whether a text is a remark in the story, or lines of a page's head, foot or number."""
    if _REMARK.fullmatch(around):
        return True
    lines = around.split("\n")
    inner = [line.strip() for line in lines[1:-1] if line.strip()]
    whole = not re.search(r"\w", lines[0] + lines[-1]) and bool(inner)
    apart = "\n\n" in around and not re.search(r"[.?!:]", lines[0])  # between blank lines, amid a sentence
    return whole and all(_FURNITURE.fullmatch(line) or (apart and _HEADING.fullmatch(line)) for line in inner)


def _limits(word: Word) -> bool:
    return word.key in _LIMITING or word.key.endswith("n't")


def _kind(edit: Edit) -> str:
    return "delete" if edit.q0 == edit.q1 else "insert" if edit.s0 == edit.s1 else "replace"


def _kin(one: str, other: str) -> bool:
    """Say whether two words begin alike: forms of one verb or noun."""
    return one[:2] == other[:2]


def _read(part: Sequence[Word], folded: Folded) -> list[str]:
    """Return words as folding reads them, without marks: what still differs is spelled otherwise."""
    return [_PUNCTUATION.sub("", folded.text[word.span.start : word.span.end]) for word in part]


def _closed(shown: Sequence[str], part: Sequence[Word]) -> list[str]:
    """Return what is shown of the words without a declared edit in them."""
    return [one for one, word in zip(shown, part, strict=True) if word.open is None]


def _used(used: Sequence[tuple[Fold, str, int]], span: Span) -> Counter[tuple[Fold, str]]:
    return Counter((fold, shown) for fold, shown, at in used if span.start <= at < span.end)


def _between(text: str, part: Sequence[Word]) -> list[str]:
    """Return the marks between neighbouring words, without spaces, quotation marks and editors' notes."""
    return [_NO_MARK.sub("", text[a.span.end : b.span.start]) for a, b in pairwise(part)]
