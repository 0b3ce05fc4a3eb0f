"""Grids cut where a heading or another table begins inside them, and short lines above tables as their captions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from corpus.language import numerals
from corpus.language.wording import labelled
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Meaning, fold
from corpus.tables.columns.column_types import is_known, meaning_of
from corpus.tables.headers import Header
from corpus.tables.layouts.header_rows import header_choice

_HEADING_WORDS = 20
_CAPTION_WORDS = 12
_LABEL_WORDS, _LEAST_LABELS = 6, 3
# Margins from which on a row below an empty one, or below a line of text alone, is a header: of 37 rows below headings
# in drawn tables one was taken for a header by 0.5, none by 0.8.
_SURE, _SURER = 0.2, 0.9
_NAMING = (Meaning.GROUP, Meaning.ACTION, Meaning.MEASURE)  # `Theme: Homes` names what stands below it
_CAPTION = 9  # the level of a table's own caption: below all headings


def cut_apart(parts: Iterable[Grid | Block]) -> list[Grid | Block]:
    """The parts with grids cut where other tables and headings begin in them.

    A line like these headings above such a grid is a heading as well; they stand beside one that is a heading already.
    """
    found: list[Grid | Block] = []
    for part in parts:
        stack = list(_stacked(part)) if isinstance(part, Grid) else [part]
        if found and isinstance(title := found[-1], Block) and _each_has_a_line_above(stack):
            found[-1] = replace(title, kind=BlockKind.PARAGRAPH, level=0)  # a caption as theirs are, and no title
        for table in stack:
            pieces = list(_parted(table)) if isinstance(table, Grid) else [table]
            above = found[-1] if found else None
            if len(pieces) > 1 and isinstance(above, Block) and isinstance(heading := pieces[1], Block):
                style = _style(above.text)
                if above.kind is BlockKind.HEADING and style is _style(heading.text):
                    pieces = [replace(each, level=above.level) if isinstance(each, Block) else each for each in pieces]
                elif style and style is _style(heading.text) and len(above.text.split()) <= _HEADING_WORDS:
                    found[-1] = replace(above, kind=BlockKind.HEADING, level=heading.level)
            found += pieces
    return found


def with_first_bands(parts: Iterable[Grid | Block]) -> list[Grid | Block]:
    """The parts with the heading above a table in it, where the table's further headings stand across it, each above
    the header said again: so far the first of them stood by itself."""
    found: list[Grid | Block] = []
    for part in parts:
        above = found[-1] if found else None
        if isinstance(part, Grid) and isinstance(above, Block) and above.kind is BlockKind.HEADING and _has_bands(part):
            plain = replace(above, kind=BlockKind.PARAGRAPH, level=0)
            band = GridRow((Cell((plain,), 0, _width(part)),), above.location)
            found[-1] = replace(part, rows=(band, *part.rows))
        else:
            found.append(part)
    return found


def _has_bands(grid: Grid) -> bool:
    """Whether a header begins a grid, and stands again below texts across it."""
    texts = [[cell.text for cell in row.cells] for row in grid.rows]
    again = [at for at in range(2, len(texts)) if texts[at] == texts[0] and len(texts[0]) > 1]
    return not grid.ragged and any(
        alone_in(grid.rows[at - 1]) and any(cell.colspan == _width(grid) for cell in grid.rows[at - 1].cells)
        for at in again
    )


def with_headers(parts: Iterable[Grid | Block]) -> list[Grid | Block]:
    """The parts with a header that stands by itself above each table below it that has as many columns and none."""
    found: list[Grid | Block] = []
    lone: Grid | None = None
    for part in parts:
        if (
            isinstance(part, Grid)
            and part.rows
            and lone
            and _width(part) == _width(lone)
            and not _is_labels(part.rows[0])
        ):
            found = [each for each in found if each is not lone]
            part = replace(part, rows=(*lone.rows, *part.rows))
        elif isinstance(part, Grid):
            lone = part if len(part.rows) == 1 and _is_labels(part.rows[0]) else None
        found.append(part)
    return found


def _is_labels(row: GridRow) -> bool:
    """Whether a row is labels alone, such as plans have."""
    texts = [cell.text for cell in row.cells]
    brief = all(0 < len(text.split()) <= _LABEL_WORDS for text in texts)
    return len(texts) >= _LEAST_LABELS and brief and 2 * sum(map(is_known, texts)) > len(texts)


def _width(grid: Grid) -> int:
    return max((cell.column + cell.colspan for row in grid.rows for cell in row.cells), default=0)


def with_captions(parts: Sequence[Grid | Block]) -> list[Grid | Block]:
    """The parts with short lines above tables as their headings, where these say different things.

    They stand above all tables of one kind or of one sheet, or are numbered: `Table 1: Actions`.
    """
    above: dict[object, list[tuple[int, str]]] = {}
    for at, (over, before, part) in enumerate(zip([None, *parts], parts, parts[1:], strict=False)):
        if isinstance(part, Grid) and part.rows:
            line = before if isinstance(before, Block) and _is_caption(before, over) else None
            text = re.sub(r"[\d\W]+", " ", line.text) if line else ""
            for kin in _kin(part, line):
                above.setdefault(kin, []).append((at, text))
    found = {
        at
        for same in above.values()
        for at, _ in same
        if len(same) > 1 and all(text for _, text in same) and len({text for _, text in same}) == len(same)
    }
    return [
        replace(part, kind=BlockKind.HEADING, level=_CAPTION) if at in found and isinstance(part, Block) else part
        for at, part in enumerate(parts)
    ]


def _kin(grid: Grid, line: Block | None) -> Iterator[object]:
    """What tables have in common whose captions are told together."""
    yield tuple(fold(cell.text) for cell in grid.rows[0].cells)
    if grid.location.sheet is not None:
        yield grid.location.sheet
    if line and (word := numerals.word_before(line.text)):
        yield word


def _is_caption(block: Block, over: Grid | Block | None) -> bool:
    """Whether a line may name the table below it. What stands under a label right below a heading says more of that:
    `Sponsor: J. Marlow`."""
    plain = block.kind is BlockKind.PARAGRAPH and not block.text.endswith((".", ";", ","))
    headed = isinstance(over, Block) and over.kind is BlockKind.HEADING
    label = labelled(block.text) if headed else None
    return plain and len(block.text.split()) <= _CAPTION_WORDS and (label is None or meaning_of(label[1]) in _NAMING)


def _stacked(grid: Grid) -> Iterator[Grid | Block]:
    """A sheet's tables that stand one below the other; lines between them are text, the last of them a caption.

    Such a table has a header of its own, or is much narrower than the one above, as a key to its colours is. Where
    the header is only said again, without a line above it, the table goes on.
    """
    begun = 0
    texts = [[cell.text for cell in row.cells if cell.text] for row in grid.rows]
    for index in _gaps(grid):
        first = next((at for at in range(index, len(grid.rows)) if len(texts[at]) > 1), None)
        if index < begun or first is None or (texts[first] in texts[:first] and first == index):
            continue
        narrow = grid.rows[index].apart and _is_narrower(grid.rows[first:], grid.rows[begun:index])
        sure = _SURE if any(row.apart for row in grid.rows[index : first + 1]) else _SURER
        if not narrow and not _is_header(replace(grid, rows=grid.rows[first:]), sure):
            continue
        yield _piece(grid, begun, index)
        for row in grid.rows[index:first]:
            yield from (block for cell in row.cells for block in cell.blocks)
        begun = first
    yield _piece(grid, begun, len(grid.rows)) if begun else grid


def _each_has_a_line_above(stack: Sequence[Grid | Block]) -> bool:
    """Whether a sheet's tables all have the same header, and a line above it."""
    grids = [at for at, part in enumerate(stack) if isinstance(part, Grid)]
    headers = {tuple(fold(cell.text) for cell in part.rows[0].cells) for part in stack if isinstance(part, Grid)}
    return len(grids) > 1 and len(headers) == 1 and all(isinstance(stack[at - 1], Block) for at in grids[1:])


