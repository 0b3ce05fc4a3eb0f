"""Excel workbooks to a Reading, by openpyxl's row-by-row reading within bounds of our own.

The bounds matter: one cell in the last corner of a sheet makes an unbounded reading take gigabytes.
What that way of reading leaves out (merged cells, hidden rows, unsaved formulas) is read from the sheet's XML.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

import openpyxl
from lxml import etree
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from corpus.errors import UnreadableFile
from corpus.readers.fragments import tidy
from corpus.readers.spreadsheet.excel_cells import CellReader, fill_of
from corpus.readers.spreadsheet.sheets import blocks_of_cell, parts_of
from corpus.readers.styled_text import SetAside, Why
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Problem, Reading, Severity

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 150_000  # filled ones, of all sheets
MOST_SHEETS = 100

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LISTED = 8  # cells named in a message


def read(path: Path, name: str) -> Reading:
    """The visible sheets in order: title lines, a Grid, notes below it; `line` is Excel's own row number."""
    layouts = _layouts(path)
    with path.open("rb") as file:  # by its path alone openpyxl would judge the file's name
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, rich_text=True)
        try:
            reading = _reading(workbook.worksheets, layouts, name, workbook.properties.title)
        finally:
            workbook.close()
    with zipfile.ZipFile(path) as archive:
        commented = any("comments" in part.lower() for part in archive.namelist())
    return replace(reading, problems=(*reading.problems, _comments(name))) if commented else reading


