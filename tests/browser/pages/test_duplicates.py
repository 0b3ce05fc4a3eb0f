"""A bad scan of a plan that is in use already: the preview says so, and it stays out without holding anything up."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import FIRST_START, SAMPLE, Server, visiting
from tests.browser.test_accessibility import assert_usable
from tests.browser.test_journeys import go_to, open_part, text

NAME = "002_590fa58bdd871d37.txt"
MISREAD = str.maketrans("umt", "vnl")


def scanned() -> bytes:
    lines = (SAMPLE / NAME).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join([*lines[:10], *(line.translate(MISREAD) for line in lines[10:])]).encode()


def test_a_bad_copy_is_compared_in_the_preview(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        open_part(page, "Add files")
        page.locator("input[type=file]").set_input_files({"name": "scan.txt", "mimeType": "", "buffer": scanned()})
        copied = page.locator(".copied")
        expect(copied).to_contain_text("Another copy of the 2023-24 update")
        expect(copied).to_contain_text("it stays in use, and this one would be left out")
        expect(copied.get_by_role("table")).to_contain_text("Rows to check")
        assert_usable(page)


def test_a_bad_copy_stays_out_and_the_other_new_files_are_used(browser: Browser, own_server: Server) -> None:
    (own_server.documents / "scan.txt").write_bytes(scanned())
    other = "Area\tPriority\tActions\n1 Play\ti Renew the swings\tPaint them green\n"
    (own_server.documents / "Marlow Vale play plan 2025-26.txt").write_text(other, encoding="utf-8")
    with visiting(browser, own_server) as page:
        go_to(page, "Documents")
        page.get_by_role("button", name="Read the documents").click()
        expect(text(page, "The documents were read and put in use on")).to_be_visible(timeout=FIRST_START)
        listed = page.get_by_role("row").filter(has_text="scan.txt")
        expect(listed).to_contain_text("Duplicate of")
        expect(page.get_by_role("row").filter(has_text="Marlow Vale play plan")).to_contain_text("In use")
        go_to(page, "Changes")
        expect(text(page, "there is nothing to compare yet")).to_be_visible()
