"""A real server watches a folder of real files: what comes is read by itself, and nothing is read half."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving, visiting
from tests.browser.test_journeys import text

PLAN = """# Harbour Action Plan: 2025-26 update (fictional)

| Priority | What needs to happen | Progress |
|---|---|---|
| 1 Quays are safe | Mend the north quay | Two of five ladders are new |
| 2 Boats are moored | Paint the bollards | All moorings are let |
"""
LOOKS = 60  # times that the page is loaded again: it isn't drawn anew by itself while nothing is built


def test_editors_see_what_came_in_and_what_did_not(browser: Browser, library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    shutil.copytree(library, folder)
    with serving(folder, 0, ["--watch"]) as server, visiting(browser, server) as page:
        page.goto(f"{server.address}/documents")
        expect(text(page, "read at once, once they are complete")).to_be_visible()
        with (server.documents / "harbour.md").open("w", encoding="utf-8") as file:
            file.write(PLAN[:180])
            file.flush()
            (server.documents / "broken.docx").write_text("no Word document")
            _load_until(page, "Still being copied: harbour.md.")
            expect(page.locator("table", has_text="harbour.md")).to_have_count(0)
            file.write(PLAN[180:])
        _load_until(page, "read, with 2 rows")
        came_in = page.locator("table", has_text="What came into the watched folder")
        expect(came_in.locator("tr", has_text="harbour.md")).to_have_count(1)
        expect(came_in.locator("tr", has_text="broken.docx")).to_contain_text("broken.docx is no Word document")
        expect(came_in.locator("tbody tr")).to_have_count(2)


def _load_until(page: Page, words: str) -> None:
    for _ in range(LOOKS):
        page.reload()
        expect(page.get_by_role("heading", name="Watched folder")).to_be_visible()
        if text(page, words).count():
            return
        page.wait_for_timeout(1_000)
    raise TimeoutError(f"“{words}” was never shown.")
