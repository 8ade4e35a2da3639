"""A text to the quotations in it."""

from qa.quotes.groups import quoted
from qa.quotes.types import Quotation, Role
from qa.types import Span


def find_quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text in order, each with its pieces, their places in `text` and its role.

    Between marks of any kind, or in lines that begin with ">". It takes time in proportion to the text.
    """
    found = []
    for one in quoted(text):
        spans = tuple(piece.span for piece in one.pieces)
        found.append(Quotation(tuple(span.of(text) for span in spans), None, None, spans, one.role))
    return found


def speech_spans(text: str) -> list[Span]:
    """Return where the words between speech marks stand, a span for each piece, in order."""
    return [piece.span for one in quoted(text) if one.role == Role.SPEECH for piece in one.pieces]
