"""The vocabulary that every stage speaks: frozen records from a file's cells to a plan's rows.

    file -> Reading (Grids and prose) -> Rows of Items -> Document -> Plan with its Updates

Texts are the document's own words, white space folded to single spaces, and nothing added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

_WORDS = re.compile(r"[^\W_]+")
_BRIEF = 200  # characters: longer texts are rarely folded again, and would fill the memory


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands. `file` is a display name, never a path to open.

    `page` and `line` count from 1. `box` is (left, top, right, bottom) in points from the page's top left.
    """

    file: str
    page: int | None = None
    line: int | None = None
    sheet: str | None = None
    box: tuple[float, float, float, float] | None = None

    @property
    def label(self) -> str:
        """`plan.pdf, page 3`: the parts that are known, for people."""
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f"sheet {self.sheet}")
        if self.page is not None:
            parts.append(f"page {self.page}")
        if self.line is not None:
            parts.append(f"{'row' if self.sheet is not None else 'line'} {self.line}")
        return ", ".join(parts)


class Severity(StrEnum):
    """How much a problem matters to someone who relies on the document."""

    NOTE = "note"  # read as intended, worth knowing
    WARNING = "warning"  # read by a guess; compare with the document
    ERROR = "error"  # something is missing


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a reader couldn't make sense of: shown to the user, never swallowed."""

    severity: Severity
    location: Location
    seen: str  # what stood there
    done: str  # what was done about it
    advice: str = ""  # what the user can do
    beside_others: bool = False  # said of a file beside others, which may change: found anew at each build


class Doubt(StrEnum):
    """How far people can rely on a row as it was read, without a look at the document."""

    NONE = "none"
    CHECK = "check"  # read by a guess, or unlike the rows around it
    CANT_TELL = "can't tell"  # something is missing, or the row could as well be read otherwise


def doubt_of(problems: Iterable[Problem]) -> Doubt:
    """The grade that some problems come to: notes raise no doubt."""
    grave = {problem.severity for problem in problems}
    if Severity.ERROR in grave:
        return Doubt.CANT_TELL
    return Doubt.CHECK if Severity.WARNING in grave else Doubt.NONE


# --- what a reader returns -------------------------------------------------------------------------


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    BULLET = "bullet"  # one item of a list, its mark taken off
    LIST = "list"  # a list whose marks the extraction lost: item borders are to be guessed
    HEADING = "heading"  # prose only; `level` 1 is the outermost
    NESTED = "nested"  # a table inside a cell, as text: kept, but not among the row's own words
    NOTE = "note"  # a footnote or comment: likewise


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text in a cell or in prose. `level` is the depth of a bullet or a heading."""

    text: str
    location: Location
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: str = ""  # an automatic numeral that stands in no text, such as Word's
    guessed: bool = False  # read by a guess, such as by OCR, or put in its cell by one
    unsure_breaks: bool = False  # whether its lines belong together, and it begins where it does, only seems so


@dataclass(frozen=True, slots=True)
class Cell:
    """A physical cell. `column` counts from 0 and is the grid's own; spans are 1 where nothing is merged."""

    blocks: tuple[Block, ...]
    column: int
    colspan: int = 1
    rowspan: int = 1
    colour: str = ""  # its name: a rating, perhaps; a Reading keeps it where the cell holds nothing else

    @property
    def text(self) -> str:
        return joined(self.blocks)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One physical row. `breaks` says that a page, or an unexplained gap, lies between it and the row before."""

    cells: tuple[Cell, ...]
    location: Location
    breaks: bool = False
    gap: bool = False  # text is known to be missing before this row: nothing is joined across it
    apart: bool = False  # empty rows stand above it, as between tables of one sheet


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in the file.

    `ragged` is true where cells were only separated, as in a text extraction, so that their
    positions wander from page to page and are evidence, not truth. `titles` is the column that titles
    the rows, where that is known.
    """

    rows: tuple[GridRow, ...]
    location: Location
    ragged: bool = False
    titles: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as its reader saw it, parts in document order: tables, and prose blocks (headings, paragraphs).

    `dropped` are running lines (page headers, footers, page numbers): read, and left out on purpose.
    """

    parts: tuple[Grid | Block, ...]
    problems: tuple[Problem, ...] = ()
    dropped: tuple[Block, ...] = ()
    title: str = ""  # the file's own metadata, where it says one; else from the first heading


# --- what the tables mean --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One bullet, or a cell's whole text where it has none. `guessed`: its borders, or words, are a guess."""

    text: str
    places: tuple[Location, ...]  # where its pieces stand, the first where it begins
    level: int = 0
    guessed: bool = False

    @property
    def location(self) -> Location:
        return self.places[0]


