"""Measures who says a quotation: `python -m tests.bench.speakers DATA_DIR [--train]`.

PolNeAR's news stories (rules and certainties were chosen on its training part; the report is of its development part).
A quotation is four words or more between double marks, within what an annotator ascribed to a source. A speaker is
right if the mention overlaps the annotated source (the innermost, where one is within another) or shares a word of a
name with it. Also prints how many of the quotations were found by their marks, within two characters, and their roles.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qa.quotes import parse
from qa.quotes.judging import judged
from qa.quotes.marks import find_quotations
from qa.quotes.names import is_human, named, people
from qa.quotes.speakers import who_says
from qa.quotes.types import Attribution, Certainty, Role, Voice
from qa.types import Document, Span
from tests.bench.data import rows

_MARKED = re.compile(r"“[^“”\n]{1,2000}”|\"[^\"\n]{1,2000}\"")
_WORD = re.compile(r"[^\W\d_]+")
_NO_NAME = frozenset("the a an of for and to in mr mrs ms he she they who it his her their s".split())
_FEWEST_WORDS = 4
_NEAR = 2

Method = Callable[[str, Span], Attribution]


@dataclass(frozen=True, slots=True)
class Case:
    """A quotation and where its source is named."""

    text: str
    span: Span
    source: tuple[Span, ...]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--train", action="store_true", help="measure on the part that the rules were chosen on")
    options = parser.parse_args()
    name = "polnear_train" if options.train else "polnear_dev"
    stories = list(rows(options.data / "quotes" / f"{name}.jsonl.gz"))
    cases = [case for story in stories for case in _cases(story)]
    print(f"{name}: {len(stories)} stories, {len(cases)} quotations with a source")
    _print_found(cases)
    print(
        "| method | coverage | accuracy over all | precision | firm: precision | firm: coverage | s per 100 stories |"
    )
    print("|---|---|---|---|---|---|---|")
    methods: list[tuple[str, Method]] = [("nearest name of a person", _nearest), ("rules", _rules)]
    if parse.installed():
        who_says("Warm.", Span(0, 4))
        methods.append(("rules and parse", who_says))
    for label, method in methods:
        _print_row(label, method, cases, len(stories))
    _print_claims(cases)


def _cases(story: dict[str, Any]) -> Iterator[Case]:
    text = story["text"]
    sourced = [one for one in story["attributions"] if one.get("source") and one.get("content")]
    contents = [(Span(*span), one) for one in sourced for span in one["content"]]
    for match in _MARKED.finditer(text):
        if len(_WORD.findall(match[0])) < _FEWEST_WORDS:
            continue
        around = [
            (len(content), n)
            for n, (content, _) in enumerate(contents)
            if content.start <= match.start() + 1 and match.end() - 1 <= content.end
        ]
        if around:
            source = contents[min(around)[1]][1]["source"]
            yield Case(text, Span(match.start() + 1, match.end() - 1), tuple(Span(*span) for span in source))


def _print_found(cases: Sequence[Case]) -> None:
    """Print the share of quotations that the marks yield, and the share that is taken for speech."""
    found: Counter[str] = Counter()
    for case in cases:
        for one in _quotations(case.text):
            if any(_is_near(span, case.span) for span in one[0]):
                found["found"] += 1
                found["speech"] += one[1] == Role.SPEECH
                break
    print(
        f"found by their marks {found['found'] / len(cases):.1%}, taken for speech {found['speech'] / len(cases):.1%}"
    )


@cache
def _quotations(text: str) -> tuple[tuple[tuple[Span, ...], Role], ...]:
    return tuple((one.spans, one.role) for one in find_quotations(text))


def _is_near(one: Span, other: Span) -> bool:
    return abs(one.start - other.start) <= _NEAR and abs(one.end - other.end) <= _NEAR


def _rules(text: str, span: Span) -> Attribution:
    return who_says(text, span, parse=False)


@cache
def _persons(text: str) -> tuple[Span, ...]:
    known = people(text)
    spans = named(text, Span(0, len(text)))
    return tuple(
        span for span in spans if is_human(span.of(text)) or any(one.human for one in known.matching(span.of(text)))
    )


def _nearest(text: str, span: Span) -> Attribution:
    """Return the person named nearest outside the words, as a baseline."""
    outside = [one for one in _persons(text) if one.end <= span.start or one.start >= span.end]
    near = min(outside, key=lambda one: max(span.start - one.end, one.start - span.end), default=None)
    return Attribution(Voice.SPEECH, near.of(text) if near else None, near)


def _print_row(label: str, method: Method, cases: Sequence[Case], stories: int) -> None:
    count: Counter[str] = Counter()
    start = time.perf_counter()
    for case in cases:
        answer = method(case.text, case.span)
        right = answer.mention is not None and _is_right(case, answer)
        count["answered"] += answer.mention is not None
        count["right"] += right
        count["firm"] += answer.certainty == Certainty.FIRM
        count["firm and right"] += right and answer.certainty == Certainty.FIRM
    seconds = (time.perf_counter() - start) / stories * 100
    firm = f"{count['firm and right'] / count['firm']:.1%}" if count["firm"] else "–"
    answered, accuracy = count["answered"] / len(cases), count["right"] / len(cases)
    precision, share = count["right"] / max(1, count["answered"]), count["firm"] / len(cases)
    print(f"| {label} | {answered:.1%} | {accuracy:.1%} | {precision:.1%} | {firm} | {share:.1%} | {seconds:.1f} |")


def _print_claims(cases: Sequence[Case]) -> None:
    """Print what becomes of true claims: of the annotated source, as the story words it, where it has a capital."""
    claims = [(case, case.source[0].of(case.text)) for case in cases]
    named_ones = [(case, claimed) for case, claimed in claims if any(word[0].isupper() for word in claimed.split())]
    verdicts = Counter(
        judged(claimed, Document.of(case.text, "story"), case.span, 1).verdict for case, claimed in named_ones
    )
    shares = ", ".join(f"{verdict} {count / len(named_ones):.1%}" for verdict, count in verdicts.most_common())
    print(f"{len(named_ones)} true claims: {shares}")


def _is_right(case: Case, answer: Attribution) -> bool:
    mention = answer.mention
    if mention and any(mention.start < span.end and span.start < mention.end for span in case.source):
        return True
    said = _words(f"{mention.of(case.text) if mention else ''} {answer.name or ''}")
    return bool(said & _words(" ".join(span.of(case.text) for span in case.source)))


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(name)} - _NO_NAME


if __name__ == "__main__":
    main()
