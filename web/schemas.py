"""The shapes of requests and responses, each field described and with an example. The only pydantic models."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qa.library import MAX_TOP_K
from qa.queries import MAX_QUESTION_LENGTH
from qa.quotes.checker import MAX_QUOTATIONS, MAX_TEXT
from qa.quotes.types import Profile

_ID = "3f2a9c0d5e6b7a81"
_SHA256 = "3f2a9c0d5e6b7a81" * 4
_TITLE = "Bridge vote passes"
_EXACT = "“We counted twice,” Ms Ayling said."


class Shape(BaseModel):
    """The ground of all shapes: a field that isn't known is an error, not silence."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CitationShape(Shape):
    """Words of a story and the place where they stand: `story.text[start:end] == exact`.

    Offsets count Unicode code points of the text that `GET /v1/stories/{id}` returns.
    """

    story_id: str = Field(description="The story's id.", examples=[_ID])
    sha256: str = Field(description="The sha256 of the story's text in UTF-8.", examples=[_SHA256])
    title: str = Field(description="The story's title.", examples=[_TITLE])
    source: str | None = Field(description="Who published the story, where known.", examples=["The Courier"])
    published: str | None = Field(description="ISO date or date-time, where known.", examples=["2026-03-12"])
    paragraph: int = Field(description="The paragraph's number, from 1; a headline counts.", examples=[4])
    start: int = Field(description="Offset of the first code point.", examples=[412])
    end: int = Field(description="Offset after the last code point.", examples=[447])
    exact: str = Field(description="The words themselves.", examples=[_EXACT])
    prefix: str = Field(description="Up to 40 code points before them.", examples=["went into the night. "])
    suffix: str = Field(description="Up to 40 code points after them.", examples=[" The motion carried"])
    url: str = Field(
        description="Permalink to the words in the story, relative to this server.", examples=[f"/story/{_ID}/412-447"]
    )


class HitShape(Shape):
    """A passage that retrieval found."""

    citation: CitationShape = Field(description="The whole passage, cited.")
    score: float = Field(description="Orders the hits of one query: the sum of `scores`.", examples=[2.49])
    scores: dict[str, float] = Field(
        description="The parts of the score, weighed: `dense` the cosine, `keyword` BM25, `words` the share of the"
        " query's words, `pairs` of its neighbouring words, `interaction` the comparison word by word.",
        examples=[{"dense": 0.61, "keyword": 0.07, "words": 0.25, "pairs": 0.1, "interaction": 1.46}],
    )
    also: list[CitationShape] = Field([], description="Where else the same words stand.")


class FilterShape(Shape):
    """Which stories to search; a field left out lets every story through."""

    story_ids: list[str] | None = Field(None, description="Only these stories.", examples=[[_ID]], max_length=1000)
    source: str | None = Field(None, description="Only this source, in any case.", examples=["The Courier"])
    published_after: str | None = Field(
        None, description="Only stories of this day or later (ISO).", examples=["2026-01-01"]
    )
    published_before: str | None = Field(
        None, description="Only stories of this day or earlier (ISO).", examples=["2026-12-31"]
    )


class SearchRequest(Shape):
    """A search."""

    query: str = Field(description="What to look for.", examples=["bridge vote"], max_length=MAX_QUESTION_LENGTH)
    top_k: int = Field(10, description="How many passages.", examples=[10], ge=1, le=MAX_TOP_K)
    filter: FilterShape | None = Field(None, description="Which stories to search.")
    rerank: bool = Field(
        True, description="Compare the best ten with the query word by word: better, and slower.", examples=[True]
    )


class SearchResponse(Shape):
    """The passages found, best first."""

    hits: list[HitShape] = Field(description="Best first.")


class AskRequest(Shape):
    """A question."""

    question: str = Field(
        description="The question.", examples=["Who counted the votes?"], max_length=MAX_QUESTION_LENGTH
    )
    conversation_id: str | None = Field(
        None, description="The conversation's id, from an earlier answer.", examples=["b7e1"], max_length=100
    )
    filter: FilterShape | None = Field(None, description="Which stories to read.")


