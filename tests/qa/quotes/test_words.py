"""Words: what is compared of each, numbers by value, and two ways to write the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quotes.folding import fold
from qa.quotes.words import letters, word_keys, words


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("20,000", "#20000"),
        ("twenty thousand", "#20000"),
        ("2.5 million", "#2500000"),
        ("2.5m", "#2500000"),
        ("one hundred and five", "#105"),
        ("first 1st", "#1th #1th"),
        ("twenty-five", "#25"),
        ("-5 −5 minus 5 minus five", "#-5 #-5 #-5 #-5"),
        ("minus twenty-five degrees", "#-25 degrees"),
        ("negative feedback from 5", "negative feedback from #5"),
        ("a minus, 5 things", "a minus #5 things"),
        ("+5 (5) 4-5", "#5 #5 #4 #5"),
        ("$5 5 dollars five dollars", "#5 dollar #5 dollar #5 dollar"),
        ("-$5 $-5 minus $5", "#-5 dollar #-5 dollar #-5 dollar"),
        ("£3 million €2 ¥7", "#3000000 pound #2 euro #7 yen"),
        ("5% 5 percent 5 per cent five pct", "#5 percent #5 percent #5 percent #5 percent"),
        ("1,2,3", "#1 #2 #3"),
        ("21.07.2016", "#21.07 #2016"),
        ("2016-07-21 10:30", "#2016 #7 #21 #10 #30"),
        ("1,234,567.5", "#1234567.5"),
        (
            "colour organise organisation centre travelled defence",
            "color organize organization center traveled defense",
        ),
        ("our four hour rise wise", "our #4 hour rise wise"),
        ("towards grey programme", "toward gray program"),
        ("U.S. u.s. U.S.A. p.m. i.e.", "us us usa pm ie"),
        ("Senator Mr. Doctor", "sen mr dr"),
        ("don’t O’Brien’s", "don't o'brien's"),
        ("e-mail", "e mail"),
        ("“Hi,” — (she) said…", "hi she said"),
        ("", ""),
        ("?! … —", ""),
    ],
)
def test_keys(text: str, keys: str) -> None:
    assert word_keys(text) == keys.split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("21.07.2016", "21.07.2017"),
        ("1,2,3", "1,2,4"),
        ("5.5.5", "5.5.6"),
        ("-5", "5"),
        ("$5", "£5"),
        ("5%", "5"),
        ("first", "one"),
        ("three million", "three billion"),
        ("5 m²", "5 m"),
        ("ten", "tens"),
    ],
)
def test_what_differs_in_meaning_differs(one: str, other: str) -> None:
    assert word_keys(one) != word_keys(other)


@given(st.lists(st.integers(0, 999_999), min_size=1, max_size=6), st.sampled_from([", ", " ", "; ", "/", " - ", ":"]))
def test_every_number_is_compared(values: list[int], between: str) -> None:
    keys = word_keys(between.join(f"{value:,}" for value in values))
    assert [key.replace("-", "") for key in keys] == [f"#{value}" for value in values]


@given(st.lists(st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,4}){0,4}", fullmatch=True), min_size=1, max_size=4))
def test_no_digit_is_passed_over(parts: list[str]) -> None:
    text = " x ".join(parts)
    covered = {i for word in words(fold(text)) for i in range(word.span.start, word.span.end)}
    assert {i for i, character in enumerate(text) if character.isdigit()} <= covered


def test_the_place_of_each_word() -> None:
    text = "he paid $2.5 million, or 5 per cent"
    shown = [(word.key, word.span.of(text), word.number) for word in words(fold(text))]
    assert shown == [
        ("he", "he", False),
        ("paid", "paid", False),
        ("#2500000", "2.5 million", True),
        ("dollar", "$", False),
        ("or", "or", False),
        ("#5", "5", True),
        ("percent", "per cent", False),
    ]


@pytest.mark.parametrize(
    ("censored", "word", "meant"),
    [("f***", "fool", True), ("s**t", "salt", True), ("s**t", "sale", False), ("f***", "pool", False)],
)
def test_a_censored_word_stands_for_what_it_leaves_open(censored: str, word: str, meant: bool) -> None:
    slot = words(fold(censored))[0].open
    assert slot is not None
    assert bool(slot.fullmatch(word)) is meant


def test_letters_of_words() -> None:
    assert letters(words(fold("e-mail"))) == letters(words(fold("email"))) == "email"
    assert letters(words(fold("don't"))) == letters(words(fold("dont")))
