"""Grids to rows: the path of each row, and its items under the table's own headings.

    Grid -> header -> LogicalRows (cells under labels) -> roles of the columns -> Rows

Every guess leaves a Problem with its place; nothing that was read is dropped without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus import headers, numerals
from corpus.alignment import LogicalRow, Profile, align, align_ragged
from corpus.headers import Header
from corpus.items import ColumnHabit, Piece, begins_midway, is_unfinished, items_of
from corpus.numerals import Numeral
from corpus.prose import heading as heading_of
from corpus.prose import sections
from corpus.records import (
    Block,
    BlockKind,
    Column,
    Grid,
    GridRow,
    Heading,
    Item,
    Location,
    Problem,
    Reading,
    Row,
    Severity,
    fold,
)
from corpus.roles import Roles, numeral_of, roles_of
from corpus.wording import Wording

_ASIDE = (BlockKind.NOTE, BlockKind.NESTED)
_COMPARE = "Compare this row with the document."


@dataclass(frozen=True, slots=True)
class Assembly:
    """What a document's parts mean: rows in document order, problems, and the running lines left out."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    dropped: tuple[Block, ...]


def assemble(reading: Reading) -> Assembly:
    """Rows of all tables and prose of a document, each with a reference of its own."""
    tables, prose, dropped = _tables_and_prose(reading)
    wording = _wording(reading)
    rows: list[Row] = []
    problems: list[Problem] = list(reading.problems)
    for ordinal, table in enumerate(tables, start=1):
        builder = _TableBuilder(table, wording, ordinal if len(tables) > 1 else 0)
        rows.extend(builder.rows())
        problems.extend(builder.problems)
    rows.extend(sections(prose))
    rows.sort(key=lambda row: (row.location.page or 0, row.location.line or 0) if not tables else 0)
    distinct, clashes = _distinct(rows)
    return Assembly(tuple(distinct), (*problems, *clashes), (*reading.dropped, *dropped))


# --- parts to tables -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Table:
    """A header and the body rows below it, which may come from several grids; `above` is the heading over it."""

    header: Header
    above: Heading | None
    ragged: bool
    body: list[tuple[GridRow, tuple[int | None, ...]]] = field(default_factory=list)


def _tables_and_prose(reading: Reading) -> tuple[list[_Table], list[Block], list[Block]]:
    """Grids by their headers; a grid under the header of the one before goes on with it. The rest is prose."""
    tables: list[_Table] = []
    prose: list[Block] = []
    dropped: list[Block] = []
    above: Heading | None = None
    for part in reading.parts:
        if isinstance(part, Block):
            prose.append(part)
            if part.kind is BlockKind.HEADING and part.level > 1:
                above = heading_of(part)
            continue
        start = headers.find(part.rows, ragged=part.ragged)
        known = tables[-1].header if tables else None
        goes_on = known is not None and above is None
        if start is None and not (goes_on and _as_wide(part, tables[-1])):
            prose.extend(_as_prose(part))
            continue
        if start is not None and not (goes_on and known is not None and known.repeated_in(part.rows[start])):
            prose.extend(block for row in part.rows[:start] for cell in row.cells for block in cell.blocks)
            tables.append(_Table(Header(headers.labels(part.rows[start])), above, part.ragged))
        above = None
        _fill(tables[-1], part.rows[start or 0 :], dropped)
    return tables, prose, dropped


def _fill(table: _Table, rows: Sequence[GridRow], dropped: list[Block]) -> None:
    """Body rows with the places of the header last seen; a repeated header is left out, the row after it `breaks`."""
    places = table.body[-1][1] if table.body else tuple(range(len(table.header.labels)))
    breaks = bool(table.body)
    for row in rows:
        if table.header.repeated_in(row):
            places = table.header.places(row)
            dropped.extend(block for cell in row.cells for block in cell.blocks)
            breaks = True
            continue
        if any(cell.text for cell in row.cells):
            first = not table.body
            table.body.append((replace(row, breaks=(row.breaks or breaks) and not first), places))
            breaks = False


def _as_wide(grid: Grid, table: _Table) -> bool:
    width = max((cell.column + cell.colspan for row in grid.rows for cell in row.cells), default=0)
    return bool(table.body) and width == len(table.body[-1][1])


def _as_prose(grid: Grid) -> Iterator[Block]:
    """A grid without a header isn't a plan's table; its words are kept, row by row."""
    for row in grid.rows:
        text = " ".join(cell.text for cell in row.cells if cell.text)
        if text:
            yield Block(text, row.location)


