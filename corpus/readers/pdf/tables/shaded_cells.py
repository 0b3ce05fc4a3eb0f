"""Cells that are told by their shades: areas side by side with words in them, and rows between these that have none."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from corpus.readers.pdf.page import Box, Page, Rule, Word, around
from corpus.readers.pdf.tables.row_breaks import Body
from corpus.readers.pdf.text_lines import Line, lines_of

MOST_SHADES = 1_000  # of a page: more are a drawing
BESIDE = 1.5  # points between shades, at most, of cells side by side
SAME = 3.0  # points by which borders of one table may differ from row to row
WHITE = 0.4  # the least white space between texts of two columns, in letters' sizes: more than between words
NEAR = 2.2  # letters' sizes from line to line of a row
LARGER = 0.1  # of the letters' size: lines that differ by more are none of one row
_LOW = 50.0  # points from a word's middle down to its base line, at most


class _Band(NamedTuple):
    """A shaded area, or several side by side and equally high: a row. `edges` are their borders, from left to right."""

    top: float
    bottom: float
    edges: list[float]

    def is_as_wide(self, other: _Band) -> bool:
        return max(abs(self.edges[0] - other.edges[0]), abs(self.edges[-1] - other.edges[-1])) < SAME

    def is_like(self, other: _Band) -> bool:
        """Whether both are as wide, and the borders of the one are among those of the other."""
        few, many = sorted((self.edges, other.edges), key=len)
        return self.is_as_wide(other) and all(min(abs(edge - known) for known in many) < SAME for edge in few)


def lines_of_shades(page: Page, drawn: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The borders, level and upright, of the cells of tables whose rows are shaded, or every other one of them; `drawn`
    are the level lines of the page."""
    level: list[Rule] = []
    upright: list[Rule] = []
    if len(page.fills) > MOST_SHADES:
        return level, upright
    for rows in _Shades(page, drawn).tables():
        edges = _finest(rows)
        for row in rows:
            level += [Rule(at, row.edges[0], row.edges[-1]) for at in (row.top, row.bottom)]
            upright += [Rule(at, row.top, row.bottom) for at in row.edges]
        upright += [Rule(at, above.bottom, below.top) for above, below in pairwise(rows) for at in edges]
    return level, upright


def is_row(words: Iterable[Word], edges: Sequence[float], others: Iterable[Word] = ()) -> bool:
    """Whether words stand in most of the columns between edges, with white space between them, and make one row.

    `others` are words above and below them that are no part of it: they tell how far apart lines of one text are set.
    """
    lines = lines_of(word for word in words if word.turn == 0)
    columns = _in_columns((word for line in lines for word in line.words), edges)
    filled = [lines_of(column) for column in columns if column]
    if len(filled) < 2 or 2 * len(filled) <= len(columns) or not all(keeps_to(edges, line, WHITE) for line in lines):
        return False
    if 2 * sum(len(column) == 1 for column in filled) > len(filled):
        return True
    both = _in_columns([*others, *(word for line in lines for word in line.words)], edges)
    body = Body([lines_of(column) for column in both], [], [], [])
    return body.is_one(lines[0].base + lines[0].size / 2, lines[-1].base + 1)


def keeps_to(edges: Sequence[float], line: Line, white: float) -> bool:
    """Whether a line's texts stand in columns with so much white space between them, in letters' sizes, none across an
    edge."""
    at = [bisect_right(edges, word.box.left) for word in line.words]
    within = all(
        0 < column < len(edges) and word.box.right <= edges[column] for column, word in zip(at, line.words, strict=True)
    )
    apart = (after.box.left - before.box.right > white * line.size for before, after in pairwise(line.words))
    return within and all(wide for wide, (one, other) in zip(apart, pairwise(at), strict=True) if one != other)


def _in_columns(words: Iterable[Word], edges: Sequence[float]) -> list[list[Word]]:
    columns: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        columns[bisect_right(edges, word.box.left)].append(word)
    return columns[1:-1]


