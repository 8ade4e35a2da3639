"""Bytes to documents: encodings, line ends, and what a text states about itself."""

from pathlib import Path

import pytest

from qa.documents import MAX_STORY_BYTES, decode, find_files, read_bytes, read_path, read_text
from qa.errors import DocumentError

STORY = "Harbour opens\n\nThe harbour opened on Tuesday – “at last”, said Zoë.\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_told_apart(encoding: str, named: str) -> None:
    assert decode(STORY.encode(encoding), "a.txt") == (STORY, named)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        b"text with a \x00 in it",
        bytes(range(1, 32)) * 20,
        b"caf\xe9 \x81\x8d\x8f undefined in cp1252",
        b"\xff\xfeodd",
    ],
)
def test_binary_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"scan\.txt: is no text file"):
        read_bytes(data, "scan.txt")


def test_only_line_ends_change() -> None:
    sent = "Head\r\n\r\n  An\u00a0indented\tline \r\rLast e\u0301 \n"
    assert read_text(sent, "a.txt").document.text == "Head\n\n  An\u00a0indented\tline \n\nLast e\u0301 \n"


@pytest.mark.parametrize("text", ["", " \n\t\n", "---\ntitle: x\n---\n\n"])
def test_empty_story_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        read_text(text, "a.txt")


@pytest.mark.parametrize("text", ["half \ud83d of a pair", "a NUL \0 here"])
def test_characters_that_are_no_text_are_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="no text"):
        read_text(text, "a.txt")


def test_front_matter_is_read_and_kept_in_the_text() -> None:
    text = (
        "---\ntitle: 'The: mill'\nsource: The Loom\ndate: 2026-02-20\nurl: https://loom.example/mill\n---\nIt burned.\n"
    )
    draft = read_text(text, "mill.md")
    document = draft.document
    assert (document.title, document.source, document.published) == ("The: mill", "The Loom", "2026-02-20")
    assert document.text == text
    assert text[draft.body :] == "It burned.\n"
    assert draft.origin == document.url == "https://loom.example/mill"


def test_what_is_stated_wins_over_front_matter() -> None:
    draft = read_text("---\ntitle: A\nsource: B\n---\nText.", "a.md", title="Mine", published="3 June 2022")
    assert (draft.document.title, draft.document.source, draft.document.published) == ("Mine", "B", "2022-06-03")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-02-20", "2026-02-20"),
        ("2026-02-20T18:30:00+00:00", "2026-02-20T18:30:00+00:00"),
        ("March 4, 2021", "2021-03-04"),
        ("4 Mar 2021", "2021-03-04"),
    ],
)
def test_dates_become_iso(written: str, iso: str) -> None:
    assert read_text("Text.", "a", published=written).document.published == iso


def test_date_that_is_none_is_an_error() -> None:
    with pytest.raises(DocumentError, match="'last Tuesday' is no date: write it as"):
        read_text("---\ndate: last Tuesday\n---\nText.", "a.md")


def test_address_must_be_of_the_web() -> None:
    with pytest.raises(DocumentError, match="does not start with http"):
        read_text("Text.", "a", url="javascript:alert(1)")
    assert read_text("Text.", "a", url="HTTPS://tide.example/a").document.url == "HTTPS://tide.example/a"


def test_a_colon_in_a_title_gets_the_remedy() -> None:
    with pytest.raises(DocumentError, match="a title with ': ' needs quotes"):
        read_text("---\ntitle: Mill fire: three dead\n---\n\nIt burned.", "a.md")
    quoted = read_text('---\ntitle: "Mill fire: three dead"\n---\n\nIt burned.', "a.md")
    assert quoted.document.title == "Mill fire: three dead"


def test_front_matter_without_an_end_is_an_error() -> None:
    with pytest.raises(DocumentError, match="has no end: put a line of ---"):
        read_text("---\ntitle: The ferry\n\nIt sailed.", "a.md")
    assert read_text("---\nIt sailed.\n\nNobody waved.", "a.md").body == 0  # a rule, and no front matter


def test_broken_front_matter_is_an_error_and_other_dashes_are_text() -> None:
    with pytest.raises(DocumentError, match="front matter can't be read as YAML"):
        read_text("---\ntitle: [\n---\nText.", "a.md")
    for block in ("date: 2026-13-45", "title: " + "[" * 5000, "title: 0x" + "f" * 5000):
        with pytest.raises(DocumentError, match="front matter can't be read"):
            read_text(f"---\n{block}\n---\nText.", "a.md")
    assert read_text("---\n\nA rule above.\n\n---\nMore.", "a.md").body == 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Harbour opens\n\nThe harbour opened.", "Harbour opens"),
        ("# Harbour opens #\n\nThe harbour opened.", "Harbour opens"),
        ("Harbour opens\nBy Ada Finn\nThe harbour opened on Tuesday.", "Harbour opens"),
        ("Who opened the harbour?\n\nAda Finn did.", "Who opened the harbour?"),
        ("The harbour opened.\n\nNobody came.", "my story"),
        ("One line only", "my story"),
        ("The council of the town of Harbour voted late on Tuesday to close its\nlibrary for good, and nobody "
         "in the room could say what would become\nof the books.\n\nMore.", "my story"),
    ],
)  # fmt: skip
def test_title_is_a_headline_or_the_file_name(text: str, title: str) -> None:
    assert read_text(text, "my-story.txt").document.title == title


def test_files_are_found_in_order_and_others_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/two.txt", "a.md", "c.pdf", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    found = [(path.name, readable) for path, readable in find_files([tmp_path])]
    assert found == [("a.md", True), ("c.pdf", False), ("two.txt", True)]
    with pytest.raises(DocumentError, match="no such file or folder"):
        list(find_files([tmp_path / "nothing"]))


def test_paths_that_cannot_be_stories(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"only \.txt and \.md"):
        read_path(tmp_path / "a.pdf")
    with pytest.raises(DocumentError, match="No such file"):
        read_path(tmp_path / "a.txt")
    (tmp_path / "big.txt").write_bytes(b"a" * (MAX_STORY_BYTES + 1))
    with pytest.raises(DocumentError, match=r"is 16\.0 MiB, and a story may have 16"):
        read_path(tmp_path / "big.txt")
