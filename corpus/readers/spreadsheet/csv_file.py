"""Comma-separated values, whatever separates them, to a Reading."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TypedDict

from corpus.errors import UnreadableFile
from corpus.readers.encoding import decode
from corpus.readers.spreadsheet.sheets import blocks_of_cell, parts_of
from corpus.records import Block, Cell, GridRow, Location, Problem, Reading, Severity


class _Dialect(TypedDict, total=False):
    """How a file separates its cells and marks their ends."""

    delimiter: str
    skipinitialspace: bool
    escapechar: str | None


MOST_ROWS = 50_000
MOST_CELLS = 500_000
_DELIMITERS = ",;\t|"
_PLAIN: _Dialect = {"skipinitialspace": False, "escapechar": None}
_HABITS: tuple[_Dialect, ...] = (
    _PLAIN,
    {"skipinitialspace": True, "escapechar": None},
    {"skipinitialspace": False, "escapechar": "\\"},
)
_LONGEST_CELL = 1_000_000
_MOST_LINES = 200  # of one row, before it is doubted
_SNIFFED = 5_000  # lines by which the separator is found


def read(path: Path, name: str) -> Reading:
    """Title lines, one Grid of the rows, notes below it; `line` is the file's own line."""
    lines = decode(path.read_bytes(), name).rstrip("\n").split("\n")
    skip = 1 if lines[0].strip().lower().startswith("sep=") else 0  # Excel's own note to itself
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = lines[0].strip()[4:5] if skip else ""
    try:
        records = _mended(_records(lines[skip:], _dialect(lines[skip:], delimiter or _DELIMITERS)))
    except csv.Error as error:
        raise UnreadableFile(
            f"{name} can't be read as comma-separated values ({error}). "
            "A closing quotation mark may be missing: open it in Excel and save it again."
        ) from error
    if len(records) > MOST_ROWS or sum(len(fields) for _, fields in records) > MOST_CELLS:
        raise UnreadableFile(
            f"{name} has {len(records):,} rows; up to {MOST_ROWS:,} rows and {MOST_CELLS:,} cells are read. "
            "Keep the plan's own rows and save it again."
        )
    parts = parts_of([_row(fields, Location(name, line=line + skip)) for line, fields in records])
    title = next((part.text for part in parts if isinstance(part, Block)), "")
    return Reading(parts, _overlong(records, name, skip), title=title)


def _overlong(records: list[tuple[int, list[str]]], name: str, skip: int) -> tuple[Problem, ...]:
    """Records of very many lines, as where a quotation mark was never closed."""
    return tuple(
        Problem(
            Severity.WARNING,
            Location(name, line=line + skip),
            f"One row runs over {lines} lines.",
            "It was read as it stands.",
            "See whether a closing quotation mark is missing there.",
        )
        for (line, fields) in records
        if (lines := 1 + sum(field.count("\n") for field in fields)) > _MOST_LINES
    )


def _dialect(lines: list[str], delimiters: str) -> _Dialect:
    """The separator and habits that make the most rows alike: with the wrong ones, commas in sentences cut them anyhow.

    Some programs put a space before a quotation mark, others a backslash before one inside a cell.
    """

    def likeness(dialect: _Dialect) -> tuple[float, int]:
        try:
            records = _records(lines[:_SNIFFED], dialect)
        except csv.Error:
            return 0.0, 0
        widths = Counter(len(fields) for _, fields in records if any(fields))
        width, rows = max(
            ((width, rows) for width, rows in widths.items() if width > 1),
            key=lambda pair: (pair[1], pair[0]),
            default=(1, 0),
        )
        return rows / max(widths.total(), 1), width

    dialects: list[_Dialect] = [{**habit, "delimiter": delimiter} for habit in _HABITS for delimiter in delimiters]
    return max(dialects, key=likeness)


def _mended(records: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Rows cut at commas within sentences, joined again: the pieces too many are those that begin with a space."""
    width = next((len(fields) for _, fields in records if sum(map(bool, fields)) > 1), 0)
    return [(line, _rejoined(fields, len(fields) - width)) for line, fields in records]


def _rejoined(fields: list[str], surplus: int) -> list[str]:
    pieces = [place for place, field in enumerate(fields) if place and field[:1] == " " and field.strip()]
    if surplus < 1 or len(pieces) != surplus:
        return fields
    whole: list[str] = []
    for place, field in enumerate(fields):
        if place in pieces:
            whole[-1] = f"{whole[-1]},{field}"
        else:
            whole.append(field)
    return whole


def _records(lines: list[str], dialect: _Dialect) -> list[tuple[int, list[str]]]:
    """Each record with the line that it begins on, counted from 1; a quoted cell may run over several."""
    reader = csv.reader((f"{line}\n" for line in lines), **dialect)
    records, line = [], 1
    for fields in reader:
        records.append((line, fields))
        line = reader.line_num + 1
    return records


def _row(fields: list[str], where: Location) -> GridRow | None:
    if not any(field.strip() for field in fields):
        return None
    return GridRow(tuple(Cell(blocks_of_cell(field, where), column) for column, field in enumerate(fields)), where)
