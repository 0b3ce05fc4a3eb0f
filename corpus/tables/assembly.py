"""A document's parts to rows: its tables, each under its header, and the prose around them.

    Grid -> Header -> LogicalRows (cells under labels) -> roles of the columns -> Rows

Every guess leaves a Problem with its place; nothing that was read is dropped without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType

from corpus.language import numerals
from corpus.language.wording import Wording
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Problem, Reading, Row, Severity, blocks_of, fold
from corpus.tables import headers
from corpus.tables.alignment import align
from corpus.tables.bands import nested_bands, uncontinued, with_bands, with_labelled
from corpus.tables.cards import turned
from corpus.tables.completeness import lost_words
from corpus.tables.headers import Header
from corpus.tables.layouts.choice import Candidate, Choice, choose, fitted_weights
from corpus.tables.layouts.columns import table_facts
from corpus.tables.layouts.features import features
from corpus.tables.layouts.hypotheses import code_columns, layouts
from corpus.tables.layouts.layout import Layout
from corpus.tables.logical_rows import LogicalRow
from corpus.tables.number_columns import number_columns, with_letters
from corpus.tables.numbering import COMPARE, References
from corpus.tables.prose import sections
from corpus.tables.ragged_alignment import Profile, align_ragged
from corpus.tables.row_builder import RowBuilder

_HEADING_WORDS = 20


@dataclass(frozen=True, slots=True)
class Assembly:
    """What a document's parts mean: rows in document order, problems, and what was left out on purpose.

    `dropped` are running lines, repeated headers, captions of tables, and headings that a table says again.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    dropped: tuple[Block, ...]


Fixed = Mapping[tuple[str, ...], Layout]  # by the labels of a table's header


def assemble(reading: Reading, fixed: Fixed = MappingProxyType({})) -> Assembly:
    """Rows of all tables and prose of a document, each with a reference of its own.

    `fixed` are layouts that aren't to be chosen.
    """
    reading = turned(reading)
    parts = _Parts.of(reading.parts)
    builders = _builders(parts, reading, fixed)
    references = References()
    rows: list[Row] = []
    for ordinal, builder in enumerate(builders, start=1):
        table = ordinal if len(builders) > 1 else 0
        rows.extend(replace(row, reference=references.of(row.path, table)) for row in builder.rows())
    prose, captions = sections(parts.prose, parts.tables_at)
    tops = [builder.top for builder in builders if builder.top]
    distinct, clashes = _distinct([*rows, *prose])
    problems = [
        *reading.problems,
        *parts.problems,
        *(problem for builder in builders for problem in builder.problems),
        *clashes,
    ]
    left_out = [
        *parts.dropped,
        *(block for block in captions if block not in tops),
        *(block for builder in builders for block in builder.left_out),
    ]
    added = [
        *(block for block in tops if block not in captions),  # heads prose as well
        *(block for builder in builders for block in builder.added),
    ]
    lost = lost_words([*blocks_of(reading.parts), *added], distinct, left_out)
    return Assembly(tuple(distinct), (*problems, *lost), (*reading.dropped, *left_out))


# --- parts to tables -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A body row, the labels of its grid columns, and the merged cells that reach down into it."""

    row: GridRow
    places: tuple[int | None, ...]
    reaching: tuple[Cell, ...] = ()


@dataclass(slots=True)
class _Table:
    """A header and the body rows below it, which may come from several grids; `above` is the heading over it."""

    header: Header
    above: Block | None
    ragged: bool
    body: list[_Line] = field(default_factory=list)

    @property
    def places(self) -> list[tuple[GridRow, tuple[int | None, ...]]]:
        return [(line.row, line.places) for line in self.body]


