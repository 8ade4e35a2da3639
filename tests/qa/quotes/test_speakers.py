"""Who says what: each way to attribute a quotation, each kind of voice, and how sure it is."""

import time

import pytest

from qa.quotes.marks import find_quotations
from qa.quotes.speakers import who_says
from qa.quotes.types import Attribution, Certainty, Voice
from qa.types import Span

PEOPLE = "Ada Byrne, the mayor, met Thomas Cole on Monday.\n\n"


def says(text: str, words: str) -> Attribution:
    """Ask the rules alone about `words` in a story that names two people."""
    story = PEOPLE + text
    start = story.rindex(words)
    return who_says(story, Span(start, start + len(words)), parse=False)


@pytest.mark.parametrize(
    "text",
    [
        '"The bridge will close," Byrne said.',
        '"The bridge will close," said Byrne.',
        '"The bridge will close," said Byrne, the mayor, on Monday.',
        '"The bridge will close," Mayor Ada Byrne said.',
        '"The bridge will close," Byrne, who had come late, told reporters.',
        '"The bridge will close," Byrne has since said.',
        '"The bridge will close," Byrne said, "before May."',
        "“The bridge will close,” wrote Byrne.",
        "'The bridge will close,' Byrne said.",
        '"We know it. The bridge will close," Byrne said. "That is all."',
        '"The bridge will close?" asked Byrne.',
        '"The bridge will close," said the mayor, Ada Byrne.',
    ],
)
def test_named_after_the_words_is_firm(text: str) -> None:
    found = says(text, "The bridge will close")
    assert (found.name, found.certainty, found.voice) == ("Ada Byrne", Certainty.FIRM, Voice.SPEECH)
    assert found.resolved
    assert found.methods == ("rules",)


@pytest.mark.parametrize(
    "text",
    [
        'Byrne said: "The bridge will close."',
        'Byrne told the council that "The bridge will close."',
        'On Monday Byrne said, "The bridge will close."',
        'After the vote, Byrne said, "The bridge will close."',
        'The mayor, Ada Byrne, said: "The bridge will close."',
        'The council’s leader, Ada Byrne, told the council: "The bridge will close."',
        'Ostrey’s mayor, Ada Byrne, said "The bridge will close."',
        'Her lawyer, Ada Byrne, said: "The bridge will close."',
        'Cole read out a letter in which Byrne wrote: "The bridge will close."',
        'Byrne, the mayor, said "The bridge will close."',
        'Byrne, who had come late, said "The bridge will close."',
        'Byrne rose and said, "The bridge will close."',
        'Byrne left the hall, saying: "The bridge will close."',
        'According to Byrne, "The bridge will close."',
        'Byrne on the works: "The bridge will close."',
        'Byrne\'s answer was short: "The bridge will close."',
        'Byrne added:\n\n"The bridge will close."',
        'LONDON, May 3 (Wire) - Byrne said "The bridge will close."',
        'Byrne said: "The bridge will close." Cole said he was sorry.',
    ],
)
def test_named_before_the_words(text: str) -> None:
    found = says(text, "The bridge will close")
    assert found.name == "Ada Byrne"
    assert found.certainty in (Certainty.PROBABLE, Certainty.FIRM)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"It is old," Byrne said. "The bridge will close."', "Ada Byrne"),
        ('"It is old," Byrne said. "It sways.\n\n"The bridge will close."', "Ada Byrne"),
        ('"It is old," Byrne said.\n\n"The bridge will close."', "Ada Byrne"),
        ('"It is old.\n\n"The bridge will close.\n\n"We are sorry," Byrne said.', "Ada Byrne"),
        (
            'Cole laughed. "It is old," Byrne said.\n\nCole said he was sorry.\n\n"The bridge will close."',
            "Thomas Cole",
        ),
        ('"It is old," Byrne said.\n\n"The bridge will close," said Cole.', "Thomas Cole"),
        ('"It is old," said Cole, and Byrne replied, "The bridge will close."', "Ada Byrne"),
        ('Byrne frowned. "The bridge will close." "It will not," said Cole.', "Thomas Cole"),
    ],
)
def test_carried_over(text: str, name: str) -> None:
    assert says(text, "The bridge will close").name == name


def test_what_is_carried_to_another_paragraph_is_not_firm() -> None:
    found = says('"It is old," Byrne said.\n\n"The bridge will close."', "The bridge will close")
    assert found.certainty == Certainty.PROBABLE


def test_nobody_is_named_by_standing_near() -> None:
    found = says('"The bridge will close." It was late.', "The bridge will close")
    assert found.certainty != Certainty.FIRM
    assert (
        says('A banner near Byrne in the rain: "The bridge will close."', "The bridge will close").name != "Ada Byrne"
    )


@pytest.mark.parametrize(
    ("text", "name", "resolved"),
    [
        ('Cole came too. "The bridge will close," he said.', "Thomas Cole", True),
        ('Byrne came too. "The bridge will close," she said.', "Ada Byrne", True),
        ('It rained. "The bridge will close," they said.', "they", False),
        ('"The bridge will close," an official said.', "an official", False),
        ('"The bridge will close," said a spokesman for Byrne.', "a spokesman for Byrne", False),
        ('"The bridge will close," said Byrne spokesman Owen Tait.', "Owen Tait", True),
        ('"The bridge will close," a Harbour Board clerk, Owen Tait, said.', "Owen Tait", True),
        ('"The bridge will close," the Harbour Board said.', "Harbour Board", True),
    ],
)
def test_pronouns_and_roles(text: str, name: str, resolved: bool) -> None:
    found = says(text, "The bridge will close")
    assert (found.name, found.resolved) == (name, resolved)


