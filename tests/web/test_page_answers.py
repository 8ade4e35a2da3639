"""How the page shows each kind of answer, with replies that the test chooses."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import CHROMIUM, PUFFINS, ask, browser, page, story

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH to open the page in")
__all__ = ["browser", "page", "story"]  # fixtures


def finding(story: dict[str, Any], words: str, quote: str, date: str | None = None) -> dict[str, Any]:
    """One thing that a story says, as the server writes it."""

    def cited(exact: str, start: int) -> dict[str, Any]:
        known = {name: story[name] for name in ("sha256", "title", "source", "published")}
        place = {"story_id": story["id"], "paragraph": 2, "start": start, "end": start + len(exact), "exact": exact}
        return {
            **known,
            **place,
            "prefix": "",
            "suffix": "",
            "url": f"/story/{story['id']}/{start}-{start + len(exact)}",
        }

    start = story["text"].index(quote)
    at = start + quote.index(words)
    return {"words": cited(words, at), "quote": cited(quote, start), "confidence": 0.9, "also": [], "date": date}


def reply(page: Page, **answer: Any) -> None:
    """Let the next question be answered so."""
    plain = {"question": "?", "read_as": None, "kind": "words", "verdict": None, "differ": False, "abstained": False,
             "confidence": 0.9, "near": [], "citations": [one["quote"] for one in answer["answers"]],
             "conversation_id": "c"}  # fmt: skip
    events: tuple[tuple[str, dict[str, Any]], ...] = (
        ("sources", {"hits": []}),
        ("answer", {**plain, **answer}),
        ("done", {}),
    )
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    headers = {"Content-Type": "text/event-stream"}
    page.route("**/v1/ask", lambda route: route.fulfill(headers=headers, body=body), times=1)


def test_answers_that_differ_stand_side_by_side(page: Page, story: dict[str, Any]) -> None:
    first, second = (finding(story, words, PUFFINS, day) for words, day in (("4,213", "2025-05"), ("Grey Ness", None)))
    reply(page, answers=[first, second], differ=True, answer="4,213")
    page.goto("/")
    exchange = ask(page)
    expect(exchange.locator(".note")).to_have_text("The stories differ. Newest first:")
    expect(exchange.locator(".short")).to_have_text(["4,213 = May 2025", "Grey Ness"])
    expect(exchange.locator("blockquote mark")).to_have_text(["4,213", "Grey Ness"])
    expect(exchange.locator(".chip")).to_have_text(["1", "2"])
    expect(page.locator("#announcer")).to_have_text("The stories differ. Newest answer: 4,213")


def test_lists_sentences_and_verdicts(page: Page, story: dict[str, Any]) -> None:
    listed = [finding(story, words, PUFFINS) for words in ("4,213", "Grey Ness")]
    reply(page, answers=listed, kind="list", answer="4,213; Grey Ness")
    page.goto("/")
    expect(ask(page).locator(".listed li")).to_have_text([re.compile("^4,213"), re.compile("^Grey Ness")])
    sentence = finding(story, PUFFINS, PUFFINS)
    reply(
        page, answers=[sentence], kind="yes_no", answer="Yes", verdict="yes", read_as="Were puffins counted? And now?"
    )
    exchange = ask(page, "And now?")
    expect(exchange.locator(".short")).to_have_text("Yes")
    expect(exchange.locator(".note")).to_have_text("Read together with your question before.")
    unsure = finding(story, "Grey", PUFFINS)
    reply(page, answers=[unsure], answer="No")  # a story's own word, not a verdict
    expect(ask(page, "What did they shout?").locator(".short")).to_have_text("Grey")
    reply(page, answers=[sentence, sentence], kind="about", answer=f"{PUFFINS} {PUFFINS}")
    exchange = ask(page, "What is this story about?")
    expect(exchange.locator("blockquote p")).to_have_count(2)
    expect(exchange.locator(".strength")).to_have_count(0)
    expect(exchange.locator("figcaption")).to_have_count(1)
    other = {**sentence, "quote": {**sentence["quote"], "story_id": "f" * 16, "title": "Another story"}}
    reply(page, answers=[sentence, sentence, other], kind="about", answer=PUFFINS)
    exchange = ask(page, "Tell me about puffins")
    expect(exchange.locator(".credit-title")).to_have_text([sentence["quote"]["title"], "Another story"])
    expect(exchange.locator(".chip-number")).to_have_text(["1", "2", "3"])
