"""Plain text and text extractions of tables, in which cells are parted by tabs or spaces, to a Reading.

A table drawn with spaces keeps its columns. An extraction with tabs keeps a table's cells in order and loses where
they stood: columns come and go from page to page. Its Grid is therefore `ragged`, and an empty line between rows is
taken for a page's end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from pathlib import Path

from corpus.language import numerals
from corpus.language.wording import is_unfinished
from corpus.readers.encoding import decode
from corpus.readers.fragments import BULLETS, blocks_of
from corpus.readers.lines import Breaks, blocks_of_lines, read_as_text
from corpus.readers.text.drawn_tables import DrawnCell, DrawnTable, drawn_tables
from corpus.readers.text.spaced_tables import RULE, SpacedTable, spaced_tables
from corpus.readers.text.typed_rows import lines_apart
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Problem, Reading

_PAGE_NUMBER = re.compile(r"\A(?:page\s*+)?[-–]?\s*+\d{1,4}\s*+[-–]?(?:\s*+(?:of|/)\s*+\d{1,4})?", re.IGNORECASE)
_BLANK_PAGE = re.compile(r"intentionally\b.{0,60}\bblank", re.IGNORECASE)
_BULLET_LINE = re.compile(rf"\A\s*+(?:[{BULLETS}*]|[-–](?=\s))\s*+")
_MARKED_TEXT = re.compile(rf"\A\s*+[{BULLETS}]\s*+\S")
_NUMBERED = re.compile(r"\A(\d{1,2}(?:\.\d{1,2})*+)\.?\s++\S")
_BAR = re.compile(r"(?<= )\|(?= |$)")
_WIDE_GAP = re.compile(r"\s{3,}")
_MOST_TEXTS = 2  # that a line of text has with wide gaps between them: a page's header and its number
_GAPING = 3  # lines with more: from here on they look like a table
_HEADING_WORDS = 12
_LONG_LINE = 200  # characters: no running line is so long
_BARRED = 2  # lines that may have as many bars in them by chance
_REPEATS = 3  # a line that stands this often between pages is a running line
_LABEL = re.compile(r"\A\s*+([A-Z][^:.;!?\d\t]{0,40}+):(?=\s|\Z)")  # that a line begins with: `Who: Town Clerk`
_LEADERS = re.compile(r"\A(\s*+[A-Z][^:.;!?…\d\t]{0,40}+)(?:\.{3,}+|…)(?=\s|\Z)")  # `Owner ... Town Clerk`
_ROOM = 0.75  # of the usual length of lines: one that could have held the next word so early was not wrapped
_LABELLED = 3  # lines that begin with the same label: fewer are sentences with a colon


def read(path: Path, name: str) -> Reading:
    """The parts of a text file in order. Raises UnreadableFile where it holds no text."""
    return reading_of(decode(path.read_bytes(), name), name)


def reading_of(text: str, name: str) -> Reading:
    """As `read`, of a text already decoded."""
    read = _with_colons(_lines(text, name))
    drawn = {at for table in drawn_tables([line.text for line in read]) for at in range(table.first, table.end)}
    lines = _unpiped(read, drawn)
    heads = {lines[table.first].text.strip() for table in spaced_tables([line.text for line in lines])}
    running, labels = _running_lines(lines) - heads, set[str]()
    if _are_labels(lines, running):
        running, labels = set(), running
    builder = _Builder(_is_padded(lines), _labels(lines), _width_of_lines(lines))
    plain = ["" if line.text.strip() in running or _is_running(line.text) else line.text for line in lines]
    tables: dict[int, tuple[int, Grid]] = {}
    for spaced in spaced_tables(plain):
        tables[spaced.first] = spaced.end, _grid(spaced, lines)
    for table in drawn_tables([line.text for line in lines]):
        tables[table.first] = table.end, _drawn_grid(table, lines)
    apart = lines_apart(plain)
    end = 0
    for index, line in enumerate(lines):
        if index in tables:
            end, grid = tables[index]
            builder.table(grid)
        if index < end:
            if not plain[index] and line.text.strip():
                builder.dropped.append(Block(line.text.strip(), line.where))
        elif not line.text.strip() or RULE.fullmatch(line.text):
            builder.blank()
            builder.dropped += [Block(line.text.strip(), line.where)] * bool(line.text.strip())
        elif line.text.strip() in labels:
            builder.blank()
            builder.label(line)
        elif index in apart.headings:
            builder.heading_line(line)
        elif "\t" in line.text:
            builder.table_line(line)
        elif line.text.strip() in running or _is_running(line.text):
            builder.running_line(line)
        elif index in apart.texts:
            builder.blank()
            builder.prose_line(line)
        else:
            builder.prose_line(line, doubtful=index in apart.doubtful)
    builder.blank()
    parts = builder.finished()
    title = next((part.text for part in parts if isinstance(part, Block)), "")
    in_tables = {at for first, (end, _) in tables.items() for at in range(first, end)}
    gaping = [line for at, line in enumerate(lines) if at not in in_tables and _is_gaping(line.text)]
    instead = "If it is a table, add it as Word, Excel or CSV."
    problems = [
        read_as_text(line.text, len(gaping), line.where, instead) for line in gaping[:1] if len(gaping) >= _GAPING
    ]
    return Reading(tuple(parts), tuple(problems), dropped=tuple(builder.dropped), title=title)


def _is_gaping(text: str) -> bool:
    """Whether a line looks like a row of a table drawn with spaces: three texts with wide gaps between them."""
    return "\t" not in text and len(_WIDE_GAP.split(text.strip())) > _MOST_TEXTS


def _as_text(lines: Sequence[_Line]) -> Problem:
    instead = "If it is a table, add it as Word, Excel or CSV."
    return read_as_text(lines[0].text, len(lines), lines[0].where, instead)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    where: Location


def _lines(text: str, name: str) -> list[_Line]:
    """Lines with their places; form feeds, where there are any, count pages."""
    paged = "\f" in text
    page, out = 1, []
    for number, line in enumerate(text.split("\n"), start=1):
        for turn, piece in enumerate(line.split("\f")):
            if turn:
                page += 1
                out.append(_Line("", Location(name, page if paged else None, number)))
            out.append(_Line(piece, Location(name, page if paged else None, number)))
    return out


def _unpiped(lines: list[_Line], drawn: Collection[int]) -> list[_Line]:
    """Rows with `|` between their cells, if there are several, with tabs instead; rules between them go.

    Lines of `drawn` tables stay.
    """
    piped = {at for at, line in enumerate(lines) if at not in drawn and _is_piped(line.text.strip())}
    piped = piped if len(piped) > 1 else _piped_inside(lines, drawn)
    if not piped:
        return lines
    return [
        replace(line, text="\t".join(part.strip() for part in _bars_off(line.text).split("|"))) if at in piped else line
        for at, line in enumerate(lines)
        if at in drawn or not re.fullmatch(r"[|\-:=+\s]+", line.text) or "-" not in line.text
    ]


def _piped_inside(lines: Sequence[_Line], drawn: Collection[int]) -> set[int]:
    """The lines of tables with `|` only between their cells: several that have as many, one after another."""
    counts = [0 if at in drawn else len(_BAR.findall(line.text)) for at, line in enumerate(lines)]
    runs = [(count, [at for at, _ in run]) for count, run in groupby(enumerate(counts), key=lambda pair: pair[1])]
    return {at for count, run in runs if count > 1 and len(run) > _BARRED for at in run}


def _bars_off(text: str) -> str:
    text = text.strip()
    return text[1:-1] if _is_piped(text) else text


def _is_piped(text: str) -> bool:
    return text.count("|") > 1 and text[0] == text[-1] == "|"


def _grid(table: SpacedTable, lines: Sequence[_Line]) -> Grid:
    """A table drawn with spaces; what follows the end of a page `breaks`."""
    rows = []
    page = lines[table.first].where.page
    for row in table.rows:
        where = lines[row.line].where
        blocks = (blocks_of_lines(text, where, Breaks.WRAPPED) for text in row.cells)
        if row.guessed:
            blocks = (tuple(replace(block, guessed=True) for block in each) for each in blocks)
        cells = (Cell(each, column) for column, each in enumerate(blocks))
        rows.append(GridRow(tuple(cells), where, breaks=where.page != page))
        page = where.page
    return Grid(tuple(rows), lines[table.first].where)


def _drawn_grid(table: DrawnTable, lines: Sequence[_Line]) -> Grid:
    rows: list[GridRow] = []
    for drawn in table.rows:
        where = lines[drawn[0].line].where if drawn else rows[-1].location
        rows.append(GridRow(tuple(_drawn_cell(cell, where) for cell in drawn), where))
    return Grid(tuple(rows), lines[table.first].where)


def _drawn_cell(cell: DrawnCell, where: Location) -> Cell:
    return Cell(blocks_of_lines(cell.text, where, Breaks.WRAPPED), cell.column, cell.colspan, cell.rowspan)


def _is_padded(lines: list[_Line]) -> bool:
    """Whether cells start with a space as a matter of course, so that a space in front says nothing of a cell."""
    first = next((line.text for line in lines if "\t" in line.text), "")
    cells = [cell for cell in first.split("\t")[1:] if cell.strip()]
    return bool(cells) and sum(cell.startswith(" ") for cell in cells) * 2 > len(cells)


def _is_running(text: str) -> bool:
    return len(text) < _LONG_LINE and bool(_PAGE_NUMBER.fullmatch(text.strip()) or _BLANK_PAGE.search(text))


def _running_lines(lines: list[_Line]) -> set[str]:
    """Untabbed lines that repeat, digits aside, with other text between them: page headers and footers."""
    short = [
        text
        for text in (line.text.strip() for line in lines if len(line.text) < _LONG_LINE and "\t" not in line.text)
        if text and not _BULLET_LINE.match(text) and not text.endswith((".", ";"))
    ]
    masked = Counter(re.sub(r"\d+", "0", text) for text in short)
    labels = Counter(text.split(":")[0] for text in masked if ":" in text)  # of different lines: fields of entries
    fields = {text for text in short if text.endswith(":") or labels[text.split(":")[0]] > 1}
    return {text for text in short if masked[re.sub(r"\d+", "0", text)] >= _REPEATS} - fields


def _width_of_lines(lines: Sequence[_Line]) -> int:
    """How long lines of text are that go on in the next one, mostly."""
    pairs = pairwise(line.text.strip() and line.text.rstrip() for line in lines)
    lengths = sorted(len(text) for text, below in pairs if below.lstrip()[:1].islower() and len(text) < _LONG_LINE)
    return lengths[len(lengths) // 2] if lengths else 0


def _with_colons(lines: list[_Line]) -> list[_Line]:
    """The lines with a colon behind the labels that several begin with and dots lead on from."""
    found = [_LEADERS.match(line.text) for line in lines]
    counts = Counter(match[1].strip() for match in found if match)
    return [
        replace(line, text=f"{match[1].rstrip()}:{line.text[match.end() :]}")
        if match and counts[match[1].strip()] >= _LABELLED
        else line
        for line, match in zip(lines, found, strict=True)
    ]


def _labels(lines: Iterable[_Line]) -> frozenset[str]:
    """The labels that several lines begin with, so that each such line begins a text of its own."""
    counts = Counter(label for line in lines if (label := _label_of(line.text)))
    return frozenset(label for label, count in counts.items() if count >= _LABELLED)


def _are_labels(lines: Sequence[_Line], repeated: Collection[str]) -> bool:
    """Whether lines that repeat label the texts between them; a page's last line and the next one's first adjoin."""
    texts = [text for line in lines if (text := line.text.strip()) and not _is_running(text)]
    adjoin = any(one in repeated and other in repeated for one, other in pairwise(texts))
    return len({*texts} & {*repeated}) > 1 and not adjoin


@dataclass
class _Builder:
    """Collects parts line by line: table rows into the open grid, prose lines into the open paragraph."""

    padded: bool
    labels: frozenset[str]
    width: int  # of its lines of text, if they are wrapped
    dropped: list[Block] = field(default_factory=list)
    _parts: list[Grid | Block] = field(default_factory=list)
    _rows: list[GridRow] = field(default_factory=list)
    _prose: list[_Line] = field(default_factory=list)
    _breaks: bool = False
    _labelled: bool = False  # right below a label: no line is a heading

    def blank(self) -> None:
        self._close_prose()
        self._breaks = True

    def table(self, grid: Grid) -> None:
        self._close_prose()
        self._close_grid()
        self._parts.append(grid)
        self._breaks = True

    def table_line(self, line: _Line) -> None:
        self._close_prose()
        first, _, rest = line.text.partition("\t")
        if self._rows and not self._breaks and _MARKED_TEXT.match(first):
            # A bullet at a line's start: the row above broke off inside a cell, its other cells follow here.
            self._wrapped(replace(line, text=first))
            row = self._rows.pop()
            more = self._cells(replace(line, text=rest), start=len(row.cells))
            self._rows.append(replace(row, cells=(*row.cells, *more)))
        else:
            self._rows.append(GridRow(self._cells(line), line.where, breaks=self._breaks))
        self._breaks = False

    def _cells(self, line: _Line, start: int = 0) -> tuple[Cell, ...]:
        return tuple(
            Cell(blocks_of(text, line.where, listed=text.startswith(" ") and not self.padded), column)
            for column, text in enumerate(line.text.split("\t"), start)
        )

    def label(self, line: _Line) -> None:
        self._close_grid()
        self._parts.append(Block(line.text.strip(), line.where))
        self._labelled = True

    def running_line(self, line: _Line) -> None:
        self._close_prose()
        self.dropped.append(Block(line.text.strip(), line.where))

    def heading_line(self, line: _Line) -> None:
        """A heading over the rows below it: a row with one cell across the table."""
        width = max(len(row.cells) for row in self._rows)
        self._rows.append(GridRow((Cell(blocks_of(line.text, line.where), 0, width),), line.where))

    def prose_line(self, line: _Line, *, doubtful: bool = False) -> None:
        if self._rows and not self._breaks:
            self._wrapped(line, doubtful=doubtful)
            return
        self._close_grid()
        self._prose.append(line)

    def finished(self) -> list[Grid | Block]:
        self._close_prose()
        self._close_grid()
        typed = [part for part in self._parts if isinstance(part, Grid) and part.ragged]
        wanders = any(len({_width(row) for row in grid.rows}) > 1 for grid in typed)
        return [
            replace(part, ragged=wanders and part.ragged) if isinstance(part, Grid) else part for part in self._parts
        ]

    def _wrapped(self, line: _Line, *, doubtful: bool = False) -> None:
        """A line without tabs right below a row goes on with the row's last cell, and mostly with its last words."""
        row = self._rows[-1]
        *before, last = row.cells[-1].blocks or (Block("", line.where),)
        more = tuple(replace(block, guessed=doubtful) for block in blocks_of(line.text, line.where))
        if (
            more
            and more[0].kind is BlockKind.PARAGRAPH
            and (last.kind is BlockKind.BULLET or more[0].text[0].islower())
        ):
            last, more = replace(last, text=f"{last.text} {more[0].text}".strip()), more[1:]
        blocks = tuple(block for block in (*before, last, *more) if block.text)
        self._rows[-1] = replace(row, cells=(*row.cells[:-1], replace(row.cells[-1], blocks=blocks)))

    def _close_grid(self) -> None:
        if self._rows:
            self._parts.append(Grid(tuple(self._rows), self._rows[0].location, ragged=True))
            self._rows = []

    def _prose_blocks(self) -> list[Block]:
        begins = {at for at, line in enumerate(self._prose) if _label_of(line.text) in self.labels}
        begins |= {at for at in range(1, len(self._prose)) if self._has_room(*self._prose[at - 1 : at + 1])}
        return _prose_blocks(self._prose, begins, first=not self._parts, labelled=self._labelled)

    def _has_room(self, line: _Line, below: _Line) -> bool:
        """Whether a line ends so early that the one below, which begins as a text does, was not wrapped."""
        text, following = line.text.rstrip(), below.text.lstrip()
        begins = following[:1].isupper() and not is_unfinished(text)
        return begins and len(text) + len(following.split()[0]) < _ROOM * self.width

    def _close_prose(self) -> None:
        if self._prose:
            self._parts.extend(self._prose_blocks())
            self._prose, self._labelled = [], False


