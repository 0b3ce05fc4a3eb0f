"""What staff do when a new update has come: compare, follow a change to its row, and take it away."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.screens.parts.links import RowLink
from tests.browser.conftest import Server, visiting
from tests.browser.test_journeys import assert_no_sideways_scroll, choose, drawn_anew, go_to, unfold

PLAN = "Harbour Lane Leaving Care Action Plan (fictional)"
HOMES = "Every care leaver has a safe home"


def row(page: Page, title: str) -> Locator:
    """The row with this title, as it opens and closes."""
    return page.locator("details.change").filter(has=page.locator("summary", has_text=title))


def test_a_change_is_seen_side_by_side_and_followed_to_its_row(browser: Browser, compared: Server, size: str) -> None:
    with visiting(browser, compared, size) as page:
        go_to(page, "Changes")
        expect(page.get_by_role("combobox", name="Older update")).to_be_visible()
        homes = row(page, HOMES)
        homes.locator("summary").first.click()
        expect(homes.locator("del")).to_contain_text("12")
        expect(homes.locator("ins")).to_contain_text("15")
        old, new = homes.locator("del").bounding_box(), homes.locator("ins").bounding_box()
        assert old
        assert new
        assert new["x"] > old["x"] + 100 if size == "laptop" else new["y"] > old["y"] + 50
        assert_no_sideways_scroll(page)

        homes.get_by_role("row", name="Reworded").get_by_role("link").last.click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        expect(page.locator("mark")).to_contain_text("15 bedrooms")
        assert "update=2026-27" in page.url
        assert_no_sideways_scroll(page)


def test_the_figures_count_and_lead_to_what_they_count(browser: Browser, compared: Server) -> None:
    with visiting(browser, compared) as page:
        go_to(page, "Changes")
        page.get_by_role("link", name="1 dropped rows: show").click()
        expect(page.get_by_text("Young people help to shape their homes")).to_be_visible()
        expect(row(page, HOMES)).to_have_count(0)
        assert "kind=Dropped" in page.url


def test_a_filtered_comparison_can_be_sent_to_a_colleague(browser: Browser, compared: Server) -> None:
    with visiting(browser, compared) as page:
        go_to(page, "Changes")
        unfold(page, "Filter the changes")
        choose(page, "Kind of change", "Added items")
        choose(page, "Column", "Progress")
        expect(page.get_by_text("apprenticeships with the fictional ferry")).to_be_visible()
        expect(page.get_by_text("Open a second supported lodgings scheme")).to_have_count(0)
        address = page.url
    with visiting(browser, compared) as page:
        page.goto(address)
        expect(page.get_by_text("apprenticeships with the fictional ferry")).to_be_visible()
        expect(page.get_by_text("Open a second supported lodgings scheme")).to_have_count(0)
        page.get_by_role("textbox", name="Only changes with these words").fill("unwritten")
        page.keyboard.press("Enter")
        expect(page.get_by_text("No change fits.")).to_be_visible()


def test_a_comparison_is_taken_away_as_word_and_csv(browser: Browser, compared: Server, tmp_path: Path) -> None:
    with visiting(browser, compared) as page:
        go_to(page, "Changes")
        with page.expect_download() as word:
            page.get_by_role("button", name="Download as Word").click()
        word.value.save_as(tmp_path / "changes.docx")
        document = Document(str(tmp_path / "changes.docx"))
        assert PLAN in document.paragraphs[0].text
        cells = [cell.text for table in document.tables for cell in table.rows[1].cells]
        assert any("second supported lodgings scheme" in cell for cell in cells)
        with page.expect_download() as lines:
            page.get_by_role("button", name="Download as CSV").click()
        written = lines.value.path().read_text(encoding="utf-8-sig")
        added = [
            entry["Newer text"] for entry in csv.DictReader(io.StringIO(written)) if entry["Item became"] == "Added"
        ]
        assert "A bus pass was given to 5 care leavers in the autumn." in added


def test_a_plan_with_one_update_says_what_to_do(browser: Browser, compared: Server) -> None:
    with visiting(browser, compared) as page:
        go_to(page, "Changes")
        choose(page, "Plan", "Children in Care Sufficiency Strategy 2023-27 Action Plan")
        expect(page.get_by_text("Only one update is here: Children in Care")).to_be_visible()
        expect(page.locator("details.change")).to_have_count(0)


def test_an_older_row_leads_to_the_one_that_followed_and_its_history(browser: Browser, compared: Server) -> None:
    with visiting(browser, compared) as page:
        page.goto(f"{compared.address}/{RowLink(PLAN, '2025-26', '2.i').address}")
        expect(page.get_by_text("There is a newer update, 2026-27, with this row:")).to_be_visible()
        page.locator(".newer a").click()
        expect(page.get_by_role("heading", name="Every care leaver is in work")).to_be_visible()
        history = page.locator(".history")
        expect(history).to_contain_text("Retitled Changed since the 2025-26 update")
        history.locator("summary").first.click()
        expect(history.locator("del").first).to_contain_text("More")
        history.get_by_role("link", name="2.i More care leavers are in work").click()
        expect(page.get_by_text("There is a newer update, 2026-27")).to_be_visible()


def test_the_watch_list_names_its_day_and_leads_to_the_text(browser: Browser, compared: Server, size: str) -> None:
    with visiting(browser, compared, size) as page:
        go_to(page, "Watch list")
        expect(page.get_by_text("As of today")).to_be_visible()
        unfold(page, "Filter the list")
        with drawn_anew(page):  # what is open closes then
            choose(page, "What to list", "Carried over word for word")
        homes = page.locator("details.watched").filter(has_text=HOMES)
        expect(homes).to_contain_text("This is word for word the same as in the 2025-26 update.")
        assert_no_sideways_scroll(page)
        homes.get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        expect(page.locator("mark")).to_contain_text("Agree joint housing protocol")


def test_keys_alone_open_a_change_and_follow_it(browser: Browser, compared: Server) -> None:
    with visiting(browser, compared) as page:
        go_to(page, "Changes")
        homes = row(page, HOMES)
        page.get_by_role("button", name="Download as Markdown").focus()
        page.keyboard.press("Tab")
        expect(homes.locator("summary").first).to_be_focused()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        expect(homes.locator("ins")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