class Meaning(StrEnum):
    """What a column is for."""

    ACTION = "action"  # what is to be done
    PROGRESS = "progress"  # how far it has come, in words or as a share
    OWNER = "owner"
    DUE = "due"
    STATUS = "status"
    MEASURE = "measure"  # how it will be known
    TARGET = "target"
    RESULT = "result"
    COST = "cost"
    GROUP = "group"  # what the row belongs to
    OTHER = "other"


class ValueKind(StrEnum):
    """What a column's cells hold."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    CHOICE = "choice"  # one of few values


@dataclass(frozen=True, slots=True)
class ColumnType:
    """What a column is for and what it holds; `values` are those of a choice, as they first come.

    `may_be` is what it is likeliest for, where that is too unsure to build on: its meaning is then `other`.
    """

    heading: str
    meaning: Meaning
    kind: ValueKind
    values: tuple[str, ...] = ()
    may_be: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """The items under one of the table's own headings, in one row; meaning and kind are the whole column's."""

    heading: str
    items: tuple[Item, ...]
    meaning: Meaning = Meaning.OTHER
    kind: ValueKind = ValueKind.TEXT


@dataclass(frozen=True, slots=True)
class Heading:
    """One step of a row's path: the document's own numeral ("4", "ii", "" where it has none) and words.

    `under` is what the table calls such things, the heading of the column that it stands in ("Promise", "Service");
    "" for one that stands above the table or across it. Two steps that say the same are the same under any.
    """

    number: str
    title: str
    under: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}".strip()


def row_key(plan: str, update: str, reference: str) -> str:
    """Names a row among all plans and updates."""
    return f"{plan}|{update}|{reference}"


class RowKind(StrEnum):
    ROW = "row"  # a priority of a plan table
    TOTAL = "total"  # a row of such a table that only adds up others: shown and searched with it, and never counted
    PROSE = "prose"  # the text under one heading of a document, or of a part without a table


@dataclass(frozen=True, slots=True)
class Row:
    """One priority of one update: a path of headings and, per further column, items.

    A total has the same shape, and prose: its path is the headings above it, and its one column, headed "", holds the
    paragraphs.
    `reference` is unique within the update: `4.i` by the document's numbering, `4.1` by ordinal where it has none.
    """

    reference: str
    path: tuple[Heading, ...]
    columns: tuple[Column, ...]
    location: Location
    kind: RowKind = RowKind.ROW
    notes: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    plan: str = ""
    update: str = ""

    @property
    def doubt(self) -> Doubt:
        """How far the row can be relied on, by its problems."""
        return doubt_of(self.problems)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What raises doubt, in words."""
        return tuple(problem.seen for problem in self.problems if problem.severity is not Severity.NOTE)

    @property
    def in_table(self) -> bool:
        """Whether it stands in a table, as a priority or as a total of some."""
        return self.kind is not RowKind.PROSE

    @property
    def priority(self) -> Heading:
        return self.path[-1] if self.path else Heading("", "")

    @property
    def category(self) -> Heading:
        """What stands above the priority; several levels are joined with ` › `."""
        return category_of(self.path[:-1])

    @property
    def key(self) -> str:
        """Names the row among all plans and updates: what links carry."""
        return row_key(self.plan, self.update, self.reference)

    @property
    def label(self) -> str:
        """`2 Homes › i Every home is warm`."""
        return " › ".join(step.label for step in self.path if step.label)

    def column(self, heading: str) -> Column | None:
        """The column of this heading, letters' case and signs aside unless only these tell two: `Spent`, `% spent`."""
        wanted = fold(heading)
        alike = [column for column in self.columns if fold(column.heading) == wanted]
        return min(alike, key=lambda column: column.heading != heading, default=None)


# --- documents, plans and their updates ------------------------------------------------------------


class Standing(StrEnum):
    """What became of a file."""

    USED = "used"
    DUPLICATE = "duplicate"  # another file holds the same update, and is read better
    UNREADABLE = "unreadable"


