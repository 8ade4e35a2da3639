"""The page that checks quotations: what it marks, what it sets side by side, and that nothing typed is lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.browser import ANSWER_MS, CHROMIUM, PUFFINS, Server, browser, call, marked, page, story, tolerate
from tests.web.test_page import NAMELESS, OUTSIDE

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH to open the page in")
__all__ = ["browser", "page", "story"]  # fixtures

RIGHT = "Wardens counted 4,213 puffins at the Grey Ness lighthouse in May"
WRONG = "Wardens never counted 4,213 puffins at the Grey Ness lighthouse in June"
ABSENT = "The puffins have asked me to say that they would rather not be counted again"
TEXT = (
    f"🐧 A draft 👩\u200d🚀. “{RIGHT},” \U0001d4a9.\n\n“{WRONG},” it said 🎉.\n\n"
    f"The so-called “bird people” met.\n\nThey wrote: “{ABSENT}.”"
)
LIT = """(marks) => marks.map((mark) => mark.classList.contains("lit"))"""


def check(page: Page, text: str = TEXT) -> None:
    """Open the page, put a text in and have it checked."""
    page.goto("/check")
    page.get_by_label("Text with quotations").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#tally-head")).to_be_visible(timeout=ANSWER_MS)


def mark(page: Page, index: int) -> Locator:
    """The first piece of a quotation, as it is marked in the text."""
    return page.locator(f"#galley [data-check='{index}']").first


def cited(story: dict[str, Any], exact: str) -> dict[str, Any]:
    """A citation of the first place of these words."""
    start = story["text"].index(exact)
    known = {name: story[name] for name in ("sha256", "title", "source", "published")}
    end = start + len(exact)
    return {**known, "story_id": story["id"], "paragraph": 2, "start": start, "end": end, "exact": exact,
            "prefix": "before ", "suffix": " after", "url": f"/story/{story['id']}/{start}-{end}"}  # fmt: skip


def result(text: str, *parts: str, **fields: Any) -> dict[str, Any]:
    """A checked quotation as the server writes it; its pieces stand in `text`."""
    spans = [{"start": text.index(part), "end": text.index(part) + len(part)} for part in parts]
    speaker = {"claimed": None, "found": None, "certainty": "unknown", "verdict": "not_claimed", "voice": "narration",
               "others": [], "evidence": None, **fields.pop("speaker", {})}  # fmt: skip
    plain = {"quote": " ".join(parts), "parts": list(parts), "spans": spans, "source": None, "wording": "verbatim",
             "severity": 0, "reasons": [], "completeness": "complete", "outcome": "pass", "pass": True, "folds": [],
             "warnings": [], "diff": [], "citations": [], "links": [], "fuller": None, "nearest": None,
             "variants": []}  # fmt: skip
    return {**plain, "speaker": speaker, **fields}


def reply(page: Page, *results: dict[str, Any], unchecked: tuple[dict[str, Any], ...] = ()) -> None:
    """Let the next check have these results."""
    body = {"results": list(results), "unchecked": list(unchecked), "summary": "So many.", "markdown": "# Report"}
    page.route("**/v1/quotes/check", lambda route: route.fulfill(json=body), times=1)


def test_the_page_has_an_address_and_a_place_in_the_history(page: Page) -> None:
    page.goto("/check")
    expect(page.get_by_role("heading", name="Check quotes")).to_be_visible()
    expect(page.get_by_role("link", name="Check quotes")).to_have_attribute("aria-current", "page")
    expect(page).to_have_title("Check quotes — Pullquote")
    page.get_by_role("link", name="Ask").click()
    expect(page).to_have_url(re.compile("/$"))
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.locator("#check")).to_be_hidden()
    page.go_back()
    expect(page.get_by_label("Text with quotations")).to_be_visible()
    expect(page.locator("#conversation")).to_be_hidden()


def test_each_quotation_is_marked_in_place_with_its_verdict(page: Page) -> None:
    check(page)
    words = page.locator("#galley .quotation-words")
    expect(words).to_have_text([f"{RIGHT},", f"{WRONG},", f"{ABSENT}."])
    expect(page.locator("#galley .tag")).to_have_text(["word for word", "meaning at risk", "not found"])
    expect(page.locator("#galley .tag .sign")).to_have_count(3)
    expect(page.get_by_role("button", name="Quotation 2, fail: meaning at risk: Wardens never")).to_be_visible()
    expect(page.locator("#galley .unchecked")).to_have_text(["bird people (a term, not checked)"])
    expect(page.get_by_text("words are not checked: terms or titles between marks")).to_be_visible()
    shown = page.locator("#galley").evaluate(
        "(node) => { const copy = node.cloneNode(true);"
        " copy.querySelectorAll('.tag, .unseen').forEach((one) => one.remove()); return copy.textContent; }"
    )
    assert shown == TEXT
    expect(page.locator("#tally-head")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("3 quotations: 1 pass, 0 to look at, 2 fail.")
    expect(page.locator("#tally-counts button")).to_have_text(["1 pass", "2 fail"])


def test_words_that_differ_are_marked_on_both_sides(page: Page) -> None:
    check(page)
    proof = page.get_by_role("complementary", name="Quotation 2 of 3")
    expect(proof.get_by_role("heading", name="Meaning at risk")).to_be_visible()
    expect(proof.locator(".proof-reasons")).to_have_text(re.compile("^At risk: .*negation"))
    expect(proof.locator("ins")).to_have_text(["not in the story: never", "changed: June"])
    expect(proof.locator("del")).to_have_text(["in the story: May"])
    expect(proof.locator(".side-words").nth(1)).to_contain_text("Wardens counted 4,213 puffins at the Grey Ness")
    expect(proof.locator("dd").first).to_contain_text("The story has “May”, the quotation “June” (")


def test_the_keyboard_goes_from_mark_to_mark_and_into_the_pane(page: Page) -> None:
    check(page)
    page.keyboard.press("Tab")
    for _ in range(6):
        if mark(page, 1).evaluate("(node) => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(mark(page, 1)).to_be_focused()
    expect(mark(page, 1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("ArrowRight")
    expect(mark(page, 2)).to_be_focused()
    expect(page.locator("#proof-count")).to_have_text("Quotation 3 of 3")
    page.keyboard.press("ArrowDown")
    expect(mark(page, 0)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    expect(mark(page, 0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Word for word")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#proof")).to_be_hidden()
    expect(mark(page, 0)).to_be_focused()


def test_counts_show_only_theirs_and_problems_are_stepped_through(page: Page) -> None:
    check(page)
    page.get_by_role("button", name="Next problem").click()
    expect(mark(page, 2)).to_be_focused()
    page.get_by_role("button", name="Next problem").click()
    expect(mark(page, 1)).to_be_focused()
    only = page.get_by_role("button", name="1 pass")
    only.click()
    expect(only).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#galley .faded")).to_have_count(2)
    expect(page.locator("#proof-count")).to_have_text("Quotation 1 of 3")
    only.click()
    expect(page.locator("#galley .faded")).to_have_count(0)
    page.get_by_role("button", name="Previous quotation").click()
    expect(page.locator("#announcer")).to_have_text("Quotation 3, fail: not found")


def test_the_story_opens_at_the_words_and_leads_back(page: Page, live_server: Server, story: dict[str, Any]) -> None:
    check(page)
    mark(page, 0).locator(".tag").click()
    expect(page.locator("#proof-count")).to_have_text("Quotation 1 of 3")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    start = story["text"].index(RIGHT)
    link = f"{live_server.url}/story/{story['id']}/{start}-{start + len(RIGHT)}"
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.get_by_role("button", name="Open the story").click()
    assert marked(page) == RIGHT
    expect(page).to_have_url(link)
    page.reload()
    assert marked(page) == RIGHT
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(page).to_have_url(f"{live_server.url}/check")
    expect(page.locator("#proof-count")).to_be_visible()
    page.go_back()
    assert marked(page) == RIGHT


def test_the_report_is_copied_as_markdown(page: Page, live_server: Server) -> None:
    check(page)
    page.get_by_role("button", name="Copy report as Markdown").click()
    expect(page.locator("#announcer")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == call(live_server, "/v1/quotes/check", {"text": TEXT})[
        "markdown"
    ]  # fmt: skip


def test_nothing_typed_is_lost(page: Page) -> None:
    box = page.get_by_label("Text with quotations")
    check(page)
    page.get_by_role("button", name="Edit the text").click()
    expect(box).to_be_focused()
    expect(box).to_have_value(TEXT)
    page.go_back()
    expect(page.locator("#galley .quotation")).to_have_count(3)
    page.reload()
    expect(page.locator("#galley .quotation")).to_have_count(3)
    page.get_by_role("button", name="Edit the text").click()
    box.fill("“Another")
    page.get_by_label("Delete only").check()
    page.reload()
    expect(box).to_have_value("“Another")
    expect(page.get_by_label("Delete only")).to_be_checked()


def test_what_can_not_be_checked_is_told(page: Page) -> None:
    tolerate(page, "status of 422", "net::ERR")
    page.goto("/check")
    box, error = page.get_by_label("Text with quotations"), page.locator("#draft-error")
    page.get_by_role("button", name="Check quotes").click()
    expect(error).to_have_text("Paste a text with quotations first.")
    expect(box).to_be_focused()
    box.evaluate("(box) => { box.value = 'a'.repeat(1_000_001); }")
    page.get_by_role("button", name="Check quotes").click()
    expect(error).to_have_text("The text has 1,000,001 characters, and 1,000,000 are allowed. Check it part by part.")
    box.fill("“a b c.” " * 501)
    expect(error).to_be_hidden()
    page.get_by_role("button", name="Check quotes").click()
    expect(error).to_have_text(re.compile("^501 quotations are too many"))
    expect(page.locator("#announcer")).to_have_text(re.compile("^501 quotations are too many"))
    page.route("**/v1/quotes/check", lambda route: route.abort())
    page.get_by_role("button", name="Check quotes").click()
    expect(error).to_have_text("Not checked yet: Pullquote isn’t answering. The text stays here.")
    expect(box).to_have_value("“a b c.” " * 501)


def test_a_check_can_be_stopped(page: Page) -> None:
    page.goto("/check")
    page.route("**/v1/quotes/check", lambda _: None)  # never answered
    box = page.get_by_label("Text with quotations")
    box.fill(TEXT)
    page.get_by_role("button", name="Check quotes").click()
    expect(page.locator("#draft-working")).to_have_text("Checking the quotations")
    expect(box).not_to_be_editable()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Check quotes")).to_be_visible()
    expect(box).to_be_editable()
    expect(box).to_have_value(TEXT)


def test_a_text_without_quotations_is_told_so(page: Page) -> None:
    check(page, f"{'No marks here. ' * 200}")
    expect(page.get_by_role("heading", name="No quotations found")).to_be_visible()
    expect(page.get_by_text("Nothing in this text stands between quotation marks")).to_be_visible()
    expect(page.get_by_role("button", name="Next problem")).to_be_hidden()


def test_the_example_shows_several_verdicts(page: Page) -> None:
    page.goto("/check")
    page.get_by_role("button", name="Fill in an example").click()
    expect(page.get_by_role("button", name="Fill in an example")).to_be_hidden()
    page.get_by_role("button", name="Check quotes").click()
    expect(page.locator("#galley .tag").first).to_have_text("word for word", timeout=ANSWER_MS)
    for words in ("meaning at risk", "edits shown", "not found"):
        expect(page.locator("#galley .tag", has_text=words).first).to_be_visible()
    expect(page.locator("#galley .unchecked").first).to_be_visible()


def test_all_that_a_check_can_say_is_shown(page: Page, story: dict[str, Any]) -> None:
    tolerate(page, "nothing")
    text = "“It is a good year,” said Ada Finn, “for puffins.” Later: “Aṇother one.” And “a third of them.”"
    evidence, here = cited(story, PUFFINS), cited(story, "It is a good year.")
    wrong = result(text, "It is a good year,", "for puffins.", outcome="fail", fuller=here,
                   citations=[here, cited(story, "They mean")], completeness="cut", folds=["dashes", "white space"],
                   warnings=["zero-width characters: this may be tampering"],
                   links=["https://ness.example/a#:~:text=x", "javascript:alert(1)"],
                   variants=[{"citation": evidence, "wording": "altered"}],
                   speaker={"claimed": "Ada Finn", "found": "Bo Reed", "certainty": "firm", "verdict": "misattributed",
                            "voice": "speech", "others": ["Cy Hall"], "evidence": evidence})  # fmt: skip
    near = result(text, "Aṇother one.", outcome="fail", wording="paraphrase_only", nearest=evidence,
                  completeness="unknown", reasons=["no story that is held has these words"])  # fmt: skip
    open_ = result(text, "a third of them.", outcome="warn", citations=[here],
                   speaker={"claimed": "Ada Finn", "verdict": "unresolved"})  # fmt: skip
    reply(page, wrong, near, open_)
    check(page, text)
    expect(page.locator("#galley .tag")).to_have_text(
        ["wrong speaker, signs of tampering", "a paraphrase", "speaker not settled"]
    )
    pieces = page.locator("#galley [data-check='0']")
    pieces.nth(1).locator(".tag").hover()
    assert pieces.evaluate_all(LIT) == [True, True]
    facts = page.locator("#proof dd")
    expect(facts.filter(has_text="Not Ada Finn; Bo Reed says it, and so does Cy Hall.")).to_contain_text(PUFFINS)
    for words in ("Firm: methods that know nothing of each other agree.", "Dashes, white space.", "ness.example",
                  "Zero-width characters: this may be tampering.", ": altered", "Cut: "):  # fmt: skip
        expect(facts.filter(has_text=words)).to_have_count(1)
    expect(page.locator("#proof a")).to_have_count(1)
    expect(page.get_by_role("button", name="Part 2")).to_be_visible()
    page.get_by_role("button", name="Next quotation").click()
    expect(page.locator("#proof .side").nth(1)).to_contain_text(f"Nearest in meaning, no quotation{PUFFINS}")
    page.get_by_role("button", name="Next quotation").click()
    expect(facts.filter(has_text="Ada Finn is claimed, and the stories don’t settle it.")).to_have_count(1)


def test_a_narrow_window_shows_all_as_a_sheet(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})

    def fits() -> None:
        assert page.evaluate(OUTSIDE) == []
        assert not NAMELESS.findall(page.locator("body").aria_snapshot())

    page.goto("/check")
    fits()
    check(page)
    expect(page.locator("#proof")).to_be_hidden()
    fits()
    mark(page, 1).locator(".tag").click()
    expect(page.get_by_role("dialog", name="Quotation 2 of 3")).to_be_visible()
    expect(page.locator("#check")).to_have_attribute("inert", "")
    expect(page.get_by_role("heading", name="Meaning at risk")).to_be_focused()
    fits()
    page.get_by_role("button", name="Open the story").click()
    assert marked(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open the story")).to_be_focused()
    page.keyboard.press("Escape")
    expect(mark(page, 1)).to_be_focused()


def test_a_dropped_file_is_a_text_to_check(page: Page) -> None:
    page.goto("/check")
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.items.add(new File(["“Dropped.”"], "draft.md"));
      dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    }""")
    expect(page.get_by_label("Text with quotations")).to_have_value("“Dropped.”")
    expect(page.get_by_role("dialog")).to_have_count(0)
