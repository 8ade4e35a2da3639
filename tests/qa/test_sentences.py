"""Sentence ends against hand-marked text: | marks each end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.sentences import sentences
from qa.types import Span

MARKED = [
    "He met Mr. Smith at 5 p.m. on Friday.|Then he left.",
    "The U.S. is large.|In the U.S. President Biden spoke.",
    "“We won,” she said.|“It was close.”|The crowd roared.",
    '"Is it over?" he asked.|"No!" said J. K. Rowling.|It cost $3.5 million (about £2.8m).',
    "It was dropped at 9 a.m. Monday.|Gov. Smith v. Dr. Jones Jr. was heard on Jan. 5, 2021.|No. 7 scored.",
    "It ended at 9 p.m.|The crowd left.",
    "It ended.|🎉 Emoji start here.|日本語です。|次の文。",
    "Acme Inc. said it would pay.|Ph.D. students won 3.14 points.|St. Mary's won.",
    "“We have ongoing talks. These have been wholly constructive,” a senior official told Axios.",
    'She said: "I will not go. It is over."|Then she sat.',
    "Line one wraps\nhere and goes on.|New sentence\nwraps too.",
    "They are out.|“Open quote never closes.|Next one.",
    "It's the players' turn.|He finished at 1.5 sec. ahead of Lt. Col. A. B. Jones.",
]


@pytest.mark.parametrize("marked", MARKED)
def test_sentence_ends(marked: str) -> None:
    expected = marked.split("|")
    text = " ".join(expected)
    assert [span.of(text) for span in sentences(text, Span(0, len(text)))] == expected


def test_spans_count_from_the_text_and_not_the_paragraph() -> None:
    text = "🎉 Before.\n\n Zoë left.\u00a0 Then é came. \n\nAfter."
    start = text.index(" Zoë")
    found = sentences(text, Span(start, text.index("After")))
    assert [(span.start, span.of(text)) for span in found] == [
        (text.index("Zoë"), "Zoë left."),
        (text.index("Then"), "Then é came."),
    ]


@given(st.text(alphabet=st.sampled_from("ab. !?“”\"'()\n\u00a0é\u0301日。🎉\u200dU.S"), max_size=80))
def test_sentences_cover_every_character_but_white_space(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join(span.of(text) for span in found).split() == text.split() or "".join(
        "".join(span.of(text).split()) for span in found
    ) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() != "" for span in found)
