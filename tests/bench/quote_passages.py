"""The stories that quotations are taken from, and the passages that are quoted, each with its place."""

import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.passages import paragraphs
from qa.sentences import sentences
from qa.types import Span
from tests.bench import quote_words as words
from tests.bench.data import rows

SPLITS = ("develop", "report")
SHORTEST, LONGEST = 8, 60
FAR = 800
_LOOKED_AT = 160  # characters after speech, where it may go on
_REUTERS_SHARE = 4  # one story in so many
_GRAM = 4
_MOST_SHARED = 0.2
_PARAGRAPH_SENTENCES = 6

_CLEAN = re.compile(r"[A-Z][A-Za-z0-9À-ÿ ,;:'’%$£&/.\-–—\n]*[A-Za-z0-9%][.?!]")
_ODD = re.compile(
    r"\n\s*\n|\.\.|Â|--|(?:\b[A-Z]{2,}\b[ ,]+){3}|\s[.,;:?!]|[ \n]{3}|[,;:]{2}|\.\w+\.$|(?<!\w)['’](?!s\b)"
)
_ABBREVIATED = re.compile(r"(?:^|[\s-])(?:[A-Z][a-z]{0,3}|\w*\.\w+|vs|etc|mln|bln|dlrs|pct)\.$")
_GOES_ON = re.compile(
    r"\s*[\"“'‘]?(?:but|however|yet|unless|except|if|although|though|only|still|nor|not|no|or|and|instead|otherwise|even"
    r"|while|despite|until|that|this|it|so|because)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den\w+|not|never|no|false\w*|untrue|wrong\w*|reject\w*|dismiss\w*|myth|if|whether)\b|n['’]t\b", re.I
)
_OPENS_SPEECH = re.compile(r"(?:^|[.!?:,\n]\s|[.!?]['\"”’]\s)$")
_QUESTION = re.compile(r"(?<=[.!?\"“\n] )[A-Z][^.!?\"“”:]+\?|(?<=[\"“\n])[A-Z][^.!?\"“”:]+\?")
_SHORTEST_QUESTION = 6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a story says that someone said: the span of the words, and who as the story names them."""

    span: Span
    who: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story; `said` are its attributions where they were marked by hand, of speech and of what is only reported."""

    key: str
    text: str
    outlet: str
    said: tuple[Said, ...] = ()
    is_novel: bool = False

    @property
    def kind(self) -> str:
        """Say what the story is: "novel", "attributed" news (who said what was marked by hand) or other "news"."""
        return "novel" if self.is_novel else "attributed" if self.said else "news"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a story from `start` on; `sentences` are the ones that count, by their places within the words."""

    story: str
    start: int
    words: str
    sentences: tuple[Span, ...]

    @property
    def flat(self) -> str:
        """The words with single spaces between them."""
        return " ".join(self.words.split())

    def sentence(self, number: int) -> str:
        """Return one of the sentences, with single spaces."""
        return " ".join(self.sentences[number].of(self.words).split())


def stories(folder: Path, split: str) -> list[Story]:
    """Return the stories of a split, each text once."""
    every = [*_news(folder), *_polnear(folder), *_novels(folder)]
    wanted = SPLITS.index(split)
    every = [one for one in every if not re.search("[\r\0]", one.text)]
    return list({one.text: one for one in every if zlib.crc32(one.key.encode()) % len(SPLITS) == wanted}.values())


def parted(every: Sequence[Story], rng: random.Random) -> tuple[list[Story], list[Story], list[Story]]:
    """Part stories at random: those to quote as they are, those to print otherwise, those to leave out."""
    parts: tuple[list[Story], list[Story], list[Story]] = ([], [], [])
    shares = {"news": (0.45, 0.1), "novel": (0.0, 0.5), "attributed": (0.0, 0.1)}
    for kind, (changed, left_out) in shares.items():
        mixed = sorted((one for one in every if one.kind == kind), key=lambda one: one.key)
        rng.shuffle(mixed)
        one, two = int(changed * len(mixed)), int((changed + left_out) * len(mixed))
        parts[0].extend(mixed[two:])
        parts[1].extend(mixed[:one])
        parts[2].extend(mixed[one:two])
    for part in parts:
        rng.shuffle(part)
    return parts


def _news(folder: Path) -> Iterator[Story]:
    for row in rows(folder / "news" / "bbc_stories.jsonl.gz"):
        yield Story(row["id"], row["text"], "BBC")
    for number, row in enumerate(rows(folder / "news" / "reuters_21578.jsonl.gz")):
        if number % _REUTERS_SHARE == 0:
            yield Story(row["id"], row["text"], "Reuters")


def _polnear(folder: Path) -> Iterator[Story]:
    for part in ("train", "dev"):
        for row in rows(folder / "quotes" / f"polnear_{part}.jsonl.gz"):
            said = (_said(row["text"], one) for one in row["attributions"])
            yield Story(row["doc"], row["text"], row["doc"].split("_")[0], tuple(one for one in said if one))


def _said(text: str, attribution: dict[str, list[list[int]]]) -> Said | None:
    content, source = attribution.get("content"), attribution.get("source")
    if not content or not source or len(content) > 1:
        return None
    return Said(Span(*content[0]), Span(*source[0]).of(text))


def _novels(folder: Path) -> Iterator[Story]:
    for row in rows(folder / "quotes" / "litbank.jsonl.gz"):
        yield Story(row["doc"], printed(row["text"]), row["doc"], is_novel=True)


def printed(tokenised: str) -> str:
    """Return a tokenised text, a sentence a line, as it would be printed: in paragraphs, marks beside their words."""
    lines = [_joined(line) for line in tokenised.splitlines()]
    found: list[list[str]] = [[]]
    for line in lines:
        if line.startswith(('"', "“")) or len(found[-1]) == _PARAGRAPH_SENTENCES:
            found.append([])
        found[-1].append(line)
    return "\n\n".join(" ".join(paragraph) for paragraph in found if paragraph)


def _joined(line: str) -> str:
    pieces = line.split('"')
    line = "".join(f'"{one.strip()}"' if i % 2 and i + 1 < len(pieces) else one for i, one in enumerate(pieces))
    line = re.sub(r" (?=[,.;:!?)\]’”]|n['’]t\b|['’](?:s|ll|re|ve|d|m)\b)", "", line)
    return re.sub(r"(?<=[(\[“‘]) ", "", line).strip()


def sentence_spans(story: Story) -> list[list[Span]]:
    """Return the spans of the sentences of each paragraph."""
    return [sentences(story.text, span) for span in paragraphs(story.text)]


def is_clean(sentence: str) -> bool:
    """Say whether a sentence is an ordinary one: of some length, whole, without marks that need care."""
    count = len(sentence.split())
    ordinary = _CLEAN.fullmatch(sentence) and not _ODD.search(sentence) and not _ABBREVIATED.search(sentence)
    small = sum(word[0].islower() for word in sentence.split())
    return bool(ordinary) and SHORTEST <= count <= LONGEST and 2 * small >= count


def single(story: Story, parts: Sequence[Sequence[Span]]) -> Iterator[Passage]:
    """Yield the clean sentences that nothing right after them takes back."""
    for spans in parts:
        for span in spans:
            if is_clean(span.of(story.text)) and not _GOES_ON.match(story.text, span.end):
                yield _passage(story, [span])


def with_marks(story: Story, parts: Sequence[Sequence[Span]]) -> Iterator[Passage]:
    """Yield the sentences that hold one pair of double marks and nothing else that needs care."""
    for spans in parts:
        for span in spans:
            sentence = span.of(story.text)
            plain = re.sub(r"[\"“”]", "", sentence)
            if len(sentence) - len(plain) == 2 and is_clean(plain) and re.search(r"\w [\"“]\w[^\"“”]*[\"”]", sentence):
                yield _passage(story, [span])


def with_pounds(story: Story, parts: Sequence[Sequence[Span]]) -> Iterator[Passage]:
    """Yield the sentences that hold a pound sign that was decoded wrongly."""
    for spans in parts:
        for span in spans:
            sentence = span.of(story.text)
            if "Â£" in sentence and is_clean(sentence.replace("Â£", "£")) and not _GOES_ON.match(story.text, span.end):
                yield _passage(story, [span])


def questions(story: Story, parts: Sequence[Sequence[Span]]) -> Iterator[Passage]:
    """Yield questions, of the writer's or within double marks."""
    for spans in parts:
        if spans:
            first, last = spans[0].start, spans[-1].end
            for match in _QUESTION.finditer(story.text, first, last):
                if not _ODD.search(match[0]) and len(match[0].split()) >= _SHORTEST_QUESTION:
                    yield _passage(story, [Span(*match.span())])


