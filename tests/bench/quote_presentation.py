"""A1-A14: edits of presentation only. Every word stays; the quotation is still verbatim."""

import random
import re
import unicodedata
from itertools import pairwise

from tests.bench import quote_words as words
from tests.bench.quote_changes import swap

_HOMOGLYPHS = str.maketrans("aeopcxyiAEOPCTHKMB", "аеорсхуіАЕОРСТНКМВ")
_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ"}
_ACCENTS = {"a": "á", "e": "é", "i": "í", "o": "ö", "u": "ü"}
_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u200f")
_DASHES = (" - ", " – ", " — ", "—", "--", " -- ")
_DOUBLE = (("“", "”"), ("„", "“"), ("«", "»"), ('"', '"'), ("″", "″"), ("‟", "”"))


def other_marks(text: str, rng: random.Random) -> str | None:
    """A1: write apostrophes and double marks in another style."""
    if not re.search(r"[\"“”'’]", text):
        return None
    single = rng.choice([mark for mark in "'’‘ʼ′" if mark not in text])
    text = re.sub(r"(?<=\w)['’](?=\w)", single, text)
    opening, closing = rng.choice([pair for pair in _DOUBLE if pair[0] not in text])
    return re.sub(r"[\"“]([^\"“”]*)[\"”]", lambda match: opening + match[1] + closing, text)


def nested_marks(text: str, rng: random.Random) -> str | None:
    """A2: put single marks where the story has double ones, as within a quotation."""
    opening, closing = rng.choice([("‘", "’"), ("'", "'")])
    return re.sub(r"[\"“]([^\"“”]*)[\"”]", lambda match: opening + match[1] + closing, text)


def other_dashes(text: str, rng: random.Random) -> str | None:
    """A3: write a dash between words, or a hyphen within one, in another style."""
    if re.search(r"[a-z,](?: [-–—] |—)[a-z]", text):
        return re.sub(r"(?<=[a-z,])(?: [-–—] |—)(?=[a-z])", rng.choice(_DASHES), text)
    return re.sub(r"(?<=[a-z])-(?=[a-z])", rng.choice("‐‑–"), text)


def ellipsis_glyph(text: str, rng: random.Random) -> tuple[str, str] | None:
    """A4: the speaker trails off at a comma; the story prints the three stops in one way, the quotation in another."""
    place = re.search(r"(?<=[a-z]), (?=[a-z])", text)
    if place is None:
        return None
    one, other = rng.sample(["... ", "… ", " . . . ", " ... "], 2)
    head, tail = text[: place.start()], text[place.end() :]
    return head + one + tail, head + other + tail


def other_spaces(text: str, rng: random.Random) -> str | None:
    """A5: no-break and thin spaces, tabs, line ends and double spaces between the words."""
    odd = ("\u00a0", "\t", "\n", "  ", "\u2009", "\u202f", "\r\n", " \n ")
    return "".join(rng.choice(odd) if one == " " and rng.random() < 0.4 else one for one in text)


