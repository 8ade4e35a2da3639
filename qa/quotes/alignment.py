"""Where the pieces of a quotation stand in a story, word for word. The only importer of edlib.

Each piece is placed by the least edits that turn it into a run of the story's words (Myers' bit-parallel algorithm,
https://doi.org/10.1093/bioinformatics/btw753), words being the letters; where that fails, by the longest runs of words
that both have, in whatever order.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

import edlib

from qa.quotes.folding import Folded, fold
from qa.quotes.guards import expanded
from qa.quotes.pieces import Gap, Piece, Pieces
from qa.quotes.words import Word, letters, words
from qa.types import Document, Span

LEAST_SHARE = 0.6  # of a piece's words must stand in the story
_LEAST_RUN = 3
_MOST_SLOT = 6
_SPLIT_REACH = 60
_MOST_POSITIONS = 64
_MOST_ENDS = 4
_FAR_SHARE = 0.7  # more edits than that leave too few words equal
_EDGE = 3
_MOST_TOLD = 3
_CIGAR = re.compile(r"(\d+)([=XID])")


_Run = tuple[int, int, int, int]  # the words q0 .. q1 - 1 of a piece are the words s0 .. s1 - 1 of a region


@dataclass(frozen=True, slots=True)
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
        start, end = max(0, start), min(len(text), end)
        while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
            start -= 1
        while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        folded = fold(text[start:end])
        return cls(document, start, folded, tuple(words(folded)))

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


def align(quotation: Pieces, region: Region) -> Alignment | None:
    """Place a quotation in a region; None where too few of its words stand there."""
    anchor = max(range(len(quotation.pieces)), key=lambda i: len(quotation.pieces[i].words))
    held = _anywhere(quotation.pieces[anchor], region)
    if not held:
        return None
    found: dict[int, list[Match]] = {anchor: held}
    for i in range(anchor + 1, len(quotation.pieces)):
        found[i] = _after(quotation.pieces[i], region, max(m.last for part in found.values() for m in part))
    for i in range(anchor - 1, -1, -1):
        gap = quotation.pieces[i + 1].gap
        found[i] = _before(quotation.pieces[i], gap, region, min(m.first for part in found.values() for m in part))
    missing = tuple(quotation.pieces[i] for i in sorted(found) if not found[i])
    matches = _unbroken(tuple(match for i in sorted(found) for match in found[i]))
    before = _slot(region, matches[0].first, -1) if quotation.pieces[0].gap is Gap.BRACKET else 0
    after = _slot(region, matches[-1].last, 1) if quotation.closing else 0
    return Alignment(region, matches, missing, before, after)


def _slot(region: Region, at: int, step: int) -> int:
    """Return how many words stand between a match and its sentence's end on one side; 0 where they are too many."""
    count = 0
    while count <= _MOST_SLOT:
        a, b = (at - count - 1, at - count) if step < 0 else (at + count - 1, at + count)
        if _parted(region, a, b):
            return count
        count += 1
    return 0


def placed(piece: Piece, region: Region, low: int, high: int, *, latest: bool = False) -> list[Match]:
    """Place a piece among the words low .. high - 1; nothing where too few of its words stand in a run there."""
    if high <= low:
        return []
    match = _nearest(piece, region, low, high, latest=latest)
    return [match] if match and _is_held(match) else []


def _is_held(match: Match) -> bool:
    """Say whether enough words are equal, and enough of them beside one another, to be no chance."""
    total = len(match.piece.words)
    runs = [edit.q1 - edit.q0 for edit in match.edits if edit.same]
    return match.equal >= LEAST_SHARE * total and max(runs, default=0) >= min(_LEAST_RUN, total)


def _after(piece: Piece, region: Region, at: int) -> list[Match]:
    reach = {Gap.BRACKET: _MOST_SLOT + 4, Gap.SPLIT: _SPLIT_REACH, Gap.NONE: len(piece.words)}.get(piece.gap)
    high = len(region.words) if reach is None else min(len(region.words), at + len(piece.words) + reach)
    return placed(piece, region, at, high) or _anywhere(piece, region)


