"""The edits that turn a piece of a quotation into words of a region: which are none, and where the ends are."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.quotes.guards import expanded
from qa.quotes.matches import Edit, Region, parted
from qa.quotes.pieces import Piece
from qa.quotes.words import Word, letters

_CIGAR = re.compile(r"(\d+)([=XID])")
_EDGE = 3
_MOST_TOLD = 3
_REACH = 6


def read_edits(cigar: str, at: int) -> list[Edit]:
    """Read edlib's path, whose first word of the region is the word `at`."""
    edits: list[Edit] = []
    q, s = 0, at
    for count, kind in _CIGAR.findall(cigar):
        n = int(count)
        dq, ds = (n if kind != "D" else 0), (n if kind != "I" else 0)
        edits.append(Edit(kind == "=", q, q + dq, s, s + ds))
        q, s = q + dq, s + ds
    return edits


def joined(piece: Piece, region: Region, edits: Sequence[Edit]) -> list[Edit]:
    """Join neighbouring edits of one kind; those whose words are the same but for spaces and such are none."""
    made: list[Edit] = []
    for edit in edits:
        if made and not edit.same and not made[-1].same:
            edit = Edit(False, made[-1].q0, edit.q1, made[-1].s0, edit.s1)  # noqa: PLW2901
            made.pop()
        made.append(edit)
    checked = [part for edit in made for part in _told_apart(piece, region, edit)]
    whole: list[Edit] = []
    for edit in checked:
        if whole and edit.same and whole[-1].same:
            edit = Edit(True, whole[-1].q0, edit.q1, whole[-1].s0, edit.s1)  # noqa: PLW2901
            whole.pop()
        whole.append(edit)
    return whole


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


def settled(piece: Piece, region: Region, edits: list[Edit]) -> list[Edit]:
    """Put the two ends where the sentence's own are, as far as the words that differ leave that open."""
    edits = _closed(piece, region, _opened(piece, region, edits))
    return [replace(edit, same=edit.same or _is_spelled_alike(piece, region, edit)) for edit in edits]


def _opened(piece: Piece, region: Region, edits: list[Edit]) -> list[Edit]:
    first = edits[0]
    if first.same:
        moved = _moved(piece, region, edits, range(first.s0 - 1, max(-1, first.s0 - _EDGE), -1))
        return [Edit(False, 0, 0, first.s0 - moved, first.s0), *edits] if moved else edits
    wanted = piece.words[first.q0 : first.q1]
    for start in range(first.s1 - 1, max(-1, first.s1 - len(wanted) - _REACH), -1):
        end = start + len(wanted)
        if wanted and end <= first.s1 and same_keys(wanted, region.words[start:end]):
            gap = [Edit(False, first.q1, first.q1, end, first.s1)] if end < first.s1 else []
            return [Edit(True, first.q0, first.q1, start, end), *gap, *edits[1:]]
        if start > 0 and parted(region, start - 1, start):
            break
    return [replace(first, s0=_begin(piece, region, first)), *edits[1:]]


def _closed(piece: Piece, region: Region, edits: list[Edit]) -> list[Edit]:
    last = edits[-1]
    if last.same:
        moved = _moved(piece, region, edits, range(last.s1, min(len(region.words), last.s1 + _EDGE)))
        return [*edits, Edit(False, last.q1, last.q1, last.s1, last.s1 + moved)] if moved else edits
    if len(edits) == 1:
        return edits
    wanted = piece.words[last.q0 : last.q1]
    for start in range(last.s0, min(len(region.words), last.s0 + _REACH)):
        if start > last.s0 and parted(region, start - 1, start):
            break
        for end in range(start + 1, min(len(region.words), start + len(wanted) + 1) + 1):
            if wanted and letters(wanted) == letters(region.words[start:end]):
                gap = [Edit(False, last.q0, last.q0, last.s0, start)] if start > last.s0 else []
                return [*edits[:-1], *gap, Edit(True, last.q0, last.q1, start, end)]
    return [*edits[:-1], replace(last, s1=_end(piece, region, last))]


def same_keys(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Say whether two runs of words are the same."""
    return [word.key for word in one] == [word.key for word in other]


def _is_spelled_alike(piece: Piece, region: Region, edit: Edit) -> bool:
    quoted, stored = piece.words[edit.q0 : edit.q1], region.words[edit.s0 : edit.s1]
    return bool(quoted) and letters(quoted) == letters(stored)


def _is_written_out(piece: Piece, region: Region, edit: Edit) -> bool:
    """Say whether an edit is but a space or a contraction: "email" and "e-mail", "don't" and "do not"."""
    quoted, stored = piece.words[edit.q0 : edit.q1], region.words[edit.s0 : edit.s1]
    out = [expanded(word.key for word in part) for part in (quoted, stored)]
    return out[0] == out[1] or _is_spelled_alike(piece, region, edit)


def _begin(piece: Piece, region: Region, first: Edit) -> int:
    """Return with which word the first words, which differ, begin: no sentence before theirs is taken in."""
    begin = first.s1
    least = first.s0 - max(0, first.q1 - first.q0 - (first.s1 - first.s0))
    while begin > max(least, 0) and not (begin < len(region.words) and parted(region, begin - 1, begin)):
        begin -= 1
    wider = range(max(0, begin - _EDGE), begin)
    return next((i for i in wider if _is_written_out(piece, region, replace(first, s0=i))), begin)


def _end(piece: Piece, region: Region, last: Edit) -> int:
    """Return after which word the last words, which differ, end: no sentence after theirs is taken in."""
    end = last.s0
    most = last.s1 + max(0, last.q1 - last.q0 - (last.s1 - last.s0))
    while end < min(most, len(region.words)) and not parted(region, end - 1, end):
        end += 1
    wider = range(min(len(region.words), end + _EDGE), end, -1)
    return next((i for i in wider if _is_written_out(piece, region, replace(last, s1=i))), end)


def _moved(piece: Piece, region: Region, edits: Sequence[Edit], places: range) -> int:
    """Return how many words beside an end the quotation has elsewhere, as where a question is made a statement."""
    inserted = {word.key for edit in edits if not edit.same for word in piece.words[edit.q0 : edit.q1]}
    moved = 0
    for count, place in enumerate(places, start=1):
        if parted(region, *((place, place + 1) if places.step < 0 else (place - 1, place))):
            break
        if region.words[place].key in inserted:
            moved = count
    return moved
