"""A text to its paragraphs and passages, as spans.

Three layouts are told apart: paragraphs between blank lines; one paragraph a line; and lines wrapped by hand at some
width, where a line end is a paragraph's end only if the next word would have fitted, or the next line is indented.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from qa.sentences import sentences, trim
from qa.types import Span

CountTokens = Callable[[Sequence[str]], list[int]]

_MIN_WIDTH, _MAX_WIDTH = 40, 100
_OUTLIERS = 0.02
_FULL_LINES = 0.6
_SURE_LINES = 4
_SENTENCE_END = tuple('.!?…:。！？»”"’)')
_FEW_TOKENS = 12
_MONTHS = "January February March April May June July August September October November December".split()
_LINE_SPACE = " \t\f\v\u00a0\u3000"


def paragraphs(text: str, body: int = 0) -> list[Span]:
    """Return the paragraphs of text[body:], in order, without white space around them; none is empty."""
    blocks = list(_blocks(text, body))
    width = _wrap_width(text, blocks)
    found: list[Span] = []
    for block in blocks:
        found += block if width is None else _unwrapped(text, block, width)
    return found


def counting_once(count_tokens: CountTokens) -> CountTokens:
    """Return a `count_tokens` that remembers what it has counted, for a story whose paragraphs are asked for twice."""
    known: dict[str, int] = {}

    def count(texts: Sequence[str]) -> list[int]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, count_tokens(new), strict=True) if new else ())
        return [known[text] for text in texts]

    return count


def passages(text: str, body: int, count_tokens: CountTokens, limit: int) -> list[tuple[int, Span]]:
    """Return (paragraph number from 1, span) of each passage of text[body:]; none has more than `limit` tokens.

    A paragraph is one passage; one that is too long is split at sentence ends, a sentence that is too long at spaces.
    """
    whole = paragraphs(text, body)
    counts = count_tokens([span.of(text) for span in whole])
    found: list[tuple[int, Span]] = []
    for number, (span, count) in enumerate(zip(whole, counts, strict=True), start=1):
        parts = [span] if count <= limit else _split(text, span, count_tokens, limit)
        found += [(number, part) for part in parts]
    return found


def embedded_texts(title: str, text: str, spans: Sequence[Span], count_tokens: CountTokens) -> list[str]:
    """Return the text to embed for each passage: the story's title, then the passage.

    A very short passage (a dateline, a caption) says little by itself: its neighbour goes with it. Title and neighbour
    are context for the vector, never for the citation.
    """
    own = [span.of(text) for span in spans]
    texts = list(own)
    for i, count in enumerate(count_tokens(own)):
        if count < _FEW_TOKENS and len(own) > 1:
            texts[i] = f"{own[i]}\n{own[i + 1]}" if i + 1 < len(own) else f"{own[i - 1]}\n{own[i]}"
    return [titled(title, one) for one in texts]


def keyword_text(title: str, source: str | None, published: str | None, text: str) -> str:
    """Return the text to find a passage by its words: source and day of publication in words, the title, the passage.

    So a question may name who reported something, and when: "What did the Gazette report on 12 May 2023?".
    """
    parts = (source, _day_in_words(published) if published else None, titled(title, text))
    return "\n\n".join(part for part in parts if part)


def _day_in_words(published: str) -> str:
    """Return "12 May 2023, May 12" for an ISO date, so that both orders can be asked; "" for what is none."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}, {_MONTHS[day.month - 1]} {day.day}"


def titled(title: str, text: str) -> str:
    """Return `text` after its story's title, unless it holds that already."""
    return text if title in text else f"{title}\n{text}"


def _blocks(text: str, body: int) -> Iterator[list[Span]]:
    """Yield runs of lines between blank lines; a line keeps its indentation, and loses the space at its end."""
    block: list[Span] = []
    start = body
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = trim(text, Span(start, end))
        if line:
            block.append(line)
        elif block:
            yield block
            block = []
        start = end + 1
    if block:
        yield block


