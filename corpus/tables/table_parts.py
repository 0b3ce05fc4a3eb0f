"""A document's parts sorted: tables, each under its header and the headings above it, and the prose around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from corpus.language.numerals import word_before
from corpus.language.wording import is_unfinished, labelled, stem
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Problem, Severity, fold
from corpus.tables.aligning.bands import uncontinued
from corpus.tables.aligning.number_columns import only_numbers
from corpus.tables.corrected_grids import as_prose, beginning, corrected, header_at, known_again
from corpus.tables.headers import Header, HeaderPlace, is_unnamed
from corpus.tables.layouts.asides import Beside, aside_choice
from corpus.tables.layouts.choice import Choice
from corpus.tables.layouts.columns import is_value
from corpus.tables.layouts.cut_grids import alone_in, cut_apart, with_captions, with_first_bands, with_headers
from corpus.tables.layouts.header_rows import folded, header_choice, turned
from corpus.tables.recipes import NO_RECIPE, Recipe, TableRecipe

_SHORTEST_TOPIC = 4  # letters of a word that may be what a table is of: “plan”, “risk”
_OF_TABLES = frozenset(
    stem(word) for word in ("action", "plan", "programme", "register", "schedule", "table", "tracker")
)
_COLUMNS, _ROWS = 3, 3  # from which on a grid read as text is a doubt: lists of contacts and terms are narrower
_SURE = 0.9  # the margin below which it is a warning: of 5,400 examples of plans' tables, mostly small, 16 are above


@dataclass(frozen=True, slots=True)
class Line:
    """A body row, the labels of its grid columns, and the merged cells that reach down into it."""

    row: GridRow
    places: tuple[int | None, ...]
    reaching: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the body rows below it, which may come from several grids.

    `above` are the headings over it, outermost first; `over` is one over all tables of its kind, which heads the rows
    only where nothing else does; never one over all tables of the document that only says what they are of (“Risks”).
    `grid` is the one that it begins with, with its labels in rows; `header_at` the row of it that is the header, or the
    first of several, and `margin` how sure that is. `given` is the recipe that was made for it, and `prose` the number
    of texts before the table.
    """

    header: Header
    above: tuple[Block, ...]
    grid: Grid
    body: tuple[Line, ...] = ()
    over: Block | None = None
    margin: float = 1.0
    header_at: int | None = None
    given: TableRecipe | None = None
    prose: int = 0

    @property
    def ragged(self) -> bool:
        return self.grid.ragged

    @property
    def titles(self) -> int | None:
        """The label of the column that titles the rows, where that is known."""
        column = self.grid.titles
        return column if column is None or not self.header.columns else self.header.columns[column]

    @property
    def places(self) -> list[tuple[GridRow, tuple[int | None, ...]]]:
        return [(line.row, line.places) for line in self.body]

    @property
    def kind(self) -> tuple[bool, tuple[str, ...]]:
        """What tables have in common that are read with one layout."""
        return self.ragged, self.header.labels


@dataclass(frozen=True, slots=True)
class Parts:
    """Tables and prose in document order; `dropped` are repeated headers."""

    tables: tuple[Table, ...]
    prose: tuple[Block, ...]
    dropped: tuple[Block, ...]
    problems: tuple[Problem, ...]


