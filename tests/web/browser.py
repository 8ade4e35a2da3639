"""The browser, the page and the story that its tests share."""

import json
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Protocol
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ANSWER_MS = 30_000
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")

PUFFINS = "Wardens counted 4,213 puffins at the Grey Ness lighthouse in May."
QUESTION = "How many puffins did wardens count at the Grey Ness lighthouse in May?"
PARAGRAPHS = (
    "🦊🦊 A fox kept the wardens of the reserve busy all winter 👩\u200d🚀, and nobody saw it twice.",
    f"🐧 It is a good year. {PUFFINS} 🎉 They mean to count again.",
    "The boat to the reserve leaves at nine, and the wardens ask that dogs stay on shore.",
    *(f"Notice {number} was about the car park and the price of parking in it." for number in range(40)),
    f"\U0001d4a9obody believed it, so the notice was put up again. {PUFFINS}",
)
STORY = {"title": "Puffins return to Grey Ness 🐧", "source": "The Ness Gazette", "published": "2025-05-30"}


class Server(Protocol):
    """What the fixture `live_server` gives; `start` serves on the same port again."""

    url: str
    start: Callable[[], None]
    stop: Callable[[], None]


class Watch:
    """Everything a page does that it must not: errors, refusals by its policy, requests to elsewhere."""

    def __init__(self, page: Page, base: str) -> None:
        self.faults: list[str] = []
        self.tolerated: tuple[str, ...] = ()
        page.on("console", lambda message: self._note(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self._note(f"exception: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self._note(f"request: {request.url}", fine=request.url.startswith(base)))

    def _note(self, text: str, *, fine: bool = False) -> None:
        if not fine and not any(part in text for part in self.tolerated):
            self.faults.append(text)

    def _dialog(self, dialog: Dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", *QUIET])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, live_server: Server) -> Iterator[Page]:
    """A fresh tab, which must end without a fault."""
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    watch = Watch(page, live_server.url)
    page.__dict__["watch"] = watch
    yield page
    context.close()
    assert watch.faults == [], "\n".join(watch.faults)


@pytest.fixture(scope="module", autouse=True)
def story(live_server: Server) -> dict[str, Any]:
    """A story of known words, with what the server says of it."""
    added = call(live_server, "/v1/stories", {**STORY, "text": "\n\n".join(PARAGRAPHS)})
    return {**added, **call(live_server, f"/v1/stories/{added['id']}")}


def call(server: Server, path: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(server.url + path, data, headers)) as response:
        return json.load(response)


def tolerate(page: Page, *texts: str) -> None:
    """Let the browser itself report these; it logs every failed request."""
    page.__dict__["watch"].tolerated = texts


def ask(page: Page, question: str = QUESTION) -> Locator:
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    exchange = page.locator(".exchange").last
    expect(exchange.locator(".answer, .silence, .trouble").first).to_be_visible(timeout=ANSWER_MS)
    return exchange


def fold(text: str) -> str:
    return " ".join(text.split())


def marked(page: Page) -> str:
    marks = page.locator("#source mark")
    expect(marks.first).to_be_visible()
    return fold("".join(marks.all_text_contents()))
