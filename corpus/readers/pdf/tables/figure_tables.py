"""Tables of figures without drawn cells: the white space that all their lines leave free makes the columns.

Their headers may have several levels and stand in no line with the figures, so that labels can't say where columns are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median

from corpus.readers.pdf.page import Box, Page, Rule, Word, around
from corpus.readers.pdf.tables.ruled_tables import RawCell, RawTable, merged
from corpus.readers.pdf.text_lines import Line, lines_of

# What stands in a column of figures: numbers with their units, and the signs for "none" and "not known".
FIGURE = re.compile(
    r"[(<>~≈±£$€+−–-]{0,3}\s?\d[\d,.\s:/–-]{0,20}(?:st|nd|rd|th|bn|k|m|pp|%|‰|°)?[)%†‡*]{0,3}(?:\s?\([^()]{1,20}\))?"
    r"|[—–−-]{1,3}|\.{1,3}|[†‡#*]{1,3}|n/?a|N/?A|nil|:|x|X",
)
TYPED_RULE = re.compile(r"[-–—_=]{4,}|\.{3,}")  # a line drawn with letters, the dots between a label and its figure
GAP = 0.62  # of a letter's size: wider white space parts cells. A space is 0.25 to 0.35, in justified text up to 0.6
FIGURES_GAP = 0.4  # the same between two figures, of which hardly ever several stand in one cell
MOST_INSIDE = 0.7  # of a ruled table's words: else its lines part its cells after all
MOST_BETWEEN = 4  # lines without figures between two that have some
LARGER = 1.15  # times the letters of figures: a single text in larger ones heads the whole table
MOST_STEP = 3.2  # letters' sizes between two lines of one table
LEAST_LINES = 3  # with figures
MOST_FIGURES = 0.6  # of the cells right of the first column
ROOM = 0.3  # of a letter's size: the least white space between two columns over all lines


_Columns = list[tuple[float, float]]  # where each one's text begins and ends, from left to right


@dataclass(slots=True)
class Piece:
    """Words of one line without wide white space between them."""

    words: list[Word]
    first: int = 0  # the columns that it covers
    last: int = 0

    @property
    def box(self) -> Box:
        return around(word.box for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def columns(self) -> range:
        return range(self.first, self.last + 1)


@dataclass(slots=True)
class Row:
    """One row's pieces by the columns that they cover."""

    cells: dict[tuple[int, int], list[Word]] = field(default_factory=dict)

    def add(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            self.cells.setdefault((piece.first, piece.last), []).extend(piece.words)

    @property
    def box(self) -> Box:
        return around(word.box for words in self.cells.values() for word in words)


def figure_tables(page: Page, lines: Sequence[Line]) -> Iterator[tuple[RawTable, range]]:
    """The tables of figures among a page's lines, from top to bottom, each with the lines that it takes."""
    pieces = [pieces_of(line) for line in lines]
    taken = 0
    while (stretch := _stretch(lines, pieces, taken)).start < len(lines):
        first, last, columns = _body(lines, pieces, stretch)
        if last - first < LEAST_LINES:
            taken = stretch.start + 1
            continue
        top = _top(page, lines, pieces, first, taken, columns)
        table = _table(page, pieces[top:first], lines[first:last], pieces[first:last], columns)
        if _tells(table):
            yield table, range(top, last)
        taken = last


def _body(lines: Sequence[Line], pieces: Sequence[Sequence[Piece]], stretch: range) -> tuple[int, int, _Columns]:
    """The lines of a table's body, the first and the one after the last, and its columns."""
    full = max(len(pieces[index]) for index in stretch)
    whole = [index for index in stretch if has_figures(pieces[index]) and 2 * len(pieces[index]) > full]
    columns = _covered([pieces[index] for index in whole]) if len(whole) >= LEAST_LINES else []
    if len(columns) < 2:
        return stretch.start, stretch.start, columns
    first = whole[0]
    last = _end(lines, pieces, first, whole[-1] + 1, columns)
    enough = sum(first <= index < last for index in whole) >= LEAST_LINES
    return first, last if enough else first, columns


def pieces_of(line: Line, gap: float = GAP) -> list[Piece]:
    """A line's words, parted where the white space between them is wider than `gap`, in letters' sizes."""
    found: list[Piece] = []
    for word in line.words:
        if TYPED_RULE.fullmatch(word.text):
            continue
        if found and not _parted(found[-1].words[-1], word, line.size, gap):
            found[-1].words.append(word)
        else:
            found.append(Piece([word]))
    return found


def _parted(before: Word, word: Word, size: float, wide: float) -> bool:
    """Whether two words of a line are of different cells: wide white space, or figures that nothing joins."""
    gap = word.box.left - before.box.right
    figures = FIGURE.fullmatch(before.text) is not None and FIGURE.fullmatch(word.text) is not None
    leader = before.text.endswith("...") and not word.text.startswith(".")
    return gap > (FIGURES_GAP if figures else wide) * size or leader


def has_figures(pieces: Sequence[Piece]) -> bool:
    """Whether a line is one of figures: at least two cells, most of those behind the first being figures."""
    behind = pieces[1:]
    figures = sum(bool(FIGURE.fullmatch(piece.text)) for piece in behind)
    return bool(behind) and figures >= MOST_FIGURES * len(behind)


def _stretch(lines: Sequence[Line], pieces: Sequence[Sequence[Piece]], start: int) -> range:
    """The next lines that begin and end with figures and stand close to one another; nothing where there are none."""
    first = last = len(lines)
    for index in range(start, len(lines)):
        if not has_figures(pieces[index]):
            continue
        between = min(index - last, MOST_BETWEEN) if first < len(lines) else 1
        far = first < len(lines) and lines[index].base - lines[last].base > MOST_STEP * lines[index].size * between
        if far or any(_begins_header(lines, pieces, number, first) for number in range(last + 1, index)):
            break
        first, last = min(first, index), index
    return range(first, last + 1) if first < len(lines) else range(len(lines), len(lines))


def _begins_header(lines: Sequence[Line], pieces: Sequence[Sequence[Piece]], index: int, first: int) -> bool:
    """Whether a line between figures is a label over some columns, set off from the lines above: another header."""
    if len(pieces[index]) != 1 or not first <= index - 1:
        return False
    left = min(piece.box.left for piece in pieces[first])
    before, line, after = lines[index - 1], lines[index], lines[index + 1]
    return line.box.left > left + 3 * line.size and line.base - before.base > 1.5 * (after.base - line.base)


def _covered(rows: Sequence[Sequence[Piece]]) -> _Columns:
    """The stretches that the lines' pieces cover together, from left to right: the columns' texts."""
    size = median(piece.words[0].size for pieces in rows for piece in pieces)
    found: _Columns = []
    for left, right in sorted((piece.box.left, piece.box.right) for pieces in rows for piece in pieces):
        if found and left - found[-1][1] < ROOM * size:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _end(lines: Sequence[Line], pieces: Sequence[Sequence[Piece]], first: int, end: int, columns: _Columns) -> int:
    """Where the table ends: before a line of prose, which takes no notice of the columns."""
    for index in range(first, end):
        placed = in_columns(pieces[index], columns)
        if len(placed) < len(pieces[index]) or _is_prose(lines[index], placed, columns) or _heads(placed):
            return index
    return end


def _is_prose(line: Line, pieces: Sequence[Piece], columns: _Columns) -> bool:
    crossed = sum(piece.last - piece.first for piece in pieces)
    return (
        len(pieces) == 1
        and crossed > 1
        and not line.bold
        and pieces[0].box.width > 0.6 * (columns[-1][1] - columns[0][0])
    )


def _heads(pieces: Sequence[Piece]) -> bool:
    """Whether a line is of labels over several columns, none of them the first: another table's header."""
    return bool(pieces) and all(piece.first for piece in pieces) and any(piece.last > piece.first for piece in pieces)


def in_columns(pieces: Sequence[Piece], columns: _Columns, beams: Sequence[Rule] = ()) -> list[Piece]:
    """The pieces with the columns that they cover; those wholly outside of the table are left out.

    `beams` are short level lines: one drawn below a label says which columns it stands over.
    """
    inside = []
    for piece in pieces:
        box = piece.box
        if box.right < columns[0][0] - 1 or box.left > columns[-1][1] + 1:
            continue
        left, right = next(((beam.start, beam.end) for beam in beams if is_below(beam, piece)), (box.left, box.right))
        shared = [min(right, end) - max(left, start) for start, end in columns]
        wide = [
            number for number, share in enumerate(shared) if share > 0.2 * (columns[number][1] - columns[number][0])
        ]
        nearest = max(range(len(columns)), key=lambda number: shared[number])
        piece.first, piece.last = (wide[0], wide[-1]) if wide else (nearest, nearest)
        inside.append(piece)
    return inside


def is_below(beam: Rule, piece: Piece) -> bool:
    box, size = piece.box, piece.words[0].size
    near = box.bottom - 0.4 * size < beam.at < box.bottom + 0.9 * size
    return near and beam.start - 2 <= box.left and box.right <= beam.end + 2


def _top(
    page: Page,
    lines: Sequence[Line],
    pieces: Sequence[Sequence[Piece]],
    first: int,
    lowest: int,
    columns: _Columns,
) -> int:
    """The first line of the header: upwards until a caption, prose, a wide gap, or the rule over a whole header."""
    left, right = columns[0][0], columns[-1][1]
    level = merged(page.level)
    beams = [beam for beam in level if min(beam.end, right) - max(beam.start, left) > 0.8 * (right - left)]
    top = first
    while top > lowest:
        line, below = lines[top - 1], lines[top]
        parted = any(line.base < beam.at < below.base - 0.3 * below.size for beam in beams)
        if below.base - line.base > (2.6 if not parted else 4) * max(line.size, below.size) or (parted and top < first):
            break
        placed = in_columns(pieces[top - 1], columns, [beam for beam in level if beam not in beams])
        heading = len(placed) == 1 and line.size > LARGER * lines[first].size
        if len(placed) < len(pieces[top - 1]) or heading or _is_caption(placed) or has_figures(placed):
            break
        top -= 1
    return top


def _is_caption(pieces: Sequence[Piece]) -> bool:
    """Whether a line is a title or prose: one piece from the table's left that runs over columns."""
    return len(pieces) == 1 and pieces[0].first == 0 and pieces[0].last > 0


def _table(
    page: Page, head: Sequence[list[Piece]], lines: Sequence[Line], body: Sequence[list[Piece]], columns: _Columns
) -> RawTable:
    rows = [*header_rows(head), *_body_rows(lines, body, columns)]
    box = around(row.box for row in rows)
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    edges = [min(columns[0][0], box.left) - 1, *inner, max(columns[-1][1], box.right) + 1]
    cells = cells_of(rows, edges, (rows[0].box.top, rows[-1].box.bottom))
    return RawTable(page, Box(edges[0], box.top, edges[-1], box.bottom), edges, len(rows), cells, ruled=False)


def cells_of(rows: Sequence[Row], edges: Sequence[float], within: tuple[float, float]) -> list[RawCell]:
    """The cells of rows one below another, from top to bottom."""
    between = ((one.box.bottom + other.box.top) / 2 for one, other in pairwise(rows))
    bounds = [within[0], *between, within[1]]
    return [
        RawCell(Box(edges[left], bounds[number], edges[right + 1], bounds[number + 1]), number, words=words)
        for number, row in enumerate(rows)
        for (left, right), words in _filled_up(row, len(edges) - 1).items()
    ]


def _filled_up(row: Row, columns: int) -> dict[tuple[int, int], list[Word]]:
    """The row's cells in order, with empty ones where it has none; those that overlap are one."""
    cells: dict[tuple[int, int], list[Word]] = {}
    reached = 0
    for (first, last), words in sorted(row.cells.items()):
        if first < reached and cells:
            (start, end), before = cells.popitem()
            cells[start, max(end, last)] = before + words
        else:
            cells |= {(column, column): [] for column in range(reached, first)}
            cells[first, last] = list(words)
        reached = max(reached, last + 1)
    return cells | {(column, column): [] for column in range(reached, columns)}


def header_rows(lines: Sequence[Sequence[Piece]], apart: float = inf, *, foot: bool = False) -> list[Row]:
    """Levels of a header: what stands in several lines over the same columns is one label.

    Labels that are further `apart`, in letters' sizes, are two. `foot`: what stands in the last line is of the last
    level, whatever is above it.
    """
    labels: list[tuple[int, Piece]] = []  # with levels
    for pieces in lines:
        for piece in pieces:
            above = [
                (level, label) for level, label in labels if label.first <= piece.last and piece.first <= label.last
            ]
            level, label = max(above, key=lambda pair: (pair[0], pair[1].box.bottom), default=(-1, None))
            if label and label.columns == piece.columns and not _are_apart(label, piece, apart):
                label.words += piece.words
            else:
                labels.append((level + 1, Piece(list(piece.words), piece.first, piece.last)))
    deepest = max((level for level, _ in labels), default=-1)
    last = {id(piece.words[-1]) for piece in lines[-1]} if foot else set()
    rows = [Row() for _ in range(deepest + 1)]
    for level, label in labels:
        rows[deepest if id(label.words[-1]) in last else level].add([label])
    return rows


def _are_apart(label: Piece, piece: Piece, apart: float) -> bool:
    return piece.words[0].base - label.words[-1].base > apart * piece.words[0].size


def _body_rows(lines: Sequence[Line], body: Sequence[list[Piece]], columns: _Columns) -> list[Row]:
    """A row for each line, unless its only words go on with those of the line before or in the next one."""
    rows: list[Row] = []
    waiting: list[Piece] = []
    for line, pieces in zip(lines, body, strict=True):
        placed = in_columns(pieces, columns)
        if not placed:
            continue  # a line drawn with letters
        alone = len(placed) == 1 and placed[0].first == 0
        if alone and rows and not waiting and line.text[:1].islower():
            rows[-1].add(placed)
            continue
        row = Row()
        if waiting and placed[0].first == 0 and placed[0].text[:1].islower() and not alone:
            row.add(waiting)
        elif waiting:
            rows.append(Row())
            rows[-1].add(waiting)
        waiting = placed if alone else []
        if not alone:
            row.add(placed)
            rows.append(row)
    if waiting:
        rows.append(Row())
        rows[-1].add(waiting)
    return rows


def _tells(table: RawTable) -> bool:
    """Whether a table says what its figures are of, in its first column or above them: the axes of a chart don't."""
    texts = {cell.row: "" for cell in table.cells}
    for cell in table.cells:
        texts[cell.row] += " ".join(word.text for word in cell.words)
    lettered = sum(any(map(str.isalpha, text)) for text in texts.values())
    return lettered >= 2 or bool(lettered and any(map(str.isalpha, texts[0])))


def released(page: Page, tables: Sequence[RawTable], free: Sequence[Word]) -> tuple[list[RawTable], list[Word]]:
    """Ruled tables without those whose lines part only groups of rows, and the words outside tables with theirs.

    Their cells hold several cells each: figures below one another in a row, or labels and figures side by side.
    """
    kept, loose = [], list(free)
    for table in tables:
        words = [word for cell in table.cells for word in cell.words]
        if any(cell.nested for cell in table.cells) or not _holds_several(table) or not _is_of_figures(page, words):
            kept.append(table)
        else:
            loose += words
    return kept, loose


def _holds_several(table: RawTable) -> bool:
    """Whether at least half of the rows, if one would do for a table of two, hold what is more than a row or a cell."""
    full = set()
    stacked: dict[int, int] = {}
    for cell in table.cells:
        lines = [pieces_of(line) for line in lines_of(word for word in cell.words if word.turn == 0)]
        if any(has_figures(pieces) for pieces in lines):
            full.add(cell.row)
        if len(lines) > 1 and all(len(pieces) == 1 and FIGURE.fullmatch(pieces[0].text) for pieces in lines):
            stacked[cell.row] = stacked.get(cell.row, 0) + 1
    full |= {row for row, cells in stacked.items() if cells > 1}
    return 2 * len(full) >= table.rows - 1 > 0 or (table.rows == 1 and bool(full))


def _is_of_figures(page: Page, words: Sequence[Word]) -> bool:
    """Whether words that stood in a ruled table make a table of figures, nearly all of them."""
    lines = lines_of(word for word in words if word.turn == 0)
    inside = sum(len(line.words) for _, taken in figure_tables(page, lines) for line in lines[taken.start : taken.stop])
    return inside >= MOST_INSIDE * len(words)