@dataclass
class _Parts:
    """Sorts a document's parts: grids by their headers, each going on with the one before where it can; prose."""

    tables: list[_Table] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)
    tables_at: set[int] = field(default_factory=set)  # indexes of prose before which a table stands
    dropped: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _starts: dict[int, int | None] = field(default_factory=dict)  # each grid's header row
    _led: set[int] = field(default_factory=set)  # grids whose header stands below a heading of their rows
    _first: Block | None = None  # the document's first heading: mostly its title
    _above: Block | None = None  # the heading since the last table

    @classmethod
    def of(cls, parts: Iterable[Grid | Block]) -> _Parts:
        self = cls()
        parts = _at_headings(parts)
        grids = [part for part in parts if isinstance(part, Grid)]
        self._starts = {id(grid): headers.find(grid.rows, ragged=grid.ragged) for grid in grids}
        self._led = _led(grids, self._starts)
        for part in parts:
            if isinstance(part, Grid):
                self._take_grid(part)
            else:
                self._take_prose(part)
        self._settle_title()
        return self

    def _take_prose(self, block: Block) -> None:
        self.prose.append(block)
        if block.kind is BlockKind.HEADING:
            self._first = self._first or block
            self._above = block

    def _take_grid(self, grid: Grid) -> None:
        start = self._starts[id(grid)]
        last = self.tables[-1] if self.tables else None
        if start is None and (last is None or not _as_wide(grid, last)):
            self.prose.extend(_as_prose(grid))
            return
        again = last is not None and (start is None or last.header.repeated_in(grid.rows[start]))
        if last is None or not (again and self._goes_on(last)):
            last = self._begun(grid, start, last)
        self._above = None
        self._fill(last, grid.rows, self._above_body(grid, start) if start is not None and not again else 0)

    def _above_body(self, grid: Grid, start: int) -> int:
        """The first row that is the table's: its header or the heading of its rows above that."""
        return start - (id(grid) in self._led)

    def _goes_on(self, table: _Table) -> bool:
        """Whether the next table under the same header is one with it: no other heading stands between."""
        if self._above is None:
            return True
        return table.above is not None and fold(uncontinued(self._above.text)) == fold(table.above.text)

    def _begun(self, grid: Grid, start: int | None, last: _Table | None) -> _Table:
        """A new table, under its own header or, where it has none, the one of the table before it."""
        if start is not None:
            self.prose.extend(_as_prose(replace(grid, rows=grid.rows[: self._above_body(grid, start)])))
            header = Header.of(grid.rows[start]) if grid.ragged else Header.at(grid.rows, start)
            self.problems.extend(_unnamed(label, grid.rows[start]) for label in header.unnamed)
        else:
            assert last is not None
            header = last.header
        self.tables_at.add(len(self.prose))
        self.tables.append(_Table(header, self._above, grid.ragged))
        return self.tables[-1]

    def _fill(self, table: _Table, rows: Sequence[GridRow], start: int) -> None:
        """Adds body rows; a repeated header is left out, and the row after it `breaks`."""
        usual = table.header.columns or tuple(range(len(table.header.labels)))
        places = table.body[-1].places if table.body else usual
        breaks = bool(table.body)
        hanging: list[tuple[int, Cell]] = []  # merged cells, and the rows at which they end
        for index in range(start, len(rows)):
            row = rows[index]
            if table.header.repeated_in(row):
                places = table.header.places(row)
                self.dropped.extend(block for cell in row.cells for block in cell.blocks)
                breaks = True
            elif any(cell.text for cell in row.cells):
                row = replace(row, breaks=(row.breaks or breaks) and bool(table.body))
                table.body.append(_Line(row, places, tuple(cell for _, cell in hanging)))
                breaks = False
            hanging += [(index + cell.rowspan, cell) for cell in row.cells if cell.rowspan > 1 and cell.text]
            hanging = [(end, cell) for end, cell in hanging if end > index + 1]

    def _settle_title(self) -> None:
        """A document's first heading is its title and not its first table's, unless other tables have its like."""
        first = self._first
        if first and not any(table.above and table.above.level == first.level for table in self.tables[1:]):
            for table in self.tables[:1]:
                table.above = None if table.above == first else table.above


def _unnamed(label: str, header: GridRow) -> Problem:
    seen = f"{label} of a table has text but no heading"
    return Problem(Severity.NOTE, header.location, seen, f"kept under the heading “{label}”", "Give it a heading.")


def _led(grids: Sequence[Grid], starts: Mapping[int, int | None]) -> set[int]:
    """The grids whose header stands below the heading of their rows: others of its like head other rows.

    A single one above all rows is the table's title.
    """
    found = {id(grid): text for grid in grids if (start := starts[id(grid)]) and (text := _leads(grid, start))}
    if len(set(found.values())) > 1:
        return set(found)
    return {id(grid) for grid in grids if id(grid) in found and _is_across_again(grid)}


def _is_across_again(grid: Grid) -> bool:
    width = _width(grid)
    return any(_across(row, width) for row in grid.rows[2:])


