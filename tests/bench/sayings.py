"""What somebody said: `python -m tests.bench.sayings DATA_DIR WORK_DIR [--train]`.

PolNeAR's news stories, in which annotators marked who says what. A question asks what a named source said about a long
word or two of its words, drawn by chance; as many ask about a word of another source, in another story. An answer is
right if its sentence overlaps what that source is marked as saying, in any story, and holds the words asked about. The
rules were chosen on the training part; the report is of the development part.
"""

import argparse
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from qa.confidence import Found
from qa.documents import Draft
from qa.library import Library
from qa.quotes.mentions import proper_name
from qa.sayings import SURE, asked_for, weighed
from qa.settings import Settings
from qa.types import Document, Span
from tests.bench.data import rows

SEED = 3
STORIES = 260
QUESTIONS = 400
FEWEST_WORDS, MOST_SOURCE_WORDS = 8, 8
_LONG_WORDS = re.compile(r"[^\W\d_]{7,}(?: [^\W\d_]{7,})?")


@dataclass(frozen=True, slots=True)
class Told:
    """What an annotator marked: a source's surname, and the place of its words in a story."""

    document: Document
    source: str
    content: Span

    @property
    def words(self) -> str:
        """What was said."""
        return self.content.of(self.document.text)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what it is about, and whose words it asks for; `said` where some are marked."""

    question: str
    about: str
    source: str
    said: bool


def told(row: Mapping[str, Any]) -> Iterator[Told]:
    """Yield the sources of a story that have a name of their own, with their longer sayings."""
    text = row["text"]
    document = document_of(text)
    for one in row["attributions"]:
        if one.get("source") and one.get("content"):
            (a, b), (start, end) = (
                (min(part[0] for part in one[of]), max(part[1] for part in one[of])) for of in ("source", "content")
            )
            source, content = text[a:b], Span(start, end)
            if proper_name(source) and len(source.split()) <= MOST_SOURCE_WORDS:
                yield Told(document, source, content)


def document_of(text: str) -> Document:
    """Return a story of the set, whose first line is its title."""
    return Document.of(text, text.partition("\n")[0][:120])


def cases(every: Sequence[Told]) -> list[Case]:
    """Draw the questions."""
    draw = random.Random(SEED)
    long = [one for one in every if len(one.words.split()) >= FEWEST_WORDS and _LONG_WORDS.search(one.words)]
    found = []
    for one in draw.sample(long, min(QUESTIONS, len(long))):
        other = draw.choice([other for other in long if other.document is not one.document])
        for about, said in ((drawn(one, draw), True), (drawn(other, draw), False)):
            found.append(Case(f"What did {one.source} say about {about}?", about, one.source, said))
    return found


def drawn(one: Told, draw: random.Random) -> str:
    """Return a long word or two of what was said."""
    return draw.choice([match.group() for match in _LONG_WORDS.finditer(one.words)])


def is_right(case: Case, found: Found, every: Sequence[Told]) -> bool:
    """Say whether a sentence is marked as the source's, and holds the words."""
    name = proper_name(case.source).split()[-1]
    return any(
        one.document.id == found.hit.passage.document_id
        and name in one.source
        and one.content.start < found.quote.end
        and found.quote.start < one.content.end
        and case.about.lower() in found.quote.of(one.document.text).lower()
        for one in every
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--train", action="store_true", help="measure on the part that the rules were chosen on")
    options = parser.parse_args()
    name = "polnear_train" if options.train else "polnear_dev"
    stories = list(rows(options.data / "quotes" / f"{name}.jsonl.gz"))[:STORIES]
    every = [one for row in stories for one in told(row)]
    with Library(Settings(options.work / name, Settings.from_environment().cache), write=True) as library:
        library.add(tqdm([Draft(document_of(row["text"]), 0, "utf-8", None) for row in stories], leave=False))
        measured(library, every)


def measured(library: Library, every: Sequence[Told]) -> None:
    """Ask, and print what is answered by the reader alone and with who says it."""
    reader, share = library._loaded_reader(), library._searchable().share_held
    least = reader.least(library.settings.risk)
    best: dict[tuple[str, bool], list[tuple[Found, bool]]] = {}
    asked = [(case, saying) for case in cases(every) if (saying := asked_for(case.question))]
    for case, saying in tqdm(asked, leave=False):
        found = library.find(case.question)
        documents = library._store.documents({hit.passage.document_id for hit in found.hits})
        read = reader.read(case.question, found.hits, documents)
        for way, one in (("reader", read), ("with who says it", weighed(saying, read, found.hits, documents, share))):
            shown = [(top, is_right(case, top, every)) for top in one[:1] if top.confidence >= least]
            best.setdefault((way, case.said), []).extend(shown)
    for (way, said), shown in best.items():
        count = sum(case.said == said for case, _ in asked)
        sure = [right for top, right in shown if top.confidence == SURE]
        kind = "said" if said else "of another"
        print(f"{way:18}{kind:12}{count:5} asked {len(shown):5} answered {sum(right for _, right in shown):5} right;"
              f" by who says it {len(sure)}, {sum(sure)} right")  # fmt: skip


if __name__ == "__main__":
    main()