def _blocks(part: Grid | Block) -> Iterator[Block]:
    if isinstance(part, Block):
        yield part
    else:
        yield from (block for row in part.rows for cell in row.cells for block in cell.blocks)


def _wording(reading: Reading) -> Wording:
    blocks = [block for part in reading.parts for block in _blocks(part)]
    return Wording.of(
        (block.text for block in blocks), (block.text for block in blocks if block.kind is BlockKind.BULLET)
    )


# --- a table to rows -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Draft:
    """A row while its cells are still being collected."""

    path: list[Heading]
    location: Location
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    notes: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _TableBuilder:
    """Collects one table's rows, physical row by physical row."""

    def __init__(self, table: _Table, wording: Wording, ordinal: int) -> None:
        self.problems: list[Problem] = []
        self._labels = table.header.labels
        self._wording = wording
        self._ragged = table.ragged
        self._lines = _logical(table, wording)
        self._roles: Roles = roles_of(self._lines, self._labels)
        self._groups: list[Heading] = [Heading("", "")] * len(self._roles.groups)
        self._above = table.above if not self._roles.groups else None
        self._ordinal = ordinal
        self._group_count = 0
        self._key: Numeral | None = None
        self._drafts: list[_Draft] = []

    def rows(self) -> list[Row]:
        for line in self._lines:
            self._take(line)
        return [self._finished(draft, number) for number, draft in enumerate(self._drafts, start=1)]

    def _take(self, line: LogicalRow) -> None:
        self._blank_header_words(line)
        self._title_apart(line)
        begins = self._begins(line)
        fresh_group = self._take_groups(line, begins)
        if begins or fresh_group or not self._drafts or line.row.gap:
            self._open(line)
        elif line.text(self._roles.key) and not self._repeats_title(line):
            self._extend_title(line)
        self._add_items(line)

    # Rows cut by a page's end, and rows that begin.

    def _begins(self, line: LogicalRow) -> bool:
        """Whether a line begins a row, rather than going on with the one above."""
        text = line.text(self._roles.key)
        if not text and not line.number(self._roles.key):
            return False
        if numeral_of(line, self._roles.key):
            return not self._repeats_title(line)
        if not self._drafts or line.row.gap:
            return True
        if self._repeats_title(line):
            return False
        if self._roles.numbered:
            return not line.row.breaks or any(numeral_of(line, group) for group in self._roles.groups)
        title = self._drafts[-1].path[-1].title
        going_on = begins_midway(text) or is_unfinished(title)
        return not (going_on and (line.row.breaks or not self._has_content(line)))

    def _has_content(self, line: LogicalRow) -> bool:
        return any(line.text(label) for label in self._roles.content)

    def _repeats_title(self, line: LogicalRow) -> bool:
        """Whether a line names the open row again, as tables do that repeat instead of merging."""
        if not self._drafts or any(self._is_new_group(line, depth) for depth in range(len(self._roles.groups))):
            return False
        last = self._drafts[-1].path[-1]
        numeral, rest = numerals.split(line.text(self._roles.key))
        number = line.number(self._roles.key) or (numeral.text if numeral else "")
        return fold(_uncontinued(rest)) == fold(last.title) and number in ("", last.number)

    def _extend_title(self, line: LogicalRow) -> None:
        draft = self._drafts[-1]
        step = draft.path[-1]
        text = line.text(self._roles.key)
        draft.path[-1] = replace(step, title=f"{step.title} {text}".strip())
        if self._roles.numbered and not begins_midway(text):
            self._note(
                draft,
                Severity.NOTE,
                line.row.location,
                f"“{text}” stands without a numeral at the top of a page",
                "read as the rest of the title above it",
            )

    def _open(self, line: LogicalRow) -> None:
        where = line.row.location
        text, numeral = line.text(self._roles.key), numeral_of(line, self._roles.key)
        title = text if line.number(self._roles.key) else numerals.split(text)[1] if numeral else text
        path = [step for step in [self._above, *self._groups] if step is not None and step.label]
        draft = _Draft([*path, Heading("", title)], where)
        self._drafts.append(draft)
        draft.path[-1] = Heading(self._numbered(numeral, draft, line), title)
        if not title:
            seen = (
                "a row begins without a title" if not line.row.gap else "a row begins on a page that couldn't be read"
            )
            self._note(draft, Severity.ERROR, where, seen, "its text is kept, outside any priority", _COMPARE)
        elif self._wording.is_rubble(title):
            self._note(
                draft,
                Severity.ERROR,
                where,
                f"the title “{title}” is made of pieces of words",
                "kept as it stands",
                "Look the title up in the document itself; the text that was extracted from it is damaged here.",
            )

    def _numbered(self, numeral: Numeral | None, draft: _Draft, line: LogicalRow) -> str:
        """The row's numeral; where it was lost or can't be right, the one that comes next, with a problem."""
        style = self._roles.key_style
        if style is None:
            return numeral.text if numeral else line.number(self._roles.key)
        expected = (self._key.value if self._key else 0) + 1
        if numeral and (numeral.style is style or _fits(numeral, style)):
            if numeral.value != expected and numeral.value != 1 and self._drafts[:-1]:
                after = self._key.text if self._key else "the beginning"
                self._note(
                    draft,
                    Severity.NOTE,
                    draft.location,
                    f"the numeral {numeral.text} follows {after}",
                    "kept as it stands",
                    "Check whether a row is missing here.",
                )
            self._key = numeral if numeral.style is style else replace(numeral, style=style)
            return numeral.text
        like = self._key.text if self._key else self._first_like(style)
        text = numerals.following(style, expected, like)
        self._key = Numeral(text, style, expected)
        seen = f"the numeral “{numeral.text}”" if numeral else "no numeral"
        self._note(
            draft,
            Severity.WARNING,
            draft.location,
            f"{seen} where {text} comes next",
            f"numbered {text}, after the row before it",
            _COMPARE,
        )
        return text

    def _first_like(self, style: numerals.Style) -> str:
        """A numeral of the table in this style, for its case and its prefix."""
        seen = (numeral_of(line, self._roles.key) for line in self._lines)
        return next((numeral.text for numeral in seen if numeral and numeral.style is style), "")

    # Groups above the rows.

    def _take_groups(self, line: LogicalRow, begins: bool) -> bool:
        fresh = False
        for depth, label in enumerate(self._roles.groups):
            if not self._is_new_group(line, depth):
                continue
            text, number = line.text(label), line.number(label)
            numeral = numeral_of(line, label)
            if line.row.breaks and not begins and numeral is None and self._drafts and not line.row.gap:
                self._extend_group(depth, text)
                continue
            title = text if number else numerals.split(text)[1]
            self._groups[depth:] = [Heading("", "")] * (len(self._groups) - depth)
            self._group_count += depth == 0
            self._groups[depth] = Heading(self._group_number(numeral, depth, line), title)
            self._key = None
            fresh = True
        return fresh

    def _is_new_group(self, line: LogicalRow, depth: int) -> bool:
        label = self._roles.groups[depth]
        text = _uncontinued(line.text(label))
        title = numerals.split(text)[1]
        if not text:
            return False
        return fold(title) != fold(self._groups[depth].title) and fold(text) != fold(self._groups[depth].title)

    def _group_number(self, numeral: Numeral | None, depth: int, line: LogicalRow) -> str:
        if numeral:
            return numeral.text
        if depth == 0 and self._roles.group_style is numerals.Style.ARABIC:
            self.problems.append(
                Problem(
                    Severity.WARNING,
                    line.row.location,
                    f"“{line.text(self._roles.groups[0])}” has no numeral, though others of its kind have",
                    f"numbered {self._group_count}, after the one before it",
                    _COMPARE,
                )
            )
            return str(self._group_count)
        return ""

    def _extend_group(self, depth: int, text: str) -> None:
        grown = replace(self._groups[depth], title=f"{self._groups[depth].title} {text}".strip())
        old = self._groups[depth]
        self._groups[depth] = grown
        for draft in self._drafts:
            draft.path = [grown if step == old else step for step in draft.path]

    # Cells.

    def _blank_header_words(self, line: LogicalRow) -> None:
        """A cell that repeats its own column's label is a stray piece of the header."""
        for label, slot in list(line.slots.items()):
            if slot.text and fold(slot.text) == fold(self._labels[label]):
                slot.blocks = ()
                self.problems.append(
                    Problem(
                        Severity.NOTE,
                        line.row.location,
                        f"the heading “{self._labels[label]}” stands in a row's cell",
                        "left out of the row",
                    )
                )

    def _title_apart(self, line: LogicalRow) -> None:
        """A numeral whose title slid into the next column's cell, in front of that cell's list."""
        key = self._roles.key
        after = next((label for label in self._roles.content if label > key), None)
        if not self._ragged or after is None or line.text(key) or not line.number(key) or after not in line.slots:
            return
        blocks = line.slots[after].blocks
        lead = next((place for place, block in enumerate(blocks) if block.kind is not BlockKind.PARAGRAPH), len(blocks))
        line.slots[key].blocks = blocks[:lead]
        line.slots[after].blocks = blocks[lead:]

    def _add_items(self, line: LogicalRow) -> None:
        draft = self._drafts[-1]
        for label, slot in line.slots.items():
            aside = [block for block in slot.blocks if block.kind in _ASIDE]
            draft.notes.extend(Item(block.text, (block.location,), guessed=block.guessed) for block in aside)
            words = tuple(block for block in slot.blocks if block.kind not in _ASIDE)
            if label in self._roles.content and words:
                draft.pieces.setdefault(label, []).append(Piece(words, line.row.location, cut=line.row.breaks))

    def _finished(self, draft: _Draft, number: int) -> Row:
        columns = tuple(
            Column(self._labels[label], items_of(draft.pieces.get(label, ()), self._wording, self._habit(label)))
            for label in self._roles.content
        )
        for column in columns:
            guessed = [item for item in column.items if item.guessed]
            if len(guessed) > 1:
                self._note(
                    draft,
                    Severity.NOTE,
                    guessed[0].location,
                    f"the bullets of “{column.heading}” are lost for {len(guessed)} items",
                    "split where sentences or phrases seem to end",
                    "Compare the items' borders with the document where they matter.",
                )
        return Row(
            self._reference(draft, number),
            tuple(draft.path),
            columns,
            draft.location,
            notes=tuple(draft.notes),
            problems=tuple(draft.problems),
        )

    def _habit(self, label: int) -> ColumnHabit:
        kinds = {block.kind for line in self._lines if label in line.slots for block in line.slots[label].blocks}
        return ColumnHabit(bool(kinds & {BlockKind.BULLET, BlockKind.LIST}), self._ragged)

    def _reference(self, draft: _Draft, number: int) -> str:
        """How staff name the row: category and priority by the document's numerals, ordinals where it has none."""
        own = draft.path[-1].number
        if "." in own or (own and not own.isalpha() and not own.isdigit()):
            return own
        above = draft.path[0] if len(draft.path) > 1 else None
        first = next((at for at, other in enumerate(self._drafts) if other.path[:-1] == draft.path[:-1]), 0)
        within = own or str(number - first)
        if above is None:
            return f"{self._ordinal}.{within}" if self._ordinal else within
        return f"{above.number or self._category_ordinal(draft)}.{within}"

    def _category_ordinal(self, draft: _Draft) -> int:
        if self._above is not None:
            return self._ordinal or 1
        seen: list[Heading] = []
        for other in self._drafts:
            if len(other.path) > 1 and other.path[0] not in seen:
                seen.append(other.path[0])
        return seen.index(draft.path[0]) + 1

    def _note(self, draft: _Draft, severity: Severity, where: Location, seen: str, done: str, advice: str = "") -> None:
        problem = Problem(severity, where, seen, done, advice)
        draft.problems.append(problem)
        self.problems.append(problem)


def _logical(table: _Table, wording: Wording) -> list[LogicalRow]:
    """Every body row with its cells under labels."""
    if not table.ragged:
        return [align(row, places, table.header.labels) for row, places in table.body]
    profile = Profile.of(table.body, len(table.header.labels))
    return [align_ragged(row, places, table.header.labels, profile, wording) for row, places in table.body]


def _fits(numeral: Numeral, style: numerals.Style) -> bool:
    """Whether a numeral read in another style belongs all the same: `i` may be a letter, `C` a roman hundred."""
    return {numeral.style, style} <= {numerals.Style.ROMAN, numerals.Style.LETTER} or {
        numeral.style,
        style,
    } <= {numerals.Style.DOTTED, numerals.Style.CODE}


def _uncontinued(text: str) -> str:
    """A heading without the word that says it was begun on an earlier page."""
    folded = text.rstrip(" .)")
    for ending in ("continued", "cont’d", "cont'd", "contd", "cont"):
        if folded.lower().endswith(ending):
            return folded[: -len(ending)].rstrip(" (–-")
    return text


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
                _COMPARE,
            )
            row = replace(row, reference=reference, problems=(*row.problems, problem))
            problems.append(problem)
        out.append(row)
    return out, problems