def _gaps(grid: Grid) -> Iterator[int]:
    """Where a sheet's table may end: below an empty row, or where lines of one text begin."""
    if grid.location.sheet is None and not any(row.apart for row in grid.rows):
        return
    filled = [_filled(row) for row in grid.rows]
    for at in range(1, len(grid.rows)):
        if filled[at - 1] > 1 and (grid.rows[at].apart or filled[at] == 1):
            yield at


def _piece(grid: Grid, first: int, end: int) -> Grid:
    """Some rows of a grid, without the blank cells that all of them end with."""
    rows = grid.rows[first:end]
    width = max(cell.column for row in rows for cell in row.cells if cell.text)
    kept = tuple(replace(row, cells=tuple(cell for cell in row.cells if cell.column <= width)) for row in rows)
    return replace(grid, rows=kept, location=rows[0].location)


def _is_narrower(rows: Sequence[GridRow], above: Sequence[GridRow]) -> bool:
    """Whether all rows down to the next empty one have at most half as many cells as those above mostly have."""
    wide = [_filled(row) for row in above if _filled(row) > 1]
    end = next((at for at, row in enumerate(rows) if at and row.apart), len(rows))
    return end > 1 and bool(wide) and 2 * max(map(_filled, rows[:end])) <= median(wide)


