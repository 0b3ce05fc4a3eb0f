"""A query put to the rows: filtered, grouped, added up; complete over all rows, and no cell that counts is passed over.

Knows columns and values only, no English: what stands in an answer is worded in `assistant.answers.rows.listed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.questions.predicates import (
    Among,
    ColumnMeant,
    Compares,
    Exceeds,
    Meets,
    Mentions,
    Predicate,
    Stands,
    Within,
    dates_of,
    quantity_of,
)
from assistant.questions.query import OF_MANY, Output, Query, is_row
from corpus.records import Column, Row


@dataclass(frozen=True, slots=True)
class Cell:
    """A row's cell: an operand, or one that couldn't be read as a number or date."""

    row: Row
    column: Column

    @property
    def text(self) -> str:
        return " ".join(item.text for item in self.column.items)


@dataclass(frozen=True, slots=True)
class Result:
    """What the rows say to a query.

    `rows` meet all conditions, in the documents' order. `looked` are those that were asked, `without` the plans among
    them that have no such column. `unread` are cells that hold neither number nor date where one was needed. `cells`
    are operands, or what is asked for; `total` is their sum or average in `unit`, None where units would be mixed.
    `groups` are rows by what they have in common, the largest first, and `totals` are the groups' sums or averages.
    """

    query: Query
    rows: tuple[Row, ...]
    looked: tuple[Row, ...]
    without: tuple[str, ...] = ()
    unread: tuple[Cell, ...] = ()
    cells: tuple[Cell, ...] = ()
    total: Decimal | None = None
    unit: str = ""
    groups: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    totals: tuple[tuple[str, Decimal], ...] = ()


_SLASHED, _JOINED = re.compile(r" ?[/;] ?"), re.compile(r" ?& ?|, | and ")  # between the names of several


def run(query: Query, rows: Sequence[Row]) -> Result:
    """What these rows say to a query."""
    table = [row for row in rows if is_row(row) or (row.in_table and query.output not in OF_MANY)]
    scopes = [each for each in query.where if isinstance(each, Among)]
    looked = [row for row in table if all(scope.holds(row) for scope in scopes)]
    rows_met = [row for row in looked if all(each.holds(row) for each in query.where)]
    needed = [*(each.column for each in query.where if not isinstance(each, Among | Mentions)), *query.columns]
    needed += [query.by] if query.by else []
    result = Result(
        query, tuple(rows_met), tuple(looked), tuple(_without(looked, needed)), tuple(_unread(query, looked))
    )
    return _WORKS.get(query.output, _listed)(result)


def _without(rows: Iterable[Row], columns: Sequence[ColumnMeant]) -> list[str]:
    """The plans that lack one of the columns."""
    plans: dict[str, list[Row]] = {}
    for row in rows:
        plans.setdefault(row.plan, []).append(row)
    return [plan for plan, of_plan in plans.items() if any(not _has(of_plan, column) for column in columns)]


def _has(rows: Iterable[Row], column: ColumnMeant) -> bool:
    return any(column.of(row) is not None for row in rows)


def _unread(query: Query, rows: Iterable[Row]) -> list[Cell]:
    """Cells that say something, but no number or date, where a condition needs one."""
    found = [
        Cell(row, column)
        for each in query.where
        if isinstance(each, Compares | Exceeds | Meets | Within) or (isinstance(each, Stands) and each.undated)
        for row in rows
        if (column := each.column.of(row)) and column.items and _is_unread(each, row) and _may_meet(query, each, row)
    ]
    return list(dict.fromkeys(found))


def _is_unread(condition: Predicate, row: Row) -> bool:
    if isinstance(condition, Meets) and condition.is_open(row):
        return False
    return row.key in condition.undated if isinstance(condition, Stands) else condition.holds(row) is None


def _may_meet(query: Query, but: Predicate, row: Row) -> bool:
    """Whether a row meets all conditions but one."""
    return all(each.holds(row) for each in query.where if each is not but)


# --- what is made of the rows that meet the conditions --------------------------------------------


def _listed(result: Result) -> Result:
    first = result.query.first if result.query.output is Output.ROWS else 0
    return _with(result, rows=result.rows[:first] if result.query.least else result.rows[-first:]) if first else result


def _cells(result: Result) -> Result:
    found = [
        Cell(row, column)
        for row in result.rows
        for wanted in result.query.columns
        if (column := wanted.of(row)) is not None and column.items
    ]
    return _with(result, cells=found)


def _added(result: Result) -> Result:
    """Operands, those that are no numbers named, and their sum or average; nothing where units would be mixed."""
    (wanted,) = result.query.columns
    cells = [Cell(row, column) for row in result.rows if (column := wanted.of(row)) and column.items]
    read = [(cell, found) for cell in cells if (found := quantity_of(cell.column))]
    unread = [cell for cell in cells if quantity_of(cell.column) is None]
    kinds = {(cell.column.kind, found.of) for cell, found in read}
    if not read or len(kinds) > 1:
        return _with(result, cells=[cell for cell, _ in read], unread=unread)
    total = sum((found.value for _, found in read), Decimal(0))
    if result.query.output is Output.AVERAGE:
        total = total / len(read)
    return _with(
        result, cells=[cell for cell, _ in read], unread=unread, total=total, unit=read[0][0].column.kind.value
    )


def _extreme(result: Result) -> Result:
    """The cells with the most or the least, or the latest or earliest last day, all that share it."""
    (wanted,) = result.query.columns
    cells = [Cell(row, column) for row in result.rows if (column := wanted.of(row)) and column.items]
    ranked = [(rank, cell) for cell in cells if (rank := _rank(cell, result.query.least)) is not None]
    unread = [cell for cell in cells if _rank(cell, result.query.least) is None]
    if not ranked or len({type(rank) for rank, _ in ranked}) > 1:
        return _with(result, unread=unread)
    ranked.sort(key=lambda each: each[0], reverse=not result.query.least)
    last = ranked[min(max(result.query.first, 1), len(ranked)) - 1][0]
    chosen = [cell for at, (rank, cell) in enumerate(ranked) if at < result.query.first or rank == last]
    return _with(result, cells=chosen, unread=unread, rows=[cell.row for cell in chosen])


def _rank(cell: Cell, least: bool) -> Decimal | date | None:
    amount = quantity_of(cell.column)
    if amount is not None:
        return amount.value
    days = [(named.first if least else named.last) for named in dates_of(cell.text)]
    return (min(days) if least else max(days)) if days else None


def _grouped(result: Result) -> Result:
    """Rows by what their cells say in a column, or by plan or category; the largest group first."""
    groups: dict[str, list[Row]] = {}
    alone = {name for row in result.looked for name in _names(result.query, row)}
    for row in result.rows:
        for name in _names(result.query, row):
            for each in _shared(name, alone):
                groups.setdefault(each, []).append(row)
    ordered = sorted(groups.items(), key=lambda each: len(each[1]) if result.query.least else -len(each[1]))
    if result.query.first and ordered:
        most = len(ordered[0][1])
        ordered = [each for each in ordered if len(each[1]) == most]
    return _with(result, groups=[(name, tuple(rows)) for name, rows in ordered])


def _totalled(result: Result) -> Result:
    """The sum or average of each group's cells, the greatest first; nothing where units would be mixed."""
    added = _added(result)
    if added.total is None:
        return added
    groups: dict[str, list[Cell]] = {}
    for cell in added.cells:
        for name in _names(result.query, cell.row):
            groups.setdefault(name, []).append(cell)
    totals = [(name, _sum_of(cells, result.query.average), cells) for name, cells in groups.items()]
    totals.sort(key=lambda each: each[1], reverse=not result.query.least)
    if result.query.first and totals:
        totals = [each for each in totals if each[1] == totals[0][1]]
    return _with(
        added,
        cells=[cell for _, _, cells in totals for cell in cells],
        totals=[(name, total) for name, total, _ in totals],
    )


