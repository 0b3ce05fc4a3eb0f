"""A document's tables as people see them who correct how one is read: as it stands, and the ways to read it.

for view in views(reading, recipe):
    other = view.recipe(view.others[0])                              # as the next best layout has it
    rows = assemble(reading, recipe.having(other)).rows              # what would come of it
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.records import Doubt, Grid, GridRow, Location, Reading, Row, doubt_of
from corpus.tables.assembly import prepared
from corpus.tables.corrected_grids import HeaderRows, beginning, first_text, header_rows
from corpus.tables.layouts.choice import Choice
from corpus.tables.layouts.layout import Layout
from corpus.tables.recipes import NO_RECIPE, Recipe, TableRecipe
from corpus.tables.table_parts import Table
from corpus.tables.table_reading import kindred, layout_of, read_tables


@dataclass(frozen=True, slots=True)
class TableView:
    """The tables of a document that have one header, and so one layout.

    `grid` are the texts of the first table's cells, row by row, with what stands above its header; `header` is the
    first row of the header in it, and `headers` the labels that its first rows would make. `margin` says how much
    likelier the layout is than the next of `others`, from 0 to 1. A table that is read as text has no layout. `colours`
    are those of cells that hold nothing else, `document` is what the document begins with.
    """

    labels: tuple[str, ...]
    where: tuple[Location, ...]
    grid: tuple[tuple[str, ...], ...]
    header: int | None
    headers: tuple[HeaderRows, ...]
    layout: Layout | None
    margin: float
    others: tuple[Layout, ...]
    doubt: Doubt
    rows: tuple[str, ...]  # each row's own headings, in words
    colours: tuple[str, ...] = ()
    document: str = ""

    def described(self, layout: Layout | None = None) -> str:
        """A layout in words: the one that is used, or another."""
        chosen = layout or self.layout
        return chosen.described(self.labels) if chosen else "read as text, not as a table"

    def recipe(self, layout: Layout | None = None) -> TableRecipe:
        """The recipe by which this table, and its like in the next update, is read with a layout."""
        chosen = layout or self.layout
        return self.headed(TableRecipe.of(self.labels, chosen) if chosen else TableRecipe(self.labels))

    def as_text(self) -> TableRecipe:
        """The recipe by which this table, and its like in the next update, is no table but text."""
        firsts = (next(filter(None, cells), "") for cells in self.grid)
        text = tuple(dict.fromkeys(filter(None, firsts)))
        return self.headed(TableRecipe(self.headers[0].labels, text=text, prose=True))

    def headed(self, table: TableRecipe) -> TableRecipe:
        """A recipe for a table of this document, by whose beginning it is told from others with the same headings."""
        return replace(table, document=self.document)


def views(reading: Reading, recipe: Recipe = NO_RECIPE) -> list[TableView]:
    """The tables of a document, in order, those under one header as one; those too that are read as text."""
    parts, wording = prepared(reading, recipe)
    read = read_tables(parts.tables, wording)
    places = {part.location: at for at, part in enumerate(reading.parts)}
    as_it_stands = {part.location: part for part in reading.parts if isinstance(part, Grid)}
    out = []
    for kind in kindred(parts.tables):
        kin = [parts.tables[place] for place in kind]
        grids = [as_it_stands.get(table.grid.location, table.grid) for table in kin]
        rows = [row for place in kind for row in read[place].rows]
        out.append(_view(kin, grids, layout_of(kin, wording), rows))
    known = {_place(line.row) for table in parts.tables for line in table.body}
    ordered = sorted([*out, *_as_text(reading, known)], key=lambda view: places.get(view.where[0], 0))
    return [replace(view, document=beginning(reading.parts)) for view in ordered]


def _view(kin: Sequence[Table], grids: Sequence[Grid], choice: Choice[Layout], rows: Sequence[Row]) -> TableView:
    return TableView(
        kin[0].header.labels,
        tuple(grid.location for grid in grids),
        _texts(grids[0]),
        kin[0].header_at,
        tuple(header_rows(grids[0])),
        choice.way,
        min([choice.margin, *(table.margin for table in kin)]),
        choice.others,
        doubt_of(problem for row in rows for problem in row.problems),
        tuple(row.label for row in rows),
        _colours(grids),
    )


def _place(row: GridRow) -> tuple[Location, str]:
    """A row's place; where all of a web page is one line, rows differ by what they begin with."""
    return row.location, first_text(row)


def _as_text(reading: Reading, known: Container[tuple[Location, str]]) -> Iterator[TableView]:
    """The tables none of whose rows became a table's: staff may know which row holds their headings."""
    for part in reading.parts:
        if isinstance(part, Grid) and _is_table(part) and not any(_place(row) in known for row in part.rows):
            found = tuple(header_rows(part))
            nothing = (None, 0.0, (), Doubt.CANT_TELL, ())
            shown = (found[0].labels, (part.location,), _texts(part), None, found)
            yield TableView(*shown, *nothing, _colours([part]))


def _is_table(grid: Grid) -> bool:
    return len(grid.rows) > 1 and any(len(row.cells) > 1 for row in grid.rows)


def _colours(grids: Sequence[Grid]) -> tuple[str, ...]:
    cells = (cell for grid in grids for row in grid.rows for cell in row.cells)
    return tuple(dict.fromkeys(cell.colour for cell in cells if cell.colour and not cell.blocks))


def _texts(grid: Grid) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text or cell.colour for cell in row.cells) for row in grid.rows)
