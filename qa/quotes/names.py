"""Who is named in a text: full names, surnames that stand for them, and whether two names mean the same person."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from qa.quotes.first_names import MEN, SHORT, WOMEN
from qa.types import Span

_TEXTS_KEPT = 8
_INITIAL = r"[A-Z]\.(?:[A-Z]\.)*"
_ABBREVIATED = r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Maj|Capt|Cmdr|Adm|Rev|Prof|Hon|Pres|St|Jr|Sr)\."
_PART = rf"(?:{_INITIAL}|{_ABBREVIATED}|[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_][^\W\d_]+)*)"
_PARTICLE = r"(?:de la|de|del|della|di|da|dos|van der|van den|van|von|bin|ibn|al|el|le|la|ter|ten|st\.)"
NAME = re.compile(rf"(?<![\w’'&]){_PART}(?:[ \u00a0](?:{_PARTICLE} )?{_PART}){{0,5}}")
_WORD = re.compile(r"\S+")
OFFICES = frozenset(  # with the forms of address: what stands before a person's name alone
    """
    acting capt captain chancellor cllr col colonel councillor dame defence defense deputy doctor dr foreign former gen
    general gov governor inspector judge justice king lady lieutenant lord lt maj major mayor minister miss mr mrs ms mx
    pope president prime prince princess prof professor queen rep representative rev reverend secretary sen senator
    sergeant sgt sir vice
    """.split()
)
TITLES = OFFICES | frozenset(
    """
    presidential sens senators reps congressman congresswoman cmdr commander adm admiral father sister brother rabbi
    imam cardinal bishop archbishop chief premier duke duchess councilman councilwoman ambassador attorney sheriff
    detective officer superintendent speaker chairman chairwoman chair director nominee candidate democrat
    republican democratic ex then coach pastor saint hon aide spokesman spokeswoman spokesperson dean interim leader
    host anchor author actor actress singer us u.s uk gop tory labour first
    """.split()
)
_MALE_TITLES = frozenset("mr sir lord king prince duke congressman chairman councilman brother father pope".split())
_FEMALE_TITLES = frozenset("mrs ms miss dame lady queen princess duchess congresswoman chairwoman sister".split())
_SUFFIXES = frozenset("jr sr ii iii iv phd md esq qc kc mp".split())
_NO_NAME = frozenset(
    """
    a about according after again all also although an and another any are as asked at back because before both but by
    can could despite did do does during each earlier either even every few finally first following for from further
    given had has have he her here hers his how however i if in indeed instead is it its just last later like many may
    maybe meanwhile might monday more most much my neither never next no nobody nor not nothing now of off often on
    once one only or other others our out over perhaps please rather recently she should since so some sometimes soon
    still such sunday saturday thursday tuesday wednesday friday than that the their them then there these they this
    those though through thus to today tomorrow too two three under unless until up upon was we well were what
    whatever when where whether which while who whose why will with within without would yes yesterday yet you your
    asked speaking january february march april june july august september october november december
    """.split()
)
PRONOUNS = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m", "hers": "f"}
PLAIN_PRONOUNS = frozenset("he she they it we i you who him her them us me his hers their one this that those".split())


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody or something named in a text; `gender` is "m", "f" or "" where nothing tells."""

    name: str
    gender: str = ""
    human: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Those named in a text: by the last word of their name, and by the first."""

    by_last: Mapping[str, tuple[Person, ...]]
    by_first: Mapping[str, tuple[Person, ...]]

    def matching(self, name: str) -> tuple[Person, ...]:
        """Return those that `name`, a surname, a first name or a full one, may mean; titles tell men from women."""
        words = core(name)
        if not words:
            return ()
        if len(words) > 1:
            found = tuple(one for one in self.by_last.get(words[-1], ()) if _same_first(core(one.name), words))
        else:
            found = self.by_last.get(words[-1]) or self.by_first.get(words[0], ())
        gender = title_gender(name)
        fitting = tuple(one for one in found if not gender or one.gender in ("", gender))
        return fitting or found


def words_of(name: str) -> list[str]:
    """Return a name's words without accents, stops and case."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
    plain = "".join(character for character in plain if not unicodedata.combining(character)).casefold()
    plain = re.sub(r"'s\b|s'(?=\s|$)", lambda match: "s" if match[0].startswith("s") else "", plain)
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", plain.replace(".", " "))


def core(name: str) -> list[str]:
    """Return a name's words without titles, suffixes and articles; empty for a title alone."""
    words = words_of(name)
    while words and (words[0] in TITLES or words[0] in ("the", "a", "an")):
        words = words[1:]
    while words and words[-1] in _SUFFIXES and len(words) > 1:
        words = words[:-1]
    return words


def title_gender(name: str) -> str:
    """Return "m" or "f" where a title says so, else ""."""
    words = set(words_of(name)[:-1])
    return "m" if words & _MALE_TITLES else "f" if words & _FEMALE_TITLES else ""


def is_titled(name: str) -> bool:
    """Say whether an office or a form of address stands before a name with a capital."""
    words = [word for word in words_of(name) if word not in ("the", "then")]
    return len(words) > 1 and words[0] in OFFICES and name.rsplit(maxsplit=1)[-1][:1].isupper()


