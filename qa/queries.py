"""What may be asked: questions and filters, checked."""

from dataclasses import replace

from qa.documents import SURROGATE, parse_date
from qa.errors import DocumentError, InvalidQuestionError
from qa.types import Filter

MAX_QUESTION_LENGTH = 2000


def checked_query(query: str) -> str:
    """Return a question or search without white space around it. Raises InvalidQuestionError."""
    query = query.strip()
    if not query:
        raise InvalidQuestionError("the question is empty: write a few words")
    if len(query) > MAX_QUESTION_LENGTH:
        raise InvalidQuestionError(
            f"the question has {len(query)} characters, and {MAX_QUESTION_LENGTH} are allowed: shorten it"
        )
    if SURROGATE.search(query):
        raise InvalidQuestionError("the question holds half a surrogate pair, which is no character: remove it")
    return query


def checked_filter(where: Filter) -> Filter:
    """Return a filter whose days are ISO dates. Raises InvalidQuestionError."""

    def day(value: str | None, name: str) -> str | None:
        try:
            return parse_date(value, name)[:10] if value else None
        except DocumentError as error:
            raise InvalidQuestionError(str(error)) from error

    after, before = day(where.published_after, "published_after"), day(where.published_before, "published_before")
    if after and before and after > before:
        raise InvalidQuestionError(f"published_after is {after}, later than published_before, {before}: swap them")
    return replace(where, published_after=after, published_before=before)
