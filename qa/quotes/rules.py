"""Rules that find who says the words at a place, from the sentence around it. They know words, not grammar.

The text that they read has its quotations blanked out, so that nothing in a quotation can be taken for an attribution.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qa.quotes.names import PLAIN_PRONOUNS
from qa.quotes.surroundings import lead, tail
from qa.quotes.verbs import BASE, FINITE, LOOSE, NOUN_LIKE, PARTICIPLES, REPORTING
from qa.types import Span

BLANK = "\u00b7"
_TOKEN = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Rev|Jr|Sr|St|Prof|Capt|Adm)\.|(?:[A-Z]\.)+"
    r"|[^\W_]+(?:['’.&-][^\W_]+)*|[^\w\s]"
)
_DATELINE = re.compile(
    r"\s*[A-Z][\w.,/ ]{1,60}(?:\([\w. ]{2,20}\)\s*)(?:—|–|--?)\s*|\s*[A-Z]{3}[A-Z, ]*\s(?:—|–|--?)\s"
)
_ASIDE = frozenset(
    """
    has have had is was were been be being will would could can may might did does also then since later still even
    just again once recently previously soon once first finally never often always ever further now not only simply
    both all subsequently famously reportedly repeatedly already
    """.split()
)
_PREPOSITIONS = frozenset(
    """
    in on at by from with about after before during to into over under through via against among amid between since
    until upon within without despite following regarding concerning per like near toward towards alongside last
    earlier this next yesterday today tonight when while as if although though because where whereas once speaking
    asked given according
    """.split()
)
_BREAKS = frozenset(
    "that and but or when while as because after before if since where whereas so though although".split()
)
_RELATIVE = frozenset("who which that whom".split())
_PASSIVE = frozenset(
    "asked told called described accused reminded urged ordered criticized mocked praised denounced".split()
)
_BE = frozenset("was were is are been being be got gets".split())
_NO_ADVERBS = frozenset("family ally assembly italy july reply".split())
_TIES = frozenset("of for de".split())
_SAYINGS = frozenset(
    """
    statement tweet letter post speech interview message email memo remark remarks comment comments claim response
    reply words answer question op-ed article column argument assertion testimony declaration complaint warning
    promise
    """.split()
)
_NO_SUBJECT = _BREAKS | _PREPOSITIONS | {"then", "yet", "nor", "which", "every", "each"}
_OWNERS = frozenset("the a an his her their of these those its my".split())
_TIMES = frozenset("hours days minutes moments weeks months years seconds later earlier ago shortly".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_NEAR_VERB = 25
_SHORT_NAME = 4
_NEAR_OBJECT = 7
_LONGEST_NAME = 14


class Token(NamedTuple):
    """A word or a mark of a text and its place."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is a word."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Cue:
    """Where an attribution names who says something, and the rule that found it."""

    mention: Span
    rule: str