@dataclass
class _Layout:
    """What a sheet's XML says besides its values: ranges as (left, top, right, bottom), counted from 1."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)  # cells with a formula and no value
    beyond: list[str] = field(default_factory=list)  # filled cells outside our bounds
    rich: dict[tuple[int, int], CellRichText] = field(default_factory=dict)  # texts in several styles, kept in the cell
    coloured: bool = False  # by rules or by a table's style, of which the cells themselves say nothing
    rows: int = 0  # the last filled one within our bounds
    columns: int = 0


def _reading(sheets: Sequence[Worksheet], layouts: dict[str, _Layout], name: str, title: str | None) -> Reading:
    if len(sheets) > MOST_SHEETS:
        raise UnreadableFile(f"{name} has {len(sheets)} sheets; up to {MOST_SHEETS} are read. Keep the plan's own.")
    problems = [_hidden_sheet(name, sheet.title) for sheet in sheets if sheet.sheet_state != "visible"]
    aside = SetAside()
    cells = 0
    contents: dict[str, list[GridRow | None]] = {}
    for sheet in sheets:
        if sheet.sheet_state == "visible":
            layout = layouts[sheet.title]
            reader = CellReader(aside, white_is_hidden=not layout.coloured)
            contents[sheet.title] = list(_rows(sheet, layout, reader, name))
            cells += _filled(contents[sheet.title])
            if cells > MOST_CELLS:
                raise UnreadableFile(
                    f"{name} has more than {MOST_CELLS:,} filled cells. Copy the plan's own sheet into a new workbook."
                )
            problems += [*_problems(layout, Location(name, sheet=sheet.title)), *reader.problems()]
    filled = {sheet: rows for sheet, rows in contents.items() if any(rows)}
    parts = tuple(_parts(filled, name))
    level = 2 if len(filled) > 1 else 1
    titles = (part.text for part in parts if isinstance(part, Block) and part.level == level)
    title = tidy(title or "") or next(titles, "")
    return Reading(parts, (*problems, *aside.problems()), tuple(aside.blocks()), title)


def _filled(rows: Sequence[GridRow | None]) -> int:
    return sum(bool(cell.blocks) for row in rows if row for cell in row.cells)


def _parts(contents: Mapping[str, Sequence[GridRow | None]], name: str) -> Iterator[Grid | Block]:
    """The parts of all sheets; of several, each stands under its name."""
    for sheet, rows in contents.items():
        if len(contents) > 1:
            yield Block(sheet, Location(name, sheet=sheet), BlockKind.HEADING, 1)
        yield from parts_of(rows, title_level=2 if len(contents) > 1 else 1)


def _rows(sheet: Worksheet, layout: _Layout, reader: CellReader, name: str) -> Iterator[GridRow | None]:
    """Each row, None where it is empty; what a merged range covers is absent, and so are hidden columns.

    A hidden row is read: a filter or a folded group hides rows of a plan that is in use.
    """
    if not layout.rows:
        return
    spans = {(left, top): (right, bottom) for left, top, right, bottom in layout.merged}
    covered = _covered(layout)
    places = _places(layout.columns, layout.hidden_columns)
    values = sheet.iter_rows(min_row=1, max_row=layout.rows, min_col=1, max_col=layout.columns)
    for number, row in enumerate(values, start=1):
        where = Location(name, line=number, sheet=sheet.title)
        cells: list[Cell] = []
        for column, cell in enumerate(row, start=1):
            right, bottom = spans.get((column, number), (column, number))
            colspan = places[right] - places[column - 1]
            if (column, number) in covered:
                continue
            words = reader.words(cell, layout.rich.get((column, number)), where)
            if not colspan:
                reader.aside.add(Why.INVISIBLE, where, words)
                continue
            colour = fill_of(cell.fill)
            cells.append(Cell(blocks_of_cell(words, where), places[column - 1], colspan, bottom - number + 1, colour))
        reached = any((column, number) in covered for column in range(1, len(row) + 1))
        yield GridRow(tuple(cells), where) if reached or any(cell.blocks for cell in cells) else None


def _covered(layout: _Layout) -> set[tuple[int, int]]:
    """The cells, by column and row, that a merged range covers; its first one holds the words."""
    return {
        (column, row)
        for left, top, right, bottom in layout.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (column, row) != (left, top)
    }


def _places(count: int, hidden: Sequence[int]) -> list[int]:
    """How many columns up to each one are shown, from none."""
    left_out = set(hidden)
    return [0, *accumulate(int(number not in left_out) for number in range(1, count + 1))]


# --- the sheet's own XML ---------------------------------------------------------------------------


def _layouts(path: Path) -> dict[str, _Layout]:
    """The layout of each sheet by its name."""
    with zipfile.ZipFile(path) as archive:
        book = next((part for part in archive.namelist() if part.lower().endswith("workbook.xml")), "")
        folder, base = posixpath.split(book)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        relations = etree.fromstring(archive.read(f"{folder}/_rels/{base}.rels"), parser)
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        layouts = {}
        for sheet in etree.fromstring(archive.read(book), parser).iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(f"{_RELATIONS}id"), "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if part in archive.namelist():
                layouts[sheet.get("name", "")] = _layout(archive, part)
    return layouts


def _layout(archive: zipfile.ZipFile, part: str) -> _Layout:
    layout = _Layout()
    tags = [f"{_MAIN}{tag}" for tag in ("c", "row", "col", "mergeCell", "conditionalFormatting", "tablePart")]
    with archive.open(part) as file:
        for _, element in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True):
            if element.tag == tags[0]:
                _cell(element, layout)
                continue
            if element.tag == tags[1] and element.get("hidden") in ("1", "true"):
                layout.hidden_rows.append(int(element.get("r", "0")))
            elif element.tag == tags[2] and element.get("hidden") in ("1", "true"):
                layout.hidden_columns += range(int(element.get("min", "1")), int(element.get("max", "1")) + 1)[:50]
            elif element.tag == tags[3]:
                layout.merged += _within_bounds(element.get("ref", ""))
            elif element.tag in tags[4:]:
                layout.coloured = True
            element.clear()
    layout.merged = [
        (left, top, min(right, layout.columns), min(bottom, layout.rows))
        for left, top, right, bottom in layout.merged
        if left <= layout.columns and top <= layout.rows
    ]
    return layout


def _cell(element: etree._Element, layout: _Layout) -> None:
    valued = bool(element.findtext(f"{_MAIN}v")) or element.find(f"{_MAIN}is") is not None
    reference = element.get("r", "")
    if not valued:
        if element.find(f"{_MAIN}f") is not None:
            layout.unsaved.append(reference)
        return
    if not reference:
        layout.rows, layout.columns = MOST_ROWS, MOST_COLUMNS  # cells without addresses stand one after another
        return
    column, row, _, _ = range_boundaries(reference)
    if column is None or row is None or column > MOST_COLUMNS or row > MOST_ROWS:
        layout.beyond.append(reference)
    else:
        layout.rows, layout.columns = max(layout.rows, row), max(layout.columns, column)
        inline = element.find(f"{_MAIN}is")
        if inline is not None and inline.find(f"{_MAIN}r") is not None:
            layout.rich[column, row] = CellRichText.from_tree(inline)  # type: ignore[arg-type]  # its stub is of another XML library


def _within_bounds(reference: str) -> Iterator[tuple[int, int, int, int]]:
    left, top, right, bottom = range_boundaries(reference)
    if left is not None and top is not None and right is not None and bottom is not None:
        yield left, top, min(right, MOST_COLUMNS), min(bottom, MOST_ROWS)


# --- problems --------------------------------------------------------------------------------------


def _hidden_sheet(name: str, sheet: str) -> Problem:
    return Problem(
        Severity.NOTE,
        Location(name, sheet=sheet),
        "The sheet is hidden.",
        "It was not read.",
        "If it belongs to the plan, show it in Excel and save the workbook.",
    )


def _comments(name: str) -> Problem:
    return Problem(
        Severity.NOTE,
        Location(name),
        "Cells have comments.",
        "Comments are not read.",
        "Where a comment belongs to the plan, write it into a cell.",
    )


def _problems(layout: _Layout, where: Location) -> Iterator[Problem]:
    if layout.beyond:
        yield Problem(
            Severity.ERROR,
            where,
            f"Cells stand outside the first {MOST_ROWS:,} rows and {MOST_COLUMNS} columns: {_some(layout.beyond)}.",
            "They were not read.",
            "If they belong to the plan, move them next to it.",
        )
    if layout.unsaved:
        yield Problem(
            Severity.WARNING,
            where,
            f"Formulas without a saved result: {_some(layout.unsaved)}.",
            "These cells were read as empty.",
            "Open the workbook in Excel, save it and add it again.",
        )
    if layout.hidden_rows:
        yield Problem(
            Severity.NOTE,
            where,
            f"Hidden: {_some([f'row {row}' for row in layout.hidden_rows])}.",
            "They were read like the others.",
            "If they don't belong to the plan, delete them in a copy and add that.",
        )
    if layout.hidden_columns:
        yield Problem(
            Severity.WARNING,
            where,
            f"Hidden: {_some([f'column {get_column_letter(column)}' for column in layout.hidden_columns])}.",
            "They were left out.",
            "If they belong to the plan, show them in Excel and save the workbook.",
        )


def _some(names: list[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")
