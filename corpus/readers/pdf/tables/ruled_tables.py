"""Tables whose cells are drawn: from ruled lines to cells, merged ones included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.language import numerals
from corpus.readers.pdf.page import Box, Page, Rule, Word
from corpus.readers.pdf.tables.shaded_cells import is_row, keeps_to, lines_of_shades
from corpus.readers.pdf.text_lines import ONE_TEXT, Line, lines_of
from corpus.records import fold

SNAP = 3.0  # lines nearer than this are one: double borders, the borders of neighbouring cells
REACH = 3.5  # how far a line may stop short of another that it meets
SHORTEST = 5.0  # points
UNDERLINE = 0.3  # of the letters' size below their line: borders stand further off
LEVEL = 0.3  # of the letters' size: lines that differ less are level
LABEL_GAP = 0.9  # the least white space between the labels of a header, in letters' sizes
LEAST_LABELS = 3
MOST_HEADER_ROWS = 3
MAX_LINES = 4_000  # a drawing, not a table


@dataclass(slots=True)
class RawCell:
    """A cell on one page: its box, the rows it spans, its words, and tables drawn inside it."""

    box: Box
    row: int
    rowspan: int = 1
    words: list[Word] = field(default_factory=list)
    nested: list[RawTable] = field(default_factory=list)


@dataclass(slots=True)
class RawTable:
    """A table as far as one page shows it. `edges` are its columns' borders, from left to right."""

    page: Page
    box: Box
    edges: list[float]
    rows: int
    cells: list[RawCell]
    ruled: bool = True

    @property
    def columns(self) -> int:
        return len(self.edges) - 1


@dataclass(slots=True)
class _Mesh:
    """Lines that touch one another."""

    level: list[Rule]
    upright: list[Rule]

    @property
    def box(self) -> Box:
        across = [x for rule in self.level for x in (rule.start, rule.end)] + [rule.at for rule in self.upright]
        down = [y for rule in self.upright for y in (rule.start, rule.end)] + [rule.at for rule in self.level]
        return Box(min(across), min(down), max(across), max(down))


def ruled_tables(page: Page, before: RawTable | None = None) -> tuple[list[RawTable], list[Word]]:
    """The page's ruled tables from top to bottom, and the words outside them.

    `before` is the last one of the page before: what goes on from it may be a single cell.
    """
    tables = [table for mesh in _meshes(page) if (table := _table(page, mesh))]
    tables.sort(key=lambda table: -table.box.width * table.box.height)
    outer: list[RawTable] = []
    for table in tables:
        holder = _holder(table, outer)
        if holder is None:
            outer.append(table)
        else:
            holder.nested.append(table)
    free = _fill(outer, page.words)
    for table in outer:
        _part_cells(table)
    first = min(outer, key=lambda table: table.box.top, default=None)
    kept = [table for table in outer if _tells(table) or (table is first and before and _goes_on_below(before, table))]
    kept = [table for table in kept if not _is_header_alone(table, free)]
    free += [word for table in outer if table not in kept for word in _released(table)]
    for table in kept:
        free = _with_header(table, free)
    return sorted(kept, key=lambda table: (table.box.top, table.box.left)), free


def _holder(table: RawTable, outer: Iterable[RawTable]) -> RawCell | None:
    """The cell inside which a table is drawn."""
    for other in outer:
        for cell in other.cells:
            if cell.box.holds((table.box.left, table.box.top), 1) and cell.box.holds(
                (table.box.right, table.box.bottom), 1
            ):
                return cell
    return None


def _fill(tables: Sequence[RawTable], words: Iterable[Word]) -> list[Word]:
    """Puts words into the cells that hold them; returns the others."""
    free = []
    for word in words:
        table = next((table for table in tables if table.box.holds(word.box.centre, 1)), None)
        cell = cell_at(table, word) if table else None
        if cell is None:
            free.append(word)
        else:
            cell.words.append(word)
    for table in tables:
        for cell in table.cells:
            if cell.nested:
                cell.words = _fill(cell.nested, cell.words)
    return free


