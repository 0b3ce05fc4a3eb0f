"""Dates and figures: pictures drawn under the content policy, tables that say the same, each quote followed."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, visiting
from tests.browser.pages.test_changes import PLAN
from tests.browser.test_journeys import assert_no_sideways_scroll, choose, drawn_anew, go_to, text, unfold

UASC = "UASC are placed in high quality, culturally appropriate placements that meet their specific support needs"


def test_a_plans_dates_are_pictured_listed_and_followed(browser: Browser, server: Server, size: str) -> None:
    with visiting(browser, server, size) as page:
        go_to(page, "Dates and figures")
        expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible()
        dates = page.locator("table.listing tbody tr")
        while (more := page.get_by_role("button", name="more of")).count():
            with drawn_anew(page):
                more.click()
        expect(dates.filter(has_text="15 March 2024").locator("mark").first).to_contain_text("March 2024")
        everything = dates.count()
        assert_no_sideways_scroll(page)
        unfold(page, "Filter the dates")
        choose(page, "Priority", f"4.i {UASC}")
        expect(dates.filter(has_text="5.i")).to_have_count(0)
        assert 0 < dates.count() < everything
        assert "priority=4.i" in page.url
        dates.first.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        expect(page.locator(".cited mark").first).to_be_visible()
        page.go_back()
        expect(dates.filter(has_text="5.i")).to_have_count(0)


def test_a_figure_is_shown_with_what_it_was_before(browser: Browser, compared: Server, size: str) -> None:
    with visiting(browser, compared, size) as page:
        go_to(page, "Dates and figures")
        page.get_by_role("link", name=PLAN, exact=True).click()
        picture = page.locator("[data-testid=stVegaLiteChart] svg").first
        line = picture.locator("text", has_text="1.i").bounding_box()
        whole = picture.bounding_box()
        assert line
        assert whole
        assert line["y"] + line["height"] <= whole["y"] + whole["height"]  # one priority's line isn't cut off
        choose(page, "Show", "Figures")
        expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible()
        homes = page.locator("table.listing").first.locator("tr", has_text="bedrooms")
        expect(homes).to_have_count(2)
        expect(homes.first.locator("mark")).to_have_text("12")
        expect(homes.last.locator("mark")).to_have_text("15")
        expect(text(page, "of them also in an earlier update")).to_be_visible()
        assert_no_sideways_scroll(page)
        homes.first.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        assert "update=2025-26" in page.url
