"""The cases that take more than one passage: two stories, speakers, sources, and quotations that stand nowhere."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice, permutations

from qa.quotes.types import Claim, Completeness, Quotation, Severity, Wording
from qa.types import Span
from tests.bench import quote_passages as passages
from tests.bench.quote_case import Case
from tests.bench.quote_material import Material
from tests.bench.quote_passages import Passage, Said, Story

Extra = Callable[[Material, random.Random], Iterator[Case]]

_AT_RISK = frozenset({Severity.AT_RISK})
_NOT_FOUND = frozenset({Wording.NOT_FOUND, Wording.PARAPHRASE_ONLY, Wording.TOO_SHORT})
_UNHELD = ("The Nowhere Gazette", "Saltmarsh Evening Post", "Radio Umbria", "the Quarterly Review of Kites")
_COUNTED, _COMMON = 300, 20  # stories, times
_NAME = re.compile(r"\b(?!The |He\b|She\b|They\b|It\b|We\b|I\b|In\b|But\b)[A-Z][a-z]+(?: [A-Z]\.)?(?: [A-Z][a-z]\w+)+")
_PRONOUN = re.compile(r"(?i:he|she|they|it|we|i|you|who|which|that|one|others|some|his|her|their)(?: \w+)?")
_SHARED = 0.1
_FEWEST = 8

TRANSLATED = (
    ("Le maire a promis hier que le vieux pont sur la rivière sera réparé avant l'hiver prochain.",
     "The old bridge over the river will be repaired before next winter"),
    ("Die Bäcker des Dorfes verkaufen seit Montag kein Brot mehr, weil das Mehl zu teuer geworden ist.",
     "The bakers of the village have sold no bread since Monday because flour has become too dear"),
    ("Los pescadores dijeron que el mar estaba tranquilo cuando el barco desapareció cerca de la isla.",
     "The sea was calm when the boat disappeared near the island"),
    ("Il direttore della scuola ha detto che gli alunni torneranno in classe dopo le feste di Natale.",
     "The pupils will go back to class after the Christmas holidays"),
    ("De burgemeester zei dat de markt volgend jaar weer op het oude plein zal worden gehouden.",
     "The market will be held on the old square again next year"),
    ("O governo anunciou que a nova linha de comboio vai ligar as duas cidades até ao fim do ano.",
     "The new railway line will link the two cities by the end of the year"),
)  # fmt: skip


def translated(_: Material, __: random.Random) -> Iterator[Case]:
    """B9: the story is in another language."""
    for number, (text, quote) in enumerate(TRANSLATED):
        right = frozenset({Wording.TRANSLATED, Wording.PARAPHRASE_ONLY, Wording.NOT_FOUND})
        yield Case("B9 translation", Quotation((quote,), source=f"translated {number}"), (), (), right)
        assert text


def translated_stories() -> Iterator[Story]:
    """Yield the stories in other languages, each its own source."""
    for number, (text, _) in enumerate(TRANSLATED):
        yield Story(f"translated-{number}", text, f"translated {number}")


def two_stories(material: Material, rng: random.Random) -> Iterator[Case]:
    """C14: an ellipsis joins words of two stories."""
    every = material.distinct("single")
    for one, other in zip(every, every, strict=False):
        if one.story != other.story:
            quote = one.flat + rng.choice([" … ", " ... ", " [...] "]) + other.flat
            pieces = _span(one), _span(other)
            yield _danger("C14 two stories", quote, (one.story, other.story), pieces)


def two_speakers(material: Material, rng: random.Random) -> Iterator[Case]:
    """C14: an ellipsis joins the words of two people in one story."""
    used = set[tuple[str, Span]]()
    for story, (first, last) in _pairs_said(material):
        pair = {(story.key, first.span), (story.key, last.span)}
        if pair & used:
            continue
        if 0 < last.span.start - first.span.end < passages.FAR and _is_speech(story, last):
            used |= pair
            quote = _quoted(story, first) + rng.choice([" … ", " ... "]) + _quoted(story, last)
            yield _danger(
                "C14 two speakers", quote, (story.key, story.key), (_inner(story, first), _inner(story, last))
            )


def _danger(name: str, quote: str, stories: tuple[str, ...], spans: tuple[Span, ...]) -> Case:
    right = frozenset({Wording.ALTERED, Wording.DECLARED})
    at_risk = frozenset({Completeness.AT_RISK})
    return Case(name, Quotation((quote,)), stories, spans, right, _AT_RISK, at_risk, reason="joins", dangerous=True)


def wrong_speaker(material: Material, _: random.Random) -> Iterator[Case]:
    """D1: the words of one person are said to be another's."""
    pairs = {(story.key, said.span): (story, said, other) for story, (said, other) in _pairs_said(material)
             if _name(said.who) and _name(other.who)}  # fmt: skip
    for story, said, other in pairs.values():
        quotation = Quotation((_quoted(story, said),), speaker=_name(other.who))
        yield _claimed("D1 wrong speaker", quotation, story, _inner(story, said))


def narrator(material: Material, rng: random.Random) -> Iterator[Case]:
    """D2: the writer's own words are said to be someone's."""
    for story in material.kept:
        people = [_name(one.who) for one in story.said if _name(one.who)]
        for passage in passages.single(story, material.parts(story)) if people else ():
            span = _span(passage)
            apart = all(one.span.end <= span.start or span.end <= one.span.start for one in story.said)
            if apart and material.grams.is_distinct(passage.words):
                quotation = Quotation((passage.flat,), speaker=rng.choice(people))
                yield _claimed("D2 narrator", quotation, story, span)


def _claimed(name: str, quotation: Quotation, story: Story, span: Span) -> Case:
    claims = frozenset({Claim.MISATTRIBUTED, Claim.UNRESOLVED})
    return Case(name, quotation, (story.key,), (span,), frozenset({Wording.VERBATIM}), claims=claims)


