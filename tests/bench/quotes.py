"""Measures the checking of quotations: `python -m tests.bench.quotes DATA_DIR`.

A generator takes passages from news and novels, changes each in a way that it knows, and knows by construction where
the words stand and which verdicts are right. `--split develop` is for building the checker, `--split report` for the
figures that are published. `--show N` prints cases that went wrong, `--only A1,C7` makes only these, `--baselines N`
measures other ways to find quotations on N cases of each transformation, `--sizes` libraries of 1, 10 and 100 MB.
"""

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qa.library import Library
from qa.quotes.types import Quotation, QuoteCheck, Severity, Wording
from tests.bench.quote_baselines import print_baselines
from tests.bench.quote_case import FOUND, Case, Place
from tests.bench.quote_cases import EACH, NOT_MADE, make_suite
from tests.bench.quote_library import add, open_library
from tests.bench.quote_passages import SPLITS
from tests.bench.quote_sizes import print_sizes

_SIZES = (1, 10, 100)


@dataclass(frozen=True, slots=True)
class Checked:
    """A case with what the check says of it."""

    case: Case
    check: QuoteCheck
    places: tuple[Place, ...]
    milliseconds: float
    wrong: tuple[str, ...] = field(default=())

    @property
    def found(self) -> bool:
        """Say whether the words are said to stand in the stories."""
        return self.check.wording in FOUND


def each_checked(library: Library, cases: Sequence[Case], keys: Mapping[str, str]) -> Iterator[Checked]:
    """Check each quotation by itself."""
    library.check_quotes([Quotation(("Once, so that everything is loaded before the clock starts.",))])
    for case in cases:
        started = time.perf_counter()
        result = library.check_quotes([case.quotation])[0]
        taken = 1000 * (time.perf_counter() - started)
        places = tuple(Place.of(citation, keys) for citation in result.citations)
        yield Checked(case, result, places, taken, tuple(case.wrong(result)))


def print_table(checked: Sequence[Checked]) -> None:
    """Print a row for each transformation."""
    print(f"{'':28}{'cases':>6} {'located':>8} {'exact':>7} {'right':>7} {'reason':>7}  verdicts that are wrong")
    by_name = defaultdict[str, list[Checked]](list)
    for one in checked:
        by_name[one.case.transformation].append(one)
    for name, rows in by_name.items():
        print(_row(name, rows), flush=True)
    placed = [one for one in checked if one.case.spans and one.case.kind[0] in "ABC"]
    print(_row("A-C", placed))


def _row(name: str, rows: Sequence[Checked]) -> str:
    placed = [one for one in rows if one.case.spans]
    located = _share([one.case.located(one.places) for one in placed])
    exact = _share([one.case.exact(one.places) for one in placed])
    reasons = _share([one.case.is_named(one.check) for one in rows if one.case.reason])
    wrong = Counter(what for one in rows for what in one.wrong)
    said = ", ".join(f"{what} {count}" for what, count in wrong.most_common())
    right = _share([not one.wrong for one in rows])
    return f"{name:28}{len(rows):6} {located:>8} {exact:>7} {right:>7} {reasons:>7}  {said}"


def _share(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.1%}" if values else "–"


def print_bars(checked: Sequence[Checked]) -> None:
    """Print what matters most: what is absent called found, false alarms, danger missed, and how fast it is."""
    absent = [one for one in checked if not one.case.spans and one.case.kind in ("Absent", "E1", "E2")]
    found = [one.found for one in absent]
    print(f"\nabsent called found: {sum(found)} of {len(found)} ({_share(found)})")
    shown = [one for one in checked if one.case.is_presentation]
    alarms = [one for one in shown if one.case.is_false_alarm(one.check)]
    print(f"false alarms on presentation: {len(alarms)} of {len(shown)} {_kinds(alarms)}")
    dangerous = [one for one in checked if one.case.dangerous]
    missed = [one for one in dangerous if one.case.is_missed_danger(one.check)]
    print(f"danger missed: {len(missed)} of {len(dangerous)} {_kinds(missed)}")
    mild = [one for one in missed if one.check.severity < Severity.AT_RISK]
    verbatim = [one for one in missed if one.check.wording is Wording.VERBATIM]
    print(f"    of these below severity 4: {len(mild)} {_kinds(mild)}")
    print(f"    of these called verbatim: {len(verbatim)} {_kinds(verbatim)}")
    harmless = [one for one in checked if one.case.severities and Severity.AT_RISK not in one.case.severities]
    called = [one for one in harmless if one.check.severity is Severity.AT_RISK]
    print(f"harmless edits called dangerous: {len(called)} of {len(harmless)} {_kinds(called)}")
    taken = np.array([one.milliseconds for one in checked])
    p50, p99 = np.percentile(taken, [50, 99])
    print(f"a quotation: p50 {p50:.2f} ms, p99 {p99:.2f} ms, most {taken.max():.0f} ms")