def _part_cells(table: RawTable) -> None:
    """Parts cells over several columns, or rows, in which each has a text of its own: no lines are drawn between."""
    for parted in (_by_columns, _by_rows):
        table.cells = [piece for cell in table.cells for piece in (parted(table, cell) or [cell])]


def _by_columns(table: RawTable, cell: RawCell) -> list[RawCell]:
    edges = [edge for edge in table.edges if cell.box.left - 1 < edge < cell.box.right + 1]
    if len(edges) < 3 or cell.nested:
        return []
    if not is_row(cell.words, edges, [word for other in table.cells if other is not cell for word in other.words]):
        return []
    boxes = [cell.box._replace(left=left, right=right) for left, right in pairwise(edges)]
    return [RawCell(box, cell.row, cell.rowspan, _within(box, cell.words)) for box in boxes]


def _by_rows(table: RawTable, cell: RawCell) -> list[RawCell]:
    """Parts a cell if each row's text begins level with the others of that row, and most have white space below or all
    are codes: a text that runs on over several rows has neither."""
    if cell.rowspan == 1 or cell.nested:
        return []
    pieces, levels = [], []
    for row in range(cell.row, cell.row + cell.rowspan):
        beside = [other for other in table.cells if other.row == row and other.rowspan == 1]
        bases = [line.base for other in beside for line in lines_of(other.words)[:1]]
        if not bases:
            return []
        box = cell.box._replace(top=beside[0].box.top, bottom=beside[0].box.bottom)
        words = _within(box, cell.words)
        lines = lines_of(words)
        if not lines or abs(min(bases) - lines[0].base) > LEVEL * lines[0].size:
            return []
        pieces.append(RawCell(box, row, words=words))
        levels.append(lines)
    apart = sum(below[0].base - above[-1].base > ONE_TEXT * below[0].size for above, below in pairwise(levels))
    coded = all(numerals.parse(" ".join(line.text for line in lines)) for lines in levels)
    return pieces if coded or 2 * apart >= cell.rowspan - 1 else []


def _within(box: Box, words: Iterable[Word]) -> list[Word]:
    return [word for word in words if box.holds(word.box.centre)]


def _with_header(table: RawTable, free: Sequence[Word]) -> list[Word]:
    """Takes labels that stand over nearly all columns of a table as its header, one over each: those in a single cell
    across its top, or right above its lines; returns the words that are left."""
    first = [cell for cell in table.cells if cell.row == 0]
    if len(first) == 1 and not first[0].nested:
        lines = lines_of(first[0].words)
        if all(line.stands_out for line in lines) and (columns := _in_columns(table, lines)):
            table.cells.remove(first[0])
            _put_header(table, first[0].box, columns)
        return list(free)
    lines = _lines_above(table, free)
    columns = _in_columns(table, lines)
    if Line([word for cell in first for word in cell.words]).stands_out or not columns:
        return list(free)
    top = min(line.box.top for line in lines)
    for cell in table.cells:
        cell.row += 1
    _put_header(table, table.box._replace(top=top, bottom=table.box.top), columns)
    table.box, table.rows = table.box._replace(top=top), table.rows + 1
    taken = {id(word) for words in columns for word in words}
    return [word for word in free if id(word) not in taken]


def _lines_above(table: RawTable, free: Sequence[Word]) -> list[Line]:
    """The lines right above a table that stand out and keep to its columns."""
    lines: list[Line] = []
    for line in reversed(lines_of(word for word in free if word.turn == 0 and word.base < table.box.top)):
        far = lines[-1].base - line.base > ONE_TEXT * line.size if lines else table.box.top - line.base > 2 * line.size
        if far or not line.stands_out or not keeps_to(table.edges, line, LABEL_GAP):
            break
        lines.append(line)
    return lines