def _leads(grid: Grid, start: int) -> str:
    """The short text across the table right above its header, if none stands below the header; else ""."""
    width = _width(grid)
    below = grid.rows[start + 1 : start + 2]
    return "" if any(_across(row, width) for row in below) else _across(grid.rows[start - 1], width)


def _across(row: GridRow, width: int) -> str:
    """The one short text that is all of a row and spans the table; else ""."""
    text = _alone(row)
    return text if text and width > 1 and any(cell.colspan == width for cell in row.cells if cell.text) else ""


def _alone(row: GridRow) -> str:
    """The one short text that is all of a row, from its first column on; else ""."""
    filled = [cell for cell in row.cells if cell.text]
    first = len(filled) == 1 and filled[0].column == 0 and len(filled[0].blocks) == 1
    return filled[0].text if first and len(filled[0].text.split()) <= _HEADING_WORDS else ""


def _width(grid: Grid) -> int:
    return max((cell.column + cell.colspan for row in grid.rows for cell in row.cells), default=0)


def _at_headings(parts: Iterable[Grid | Block]) -> list[Grid | Block]:
    """The parts with grids cut at the headings in them; a line like these above such a grid is a heading as well."""
    found: list[Grid | Block] = []
    for part in parts:
        pieces = list(_parted(part)) if isinstance(part, Grid) else [part]
        above = found[-1] if found else None
        if len(pieces) > 1 and isinstance(above, Block) and isinstance(heading := pieces[1], Block):
            style = _style(above.text)
            if style and style is _style(heading.text) and len(above.text.split()) <= _HEADING_WORDS:
                found[-1] = replace(above, kind=BlockKind.HEADING, level=heading.level)
        found += pieces
    return found


def _parted(grid: Grid) -> Iterator[Grid | Block]:
    """A grid cut at texts that head the rows below them."""
    begun = 0
    for index in _headings_in(grid):
        (block,) = (block for cell in grid.rows[index].cells for block in cell.blocks)
        yield replace(grid, rows=grid.rows[begun:index])
        yield replace(block, kind=BlockKind.HEADING, level=1)
        begun = index + 1
    yield replace(grid, rows=grid.rows[begun:]) if begun else grid


def _headings_in(grid: Grid) -> list[int]:
    """The rows of one text in their first column, if one stands above the header wherever that is said again.

    They are numbered otherwise than rows are; a single one that has no numeral may be a row with nothing else to say.
    """
    start = None if grid.ragged else headers.find(grid.rows, ragged=False)
    if start is None:
        return []
    header = Header.of(grid.rows[start])
    again = [index for index in range(start + 2, len(grid.rows)) if header.repeated_in(grid.rows[index])]
    found = [index - 1 for index in again if _alone(grid.rows[index - 1]) and not grid.rows[index].breaks]
    headed = set(found)
    firsts = [next((cell.text for cell in row.cells if cell.column == 0), "") for row in grid.rows]
    styles = {_style(text) for index, text in enumerate(firsts) if index not in headed} - {None}
    own = {_style(firsts[index]) for index in found}
    plain = len(found) < len(again) or (len(found) == 1 and own == {None})
    spanning = any(cell.colspan > 1 for index in found for cell in grid.rows[index].cells)
    return [] if plain or spanning or own & styles else found


def _style(text: str) -> numerals.Style | None:
    numeral, _ = numerals.split(text)
    return numeral.style if numeral else None


def _as_wide(grid: Grid, table: _Table) -> bool:
    """Whether a grid without a header may be the rest of a table."""
    if not table.body or grid.ragged != table.ragged:
        return False
    return abs(_width(grid) - len(table.body[-1].places)) <= grid.ragged


def _as_prose(grid: Grid) -> Iterator[Block]:
    """A grid without a header isn't a plan's table; its words are kept, row by row."""
    for row in grid.rows:
        if text := " ".join(cell.text for cell in row.cells if cell.text):
            yield Block(text, row.location)


# --- tables to rows --------------------------------------------------------------------------------


def competing(reading: Reading) -> list[tuple[tuple[str, ...], list[Candidate]]]:
    """The layouts that each kind of table in a document may have, by its labels, with what speaks for each."""
    reading = turned(reading)
    parts = _Parts.of(reading.parts)
    wording = _wording(reading.parts)
    kindred = [[table for _, table in kin] for kin in _kindred(parts.tables)]
    return [(tables[0].header.labels, candidates_of(tables, wording)) for tables in kindred]


