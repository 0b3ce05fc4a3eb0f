"""Citations of a row's own parts: a heading, an item, or words of one."""

from __future__ import annotations

from corpus.changes import Place
from corpus.records import Citation, Column, Item, Location, Row


def cite_item(row: Row, column: Column, number: int, quote: str | None = None) -> Citation:
    """An item, counted from 1, or the words of it that are quoted."""
    item: Item = column.items[number - 1]
    return _cite(row, item.text if quote is None else quote, item.location, column.heading, number)


def cite_place(place: Place) -> Citation:
    """What a comparison names: an item, or the part of one that the other update has by itself."""
    return _cite(place.row, place.text, place.item.location, place.column, place.number)


def cite_heading(row: Row, quote: str) -> Citation:
    """Words of the headings that the row stands under."""
    return _cite(row, quote, row.location, "", None)


def _cite(row: Row, quote: str, location: Location, column: str, item: int | None) -> Citation:
    return Citation(
        plan=row.plan,
        update=row.update,
        reference=row.reference,
        category=row.category.label,
        priority=row.priority.label,
        column=column,
        item=item,
        quote=quote,
        file=location.file,
        page=location.page,
        line=location.line,
    )
