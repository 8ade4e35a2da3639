"""The command line: what it prints, and its exit status."""

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from qa import cli
from tests.conftest import WordEncoder

FERRY = "---\nsource: The Tide\ndate: 2026-01-10\n---\nFerry late\n\nThe ferry left Oban at noon.\n\nIt carried cows."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PULLQUOTE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("qa.library.load_encoder", lambda *_: WordEncoder())
    (tmp_path / "ferry.md").write_text(FERRY, "utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def run(*words: str) -> tuple[int, str, str]:
        status = cli.main(words)
        return (status, *capsys.readouterr())

    return run


def test_add_ask_and_remove(run, folder: Path) -> None:
    status, out, err = run("add", str(folder / "ferry.md"))
    assert (status, err) == (0, "")
    assert "Ferry late (3 passages, utf-8)" in out
    story_id = out.split()[1]
    assert run("add", str(folder / "ferry.md"))[1].startswith(f"held {story_id}")
    status, out, _ = run("ask", "ferry late: when left the ferry Oban?")
    start = FERRY.index("The ferry")
    assert status == 0
    assert out.startswith("“The ferry left Oban at noon.”")
    assert f"Ferry late (The Tide, 2026-01-10), paragraph 2, {story_id} {start}-{start + 28}" in out
    status, out, _ = run("ask", "zebra?")
    assert status == 1
    assert out.startswith("The stories don't say.\n\nNear, but not an answer: Ferry late")
    assert run("remove", story_id)[0] == 0
    status, _, err = run("remove", story_id)
    assert (status, err) == (
        1,
        f"pullquote: no story has the id '{story_id}': list them with `pullquote stories` or GET /v1/stories\n",
    )


def test_json_everywhere(run, folder: Path) -> None:
    added = json.loads(run("add", "--json", str(folder))[1])
    assert [story["title"] for story in added["stories"]] == ["Ferry late"]
    listed = json.loads(run("stories", "--json")[1])["stories"]
    assert listed[0]["id"] == added["stories"][0]["id"]
    hits = json.loads(run("search", "cows", "--json", "--top-k", "1")[1])["hits"]
    assert hits[0]["citation"]["exact"] == "It carried cows."
    answer = json.loads(run("ask", "zebra?", "--json")[1])
    assert (answer["answer"], answer["abstained"]) == (None, True)
    assert json.loads(run("remove", "--json", listed[0]["id"])[1]) == {"removed": listed[0]["id"]}


def test_words_with_marks_of_their_own_get_no_others(run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Cows\n\n“The cows were late,” Ada said.\n\nNobody waved.")
    run("add", str(tmp_path / "a.md"))
    assert run("ask", "the cows were late Ada?")[1].startswith("“The cows were late,” Ada said.\n")


def test_an_empty_folder_is_told(run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("add", str(empty)) == (1, "", f"pullquote: no files in {empty}: name .txt or .md files\n")


def test_filters(run, folder: Path) -> None:
    run("add", str(folder))
    assert run("search", "ferry", "--source", "the tide", "--after", "2026-01-10", "--before", "2026-01-10")[0] == 0
    status, _, err = run("search", "ferry", "--source", "nobody")
    assert (status, err.startswith("pullquote: no story passes --story, --source")) == (1, True)
    status, _, err = run("ask", "ferry?", "--after", "2026-02-01", "--before", "2026-01-01")
    assert (status, "2026-02-01, later than published_before" in err) == (2, True)
    status, _, err = run("search", "ferry", "--after", "soon")
    assert (status, err) == (2, "pullquote: published_after: 'soon' is no date: write it as 2026-01-31\n")


def test_files_that_cannot_be_read_are_named_and_the_others_added(run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"\x00\x01")
    (folder / "scan.pdf").write_bytes(b"%PDF")
    status, out, err = run("add", str(folder))
    assert status == 3
    assert "Ferry late" in out
    assert "a.txt: is no text file" in err
    assert "left out 1 files that are neither .txt nor .md" in err
    assert "scan.pdf" in err
    assert run("add", str(folder / "nothing.txt"))[0] == 3


def test_standard_input(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO("Fog – all day.".encode("cp1252"))))
    assert "(1 passages, cp1252)" in run("add", "-")[1]


def test_interrupted_add_says_how_to_go_on(run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        (folder / f"story{number}.txt").write_text(f"Number {number}.", "utf-8")
    show = cli._Progress.show

    def stopping(self: cli._Progress, one: Any) -> None:
        show(self, one)
        if self.stories == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(cli._Progress, "show", stopping)
    status, _, err = run("add", str(folder))
    assert status == 130
    assert err == ("pullquote: stopped; 2 new stories (4 paragraphs) are kept: the same command goes on from there\n")
    monkeypatch.setattr(cli._Progress, "show", show)
    status, out, _ = run("add", str(folder))
    assert (status, out.count("held "), out.count("added ")) == (0, 2, 3)


def test_unknown_language(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_LANGUAGE", "klingon")
    status, _, err = run("stories")
    assert status == 3
    assert err.startswith("pullquote: PULLQUOTE_LANGUAGE is 'klingon': it must be one of danish, dutch, english,")


def test_nothing_added_yet(run) -> None:
    status, _, err = run("ask", "anything?")
    assert status == 1
    assert "there are no stories in" in err
    assert run("stories")[0] == 1


@pytest.mark.parametrize("words", [[], ["sing"], ["ask"], ["search", "x", "--top-k", "many"]])
def test_bad_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 2
    assert "usage: pullquote" in capsys.readouterr().err


def test_doctor(run, folder: Path) -> None:
    run("add", str(folder))
    status, out, _ = run("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(out)["checks"]}
    assert checks["store"]["passed"]
    assert checks["stories"]["found"] == "1 stories, 3 passages"
    assert checks["encoder"]["passed"]
    assert checks["search"]["passed"]
    (folder / "home" / "library.sqlite").write_bytes(b"broken" * 1000)
    status, out, _ = run("doctor")
    assert status == 3
    assert "FAIL  library: the store" in out


def test_doctor_embeds_again(run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Other(WordEncoder):
        name = "others"

    run("add", str(folder))
    monkeypatch.setattr("qa.library.load_encoder", lambda *_: Other())
    status, _, err = run("search", "ferry")
    assert status == 3
    assert "run `pullquote doctor --reembed`" in err
    run("doctor", "--reembed")
    assert run("search", "ferry")[0] == 0
