"""The library's checks of quotations, as stories come and go."""

from qa.documents import read_text
from qa.library import Library
from qa.quotes.types import Profile, Quotation, Wording
from qa.settings import Settings
from tests.conftest import WordEncoder

FOG = "Fog lay on the quay all of the day."


def wording(library: Library, quote: str) -> Wording:
    return library.check_quotes([Quotation((quote,))])[0].wording


def test_a_story_counts_from_when_it_is_added_until_it_is_removed(two_stories: Library) -> None:
    assert wording(two_stories, FOG) is Wording.NOT_FOUND
    (added,) = two_stories.add([read_text(f"Fog\n\n{FOG}", "fog.txt")])
    assert wording(two_stories, FOG) is Wording.VERBATIM
    assert wording(two_stories, "It carried nine cows.") is not Wording.NOT_FOUND
    two_stories.remove(added.story.id)
    assert wording(two_stories, FOG) is Wording.NOT_FOUND
    assert wording(two_stories, "The ferry left Oban at noon.") is Wording.VERBATIM


def test_what_was_added_is_checked_against_after_opening_again(settings: Settings) -> None:
    with Library(settings, write=True, encoder=WordEncoder()) as library:
        library.add([read_text(f"Fog\n\n{FOG}", "fog.txt")])
    with Library(settings, write=False, encoder=WordEncoder()) as library:
        assert wording(library, FOG) is Wording.VERBATIM
        found, _ = library.check_text(f"“{FOG}”", Profile.STRICT)
        assert [one.wording for one in found] == [Wording.VERBATIM]


def test_a_text_and_its_quotations_are_checked_alike(two_stories: Library) -> None:
    text = "“The ferry left Oban at noon,” she wrote. “The ferry left Oban at one,” he wrote."
    from_text, unchecked = two_stories.check_text(text)
    alone = two_stories.check_quotes([one.quotation for one in from_text])
    assert unchecked == []
    assert alone == from_text
    assert [one.wording for one in alone] == [Wording.VERBATIM, Wording.ALTERED]


def test_a_library_that_is_closed_may_be_closed_again(two_stories: Library) -> None:
    two_stories.close()
    two_stories.close()
