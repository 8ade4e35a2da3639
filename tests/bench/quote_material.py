"""The passages of a split by the kinds that the transformations need, and how stories are printed otherwise."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from qa.types import Span
from tests.bench import quote_passages as passages
from tests.bench.quote_passages import Grams, Passage, Story

SEED = "pullquote 1"
Parts = Sequence[Sequence[Span]]


def _whole(story: Story, parts: Parts) -> Iterator[Passage]:
    yield from passages.single(story, parts)
    yield from passages.speeches(story, parts)


POOLS: dict[str, Callable[[Story, Parts], Iterator[Passage]]] = {
    "single": passages.single,
    "speech": passages.speeches,
    "whole": _whole,
    "marked": passages.with_marks,
    "pairs": partial(passages.runs, length=2),
    "triples": partial(passages.runs, length=3),
    "apart": passages.apart,
    "pounds": passages.with_pounds,
    "questions": passages.questions,
}


class Material:
    """The stories of a split in three parts, and their passages.

    `kept` are held as they are, `changed` are printed otherwise where a case needs it, `left_out` are not held.
    """

    def __init__(self, folder: Path, split: str, share: float = 1.0) -> None:
        every = passages.stories(folder, split)
        self.random = partial(_seeded, split)
        kept, changed, left_out = passages.parted(every, self.random("parts"))
        self.kept, self.changed, self.left_out = (
            one[: max(1, int(len(one) * share))] for one in (kept, changed, left_out)
        )
        self.grams = Grams([one.text for one in (*self.kept, *self.changed)])
        self._parts: dict[str, list[list[Span]]] = {}
        self._pools: dict[tuple[str, bool], list[Passage]] = {}

    def pool(self, name: str, *, changed: bool = False) -> list[Passage]:
        """Return all passages of a kind, in an order of chance, from the stories kept or from those changed."""
        key = (name, changed)
        if key not in self._pools:
            every = self.changed if changed else self.kept
            found = [one for story in every for one in POOLS[name](story, self.parts(story))]
            self.random(f"{name} {changed}").shuffle(found)
            self._pools[key] = found
        return self._pools[key]

    def distinct(self, name: str, *, changed: bool = False) -> Iterator[Passage]:
        """Yield the passages of a pool whose words stand in no other story."""
        return (one for one in self.pool(name, changed=changed) if self.grams.is_distinct(one.words))

    def parts(self, story: Story) -> list[list[Span]]:
        """Return the sentences of each paragraph of a story."""
        if story.key not in self._parts:
            self._parts[story.key] = passages.sentence_spans(story)
        return self._parts[story.key]


def _seeded(split: str, what: str) -> random.Random:
    return random.Random(f"{SEED} {split} {what}")


class Printing:
    """Stories that are printed otherwise in places; knows where each place then stands."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self._stories = {one.key: one for one in stories}
        self._changes: dict[str, dict[int, tuple[int, str]]] = {}

    def is_free(self, passage: Passage) -> bool:
        """Say whether no change of this story touches the passage."""
        end = passage.start + len(passage.words)
        changes = self._changes.get(passage.story, {})
        return all(end <= start or start + length <= passage.start for start, (length, _) in changes.items())

    def change(self, passage: Passage, printed: str) -> None:
        """Print a passage in other words."""
        self._changes.setdefault(passage.story, {})[passage.start] = (len(passage.words), printed)

    def start(self, passage: Passage) -> int:
        """Return where a passage starts in the story as printed."""
        changes = self._changes.get(passage.story, {})
        before = [(length, new) for start, (length, new) in changes.items() if start < passage.start]
        return passage.start + sum(len(new) - length for length, new in before)

    def stories(self) -> Iterator[Story]:
        """Yield the stories as printed. What is known of who said what is left out, since its places moved."""
        for key, story in self._stories.items():
            text = story.text
            for start, (length, new) in sorted(self._changes.get(key, {}).items(), reverse=True):
                text = text[:start] + new + text[start + length :]
            yield Story(key, text, story.outlet)
