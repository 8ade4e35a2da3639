"""`pullquote check`: what it prints, and its exit status."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from qa import cli
from tests.conftest import WordEncoder

STORY = "---\nsource: The Tide\ndate: 2026-01-10\n---\nIce\n\n“We will not pay for the ice,” said Ada Finn.\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PULLQUOTE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("qa.library.load_encoder", lambda *_: WordEncoder())
    (tmp_path / "ice.md").write_text(STORY, "utf-8")
    assert cli.main(["add", str(tmp_path / "ice.md")]) == 0
    return tmp_path


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def check(text: str, *words: str) -> tuple[int, str, str]:
        (folder / "draft.txt").write_text(text, "utf-8")
        capsys.readouterr()
        status = cli.main(["check", str(folder / "draft.txt"), *words])
        return (status, *capsys.readouterr())

    return check


def test_all_pass(check: Run) -> None:
    status, out, err = check("“We will not pay for the ice,” said Ada Finn.")
    assert (status, err) == (0, "")
    assert out.startswith("✓ 1. “We will not pay for the ice,”\n    Words: word for word\n")
    assert "Place: Ice (The Tide, 2026-01-10), paragraph 2, " in out
    assert out.endswith("1 quotation: 1 pass, 0 to look at, 0 fail.\n")


def test_some_do_not_pass(check: Run) -> None:
    status, out, _ = check("“We will not pay for the ice,” said Ada Finn. “We will pay for the ice,” she said.")
    assert status == 1
    assert "✗ 2. “We will pay for the ice,”" in out
    assert "    Left out: “not” (negation)\n" in out
    assert out.endswith("2 quotations: 1 pass, 0 to look at, 1 fail.\n")


def test_a_mark_that_is_not_closed_is_told_and_does_not_pass(check: Run) -> None:
    status, out, _ = check("“We will not pay for the ice,” said Ada Finn. So “it is cold, she added.")
    assert status == 1
    assert "Not checked, since the mark is not closed: “it is cold, she added.\n" in out


def test_no_quotations(check: Run) -> None:
    status, out, _ = check("It rained. " * 300)
    assert (status, out) == (1, "There are no quotations in it.\n")


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    sent = SimpleNamespace(buffer=io.BytesIO("“We will not pay for the ice.”".encode()))
    monkeypatch.setattr("sys.stdin", sent)
    assert cli.main(["check", "-"]) == 0
    assert "✓ 1." in capsys.readouterr().out


def test_json(check: Run) -> None:
    status, out, _ = check("A so-called “cow”. “We will pay for the ice,” Ada Finn said.", "--json")
    body = json.loads(out)
    assert status == 1
    assert set(body) == {"results", "unchecked", "summary"}
    assert [(one["wording"], one["reasons"]) for one in body["results"]] == [("altered", ["negation"])]
    assert [one["role"] for one in body["unchecked"]] == ["term"]


def test_markdown(check: Run) -> None:
    status, out, _ = check("“We will not pay for the ice.”", "--markdown")
    assert status == 0
    assert out.startswith("# Quotations checked\n\n1 quotation: 1 pass, 0 to look at, 0 fail.\n\n## 1. ✓ Word for word")


def test_profile(check: Run) -> None:
    text = "“We will … pay for it,” she said. “We … pay for the ice,” she said."
    assert check("“We’ll not pay for the ice,” said Ada Finn.", "--profile", "strict")[0] == 1
    assert check("“We’ll not pay for the ice,” said Ada Finn.", "--profile", "clean-up")[0] == 0
    assert check(text, "--profile", "delete-only")[0] == 1


def test_speaker_and_source_take_the_whole_text_for_one_quotation(check: Run) -> None:
    words = "We will not pay for the ice"
    status, out, _ = check(words, "--speaker", "Ada Finn", "--source", "The Tide")
    assert (status, out.splitlines()[0]) == (0, f"✓ 1. “{words}”")
    assert "Speaker: Ada Finn, as claimed" in out
    status, out, _ = check(words, "--speaker", "Bo Lund")
    assert status == 1
    assert "Speaker: not Bo Lund; Ada Finn says it (firm)" in out
    status, out, _ = check(words, "--source", "The Moth")
    assert (status, "no story of “The Moth” is held" in out) == (1, True)


def test_bad_usage_and_unreadable_files(check: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        check("Rain", "--profile", "lenient")
    assert left.value.code == 2
    with pytest.raises(SystemExit) as left:
        cli.main(["check"])
    assert left.value.code == 2
    (folder / "a.bin").write_bytes(b"\x00\x01")
    capsys.readouterr()
    for name in ("nothing.txt", "a.bin", "home"):
        assert cli.main(["check", str(folder / name)]) == 3
        assert name in capsys.readouterr().err


def test_too_much(check: Run) -> None:
    status, _, err = check("“" + "x" * 1_000_001 + "”")
    assert status == 2
    assert "1000000 are allowed" in err
