"""How well other plans than the sample are read: fictional ones in many layouts, by many programs."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from bench.reading import ROOT, SHARED
from bench.tables import Table, share
from corpus.library import read_document
from corpus.readers import read
from corpus.records import Item, Row, RowKind, fold

LAYOUTS = ROOT / "tests" / "data" / "layouts"
PIECE = 6  # letters by which an item's page is known


@dataclass(frozen=True, slots=True)
class TrueRow:
    """A row of the table that a file was made from."""

    category: str
    number: str
    title: str
    columns: dict[str, list[str]]


def layouts() -> Table:
    """Every file that has its table beside it."""
    truths = sorted(LAYOUTS.glob("*.json"))
    return Table(
        "Layouts",
        f"{len(truths)} fictional plans, each against the table that it was made from. An item is exact under its own "
        "heading in its own row, punctuation and letters' case aside; its page is right if that page's text holds it.",
        ("file", "titles", "categories", "numbers", "items exact", "items too many", "pages right"),
        [_figures(truth) for truth in truths],
    )


def _figures(truth: Path) -> tuple[str, ...]:
    path = truth.with_suffix("")
    true = [TrueRow(**row) for row in json.loads(truth.read_text(encoding="utf-8"))]
    rows = [row for row in read_document(path, path.name).rows if row.kind is RowKind.ROW]
    found = {fold(row.priority.title): row for row in rows}
    pairs = [(row, found[fold(row.title)]) for row in true if fold(row.title) in found]
    exact = [item for row, read_row in pairs for item in _exact(row, read_row)]
    items = sum(len(texts) for row in true for texts in row.columns.values())
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
        _pages(path, exact) if path.suffix == ".pdf" else "",
    )


def _numbers(row: Row) -> set[str]:
    """How a row may be numbered: `1.2` is 2 within 1."""
    return {fold(row.priority.number), fold(f"{row.category.number}.{row.priority.number}")}


def _exact(true: TrueRow, row: Row) -> Iterator[Item]:
    for heading, texts in true.columns.items():
        wanted = Counter(map(fold, texts))
        column = row.column(heading)
        for item in column.items if column else ():
            if wanted[fold(item.text)] > 0:
                wanted[fold(item.text)] -= 1
                yield item


def _pages(path: Path, items: list[Item]) -> str:
    """Items whose page has as many of their pieces as any other."""
    document = pypdfium2.PdfDocument(path)
    texts = [_letters(page.get_textpage().get_text_range()) for page in document]
    right = 0
    for item in items:
        letters = _letters(item.text)
        pieces = [letters[at : at + PIECE] for at in range(max(1, len(letters) - PIECE + 1))]
        held = [sum(piece in text for piece in pieces) for text in texts]
        right += item.location.page is not None and held[item.location.page - 1] == max(held)
    return share(right, len(items))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKC", text).lower())


def speed() -> Table:
    """Processor time of reading alone, in this process."""
    paths = sorted((*LAYOUTS.glob("*.pdf"), *(SHARED / "tables").glob("plan_[!s]*.pdf")))
    rows = []
    for path in paths:
        pages = len(pypdfium2.PdfDocument(path))
        began = time.process_time()
        read(path, path.name)
        taken = time.process_time() - began
        rows.append((path.name, str(pages), f"{pages / taken:.0f}"))
    return Table(
        "Reading PDF files", "Processor time, one file after another.", ("file", "pages", "pages a second"), rows
    )
