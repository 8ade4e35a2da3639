"""B1-B7 and C1-C4: edits that are shown, and edits that are not shown but leave the meaning as it was."""

import random
import re

from qa.types import Span
from tests.bench import quote_words as words
from tests.bench.quote_changes import Edited, flat, substitute, swap, whole
from tests.bench.quote_passages import Passage, is_plain

_ELLIPSES = (" … ", " ... ", " . . . ", " [...] ", " […] ", "... ", "… ", " .... ")
_PIECE = 5
_REMARKS = ("[sic]", "(sic)", "[sic!]")
_SOUNDS = ("(laughs)", "[laughter]", "(laughing)", "[laughs]", "[applause]", "(pauses)")
_ENDING = re.compile(
    r"(?<=[a-z] )(?P<verb>go|want|need|work|seem|look|play|show|help|think|believe|know)(?P<rest>s|ed|ing)?(?= [a-z])"
)


def word_spans(text: str) -> list[Span]:
    """Return where the words of a text stand, with the marks that touch them."""
    return [Span(*match.span()) for match in re.finditer(r"\S+", text)]


def omission(passage: Passage, rng: random.Random) -> Edited | None:
    """B1: some words without weight are left out, and an ellipsis says so."""
    text, every = passage.words, word_spans(passage.words)
    length = rng.randrange(2, 8)
    if len(every) < 2 * _PIECE + length:
        return None
    first = rng.randrange(_PIECE, len(every) - _PIECE - length + 1)
    before, gone, after = every[first - 1].end, every[first : first + length], every[first + length].start
    ends_a_clause = text[before - 1] in ",;:-–—" or text[gone[-1].end - 1] in ",;:-–—" or text[after] in "-–—"
    if ends_a_clause or not is_plain(flat(text)):
        return None
    quote = flat(text[:before]) + rng.choice(_ELLIPSES) + flat(text[after:])
    return Edited((quote,), (Span(0, before), Span(after, len(text))))


def bracketed(pattern: str, new: tuple[str, ...], flags: int = 0) -> "BracketEdit":
    """Make an edit that puts brackets in place of one match of a pattern."""
    return BracketEdit(re.compile(pattern, flags), new)


class BracketEdit:
    """B2, B3: words in brackets stand for, or after, words of the story."""

    def __init__(self, pattern: re.Pattern[str], new: tuple[str, ...]) -> None:
        self._pattern, self._new = pattern, new

    def __call__(self, passage: Passage, rng: random.Random) -> Edited | None:
        text = passage.words
        found = [match for match in self._pattern.finditer(text) if "\n" not in match[0]]
        if not found:
            return None
        match = rng.choice(found)
        new = "[" + match.expand(rng.choice(self._new)) + "]"
        quote = flat(text[: match.start()] + new + text[match.end() :])
        pieces = [Span(0, match.start()), Span(match.end(), len(text))]
        trimmed = tuple(_trimmed(text, one) for one in pieces if one.of(text).strip(" ,."))
        return Edited((quote,), (whole(text),), others=(trimmed, (trimmed[-1],)))


def _trimmed(text: str, span: Span) -> Span:
    words_of = span.of(text)
    start = span.start + len(words_of) - len(words_of.lstrip())
    return Span(start, span.start + len(words_of.rstrip()))


def bracketed_case(passage: Passage, _: random.Random) -> Edited | None:
    """B3: the first letter is made small, in brackets."""
    text = passage.words
    if not re.match(r"[A-Z][a-z]", text):
        return None
    quote = flat(f"[{text[0].lower()}]{text[1:]}")
    return Edited((quote,), (whole(text),), others=((Span(1, len(text)),), (Span(0, 1), Span(1, len(text)))))


