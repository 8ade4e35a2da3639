"""Pairs of marks to quotations: the pieces that belong together, and what their marks are for.

Pieces belong together where an attribution splits them ("No," he said, "not now.") or where a quotation goes on over
paragraphs. A block quotation, lines that begin with ">", is a quotation without marks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.quotes.pairs import Pair, Paired, paired
from qa.quotes.surroundings import lead, tail
from qa.quotes.types import Role
from qa.quotes.verbs import FINITE, LOOSE, REPORTING
from qa.types import Span

_TEXTS_KEPT = 8
_LONGEST_GAP = 160
_TERM_WORDS = 3
_NAMED_WORDS = 6
_TITLE_WORDS = 12
_NEAR = 60
_SHORT_GAP = 4
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_NEXT_MARK = re.compile('[:;"“‘„«]')
_LETTERS = re.compile(r"[a-z]+")
_NO_SPLIT = frozenset("and but while that which to because as how than if when adding".split())
_GAP_END = re.compile(r"[,.—–-]\s*$")
_SENTENCE_END = re.compile(r"[.!?…]\W*$")
_INNER_END = re.compile(r"(?<![A-Z])(?<!\b(?:Mr|Ms|Dr|Jr|Sr))(?<!Mrs)(?<!Sen)(?<!Rep)(?<!Gov)[.!?]\s")
_BLOCK = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_BLOCK_LINE = re.compile(r"^[ \t]{0,3}>[> \t]*(?P<words>[^\n]*?)[ \t]*$", re.MULTILINE)
_SIGNED = re.compile(r"(?:—|–|--|-)\s?(?P<name>[^\W\d_].{1,80})$")
_TERM_LEAD = re.compile(
    r"\b(?:so-called|self-(?:described|styled|proclaimed)|known as|nicknamed|dubbed|named|titled|entitled|spelled|means"
    r"|the (?:words?|terms?|phrases?|labels?|slogan|hashtag|nicknames?)|meaning|stands for|letters?)\W*$",
    re.IGNORECASE,
)
_WORKS = (
    "film movie book novel song album article essay poem play show series episode documentary painting single memoir "
    "magazine ballet opera musical podcast ballad anthem sitcom drama comedy thriller bestseller classic hit titled "
    "entitled sketch programme program column chapter booklet pamphlet biography autobiography hymn aria track "
    "soundtrack exhibition sculpture report study paper video newsletter headlined blog"
)
_WORK_LEAD = re.compile(rf"\b(?:{'|'.join(_WORKS.split())})s?,?\s*(?:called\s*)?$", re.IGNORECASE)
_SMALL = frozenset(
    "a an and as at but by for from if in into nor of on or over per the to up via vs with de la le".split()
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation's pieces, the number of the paragraph in which it begins, and its role.

    `signed` is where a block quotation names its author.
    """

    pieces: tuple[Pair, ...]
    paragraph: int
    role: Role
    signed: Span | None = None

    @property
    def start(self) -> int:
        """Where the first piece's mark stands."""
        return self.pieces[0].outer.start


@lru_cache(_TEXTS_KEPT)
def quoted(text: str) -> tuple[Quoted, ...]:
    """Return the quotations of a text in order, block quotations among them."""
    found = paired(text)
    blocks = list(_blocks(text, found))
    taken = [block.pieces[0].outer.start for block in blocks], [block.pieces[-1].outer.end for block in blocks]
    marked = [one for one in _marked(text, found) if not _within(one.start, *taken)]
    return tuple(sorted([*marked, *blocks], key=lambda one: one.start))


def role_of(text: str, pair: Pair, floor: int, ceiling: int) -> Role:
    """Say what a pair of marks within text[floor:ceiling] is for: speech, a term or the title of a work."""
    words = _WORD.findall(pair.span.of(text))
    if len(words) > _TITLE_WORDS:
        return Role.SPEECH
    before, after = lead(text, pair.outer.start, floor).of(text), tail(text, pair.outer.end, ceiling).of(text)
    if _is_attributed(text, pair, before, after):
        return Role.SPEECH
    if _is_title(pair.span.of(text), words, before):
        return Role.TITLE
    ends = bool(re.search(r"[.!?…]$", pair.span.of(text)))
    if _TERM_LEAD.search(before[-_NEAR:]) and len(words) <= _NAMED_WORDS and not ends:
        return Role.TERM
    midst = _WORD.search(before) or _WORD.search(after)
    sentence = f"{before} {_NEXT_MARK.split(after)[0]}"
    if len(words) <= _TERM_WORDS and midst and not ends and not _reports(sentence):
        return Role.TERM
    return Role.SPEECH


