"""The REST surface under /v1, and the health checks."""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any, cast
from uuid import uuid4

from fastapi import APIRouter, Body, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from qa.as_json import added_json, answer_json, hit_json
from qa.documents import MAX_STORY_BYTES, Draft, decode, read_text
from qa.library import Asked, Library
from qa.quotes.checker import MAX_TEXT
from qa.quotes.report import check_json, markdown, summary, unchecked_json
from qa.quotes.types import Quotation, QuoteCheck
from qa.types import Filter
from web import schemas as s
from web.problems import problem_of
from web.work import BoundedExecutor

router = APIRouter()
logger = logging.getLogger("pullquote")
_STORY_ID = Path(description="The story's id.", examples=["3f2a9c0d5e6b7a81"], max_length=64)
_BUSY = {"s429": "Busy: try again after Retry-After seconds"}
_MOST_BODY = 8 * MAX_TEXT  # JSON may write a character in several bytes
_FORM_FIELDS = ("title", "source", "url", "published")
_STORY_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": s.StoryRequest.model_json_schema()},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "A .txt or .md file."},
                    **{
                        name: {"type": "string", "description": "As in the JSON form.", "examples": ["..."]}
                        for name in _FORM_FIELDS
                    },
                },
            }
        },
    },
}


def _library(request: Request) -> Library:
    return cast(Library, request.app.state.library)


def _questions(request: Request) -> BoundedExecutor:
    return cast(BoundedExecutor, request.app.state.questions)


def _changes(request: Request) -> BoundedExecutor:
    return cast(BoundedExecutor, request.app.state.changes)


@router.post(
    "/v1/search",
    response_model=s.SearchResponse,
    responses=s.problem_responses(s422="Invalid request", **_BUSY),
    tags=["questions"],
)
async def search(request: Request, wanted: Annotated[s.SearchRequest, Body()]) -> Any:
    """Find the passages nearest to a query, by meaning and by words."""
    hits = await _questions(request).run(
        partial(_library(request).search, reranked=wanted.rerank), wanted.query, wanted.top_k, _filter(wanted.filter)
    )
    return JSONResponse({"hits": [hit_json(hit) for hit in hits]})


