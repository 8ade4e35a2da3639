"""The sets on which retrieval is measured: passages, and questions with the passages that answer them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from qa.documents import find_files, read_path, read_text
from qa.errors import DocumentError
from qa.passages import passages, titled
from tests.bench.data import rows
from tests.conftest import SEEDS
from tests.seeds import questions

POOL = 50_000
_TOKENS = 240


@dataclass(frozen=True, slots=True)
class BenchPassage:
    """A passage with what its story says about itself."""

    title: str
    text: str
    source: str | None = None
    published: str | None = None

    def titled(self) -> str:
        """Return what every system indexes: the title, then the passage."""
        return titled(self.title, self.text)


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the numbers of the passages that answer it."""

    text: str
    relevant: frozenset[int]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions to be answered from `passages`."""

    name: str
    passages: tuple[BenchPassage, ...]
    queries: tuple[Query, ...]


def retrieval_sets(folder: Path) -> list[RetrievalSet]:
    """Return every set that measures; the news paragraphs of `folder` are distractors, up to POOL passages in all."""
    news = list(islice(news_passages(folder), POOL + POOL // 10))  # some stories stand there twice
    return [
        _filled("NQ", _with_paragraph(rows(folder / "qa" / "nq_gold_paragraph.jsonl.gz")), news),
        _filled("SQuAD 2.0", _with_paragraph(_answerable(folder / "qa" / "dev_squad2.jsonl.gz")), news),
        _filled("MultiHop", _with_evidence(folder / "news" / "multihop_rag_queries.jsonl.gz"), news),
        seed_set(),
    ]


def news_passages(folder: Path) -> Iterator[BenchPassage]:
    """Yield the paragraphs of the BBC and then the Reuters stories, split as the library splits them."""
    for name, source in (("bbc_stories", "BBC"), ("reuters_21578", "Reuters")):
        for row in rows(folder / "news" / f"{name}.jsonl.gz"):
            try:
                draft = read_text(row["text"].replace("\0", " "), "news.txt")
            except DocumentError:  # a wire story without text
                continue
            for _, span in passages(draft.document.text, draft.body, _count_words, _TOKENS):
                yield BenchPassage(draft.document.title, span.of(draft.document.text), source)


def seed_set() -> RetrievalSet:
    """Return the answerable ones of the forty questions, over the seed stories."""
    found: list[BenchPassage] = []
    places: list[tuple[str, int, int]] = []
    for path, _ in find_files([SEEDS]):
        draft = read_path(path)
        document = draft.document
        for _, span in passages(document.text, draft.body, _count_words, _TOKENS):
            found.append(BenchPassage(document.title, span.of(document.text), document.source, document.published))
            places.append((document.id, span.start, span.end))
    queries = []
    for question in questions():
        if question.answer is not None:
            story, span = question.place()
            at = {
                i
                for i, (one, start, end) in enumerate(places)
                if one == story and start < span.end and span.start < end
            }
            queries.append(Query(question.question, frozenset(at)))
    return RetrievalSet("seeds", tuple(found), tuple(queries))


def training_set(folder: Path, names: Iterable[str] = ("new_wiki", "reddit", "amazon")) -> RetrievalSet:
    """Return SQuADShifts' questions over their own paragraphs: to train and tune on, never to measure."""
    every = (row for name in names for row in rows(folder / "qa" / f"train_squadshifts_{name}.jsonl.gz"))
    return _filled("SQuADShifts", _with_paragraph(every), [])


Asked = list[tuple[str, list[BenchPassage]]]


def _with_paragraph(found: Iterable[dict[str, Any]]) -> Asked:
    return [(row["question"], [BenchPassage(row["title"].replace("_", " "), row["context"])]) for row in found]


def _answerable(path: Path) -> Iterator[dict[str, Any]]:
    return (row for row in rows(path) if row["answers"])


def _with_evidence(path: Path) -> Asked:
    return [
        (
            row["question"],
            [BenchPassage(e["title"], e["fact"], e["source"], e["published_at"]) for e in row["evidence_list"]],
        )
        for row in rows(path)
        if row["evidence_list"]
    ]


def _filled(name: str, asked: Asked, news: Iterable[BenchPassage]) -> RetrievalSet:
    number: dict[BenchPassage, int] = {}
    queries = []
    for question, relevant in asked:
        queries.append(Query(question, frozenset(number.setdefault(one, len(number)) for one in relevant)))
    for one in news:
        if len(number) < POOL:
            number.setdefault(one, len(number))
    return RetrievalSet(name, tuple(number), tuple(queries))


def _count_words(texts: Sequence[str]) -> list[int]:
    """Count word pieces roughly: paragraphs of news are far shorter than what the encoder reads."""
    return [len(text) // 4 for text in texts]
