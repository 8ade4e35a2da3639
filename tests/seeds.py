"""The forty questions about the seed stories, and a library of those stories."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embeddings.encoder import Encoder
from qa.documents import find_files, read_path
from qa.library import Library
from qa.settings import Settings
from qa.types import Citation, Span
from tests.conftest import ROOT, SEEDS


@dataclass(frozen=True, slots=True)
class Question:
    """A question; where the stories answer it, the answer and its sentence with their story's file name."""

    id: str
    question: str
    kind: str
    story: str | None
    answer: str | None
    sentence: str | None

    def place(self) -> tuple[str, Span]:
        """Return the id of the story that answers, and where the sentence that answers stands in it."""
        document = read_path(SEEDS / str(self.story)).document
        start = document.text.index(str(self.sentence))
        return document.id, Span(start, start + len(str(self.sentence)))

    def is_in(self, citation: Citation) -> bool:
        """Say whether the citation overlaps the sentence that answers."""
        story_id, span = self.place()
        return citation.story_id == story_id and citation.start < span.end and span.start < citation.end


def questions() -> list[Question]:
    """Return the forty questions."""
    lines = (ROOT / "tests" / "seed_questions.jsonl").read_text("utf-8").splitlines()
    return [Question(**json.loads(line)) for line in lines]


@contextmanager
def seed_library(home: Path, encoder: Encoder | None = None) -> Iterator[Library]:
    """Open a library in `home` with the seed stories added."""
    with Library(Settings(home, Settings.from_environment().cache), write=True, encoder=encoder) as library:
        library.add(read_path(path) for path, _ in find_files([SEEDS]))
        yield library
