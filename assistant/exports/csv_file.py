"""Changes, answers, rows and lists as CSV, every quote with its citation.

Each line has the day, the generation of the index and the document's digest, so that its origin can be found again.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.exports.quoted import Origin, Quoted, place_words
from assistant.tracking.change_words import item_words, references, row_of, status_words
from assistant.tracking.changes import RowChange
from assistant.tracking.item_changes import ItemChange
from corpus.records import Citation

if TYPE_CHECKING:
    from assistant.tracking.lineage import Comparison

_FORMULA = frozenset("=+-@")  # with which a spreadsheet lets a formula begin


# --- quotes: an answer, a row, a list --------------------------------------------------------------


def quotes_csv(quotes: Iterable[Quoted], origin: Origin) -> bytes:
    """One quote a line; of dates also the first and the last day, as 2026-03-31, which sorts."""
    quotes = list(quotes)
    days = ("First day", "Last day") if any(quoted.days for quoted in quotes) else ()
    headings = ("Quote", "Remark", *days, *_CITATION_HEADINGS, *_ORIGIN_HEADINGS)
    rows = (
        (
            quoted.citation.quote,
            quoted.remark,
            *([day.isoformat() for day in quoted.days] if quoted.days else [""] * len(days)),
            *_citation_cells(quoted.citation),
            *_origin_cells(origin, quoted.citation),
        )
        for quoted in quotes
    )
    return csv_content(headings, rows)


# --- changes ---------------------------------------------------------------------------------------


def changes_csv(comparison: Comparison, changes: Iterable[RowChange], origin: Origin) -> bytes:
    """One item a line, unchanged ones too; a row without items has a line of its own."""
    headings = (
        *("Plan", "Category", "Row", "Priority", "Row became", "Column", "Item became", "Older text", "Newer text"),
        *("Older update", "Older place", "Newer update", "Newer place", "May follow from", "Exported on", "Index"),
    )
    rows = (
        (
            comparison.plan.name,
            row_of(change).category.label,
            references(change),
            row_of(change).priority.title,
            ", ".join(status_words(change)),
            *_item_cells(item, comparison),
            origin.day.isoformat(),
            origin.generation,
        )
        for change in changes
        for item in change.items or (None,)
    )
    return csv_content(headings, rows)


def _item_cells(item: ItemChange | None, comparison: Comparison) -> tuple[str, ...]:
    old, new = (item.old, item.new) if item else (None, None)
    became = (item.column, item_words(item)) if item else ("", "")
    follows = item.may_follow.text if item and item.may_follow and new else ""
    texts = (old.text if old else "", new.text if new else "")
    return (*became, *texts, comparison.old.name, place_words(old), comparison.new.name, place_words(new), follows)


# --- CSV -------------------------------------------------------------------------------------------

_CITATION_HEADINGS = (
    "Plan",
    "Update",
    "Row",
    "Category",
    "Priority",
    "Column",
    "Item",
    "File",
    "Page",
    "Sheet",
    "Line",
)
_ORIGIN_HEADINGS = ("Exported on", "Index", "File's SHA-256")


def csv_content(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8 with a byte-order mark, by which Excel recognises it; no cell can be taken for a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig", errors="replace")


def defused(cell: str) -> str:
    """The cell, with an apostrophe in front if a spreadsheet would run it as a formula."""
    return f"'{cell}" if _begins(cell) in _FORMULA or (cell and unicodedata.category(cell[0]) == "Cc") else cell


def _begins(cell: str) -> str:
    """The first character that isn't blank or unseen; in full width or small, it counts as the common one."""
    seen = (letter for letter in unicodedata.normalize("NFKC", cell) if unicodedata.category(letter)[0] not in "ZC")
    return next(seen, "")


def _citation_cells(cited: Citation) -> tuple[str, ...]:
    item, page, sheet, line = (
        "" if part is None else str(part) for part in (cited.item, cited.page, cited.sheet, cited.line)
    )
    place = (cited.category, cited.priority, cited.column, item, cited.file, page, sheet, line)
    return (cited.plan, cited.update, cited.reference, *place)


def _origin_cells(origin: Origin, cited: Citation) -> tuple[str, str, str]:
    return origin.day.isoformat(), origin.generation, origin.digest(cited.file)