def runs(story: Story, parts: Sequence[Sequence[Span]], length: int) -> Iterator[Passage]:
    """Yield runs of so many clean sentences, each right after the other in a paragraph."""
    for spans in parts:
        for first in range(len(spans) - length + 1):
            run = spans[first : first + length]
            if all(is_clean(span.of(story.text)) for span in run):
                yield _passage(story, run)


def apart(story: Story, parts: Sequence[Sequence[Span]]) -> Iterator[Passage]:
    """Yield two clean sentences of a story that stand far apart."""
    clean = [span for spans in parts for span in spans if is_clean(span.of(story.text))]
    for first in clean[:3]:
        last = next((span for span in clean if span.start > first.end + FAR + 50), None)
        if last:
            yield _passage(story, [first, last])


def speeches(story: Story, parts: Sequence[Sequence[Span]]) -> Iterator[Passage]:
    """Yield what stands between double marks, whole, and is neither gone on with nor denied around them."""
    for spans in parts:
        if not spans:
            continue
        start, end = spans[0].start, spans[-1].end
        marks = [match.start() for match in re.finditer(r"[\"“”]", story.text[start:end])]
        for opening, closing in list(pairwise(marks))[::2] if len(marks) % 2 == 0 else ():
            span = Span(start + opening + 1, start + closing)
            if _is_whole_speech(story.text, span):
                yield _passage(story, [Span(span.start, span.end - (story.text[span.end - 1] == ","))])


