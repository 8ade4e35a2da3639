"""From the place where an attribution names somebody to that somebody: titles, surnames, pronouns, roles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.documents import matched_front_matter
from qa.quotes.names import (
    NAME,
    PLAIN_PRONOUNS,
    PRONOUNS,
    TITLES,
    People,
    Person,
    bare,
    core,
    gender_of,
    is_human,
    named,
)
from qa.quotes.surroundings import lead
from qa.types import Span

_REACH = 1500
_NEAR = 80
_SENTENCES = 6
_CORE_END = re.compile(
    r",|\s[(—–]|\s(?:and|of|for|in|at|from|with|on|who|which|that|to|by|near|under|during|last|earlier)\b",
    re.IGNORECASE,
)
_BODIES = re.compile(
    r"\b(?:University|Bank|House|Department|Ministry|Institute|Board|Office|Bureau|Association|Council|Center|Centre|League"
    r"|Union|Church|Court|Secretary|Federation|Society|College|Chamber|Republic|Bishop|Duke|Prince|Leader)$"
)
_BESIDE = re.compile(rf", (?P<name>{NAME.pattern})(?=[,.;:])")
_JOINT_BEFORE = re.compile(rf"(?:^|[,.\"“”’'—–]\s*|\n)(?P<name>{NAME.pattern})(?:,)? and $")
_JOINT_AFTER = re.compile(rf"(?:,)? and (?P<name>{NAME.pattern})")
_LAST_WORD = re.compile(r"(?P<word>[^\W\d_]+)[ \u00a0]$")
_OPENERS = frozenset("and but when while as because after before if since that so though although the then".split())
_NO_SUBJECT_BEFORE = re.compile(
    r"(?:\b(?:of|for|to|in|at|with|by|from|on|against|than|about|into|like|near|over|under|via|and|between|per|against)"
    r"(?:\s(?:the|a|an))?|['’]s)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a mention names. `doubt` says that another may be meant."""

    name: str
    resolved: bool
    doubt: bool = False


def who_is(text: str, mention: Span, known: People) -> Named:
    """Return whom text[mention] names, with the full name that the text uses."""
    words = " ".join(mention.of(text).split())
    head = words.lower()
    if head in PRONOUNS:
        return _antecedent(text, mention, known)
    if head in PLAIN_PRONOUNS:
        return Named(words, resolved=False)
    proper = proper_name(words)
    beside = None if proper else _BESIDE.match(text, mention.end)
    if beside and len(core(beside["name"])) > 1:
        proper = beside["name"]  # "a spokeswoman, Ada Byrne, said"
    if not proper:
        return Named(words, resolved=False)
    found = known.matching(proper)
    if len(core(proper)) > 1:
        return Named(found[0].name if len(found) == 1 else bare(proper), resolved=True)
    if len(found) == 1:
        return Named(found[0].name, resolved=True)
    return Named(bare(proper), resolved=True, doubt=len(found) > 1)


def others_named(text: str, mention: Span, known: People) -> tuple[str, ...]:
    """Return the people who say it together with the one at `mention`: "Byrne and Cole said"."""
    first = NAME.match(text, mention.start)
    if not first:
        return ()
    start = max(0, mention.start - _NEAR)
    before = _JOINT_BEFORE.search(text[start : mention.start])
    following = _JOINT_AFTER.match(text, min(first.end(), mention.end))
    spans = [Span(start + before.start("name"), start + before.end("name"))] if before else []
    if following and not before:
        spans.append(Span(*following.span("name")))
    people_named = (_person(text, span, known) for span in spans)
    return tuple(one.name for one in people_named if one and one.human)


def proper_name(words: str) -> str:
    """Return the proper name that heads a mention, or "" where it is headed by a role ("a spokesman for Byrne")."""
    cut = _CORE_END.search(words)
    head = words[: cut.start()] if cut else words
    if cut and cut[0].strip() == "of" and _BODIES.search(head):
        following = NAME.match(words, cut.end() + 1)
        head = words[: following.end()] if following else head
    if re.match(r"(?:the )?(?:Duke|Prince|University)", head):
        return head
    runs = list(NAME.finditer(head))
    if not runs or head[runs[-1].end() :].strip(" ,."):
        return ""
    name = runs[-1][0]
    single = name.lower().strip(".")
    return "" if single in TITLES or single in ("the", "a", "an", "one") else name


def _antecedent(text: str, pronoun: Span, known: People) -> Named:
    """Return the person that a pronoun means: the nearest subject that fits, from a few sentences back."""
    word = " ".join(pronoun.of(text).split())
    gender = PRONOUNS[word.lower()]
    doubt = False
    seen: set[str] = set()
    for subjects, rest in _sentences_back(text, pronoun.start):
        for span in subjects:
            one = _person(text, span, known)
            if one and (_fits(one, gender) or _may_fit(text, span, one)):
                rivals = {other.name for other in (_person(text, span, known) for span in [*subjects, *rest]) if other}
                fitting = {name for name in rivals | seen if _fits(_by_name(name, known), gender)}
                doubt = doubt or bool(fitting - {one.name}) or one.gender != gender or not _opens(text, span)
                return Named(one.name, resolved=True, doubt=doubt)
            doubt = doubt or (one is not None and not one.gender)  # it may be the one that is meant, for all we know
        seen |= {one.name for one in (_person(text, span, known) for span in rest) if one}
    return Named(word, resolved=False)


def _by_name(name: str, known: People) -> Person:
    return next(
        (one for one in known.matching(name) if one.name == name), Person(name, gender_of(name), is_human(name))
    )


def _opens(text: str, span: Span) -> bool:
    """Say whether a name begins a clause: no noun or verb stands right before it."""
    before = _LAST_WORD.search(text, max(0, span.start - _NEAR), span.start)
    return before is None or before["word"][0].isupper() or before["word"] in _OPENERS


def _fits(one: Person, gender: str) -> bool:
    return one.gender == gender or (not one.gender and one.human)


def _may_fit(text: str, span: Span, one: Person) -> bool:
    """Say whether a full name of unknown gender begins the sentence: it is meant rather than one farther off."""
    body = _BODIES.search(one.name) or re.search(r"\b[Tt]he\s$", text[max(0, span.start - _NEAR) : span.start])
    return not one.gender and not body and len(core(span.of(text))) > 1 and _opens(text, span)


def _person(text: str, span: Span, known: People) -> Person | None:
    """Return the one person that a name in the text may mean."""
    name = span.of(text)
    found = known.matching(name)
    if len(found) == 1:
        return found[0]
    if found or not core(name):
        return None
    return Person(bare(name), gender_of(name), is_human(name))


def _sentences_back(text: str, at: int) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield, nearest sentence first, the names that stand as subjects and the rest."""
    heading = matched_front_matter(text)
    floor, end = max(heading.end() if heading else 0, at - _REACH), at
    for _ in range(_SENTENCES):
        if end <= floor:
            return
        sentence = lead(text, end, floor)
        subjects: list[Span] = []
        rest: list[Span] = []
        for span in named(text, sentence):
            before = text[sentence.start : span.start]
            owned = text[span.end : span.end + 2] in ("'s", "’s") or span.of(text).endswith(("'s", "’s"))
            away = _NO_SUBJECT_BEFORE.search(before[-20:]) or owned
            (rest if away else subjects).append(span)
        yield subjects, rest
        end = sentence.start - 1 if sentence.start == sentence.end else sentence.start
        while end > floor and not text[end - 1].isalnum():
            end -= 1