def sorted_parts(parts: Sequence[Grid | Block], recipe: Recipe = NO_RECIPE) -> Parts:
    """Grids by their headers, each going on with the one before where it can; all else is prose.

    What the recipe says of a table counts before what it looks like.
    """
    parts, problems = corrected(parts, recipe)
    whole = with_first_bands(with_captions(cut_apart(with_headers(parts))))
    sorting = _Sorting(problems=problems)
    starts = _headed(whole, recipe)
    beside = _beside(starts)
    left = iter(enumerate(starts))
    for part in whole:
        if isinstance(part, Grid):
            at, start = next(left)
            sorting.take_aside(start, beside[at]) if at in beside else sorting.take_grid(start)
        else:
            sorting.take_prose(part)
    return sorting.sorted()


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a grid's table begins: its header, and the first row that is the table's.

    `grid` is the grid with its labels in rows, `over` are rows above one that was turned. `given` is its recipe;
    `goes_on` says that by this it is more of the table above.
    """

    grid: Grid
    header: HeaderPlace | None = None
    first: int = 0
    margin: float = 1.0
    over: tuple[GridRow, ...] = ()
    given: TableRecipe | None = None
    goes_on: bool = False

    @property
    def header_rows(self) -> range:
        """The header's rows: none where columns are called by their places."""
        return range(self.header.at, self.header.at + self.header.deep) if self.header else range(0)

    def begins_again(self, header: Header) -> bool:
        """Whether a grid has no header of its own, or that of the table above."""
        if self.header is None:
            return True
        if self.header.deep == 0:
            return header_at(self.grid, 0, 0).labels == header.labels
        return header.repeated_in(self.grid.rows[self.header.at])


@dataclass(slots=True)
class _Sorting:
    """What has been sorted so far."""

    tables: list[Table] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)
    dropped: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    first: Block | None = None  # the document's first heading: mostly its title
    opening: tuple[Block, ...] | None = None  # the headings that open the document one after another, above its text
    above: tuple[Block, ...] = ()  # the headings open here, outermost first

    def take_prose(self, block: Block) -> None:
        self.prose.append(block)
        if self.opening is None and block.kind is not BlockKind.HEADING:
            self.opening = self.above
        if block.kind is BlockKind.HEADING:
            self.first = self.first or block
            over = tuple(step for step in self.above if step.level < block.level)
            self.above = over if _says_again(block, over) else (*over, block)

    def take_aside(self, start: _Start, margin: float) -> None:
        """Takes a table as text that says nothing of a plan."""
        self.prose.extend(as_prose(start.grid))
        seen = f"a table of {len(start.grid.rows)} rows that says nothing of the plan, as it seems"
        done = "read as text, row by row: no rows of a plan were made of it"
        severity = Severity.NOTE if margin >= _SURE else Severity.WARNING
        self.problems.append(Problem(severity, start.grid.location, seen, done))

    def take_grid(self, start: _Start) -> None:
        self.opening = self.opening or ()
        grid, last = start.grid, self.tables[-1] if self.tables else None
        self.prose.extend(as_prose(replace(grid, rows=start.over)))
        if start.header is None and (last is None or not (start.goes_on or _may_go_on(grid, last))):
            self.prose.extend(as_prose(grid))
            self.problems.extend(_headless(grid))
            return
        goes_on = last is not None and start.begins_again(last.header) and _same(self.above, last.above)
        last = last if last is not None and goes_on else self._begun(start, last)
        first = 0 if goes_on or start.header is None else start.first
        body, repeated = _body(last, grid.rows, first, start.header_rows)
        self.dropped.extend(block for row in repeated for cell in row.cells for block in cell.blocks)
        margin = last.margin if start.header else min(last.margin, start.margin)  # its first row may be a header
        self.tables[-1] = replace(last, body=(*last.body, *body), margin=margin)

    def _begun(self, start: _Start, last: Table | None) -> Table:
        """A new table, under its own header or, where it has none, the one of the table before it."""
        grid = start.grid
        if start.header is not None:
            self.prose.extend(as_prose(replace(grid, rows=grid.rows[: start.first])))
            header = header_at(grid, start.header.at, start.header.deep)
            self.problems.extend(_unnamed(header, grid.rows, start.header_rows))
        else:
            assert last is not None
            header = last.header
        known = last is not None and last.header.labels == header.labels
        margin = 1.0 if known else start.margin
        at = next(iter(start.header_rows), None)
        self.tables.append(
            Table(header, self.above, grid, margin=margin, header_at=at, given=start.given, prose=len(self.prose))
        )
        return self.tables[-1]

    def sorted(self) -> Parts:
        tables = tuple(_headed_apart(self.tables, self.first, self.opening or ()))
        return Parts(tables, tuple(self.prose), tuple(self.dropped), tuple(self.problems))


