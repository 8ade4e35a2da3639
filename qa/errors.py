"""What can go wrong with stories, questions and the data folder: one small tree under PullquoteError."""

from embeddings.errors import EncoderError, IndexDamagedError, PullquoteError

__all__ = [
    "DocumentError",
    "EmptyLibraryError",
    "EncoderError",
    "EncoderMismatchError",
    "IndexDamagedError",
    "InvalidQuestionError",
    "InvalidQuotationError",
    "LibraryInUseError",
    "PullquoteError",
    "SettingError",
    "StoreError",
    "StoryNotFoundError",
]


class DocumentError(PullquoteError):
    """A file or text can't be taken as a story."""

    code = "unreadable_story"


def no_story(story_id: str) -> str:
    """Say that there is no story of an id, and where the ids are."""
    return f"no story has the id {story_id!r}: list them with `pullquote stories` or GET /v1/stories"


class StoryNotFoundError(PullquoteError):
    """No story has the id that was asked for."""

    code = "story_not_found"


class InvalidQuestionError(PullquoteError):
    """A question or search is empty, too long, or has a filter that can't be read."""

    code = "invalid_request"


class InvalidQuotationError(PullquoteError):
    """Quotations to check are empty, too many or too long."""

    code = "invalid_request"


class EmptyLibraryError(PullquoteError):
    """There is no library in the data folder yet."""

    code = "empty_library"


class LibraryInUseError(PullquoteError):
    """Another process holds the data folder for writing."""

    code = "library_in_use"


class EncoderMismatchError(PullquoteError):
    """The stored vectors are of another encoder than the one in use."""

    code = "encoder_mismatch"


class StoreError(PullquoteError):
    """The store can't be opened or read."""

    code = "store_unreadable"


class SettingError(PullquoteError):
    """A setting in the environment has a value that it can't have."""

    code = "bad_setting"
