"""Whole files by many programs, each against the table that it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.isolation import draft
from corpus.records import Row, Severity, fold
from tests.places import DATA

LAYOUTS = sorted(truth.with_suffix("") for truth in (DATA / "layouts").glob("*.json"))

Table = list[tuple[str, str, dict[str, list[str]]]]  # category, title, items by heading


def true_table(path: Path) -> Table:
    rows = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    return [(row["category"], row["title"], row["columns"]) for row in rows]


def table_of(rows: Iterable[Row]) -> Table:
    return [
        (row.category.title, row.priority.title, {c.heading: [item.text for item in c.items] for c in row.columns})
        for row in rows
    ]


def folded(table: Table) -> Table:
    """Without punctuation, letters' case, and columns that are empty in a row."""
    return [
        (
            fold(category),
            fold(title),
            {fold(head): [fold(item) for item in items] for head, items in cells.items() if items},
        )
        for category, title, cells in table
    ]


def true_numbers(path: Path) -> list[str]:
    rows = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    return [fold(row["number"]) for row in rows]


@pytest.mark.parametrize("path", LAYOUTS, ids=[path.name for path in LAYOUTS])
def test_every_row_stands_under_its_category_with_its_items_under_their_headings(path: Path) -> None:
    assembly = draft(path, path.name).assembly
    rows = [row for row in assembly.rows if row.in_table]
    assert folded(table_of(rows)) == folded(true_table(path))
    numbers = [(fold(row.priority.number), fold(f"{row.category.number}.{row.priority.number}")) for row in rows]
    assert all(true in read for true, read in zip(true_numbers(path), numbers, strict=True))
    errors = [problem for problem in assembly.problems if problem.severity is Severity.ERROR]
    assert errors == []
