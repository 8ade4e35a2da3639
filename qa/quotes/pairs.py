"""A text to what stands between its quotation marks, as pairs of marks that may hold further pairs.

Marks are paired paragraph by paragraph, in one pass with a stack: a mark that is never closed is dropped and what it
held moves up, so a stray mark spoils its own paragraph at most. A quotation of several paragraphs opens each of them
with a mark and closes only the last; all but the last `run_on`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from qa.passages import paragraphs
from qa.sentences import trim
from qa.types import Span

_MARK = re.compile("(?P<rule>([\"“”„‟＂«»‹›‘’‚‛'`])\\2{5,})|``|''|[\"“”„‟＂«»‹›‘’‚‛'`]")
_SINGLE = frozenset("‘’‚‛'`‹›")
_LEFT = frozenset("([{—–-/…")
_RIGHT = frozenset(".,;:!?)]}—–-/…")
_FEET_AND_INCHES = re.compile(r"\d['’]\s?\d{1,2}(?:\.\d+|[½¼¾])?$")
_ELISION = re.compile(
    r"(?:\d\ds?|tis|twas|twere|twill|tween|em|n|til|till|cause|cos|cuz|bout|round|ere|neath|s|t|ll|re|ve|d|m)\b",
    re.IGNORECASE,
)
_WEAK_END = re.compile(r"(?:s|in|an|th|o)$", re.IGNORECASE)
_TEXTS_KEPT = 8
_DEEPEST = 60
_OPEN, _CLOSE, _EITHER = "open", "close", "either"


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands between two marks: its words, the same with the marks, and the pairs within.

    `runs_on` says that the quotation goes on in the next paragraph.
    """

    span: Span
    outer: Span
    inner: tuple["Pair", ...] = ()
    single: bool = False
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Paired:
    """The paragraphs of a text and, for each, its outermost pairs in order; and what follows marks never closed."""

    paragraphs: tuple[Span, ...]
    pairs: tuple[tuple[Pair, ...], ...]
    unclosed: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Open:
    mark: str
    at: Span
    inner: list[Pair] = field(default_factory=list)

    @property
    def single(self) -> bool:
        return self.mark in _SINGLE


@lru_cache(_TEXTS_KEPT)
def paired(text: str) -> Paired:
    """Return the paragraphs of a text with their pairs of marks; it takes time in proportion to the text."""
    spans = _flowing(text, paragraphs(text))
    found, unclosed = [], list[Span]()
    for n, span in enumerate(spans):
        following = spans[n + 1] if n + 1 < len(spans) else None
        paragraph = _Paragraph(text, span)
        found.append(paragraph.pairs(following))
        unclosed += paragraph.unclosed
    return Paired(tuple(spans), tuple(found), tuple(sorted(unclosed)))


def _flowing(text: str, spans: Sequence[Span]) -> list[Span]:
    """Join lines that run on in lower case without a blank line between: somebody wrapped them by hand."""
    joined: list[Span] = []
    for span in spans:
        if joined and text[span.start].islower() and text.count("\n", joined[-1].end, span.start) == 1:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