def tokens(text: str, span: Span) -> list[Token]:
    """Return the words and marks of text[span]."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text, span.start, span.end)]


def after(text: str, at: int, ceiling: int, *, paused: bool) -> Cue | None:
    """Return who is named after a quotation that ends at `at`; `paused` says that its sentence goes on."""
    found = tokens(text, tail(text, at, ceiling))
    goes_on = paused or (bool(found) and (found[0].text in ",—–-" or found[0].text[0].islower()))
    while found and not found[0].is_word:
        if found[0].text not in ",—–-":
            return None
        found = found[1:]
    if not found:
        return None
    cue = _after(found, paused=paused)
    if cue and not goes_on:
        return Cue(cue.mention, "next")
    return cue


def _after(found: Sequence[Token], *, paused: bool = True) -> Cue | None:
    if found[0].lower == "according" and found[2:]:
        return _cue(_forward(found, 2), "according")
    start = 1 if found[0].lower in ("as", "is", "was") else 0
    verb = _first_verb(found)
    if verb is None or (not paused and found[verb].lower in LOOSE | NOUN_LIKE):
        return None
    subject = list(found[start:verb])
    while subject and _is_aside(subject[-1]):
        subject.pop()
    if not subject:
        return _cue(_forward(found, verb + 1), "verb first")
    return _cue(_opening_name(subject), "after")


def _first_verb(found: Sequence[Token]) -> int | None:
    for n, token in enumerate(found[:_NEAR_VERB]):
        if token.text in ';:"“‘«':
            return None
        if token.lower in FINITE and not (n + 1 < len(found) and token.lower in LOOSE and n > _SHORT_NAME):
            passive = n and found[n - 1].lower in _BE and token.lower in _PASSIVE
            return None if passive else n
    return None


def _opening_name(subject: Sequence[Token]) -> Sequence[Token]:
    """Return the subject that opens a clause, without what stands in apposition to it."""
    opens = subject[0].lower
    if not subject[0].is_word or opens in _NO_SUBJECT or opens.endswith("ing"):
        return ()
    last = max((n for n, token in enumerate(subject) if token.text == ","), default=-1) + 1
    if last and opens == subject[0].text and opens not in PLAIN_PRONOUNS and _is_plain_name(subject[last:]):
        return subject[last:]
    for n, token in enumerate(subject):
        if token.text in ",—–(":
            return subject[:n]
        if n and token.lower in _RELATIVE:
            return subject[:n]
    return subject if len(subject) <= _LONGEST_NAME else ()


def _is_plain_name(name: Sequence[Token]) -> bool:
    """Say whether words are but a pronoun or a short name."""
    short = 0 < len(name) <= _SHORT_NAME
    return short and (name[0].lower in PLAIN_PRONOUNS or all(token.text[0].isupper() for token in name))


def _forward(found: Sequence[Token], start: int) -> Sequence[Token]:
    """Return the name or noun that begins at `start`."""
    end = start
    while end < len(found) and end - start < _LONGEST_NAME:
        token = found[end]
        if not token.is_word or (end > start and token.lower in _PREPOSITIONS | _BREAKS | _RELATIVE | _BE):
            break
        if end > start and token.lower in REPORTING | _ASIDE:
            break
        before = found[end - 1]
        falls = end > start and token.text[0].islower() and before.text[0].isupper() and not _owns(before)
        if falls and token.lower not in _TIES and not _leads_to_name(found, end):
            break
        end += 1
    name = found[start:end]
    if name and name[0].lower in _PREPOSITIONS | _BREAKS:
        return ()
    return name


def _owns(token: Token) -> bool:
    """Say whether a noun must follow: "The leader", "Her lawyer", "Byrne's wife"."""
    return token.lower in _OWNERS or token.text.endswith(("'s", "’s", "s'", "s’"))


def _leads_to_name(found: Sequence[Token], at: int) -> bool:
    """Say whether a capital follows soon: "Byrne campaign manager Ada Cole"."""
    for token in found[at : at + 4]:
        if not token.is_word or token.lower in _PREPOSITIONS | _BREAKS:
            return False
        if token.text[0].isupper():
            return token.lower not in _DAYS
    return False


def before(text: str, at: int, floor: int) -> Cue | None:
    """Return who is named before a quotation that begins at `at`, in its sentence."""
    found = tokens(text, _undated(text, lead(text, at, floor)))
    while found and found[-1].text in "\"“‘'«„`":
        found.pop()
    verb = _last_verb(found)
    source = _according(found)
    if source and (verb is None or source[0] > verb):
        return _cue(source[1], "according")
    if verb is None:
        return _labelled(found)
    near = all(not token.is_word or token.lower in ("that", "is", "was") for token in found[verb + 1 :])
    subject = _subject(found, verb)
    told = found[verb].lower in ("told", "tells", "telling", "asked", "reminded") and len(found) - verb <= _NEAR_OBJECT
    return _cue(subject, "before" if near or told or found[-1].text == ":" else "before, far")


def by_passive(text: str, at: int, ceiling: int) -> Cue | None:
    """Return who is named right after a quotation by "by": "was called a disgrace by Byrne"."""
    found = tokens(text, tail(text, at, ceiling))
    if not found[1:] or found[0].lower != "by" or found[1].lower.endswith("ing"):
        return None
    return _cue(_forward(found, 1), "by")


def _undated(text: str, sentence: Span) -> Span:
    """Return a sentence without the dateline that opens a story: "LONDON, May 8 (Reuters) -"."""
    match = _DATELINE.match(text, sentence.start, sentence.end)
    return Span(match.end(), sentence.end) if match else sentence


def _last_verb(found: Sequence[Token]) -> int | None:
    """Return where the last verb stands that reports, in a form that has a subject before it."""
    for n in range(len(found) - 1, -1, -1):
        word, previous = found[n].lower, found[n - 1].lower if n else ""
        if word in BASE and previous in ("will", "would", "could", "can", "may", "might", "did", "not", "to"):
            return n
        if word not in REPORTING or (found[n].text[0].isupper() and n):
            continue
        if previous in _BE and word in _PASSIVE:
            continue
        if word in FINITE and (previous in _OWNERS or (word in NOUN_LIKE and previous.endswith(("'s", "’s", "s’")))):
            continue
        return n
    return None


def _according(found: Sequence[Token]) -> tuple[int, Sequence[Token]] | None:
    for n in range(len(found) - 3, -1, -1):
        if found[n].lower == "according" and found[n + 1].lower == "to":
            return n, _forward(found, n + 2)
    return None


def _subject(found: Sequence[Token], verb: int) -> Sequence[Token]:
    """Return the subject of the verb at `verb`, from the words before it."""
    end = verb
    if found[verb].lower in PARTICIPLES:
        return main_subject(found[:verb])
    while end and _is_aside(found[end - 1]):
        end -= 1
    if not end:
        return ()
    last = found[end - 1]
    if last.lower in ("and", "but", "to", "or", "then"):
        return main_subject(found[: end - 1])
    if last.lower in _RELATIVE:
        end -= 1
        if end and found[end - 1].text == ",":
            end -= 1
        return _backward(found, end)
    if last.text in ",—–)":
        return _before_aside(found, end)
    return _backward(found, end)


def _before_aside(found: Sequence[Token], end: int) -> Sequence[Token]:
    """Return the subject that something in apposition separates from its verb: "Byrne, the minister, said"."""
    mark = {",": ",", ")": "("}.get(found[end - 1].text, found[end - 1].text)
    start = end - 2
    while start > 0 and found[start].text != mark:
        start -= 1
    if start <= 0:
        return main_subject(found[: end - 1])
    name = _backward(found, start)
    if name and name[0].lower in _PREPOSITIONS:
        return main_subject(found[: end - 1])
    earlier = main_subject(found[:start])
    return earlier or name


def _backward(found: Sequence[Token], end: int) -> Sequence[Token]:
    """Return the name or noun that ends before `end`."""
    start = end
    while start and end - start < _LONGEST_NAME:
        token = found[start - 1]
        if not token.is_word and token.text not in "'’&":
            break
        if token.lower in _BREAKS | _RELATIVE and start < end:
            break
        start -= 1
    name = found[start:end]
    if name and name[0].lower in _PREPOSITIONS | {"then", "instead"}:
        return _last_name(name)
    return name


def _last_name(name: Sequence[Token]) -> Sequence[Token]:
    """Return the pronoun or the capitalised words that end a phrase such as "On Tuesday Byrne"."""
    if name[-1].lower in PLAIN_PRONOUNS:
        return name[-1:]
    start = len(name)
    while start > 1 and name[start - 1].text[0].isupper() and name[start - 1].lower not in _DAYS:
        start -= 1
    if start < len(name):
        return name[start:]
    for n in range(len(name) - 1, 0, -1):
        if name[n].lower in ("the", "a", "an"):
            return name[n:]
    return ()


def main_subject(found: Sequence[Token]) -> Sequence[Token]:
    """Return the subject with which a sentence's main clause begins."""
    start = 0
    while start < len(found):
        while start < len(found) and (not found[start].is_word or found[start].lower in ("and", "but", "so", "then")):
            start += 1
        if start == len(found):
            return ()
        opens = found[start].lower
        if opens not in _NO_SUBJECT | PARTICIPLES | _TIMES | _DAYS and not opens.endswith(("ly", "ing")):
            name = _forward(found, start)
            if name and not name[0].text[0].isdigit() and name[-1].lower not in _TIMES:
                return name
        start += 1
        while start < len(found) and found[start].text not in ",—–":
            start += 1
    return ()