def bracketed_ending(passage: Passage, rng: random.Random) -> Edited | None:
    """B3: a verb's ending is put in brackets."""
    found = list(_ENDING.finditer(passage.words))
    if not found:
        return None
    match = rng.choice(found)
    ending = "es" if match["verb"] == "go" else "s"
    new = (
        f"{match['verb']}[{'ed' if match['rest'] == 's' and match['verb'] not in ('go', 'think', 'know') else ending}]"
    )
    if match["rest"] in (None, "s") and new.replace("[", "").replace("]", "") != match[0]:
        text = passage.words
        pieces = (Span(0, match.end("verb")), _trimmed(text, Span(match.end(), len(text))))
        return Edited((flat(text[: match.start()] + new + text[match.end() :]),), (whole(text),), others=(pieces,))
    return None


def remark(text: str, rng: random.Random) -> str | None:
    """B4: an editor's or a stenographer's remark stands within the quotation or after it."""
    every = word_spans(text)
    place = every[rng.randrange(3, len(every) - 3)].end
    if text[place - 1] in ",;:":
        place -= 1
    kind = rng.randrange(3)
    if kind == 2:
        return f"{text} {rng.choice(['[emphasis added]', '(emphasis added)', '[my italics]'])}"
    return f"{text[:place]} {rng.choice(_REMARKS if kind else _SOUNDS)}{text[place:]}"


def fragment(passage: Passage, rng: random.Random) -> Edited | None:
    """B5: five to eight words from within a sentence without weighty words."""
    every = word_spans(passage.words)
    length = rng.randrange(5, 9)
    if not is_plain(passage.flat) or len(every) < length + 4:
        return None
    first = rng.randrange(2, len(every) - length - 1)
    span = Span(every[first].start, every[first + length - 1].end)
    return (
        Edited((flat(span.of(passage.words)),), (span,)) if re.search(r"\b[a-z]{4,}$", span.of(passage.words)) else None
    )


def split_by_attribution(passage: Passage, _: random.Random) -> Edited | None:
    """B6: the draft puts its attribution at a comma of the story's, so the quotation has two parts."""
    text = passage.words
    place = next(
        (one.start() for one in re.finditer(r", ", text) if min(one.start(), len(text) - one.end()) > 25), None
    )
    if place is None or not is_plain(passage.flat):
        return None
    pieces = (Span(0, place), Span(place + 2, len(text)))
    return Edited((flat(text[: place + 1]), flat(text[place + 2 :])), pieces, others=((whole(text),),))


def paragraphs_marked(passage: Passage, rng: random.Random) -> Edited | None:
    """B7: each sentence is a paragraph of its own, and each paragraph has an opening mark."""
    opening = rng.choice('“"')
    quote = f"\n\n{opening}".join(passage.sentence(i) for i in range(len(passage.sentences)))
    return Edited((quote,), (whole(passage.words),), others=(passage.sentences,))


def dropped(text: str, rng: random.Random) -> str | None:
    """C1: a word without weight is left out."""
    return substitute(rf"(?<=[a-z] )(?:{'|'.join(words.LIGHT)}) (?=[a-z])", "")(text, rng)


def added(text: str, rng: random.Random) -> str | None:
    """C2: a word without weight is put in."""
    return substitute(r"(?<=[a-z] )the (?=[a-z]{4,})", f"the {rng.choice(words.NEUTRAL)} ")(text, rng)


def synonym(text: str, rng: random.Random) -> str | None:
    """C3: a word of about the same meaning."""
    return swap(words.SYNONYMS, cased=True)(text, rng)


def tense(text: str, rng: random.Random) -> str | None:
    """C4: another tense."""
    return swap(words.TENSES, before=r"(?<=[a-z] )", after=r"(?= [a-z])", cased=True)(text, rng)


def contraction(text: str, rng: random.Random) -> str | None:
    """C4: a contraction written in full, or the other way round."""
    return swap(words.CONTRACTIONS, after="(?= [a-z])")(text.replace("’", "'"), rng)


def filler(text: str, rng: random.Random) -> str | None:
    """C4: the story has a filler that the quotation leaves out."""
    return substitute(r"(?<=[a-z]{3}) (?=[a-z]{3})", f"{rng.choice(words.FILLERS)} ")(text, rng)
