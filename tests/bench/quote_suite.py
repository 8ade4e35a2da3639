"""The transformations of the quotation benchmark: what each does, to which passages, and which verdicts are right."""

from dataclasses import dataclass

from qa.quotes.types import Completeness, Severity, Wording
from tests.bench import quote_cuts as cuts
from tests.bench import quote_dangers as dangers
from tests.bench import quote_declared as declared
from tests.bench import quote_presentation as shown
from tests.bench.quote_changes import Change, Edit, in_both, in_quotation, in_story

_NOT_AT_RISK = frozenset({Completeness.COMPLETE, Completeness.CUT})
_AT_RISK = frozenset({Completeness.AT_RISK})
_DECLARED = frozenset({Wording.DECLARED})
_EITHER = frozenset({Wording.VERBATIM, Wording.DECLARED})
_NOT_VERBATIM = frozenset({Wording.ALTERED, Wording.DECLARED})


@dataclass(frozen=True, slots=True)
class Transformation:
    """An edit by its name in the taxonomy ("C8 unit" is one kind of C8), the passages it needs, and what is right.

    `pool` is one of `quote_cases.POOLS`; `prints` says that the story is changed; `dangerous` that the meaning is at
    risk; `warns` that a hint of tampering is called for. `completeness` None lets every verdict on it pass.
    """

    name: str
    edit: Edit
    pool: str
    wordings: frozenset[Wording]
    severities: frozenset[Severity]
    completeness: frozenset[Completeness] | None = None
    reason: str | None = None
    prints: bool = False
    dangerous: bool = False
    warns: bool = False


def _presentation(name: str, edit: Edit, pool: str, *, prints: bool = False, warns: bool = False) -> Transformation:
    severities = frozenset({Severity.NONE, Severity.PRESENTATION})
    return Transformation(
        name, edit, pool, frozenset({Wording.VERBATIM}), severities, _NOT_AT_RISK, prints=prints, warns=warns
    )


def _declared(name: str, edit: Edit, wordings: frozenset[Wording] = _DECLARED, pool: str = "single") -> Transformation:
    severities = frozenset({Severity.NONE, Severity.PRESENTATION, Severity.DECLARED})
    return Transformation(name, edit, pool, wordings, severities, _NOT_AT_RISK)


def _undeclared(name: str, change: Change, *, prints: bool = False) -> Transformation:
    edit = in_story(change) if prints else in_quotation(change)
    wordings, severities = frozenset({Wording.ALTERED}), frozenset({Severity.UNDECLARED})
    return Transformation(name, edit, "single", wordings, severities, None, prints=prints)


def _danger(name: str, change: Change, reason: str, pool: str = "single", *, prints: bool = False) -> Transformation:
    edit = in_story(change) if prints else in_quotation(change)
    wordings, severities = frozenset({Wording.ALTERED}), frozenset({Severity.AT_RISK})
    return Transformation(name, edit, pool, wordings, severities, None, reason, prints=prints, dangerous=True)


def _cut(name: str, edit: Edit, reason: str, pool: str = "single", *, prints: bool = False) -> Transformation:
    severities = frozenset({Severity.AT_RISK})
    at_risk = _AT_RISK if name[:3] in ("C12", "C13", "C14") else None
    wordings = frozenset({Wording.ALTERED}) if name[:2] in ("C5", "C6") or name[:3] == "C15" else _NOT_VERBATIM
    return Transformation(name, edit, pool, wordings, severities, at_risk, reason, prints=prints, dangerous=True)


