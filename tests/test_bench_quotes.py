"""The generator of the quotation benchmark: every edit does what its name says, and the places are right."""

import random

import pytest

from qa.quotes.types import Claim, Completeness, Quotation, QuoteCheck, Severity, Speaker, Wording
from qa.types import Span
from tests.bench import quote_cuts as cuts
from tests.bench import quote_dangers as dangers
from tests.bench import quote_declared as declared
from tests.bench import quote_presentation as shown
from tests.bench.quote_case import Case, Place
from tests.bench.quote_cases import is_wanted
from tests.bench.quote_changes import Edited, flat, in_both, in_quotation, in_story, swap
from tests.bench.quote_material import Printing
from tests.bench.quote_passages import (
    Grams,
    Passage,
    Story,
    is_clean,
    is_plain,
    printed,
    sentence_spans,
    single,
    speeches,
)
from tests.bench.quote_suite import TRANSFORMATIONS


def rng() -> random.Random:
    return random.Random(7)


def passage(*sentences: str) -> Passage:
    text, spans = "", list[Span]()
    for one in sentences:
        text += " " if text else ""
        spans.append(Span(len(text), len(text) + len(one)))
        text += one
    return Passage("story", 0, text, tuple(spans))


def pieces(edited: Edited | None, words: str) -> list[str]:
    assert edited is not None
    return [flat(span.of(edited.printed or words)) for span in edited.spans]


@pytest.mark.parametrize(
    ("change", "text", "expected"),
    [
        (dangers.no_negation, "The ferry did not leave the harbour today.", "The ferry did leave the harbour today."),
        (dangers.no_negation, "The crew won't sail on a Sunday.", "The crew will sail on a Sunday."),
        (dangers.no_negation, "It doesn’t carry cows.", "It does carry cows."),
        (dangers.no_negation, "They asked whether or not it sails.", None),
        (dangers.prefixed, "It was an unfair price.", "It was an fair price."),
        (dangers.tenfold, "About 40 cows were aboard.", "About 400 cows were aboard."),
        (dangers.tenfold, "It cost 4.5 million.", None),
        (dangers.bolder, "The mill is likely to close.", "The mill will close."),
        (dangers.bolder, "The mill was probably sold.", "The mill was sold."),
        (dangers.condition, "Unless the rain stops, they stay.", None),
        (dangers.direction, "Prices rose on Monday.", "Prices fell on Monday."),
        (dangers.direction, "Upton waved.", None),
        (dangers.stopped, "Will they sail at noon?", "Will they sail at noon."),
        (dangers.place, "The ship left for Norway.", None),
        (declared.contraction, "It's the last of them.", "It is the last of them."),
        (shown.small_first, "The ferry left.", "the ferry left."),
        (shown.small_first, "Oban is a port.", None),
        (shown.nested_marks, 'He called it "late" twice.', None),
        (shown.all_capitals, "A ferry left.", "A FERRY LEFT."),
        (shown.ligatures, "The first office flew.", "The ﬁrst oﬃce ﬂew."),
        (shown.mended_pound, "It cost Â£5.", "It cost £5."),
        (shown.title_form, "Sen. Finn waved.", "Senator Finn waved."),
    ],
)
def test_changes_of_a_word(change, text, expected):
    changed = change(text, rng())
    if expected is None:
        assert changed is None or changed != text
    else:
        assert changed == expected


@pytest.mark.parametrize(
    "change",
    [shown.other_marks, shown.other_spaces, shown.wrapped, shown.invisible, shown.homoglyphs, shown.hyphenated,
     shown.mojibake, shown.soft_hyphens, shown.full_width, shown.other_end, shown.entities],
)  # fmt: skip
def test_presentation_keeps_the_words(change):
    text = "The company's long-term harbour contract, they confirmed yesterday, includes a hundred passenger cabins."
    changed = change(text, rng())
    assert changed is not None
    assert changed != text
    letters = "".join(one for one in text if one.isalpha() and one.isascii())
    kept = [one for one in changed if one.isalpha() and one.isascii()]
    assert len(kept) >= len(letters) - 10  # a word in other letters, at most


