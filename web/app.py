"""The application: one library, its page and its API."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from qa.library import Library
from web.api import router
from web.guard import LOOPBACK, Guard
from web.problems import add_problem_handlers
from web.work import BoundedExecutor

_STATIC = Path(__file__).parent / "static"
MAX_REQUEST_BYTES = 1024 * 1024
_PAGES = ("/", "/check", "/story/{story_id}", "/story/{story_id}/{place}")
_ABOUT = (
    "Answers in the stories' own words, with the exact place: for every citation, "
    "`story.text[start:end] == exact`, in Unicode code points. Abstaining is an answer, with status 200."
)


def create_app(library: Library, hosts: tuple[str, ...] = LOOPBACK) -> FastAPI:
    """Return the application that serves `library` to requests that name one of `hosts`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.questions = BoundedExecutor("questions", workers=2, waiting=32)
        app.state.changes = BoundedExecutor("changes", workers=1, waiting=8)
        warming = asyncio.create_task(_warm(app))
        yield
        await warming
        app.state.questions.close()
        app.state.changes.close()

    app = FastAPI(
        title="Pullquote",
        version=version("pullquote"),
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,  # its page would fetch scripts from elsewhere
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.library = library
    app.state.ready = False
    app.include_router(router, max_body_size=MAX_REQUEST_BYTES)
    for path in _PAGES:
        app.add_api_route(path, _page, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(Guard, hosts=hosts)
    add_problem_handlers(app)
    _describe_problems(app)
    return app


async def _warm(app: FastAPI) -> None:
    await app.state.changes.run(app.state.library.warm)
    app.state.ready = True


async def _page() -> FileResponse:
    return FileResponse(_STATIC / "index.html", headers={"cache-control": "no-cache"})


def _describe_problems(app: FastAPI) -> None:
    """Put the shape of problems, which responses only refer to, into the OpenAPI document."""
    from web.schemas import Problem

    made = app.openapi()
    made["components"]["schemas"]["Problem"] = Problem.model_json_schema()