def _in_columns(table: RawTable, lines: Sequence[Line]) -> list[list[Word]]:
    """The words of lines by the columns of a table; none where some take no notice of these, or few have any."""
    columns = [
        [word for line in lines for word in line.words if left <= word.box.left < right]
        for left, right in pairwise(table.edges)
    ]
    filled = sum(map(bool, columns)) >= max(LEAST_LABELS, table.columns - 1)
    return columns if filled and all(keeps_to(table.edges, line, LABEL_GAP) for line in lines) else []


def _put_header(table: RawTable, box: Box, columns: Iterable[list[Word]]) -> None:
    """Makes the labels of each column a cell of the first row, which is as high as a box."""
    sides = zip(pairwise(table.edges), columns, strict=True)
    table.cells[:0] = [RawCell(box._replace(left=left, right=right), 0, words=words) for (left, right), words in sides]


def drop_header(table: RawTable, header: Sequence[tuple[Box, str]]) -> None:
    """Splits a first row that holds the repeated header and, with no line between, what goes on below it.

    `header` gives the first page's header cells and their text.
    """
    first = [cell for cell in table.cells if cell.row == 0 and cell.rowspan == 1]
    feet = [_foot(first, box, text) for box, text in header]
    known = [foot for foot in feet if foot is not None]
    foot = max(known, default=0.0)
    if len(known) == len(feet) > 0 and any(_below(cell, foot) for cell in first):
        _split(table, first, foot)


def _foot(row: Sequence[RawCell], box: Box, text: str) -> float | None:
    """Where a header's cell, said again in a row, ends: the bottom of its last line; None where it isn't said."""
    cell = next((cell for cell in row if cell.box.left - 1 <= box.left + SNAP <= cell.box.right), None)
    lines = lines_of(cell.words) if cell else []
    for count in range(len(lines) + 1):
        if fold(" ".join(line.text for line in lines[:count])) == text:
            return max((line.box.bottom for line in lines[:count]), default=0.0)
    return None


def _below(cell: RawCell, foot: float) -> list[Word]:
    return [word for word in cell.words if word.box.centre[1] > foot]


def _split(table: RawTable, row: Sequence[RawCell], foot: float) -> None:
    """Cuts a table's first row in two."""
    for cell in table.cells:
        cell.row += cell not in row
    for cell in row:
        table.cells.append(RawCell(cell.box._replace(top=foot), 1, words=_below(cell, foot)))
        cell.words = [word for word in cell.words if word.box.centre[1] <= foot]
        cell.box = cell.box._replace(bottom=foot)
    table.rows += 1


def cell_at(table: RawTable, word: Word) -> RawCell | None:
    x, y = word.box.centre
    return next((cell for cell in table.cells if cell.box.holds((x, y))), None)


def _tells(table: RawTable) -> bool:
    """A table says something across: at least two columns, and somewhere two filled cells side by side."""
    filled: dict[int, int] = {}
    for cell in table.cells:
        if cell.words or cell.nested:
            for row in range(cell.row, cell.row + cell.rowspan):
                filled[row] = filled.get(row, 0) + 1
    return table.columns >= 2 and max(filled.values(), default=0) >= 2


def _is_header_alone(table: RawTable, free: Sequence[Word]) -> bool:
    """Whether lines are drawn between the labels of a header and none between the rows below it."""
    words = _released(table)
    if table.rows > MOST_HEADER_ROWS or not Line(words).stands_out:
        return False
    size = max(word.size for word in words)
    below = [word for word in free if 0 < word.base - table.box.bottom < 2 * size]
    return len({bisect_right(table.edges, word.box.left) for word in below}) > 1


def _goes_on_below(before: RawTable, table: RawTable) -> bool:
    """Whether a table has the columns of the one before, and something to say in them."""
    same = len(before.edges) == len(table.edges) and all(
        abs(one - other) <= SNAP for one, other in zip(before.edges, table.edges, strict=True)
    )
    return same and any(cell.words for cell in table.cells)


def _released(table: RawTable) -> list[Word]:
    inner = (word for cell in table.cells for nested in cell.nested for word in _released(nested))
    return [word for cell in table.cells for word in cell.words] + list(inner)


