"""Whether a sentence bears out yes or no to a question. It says so only where the words leave no doubt."""

import re
from collections.abc import Sequence

from qa.numbers import numbers

_WORD = re.compile(r"\d[\d.,]*\d|\w+(?:-\w+)*(?:['’]\w+)?")
_LEADING = re.compile(r"^(?:and|but|so|or|then)\b[,\s]*", re.IGNORECASE)
_QUESTION_WORDS = frozenset(
    "is are was were am do does did has have had can could will would shall should may might must be been being the a"
    " an of to in on at by for from with and or that this these those there it its any ever still yet already".split()
)
_ASKED_OF_MODALS = re.compile(r"^(?:can|could|would|should|shall|may|might|must)\b", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|cannot|never)\b|n['’]t\b", re.IGNORECASE)
# A sentence with one of these says something else than that it is so: doubts, reports, conditions, denials, parts.
_DOUBT = re.compile(
    r"\b(?:if|unless|whether|may|might|could|would|should|can|perhaps|maybe|possibl[ye]|probabl[ye]|likely|unlikely"
    r"|reported(?:ly)?|alleged(?:ly)?|apparent(?:ly)?|claim\w*|den(?:y|ies|ied)|refus\w+|reject\w+|fail\w*|false\w*"
    r"|untrue|rumou?r\w*|plan\w*|hop(?:e|es|ed|ing)|expect\w*|propos\w+|intend\w*|want\w*|tr(?:y|ies|ied)|said|say|says"
    r"|told|tells?|believ\w+|think\w*|thought|suggest\w*|argu\w+|warn\w*|ask\w*|almost|nearly|partly|only|no|nor|neither"
    r"|declin\w+|cancel\w*|yet|fewer|less|more|rather|instead|about\s+to|will|shall|scheduled|due|soon"
    r"|none|nobody|nothing|without|hardly|barely|stop(?:ped|s)?|un(?:til|less)|except|but|although|though|however)\b|[?“”\"]",
    re.IGNORECASE,
)
_DONE_BY = re.compile(r"\b(?:was|were|been|being)\b.*\bby\b", re.IGNORECASE | re.DOTALL)  # by whom: the other way round
_ENDINGS = ("ing", "ed", "es", "s", "e", "d")
_SHORTEST_STEM = 3


def verdict(question: str, sentence: str) -> str | None:
    """Return "yes" or "no" where `sentence` alone says so, else None.

    Every word of the question that carries meaning must stand in the sentence, in the same order and with no other
    number among them, and the sentence may hold no doubt, report or condition. One "not" among these words makes it no.
    """
    asked = _LEADING.sub("", question.strip())
    if _ASKED_OF_MODALS.match(asked) or _NEGATION.search(asked) or _DOUBT.search(asked.rstrip("? ")):
        return None
    wanted = [stem(word) for word in _WORD.findall(asked) if word.lower() not in _QUESTION_WORDS]
    places = _in_order(wanted, sentence)
    if len(wanted) < 2 or not places or _DOUBT.search(sentence):  # noqa: PLR2004 - one word is no statement
        return None
    if _DONE_BY.search(sentence) and not _DONE_BY.search(asked):
        return None
    said = {one.value for one in numbers(asked)}
    if any(one.value not in said for one in numbers(sentence[places[0] : places[-1]])):
        return None
    denials = list(_NEGATION.finditer(sentence))
    if not denials:
        return "yes"
    among = places[0] < denials[0].start() < places[-1]
    return "no" if len(denials) == 1 and among else None


def stem(word: str) -> str:
    """Return a word without the commonest English endings, in lower case; numbers and short words stay as they are."""
    folded = word.lower().replace("’", "'")
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM and folded.isalpha():
            return folded.removesuffix(ending)
    return folded


def _in_order(wanted: Sequence[str], sentence: str) -> list[int]:
    """Return where the wanted stems stand in the sentence, one after the other; nothing unless all do."""
    places: list[int] = []
    words = _WORD.finditer(sentence)
    for one in wanted:
        place = next((match.start() for match in words if stem(match.group()) == one), None)
        if place is None:
            return []
        places.append(place)
    return places