def test_numbers_change_value_only_where_that_is_meant():
    assert shown.number_format("It paid 20,000 farmers.", rng()) == "It paid 20000 farmers."
    assert shown.number_format("Six in ten.", rng()) is None
    assert dangers.digits("It paid 20 farmers.", rng()) not in ("It paid 20 farmers.", None)
    assert dangers.digits("On page A4.", rng()) is None
    assert dangers.unit("It paid 20 million.", rng()) == "It paid 20 billion."
    assert dangers.currency("It cost $5.", rng()) in ("It cost £5.", "It cost €5.")
    assert dangers.date("It sank in July that year.", rng()) != "It sank in July that year."
    assert str(dangers.sign("It moved 5% on Monday.", rng())).removeprefix("It moved ") in (
        "-5% on Monday.", "−5% on Monday.", "minus 5% on Monday.")  # fmt: skip


def test_a_swap_keeps_the_first_capital_and_whole_words():
    change = swap({"ferry": ("boat",)})
    assert change("Ferry tickets for the ferryman.", rng()) == "Boat tickets for the ferryman."
    assert change("No match here.", rng()) is None


def test_edits_put_the_change_on_the_right_side():
    one = passage("The ferry left Oban at noon.")
    quoted = in_quotation(swap({"noon": ("dawn",)}))(one, rng())
    assert quoted == Edited(("The ferry left Oban at dawn.",), (Span(0, 28),))
    told = in_story(swap({"noon": ("midnight",)}))(one, rng())
    assert told == Edited(("The ferry left Oban at noon.",), (Span(0, 32),), "The ferry left Oban at midnight.")
    both = in_both(shown.ellipsis_glyph)(passage("The ferry, they say, left."), rng())
    assert both is not None
    assert both.printed != both.parts[0]


def test_omissions_and_splices_know_their_pieces():
    words = (
        "Red sails moved along the grey coast of the island toward a harbour with stone walls and lanterns hung"
        " from poles on the pier."
    )
    one = passage(words)
    for edit in (declared.omission, cuts.spliced):
        edited = edit(one, rng())
        before, after = pieces(edited, words)
        assert words.startswith(before)
        assert words.endswith(after)
        assert edited is not None
        assert edited.parts[0].startswith(before)
        assert edited.parts[0].endswith(after)
        assert len(before) + len(after) < len(words)
    assert declared.omission(passage(words.replace("sails", "sails never")), rng()) is None


def test_cuts_stop_where_they_should():
    limited = "The mill will open again in the spring, but only if the council pays for the roof."
    assert pieces(cuts.before_limiter(passage(limited), rng()), limited) == ["The mill will open again in the spring"]
    assert cuts.before_limiter(passage("He was not at all angry that day, but sad and tired."), rng()) is None
    assert cuts.before_limiter(passage("The old man at the gate asked if the mill was open."), rng()) is None
    denied = "Ada Finn denied that the mill had burned down on the first night."
    assert pieces(cuts.after_denial(passage(denied), rng()), denied) == ["the mill had burned down on the first night."]
    built = cuts.after_denial_built(passage("The mill burned down."), rng())
    assert built is not None
    assert built.printed is not None
    assert built.printed.endswith(" the mill burned down.")
    assert pieces(built, "") == ["the mill burned down."]
    assert built.parts == ("The mill burned down.",)
    hidden = "The owners of the old mill said they would never sell it to the town that week."
    before, after = pieces(cuts.hides_negation(passage(hidden), rng()), hidden)
    assert "never" not in before + after


def test_sentences_change_places_or_are_left_out():
    two = passage("The ferry left Oban.", "Nobody waved at it.")
    edited = cuts.reordered(two, rng())
    assert edited is not None
    assert edited.parts == ("Nobody waved at it. The ferry left Oban.",)
    three = passage("The ferry left Oban.", "Nobody waved at it.", "It carried nine cows.")
    assert pieces(cuts.sentence_left_out(three, rng()), three.words) == [
        "The ferry left Oban.",
        "It carried nine cows.",
    ]


def test_questions_become_statements():
    asserted = cuts.asserted(passage("Will they sail at noon?"), rng())
    assert asserted == Edited(("They will sail at noon.",), (Span(0, 23),), others=((Span(5, 23),),))
    asked = cuts.asked(passage("They will sail at noon."), rng())
    assert asked is not None
    assert (asked.printed, asked.parts) == ("Will they sail at noon?", ("They will sail at noon.",))
    assert cuts.asserted(passage("Who will sail at noon?"), rng()) is None