def count_words(text: str) -> int:
    """Return the number of words."""
    return len(_WORD.findall(text))


def _marked(text: str, found: Paired) -> Iterator[Quoted]:
    """Yield the quotations between marks."""
    pieces: list[Pair] = []
    began = last = 0
    for number, pairs in enumerate(found.pairs):
        for n, pair in enumerate(pairs):
            if pieces and not _continues(text, pieces[-1], pair, paragraphs_on=number - last, first=n == 0):
                yield _one(text, pieces, began, found)
                pieces = []
            began = began if pieces else number
            pieces.append(pair)
            last = number
    if pieces:
        yield _one(text, pieces, began, found)


def _one(text: str, pieces: Sequence[Pair], number: int, found: Paired) -> Quoted:
    paragraph = found.paragraphs[number]
    whole = len(pieces) > 1 or pieces[0].runs_on
    role = Role.SPEECH if whole else role_of(text, pieces[0], paragraph.start, paragraph.end)
    return Quoted(tuple(pieces), number, role)


def _continues(text: str, one: Pair, other: Pair, *, paragraphs_on: int, first: bool) -> bool:
    """Say whether `other` is the next piece of the quotation that `one` belongs to."""
    if one.runs_on:
        return paragraphs_on == 1 and first
    return paragraphs_on == 0 and _is_split(text, one, other)


def _is_split(text: str, one: Pair, other: Pair) -> bool:
    """Say whether what stands between two pieces is but an attribution, within a sentence."""
    gap = text[one.outer.end : other.outer.start]
    words = [word.lower() for word in _WORD.findall(gap)] if len(gap) <= _LONGEST_GAP else []
    if sum(word in REPORTING for word in words) != 1 or FINITE.isdisjoint(words) or not _NO_SPLIT.isdisjoint(words):
        return False
    if _INNER_END.search(gap.rstrip()) or not (_GAP_END.search(gap) or len(words) <= _SHORT_GAP):
        return False
    lower = text[other.span.start].islower()
    stops = text[one.span.end - 1]
    pauses = stops in ",!?…—–-" or gap.lstrip()[:1] in (",", "—", "–") or (lower and stops == ".")
    opens_anew = gap.lstrip()[:1].isupper() and stops in ".!?" and not lower
    return pauses and not opens_anew and (lower or not _SENTENCE_END.search(gap))


def _is_attributed(text: str, pair: Pair, before: str, after: str) -> bool:
    """Say whether a reporting verb stands directly before or after, or a colon before."""
    words = [word.lower() for word in _WORD.findall(before[-_NEAR:])]
    said = words[:-1] if words[-1:] == ["that"] else words
    if said and said[-1] in REPORTING - LOOSE:
        return True
    if before.rstrip().endswith(":") and words:
        return True
    pauses = text[pair.span.end - 1] in ",!?—–" or after.lstrip()[:1] in (",", "—", "–")
    following = [word.lower() for word in _WORD.findall(after[:_NEAR])[:6]]
    return pauses and any(word in FINITE - LOOSE for word in following)


def _is_title(text: str, words: Sequence[str], before: str) -> bool:
    if not words or text.isupper():
        return False
    capitals = [not word[0].islower() for word in words if word.lower() not in _SMALL]
    if not capitals or not all(capitals) or words[0][0].islower():
        return False
    work = bool(_WORK_LEAD.search(before[-_NEAR:]))
    return work or (len(capitals) > 1 and text[-1] not in ".!?…")


def _reports(text: str) -> bool:
    return not REPORTING.isdisjoint(_LETTERS.findall(text.lower()))


def _within(at: int, starts: Sequence[int], ends: Sequence[int]) -> bool:
    n = bisect_right(starts, at) - 1
    return n >= 0 and at < ends[n]


def _blocks(text: str, found: Paired) -> Iterator[Quoted]:
    """Yield the runs of lines that begin with ">"; those that hold marks themselves are left to their marks."""
    starts = [paragraph.start for paragraph in found.paragraphs]
    for match in _BLOCK.finditer(text):
        lines = [Span(*line.span("words")) for line in _BLOCK_LINE.finditer(text, *match.span())]
        lines = [line for line in lines if count_words(line.of(text))]
        if not lines or text[lines[0].start] in "\"“‘'«„" or text.startswith(">>", match.start()):
            continue
        signed = _SIGNED.match(lines[-1].of(text))
        name = Span(lines[-1].start + signed.start("name"), lines[-1].end) if signed and len(lines) > 1 else None
        pieces = tuple(Pair(line, line) for line in (lines[:-1] if name else lines))
        number = bisect_right(starts, lines[0].start) - 1
        yield Quoted(pieces, max(0, number), Role.SPEECH, name)
