"""Staff correct how a table was read, and the next update with the same headings is read that way too."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, visiting
from tests.browser.test_journeys import go_to, text

HEADER = "Area of need,Actions,By whom,By when"
ROWS = (
    "Late assessments,Clear the backlog of assessments,Assessments lead,March 2026",
    "Too few places,Open two resource bases,Head of Places,September 2026",
    "Weak annual reviews,Train forty members of staff,Reviews lead,June 2026",
)
LATER = (
    "Late assessments,Keep to twenty weeks,Assessments lead,March 2027",
    "Too few places,Open a third base,Head of Places,May 2027",
)


def write(server: Server, name: str, title: str, rows: tuple[str, ...]) -> None:
    (server.documents / name).write_text("\n".join((title, "", HEADER, *rows)), encoding="utf-8")


def read_again(page: Page) -> None:
    page.get_by_role("button", name="Read the documents").click()
    expect(text(page, "The documents were read and put in use on")).to_be_visible()
    expect(text(page, "All files in the documents folder have been read.")).to_be_visible()
    page.reload()  # the page draws itself anew after a build, which closes an open list
    expect(page.get_by_role("heading", name="How tables were read")).to_be_visible()


def wait_until_drawn(page: Page) -> None:
    """A list that is open while the page is drawn anew closes."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def choose(page: Page, label: str, option: str) -> None:
    """By the keyboard alone: typing narrows the list."""
    wait_until_drawn(page)
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(option)
    expect(page.get_by_role("option").first).to_contain_text(option)
    page.keyboard.press("Enter")
    wait_until_drawn(page)


def test_a_reading_is_corrected_and_the_next_update_is_read_with_it(browser: Browser, own_server: Server) -> None:
    for path in own_server.documents.iterdir():
        path.unlink()
    write(own_server, "needs-2025.csv", "Fictional Needs Plan 2024-25", ROWS)
    with visiting(browser, own_server) as page:
        go_to(page, "Documents")
        read_again(page)
        choose(page, "Look at the tables of", "needs-2025.csv")
        expect(page.locator("p", has_text="“Area of need” titles the rows").first).to_be_visible()
        choose(page, "“Area of need” is", "Groups the rows")
        expect(text(page, "No column is the title of the row.")).to_be_visible()
        choose(page, "“Actions” is", "Title of the row")
        expect(text(page, "Late assessments › Clear the backlog of assessments")).to_be_visible()
        page.get_by_role("button", name="Use this reading").click()
        expect(text(page, "Saved for needs-2025.csv.")).to_be_visible()
        write(own_server, "needs-2026.csv", "Fictional Needs Plan 2025-26", LATER)
        go_to(page, "Browse")
        go_to(page, "Documents")
        read_again(page)
        go_to(page, "Browse")
        expect(text(page, "Keep to twenty weeks")).to_be_visible()
        go_to(page, "Documents")
        choose(page, "Look at the tables of", "needs-2025.csv")
        page.get_by_role("button", name="Remove the correction").click()
        expect(text(page, "The correction is removed.")).to_be_visible()
    assert not (own_server.documents / "recipes.toml").read_text(encoding="utf-8").strip().startswith("[[table]]")
