"""Paragraphs and passages: three layouts by example, and what must always hold by property."""

import textwrap
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.passages import embedded_texts, keyword_text, paragraphs, passages
from tests.conftest import WordEncoder

PARAGRAPHS = [
    "The council of Harrow Vale voted on Tuesday night to mend the old bridge, after three hours of argument.",
    "“We counted twice,” Ms Ayling said. “Nobody in the room believed the first count, and nor did I.”",
    "The work will cost £2.4 million and is to begin in March, according to the council’s engineer, Łukasz Dø.",
]
COUNT = WordEncoder().count_tokens


def shown(text: str) -> list[str]:
    return [" ".join(span.of(text).split()) for span in paragraphs(text)]


def test_blank_lines_part_paragraphs() -> None:
    assert shown("\n\n" + "\n \t\n".join(PARAGRAPHS) + "\n\n") == PARAGRAPHS


def test_one_paragraph_a_line() -> None:
    assert shown("Bridge vote passes\n" + "\n".join(PARAGRAPHS)) == ["Bridge vote passes", *PARAGRAPHS]


def test_lines_in_groups_are_still_a_paragraph_each() -> None:
    text = f"Bridge vote passes\nBy Ada Finn\n\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}"
    assert shown(text) == ["Bridge vote passes", "By Ada Finn", *PARAGRAPHS]


@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_wrapped_lines_are_joined(width: int) -> None:
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    assert shown(text) == PARAGRAPHS


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_lines_with_indented_paragraphs_and_no_blank_line(width: int) -> None:
    text = "BRIDGE VOTE PASSES\n" + "\n".join(
        textwrap.fill(paragraph, width, initial_indent="    ") for paragraph in PARAGRAPHS
    )
    assert shown(text) == ["BRIDGE VOTE PASSES", *PARAGRAPHS]


def test_short_lines_are_not_wrapped_text() -> None:
    lines = ["Bridge vote passes tonight", "By Ada Finn", "It rained.", "They voted."]
    assert shown("\n".join(lines)) == lines


def test_items_stay_apart_in_wrapped_text() -> None:
    body = textwrap.fill(PARAGRAPHS[0] + " " + PARAGRAPHS[2], 60)
    assert shown(body + "\n- the east pier of the bridge\n- the west pier")[1:] == [
        "- the east pier of the bridge",
        "- the west pier",
    ]


def test_long_paragraph_splits_at_sentence_ends() -> None:
    sentences = [f"Sentence number {i} has exactly these eight words." for i in range(9)]
    text = "Title here\n\n" + " ".join(sentences)
    found = passages(text, 0, COUNT, limit=30)
    assert [number for number, _ in found] == [1, 2, 2, 2]
    assert [span.of(text) for _, span in found][1:] == [" ".join(sentences[i : i + 3]) for i in (0, 3, 6)]


def test_sentence_longer_than_the_limit_is_cut_at_spaces() -> None:
    text = " ".join(f"word{i}" for i in range(100))
    found = [span.of(text) for _, span in passages(text, 0, COUNT, limit=30)]
    assert " ".join(found) == text
    assert max(COUNT(found)) <= 30


def test_cut_never_parts_a_letter_from_its_marks() -> None:
    letters = "e\u0301\u0323" * 400 + "👩\u200d👩\u200d👧" * 400 + "🇫🇷" * 400
    found = passages(letters, 0, lambda texts: [len(text) for text in texts], limit=50)
    for _, span in found:
        assert not unicodedata.combining(letters[span.start])
        assert letters[span.start] != "\u200d"
        assert letters[span.end - 1] != "\u200d"
    assert "".join(span.of(letters) for _, span in found) == letters


def test_short_passage_is_embedded_with_its_neighbour_and_cited_alone() -> None:
    text = f"HARROW VALE, Tuesday\n\n{PARAGRAPHS[0]}\n\nPhoto: Ada Finn"
    found = passages(text, 0, COUNT, limit=30)
    texts = embedded_texts("HARROW VALE", text, [span for _, span in found], COUNT)
    assert texts == [
        f"HARROW VALE, Tuesday\n{PARAGRAPHS[0]}",  # holds the title already
        f"HARROW VALE\n{PARAGRAPHS[0]}",
        f"HARROW VALE\n{PARAGRAPHS[0]}\nPhoto: Ada Finn",
    ]
    assert found[0][1].of(text) == "HARROW VALE, Tuesday"


ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcd . “”\n\n\n\t\u00a0\u200d\u0301\u2028\u0085\x0c"),
        st.sampled_from("日本。אבגد🎉👩🇫🇷"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"),
    ),
    max_size=400,
)


@example("000000:0\u02d2\u02d2\u02d2", 1, 1)  # all that follows the middle belongs to the character before it
@settings(max_examples=200, deadline=None)
@given(ODD, st.integers(min_value=1, max_value=40), st.integers(min_value=1, max_value=3))
def test_passages_are_slices_in_order_that_lose_nothing(text: str, limit: int, repeat: int) -> None:
    text = "\n\n".join([text] * repeat)  # the same paragraph again must not be found at the first one's place
    found = passages(text, 0, COUNT, limit)
    spans = [span for _, span in found]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(count <= limit for count in COUNT([span.of(text) for span in spans]))
    numbers = [number for number, _ in found]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, len(paragraphs(text)) + 1))


def test_keyword_text_says_who_reported_and_when() -> None:
    text = keyword_text("The bridge", "The Gazette", "2023-05-02T10:00:00+00:00", "It is shut.")
    assert text == "The Gazette\n\n2 May 2023, May 2\n\nThe bridge\nIt is shut."
    assert keyword_text("The bridge", None, None, "It is shut.") == "The bridge\nIt is shut."
    assert keyword_text("The bridge", "Gazette", "in May", "It is shut.") == "Gazette\n\nThe bridge\nIt is shut."
