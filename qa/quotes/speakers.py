"""Who says the words at a place in a story.

Rules read the sentence around the place; a parse of it, where a parser is installed, gives a second opinion that knows
nothing of the rules. That a name stands near is never evidence.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from qa.quotes import parse as parser
from qa.quotes import rules
from qa.quotes.groups import role_of
from qa.quotes.mentions import others_named, who_is
from qa.quotes.names import PLAIN_PRONOUNS, core, people
from qa.quotes.pairs import Pair
from qa.quotes.parse import Around
from qa.quotes.rules import BLANK, Cue
from qa.quotes.speech import Found, Story, story_of
from qa.quotes.surroundings import lead, tail
from qa.quotes.transcripts import Turn, turn_at
from qa.quotes.types import Attribution, Certainty, Role, Voice
from qa.types import Span

# Rules, and ways to carry, that were right in 95 of 100 cases by themselves where they were chosen.
_SURE_RULES = frozenset({"after", "verb first", "between", "signed"})
_SURE_IF_PARSED = frozenset({"before", "before, far", "intro", "reported", "reported after"})
_UNPARSED = frozenset({"signed", "subject", "possessive", "colon"})
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
    if parse and (found is None or found.way not in _SURE_WAYS):
        read = _by_parse(story, story.quotations[n].pieces[-1])
        if read:
            return _named(story, read, Voice.SPEECH, Certainty.PROBABLE, ("parse",))
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
    """Weigh what the rules found against the parse of the same sentence."""
    if found is None:
        return Attribution(voice)
    sure = voice == Voice.SPEECH and found.cue.rule in _SURE_RULES and found.way in _SURE_WAYS
    opinion = parser.speaker(story.lettered, _around(story, found)) if parse and _parses(found) else None
    if opinion is None:
        return _named(story, found, voice, Certainty.FIRM if sure else Certainty.PROBABLE, ("rules",))
    if not _agree(story, found.cue.mention, opinion):
        return _named(story, found, voice, Certainty.PROBABLE, ("rules",))
    firm = sure or (found.way == "own" and found.cue.rule in _SURE_IF_PARSED)
    closer = replace(found, cue=replace(found.cue, mention=_closer(found.cue.mention, opinion)))
    return _named(story, closer, voice, Certainty.FIRM if firm else Certainty.PROBABLE, ("rules", "parse"))


def _closer(mention: Span, opinion: Span) -> Span:
    """Return the parser's mention where it is but the end of the rules': "said Byrne" is Byrne."""
    return opinion if mention.start <= opinion.start and opinion.end == mention.end else mention


def _by_parse(story: Story, piece: Pair) -> Found | None:
    """Return whom the grammar of a quotation's own sentence names, where the rules found nobody in it."""
    if not parser.installed():
        return None
    found = Found(Cue(piece.outer, "parse"), piece.outer)
    mention = parser.speaker(story.lettered, _around(story, found))
    return replace(found, cue=Cue(mention, "parse")) if mention else None


def _parses(found: Found) -> bool:
    return found.cue.rule not in _UNPARSED and parser.installed()


def _around(story: Story, found: Found) -> Around:
    """Return the sentence around the words by which an attribution was found, without the words."""
    anchor, text = found.anchor, story.blank
    place = story.paragraph(anchor.start)
    if found.cue.rule == "intro":
        return Around(lead(text, anchor.end, anchor.start), Span(anchor.end, anchor.end))
    before = lead(text, anchor.start, place.start)
    marked = anchor.end > anchor.start and text[anchor.start] not in BLANK and not text[anchor.start].isalnum()
    last = text[anchor.start : anchor.end].rstrip("'’\"”»› ")[-1:]
    after = tail(text, anchor.end, max(anchor.end, place.end))
    if last in tuple(".!?…") and after.of(text).lstrip()[:1].isupper() and found.cue.mention.start < anchor.start:
        after = Span(anchor.end, anchor.end)
    return Around(before, after, last if last in tuple(",.!?…") else "", marked)


def _agree(story: Story, one: Span, other: Span) -> bool:
    """Say whether two mentions overlap or share a word of a name."""
    if _overlap(one, other):
        return True
    words = set(core(one.of(story.text))) & set(core(other.of(story.text)))
    return bool(words - PLAIN_PRONOUNS)


def _named(story: Story, found: Found, voice: Voice, certainty: Certainty, methods: tuple[str, ...]) -> Attribution:
    known = people(story.text)
    mention = found.cue.mention
    who = who_is(story.text, mention, known)
    if who.doubt and certainty == Certainty.FIRM:
        certainty = Certainty.PROBABLE
    others = others_named(story.text, mention, known)
    sentence = story.sentence_of(found)
    return Attribution(voice, who.name, mention, sentence, certainty, who.resolved, others, methods)
