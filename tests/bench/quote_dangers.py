"""C7-C11 and C15: changes of a word that change what was meant."""

import random
import re

from tests.bench import quote_words as words
from tests.bench.quote_changes import Change, one_of, substitute, swap

_POSITIVE = {"can't": "can", "won't": "will", "shan't": "shall", "cannot": "can"}
_OPPOSITE = {"without": ("with",), "nobody": ("everybody",), "nothing": ("everything",), "none": ("all",),
             "neither": ("both",), "never": ("always",), "nowhere": ("everywhere",)}  # fmt: skip
_AUXILIARY = r"is|are|was|were|will|would|could|should|can|has|have|had|did|does|do|may|might|must"
_NUMBER = re.compile(r"(?<![\w.,$£/-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w,/]*\d|[\w-])")
_ASKS = re.compile(r"(?:Is|Are|Was|Were|Will|Would|Could|Should|Can|Has|Have|Had|Did|Does|Do|Must) \w+ .+\?$")
_NOT_A_NAME = (
    "president prime minister secretary senator doctor king queen lord lady sir miss mister professor general captain"
    " colonel judge justice governor mayor chancellor pope father mother saint uncle aunt street house party board"
    " bank group company court council university college department ministry church union league club city county"
    " world cup north south east west northern southern eastern western"
).split()


def _positive(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"\b(?:cannot|(?:can|won|shan)['’]t|[a-z]+n['’]t)\b", text))
    if not found:
        return None
    match = rng.choice(found)
    verb = match[0].replace("’", "'")
    return text[: match.start()] + _POSITIVE.get(verb, verb.removesuffix("n't")) + text[match.end() :]


def no_negation(text: str, rng: random.Random) -> str | None:
    """C7: a negation is taken out."""
    return one_of(
        _positive,
        substitute(r"(?<=\w )(?<!whether or )(?<!or )(?<!if )not (?!only|just|least|to mention|all\b|even)(?=\w)", ""),
        substitute(r"(?<=\w )never (?=[a-z])", ""),
        substitute(r"(?<=[a-z] )no (?!longer|one|matter|doubt|more|less|sooner)(?=[a-z]{3})", ""),
        swap(_OPPOSITE),
    )(text, rng)


def negated(text: str, rng: random.Random) -> str | None:
    """C7: a negation is put in."""
    new = rng.choice([" not", " not", " never"])
    return substitute(
        rf"(?<=[a-z] )(?P<verb>{_AUXILIARY})(?= (?!not\b|never\b|no\b|nothing\b|little\b)[a-z]+)", rf"\g<verb>{new}"
    )(text, rng)


def prefixed(text: str, rng: random.Random) -> str | None:
    """C7: un-, in- or ir- comes or goes."""
    return swap(words.PREFIXED)(text, rng)


