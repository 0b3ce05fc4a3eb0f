"""A document's tables as people see them who correct how one is read: as it stands, and the ways to read it.

for view in views(reading, recipe):
    other = view.recipe(view.others[0])                              # as the next best layout has it
    rows = assemble(reading, recipe.having(other)).rows              # what would come of it
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Doubt, Grid, Location, Reading, Row, doubt_of
from corpus.tables import headers
from corpus.tables.assembly import prepared
from corpus.tables.headers import Header
from corpus.tables.layouts.choice import Choice
from corpus.tables.layouts.layout import Layout
from corpus.tables.recipes import NO_RECIPE, Recipe, TableRecipe
from corpus.tables.table_parts import Table
from corpus.tables.table_reading import kindred, layout_of, read_tables


@dataclass(frozen=True, slots=True)
class TableView:
    """The tables of a document that have one header, and so one layout.

    `grid` are the texts of the first table's cells, row by row, with what stands above its header; `header` is the
    place of the header in it, and `headers` the labels that its first rows would make. `margin` says how much likelier
    the layout is than the next of `others`, from 0 to 1. A table that is read as text has no layout.
    """

    labels: tuple[str, ...]
    where: tuple[Location, ...]
    grid: tuple[tuple[str, ...], ...]
    header: int | None
    headers: tuple[tuple[str, ...], ...]
    layout: Layout | None
    margin: float
    others: tuple[Layout, ...]
    doubt: Doubt
    rows: tuple[str, ...]  # each row's own headings, in words

    def described(self, layout: Layout | None = None) -> str:
        """A layout in words: the one that is used, or another."""
        chosen = layout or self.layout
        return chosen.described(self.labels) if chosen else "read as text, not as a table"

    def recipe(self, layout: Layout | None = None) -> TableRecipe:
        """The recipe by which this table, and its like in the next update, is read with a layout."""
        chosen = layout or self.layout
        return TableRecipe.of(self.labels, chosen) if chosen else TableRecipe(self.labels)


def views(reading: Reading, recipe: Recipe = NO_RECIPE) -> list[TableView]:
    """The tables of a document, in order, those under one header as one; after them those that are read as text."""
    parts, wording = prepared(reading, recipe)
    read = read_tables(parts.tables, wording, recipe)
    out = []
    for places in kindred(parts.tables):
        kin = [parts.tables[place] for place in places]
        rows = [row for place in places for row in read[place].rows]
        out.append(_view(kin, layout_of(kin, wording, recipe), rows))
    known = {line.row.location for table in parts.tables for line in table.body}
    return [*out, *_as_text(reading, known)]


def _view(kin: Sequence[Table], choice: Choice[Layout], rows: Sequence[Row]) -> TableView:
    return TableView(
        kin[0].header.labels,
        tuple(table.grid.location for table in kin),
        _texts(kin[0].grid),
        kin[0].header_at,
        _headers(kin[0].grid),
        choice.way,
        min([choice.margin, *(table.margin for table in kin)]),
        choice.others,
        doubt_of(problem for row in rows for problem in row.problems),
        tuple(row.label for row in rows),
    )


def _as_text(reading: Reading, known: Container[Location]) -> Iterator[TableView]:
    """The tables none of whose rows became a table's: staff may know which row holds their headings."""
    for part in reading.parts:
        if isinstance(part, Grid) and _is_table(part) and not any(row.location in known for row in part.rows):
            labels = _headers(part)[0]
            yield TableView(
                labels, (part.location,), _texts(part), None, _headers(part), None, 0.0, (), Doubt.CANT_TELL, ()
            )


def _is_table(grid: Grid) -> bool:
    return len(grid.rows) > 1 and any(len(row.cells) > 1 for row in grid.rows)


def _headers(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """The labels that each of the first rows would make if it were the header."""
    places = range(min(headers.SEARCH_DEPTH, len(grid.rows) - 1)) or range(1)
    return tuple(headers.labels(grid.rows[at]) if grid.ragged else Header.at(grid.rows, at).labels for at in places)


def _texts(grid: Grid) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text for cell in row.cells) for row in grid.rows)
