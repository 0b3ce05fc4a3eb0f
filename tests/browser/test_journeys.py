"""What staff do with the app, from the first start to a new document's answer, on a laptop and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import FICTIONAL, Server, sockets, visiting

UNFOLDING = 300  # ms that it moves: a list that opens meanwhile closes at once
BEDROOMS = "How many bedrooms did the Lighthouse supported lodgings scheme open?"
MOMENT = 250  # ms
RUN_TO_THE_END = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
REFERRALS = "How many National Transfer Scheme referrals have we accepted since April 2023?"


def ask(page: Page, question: str) -> None:
    """Ask on the page Ask, which isn't the first where there are several plans."""
    page.get_by_role("heading", level=1).wait_for()
    if page.get_by_role("heading", level=1, name="Overview").is_visible():
        go_to(page, "Ask")
    wait_until_drawn(page)  # what is typed into a field that is replaced meanwhile is lost
    # The last: while the first answer is drawn, the field below it is there before the one under the title has gone.
    page.get_by_role("textbox", name="Your question").last.fill(question)
    page.keyboard.press("Enter")


def text(page: Page, words: str) -> Locator:
    """Where these words can be seen: the live region, which is only heard, left out."""
    return page.locator(f':text("{words}"):not(.unseen)')


def go_to(page: Page, name: str) -> None:
    """Open a page by the navigation, which a phone keeps folded."""
    page.get_by_role("heading", level=1).wait_for()
    opener = page.get_by_test_id("stExpandSidebarButton")
    if opener.is_visible():
        opener.click()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def wait_until_drawn(page: Page) -> None:
    """A list that is open while the page is drawn anew closes, and a key pressed then is lost. What was chosen before
    reaches the server only a moment later."""
    page.wait_for_timeout(MOMENT)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


@contextmanager
def drawn_anew(page: Page) -> Iterator[None]:
    """For what makes the page be drawn anew: at the end it has been."""
    with sockets[page].expect_event("framereceived", _ends_a_run):
        yield
    wait_until_drawn(page)


def _ends_a_run(frame: bytes | str) -> bool:
    """Told by what the server says: a page that is busy may never show that a short run was going on."""
    told = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
    return told.WhichOneof("type") == "script_finished" and told.script_finished in RUN_TO_THE_END


def choose(page: Page, label: str, option: str) -> None:
    """By the keyboard alone, typing narrows the list; on a phone, whose lists take no text, by touch."""
    wait_until_drawn(page)
    if page.get_by_test_id("stExpandSidebarButton").is_visible():
        page.get_by_role("combobox", name=label).scroll_into_view_if_needed()
        page.wait_for_timeout(UNFOLDING)
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=option, exact=True).click()
        return
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(option)
    expect(page.get_by_role("option").first).to_contain_text(option[:20])
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # a list of which several can be chosen stays open
    wait_until_drawn(page)


def open_part(page: Page, name: str) -> None:
    """Open a part of the page Documents."""
    if not page.get_by_role("heading", level=1, name="Documents").is_visible():
        go_to(page, "Documents")
    part = page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name=name)
    part.click()
    expect(part).to_have_attribute("aria-current", "page")
    wait_until_drawn(page)


def unfold(page: Page, words: str) -> None:
    """Open what is folded away under these words."""
    wait_until_drawn(page)
    page.locator("summary").filter(has_text=words).click()
    page.wait_for_timeout(UNFOLDING)


def assert_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_question_is_answered_and_its_source_opened_and_browsed(browser: Browser, server: Server, size: str) -> None:
    with visiting(browser, server, size) as page:
        ask(page, REFERRALS)
        expect(text(page, "Answered, word for word")).to_be_visible()
        expect(page.locator(".answer blockquote").first).to_contain_text(
            "accepted 41 NTS referrals since 1st April 2023"
        )
        assert_no_sideways_scroll(page)

        page.locator("a.cite").first.click()
        source = page.get_by_role("dialog")
        expect(source.locator("mark").first).to_contain_text("41 NTS referrals")
        expect(source).to_contain_text("UASC are placed in high quality")
        assert_no_sideways_scroll(page)

        source.get_by_role("link", name="Open this row in Browse").click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        expect(page).to_have_title("Browse – Plans")
        expect(page.locator("mark")).to_contain_text("41 NTS referrals")
        assert "row=4.i" in page.url
        assert_no_sideways_scroll(page)

        page.go_back()
        expect(page.locator(".answer blockquote").first).to_contain_text("41 NTS referrals")


def test_a_source_beside_the_answer_shows_its_place(browser: Browser, server: Server, size: str) -> None:
    with visiting(browser, server, size) as page:
        ask(page, REFERRALS)
        source = page.locator("article.source").first
        expect(source).to_contain_text("4 Unaccompanied Asylum-Seeking Children (UASC) › i UASC are placed in")
        expect(source).to_contain_text("item 2, line 48")
        plan = "Children in Care Sufficiency Strategy 2023-27 Action Plan, 2023-24 update"
        expect(page.get_by_role("heading", level=4, name=plan)).to_be_visible()
        answer, beside = page.locator(".answer").first.bounding_box(), source.bounding_box()
        assert answer
        assert beside
        assert beside["x"] > answer["x"] + answer["width"] if size == "laptop" else beside["y"] > answer["y"]