def digits(text: str, rng: random.Random) -> str | None:
    """C8: one digit of a number is another."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    place = match.start() + rng.choice([i for i, one in enumerate(match[0]) if one.isdigit()])
    others = [one for one in "123456789" if one != text[place]]
    return text[:place] + rng.choice(others) + text[place + 1 :]


def tenfold(text: str, rng: random.Random) -> str | None:
    """C8: a number is ten times what it was."""
    return substitute(r"(?<![\w.,$£/-])([1-9]\d{0,2})(?![\w.,/-]*\d|[\w-])", r"\g<1>0")(text, rng)


def counted(text: str, rng: random.Random) -> str | None:
    """C8: another number in words."""
    return one_of(swap(words.COUNTS), swap(words.ORDINALS))(text, rng)


def unit(text: str, rng: random.Random) -> str | None:
    """C8: another unit or scale after a number."""
    after_number = (
        r"(?:(?<=\d )|(?<=two )|(?<=three )|(?<=four )|(?<=five )|(?<=six )|(?<=ten )|(?<=hundred )|(?<=million ))"
    )
    return one_of(
        swap(words.UNITS, before=after_number),
        substitute(r"(?<=\d)(?:%| percent\b| per cent\b)(?!-)", " percentage points"),
        substitute(r"(?<=\d)bn\b", "m"),
        substitute(r"(?<=\d)m\b", "bn"),
    )(text, rng)


def date(text: str, rng: random.Random) -> str | None:
    """C8: another month, day of the week, day or year."""
    return one_of(
        swap(words.MONTHS, before=r"(?<=[a-z\d] )", cased=True),
        swap(words.DAYS, before=r"(?<=[a-z] )", cased=True),
        _other_year,
    )(text, rng)


def _other_year(text: str, rng: random.Random) -> str | None:
    found = list(re.finditer(r"(?<=[a-z] )(?:1[89]|20)\d\d\b(?![,.]\d)", text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + str(int(match[0]) + rng.choice([-10, -2, -1, 1, 2, 10])) + text[match.end() :]


def sign(text: str, rng: random.Random) -> str | None:
    """C8: a number gets a sign, or loses it."""
    return one_of(
        substitute(
            r"(?<=[a-z] )(?<!to )(?<!and )(\d+(?:\.\d+)?(?:%| percent| per cent| degrees))",
            rng.choice([r"-\1", r"−\1", r"minus \1"]),
        ),
        substitute(r"(?<= )([$£]\d)", r"-\1"),
        substitute(r"(?<= )[-−](?=[$£]?\d)", ""),
        substitute(r"\bminus (?=\d)", ""),
    )(text, rng)


def currency(text: str, rng: random.Random) -> str | None:
    """C8: another currency."""
    return one_of(
        substitute(r"\$(?=\d)", rng.choice("£€")), substitute(r"£(?=\d)", rng.choice("$€")),
        swap({"dollars": ("pounds", "euros"), "dlrs": ("stg", "yen"), "yen": ("dlrs",), "pounds": ("dollars",)}),
    )(text, rng)  # fmt: skip


modal: Change = swap(words.MODALS, before=r"(?<=\w )", after=r"(?= [a-z])", cased=True)
quantifier: Change = swap(
    words.QUANTIFIERS, before=r"(?<!at )(?<!after )(?<!not )(?<!as )(?<!how )(?<!the )(?<!if )",
    after=r"(?! (?:right|over|but|too|but|in)\b)(?= [a-z])")  # fmt: skip


def bolder(text: str, rng: random.Random) -> str | None:
    """C9: a hedge is taken out, or made a certainty."""
    hedges = "|".join(words.HEDGES)
    return one_of(
        swap({one: (other,) for one, other in words.SOFTENED.items()}),
        substitute(rf"(?<=[a-z] )(?:{hedges}) (?!to\b)(?=[a-z\d$£])", ""),
    )(text, rng)


def hedged(text: str, rng: random.Random) -> str | None:
    """C9: a hedge is put in."""
    hedge = rng.choice(["probably", "perhaps", "possibly", "allegedly", "reportedly", "apparently"])
    return substitute(r"(?<=[a-z] )(is|are|was|were|has|have|will)(?= [a-z]+(?:ed|ing|en)\b)", rf"\1 {hedge}")(
        text, rng
    )


def condition(text: str, rng: random.Random) -> str | None:
    """C9: a condition becomes a fact, a time or its opposite."""
    before = "".join(rf"(?<!\b{one} )" for one in words.NOT_CONDITIONS)
    return swap(
        words.CONDITIONS, before=before, after="(?= (?:the|it|he|she|they|we|you|I|there|this|a|any|his|our)\\b)"
    )(text, rng)


def place(text: str, rng: random.Random) -> str | None:
    """C10: another place."""
    return swap(words.PLACES, cased=True)(text, rng)


def name(text: str, rng: random.Random) -> str | None:
    """C10: another name."""
    found = [
        match for match in re.finditer(r"(?<=[a-z] )[A-Z][a-z]{3,}\b(?=['’.,]? )", text)
        if match[0].lower() not in _NOT_A_NAME and match[0] not in words.MONTHS and match[0] not in words.DAYS
        and match[0] != "March"
    ]  # fmt: skip
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice(words.SURNAMES) + text[match.end() :]


def pronoun(text: str, rng: random.Random) -> str | None:
    """C10: another person's pronoun."""
    return swap(words.PRONOUNS, after=r"(?=[ .,])")(text, rng)


def direction(text: str, rng: random.Random) -> str | None:
    """C11: the opposite direction."""
    return swap(words.DIRECTIONS)(text, rng)


def stopped(text: str, _: random.Random) -> str | None:
    """C15: the question mark of a yes-or-no question becomes a full stop."""
    return text[:-1] + "." if _ASKS.match(text) and " or " not in text else None
