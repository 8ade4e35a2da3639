"""What the stories tell of a source, a day or a topic: "What did the Gazette report on 4 March?", "Ostrey?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.about import LEAST_HELD
from qa.dates import MONTH, MONTHS
from qa.questions import Kind, told_about
from qa.sentences import sentences
from qa.store import Store
from qa.types import Answer, Citation, Document, Filter, Finding, Hit, Share

MOST_STORIES = 5
_MOST_READ = 1000
_SHORTEST = 40
_ASKED = re.compile(
    r"(?:and\s+)?what\s+(?:did|does|has|have|had)\s+(?P<source>\S.*?)\s+(?:report|publish|write|carry|say)(?:ed|s)?\b"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WHEN = re.compile(
    rf"\b(?:on|in)\s+(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{MONTH})\b\.?"
    r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?P<year>\d{4}))?|\bin\s+(?P<only>\d{4})\b"
    r"|\bon\s+(?P<iso>\d{4}-\d\d-\d\d)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^\s*(?:about|on|of|regarding)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """The stories that a source has of the days asked for, the newest first, and what they are to be about, if said.

    Without stories, any may be meant that are about it.
    """

    stories: tuple[str, ...]
    about: str


def report_asked_for(question: str, store: Store, where: Filter, *, alone: bool = True) -> Report | None:
    """Return the report that a question asks for: of a source that is held, or, where it stands `alone`, of a topic."""
    about = told_about(question) if alone else ""
    return _of_source(question, store, where) or (Report((), about) if about else None)


def _of_source(question: str, store: Store, where: Filter) -> Report | None:
    match = _ASKED.match(question.strip())
    if match is None:
        return None
    source = re.sub(r"^the\s+", "", match["source"].strip(), flags=re.IGNORECASE)
    dated = [one for name in (source, f"The {source}") for one in store.dated_stories_of(name)]
    when = _WHEN.search(match["rest"])
    allowed = None if where.is_open() else set(store.allowed_documents(where))
    kept = [
        story
        for story, published in sorted(dated, key=lambda one: one[1] or "", reverse=True)
        if (when is None or _is_of(published or "", when)) and (allowed is None or story in allowed)
    ]
    rest = match["rest"] if when is None else match["rest"].replace(when.group(), " ")
    about = _ABOUT.sub("", rest).strip(" ?.!,\n")
    return Report(tuple(kept[:_MOST_READ]), about) if kept else None


def told(question: str, report: Report, hits: Sequence[Hit], store: Store, share: Share) -> Answer:
    """Answer with the first sentence of each story: the newest first, or the nearest first where a topic is asked for.

    Abstains, with the nearest of `hits`, where no story holds enough of the words of what it is to be about.
    """
    stories = [hit.passage.document_id for hit in hits] if report.about else report.stories[:MOST_STORIES]
    documents = store.documents(stories)
    found = []
    for document in (documents[story] for story in stories if story in documents):
        held = share(report.about, f"{document.title}\n{document.text}") if report.about else 1.0
        first = _first_sentence(document, store) if held >= LEAST_HELD else None
        found += [Finding(first, first, held)] if first else []
    found = found[:MOST_STORIES]
    confidence = max((one.confidence for one in found), default=0.0)
    return Answer(question, Kind.ABOUT, tuple(found), confidence, () if found else tuple(hits[:3]))


def _first_sentence(document: Document, store: Store) -> Citation | None:
    """Cite the first sentence that is no headline."""
    for passage in store.passages(document.id):
        for span in sentences(document.text, passage.span):
            if len(span) >= _SHORTEST and span.of(document.text).strip("# ") != document.title:
                return document.cite(span, passage.paragraph)
    return None


def _is_of(published: str, when: re.Match[str]) -> bool:
    """Say whether a story was published then; without a year, in any."""
    if when["iso"] or when["only"]:
        return published.startswith(when["iso"] or when["only"])
    year, month, day = when["year"], f"{MONTHS[when['month'].lower()]:02}", when["day"] or when["after"]
    if published[5:7] != month or (year and not published.startswith(year)):
        return False
    return not day or published[8:10] == f"{int(day):02}"
