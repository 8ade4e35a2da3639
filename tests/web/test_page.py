"""The page in a real browser, against a real server."""

import re
import textwrap
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from qa.queries import MAX_QUESTION_LENGTH
from tests.web.browser import (
    ANSWER_MS,
    CHROMIUM,
    PARAGRAPHS,
    PUFFINS,
    QUESTION,
    Server,
    ask,
    browser,
    call,
    fold,
    marked,
    page,
    story,
    tolerate,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH to open the page in")
__all__ = ["browser", "page", "story"]  # fixtures

LOAVES = "The bakery in Quillham sold 77 saffron loaves on Monday, which is more than it had ever sold in a day."
WRAPPED = "\n".join(textwrap.wrap(f"{LOAVES} Nobody in the village knew why, the baker said. He bakes 80 today.", 60))
MARKUP = "<img src=x onerror=alert(1)>"
TAGGED = f"The mayor of Tagfield wrote {MARKUP} on the town sign."
HOSTILE = {"title": f"Markup {MARKUP}", "text": f"{TAGGED}\n\n<script>alert(2)</script> & nothing happened."}
NAMELESS = re.compile(r"^\s*- (?:button|textbox|link|searchbox)(?! \").*", re.MULTILINE)
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((node) => {
  const box = node.getBoundingClientRect();
  if (!node.checkVisibility() || node.closest(".unseen, .wide-word") || box.width === 0) return false;
  return box.right > innerWidth + 0.5 || box.left < -0.5;
}).map((node) => node.tagName + "." + node.className)"""
PLACE_OF_MARK = """(mark) => [Number(mark.closest(".paragraph").dataset.number),
  mark.previousSibling?.textContent ?? ""]"""
READ_CUT = """async (bytes) => {
  const { readEvents } = await import("/static/events.js");
  const readInTwo = async (cut) => {
    const parts = [bytes.slice(0, cut), bytes.slice(cut)].map((part) => new Uint8Array(part));
    const body = new ReadableStream({ start(c) { parts.forEach((part) => c.enqueue(part)); c.close(); } });
    return Array.fromAsync(readEvents(body));
  };
  return Promise.all([0, ...bytes].map((_, cut) => readInTwo(cut)));
}"""
SLICES = """async ([text, places]) => {
  const offsets = new (await import("/static/offsets.js")).Offsets(text);
  const units = (place) => place.map((point) => offsets.toUnits(point));
  return places.map((place) => [text.slice(...units(place)), units(place).map((unit) => offsets.toPoints(unit))]);
}"""


def test_an_answer_is_quoted_with_its_source(page: Page, story: dict[str, Any]) -> None:
    page.goto("/")
    exchange = ask(page)
    expect(exchange.locator(".short")).to_contain_text("4,213")
    expect(exchange.locator("blockquote")).to_contain_text(PUFFINS)
    expect(exchange.locator("blockquote mark")).to_have_text(exchange.locator(".short").text_content() or "")
    expect(exchange.locator(".credit")).to_contain_text(story["title"])
    expect(exchange.locator(".credit")).to_contain_text("The Ness Gazette · 30 May 2025 · paragraph")
    name = re.compile(rf"^Source 1: {re.escape(story['title'])}, paragraph \d+$")
    expect(exchange.get_by_role("button", name=name)).to_be_visible()
    expect(page.locator("[aria-live]")).to_have_count(1)
    expect(page.locator("#announcer")).to_have_text(re.compile("^Answer: .*4,213"))


def test_a_citation_opens_its_place(page: Page, live_server: Server) -> None:
    page.goto("/")
    chips = ask(page).locator(".chip")
    citations = call(live_server, "/v1/ask", {"question": QUESTION})["citations"]
    assert chips.count() == len(citations) > 0
    for index, citation in enumerate(citations):
        chips.nth(index).click()
        expect(page).to_have_url(live_server.url + citation["url"])
        assert marked(page) == fold(citation["exact"])
        text = call(live_server, f"/v1/stories/{citation['story_id']}")["text"]
        number, before = page.locator("#source mark").first.evaluate(PLACE_OF_MARK)
        assert number == citation["paragraph"]
        assert text[: citation["start"]].endswith(before)
    for _ in citations:
        page.go_back()
    expect(page.locator("#source")).to_be_hidden()


def test_a_permalink_marks_the_right_one_of_two_equal_sentences(page: Page, story: dict[str, Any]) -> None:
    start = story["text"].rindex(PUFFINS)
    page.goto(f"/story/{story['id']}/{start}-{start + len(PUFFINS)}")
    assert marked(page) == PUFFINS
    mark = page.locator("#source mark")
    assert mark.evaluate(PLACE_OF_MARK) == [len(PARAGRAPHS), PARAGRAPHS[-1].removesuffix(PUFFINS)]
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    page.get_by_role("button", name="Copy quote").click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    quote = f"“{PUFFINS}” — {story['title']}, The Ness Gazette, 30 May 2025, paragraph 44, {page.url}"
    assert page.evaluate("navigator.clipboard.readText()") == quote


def test_marks_may_cross_paragraphs(page: Page, story: dict[str, Any]) -> None:
    text = story["text"]
    start, end = text.index("They mean"), text.index("The boat") + len("The boat")
    page.goto(f"/story/{story['id']}/{start}-{end}")
    expect(page.locator("#source mark")).to_have_text(["They mean to count again.", "The boat"])


def test_selected_words_get_a_link(page: Page, live_server: Server, story: dict[str, Any]) -> None:
    page.goto(f"/story/{story['id']}")
    paragraph = page.locator("#source .paragraph").last
    expect(paragraph).to_have_text(PARAGRAPHS[-1])
    paragraph.evaluate("(node) => getSelection().selectAllChildren(node)")
    page.get_by_role("button", name="Copy link to selection").click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    end = len(story["text"])
    expected = f"{live_server.url}/story/{story['id']}/{end - len(PARAGRAPHS[-1])}-{end}"
    assert page.evaluate("navigator.clipboard.readText()") == expected


def test_a_number_previews_its_passage(page: Page, story: dict[str, Any]) -> None:
    page.clock.install()
    page.goto("/")
    chip = ask(page).locator(".chip").first
    card = page.get_by_role("tooltip")
    chip.hover()
    expect(card.locator("mark")).to_have_text(PUFFINS)
    expect(card).to_contain_text(story["title"])
    card.hover()
    page.clock.run_for(1000)
    expect(card).to_be_visible()
    page.get_by_label("Your question").hover()
    expect(card).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    chip.focus()
    expect(card).to_be_visible()
    expect(chip).to_have_attribute("aria-describedby", "preview")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(chip).to_be_focused()


def test_nonsense_is_not_answered(page: Page) -> None:
    page.goto("/")
    exchange = ask(page, "Zxqv blorf flumwick 9921 grumbel?")
    expect(exchange.locator(".silence")).to_have_text("The stories don't say.")
    expect(page.locator("#announcer")).to_have_text("The stories don't say.")
    near = exchange.locator(".near-text").first
    near.click()
    assert marked(page) == fold(near.text_content() or "")


def test_a_lost_server_is_told_and_found_again(page: Page, live_server: Server) -> None:
    tolerate(page, "net::ERR", "status of 503")  # gone, then starting
    page.goto("/")
    ask(page)
    live_server.stop()
    try:
        exchange = ask(page, f"{QUESTION} Again?")
        expect(page.locator("#banner")).to_contain_text("Pullquote isn't answering. Is the server still running?")
        expect(page.locator("#banner").get_by_role("button", name="Retry")).to_be_visible()
        expect(exchange.locator(".question")).to_have_text(f"{QUESTION} Again?")
    finally:
        live_server.start()
    expect(page.locator("#banner")).to_have_text(re.compile("Back again"), timeout=ANSWER_MS)
    exchange.get_by_role("button", name="Retry").click()
    expect(exchange.locator("blockquote")).to_contain_text(PUFFINS, timeout=ANSWER_MS)
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator("#banner")).to_be_hidden()


def test_a_busy_server_is_asked_once_more(page: Page) -> None:
    tolerate(page, "status of 429")
    busy = {"status": 429, "headers": {"Retry-After": "1"}, "json": {"detail": "Too many questions."}}
    page.route("**/v1/ask", lambda route: route.fulfill(**busy), times=1)
    page.goto("/")
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".working")).to_contain_text("Busy")
    expect(page.locator("blockquote")).to_contain_text(PUFFINS, timeout=ANSWER_MS)


def test_a_refused_question_shows_why_and_a_running_one_stops(page: Page) -> None:
    tolerate(page, "status of 422")
    refused = {"status": 422, "json": {"detail": "No such story."}}
    page.route("**/v1/ask", lambda route: route.fulfill(**refused), times=1)
    page.goto("/")
    expect(ask(page).locator(".trouble")).to_contain_text("No such story.")
    page.route("**/v1/ask", lambda _: None)  # never answered
    page.get_by_label("Your question").fill("What takes so long?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".exchange").last).to_contain_text("Stopped before an answer.")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def test_a_question_too_long_stays_in_its_box_and_says_why(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("textbox", name="question")
    error = page.locator("#question-error")
    box.fill("x" * (MAX_QUESTION_LENGTH + 1))
    page.keyboard.press("Enter")
    expect(error).to_contain_text("may have 2,000 characters; this one has 2,001")
    expect(page.locator("#announcer")).to_contain_text("2,001")
    expect(box).to_have_value("x" * (MAX_QUESTION_LENGTH + 1))
    expect(page.locator(".exchange")).to_have_count(0)
    box.fill("x" * MAX_QUESTION_LENGTH)
    expect(error).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".exchange .reply")).to_contain_text("don't say")
    expect(box).to_have_value("")


def test_a_reload_keeps_the_conversation(page: Page) -> None:
    page.goto("/")
    ask(page)
    page.reload()
    expect(page.locator("blockquote")).to_contain_text(PUFFINS)
    page.get_by_role("button", name="New conversation").click()
    page.reload()
    expect(page.get_by_role("heading", name="Ask the stories")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)


def test_a_pasted_story_answers_and_can_be_removed(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Add a story").click()
    page.get_by_label("Or paste the text").fill(WRAPPED)
    page.get_by_label("Title").fill("Saffron in Quillham")
    page.get_by_role("button", name="Add story").click()
    item = page.get_by_role("listitem").filter(has_text="Saffron in Quillham")
    expect(item).to_be_visible()
    answer = ask(page, "How many saffron loaves did the bakery in Quillham sell on Monday?").locator("blockquote")
    expect(answer).to_contain_text(LOAVES)
    item.get_by_role("button", name="Remove Saffron in Quillham").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(item).to_have_count(0)
    tolerate(page, "status of 404")
    page.locator(".chip").first.click()
    expect(page.locator("#source")).to_contain_text("This story isn't here.")


def test_files_are_added_one_by_one(page: Page) -> None:
    tolerate(page, "status of 422")
    page.goto("/")
    page.get_by_role("button", name="Add a story").click()
    files = {"tide.txt": b"The tide at Lowmouth rose 3 metres.", "plan.pdf": b"%PDF", "void.md": b" \n"}
    payloads = [FilePayload(name=name, mimeType="text/plain", buffer=data) for name, data in files.items()]
    page.locator("#adding-files").set_input_files(payloads)
    expect(page.locator("#adding-progress")).to_have_text("1 of 3 added, 2 not.")
    results = [re.compile("^tide.txt: added"), re.compile("^plan.pdf: only"), re.compile("^void.md: ")]
    expect(page.locator("#adding-results li")).to_have_text(results)


def test_markup_in_a_story_is_text(page: Page, live_server: Server) -> None:
    added = call(live_server, "/v1/stories", HOSTILE)
    page.goto(f"/story/{added['id']}")
    expect(page.locator("#source .story-title")).to_have_text(HOSTILE["title"])
    expect(page.locator("#source .paragraph").first).to_contain_text(TAGGED)
    expect(ask(page, "What did the mayor of Tagfield write on the town sign?")).to_contain_text(MARKUP)
    expect(page.locator("img, main script, #source script")).to_have_count(0)


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#story-list li").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    chip = page.locator(".chip").first
    expect(chip).to_be_visible(timeout=ANSWER_MS)
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if chip.evaluate("(node) => node === document.activeElement"):
            break
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#source mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(chip).to_be_focused()
    expect(page).to_have_url(re.compile("/$"))


def test_an_empty_library_invites(page: Page) -> None:
    page.route("**/v1/stories?*", lambda route: route.fulfill(json={"stories": [], "next": None, "total": 0}))
    page.goto("/")
    expect(page.get_by_role("heading", name="No stories yet")).to_be_visible()
    page.locator("#welcome").get_by_role("button", name="Add a story").click()
    expect(page.get_by_role("dialog", name="Add a story")).to_be_visible()


def test_a_narrow_window_shows_all_and_every_button_has_a_name(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")

    def check() -> None:
        assert page.evaluate(OUTSIDE) == []
        assert not NAMELESS.findall(page.locator("body").aria_snapshot())

    check()
    chip = ask(page).locator(".chip").first
    check()
    chip.click()
    expect(page.get_by_role("dialog", name="Source").locator("mark").first).to_be_visible()
    expect(page.locator("#conversation")).to_have_attribute("inert", "")
    check()
    page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    page.get_by_role("button", name="Stories").click()
    expect(page.locator("#story-list li").first).to_be_visible()
    check()
    page.get_by_role("button", name="Add a story").click()
    check()


def test_events_are_read_however_they_are_cut(page: Page) -> None:
    page.goto("/")
    sent = ': hello\r\nevent: answer\r\ndata: {"a":\ndata: "é🐧"}\n\nevent: done\rdata:{}\r\n\r\ndata: unfinished'
    expected = [{"event": "answer", "data": '{"a":\n"é🐧"}'}, {"event": "done", "data": "{}"}]
    for cut, read in enumerate(page.evaluate(READ_CUT, list(sent.encode()))):
        assert read == expected, f"cut at byte {cut}"


def test_offsets_count_code_points(page: Page) -> None:
    page.goto("/")
    text = "a🐧b👩\u200d🚀c\U0001d4a9é"
    places = [[start, end] for end in range(len(text) + 1) for start in range(end + 1)]
    sliced = page.evaluate(SLICES, [text, places])
    assert sliced == [[text[start:end], [start, end]] for start, end in places]
