"""What a table's columns hold (dates, sums of money, a choice of few values) and what they are for: who, when, how far.

What they are for is told by the model of `column_meanings`, from heading and values together: "Target" over dates is
when something is due, over figures how much is aimed for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import median
from types import MappingProxyType

from corpus.language.dates import named_dates
from corpus.language.quantities import Unit, quantity
from corpus.records import Column, ColumnType, Meaning, Row, ValueKind, fold
from corpus.tables.columns.column_meanings import HEADING_WORDS, LOOKED_AT, features, model

MOSTLY = 0.6  # of a column's cells settle what it holds: plans write "TBC" and "Ongoing" among dates and sums
SHORT = 40  # characters that a value typically has at most; texts of a sentence are longer
SINGLE = 0.8  # of a column's cells hold one text each where it holds values
FEW = 12  # different values are a choice, if they come again
# Likelihood below which a meaning isn't claimed. Of 3,233 columns by authors held back 288 had a wrong one; from 0.5 on
# 187 do, and 115 of 2,363 right ones aren't claimed any more; from 0.6 on 141 and 212.
SURE = 0.5
PLANNED = 0.2  # likelihood of actions from which on one of two columns that look like progress tells of these
AGAIN = 0.7  # of the cells at most say something else than those above, or the values are names rather than a choice


def typed(
    rows: Sequence[Row], given: Mapping[str, Meaning] = MappingProxyType({})
) -> tuple[tuple[Row, ...], tuple[ColumnType, ...]]:
    """The rows of one document with each column's meaning and kind, and its tables' columns, each once, in order.

    `given` are meanings that staff have set, by heading: they count more than what cells and headings say.

    Columns under one heading count as one, in however many tables they stand: their values are told together.
    """
    cells: dict[str, list[Column]] = {}
    for row in rows:
        for column in row.columns if row.in_table else ():
            if column.heading:
                cells.setdefault(column.heading, []).append(column)
    told = {heading: column_type(heading, columns) for heading, columns in cells.items()}
    past = _not_due(told) | _earlier(told, rows)
    told |= {heading: replace(told[heading], meaning=Meaning.OTHER) for heading in past}
    told |= {heading: replace(told[heading], meaning=Meaning.ACTION) for heading in _planned(told, rows)}
    types = {name: _as_given(each, given.get(name)) for name, each in told.items()}
    return tuple(_with_types(row, types) for row in rows), tuple(types.values())


def column_type(heading: str, columns: Iterable[Column]) -> ColumnType:
    """What a column holds and is for, by all its cells and its heading."""
    cells = [[item.text for item in column.items] for column in columns if column.items]
    texts = [text for cell in cells for text in cell]
    kind = kind_of(heading, cells)
    meaning, likelihood = model().likeliest(features(heading, kind, texts)) if texts else (meaning_of(heading), 1.0)
    if meaning is Meaning.STATUS and kind is ValueKind.TEXT and _are_values(cells):
        kind = ValueKind.CHOICE  # however few come again
    if meaning is Meaning.COST and kind is ValueKind.NUMBER:
        kind = ValueKind.MONEY  # without a sign anywhere
    values = tuple(dict.fromkeys(texts)) if kind is ValueKind.CHOICE else ()
    sure = likelihood >= SURE or meaning is Meaning.OTHER
    return ColumnType(heading, meaning if sure else Meaning.OTHER, kind, values, None if sure else meaning)


def _as_given(told: ColumnType, given: Meaning | None) -> ColumnType:
    """What a column is for as staff have it, if they have said so."""
    return told if given is None else replace(told, meaning=given, may_be=None)


@lru_cache(maxsize=4096)
def likely_meanings(heading: str, cells: tuple[tuple[str, ...], ...]) -> Mapping[Meaning, float]:
    """How likely each meaning of a column is, by its heading and the texts of its filled cells: together 1."""
    some = cells[:: -(-len(cells) // LOOKED_AT)] if cells else ()
    texts = [text for cell in some for text in cell]
    return model().likelihoods(features(heading, kind_of(heading, some), texts))


@lru_cache(maxsize=16_384)
def meaning_of(heading: str) -> Meaning:
    """What a heading alone says that its column is for."""
    if not heading or len(heading.split()) > HEADING_WORDS:
        return Meaning.OTHER
    return model().best(features(heading, ValueKind.TEXT, ()))


def is_known(heading: str) -> bool:
    """Whether headings of plans have such words."""
    return meaning_of(heading) is not Meaning.OTHER


@lru_cache(maxsize=16_384)
def is_state(text: str) -> bool:
    """Whether a text says how far something has come: `Not started`, `Complete`."""
    return model().best(features("", kind_of("", [[text]]), [text])) is Meaning.STATUS


def _not_due(types: Mapping[str, ColumnType]) -> set[str]:
    """The columns of dates that only look due, where others are headed so."""
    due = {heading for heading, each in types.items() if each.meaning is Meaning.DUE and each.kind is ValueKind.DATE}
    headed = {heading for heading in due if meaning_of(heading) is Meaning.DUE}
    return due - headed if headed else set()


def _earlier(types: Mapping[str, ColumnType], rows: Sequence[Row]) -> set[str]:
    """The columns of results with later ones to the right: `2024/25` beside `2025/26`, `Q1` beside `Q2`.

    Of 20 labelled tables with several, 17 go on so; the rest set others or shares beside them."""
    results = {heading for heading, each in types.items() if each.meaning is Meaning.RESULT}
    beside = ([column.heading for column in row.columns if column.heading in results] for row in rows)
    return {heading for headings in beside for heading in headings[:-1]}


def _planned(types: Mapping[str, ColumnType], rows: Sequence[Row]) -> set[str]:
    """The columns of what is to be done that look like progress, beside another of that and none of actions: `What is
    planned` beside `Progress`. Of 17 labelled tables with several columns that look like progress none has one so."""
    found = set()
    for headings in {tuple(column.heading for column in row.columns) for row in rows if row.in_table}:
        meant = {heading: types[heading].meaning for heading in headings if heading in types}
        progress = [heading for heading, meaning in meant.items() if meaning is Meaning.PROGRESS]
        if len(progress) > 1 and Meaning.ACTION not in meant.values():
            cells = {heading: _cells(rows, heading) for heading in progress}
            likely = {heading: likely_meanings(heading, cells[heading])[Meaning.ACTION] for heading in progress}
            best = max(progress, key=lambda heading: likely[heading])
            found |= {best} if likely[best] >= PLANNED else set()
    return found


def _cells(rows: Sequence[Row], heading: str) -> tuple[tuple[str, ...], ...]:
    columns = (column for row in rows for column in row.columns if column.heading == heading and column.items)
    return tuple(tuple(item.text for item in column.items) for column in columns)


def _with_types(row: Row, types: Mapping[str, ColumnType]) -> Row:
    if not row.in_table:
        return row
    columns = tuple(
        replace(column, meaning=types[column.heading].meaning, kind=types[column.heading].kind)
        if column.heading in types
        else column
        for column in row.columns
    )
    return replace(row, columns=columns)


def kind_of(heading: str, cells: Sequence[Sequence[str]]) -> ValueKind:
    """What a column's cells hold."""
    texts = [text for cell in cells for text in cell]
    if not _are_values(cells):
        return ValueKind.TEXT
    if _mostly(texts, _is_date):
        return ValueKind.DATE
    numbers = [found for found in map(quantity, texts) if found]
    if len(numbers) >= MOSTLY * len(texts):
        return _number_kind(heading, [found.unit for found in numbers])
    distinct = {fold(text) for text in texts}
    return ValueKind.CHOICE if len(distinct) <= min(FEW, AGAIN * len(texts)) else ValueKind.TEXT


def _are_values(cells: Sequence[Sequence[str]]) -> bool:
    """Whether cells hold one short text each."""
    texts = [text for cell in cells for text in cell]
    single = sum(len(cell) == 1 for cell in cells)
    return bool(texts) and single >= SINGLE * len(cells) and median(map(len, texts)) <= SHORT


def _number_kind(heading: str, units: Sequence[Unit]) -> ValueKind:
    """Money and percentages by the sign in the cells or, where these have none, in the heading."""
    if Unit.MONEY in units or "£" in heading:
        return ValueKind.MONEY
    if Unit.PERCENT in units or "%" in heading or re.search(r"\bper ?cent", heading, re.IGNORECASE):
        return ValueKind.PERCENT
    return ValueKind.NUMBER


def _mostly(texts: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, texts)) >= MOSTLY * len(texts) > 0


def _is_date(text: str) -> bool:
    """Whether a date is nearly all that a text says."""
    return any(len(named.text) >= MOSTLY * len(text) for named in named_dates(text))
