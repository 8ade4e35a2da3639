"""Other ways to find a quotation, on a sample of the cases: where each says it stands, and whether it is fine.

`pip install gtrex reanchor krokai` for all of them; one that is not installed is listed.
"""

import importlib
import tempfile
import time
import warnings
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any

import edlib
import numpy as np
from rapidfuzz import fuzz

from qa.types import Span
from tests.bench.quote_case import Case, Place, Suite
from tests.bench.quote_passages import Story

TEXT = 1_000_000  # characters of stories that the baselines look in
_BETWEEN = "\n\n\n\n"
_SCORE = 90  # of 100, from which on rapidfuzz's window counts as found
_ERRORS = 5  # edlib may change one character in so many


@dataclass(frozen=True, slots=True)
class Found:
    """Where a baseline says the quotation stands, if it says where, and whether it lets the quotation pass."""

    span: Span | None
    passes: bool


class Baseline(ABC):
    """Looks for quotations in one text."""

    name: str
    package: str | None = None
    gives_places = True

    @abstractmethod
    def read(self, text: str) -> None:
        """Prepare to look in a text."""

    @abstractmethod
    def find(self, quote: str) -> Found:
        """Look for a quotation."""


class Substring(Baseline):
    """The quotation as it is."""

    name = "exact substring"

    def read(self, text: str) -> None:
        self._text = text

    def find(self, quote: str) -> Found:
        start = self._text.find(quote)
        return Found(Span(start, start + len(quote)) if start >= 0 else None, start >= 0)


class Rapidfuzz(Baseline):
    """The window of the quotation's length that is most like it."""

    name, package = "rapidfuzz partial_ratio", "rapidfuzz"

    def read(self, text: str) -> None:
        self._text = text

    def find(self, quote: str) -> Found:
        found = fuzz.partial_ratio_alignment(quote, self._text, score_cutoff=_SCORE)
        return Found(Span(found.dest_start, found.dest_end) if found else None, found is not None)