class FindingShape(Shape):
    """One thing that the stories say."""

    words: CitationShape = Field(description="The words that answer.")
    quote: CitationShape = Field(description="The sentence or two that hold them.")
    confidence: float = Field(description="Estimated probability, 0 to 1, that they answer.", examples=[0.83])
    also: list[CitationShape] = Field(description="Other sentences that say the same.")
    date: str | None = Field(
        description="What a date such as `last Thursday` means, from the day of the story: a day, a month, a year, or"
        " two days joined by `/` (ISO 8601).",
        examples=["2026-03-05"],
    )


class AskResponse(Shape):
    """An answer in a story's own words, or abstention."""

    question: str = Field(description="The question as it was asked.", examples=["Who counted the votes?"])
    read_as: str | None = Field(
        description="A follow-up as it was understood, with what came before it; null where it stands alone.",
        examples=[None],
    )
    kind: str = Field(
        description="What the question asks for: `words`, `sentences`, `yes_no`, `list` or `about`.", examples=["words"]
    )
    answer: str | None = Field(
        description="The stories' words, a list joined by semicolons; `Yes` or `No` only where a sentence bears it out;"
        " null when the stories don't say.",
        examples=["Ms Ayling"],
    )
    verdict: Literal["yes", "no"] | None = Field(
        description="What a sentence bears out, where the question asks for yes or no; null where none does.",
        examples=[None],
    )
    answers: list[FindingShape] = Field(description="What the stories say, each with its place.")
    differ: bool = Field(description="True when the stories contradict one another: newest first.", examples=[False])
    abstained: bool = Field(description="True when the stories don't say.", examples=[False])
    confidence: float = Field(
        description="Estimated probability, 0 to 1, that this answers; with `differ`, that one of the answers does. For"
        " `about`, how surely the story is meant: 1 where it is chosen or the only one, else the share of the topic's"
        " words that it holds.",
        examples=[0.83],
    )
    citations: list[CitationShape] = Field(
        description="The quotations: of `answers`, then those that say the same. Empty when abstaining."
    )
    near: list[HitShape] = Field(description="When abstaining: the nearest passages, which are no answer.")
    conversation_id: str = Field(description="Send it with the next question.", examples=["b7e1"])


class SourcesEvent(Shape):
    """The first event of a streamed answer: the passages that are being read."""

    hits: list[HitShape] = Field(description="Best first.")


class StoryRequest(Shape):
    """A story to add. What it states about itself (front matter, a headline) is used where a field is left out."""

    text: str = Field(description="The whole text; line ends become \\n.", examples=["Bridge vote passes\n\n..."])
    title: str | None = Field(None, description="The title.", examples=[_TITLE], max_length=300)
    source: str | None = Field(None, description="Who published it.", examples=["The Courier"], max_length=300)
    url: str | None = Field(
        None,
        description="Its address. A story of the same address is a new version of it.",
        examples=["https://courier.example/bridge"],
        max_length=2000,
    )
    published: str | None = Field(None, description="ISO date or date-time.", examples=["2026-03-12"], max_length=40)


class AddedResponse(Shape):
    """What became of a story that was sent."""

    id: str = Field(description="The story's id, from the sha256 of its text.", examples=[_ID])
    sha256: str = Field(description="The sha256 of its text in UTF-8.", examples=[_SHA256])
    title: str = Field(description="Its title as stored.", examples=[_TITLE])
    passages: int = Field(description="How many passages it has.", examples=[18])
    created: bool = Field(description="False when the same text was held already.", examples=[True])
    encoding: str = Field(description="How its bytes were decoded.", examples=["utf-8"])


class StoryShape(Shape):
    """What is known about a story."""

    id: str = Field(description="The story's id.", examples=[_ID])
    sha256: str = Field(description="The sha256 of its text in UTF-8.", examples=[_SHA256])
    title: str = Field(description="Its title.", examples=[_TITLE])
    source: str | None = Field(description="Who published it, where known.", examples=["The Courier"])
    published: str | None = Field(description="ISO date or date-time, where known.", examples=["2026-03-12"])
    url: str | None = Field(description="Its address, where known.", examples=["https://courier.example/bridge"])
    encoding: str = Field(description="How its bytes were decoded.", examples=["utf-8"])
    passages: int = Field(description="How many passages it has.", examples=[18])
    added_at: str = Field(description="When it was added (ISO, UTC).", examples=["2026-03-12T09:30:00.000000+00:00"])
    current: bool = Field(description="False for a version that a newer one supersedes.", examples=[True])


