"""Which stories a quotation's source names: "The Guardian", a title, an address, an id."""

from functools import lru_cache
from typing import Any

from qa.store import Store

_LEAST_PART = 4  # characters: a shorter part of a name says little


class Sources:
    """The names of a store's stories, read once for a request."""

    def __init__(self, store: Store) -> None:
        self._rows = [(row[0], [_bare(part) for part in row if part]) for row in store.names()]
        self.of = lru_cache(None)(self._of)

    def _of(self, name: str) -> frozenset[str]:
        """Return the ids of the stories that a name is of; else of those whose title, source or URL holds it."""
        wanted = _bare(name)
        exact = frozenset(story for story, names in self._rows if wanted in names)
        if exact or len(wanted) < _LEAST_PART:
            return exact
        return frozenset(story for story, names in self._rows if any(_holds(one, wanted) for one in names[1:]))


def _bare(name: Any) -> str:
    return " ".join(str(name).casefold().split()).removeprefix("the ").rstrip("/.")


def _holds(name: str, wanted: str) -> bool:
    """Say whether a name holds another's words, one after the other."""
    return f" {wanted} " in f" {name.replace('/', ' ').replace('-', ' ').replace(',', ' ')} " or _host(wanted, name)


def _host(wanted: str, name: str) -> bool:
    return "://" in name and "." in wanted and wanted in name
