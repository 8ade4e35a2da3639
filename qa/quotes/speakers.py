"""Who says the words at a place of a story."""

from qa.quotes.types import Attribution, Voice
from qa.types import Span


def who_says(text: str, span: Span) -> Attribution:  # noqa: ARG001
    """Return who says the words at `span`."""
    return Attribution(Voice.NARRATION)


def same_person(one: str, other: str) -> bool | None:
    """Say whether two names are one person's; None where that can't be told."""
    return one.casefold() == other.casefold() or None
