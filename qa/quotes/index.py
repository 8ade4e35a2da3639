"""Where in which story the words of a quotation may stand: the index of triples, kept in step with the store.

It is derived like the other indexes: it knows the generation of the store that it holds, catches up from the store's
log of changes, and is built again where its file is missing, damaged or ahead of the store.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.errors import IndexDamagedError, StoreError
from qa.quotes.grams import Array, GramIndex, triples
from qa.store import Store

QUOTE_FILE = "quotes.index"
_MOST_TRIPLES = 512  # of a long quotation so many, evenly chosen
_SLACK = 256
_STORIES_AT_ONCE = 256
_MOST_PLACES = 32

logger = logging.getLogger("pullquote")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a story at which a quotation may begin; `votes` counts the triples that speak for it."""

    story_id: str
    start: int
    votes: int


class QuoteIndex:
    """The triples of the current stories. `write` lets it be saved in `home`; else it stays in memory."""

    def __init__(self, home: Path, store: Store, *, write: bool) -> None:
        self._path, self._store, self._write = home / QUOTE_FILE, store, write
        self._lock = threading.RLock()
        self._saved = self._generation = -1
        self._empty()
        self._load()

    @property
    def memory(self) -> int:
        """The bytes that the index holds."""
        return self._grams.memory

    def catch_up(self, on_story: Callable[[], None] = lambda: None) -> None:
        """Bring the index to the store's newest generation; `on_story` is called for each story that is read."""
        with self._lock:
            generation = self._store.generation()
            if generation == self._generation:
                return
            changes = self._store.changes_since(self._generation)
            for change in changes:
                if self._generation:
                    self._remove(change.document_id)
            coming = [change.document_id for change in changes if change.current]
            for first in range(0, len(coming), _STORIES_AT_ONCE):
                batch = coming[first : first + _STORIES_AT_ONCE]
                for document in self._store.documents(batch).values():
                    self._add(document.id, document.text)
                    on_story()
            self._grams.settle()
            self._generation = generation
            self._order()

    def save(self) -> None:
        """Save the index, where it has changed since it was saved."""
        with self._lock:
            if not self._write or self._generation == self._saved:
                return
            stories = {
                "ids": np.array([int(one, 16) for one in self._ids], np.uint64),
                "begins": np.array(self._begins, np.int64),
                "lengths": np.array(self._lengths, np.int64),
            }
            try:
                self._grams.save(self._path, {"generation": self._generation}, stories)
                self._saved = self._generation
            except OSError as error:
                logger.warning(
                    "the index of quotations %s could not be saved (%s): it is built again", self._path, error
                )

    def places(self, text: str, count: int, among: frozenset[str] | None = None) -> list[Place]:
        """Return up to `count` places, most votes first, at which `text` may begin; only in the stories `among`."""
        keys, offsets = triples(text)
        if len(keys) > _MOST_TRIPLES:
            chosen = np.linspace(0, len(keys) - 1, _MOST_TRIPLES).astype(np.int64)
            keys, offsets = keys[chosen], offsets[chosen]
        with self._lock:
            which, found = self._grams.find(keys)
            starts = found - offsets[which]
            story = np.searchsorted(self._sorted_begins, found, "right") - 1
            order = self._sorted
            ids, begins, lengths = self._ids, self._begins, self._lengths
        if not len(which):
            return []
        if among is not None:
            allowed = np.isin(story, [i for i, at in enumerate(order.tolist()) if ids[at] in among])
            which, starts, story = which[allowed], starts[allowed], story[allowed]
        places: list[Place] = []
        for i, start, votes in _voted(which, starts, story, len(text))[:count]:
            at = order[i]
            places.append(Place(ids[at], min(max(start - begins[at], 0), lengths[at]), votes))
        return places

    def _empty(self) -> None:
        self._grams = GramIndex()
        self._ids: list[str] = []
        self._begins: list[int] = []
        self._lengths: list[int] = []
        self._generation = 0
        self._order()

    def _order(self) -> None:
        self._sorted = np.argsort(np.array(self._begins, np.int64), kind="stable")
        self._sorted_begins = np.array(self._begins, np.int64)[self._sorted]

    def _add(self, document_id: str, text: str) -> None:
        if not self._grams.has_room(len(text)):
            raise StoreError(
                f"the stories have more than {self._grams.size} characters in all, and the index of quotations can't"
                " hold more: remove some, or keep them in two libraries"
            )
        self._ids.append(document_id)
        self._begins.append(self._grams.add(text))
        self._lengths.append(len(text))

    def _remove(self, document_id: str) -> None:
        if document_id in self._ids:
            at = self._ids.index(document_id)
            self._grams.drop(self._begins[at], self._begins[at] + self._lengths[at])
            for row in (self._ids, self._begins, self._lengths):
                row.pop(at)

    def _load(self) -> None:
        try:
            grams, facts, arrays = GramIndex.load(self._path)
        except IndexDamagedError as error:
            if self._path.exists():
                logger.info("%s", error)
            return
        if int(facts["generation"]) <= self._store.generation():
            self._grams, self._generation = grams, int(facts["generation"])
            self._ids = [f"{one:016x}" for one in arrays["ids"].tolist()]
            self._begins, self._lengths = arrays["begins"].tolist(), arrays["lengths"].tolist()
            self._saved = self._generation
            self._order()


def _voted(which: Array, starts: Array, story: Array, length: int) -> list[tuple[int, int, int]]:
    """Return (story, start, votes) of the places for which most different triples speak, most first.

    Triples speak for the same place where the quotation would begin at about the same character.
    """
    width = max(_SLACK, length)
    bins = starts // width
    votes: Counter[tuple[int, int]] = Counter()
    for one, bin_, _ in np.unique(np.stack([story, bins, which]), axis=1).T.tolist():
        votes[one, bin_] += 1
    joined = {(one, bin_): n + votes.get((one, bin_ + 1), 0) for (one, bin_), n in votes.items()}
    places: list[tuple[int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for (one, bin_), n in sorted(joined.items(), key=lambda item: (-item[1], item[0]))[:_MOST_PLACES]:
        if (one, bin_ - 1) not in taken and (one, bin_ + 1) not in taken:
            taken.add((one, bin_))
            inside = starts[(story == one) & (bins >= bin_) & (bins <= bin_ + 1)]
            places.append((one, int(np.median(inside)), n))
    return places