# Groups of people: somebody has to be in one of each; () is everybody.
Needed = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the library as it was read."""

    file: str
    digest: str  # SHA-256 of its bytes, hexadecimal
    size: int  # bytes
    plan: str
    update: str
    rows: Sequence[Row]  # a tuple, or what reads a stored document's rows when they are needed
    problems: tuple[Problem, ...] = ()
    dropped: tuple[Block, ...] = ()
    standing: Standing = Standing.USED
    duplicate_of: str = ""  # a file's name
    title: str = ""  # as the file itself says
    headings: tuple[str, ...] = ()  # the first few of its own, from which plan and update are told
    paragraphs: tuple[int, ...] = ()  # which of these, by place, aren't set as headings
    notes: tuple[str, ...] = ()  # how plan and update were found, in words
    columns: tuple[ColumnType, ...] = ()  # of its tables, each heading once
    recipe: str = ""  # TOML: how its tables were to be read
    needed: Needed = ()  # of which groups those must be who may see it


@dataclass(frozen=True, slots=True)
class Update:
    """One issue of a plan, from the one document that is used for it."""

    name: str
    document: Document

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self.document.rows)

    @property
    def columns(self) -> tuple[ColumnType, ...]:
        return self.document.columns


@dataclass(frozen=True, slots=True)
class Plan:
    """A document series; updates in time order, the latest last."""

    name: str
    updates: tuple[Update, ...]

    @property
    def latest(self) -> Update:
        return self.updates[-1]


@dataclass(frozen=True, slots=True)
class Citation:
    """The address of a quote: enough to find it in the document without us."""

    plan: str
    update: str
    reference: str
    category: str
    priority: str
    column: str
    item: int | None  # counts from 1 within the column
    quote: str
    file: str
    page: int | None = None
    line: int | None = None
    sheet: str | None = None
    doubt: str = ""  # why the row that is quoted should be compared with the document
    alone: bool = False  # whether its column has no other item, so that a number says nothing

    @classmethod
    def of(cls, row: Row, quote: str, location: Location, column: str = "", item: int | None = None) -> Citation:
        """Words of a row that stand at a place: under a column's heading, or by themselves in the row's own."""
        return cls(
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
            sheet=location.sheet,
            doubt="; ".join(row.doubts),
            alone=item is not None and len((row.column(column) or Column("", row.notes)).items) == 1,
        )

    @classmethod
    def of_item(cls, row: Row, column: Column, number: int, quote: str | None = None) -> Citation:
        """An item, counted from 1, or the words of it that are quoted."""
        item = column.items[number - 1]
        return cls.of(row, item.text if quote is None else quote, item.location, column.heading, number)

    @classmethod
    def of_heading(cls, row: Row, quote: str | None = None) -> Citation:
        """The row's own title, or the words quoted of the headings that it stands under."""
        return cls.of(row, row.priority.title if quote is None else quote, row.location)

    @property
    def label(self) -> str:
        """`4 Category › i Priority › Progress, item 2, Carers Plan, 2023-24 update`: the same on every screen and
        export."""
        steps = [step for step in (self.category, self.priority, self.column) if step]
        return ", ".join(part for part in (" › ".join(steps), self.which, self.source) if part)

    @property
    def which(self) -> str:
        """`item 2`: which of its column's items is quoted; "" for the only one, and for words of a heading."""
        return "" if self.item is None or self.alone else f"item {self.item}"

    @property
    def source(self) -> str:
        """`Carers Plan, 2023-24 update`: whose words these are."""
        return source_of(self.plan, self.update)

    @property
    def subject(self) -> str:
        """`Lead of 1.2 Launch the pledge`: what a value is of; "" for words of a title, or of no column."""
        return f"{self.column} of {self.priority}" if self.column and self.priority else ""

    @property
    def place(self) -> str:
        """`file, page 3`: where to look in the file."""
        return Location(self.file, page=self.page, line=self.line, sheet=self.sheet).label

    @property
    def spot(self) -> str:
        """`item 2, page 3`: where to look, once plan, row, column and file are known; "" where nothing more is."""
        where = Location("", page=self.page, line=self.line, sheet=self.sheet).label.removeprefix(", ")
        return ", ".join(filter(None, (self.which, where)))

    @property
    def row_key(self) -> str:
        return f"{self.plan}|{self.update}|{self.reference}"


def source_of(plan: str, update: str) -> str:
    """A plan and its update in words, as far as they are known."""
    return ", ".join(part for part in (plan, update and f"{update} update") if part)


def category_of(above: tuple[Heading, ...]) -> Heading:
    """The headings above a row as one: the outermost's number, and all of their words."""
    if not above:
        return Heading("", "")
    return Heading(above[0].number, " › ".join([above[0].title, *(step.label for step in above[1:])]))


def fold(text: str) -> str:
    """Letters and digits in lower case, all else one space: how headings and names are compared."""
    return _folded(text) if len(text) <= _BRIEF else _folded.__wrapped__(text)


@lru_cache(maxsize=16_384)
def _folded(text: str) -> str:
    return " ".join(words_of(text))


def words_of(text: str) -> list[str]:
    """The words and figures of a text in lower case."""
    return _WORDS.findall(text.lower())


def joined(blocks: Sequence[Block]) -> str:
    """What blocks say together."""
    return blocks[0].text.strip() if len(blocks) == 1 else " ".join(block.text for block in blocks).strip()


def blocks_of(parts: Iterable[Grid | Block]) -> Iterator[Block]:
    """All blocks of a document's parts, those of cells row by row."""
    for part in parts:
        if isinstance(part, Block):
            yield part
        else:
            yield from (block for row in part.rows for cell in row.cells for block in cell.blocks)
