"""Quotations found in a text: marks of all kinds, pieces, paragraphs, roles, and texts that are out to break it."""

import time

import pytest

from qa.quotes.marks import find_quotations
from qa.quotes.pairs import paired
from qa.quotes.types import Role

DEEP = "".join(f"{'“‘'[n % 2]}level {n} " for n in range(50)) + "".join(" ”’"[2 - n % 2] for n in range(50))


def parts(text: str) -> list[tuple[str, ...]]:
    found = find_quotations(text)
    for one in found:
        assert tuple(span.of(text) for span in one.spans) == one.parts
    return [one.parts for one in found if one.role is not Role.UNCLOSED]


@pytest.mark.parametrize(
    "text",
    [
        'She said, "We shall see."',
        "She said, “We shall see.”",
        "She said, „We shall see.“",
        "She said, „We shall see.”",
        "She said, « We shall see. »",
        "She said, »We shall see.«",
        "She said, ‹We shall see.›",
        "She said, ``We shall see.''",
        "She said, 'We shall see.'",
        "She said, ‘We shall see.’",
        "She said, `We shall see.'",
        'She said , " We shall see. "',
        'She said, “We shall see."',
    ],
)
def test_every_kind_of_mark(text: str) -> None:
    assert parts(text) == [("We shall see.",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'I don't know the boys' names,' she said.", "I don't know the boys' names,"),
        ("‘I don’t know ’em,’ she said.", "I don’t know ’em,"),
        ("'We were runnin' wild,' she said.", "We were runnin' wild,"),
        ("Mayor: 'We won't wait' for the '90s team", "We won't wait"),
        ('"He is 5\'10" and growing," she said.', "He is 5'10\" and growing,"),
        ('"It was born in 1964," she said.', "It was born in 1964,"),
        ("‘“Go home,” he told me,’ she said.", "“Go home,” he told me,"),
        ('"I told him "go home" and left," she said.', 'I told him "go home" and left,'),
        ("“He said ‘never’ to me,” she said.", "He said ‘never’ to me,"),
        ('"We will not\nwait," she said.', "We will not\nwait,"),
        ('The fee—"a joke," he said—doubled.', "a joke,"),
        ("Sie sagte: „Wir gehen.“ Then she left.", "Wir gehen."),
    ],
)
def test_one_quotation(text: str, expected: str) -> None:
    assert parts(text) == [(expected,)]


@pytest.mark.parametrize(
    "text",
    [
        "The boys' books and the girls' books don't match.",
        "'Tis the season, rock 'n' roll, and '90s music for 'em.",
        'A 6" nail, a 5\'10" man and a 10" x 12" board.',
        "She is 5' tall.",
        'An opening mark "that nobody closes.',
        'closed but never opened" he said',
        '" "',
        "",
        "JONES: We shall see.\nSMITH: So we shall.",
    ],
)
def test_no_quotation(text: str) -> None:
    assert parts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"No," he said, "not now."', [("No,", "not now.")]),
        ('"No," Smith said, "We are done."', [("No,", "We are done.")]),
        ('"No", said Mr. Brown, "never."', [("No", "never.")]),
        ('"Who are you?" she asked, "and why?"', [("Who are you?", "and why?")]),
        ('"A tax," he said, "is a tax," he said, "for ever."', [("A tax,", "is a tax,", "for ever.")]),
        ('"No," he said. "Not now."', [("No,",), ("Not now.",)]),
        ('"No." He said, "Not now."', [("No.",), ("Not now.",)]),
        ('"No," he said. "not now."', [("No,", "not now.")]),
        ('"No," said Smith, and Jones replied, "yes."', [("No,",), ("yes.",)]),
        ('She called it "a poor show" and said "we will win".', [("a poor show",), ("we will win",)]),
        ('"One," and "two," were his words.', [("One,",), ("two,",)]),
    ],
)
def test_pieces_that_an_attribution_splits(text: str, expected: list[tuple[str, ...]]) -> None:
    assert parts(text) == expected


def test_an_attribution_that_is_long_splits_in_two() -> None:
    between = " she said after a day of talks in the capital " * 5
    assert parts(f'"No,"{between}, "not now."') == [("No,",), ("not now.",)]


