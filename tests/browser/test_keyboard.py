"""Everything that staff do, by keys alone: where the focus stands can be seen at each step, and news is read out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import FICTIONAL, Server, visiting
from tests.browser.pages.test_changes import HOMES, row
from tests.browser.test_journeys import REFERRALS, ask, text

FARTHEST = 120  # presses of Tab that lead once round any page
RING = 2  # pixels that a focus ring is wide at least
CONTRAST = 3.0

# The ring around the focus, which a box around a field may have in its place, and the ground behind it.
SEEN = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3).map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const own = (box) => getComputedStyle(box).backgroundColor;
  const grounds = (box) => box ? [own(box), ...grounds(box.parentElement)] : ["rgb(255,255,255)"];
  const ground = (box) => grounds(box).find((colour) => channels(colour)[3] !== 0);
  let box = document.activeElement;
  if (!box || !box.matches(":focus")) return null;  // the page itself, or what was taken away while it had the focus
  for (let up = 0; box && up < 4; up += 1, box = box.parentElement) {
    const style = getComputedStyle(box);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0) continue;
    const [one, other] = [light(style.outlineColor), light(ground(box.parentElement))].sort();
    return { width: parseFloat(style.outlineWidth), contrast: (other + 0.05) / (one + 0.05) };
  }
  return { width: 0, contrast: 0 };
}"""

# Whether the focus stands on the screen, and nothing of it behind the bar above or the field for questions.
UNCOVERED = """() => {
  const focused = document.activeElement;
  const [bar, field] = ["stHeader", "stBottom"].map((id) => document.querySelector(`[data-testid=${id}]`));
  const { left, right, top, bottom } = focused.getBoundingClientRect();
  if (right <= 0 || left >= innerWidth) return false;
  if (bar.contains(focused) || field.contains(focused) || !focused.parentElement.closest("main")) return true;
  const lowest = getComputedStyle(field).position === "static" ? innerHeight : field.getBoundingClientRect().top;
  return top >= bar.getBoundingClientRect().bottom && bottom <= lowest;
}"""


def ring_lacks(page: Page) -> str:
    """What the focus stands on, if its ring is too thin or too faint; "" if all is well."""
    ring = page.evaluate(SEEN)
    if ring is None or (ring["width"] >= RING and ring["contrast"] >= CONTRAST):
        return ""
    return f"{ring} {page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}"


def assert_focus_is_seen(page: Page) -> None:
    for _ in range(20):  # a page that is being drawn may get its style a moment later
        if not ring_lacks(page):
            return
        page.wait_for_timeout(100)
    assert ring_lacks(page) == ""


def tab_to(page: Page, target: Locator) -> None:
    """Go there by Tab, looking at each stop whether it can be seen."""
    target.first.wait_for(state="attached")
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        assert_focus_is_seen(page)
        if target.first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{FARTHEST} presses of Tab don't lead to {target}")


def press(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def heard(page: Page) -> Locator:
    """The one region that screen readers read out when it changes."""
    return page.locator("[role=status][aria-live=polite].unseen")


def open_page(page: Page, name: str) -> None:
    press(page, page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True))
    page.get_by_role("heading", level=1, name=name).wait_for()


def test_ask_open_the_source_and_go_to_its_row(browser: Browser, compared: Server) -> None:
    with visiting(browser, compared) as page:
        page.get_by_role("heading", level=1).wait_for()
        open_page(page, "Ask")
        tab_to(page, page.get_by_role("textbox", name="Your question"))
        page.keyboard.type(REFERRALS)
        page.keyboard.press("Enter")
        expect(heard(page)).to_contain_text("Answered, word for word")
        press(page, page.locator("a.cite"))
        source = page.get_by_role("dialog")
        expect(source.locator("mark").first).to_contain_text("41 NTS referrals")
        press(page, source.get_by_role("link", name="Open this row in Browse"))
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        expect(page.locator("mark")).to_contain_text("41 NTS referrals")


def test_filter_the_plan(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.get_by_role("heading", level=1).wait_for()
        open_page(page, "Browse")
        tab_to(page, page.get_by_role("combobox", name="Category"))
        page.keyboard.press("ArrowDown")
        page.get_by_role("listbox").wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(text(page, "15 rows of")).to_have_count(0)
        tab_to(page, page.get_by_role("textbox", name="Only rows with these words"))
        page.keyboard.type("foster")
        page.keyboard.press("Enter")
        expect(page.locator("details[open] mark").first).to_be_visible()


def test_compare_two_updates(browser: Browser, compared: Server) -> None:
    with visiting(browser, compared) as page:
        page.get_by_role("heading", level=1).wait_for()
        open_page(page, "Changes")
        homes = row(page, HOMES)
        press(page, homes.locator("summary").first)
        expect(homes.locator("ins")).to_contain_text("15")
        press(page, homes.get_by_role("row", name="Reworded").get_by_role("link").last)
        expect(page.locator("mark")).to_contain_text("15 bedrooms")


def test_add_a_document_and_have_it_read(browser: Browser, own_server: Server) -> None:
    with visiting(browser, own_server) as page:
        page.get_by_role("heading", level=1).wait_for()
        open_page(page, "Documents")
        press(page, page.get_by_role("link", name="Add files"))
        with page.expect_file_chooser() as chooser:
            press(page, page.get_by_test_id("stFileUploaderDropzone").locator("button"))
        chooser.value.set_files(FICTIONAL)
        expect(text(page, "Would be read as: Harbour Lane Leaving Care Action Plan")).to_be_visible()
        press(page, page.get_by_role("button", name="Add 1 file"))
        expect(text(page, "The documents were read and put in use on")).to_be_visible()
        expect(heard(page)).not_to_be_empty()


@pytest.mark.parametrize("height", [568, 256])  # a small phone; a laptop's window at 400%
def test_nothing_covers_what_has_the_focus(browser: Browser, server: Server, height: int) -> None:
    with visiting(browser, server) as page:
        ask(page, REFERRALS)
        page.locator("article.source").wait_for()
        page.set_viewport_size({"width": 320, "height": height})
        for key in (*["Shift+Tab"] * 14, *["Tab"] * 14):
            page.keyboard.press(key)
            page.wait_for_function(UNCOVERED)
