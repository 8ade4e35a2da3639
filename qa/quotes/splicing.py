"""Splices and reorderings: the longest runs of words that a piece and a region share, in whatever order."""

from collections.abc import Sequence
from itertools import product

from qa.quotes.edits import joined, same_keys
from qa.quotes.matches import Edit, Match, Region, parted
from qa.quotes.pieces import Piece

_Run = tuple[int, int, int, int]  # the words q0 .. q1 - 1 of a piece are the words s0 .. s1 - 1 of a region
LEAST_RUN = 3  # as many as a region's triples have
_LEAST_SHARE = 0.6  # of a piece's words must stand in the runs
_LEAST_GROUP = 4
_MOST_POSITIONS = 64


def spliced(piece: Piece, region: Region) -> list[Match]:
    """Place a piece run by run, the longest first; nothing where the runs hold too few of its words."""
    runs = _balanced(piece, region, _runs([word.key for word in piece.words], region))
    groups: list[list[_Run]] = []
    for run in runs:
        near = groups and 0 <= run[2] - groups[-1][-1][3] <= max(2, 2 * (run[0] - groups[-1][-1][1]))
        if near:
            groups[-1].append(run)
        else:
            groups.append([run])
    long = [group for group in groups if sum(q1 - q0 for q0, q1, _, _ in group) >= _LEAST_GROUP]
    if sum(q1 - q0 for group in long for q0, q1, _, _ in group) < _LEAST_SHARE * len(piece.words):
        return []  # three words in common, here and there, are chance
    matches: list[Match] = []
    at = 0
    for i, group in enumerate(groups):
        stop = group[-1][1] if i + 1 < len(groups) else len(piece.words)
        edits = joined(piece, region, _edits_of_runs(group, at, stop))
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
        if same_keys(piece.words[q1 - n : q1], region.words[max(0, t0 - n) : t0]) and parted(
            region, s1 - n - 1, s1 - n
        ):
            runs[i], runs[i + 1] = (q0, q1 - n, s0, s1 - n), (r0 - n, r1, t0 - n, t1)
        elif same_keys(piece.words[r0 : r0 + n], region.words[s1 : s1 + n]) and parted(region, t0 + n - 1, t0 + n):
            runs[i], runs[i + 1] = (q0, q1 + n, s0, s1 + n), (r0 + n, r1, t0 + n, t1)
    return [run for run in runs if run[1] > run[0]]


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


def _runs(quoted: Sequence[str], region: Region) -> list[_Run]:
    """Return (q0, q1, s0, s1) of the longest runs of words in common, greedily, in the quotation's order."""
    stored = region.keys
    every: list[tuple[int, int, int]] = []
    for q in range(len(quoted) - LEAST_RUN + 1):
        for s in region.triples.get(tuple(quoted[q : q + LEAST_RUN]), [])[:_MOST_POSITIONS]:
            if q and s and quoted[q - 1] == stored[s - 1] and (q, s) != (0, 0):
                continue  # part of a run that began before
            n = LEAST_RUN
            while q + n < len(quoted) and s + n < len(stored) and quoted[q + n] == stored[s + n]:
                n += 1
            every.append((n, q, s))
    taken = [False] * len(quoted)
    found: list[_Run] = []
    for n, q, s in sorted(every, key=lambda one: (-one[0], one[1], one[2])):
        free = [i for i in range(q, q + n) if not taken[i]]
        if len(free) >= LEAST_RUN and free[-1] - free[0] + 1 == len(free):
            low, high = free[0], free[-1] + 1
            found.append((low, high, s + low - q, s + high - q))
            taken[low:high] = [True] * (high - low)
    return sorted(found)
