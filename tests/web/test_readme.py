"""Every example in the README runs as it stands there, the address aside."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from embeddings.encoder import Encoder
from qa.cli import COMMANDS
from tests.conftest import ROOT
from tests.web.conftest import LiveServer

README = (ROOT / "README.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_first_two_commands_are_make_targets() -> None:
    first = [line.split("#")[0].strip() for line in blocks("sh")[0].splitlines()]
    assert first == ["make serve", "make test"]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(re.search(rf"^{command.split()[1]}:", makefile, re.MULTILINE) for command in first)


def answers_of(block: str, server: LiveServer) -> list[Any]:
    """Run the commands of a block against a server, and return what each prints as JSON."""
    answered: list[Any] = []
    for command in block.replace("\\\n", " ").splitlines():
        words = shlex.split(command.replace(ADDRESS, server.url))
        done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
        answered.append(json.loads(done.stdout))
    return answered


def test_checking_examples(live_server: LiveServer) -> None:
    whole, alone = answers_of(blocks("sh")[2], live_server)
    assert [one["wording"] for one in whole["results"]] == ["altered"]
    assert [difference["story"] for difference in whole["results"][0]["diff"] if difference["kind"] == "delete"] == [
        "not"
    ]
    assert [one["wording"] for one in alone["results"]] == ["verbatim"]
    assert alone["results"][0]["speaker"]["verdict"] == "confirmed"


def test_curl_examples(live_server: LiveServer) -> None:
    asked, searched, added = answers_of(blocks("sh")[1], live_server)
    assert asked["answer"] == "Søren Nygård"
    assert len(searched["hits"]) == 3
    assert "Radiocarbon" in searched["hits"][0]["citation"]["exact"]
    assert added["created"] is False


def test_python_example(live_server: LiveServer) -> None:
    code = blocks("python")[0].replace(ADDRESS, live_server.url)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "£186,420" in done.stdout


def test_terminal_examples(minilm: Encoder, tmp_path: Path) -> None:  # noqa: ARG001 - exported before
    environment = {**os.environ, "PULLQUOTE_HOME": str(tmp_path / "home")}
    lines = [line for line in blocks("sh")[3].splitlines() if "pullquote" in line]
    assert len(lines) == 6
    printed = []
    for line in lines:
        typed, _, command = line.rpartition(" | ")
        words = [sys.executable, "-m", "web.main", *shlex.split(command)[1:]]
        done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT, env=environment,
                              input=shlex.split(typed)[1] if typed else None)  # fmt: skip
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        printed.append(done.stdout)
    assert "June 13, 2021" in printed[2]
    assert len(json.loads(printed[3])["hits"]) == 2
    assert "1 pass" in printed[4]


@pytest.mark.parametrize("command", [*(command.name for command in COMMANDS if command.name != "remove"), "serve"])
def test_readme_names_every_command(command: str) -> None:
    assert f"pullquote {command}" in README or f"make {command}" in README


def test_readme_names_every_setting() -> None:
    source = "".join(path.read_text("utf-8") for folder in ("qa", "web") for path in (ROOT / folder).glob("*.py"))
    for setting in set(re.findall(r"PULLQUOTE_[A-Z_]+", source)):
        assert f"`{setting}`" in README


def test_linked_files_are_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file(), target
