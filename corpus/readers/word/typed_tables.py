"""Tables that are typed in Word with tabs between the texts of a line: such paragraphs become the rows of a Grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.readers.lines import Breaks, blocks_of_lines, read_as_text
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Problem

_LEAST_TEXTS = 3  # of a line: two are a label and its text, or a heading and its page, unless they stand among rows
_LEAST_ROWS = 3
_HEADING_WORDS = 12
_MOSTLY = 0.8  # of a table's rows have as many texts: tabs that only line words up come and go


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A paragraph that may be a row: its cells, and the blocks that it is otherwise."""

    cells: tuple[Cell, ...]
    otherwise: tuple[Block, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it begins at the left and says more than one thing; other lines are set in, or go on with a row."""
        return bool(self.cells[0].text) and any(cell.text for cell in self.cells[1:])

    @property
    def is_sure(self) -> bool:
        """Whether it is a row wherever it stands."""
        return len(self.cells) >= _LEAST_TEXTS

    @property
    def where(self) -> Location:
        return self.otherwise[0].location


def typed_row(text: str, otherwise: Sequence[Block]) -> TypedRow | None:
    """A paragraph's row, if tabs part it into several texts; its automatic numeral is the first one's."""
    texts = text.split("\t")
    if len(texts) == 1:
        return None
    where = otherwise[0].location
    first, *others = (blocks_of_lines(each, where, Breaks.TYPED) for each in texts)
    first = tuple(replace(block, number="" if at else otherwise[0].number) for at, block in enumerate(first))
    cells = (Cell(blocks, column) for column, blocks in enumerate([first, *others]))
    return TypedRow(tuple(cells), tuple(otherwise))


def with_tables(parts: Sequence[Grid | Block | TypedRow], problems: list[Problem]) -> list[Grid | Block]:
    """Rows that follow one another as one Grid, headings between them too; few, or of all widths, as what they are.

    Adds to `problems` where many stay text.
    """
    found: list[Grid | Block] = []
    for run in _runs(parts):
        rows = [part for part in run if isinstance(part, TypedRow)]
        whole = [row for row in rows if row.is_whole]
        width, often = Counter(len(row.cells) for row in rows).most_common(1)[0] if rows else (0, 0)
        if len(whole) >= _LEAST_ROWS and often >= _MOSTLY * len(rows):
            run = [run[0], *_headings_above(found, run), *run[1:]]
            longer = any(len(row.cells) > width for row in rows)  # shorter ones lack their last texts
            found.append(Grid(tuple(_grid_row(part, width) for part in run), rows[0].where, ragged=longer))
            continue
        if len(whole) >= _LEAST_ROWS:
            words = " ".join(block.text for block in rows[0].otherwise)
            problems.append(read_as_text(words, len(rows), rows[0].where, "If it is a table, make it one in Word."))
        for part in run:
            found += part.otherwise if isinstance(part, TypedRow) else [part]
    return found


def _headings_above(before: list[Grid | Block], run: Sequence[Grid | Block | TypedRow]) -> list[Block]:
    """Takes what stands right before rows and heads the first of them, as headings between them head the others: those
    of the same styles or, where the table's header comes again with each, a short line."""
    kinds = {(part.kind, part.level) for part in run if isinstance(part, Block)}
    texts = [[cell.text for cell in part.cells] for part in run if isinstance(part, TypedRow)]
    above: list[Block] = []
    while before and isinstance(last := before[-1], Block) and (last.kind, last.level) in kinds and _may_head(last):
        if last.kind is not BlockKind.HEADING and (above or texts.count(texts[0]) == 1):
            break
        above.insert(0, last)
        before.pop()
    return above


def _may_head(block: Block) -> bool:
    """Whether a paragraph may head the rows below it: a heading, or a line as short and as open as one."""
    plain = block.kind is BlockKind.PARAGRAPH and len(block.text.split()) <= _HEADING_WORDS
    return block.kind is BlockKind.HEADING or (plain and not block.text.endswith((".", ";", ",", ":")))


def _runs(parts: Sequence[Grid | Block | TypedRow]) -> Iterator[list[Grid | Block | TypedRow]]:
    """Rows with the headings and shorter rows between them; every other part by itself."""
    run: list[Grid | Block | TypedRow] = []
    between: list[Grid | Block | TypedRow] = []
    for part in parts:
        if isinstance(part, TypedRow) and part.is_sure:
            run += [*between, part]
            between = []
        elif run and (isinstance(part, TypedRow) or (isinstance(part, Block) and _may_head(part))):
            between.append(part)
        else:
            yield from filter(None, [run, *([each] for each in between), [part]])
            run, between = [], []
    yield from filter(None, [run, *([each] for each in between)])


def _grid_row(part: Grid | Block | TypedRow, width: int) -> GridRow:
    if isinstance(part, TypedRow):
        return GridRow(part.cells, part.where)
    assert isinstance(part, Block)
    return GridRow((Cell((Block(part.text, part.location, number=part.number),), 0, width),), part.location)
