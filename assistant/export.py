"""What staff take away: changes, answers, rows and lists, every quote with its citation; here as CSV.

Each says when it was made, from which generation of the index, and from which documents with their digests, so that it
can be found again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.change_words import item_words, references, row_of, status_words
from assistant.citing import cite_item, cite_place
from corpus.changes import ItemChange, Place, RowChange
from corpus.library import Library
from corpus.records import Citation, Row, Standing

if TYPE_CHECKING:
    from assistant import Answer
    from assistant.lineage import Comparison

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula's beginning
_DIGEST = 12  # characters of a document's SHA-256


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export comes from. `digests`: each document in use and the SHA-256 of its bytes, hexadecimal."""

    generation: str
    day: date
    digests: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, library: Library, generation: str, day: date) -> Origin:
        used = (document for document in library.documents if document.standing is Standing.USED)
        return cls(generation, day, tuple((document.file, document.digest) for document in used))

    def digest(self, file: str) -> str:
        return dict(self.digests).get(file, "")

    def lines(self, files: Iterable[str]) -> Iterator[str]:
        """What is said at the head of a Word file about the documents that it quotes."""
        yield f"Taken from the documents on {day_words(self.day)}, index {self.generation}."
        for file in dict.fromkeys(files):
            digest = self.digest(file)
            yield f"Document: {file}" + (f" (SHA-256 begins {digest[:_DIGEST]})" if digest else "")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote with its citation, and what is said about it, "" for nothing."""

    citation: Citation
    said: str = ""


def day_words(day: date) -> str:
    """`22 November 2026`."""
    return f"{day.day} {day:%B %Y}"


# --- quotes: an answer, a row, a list --------------------------------------------------------------


def quotes_of_answer(answer: Answer) -> list[Quoted]:
    """Each claim's words under each of its citations, with what became of them where that was asked."""
    return [Quoted(citation, claim.note) for claim in answer.claims for citation in claim.citations]


def quotes_of_rows(rows: Iterable[Row]) -> list[Quoted]:
    """Every item of the rows."""
    return [
        Quoted(cite_item(row, column, number))
        for row in rows
        for column in row.columns
        for number in range(1, len(column.items) + 1)
    ]


def quotes_csv(quotes: Iterable[Quoted], origin: Origin) -> bytes:
    """One quote a line."""
    headings = ("Quote", "Remark", *_CITATION_HEADINGS, *_ORIGIN_HEADINGS)
    rows = (
        (quoted.citation.quote, quoted.said, *_citation_cells(quoted.citation), *_origin_cells(origin, quoted.citation))
        for quoted in quotes
    )
    return csv_content(headings, rows)


# --- changes ---------------------------------------------------------------------------------------


def changes_csv(comparison: Comparison, changes: Iterable[RowChange], origin: Origin) -> bytes:
    """One item a line, unchanged ones too; a row without items has a line of its own."""
    headings = (
        *("Plan", "Category", "Row", "Priority", "Row became", "Column", "Item became", "Older text", "Newer text"),
        *("Older update", "Older place", "Newer update", "Newer place", "Exported on", "Index"),
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
    texts = (old.text if old else "", new.text if new else "")
    return (*became, *texts, comparison.old.name, place_words(old), comparison.new.name, place_words(new))


def place_words(place: Place | None) -> str:
    """`1.iv, item 2, plan.txt, line 20`."""
    return f"{place.row.reference}, item {place.number}, {cite_place(place).place}" if place else ""


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
    """UTF-8 with a byte-order mark, so that Excel opens it as such; no cell is taken for a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig", errors="replace")


def defused(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _citation_cells(cited: Citation) -> tuple[str, ...]:
    item, page, sheet, line = (
        "" if part is None else str(part) for part in (cited.item, cited.page, cited.sheet, cited.line)
    )
    place = (cited.category, cited.priority, cited.column, item, cited.file, page, sheet, line)
    return (cited.plan, cited.update, cited.reference, *place)


def _origin_cells(origin: Origin, cited: Citation) -> tuple[str, str, str]:
    return origin.day.isoformat(), origin.generation, origin.digest(cited.file)
