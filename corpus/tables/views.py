"""A document's tables as people see them who correct how one is read: as it stands, and the ways to read it.

for view in views(reading, recipe):
    other = view.recipe(view.others[0])                              # as the next best layout has it
    rows = assemble(reading, recipe.having(other)).rows              # what would come of it
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Doubt, Location, Reading, doubt_of
from corpus.tables.assembly import prepared
from corpus.tables.layouts.layout import Layout
from corpus.tables.recipes import NO_RECIPE, Recipe, TableRecipe
from corpus.tables.table_reading import kindred, layout_of, read_tables


@dataclass(frozen=True, slots=True)
class TableView:
    """The tables of a document that have one header, and so one layout.

    `grid` are the texts of the first table's cells, row by row, with what stands above its header; `header` is the
    place of the header in it. `margin` says how much likelier the layout is than the next of `others`, from 0 to 1.
    """

    labels: tuple[str, ...]
    where: tuple[Location, ...]
    grid: tuple[tuple[str, ...], ...]
    header: int | None
    layout: Layout
    margin: float
    others: tuple[Layout, ...]
    doubt: Doubt
    rows: int

    def described(self, layout: Layout | None = None) -> str:
        """A layout in words: the one that is used, or another."""
        return (layout or self.layout).described(self.labels)

    def recipe(self, layout: Layout | None = None) -> TableRecipe:
        """The recipe by which this table, and its like in the next update, is read with a layout."""
        return TableRecipe.of(self.labels, layout or self.layout)


def views(reading: Reading, recipe: Recipe = NO_RECIPE) -> list[TableView]:
    """The tables of a document, in order, those under one header as one."""
    parts, wording = prepared(reading, recipe)
    read = read_tables(parts.tables, wording, recipe)
    out = []
    for places in kindred(parts.tables):
        kin = [parts.tables[place] for place in places]
        choice = layout_of(kin, wording, recipe)
        rows = [row for place in places for row in read[place].rows]
        out.append(
            TableView(
                kin[0].header.labels,
                tuple(table.grid.location for table in kin),
                tuple(tuple(cell.text for cell in row.cells) for row in kin[0].grid.rows),
                kin[0].header_at,
                choice.way,
                min(choice.margin, *(table.margin for table in kin)),
                choice.others,
                doubt_of(problem for row in rows for problem in row.problems),
                len(rows),
            )
        )
    return out
