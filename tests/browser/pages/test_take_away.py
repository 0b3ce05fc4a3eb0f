"""An answer taken away: copied with its citations, as files, as a link; and a reader's word on it, which is kept."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.screens.ask.turns import FOLDED
from assistant.store.database import Database
from assistant.store.feedback import all_feedback
from tests.browser.conftest import Server, visiting
from tests.browser.test_journeys import REFERRALS, ask, text

QUOTE = "Lincolnshire has accepted 41 NTS referrals since 1st April 2023"
PLAN = "Children in Care Sufficiency Strategy 2023-27 Action Plan"
LABEL = "4 Unaccompanied Asylum-Seeking Children (UASC) › i UASC are placed in"


def answered(page: Page) -> None:
    ask(page, REFERRALS)
    expect(page.locator(".answer blockquote").first).to_contain_text(QUOTE)


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("allowed", [True, False], ids=["by the clipboard", "by the older way"])
def test_an_answer_is_copied_with_its_citations_and_that_is_announced(
    browser: Browser, server: Server, allowed: bool
) -> None:
    with visiting(browser, server) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        if not allowed:  # as it is where the app is served without https
            page.evaluate("() => { Clipboard.prototype.writeText = () => Promise.reject(); }")
        answered(page)
        copy = page.get_by_role("button", name="Copy with citations")
        copy.focus()
        page.keyboard.press("Enter")
        expect(page.locator("[role=status][aria-live=polite].unseen")).to_have_text("Copied")
        copied = clipboard(page)
        assert copied.startswith(REFERRALS)
        for part in (QUOTE, LABEL, PLAN, "item 2, ", "2023-24 update", "Taken from the documents on "):
            assert part in copied
        expect(page.get_by_role("button", name="Copy with citations")).to_be_focused()


def test_an_answer_is_taken_away_as_files_and_as_a_link_that_asks_anew(
    browser: Browser, server: Server, tmp_path: Path
) -> None:
    with visiting(browser, server) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        answered(page)
        page.get_by_role("button", name="Download or share").click()
        for kind, ending in (("Word", "docx"), ("CSV", "csv"), ("Markdown", "md")):
            with page.expect_download() as download:
                page.get_by_role("button", name=f"Download as {kind}").click()
            assert download.value.suggested_filename.endswith(f".{ending}")
            download.value.save_as(tmp_path / f"answer.{ending}")
        assert (tmp_path / "answer.docx").read_bytes().startswith(b"PK")
        for ending in ("csv", "md"):
            taken = (tmp_path / f"answer.{ending}").read_text(encoding="utf-8-sig")
            assert QUOTE in taken
            assert "2023-24" in taken

        page.get_by_role("button", name="Copy link to this question").click()
        expect(page.locator("[role=status][aria-live=polite].unseen")).to_have_text("Copied")
        link = clipboard(page)
        assert link.startswith(f"{server.address}/ask?q=")
        assert parse_qs(urlsplit(link).query)["q"] == [REFERRALS]
    with visiting(browser, server) as page:
        page.goto(link)
        expect(page.locator(".answer blockquote").first).to_contain_text(QUOTE)


def test_a_readers_word_on_an_answer_is_kept_and_still_there_when_it_is_reopened(
    browser: Browser, own_server: Server, size: str
) -> None:
    database = Database(own_server.index.parent / "kept")
    with visiting(browser, own_server, size) as page:
        answered(page)
        page.get_by_role("button", name="Not useful").click()
        expect(page.get_by_role("button", name="Marked not useful")).to_be_visible()
        page.get_by_role("textbox", name="What was wrong or missing?").fill("It is last year’s figure")
        page.keyboard.press("Enter")
        expect(text(page, "Your reason is stored with your question")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        expect(page).to_have_url(re.compile("conversation="))

        page.reload()
        expect(page.get_by_role("button", name="Marked not useful")).to_be_visible()
        expect(page.get_by_role("textbox", name="What was wrong or missing?")).to_have_value("It is last year’s figure")
        [feedback] = all_feedback(database)
        assert (feedback.question, feedback.useful, feedback.why) == (REFERRALS, False, "It is last year’s figure")
        assert feedback.citations[0].reference == "4.i"

        page.get_by_role("button", name="Useful", exact=True).click()
        expect(page.get_by_role("button", name="Marked useful")).to_be_visible()
        [feedback] = all_feedback(database)
        assert feedback.useful


def test_what_can_be_done_with_an_earlier_answer_opens_by_key(browser: Browser, server: Server, size: str) -> None:
    with visiting(browser, server, size) as page:
        answered(page)
        ask(page, "and how many of them were under 16?")
        earlier, latest = page.locator(".st-key-turn-1"), page.locator(".st-key-turn-2")
        expect(latest.get_by_role("button", name="Not useful")).to_be_visible()
        expect(earlier.locator(".answer blockquote").first).to_contain_text(QUOTE)
        expect(earlier.get_by_role("button", name="Not useful")).to_have_count(0)
        opener = earlier.locator("summary", has_text=FOLDED)
        opener.focus()
        page.keyboard.press("Enter")
        expect(earlier.get_by_role("button", name="Copy with citations")).to_be_visible()
        expect(opener).to_be_focused()
        earlier.get_by_role("button", name="Not useful").click()
        expect(earlier.get_by_role("textbox", name="What was wrong or missing?")).to_be_visible()
        expect(latest.get_by_role("button", name="Not useful", exact=True)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        earlier.locator("a.cite").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("41 NTS referrals")