def test_places_move_with_what_is_printed_before_them():
    story = Story("one", "First words here. Second words here. Third words here.", "news")
    first, second, third = (Passage("one", start, story.text[start : start + length], ())
                            for start, length in ((0, 17), (18, 18), (37, 17)))  # fmt: skip
    printing = Printing([story])
    printing.change(third, "3rd.")
    printing.change(first, "The very first words here.")
    assert printing.is_free(second)
    assert not printing.is_free(first)
    (told,) = printing.stories()
    assert told.text == "The very first words here. Second words here. 3rd."
    assert told.text[printing.start(second) :].startswith("Second")
    assert told.text[printing.start(third) :] == "3rd."


def test_only_passages_that_stand_once_are_distinct():
    one = "the ferry left the harbour at noon with nine cows"
    assert Grams([one, "a mill burned on tuesday night in town"]).is_distinct(one)
    assert not Grams([one, "they say " + one]).is_distinct(one)
    assert Grams([one]).shared("quite other words stand in this one", often=1) == 0


def test_clean_sentences_and_speech_are_whole():
    assert is_clean("The ferry left the harbour at noon on Tuesday.")
    assert not is_clean("The ferry left the harbour at noon with Smith Corp.")
    assert not is_clean("the ferry left the harbour at noon on Tuesday.")
    assert not is_clean("Short one.")
    assert is_plain("Ships sailed along the coast.")
    assert not is_plain("Ships never sailed along the coast.")
    text = ('The ferry left the harbour at noon on Tuesday. Nobody on the pier waved at the crew. But the cows did.\n\n'
            '"We like the sea and the wind around the island," said Finn.')  # fmt: skip
    story = Story("one", text, "news")
    parts = sentence_spans(story)
    assert [one.words for one in single(story, parts)] == ["The ferry left the harbour at noon on Tuesday."]
    assert [one.words for one in speeches(story, parts)] == ["We like the sea and the wind around the island"]


def test_tokenised_text_is_printed_as_it_would_be():
    assert printed("\" Good night , \" he said .\nIt was n't late ; the man 's hat ( a tall one ) fell .") == (
        "\"Good night,\" he said. It wasn't late; the man's hat (a tall one) fell."
    )


def make_check(wording: Wording, severity: Severity, outcome: str = "pass") -> QuoteCheck:
    speaker = Speaker(None, None, certainty=None, verdict=Claim.NOT_CLAIMED)  # type: ignore[arg-type]
    return QuoteCheck(Quotation(("words",)), wording, severity, (), speaker, Completeness.COMPLETE, outcome)


def test_a_case_judges_places_and_verdicts():
    at_risk = frozenset({Severity.AT_RISK})
    case = Case("C7 negation in", Quotation(("words",)), ("one", "one"), (Span(10, 30), Span(40, 60)),
                frozenset({Wording.ALTERED}), at_risk, dangerous=True, others=((Span(10, 60),),))  # fmt: skip
    assert case.exact([Place("one", Span(11, 30)), Place("one", Span(40, 59))])
    assert case.exact([Place("one", Span(10, 60))])
    assert not case.exact([Place("one", Span(10, 30))])
    assert not case.exact([Place("two", Span(10, 60))])
    assert case.located([Place("one", Span(15, 28))])
    assert not case.located([Place("two", Span(10, 30))])
    assert case.wrong(make_check(Wording.ALTERED, Severity.AT_RISK)) == []
    assert case.wrong(make_check(Wording.VERBATIM, Severity.NONE)) == ["wording", "severity"]
    assert case.is_missed_danger(make_check(Wording.VERBATIM, Severity.AT_RISK))
    assert not case.is_missed_danger(make_check(Wording.ALTERED, Severity.AT_RISK))
    presentation = Case("A1 marks", Quotation(("words",)), ("one",), (Span(0, 5),), frozenset({Wording.VERBATIM}))
    assert not presentation.is_false_alarm(make_check(Wording.VERBATIM, Severity.PRESENTATION))
    assert presentation.is_false_alarm(make_check(Wording.VERBATIM, Severity.PRESENTATION, "fail"))
    assert presentation.is_false_alarm(make_check(Wording.ALTERED, Severity.PRESENTATION))


def test_transformations_are_named_once_and_chosen_by_name():
    names = [one.name for one in TRANSFORMATIONS]
    assert len(set(names)) == len(names)
    assert is_wanted("C8 unit", ["C8"])
    assert is_wanted("C8 unit", ["C"])
    assert is_wanted("C8 unit", ["C8 unit"])
    assert not is_wanted("C8 unit", ["C1", "A"])
