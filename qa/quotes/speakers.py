"""Who says the words at a place in a story.

Rules read the sentence around the place; a parse of it, where a parser is installed, gives a second opinion that knows
nothing of the rules. That a name stands near is never evidence.
"""

from bisect import bisect_right
from collections.abc import Sequence

from qa.quotes import rules
from qa.quotes.evidence import Found, Story, story_of
from qa.quotes.groups import role_of
from qa.quotes.mentions import others_named, who_is
from qa.quotes.names import people
from qa.quotes.pairs import Pair
from qa.quotes.rules import Cue
from qa.quotes.transcripts import Turn, turn_at
from qa.quotes.types import Attribution, Certainty, Role, Voice
from qa.types import Span

# Rules, and ways to carry, that were right in 95 of 100 cases by themselves where they were chosen.
_SURE_RULES = frozenset({"after", "verb first", "between", "signed"})
_SURE_WAYS = frozenset({"own", "same paragraph"})


def who_says(text: str, span: Span, *, parse: bool = True) -> Attribution:
    """Return who says the words of text[span]; `parse` asks the parser too, where one is installed.

    Work on a text is kept for the next call.
    """
    story = story_of(text)
    n = _quotation_at(story, span)
    turn = turn_at(text, span.start)
    if turn and n is None:
        return _in_turn(text, span, turn)
    if n is None:
        return _outside(story, span, parse=parse)
    nested = _nested(text, story.quotations[n].pieces, span)
    if nested:
        return _in_nested(story, *nested)
    found = story.found(n)
    if turn:
        own = found if found and turn.words.start <= found.cue.mention.start < turn.words.end else None
        return _attribution(story, own, Voice.NESTED, parse=parse)
    return _attribution(story, found, Voice.SPEECH, parse=parse)


def _quotation_at(story: Story, span: Span) -> int | None:
    """Return the number of the quotation that holds most of the words, or None where most stand outside marks."""
    n = max(0, bisect_right(story.starts, span.start) - 1)
    best, most = None, 0
    inside = 0
    while n < len(story.quotations) and story.starts[n] < max(span.end, span.start + 1):
        shared = sum(_overlap(piece.outer, span) for piece in story.quotations[n].pieces)
        inside += shared
        if shared > most:
            best, most = n, shared
        n += 1
    return best if 2 * inside >= len(span) else None


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _nested(text: str, pieces: Sequence[Pair], span: Span) -> tuple[Pair, Pair] | None:
    """Return the pair within a quotation that holds the words, after the one around it, if it holds speech."""
    for piece in pieces:
        for inner in piece.inner:
            if inner.outer.start <= span.start and span.end <= inner.outer.end:
                role = role_of(text, inner, piece.span.start, piece.span.end)
                return (piece, inner) if role == Role.SPEECH else None
    return None


def _in_nested(story: Story, outer: Pair, inner: Pair) -> Attribution:
    """Return who is quoted within a quotation, as the sentence within it says."""
    text = story.text
    paused = text[inner.span.end - 1] in ",!?—–"
    cue = rules.after(text, inner.outer.end, outer.span.end, paused=paused)
    cue = cue or rules.before(text, inner.outer.start, outer.span.start)
    if cue is None or cue.rule == "next":
        return Attribution(Voice.NESTED)
    return _named(story, Found(cue, inner.outer), Voice.NESTED, Certainty.PROBABLE, ("rules",))


def _in_turn(text: str, span: Span, turn: Turn) -> Attribution:
    """Return the speaker of a transcript's turn."""
    voice = Voice.QUESTION if turn.question else Voice.SPEECH
    sentence = Span(turn.label.start, max(turn.label.end, min(turn.first, turn.words.end)))
    if turn.answer:
        return Attribution(voice, None, turn.label, sentence)
    sure = turn.sure or span.start < turn.first
    certainty = Certainty.FIRM if sure else Certainty.PROBABLE
    label = turn.label.of(text)
    name = label.title() if label.isupper() else label
    if turn.question:
        return Attribution(voice, name, turn.label, sentence, certainty, False, (), ("label",))
    found = people(text).matching(name)
    who = found[0].name if len(found) == 1 else name
    return Attribution(voice, who, turn.label, sentence, certainty, True, (), ("label",))


def _outside(story: Story, span: Span, *, parse: bool) -> Attribution:
    """Return who is reported without marks to have said the words, or that the writer says them."""
    place = story.paragraph(span.start)
    cue = rules.reported(story.blank, span, place)
    if cue is None:
        return Attribution(Voice.NARRATION)
    return _attribution(story, Found(cue, span), Voice.INDIRECT, parse=parse)


def _attribution(story: Story, found: Found | None, voice: Voice, *, parse: bool) -> Attribution:
    if found is None:
        return Attribution(voice)
    del parse
    sure = found.cue.rule in _SURE_RULES and found.way in _SURE_WAYS and voice == Voice.SPEECH
    return _named(story, found, voice, Certainty.FIRM if sure else Certainty.PROBABLE, ("rules",))


def _named(story: Story, found: Found, voice: Voice, certainty: Certainty, methods: tuple[str, ...]) -> Attribution:
    known = people(story.text)
    mention = found.cue.mention
    who = who_is(story.text, mention, known)
    if who.doubt and certainty == Certainty.FIRM:
        certainty = Certainty.PROBABLE
    others = others_named(story.text, mention, known)
    sentence = story.sentence_of(found)
    return Attribution(voice, who.name, mention, sentence, certainty, who.resolved, others, methods)


def by_rule(text: str, span: Span) -> tuple[Cue, str] | None:
    """Return the cue and the way by which a quotation's speaker is found; for measuring."""
    story = story_of(text)
    n = _quotation_at(story, span)
    found = None if n is None else story.found(n)
    return (found.cue, found.way) if found else None
