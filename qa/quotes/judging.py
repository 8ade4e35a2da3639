"""The speaker that a quotation claims beside the one that its story names."""

import re
from dataclasses import replace

from qa.quotes.mentions import proper_name
from qa.quotes.names import People, core, people, same_person, words_of
from qa.quotes.speakers import who_says
from qa.quotes.types import Attribution, Certainty, Claim, Speaker, Voice
from qa.types import Document, Span

_PARTS = re.compile(r"[,;()]")
_RELATED = re.compile(  # whom a role belongs to
    r"\b(?:about|against|at|by|for|from|near|of|on|to|under|with)\b.*|.*(?:['’]s|s['’])\s(?=.)",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = re.compile(r"[”\"»’'].*[“\"«‘']", re.DOTALL)


def judged(claimed: str | None, document: Document, span: Span, paragraph: int) -> Speaker:
    """Say who says the words at `span` of a story, and what that makes of the claim.

    A claim is refuted only by a firm speaker; what can't be told is unresolved, never wrong.
    """
    said = who_says(document.text, span, parse=claimed is not None)  # a second opinion where there is one to settle
    evidence = document.cite(said.sentence, paragraph) if said.sentence else None
    found = Speaker(claimed, said.name, said.certainty, Claim.NOT_CLAIMED, said.voice, said.others, evidence)
    return found if claimed is None else replace(found, verdict=claim(claimed, document, said))


def claim(claimed: str, document: Document, said: Attribution) -> Claim:
    """Say whether the story bears out who is claimed to have said something; only a firm other speaker refutes it."""
    if document.source and said.voice is Voice.NARRATION and _is_publisher(claimed, document.source):
        return Claim.CONFIRMED
    if said.name is None:
        narrated = said.voice is Voice.NARRATION and said.certainty is Certainty.FIRM
        return Claim.MISATTRIBUTED if narrated else Claim.UNRESOLVED
    known = people(document.text)
    verdicts = [_is_same(claimed, name, known) for name in (said.name, *said.others)]
    if True in verdicts:
        return Claim.CONFIRMED
    refuted = said.certainty is Certainty.FIRM and said.resolved and all(one is False for one in verdicts)
    return Claim.MISATTRIBUTED if refuted else Claim.UNRESOLVED


def _is_same(claimed: str, name: str, known: People) -> bool | None:
    """Say whether a claimed speaker is the one of that name; "Joe Doe (D-Ohio), a senator" is claimed as Joe Doe.

    "A lawyer for Joe Doe" and "Joe Doe's lawyer" claim somebody else, who stays unnamed.
    """
    named, heads = core(name), [_RELATED.sub("", part) for part in _PARTS.split(claimed)]
    if core(claimed) == named or any(named and set(words_of(head)).issuperset(named) for head in heads):
        return True
    head = proper_name(next((head for head in heads if proper_name(head)), ""))
    if not head and _RELATED.search(claimed):
        return None
    same = same_person(head or claimed, name, known)
    return None if same is False and any(named[-1] in words_of(head) for head in heads if named) else same


def _is_publisher(claimed: str, source: str) -> bool:
    return claimed.casefold().removeprefix("the ") == source.casefold().removeprefix("the ")


def joined_voices(document: Document, first: Span, last: Span) -> str | None:
    """Say what an ellipsis joins where it joins the words of two: None where one person may say both."""
    one, other = who_says(document.text, first), who_says(document.text, last)
    apart = "\n" in document.text[first.end : max(first.end, last.start)]
    if apart and (one.voice is Voice.NARRATION) != (other.voice is Voice.NARRATION):
        return "the ellipsis joins the writer's words and a speaker's"
    same = one.name == other.name or (
        one.name is not None and other.name is not None and same_person(one.name, other.name, people(document.text))
    )
    parted = _MARKS.search(document.text, first.end, max(first.end, last.start)) is not None
    sure = {one.certainty, other.certainty}
    known = Certainty.FIRM in sure or Certainty.UNKNOWN not in sure
    return "the ellipsis joins two speakers" if not same and parted and known else None
