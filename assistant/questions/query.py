"""What a whole-table question asks for: what is listed, from which rows, under which conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.questions.value_columns import Condition
from corpus.language.dates import NamedDate, Precision
from corpus.records import Row


class Subject(StrEnum):
    """What is listed or counted."""

    CATEGORIES = "categories"
    PRIORITIES = "priorities"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a question names; `written` as it names them. A named year of work matches only itself.

    `ends`: whatever ends in these days is meant, a year that has begun before too.
    """

    first: date
    last: date
    written: str
    exact: bool = False
    ends: bool = False

    def holds(self, named: NamedDate) -> bool:
        if self.ends:
            return self.first <= named.last <= self.last
        if (named.precision in _WORKING_YEARS) != self.exact:
            return False
        return self.first <= named.first and named.last <= self.last


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole-table question. `where` says in words which rows are meant, "" for all."""

    subject: Subject
    rows: tuple[Row, ...]
    where: str = ""
    column: str = ""
    mention: tuple[tuple[str, ...], ...] = ()  # phrases, as stems, of which one must stand there
    mentioned: str = ""  # as the question words it
    period: Period | None = None
    counting: bool = False
    values: tuple[Condition, ...] = ()  # that a row must meet, all of them
    lacking: bool = False  # the rows without what is mentioned
    parts: tuple[Listing, ...] = ()  # of several plans, whose columns have different names, each by itself


@dataclass(frozen=True, slots=True)
class RowMeant:
    """The row that a question is put to, by its reference, and the question without it."""

    reference: str
    question: str


EVER = Period(date.min, date.max, "")


_WORKING_YEARS = {Precision.FINANCIAL_YEAR, Precision.ACADEMIC_YEAR}
