"""A briefing for a committee: from a question or a category to its page, to a quote's place, and to a Word file."""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, visiting
from tests.browser.test_journeys import ask, assert_no_sideways_scroll, go_to

PLAN = "Harbour Lane Leaving Care Action Plan (fictional)"


def test_a_category_becomes_a_page_of_quotes_that_lead_to_their_places(
    browser: Browser, compared: Server, size: str
) -> None:
    with visiting(browser, compared, size) as page:
        go_to(page, "Briefing")
        page.get_by_role("link", name="1 Housing and homes").click()
        expect(page.get_by_role("heading", level=2, name="what the plan says")).to_be_visible()
        rows = page.locator("article.brief")
        expect(rows.locator("h4")).to_contain_text(["Every care leaver has a safe home"])
        expect(rows.first).to_contain_text("opened 15 bedrooms")
        expect(rows.first).to_contain_text("opened 12 bedrooms")
        assert_no_sideways_scroll(page)

        numbers = page.locator("article.brief a.cite").all_inner_texts()
        assert numbers == [f"[{number}]" for number in range(1, len(numbers) + 1)]
        rows.first.get_by_role("listitem").filter(has_text="opened 12 bedrooms").locator("a.cite").last.click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        expect(page.locator("mark")).to_contain_text("12 bedrooms")
        assert "update=2025-26" in page.url


def test_a_question_leads_to_the_briefing_that_it_asks_for(browser: Browser, compared: Server, size: str) -> None:
    with visiting(browser, compared, size) as page:
        ask(page, "Brief me on bus passes")
        page.get_by_role("link", name="Briefing: Bus passes").click()
        expect(page.locator("article.brief h4")).to_contain_text(["Care leavers are helped to travel to work"])
        assert "about=bus" in page.url


def test_a_briefing_is_downloaded_as_a_word_file_with_footnotes(
    browser: Browser, compared: Server, tmp_path: Path
) -> None:
    with visiting(browser, compared) as page:
        page.goto(f"{compared.address}/briefing?about=rent+deposit&plan={PLAN}")
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Download as Word").click()
        downloading.value.save_as(tmp_path / "briefing.docx")
    file = Document(str(tmp_path / "briefing.docx"))
    assert file.paragraphs[0].text == "Rent deposit: what the plan says"
    assert "2026-27 update, compared with 2025-26" in file.paragraphs[1].text
    assert any("footnotes" in relation.reltype for relation in file.part.rels.values())


def test_two_subjects_stand_side_by_side_and_the_address_can_be_sent(
    browser: Browser, compared: Server, size: str
) -> None:
    with visiting(browser, compared, size) as page:
        go_to(page, "Briefing")
        page.get_by_role("textbox", name="What is the briefing about?").fill("rent deposit")
        page.keyboard.press("Enter")
        page.locator("article.brief").first.wait_for()
        page.get_by_role("textbox", name="Put beside it (optional)").fill("bus pass")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=2, name="Rent deposit and Bus pass, side by side")).to_be_visible()
        planned = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Planned"))
        expect(planned).to_contain_text("Set up a rent deposit fund")
        expect(planned).to_contain_text("Give a bus pass to each care leaver")
        assert_no_sideways_scroll(page)
        sent = page.url
    with visiting(browser, compared, size) as page:
        page.goto(sent)
        expect(page.get_by_role("heading", level=2, name=re.compile("side by side"))).to_be_visible()
