"""Passages searched for: narrowed by facets, sorted, sent as a link, gone back from, followed to rows and pages."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, visiting
from tests.browser.test_journeys import assert_no_sideways_scroll, go_to, text


def search(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Words or a question").fill(words)
    page.keyboard.press("Enter")


def open_sidebar(page: Page) -> None:
    """What a phone keeps folded."""
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()


def test_passages_are_found_narrowed_and_the_link_sent(browser: Browser, server: Server, size: str) -> None:
    with visiting(browser, server, size) as page:
        go_to(page, "Search")
        search(page, "foster carers")
        expect(page.locator("article.found mark", has_text="foster").first).to_be_visible()
        expect(page.locator("article.found").first).to_contain_text("1 In-house regulated placements")
        assert_no_sideways_scroll(page)
        everywhere = page.url
        assert "q=foster" in everywhere

        open_sidebar(page)
        narrowed = page.locator(".facet").get_by_role("link", name="Progress", exact=True)
        narrowed.click()
        remove = page.get_by_role("link", name="Remove Column: Progress")
        expect(remove).to_be_attached()
        expect(page.locator("article.found .column", has_text="What needs to happen:")).to_have_count(0)
        expect(page.locator("article.found .column").first).to_have_text("Progress:")
        address = page.url
        assert "column=Progress" in address

        page.go_back()
        expect(remove).to_have_count(0)
        assert page.url == everywhere
        page.go_forward()
        expect(remove).to_be_attached()
    with visiting(browser, server, size) as colleague:
        colleague.goto(address)
        expect(colleague.get_by_role("textbox", name="Words or a question")).to_have_value("foster carers")
        expect(colleague.locator("article.found .column").first).to_have_text("Progress:")
        expect(colleague.locator("article.found .column", has_text="What needs to happen:")).to_have_count(0)
        colleague.get_by_role("link", name="Remove Column: Progress").click()
        expect(colleague.get_by_role("link", name="Remove Column: Progress")).to_have_count(0)
        assert colleague.url == everywhere


def test_a_passage_leads_to_its_row(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.goto(f"{server.address}/search?q=NTS+referrals")
        page.locator("article.found .place").get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        expect(page.locator("mark")).to_contain_text("NTS referrals")
        page.go_back()
        expect(page.get_by_role("textbox", name="Words or a question")).to_have_value("NTS referrals")


def test_what_no_passage_says_is_said_to_be_missing(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        go_to(page, "Search")
        search(page, "Victoria sponge cake")
        expect(text(page, "Nothing in the documents comes close to")).to_be_visible()
        expect(page.locator("article.found")).to_have_count(0)
        page.goto(f"{server.address}/search?q=carers&update=1999")
        expect(text(page, "There is no update")).to_be_visible()