def test_several_paragraphs_are_one_quotation() -> None:
    text = "“It began in May.\n\n“It went on in June.\n\n“It never ended,” Smith said, “for us.”\n\n“New one.”"
    assert parts(text) == [("It began in May.", "It went on in June.", "It never ended,", "for us."), ("New one.",)]


def test_a_mark_that_stays_open_spoils_its_own_paragraph_only() -> None:
    assert parts('He said "it is over.\n\n“We won,” she said.\n\n"I "went."') == [("We won,",), ("went.",)]


def test_the_earlier_of_two_open_marks_is_the_lost_one() -> None:
    assert parts('"It broke. "We saw it," she said.') == [("We saw it,",)]


def test_block_quotations() -> None:
    text = "The letter ran:\n\n> We are leaving\n> at dawn.\n> — Ada Byrne\n\nNobody came."
    assert parts(text) == [("We are leaving", "at dawn.")]
    assert parts('> "We are leaving," she said.') == [("We are leaving,",)]
    assert parts(">> CLERK: All rise.") == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ('A so-called "expert" said it would rain.', Role.TERM),
        ('They met in the "war room" of the club.', Role.TERM),
        ('The word "liberty" has seven letters.', Role.TERM),
        ('It was known as "the old mill road" then.', Role.TERM),
        ('The film "Leaving the Harbour" opens today.', Role.TITLE),
        ('Her novel "Harbour" opens today.', Role.TITLE),
        ('He hums "The Long Road Home," an old tune.', Role.TITLE),
        ('The play "Who Goes There?" opens today.', Role.TITLE),
        ('"Make Rowing Great Again," Byrne said.', Role.SPEECH),
        ('The tax is "a disgrace," he said.', Role.SPEECH),
        ('Byrne called the tax "a disgrace".', Role.SPEECH),
        ('He said "no" and left.', Role.SPEECH),
        ("Byrne: 'We Will Row'", Role.SPEECH),
        ('"Yes."', Role.SPEECH),
        ('It was "a long and bitter winter" for all.', Role.SPEECH),
    ],
)
def test_roles(text: str, role: Role) -> None:
    assert [one.role for one in find_quotations(text)] == [role]


def test_speech_leaves_terms_and_titles_out() -> None:
    text = 'The "war room" heard her: "We go," she said, "at dawn."'
    speech = [one for one in find_quotations(text) if one.role is Role.SPEECH]
    assert [span.of(text) for one in speech for span in one.spans] == ["We go,", "at dawn."]


def test_nested_marks_are_kept_inside_fifty_deep() -> None:
    found = find_quotations(DEEP)
    assert len(found) == 1
    assert found[0].quote.startswith("level 0 ‘level 1")
    pair, depth = paired(DEEP).pairs[0][0], 1
    while pair.inner:
        pair, depth = pair.inner[0], depth + 1
    assert depth == 50


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "'",
        "“",
        "’",
        '"a ',
        "'a ",
        "“a”",
        '5"',
        "s' ",
        "“a\n\n",
        '\n\n"',
        "> a\n\n>",
        '"No," he said, ',
        "“‘",
        "''` ",
    ],
)
def test_hostile_texts_take_time_in_proportion(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        find_quotations(text)
        return time.process_time() - start

    assert seconds(80_000) < 0.5 + 8 * seconds(20_000)


def test_a_megabyte_of_one_mark() -> None:
    start = time.process_time()
    assert find_quotations('"' * 1_000_000) == []
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She rose. “It was hers to lift, Kerr said.\n\nThe crowd left. “I was minding it,” she said.",
         ["It was hers to lift, Kerr said."]),
        ('"It was hers to lift, Kerr said. "I was minding it," she added.', ["It was hers to lift, Kerr said."]),
        ("«C’est fini, dit-elle.", ["C’est fini, dit-elle."]),
        ("“It was hers.\n\n“I was minding it,” she said.", []),  # it goes on in the next paragraph
        ("He is 6'2\" and the 'boys' books are late.", []),
        ("“It was hers,” Kerr said.", []),
        ("“", []),
    ],
)  # fmt: skip
def test_what_follows_a_mark_that_is_never_closed_is_told(text: str, words: list[str]) -> None:
    found = [one for one in find_quotations(text) if one.role is Role.UNCLOSED]
    assert [one.quote for one in found] == words
    assert [span.of(text) for one in found for span in one.spans] == words
