"""Folding: each fold by hand, and a map back to the original that holds for any text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.quotes.folding import TAMPERING, Fold, fold

ANY = st.text(
    st.one_of(
        st.characters(), st.sampled_from("aeo 'аеορ\u0301\u0308\u200b\u00ad\ufeff…“’—-\n\r\t&;#39ﬁéâ€™Ã²½ß\ufffd")
    )
)


@pytest.mark.parametrize(
    ("text", "folded", "used"),
    [
        ("“don’t”", '"don\'t"', {Fold.MARKS}),
        ("«oui» ‹non›", "\"oui\" 'non'", {Fold.MARKS}),
        ("5′ 10″", "5' 10\"", {Fold.MARKS}),
        ("word — word – 2−1", "word - word - 2-1", {Fold.DASHES}),
        ("so… on", "so... on", {Fold.ELLIPSIS}),
        ("will\nnot\u00a0\tgo", "will not go", {Fold.SPACE}),
        ("WE Will", "we will", set()),
        ("café", "cafe", {Fold.ACCENTS}),
        ("cafe\u0301", "cafe", {Fold.ACCENTS}),
        ("trade\ufb00 Ｆull", "tradeff full", {Fold.LETTERS}),
        ("soft\u00adhyphen", "softhyphen", {Fold.LETTERS}),
        ("\ufeffstart", "start", {Fold.LETTERS}),
        ("👨\u200d👩", "👨👩", {Fold.LETTERS}),
        ("reduc-\ntion", "reduction", {Fold.HYPHENATION}),
        ("reduc\u00ad\r\n  tion", "reduction", {Fold.HYPHENATION}),
        ("Twenty-\nfive", "twenty-five", {Fold.HYPHENATION}),
        ("canâ€™t Ã©", "can't e", {Fold.ENCODING}),
        ("can\ufffdt", "can't", {Fold.ENCODING}),
        ("&quot;a&#8217;s&quot;", '"a\'s"', {Fold.ENTITIES}),
        ("AT&T; &bogus;", "at&t; &bogus;", set()),
        ("5 m²", "5 m^2", set()),
        ("½", "1/2", {Fold.LETTERS}),
        ("will\u200bnot", "willnot", {Fold.ZERO_WIDTH}),
        ("end\ufeff", "end", {Fold.ZERO_WIDTH}),
        ("\u202ewill", "will", {Fold.ZERO_WIDTH}),
        ("аpple", "apple", {Fold.HOMOGLYPHS}),
        ("the οne", "the one", {Fold.HOMOGLYPHS}),
        ("Joe аnd Ann", "joe and ann", {Fold.HOMOGLYPHS}),
    ],
)
def test_each_fold(text: str, folded: str, used: set[Fold]) -> None:
    made = fold(text)
    assert made.text == folded
    assert {one for one, _, _ in made.used} == used
    for _, characters, at in made.used:
        assert text[at : at + len(characters)] == characters


@pytest.mark.parametrize("text", ["сор", "Россия вернула оре", "рост ορος", "μ 5", "ёлка"])
def test_letters_of_a_text_in_another_script_do_not_pose(text: str) -> None:
    made = fold(text)
    assert made.text == text.lower()
    assert not made.used


@pytest.mark.parametrize("text", ["Россий ёлка мой мои", "Αθήνα", "Łódź café İzmir", "한국"])
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).text == fold(unicodedata.normalize("NFC", text)).text


def test_letters_that_another_script_tells_apart_stay_apart() -> None:
    assert fold("мой").text != fold("мои").text


def test_tampering_is_what_hides_or_poses() -> None:
    assert set(TAMPERING) == {Fold.ZERO_WIDTH, Fold.HOMOGLYPHS}


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("He canâ€™t — really — go", "can't", "canâ€™t"),
        ("a reduc-\ntion of", "reduction", "reduc-\ntion"),
        ("so… he", "... he", "… he"),
        ("the tra\ufb01c jam", "trafic", "tra\ufb01c"),
        ("&quot;Yes&quot;, she", '"yes"', "&quot;Yes&quot;"),
        ("will\u200b\u200bnot go", "willnot", "will\u200b\u200bnot"),
        ("a  \n b", "a b", "a  \n b"),
    ],
)
def test_the_place_of_a_folded_word(text: str, word: str, shown: str) -> None:
    made = fold(text)
    at = made.text.index(word)
    assert made.span(at, at + len(word)).of(text) == shown


@given(ANY)
@example("a\u0301\u0301\u200b…")
@example("âa\u0301-\nb")
@example("Aе\u0301\u0301б")
def test_every_folded_character_has_a_place(text: str) -> None:
    made = fold(text)
    spans = [made.span(i, i + 1) for i in range(len(made.text))]
    assert all(0 <= one.start < one.end <= len(text) for one in spans)
    assert all(a.start <= b.start and a.end <= b.end and (a == b or a.end <= b.start) for a, b in pairwise(spans))
    if spans:
        whole = made.span(0, len(made.text))
        assert (whole.start, whole.end) == (spans[0].start, spans[-1].end)
        held = {at for one, characters, at in made.used for at in range(at, at + len(characters))}
        outside = set(range(whole.start)) | set(range(whole.end, len(text)))
        assert outside <= held  # what the map leaves out was dropped, and named


@given(ANY)
@example("\u2009a\u0301 -\n b")
@example("a-\n b\u00a0\u0301")
def test_white_space_left_as_it_is_folds_to_the_same_words(text: str) -> None:
    assert fold(text, spaces=False).text.split() == fold(text).text.split()


@given(ANY)
def test_what_is_copied_is_the_original_in_lower_case(text: str) -> None:
    made = fold(text)
    named = {at + i for _, characters, at in made.used for i in range(len(characters))}
    for i, character in enumerate(made.text):
        span = made.span(i, i + 1)
        if span.end == span.start + 1 and span.start not in named and text[span.start].isascii():
            assert character == text[span.start].lower()


@pytest.mark.parametrize(
    "unit",
    ["\u200b", "&", "&amp;", "\u0301", "a\u0301", "о", "aо", "о ", "Ã", "â€", "-", "a-\n", "…", " ", "\n", "½", "İ"],
)
def test_much_of_one_thing_makes_no_more_runs_than_characters(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    made = fold(text, spaces=False)
    assert len(made.runs) <= len(text)
    assert len(made.used) <= len(text)
    assert len(made.text) <= 4 * len(text)
    assert not made.text or made.span(0, len(made.text)).end <= len(text)
