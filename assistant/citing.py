"""Citations of a row's own parts: a heading, an item, or words of one."""

from __future__ import annotations

from corpus.changes import Place
from corpus.records import Citation, Column, Item, Row


def cite_item(row: Row, column: Column, number: int, quote: str | None = None) -> Citation:
    """An item, counted from 1, or the words of it that are quoted."""
    item: Item = column.items[number - 1]
    return Citation.of(row, item.text if quote is None else quote, item.location, column.heading, number)


def cite_place(place: Place) -> Citation:
    """What a comparison names: an item, or the part of one that the other update has by itself."""
    return Citation.of(place.row, place.text, place.item.location, place.column, place.number)


def cite_heading(row: Row, quote: str) -> Citation:
    """Words of the headings that the row stands under."""
    return Citation.of(row, quote, row.location)