def other_source(material: Material, _: random.Random) -> Iterator[Case]:
    """D6: the words are those of a story, but another source is named, which is held too."""
    outlets = {story.key: story.outlet for story in material.kept}
    for passage in material.distinct("single"):
        outlet = {"BBC": "Reuters", "Reuters": "BBC"}.get(outlets[passage.story])
        if outlet:
            quotation = Quotation((passage.flat,), source=outlet)
            right, outcomes = frozenset(Wording), frozenset({"warn", "fail"})
            yield Case("D6 other source", quotation, (passage.story,), (_span(passage),), right, outcomes=outcomes)


def not_found(material: Material, _: random.Random) -> Iterator[Case]:
    """E1: the source is held, and the words do not stand in it."""
    for passage, outlet in _left_out(material, novels=False):
        yield _absent("E1 not found", passage.flat, outlet)


def not_held(material: Material, rng: random.Random) -> Iterator[Case]:
    """E2: the source is not held."""
    for passage, _ in _left_out(material, novels=False):
        quotation = Quotation((passage.flat,), source=rng.choice(_UNHELD))
        yield Case("E2 no source held", quotation, (), (), frozenset({Wording.NO_SOURCE_HELD}))


def too_short(material: Material, rng: random.Random) -> Iterator[Case]:
    """E4: words so few and so common that they say nothing about where they are from."""
    counts = Counter[str]()
    for story in material.kept[:_COUNTED]:
        own = re.findall(r"\w+", story.text)
        counts.update(" ".join(own[i : i + n]) for n in (2, 3) for i in range(len(own) - n))
    common = [quote for quote, count in counts.items() if count >= _COMMON]
    rng.shuffle(common)
    for quote in common:
        yield Case("E4 too short", Quotation((quote,)), (), (), frozenset({Wording.TOO_SHORT}))


def shuffled(material: Material, rng: random.Random) -> Iterator[Case]:
    """Absent: the words of a passage in an order of chance."""
    for passage in material.distinct("single"):
        own = passage.flat.split()
        rng.shuffle(own)
        if material.grams.shared(" ".join(own), often=1) == 0:
            yield _absent("Absent shuffled", " ".join(own))


def other_books(material: Material, _: random.Random) -> Iterator[Case]:
    """Absent: sentences of novels that are not held."""
    for passage, _outlet in _left_out(material, novels=True):
        yield _absent("Absent books", passage.flat)


def other_news(material: Material, _: random.Random) -> Iterator[Case]:
    """Absent: sentences of news that is not held."""
    for passage, _outlet in _left_out(material, novels=False):
        yield _absent("Absent news", passage.flat)


def _absent(name: str, quote: str, source: str | None = None) -> Case:
    return Case(name, Quotation((quote,), source=source), (), (), _NOT_FOUND)


def _left_out(material: Material, *, novels: bool) -> Iterator[tuple[Passage, str]]:
    found = [
        (passage, story.outlet)
        for story in material.left_out if story.is_novel == novels
        for passage in passages.single(story, material.parts(story))
    ]  # fmt: skip
    material.random(f"left out {novels}").shuffle(found)
    return ((one, outlet) for one, outlet in found if material.grams.shared(one.words, often=1) <= _SHARED)


def _pairs_said(material: Material) -> Iterator[tuple[Story, tuple[Said, Said]]]:
    """Yield stories with a speech and what another person is known to say in them; neither is but a pronoun."""
    for story in material.kept:
        said = [one for one in story.said if not _PRONOUN.fullmatch(one.who)]
        for one, other in permutations(said, 2):
            if _is_speech(story, one) and not _names(one.who) & _names(other.who):
                yield story, (one, other)


def _is_speech(story: Story, said: Said) -> bool:
    text = said.span.of(story.text)
    inside = text.strip('"“”,. ')
    marked = text[0] in '"“' and text[-1] in '"”' and not re.search(r"[\"“”\n\[\](]|\.\.|\. \.|…|--", inside)
    return marked and ".." not in text and len(inside.split()) >= _FEWEST


def _inner(story: Story, said: Said) -> Span:
    """Return the span of what is said, without its marks and the comma at its end."""
    text = said.span.of(story.text)
    start = said.span.start + len(text) - len(text.lstrip('"“ '))
    return Span(start, said.span.start + len(text.rstrip('"”, ')))


def _quoted(story: Story, said: Said) -> str:
    return " ".join(_inner(story, said).of(story.text).split())


def _name(who: str) -> str:
    """Return the name of a person in an attribution's source, or nothing where it names none."""
    match = _NAME.search(who)
    return match[0] if match and not re.search(r"[\"“”\n]", who) else ""


def _names(who: str) -> set[str]:
    return set(re.findall(r"\w+", who.lower()))


def _span(passage: Passage) -> Span:
    return Span(passage.start, passage.start + len(passage.words))


EXTRAS: dict[str, Extra] = {
    "B9 translation": translated, "C14 two stories": two_stories, "C14 two speakers": two_speakers,
    "D1 wrong speaker": wrong_speaker, "D2 narrator": narrator, "D6 other source": other_source,
    "E1 not found": not_found, "E2 no source held": not_held, "E4 too short": too_short,
    "Absent shuffled": shuffled, "Absent books": other_books, "Absent news": other_news,
}  # fmt: skip
ABSENT = 4  # how many times as many cases as others: they are to be 2,000


def extra_cases(material: Material, name: str, limit: int) -> list[Case]:
    """Return up to `limit` cases of an extra transformation, four times as many of what is absent."""
    return list(
        islice(EXTRAS[name](material, material.random(name)), limit * (ABSENT if name.startswith("Absent") else 1))
    )
