"""Measures how well documents are read, compared with tables that were checked by eye."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.places import ROOT, SHARED
from bench.reading.pages import pages_right
from bench.tables import Table, share
from corpus.errors import UnreadableFile
from corpus.library import read_document
from corpus.records import Document, Item, Row, RowKind, fold

SAMPLE_GOLD = ROOT / "tests" / "data" / "sample_gold.json"


@dataclass(frozen=True, slots=True)
class TrueRow:
    """A row of a table that was checked by eye; `cells` are its columns' items, in order."""

    reference: str
    category: str
    title: str
    cells: tuple[tuple[str, ...], ...]


def true_rows(path: Path) -> list[TrueRow]:
    return [
        TrueRow(
            reference=f"{entry['category_no']}.{entry['priority_no']}",
            category=entry["category"],
            title=entry["priority"],
            cells=(tuple(entry["actions"]), tuple(entry["progress"])),
        )
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]


def renderings() -> Table:
    """Every document whose true table is known, one row each."""
    return Table(
        "Reading",
        "Each file compared with its true table, which was checked by eye. White space, punctuation and "
        "capitals are ignored. An item is exact or it isn't; a word is in its place if it is in the right row "
        "and column; surplus words were read into a place where they don't belong. An item's page is right if "
        "that page's text contains it.",
        (
            "file",
            "rows with the right reference",
            "titles exact",
            "items exact",
            "words in place",
            "surplus words",
            "pages right",
        ),
        [figures(path, gold) for path, gold in _known()],
    )


def _known() -> Iterator[tuple[Path, Path]]:
    for path in sorted((ROOT / "corpus" / "sample").glob("*.txt")):
        yield path, SAMPLE_GOLD
    for path in sorted((SHARED / "update").glob("update-*")):
        if path.suffix in {".txt", ".docx"}:
            yield path, path.with_name(f"{path.stem}.gold.json")
    for path in sorted((SHARED / "tables").glob("plan*")):
        yield path, SAMPLE_GOLD


def figures(path: Path, gold: Path) -> tuple[str, ...]:
    """One row of the table."""
    try:
        document = read_document(path, path.name)
    except UnreadableFile:
        return path.name, "not read", "", "", "", "", ""
    truth = true_rows(gold)
    read = {row.reference: row for row in document.rows if row.kind is RowKind.ROW}
    pairs = [(true, read[true.reference]) for true in truth if true.reference in read]
    exact, items = _items(truth, read)
    placed, words = _words(truth, read)
    return (
        path.name,
        share(len(pairs), len(truth)),
        share(sum(_same(true.title, row.priority.title) for true, row in pairs), len(truth)),
        share(len(exact), items),
        share(placed, words),
        str(_all_words(document) - placed),
        pages_right(path, exact),
    )


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _items(truth: list[TrueRow], read: dict[str, Row]) -> tuple[list[Item], int]:
    """The number of items read exactly, and of all items."""
    exact, total = [], 0
    for true in truth:
        for number, cell in enumerate(true.cells):
            total += len(cell)
            expected = Counter(map(fold, cell))
            for item in _column(read.get(true.reference), number):
                if expected[fold(item.text)] > 0:
                    expected[fold(item.text)] -= 1
                    exact.append(item)
    return exact, total


def _words(truth: list[TrueRow], read: dict[str, Row]) -> tuple[int, int]:
    """The number of words in their row and column, and of all words."""
    placed = total = 0
    for true in truth:
        for number, cell in enumerate(true.cells):
            expected = _count(cell)
            total += expected.total()
            placed += (expected & _count(item.text for item in _column(read.get(true.reference), number))).total()
    return placed, total


def _column(row: Row | None, number: int) -> tuple[Item, ...]:
    return () if row is None or number >= len(row.columns) else row.columns[number].items


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in fold(text).split())


def _all_words(document: Document) -> int:
    tables = (row for row in document.rows if row.kind is RowKind.ROW)
    return sum(_count(item.text for item in column.items).total() for row in tables for column in row.columns)
