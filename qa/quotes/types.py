"""The values of quotation checking. All are frozen. Offsets count code points of the text that is named beside them."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from qa.types import Citation, Span


class Profile(StrEnum):
    """What a house puts up with: nothing, cuts that are shown, or a cleaned-up grammar too."""

    STRICT = "strict"
    DELETE_ONLY = "delete-only"
    CLEAN_UP = "clean-up"


class Wording(StrEnum):
    """Whether the words stand in a story."""

    VERBATIM = "verbatim"
    DECLARED = "verbatim_with_declared_edits"
    ALTERED = "altered"
    PARAPHRASE_ONLY = "paraphrase_only"
    NOT_FOUND = "not_found"
    NO_SOURCE_HELD = "no_source_held"
    TOO_SHORT = "too_short"
    TRANSLATED = "translated"


class Severity(IntEnum):
    """How far a quotation is from its source."""

    NONE = 0
    PRESENTATION = 1
    DECLARED = 2
    UNDECLARED = 3
    AT_RISK = 4


class Completeness(StrEnum):
    """Whether what was left out changes what was said; `unknown` where the words were not found."""

    COMPLETE = "complete"
    CUT = "cut"
    AT_RISK = "at_risk"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure a speaker is: methods that know nothing of each other agree; one says so; none does."""

    FIRM = "firm"
    PROBABLE = "probable"
    UNKNOWN = "unknown"


class Voice(StrEnum):
    """Whose words a place in a story holds."""

    SPEECH = "speech"  # between quotation marks, or a speaker's turn in a transcript
    NESTED = "nested"  # someone quotes someone else
    QUESTION = "question"  # an interviewer's
    INDIRECT = "indirect"  # reported by the writer without quotation marks: "She said that ..."
    NARRATION = "narration"  # the writer's own


class Claim(StrEnum):
    """What became of the speaker that was claimed."""

    NOT_CLAIMED = "not_claimed"
    CONFIRMED = "confirmed"
    MISATTRIBUTED = "misattributed"
    UNRESOLVED = "unresolved"


class Role(StrEnum):
    """What quotation marks are for: only speech is checked."""

    SPEECH = "speech"
    TERM = "term"  # scare quotes and words as words
    TITLE = "title"  # of a book, a film, a song
    UNCLOSED = "unclosed"  # what follows a mark that is never closed


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation to check, without its marks, as it stands at `spans` of the text that it was taken from.

    One that an attribution splits ("No," he said, "not now.") has a span and an item of `parts` for each piece, in
    order. `source` names the story, or whose story, it is said to come from.
    """

    parts: tuple[str, ...]
    speaker: str | None = None
    source: str | None = None
    spans: tuple[Span, ...] = ()
    role: Role = Role.SPEECH

    @property
    def quote(self) -> str:
        """The quotation in one piece."""
        return " ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says the words at a span of a text.

    `name` is who, as named fully in the text where that is known (else as the attribution names them: "an official",
    "he"); `mention` is where the attribution names them; `sentence` is the sentence that proves it. `resolved` is False
    where `name` is but a pronoun or a role. `others` are further people who say it too (a joint statement).
    `methods` names the independent methods that agree.
    """

    voice: Voice
    name: str | None = None
    mention: Span | None = None
    sentence: Span | None = None
    certainty: Certainty = Certainty.UNKNOWN
    resolved: bool = False
    others: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where quotation and story differ: "delete" (the story's words are not in the quotation), "insert", "replace".

    "equal" holds words that are the same. `quote` spans the quotation, `story` the story's text; `reasons` name what
    puts the meaning at risk, such as "negation".
    """

    kind: str
    quote: Span
    story: Span
    quote_words: str
    story_words: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker claimed and the speaker found, with the sentence that proves it."""

    claimed: str | None
    found: str | None
    certainty: Certainty
    verdict: Claim
    voice: Voice | None = None
    others: tuple[str, ...] = ()
    evidence: Citation | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """The same quotation in another story, and how it differs from the one that was checked."""

    citation: Citation
    wording: Wording
    story_words: str


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What the stories say of a quotation. `citations` has one for each piece, in the quotation's order.

    `folds` names each difference of presentation that was looked through, `warnings` those that hint at tampering;
    `links` lead to the words where the story was published, if it says where; `fuller` cites the sentences around the
    quotation; `nearest` what comes nearest where the words were not found.
    """

    quotation: Quotation
    wording: Wording
    severity: Severity
    reasons: tuple[str, ...]
    speaker: Speaker
    completeness: Completeness
    outcome: str  # "pass", "warn" or "fail", by the house's profile
    folds: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    diff: tuple[Difference, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[str, ...] = ()
    fuller: Citation | None = None
    nearest: Citation | None = None
    variants: tuple[Variant, ...] = ()
