"""What every request passes before any route: host and origin checks, and safe headers."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def allowed_hosts(host: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the host names that a request may name: loopback, the one served on, PULLQUOTE_ALLOWED_HOSTS."""
    named = environment.get("PULLQUOTE_ALLOWED_HOSTS", "").split(",")
    return (*LOOPBACK, host.lower(), *(name.strip().lower() for name in named if name.strip()))


def problem(status: int, code: str, title: str, detail: str) -> dict[str, str | int]:
    """Return an RFC 9457 problem object; `code` is stable, `detail` is for people."""
    return {"type": f"urn:pullquote:{code}", "title": title, "status": status, "code": code, "detail": detail}


_TOO_LARGE = problem(413, "too_large", "Too large", "the request is too large: send less, or split the story")


class Guard:
    """ASGI middleware. A refused request gets problem+json and reaches no route."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check an HTTP request, and add the headers to its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        refused = False

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("cache-control", "no-cache")  # or an old module meets a new page
            await send(message)

        async def send_problems(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and _is_plain_413(message):
                refused = True
                await _respond(send_with_headers, _TOO_LARGE)
            elif not refused:
                await send_with_headers(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send_problems)
        else:
            await _respond(send_with_headers, refusal)

    def _refusal(self, scope: Scope) -> dict[str, str | int] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _host_name(host) not in self._hosts:
            detail = f"the host {host!r} is not served here: add it to PULLQUOTE_ALLOWED_HOSTS"
            return problem(421, "host_not_allowed", "Host not allowed", detail)
        origin = headers.get("origin")
        if scope["method"] not in _SAFE_METHODS and origin and urlsplit(origin).netloc != host:
            detail = f"a page of {origin} may not change anything here: use the API from your own program or page"
            return problem(403, "origin_not_allowed", "Origin not allowed", detail)
        return None


def _host_name(host: str) -> str:
    return (host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host).lower()


def _is_plain_413(message: Message) -> bool:
    """Recognise the framework's own refusal of a body that is too long, which is plain text."""
    return message["status"] == _TOO_LARGE["status"] and Headers(raw=message["headers"]).get(
        "content-type", ""
    ).startswith("text/")


async def _respond(send: Send, body: dict[str, str | int]) -> None:
    content = json.dumps(body).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": body["status"], "headers": headers})
    await send({"type": "http.response.body", "body": content})
