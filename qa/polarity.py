"""Whether a sentence bears out yes or no to a question. It says so only where the words leave no doubt."""

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.numbers import numbers

_WORD = re.compile(r"\d[\d.,]*\d|\w+(?:-\w+)*(?:['’]\w+)?")
_LEADING = re.compile(r"^(?:and|but|so|or|then)\b[,\s]*", re.IGNORECASE)
_QUESTION_WORDS = frozenset(
    "is are was were am do does did has have had can could will would shall should may might must be been being the a"
    " an of to in on at by for from with and or that this these those there it its any ever still yet already".split()
)
_ASKED_OF_MODALS = re.compile(r"^(?:can|could|would|should|shall|may|might|must)\b", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|cannot|never)\b|n['’]t\b", re.IGNORECASE)
# What may stand among a statement's words and leave it the same statement.
_SMALL = frozenset(
    "is are was were am do does did has have had been being be the a an its his her their this these those all both and"
    " in on at by for from with to into already finally officially formally unanimously successfully fully completely"
    " publicly eventually recently immediately quickly permanently not never".split()
)
_GOES_ON = frozenset(
    "yesterday today last earlier late early again after before during while when where which who until since as but"
    " of over under near between because following ago".split()
)
_ASIDE = re.compile(r",[^,;]*,")
_PART_OF = re.compile(r"\b(?:of|for|from|with|by)\b", re.IGNORECASE)
_NEXT = re.compile(r"(?P<own>['’])|\s+(?P<word>\w[\w’'-]*)")
_NOW_ASKED = re.compile(r"^(?:is|are|am|does|do)\b", re.IGNORECASE)
_NOW_SAID = re.compile(r"\b(?:is|are|am|has been|have been)\b|['’]s\b", re.IGNORECASE)
# A sentence with one of these says something else than that it is so: doubts, reports, conditions, denials, parts.
_DOUBT = re.compile(
    r"\b(?:if|unless|whether|(?-i:may)|might|could|would|should|can|perhaps|maybe|possibl[ye]|probabl[ye]|likely|unlikely"
    r"|reported(?:ly)?|alleged(?:ly)?|apparent(?:ly)?|claim\w*|den(?:y|ies|ied)|refus\w+|reject\w+|fail\w*|false\w*"
    r"|untrue|rumou?r\w*|plan\w*|hop(?:e|es|ed|ing)|expect\w*|propos\w+|intend\w*|want\w*|tr(?:y|ies|ied)|said|say|says"
    r"|told|tells?|believ\w+|think\w*|thought|suggest\w*|argu\w+|warn\w*|ask\w*|almost|nearly|partly|only|no|nor|neither"
    r"|declin\w+|cancel\w*|yet|fewer|less|more|rather|instead|about\s+to|will|shall|must|ought|unable|scheduled|due|soon"
    r"|none|nobody|nothing|without|hardly|barely|stop(?:ped|s)?|un(?:til|less)|except|but|although|though|however)\b|[?“”\"]",
    re.IGNORECASE,
)
_DONE_BY = re.compile(r"\b(?:was|were|been|being)\b.*\bby\b", re.IGNORECASE | re.DOTALL)  # by whom: the other way round
_ENDINGS = ("ing", "ed", "es", "s", "e", "d")
_SHORTEST_STEM = 3


def verdict(question: str, sentence: str) -> str | None:
    """Return "yes" or "no" where `sentence` alone says so, else None.

    Every word of the question that carries meaning must stand in the sentence, in the same order and of the same time,
    with nothing but small words, names and asides among them, and the sentence may hold no doubt, report or condition.
    One "not" among these words makes it no.
    """
    asked = _LEADING.sub("", question.strip())
    if _ASKED_OF_MODALS.match(asked) or _NEGATION.search(asked) or _DOUBT.search(asked.rstrip("? ")):
        return None
    wanted = [word for word in _WORD.findall(asked) if word.lower() not in _QUESTION_WORDS]
    found = _in_order(wanted, sentence)
    one_word = len(wanted) < 2  # noqa: PLR2004 - which is no statement
    if one_word or not found or not _says_it(asked, wanted, sentence, found):
        return None
    denials = list(_NEGATION.finditer(sentence))
    if not denials:
        return "yes"
    return "no" if len(denials) == 1 and found[0].start() < denials[0].start() < found[-1].start() else None


def _says_it(asked: str, wanted: Sequence[str], sentence: str, found: Sequence[re.Match[str]]) -> bool:
    """Say whether the sentence states what is asked, or denies it."""
    others = {one.value for one in numbers(sentence[found[0].start() : found[-1].start()])}
    return (
        not _DOUBT.search(sentence)
        and _is_one_statement(sentence, found)
        and _is_of_its_time(asked, wanted, sentence, found)
        and (_DONE_BY.search(asked) is not None or not _DONE_BY.search(sentence))
        and others <= {one.value for one in numbers(asked)}
    )


def _is_one_statement(sentence: str, found: Sequence[re.Match[str]]) -> bool:
    """Say whether no other noun or verb begins the clause of the words, stands among them or goes on from them."""
    opening = re.split(r"[,;:—–]", sentence[: found[0].start()])[-1]
    if _PART_OF.search(opening) or not all(map(_is_small, _WORD.findall(opening))):
        return False
    for one, other in pairwise(found):
        between = _ASIDE.sub(" ", sentence[one.end() : other.start()])
        words = _WORD.findall(between)
        if "," in between or not all(map(_is_small, words)):
            return False
        if words and words[-1].lower() == "to" and other.group()[0].islower():  # "Voss to apologise"
            return False
    after = _NEXT.match(sentence, found[-1].end())
    return after is None or bool(after["word"] and (_is_small(after["word"]) or after["word"].lower() in _GOES_ON))


def _is_small(word: str) -> bool:
    """Say whether a word among others makes no other statement of them: a name, a number, a small word."""
    return word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL or bool(_NEGATION.search(word))


def _is_of_its_time(asked: str, wanted: Sequence[str], sentence: str, found: Sequence[re.Match[str]]) -> bool:
    """Say whether what is asked of now is said of now, and what is asked of the past is not of the days to come."""
    said = [match.group().lower() for match in found]
    of = list(zip((word.lower() for word in wanted), said, strict=True))
    if any(word.endswith("ing") != one.endswith("ing") for word, one in of):
        return False
    if not _NOW_ASKED.match(asked):
        return not any(one == f"{word}s" for word, one in of)
    if asked.lower().startswith("do"):
        return not any(one.endswith("ed") and not word.endswith("ed") for word, one in of)
    return bool(_NOW_SAID.search(sentence[found[0].start() : found[-1].end()]))


def stem(word: str) -> str:
    """Return a word without the commonest English endings, in lower case; numbers and short words stay as they are."""
    folded = word.lower().replace("’", "'")
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM and folded.isalpha():
            return folded.removesuffix(ending)
    return folded


def _in_order(wanted: Sequence[str], sentence: str) -> list[re.Match[str]]:
    """Return where the wanted words stand in the sentence, by their stems, one after the other; [] unless all do."""
    found: list[re.Match[str]] = []
    words = _WORD.finditer(sentence)
    for one in wanted:
        match = next((match for match in words if stem(match.group()) == stem(one)), None)
        if match is None:
            return []
        found.append(match)
    return found