def _says_again(block: Block, over: Sequence[Block]) -> bool:
    """Whether a heading only says the one over it again, behind words that lead to it: `Commitments: Getting paid on
    time`, `Actions for getting paid on time`."""
    again = fold(over[-1].text) if over else ""
    if not again or not fold(block.text).endswith(f" {again}"):
        return False
    label, lead = labelled(block.text), block.text[: -len(over[-1].text)].strip()
    return (label is not None and fold(block.text[label.end() :]) == again) or is_unfinished(lead)


def _same(above: Sequence[Block], other: Sequence[Block]) -> bool:
    """Whether the same headings stand above, those said again as continued included."""
    return [fold(uncontinued(step.text)) for step in above] == [fold(uncontinued(step.text)) for step in other]


def _headed_apart(tables: Sequence[Table], title: Block | None, opening: Sequence[Block]) -> Iterator[Table]:
    """The tables with those headings above them that tell tables of their kind apart; never the document's title, which
    may have several lines, as one of whose it is and one of what it is."""
    if opening and all(table.above[: len(opening)] == (*opening,) for table in tables):
        tables = [replace(table, above=table.above[len(opening) :]) for table in tables]
    elif title and all(table.above[:1] == (title,) for table in tables):
        tables = [replace(table, above=table.above[1:]) for table in tables]
    tables = _headed_by_sheets(tables)
    stacks: dict[object, list[tuple[Block, ...]]] = {}
    for table in tables:
        stacks.setdefault(table.kind, []).append(table.above)
    alike = {kind: len(set(above)) == 1 for kind, above in stacks.items()}
    cuts = {kind: _common(above) for kind, above in stacks.items()}
    several = len({table.above for table in tables}) > 1
    for table in tables:
        over = table.above[-1] if alike[table.kind] and table.above else None
        over = over if over and (several or not _names_kind(over, table.header.labels)) else None
        yield replace(table, above=() if alike[table.kind] else table.above[cuts[table.kind] :], over=over)


def _names_kind(heading: Block, labels: Sequence[str]) -> bool:
    """Whether a heading says what its table is of, as its labels do, and no theme: `Minutes:`, `Risks`, `The plan`."""
    if word_before(heading.text):
        return False
    of_tables = _OF_TABLES.union(*(_stems(label) for label in labels))
    return heading.text.endswith(":") or not of_tables.isdisjoint(_stems(heading.text))


def _stems(text: str) -> set[str]:
    return {stem(word) for word in fold(text).split() if len(word) >= _SHORTEST_TOPIC}


def _headed_by_sheets(tables: Sequence[Table]) -> Sequence[Table]:
    """The tables of several sheets without what their sheets' headings say twice: a heading that every sheet has, which
    is the document's title, and of names and titles that each sheet has the titles, where all say the same but for the
    names, or else the names, which are short for them."""
    sheets: dict[str | None, set[str]] = {}
    for table in tables:
        for step in table.above:
            sheets.setdefault(step.location.sheet, set()).add(fold(step.text))
    if len(sheets) < 2 or None in sheets:
        return tables
    titles = set.intersection(*sheets.values())
    stacks = [tuple(step for step in table.above if fold(step.text) not in titles) for table in tables]
    own = {(fold(above[0].text), fold(above[1].text)) for above in stacks if above[1:] and _is_name(above[0])}
    if len({text for _, text in own}) == len({name for name, _ in own}) == len(own) == len(sheets):
        alike = len({text.removeprefix(name).removesuffix(name).strip() for name, text in own}) == 1
        stacks = [(*above[:1], *above[2:]) if alike else above[1:] for above in stacks]
    return [replace(table, above=above) for table, above in zip(tables, stacks, strict=True)]


def _is_name(step: Block) -> bool:
    """Whether a heading is the name of its sheet."""
    return step.text == step.location.sheet


def _common(stacks: Sequence[tuple[Block, ...]]) -> int:
    """How many outermost headings several stacks have in common; each keeps one of its own."""
    depth = 0
    for blocks in zip(*(stack[:-1] for stack in stacks), strict=False):
        if len(set(blocks)) > 1:
            break
        depth += 1
    return depth


