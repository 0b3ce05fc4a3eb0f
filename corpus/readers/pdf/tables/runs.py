"""A table over several pages: its pieces, which columns of theirs are the same, and when one goes on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.readers.pdf.page import Box
from corpus.readers.pdf.tables.ruled_tables import RawTable
from corpus.readers.pdf.text_lines import lines_of
from corpus.records import fold

SAME_EDGE = 4.0  # points by which a column's border may differ from page to page


@dataclass(slots=True)
class Run:
    """A table's pieces, page after page."""

    tables: list[RawTable]
    after_gap: set[int] = field(default_factory=set)  # positions in `tables`

    def takes(self, table: RawTable) -> bool:
        """Whether a table goes on this one: the same columns, or the same header."""
        return _alike(self.tables[-1], table) or _alike(self.tables[0], table) or same_header(self.tables[0], table)

    @property
    def header(self) -> list[tuple[Box, str]]:
        """The first row's filled cells, each with its text."""
        cells = [cell for cell in self.tables[0].cells if cell.row == 0 and cell.words]
        return [(cell.box, fold(" ".join(line.text for line in lines_of(cell.words)))) for cell in cells]

    def edges(self) -> list[float]:
        """All columns' borders of all pages, on the first page's scale."""
        found: list[float] = []
        for edge in sorted(self.scaled(table, edge) for table in self.tables for edge in table.edges):
            if not found or edge - found[-1] > SAME_EDGE:
                found.append(edge)
        return found

    def scaled(self, table: RawTable, x: float) -> float:
        first = self.tables[0]
        if _same_inside(first, table) or _guessed_alike(first, table):
            return first.edges[nearest(table.edges, x)]
        if _alike(first, table):
            return x
        share = (x - table.edges[0]) / (table.edges[-1] - table.edges[0])
        return first.edges[0] + share * (first.edges[-1] - first.edges[0])


def _same_inside(one: RawTable, other: RawTable) -> bool:
    """Whether at least three borders between columns agree, and there are no others; the sides may not be drawn."""
    if len(one.edges) != len(other.edges) or len(one.edges) < 5:
        return False
    pairs = zip(one.edges[1:-1], other.edges[1:-1], strict=True)
    return all(abs(edge - counterpart) <= SAME_EDGE for edge, counterpart in pairs)


def _guessed_alike(one: RawTable, other: RawTable) -> bool:
    """Whether two tables have the same header, and one has no drawn cells: its borders are guessed on each page."""
    guessed = not (one.ruled and other.ruled) and len(one.edges) == len(other.edges)
    return guessed and same_header(one, other)


def _alike(one: RawTable, other: RawTable) -> bool:
    """Whether the columns of one are among those of the other, and the outermost are the same."""
    if _same_inside(one, other):
        return True
    few, many = sorted((one.edges, other.edges), key=len)
    if abs(few[0] - many[0]) > 1.5 * SAME_EDGE or (abs(few[-1] - many[-1]) > 1.5 * SAME_EDGE):
        return False
    return len(few) >= 3 and all(min(abs(edge - found) for found in many) <= SAME_EDGE for edge in few)


def same_header(one: RawTable, other: RawTable) -> bool:
    first, second = (_row_text(table, 0) for table in (one, other))
    return len(first) >= 2 and first == second


def _row_text(table: RawTable, row: int) -> list[str]:
    cells = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.box.left)
    texts = (fold(" ".join(line.text for line in lines_of(cell.words))) for cell in cells)
    return [text for text in texts if text]


def nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - x))