class Edlib(Baseline):
    """The place at the least edit distance."""

    name, package = "edlib HW", "edlib"

    def read(self, text: str) -> None:
        self._text = text

    def find(self, quote: str) -> Found:
        found = edlib.align(quote, self._text, mode="HW", task="locations", k=len(quote) // _ERRORS)
        if found["editDistance"] < 0:
            return Found(None, passes=False)
        start, end = found["locations"][0]
        return Found(Span(start, end + 1), passes=True)


class Gtrex(Baseline):
    """gtrex: its default policy verifies; its repair says what comes nearest."""

    name, package = "gtrex", "gtrex"

    def read(self, text: str) -> None:
        gtrex: Any = importlib.import_module("gtrex")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that no threshold was calibrated: its default is what is measured
            self._repairer = gtrex.Repairer(text, gtrex.Policy())

    def find(self, quote: str) -> Found:
        repair = self._repairer.repair(quote)
        at = repair.before if repair.before.start is not None else repair.alignment if repair.accepted else None
        return Found(Span(at.start, at.end) if at else None, bool(repair.before.grounded))


class Reanchor(Baseline):
    """reanchor: a match other than an approximate one lets the quotation pass."""

    name, package = "reanchor", "reanchor"

    def read(self, text: str) -> None:
        self._module: Any = importlib.import_module("reanchor")
        self._document = self._module.prepare_document(text)

    def find(self, quote: str) -> Found:
        found = self._module.resolve_quote(self._document, self._module.TextQuoteSelector(quote))
        return Found(Span(found.start, found.end) if found else None, bool(found) and found.method != "approximate")


class Krokai(Baseline):
    """krokai: gives a verdict and no place; what it calls clean passes."""

    name, package, gives_places = "krokai", "krokai", False

    def read(self, text: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        Path(self._folder.name, "stories.txt").write_text(text, encoding="utf-8")
        corpus: Any = importlib.import_module("krokai.corpus")
        self._verify: Any = importlib.import_module("krokai.verify")
        self._clean = frozenset(importlib.import_module("krokai.verdicts").CLEAN)
        self._corpus = corpus.Corpus([self._folder.name], quiet=True)

    def find(self, quote: str) -> Found:
        return Found(None, self._verify.check(quote, self._corpus)[0] in self._clean)


BASELINES: tuple[Callable[[], Baseline], ...] = (Substring, Rapidfuzz, Edlib, Gtrex, Reanchor, Krokai)


@dataclass(frozen=True, slots=True)
class Joined:
    """The stories of some cases in one text, and where each starts."""

    text: str
    starts: dict[str, int]

    @classmethod
    def of(cls, stories: Sequence[Story], cases: Sequence[Case]) -> "Joined":
        """Join the stories that the cases need, and others up to the length that is looked in."""
        needed = {key for case in cases for key in case.stories}
        taken = [one for one in stories if one.key in needed]
        room = TEXT - sum(len(one.text) for one in taken)
        for one in stories:
            if one.key not in needed and len(one.text) < room:
                taken.append(one)
                room -= len(one.text)
        starts = accumulate((len(one.text) + len(_BETWEEN) for one in taken), initial=0)
        return cls(
            _BETWEEN.join(one.text for one in taken), dict(zip((one.key for one in taken), starts, strict=False))
        )

    def moved(self, case: Case) -> Case:
        """Return a case with its places in the joined text."""
        shift = self.starts[case.stories[0]] if case.stories else 0

        def inside(spans: Sequence[Span], by: Sequence[int]) -> tuple[Span, ...]:
            return tuple(Span(one.start + far, one.end + far) for one, far in zip(spans, by, strict=True))

        spans = inside(case.spans, [self.starts[key] for key in case.stories])
        others = tuple(inside(one, [shift] * len(one)) for one in case.others)
        return replace(case, stories=("",) * len(spans), spans=spans, others=others)


def sample(suite: Suite, each: int) -> list[Case]:
    """Return the first cases of each transformation that does not take a speaker or a source."""
    by_name = defaultdict[str, list[Case]](list)
    for case in suite.cases:
        if not case.quotation.speaker and not case.quotation.source and case.kind not in ("E4", "B9"):
            by_name[case.transformation].append(case)
    return [case for cases in by_name.values() for case in cases[: each * (5 if not cases[0].spans else 1)]]


def print_baselines(suite: Suite, each: int) -> None:
    """Print a row for each baseline that is installed, and why another could not run."""
    cases = sample(suite, each)
    joined = Joined.of(suite.stories, cases)
    cases = [joined.moved(case) for case in cases]
    print(f"\n{len(cases)} cases in a text of {len(joined.text) / 1e6:.1f} M characters; located and exact over A-C")
    print(f"{'':28} located   exact  A pass  danger passes  absent passes   p50 ms      p99")
    for make in BASELINES:
        baseline = make()
        try:
            named = f"{baseline.name} {version(baseline.package) if baseline.package else ''}"
            baseline.read(joined.text)
        except (ImportError, AttributeError, TypeError, OSError) as error:
            print(f"{baseline.name:28}could not run: {type(error).__name__}: {error}")
            continue
        print(_row(named, baseline, cases), flush=True)


def _row(name: str, baseline: Baseline, cases: Sequence[Case]) -> str:
    found: list[Found] = []
    taken: list[float] = []
    for case in cases:
        started = time.perf_counter()
        found.append(baseline.find(case.quotation.quote))
        taken.append(1000 * (time.perf_counter() - started))
    placed = [
        (case, [Place("", one.span)] if one.span else []) for case, one in zip(cases, found, strict=True) if case.spans
    ]
    located = _share([case.located(places) for case, places in placed]) if baseline.gives_places else "–"
    exact = _share([case.exact(places) for case, places in placed]) if baseline.gives_places else "–"
    passes = [(case, one.passes) for case, one in zip(cases, found, strict=True)]
    shown = _share([passed for case, passed in passes if case.is_presentation])
    danger = _share([passed for case, passed in passes if case.dangerous])
    absent = _share([passed for case, passed in passes if not case.spans])
    p50, p99 = np.percentile(taken, [50, 99])
    return f"{name:28}{located:>8} {exact:>7} {shown:>7} {danger:>14} {absent:>14} {p50:8.1f} {p99:8.1f}"


def _share(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.1%}" if values else "–"