def _body(table: Table, rows: Sequence[GridRow], start: int, own: range) -> tuple[list[Line], list[GridRow]]:
    """Body rows, and the header, its `own` rows and where it is repeated; the row after one of these `breaks`."""
    usual = table.header.columns or tuple(range(len(table.header.labels)))
    places = table.body[-1].places if table.body else usual
    breaks = bool(table.body)
    lines: list[Line] = []
    repeated: list[GridRow] = []
    hanging: list[tuple[int, Cell]] = []  # merged cells, and the rows at which they end
    for index in range(start, len(rows)):
        row = rows[index]
        if index in own or table.header.repeated_in(row):
            places = (index in own and table.header.columns) or table.header.places(row)
            repeated.append(row)
            breaks = True
        elif any(cell.text for cell in row.cells):
            row = replace(row, breaks=(row.breaks or breaks) and bool(table.body or lines))
            lines.append(Line(row, places, tuple(cell for _, cell in hanging)))
            breaks = False
        hanging += [(index + cell.rowspan, cell) for cell in row.cells if cell.rowspan > 1 and cell.text]
        hanging = [(end, cell) for end, cell in hanging if end > index + 1]
    return lines, repeated


def _headless(grid: Grid) -> Iterator[Problem]:
    """The doubt about a table of several columns that is read as text."""
    wide = [row for row in grid.rows if sum(bool(cell.text) for cell in row.cells) >= _COLUMNS]
    if len(wide) >= _ROWS:
        seen = f"a table of {len(grid.rows)} rows without headings that could be told"
        advice = "If its rows matter, give its columns headings in a row above them."
        yield Problem(Severity.WARNING, grid.location, seen, "read as text, row by row", advice)


def _unnamed(header: Header, rows: Sequence[GridRow], own: range) -> Iterator[Problem]:
    """What is told of columns of texts without a heading, where the table has headings at all."""
    for column, place in enumerate(header.columns if own else ()):
        label = header.labels[place] if place is not None else ""
        if is_unnamed(label) and not only_numbers(_column(rows[own.stop :], column)):
            seen = f"{label} of a table has text but no heading"
            done = f"put under the heading “{label}”"
            yield Problem(Severity.NOTE, rows[own.start].location, seen, done, "Give it a heading.")


def _column(rows: Sequence[GridRow], column: int) -> list[str]:
    return [cell.text for row in rows for cell in row.cells if cell.column == column and cell.text]


# --- where tables begin ----------------------------------------------------------------------------


def _headed(parts: Sequence[Grid | Block], recipe: Recipe) -> list[_Start]:
    """Where each grid's table begins. A heading of its rows above the header is the table's."""
    starts: list[_Start] = []
    width, headed = 0, False
    known: set[tuple[str, ...]] = set()
    document = beginning(parts)
    given: TableRecipe | None = None
    for part in parts:
        if not isinstance(part, Grid):
            headed = headed or part.kind is BlockKind.HEADING
            continue
        if found := known_again(part, recipe, document):
            rows, given = found
            starts.append(_start(part, Choice(rows.place, 1.0), given))
        elif given and given.goes_on:
            starts.append(_Start(part, given=given, goes_on=True))
        else:
            given = None
            choice = header_choice(part, goes_on=_width(part) == width, headed=headed, known=known)
            starts.append(_start(part, choice))
        grid, header = starts[-1].grid, starts[-1].header
        width, headed = _width(grid), False
        known |= {folded(grid.rows, header)} if header and header.deep else set()
    led = _led(starts)
    return [replace(start, first=start.first - _lines_led(start) * (at in led)) for at, start in enumerate(starts)]


