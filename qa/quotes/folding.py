"""A text in the form in which quotations are compared, with the place of each of its characters in the original.

Folding looks through what typesetting, copying and typing change and a reader does not hear: marks, dashes, white
space, case, accents, ligatures, hyphens at line ends, HTML entities, UTF-8 read as Windows-1252. Characters that hide
(zero-width) or pose as others (homoglyphs) are looked through too, and named as tampering.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qa.types import Span


class Fold(StrEnum):
    """What was looked through."""

    MARKS = "quotation marks and apostrophes"
    DASHES = "dashes"
    ELLIPSIS = "ellipsis sign"
    SPACE = "white space"
    CASE = "capital letters"
    ACCENTS = "accents"
    LETTERS = "ligatures and letter forms"
    HYPHENATION = "hyphens at line ends"
    ENTITIES = "HTML entities"
    ENCODING = "wrongly decoded characters"
    PUNCTUATION = "punctuation"
    SPELLING = "spelling, or the form of a number"
    ATTRIBUTION = "an attribution in the middle"
    FURNITURE = "page furniture"
    ZERO_WIDTH = "zero-width characters"
    HOMOGLYPHS = "letters that pose as others"


TAMPERING = (Fold.ZERO_WIDTH, Fold.HOMOGLYPHS)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `used` names each fold with the characters that it stands for.

    Run i of `text` begins at `runs[i]` and stands for the original from `places[i]` on, character by character where
    `lengths[i]` is -1, else as a whole for so many characters.
    """

    text: str
    used: tuple[tuple[Fold, str, int], ...]
    runs: tuple[int, ...]
    places: tuple[int, ...]
    lengths: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return where the folded characters start .. end - 1 stand in the original; there must be one at least."""
        first, last = bisect_right(self.runs, start) - 1, bisect_right(self.runs, end - 1) - 1
        begin = self.places[first] + (start - self.runs[first] if self.lengths[first] < 0 else 0)
        if self.lengths[last] < 0:
            return Span(begin, self.places[last] + end - self.runs[last])
        return Span(begin, self.places[last] + self.lengths[last])


_SINGLE = "'‘’‚‛′ʼ`´ʹ＇‹›"
_DOUBLE = '"“”„‟″«»〝〞＂'
_DASHES = "‐‑‒–—―−﹘﹣－"
_PLAIN = (
    dict.fromkeys(_SINGLE[1:], ("'", Fold.MARKS))
    | dict.fromkeys(_DOUBLE[1:], ('"', Fold.MARKS))
    | dict.fromkeys(_DASHES, ("-", Fold.DASHES))
    | {"…": ("...", Fold.ELLIPSIS)}
)
# Cyrillic and Greek letters that look like Latin ones (after Unicode's confusables, https://unicode.org/reports/tr39/).
_POSING = dict(
    zip(
        "аеорсхуіјѕԁһԛԝьАВЕКМНОРСТХУІЈЅԌԚԜοανιρτυκχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aeopcxyijsdhqwbABEKMHOPCTXYIJSGQWoaviptukxABEZHIKMNOPTYX",
        strict=True,
    )
)
_HIDDEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u061c\u180e"
_CONTINUATION = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_KINDS = {
    "encoding": rf"[\u00c2-\u00f4][{_CONTINUATION}]{{1,3}}",
    "entity": r"&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});",
    "hyphenation": r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*(?:\r\n?|\n)[ \t]*(?=[^\W\d_])",
    "space": r"[ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+",
    "hidden": rf"[{_HIDDEN}]+",
    "combined": r"[^\W\d_][\u0300-\u036f]+",
    "script": r"(?:[\u0370-\u03ff\u0400-\u052f](?![\u0300-\u036f]))+",
    "other": r"[^\x00-\x7f]",
}
_SCRIPT = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_SPECIAL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _KINDS.items()))
_RARE = re.compile(r"[&\-\x80-\U0010ffff]")  # what is special but for white space begins with one of these
_TENS = re.compile(r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty$", re.IGNORECASE)
_LONGEST_TENS = 7
_REACH = 40  # so far a word is looked at to each side for the script of its letters


def fold(text: str, *, spaces: bool = True) -> Folded:
    """Fold a text. Linear in its length. Without `spaces` white space stays as it is, which is faster."""
    return _Folding(text).folded(rare=not spaces)


class _Folding:
    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[str] = []
        self.length = 0
        self.used: list[tuple[Fold, str, int]] = []
        self.runs: list[int] = []
        self.places: list[int] = []
        self.lengths: list[int] = []

    def folded(self, *, rare: bool) -> Folded:
        """Walk over the text: what is special is replaced, the rest copied in lower case."""
        at = 0
        for match in _rare(self.text) if rare else _SPECIAL.finditer(self.text):
            if match.group() == " ":
                continue
            self._copy(at, match.start())
            at = match.end()
            kind = str(match.lastgroup)
            replaced, folds = getattr(self, f"_{kind}")(match)
            self.used += [(one, match.group(), match.start()) for one in folds]
            self._put(replaced, match.start(), at)
        self._copy(at, len(self.text))
        return Folded("".join(self.parts), tuple(self.used), tuple(self.runs), tuple(self.places), tuple(self.lengths))

    def _copy(self, start: int, end: int) -> None:
        if start < end:
            self._run(self.text[start:end].lower(), start, -1)

    def _put(self, replaced: str, start: int, end: int) -> None:
        if replaced:
            self._run(replaced, start, end - start)

    def _run(self, folded: str, start: int, length: int) -> None:
        self.parts.append(folded)
        self.runs.append(self.length)
        self.places.append(start)
        self.lengths.append(length)
        self.length += len(folded)

    def _encoding(self, match: re.Match[str]) -> tuple[str, list[Fold]]:
        try:
            read = b"".join(_as_byte(character) for character in match.group()).decode()
        except UnicodeError:
            pieces = [_character(character) for character in match.group()]
            return "".join(text for text, _ in pieces), [one for _, folds in pieces for one in folds]
        return "".join(_character(character)[0] for character in read), [Fold.ENCODING]

    def _entity(self, match: re.Match[str]) -> tuple[str, list[Fold]]:
        read = html.unescape(match.group())
        if read == match.group():
            return read.lower(), []
        return fold(read).text, [Fold.ENTITIES]

    def _hyphenation(self, match: re.Match[str]) -> tuple[str, list[Fold]]:
        """Join what a line's end parts; the hyphen of a number in words stays."""
        tens = _TENS.search(self.text, max(0, match.start() - _LONGEST_TENS), match.start())
        return "-" if tens else "", [Fold.HYPHENATION]

    def _hidden(self, match: re.Match[str]) -> tuple[str, list[Fold]]:
        """Drop what can't be seen; it hints at tampering, but for soft hyphens, joiners of emoji and a leading mark."""
        shown = match.group().replace("\u00ad", "")
        emoji = shown == "\u200d" and match.end() < len(self.text) and not self.text[match.end()].isascii()
        if not shown or emoji or (match.start() == 0 and shown == "\ufeff"):
            return "", [Fold.LETTERS]
        return "", [Fold.ZERO_WIDTH]

    def _space(self, match: re.Match[str]) -> tuple[str, list[Fold]]:  # noqa: ARG002
        return " ", [Fold.SPACE]

    def _combined(self, match: re.Match[str]) -> tuple[str, list[Fold]]:
        whole = unicodedata.normalize("NFC", match.group())[:1]
        if _SCRIPT.match(whole):  # other scripts keep their marks, whichever way they are written
            return whole.lower(), [Fold.ACCENTS]
        return _character(whole)[0], [Fold.ACCENTS]

    def _script(self, match: re.Match[str]) -> tuple[str, list[Fold]]:
        """Read letters of another script as Latin where they stand in a word with Latin ones, or alone among such."""
        before = re.search(r"[^\W\d_]*$", self.text[max(0, match.start() - _REACH) : match.start()])
        after = re.compile(r"[^\W\d_]{0,40}").match(self.text, match.end())
        beside = (before.group() if before else "") + (after.group() if after else "")
        posing = all(letter in _POSING for letter in match.group())
        near = self.text[max(0, match.start() - _REACH) : match.start()] + self.text[match.end() : match.end() + _REACH]
        among = sum(letter.isascii() and letter.isalpha() for letter in near) > len(near) // 2
        if posing and (any(letter.isascii() for letter in beside) or (among and not beside)):
            return "".join(_POSING[letter] for letter in match.group()).lower(), [Fold.HOMOGLYPHS]
        return match.group().lower(), []

    def _other(self, match: re.Match[str]) -> tuple[str, list[Fold]]:
        if match.group() == "\ufffd" and match.start() and self.text[match.start() - 1].isalpha():
            return "'", [Fold.ENCODING]
        return _character(match.group())


