"""Rows that head those below them and may say something of their own: outlines such as 1, 1.1, 1.1.1, and sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise
from statistics import median

from corpus.language import numerals
from corpus.language.numerals import Nested
from corpus.tables.aligning.logical_rows import LogicalRow, numeral_of

_BESIDE = 2  # cells beside its title that a row has at most which heads others by being nearly empty
_FULLER = 2  # cells that other rows have more
_ALIKE = 0.8  # of such rows have the same cells filled: rows that are nearly empty by chance don't
_SELDOM = 0.2  # of such rows stand below one another


class Parents(StrEnum):
    """Which rows head those below them, beside being rows."""

    NONE = ""
    NUMERALS = "numerals"  # 1 heads 1.1
    BLANKS = "blanks"  # those with hardly anything beside their title


def with_parents(lines: Sequence[LogicalRow], key: int, parents: Parents) -> list[LogicalRow]:
    """The rows with how deep each stands; one that heads others and says nothing else is a heading across the table."""
    if parents is Parents.NONE:
        return list(lines)
    base = 1 + max((line.depth for line in lines if line.across), default=-1)
    by_blanks = parents is Parents.BLANKS
    nesting = nested_by_blanks(lines, key, filled_cells(lines)) if by_blanks else nested_by_numerals(lines, key)
    return [_placed(line, key, found, base) if found else line for line, found in zip(lines, nesting, strict=True)]


def nested_by_numerals(lines: Sequence[LogicalRow], key: int) -> list[Nested | None]:
    """How rows nest by the numerals of their titles."""
    found = [None if line.across else numeral_of(line, key) for line in lines]
    return numerals.nested([numeral.text if numeral else "" for numeral in found])


def filled_cells(lines: Sequence[LogicalRow]) -> list[int]:
    """How many cells of each row say something."""
    return [sum(line.filled(label) for label in line.slots) for line in lines]


def nested_by_blanks(lines: Sequence[LogicalRow], key: int, filled: Sequence[int]) -> list[Nested | None]:
    """How rows nest if those with hardly anything beside their title head the fuller ones below; all None if not.

    `filled` are the cells of each row that say something.
    """
    if not lines or filled[0] > 1 + _BESIDE:
        return [None] * len(lines)
    sparse = [
        not line.across and count <= 1 + _BESIDE and line.filled(key) and not line.row.breaks
        for line, count in zip(lines, filled, strict=True)
    ]
    fuller = [count for count, bare, line in zip(filled, sparse, lines, strict=True) if not bare and not line.across]
    most = max((count for count, bare in zip(filled, sparse, strict=True) if bare), default=0)
    doubled = sum(one and other for one, other in pairwise(sparse))
    told = sparse[:1] == [True] and not sparse[-1] and 2 <= sum(sparse) <= len(fuller)
    alike = Counter(
        frozenset(label for label in line.slots if line.filled(label))
        for line, bare in zip(lines, sparse, strict=True)
        if bare and told
    )
    if not told or max(alike.values()) < _ALIKE * sum(sparse):
        return [None] * len(lines)
    if doubled > _SELDOM * sum(sparse) or median(fuller) < most + _FULLER:
        return [None] * len(lines)
    return [None if line.across else Nested(0 if bare else 1, bare) for line, bare in zip(lines, sparse, strict=True)]


def _placed(line: LogicalRow, key: int, found: Nested, base: int) -> LogicalRow:
    level = base + found.level
    bare = found.heads and not any(line.filled(label) for label in line.slots if label != key)
    slot = line.slots.get(key)
    if bare and slot and len(slot.blocks) == 1:
        return replace(line.without(key), across=(replace(slot.blocks[0], number=slot.number),), depth=level)
    return replace(line, level=level, heads=found.heads)
