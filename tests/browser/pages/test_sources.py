"""Sources of an answer: that a newer update is here, where was looked, and links to send to a colleague."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, visiting
from tests.browser.test_journeys import REFERRALS, ask, text, unfold

BEDROOMS = "How many bedrooms did the Lighthouse supported lodgings scheme open?"
LINKS_IN_THE_DARK = "rgb(143, 196, 240)"


def test_a_quote_of_an_earlier_update_says_that_a_newer_is_here_and_leads_to_its_row(
    browser: Browser, compared: Server, size: str
) -> None:
    with visiting(browser, compared, size) as page:
        page.goto(f"{compared.address}/?update=2025-26")
        ask(page, BEDROOMS)
        expect(page.locator(".answer blockquote").first).to_contain_text("opened 12 bedrooms")
        expect(text(page, "Searched 3 of 3 priorities (2025-26 update).")).to_be_visible()
        above = page.get_by_role("heading", level=4, name="Harbour Lane Leaving Care Action Plan (fictional)")
        expect(above.last).to_be_visible()  # of the sources; the quotes may stand under it, too
        newer = page.locator("article.source .newer").first
        expect(newer).to_contain_text("There is a newer update, 2026-27, with this row")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

        page.locator("a.cite").first.click()
        expect(page.get_by_role("dialog").locator(".newer")).to_contain_text("There is a newer update, 2026-27")
        expect(page.get_by_role("dialog")).to_contain_text("Harbour Lane Leaving Care Action Plan (fictional)")
        page.emulate_media(color_scheme="dark")
        for place in ("article.source", "[role=dialog]"):
            expect(page.locator(f"{place} .newer a").first).to_have_css("color", LINKS_IN_THE_DARK)
        page.keyboard.press("Escape")
        newer.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        expect(text(page, "opened 15 bedrooms").first).to_be_visible()


def test_a_quote_of_the_latest_update_says_nothing_of_newer_ones(browser: Browser, compared: Server) -> None:
    with visiting(browser, compared) as page:
        ask(page, BEDROOMS)
        expect(page.locator(".answer blockquote").first).to_contain_text("opened 15 bedrooms")
        assert page.locator(".newer").count() == 0


def test_a_source_is_sent_to_a_colleague_as_a_link_that_shows_its_quote(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page, REFERRALS)
        page.locator("article.source").first.get_by_role("button", name="Copy link").click()
        expect(page.locator("[role=status][aria-live=polite].unseen")).to_have_text("Copied")
        link = str(page.evaluate("navigator.clipboard.readText()"))
        assert link.startswith(f"{server.address}/browse?")
    with visiting(browser, server) as page:
        page.goto(link)
        expect(page.locator("mark").first).to_contain_text("41 NTS referrals")


def test_where_to_look_stands_in_the_address_and_is_sent_along_with_it(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        unfold(page, "Where to look")
        page.get_by_role("combobox", name="Category").click()
        page.get_by_role("option", name="5 Care leavers").click()
        page.wait_for_url("**category=5+Care+leavers*")
        address = page.url
    with visiting(browser, server) as page:
        page.goto(address)
        ask(page, "What is being done about housing?")
        expect(text(page, "Searched 2 of 15 priorities (5 Care leavers); 13 were left out.")).to_be_visible()


def test_a_question_that_was_read_otherwise_can_be_changed_before_it_is_sent_again(
    browser: Browser, server: Server
) -> None:
    with visiting(browser, server) as page:
        ask(page, "What is being done for fostr carers?")
        page.get_by_role("button", name="Change the question").click()
        field = page.get_by_role("textbox", name="Your question")
        expect(field).to_have_value("What is being done for fostr carers?")
        expect(field).to_be_focused()
        expect(page.locator("h2.question")).to_have_count(1)
        field.fill("What is being done for foster carers?")
        page.keyboard.press("Enter")
        expect(page.locator("h2.question")).to_have_count(2)
        expect(page.locator(".st-key-turn-2 .answer blockquote").first).to_be_visible()
        expect(field).to_have_value("")


def test_a_question_is_asked_again_without_what_it_was_about_only(browser: Browser, server: Server) -> None:
    with visiting(browser, server, "phone") as page:
        ask(page, "which actions are there in category 2")
        page.get_by_role("button", name="Only category: 2 Independent").click()
        expect(page.locator("h2.question")).to_have_count(2)
        expect(page.locator("h2.question").last).not_to_contain_text("category 2")
        expect(page.locator(".st-key-turn-1")).to_contain_text("Only category: 2 Independent")
        expect(page.locator(".st-key-turn-2")).not_to_contain_text("Only category")
