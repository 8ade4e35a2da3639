"""What somebody said: where a question asks for that, who says a sentence in its story decides with the reader.

`python -m tests.bench.sayings DATA_DIR WORK_DIR` prints what this adds.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.confidence import Found
from qa.quotes.judging import claim
from qa.quotes.names import PLAIN_PRONOUNS
from qa.quotes.speakers import who_says
from qa.quotes.types import Certainty, Claim
from qa.sentences import sentences
from qa.types import Document, Hit, Span

SURE = 0.85
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

Share = Callable[[str, str], float]  # of the words that count in the first text, what the second holds


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
    """Add the sentences that the speaker is sure to say about it, and drop what another is sure to say."""
    said_by = [_claim(saying, documents[one.hit.passage.document_id], one.words)[0] for one in found]
    kept = [one for one, by in zip(found, said_by, strict=True) if by is not Claim.MISATTRIBUTED]
    sure = [one for hit in hits for one in _said(saying, hit, documents[hit.passage.document_id], share)]
    return sorted([*kept, *sure], key=lambda one: -one.confidence)


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


def _claim(saying: Saying, document: Document, span: Span) -> tuple[Claim, Certainty]:
    """Say whether it is the speaker who says these words in the story, and how sure that is, by rules alone."""
    says = who_says(document.text, span, parse=False)
    return claim(saying.who, document, says), says.certainty
