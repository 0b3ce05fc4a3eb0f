"""What those do who look after the documents, when things go wrong and when the glossary does."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import SAMPLE, Server, serving, visiting
from tests.browser.test_journeys import ask, go_to, open_part, text


def test_a_damaged_index_is_reported_and_mended_by_reading_the_documents(
    browser: Browser, library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(library, folder)
    for file in (folder / "index" / "generations").glob("*/*.npy"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with serving(folder) as server, visiting(browser, server) as page:
        for name in ("Browse", "Search", "Changes", "Dates and figures"):
            go_to(page, name)
            expect(text(page, "the file is damaged")).to_be_visible()
            expect(text(page, "press “Read the documents”")).to_be_visible()
            expect(page.locator("body")).not_to_contain_text("Traceback")
        go_to(page, "Documents")
        expect(text(page, "the file is damaged")).to_be_visible()
        page.get_by_role("button", name="Read the documents").click()
        expect(text(page, "The documents were read and put in use on")).to_be_visible()
        go_to(page, "Browse")
        expect(text(page, "15 rows of")).to_be_visible()


def test_a_plan_that_lost_its_rows_is_held_back_until_that_is_accepted(browser: Browser, own_server: Server) -> None:
    for document in SAMPLE.glob("*.txt"):
        path = own_server.documents / document.name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[: len(lines) // 4]), encoding="utf-8")
    with visiting(browser, own_server) as page:
        go_to(page, "Documents")
        page.get_by_role("button", name="Read the documents").click()
        expect(text(page, "Not put in use: a plan would lose many of its rows.")).to_be_visible()
        expect(text(page, "where there were 15 before.")).to_be_visible()
        go_to(page, "Browse")
        expect(text(page, "15 rows of")).to_be_visible()
        go_to(page, "Documents")
        page.get_by_role("button", name="Publish anyway").click()
        expect(text(page, "The documents were read and put in use on")).to_be_visible()
        go_to(page, "Browse")
        expect(text(page, "rows of")).to_be_visible()
        expect(text(page, "15 rows of")).to_have_count(0)


def test_one_bad_file_holds_nothing_up_and_an_update_is_undone_and_redone(browser: Browser, own_server: Server) -> None:
    for document in SAMPLE.glob("*.txt"):
        path = own_server.documents / document.name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[: len(lines) // 4]), encoding="utf-8")
    other = "Area\tPriority\tActions\n1 Play\ti Renew the swings\tPaint them green\n"
    (own_server.documents / "Marlow Vale play plan 2025-26.txt").write_text(other, encoding="utf-8")
    with visiting(browser, own_server) as page:
        go_to(page, "Documents")
        page.get_by_role("button", name="Read the documents").click()
        expect(text(page, "The other files were read and put in use on")).to_be_visible()
        expect(page.get_by_role("row").filter(has_text="Marlow Vale play plan")).to_contain_text("In use")
        page.get_by_role("button", name="Undo last update").click()
        expect(text(page, "No longer in use: Marlow Vale play plan 2025-26.txt.")).to_be_visible()
        page.get_by_role("button", name="Undo it").click()
        expect(text(page, "Undone: the documents are in use as they were")).to_be_visible()
        expect(page.get_by_role("row").filter(has_text="Marlow Vale play plan")).to_have_count(0)
        page.get_by_role("button", name="Redo").click()
        page.get_by_role("button", name="Redo it").click()
        expect(text(page, "Redone: the documents are in use")).to_be_visible()
        expect(page.get_by_role("row").filter(has_text="Marlow Vale play plan")).to_contain_text("In use")
        go_to(page, "Browse")
        page.goto(f"{own_server.address}/browse?plan=Children+in+Care+Sufficiency+Strategy+2023-27+Action+Plan")
        expect(text(page, "15 rows of")).to_be_visible()


def test_an_acronym_is_put_right_and_counts_at_once(browser: Browser, own_server: Server) -> None:
    with visiting(browser, own_server) as page:
        open_part(page, "Glossary")
        page.get_by_role("textbox", name="Acronym to add").fill("SGO")
        page.get_by_role("textbox", name="It stands for").fill("Special Guardianship Order")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(text(page, "The new meaning of SGO applies from now on.")).to_be_visible()
        assert "Special Guardianship Order" in (own_server.documents / "glossary.toml").read_text(encoding="utf-8")
        go_to(page, "Ask")
        ask(page, "What does SGO stand for?")
        expect(page.locator(".answer").last).to_contain_text("Special Guardianship Order")


def test_an_acronym_is_explained_by_keys_and_dismissed(browser: Browser, server: Server) -> None:
    with visiting(browser, server) as page:
        page.goto(f"{server.address}/browse?row=4.i")
        acronym = page.locator(".acronym").first
        tip = acronym.locator(".tip")
        acronym.focus()
        assert tip.bounding_box()["width"] > 50  # type: ignore[index]
        page.keyboard.press("Escape")
        assert tip.bounding_box()["width"] == 1  # type: ignore[index]
        expect(acronym).to_be_focused()
        acronym.hover()
        assert tip.bounding_box()["width"] > 50  # type: ignore[index]