def test_an_answer_is_read_out_to_screen_readers(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        ask(page, REFERRALS)
        expect(page.locator("[role=status][aria-live=polite].unseen")).to_contain_text(
            "Question 1: Answered, word for word."
        )
        assert page.locator("[aria-live=polite].unseen").count() == 1


def test_what_no_document_says_is_said_to_be_missing(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        ask(page, "What is the recipe for a Victoria sponge cake?")
        expect(text(page, "Not in the documents")).to_be_visible()
        assert page.locator(".answer blockquote").count() == 0


def test_an_example_question_is_answered_from_the_documents(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.locator("[class*=st-key-example-] button").first.click()
        answer = page.locator(".answer")
        answer.locator("blockquote").first.wait_for(state="attached")
        wait_until_drawn(page)  # what was opened before would close
        folded = answer.locator("details:has(blockquote) > summary")  # more than ten quotes are, below their rows
        if folded.count():
            folded.first.click()
        expect(answer.locator("blockquote").first).to_be_visible()


def test_a_question_keeps_to_the_category_chosen(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        unfold(page, "Where to look")
        page.get_by_role("combobox", name="Category").click()
        page.get_by_role("option", name="1 In-house regulated placements").click()
        page.wait_for_url("**category=*")
        ask(page, "What is being done for foster carers?")
        expect(
            text(page, "Searched 4 of 15 priorities (1 In-house regulated placements); 11 were left out.")
        ).to_be_visible()
        page.locator("article.source").first.wait_for()
        paths = page.locator("article.source .path").all_text_contents()
        assert all("1 In-house regulated placements" in path for path in paths)


def test_keys_alone_ask_open_a_source_and_come_back_to_it(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        ask(page, REFERRALS)
        number = page.locator("a.cite").first
        number.focus()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.get_by_role("dialog").wait_for()
        page.wait_for_function("document.querySelector('[role=dialog]').contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(number).to_be_focused()


def test_browse_filters_by_category_and_words_and_keeps_them_in_the_address(
    browser: Browser, server: Server, size: str
) -> None:
    with visiting(browser, server, size) as page:
        go_to(page, "Browse")
        expect(text(page, "15 rows of")).to_be_visible()
        page.get_by_role("combobox", name="Category").click()
        page.get_by_role("option", name="4 Unaccompanied Asylum-Seeking Children (UASC)").click()
        expect(text(page, "15 rows of")).to_have_count(0)
        page.get_by_role("textbox", name="Only rows with these words").fill("NTS referrals")
        page.keyboard.press("Enter")
        expect(text(page, "1 row of")).to_be_visible()
        expect(page.locator("details[open] mark").first).to_be_visible()
        assert_no_sideways_scroll(page)

        page.goto(page.url)  # as a colleague who is sent the address
        expect(text(page, "1 row of")).to_be_visible()
        page.get_by_role("link", name="Show this row by itself").click()
        expect(page.get_by_role("button", name="Show the whole plan")).to_be_visible()


def test_an_address_of_a_row_that_is_not_there_says_so(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.goto(f"{server.address}/browse?row=99.z")
        expect(text(page, "There is no row 99.z")).to_be_visible()
        expect(text(page, "15 rows of")).to_be_visible()


def test_a_file_is_added_read_and_answered_from_then_taken_out(browser: Browser, own_server: Server, size: str) -> None:
    with visiting(browser, own_server, size) as page:
        go_to(page, "Ask")
        ask(page, BEDROOMS)
        page.get_by_role("button", name="Save this question").click()
        expect(text(page, "is shown after each update")).to_be_visible()
        open_part(page, "Add files")
        expect(text(page, "All files in the documents folder have been read.")).to_be_visible()
        page.locator("input[type=file]").set_input_files(FICTIONAL)
        expect(text(page, "Would be read as: Harbour Lane Leaving Care Action Plan")).to_be_visible()
        assert not (own_server.documents / FICTIONAL.name).exists()
        page.get_by_role("button", name="Add 1 file and update").click()
        expect(text(page, "The documents were read and put in use on")).to_be_visible()
        assert (own_server.documents / FICTIONAL.name).read_bytes() == FICTIONAL.read_bytes()
        assert_no_sideways_scroll(page)
        go_to(page, "Saved")
        expect(text(page, "1 entry, 1 with something new")).to_be_visible()
        found = page.locator("article.found").filter(has_text="opened 12 bedrooms in Harbour Lane")
        expect(found.last).to_contain_text("Harbour Lane Leaving Care Action Plan (fictional)")
        page.get_by_role("button", name="Mark as seen").click()
        expect(text(page, "Nothing new since")).to_be_visible()
        go_to(page, "Ask")
        ask(page, BEDROOMS)
        expect(page.locator(".st-key-turn-2 blockquote").first).to_contain_text("opened 12 bedrooms in Harbour Lane")
        ask(page, "How many care leavers has the rent deposit fund helped?")
        expect(page.locator(".answer").last).to_contain_text("helped 9 care leavers")

        open_part(page, "Correct")
        choose(page, "File", FICTIONAL.name)
        page.get_by_role("button", name=f"Remove {FICTIONAL.name}").click()
        expect(text(page, "2025-26 update) are in no answer, list or count")).to_be_visible()
        assert (own_server.documents / FICTIONAL.name).exists()
        page.get_by_role("button", name="Remove it").click()
        expect(text(page, f"No longer there: {FICTIONAL.name}.")).to_be_visible()
        assert (own_server.documents.parent / "removed documents" / FICTIONAL.name).exists()


def test_a_file_that_cannot_be_read_is_refused_with_a_reason(browser: Browser, server: Server, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    with visiting(browser, server) as page:
        open_part(page, "Add files")
        page.locator("input[type=file]").set_input_files(empty)
        expect(text(page, "empty.txt can’t be added.")).to_be_visible()
        assert page.get_by_role("button", name="Add 1 file").count() == 0
