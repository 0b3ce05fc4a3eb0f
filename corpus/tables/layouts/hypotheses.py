"""The layouts that a table may have: which columns could title its rows, stand above them, or only number others."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import combinations, groupby
from operator import itemgetter

from corpus.records import Meaning
from corpus.tables.aligning.parents import Parents
from corpus.tables.layouts.columns import ColumnFacts, TableFacts
from corpus.tables.layouts.layout import Layout

_KEYS = 8  # columns from the left among which titles are looked for
_MOSTLY = 0.6  # of the rows have a mark in one of the columns of a choice: some are not yet decided
_SELDOM = 0.05  # of the rows have one in two of them
_FIRST = 3  # columns in which bare figures may be codes
_CODES = 3  # texts of a column from which on one may be no code
_MAY_GROUP = 0.2  # likelihood that a column is for headings, from which on it may be though each row has its own
_NUMBERED = 3  # columns to the right of a code that it may number, besides the wordiest of all
_GROUPS = 2  # columns that stand above the rows


def layouts(facts: TableFacts, numbers: tuple[tuple[int, int], ...], *, bands: bool) -> Iterator[Layout]:
    """Every layout worth trying over a table that is aligned with these number columns and bands."""
    apart = {column for column, _ in numbers}
    choice = _choice(facts, apart)
    written = [at for at, column in enumerate(facts.columns) if at not in apart and any(column.filled)]
    for key in written[:_KEYS] or [at for at in range(len(facts.columns)) if at not in apart][:1]:
        for groups in _groups(facts, written, key):
            for parents in _parents(facts, key):
                yield Layout(key, groups, numbers, bands, parents=parents)
                if choice and not {key, *groups} & {*choice}:
                    yield Layout(key, groups, numbers, bands, parents=parents, choice=choice)


def _parents(facts: TableFacts, key: int) -> Iterator[Parents]:
    """Which rows may head others: none, or those that have others within them."""
    column = facts.columns[key]
    yield Parents.NONE
    for parents, nesting in ((Parents.NUMERALS, column.outline), (Parents.BLANKS, column.sparse)):
        if any(found and found.heads for found in nesting):
            yield parents


def _choice(facts: TableFacts, apart: Container[int]) -> tuple[int, ...]:
    """The longest stretch of columns for marks, or of states, of which rows fill one each; () if there is none."""
    kinds = [(at not in apart and _may_choose(column), column.top) for at, column in enumerate(facts.columns)]
    stretches = [[at for at, _ in run] for (may, _), run in groupby(enumerate(kinds), key=itemgetter(1)) if may]
    found = [tuple(run) for run in stretches if len(run) > 1 and _one_each(facts, run)]
    return max(found, key=len, default=())


def _may_choose(column: ColumnFacts) -> bool:
    return column.state or column.marks == 1 or not any(column.filled)


def _one_each(facts: TableFacts, columns: Sequence[int]) -> bool:
    counts = [sum(facts.columns[column].filled[row] for column in columns) for row in range(facts.rows)]
    several, some = sum(count > 1 for count in counts), sum(count > 0 for count in counts)
    return several <= int(_SELDOM * len(counts)) and some >= _MOSTLY * len(counts)


def _groups(facts: TableFacts, written: Sequence[int], key: int) -> Iterator[tuple[int, ...]]:
    left = [at for at in written if at < key and _may_group(facts.columns[at])]
    for count in range(_GROUPS + 1):
        yield from combinations(left, count)
    yield from ((at,) for at in written if at > key and _may_group_from_right(facts.columns[at]))


def _may_group(column: ColumnFacts) -> bool:
    """Whether some of a column's texts stand above several rows, or its heading says that they do."""
    spans = column.runs < sum(column.filled) or column.fill < 1 or any(column.covered)
    return spans or column.meanings[Meaning.GROUP] >= _MAY_GROUP


def _may_group_from_right(column: ColumnFacts) -> bool:
    whole = all(filled or covered for filled, covered in zip(column.filled, column.covered, strict=True))
    return whole and column.runs > 1 and (column.again > 0 or any(column.covered)) and column.recurring < 0.5


def code_columns(facts: TableFacts) -> Iterator[tuple[tuple[int, int], ...]]:
    """Columns whose texts are codes, all different, each with the columns that they may number.

    One text may be none: the word in front of sums, `Total`. Bare figures are codes only among the first columns, or
    under a heading that says so.
    """
    filled = [at for at, column in enumerate(facts.columns) if column.fill > 0.5]
    wordiest = max(filled, key=lambda at: facts.columns[at].wordy * facts.columns[at].distinct, default=0)
    for at, column in enumerate(facts.columns):
        count = sum(column.filled)
        others = round((1 - column.codes) * count)
        codes = others <= (count > _CODES) and column.distinct == 1 and count > 1
        if codes and (at < _FIRST or column.numbering or column.lettered):
            near = [target for target in range(at + 1, at + 1 + _NUMBERED) if target in filled]
            for target in dict.fromkeys([*near, wordiest]):
                if target != at:
                    yield ((at, target),)
