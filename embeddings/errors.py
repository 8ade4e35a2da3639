"""The root of Pullquote's error tree, and the errors of encoders and indexes."""

from typing import ClassVar


class PullquoteError(Exception):
    """Any error that Pullquote raises on purpose; its message names the thing, the value and the remedy."""

    code: ClassVar[str] = "error"


class EncoderError(PullquoteError):
    """An encoder can't be loaded, or its weights are not the ones that were asked for."""

    code = "encoder_unavailable"


class IndexDamagedError(PullquoteError):
    """A saved index is missing, truncated, altered, or of another encoder. It can be rebuilt."""

    code = "index_damaged"
