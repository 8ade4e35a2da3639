"""A folded text to the words that are compared. Numbers are compared by value, whatever they are written as."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.numbers import Number, numbers
from qa.quotes.folding import Folded, fold
from qa.types import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its `key` is what is compared, `span` its place in the folded text, `number` whether it is one.

    `open` is a pattern where a part of the word is declared to be another's: "go[es]", "f***".
    """

    key: str
    span: Span
    number: bool = False
    open: re.Pattern[str] | None = None


_WORD = re.compile(
    r"(?:[a-z]\.){2,}[a-z]?(?![a-z])"
    r"|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    r"|[a-z]+\*{2,}[a-z]*"
    r"|per\s?cent\b"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"
    r"|[%$£€¥]"
)
_CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
_CURRENCY_WORDS = {
    "dollars": "dollar", "usd": "dollar", "pounds": "pound", "gbp": "pound", "euros": "euro", "eur": "euro",
    "dlr": "dollar", "dlrs": "dollar", "stg": "pound", "sterling": "pound", "dollar": "dollar", "pound": "pound",
    "euro": "euro", "yen": "yen",
}  # fmt: skip
_SAME = {
    "%": "percent", "pct": "percent", "per cent": "percent", "senator": "sen", "governor": "gov",
    "representative": "rep", "general": "gen", "doctor": "dr", "mister": "mr", "saint": "st",
    "lieutenant": "lt", "professor": "prof",
    "towards": "toward", "whilst": "while", "amongst": "among", "licence": "license", "practise": "practice",
    "afterwards": "afterward", "learnt": "learned", "burnt": "burned", "spelt": "spelled", "judgement": "judgment",
    "sceptical": "skeptical", "storey": "story", "enquiry": "inquiry", "aluminium": "aluminum", "mum": "mom",
    "licences": "licenses", "cosy": "cozy", "pyjamas": "pajamas", "backwards": "backward", "forwards": "forward",
    "upwards": "upward", "downwards": "downward", "acknowledgement": "acknowledgment", "ageing": "aging",
    "catalogue": "catalog", "cheques": "checks", "tyres": "tires", "programmes": "programs", "greys": "grays",
    "sceptic": "skeptic", "sceptics": "skeptics", "manoeuvre": "maneuver", "plough": "plow", "mould": "mold",
    "draught": "draft", "kerb": "curb", "jewellery": "jewelry", "moustache": "mustache", "sulphur": "sulfur",
    "versus": "vs", "okay": "ok", "grey": "gray", "programme": "program", "tyre": "tire", "cheque": "check",
    "kilometres": "km", "kilometers": "km", "kms": "km", "kilograms": "kg", "kgs": "kg", "kilos": "kg",
}  # fmt: skip
_SPELLINGS = [
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=[a-z]{2})our(?=$|s$|ed$|ing$|able$|ite|er|ful|less|hood)", "or"),
        (r"(?<=[a-z]{3})is(?=e$|es$|ed$|ing$|ation|er$|ers$)", "iz"),
        (r"(?<=[a-z]{2})ys(?=e$|es$|ed$|ing$)", "yz"),
        (r"(?<=[a-z]{2}[tbh])re(?=s?$)", "er"),
        (r"(?<=[aeiou][a-z][aeiou])ll(?=ed$|ing$|er$|ers$)", "l"),
        (r"ogue(?=s?$)", "og"),
        (r"(?<=[fp]en)ce(?=s?$)", "se"),
    )
]
_LONGEST_PLAIN = 4  # shorter words have no second spelling
_BESIDE = re.compile(r"\s?[$£€¥]?")
_SIGN = re.compile(r"(?:^|[\s(])[$£€¥]?(?P<sign>[-+]|(?:minus|negative) )[$£€¥]?$")
_PARTING = "—―"  # dashes that part words, and are no minus wherever they stand


def words(folded: Folded) -> list[Word]:
    """Return the words of a folded text, in order."""
    return list(_with_values(folded, list(_plain(folded.text))))


def word_keys(text: str) -> list[str]:
    """Return what is compared of each word of an unfolded text."""
    return [word.key for word in words(fold(text))]


def _plain(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        word = match.group()
        if "*" in word:
            yield Word(word, Span(*match.span()), open=re.compile(re.sub(r"\*+", ".*", word)))
        elif word in _CURRENCIES:
            yield Word(_CURRENCIES[word], Span(*match.span()))
        else:
            yield Word(_key(word), Span(*match.span()))


@lru_cache(1 << 16)
def _key(word: str) -> str:
    key = word.replace(".", "") if "." in word and not word[0].isdigit() else word
    key = _SAME.get(key, _CURRENCY_WORDS.get(key, key))
    if len(key) > _LONGEST_PLAIN:
        for pattern, american in _SPELLINGS:
            key = pattern.sub(american, key)
    return key


def _with_values(folded: Folded, plain: Sequence[Word]) -> Iterator[Word]:
    """Join the words of each number to one, whose key is the value; put a currency sign after its number."""
    text = folded.text
    found = [(one.span, one) for one in numbers(text)]
    at = 0
    sign: Word | None = None
    i = 0
    while i < len(plain):
        word = plain[i]
        while at < len(found) and word.span.start >= found[at][0].end:
            at += 1
        counted = at < len(found) and found[at][0].start <= word.span.start
        if counted:
            last = i
            while last + 1 < len(plain) and plain[last + 1].span.start < found[at][0].end:
                last += 1
            yield _number(folded, found[at][1], Span(word.span.start, max(plain[last].span.end, found[at][0].end)))
            i = last
        elif text[word.span.start] not in _CURRENCIES and not _is_sign(text, word, plain[i + 1 : i + 3]):
            yield word
        if sign is not None:
            yield sign
        sign = word if text[word.span.start] in _CURRENCIES else None
        i += 1
    if sign is not None:
        yield sign


def _number(folded: Folded, number: Number, span: Span) -> Word:
    """Return a number as a word; its sign is part of it."""
    value = f"{number.value.normalize():f}" + ("th" if number.ordinal else "")
    sign = _minus(folded, span)
    return Word(f"#{'-' if sign else ''}{value}", Span(sign.start if sign else span.start, span.end), number=True)


def _minus(folded: Folded, span: Span) -> Span | None:
    """Return the minus before a number: the word, or a dash directly before digits that parts no words."""
    sign = _SIGN.search(folded.text, max(0, span.start - 12), span.start)
    if sign is None or sign["sign"] == "+":
        return None
    if sign["sign"] == "-":
        at = folded.span(sign.start("sign"), sign.end("sign")).start
        parting = any(place == at and shown in _PARTING for _, shown, place in folded.used)
        if parting or not folded.text[span.start].isdigit():
            return None
    return Span(*sign.span("sign"))


def _is_sign(text: str, word: Word, following: Sequence[Word]) -> bool:
    """Say whether a word is the "minus" of the number after it, which has it in its value."""
    after = next((one for one in following if text[one.span.start] not in _CURRENCIES), None)
    if word.key not in ("minus", "negative") or after is None:
        return False
    first = next(numbers(text[after.span.start : after.span.end]), None)
    beside = _BESIDE.fullmatch(text, word.span.end, after.span.start) is not None
    return beside and first is not None and first.span.start == 0


def letters(run: Sequence[Word]) -> str:
    """Return the letters of words without what stands between and in them: of "e-mail" and "email" the same."""
    return "".join(word.key.replace("'", "") for word in run)
