"""Names of several councils' documents beside one another: files in a folder of the council's name, plans under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.records import Document, Item, Location, Problem, Row, fold


def plan_of(council: str, plan: str) -> str:
    """`Ayton Homes Plan`, so that no two councils' plans have one name; a plan that names its council keeps its own."""
    named = not plan or f" {fold(council)} " in f" {fold(plan)} "
    return plan if named else f"{council} {plan}"


def file_of(council: str, file: str) -> str:
    return f"{council}/{file}" if file else ""


def document_of(council: str, document: Document) -> Document:
    """A document, but for its rows, as it is among those of other councils."""
    return replace(
        document,
        file=file_of(council, document.file),
        plan=plan_of(council, document.plan),
        problems=_problems_of(council, document.problems),
        dropped=tuple(replace(each, location=location_of(council, each.location)) for each in document.dropped),
        duplicate_of=file_of(council, document.duplicate_of),
    )


def row_of(council: str, row: Row) -> Row:
    """A row of such a document."""
    columns = tuple(replace(each, items=_items_of(council, each.items)) for each in row.columns)
    return replace(
        row,
        plan=plan_of(council, row.plan),
        location=location_of(council, row.location),
        columns=columns,
        notes=_items_of(council, row.notes),
        problems=_problems_of(council, row.problems),
    )


def location_of(council: str, location: Location) -> Location:
    return replace(location, file=file_of(council, location.file))


def _items_of(council: str, items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(replace(item, places=tuple(location_of(council, place) for place in item.places)) for item in items)


def _problems_of(council: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(replace(each, location=location_of(council, each.location)) for each in problems)
