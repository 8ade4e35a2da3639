"""How a quotation differs from the words it stands for: word by word, and what was looked through."""

import pytest

from qa.quotes.folding import Fold
from qa.quotes.types import Completeness, Severity, Wording
from qa.quotes.words import word_keys
from tests.qa.quotes.placing import differing, told, weighed

BRIDGE = "We should build the bridge, in iron and in brick, and soon."

CASES = [
    ("We will not raise the tax this year, he said.", ("We will raise the tax this year",)),
    ("We will raise the tax.", ("We will never raise the tax.",)),
    ("The 🎉 bridge 😬 will close in May.", ("The bridge will close in June",)),
    ("“It had a letterhead,” he said, “and that is all it had.”", ("It had a letterhead,", "and that is all it had.")),
    ("“It had a letterhead,” he said, “and that is all it had.”", ("It had a letterhead, and that is all it has",)),
    ("The roof was gone and the\n\nPage 12\n\nwalls were wet.", ("The roof was gone and the walls were wet",)),
    ("Cafe\u0301 owners say that nai\u0308ve plans won’t do.", ("Café owners said that naïve plans will do",)),
    ("It was −5 degrees on the moss at dawn.", ("It was 5 degrees on the moss at dusk",)),
    ("It cost him £1,500 for ten ﬁsh there.", ("It cost him £1500 for a dozen fish there",)),
    (BRIDGE, ("We should build the bridge … and soon",)),
    (BRIDGE, ("We should [mend] the bridge, in iron [and brick], and soon",)),
    ("He goes to the sea by bus.", ("He go[es] to the sea by the bus.",)),
    ("The town is old. The river rose in the night.", ("The river rose in the night. The town is old.",)),
    ("We wi\u200bll pay for the new bridge today", ("We will pay for a new bridge, you know, today",)),
    ("&quot;We don&#8217;t pay,&quot; she said, &quot;for this.&quot;", ("We don't pay", "for that")),
    ("one two three four five eight nine", ("zero one two three five eight nine six",)),
    ("The reduc-\ntion of the e-mail tax is large.", ("The reduction of the email taxes is large",)),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_every_difference_says_where_it_stands_on_both_sides(text: str, parts: tuple[str, ...]) -> None:
    quote = " ".join(parts)
    found = weighed(text, *parts)
    for one in found.diff:
        assert one.quote.of(quote) == one.quote_words
        assert one.story.of(text) == one.story_words
        assert 0 <= one.quote.start <= one.quote.end <= len(quote)
    same = [one for one in found.diff if one.kind == "equal"]
    assert same
    for one in same:
        assert "".join(word_keys(one.quote_words)) == "".join(word_keys(one.story_words)) or "[" in one.quote_words
    kept = [one for one in found.diff if one.kind in ("equal", "insert", "replace")]
    assert sum(len(word_keys(one.quote_words)) for one in kept) >= len(word_keys(quote)) - quote.count("[") * 2


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("We will not pay for it.", "We will pay for it.", [("delete", "not", "")]),
        ("We will pay for it.", "We will never pay for it.", [("insert", "", "never")]),
        ("We may pay for it.", "We will pay for it.", [("replace", "may", "will")]),
        ("It was cold and wet, and I left.", "It was wet, and I went", [("delete", "cold and", ""),
                                                                       ("replace", "left", "went")]),
        ("It fell to -5 degrees.", "It fell to 5 degrees.", [("replace", "-5", "5")]),
        ("It fell to minus 5 degrees.", "It fell to 5 degrees.", [("replace", "minus 5", "5")]),
        ("It had a lid,” he said, “and a key.", "It had a lid, and a key.", [("attribution", "he said", "")]),
        (BRIDGE, "We should build the bridge … and soon", [("omission", "in iron and in brick", "")]),
        ("We told the mayor of Ostrey about it all.", "We told [Brandt] about it all.",
         [("bracket", "the mayor of Ostrey", "")]),
        ("We will pay.", "We will pay.", []),
    ],
)  # fmt: skip
def test_differences_counted_by_hand(text: str, quote: str, expected: list[tuple[str, str, str]]) -> None:
    assert [one for one in told(text, quote) if one[0] != "cut"] == expected