def _is_header(grid: Grid, sure: float) -> bool:
    """Whether a grid that could go on with the one above it begins with a header of its own, by a margin so large."""
    choice = header_choice(grid, goes_on=True)
    return choice.way is not None and choice.way.at == 0 and not choice.way.turned and choice.margin >= sure


def _filled(row: GridRow) -> int:
    return sum(bool(cell.text) for cell in row.cells)


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
    start = None if grid.ragged or not _any_again(grid) else header_choice(grid).way
    if start is None or start.turned:
        return []
    header = Header.of(grid.rows[start.at])
    again = [index for index in range(start.at + 2, len(grid.rows)) if header.repeated_in(grid.rows[index])]
    found = [index - 1 for index in again if alone_in(grid.rows[index - 1]) and not grid.rows[index].breaks]
    spanning = any(cell.colspan > 1 for index in found for cell in grid.rows[index].cells)
    return [] if len(found) < len(again) or spanning or not _numbered_apart(grid, found) else found


def _numbered_apart(grid: Grid, headings: Sequence[int]) -> bool:
    """Whether rows are headings by their numerals: others than the rest have, and one at least if it stands alone."""
    firsts = [next((cell.text for cell in row.cells if cell.column == 0), "") for row in grid.rows]
    others = {_style(text) for index, text in enumerate(firsts) if index not in set(headings)} - {None}
    own = {_style(firsts[index]) for index in headings}
    return not own & others and not (len(headings) == 1 and own == {None})


def _any_again(grid: Grid) -> bool:
    """Whether any row of several cells is there twice, as headers are that are said again."""
    rows = [tuple(cell.text for cell in row.cells) for row in grid.rows if len(row.cells) > 1]
    return len(set(rows)) < len(rows)


def _style(text: str) -> numerals.Style | None:
    numeral, _ = numerals.split(text)
    return numeral.style if numeral else None


def alone_in(row: GridRow) -> str:
    """The one short text that is all of a row, from its first column on; else ""."""
    filled = [cell for cell in row.cells if cell.text]
    first = len(filled) == 1 and filled[0].column == 0 and len(filled[0].blocks) == 1
    return filled[0].text if first and len(filled[0].text.split()) <= _HEADING_WORDS else ""
