"""A question's link in a second browser, the key that goes to the field, a phone's menu, dark pictures, and paper."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, visiting
from tests.browser.test_journeys import REFERRALS, ask, go_to

FIELD = "Your question"
SETTLED = 1_500  # ms after which nothing is drawn any more


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_question_is_in_its_address_and_in_the_link_that_is_copied(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page, REFERRALS)
        expect(page).to_have_url(re.compile(r"/ask\?.*q=How"))
        ask(page, "and how many of them were under 16?")
        expect(page.locator(".st-key-turn-2 .answer blockquote").first).to_contain_text("10 U16s")
        page.locator(".st-key-turn-2").get_by_role("button", name="Copy link to this question").click()
        expect(page.locator("[role=status][aria-live=polite].unseen")).to_have_text("Copied")
        link = clipboard(page)
    with visiting(browser, server) as page:
        page.goto(link)
        expect(page.locator(".answer blockquote").first).to_contain_text("10 U16s")
        expect(page.locator("h2.question")).to_have_count(1)


def test_the_key_slash_goes_to_the_field_and_can_be_turned_off(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        expect(page.get_by_role("button", name="Turn this off")).to_be_visible()
        page.wait_for_timeout(SETTLED)
        page.keyboard.press("/")
        field = page.get_by_role("textbox", name=FIELD)
        expect(field).to_be_focused()
        page.keyboard.type("and/or")
        expect(field).to_have_value("and/or")
        page.get_by_role("button", name="Turn this off").click()
        expect(page.get_by_role("button", name="Turn this on")).to_be_visible()
        page.keyboard.press("/")
        expect(field).not_to_be_focused()


def test_a_phone_s_menu_closes_when_a_page_is_chosen(browser: Browser, server: Server) -> None:
    with visiting(browser, server, "phone") as page:
        go_to(page, "Browse")
        expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
        expect(page.locator("summary").first).to_be_in_viewport()


def test_today_can_be_seen_in_a_dark_timeline(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.emulate_media(color_scheme="dark")
        go_to(page, "Dates and figures")
        line = page.locator('[data-testid=stVegaLiteChart] svg line[stroke-dasharray="4,3"]').first
        line.wait_for(state="attached")
        assert line.get_attribute("stroke") == "#7d8790"


def test_paper_has_title_plan_update_and_day(browser: Browser, several: Server, tmp_path: Path) -> None:
    with visiting(browser, several) as page:
        for name in ("Browse", "Watch list", "Dates and figures", "Overview"):
            go_to(page, name)
            page.wait_for_timeout(SETTLED)
            printed = page.locator(".printed")
            expect(printed).to_be_hidden()
            page.emulate_media(media="print")
            expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
            expect(printed).to_be_visible()
            expect(printed).to_contain_text(re.compile(r"Printed on \d+ \w+ 20\d\d"))
            if name != "Overview":
                expect(page.locator("[data-testid=stMain] [data-testid=stSelectbox]").first).to_be_visible()
                assert "2026-27 update" in page.locator("[data-testid=stMain]").inner_text()
            page.pdf(path=tmp_path / "page.pdf")
            page.emulate_media(media="screen")
