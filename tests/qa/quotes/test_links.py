"""Links to the words where a story was published."""

from urllib.parse import unquote

import pytest

from qa.quotes.links import fragment_link
from qa.types import Span

URL = "https://a.org/x"


def link(text: str, url: str | None = URL) -> str | None:
    return fragment_link(url, f"Before. {text} After.", Span(8, 8 + len(text)))


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("We will pay", "We%20will%20pay"),
        ("well-known, salt & pepper", "well%2Dknown%2C%20salt%20%26%20pepper"),
        ("5% of “it”", "5%25%20of%20%E2%80%9Cit%E2%80%9D"),
        ("a  b\tc", "a%20b%20c"),
        ("#1 at 3/4?", "%231%20at%203%2F4%3F"),
    ],
)
def test_what_a_fragment_gives_a_meaning_is_encoded(text: str, fragment: str) -> None:
    assert link(text) == f"{URL}#:~:text={fragment}"


def test_long_words_are_named_by_their_ends() -> None:
    text = " ".join(f"w{i}" for i in range(100))
    assert link(text) == f"{URL}#:~:text=w0%20w1%20w2%20w3%20w4,w95%20w96%20w97%20w98%20w99"
    assert len("w " * 100) == 200
    assert "," not in str(link(("w " * 100).strip()))
    assert "," in str(link(("w " * 101).strip()))


@pytest.mark.parametrize("text", ["one two\nthree four five six seven", "one\n\ntwo three", "one\ntwo"])
def test_words_over_lines_are_named_by_ends_that_do_not_overlap(text: str) -> None:
    first, last = str(link(text)).split("text=")[1].split(",")
    words = text.split()
    named = [*unquote(first).split(), *unquote(last).split()]
    assert named == [*words[: len(words) // 2], *words[len(words) - len(words) // 2 :]][: len(named)]
    assert len(named) <= len(words)


def test_a_fragment_of_the_address_gives_way() -> None:
    assert link("We", "http://a.org/x?y=1#top") == "http://a.org/x?y=1#:~:text=We"


@pytest.mark.parametrize("url", [None, "", "ftp://a.org/x", "javascript:alert(1)", "a.org/x"])
def test_only_addresses_of_the_web_are_linked(url: str | None) -> None:
    assert link("We will pay", url) is None


def test_no_words_no_link() -> None:
    assert fragment_link(URL, "   ", Span(0, 3)) is None
