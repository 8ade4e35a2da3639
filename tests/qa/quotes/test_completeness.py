"""What the two ends of a quotation cut off: each danger beside a harmless twin."""

import pytest

from qa.quotes.completeness import Ends, ends
from qa.quotes.types import Completeness
from qa.types import Span
from tests.qa.quotes.placing import story

PAY = "We will pay for it"
ROSE = "taxes rose last year"


def cut(text: str, words: str, quote: str | None = None) -> tuple[Ends, list[str]]:
    """Return what is cut off around `words`, and the words that are lost."""
    document = story(text)
    start = text.index(words)
    found = ends(document, Span(start, start + len(words)), quote or words)
    assert found.fuller.start <= start
    assert found.fuller.end >= start + len(words)
    return found, [one.of(text) for one in found.lost]


@pytest.mark.parametrize(
    ("rest", "word"),
    [
        (", but not before May.", "but"),
        (" unless it rains.", "unless"),
        (", except on Sundays.", "except"),
        (" if they ask.", "if"),
        (", although we are poor.", "although"),
        ("; however, not in May.", "however"),
        (" until May.", "until"),
        (" as long as they ask.", "as long as"),
        (" on the condition that they ask.", "on the condition"),
        (" — provided they ask.", "provided"),
        (" (though not in May).", "though"),
        (",” Byrne said, “but not before May.”", "but"),
    ],
)
def test_cut_before_what_limits_it(rest: str, word: str) -> None:
    found, lost = cut(PAY + rest, PAY)
    assert (found.completeness, found.reasons) == (Completeness.AT_RISK, (f"cut before “{word}”",))
    assert lost == [rest]
    assert found.fuller == Span(0, len(PAY + rest))


@pytest.mark.parametrize(
    ("rest", "completeness"),
    [
        (".", Completeness.COMPLETE),
        (", and gladly.", Completeness.CUT),
        (" in May.", Completeness.CUT),
        (". But not before May.", Completeness.COMPLETE),
        (".\n\nBut not before May.", Completeness.COMPLETE),
        (" in butter.", Completeness.CUT),
        (", butter or no butter.", Completeness.CUT),
        (" and the gate but not the lid.", Completeness.CUT),
    ],
)
def test_cut_before_nothing_that_limits_it(rest: str, completeness: Completeness) -> None:
    found, lost = cut(PAY + rest, PAY)
    assert (found.completeness, found.reasons, lost) == (completeness, (), [])


@pytest.mark.parametrize(
    ("opening", "reason"),
    [
        ("It is false that ", "cut after a denial: “false that”"),
        ("I do not believe that ", "cut after a denial: “not believe that”"),
        ("He denied that ", "cut after a denial: “denied that”"),
        ("There is no evidence that ", "cut after a denial: “no evidence that”"),
        ("It is a myth that ", "cut after a denial: “myth that”"),
        ("Hardly ", "cut after a denial: “hardly”"),
        ("I don’t say ", "cut after a denial: “don't say”"),
        ("I used to think ", "cut after a denial: “used to think”"),
        ("I would be lying if I said ", "cut after a denial: “would be lying if i said”"),
        ("They wanted me to say that ", "cut after a denial: “wanted me to say”"),
        ("I refuse to accept ", "cut after a denial: “refuse to accept”"),
        ("If ", "cut after a condition: “if”"),
        ("Suppose that ", "cut after a condition: “suppose”"),
        ("It is as if ", "cut after a condition: “as if”"),
        ("I think ", "cut after a hedge: “i think”"),
        ("Perhaps ", "cut after a hedge: “perhaps”"),
        ("My opponent says ", "cut after an attribution: “my opponent says”"),
        ("Critics claimed that ", "cut after an attribution: “claimed that”"),
        ("“They say ", "cut after an attribution: “they say”"),
    ],
)
def test_cut_after_what_denies_supposes_or_attributes_it(opening: str, reason: str) -> None:
    text = f"{opening}{ROSE}{'”' if '“' in opening else ''}."
    found, lost = cut(f"It rained. {text}", ROSE)
    assert found.completeness is Completeness.AT_RISK
    assert found.reasons[0].split(":")[0] == reason.split(":", maxsplit=1)[0]
    assert found.reasons == (reason,)
    assert lost == [opening]
    assert found.fuller.of(f"It rained. {text}").startswith(opening)


@pytest.mark.parametrize(
    "opening",
    [
        "", "In May, ", "As we all know, ", "The mayor knows: ", "It is true that ", "I did not go. Then ",
        "Everyone can see how ", "Byrne, who never lies, adds: ", "Not far away ",
    ],
)  # fmt: skip
def test_cut_after_nothing_that_denies_it(opening: str) -> None:
    found, lost = cut(f"{opening}{ROSE}.", ROSE)
    assert (found.reasons, lost) == ((), [])


@pytest.mark.parametrize("marks", ["“”", "‘’", '""', "''", "«»"])
def test_an_attribution_before_the_opening_mark_is_no_cut(marks: str) -> None:
    found, _ = cut(f"They say, {marks[0]}{PAY}.{marks[1]}", PAY)
    assert found.reasons == ()


def test_a_denial_before_the_opening_mark_is_a_cut() -> None:
    denied, _ = cut(f"He never said that “{PAY}.”", PAY)
    assert denied.reasons == ("cut after a denial: “never said that”",)


def test_both_ends_are_looked_at() -> None:
    text = "I think we will pay for it, but not before May."
    found, lost = cut(text, "we will pay for it")
    assert found.reasons == ("cut after a hedge: “i think”", "cut before “but”")
    assert lost == ["I think ", ", but not before May."]


@pytest.mark.parametrize(
    ("text", "words", "quote", "asked"),
    [
        ("Will we lose the bridge?", "we lose the bridge", None, True),
        ("Will we lose the bridge?", "we lose the bridge?", None, False),
        ("Will we lose the bridge?", "we lose the bridge", "we lose the bridge?", False),
        ("Will we lose the bridge, or the mill? Wait.", "we lose the bridge", None, True),
        ("“We lose the bridge?” he asked.", "We lose the bridge", None, True),
        ("We lose the bridge. Do you hear?", "We lose the bridge", None, False),
        ("We lose the bridge! Why?", "We lose the bridge", None, False),
    ],
)
def test_a_question_made_a_statement(text: str, words: str, quote: str | None, asked: bool) -> None:
    found, _ = cut(text, words, quote)
    assert (found.reasons == ("a question made a statement",)) is asked
    assert (found.completeness is Completeness.AT_RISK) is asked


def test_the_fuller_quotation_stays_in_its_paragraph() -> None:
    text = "It rained. We came late.\n\nThe gate was shut. We will pay for it. So we said.\n\nNobody slept."
    found, _ = cut(text, "shut. We will")
    assert found.fuller.of(text) == "The gate was shut. We will pay for it."
