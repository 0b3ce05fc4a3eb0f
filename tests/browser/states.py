"""The app's pages in the states that people see them in, for pictures and for checks of each one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from playwright.sync_api import FilePayload, Page

from assistant.screens.ask.turns import FOLDED
from tests.browser.conftest import FIRST_START
from tests.browser.test_journeys import REFERRALS, ask, go_to, open_part, unfold, wait_until_drawn
from tests.places import ROOT

ANOTHER_PLAN = ROOT / "tests" / "data" / "layouts" / "table_per_heading.md"

SAMPLE_PLAN = "Children in Care Sufficiency Strategy 2023-27 Action Plan"
COMPARED_PLAN = "Harbour Lane Leaving Care Action Plan (fictional)"
MOVING = 500  # ms that the menu takes to unfold: a list that opens meanwhile closes at once

State = Callable[[Page], None]


def help_page(page: Page) -> None:
    go_to(page, "Help")
    page.get_by_role("heading", name="The first ten minutes").wait_for()


def saved(page: Page) -> None:
    answered(page)
    page.get_by_role("button", name="Save this question").click()
    page.get_by_text("is shown after each update").wait_for()
    go_to(page, "Saved")
    page.get_by_role("button", name="Remove").first.wait_for()


def overview(page: Page) -> None:
    page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
    page.get_by_role("button", name="Download as CSV").wait_for()


def overview_rows(page: Page) -> None:
    overview(page)
    page.locator('td[data-heading="Status, as the plan states it"] a').first.click()
    page.locator("h2[data-show]").wait_for()


def empty(page: Page) -> None:
    page.get_by_role("heading", level=1).wait_for()
    if page.get_by_role("heading", level=1, name="Overview").is_visible():
        go_to(page, "Ask")
    page.get_by_text("Questions to start with").wait_for(timeout=FIRST_START)


def answered(page: Page) -> None:
    empty(page)
    ask(page, REFERRALS)
    page.locator("a.cite").first.wait_for()


def listed(page: Page) -> None:
    empty(page)
    ask(page, "Which priorities mention care leavers?")
    page.locator("a.cite").nth(2).wait_for()


def source(page: Page) -> None:
    answered(page)
    page.locator("a.cite").first.click()
    page.get_by_role("dialog").locator("mark").first.wait_for()


def not_found(page: Page) -> None:
    empty(page)
    ask(page, "What is the recipe for a Victoria sponge cake?")
    page.locator(".answer").first.wait_for()


def filtered(page: Page) -> None:
    empty(page)
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
        page.wait_for_timeout(MOVING)
    unfold(page, "Where to look")
    page.get_by_role("combobox", name="Category").click()
    page.get_by_role("option", name="1 In-house regulated placements").click()
    page.wait_for_url("**category=*")
    if (closer := page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")).is_visible():
        closer.click()
    ask(page, "What is being done for foster carers?")
    page.locator(".answer").first.wait_for()


def taken_away(page: Page) -> None:
    answered(page)
    page.get_by_role("button", name="Not useful").click()
    page.get_by_role("textbox", name="What was wrong or missing?").wait_for()
    page.get_by_role("button", name="Download or share").click()
    page.get_by_role("button", name="Download as Markdown").wait_for()


def earlier_answer(page: Page) -> None:
    """An earlier answer, with what can be done with it."""
    listed(page)
    ask(page, REFERRALS)
    page.locator(".st-key-turn-2 .answer blockquote").first.wait_for()
    page.locator(".st-key-turn-1 summary", has_text=FOLDED).click()
    page.locator(".st-key-turn-1").get_by_role("button", name="Not useful").wait_for()


def conversations(page: Page) -> None:
    answered(page)
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
        page.wait_for_timeout(MOVING)
    wait_until_drawn(page)
    page.get_by_text("Conversations (").click()
    page.get_by_role("button", name="Delete this conversation").click()
    page.get_by_role("button", name="Delete for good").wait_for()


def search(page: Page) -> None:
    go_to(page, "Search")
    page.get_by_role("textbox", name="Words or a question").wait_for()


def search_found(page: Page) -> None:
    search(page)
    page.get_by_role("textbox", name="Words or a question").fill("foster carers")
    page.keyboard.press("Enter")
    page.locator("article.found").first.wait_for()


def search_nothing(page: Page) -> None:
    search(page)
    page.get_by_role("textbox", name="Words or a question").fill("Victoria sponge cake")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing in the documents comes close to").first.wait_for()


def browse(page: Page) -> None:
    go_to(page, "Browse")
    page.locator("summary").first.wait_for()


def browse_row(page: Page) -> None:
    source(page)
    page.get_by_role("dialog").get_by_role("link", name="Open this row in Browse").click()
    page.get_by_role("button", name="Show the whole plan").wait_for()


def browse_words(page: Page) -> None:
    browse(page)
    page.goto(f"{page.url.split('?')[0]}?{urlencode({'plan': SAMPLE_PLAN, 'words': 'foster carers'})}")
    page.locator("details[open]").first.wait_for()


def changes(page: Page) -> None:
    go_to(page, "Changes")
    page.get_by_role("combobox", name="Older update").wait_for()
    page.locator("details.change summary").first.click()


def briefing(page: Page) -> None:
    go_to(page, "Briefing")
    page.get_by_role("textbox", name="What is the briefing about?").fill("foster carers")
    page.keyboard.press("Enter")
    page.locator("article.brief").first.wait_for()


def briefing_start(page: Page) -> None:
    go_to(page, "Briefing")
    page.get_by_role("link", name="The whole plan").first.wait_for()


def briefing_beside(page: Page) -> None:
    briefing(page)
    page.get_by_role("textbox", name="Put beside it (optional)").fill("residential care")
    page.keyboard.press("Enter")
    page.locator("table.sides").wait_for()


def watch(page: Page) -> None:
    go_to(page, "Watch list")
    page.locator("main h2, main h3").first.wait_for()


def dates(page: Page) -> None:
    go_to(page, "Dates and figures")
    page.goto(f"{page.url.split('?')[0]}?{urlencode({'plan': SAMPLE_PLAN})}")
    page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()


def figures(page: Page) -> None:
    dates(page)
    page.goto(f"{page.url.split('?')[0]}?{urlencode({'plan': COMPARED_PLAN, 'show': 'Figures'})}")
    page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()


def documents(page: Page) -> None:
    go_to(page, "Documents")
    page.get_by_role("heading", name="How the files were read").wait_for()


def documents_correct(page: Page) -> None:
    open_part(page, "Correct")
    page.get_by_role("heading", name="Remove a file").wait_for()


def documents_glossary(page: Page) -> None:
    open_part(page, "Glossary")
    page.get_by_role("textbox", name="Acronym to add").wait_for()


def documents_feedback(page: Page) -> None:
    answered(page)
    page.get_by_role("button", name="Not useful").click()
    page.get_by_role("textbox", name="What was wrong or missing?").wait_for()
    open_part(page, "Feedback")
    page.get_by_role("button", name="Mark as dealt with").first.wait_for()


def documents_preview(page: Page) -> None:
    open_part(page, "Add files")
    page.locator("input[type=file]").set_input_files(ANOTHER_PLAN)
    preview = page.get_by_text("Would be read as")
    preview.wait_for()
    preview.scroll_into_view_if_needed()


def documents_refused(page: Page) -> None:
    open_part(page, "Add files")
    good = FilePayload(name=ANOTHER_PLAN.name, mimeType="text/markdown", buffer=ANOTHER_PLAN.read_bytes())
    refused = FilePayload(name="old.doc", mimeType="", buffer=b"\xd0\xcf\x11\xe0")
    page.locator("input[type=file]").set_input_files([good, refused])
    page.get_by_text("Would be read as").wait_for()
    refusal = page.locator(':text("old.doc can’t be added."):not(.unseen)').last
    refusal.wait_for()
    refusal.scroll_into_view_if_needed()


STATES: Mapping[str, State] = {
    state.__name__: state
    for state in (
        overview,
        overview_rows,
        empty,
        answered,
        listed,
        source,
        not_found,
        filtered,
        taken_away,
        earlier_answer,
        conversations,
        search,
        search_found,
        search_nothing,
        browse,
        browse_row,
        browse_words,
        changes,
        briefing_start,
        briefing,
        briefing_beside,
        watch,
        dates,
        figures,
        documents,
        documents_correct,
        documents_glossary,
        documents_feedback,
        documents_preview,
        documents_refused,
        saved,
        help_page,
    )
}
