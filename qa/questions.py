"""What kind of answer a question asks for: a few words, a sentence, yes or no, several things, or the whole story."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What an answer is made of."""

    WORDS = "words"
    SENTENCES = "sentences"
    YES_NO = "yes_no"
    LIST = "list"
    ABOUT = "about"


_LEAD = re.compile(r"^(?:and|but|so|or|then|also|please|ok(?:ay)?|well|now)\b[,\s]*", re.IGNORECASE)
_STORY = r"(?:this|that|the|these|those)\s+(?:\w+\s+)?(?:stor(?:y|ies)|article|report|piece|text|document|news)"
_ABOUT = re.compile(
    rf"what(?:'s|’s| is| are| was)?\s+{_STORY}\s+(?:(?:on|of|in|from)\b.*\s)?(?:all\s+)?about"
    r"|what(?:'s|’s| is| are)\s+(?:it|this|that)\s+(?:all\s+)?about"
    rf"|summ?ari[sz]e\b|(?:give|write|make)\b.*\bsummary|(?:key|main)\s+points|gist of|tl;?dr"
    rf"|what does {_STORY} say\W*$"
    r"|^(?:an?\s+|the\s+)?(?:(?:brief|short|quick)\s+)?summary\s*(?:$|[?.!:,]|please\b|of\b)",
    re.IGNORECASE,
)
_MEASURE = (
    "many|much|long|old|far|often|big|large|tall|high|deep|wide|heavy|fast|late|early|soon|likely|hot|cold|young|short"
    "|small|strong|close|wealthy|rich|expensive|frequently|quickly"
)
_YES_NO = re.compile(
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|isn|aren|wasn|weren"
    r"|don|doesn|didn|hasn|haven|hadn|can|won|wouldn|couldn|shouldn)(?:['’]t)?\s",
    re.IGNORECASE,
)
_SENTENCES = re.compile(
    rf"why\b|how\s+come|how\b(?!\s+(?:{_MEASURE})\b)|(?:describe|explain|tell)\b"
    r"|what(?:'s|’s)?\s+(?:\w+\s+)?(?:happened|happens|will happen|is happening|was happening|next|else)\b"
    r"|what\s+(?:else\s+)?(?:did|does|do|has|have|had|would)\b.*\b(?:say|said|think|tell|told|claim|argue|respond|reply|add"
    r"|warn|suggest|announce|explain|state|write|ask|do|done|call for|mean|promise|propose|recommend|conclude)\b"
    r"|what\s+(?:was|were|is|are|has been|had been)\s+(?:\w+\s+)?(?:said|told|argued|claimed|agreed|announced"
    r"|decided|done)\b"
    r"|what\s+(?:reasons?|explanation|response|reaction)\b|what\s+(?:was|is|were)\s+the\s+(?:\w+\s+)?(?:reasons?|response"
    r"|reaction|explanation)\b|in what way|for what reason|what\s+caused\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"(?:list|name|enumerate)\b|(?:who|what|which)\s+(?:all|are|were)\s+(?!(?:the\s+)?\w+(?:'s|’s)?\s+(?:name|age)\b)"
    r"|(?:what|which)\s+(?:other\s+)?(?!(?:was|is|does|has|this|series|news|process|loss|boss|class|address|gas|business"
    r"|status|crisis|basis|analysis|pass|mass|press|access|success|progress|illness|bus|virus|campus|census|focus|bonus)\b)"
    r"\w+[^\Ws]s\s+(?:are|were|have|do|did|will|can)\b|who\s+else\b|which\s+ones\b",
    re.IGNORECASE,
)


_TELL = re.compile(
    r"(?:please\s+)?(?:tell me|what do you know)?\s*(?:something|anything|more|all)?\s*"
    r"(?:about|on)\s+(?P<topic>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TELLING = re.compile(r"^(?:please\s+)?(?:tell me|what do you know|anything|something|more)\b", re.IGNORECASE)
_ASKS = frozenset(
    "who whom whose what which when where why how is are was were do does did has have had can could will would should"
    " shall may might must and but or so yes no ok okay hi hello thanks thank please help more else again really he she"
    " it they them him her his their this that these those there then now".split()
)
_MOST_BARE = 2


_GENERIC = frozenset(
    "what s whats is are was were this that the these those a an it all about of in me give make write please summary"
    " summarise summarize story stories article report piece text document news key main points gist tldr tl dr does"
    " say said and so for can could you whole entire brief short quick he she they his her their him them its".split()
)


def topic(question: str) -> str:
    """Return the words of a question for what a story is about that tell which story; "" where none does."""
    return " ".join(word for word in re.findall(r"\w+", question) if word.lower() not in _GENERIC)


def told_about(question: str) -> str:
    """Return what a question is about that asks to be told of something: "Tell me about Ostrey", "Ostrey?"; else ""."""
    asked = question.strip().rstrip("?!. ")
    match = _TELL.match(asked)
    if match and _TELLING.match(asked):
        return match["topic"]
    words = re.findall(r"[\w’'-]+", asked)
    named = 0 < len(words) <= _MOST_BARE and not _ASKS & {word.lower() for word in words}
    return asked if named and kind_of(asked) is Kind.WORDS and any(map(str.isalpha, asked)) else ""


def kind_of(question: str) -> Kind:
    """Return what `question`, in English, asks for; anything not recognised asks for a few words."""
    asked = question.strip()
    while (shorter := _LEAD.sub("", asked, count=1)) != asked:
        asked = shorter
    if _ABOUT.search(asked):
        return Kind.ABOUT
    if _YES_NO.match(asked) and not re.search(r"\bor\b", asked):
        return Kind.YES_NO
    if _SENTENCES.match(asked):
        return Kind.SENTENCES
    return Kind.LIST if _LIST.match(asked) else Kind.WORDS
