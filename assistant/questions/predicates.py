"""Conditions on rows: each is met by a row, failed by it, or can't be asked of it (None), and says itself in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from assistant.language.placeholders import says_nothing
from assistant.language.words import find_phrase
from corpus.language.dates import NamedDate, Precision, named_dates
from corpus.language.quantities import Quantity, Unit, quantity
from corpus.records import Column, Meaning, Row, ValueKind, fold

_WORKING_YEARS = {Precision.FINANCIAL_YEAR, Precision.ACADEMIC_YEAR}
_NUMBERS = (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT)


_AIMED_FOR = {Meaning.TARGET, Meaning.MEASURE, Meaning.RESULT}
_ELSE = {Meaning.TARGET: Meaning.MEASURE, Meaning.MEASURE: Meaning.TARGET}  # what stands for a column that a plan lacks


@dataclass(frozen=True, slots=True)
class ColumnMeant:
    """A column by what it is for and, where a plan's own headings are named, by these (folded)."""

    meaning: Meaning
    headings: frozenset[str] = frozenset()
    words: str = ""
    kinds: tuple[ValueKind, ...] = ()  # none: any
    money: bool = False  # whether the headings are those of columns of money
    values: bool = False  # whether what stands below the headings are values, whatever they are for

    def of(self, row: Row) -> Column | None:
        """The row's column that is meant."""
        fitting = [column for column in row.columns if not self.kinds or column.kind in self.kinds]
        named = next((column for column in fitting if fold(column.heading) in self.headings), None)
        if named is not None or self.meaning is Meaning.OTHER:
            return named
        meanings = (self.meaning, _ELSE.get(self.meaning))
        return next((column for meaning in meanings for column in fitting if column.meaning is meaning), None)

    def is_called_in(self, row: Row) -> bool:
        """Whether the row has a column of just this name."""
        return any(fold(column.heading) in self.headings for column in row.columns)

    @property
    def about(self) -> Meaning:
        """What it is for."""
        return Meaning.COST if self.money else self.meaning

    @property
    def is_value(self) -> bool:
        """Whether it holds a value rather than texts."""
        return self.values or self.meaning not in (Meaning.PROGRESS, Meaning.ACTION, Meaning.OTHER)

    def may_be(self, other: ColumnMeant) -> bool:
        """Whether both may mean the same column of a plan."""
        if self.headings & other.headings:
            return True
        same = self.about is other.about or {self.about, other.about} <= _AIMED_FOR
        return same and (self.about is not Meaning.OTHER or self.kinds == other.kinds != ())

    def numeric(self) -> ColumnMeant:
        return replace(self, kinds=_NUMBERS)

    @property
    def in_words(self) -> str:
        return self.words or self.meaning.value

    def heading(self, rows: Iterable[Row]) -> str:
        """What the column is called in these rows, in quotation marks; what it is for where the names differ."""
        found = {column.heading for row in rows if (column := self.of(row))}
        return f"“{found.pop()}”" if len(found) == 1 else self.in_words


@dataclass(frozen=True, slots=True)
class Among:
    """The row is one of these, by key: of a plan, under a heading, with a reference, of the answer before. Where only
    `titles` with a question's words were looked for, other rows may be meant, too."""

    keys: frozenset[str]
    words: str
    negated: bool = False
    titles: bool = False

    def holds(self, row: Row) -> bool | None:
        return (row.key in self.keys) is not self.negated

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        return f"not {self.words}" if self.negated else self.words


@dataclass(frozen=True, slots=True)
class Is:
    """A cell of the column says one of these values (folded)."""

    column: ColumnMeant
    values: frozenset[str]
    words: str
    negated: bool = False

    def holds(self, row: Row) -> bool | None:
        column = self.column.of(row)
        if column is None or not column.items:
            return None
        return any(fold(item.text) in self.values for item in column.items) is not self.negated

    def numbers(self, row: Row, column: Column) -> set[int]:
        """The items of the row's cell that say so, from 1."""
        return {
            number
            for number, item in enumerate(column.items, 1)
            if (fold(item.text) in self.values) is not self.negated
        }

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        return f"{self.column.heading(rows)} {'isn’t' if self.negated else 'is'} {self.words}"


