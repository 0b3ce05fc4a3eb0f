"""Staff correct how tables were read, and the next updates with the same headings are read that way too."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from assistant import Assistant
from corpus.isolation import draft
from corpus.library import read_document
from corpus.records import Document
from corpus.tables.recipes import RECIPES
from tests.browser.conftest import FIRST_START, serving, visiting
from tests.browser.test_journeys import choose, drawn_anew, open_part, text, wait_until_drawn
from tests.browser.test_keyboard import press, tab_to
from tests.fictional.misread_plans import FIRST, IN_A_BROWSER, MISREAD, MOST, NEXT, Misread

BY_TAB = ("skills.md", "beds.html", "youth.pdf")  # a choice of one, of several, and words that are written
CORRECTED = [each for each in MISREAD if each.name in IN_A_BROWSER]


class Corrector:
    """Someone who corrects how a file was read; each choice is counted."""

    def __init__(self, page: Page, misread: Misread) -> None:
        self.page, self.misread, self.choices = page, misread, 0

    def correct(self) -> int:
        """The number of choices that it took."""
        self.choose("Look at the tables of", self.misread.file(FIRST))
        # Until a cell of the file's table is shown, the fields are those of the file before.
        expect(self.page.get_by_role("cell", name=self.misread.first_cell, exact=True).first).to_be_visible()
        for label, option in self.misread.choices:
            self.choose(label, option)
        self.save()
        expect(text(self.page, f"Saved for {self.misread.file(FIRST)}")).to_be_visible()
        return self.choices

    def choose(self, label: str, option: str) -> None:
        self.choices += 1
        name = re.compile(rf"^{re.escape(label)}( \(may be|$)")
        chosen, written = (self.page.get_by_role(role, name=name) for role in ("combobox", "textbox"))
        field = chosen.or_(written)
        self.focus(field)
        self.page.keyboard.type(option)
        if field.get_attribute("role") == "combobox":
            expect(self.page.get_by_role("option").first).to_contain_text(option[:20])
        with drawn_anew(self.page):
            self.page.keyboard.press("Enter")

    def focus(self, field: Locator) -> None:
        self.page.keyboard.press("Tab")  # a list of which several can be chosen stays open
        wait_until_drawn(self.page)
        field.focus()

    def save(self) -> None:
        self.choices += 1
        wait_until_drawn(self.page)
        self.page.get_by_role("button", name="Save the correction").click()


class Keyboard(Corrector):
    """Someone who corrects it by keys alone, and sees where the focus stands."""

    def focus(self, field: Locator) -> None:
        wait_until_drawn(self.page)
        tab_to(self.page, field)

    def save(self) -> None:
        self.choices += 1
        self.page.keyboard.press("Tab")  # while a list is open, there is nothing else
        wait_until_drawn(self.page)
        press(self.page, self.page.get_by_role("button", name="Save the correction"))


def read_alone(misread: Misread, folder: Path) -> Document:
    """The next update as it is read where nothing was corrected."""
    path = misread.write(folder, NEXT)
    return read_document(path, path.name, read_file=draft)


def test_misread_tables_are_corrected_in_few_choices_and_their_next_updates_are_read_right(
    browser: Browser, library: Path, tmp_path: Path
) -> None:
    documents, index = tmp_path / "documents", tmp_path / "index"
    documents.mkdir()
    assert not [each.name for each in MISREAD if each.is_right(read_alone(each, tmp_path))]
    for each in CORRECTED:
        each.write(documents, FIRST)
    Assistant.build(documents=documents, index=index)
    with serving(tmp_path) as server, visiting(browser, server) as page:
        open_part(page, "Correct")
        taken = {
            each.name: (Keyboard if each.name in BY_TAB else Corrector)(page, each).correct() for each in CORRECTED
        }
        assert max(taken.values()) <= MOST, taken
        for each in CORRECTED:
            each.write(documents, NEXT)
        page.reload()
        page.get_by_role("button", name="Read the documents").click()
        # Some tables have far fewer rows now: what was none is a row no more, and that is asked about once for all.
        page.get_by_role("button", name="Publish anyway").click(timeout=FIRST_START)
        expect(text(page, "The documents were read and put in use on")).to_be_visible(timeout=FIRST_START)
        read = {document.file: document for document in Assistant.open(index=index).library.documents}
        assert not [each.name for each in CORRECTED if not each.is_right(read[each.file(NEXT)])]

        coast = next(each for each in CORRECTED if each.name == "coast.pdf")
        choose(page, "Look at the tables of", coast.file(NEXT))
        page.get_by_role("button", name="Remove the correction").click()
        expect(text(page, "The correction is removed.")).to_be_visible()
    assert "Guardian" not in (documents / RECIPES).read_text(encoding="utf-8")
