"""Tables in plain text that are drawn: with rules of `+---+` between their rows and bars `|` between their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from textwrap import dedent

_LIKE = str.maketrans("│┃║─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬", "|||---" + "+" * 18)
_RULE = re.compile(r"[-=:+]+")
_POSTS = ("+", "|")
_LEAST_ROWS = 3  # parted by rules: where only the header is, each line of the body is a row


@dataclass(slots=True)
class DrawnCell:
    """A cell with its lines; `line` is the index of the first line of its row."""

    line: int
    column: int
    colspan: int
    lines: list[str]
    rowspan: int = 1

    @property
    def text(self) -> str:
        return dedent("\n".join(self.lines).strip("\n"))


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """Lines `first` to `end` (without it) of a text as a table; a cell that spans rows stands in the first of them."""

    first: int
    end: int
    rows: tuple[tuple[DrawnCell, ...], ...]


def drawn_tables(lines: Sequence[str]) -> Iterator[DrawnTable]:
    """The drawn tables of a text from top to bottom, if rules part their rows."""
    plain = [line.translate(_LIKE).rstrip() for line in lines]
    for drawn, run in groupby(range(len(plain)), key=lambda at: _is_drawn(plain[at])):
        places = list(run)
        if drawn and (table := _table(plain, places[0], places[-1] + 1)):
            yield table


def _is_drawn(line: str) -> bool:
    text = line.strip()
    return len(text) > 2 and text[0] in _POSTS and text[-1] in _POSTS


def _table(lines: Sequence[str], first: int, end: int) -> DrawnTable | None:
    rules = [lines[at] for at in range(first, end) if _RULE.fullmatch(lines[at].strip())]
    posts = sorted({place for line in rules for place, char in enumerate(line) if char == "+"})
    if len(posts) < 2 or any(_outer(line) != (posts[0], posts[-1]) for line in lines[first:end]):
        return None
    parted = [at for at in range(first, end) if any(_ruled(lines[at], posts))]
    groups = [range(one + 1, other) for one, other in pairwise(parted) if other > one + 1]
    return DrawnTable(first, end, _rows(lines, groups, posts)) if len(groups) >= _LEAST_ROWS else None


def _outer(line: str) -> tuple[int, int]:
    """Where a drawn line begins and ends."""
    return len(line) - len(line.lstrip()), len(line) - 1


def _ruled(line: str, posts: Sequence[int]) -> list[bool]:
    """For each column, whether a line draws a rule there rather than text."""
    return [bool(_RULE.fullmatch(line[left + 1 : right])) for left, right in pairwise(posts)]


def _rows(
    lines: Sequence[str], groups: Sequence[Sequence[int]], posts: Sequence[int]
) -> tuple[tuple[DrawnCell, ...], ...]:
    """The cells of each group of lines. Where no rule is drawn above a cell, it is more of the one above."""
    rows: list[tuple[DrawnCell, ...]] = []
    above: dict[tuple[int, int], DrawnCell] = {}
    for group in groups:
        rule = lines[group[0] - 1]
        ruled = _ruled(rule, posts)
        here: dict[tuple[int, int], DrawnCell] = {}
        fresh = []
        for column, colspan in _spans(lines, group, posts):
            left, right = posts[column] + 1, posts[column + colspan]
            texts = [lines[at][left:right].rstrip() for at in group]
            cell = above.get((column, colspan))
            if cell and not any(ruled[column : column + colspan]):
                cell.lines += [rule[left:right].rstrip(), *texts]
                cell.rowspan += 1
            else:
                cell = DrawnCell(group[0], column, colspan, texts)
                fresh.append(cell)
            here[column, colspan] = cell
        above = here
        rows.append(tuple(fresh))
    return tuple(rows)


def _spans(lines: Sequence[str], group: Sequence[int], posts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The cells of a row, each by its first column and their number: bars that all its lines have part them."""
    barred = [all(lines[at][post] in _POSTS for at in group) for post in posts]
    starts = [column for column, bar in enumerate(barred) if bar]
    return ((one, other - one) for one, other in pairwise(starts))