class _Paragraph:
    """Pairs the marks of one paragraph."""

    def __init__(self, text: str, span: Span) -> None:
        self._text, self._span = text, span
        self.unclosed: list[Span] = []
        found = _MARK.finditer(text, span.start, span.end)
        self._marks = [Span(*match.span()) for match in found if not match["rule"]]
        self._odd = text.count('"', span.start, span.end) % 2 == 1
        self._before, self._after = self._neighbours()
        self._roles = [self._role(n) for n in range(len(self._marks))]
        self._strong = self._closed_later()
        self._stack = [_Open("", Span(0, 0))]
        self._depth = {True: 0, False: 0}

    def pairs(self, following: Span | None) -> tuple[Pair, ...]:
        """Return the outermost pairs; one that is open at the end runs on if the next paragraph opens alike."""
        for n, mark in enumerate(self._marks):
            single = self._is_single(mark)
            role = self._role_here(n, single)
            if role == _OPEN and len(self._stack) <= _DEEPEST:
                self._stack.append(_Open(mark.of(self._text), mark))
                self._depth[single] += 1
            elif role == _CLOSE and self._depth[single]:
                self._close(n, single)
        return self._closed_by(following)

    def _role_here(self, n: int, single: bool) -> str | None:
        """Say what a mark does, by the marks that are open."""
        mark, role = self._marks[n].of(self._text), self._roles[n]
        if (self._stack[-1].mark, mark) in (("„", "“"), ("‟", "“"), ("‚", "‘")):
            return _CLOSE
        if role != _EITHER:
            return role
        return _CLOSE if self._depth[single] else None if single else _OPEN

    def _is_single(self, mark: Span) -> bool:
        return mark.of(self._text) in _SINGLE

    def _neighbours(self) -> tuple[list[str], list[str]]:
        """Return the characters before and after each run of marks, for every mark in it; "" at the ends."""
        text, marks = self._text, self._marks
        before = [text[mark.start - 1] if mark.start > self._span.start else "" for mark in marks]
        after = [text[mark.end] if mark.end < self._span.end else "" for mark in marks]
        for n in range(1, len(marks)):
            if marks[n].start == marks[n - 1].end:
                before[n] = before[n - 1]
        for n in range(len(marks) - 2, -1, -1):
            if marks[n].end == marks[n + 1].start:
                after[n] = after[n + 1]
        return before, after

    def _role(self, n: int) -> str | None:
        """Say what a mark can do by its shape and its neighbours; None for apostrophes and inches."""
        mark, before, after = self._marks[n].of(self._text), self._before[n], self._after[n]
        left = not before or before.isspace() or before in _LEFT
        right = not after or after.isspace() or after in _RIGHT
        if mark in _SINGLE and mark not in "‹›":
            return self._single_role(n, mark, left=left, right=right)
        if mark in ("„", "‟", "``", "“"):
            return _OPEN
        if mark == "”":
            return _OPEN if left and not right else _CLOSE
        if mark in "«»‹›":
            return _EITHER if left == right else _OPEN if left else _CLOSE
        if before.isdigit() and self._is_inches(n):
            return None
        return _EITHER if left == right else _OPEN if left else _CLOSE

    def _single_role(self, n: int, mark: str, *, left: bool, right: bool) -> str | None:
        place = self._marks[n]
        if (left or mark in "‘`") and not right:
            elided = mark not in "‚`" and _ELISION.match(self._text, place.end)
            return None if elided or (mark == "’") or (not left and self._before[n].isalnum()) else _OPEN
        if right and not left and mark not in "‘‚`":
            return _CLOSE
        return _EITHER if left and right and mark in "'’" else None

    def _is_inches(self, n: int) -> bool:
        """Say whether a straight mark after a digit is a measure: after feet, or with nothing to close."""
        at = self._marks[n].start
        if _FEET_AND_INCHES.search(self._text, max(self._span.start, at - 9), at):
            return True
        goes_on = self._text[at + 1 : at + 3].lstrip(" x×").islower()
        return goes_on and self._odd

    def _closed_later(self) -> list[bool]:
        """Say for each mark whether a sure closing single mark follows before the next opening one."""
        later, sure = [False] * len(self._marks), False
        for n in range(len(self._marks) - 1, -1, -1):
            later[n] = sure
            if self._marks[n].of(self._text) in _SINGLE:
                if self._roles[n] == _OPEN:
                    sure = False
                elif self._roles[n] == _CLOSE and not self._is_weak(n):
                    sure = True
        return later

    def _is_weak(self, n: int) -> bool:
        """Say whether a single mark may as well be an apostrophe: the boys' books, runnin' wild."""
        start, end = self._marks[n].start, self._marks[n].end
        return self._text[end : end + 2].strip()[:1].isalnum() and bool(_WEAK_END.search(self._text, start - 2, start))

    def _close(self, n: int, single: bool) -> None:
        if single and self._is_weak(n) and self._strong[n]:
            return
        if single and not self._stack[-1].single:
            return
        while self._stack[-1].single != single:
            self._drop()
        opened = self._stack.pop()
        self._depth[single] -= 1
        self._keep(opened, Span(opened.at.start, self._marks[n].end), self._marks[n].start)

    def _keep(self, opened: _Open, outer: Span, end: int, *, runs_on: bool = False) -> None:
        span = trim(self._text, Span(opened.at.end, max(opened.at.end, end)))
        if any(character.isalnum() for character in span.of(self._text)):
            self._stack[-1].inner.append(Pair(span, outer, tuple(opened.inner), opened.single, runs_on))

    def _drop(self) -> None:
        lost = self._stack.pop()
        self._depth[lost.single] -= 1
        self._stack[-1].inner += lost.inner
        if not lost.single:
            later = (mark.start for mark in self._marks if mark.start > lost.at.start and not self._is_single(mark))
            words = trim(self._text, Span(lost.at.end, min(later, default=self._span.end)))
            self.unclosed += [words] if any(map(str.isalnum, words.of(self._text))) else []

    def _closed_by(self, following: Span | None) -> tuple[Pair, ...]:
        runs_on = True
        while len(self._stack) > 1:
            opened = self._stack[-1]
            if runs_on and following and self._text.startswith(opened.mark, following.start):
                self._depth[opened.single] -= 1
                self._stack.pop()
                self._keep(opened, Span(opened.at.start, self._span.end), self._span.end, runs_on=True)
                runs_on = False
            else:
                self._drop()
        return tuple(self._stack[0].inner)
