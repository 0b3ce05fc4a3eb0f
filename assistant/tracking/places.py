"""The places of a plan's texts: the items of a row one by one, each with its column and number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.records import Citation, Column, Item, Row

NOTES = "Notes"  # the heading of a row's notes, which belong to no column


@dataclass(frozen=True, slots=True)
class Place:
    """A text's place: its row, its column's heading, the item's number from 1, and the characters [start, end) of it.

    They are the whole item, unless it joins what the other update has as separate items.
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
        """Every whole item of a row, or of some of its columns."""
        for column in row.columns if columns is None else columns:
            for number, item in enumerate(column.items, 1):
                yield cls(row, column.heading, number, item, 0, len(item.text))

    @property
    def span(self) -> tuple[int, int, int]:
        """Identifies the place within its row's column."""
        return self.number, self.start, self.end

    @property
    def citation(self) -> Citation:
        """The citation of the item, or of the part of it that the other update has as a separate item."""
        return Citation.of(self.row, self.text, self.item.location, self.column, self.number)

    @property
    def whole_citation(self) -> Citation:
        """The citation of the whole item."""
        return Citation.of(self.row, self.item.text, self.item.location, self.column, self.number)


def columns_and_notes(row: Row) -> tuple[Column, ...]:
    """A row's columns, with its notes as one more."""
    return (*row.columns, Column(NOTES, row.notes)) if row.notes else row.columns
