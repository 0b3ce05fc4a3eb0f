"""The page that a quote stands on, shown with the quote marked; and what is said where it can't be."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from assistant.source_view import SourceView
from corpus.errors import UnreadableFile
from corpus.library import Library, read_library
from corpus.page_images import SCALE, draw
from corpus.records import Citation, Row
from tests.places import DATA

PLAN = "pdf_drawn_bullets_two_tables.pdf"
OTHER = "semicolons_title_lines_cp1252.csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for name in (PLAN, OTHER):
        shutil.copy(DATA / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def library(folder: Path) -> Library:
    return read_library(folder)


def row_of(library: Library, file: str, reference: str = "") -> Row:
    rows = (row for document in library.documents if document.file == file for row in document.rows)
    return next(row for row in rows if row.columns and reference in ("", row.reference))


def cited(library: Library, words: str, file: str = PLAN) -> Citation:
    """The item that holds these words."""
    return next(
        Citation.of_item(row, column, number)
        for document in library.documents
        if document.file == file
        for row in document.rows
        for column in row.columns
        for number, item in enumerate(column.items, 1)
        if words in item.text
    )


def difference(one: bytes, other: bytes) -> tuple[int, int, int, int] | None:
    first, second = (Image.open(io.BytesIO(png)) for png in (one, other))
    return ImageChops.difference(first, second).getbbox()


def test_the_items_place_is_marked_on_its_page(library: Library, folder: Path) -> None:
    citation = cited(library, "Report each quarter")
    (view,) = SourceView(library, folder).pages(citation)
    row = next(row for row in library.rows("all") if row.key == citation.row_key)
    item = next(item for column in row.columns for item in column.items if item.text == citation.quote)
    assert (view.page, item.location.box is not None) == (item.location.page, True)
    assert view.words == f"Page {view.page} of {PLAN}, with the place of this quote marked: “{citation.quote}”"
    plain = draw(folder / PLAN, "plain", view.page, ())
    changed = difference(view.png, plain)
    assert changed is not None
    assert item.location.box is not None
    assert [abs(one / SCALE - other) <= 3 for one, other in zip(changed, item.location.box, strict=True)] == [True] * 4


def test_a_heading_shows_where_its_row_begins(library: Library, folder: Path) -> None:
    row = row_of(library, PLAN)
    (view,) = SourceView(library, folder).pages(Citation.of_heading(row))
    assert view.page == row.location.page


def test_other_files_than_pdfs_have_no_page_to_show(library: Library, folder: Path) -> None:
    row = row_of(library, OTHER)
    citation = Citation.of_heading(row)
    view = SourceView(library, folder)
    assert (view.shows(citation), view.pages(citation)) == (False, ())


def test_a_row_that_is_no_longer_there_has_none_either(library: Library, folder: Path) -> None:
    citation = replace(cited(library, "Report each quarter"), reference="99.x")
    assert not SourceView(library, folder).shows(citation)


def test_a_changed_file_is_not_shown(library: Library, tmp_path: Path) -> None:
    (tmp_path / PLAN).write_bytes((DATA / PLAN).read_bytes() + b"\n% changed")
    with pytest.raises(UnreadableFile, match="has changed since it was read"):
        SourceView(library, tmp_path).pages(cited(library, "Report each quarter"))


@pytest.mark.parametrize("missing", ["", "nowhere"])
def test_a_missing_file_is_a_message(library: Library, tmp_path: Path, missing: str) -> None:
    with pytest.raises(UnreadableFile, match="is no longer in the documents folder"):
        SourceView(library, tmp_path / missing).pages(cited(library, "Report each quarter"))


def test_a_file_that_cant_be_drawn_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "damaged.pdf").write_bytes(b"%PDF-1.7 cut")
    with pytest.raises(UnreadableFile, match="Page 1 can't be shown as a picture"):
        draw(tmp_path / "damaged.pdf", "damaged", 1, ())