def _is_whole_speech(text: str, span: Span) -> bool:
    inside = span.of(text)
    before, after = text[max(0, span.start - 70) : span.start - 1], text[span.end + 1 : span.end + _LOOKED_AT]
    opens = bool(_OPENS_SPEECH.search(before)) and not _DENIED.search(before.rpartition("\n\n")[2])
    closed = is_clean(inside.removesuffix(",") + "." if inside.endswith(",") else inside)
    goes_on = re.search(r"[\"“‘]\s*[a-z]", after) or any(
        _GOES_ON.match(after, mark.end()) for mark in re.finditer(r"[\"“‘]", after)
    )
    return opens and closed and not goes_on and not _GOES_ON.match(after)


def _passage(story: Story, spans: Sequence[Span]) -> Passage:
    start = spans[0].start
    inner = tuple(Span(span.start - start, span.end - start) for span in spans)
    return Passage(story.key, start, story.text[start : spans[-1].end], inner)


class Grams:
    """How often each run of four words stands in some stories."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._found, self._counts = np.unique(np.concatenate([_grams(text) for text in texts]), return_counts=True)

    def shared(self, text: str, often: int = 2) -> float:
        """Return the share of the runs of four words of `text` that stand in the stories `often` times or more."""
        own = _grams(text)
        places = np.minimum(np.searchsorted(self._found, own), len(self._found) - 1)
        hits = (self._found[places] == own) & (self._counts[places] >= often)
        return float(hits.mean()) if len(own) else 0.0

    def is_distinct(self, text: str) -> bool:
        """Say whether a text of the stories stands there once, not nearly the same elsewhere."""
        return self.shared(text) <= _MOST_SHARED


def _grams(text: str) -> NDArray[np.uint64]:
    own = np.array([zlib.crc32(word.encode()) for word in _WORD.findall(text.lower())], np.uint64)
    runs_of = np.zeros(max(0, len(own) - _GRAM + 1), np.uint64)
    for i in range(_GRAM):
        runs_of = runs_of * np.uint64(6364136223846793005) + own[i : i + len(runs_of)]
    return runs_of


def is_plain(sentence: str) -> bool:
    """Say whether nothing in a sentence denies, limits, counts, hedges, compares or reports."""
    return not words.WEIGHTY.search(sentence)
