"""A source that is a PDF shows its page, the quote marked, on a laptop and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import FIRST_START, Server, serving, visiting
from tests.browser.test_journeys import ask, assert_no_sideways_scroll
from tests.places import DATA

PLAN = "merged_categories_split_row.pdf"
QUOTE = "An internal audit made 98 recommendations; 9 are closed"
QUESTION = "How many recommendations did the internal audit of out of hours foster carer support make?"


@pytest.fixture(scope="module")
def pdf_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "documents").mkdir()
    shutil.copy(DATA / "layouts" / PLAN, folder / "documents")
    with serving(folder) as server:
        with visiting(browser, server) as page:
            page.get_by_text("Questions to start with").wait_for(timeout=FIRST_START)
        yield server


def assert_drawn(picture: Locator) -> None:
    """A picture as wide as it is shown at least, not the sign for one that is broken."""
    expect(picture).to_be_visible()
    assert picture.evaluate(
        "image => image.complete && image.naturalWidth >= image.clientWidth && image.clientWidth > 200"
    )


def test_the_page_of_a_quote_is_shown_beside_its_row(browser: Browser, pdf_server: Server, size: str) -> None:
    with visiting(browser, pdf_server, size) as page:
        ask(page, QUESTION)
        page.locator("a.cite").first.click()
        source = page.get_by_role("dialog")
        source.get_by_role("button", name="Show the page").click()
        picture = source.get_by_role("img", name=f"Page 1 of {PLAN}")
        assert_drawn(picture)
        assert QUOTE in (picture.get_attribute("alt") or "")
        assert_no_sideways_scroll(page)

        source.get_by_role("link", name="Open this row in Browse").click()
        expect(page.get_by_role("heading", level=1, name="Browse")).to_be_visible()
        page.get_by_role("button", name="Show the page").click()
        assert_drawn(page.get_by_role("img", name=f"Page 1 of {PLAN}"))
        assert_no_sideways_scroll(page)


def test_a_file_that_changed_is_reported_instead(browser: Browser, pdf_server: Server) -> None:
    path = pdf_server.documents / PLAN
    as_read = path.read_bytes()
    with visiting(browser, pdf_server) as page:
        ask(page, QUESTION)
        page.locator("a.cite").first.click()
        path.write_bytes(as_read + b"\n% changed")
        page.get_by_role("dialog").get_by_role("button", name="Show the page").click()
        expect(page.get_by_text("has changed since it was read")).to_be_visible()
    path.write_bytes(as_read)