def _labelled(found: Sequence[Token]) -> Cue | None:
    """Return who is named before a colon, or by a possessive: "Byrne on the tax:", "Byrne's reply was"."""
    for n in range(len(found) - 1, 0, -1):
        owner = found[n - 1]
        if found[n].lower in _SAYINGS and owner.text.endswith(("'s", "’s", "s'", "s’")):
            name = _backward(found, n)
            end = owner.end - (1 if owner.text.endswith(("s'", "s’")) else 2)
            return Cue(Span(name[0].start, end), "possessive") if name else None
    if found and found[-1].text == ":" and len(found) <= _LONGEST_NAME:
        return _cue(main_subject(found[:-1]), "colon")
    return None


def _is_aside(token: Token) -> bool:
    word = token.lower
    return word in _ASIDE or (token.text[0].islower() and word.endswith("ly") and word not in _NO_ADVERBS)


def _cue(name: Sequence[Token], rule: str) -> Cue | None:
    if not name:
        return None
    if name[0].lower in ("it", "that", "this", "there", "what", "which") and len(name) == 1:
        return None
    return Cue(Span(name[0].start, name[-1].end), rule)


def reported(text: str, span: Span, paragraph: Span) -> Cue | None:
    """Return who is said to have said the words at `span` of a paragraph, without marks: "Byrne said that ..."."""
    found = tokens(text, lead(text, span.start, paragraph.start))
    verb = _last_verb(found)
    source = _according(found)
    if source and (verb is None or source[0] > verb):
        return _cue(source[1], "according")
    if verb is not None and found[verb].lower not in LOOSE:
        cue = _cue(_subject(found, verb), "reported")
        if cue:
            return cue
    rest = tokens(text, tail(text, span.end, paragraph.end))
    for n in range(len(rest) - 1, -1, -1):
        if rest[n].text == ",":
            cue = _after(rest[n + 1 :]) if n + 1 < len(rest) else None
            if cue:
                return Cue(cue.mention, "reported after")
    return None
