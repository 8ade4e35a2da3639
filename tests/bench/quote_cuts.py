"""C5, C6 and C12-C14: orders, splices and cuts that change what was meant, though each word may stand in the story."""

import random
import re

from qa.types import Span
from tests.bench import quote_words as words
from tests.bench.quote_changes import Edited, capital, flat, small, whole
from tests.bench.quote_declared import word_spans
from tests.bench.quote_passages import Passage

_PIECE = 6
_SILENT = 9  # words left out without a mark, at least
_LIMITER = re.compile(
    r"(?P<comma>,?)(?:\s[-–—])?\s+(?P<word>but|unless|except|although|though|provided|however|if)\s+(?P<rest>\w+\s+\w+)"
)
_IF_IS_WHETHER = re.compile(
    r"\b(?:ask\w*|see|saw|know\w*|wonder\w*|question\w*|doubt\w*|check\w*|decid\w*|determin\w*|unclear|say|sa(?:id|ys)|tell|told"
    r"|sure|even|as|what|only|and|or|but|care|find|found|test|mind)$"
)
_DENIAL = re.compile(
    r".{0,90}?\b(?:den(?:y|ies|ied|ying)|doubt(?:s|ed|ful)?|not true|no (?:evidence|sign|suggestion|proof)"
    r"|no guarantee|no indication|untrue|false|reject(?:s|ed)?|dismiss(?:es|ed)?"
    r"|(?:do|does|did)(?: not|n['’]t) (?:believe|think|mean|say)|never said)"
    r"(?: (?:claims|reports|rumours|suggestions|allegations|speculation))? that\s+(?P<rest>[^,]{30,})",
    re.DOTALL,
)
_CLAIM = re.compile(
    r".{0,90}?\b(?:alleg(?:es|ed|ing)|claim(?:s|ed|ing)|rumou?rs|speculation|accusations|allegations) that"
    r"\s+(?P<rest>[^,]{30,})",
    re.DOTALL,
)
_OPENERS = (
    "It is false that", "It isn't true that", "There is no evidence that", "Nobody believes that", "Critics deny that",
    "The minister denied that", "I do not believe that", "I never said that", "It would be wrong to say that",
    "It is a myth that", "No one has shown that", "She doubted that",
)  # fmt: skip
_QUESTION = re.compile(
    r"(?P<verb>Is|Are|Was|Were|Will|Would|Could|Should|Can|Has|Have|Had|Did|Does|Do|May|Must) "
    r"(?P<who>he|she|it|they|we|you|I|there|this|that|these|those|anyone|anybody|everyone) (?P<rest>(?!not ).+)\?$"
)
_STATEMENT = re.compile(
    r"(?P<who>He|She|It|They|We|I|There|This|That|The [a-z]+) (?P<verb>is|are|was|were|will|would|could|can|must) "
    r"(?P<rest>.+)\.$",
    re.DOTALL,
)
_LIMITS = (
    ", but only if the council agrees", ", unless the court decides otherwise", ", except in the northern districts",
    " if nothing else goes wrong", ", although nobody has checked it", ", but that was years ago",
    ", though the opposite is as likely", ", provided that the money is found", " unless the rain comes back",
)  # fmt: skip
_ELLIPSES = (" … ", " ... ", " . . . ", " [...] ", "... ")


def reordered(passage: Passage, _: random.Random) -> Edited | None:
    """C5: two sentences change places."""
    first, last = passage.sentences
    quote = f"{passage.sentence(1)} {passage.sentence(0)}"
    return Edited((quote,), (whole(passage.words),), others=((last, first), (first, last)))


def spliced(passage: Passage, rng: random.Random) -> Edited | None:
    """C6: nine words or more are left out of a sentence without a mark."""
    every = word_spans(passage.words)
    if len(every) < 2 * _PIECE + _SILENT:
        return None
    length = rng.randrange(_SILENT, len(every) - 2 * _PIECE + 1)
    first = rng.randrange(_PIECE, len(every) - _PIECE - length + 1)
    before, after = Span(0, every[first - 1].end), Span(every[first + length].start, len(passage.words))
    edges = [every[i].of(passage.words) for i in (first - 1, first, first + length - 1, first + length)]
    if edges[0] == edges[2] or edges[1] == edges[3] or any(one[0] in "-–—" for one in edges):
        return None  # it could not be said which words were left out
    return _joined(passage, before, after, " ")


def spliced_over(passage: Passage, rng: random.Random) -> Edited | None:
    """C6: the end of a sentence and the start of the next are left out without a mark."""
    one, two = (word_spans(span.of(passage.words)) for span in passage.sentences)
    if min(len(one), len(two)) < _PIECE + 2:
        return None
    kept, start = rng.randrange(_PIECE, len(one) - 1), rng.randrange(2, len(two) - _PIECE + 1)
    shift = passage.sentences[1].start
    before, after = Span(0, one[kept - 1].end), Span(two[start].start + shift, len(passage.words))
    return _joined(passage, before, after, " ")


def sentence_left_out(passage: Passage, _: random.Random) -> Edited | None:
    """C6: the second of three sentences is left out without a mark."""
    return _joined(passage, passage.sentences[0], passage.sentences[2], " ")


def _joined(passage: Passage, before: Span, after: Span, mark: str) -> Edited:
    quote = flat(before.of(passage.words)) + mark + flat(after.of(passage.words))
    return Edited((quote,), (before, after), others=((whole(passage.words),),))