@dataclass(frozen=True, slots=True)
class Compares:
    """A number in the column lies within bounds, which belong to it themselves only where `low_in`, `high_in`."""

    column: ColumnMeant
    unit: Unit
    low: Decimal | None
    high: Decimal | None
    words: str
    low_in: bool = False
    high_in: bool = False
    negated: bool = False

    def holds(self, row: Row) -> bool | None:
        amount = number_of(self.column.of(row), self.unit)
        if amount is None:
            return None
        above = self.low is None or amount > self.low or (self.low_in and amount == self.low)
        below = self.high is None or amount < self.high or (self.high_in and amount == self.high)
        return (above and below) is not self.negated

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        return f"{self.column.heading(rows)} is {'not ' if self.negated else ''}{self.words}"


@dataclass(frozen=True, slots=True)
class Exceeds:
    """A number in one column is greater than that in another."""

    column: ColumnMeant
    other: ColumnMeant
    negated: bool = False

    def holds(self, row: Row) -> bool | None:
        one, other = (number_of(column.of(row)) for column in (self.column, self.other))
        return None if one is None or other is None else (one > other) is not self.negated

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        return f"{self.column.heading(rows)} is {'not ' if self.negated else ''}more than {self.other.heading(rows)}"


@dataclass(frozen=True, slots=True)
class Meets:
    """The result has reached the target: it is as high, or as low where the target is below where things began or says
    so itself ("no more than 5"). It can't be told where nothing says which is meant."""

    column: ColumnMeant
    target: ColumnMeant
    baseline: ColumnMeant
    low: frozenset[str] = frozenset()  # what targets say where less is better, "no more than 5"
    high: frozenset[str] = frozenset()  # and where more is
    negated: bool = False
    beaten: bool = False  # whether the result has to be better, and not as good

    def holds(self, row: Row) -> bool | None:
        result, target = (quantity_of(column.of(row)) for column in (self.column, self.target))
        if result is None or target is None or result.unit is not target.unit:
            return None
        if result.value == target.value:
            return self.negated is self.beaten
        low = self._is_low(row, target.value)
        return None if low is None else ((result.value < target.value) is low) is not self.negated

    def is_open(self, row: Row) -> bool:
        """Whether both numbers are known, and not which way is better."""
        return self.holds(row) is None and all(quantity_of(column.of(row)) for column in (self.column, self.target))

    def _is_low(self, row: Row, target: Decimal) -> bool | None:
        """Whether less is better; None where nothing says so."""
        began = quantity_of(self.baseline.of(row))
        if began is not None and began.value != target:
            return target < began.value
        column = self.target.of(row)
        said = column.items[0].text if column and column.items else ""
        return True if said in self.low else False if said in self.high else None

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        reached = "beaten" if self.beaten else "reached"
        has = "hasn’t" if self.negated else "has"
        return f"{self.column.heading(rows)} {has} {reached} {self.target.heading(rows)}"


@dataclass(frozen=True, slots=True)
class Within:
    """The column names days within these. A year of work that is named matches only itself."""

    column: ColumnMeant
    first: date
    last: date
    words: str
    exact: bool = False
    ends: bool = False  # whatever ends in these days, a longer time that began before too
    negated: bool = False

    def holds(self, row: Row) -> bool | None:
        column = self.column.of(row)
        dates = [named for item in column.items for named in dates_of(item.text)] if column else []
        return any(map(self.has, dates)) is not self.negated if dates else None

    def has(self, named: NamedDate) -> bool:
        if self.ends:
            return self.first <= named.last <= self.last
        if working_year(named.precision) is not self.exact:
            return False
        return self.first <= named.first and named.last <= self.last

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        return f"{self.column.heading(rows)} is {'not ' if self.negated else ''}{self.words}"


