"""Kill -9 at random moments: what was acknowledged is there, whole; nothing is there by half."""

import hashlib
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qa.indexes import KEYWORD_FOLDER
from qa.keywords import KeywordIndex
from qa.library import STORE_FILE, Library
from qa.settings import Settings
from qa.store import Change, Store
from tests.conftest import ROOT, WordEncoder

KILLS = 20
CHILD = """
import itertools, sys
from pathlib import Path
from qa.documents import read_text
from qa.library import Library
from qa.settings import Settings
from tests.conftest import WordEncoder

start = int(sys.argv[2])
with Library(Settings(Path(sys.argv[1]), Path()), write=True, encoder=WordEncoder()) as library:
    print("open", flush=True)
    for number in itertools.count(start):
        text = f"Story {number}\\n\\nThe ferry number{number} left.\\n\\nIt carried {number} cows and a goat."
        origin = f"file:///{number % 7}.txt"
        added = library.add([read_text(text, "a.txt", origin=origin)])[0]
        print(number, added.story.id, flush=True)
        if number % 5 == 4:
            library.remove(added.story.id)
            print(number, "removed", flush=True)
        if number % 3 == 0:
            library.save()
"""


def test_kill_at_random_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilt: list[Path] = []
    make = KeywordIndex.new

    def new(folder: Path | None, language: str) -> KeywordIndex:
        rebuilt.extend([folder] if folder else [])
        return make(folder, language)

    monkeypatch.setattr(KeywordIndex, "new", new)
    draw = random.Random(20)
    home = tmp_path / "home"
    present: dict[str, int] = {}
    removed: set[str] = set()
    start = 0
    for _ in range(KILLS):
        lines = _run_and_kill(home, start, draw.randint(1, 25), draw.random() * 0.02)
        for line in lines:
            number, what = line.split()
            start = max(start, int(number) + 1)
            if what == "removed":
                removed.add(next(i for i, n in present.items() if n == int(number)))
            else:
                present[what] = int(number)
        start += 1  # the one under way may be there too
        _check(home, {i: n for i, n in present.items() if i not in removed}, removed)
    assert len(present) > KILLS
    assert rebuilt == []  # each time the keyword index caught up


def _run_and_kill(home: Path, start: int, lines: int, pause: float) -> list[str]:
    """Let the child acknowledge some stories, wait a moment that differs each time, kill it; return what it said."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(home), str(start)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    said = [child.stdout.readline() for _ in range(lines)]
    try:
        child.wait(timeout=pause)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
    said += child.stdout.readlines()
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL
    return [line for line in said if line.endswith("\n")]


def _check(home: Path, present: dict[str, int], removed: set[str]) -> None:
    store = Store(home / STORE_FILE, write=False)
    assert store.check() == "ok"
    ids = set(store.all_ids())
    being_removed = {i for i, number in present.items() if number % 5 == 4}  # its removal may have been under way
    assert set(present) - being_removed <= ids
    assert len(ids & removed) == 0
    assert len(ids - set(present)) <= KILLS  # at most the one under way at each kill
    for document_id in ids:
        document, info = store.document(document_id), store.info(document_id)
        assert hashlib.sha256(document.text.encode()).hexdigest() == document.sha256
        passages = store.passages(document_id)
        assert len(passages) == info.passages == 3
    vectors = {change.document_id: rows for change, rows in store.vectors(store.changes_since(0), WordEncoder.name)}
    assert all(vectors[document_id].shape == (3, WordEncoder.dimension) for document_id in ids)
    store.close()
    with Library(Settings(home, Path()), write=True, encoder=WordEncoder()) as library:
        current = {story.id for story in library.stories()}
        assert library.count() == (len(current), 3 * len(current))
        for document_id in current:
            text = library.story(document_id)[0].text
            number = text.split("\n", 1)[0].removeprefix("Story ")
            best = library.search(f"number{number}", 1)[0]
            assert best.citation.story_id == document_id
            assert "keyword" in best.scores
            assert best.scores["dense"] > 0
        _check_keywords(home, library)


def _check_keywords(home: Path, library: Library) -> None:
    """Compare the keyword index with one built from the store; removed passages still count in BM25's statistics."""
    kept, built = KeywordIndex.load(home / KEYWORD_FOLDER, write=False), KeywordIndex.new(None, "english")
    for story in library.stories():
        number = len(built)
        built.add(Change(1, story.id, number, story.passages, True), [text for _, text in library.passages(story.id)])
    built.commit(1)
    built.refresh()
    assert len(kept) == len(built)
    for word in ("ferry", "cows", "goat"):
        assert len(kept.search(word, 10_000)) == len(built.search(word, 10_000))