def gender_of(name: str) -> str:
    """Return "m" or "f" by title or first name, else ""."""
    words = core(name)
    first = words[0] if len(words) > 1 else ""
    known = "m" if first in MEN - WOMEN else "f" if first in WOMEN - MEN else ""
    return title_gender(name) or known


def is_human(name: str) -> bool:
    """Say whether a title or a first name shows a person."""
    words, parts = core(name), words_of(name)
    titled = bool(words) and words != parts and parts[0] in TITLES
    return titled or (len(words) > 1 and (words[0] in MEN or words[0] in WOMEN))


def named(text: str, span: Span) -> Iterator[Span]:
    """Yield the runs of capitalised words in text[span], without function words that begin a sentence."""
    for match in NAME.finditer(text, span.start, span.end):
        for word in _WORD.finditer(text, match.start(), match.end()):
            if word[0].lower().rstrip(".") not in _NO_NAME:
                yield Span(word.start(), match.end())
                break


@lru_cache(_TEXTS_KEPT)
def people(text: str) -> People:
    """Return those named in a text, in one pass."""
    counts: Counter[tuple[str, ...]] = Counter()
    shown: dict[tuple[str, ...], str] = {}
    titled: dict[tuple[str, ...], str] = {}
    for span in named(text, Span(0, len(text))):
        name = span.of(text)
        words = tuple(core(name))
        if not words:
            continue
        counts[words] += 1
        shown.setdefault(words, bare(name))
        if words_of(name)[0] in TITLES:
            titled[words] = titled.get(words) or name
    full = [words for words in counts if len(words) > 1]
    kept = [words for words in full if not any(counts[words[n:]] for n in range(1, len(words) - 1))]
    return _people(kept, counts, shown, titled)


def _people(
    kept: list[tuple[str, ...]],
    counts: Counter[tuple[str, ...]],
    shown: Mapping[tuple[str, ...], str],
    titled: Mapping[tuple[str, ...], str],
) -> People:
    by_last: defaultdict[str, list[Person]] = defaultdict(list)
    by_first: defaultdict[str, list[Person]] = defaultdict(list)
    taken: set[tuple[str, str]] = set()
    for words in sorted(kept, key=lambda words: (-counts[words], len(words))):
        ends = (SHORT.get(words[0], words[0]), words[-1])
        if ends in taken:
            continue
        taken.add(ends)
        said = titled.get(words, shown[words])
        one = Person(shown[words], gender_of(said), is_human(said))
        by_last[words[-1]].append(one)
        by_first[words[0]].append(one)
    return People(
        {word: tuple(found) for word, found in by_last.items()},
        {word: tuple(found) for word, found in by_first.items()},
    )


def bare(name: str) -> str:
    """Return a name as written, without titles before it and a possessive after it."""
    name = re.sub(r"['’]s?$", "", name.strip(" ,"))
    parts = name.split()
    while len(parts) > 1 and parts[0].lower().strip(".,") in TITLES | {"the", "a", "an"}:
        parts = parts[1:]
    return " ".join(parts)


def same_person(one: str, other: str, known: People) -> bool | None:
    """Say whether two names mean the same person among those known; None where that can't be told.

    It can't be told of a pronoun or a role ("an official"), nor of a surname that two people share.
    """
    if not (_is_name(one) and _is_name(other)):
        return None
    words, others = _full(one, known), _full(other, known)
    if words is None or others is None:
        return None
    if words == others:
        return _suffix(one) == _suffix(other) or None
    if _initials(words, others) or _initials(others, words):
        return True
    return _fit(words, others) and {_gender(one, words), _gender(other, others)} != {"m", "f"}


def _fit(words: list[str], others: list[str]) -> bool:
    """Say whether two names share their surname and, where both have one, their first name."""
    short = len(words) == 1 or len(others) == 1
    if words[-1] != others[-1]:
        return short and words[0] == others[0]
    return short or _same_first(words, others)


def _gender(name: str, words: list[str]) -> str:
    return title_gender(name) or gender_of(" ".join(words))


def _is_name(name: str) -> bool:
    words = core(name)
    if not words or (len(words) == 1 and words[0] in PLAIN_PRONOUNS and not bare(name).isupper()):
        return False
    capitals = [part for part in re.findall(r"[^\W\d_]+", bare(name)) if part[0].isupper()]
    lower = re.match(r"(?:an?|the|some|many|two|three|several|one)\s+[a-z]", name.strip(), re.IGNORECASE)
    return bool(capitals) and not (lower and name.split()[1][:1].islower())


def _full(name: str, known: People) -> list[str] | None:
    """Return the words of the full name that a name stands for; None where it may stand for several."""
    words = core(name)
    if len(words) > 1:
        return words
    found = {tuple(core(one.name)) for one in known.matching(name)}
    if len(found) > 1:
        return None
    return list(found.pop()) if found else words


def _suffix(name: str) -> str:
    words = words_of(name)
    return words[-1] if words and words[-1] in ("jr", "sr", "ii", "iii") else ""


def _initials(words: list[str], others: list[str]) -> bool:
    return len(words) == 1 and len(others) > 1 and words[0] == "".join(word[0] for word in others)


def _same_first(words: list[str], others: list[str]) -> bool:
    if not words or not others:
        return False
    one, other = SHORT.get(words[0], words[0]), SHORT.get(others[0], others[0])
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one == other
