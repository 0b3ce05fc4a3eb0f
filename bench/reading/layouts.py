"""Measures how well plans other than the sample are read: fictional ones in many layouts, by many programs."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from bench.places import ROOT, SHARED
from bench.reading.pages import pages_right
from bench.tables import Table, share
from corpus.library import read_document
from corpus.readers import read
from corpus.records import Item, Row, fold

DATA = ROOT / "tests" / "data"
LAYOUTS = DATA / "layouts"


@dataclass(frozen=True, slots=True)
class TrueRow:
    """A row of the table that a file was made from."""

    category: str
    number: str
    title: str
    columns: dict[str, list[str]]


def layouts() -> Table:
    """Every file whose true table is beside it."""
    files = [(truth.with_suffix(""), truth) for truth in sorted(LAYOUTS.glob("*.json"))]
    files += [(path, DATA / "second_plan.json") for path in sorted((SHARED / "tables").glob("second_plan.*"))]
    return Table(
        "Layouts",
        f"{len(files)} fictional plans, each compared with the table that it was made from. An item is exact "
        "if it is under its own heading in its own row, ignoring punctuation and capitals; its page is right "
        "if that page's text contains it. tests/data/layouts/README.md has the figures of the first run.",
        ("file", "titles", "categories", "numbers", "items exact", "surplus items", "pages right"),
        [_figures(path, truth) for path, truth in files],
    )


def _figures(path: Path, truth: Path) -> tuple[str, ...]:
    true = [TrueRow(**row) for row in json.loads(truth.read_text(encoding="utf-8"))]
    rows = [row for row in read_document(path, path.name).rows if row.in_table]
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(fold(row.priority.title), []).append(row)
    pairs = [(row, found[fold(row.title)].pop(0)) for row in true if found.get(fold(row.title))]
    exact = [item for true_row, row in pairs for item in _exact(true_row, row)]
    items = sum(len(texts) for true_row in true for texts in true_row.columns.values())
    read_items = sum(len(column.items) for row in rows for column in row.columns)
    categories = sum(fold(row.category.title) == fold(true_row.category) for true_row, row in pairs)
    numbers = sum(fold(true_row.number) in _numbers(row) for true_row, row in pairs)
    return (
        path.name,
        share(len(pairs), len(true)),
        share(categories, len(true)),
        share(numbers, len(true)),
        share(len(exact), items),
        str(read_items - len(exact)),
        pages_right(path, exact),
    )


def _numbers(row: Row) -> set[str]:
    """The numbers that a row may have: `1.2` is 2 within 1."""
    return {fold(row.priority.number), fold(f"{row.category.number}.{row.priority.number}")}


def _exact(true: TrueRow, row: Row) -> Iterator[Item]:
    for heading, texts in true.columns.items():
        expected = Counter(map(fold, texts))
        column = row.column(heading)
        for item in column.items if column else ():
            if expected[fold(item.text)] > 0:
                expected[fold(item.text)] -= 1
                yield item


def speed() -> Table:
    """The processor time of reading alone, in this process."""
    paths = sorted((*LAYOUTS.glob("*.pdf"), *(SHARED / "tables").glob("plan_[!s]*.pdf")))
    rows = []
    read(paths[0], paths[0].name)  # imports happen at the first file, and must not count
    for path in paths:
        pages = len(pypdfium2.PdfDocument(path))
        began = time.process_time()
        read(path, path.name)
        taken = time.process_time() - began
        rows.append((path.name, str(pages), f"{pages / taken:.0f}"))
    return Table(
        "Reading PDF files", "Processor time, one file after another.", ("file", "pages", "pages a second"), rows
    )
