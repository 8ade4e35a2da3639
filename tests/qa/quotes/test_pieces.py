"""Pieces: a quotation cut at each kind of declared edit."""

import pytest

from qa.quotes.pieces import MOST_WORDS, pieces
from qa.quotes.types import Quotation


def cut(*parts: str) -> list[str]:
    """Show each piece: a mark for its gap, what a bracket says, its words."""
    marks = {"none": "", "ellipsis": "... ", "bracket": "[] ", "split": "/ "}
    found = pieces(Quotation(parts)).pieces
    return [f"{marks[one.gap]}{f'({one.inserted}) ' * bool(one.inserted)}{' '.join(w.key for w in one.words)}"
            for one in found]  # fmt: skip


@pytest.mark.parametrize(
    "mark", ["…", "...", ". . .", "....", ". . . .", "[...]", "[…]", "(…)", "[. . .]", "[ … ]", "* * *", ". …", "… …"]
)
def test_every_form_of_ellipsis(mark: str) -> None:
    assert cut(f"we met {mark} at noon") == ["we met", "... at noon"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("… we met", ["... we met"]),
        ("we met …", ["we met"]),
        ("...we met...at noon...", ["... we met", "... at noon"]),
        ("in the U.S. … at noon", ["in the us", "... at noon"]),
        ("in the U.S. ... at noon", ["in the us", "... at noon"]),
        ("we met .. at noon", ["we met at noon"]),
        ("we [the board] met", ["we", "[] (the board) met"]),
        ("[We] met", ["[] (we) met"]),
        ("met [Mr Cole]'s dog", ["met", "[] (mr cole) dog"]),
        ("we [did] [not] meet", ["we", "[] (did not) meet"]),
        ("we … [the board] met", ["we", "... (the board) met"]),
        ("we [the board] … met", ["we", "... (the board) met"]),
        ("we [met", ["we met"]),
        ("we] met", ["we met"]),
        ("(the board) met", ["the board met"]),
        ("[we met]", []),
        ("…", []),
        ("", []),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_bracket_at_the_end() -> None:
    closing = pieces(Quotation(("we met [at noon]",))).closing
    assert closing is not None
    assert closing.inserted == "at noon"
    assert pieces(Quotation(("we [all] met",))).closing is None
    assert pieces(Quotation(("we met …",))).closing is None


@pytest.mark.parametrize(
    ("text", "key", "meant", "other"),
    [
        ("[W]e met", "we", "we", "us"),
        ("go[es] on", "goes", "going", "went"),
        ("un[expected]ly so", "unexpectedly", "unhappily", "happily"),
    ],
)
def test_a_bracket_within_a_word(text: str, key: str, meant: str, other: str) -> None:
    found = pieces(Quotation((text,)))
    word = found.pieces[0].words[0]
    assert len(found.pieces) == 1
    assert word.key == key
    assert word.span.of(found.folded.text) == text.split(maxsplit=1)[0].lower()
    assert word.open is not None
    assert word.open.fullmatch(meant)
    assert not word.open.fullmatch(other)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("we [sic] met", "sic"),
        ("we (laughs) met", "laughs"),
        ("we met [emphasis added]", "emphasis added"),
        ("we (my emphasis) met", "my emphasis"),
        ("we [Laughter] met", "laughter"),
        ("[inaudible] we met", "inaudible"),
    ],
)
def test_notes_are_no_cuts(text: str, note: str) -> None:
    assert cut(text) == ["we met"]
    assert pieces(Quotation((text,))).notes == (note,)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("No,", "not now."), ["no", "/ not now"]),
        (("No,", "… not now."), ["no", "... not now"]),
        (("No,", "[but] not", "now"), ["no", "[] (but) not", "/ now"]),
        (("“No—”", "“never … ever”", "ok"), ["no", "/ never", "... ever", "/ ok"]),
        (("a\u0301\u0301\u0301 b", "c"), ["a b", "/ c"]),
        (("", "a"), ["/ a"]),
    ],
)
def test_parts(parts: tuple[str, ...], expected: list[str]) -> None:
    assert cut(*parts) == expected


def test_a_long_quotation_is_cut_without_a_gap() -> None:
    found = pieces(Quotation((" ".join(f"w{chr(97 + i % 26)}" for i in range(2 * MOST_WORDS + 50)),)))
    assert [len(one.words) for one in found.pieces] == [MOST_WORDS, MOST_WORDS, 50]
    assert found.cuts == 0
    assert found.length == 2 * MOST_WORDS + 50


def test_the_span_of_a_piece() -> None:
    found = pieces(Quotation(("“We met” … at $5 a head",)))
    assert [one.span.of(found.folded.text) for one in found.pieces] == ["we met", "at $5 a head"]


@pytest.mark.parametrize("unit", ["…", "[", "[a", "a [a] ", "(sic", "[ ", ". ", "a**", "a[b", "a…"])
def test_hostile_quotations_are_read(unit: str) -> None:
    count = 100_000 // len(unit)
    found = pieces(Quotation((unit * count,)))
    assert found.length <= 2 * count
    assert found.cuts <= count
