"""The overview of several plans: what is overdue, one officer's rows, a row and its page, and files to take away."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from assistant import Assistant
from assistant.tracking.due import Stage
from assistant.tracking.overview import Fact
from corpus.statuses import STATUSES
from tests import fictional_statuses as four
from tests.browser.conftest import Server, visiting
from tests.browser.test_accessibility import assert_usable
from tests.browser.test_journeys import assert_no_sideways_scroll, choose, go_to, text, unfold


def facts(server: Server) -> tuple[Fact, ...]:
    """What the page should show today, told by the same definition from the same index."""
    assistant = Assistant.open(server.index)
    return assistant.lineage.facts(date.today())


def listed(page: Page) -> list[str]:
    """The references in the tables of rows."""
    return page.locator('table.listing td[data-heading="Row"]').all_text_contents()


def test_several_plans_open_on_the_overview_and_a_question_on_ask(browser: Browser, several: Server) -> None:
    with visiting(browser, several) as page:
        expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
        expect(page).to_have_title("Overview – Plans")
        page.goto(f"{several.address}/?q=What+is+overdue%3F")
        expect(page.get_by_role("heading", level=2, name="What is overdue?")).to_be_visible()
        assert "/ask" in page.url


def test_one_plan_opens_on_ask_with_the_overview_a_click_away(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        expect(page.get_by_role("heading", level=1, name="Ask the plans")).to_be_visible()
        go_to(page, "Overview")
        expect(text(page, "What one plan says about itself")).to_be_visible()


def test_the_number_overdue_leads_to_just_these_rows(browser: Browser, several: Server, size: str) -> None:
    late = [fact for fact in facts(several) if fact.stage is Stage.LATE]
    with visiting(browser, several, size) as page:
        page.get_by_role("link", name=f"{len(late)} overdue: show").click()
        expect(page.get_by_role("heading", level=2, name=f"{len(late)} rows")).to_be_visible()
        assert Counter(listed(page)) == Counter(fact.row.reference for fact in late)
        plans = {fact.row.plan for fact in late}
        for plan in plans:
            expect(page.get_by_role("heading", level=3, name=plan)).to_be_visible()
        assert_no_sideways_scroll(page)


def test_from_an_officer_to_a_row_and_the_page_it_is_on(browser: Browser, several: Server, size: str) -> None:
    of_pdf = [fact for fact in facts(several) if fact.row.location.page and fact.owners]
    officer = of_pdf[0].owners[0]
    rows = [fact for fact in facts(several) if officer in fact.owners]
    with visiting(browser, several, size) as page:
        assert not page.get_by_role("combobox", name="Owner").is_visible()
        unfold(page, "Filter the rows")
        page.get_by_role("combobox", name="Owner").click()
        page.get_by_role("option", name=officer, exact=True).click()
        expect(page.get_by_role("heading", level=2, name=f"{len(rows)} row")).to_be_visible()
        assert sorted(listed(page)) == sorted(fact.row.reference for fact in rows)
        page.get_by_role("link", name=of_pdf[0].row.priority.title).first.click()
        page.get_by_role("button", name="Show the page").click()
        page.locator("figure.page img").first.wait_for()
        page.go_back()
        expect(page.get_by_role("heading", level=2, name=f"{len(rows)} row")).to_be_visible()


def test_a_question_is_asked_from_the_overview(browser: Browser, several: Server) -> None:
    with visiting(browser, several) as page:
        page.get_by_role("textbox", name="Ask the plans a question").fill("What is overdue in the homes plan?")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=2, name="What is overdue in the homes plan?")).to_be_visible()


def test_what_a_status_means_is_said_once_and_counts_at_once(browser: Browser, several: Server) -> None:
    with visiting(browser, several) as page:
        page.goto(f"{several.address}/overview?plan={four.PARKS.replace(' ', '+')}")
        expect(page.get_by_role("link", name="1 date passed, status not clear: show")).to_be_visible()
        page.get_by_text("What statuses mean (").click()
        page.wait_for_timeout(500)  # a list that opens while the page still moves closes at once
        choose(page, f"Blue in {four.PARKS}", "Done")
        expect(text(page, f"Saved: in {four.PARKS}, Blue means done.")).to_be_visible()
        expect(page.get_by_role("link", name="date passed, status not clear: show")).to_have_count(0)
        said = page.get_by_role("combobox", name=f"Blue in {four.PARKS} means")
        if not said.is_visible():
            page.get_by_text("What statuses mean (").click()
            page.wait_for_timeout(500)
        choose(page, f"Blue in {four.PARKS} means", "I don’t know")
        expect(page.get_by_role("link", name="1 date passed, status not clear: show")).to_be_visible()
    (several.documents / STATUSES).unlink(missing_ok=True)


def test_excel_holds_the_rows_that_are_shown(browser: Browser, several: Server, tmp_path: Path) -> None:
    late = [fact for fact in facts(several) if fact.stage is Stage.LATE and fact.row.plan == four.ROADS]
    with visiting(browser, several) as page:
        page.goto(f"{several.address}/overview?plan={four.ROADS.replace(' ', '+')}&due=Overdue")
        expect(page.get_by_role("heading", level=2, name=f"{len(late)} rows")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download as Excel").click()
        path = tmp_path / "overview.xlsx"
        download.value.save_as(path)
    head, *rows = load_workbook(io.BytesIO(path.read_bytes()))["Rows"].iter_rows(values_only=True)
    found = [dict(zip(head, values, strict=True)) for values in rows]
    assert [each["Row"] for each in found] == [fact.row.reference for fact in late]
    assert all(isinstance(each["Due by"], datetime) and each["Update"] == "2026-27" for each in found)


def test_the_overview_and_its_rows_can_be_used_by_everyone(browser: Browser, several: Server) -> None:
    with visiting(browser, several) as page:
        page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
        page.get_by_text("By owner").click()
        assert_usable(page)
        page.goto(f"{several.address}/overview?due=Overdue")
        page.locator("h2[data-show]").wait_for()
        assert_usable(page)