def _width(row: GridRow) -> int:
    return sum(cell.colspan for cell in row.cells)


def _label_of(text: str) -> str | None:
    found = _LABEL.match(text)
    return found[1] if found else None


def _prose_blocks(lines: list[_Line], begins: Collection[int], *, first: bool, labelled: bool) -> list[Block]:
    """Lines between blank ones: a heading, bullets, or wrapped lines of one paragraph; `begins` are lines, by index,
    that begin one."""
    if len(lines) == 1 and not labelled and _is_heading(lines[0].text):
        return [_heading(lines[0], first=first)]
    out: list[Block] = []
    counted = {*range(len(lines))} if first and _are_titles(lines) else _counted(lines) | {*begins}
    for at, line in enumerate(lines):
        marked = _BULLET_LINE.match(line.text)
        fresh = blocks_of(line.text[marked.end() :] if marked else line.text, line.where)
        if marked:
            out.extend(Block(block.text, block.location, BlockKind.BULLET) for block in fresh)
        elif out and fresh and at not in counted:
            out[-1] = Block(f"{out[-1].text} {fresh[0].text}", out[-1].location, out[-1].kind)
            out.extend(fresh[1:])
        else:
            out.extend(fresh)
    return out


def _are_titles(lines: Sequence[_Line]) -> bool:
    """Whether each of a document's first lines is a title of its own: what it is, whose, and as of when."""
    texts = [line.text.strip() for line in lines]
    whole = all(_is_heading(text) and not text[0].islower() for text in texts)
    return whole and not any(map(is_unfinished, texts[:-1]))


def _counted(lines: Sequence[_Line]) -> set[int]:
    """The lines, by index, that begin with numerals of one kind which count up: each is a paragraph of its own."""
    found = [(at, numeral) for at, line in enumerate(lines) if (numeral := numerals.split(line.text.strip())[0])]
    steps = [b.style is a.style and (b.value == a.value + 1 or b.value == 1) for (_, a), (_, b) in pairwise(found)]
    return {at for at, _ in found} if steps and all(steps) else set()


def _is_heading(text: str) -> bool:
    words = text.split()
    return len(words) <= _HEADING_WORDS and not text.rstrip().endswith((".", ";", ",")) and text.strip()[:1].isalnum()


def _heading(line: _Line, *, first: bool) -> Block:
    numbered = _NUMBERED.match(line.text.strip())
    depth = numbered.group(1).count(".") + 2 if numbered else 2
    return Block(" ".join(line.text.split()), line.where, BlockKind.HEADING, level=1 if first else depth)