def _before(piece: Piece, gap: Gap, region: Region, at: int) -> list[Match]:
    reach = {Gap.BRACKET: _MOST_SLOT + 4, Gap.SPLIT: _SPLIT_REACH, Gap.NONE: len(piece.words)}.get(gap)
    low = 0 if reach is None else max(0, at - len(piece.words) - reach)
    return placed(piece, region, low, at, latest=True) or _anywhere(piece, region)


def _anywhere(piece: Piece, region: Region) -> list[Match]:
    """Place a piece anywhere in a region: in one run, or where that leaves much unaccounted for, in several."""
    found = placed(piece, region, 0, len(region.words))
    if len(piece.words) < _LEAST_RUN:
        return []
    if found and not any(edit.q1 - edit.q0 >= _LEAST_RUN for edit in found[0].edits if not edit.same):
        return found
    runs = _spliced(piece, region)
    gained = sum(match.equal for match in runs) - sum(match.equal for match in found)
    return runs if gained >= min(_LEAST_RUN, len(piece.words)) else found


def _nearest(piece: Piece, region: Region, low: int, high: int, *, latest: bool) -> Match | None:
    """Return the nearest run of words; of equally near ones that with most equal words, then the first or `latest`."""
    codes = {key: i + 1 for i, key in enumerate(dict.fromkeys(word.key for word in piece.words))}
    query = bytes(codes[word.key] for word in piece.words)
    target = bytes(codes.get(word.key, 0) for word in region.words[low:high])
    best: tuple[int, int, Match] | None = None
    for begin, end in _runs_at_least_cost(query, target) if query else []:
        path = edlib.align(query, target[begin:end], mode="NW", task="path")
        edits = _joined(piece, region, _edits(path["cigar"], low + begin))
        if not edits:
            continue
        match = Match(piece, tuple(_settled(piece, region, edits)))
        rank = (match.equal, match.first if latest else -match.first)
        if best is None or rank > best[:2]:
            best = (*rank, match)
    return best and best[2]


def _runs_at_least_cost(query: bytes, target: bytes) -> list[tuple[int, int]]:
    """Return (begin, end) of the runs of `target` that take the fewest edits, up to a few."""
    ends = sorted(
        {
            place[1] + 1
            for place in edlib.align(query, target, mode="HW", task="distance")["locations"]
            if place[1] is not None
        }
    )
    found: list[tuple[int, int]] = []
    for end in [*ends[:_MOST_ENDS], *ends[_MOST_ENDS:][-_MOST_ENDS:]]:
        reach = target[max(0, end - 2 * len(query)) : end][::-1]
        starts = edlib.align(query[::-1], reach, mode="SHW", task="distance")["locations"]
        found += [(end - place[1] - 1, end) for place in starts[-_MOST_ENDS:] if place[1] is not None and place[1] >= 0]
    return found


def _edits(cigar: str, at: int) -> list[Edit]:
    edits: list[Edit] = []
    q, s = 0, at
    for count, kind in _CIGAR.findall(cigar):
        n = int(count)
        dq, ds = (n if kind != "D" else 0), (n if kind != "I" else 0)
        edits.append(Edit(kind == "=", q, q + dq, s, s + ds))
        q, s = q + dq, s + ds
    return edits


def _joined(piece: Piece, region: Region, edits: Sequence[Edit]) -> list[Edit]:
    """Join neighbouring edits of one kind; those whose words are the same but for spaces and such are none."""
    made: list[Edit] = []
    for edit in edits:
        if made and not edit.same and not made[-1].same:
            edit = Edit(False, made[-1].q0, edit.q1, made[-1].s0, edit.s1)  # noqa: PLW2901
            made.pop()
        made.append(edit)
    checked = [part for edit in made for part in _told_apart(piece, region, edit)]
    joined: list[Edit] = []
    for edit in checked:
        if joined and edit.same and joined[-1].same:
            edit = Edit(True, joined[-1].q0, edit.q1, joined[-1].s0, edit.s1)  # noqa: PLW2901
            joined.pop()
        joined.append(edit)
    return joined


