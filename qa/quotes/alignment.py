"""Where the pieces of a quotation stand in a story, word for word. The only importer of edlib.

Each piece is placed by the least edits that turn it into a run of the story's words (Myers' bit-parallel algorithm,
https://doi.org/10.1093/bioinformatics/btw753), words being the letters; where that fails, by the longest runs of words
that both have, in whatever order.
"""

import re

import edlib

from qa.quotes.edits import joined, read_edits, settled
from qa.quotes.matches import Alignment, Match, Region, parted
from qa.quotes.pieces import Gap, Piece, Pieces
from qa.quotes.splicing import LEAST_RUN, spliced

_SHARES = ((6, 0.75), (10, 0.7), (10**9, 0.6))  # of up to so many words this share must stand in the story
_MARK = re.compile(r'["“”„«»]')
_MOST_SLOT = 6
_SPLIT_REACH = 60
_MOST_ENDS = 4


def align(quotation: Pieces, region: Region) -> Alignment | None:
    """Place a quotation in a region; None where too few of its words stand there."""
    anchor = max(range(len(quotation.pieces)), key=lambda i: len(quotation.pieces[i].words))
    alone = len(quotation.pieces) == 1
    held = _anywhere(quotation.pieces[anchor], region, least=1 if alone else LEAST_RUN)
    if not held:
        return None
    found: dict[int, list[Match]] = {anchor: held}
    low, high = min(match.first for match in held), max(match.last for match in held)
    for i in range(anchor + 1, len(quotation.pieces)):
        found[i] = _after(quotation.pieces[i], region, high)
        low, high = min([low, *(m.first for m in found[i])]), max([high, *(m.last for m in found[i])])
    for i in range(anchor - 1, -1, -1):
        found[i] = _before(quotation.pieces[i], quotation.pieces[i + 1].gap, region, low)
        low = min([low, *(m.first for m in found[i])])
    missing = tuple(quotation.pieces[i] for i in sorted(found) if not found[i])
    matches = _unbroken(tuple(match for i in sorted(found) for match in found[i]))
    before = _slot(region, matches[0].first, -1) if quotation.pieces[0].gap is Gap.BRACKET else 0
    after = _slot(region, matches[-1].last, 1) if quotation.closing else 0
    return Alignment(region, matches, missing, before, after)


def _slot(region: Region, at: int, step: int) -> int:
    """Return how many words stand between a match and the end of its sentence or speech; 0 where they are too many."""
    count = 0
    while count <= _MOST_SLOT:
        a, b = (at - count - 1, at - count) if step < 0 else (at + count - 1, at + count)
        if parted(region, a, b) or _MARK.search(
            region.document.text, region.span(a, b).end, region.span(b, b + 1).start
        ):
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
    """Say whether enough words are equal, and enough of them beside one another, to be no chance; of few, more."""
    total = len(match.piece.words)
    share = next(share for most, share in _SHARES if total <= most)
    runs = [edit.q1 - edit.q0 for edit in match.edits if edit.same]
    return match.equal >= share * total and max(runs, default=0) >= min(LEAST_RUN, total)


def _after(piece: Piece, region: Region, at: int) -> list[Match]:
    reach = {Gap.BRACKET: _MOST_SLOT + 4, Gap.SPLIT: _SPLIT_REACH, Gap.NONE: len(piece.words)}.get(piece.gap)
    high = len(region.words) if reach is None else min(len(region.words), at + len(piece.words) + reach)
    return placed(piece, region, at, high) or _anywhere(piece, region)


def _before(piece: Piece, gap: Gap, region: Region, at: int) -> list[Match]:
    reach = {Gap.BRACKET: _MOST_SLOT + 4, Gap.SPLIT: _SPLIT_REACH, Gap.NONE: len(piece.words)}.get(gap)
    low = 0 if reach is None else max(0, at - len(piece.words) - reach)
    return placed(piece, region, low, at, latest=True) or _anywhere(piece, region)


def _anywhere(piece: Piece, region: Region, least: int = LEAST_RUN) -> list[Match]:
    """Place a piece anywhere in a region: in one run, or where that leaves much unaccounted for, in several.

    Nothing where it has fewer than `least` words.
    """
    if len(piece.words) < least:
        return []
    found = placed(piece, region, 0, len(region.words))
    if found and not any(edit.q1 - edit.q0 >= LEAST_RUN for edit in found[0].edits if not edit.same):
        return found
    runs = spliced(piece, region)
    gained = sum(match.equal for match in runs) - sum(match.equal for match in found)
    return runs if gained >= min(LEAST_RUN, len(piece.words)) else found


def _nearest(piece: Piece, region: Region, low: int, high: int, *, latest: bool) -> Match | None:
    """Return the nearest run of words; of equally near ones that with most equal words, then the first or `latest`."""
    codes = {key: i + 1 for i, key in enumerate(dict.fromkeys(word.key for word in piece.words))}
    query = bytes(codes[word.key] for word in piece.words)
    target = region.coded(codes, low, high)
    if len(query) >= LEAST_RUN and not any(target):
        return None
    best: tuple[int, int, Match] | None = None
    for begin, end in _runs_at_least_cost(query, target) if query else []:
        path = edlib.align(query, target[begin:end], mode="NW", task="path")
        edits = joined(piece, region, read_edits(path["cigar"], low + begin))
        if not edits:
            continue
        match = Match(piece, tuple(settled(piece, region, edits)))
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


def _unbroken(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """Return the matches without those that hold no word of the region."""
    return tuple(match for match in matches if match.edits and match.last > match.first)
