"""Makes the cases of the quotation benchmark from the stories of a split."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.quotes.types import Quotation
from qa.types import Span
from tests.bench.quote_case import Case, Suite
from tests.bench.quote_changes import Edited
from tests.bench.quote_extra import EXTRAS, extra_cases, translated_stories
from tests.bench.quote_material import Material, Printing
from tests.bench.quote_passages import Passage
from tests.bench.quote_suite import TRANSFORMATIONS, Transformation

EACH = 200
_FEW = 60  # below this many of each, a part of the stories will do
_PART = 0.4
NOT_MADE = {
    "B8": "headlines and block quotations are a matter of finding quotations in a text",
    "D3-D5, D7-D12": "speakers have a benchmark of their own",
    "E3": "a paraphrase needs the encoder, and judgement",
    "E5": "terms and titles are a matter of finding quotations in a text",
}


@dataclass(frozen=True, slots=True)
class _Draft:
    made_by: Transformation
    passage: Passage
    edited: Edited


def make_suite(folder: Path, split: str, limit: int = EACH, only: Sequence[str] = ()) -> Suite:
    """Return up to `limit` cases of each transformation (of those that `only` names), and the stories to hold."""
    material = Material(folder, split, _PART if limit < _FEW else 1.0)
    printing = Printing(material.changed)
    drafts = [
        draft for made_by in TRANSFORMATIONS if is_wanted(made_by.name, only)
        for draft in _drafts(made_by, material, printing, limit)
    ]  # fmt: skip
    cases = [_case(draft, printing) for draft in drafts]
    for name in EXTRAS:
        cases += extra_cases(material, name, limit) if is_wanted(name, only) else []
    return Suite((*material.kept, *printing.stories(), *translated_stories()), tuple(cases))


def is_wanted(name: str, only: Sequence[str]) -> bool:
    """Say whether a transformation is named: "C", "C8" or "C8 unit" wants "C8 unit"."""
    return not only or any(one in (name, name.split(maxsplit=1)[0], name[0]) for one in only)


def _drafts(made_by: Transformation, material: Material, printing: Printing, limit: int) -> list[_Draft]:
    rng, found = material.random(made_by.name), list[_Draft]()
    passages = material.pool(made_by.pool, changed=made_by.prints)[:]
    rng.shuffle(passages)
    for passage in passages:
        if len(found) == limit:
            break
        if made_by.prints and not printing.is_free(passage):
            continue
        edited = made_by.edit(passage, rng)
        if edited is None or not all(material.grams.is_distinct(one.of(passage.words)) for one in passage.sentences):
            continue
        if edited.printed is not None:
            printing.change(passage, edited.printed)
        found.append(_Draft(made_by, passage, edited))
    return found


def _case(draft: _Draft, printing: Printing) -> Case:
    made_by, passage, edited = draft.made_by, draft.passage, draft.edited
    start = printing.start(passage) if edited.printed is not None else passage.start

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(Span(start + one.start, start + one.end) for one in spans)

    return Case(
        made_by.name, Quotation(edited.parts), (passage.story,) * len(edited.spans), moved(edited.spans),
        made_by.wordings, made_by.severities, made_by.completeness, reason=made_by.reason, dangerous=made_by.dangerous,
        warns=made_by.warns, others=tuple(moved(one) for one in edited.others),
    )  # fmt: skip
