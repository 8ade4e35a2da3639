"""What an edit makes of a passage: the quotation, how the story prints it, and where its pieces then stand."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.types import Span
from tests.bench.quote_passages import Passage

Change = Callable[[str, random.Random], str | None]


@dataclass(frozen=True, slots=True)
class Edited:
    """A quotation made of a passage. `printed` is how the story prints the passage, where that is what was changed.

    `spans` are the places of the pieces within the passage as printed; each of `others` would be right as well, where
    a quotation can be taken apart in more than one way.
    """

    parts: tuple[str, ...]
    spans: tuple[Span, ...]
    printed: str | None = None
    others: tuple[tuple[Span, ...], ...] = ()


Edit = Callable[[Passage, random.Random], Edited | None]


def whole(words: str) -> Span:
    """Return the span of all the words."""
    return Span(0, len(words))


def flat(words: str) -> str:
    """Return words with single spaces between them."""
    return " ".join(words.split())


def in_quotation(change: Change) -> Edit:
    """Make an edit that quotes the passage changed; the story stays as it is."""

    def edit(passage: Passage, rng: random.Random) -> Edited | None:
        quote = change(passage.flat, rng)
        changed = quote is not None and quote != passage.flat
        return Edited((quote,), (whole(passage.words),)) if quote is not None and changed else None

    return edit


def in_story(change: Change) -> Edit:
    """Make an edit that quotes the passage as it was; the story prints it changed."""

    def edit(passage: Passage, rng: random.Random) -> Edited | None:
        printed = change(passage.words, rng)
        if printed is None or printed == passage.words:
            return None
        return Edited((passage.flat,), (whole(printed),), printed)

    return edit


def in_both(change: Callable[[str, random.Random], tuple[str, str] | None]) -> Edit:
    """Make an edit that changes both: `change` returns what the story prints and what is quoted."""

    def edit(passage: Passage, rng: random.Random) -> Edited | None:
        changed = change(passage.flat, rng)
        return Edited((changed[1],), (whole(changed[0]),), changed[0]) if changed else None

    return edit


def one_of(*changes: Change) -> Change:
    """Make a change that is one of several, taken at random among those that have something to change."""

    def change(text: str, rng: random.Random) -> str | None:
        for one in rng.sample(changes, len(changes)):
            changed = one(text, rng)
            if changed is not None and changed != text:
                return changed
        return None

    return change


def swap(table: Mapping[str, Sequence[str]], before: str = "", after: str = "", *, cased: bool = False) -> Change:
    """Make a change that puts another word in place of one of the table's; its first capital stays.

    `before` and `after` are patterns for what must stand beside the word; with `cased` only words in the table's own
    case are changed.
    """
    names = "|".join(re.escape(one) for one in sorted(table, key=len, reverse=True))
    place = re.compile(rf"{before}(?<![\w'’-])(?P<word>{names})(?![\w'’-]){after}", 0 if cased else re.IGNORECASE)

    def change(text: str, rng: random.Random) -> str | None:
        found = [match for match in place.finditer(text) if match["word"] in table or _is_word(match["word"], table)]
        if not found:
            return None
        match = rng.choice(found)
        word = match["word"]
        others = table.get(word) or table[word.lower()]
        new = rng.choice(others)
        if (word[0].isupper() and word not in table) or match.start("word") == 0:
            new = new[0].upper() + new[1:]
        return text[: match.start("word")] + new + text[match.end("word") :]

    return change


def _is_word(word: str, table: Mapping[str, Sequence[str]]) -> bool:
    return not word.isupper() and word.lower() in table


def substitute(pattern: str, new: str, flags: int = 0) -> Change:
    """Make a change that replaces one place, taken at random, where a pattern stands."""
    compiled = re.compile(pattern, flags)

    def change(text: str, rng: random.Random) -> str | None:
        found = list(compiled.finditer(text))
        if not found:
            return None
        match = rng.choice(found)
        return text[: match.start()] + match.expand(new) + text[match.end() :]

    return change


def capital(text: str) -> str:
    """Return a text with its first letter a capital."""
    return text[0].upper() + text[1:]


def small(text: str) -> str:
    """Return a text with its first letter small, unless that word is a name or "I"."""
    return (
        text[0].lower() + text[1:]
        if re.match(
            r"(?:The|This|These|That|It|He|She|They|We|You|A|An|There|His|Her|Its|Their|Our|My|Those|Some|Many|One)\b",
            text,
        )
        else text
    )
