"""A quotation to the pieces that its declared edits leave whole: ellipses, brackets, an attribution in the middle."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from qa.quotes.folding import Folded, fold
from qa.quotes.types import Quotation
from qa.quotes.words import Word, words
from qa.types import Span


class Gap(StrEnum):
    """What stands between a piece and the one before it."""

    NONE = "none"  # nothing: a long quotation is aligned in parts
    ELLIPSIS = "ellipsis"
    BRACKET = "bracket"
    SPLIT = "split"  # an attribution or a paragraph's end


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of a quotation, and the gap before them; `inserted` is what a bracket there says."""

    words: tuple[Word, ...]
    gap: Gap
    inserted: str = ""

    @property
    def span(self) -> Span:
        """The place of the words in the folded quotation."""
        return Span(min(word.span.start for word in self.words), max(word.span.end for word in self.words))


@dataclass(frozen=True, slots=True)
class Pieces:
    """A quotation in pieces. `notes` are editors' remarks in it, such as "sic"; `closing` is a bracket at its end."""

    text: str
    folded: Folded
    pieces: tuple[Piece, ...]
    notes: tuple[str, ...]
    closing: Piece | None = None

    @property
    def length(self) -> int:
        """The number of words."""
        return sum(len(piece.words) for piece in self.pieces)

    @property
    def cuts(self) -> int:
        """The number of gaps that the quotation itself shows."""
        return sum(piece.gap is not Gap.NONE for piece in self.pieces)


MOST_WORDS = 200  # of a piece: each different word takes one of 255 codes in the alignment
_NOTE = (
    r"sic|laugh(?:s|ing|ter)?|applause|cheers|cheering|pause[sd]?|crosstalk|inaudible|unintelligible|chuckles|sighs"
    r"|(?:(?:my|our|his|her|their) )?(?:emphasis|italics)(?: (?:added|mine|ours|theirs|his|hers|in (?:the )?original))?"
    r"|booing|boos|crying|in \w+"
)
_DECLARED = re.compile(
    rf"(?P<note>\[\s*(?:{_NOTE})\s*\]|\(\s*(?:{_NOTE})\s*\))"
    r"|(?P<ellipsis>[\[(]\s?(?:\.\s?){2,8}[\])]|\.{3,8}|\.\s\.\s\.(?:\s\.)?|\*\s\*\s\*)"
    r"|(?P<inner>(?<![^\W_])(?:[^\W\d_']+\[[^\W\d_']{1,20}\][^\W\d_']*|\[[^\W\d_']{1,20}\][^\W\d_']+))"
    r"|(?P<bracket>\[[^\[\]]{0,300}\])(?:'[a-z]{1,2}\b)?"
)


def pieces(quotation: Quotation) -> Pieces:
    """Cut a quotation at its declared edits and fold it."""
    text = " ".join(quotation.parts)
    folded = fold(text)
    cuts: list[tuple[int, Gap, str]] = []
    notes: list[str] = []
    inner: dict[int, tuple[Span, re.Pattern[str]]] = {}
    masked = list(folded.text)
    for match in _DECLARED.finditer(folded.text):
        start, end = match.span()
        shown = ""
        if match["note"]:
            notes.append(match["note"].strip("[]() "))
        elif match["inner"]:
            shown = re.sub(r"[\[\]]", "", match["inner"])
            inner[start] = (Span(start, end), _slot(match["inner"]))
        elif match["ellipsis"]:
            cuts.append((start, Gap.ELLIPSIS, ""))
        else:
            cuts.append((start, Gap.BRACKET, match["bracket"][1:-1].strip()))
        masked[start:end] = shown.ljust(end - start)
    found = [
        replace(word, span=inner[word.span.start][0], open=inner[word.span.start][1])
        if word.span.start in inner else word
        for word in words(replace(folded, text="".join(masked)))
    ]  # fmt: skip
    ends = accumulate(len(part) + 1 for part in quotation.parts[:-1])
    cuts += [(at, Gap.SPLIT, "") for end in ends if (at := _folded_place(folded, end)) is not None]
    made = _between(found, sorted(cuts))
    after = [cut for cut in cuts if made and cut[0] > made[-1].span.start and cut[1] is Gap.BRACKET]
    closing = Piece((), Gap.BRACKET, after[-1][2]) if after else None
    return Pieces(text, folded, tuple(made), tuple(notes), closing)


def _slot(marked: str) -> re.Pattern[str]:
    """Return the words that a bracket inside a word may stand for: "go[es]" for what begins with "go"."""
    outside = re.sub(r"\[[^\]]*\]", "\0", marked)
    return re.compile(re.escape(outside).replace("\0", r"[^\W\d_']{0,12}"))


def _folded_place(folded: Folded, at: int) -> int | None:
    """Return the first folded character that stands at or after the original's character `at`."""
    low, high = 0, len(folded.text)
    while low < high:
        middle = (low + high) // 2
        if folded.span(middle, middle + 1).start < at:
            low = middle + 1
        else:
            high = middle
    return low if low < len(folded.text) else None


def _between(found: list[Word], cuts: list[tuple[int, Gap, str]]) -> list[Piece]:
    """Return the words between the cuts; where two cuts meet, the one that says most stands for both."""
    made: list[Piece] = []
    run: list[Word] = []
    gap, inserted = Gap.NONE, ""
    at = 0
    for word in found:
        while at < len(cuts) and cuts[at][0] <= word.span.start:
            if run:
                made += _chunks(run, gap, inserted)
                run, gap, inserted = [], Gap.NONE, ""
            _, new, said = cuts[at]
            gap = Gap.ELLIPSIS if Gap.ELLIPSIS in (gap, new) else new if gap is Gap.NONE or new is Gap.BRACKET else gap
            inserted = f"{inserted} {said}".strip()
            at += 1
        run.append(word)
    return made + (_chunks(run, gap, inserted) if run else [])


def _chunks(run: list[Word], gap: Gap, inserted: str) -> list[Piece]:
    parts = [tuple(run[i : i + MOST_WORDS]) for i in range(0, len(run), MOST_WORDS)]
    return [Piece(part, gap if i == 0 else Gap.NONE, inserted if i == 0 else "") for i, part in enumerate(parts)]