def _sum_of(cells: Sequence[Cell], average: bool) -> Decimal:
    values = [found.value for cell in cells if (found := quantity_of(cell.column))]
    return sum(values, Decimal(0)) / (len(values) if average else 1)


def _shared(name: str, alone: set[str]) -> Sequence[str]:
    """Each of several who share a row, where one of them has others alone: "Ann Lee / Sam Roe". Where "and" or a comma
    joins them all must: "Housing and Regeneration" may be one service beside "Housing"."""
    slashed, joined = _SLASHED.split(name), _JOINED.split(name)
    if len(slashed) > 1 and not alone.isdisjoint(slashed):
        return slashed
    return joined if len(joined) > 1 and alone.issuperset(joined) else [name]


def _names(query: Query, row: Row) -> list[str]:
    if query.by is None:
        return (
            [row.plan if "plans" in query.nouns else row.category.label]
            if row.category.label or "plans" in query.nouns
            else []
        )
    column = query.by.of(row)
    return [item.text for item in column.items] if column else []


def _with(result: Result, **changed: object) -> Result:
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in changed.items()}
    known = {name: getattr(result, name) for name in Result.__dataclass_fields__}
    return Result(**{**known, **given})


def _difference(result: Result) -> Result:
    """What one column's number is more than another's of one row, or one row's than another's, the greater first;
    nothing where units would be mixed."""
    found = _cells(result)
    amounts = [quantity_of(cell.column) for cell in found.cells]
    if len(result.query.columns) == 1:
        found = _with(found, cells=sorted(found.cells, key=_amount, reverse=True))
        amounts = [quantity_of(cell.column) for cell in found.cells]
    of_one = len(found.rows) == 1 or len(result.query.columns) == 1
    if not of_one or len(amounts) != 2 or found.cells[0].column.kind is not found.cells[1].column.kind:
        return found
    one, other = amounts
    if one is None or other is None:
        return _with(found, unread=[cell for cell in found.cells if quantity_of(cell.column) is None])
    return _with(found, total=one.value - other.value, unit=found.cells[0].column.kind.value)


def _amount(cell: Cell) -> Decimal:
    amount = quantity_of(cell.column)
    return amount.value if amount else Decimal(0)


_WORKS = {
    Output.CELL: _cells,
    Output.SUM: _added,
    Output.AVERAGE: _added,
    Output.DIFFERENCE: _difference,
    Output.EXTREME: _extreme,
    Output.TOTALS: _totalled,
    Output.GROUPS: _grouped,
}
