"""Pictures of every page for the documentation: `python -m tests.browser.screenshots` writes docs/screenshots/."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import (
    CHROMIUM,
    EXPORTED,
    FIRST_START,
    HOW_TO_INSTALL,
    ROOT,
    SAMPLE,
    SIZES,
    serving,
    visiting,
)
from tests.browser.test_journeys import FICTIONAL, REFERRALS, ask, go_to

FOLDER = ROOT / "docs" / "screenshots"
SETTLED = 1_000  # ms after which nothing moves any more


def empty(page: Page) -> None:
    page.get_by_text("Questions to begin with").wait_for(timeout=FIRST_START)


def answered(page: Page) -> None:
    empty(page)
    ask(page, REFERRALS)
    page.locator("a.cite").first.wait_for()


def source(page: Page) -> None:
    answered(page)
    page.locator("a.cite").first.click()
    page.get_by_role("dialog").locator("mark").first.wait_for()


def not_found(page: Page) -> None:
    empty(page)
    ask(page, "What is the recipe for a Victoria sponge cake?")
    page.locator(".answer").wait_for()


def browse(page: Page) -> None:
    go_to(page, "Browse")
    page.locator("summary").first.wait_for()


def browse_row(page: Page) -> None:
    source(page)
    page.get_by_role("dialog").get_by_role("link", name="Open this row in Browse").click()
    page.get_by_role("button", name="Show the whole plan").wait_for()


def browse_words(page: Page) -> None:
    browse(page)
    page.get_by_role("textbox", name="Rows that hold these words").fill("foster carers")
    page.keyboard.press("Enter")
    page.locator("details[open]").first.wait_for()


def documents(page: Page) -> None:
    go_to(page, "Documents")
    page.get_by_role("heading", name="Problems found").wait_for()


def documents_preview(page: Page) -> None:
    documents(page)
    page.locator("input[type=file]").set_input_files(FICTIONAL)
    preview = page.get_by_text("Would be read as")
    preview.wait_for()
    preview.scroll_into_view_if_needed()


STATES: tuple[Callable[[Page], None], ...] = (
    empty,
    answered,
    source,
    not_found,
    browse,
    browse_row,
    browse_words,
    documents,
    documents_preview,
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing, sync_playwright() as playwright:
        library = Path(passing)
        shutil.copytree(SAMPLE, library / "documents")
        if EXPORTED.is_dir():
            shutil.copytree(EXPORTED, library / "index" / "model")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with serving(library) as server:
            for size in SIZES:
                for state in STATES:
                    with visiting(browser, server, size) as page:
                        state(page)
                        page.wait_for_timeout(SETTLED)
                        page.screenshot(path=FOLDER / f"{state.__name__}-{SIZES[size][0]}.png")
        browser.close()


if __name__ == "__main__":
    if CHROMIUM is None:
        raise SystemExit(HOW_TO_INSTALL)
    main()
