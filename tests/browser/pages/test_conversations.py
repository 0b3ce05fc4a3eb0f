"""Conversations reopened, found, renamed and deleted; held by one browser, and by nothing where none can be kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import FICTIONAL, Server, serving, visiting
from tests.browser.test_journeys import REFERRALS, ask, go_to, text, wait_until_drawn

CARERS = "What is being done for foster carers?"


def asked(page: Page, question: str) -> str:
    """Ask, and give the conversation's address when it is kept."""
    ask(page, question)
    expect(page.locator("h2.question").last).to_contain_text(question)
    expect(page).to_have_url(re.compile(r"conversation="))
    expect(page.locator(".answer").first).to_be_visible()
    return page.url


def begin_another(page: Page) -> None:
    open_sidebar(page)
    page.get_by_role("button", name="New conversation").click()
    expect(page).not_to_have_url(re.compile(r"conversation="))
    page.get_by_text("Questions to start with").wait_for()


def open_sidebar(page: Page) -> None:
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()


def earlier(page: Page) -> Page:
    open_sidebar(page)
    wait_until_drawn(page)  # their number, which heads them, may change until then, and what was opened closes
    page.get_by_text("Conversations (").click()
    return page


def test_a_conversation_is_reopened_by_its_name_by_back_and_by_its_address(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        first = asked(page, REFERRALS)
        begin_another(page)
        second = asked(page, CARERS)
        assert second != first

        earlier(page).locator(".earlier a", has_text=REFERRALS).click()
        expect(page.locator(".answer blockquote").first).to_contain_text("41 NTS referrals")
        expect(page).to_have_url(first)
        expect(page.locator("h2.question")).to_have_count(1)
        ask(page, "and how many of them were under 16?")
        expect(page.locator(".st-key-turn-2 .answer blockquote").first).to_contain_text("10 U16s")
        page.wait_for_function("() => document.querySelector('.st-key-turn-2 h2').getBoundingClientRect().top < 200")

        page.go_back()
        expect(page.locator("h2.question")).to_contain_text([CARERS])  # and no other
        page.goto(first)
        expect(page.locator("h2.question")).to_have_count(2)
        expect(page.locator(".st-key-turn-2 .answer blockquote").first).to_contain_text("10 U16s")
        expect(page.locator("[role=status].unseen")).to_contain_text("Question 2")
        page.locator("a.cite").first.click()
        expect(page.get_by_role("dialog").locator("mark").first).to_contain_text("41 NTS referrals")


def test_another_browser_sees_none_of_it_and_asks_the_question_again(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        address = asked(page, REFERRALS)
    with visiting(browser, server) as page:
        page.goto(address)
        expect(page.locator("h2.question")).to_contain_text([REFERRALS])
        expect(page.locator(".answer blockquote").first).to_contain_text("41 NTS referrals")
        expect(page.get_by_text("Conversations (1)")).to_be_visible()
        assert page.url != address
    with visiting(browser, server) as page:
        page.goto(address.split("&q=")[0])
        expect(text(page, "You have no conversation with this address")).to_be_visible()
        expect(page.locator("h2.question")).to_have_count(0)
        expect(page.get_by_text("Conversations (")).to_have_count(0)
        asked(page, CARERS)
        expect(text(page, "You have no conversation with this address")).to_have_count(0)
        expect(page.get_by_text("Conversations (1)")).to_be_visible()


def test_conversations_are_found_by_their_words_on_a_laptop_and_on_a_phone(
    browser: Browser, server: Server, size: str
) -> None:
    with visiting(browser, server, size) as page:
        for number in range(4):
            asked(page, f"What is for lunch in canteen {number}?")
            begin_another(page)
        asked(page, REFERRALS)
        earlier(page)
        page.get_by_role("textbox", name="Find by words").fill("41 nts")
        page.keyboard.press("Enter")
        expect(page.locator(".earlier li")).to_have_count(1)
        expect(page.locator(".earlier li")).to_contain_text(REFERRALS)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_conversation_is_renamed_and_deleted_for_good(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        address = asked(page, REFERRALS)
        earlier(page).get_by_role("textbox", name="Name of this conversation").fill("For the panel <b>in May</b>")
        page.keyboard.press("Enter")
        expect(page.locator(".earlier")).to_contain_text("For the panel <b>in May</b>")

        page.get_by_role("button", name="Delete this conversation").click()
        page.get_by_role("button", name="Delete for good").click()
        page.get_by_text("Questions to start with").wait_for()
        expect(page.get_by_text("Conversations (")).to_have_count(0)
        page.goto(address.split("&q=")[0])
        expect(text(page, "You have no conversation with this address")).to_be_visible()


def test_an_answer_from_documents_since_read_anew_says_so_and_is_asked_again(
    browser: Browser, own_server: Server
) -> None:
    with visiting(browser, own_server) as page:
        asked(page, REFERRALS)
        shutil.copy(FICTIONAL, own_server.documents)
        go_to(page, "Documents")
        page.get_by_role("button", name="Read the documents").click()
        expect(text(page, "The documents were read and put in use on")).to_be_visible()
        go_to(page, "Ask")
        expect(text(page, "The documents have been read again since.")).to_be_visible()
        page.get_by_role("button", name="Ask again").click()
        expect(page.locator("h2.question")).to_have_count(2)
        expect(page.locator(".answer blockquote").last).to_contain_text("41 NTS referrals")
        expect(text(page, "The documents have been read again since.")).to_have_count(1)


@pytest.fixture
def unkept_server(library: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that can keep nothing."""
    (tmp_path / "file").write_text("not a folder")
    shutil.copytree(library, tmp_path / "own")
    with serving(tmp_path / "own", PLANS_KEPT=str(tmp_path / "file" / "kept")) as server:
        yield server


def test_where_nothing_can_be_kept_questions_are_answered_and_it_is_said(
    browser: Browser, unkept_server: Server
) -> None:
    with visiting(browser, unkept_server) as page:
        ask(page, REFERRALS)
        expect(page.locator(".answer blockquote").first).to_contain_text("41 NTS referrals")
        expect(text(page, "Conversations can’t be stored at the moment").first).to_be_visible()
        ask(page, CARERS)
        expect(page.locator("h2.question")).to_have_count(2)
        go_to(page, "Browse")
        go_to(page, "Ask")
        expect(page.locator("h2.question")).to_have_count(2)


def test_a_question_is_asked_once_more_exactly_as_typed(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        ask(page, "What is being done for fostr carers?")
        expect(text(page, "“fostr” read as “foster”")).to_be_visible()
        page.get_by_role("button", name="Answer exactly as typed").click()
        expect(page.locator("h2.question").last).to_contain_text("(exactly as typed)")
        expect(page.locator(".answer").last).to_be_visible()
        expect(text(page, "“fostr” read as “foster”")).to_have_count(1)


def test_a_colleagues_link_asks_its_question_once(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.goto(f"{server.address}/?q=How+many+National+Transfer+Scheme+referrals+have+we+accepted%3F")
        expect(page.locator(".answer blockquote").first).to_contain_text("41 NTS referrals")
        page.locator("a.cite").first.click()
        page.get_by_role("dialog").wait_for()
        expect(page.locator("h2.question")).to_have_count(1)


def test_of_a_long_conversation_the_latest_questions_are_shown_first(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        for number in range(1, 9):
            ask(page, f"What is for lunch in canteen {number}?")
            expect(page.locator(f".st-key-turn-{number} .answer").first).to_be_visible()
        expect(page.locator("h2.question")).to_have_count(6)
        page.get_by_role("button", name="Show the 2 before").click()
        expect(page.locator("h2.question")).to_have_count(8)
