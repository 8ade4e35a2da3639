"""Errors to RFC 9457 problem+json responses."""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from embeddings.errors import PullquoteError
from qa.errors import (
    DocumentError,
    EmptyLibraryError,
    InvalidQuestionError,
    InvalidQuotationError,
    LibraryInUseError,
    StoryNotFoundError,
)
from web.guard import problem
from web.work import BusyError

_STATUS: dict[type[PullquoteError], int] = {
    StoryNotFoundError: 404,
    EmptyLibraryError: 404,
    LibraryInUseError: 409,
    DocumentError: 422,
    InvalidQuestionError: 422,
    InvalidQuotationError: 422,
    BusyError: 429,
}
_HTTP_CODES = {
    400: "invalid_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid_request",
}
_NO_OBJECT = "model_attributes_type"  # what pydantic calls a body that was never read as JSON
_OF_VALUES = "Value error, "  # what pydantic puts before the words of our own checks
_HTTP_DETAILS = {
    404: "nothing is served at this path: /openapi.json lists what there is",
    405: "this path does not take this method: /openapi.json lists what there is",
    413: "the request is too large: send less, or split the story",
}


def add_problem_handlers(app: FastAPI) -> None:
    """Make every error that leaves a route a problem+json response."""
    app.exception_handler(PullquoteError)(_pullquote_error)
    app.exception_handler(RequestValidationError)(_validation_error)
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(Exception)(_unexpected_error)


def problem_of(error: BaseException) -> dict[str, Any]:
    """Return the problem object of an error; of one that is not our own, only its kind."""
    if not isinstance(error, PullquoteError):
        detail = f"something went wrong inside ({type(error).__name__}): the server's own output says more"
        return problem(500, "internal_error", "Internal error", detail)
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    return problem(status, error.code, error.code.replace("_", " ").capitalize(), str(error))


async def _pullquote_error(_: Request, error: PullquoteError) -> JSONResponse:
    headers = {"retry-after": str(error.retry_after)} if isinstance(error, BusyError) else None
    return _response(problem_of(error), headers)


async def _validation_error(request: Request, error: RequestValidationError) -> JSONResponse:
    if any(one["type"] == _NO_OBJECT for one in error.errors()) and "json" not in request.headers.get(
        "content-type", ""
    ):
        return await _http_error(
            request, HTTPException(415, "send JSON, and with it the content type application/json")
        )
    return _response(problem(422, "invalid_request", "Invalid request", _described(error.errors())))


async def _http_error(_: Request, error: HTTPException) -> JSONResponse:
    code = _HTTP_CODES.get(error.status_code, "http_error")  # the standard phrases differ between Pythons
    detail = _HTTP_DETAILS.get(error.status_code, str(error.detail))
    return _response(problem(error.status_code, code, code.replace("_", " ").capitalize(), detail), error.headers)


async def _unexpected_error(_: Request, error: Exception) -> JSONResponse:
    return _response(problem_of(error))


def _response(body: dict[str, Any], headers: Any = None) -> JSONResponse:
    return JSONResponse(body, body["status"], headers, media_type="application/problem+json")


def _described(errors: Sequence[Any]) -> str:
    """Say in a line what is wrong with the first fields that are."""
    parts = []
    for error in errors[:3]:
        place = ".".join(str(step) for step in error["loc"] if step != "body")
        said = str(error["msg"]).removeprefix(_OF_VALUES)
        parts.append(f"{place}: {said}" if place else said)
    return "; ".join(parts) or "the request can't be read"