def _wrap_width(text: str, blocks: list[list[Span]]) -> int | None:
    """Return the width at which the lines were wrapped by hand, or None where they were not."""
    lengths = sorted(_columns(text, line) for block in blocks for line in block)
    inner = [
        (line, following)
        for block in blocks
        for line, following in pairwise(block)
        if not _starts_indented(text, line, following)
    ]
    if not inner:
        return None
    width = lengths[int((len(lengths) - 1) * (1 - _OUTLIERS))]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return None
    full = [pair for pair in inner if not _next_word_fits(text, *pair, width)]
    if len(full) < _FULL_LINES * len(inner):
        return None
    running_on = [pair for pair in full if not text[pair[0].end - 1].endswith(_SENTENCE_END)]
    lower = any(text[following.start].islower() for _, following in running_on)
    sure = len(inner) >= _SURE_LINES and 2 * len(running_on) > len(full)
    return width if lower or sure else None


def _unwrapped(text: str, block: list[Span], width: int) -> list[Span]:
    """Join the lines of a block into paragraphs."""
    joined = [block[0]]
    for line, following in pairwise(block):
        indented = _starts_indented(text, line, following)
        ends = text[line.end - 1].endswith(_SENTENCE_END) or not text[following.start].islower()
        if indented or _is_item(text, following) or (ends and _next_word_fits(text, line, following, width)):
            joined.append(following)
        else:
            joined[-1] = Span(joined[-1].start, following.end)
    return joined


def _starts_indented(text: str, line: Span, following: Span) -> bool:
    return _indent(text, following) >= _indent(text, line) + 2


def _next_word_fits(text: str, line: Span, following: Span, width: int) -> bool:
    word = following.of(text).split(None, 1)[0]
    return _columns(text, line) + 1 + _cells(word) <= width


def _columns(text: str, line: Span) -> int:
    return _indent(text, line) + _cells(line.of(text))


def _cells(part: str) -> int:
    """Return the terminal columns of `part`: none for combining marks, two for wide characters."""
    if part.isascii():
        return len(part)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in part)
    return len(part) + wide - sum(unicodedata.combining(character) != 0 for character in part)


def _indent(text: str, line: Span) -> int:
    start = line.start
    while start > 0 and text[start - 1] in _LINE_SPACE:
        start -= 1
    return line.start - start


def _is_item(text: str, line: Span) -> bool:
    return text.startswith(("- ", "* ", "• ", "– ", "# ", "## ", "### "), line.start)


def _split(text: str, span: Span, count_tokens: CountTokens, limit: int) -> list[Span]:
    """Split a long paragraph into spans of at most `limit` tokens: whole sentences, as many as fit."""
    found = sentences(text, span)
    parts: list[Span] = []
    used = limit
    for sentence, count in zip(found, count_tokens([part.of(text) for part in found]), strict=True):
        if count > limit:
            parts += _cut(text, sentence, count_tokens, limit)
            used = limit
        elif parts and used + count <= limit:
            parts[-1] = Span(parts[-1].start, sentence.end)
            used += count
        else:
            parts.append(sentence)
            used = count
    return parts


def _cut(text: str, span: Span, count_tokens: CountTokens, limit: int) -> list[Span]:
    """Halve a span, at a space where there is one near the middle, until every part has at most `limit` tokens."""
    if count_tokens([span.of(text)])[0] <= limit or len(span) == 1:
        return [span]
    middle = _cut_point(text, span)
    halves = [trim(text, Span(span.start, middle)), trim(text, Span(middle, span.end))]
    if not span.start < middle < span.end:
        return [span]
    return [part for half in halves if half for part in _cut(text, half, count_tokens, limit)]


def _cut_point(text: str, span: Span) -> int:
    middle = (span.start + span.end) // 2
    space = text.rfind(" ", span.start + len(span) // 4, middle)
    if space > 0:
        return space
    after = before = middle
    while after < span.end and _continues(text, after):
        after += 1
    while before > span.start and _continues(text, before):
        before -= 1
    return after if after < span.end else before


def _continues(text: str, at: int) -> bool:
    """Say whether the character at `at` belongs to the one before it: combining marks, joiners, flags, skin tones."""
    character, before = text[at], text[at - 1]
    return (
        unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf", "Sk")
        or before == "\u200d"
        or ("\U0001f1e6" <= character <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )
