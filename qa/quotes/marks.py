"""A text to the quotations in it."""

from qa.quotes.groups import Quoted, quoted
from qa.quotes.names import PLAIN_PRONOUNS, PRONOUNS
from qa.quotes.pairs import paired
from qa.quotes.speakers import who_says
from qa.quotes.types import Certainty, Quotation, Role


def find_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text in order, each with its pieces, their places in `text`, its role and its speaker.

    Between marks of any kind, or in lines that begin with ">"; and what follows a mark that is never closed. It takes
    time in proportion to the text.
    """
    found = []
    for one in quoted(text):
        spans = tuple(piece.span for piece in one.pieces)
        found.append(Quotation(tuple(span.of(text) for span in spans), _claimed(text, one), None, spans, one.role))
    found += [Quotation((span.of(text),), None, None, (span,), Role.UNCLOSED) for span in paired(text).unclosed]
    return sorted(found, key=lambda one: one.spans[0].start)


def _claimed(text: str, one: Quoted) -> str | None:
    """Return who the text says speaks; None where it does not, or with a pronoun that may mean another.

    A claim that is but a guess would make the story's own speaker look like a wrong one.
    """
    if one.role != Role.SPEECH:
        return None
    who = who_says(text, one.pieces[0].span, parse=False)
    pronoun = who.mention is not None and who.mention.of(text).lower() in PRONOUNS
    if who.name is None or who.name.lower() in PLAIN_PRONOUNS or (pronoun and who.certainty is not Certainty.FIRM):
        return None
    return who.name
