"""Makes the README's picture from a live page: `python -m tests.web.screenshot`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import ROOT
from tests.web.conftest import LiveServer

QUESTION = "How many stakes are set in a V at Skelder Moss?"
PICTURE = ROOT / "tests" / "web" / "page.png"


def main() -> None:
    """Ask a question, open its first source, and save what is seen."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = LiveServer(Path(folder))
        server.start()
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1360, "height": 800}, reduced_motion="reduce")
            page.goto(server.url)
            page.get_by_role("textbox", name="question").fill(QUESTION)
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Source 1").first.click()
            page.locator("mark").first.wait_for()
            page.mouse.move(5, 5)
            page.screenshot(path=PICTURE)
            browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
