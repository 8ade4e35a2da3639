"""Quotations against the seed stories, from end to end: each verdict, each place, each limit."""

from collections.abc import Iterator

import pytest

from qa.documents import read_text
from qa.errors import InvalidQuotationError
from qa.library import Library
from qa.quotes.checker import MAX_QUOTATIONS, MAX_TEXT
from qa.quotes.types import Claim, Completeness, Profile, Quotation, QuoteCheck, Severity, Voice, Wording
from tests.conftest import WordEncoder
from tests.seeds import seed_library

COURIER = "The Harrow Vale Courier"
OBSERVER = "The Lenn Valley Observer"
PIER = "The pier would not, and a pier doesn’t write to you first."
RIVER = "The river never sent me a leaflet."
LOAN = "needs a lender who has heard about it"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The seed stories, read once."""
    with seed_library(tmp_path_factory.mktemp("seeds"), WordEncoder()) as library:
        yield library


def checked(
    library: Library, *parts: str, by: str | None = None, source: str | None = None, profile: Profile = Profile.STRICT
) -> QuoteCheck:
    """Check one quotation; every place that it shows must hold the words that are shown."""
    (found,) = library.check_quotes([Quotation(parts, by, source)], profile)
    variants = [one.citation for one in found.variants]
    for cited in (*found.citations, *variants, found.fuller, found.nearest, found.speaker.evidence):
        if cited is not None:
            text = library.story(cited.story_id)[0].text
            assert text[cited.start : cited.end] == cited.exact
            assert text[: cited.start].endswith(cited.prefix)
            assert text[cited.end :].startswith(cited.suffix)
    for one in found.diff:
        assert one.quote.of(found.quotation.quote) == one.quote_words
    return found


def test_verbatim(seeds: Library) -> None:
    found = checked(seeds, PIER, by="Deepa Raman", source=COURIER)
    assert (found.wording, found.severity, found.reasons, found.folds) == (Wording.VERBATIM, Severity.NONE, (), ())
    assert (found.speaker.found, found.speaker.verdict) == ("Deepa Raman", Claim.CONFIRMED)
    assert (found.completeness, found.outcome) == (Completeness.COMPLETE, "pass")
    assert [one.exact for one in found.citations] == [PIER]
    assert found.citations[0].source == "The Harrow Vale Courier (fiction)"


def test_verbatim_with_the_folds_that_were_used(seeds: Library) -> None:
    found = checked(seeds, "the pier would not,\nand a pier doesn't write to you first")
    assert (found.wording, found.severity, found.outcome) == (Wording.VERBATIM, Severity.PRESENTATION, "pass")
    assert found.folds == ("quotation marks and apostrophes", "white space", "capital letters")
    assert found.speaker.verdict is Claim.NOT_CLAIMED


def test_declared_edits(seeds: Library) -> None:
    found = checked(seeds, "Tired legs I can forgive … talking costs you nothing", by="Quayle")
    assert (found.wording, found.severity) == (Wording.DECLARED, Severity.DECLARED)
    assert [one.exact for one in found.citations] == ["Tired legs I can forgive", "talking costs you nothing"]
    assert (found.completeness, found.outcome) == (Completeness.CUT, "warn")
    assert checked(seeds, found.quotation.quote, by="Quayle", profile=Profile.DELETE_ONLY).outcome == "pass"


def test_altered_with_the_difference_and_its_reason(seeds: Library) -> None:
    found = checked(seeds, "The pier would, and a pier doesn't write to you first.", by="Raman")
    assert (found.wording, found.severity, found.outcome) == (Wording.ALTERED, Severity.AT_RISK, "fail")
    assert found.reasons == ("negation",)
    changed = [(one.kind, one.story_words, one.reasons) for one in found.diff if one.kind != "equal"]
    assert changed == [("delete", "not", ("negation",))]
    assert found.citations[0].exact == PIER


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("My vans make that detour twelve times a day.", "number"),
        ("Nobody in this town has offered to buy the diesel.", None),
        ("Somebody in this room has offered to buy the diesel.", "negation"),
        ("I would bet my house on the century", "unit"),
        ("We are fairly certain that it’s old and certain that it’s ours", "hedge"),
        ("January. I’d like to say Easter, which is how I know to say January.", "name"),
    ],
)
def test_altered_in_meaning_or_not(seeds: Library, quote: str, reason: str | None) -> None:
    found = checked(seeds, quote)
    assert found.wording is Wording.ALTERED
    assert (reason in found.reasons) if reason else (found.severity is Severity.UNDECLARED)


def test_a_number_by_its_value(seeds: Library) -> None:
    found = checked(seeds, "My vans make that detour 22 times a day.")
    assert (found.wording, found.folds) == (Wording.VERBATIM, ("spelling, or the form of a number",))


def test_paraphrase_only_shows_the_nearest_sentence(seeds: Library) -> None:
    found = checked(seeds, "Thursday a on out went one every but different was amount every")
    assert (found.wording, found.outcome, found.citations) == (Wording.PARAPHRASE_ONLY, "fail", ())
    assert found.nearest is not None
    assert "every one went out on a Thursday" in found.nearest.exact


def test_not_found_in_the_stories_held(seeds: Library) -> None:
    found = checked(seeds, "In purple meadows seventeen accordions whispered about cheese", by="Raman")
    assert (found.wording, found.outcome) == (Wording.NOT_FOUND, "fail")
    assert (found.citations, found.diff, found.nearest, found.fuller) == ((), (), None, None)
    assert (found.completeness, found.speaker.verdict) == (Completeness.UNKNOWN, Claim.UNRESOLVED)


def test_no_source_held_is_no_accusation(seeds: Library) -> None:
    found = checked(seeds, PIER, by="Raman", source="The New York Chronicle")
    assert (found.wording, found.outcome) == (Wording.NO_SOURCE_HELD, "warn")
    assert found.reasons == ("no story of “The New York Chronicle” is held",)
    assert found.speaker.verdict is Claim.UNRESOLVED


def test_too_short_unless_the_speaker_or_the_source_has_it(seeds: Library) -> None:
    found = checked(seeds, "That is bookkeeping")
    assert (found.wording, found.outcome) == (Wording.TOO_SHORT, "warn")
    assert checked(seeds, "I was minding it", by="Nadia Kerr").wording is Wording.VERBATIM
    assert checked(seeds, "That is bookkeeping", source="The Saltby Messenger").wording is Wording.VERBATIM
    assert checked(seeds, "That is bookbinding", source="The Saltby Messenger").wording is Wording.TOO_SHORT


def test_too_short_says_what_would_help(seeds: Library) -> None:
    assert checked(seeds, "That is bookkeeping").reasons[0].endswith("name the speaker or the source")
    for by, source in (("Ada Finn", None), (None, "The Saltby Messenger")):
        found = checked(seeds, "That is bookbinding", by=by, source=source)
        assert found.wording is Wording.TOO_SHORT
        assert found.reasons[0].endswith("is claimed does not have them in a story that is held")


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_a_claim_that_names_nobody_is_none(seeds: Library, blank: str) -> None:
    found = checked(seeds, PIER, by=blank, source=blank)
    assert (found.speaker.verdict, found.outcome) == (Claim.NOT_CLAIMED, "pass")
    assert found == checked(seeds, PIER)


def test_translated_where_the_source_is_in_another_language(seeds: Library) -> None:
    words = "Wir können für eine von diesen Brücken bezahlen und das ist nicht viel"
    found = checked(seeds, words, source=COURIER)
    assert (found.wording, found.outcome) == (Wording.TRANSLATED, "warn")
    assert checked(seeds, words).wording is Wording.NOT_FOUND


def test_found_elsewhere_than_in_the_named_source(seeds: Library) -> None:
    found = checked(seeds, PIER, by="Raman", source=OBSERVER)
    assert found.reasons == (f"found elsewhere than in “{OBSERVER}”",)
    assert (found.wording, found.outcome) == (Wording.VERBATIM, "warn")
    assert found.citations[0].source == "The Harrow Vale Courier (fiction)"


def test_two_stories_joined(seeds: Library) -> None:
    found = checked(seeds, f"{LOAN} … {RIVER}")
    assert "joins two stories" in found.reasons
    assert (found.wording, found.completeness) == (Wording.ALTERED, Completeness.AT_RISK)
    assert [one.exact for one in found.citations] == [LOAN, RIVER]
    assert len({one.story_id for one in found.citations}) == 2


def test_two_speakers_joined(seeds: Library) -> None:
    found = checked(seeds, f"{LOAN} … That is bookkeeping.")
    assert "the ellipsis joins two speakers" in found.reasons
    assert found.outcome == "fail"
    one = checked(seeds, "I took it for old fencing … it came up as soft as cake")
    assert "the ellipsis joins two speakers" not in one.reasons


def test_an_attribution_splits_it(seeds: Library) -> None:
    found = checked(seeds, "Concrete", "would have stood on the same hole.")
    assert (found.wording, found.folds) == (Wording.VERBATIM, ("an attribution in the middle",))
    assert [one.exact for one in found.citations] == ["Concrete", "would have stood on the same hole."]


def test_exact_words_that_are_cut_are_no_longer_verbatim(two_stories: Library) -> None:
    said = "Rain\n\n“We will pay for it, but not before May,” said Ada Finn. It is false that taxes rose in every town."
    two_stories.add([read_text(said, "rain.txt")])
    for quote, reason in (("We will pay for it", "but"), ("taxes rose in every town", "false that")):
        found = checked(two_stories, quote)
        assert (found.wording, found.severity, found.outcome) == (Wording.ALTERED, Severity.AT_RISK, "fail")
        assert (found.completeness, reason in found.reasons[0]) == (Completeness.AT_RISK, True)
        assert found.fuller is not None
        assert found.fuller.exact in said


def test_misattributed_fails_and_names_the_speaker_with_the_sentence(seeds: Library) -> None:
    found = checked(seeds, PIER, by="Margaret Oduya")
    assert (found.wording, found.outcome) == (Wording.VERBATIM, "fail")
    assert (found.speaker.verdict, found.speaker.found) == (Claim.MISATTRIBUTED, "Deepa Raman")
    assert found.speaker.evidence is not None
    assert "Raman said" in found.speaker.evidence.exact


def test_an_official_without_a_name_stays_unresolved(seeds: Library) -> None:
    found = checked(seeds, "We have ongoing discussions with all of our Middle East partners", by="Joe Biden")
    assert (found.speaker.verdict, found.outcome) == (Claim.UNRESOLVED, "warn")
    assert found.speaker.found == "the official"


def test_a_quotation_within_a_quotation(seeds: Library) -> None:
    found = checked(seeds, "These things blow over, Jolanta.", by="Gerald Pym")
    assert (found.wording, found.reasons) == (Wording.VERBATIM, ())
    assert (found.speaker.voice, found.speaker.verdict) == (Voice.NESTED, Claim.CONFIRMED)


def test_indirect_speech_given_marks_fails_in_the_strict_house_alone(seeds: Library) -> None:
    quote = "the iron was sound"
    found = checked(seeds, quote, by="Deepa Raman")
    assert (found.speaker.voice, found.outcome) == (Voice.INDIRECT, "fail")
    assert checked(seeds, quote, by="Deepa Raman", profile=Profile.CLEAN_UP).outcome == "warn"


def test_emoji_do_not_shift_the_place(seeds: Library) -> None:
    words = "West pier as bad as the east one 😬 ring me before lunch"
    found = checked(seeds, f"🎉 {words}")
    assert found.wording is Wording.VERBATIM
    assert [one.exact for one in found.citations] == [words]


def test_letters_that_pose_as_others_are_a_warning(seeds: Library) -> None:
    found = checked(seeds, "I have no compl\u0430int about the shirt")
    assert found.warnings == ("letters that pose as others: this may be tampering",)
    assert (found.wording, found.outcome) == (Wording.VERBATIM, "warn")


@pytest.mark.parametrize("quote", ["", "   ", "?!…", "🎉", "“”", "[…]"])
def test_no_words_are_too_short(seeds: Library, quote: str) -> None:
    found = checked(seeds, quote)
    assert (found.wording, found.reasons) == (Wording.TOO_SHORT, ("holds no words",))


@pytest.fixture
def printed(library: Library) -> Library:
    """Three stories that print one quotation, and a fourth that prints it otherwise."""
    stories = [
        ("2026-03-01", "The Loom", "The ferry will not sail before the ice has gone from the bay"),
        ("2026-01-01", "The Tide", "The ferry will not sail before the ice has gone from the bay"),
        ("2026-02-01", "The Gull", "The ferry will sail before the ice has gone from the bay"),
        (None, "The Moth", "The ferry will not sail before the ice has gone from the bay"),
    ]
    library.add(
        read_text(f"Ice\n\nIt snowed on {source}. “{words},” Ada Finn said.", f"{source}.txt",
                  source=source, published=day)
        for day, source, words in stories
    )  # fmt: skip
    return library


def test_variants_are_shown_earliest_first(printed: Library) -> None:
    found = checked(printed, "The ferry will not sail before the ice has gone from the bay", source="The Loom")
    assert found.citations[0].source == "The Loom"
    assert found.variants == ()
    found = checked(printed, "The ferry will not sail before the ice has gone from the bay")
    assert (found.citations[0].source, found.wording) == ("The Tide", Wording.VERBATIM)
    assert [(one.citation.source, one.wording) for one in found.variants] == [
        ("The Gull", Wording.ALTERED),
        ("The Loom", Wording.VERBATIM),
        ("The Moth", Wording.VERBATIM),
    ]
    assert found.variants[0].story_words == "The ferry will sail before the ice has gone from the bay"


def test_links_lead_to_the_words_where_the_story_has_an_address(library: Library) -> None:
    library.add([read_text("Ice\n\nThe ferry left at noon, half-empty.", "ice.txt", url="https://a.org/ice#top")])
    found = checked(library, "The ferry left at noon, half-empty.")
    assert found.links == ("https://a.org/ice#:~:text=The%20ferry%20left%20at%20noon%2C%20half%2Dempty.",)


def test_too_many_quotations_and_too_long_ones_are_refused(two_stories: Library) -> None:
    one = Quotation(("Nobody waved at the ferry.",))
    with pytest.raises(InvalidQuotationError, match="501 quotations are too many for one request: check at most 500"):
        two_stories.check_quotes([one] * (MAX_QUOTATIONS + 1))
    with pytest.raises(InvalidQuotationError, match="the quotations have 1000001 characters, and 1000000 are allowed"):
        two_stories.check_quotes([Quotation(("x" * (MAX_TEXT + 1),))])
    with pytest.raises(InvalidQuotationError, match="the text has 1000001 characters, and 1000000 are allowed"):
        two_stories.check_text("x" * (MAX_TEXT + 1))


def test_a_request_that_is_stopped_begins_no_more(two_stories: Library) -> None:
    answers = iter([False, True])
    found = two_stories.check_quotes([Quotation(("Nobody waved.",))] * 3, stop=lambda: next(answers))
    assert len(found) == 1


def test_a_library_without_stories_has_no_quotation(library: Library) -> None:
    assert checked(library, PIER).wording is Wording.NOT_FOUND
    assert checked(library, "", by="Raman").wording is Wording.TOO_SHORT
    assert checked(library, PIER, source=COURIER).wording is Wording.NO_SOURCE_HELD


def test_a_text_with_its_speakers_terms_and_titles(seeds: Library) -> None:
    text = f"😬 “{PIER}” said Deepa Raman. It is a so-called “pier”. “{RIVER}” said Renée Duclos."
    checks, unchecked = seeds.check_text(text)
    assert [(one.quotation.quote, one.quotation.speaker, one.wording) for one in checks] == [
        (PIER, "Deepa Raman", Wording.VERBATIM),
        (RIVER, "Renée Duclos", Wording.VERBATIM),
    ]
    assert [one.quote for one in unchecked] == ["pier"]
    for one in (*(check.quotation for check in checks), *unchecked):
        assert " ".join(span.of(text) for span in one.spans) == one.quote


def test_a_text_without_marks_is_one_quotation_if_it_is_short(seeds: Library) -> None:
    checks, unchecked = seeds.check_text(f"\n  {PIER}  \n")
    assert [(one.quotation.quote, one.wording) for one in checks] == [(PIER, Wording.VERBATIM)]
    assert checks[0].quotation.spans[0].of(f"\n  {PIER}  \n") == PIER
    assert unchecked == []
    assert seeds.check_text("It rained. " * 200) == ([], [])
    assert seeds.check_text("  \n ") == ([], [])


def test_every_quotation_is_answered_in_its_order(seeds: Library) -> None:
    quotes = [RIVER, PIER, "zebra giraffe okapi gnu antelope", RIVER]
    found = seeds.check_quotes([Quotation((one,)) for one in quotes])
    assert [one.quotation.quote for one in found] == quotes
    assert [one.wording for one in found] == [*[Wording.VERBATIM] * 2, Wording.NOT_FOUND, Wording.VERBATIM]
    assert seeds.check_quotes([]) == []