@router.post(
    "/v1/ask",
    response_model=s.AskResponse,
    responses={
        200: {
            "description": "The answer, or abstention. With `Accept: text/event-stream`: events `sources`, `answer`, "
            "`done`, or `error` with a problem.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **s.problem_responses(s422="Invalid request", **_BUSY),
    },
    tags=["questions"],
)
async def ask(request: Request, asked: Annotated[s.AskRequest, Body()]) -> Any:
    """Answer a question in the stories' own words, or say that the stories don't say."""
    library, questions = _library(request), _questions(request)
    conversation = asked.conversation_id or uuid4().hex
    found = await questions.run(library.find, asked.question, _filter(asked.filter), conversation)
    if "text/event-stream" in request.headers.get("accept", ""):
        return EventSourceResponse(streamed(library, questions, found))
    answer = await questions.run(library.answer, found)
    return JSONResponse({**answer_json(answer), "conversation_id": conversation})


async def streamed(library: Library, questions: BoundedExecutor, found: Asked) -> AsyncIterator[bytes]:
    """Yield the passages found, then the answer read from them; a client that goes away stops the reading."""
    yield _event("sources", {"hits": [hit_json(hit) for hit in found.hits]})
    stopped = threading.Event()
    reading = asyncio.ensure_future(questions.run(library.answer, found, stopped.is_set))
    try:
        await asyncio.wait([reading])
    except asyncio.CancelledError:  # the client has gone: what is being read is finished, and no more is begun
        stopped.set()
        raise
    error = reading.exception()  # the status has been sent: an error can only be an event
    if error is None:
        yield _event("answer", {**answer_json(reading.result()), "conversation_id": found.conversation_id})
        yield _event("done", {})
    else:
        logger.error("reading %r failed", found.question, exc_info=error)
        yield _event("error", problem_of(error))


@router.post(
    "/v1/quotes/check",
    response_model=s.CheckResponse,
    responses=s.problem_responses(s422="Invalid request", **_BUSY),
    max_body_size=_MOST_BODY,
    tags=["quotations"],
)
async def check_quotes(request: Request, wanted: Annotated[s.CheckRequest, Body()]) -> Any:
    """Say for each quotation whether the stories bear it out: its words, its speaker and its completeness."""
    library, stopped = _library(request), threading.Event()
    working = asyncio.ensure_future(_questions(request).run(_checked, library, wanted, stopped.is_set))
    try:
        checks, unchecked = await working
    except asyncio.CancelledError:  # the client has gone: the quotation under way is finished, and no more is begun
        stopped.set()
        raise
    return JSONResponse(
        {
            "results": [check_json(one) for one in checks],
            "unchecked": [unchecked_json(one) for one in unchecked],
            "summary": summary(checks),
            "markdown": markdown(checks, unchecked),
        }
    )


def _checked(
    library: Library, wanted: s.CheckRequest, stop: Callable[[], bool]
) -> tuple[list[QuoteCheck], list[Quotation]]:
    if wanted.text is not None:
        return library.check_text(wanted.text, wanted.profile, stop)
    sent = [Quotation((one.quote,), one.speaker, one.source) for one in wanted.quotations or []]
    return library.check_quotes(sent, wanted.profile, stop), []


@router.get(
    "/v1/stories",
    response_model=s.StoriesResponse,
    responses=s.problem_responses(s404="No such story"),
    tags=["stories"],
)
async def list_stories(
    request: Request,
    limit: Annotated[int, Query(description="How many at most.", examples=[100], ge=1, le=1000)] = 100,
    after: Annotated[str, Query(description="The `next` of the page before.", examples=[""], max_length=64)] = "",
) -> Any:
    """List the stories that are searched, newest published first."""
    library = _library(request)
    found = await _questions(request).run(library.stories, limit + 1, after)
    total, _ = await _questions(request).run(library.count)
    page = [asdict(story) for story in found[:limit]]
    return JSONResponse({"stories": page, "next": page[-1]["id"] if len(found) > limit else None, "total": total})


@router.post(
    "/v1/stories",
    status_code=201,
    response_model=s.AddedResponse,
    responses={
        200: {"description": "The same text is held already.", "model": s.AddedResponse},
        **s.problem_responses(
            s413="Too large", s415="Neither JSON nor a form", s422="Not a story that can be read", **_BUSY
        ),
    },
    openapi_extra={"requestBody": _STORY_BODY},
    max_body_size=2 * MAX_STORY_BYTES,  # JSON may write a character in several bytes; the text is measured later
    tags=["stories"],
)
async def add_story(request: Request) -> Any:
    """Add a story, as JSON or as a form with a file. It is searchable when this returns."""
    draft = await _draft(request)
    added = (await _changes(request).run(_library(request).add, [draft]))[0]
    body = added_json(added)
    return JSONResponse(body, 201 if added.created else 200, {"location": f"/v1/stories/{body['id']}"})


@router.get(
    "/v1/stories/{story_id}",
    response_model=s.StoryResponse,
    responses=s.problem_responses(s404="No such story"),
    tags=["stories"],
)
async def get_story(request: Request, story_id: Annotated[str, _STORY_ID]) -> Any:
    """Return a story with its text, exactly as stored; versions that were superseded too."""
    document, info = await _questions(request).run(_library(request).story, story_id)
    return JSONResponse({**asdict(info), "text": document.text})


@router.get(
    "/v1/stories/{story_id}/passages",
    response_model=s.PassagesResponse,
    responses=s.problem_responses(s404="No such story"),
    tags=["stories"],
)
async def get_passages(request: Request, story_id: Annotated[str, _STORY_ID]) -> Any:
    """Return a story's passages in order, each with its place."""
    found = await _questions(request).run(_library(request).passages, story_id)
    rows = [
        {"ordinal": p.ordinal, "paragraph": p.paragraph, "start": p.span.start, "end": p.span.end, "text": text}
        for p, text in found
    ]
    return JSONResponse({"passages": rows})


@router.delete(
    "/v1/stories/{story_id}",
    status_code=204,
    responses=s.problem_responses(s404="No such story", **_BUSY),
    tags=["stories"],
)
async def remove_story(request: Request, story_id: Annotated[str, _STORY_ID]) -> Response:
    """Delete a story and all that belongs to it; links to it end."""
    await _changes(request).run(_library(request).remove, story_id)
    return Response(status_code=204)


@router.get("/livez", response_model=s.StatusResponse, tags=["health"])
async def livez() -> Any:
    """Say that the process answers."""
    return {"status": "alive"}


@router.get(
    "/readyz", response_model=s.StatusResponse, responses={503: {"description": "Still starting."}}, tags=["health"]
)
async def readyz(request: Request) -> Any:
    """Say whether questions can be answered: 200 when ready, 503 while starting."""
    ready = bool(request.app.state.ready)
    return JSONResponse({"status": "ready" if ready else "starting"}, 200 if ready else 503)


async def _draft(request: Request) -> Draft:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            sent = s.StoryRequest.model_validate_json(await request.body())
        except ValidationError as error:
            raise RequestValidationError(error.errors()) from error
        return read_text(sent.text, "the text", title=sent.title, source=sent.source, url=sent.url,
                         published=sent.published)  # fmt: skip
    if kind == "multipart/form-data":
        return await _form_draft(request)
    raise HTTPException(415, f"the content type {kind!r} is neither application/json nor multipart/form-data")


async def _form_draft(request: Request) -> Draft:
    async with request.form(max_files=1, max_fields=len(_FORM_FIELDS), max_part_size=4096) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise HTTPException(422, "the form has no file in its field 'file'")
        data = await file.read(MAX_STORY_BYTES + 1)
        if len(data) > MAX_STORY_BYTES:
            raise HTTPException(413)
        name = file.filename or "the file"
        text, encoding = decode(data, name)
        stated = {key: value for key in _FORM_FIELDS if isinstance(value := form.get(key), str)}
        return read_text(text, name, encoding=encoding, **stated)


def _filter(shape: s.FilterShape | None) -> Filter | None:
    if shape is None:
        return None
    ids = None if shape.story_ids is None else tuple(shape.story_ids)
    return Filter(ids, shape.source, shape.published_after, shape.published_before)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