@dataclass(frozen=True, slots=True)
class Stands:
    """The row is overdue, done or not, by the one definition of these (`assistant.tracking.due`).

    `keys` are the rows that are, `entries` which of several dates or statuses of a row. Of three kinds of rows it can't
    be told: `unclear` ones, whose status nobody has said the meaning of, `unstated` ones, unless that is enough, and
    `undated` ones.
    """

    column: ColumnMeant
    told: tuple[ColumnMeant, ...]  # whose cells say so
    words: str
    keys: frozenset[str]
    entries: frozenset[tuple[str, int]] = frozenset()
    unclear: frozenset[str] = frozenset()
    unstated: frozenset[str] = frozenset()
    undated: frozenset[str] = frozenset()

    def holds(self, row: Row) -> bool | None:
        if row.key in self.keys:
            return True
        return None if row.key in self.unclear | self.unstated | self.undated else False

    def numbers(self, row: Row, column: Column) -> set[int]:
        """The items of the cell that are meant, from 1: all unless each has a date or status of its own."""
        found = {number for key, number in self.entries if key == row.key}
        return found or set(range(1, len(column.items) + 1))

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        return f"{self.column.heading(rows)} {self.words}"


@dataclass(frozen=True, slots=True)
class Either:
    """One of several conditions on a column is met: "complete or delayed"."""

    any_of: tuple[Is | Stands, ...]

    @property
    def column(self) -> ColumnMeant:
        return self.any_of[0].column

    def holds(self, row: Row) -> bool | None:
        held = [each.holds(row) for each in self.any_of]
        return True if True in held else None if None in held else False

    def numbers(self, row: Row, column: Column) -> set[int]:
        return set[int]().union(*(each.numbers(row, column) for each in self.any_of if each.holds(row)))

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        return " or ".join(each.in_words(rows) for each in self.any_of)


@dataclass(frozen=True, slots=True)
class Empty:
    """The column says nothing, or no more than that something will stand there: "TBC"."""

    column: ColumnMeant
    negated: bool = False

    def holds(self, row: Row) -> bool | None:
        column = self.column.of(row)
        if column is None:
            return None
        return all(says_nothing(item.text) for item in column.items) is not self.negated

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        told = [item.text for row in rows if (column := self.column.of(row)) for item in column.items]
        others = " or ".join(f"“{text}”" for text in dict.fromkeys(told) if says_nothing(text))
        empty = f"empty or only says {others}" if others else "empty"
        return f"{self.column.heading(rows)} is {'given' if self.negated else empty}"


@dataclass(frozen=True, slots=True)
class Mentions:
    """The row's title or texts have these words: one of the phrases, as stems."""

    phrases: tuple[tuple[str, ...], ...]
    words: str
    negated: bool = False

    def holds(self, row: Row) -> bool | None:
        return any(self.spans(text) for text in texts_of(row)) is not self.negated

    def spans(self, text: str) -> list[tuple[int, int]]:
        return [span for phrase in self.phrases for span in find_phrase(phrase, text)]

    def in_words(self, rows: Iterable[Row] = ()) -> str:
        return f"{'without' if self.negated else 'with'} “{self.words}”"


Predicate = Among | Is | Compares | Exceeds | Meets | Within | Stands | Either | Empty | Mentions


def columns_of(predicate: Predicate) -> Iterator[ColumnMeant]:
    """The columns that a condition looks at."""
    match predicate:
        case Among() | Mentions():
            return
        case Meets():
            yield from (predicate.column, predicate.target)
        case Exceeds():
            yield from (predicate.column, predicate.other)
        case _:
            yield predicate.column


def number_of(column: Column | None, unit: Unit = Unit.NONE) -> Decimal | None:
    """The number that a column's one item is, in this unit; None where it isn't one."""
    found = quantity_of(column)
    if found is None or (unit is not Unit.NONE and unit is not _unit(found, column)):
        return None
    return found.value


def quantity_of(column: Column | None) -> Quantity | None:
    return quantity(column.items[0].text) if column is not None and len(column.items) == 1 else None


def _unit(found: Quantity, column: Column | None) -> Unit:
    """The sign in the cell or else the one that its column's heading has."""
    if found.unit is not Unit.NONE or column is None:
        return found.unit
    return {ValueKind.MONEY: Unit.MONEY, ValueKind.PERCENT: Unit.PERCENT}.get(column.kind, Unit.NONE)


def working_year(precision: Precision) -> bool:
    """Whether such a date is a year of work, which matches only itself."""
    return precision in _WORKING_YEARS


@lru_cache(maxsize=16384)
def dates_of(text: str) -> tuple[NamedDate, ...]:
    return named_dates(text)


def texts_of(row: Row) -> Iterator[str]:
    yield row.priority.title
    yield from (item.text for column in row.columns for item in column.items)