@pytest.mark.parametrize(
    ("text", "quote", "folds"),
    [
        ("They all write e-mails.", "They all write emails.", [Fold.PUNCTUATION, Fold.SPELLING]),
        ("Emails are slow here.", "E-mails are slow here.", [Fold.PUNCTUATION, Fold.SPELLING]),
        ("We will pay for it.", "We will pay for it.", []),
        ("We don’t pay “them”.", 'We don\'t pay "them".', [Fold.MARKS]),
        ("The lid — and the key — fell.", "The lid - and the key - fell.", [Fold.DASHES]),
        ("We pay for it… and pay for it.", "We pay for it... and pay for it.", [Fold.ELLIPSIS]),
        ("We will\nnot pay for it.", "We will not pay for it.", [Fold.SPACE]),
        ("We will pay for it.", "we will pay for it.", [Fold.CASE]),
        ("The cafe\u0301 is shut now.", "The café is shut now.", [Fold.ACCENTS]),
        ("The ﬁrst ﬁsh is mine.", "The first fish is mine.", [Fold.LETTERS]),
        ("The reduc-\ntion is mine.", "The reduction is mine.", [Fold.HYPHENATION]),
        ("Salt &amp; pepper is mine.", "Salt & pepper is mine.", [Fold.ENTITIES]),
        ("We canâ€™t pay for it.", "We can't pay for it.", [Fold.ENCODING]),
        ("We came, saw and left.", "We came saw, and left.", [Fold.PUNCTUATION]),
        ("The colour of e-mails.", "The color of emails.", [Fold.PUNCTUATION, Fold.SPELLING]),
        ("We have 20,000 of them.", "We have twenty thousand of them.", [Fold.SPELLING]),
        ("We wi\u200bll pay for it.", "We will pay for it.", [Fold.ZERO_WIDTH]),
        ("We will p\u0430y for it.", "We will pay for it.", [Fold.HOMOGLYPHS]),
        ("It had a lid,” he said, “and a key.", "It had a lid, and a key.", [Fold.ATTRIBUTION]),
        ("The roof fell [APPLAUSE] and the walls.", "The roof fell and the walls.", [Fold.FURNITURE]),
        ("The roof fell and\n\n- 12 -\n\nthe walls fell.", "The roof fell and the walls fell.", [Fold.FURNITURE]),
        ("It’s a lid — a lid.", "it's a lid -- a lid.", [Fold.MARKS, Fold.DASHES, Fold.CASE, Fold.PUNCTUATION]),
    ],
)
def test_only_the_folds_that_were_used_are_named(text: str, quote: str, folds: list[Fold]) -> None:
    found = weighed(text, quote)
    assert list(found.compared.folds) == folds
    assert found.wording is Wording.VERBATIM
    assert found.severity is (Severity.PRESENTATION if folds else Severity.NONE)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We saw the lid — three of them — fall.", "We saw the lid, three of them, fall."),
        ("We saw the lid – 3 of them – fall.", "We saw the lid: 3 of them: fall."),
        ("We saw the lid —3 of them— fall.", "We saw the lid, 3 of them, fall."),
        ("It lasted from 1990 - 1994 or so.", "It lasted from 1990 1994 or so."),
    ],
)
def test_a_dash_that_parts_words_is_no_minus(text: str, quote: str) -> None:
    assert weighed(text, quote).wording is Wording.VERBATIM


@pytest.mark.parametrize(
    "text",
    [
        "It was -5 there at dawn.",
        "It was −5 there at dawn.",
        "It was minus five there at dawn.",
        "It was (-5) there at dawn.",
    ],
)
def test_a_minus_is_part_of_its_number(text: str) -> None:
    found = weighed(text, "It was 5 there at dawn.")
    assert (found.wording, found.severity, found.compared.reasons) == (Wording.ALTERED, Severity.AT_RISK, ("sign",))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Will we lose the bridge? Nobody knows.", "we will lose the bridge"),
        ("We lose the bridge? Nobody knows.", "We lose the bridge."),
        ("Is it cold? We lose the bridge, then.", "Is it cold. We lose the bridge, then."),
    ],
)
def test_a_question_made_a_statement(text: str, quote: str) -> None:
    found = weighed(text, quote)
    assert found.severity is Severity.AT_RISK
    assert any("question" in one for one in found.reasons)


def test_a_question_that_stays_one() -> None:
    found = weighed("Will we lose the bridge? Nobody knows.", "Will we lose the bridge?")
    assert (found.wording, found.reasons) == (Wording.VERBATIM, ())


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("They told us that we would leave.", "They told US that we would leave."),
        ("It matters to the US and its friends.", "It matters to the us and its friends."),
        ("The WHO has said so many times.", "The who has said so many times."),
    ],
)
def test_an_acronym_is_another_word(text: str, quote: str) -> None:
    found = weighed(text, quote)
    assert (found.wording, found.compared.reasons) == (Wording.ALTERED, ("name",))


def test_a_text_all_in_capitals_has_no_acronyms() -> None:
    assert weighed("THEY TOLD US THAT WE WOULD LEAVE.", "They told us that we would leave.").severity == 1


@pytest.mark.parametrize(
    ("hidden", "reason"),
    [
        ("in iron and in brick", None),
        ("but never for cars", "the ellipsis hides “but”"),
        ("and not in iron", "the ellipsis hides “not”"),
        ("if the council pays", "the ellipsis hides “if”"),
        ("although we can't pay", "the ellipsis hides “although”"),
        ("as we couldn’t before", "the ellipsis hides “couldn't”"),
        ("with iron and brick and stone " * 28, "the ellipsis leaves out more than 800 characters"),
    ],
)
def test_what_an_ellipsis_hides(hidden: str, reason: str | None) -> None:
    found = weighed(
        f"We should build the bridge, {hidden}, and very soon.", "We should build the bridge ... and very soon"
    )
    assert found.compared.cuts == ((reason,) if reason else ())
    assert found.wording is (Wording.ALTERED if reason else Wording.DECLARED)
    assert found.completeness is (Completeness.AT_RISK if reason else Completeness.CUT)