class StoriesResponse(Shape):
    """A page of the stories that are searched, newest published first."""

    stories: list[StoryShape] = Field(description="The stories.")
    next: str | None = Field(description="Send as `after` for the next page; null on the last.", examples=[_ID])
    total: int = Field(description="How many stories there are in all.", examples=[6])


class StoryResponse(StoryShape):
    """A story with its text, which never changes."""

    text: str = Field(description="The stored text; all offsets count its code points.", examples=["Bridge vote ..."])


class PassageShape(Shape):
    """A passage: a paragraph, or a part of a long one."""

    ordinal: int = Field(description="The passage's number in the story, from 0.", examples=[3])
    paragraph: int = Field(description="The paragraph's number, from 1.", examples=[4])
    start: int = Field(description="Offset of the first code point.", examples=[380])
    end: int = Field(description="Offset after the last code point.", examples=[512])
    text: str = Field(description="The passage's words.", examples=[_EXACT])


class PassagesResponse(Shape):
    """A story's passages in order."""

    passages: list[PassageShape] = Field(description="In order.")


class StatusResponse(Shape):
    """Whether the server lives, or is ready."""

    status: str = Field(description='"alive", "ready" or "starting".', examples=["ready"])


class Problem(BaseModel):
    """An error, as RFC 9457 problem details."""

    type: str = Field(description="A name for the kind of problem.", examples=["urn:pullquote:story_not_found"])
    title: str = Field(description="The kind of problem in words.", examples=["Story not found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    code: str = Field(description="Stable; for programs.", examples=["story_not_found"])
    detail: str = Field(
        description="What is wrong and what to do; for people.", examples=["no story has the id 'x': list them"]
    )


def problem_responses(**titles: str) -> dict[int | str, dict[str, Any]]:
    """Return OpenAPI responses for the statuses given as `s404="Story not found"`."""
    return {
        int(status[1:]): {
            "description": title,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, title in titles.items()
    }


class QuotationShape(Shape):
    """A quotation to check."""

    quote: str = Field(description="The words between the marks.", examples=["We counted twice"], min_length=1,
                       max_length=MAX_TEXT)  # fmt: skip
    speaker: str | None = Field(None, description="Who is said to have said it.", examples=["Ayling"], max_length=200)
    source: str | None = Field(
        None,
        description="The story it is said to come from: a title, a source, a URL or an id.",
        examples=["The Courier"],
        max_length=2000,
    )


class CheckRequest(Shape):
    """Either `text`, whose quotations are found and checked, or `quotations`."""

    text: str | None = Field(None, description="A draft, an article, or a quotation alone.", max_length=MAX_TEXT,
                             examples=["“We counted twice,” Ms Ayling said."])  # fmt: skip
    quotations: list[QuotationShape] | None = Field(
        None, description="Quotations without their marks.", max_length=MAX_QUOTATIONS
    )
    profile: Profile = Field(
        Profile.STRICT, description="What the house puts up with; the evidence is the same.", examples=["strict"]
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> "CheckRequest":
        if (self.text is None) == (self.quotations is None):
            raise ValueError("send either text or quotations")
        return self


class SpanShape(Shape):
    """The code points start .. end - 1 of a text."""

    start: int = Field(description="Offset of the first code point.", examples=[1])
    end: int = Field(description="Offset after the last code point.", examples=[17])


class DifferenceShape(Shape):
    """Words of the quotation beside those of the story that they stand for."""

    kind: str = Field(
        description="`equal`, `replace`, `insert` (not in the story), `delete` (not in the quotation), `omission` (at"
        " an ellipsis), `bracket`, `attribution` (the story's own, in the middle) or `cut` (off an end).",
        examples=["replace"],
    )
    quote: str = Field(description="The quotation's words.", examples=["never"])
    story: str = Field(description="The story's words.", examples=["not"])
    quote_span: SpanShape = Field(description="Their place in the quotation, its parts joined by a space.")
    story_span: SpanShape = Field(description="Their place in the story's text.")
    reasons: list[str] = Field(description="What of the meaning is at risk.", examples=[["negation"]])


class SpeakerShape(Shape):
    """Who is said to have said it, and who says it in the story."""

    claimed: str | None = Field(description="The speaker that was claimed.", examples=["Ayling"])
    found: str | None = Field(description="The speaker that the story names.", examples=["Ruth Ayling"])
    certainty: str = Field(description="`firm`, `probable` or `unknown`.", examples=["firm"])
    verdict: str = Field(
        description="`not_claimed`, `confirmed`, `misattributed` (only when firm) or `unresolved`.",
        examples=["confirmed"],
    )
    voice: str | None = Field(
        description="`speech`, `nested`, `question`, `indirect` (without marks) or `narration`.", examples=["speech"]
    )
    others: list[str] = Field(description="Who says it too.", examples=[[]])
    evidence: CitationShape | None = Field(description="The sentence that proves it.")


class VariantShape(Shape):
    """The same quotation in another story."""

    citation: CitationShape = Field(description="Its place there.")
    wording: str = Field(description="How the quotation that was sent compares with it.", examples=["altered"])


class QuoteCheckShape(Shape):
    """What the stories say of a quotation: its words, its speaker and its completeness, each apart."""

    quote: str = Field(description="The quotation.", examples=["We counted twice"])
    parts: list[str] = Field(description="Its pieces, where an attribution splits it.", examples=[["We counted twice"]])
    spans: list[SpanShape] = Field(description="Where the pieces stand in `text`.")
    source: str | None = Field(description="The source that was claimed.", examples=[None])
    wording: str = Field(
        description="`verbatim`, `verbatim_with_declared_edits`, `altered`, `paraphrase_only`, `not_found` (in the"
        " stories held), `no_source_held`, `too_short` or `translated`.",
        examples=["verbatim"],
    )
    severity: int = Field(
        description="0 none, 1 presentation only, 2 declared edit, 3 undeclared edit, 4 meaning at risk.", examples=[0]
    )
    reasons: list[str] = Field(description="What the verdict rests on.", examples=[[]])
    speaker: SpeakerShape = Field(description="Its speaker.")
    completeness: str = Field(description="`complete`, `cut`, `at_risk` or `unknown`.", examples=["complete"])
    outcome: str = Field(description="`pass`, `warn` or `fail`, by the profile.", examples=["pass"])
    passed: bool = Field(alias="pass", description="Whether the outcome is `pass`.", examples=[True])
    folds: list[str] = Field(description="What was looked through.", examples=[["quotation marks and apostrophes"]])
    warnings: list[str] = Field(description="What hints at tampering.", examples=[[]])
    diff: list[DifferenceShape] = Field(description="The quotation word for word beside the story.")
    citations: list[CitationShape] = Field(description="Where each piece stands.")
    links: list[str] = Field(description="Links to the words where the story was published.", examples=[[]])
    fuller: CitationShape | None = Field(description="The sentences that hold it.")
    nearest: CitationShape | None = Field(description="What comes nearest in meaning, where the words are not found.")
    variants: list[VariantShape] = Field(description="The same quotation in other stories, the earliest first.")


class UncheckedShape(Shape):
    """What stands between marks and is no speech."""

    quote: str = Field(description="The words.", examples=["The Tide"])
    role: str = Field(
        description="`term`, `title`, or `unclosed`: what follows a mark that is never closed.", examples=["title"]
    )
    spans: list[SpanShape] = Field(description="Where they stand in `text`.")


class CheckResponse(Shape):
    """A verdict for each quotation, in order."""

    results: list[QuoteCheckShape] = Field(description="The quotations checked.")
    unchecked: list[UncheckedShape] = Field(description="Terms, titles, and what follows a mark never closed.")
    summary: str = Field(description="How many pass.", examples=["1 quotation: 1 pass, 0 to look at, 0 fail."])
    markdown: str = Field(description="The report as Markdown.", examples=["# Quotations checked"])