def _meshes(page: Page) -> list[_Mesh]:
    drawn = _without_underlines(page)
    sides = lines_of_shades(page, merged(drawn))
    level, upright = merged([*drawn, *sides[0]]), merged([*page.upright, *sides[1]])
    if len(level) + len(upright) > MAX_LINES:
        level = [rule for rule in level if rule.end - rule.start > 20]
        upright = [rule for rule in upright if rule.end - rule.start > 20]
    if len(level) + len(upright) > MAX_LINES:
        return []
    owner = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for i, line in enumerate(level):
        for j, post in enumerate(upright):
            if _meet(line, post):
                owner[root(i)] = root(len(level) + j)
    meshes: dict[int, _Mesh] = {}
    for i, line in enumerate(level):
        meshes.setdefault(root(i), _Mesh([], [])).level.append(line)
    for j, post in enumerate(upright):
        meshes.setdefault(root(len(level) + j), _Mesh([], [])).upright.append(post)
    whole = [mesh for mesh in meshes.values() if mesh.level and mesh.upright]
    lines = [line for mesh in meshes.values() if not mesh.upright for line in mesh.level]
    for mesh in whole:
        _take_open_rows(page, mesh, lines, [other.box for other in whole if other is not mesh])
    alone = [post for mesh in meshes.values() if not mesh.level for post in mesh.upright]
    return whole + _rows_over_the_page(page, alone)


def _take_open_rows(page: Page, mesh: _Mesh, lines: Iterable[Rule], others: Iterable[Box]) -> None:
    """Adds the row above a table and the one below it if only level lines are drawn around them, as wide as the table,
    no other table stands between these, and their words stand in its columns: often the header."""
    box = mesh.box
    inner = [post.at for post in mesh.upright if box.left + SNAP < post.at < box.right - SNAP]
    wide = [line.at for line in lines if max(abs(line.start - box.left), abs(line.end - box.right)) <= SNAP]
    above = max((at for at in wide if at < box.top), default=None)
    below = min((at for at in wide if at > box.bottom), default=None)
    for at, top, bottom in ((above, above, box.top), (below, box.bottom, below)):
        if at is None or top is None or bottom is None or not inner:
            continue
        if any(other.top < bottom and top < other.bottom for other in others):
            continue
        words = [word.box for word in page.words if top < word.box.centre[1] < bottom]
        crossed = any(word.left < x < word.right for word in words for x in inner)
        filled = {sum(x < word.centre[0] for x in inner) for word in words}
        if not crossed and 2 * len(filled) > len(inner) + 1:
            mesh.level.append(Rule(at, box.left, box.right))
            mesh.upright.extend(Rule(x, top, bottom) for x in inner)


def _without_underlines(page: Page) -> list[Rule]:
    """The level lines that aren't drawn under a text, just as wide: as narrow cells' borders these would cut them."""
    lines: dict[int, list[Word]] = {}
    for word in page.words:
        lines.setdefault(round(word.base), []).append(word)
    return [rule for rule in page.level if not _underlines(rule, lines)]


def _underlines(rule: Rule, lines: Mapping[int, Sequence[Word]]) -> bool:
    at = round(rule.at)
    over = [
        word.box
        for base in range(at - 5, at + 1)
        for word in lines.get(base, ())
        if 0 <= rule.at - word.base < UNDERLINE * word.size and rule.start - 1 < word.box.left < rule.end
    ]
    starts, ends = min((box.left for box in over), default=0.0), max((box.right for box in over), default=0.0)
    return bool(over) and abs(starts - rule.start) < 1 and abs(ends - rule.end) < 1