@pytest.mark.parametrize(
    ("text", "quote", "reason"),
    [
        ("We told the mayor of Ostrey about the hole.", "We told [Brandt] about the hole.", None),
        ("We told the mayor about it.", "[We] told the mayor about [the hole].", None),
        ("He was seen by the river at dawn.", "[Ada Byrne] was seen by the river at dawn.", None),
        ("We told the mayor not to shut it.", "We told the mayor [to] shut it.", "the bracket stands for “not”"),
        ("We told the mayor to shut it.", "We told the mayor [never] to shut it.", "the bracket adds “never”"),
        ("We paid 300 people for the work.", "We paid [some] people for the work.", "the bracket stands for a number"),
        ("We paid the old men from the village over there for the work.", "We paid [them] for the work.",
         "the bracket stands for 8 words"),
        ("We paid 300 people for the work.", "We paid [three hundred] people for the work.", None),
        ("We told the mayor [Brandt] about it.", "We told the mayor [Brandt] about it.", None),
    ],
)  # fmt: skip
def test_a_bracket_is_a_slot_of_a_few_words_without_negation_or_number(text: str, quote: str, reason: str) -> None:
    assert weighed(text, quote).compared.cuts == ((reason,) if reason else ())


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("He goes to the sea by bus.", "He go[es] to the sea by bus."),
        ("We go to the sea by bus.", "[w]e go to the sea by bus."),
        ("What the hell is going on here?", "What the h*** is going on here?"),
        ("What the hell is going on here?", "What the [expletive] is going on here?"),
        ("I saw the the bus go by.", "I saw the the [sic] bus go by."),
        ("I saw the bus go by.", "I saw the bus go by [emphasis added]."),
        ("I saw the bus go by there.", "I saw the bus (laughs) go by there."),
    ],
)
def test_edits_that_are_declared(text: str, quote: str) -> None:
    found = weighed(text, quote)
    assert (found.wording, found.severity) == (Wording.DECLARED, Severity.DECLARED)
    assert Fold.PUNCTUATION not in found.compared.folds
    assert Fold.SPELLING not in found.compared.folds


@pytest.mark.parametrize(
    ("text", "quote", "reason"),
    [
        ("The town is old. The river rose in the night.", "The river rose in the night. The town is old.", "reordered"),
        ("The town is old, and with the great flood of the place it has been empty, they said.",
         "The town is old, and it has been empty", None),
        ("The town is old, and with the great and terrible flood of that very place it has been empty.",
         "The town is old, and it has been empty", "silent splice"),
        ("The town is very old. Pray. It has been empty for years.",
         "The town is very old. It has been empty for years", "silent splice"),
    ],
)  # fmt: skip
def test_splices_and_reorderings(text: str, quote: str, reason: str | None) -> None:
    found = weighed(text, quote)
    assert found.wording is Wording.ALTERED
    assert found.compared.reasons == ((reason,) if reason else ())
    assert found.severity is (Severity.AT_RISK if reason else Severity.UNDECLARED)


def test_fillers_left_out_are_a_clean_up_and_a_word_is_none() -> None:
    assert weighed("We, um, we will pay, you know, for it.", "We, we will pay for it.").compared.clean_up
    assert weighed("We're going to pay for it.", "We are going to pay for it.").compared.clean_up
    assert not weighed("We will gladly pay for it.", "We will pay for it.").compared.clean_up


def test_reasons_stand_at_the_words_that_they_are_about() -> None:
    found = weighed("We may pay for the gate and the lid.", "We will pay for the gate and a lid.")
    assert [(one.story_words, one.reasons) for one in differing(found)] == [("may", ("modal",)), ("the", ())]


def test_a_piece_that_stands_nowhere_is_an_insertion() -> None:
    found = weighed(BRIDGE, "We should build the bridge, in iron ... on seven green hills")
    added = [one for one in found.diff if one.kind == "insert"]
    assert [one.quote_words for one in added] == ["on seven green hills"]
    assert added[0].reasons == ("number",)
    assert found.wording is Wording.ALTERED


@pytest.mark.parametrize(
    ("text", "quote", "held"),
    [
        ("“We will not pay for the ice,” said Ada Finn.", "We will not pay for [it]", "the ice"),
        ("Ada Finn said, “The ice will be gone by May.”", "[It] will be gone by May.", "The ice"),
        ("We will not pay for the ice. It rained.", "We will not pay for [it]", "the ice"),
    ],
)
def test_a_bracket_at_an_end_stands_for_no_more_than_the_speech(text: str, quote: str, held: str) -> None:
    assert [one for one in told(text, quote) if one[0] != "cut"] == [("bracket", held, "")]