def _rare(text: str) -> Iterator[re.Match[str]]:
    """Yield what is special in a text but white space; most of a text is not looked at twice."""
    at = 0
    while (begin := _RARE.search(text, at)) is not None:
        start = begin.start() - (unicodedata.combining(begin.group()) > 0 and begin.start() > at)
        match = _SPECIAL.match(text, start)
        at = max(match.end() if match else 0, begin.end())
        if match is not None:
            yield match


def _as_byte(character: str) -> bytes:
    """Return the byte that Windows-1252 shows as this character; its five gaps are read as themselves."""
    return character.encode("latin-1") if "\x80" <= character <= "\xff" else character.encode("cp1252")


def _character(character: str) -> tuple[str, list[Fold]]:
    """Fold one character that is not ASCII."""
    if character in _PLAIN:
        folded, one = _PLAIN[character]
        return folded, [one]
    name = unicodedata.category(character)
    if name == "No" and character in "²³¹⁰⁴⁵⁶⁷⁸⁹":  # a power is no digit of the number before it
        return f"^{unicodedata.normalize('NFKC', character)}", []
    plain = unicodedata.normalize("NFKD", character)
    bare = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    if not bare or bare == character:
        return character.lower() if len(character.lower()) == 1 else character, []
    accented = unicodedata.decomposition(character) and not unicodedata.decomposition(character).startswith("<")
    return bare.replace("\u2044", "/").lower(), [Fold.ACCENTS if accented else Fold.LETTERS]