def _builders(parts: _Parts, reading: Reading, fixed: Fixed) -> list[RowBuilder]:
    if not parts.tables:
        return []
    wording = _wording(reading.parts)
    found = [(place, builder) for kin in _kindred(parts.tables) for place, builder in _kin_builders(kin, wording, fixed)]
    return [builder for _, builder in sorted(found, key=lambda each: each[0])]


def _kindred(tables: Sequence[_Table]) -> Iterable[list[tuple[int, _Table]]]:
    """Tables under the same labels, together and with their places: their layout is told from the rows of all."""
    kin: dict[tuple[bool, tuple[str, ...]], list[tuple[int, _Table]]] = {}
    for place, table in enumerate(tables):
        kin.setdefault((table.ragged, table.header.labels), []).append((place, table))
    return kin.values()


def _kin_builders(
    kin: Sequence[tuple[int, _Table]], wording: Wording, fixed: Fixed
) -> Iterator[tuple[int, RowBuilder]]:
    tables = [table for _, table in kin]
    layout = fixed.get(tables[0].header.labels) or layout_of(tables, wording).layout
    aligned = [_aligned(table, layout, wording) for table in tables]
    labels, aligned = with_labelled(aligned, tables[0].header.labels)
    for (place, table), lines in zip(kin, aligned, strict=True):
        yield (
            place,
            RowBuilder(nested_bands(lines), labels, layout, wording, table.above, ragged=table.ragged),
        )


def layout_of(tables: Sequence[_Table], wording: Wording) -> Choice:
    return choose(candidates_of(tables, wording), fitted_weights())


def candidates_of(tables: Sequence[_Table], wording: Wording) -> list[Candidate]:
    """All layouts that tables under one header may have, with what speaks for each."""
    labels = tables[0].header.labels
    ragged = tables[0].ragged
    usual = number_columns([place for table in tables for place in table.places], labels, ragged=ragged)
    plain = Layout(0, numbers=tuple(usual.items()))
    numberings = {plain.numbers: None}
    if not ragged:
        numberings |= {(): None}
        bare = table_facts(_rows_of(tables, Layout(0), wording), labels)
        numberings |= dict.fromkeys(code_columns(bare))
    out = []
    seen = set()
    for numbers in numberings:
        for bands in (True, False):
            frame = Layout(0, numbers=numbers, bands=bands)
            rows = _rows_of(tables, frame, wording)
            key = (numbers, len(rows))
            if key in seen:
                continue
            seen.add(key)
            facts = table_facts(rows, labels)
            out += [Candidate(each, features(facts, each)) for each in layouts(facts, numbers, bands=bands)]
    return out


_SAMPLE = 150  # rows from which a layout is told


def _rows_of(tables: Sequence[_Table], layout: Layout, wording: Wording) -> list[LogicalRow]:
    rows = (line for table in tables for line in _aligned(table, layout, wording) if not line.across)
    return list(islice(rows, _SAMPLE))


def _aligned(table: _Table, layout: Layout, wording: Wording) -> list[LogicalRow]:
    """Every body row with its cells under labels."""
    labels = table.header.labels
    if table.ragged:
        profile = Profile.of(table.places, labels)
        return [align_ragged(line.row, line.places, labels, profile, wording) for line in table.body]
    lines = [align(line.row, line.places, dict(layout.numbers), line.reaching) for line in table.body]
    return with_letters(with_bands(lines) if layout.bands else lines)


def _wording(parts: Iterable[Grid | Block]) -> Wording:
    blocks = list(blocks_of(parts))
    return Wording.of(
        (block.text for block in blocks), (block.text for block in blocks if block.kind is BlockKind.BULLET)
    )


def _distinct(rows: Iterable[Row]) -> tuple[list[Row], list[Problem]]:
    """Rows whose references are unique: the second of two gets an addition, and a problem."""
    out: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in rows:
        count = seen[row.reference] = seen.get(row.reference, 0) + 1
        if count > 1:
            reference = f"{row.reference} ({count})"
            problem = Problem(
                Severity.WARNING,
                row.location,
                f"the reference {row.reference} is used for more than one row",
                f"this one is called {reference}",
                COMPARE,
            )
            row = replace(row, reference=reference, problems=(*row.problems, problem))
            problems.append(problem)
        out.append(row)
    return out, problems
