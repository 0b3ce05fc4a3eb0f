"""Sheets of a spreadsheet program that were too wide for one page: their halves side by side again.

Such a program prints the left columns page by page and then those further right, or each row of pages in turn. Rows
stand at the same height on all pages of a row. Columns that were printed again on each page count once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from corpus.readers.pdf.page import Box, Frame, Page, Rule, Word
from corpus.readers.pdf.text_lines import lines_of
from corpus.records import Problem, Severity

SPREADSHEETS = re.compile(r"excel|calc|spreadsheet|numbers", re.IGNORECASE)  # who made the file, as it says itself
MOST_ACROSS = 8  # pages side by side
LEVEL = 1.0  # point by which the same row may stand higher or lower
ALIKE = 0.8  # of a page's row starts that have a counterpart on the page beside
FOOT = 0.08  # of the page's height above and below: headers and footers
LEAST_ROWS = 3  # of all pages that stand right of others
REPEATED = 0.1  # of a page's words that stand in the same place on the page beside: columns printed again


@dataclass(frozen=True, slots=True)
class _Half:
    """A page's own columns: its words and lines from an x on, without columns that were printed before."""

    page: Page
    words: list[Word]
    left: float
    right: float


def side_by_side(pages: Sequence[Page], creator: str) -> tuple[list[Page], list[Problem]]:
    """The pages, wide ones whole again, and what is to be said of these; other files' pages as they are."""
    if not SPREADSHEETS.search(creator) or any(page.reading.turns or page.pictured for page in pages):
        return list(pages), []
    for rows in _orders(pages):
        halves = [[half for number in range(len(row)) if (half := _half(row, number))] for row in rows]
        whole = all(len(found) == len(row) for found, row in zip(halves, rows, strict=True))
        if whole and _fit(halves):
            return [_joined(row) for row in halves], [_problem(row) for row in rows]
    return list(pages), []


def _orders(pages: Sequence[Page]) -> Iterator[list[list[Page]]]:
    """The ways in which pages may stand beside each other: down and then over, or over and then down."""
    for across in range(min(MOST_ACROSS, len(pages)), 1, -1):
        if len(pages) % across == 0:
            down = len(pages) // across
            yield [[pages[row + down * column] for column in range(across)] for row in range(down)]
            if down > 1:
                yield [list(pages[row * across : (row + 1) * across]) for row in range(down)]


def _half(row: Sequence[Page], number: int) -> _Half | None:
    """A page's own columns; None where columns that seem to be printed again hold other words as well."""
    page = row[number]
    words = [word for word in page.words if _is_within(word, page)]
    if number:
        before = {_place(word) for word in row[0].words}
        again = [word for word in words if _place(word) in before]
        if len(again) > REPEATED * len(words):
            end = max(word.box.right for word in again)
            words = [word for word in words if _place(word) not in before]
            if any(word.box.left < end for word in words):
                return None
    lefts = [word.box.left - 2 for word in words]
    posts = [rule.at for rule in page.upright if lefts and rule.at <= min(lefts) + 3]
    drawn = [*(rule.end for rule in page.level), *(rule.at for rule in page.upright)]
    ends = [*(word.box.right + 2 for word in words), *drawn]
    left = max(posts, default=min(lefts, default=0.0))
    return _Half(page, words, left, max(ends, default=left))


def _is_within(word: Word, page: Page) -> bool:
    return FOOT * page.height < word.box.centre[1] < (1 - FOOT) * page.height


def _place(word: Word) -> tuple[str, int, int]:
    return word.text, round(word.box.left), round(word.base)


def _fit(rows: Sequence[Sequence[_Half]]) -> bool:
    """Whether pages are of one sheet: rows of each stand at the height of rows of the first, and columns differ."""
    begun = level = 0
    for first, *others in rows:
        heights = [line.base for line in lines_of(first.words)]
        for half in others:
            starts = _row_starts(half.words)
            begun += len(starts)
            level += sum(any(abs(start - height) <= LEVEL for height in heights) for start in starts)
            if starts and _same_columns(first, half):
                return False
    return begun >= LEAST_ROWS and level >= ALIKE * begun


def _row_starts(words: Sequence[Word]) -> list[float]:
    """The heights of lines that follow a gap: where rows begin, of whatever height they are."""
    lines = lines_of(words)
    steps = [below.base - line.base for line, below in pairwise(lines)]
    usual = sorted(steps)[len(steps) // 4] if steps else 0.0
    starts = [line.base for line, step in zip(lines, [inf, *steps], strict=False) if step > 1.25 * usual]
    return starts if len(starts) > 1 or len(lines) < LEAST_ROWS else [line.base for line in lines]  # rows of one line


def _same_columns(one: _Half, other: _Half) -> bool:
    """Whether words begin at the same places from left to right, as they do where a sheet goes on below."""
    lefts = [{round(line.words[0].box.left / 3) for line in lines_of(half.words)} for half in (one, other)]
    return bool(lefts[0] & lefts[1]) and _columns(one) == _columns(other)


def _columns(half: _Half) -> set[int]:
    return {round(rule.at / 4) for rule in half.page.upright} or {
        round(word.box.left / 4) for line in lines_of(half.words)[:1] for word in line.words
    }


def _joined(row: Sequence[_Half]) -> Page:
    """One page with the columns of all, each where the one before ends."""
    first = row[0]
    area = first.page.reading.area
    level, upright, words = list(first.page.level), list(first.page.upright), list(first.page.words)
    fills, tints, beside = list(first.page.fills), list(first.page.tints), []
    again: list[Word] = []
    end = first.right
    for half in row[1:]:
        by = end - half.left
        margins = [word for word in half.page.words if not _is_within(word, half.page)]
        words += [replace(word, box=_moved(word.box, by)) for word in (*half.words, *margins)]
        kept = {id(word) for word in (*half.words, *margins)}
        again += [word for word in half.page.words if id(word) not in kept]
        level += [_clipped(rule, half.left, by) for rule in half.page.level if rule.end > half.left + 1]
        upright += [rule._replace(at=rule.at + by) for rule in half.page.upright if rule.at > half.left + 1]
        inside = [number for number, fill in enumerate(half.page.fills) if fill.right > half.left + 1]
        fills += [_moved(half.page.fills[number], by) for number in inside]
        tints += [half.page.tints[number] for number in inside]
        beside.append((end, by, half.page))
        end = half.right + by
    frame = Frame(Box(area.left, area.top, max(area.right, area.left + end + 20), area.bottom), 0)
    wide = replace(first.page, reading=frame, words=words, level=level, upright=upright, fills=fills, tints=tints)
    return replace(wide, beside=beside, astray=[*first.page.astray, *again])


def _moved(box: Box, by: float) -> Box:
    return box._replace(left=box.left + by, right=box.right + by)


def _clipped(rule: Rule, left: float, by: float) -> Rule:
    return Rule(rule.at, max(rule.start, left) + by, rule.end + by)


def _problem(row: Sequence[Page]) -> Problem:
    numbers = [str(page.number) for page in row]
    return Problem(
        Severity.NOTE,
        row[0].locate(),
        f"a sheet printed over several pages: {', '.join(numbers[:-1])} and {numbers[-1]} stand side by side",
        "they were read as one wide page",
    )
