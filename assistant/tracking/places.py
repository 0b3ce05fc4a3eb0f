"""Where texts of a plan stand: the items of a row one by one, each with its column and its number there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.records import Citation, Column, Item, Row

NOTES = "Notes"  # heads the notes to a row, which stand in no column


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: its row, its column's heading, the item's number there from 1, and [start, end) of the item.

    That is the whole item, but for one that runs together what the other update has as items of their own.
    """

    row: Row
    column: str
    number: int
    item: Item
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.item.text[self.start : self.end]

    @classmethod
    def all_in(cls, row: Row, columns: Iterable[Column] | None = None) -> Iterator[Place]:
        """Every item of a row, or of some of its columns, whole."""
        for column in row.columns if columns is None else columns:
            for number, item in enumerate(column.items, 1):
                yield cls(row, column.heading, number, item, 0, len(item.text))

    @property
    def span(self) -> tuple[int, int, int]:
        """Tells it from the other places of its row's column."""
        return self.number, self.start, self.end

    @property
    def citation(self) -> Citation:
        """The item, or the part of one that the other update has by itself."""
        return Citation.of(self.row, self.text, self.item.location, self.column, self.number)

    @property
    def whole_citation(self) -> Citation:
        """The item, whole, in which it stands."""
        return Citation.of(self.row, self.item.text, self.item.location, self.column, self.number)


def columns_and_notes(row: Row) -> tuple[Column, ...]:
    """A row's columns, and its notes as one more."""
    return (*row.columns, Column(NOTES, row.notes)) if row.notes else row.columns
