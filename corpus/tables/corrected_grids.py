"""A document's grids as staff's recipes have them: their headings, the rows that are text, what colours mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.records import Block, Cell, Grid, GridRow, Location, Problem
from corpus.tables.headers import SEARCH_DEPTH, Header, HeaderPlace
from corpus.tables.layouts.header_rows import header_places, turned
from corpus.tables.recipes import KNOWN_AGAIN, Recipe, TableRecipe, alike

_DEEPEST = 3  # rows of headings, one above another


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """Rows of a grid that may hold its column headings, and the labels that they would make.

    `depth` is their number: 0 where the columns have no headings and are called by their places. `turned`: the
    headings stand down the first column from that row on.
    """

    first: int
    depth: int
    labels: tuple[str, ...]
    turned: bool = False

    @property
    def place(self) -> HeaderPlace:
        return HeaderPlace(self.first, self.depth, self.turned)


def header_rows(grid: Grid) -> Iterator[HeaderRows]:
    """The rows that may hold a grid's headings, from the top; after each the ones that begin with it."""
    for at in range(min(SEARCH_DEPTH, len(grid.rows) - 1)) or range(len(grid.rows)):
        for depth in range(1, 2 if grid.ragged else max(min(_DEEPEST, len(grid.rows) - at - 1), 1) + 1):
            yield HeaderRows(at, depth, header_at(grid, at, depth).labels)
    if not grid.ragged:
        yield HeaderRows(0, 0, header_at(grid, 0, 0).labels)
        for place in header_places(grid.rows):
            if place.turned:
                yield HeaderRows(place.at, 1, Header.at(turned(grid.rows[place.at :]), 0).labels, turned=True)


def header_at(grid: Grid, first: int, depth: int) -> Header:
    """The header that so many rows of a grid make."""
    return Header.of(grid.rows[first]) if grid.ragged else Header.at(grid.rows, first, depth)


def known_again(grid: Grid, recipe: Recipe, document: str) -> tuple[HeaderRows, TableRecipe] | None:
    """The recipe that was made for a table like this, and the rows that are its headings; the likest of several.

    One that names what its document begins with is for others that begin so: many plans' tables have the same
    headings. A table without headings is known by that alone.
    """
    best: tuple[tuple[float, bool], HeaderRows, TableRecipe] | None = None
    for rows in header_rows(grid) if recipe.tables else ():
        for table in recipe.tables if len(rows.labels) > 1 else ():
            own = table.document != ""
            same = (not table.nameless if rows.depth else table.nameless and own) and table.fits(document)
            likeness = table.likeness(rows.labels) if same else 0.0
            likeness = max(likeness, _same_rows(grid, table)) if table.prose else likeness
            if likeness >= KNOWN_AGAIN and (best is None or (likeness, own) > best[0]):
                best = (likeness, own), rows, table
    return best[1:] if best else None


def _same_rows(grid: Grid, table: TableRecipe) -> float:
    """The share of a grid's rows that begin as those do which a recipe calls text: a form's values are others each
    year."""
    firsts = [first_text(row) for row in grid.rows]
    return sum(any(alike(first, text) for text in table.text) for first in firsts) / max(len(firsts), 1)


def beginning(parts: Sequence[Grid | Block]) -> str:
    """What a document begins with."""
    return next((part.text for part in parts if isinstance(part, Block) and part.text), "")


# --- rows and cells ---------------------------------------------------------------------------------------------


def corrected(parts: Sequence[Grid | Block], recipe: Recipe) -> tuple[list[Grid | Block], list[Problem]]:
    """The parts with rows that recipes call text taken out of their tables, and colours as what they mean.

    Rows that a recipe names and no table has are told.
    """
    document = beginning(parts)
    given: TableRecipe | None = None
    out: list[Grid | Block] = []
    firsts: dict[object, tuple[TableRecipe, Location, list[str]]] = {}
    for part in parts:
        if not isinstance(part, Grid) or not recipe.tables:
            out.append(part)
            continue
        found = known_again(part, recipe, document)
        given = found[1] if found else given if given and given.goes_on else None
        out += _without_texts(_with_ratings(part, given.colours or {}), given) if given else (part,)
        if given and not given.prose:
            firsts.setdefault(given.key, (given, part.location, []))[-1].extend(map(first_text, part.rows))
    problems = (table.unfound(texts, where) for table, where, texts in firsts.values())
    return out, [problem for problem in problems if problem]


def first_text(row: GridRow) -> str:
    """What a row begins with, by which a recipe names it."""
    return next((cell.text for cell in row.cells if cell.text), "")


def as_prose(grid: Grid) -> Iterator[Block]:
    """Rows that are no table's; their words are kept, row by row."""
    for row in grid.rows:
        if text := " ".join(cell.text for cell in row.cells if cell.text):
            yield Block(text, row.location)


def _without_texts(grid: Grid, table: TableRecipe) -> Iterator[Grid | Block]:
    """The grid without the rows that are text, and these below it."""
    if table.prose:
        yield from as_prose(grid)
        return
    firsts = [first_text(row) for row in grid.rows]
    end = next((at for at, text in enumerate(firsts) if at and table.ends and alike(text, table.ends)), len(firsts))
    out = [at >= end or any(alike(text, each) for each in table.text) for at, text in enumerate(firsts)]
    yield replace(grid, rows=tuple(row for row, text in zip(grid.rows, out, strict=True) if not text))
    yield from as_prose(replace(grid, rows=tuple(row for row, text in zip(grid.rows, out, strict=True) if text)))


def _with_ratings(grid: Grid, colours: Mapping[str, str]) -> Grid:
    """The grid with what its colours mean in those columns whose cells mostly hold a colour and nothing else."""
    cells = [cell for row in grid.rows[1:] for cell in row.cells]
    coloured = Counter(cell.column for cell in cells if cell.colour in colours and not cell.blocks)
    worded = Counter(cell.column for cell in cells if cell.blocks)
    rated = {column for column, count in coloured.items() if count >= worded[column]}
    rows = (_rated(row, rated, colours) for row in grid.rows) if rated else grid.rows
    return replace(grid, rows=tuple(rows))


def _rated(row: GridRow, columns: set[int], colours: Mapping[str, str]) -> GridRow:
    def meant(cell: Cell) -> Cell:
        means = colours.get(cell.colour, "") if not cell.blocks and cell.column in columns else ""
        return replace(cell, blocks=(Block(means, row.location),)) if means else cell

    return replace(row, cells=tuple(map(meant, row.cells)))