def test_a_paper_in_the_front_matter_says_nothing() -> None:
    story = (
        "---\nsource: Eastern Morning Post\n---\n\nThe mayor of Ostrey, Felix Oduya, came.\n\n“It is shut,” he said."
    )
    assert who_says(story, Span(story.index("It is"), story.index("It is") + 10), parse=False).name == "Felix Oduya"


def test_two_who_share_a_surname_are_not_told_apart() -> None:
    text = 'Ada Byrne and Hugh Byrne came. "The bridge will close," Byrne said.'
    found = who_says(text, Span(text.index("The"), text.index(",")), parse=False)
    assert (found.name, found.certainty) == ("Byrne", Certainty.PROBABLE)


def test_joint_statements_name_the_others() -> None:
    found = says('"The bridge will close," Byrne and Cole said.', "The bridge will close")
    assert {found.name, *found.others} == {"Ada Byrne", "Thomas Cole"}
    inverted = says('"The bridge will close," said Byrne and Cole.', "The bridge will close")
    assert (inverted.name, inverted.others) == ("Ada Byrne", ("Thomas Cole",))


def test_the_mention_and_the_sentence_prove_it() -> None:
    text = PEOPLE + 'It rained. "The bridge will close," Byrne said. Nobody spoke.'
    start = text.index("The bridge")
    found = who_says(text, Span(start, start + 21), parse=False)
    assert found.mention is not None
    assert found.sentence is not None
    assert found.mention.of(text) == "Byrne"
    assert found.sentence.of(text) == '"The bridge will close," Byrne said.'


@pytest.mark.parametrize(
    ("text", "voice", "name"),
    [
        ("Byrne said that the bridge will close.", Voice.INDIRECT, "Ada Byrne"),
        ("Byrne told the council the bridge will close.", Voice.INDIRECT, "Ada Byrne"),
        ("In May the bridge will close, Byrne said.", Voice.INDIRECT, "Ada Byrne"),
        ("In May the bridge will close, according to Byrne.", Voice.INDIRECT, "Ada Byrne"),
        ("According to Byrne, the bridge will close.", Voice.INDIRECT, "Ada Byrne"),
        ("In May the bridge will close.", Voice.NARRATION, None),
        ('Byrne said "no" twice. In May the bridge will close.', Voice.NARRATION, None),
        ("\"I met Cole and he told me, 'the bridge will close,' and left,\" Byrne said.", Voice.NESTED, "he"),
        ("“Then Cole said, ‘the bridge will close,’ and left,” Byrne said.", Voice.NESTED, "Thomas Cole"),
        ("“I heard ‘the bridge will close.’ So I left,” Byrne said.", Voice.NESTED, None),
        ("“We call it ‘the bridge will close’ day,” Byrne said.", Voice.NESTED, None),
    ],
)
def test_voices(text: str, voice: Voice, name: str | None) -> None:
    found = says(text, "the bridge will close")
    assert (found.voice, found.name if name != "he" else "he") == (voice, name)


def test_a_term_within_a_quotation_is_the_speakers() -> None:
    found = says("“We call it ‘the span’ here,” Byrne said.", "the span")
    assert (found.voice, found.name) == (Voice.SPEECH, "Ada Byrne")


TRANSCRIPT = """COLE: Will the bridge close?

BYRNE: It will. As I said to the board, "nobody likes it," and I meant it.

And we are sorry.

COLE (laughing): You are not.

Q: When is that?

A: In May.
"""


@pytest.mark.parametrize(
    ("words", "voice", "name"),
    [
        ("Will the bridge close", Voice.SPEECH, "Thomas Cole"),
        ("It will", Voice.SPEECH, "Ada Byrne"),
        ("And we are sorry", Voice.SPEECH, "Ada Byrne"),
        ("You are not", Voice.SPEECH, "Thomas Cole"),
        ("nobody likes it", Voice.NESTED, "I"),
        ("When is that", Voice.QUESTION, "Q"),
        ("In May", Voice.SPEECH, None),
    ],
)
def test_transcripts(words: str, voice: Voice, name: str | None) -> None:
    found = says(TRANSCRIPT, words)
    assert (found.voice, found.name) == (voice, name)


def test_a_label_is_firm_and_a_heading_is_none() -> None:
    assert says(TRANSCRIPT, "It will").certainty == Certainty.FIRM
    assert says("Interviewer: Why?\n\nInterviewer: And when?", "And when").voice == Voice.QUESTION
    assert says("NOTE: The bridge will close.\n\nUPDATE: It did.", "The bridge will close").voice == Voice.NARRATION


def test_find_quotations_names_the_claimed_speaker() -> None:
    text = (
        PEOPLE + '"It will close," Byrne said.\n\n"Never," they said.\n\n> We are sorry\n> to leave.\n> — Thomas Cole\n'
    )
    assert [one.speaker for one in find_quotations(text)] == ["Ada Byrne", None, "Thomas Cole"]


def test_an_empty_text_and_odd_spans() -> None:
    assert who_says("", Span(0, 0)).voice == Voice.NARRATION
    assert who_says("word", Span(4, 4)).voice == Voice.NARRATION
    assert who_says('"word"', Span(0, 6), parse=False).voice == Voice.SPEECH


def test_a_hundred_calls_on_a_megabyte_are_fast() -> None:
    paragraph = '"The bridge will close," Byrne said on Monday. Cole was there. "It is old," he said.\n\n'
    text = PEOPLE + paragraph * (1_000_000 // len(paragraph))
    who_says(text, Span(0, 4), parse=False)
    start = time.process_time()
    for n in range(100):
        at = text.index('"', n * 9_000) + 1
        who_says(text, Span(at, at + 10), parse=False)
    assert time.process_time() - start < 2