def _rows_over_the_page(page: Page, posts: Sequence[Rule]) -> list[_Mesh]:
    """Upright lines of one height, at least three: a row so long that no level line of it is on this page."""
    groups: dict[tuple[int, int], list[Rule]] = {}
    for post in posts:
        groups.setdefault((round(post.start / REACH), round(post.end / REACH)), []).append(post)
    meshes = []
    for group in groups.values():
        top, bottom = group[0].start, group[0].end
        beside = [word.box for word in page.words if top <= word.box.centre[1] <= bottom]
        if len(group) < 3 or not beside:
            continue
        left, right = min(box.left for box in beside), max(box.right for box in beside)
        ends = [Rule(x, top, bottom) for x in (left - SNAP, right + SNAP) if not group[0].at <= x <= group[-1].at]
        meshes.append(_Mesh([], sorted([*group, *ends])))
    return meshes


def _meet(line: Rule, post: Rule) -> bool:
    return line.start - REACH <= post.at <= line.end + REACH and post.start - REACH <= line.at <= post.end + REACH


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines in one direction, those that are near or go on from one another made one; dashes alone are none."""
    found: list[Rule] = []
    for group in _near(sorted(rules)):
        at = sum(rule.at for rule in group) / len(group)
        start, end = None, 0.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is not None and rule.start <= end + REACH:
                end = max(end, rule.end)
                continue
            if start is not None:
                found.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        if start is not None:
            found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start > SHORTEST]


def _near(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _table(page: Page, mesh: _Mesh) -> RawTable | None:
    """The cells between lines; sides that aren't drawn are where the lines end."""
    box = mesh.box
    across = _positions([rule.at for rule in mesh.upright], box.left, box.right)
    down = _positions([rule.at for rule in mesh.level], box.top, box.bottom)
    if len(across) < 3 or len(down) < 2:
        return None
    walls = _covered(mesh.upright, across, down)
    floors = _covered(mesh.level, down, across)
    cells = [
        RawCell(Box(across[left], down[top], across[right], down[bottom]), top, bottom - top)
        for left, top, right, bottom in _merged_cells(walls, floors, len(across) - 1, len(down) - 1)
    ]
    return RawTable(page, box, across, len(down) - 1, cells)


def _positions(values: Sequence[float], low: float, high: float) -> list[float]:
    """Distinct positions, with the outermost where no line is drawn there."""
    found: list[float] = []
    for value in sorted([*values, low, high]):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _covered(rules: Sequence[Rule], positions: list[float], bands: list[float]) -> list[list[bool]]:
    """For each position and each band across it: is there a line? Outermost positions always count as drawn."""
    covered = [[i in (0, len(positions) - 1)] * (len(bands) - 1) for i in range(len(positions))]
    for rule in rules:
        index = min(range(len(positions)), key=lambda i: abs(positions[i] - rule.at))
        for band in range(len(bands) - 1):
            if rule.start - 1 <= (bands[band] + bands[band + 1]) / 2 <= rule.end + 1:
                covered[index][band] = True
    return covered


def _merged_cells(
    walls: list[list[bool]], floors: list[list[bool]], columns: int, rows: int
) -> list[tuple[int, int, int, int]]:
    """Rectangles (left, top, right, bottom) of elementary cells with no line between them, in reading order."""
    seen: set[tuple[int, int]] = set()
    found = []
    for top in range(rows):
        for left in range(columns):
            if (top, left) in seen:
                continue
            right = left + 1
            while right < columns and not walls[right][top] and (top, right) not in seen:
                right += 1
            bottom = top + 1
            while bottom < rows and _goes_on(walls, floors, left, right, bottom, seen):
                bottom += 1
            seen |= {(row, column) for row in range(top, bottom) for column in range(left, right)}
            found.append((left, top, right, bottom))
    return found


def _goes_on(
    walls: list[list[bool]], floors: list[list[bool]], left: int, right: int, row: int, seen: set[tuple[int, int]]
) -> bool:
    """Whether the cell above goes on into this row, in its whole width."""
    open_above = not any(floors[row][column] for column in range(left, right))
    undivided = not any(walls[column][row] for column in range(left + 1, right))
    return open_above and undivided and not any((row, column) in seen for column in range(left, right))