PRESENTATION = (
    _presentation("A1 marks", in_quotation(shown.other_marks), "marked"),
    _presentation("A1 apostrophes", in_quotation(shown.other_marks), "whole"),
    _presentation("A2 nested marks", in_quotation(shown.nested_marks), "marked"),
    _presentation("A3 dashes", in_quotation(shown.other_dashes), "whole"),
    _presentation("A4 ellipsis glyph", in_both(shown.ellipsis_glyph), "single", prints=True),
    _presentation("A5 spaces", in_quotation(shown.other_spaces), "whole"),
    _presentation("A5 lines in the story", in_story(shown.wrapped), "single", prints=True),
    _presentation("A6 first letter", in_quotation(shown.small_first), "whole"),
    _presentation("A6 capitals in the story", in_story(shown.all_capitals), "single", prints=True),
    _presentation("A7 closing stop", in_quotation(shown.other_end), "whole"),
    _presentation("A8 accents", in_both(shown.composed), "single", prints=True),
    _presentation("A8 ligatures", in_story(shown.ligatures), "single", prints=True),
    _presentation("A8 full width", in_story(shown.full_width), "single", prints=True),
    _presentation("A8 soft hyphens", in_story(shown.soft_hyphens), "single", prints=True),
    _presentation("A9 invisible", in_quotation(shown.invisible), "whole", warns=True),
    _presentation("A9 invisible in the story", in_story(shown.invisible), "single", prints=True, warns=True),
    _presentation("A10 homoglyphs", in_quotation(shown.homoglyphs), "whole", warns=True),
    _presentation("A10 homoglyphs in the story", in_story(shown.homoglyphs), "single", prints=True, warns=True),
    _presentation("A11 line hyphens", in_story(shown.hyphenated), "single", prints=True),
    _presentation("A12 mojibake", in_story(shown.mojibake), "single", prints=True),
    _presentation("A12 entities", in_story(shown.entities), "single", prints=True),
    _presentation("A12 pound sign", in_quotation(shown.mended_pound), "pounds"),
    _presentation("A13 spelling", in_quotation(shown.spelt_otherwise), "whole"),
    _presentation("A13 numbers", in_quotation(shown.number_format), "whole"),
    _presentation("A13 titles", in_quotation(shown.title_form), "whole"),
    _presentation("A14 furniture", in_story(shown.furniture), "single", prints=True),
)
DECLARED = (
    _declared("B1 ellipsis", declared.omission),
    _declared("B2 pronoun", declared.bracketed(
        r"(?<=[a-z] )(?:he|she|they|him|them)\b(?!['’])", ("the minister", "Mr Harmon", "the farmers"))),
    _declared("B2 name", declared.bracketed(
        r"(?<=[a-z] )(?:[A-Z][a-z]{3,})(?: [A-Z][a-z]{3,})?(?= [a-z])"
        r"|(?<=[a-z] )the [a-z]{4,}(?= (?:of|in|at)\b)", ("the group", "the place"))),
    _declared("B3 case", declared.bracketed_case),
    _declared("B3 ending", declared.bracketed_ending),
    _declared("B4 remark", in_quotation(declared.remark)),
    _declared("B5 part", declared.fragment, _EITHER),
    _declared("B6 split", declared.split_by_attribution, _EITHER),
    _declared("B7 paragraphs", declared.paragraphs_marked, _EITHER, "pairs"),
)  # fmt: skip
UNDECLARED = (
    _undeclared("C1 word dropped", declared.dropped),
    _undeclared("C2 word added", declared.added),
    _undeclared("C3 synonym", declared.synonym),
    _undeclared("C4 tense", declared.tense),
    _undeclared("C4 contraction", declared.contraction),
    _undeclared("C4 filler", declared.filler, prints=True),
)
DANGERS = (
    _danger("C7 negation out", dangers.no_negation, "negation"),
    _danger("C7 negation in", dangers.negated, "negation"),
    _danger("C7 prefix", dangers.prefixed, "negation"),
    _danger("C8 digit", dangers.digits, "number"),
    _danger("C8 tenfold", dangers.tenfold, "number"),
    _danger("C8 counted", dangers.counted, "number"),
    _danger("C8 unit", dangers.unit, "unit"),
    _danger("C8 date", dangers.date, "date"),
    _danger("C8 sign", dangers.sign, "sign"),
    _danger("C8 currency", dangers.currency, "unit"),
    _danger("C9 modal", dangers.modal, "modal"),
    _danger("C9 quantifier", dangers.quantifier, "quantifier"),
    _danger("C9 hedge out", dangers.bolder, "hedge"),
    _danger("C9 hedge in", dangers.hedged, "hedge"),
    _danger("C9 condition", dangers.condition, "condition"),
    _danger("C10 place", dangers.place, "name"),
    _danger("C10 name", dangers.name, "name"),
    _danger("C10 pronoun", dangers.pronoun, "pronoun"),
    _danger("C11 direction", dangers.direction, "direction"),
    _danger("C15 full stop", dangers.stopped, "question", "questions"),
)
CUTS = (
    _cut("C5 order", cuts.reordered, "reordered", "pairs"),
    _cut("C6 within", cuts.spliced, "splice"),
    _cut("C6 over a stop", cuts.spliced_over, "splice", "pairs"),
    _cut("C6 sentence", cuts.sentence_left_out, "splice", "triples"),
    _cut("C9 opening hedge", cuts.after_hedge, "cut after", "whole"),
    _cut("C9 opening hedge built", cuts.after_hedge_built, "cut after", prints=True),
    _cut("C12 limiter", cuts.before_limiter, "cut before"),
    _cut("C12 limiter built", cuts.before_limiter_built, "cut before", prints=True),
    _cut("C13 denial", cuts.after_denial, "cut after"),
    _cut("C13 claim", cuts.after_claim, "cut after"),
    _cut("C13 denial built", cuts.after_denial_built, "cut after", prints=True),
    _cut("C14 hides negation", cuts.hides_negation, "hides"),
    _cut("C14 hides limiter", cuts.hides_limiter, "hides"),
    _cut("C14 hides sentence", cuts.hides_sentence, "hides", "triples"),
    _cut("C15 asserted", cuts.asserted, "question", "questions"),
    _cut("C15 asked in the story", cuts.asked, "question", prints=True),
    _cut("C14 distant", cuts.joins_distant, "ellipsis", "apart"),
)
TRANSFORMATIONS = (*PRESENTATION, *DECLARED, *UNDECLARED, *DANGERS, *CUTS)
