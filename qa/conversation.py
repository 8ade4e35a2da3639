"""Follow-up questions: "And when was that?", "Where did they meet?", "What else did he say?".

A question that leans on the one before it is read with what that one was about; any other stands alone, so that a new
topic is not dragged to the old one.
"""

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass

from qa.types import Answer, Citation, Span

CONVERSATIONS_KEPT = 1000
TURNS_KEPT = 8
_MAX_BEFORE = 300
_SHORT = 3

_LEAD = re.compile(r"^(?:and|but|so|also|then|what about|how about|or)\b[,\s]*", re.IGNORECASE)
_LEANING = re.compile(
    r"\b(?:he|she|they|him|her|hers|his|them|their|theirs|himself|herself|themselves|it|its|itself"
    r"|(?:that|this)(?=\s*[?.!,]|\s*$|\s+(?:happen|was|is|did|mean|say|take|come|cost|deal|decision|time|place|day|one)\w*\b)"
    r"|those|these|there(?!\s+(?:is|are|was|were|be|been|any|a|an|no)\b)|the same|else|the two|both|the other"
    r"|the former|the latter)\b",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"\b(?:is|was|does|did|will)\s+it\s+(?:true|possible|likely|raining|take|known|clear|said|called)\b|\bis\s+there\b",
    re.IGNORECASE,
)
_QUESTION_MARK = re.compile(r"\?+\s*")
_ASKED_AFTER_ASKED = re.compile(r"(?<=\?)\s+")
_ASKED = re.compile(
    r"^\W*(?:how\s+\w+|who|whom|whose|what|which|when|where|why|how)?\s*\b(?:did|does|do|is|are|was|were|has|have|had|will|would|can"
    r"|could)?\b\s*",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\b(?:else|other|more|another|again)\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:of\s+|the\s+)?[A-Z][\w’'-]+)*")
_WORD = re.compile(r"\w+")
_ASKING = frozenset(
    "who whom whose what which when where why how many much long old far often did does do is are was were has have had"
    " will would can could the a an of in on at to for by with from about and or that this it its he she they his her"
    " their them him first say said tell told there be been".split()
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was read, and what was cited for it, best first: the sentences, and the words that answer."""

    read_as: str
    citations: tuple[Citation, ...]
    words: tuple[Citation, ...] = ()

    @property
    def story_id(self) -> str | None:
        """The story that answered."""
        return self.citations[0].story_id if self.citations else None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question as passages are looked for, and as they are read: with what it leans on behind it.

    `story_id` is that of the story it leans on, `shown` what answered before and does not answer this too.
    """

    read_as: str
    asked: str
    story_id: str | None = None
    shown: tuple[Citation, ...] = ()

    def is_new(self, story_id: str, words: Span) -> bool:
        """Say whether words of a story are others than those that were shown."""
        return not any(
            one.story_id == story_id and one.start < words.end and words.start < one.end for one in self.shown
        )


class Conversations:
    """The last turns of the latest conversations, in memory; several threads may use it."""

    def __init__(self, kept: int = CONVERSATIONS_KEPT) -> None:
        self._kept = kept
        self._turns: OrderedDict[str, tuple[Turn, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Return the turns of a conversation, oldest first; none where it is not known or was long ago."""
        with self._lock:
            return self._turns.get(conversation_id, ())

    def add(self, conversation_id: str, answer: Answer) -> None:
        """Remember an answer; an abstention is remembered too, with what came before it cited."""
        with self._lock:
            turns = self._turns.pop(conversation_id, ())
            citations = answer.citations or (turns[-1].citations if turns and answer.read_as else ())
            # A whole sentence that answered may hold what is asked next; words that answered are not that.
            words = tuple(one.words for one in answer.findings if one.words != one.quote)
            turn = Turn(answer.read_as or answer.question, citations, words)
            self._turns[conversation_id] = (*turns, turn)[-TURNS_KEPT:]
            while len(self._turns) > self._kept:
                self._turns.popitem(last=False)


def resolve(question: str, turns: tuple[Turn, ...]) -> Resolved:
    """Return how `question` is read after `turns`."""
    if not turns or not leans(question):
        return Resolved(question, question)
    last = turns[-1]
    before, bare = _kept(last.read_as)[-_MAX_BEFORE:], _LEAD.sub("", question.strip())
    topic = " ".join(_ASKED.sub("", part).strip() for part in _QUESTION_MARK.split(before))
    shown = last.citations if _ELSE.search(question) else last.words
    return Resolved(f"{before} {bare}".strip(), f"{bare} {topic}".strip(), last.story_id, shown)


def _kept(read_as: str) -> str:
    """Return the first and the last of the questions that led here: what all are about, and what was asked just now."""
    questions = _ASKED_AFTER_ASKED.split(read_as)
    return " ".join(dict.fromkeys((questions[0], questions[-1])))


def leans(question: str) -> bool:
    """Say whether a question needs the one before it: it points back, or it is a few words that name nothing."""
    asked = question.strip()
    if not asked or _IMPERSONAL.search(asked):
        return False
    bare = _LEAD.sub("", asked)
    if _names(bare):
        # "What did Gantz say about it?" names whom it is about; only an opening "and" makes it lean.
        return bare != asked and bool(_LEANING.search(bare) or len(_WORD.findall(bare)) <= _SHORT)
    content = [word for word in _WORD.findall(bare.lower()) if word not in _ASKING]
    return bool(_LEANING.search(bare)) or bare != asked or not content


def _names(question: str) -> list[str]:
    """Return the names in a question, its first word left out."""
    first = _WORD.search(question)
    start = first.end() if first else 0
    return [match.group() for match in _NAME.finditer(question) if match.start() >= start]