def _kinds(rows: Sequence[Checked]) -> str:
    counts = Counter(one.case.transformation for one in rows)
    return "(" + ", ".join(f"{name} {count}" for name, count in counts.items()) + ")" if rows else ""


def show(checked: Sequence[Checked], texts: Mapping[str, str], count: int) -> None:
    """Print up to `count` cases of each transformation that went wrong."""
    shown = Counter[str]()
    for one in checked:
        case, result = one.case, one.check
        off = bool(case.spans) and not case.exact(one.places)
        missed = case.is_missed_danger(result) or case.is_false_alarm(result)
        wrong = [*one.wrong, *(["place"] if off else []), *(["MISSED"] if missed else [])]
        if not wrong or shown[case.transformation] == count:
            continue
        shown[case.transformation] += 1
        print(f"\n{case.transformation}: {', '.join(wrong)}")
        asked = case.quotation
        print(f"  quoted  {asked.parts!r} speaker={asked.speaker!r} source={asked.source!r}")
        for story, span in zip(case.stories, case.spans, strict=True):
            print(f"  gold    {story} {span.start}-{span.end} {span.of(texts[story])!r}")
        for place, citation in zip(one.places, result.citations, strict=True):
            print(f"  found   {place.story} {place.span.start}-{place.span.end} {citation.exact!r}")
        print(f"  said    {result.wording} severity {result.severity} {result.completeness} {result.outcome}"
              f" reasons={result.reasons} folds={result.folds}"
              f" warnings={result.warnings} {result.speaker.verdict}")  # fmt: skip
        for change in result.diff:
            if change.kind != "equal":
                print(f"          {change.kind} {change.story_words!r} -> {change.quote_words!r} {change.reasons}")


def main() -> None:
    """Print the tables."""
    given = _arguments()
    suite = make_suite(given.data, given.split, given.limit, given.only)
    names = Counter(case.transformation for case in suite.cases)
    print(f"{len(suite.cases):,} cases of {len(names)} transformations; {len(suite.stories):,} stories are held")
    with tempfile.TemporaryDirectory() as folder, open_library(Path(folder), write=True) as library:
        keys = add(library, suite.stories)
        checked = list(each_checked(library, suite.cases, keys))
    print_table(checked)
    print_bars(checked)
    show(checked, {one.key: one.text for one in suite.stories}, given.show)
    for name, why in NOT_MADE.items():
        print(f"not made: {name}: {why}")
    if given.baselines:
        print_baselines(suite, given.baselines)
    if given.sizes:
        print_sizes(given.data, _SIZES)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.quotes", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds news/ and quotes/")
    parser.add_argument("--split", choices=SPLITS, default=SPLITS[0])
    parser.add_argument("--limit", type=int, default=EACH, help="cases of each transformation (%(default)s)")
    parser.add_argument("--only", type=lambda text: text.split(","), default=(), help='such as "A1,C7" or "C"')
    parser.add_argument("--show", type=int, default=0, help="failing cases to print, of each transformation")
    parser.add_argument("--baselines", type=int, default=0, help="cases of each transformation for the baselines")
    parser.add_argument("--sizes", action="store_true", help="also libraries of 1, 10 and 100 MB")
    return parser.parse_args()


if __name__ == "__main__":
    main()