def _told_apart(piece: Piece, region: Region, edit: Edit) -> list[Edit]:
    """Find the words of an edit that are the same but for spaces, hyphens or a declared edit."""
    if edit.same or edit.q0 == edit.q1 or edit.s0 == edit.s1:
        return [edit]
    stored = _joined_runs(region.words, edit.s0, edit.s1)
    for (q0, q1), shown in _joined_runs(piece.words, edit.q0, edit.q1).items():
        slot = piece.words[q0].open if q1 == q0 + 1 else None
        for (s0, s1), held in stored.items():
            if shown == held or (slot is not None and s1 == s0 + 1 and slot.fullmatch(region.words[s0].key)):
                before, after = Edit(False, edit.q0, q0, edit.s0, s0), Edit(False, q1, edit.q1, s1, edit.s1)
                rest = [
                    *_told_apart(piece, region, before),
                    Edit(True, q0, q1, s0, s1),
                    *_told_apart(piece, region, after),
                ]
                return [part for part in rest if part.q1 > part.q0 or part.s1 > part.s0]
    return [edit]


def _joined_runs(words: Sequence[Word], low: int, high: int) -> dict[tuple[int, int], str]:
    """Return the letters of each run of up to three words, without numbers; the longest runs first."""
    runs: dict[tuple[int, int], str] = {}
    for length in range(min(_MOST_TOLD, high - low), 0, -1):
        for start in range(low, high - length + 1):
            part = words[start : start + length]
            if not any(word.number for word in part):
                runs[start, start + length] = letters(part)
    return runs


def _settled(piece: Piece, region: Region, edits: list[Edit]) -> list[Edit]:
    """Put the two ends where the sentence's own are, as far as the words that differ leave that open."""
    first, last = edits[0], edits[-1]
    if not first.same:
        edits = [replace(first, s0=_begin(piece, region, first)), *edits[1:]]
    elif moved := _moved(piece, region, edits, range(first.s0 - 1, max(-1, first.s0 - _EDGE), -1)):
        edits = [Edit(False, 0, 0, first.s0 - moved, first.s0), *edits]
    if not last.same and len(edits) > 1:
        edits = [*edits[:-1], replace(last, s1=_end(region, last))]
    elif last.same and (moved := _moved(piece, region, edits, range(last.s1, min(len(region.words), last.s1 + _EDGE)))):
        edits = [*edits, Edit(False, last.q1, last.q1, last.s1, last.s1 + moved)]
    return edits


def _begin(piece: Piece, region: Region, first: Edit) -> int:
    """Return with which word the first words, which differ, begin: no sentence before theirs is taken in."""
    begin = first.s1
    least = first.s0 - max(0, first.q1 - first.q0 - (first.s1 - first.s0))
    while begin > max(least, 0) and not (begin < len(region.words) and _parted(region, begin - 1, begin)):
        begin -= 1
    quoted = expanded(word.key for word in piece.words[first.q0 : first.q1])
    wider = [
        i for i in range(max(0, begin - _EDGE), begin) if expanded(w.key for w in region.words[i : first.s1]) == quoted
    ]
    return wider[0] if wider else begin


def _end(region: Region, last: Edit) -> int:
    """Return after which word the last words, which differ, end: no sentence after theirs is taken in."""
    end = last.s0
    most = last.s1 + max(0, last.q1 - last.q0 - (last.s1 - last.s0))
    while end < min(most, len(region.words)) and not _parted(region, end - 1, end):
        end += 1
    return end


def _moved(piece: Piece, region: Region, edits: Sequence[Edit], places: range) -> int:
    """Return how many words beside an end the quotation has elsewhere, as where a question is made a statement."""
    inserted = {word.key for edit in edits if not edit.same for word in piece.words[edit.q0 : edit.q1]}
    moved = 0
    for count, place in enumerate(places, start=1):
        if _parted(region, *((place, place + 1) if places.step < 0 else (place - 1, place))):
            break
        if region.words[place].key in inserted:
            moved = count
    return moved


_SENTENCE_END = re.compile(r"[.?!][\"”’»')\]]*\s+[\"“‘«'(\[]*[A-Z]|[?!]|\n\s*\n|\n {2,}")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Prof|Jr|Sr|No|Inc|Co|vs)\.\s")


def _parted(region: Region, a: int, b: int) -> bool:
    """Say whether a sentence ends between two neighbouring words."""
    if a < 0 or b >= len(region.words):
        return True
    start, end = region.span(a, a + 1), region.span(b, b + 1)
    between = region.document.text[start.end : end.start + 1]
    return bool(_SENTENCE_END.search(between)) and not _ABBREVIATION.match(region.document.text, start.start)


