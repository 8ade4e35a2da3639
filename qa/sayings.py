"""What somebody said: where a question asks for that, who says a sentence in its story decides with the reader.

`python -m tests.bench.sayings DATA_DIR WORK_DIR` prints what this adds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.confidence import Found
from qa.quotes.judging import claim
from qa.quotes.mentions import proper_name
from qa.quotes.names import PLAIN_PRONOUNS, is_human, people
from qa.quotes.speakers import who_says
from qa.quotes.types import Certainty, Claim
from qa.sentences import sentences
from qa.types import Document, Hit, Share, Span

SURE = 0.85  # claimed for the sentences added; what was right of them is printed
_LEAST_HELD = 0.66

_VERBS = (
    "say|said|argued?|claim(?:ed)?|warn(?:ed)?|announced?|explain(?:ed)?|stated?|think|thought|predict(?:ed)?"
    "|suggest(?:ed)?|add(?:ed)?|repl(?:y|ied)"
)
_TOLD = r"(?:tell|told)\s+(?:(?-i:[A-Z])\S*|(?:the|his|her|their)\s+\w+|reporters)"
_ASKED = re.compile(
    rf"what(?:\s+else)?\s+(?:did|does|do|has|have|had)\s+(?P<who>(?:\S+\s+){{1,8}}?)(?:to\s+)?(?:{_VERBS}|{_TOLD})\b"
    r"\s*(?:(?:about|on|of|regarding|concerning|that)\b)?(?P<about>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Saying:
    """Whose words a question asks for, and about what; `about` may be empty."""

    who: str
    about: str


def asked_for(question: str) -> Saying | None:
    """Return what a question such as "What did Ada Finn say about the bridge?" asks for."""
    match = _ASKED.match(question.strip())
    if match is None or match["who"].strip().lower() in PLAIN_PRONOUNS:
        return None
    return Saying(match["who"].strip(), match["about"].strip(" ?!."))


def weighed(
    saying: Saying, found: Sequence[Found], hits: Sequence[Hit], documents: Mapping[str, Document], share: Share
) -> list[Found]:
    """Add the sentences that the speaker is sure to say about it, and drop what another is sure to say.

    That is dropped only where a person is asked for, by title or first name: people speak for a company or an office.
    """
    kept, sure = list[Found](), list[Found]()
    for story, document in documents.items():  # one after the other: what is known of its speakers is kept for a while
        for one in found:
            if one.hit.passage.document_id == story and not _is_anothers(saying, document, one.words):
                kept.append(one)
        for hit in hits:
            if hit.passage.document_id == story:
                sure += _said(saying, hit, document, share)
    return sorted([*kept, *sure], key=lambda one: (-one.confidence, -one.hit.score))


def _said(saying: Saying, hit: Hit, document: Document, share: Share) -> Iterator[Found]:
    """Yield the sentences of a passage that the speaker is sure to say, and that hold what it is about.

    Words of the story's title need not stand in the sentence too, where others do.
    """
    told = " ".join(word for word in saying.about.split() if share(word, document.title) == 0)
    for sentence in sentences(document.text, hit.passage.span):
        held = max(share(about, sentence.of(document.text)) for about in (saying.about, told))
        about_it = held >= _LEAST_HELD or not saying.about
        if about_it and _claim(saying, document, sentence) == (Claim.CONFIRMED, Certainty.FIRM):
            yield Found(hit, sentence, sentence, SURE, SURE)


def _is_anothers(saying: Saying, document: Document, span: Span) -> bool:
    name = proper_name(saying.who)
    one_speaks = is_human(name) or any(one.human for one in people(document.text).matching(name))
    return one_speaks and _claim(saying, document, span)[0] is Claim.MISATTRIBUTED


def _claim(saying: Saying, document: Document, span: Span) -> tuple[Claim, Certainty]:
    """Say whether it is the speaker who says these words in the story, and how sure that is, by rules alone."""
    says = who_says(document.text, span, parse=False)
    return claim(saying.who, document, says), says.certainty