def wrapped(text: str, rng: random.Random) -> str | None:
    """A5: the story breaks its lines at some width."""
    width, lines = rng.randrange(30, 60), [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return "\n".join(lines) if len(lines) > 1 else None


def small_first(text: str, _: random.Random) -> str | None:
    """A6: the first letter small, where that word is no name."""
    starts = r"(?:The|This|These|That|It|He|She|They|We|You|A|An|In|At|On|There|Our|His|Her|Their|My|What|After)\b"
    return text[0].lower() + text[1:] if re.match(starts, text) else None


def all_capitals(text: str, _: random.Random) -> str | None:
    """A6: the story prints the sentence in capitals."""
    return text.upper() if text.upper().lower() == text.lower() else None


def other_end(text: str, rng: random.Random) -> str | None:
    """A7: the stop at the end is a comma, or is left out."""
    return text[:-1] + rng.choice([",", ""]) if text.endswith(".") else None


def composed(text: str, rng: random.Random) -> tuple[str, str] | None:
    """A8: a letter with its accent is one character in the one and two in the other."""
    places = [i for i, one in enumerate(text) if one in _ACCENTS and i]
    if not places:
        return None
    place = rng.choice(places)
    text = text[:place] + _ACCENTS[text[place]] + text[place + 1 :]
    forms = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    return forms if rng.random() < 0.5 else forms[::-1]


def ligatures(text: str, _: random.Random) -> str | None:
    """A8: the story has ligatures as one character."""
    return re.sub(r"ffi|ffl|fi|fl|ff", lambda match: _LIGATURES[match[0]], text)


def full_width(text: str, rng: random.Random) -> str | None:
    """A8: the story has a word in full-width letters."""
    match = rng.choice(list(re.finditer(r"\b[A-Za-z]{3,}\b", text)))
    wide = "".join(chr(ord(one) + 0xFEE0) for one in match[0])
    return text[: match.start()] + wide + text[match.end() :]


def soft_hyphens(text: str, _: random.Random) -> str | None:
    """A8: the story marks where its words may be parted."""
    return re.sub(r"\b([A-Za-z]{3,4})(?=[a-z]{4})", "\\1\u00ad", text)


def invisible(text: str, rng: random.Random) -> str | None:
    """A9: characters that take no room stand within words."""
    places = sorted(rng.sample([i for i, (a, b) in enumerate(pairwise(text)) if a.isalpha() and b.isalpha()], 3))
    for place in reversed(places):
        text = text[: place + 1] + rng.choice(_INVISIBLE) + text[place + 1 :]
    return text


def homoglyphs(text: str, rng: random.Random) -> str | None:
    """A10: Cyrillic letters stand for Latin ones in two words."""
    found = [match for match in re.finditer(r"\b[A-Za-z]{4,}\b", text) if match[0].translate(_HOMOGLYPHS) != match[0]]
    for match in sorted(rng.sample(found, min(2, len(found))), key=lambda one: -one.start()):
        letters = [i for i, one in enumerate(match[0]) if one.translate(_HOMOGLYPHS) != one]
        place = match.start() + rng.choice(letters)
        text = text[:place] + text[place].translate(_HOMOGLYPHS) + text[place + 1 :]
    return text


def hyphenated(text: str, rng: random.Random) -> str | None:
    """A11: the story parts a word at a line's end, or breaks the line after a hyphen that belongs to the word."""
    found = list(re.finditer(r"\b[a-z]{3,4}(?=[a-z]{4})|\b[a-z]{3,}-(?=[a-z]{3})", text[1:]))
    if not found:
        return None
    place = rng.choice(found).end() + 1
    return text[:place] + ("\n" if text[place - 1] == "-" else "-\n") + text[place:]


def mojibake(text: str, rng: random.Random) -> str | None:
    """A12: the story's apostrophes were decoded wrongly, or lost."""
    wrong = rng.choice(["â€™", "&#39;", "&rsquo;", "&apos;", "\ufffd", "&#8217;", "&#x27;", "â\x80\x99"])
    return re.sub(r"(?<=\w)['’](?=\w)", wrong, text)


def entities(text: str, rng: random.Random) -> str | None:
    """A12: the story has entities for its double marks, ampersands and spaces."""
    text = re.sub(r"[\"“”]", "&quot;", text.replace("&", "&amp;"))
    spaces = [match.start() for match in re.finditer(" ", text)]
    for place in sorted(rng.sample(spaces, 2), reverse=True):
        text = text[:place] + "&nbsp;" + text[place + 1 :]
    return text


def mended_pound(text: str, _: random.Random) -> str | None:
    """A12: the story has a pound sign that was decoded wrongly, as many of the BBC's do."""
    return text.replace("Â£", "£")


def spelt_otherwise(text: str, rng: random.Random) -> str | None:
    """A13: British or American spelling."""
    return swap(words.SPELLINGS)(text, rng)


def number_format(text: str, rng: random.Random) -> str | None:
    """A13: a number in digits or words, with commas or without; % or percent."""
    changes = [
        re.sub(r"(?<![\d.,])(\d{1,3}),(\d{3})(?![\d,]|\.\d)", r"\1\2", text),
        re.sub(r"(?<=\d)(?:%| percent\b| per cent\b)", lambda one: " percent" if one[0] == "%" else "%", text),
        re.sub(rf"(?<= )(?:{'|'.join(words.DIGITS_OF)})(?= [a-z]{{4,}}s\b)", lambda one: words.DIGITS_OF[one[0]], text),
    ]
    changed = [one for one in changes if one != text]
    return rng.choice(changed) if changed else None


def title_form(text: str, _: random.Random) -> str | None:
    """A13: Sen. or Senator, Mr. or Mr."""
    return re.sub(
        r"\b(?:Sen|Rep|Gov|Gen|Prof|Mr|Mrs|Dr)\.(?= [A-Z])|\b(?:Mr|Mrs|Dr)(?= [A-Z])",
        lambda match: words.TITLES[match[0]], text)  # fmt: skip


def furniture(text: str, rng: random.Random) -> str | None:
    """A14: a page number, a running head, a note of applause or a speaker's label stands within the sentence."""
    spaces = [match.start() for match in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)][2:-2]
    if not spaces:
        return None
    head = rng.choice(["THE DAILY RECORD", "Annual Report 2016", "HEARING TRANSCRIPT"])
    number = rng.randrange(2, 300)
    between = rng.choice([
        f"\n\n{number}\n\n", f"\n\n- {number} -\n\n", f"\n\n{number}\n{head}\n\n", f"\n\n{head}\n\n",
        f"\n\nPage {number}\n\n",
        f"\n\nPage {number} of 312\n\n", " [APPLAUSE] ", " (APPLAUSE) ", " [Applause.] ", " (Laughter) ", "\nCLINTON: ",
        "\nMODERATOR: ",
    ])  # fmt: skip
    place = rng.choice(spaces)
    return text[:place] + between + text[place + 1 :]