@dataclass
class _Shades:
    """What is shaded on a page; `drawn` are its level lines."""

    page: Page
    drawn: Sequence[Rule]

    def __post_init__(self) -> None:
        self._words = sorted(self.page.words, key=lambda word: word.base)
        self._bases = [word.base for word in self._words]

    def tables(self) -> Iterator[list[_Band]]:
        """The rows of each table from the top: those with shades, and those between and beside them that have none."""
        for bands in _as_wide(_bands(self.page.fills)):
            for table in self._parted(bands) if any(map(self._is_told, bands)) else ():
                rows = self._with_ends(table)
                if len(rows) > 1:
                    yield rows

    def _parted(self, bands: Iterable[_Band]) -> Iterator[list[_Band]]:
        """The bands of each table, of those that are equally wide."""
        found: list[list[_Band]] = []
        for band in bands:
            table = next((table for table in reversed(found) if self._goes_on(table, band)), None)
            if table is None:
                found.append([band])
            else:
                table.append(band)
        return (table for table in found if any(map(self._is_told, table)))

    def _is_told(self, band: _Band) -> bool:
        """Whether a band has cells, and words in two of them."""
        return len(band.edges) > 2 and sum(map(bool, _in_columns(self._held(*band), band.edges))) > 1

    def _goes_on(self, bands: Sequence[_Band], band: _Band) -> bool:
        """Whether a band is the next of a table: right below, or with one row between that has no shade."""
        above, edges = bands[-1], _finest([*bands, band])
        if band.top < above.bottom - SAME or not all(band.is_like(other) for other in bands):
            return False
        if band.top < above.bottom + SAME:
            return True
        across = (rule.at for rule in self.drawn if rule.start < edges[-1] - SAME and rule.end > edges[0] + SAME)
        if any(above.bottom + SAME < at < band.top - SAME for at in across):
            return False
        between = self._held(above.bottom, band.top, edges)
        return is_row(between, edges, [*self._held(*above), *self._held(*band)])

    def _with_ends(self, bands: Sequence[_Band]) -> list[_Band]:
        """The bands with the rows above and below them that have no shade; none where several rows are there, of which
        the shades tell nothing."""
        rows = list(bands)
        for near, step in ((bands[0], -1), (bands[-1], 1)):
            words = self._beyond(bands, near, step)
            edges = _finest(bands)
            if sum(map(bool, _in_columns(words, edges))) < 2:
                continue
            box = around(word.box for word in words)
            row = _Band(box.top, near.top, edges) if step < 0 else _Band(near.bottom, box.bottom, edges)
            if self._is_ruled(row):
                continue
            if self._is_in_larger(row, step) or not is_row(words, edges, self._held(*near)):
                return []
            rows.append(row)
        return sorted(rows)

    def _beyond(self, bands: Sequence[_Band], near: _Band, step: int) -> list[Word]:
        """The words of lines above or below a table's outermost band that stand near one another and keep to its
        columns, as far as the next line that is drawn; none if only a header is shaded, unless lines part the rows."""
        edges, last = _finest(bands), near.top if step < 0 else near.bottom
        drawn = [rule.at for rule in self.drawn if near.is_as_wide(_Band(0, 0, [rule.start, rule.end]))]
        ends = sorted((at for at in drawn if step * (at - last) > SAME), key=lambda at: step * at)
        striped = any(len(band.edges) > 2 and not Line(self._held(*band)).stands_out for band in bands)
        if not striped and not (len(ends) > 1 and self._is_boxed(edges, last, ends[1])):
            return []
        found: list[Word] = []
        top, bottom = sorted((last, ends[0] if ends else step * math.inf))
        for line in lines_of(self._held(top, bottom, edges))[::step]:
            far = min(abs(line.box.top - last), abs(line.base - last)) > NEAR * line.size
            if far or not keeps_to(edges, line, WHITE) or (found and abs(line.size / found[0].size - 1) > LARGER):
                break
            found += line.words
            last = line.base
        return found

    def _is_boxed(self, edges: Sequence[float], one: float, other: float) -> bool:
        """Whether lines are drawn at both sides of a table between two heights."""
        posts = [post.at for post in self.page.upright if post.start < (one + other) / 2 < post.end]
        return all(any(abs(at - edge) < SAME for at in posts) for edge in (edges[0], edges[-1]))

    def _is_ruled(self, row: _Band) -> bool:
        """Whether upright lines are drawn in a row between its sides: they tell its cells, and where it ends."""
        inner = (post for post in self.page.upright if row.edges[0] + SAME < post.at < row.edges[-1] - SAME)
        return any(post.start < row.bottom - SAME and post.end > row.top + SAME for post in inner)

    def _is_in_larger(self, row: _Band, step: int) -> bool:
        """Whether a cell of a row at an end of a table has a shade that reaches further than the row's words."""
        over = (box for box in self.page.fills if box.left < row.edges[-1] - SAME and box.right > row.edges[0] + SAME)
        if step < 0:
            return any(abs(box.bottom - row.bottom) < SAME and box.top < row.top - SAME for box in over)
        return any(abs(box.top - row.top) < SAME and box.bottom > row.bottom + SAME for box in over)

    def _held(self, top: float, bottom: float, edges: Sequence[float]) -> list[Word]:
        """Words whose middles are in an area."""
        area = Box(edges[0], top, edges[-1], bottom)
        near = self._words[bisect_left(self._bases, top) : bisect_right(self._bases, bottom + _LOW)]
        return [word for word in near if area.holds(word.box.centre)]


def _finest(bands: Iterable[_Band]) -> list[float]:
    return max((band.edges for band in bands), key=len)


def _as_wide(bands: Sequence[_Band]) -> list[list[_Band]]:
    """The bands by their sides, as far as any of these has cells."""
    first: list[_Band] = []
    for band in bands:
        if len(band.edges) > 2 and not any(band.is_as_wide(other) for other in first):
            first.append(band)
    return [[band for band in bands if band.is_as_wide(other)] for other in first]


def _bands(fills: Iterable[Box]) -> list[_Band]:
    """Bands from the top; an area inside another, such as the shade of a paragraph, is no cell."""
    rows: dict[tuple[int, int], set[Box]] = {}
    for fill in fills:
        rows.setdefault((round(fill.top), round(fill.bottom)), set()).add(fill)
    return sorted(band for row in rows.values() for band in _side_by_side(sorted(row)))


def _side_by_side(row: Iterable[Box]) -> Iterator[_Band]:
    run: list[Box] = []
    for area in [*row, Box(math.inf, 0, math.inf, 0)]:
        if run and area.right < run[-1].right + BESIDE:
            continue
        if run and area.left > run[-1].right + BESIDE:
            inner = ((one.right + other.left) / 2 for one, other in pairwise(run))
            yield _Band(run[0].top, run[0].bottom, [run[0].left, *inner, run[-1].right])
            run = []
        run.append(area)