def before_limiter(passage: Passage, rng: random.Random) -> Edited | None:
    """C12: the quotation ends right before what limits it."""
    text = passage.words
    for match in _LIMITER.finditer(text):
        left = text[: match.start()]
        weak = match["word"] == "but" and (not match["comma"] or re.search(rf"\b(?:{words.NEGATIONS})\b", left, re.I))
        if_is_whether = match["word"] == "if" and _IF_IS_WHETHER.search(left)
        question = match["word"] == "however" and not match["comma"]
        verb = match["word"] == "provided" and not match["rest"].startswith("that")
        if len(left.split()) >= _PIECE + 1 and not (weak or if_is_whether or question or verb):
            quote = flat(left) + rng.choice([".", ""])
            return Edited((quote,), (Span(0, match.start()),))
    return None


def before_limiter_built(passage: Passage, rng: random.Random) -> Edited | None:
    """C12: the story limits the sentence by a clause that the quotation leaves out."""
    text = passage.words
    if not text.endswith("."):
        return None
    left = text[:-1]
    return Edited((flat(left) + rng.choice([".", ""]),), (whole(left),), f"{left}{rng.choice(_LIMITS)}.")


def after_denial(passage: Passage, _: random.Random) -> Edited | None:
    """C13: the quotation starts right after what denies or doubts it."""
    return _after(_DENIAL, passage)


def after_claim(passage: Passage, _: random.Random) -> Edited | None:
    """C13: the quotation starts right after what says that it is only alleged."""
    return None if _DENIAL.match(passage.words) else _after(_CLAIM, passage)


def _after(opener: re.Pattern[str], passage: Passage) -> Edited | None:
    match = opener.match(passage.words)
    if match is None or len(match["rest"].split()) < _PIECE + 1:
        return None
    span = Span(match.start("rest"), len(passage.words))
    return Edited((capital(flat(span.of(passage.words))),), (span,))


def after_denial_built(passage: Passage, rng: random.Random) -> Edited | None:
    """C13: the story opens the sentence with a denial that the quotation leaves out."""
    return _opened(passage, rng.choice(_OPENERS))


def _opened(passage: Passage, opener: str) -> Edited | None:
    rest = small(passage.words)
    if not passage.words.endswith(".") or rest == passage.words:
        return None
    span = Span(len(opener) + 1, len(opener) + 1 + len(rest))
    return Edited((capital(flat(rest)),), (span,), f"{opener} {rest}")


def after_hedge(passage: Passage, _: random.Random) -> Edited | None:
    """C9: the quotation starts right after "I think" or the like."""
    match = words.OPENING_HEDGES.match(passage.flat)
    rest = passage.flat[match.end() :] if match else ""
    place = re.search(r"\s+".join(re.escape(one) for one in rest.split()), passage.words) if rest else None
    if place is None or len(rest.split()) <= _PIECE:
        return None
    return Edited((capital(rest),), (Span(*place.span()),))


def after_hedge_built(passage: Passage, rng: random.Random) -> Edited | None:
    """C9: the story opens the sentence with "I think" or the like."""
    return _opened(passage, rng.choice(words.HEDGING_OPENERS))


def asserted(passage: Passage, _: random.Random) -> Edited | None:
    """C15: a question becomes a statement, its verb after its subject."""
    match = _QUESTION.match(passage.flat)
    if match is None or " or " in passage.flat:
        return None
    verb = "" if match["verb"] in ("Do", "Did", "Does") else f" {match['verb'].lower()}"
    quote = capital(f"{match['who']}{verb} {match['rest']}.")
    after_verb = Span(match.end("verb") + 1, len(passage.words))
    return Edited((quote,), (whole(passage.words),), others=((after_verb,),))


def asked(passage: Passage, _: random.Random) -> Edited | None:
    """C15: the story asks what the quotation states."""
    match = _STATEMENT.match(passage.words)
    if match is None:
        return None
    printed = f"{capital(match['verb'])} {small(match['who'])} {match['rest']}?"
    after_verb = Span(match.end("verb") - match.start("verb") + 1, len(printed))
    return Edited((passage.flat,), (whole(printed),), printed, others=((after_verb,),))


def hides_negation(passage: Passage, rng: random.Random) -> Edited | None:
    """C14: an ellipsis stands for words that deny."""
    return _hides(rf"\b(?:{words.NEGATIONS})\b", passage, rng)


def hides_limiter(passage: Passage, rng: random.Random) -> Edited | None:
    """C14: an ellipsis stands for words that limit."""
    return _hides(r"\b(?:unless|except|although|though|provided that|only)\b|(?<=, )(?:but|if)\b", passage, rng)


def _hides(pattern: str, passage: Passage, rng: random.Random) -> Edited | None:
    every = word_spans(passage.words)
    for match in re.finditer(pattern, passage.words, re.IGNORECASE):
        held = [i for i, one in enumerate(every) if one.start < match.end() and match.start() < one.end]
        first, last = held[0], min(held[-1] + rng.randrange(0, 4), len(every) - _PIECE)
        if first >= _PIECE and last >= held[-1]:
            before, after = Span(0, every[first - 1].end), Span(every[last].end, len(passage.words))
            skipped = len(after.of(passage.words)) - len(after.of(passage.words).lstrip())
            return _joined(passage, before, Span(after.start + skipped, after.end), rng.choice(_ELLIPSES))
    return None


def hides_sentence(passage: Passage, rng: random.Random) -> Edited | None:
    """C14: an ellipsis stands for a whole sentence that denies or limits."""
    left_out = passage.sentence(1)
    if not re.search(rf"\b(?:{words.NEGATIONS}|but|unless|except|although)\b", left_out, re.IGNORECASE):
        return None
    return _joined(passage, passage.sentences[0], passage.sentences[2], rng.choice(_ELLIPSES))


def joins_distant(passage: Passage, rng: random.Random) -> Edited | None:
    """C14: an ellipsis joins two passages far apart."""
    first, last = passage.sentences
    quote = passage.sentence(0) + rng.choice(_ELLIPSES) + passage.sentence(1)
    return Edited((quote,), (first, last))