def _beside(starts: Sequence[_Start]) -> dict[int, float]:
    """The tables that are none of a plan's, by index, and how sure that is; none where there are no others."""
    own = {at: _table_of(start) for at, start in enumerate(starts) if start.header and not start.given}
    largest: dict[tuple[str, ...], list[int]] = {}  # of each kind, two
    for at, table in own.items():
        alike = sorted([*largest.get(table.labels, []), at], key=lambda each: -len(own[each].rows))
        largest[table.labels] = alike[:2]
    others = [at for alike in largest.values() for at in alike]
    found = {at: aside_choice(table, [own[each] for each in others if each != at]) for at, table in own.items()}
    asides = {at: choice.margin for at, choice in found.items() if choice.way}
    return asides if len(asides) < sum(start.header is not None for start in starts) else {}


def _table_of(start: _Start) -> Beside:
    header = start.header_rows
    return Beside(header_at(start.grid, header.start, len(header)).labels, start.grid.rows[header.start :], len(header))


def _start(grid: Grid, found: Choice[HeaderPlace | None], given: TableRecipe | None = None) -> _Start:
    place = found.way
    if place is None or not place.turned:
        return _Start(grid, place, place.at if place else 0, found.margin, given=given)
    own = replace(grid, rows=tuple(turned(grid.rows[place.at :])))
    return _Start(own, HeaderPlace(0), 0, found.margin, grid.rows[: place.at], given)


def _led(starts: Sequence[_Start]) -> set[int]:
    """The grids, by index, whose header stands below the heading of their rows: others of its like head other rows.

    A single one above all rows is the table's title.
    """
    found = {
        at: text for at, start in enumerate(starts) if start.first and (text := _leads(start.grid, start.header_rows))
    }
    if len(set(found.values())) > 1:
        return set(found)
    return {at for at in found if _is_across_again(starts[at].grid)}


def _lines_led(start: _Start) -> int:
    """How many headings of rows stand above a header: as many as stand one below another further down, or one."""
    across = [bool(_across(row, _width(start.grid))) for row in start.grid.rows]
    above = next((at for at, each in enumerate(reversed(across[: start.header_rows.start])) if not each), start.first)
    runs = [len(list(run)) for each, run in groupby(across[start.header_rows.stop :]) if each]
    return max(min([above, *runs]), 1)


def _is_across_again(grid: Grid) -> bool:
    width = _width(grid)
    return any(_across(row, width) for row in grid.rows[2:])


def _leads(grid: Grid, header: range) -> str:
    """The short text across the table right above its header, if none stands below the header; else ""."""
    width = _width(grid)
    below = grid.rows[header.stop : header.stop + 1]
    return "" if any(_across(row, width) for row in below) else _across(grid.rows[header.start - 1], width)


def _across(row: GridRow, width: int) -> str:
    """The one short text that is all of a row and spans the table; else ""."""
    text = alone_in(row)
    return text if text and width > 1 and any(cell.colspan == width for cell in row.cells if cell.text) else ""


def _width(grid: Grid) -> int:
    return max((cell.column + cell.colspan for row in grid.rows for cell in row.cells), default=0)


def _may_go_on(grid: Grid, table: Table) -> bool:
    """Whether a grid without a header may be the rest of a table: as wide, and of columns that are alike. Lines that
    open another sheet, as its title and day do, have hardly any of its columns."""
    if not table.body or grid.ragged != table.ragged:
        return False
    width = len(table.body[-1].places)
    if grid.location.sheet != table.grid.location.sheet and 2 * max(map(_filled, grid.rows)) <= width:
        return False
    return abs(_width(grid) - width) <= grid.ragged and 2 * _contrasts(grid, table) < width


def _filled(row: GridRow) -> int:
    return sum(bool(cell.text) for cell in row.cells)


def _contrasts(grid: Grid, table: Table) -> int:
    """How many columns hold nothing but values in a table and none in a grid, or the other way round."""
    own, others = _kinds(grid.rows), _kinds([line.row for line in table.body])
    return sum(len(kinds) == len(others[column]) == 1 and kinds != others[column] for column, kinds in own.items())


def _kinds(rows: Iterable[GridRow]) -> dict[int, set[bool]]:
    """For each column whether its texts are values, or words, or both."""
    found: dict[int, set[bool]] = defaultdict(set)
    for row in rows:
        for cell in row.cells:
            if cell.text:
                found[cell.column].add(is_value(cell.text))
    return found