def _spliced(piece: Piece, region: Region) -> list[Match]:
    """Place a piece run by run, the longest first; nothing where the runs hold too few of its words."""
    runs = _balanced(piece, region, _runs([word.key for word in piece.words], [word.key for word in region.words]))
    if sum(q1 - q0 for q0, q1, _, _ in runs) < LEAST_SHARE * len(piece.words):
        return []
    groups: list[list[_Run]] = []
    for run in runs:
        near = groups and 0 <= run[2] - groups[-1][-1][3] <= max(2, 2 * (run[0] - groups[-1][-1][1]))
        if near:
            groups[-1].append(run)
        else:
            groups.append([run])
    matches: list[Match] = []
    at = 0
    for i, group in enumerate(groups):
        stop = group[-1][1] if i + 1 < len(groups) else len(piece.words)
        edits = _joined(piece, region, _edits_of_runs(group, at, stop))
        matches.append(Match(piece, tuple(edits), silent=i > 0))
        at = stop
    return matches


def _balanced(piece: Piece, region: Region, runs: list[_Run]) -> list[_Run]:
    """Give a word or two that open or close a sentence to the run whose sentence it is."""
    runs = list(runs)
    for i, n in product(range(len(runs) - 1), (2, 1)):
        (q0, q1, s0, s1), (r0, r1, t0, t1) = runs[i], runs[i + 1]
        if q1 != r0 or t0 == s1:
            continue
        if _same_keys(piece.words[q1 - n : q1], region.words[max(0, t0 - n) : t0]) and _parted(
            region, s1 - n - 1, s1 - n
        ):
            runs[i], runs[i + 1] = (q0, q1 - n, s0, s1 - n), (r0 - n, r1, t0 - n, t1)
        elif _same_keys(piece.words[r0 : r0 + n], region.words[s1 : s1 + n]) and _parted(region, t0 + n - 1, t0 + n):
            runs[i], runs[i + 1] = (q0, q1 + n, s0, s1 + n), (r0 + n, r1, t0 + n, t1)
    return [run for run in runs if run[1] > run[0]]


def _same_keys(one: Sequence[Word], other: Sequence[Word]) -> bool:
    return [word.key for word in one] == [word.key for word in other]


def _edits_of_runs(group: Sequence[_Run], at: int, stop: int) -> list[Edit]:
    edits: list[Edit] = []
    q, s = at, group[0][2]
    for q0, q1, s0, s1 in group:
        if q0 > q or s0 > s:
            edits.append(Edit(False, q, q0, s, s0))
        edits.append(Edit(True, q0, q1, s0, s1))
        q, s = q1, s1
    if stop > q:
        edits.append(Edit(False, q, stop, s, s))
    return edits


def _runs(quoted: Sequence[str], stored: Sequence[str]) -> list[_Run]:
    """Return (q0, q1, s0, s1) of the longest runs of words in common, greedily, in the quotation's order."""
    positions: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(stored) - _LEAST_RUN + 1):
        positions[tuple(stored[i : i + _LEAST_RUN])].append(i)
    every: list[tuple[int, int, int]] = []
    for q in range(len(quoted) - _LEAST_RUN + 1):
        for s in positions.get(tuple(quoted[q : q + _LEAST_RUN]), [])[:_MOST_POSITIONS]:
            if q and s and quoted[q - 1] == stored[s - 1] and (q, s) != (0, 0):
                continue  # part of a run that began before
            n = _LEAST_RUN
            while q + n < len(quoted) and s + n < len(stored) and quoted[q + n] == stored[s + n]:
                n += 1
            every.append((n, q, s))
    taken = [False] * len(quoted)
    found: list[_Run] = []
    for n, q, s in sorted(every, key=lambda one: (-one[0], one[1], one[2])):
        free = [i for i in range(q, q + n) if not taken[i]]
        if len(free) >= _LEAST_RUN and free[-1] - free[0] + 1 == len(free):
            low, high = free[0], free[-1] + 1
            found.append((low, high, s + low - q, s + high - q))
            taken[low:high] = [True] * (high - low)
    return sorted(found)


def _unbroken(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """Return the matches without those that hold no word of the region."""
    return tuple(match for match in matches if match.edits and match.last > match.first)
