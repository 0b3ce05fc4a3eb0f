"""The one definition of overdue, done, open and due soon: a row's own due date and its own status, as of a day.

A row is overdue if the date in its due column has passed and no status means that it is done. Where the date has passed
and nobody can tell what the status means ("Blue", without a key), it is counted apart and called unclear. So is a due
date that says something, and no day that can be compared ("end of June").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from assistant.tracking.status_words import NO_MEANINGS, Progress, StatusMeanings
from corpus.language.dates import bounds, named_dates
from corpus.language.quantities import quantity
from corpus.records import Column, Meaning, Row, RowKind, ValueKind, fold

# Due soon is due by the end of the month after next: committees meet every six to eight weeks, and most dates of plans
# are ends of months. With one month, what falls due before the next meeting is missed.
MONTHS_AHEAD = 2
_COMPLETED = re.compile(r"\b(?:completed|finished|closed|achieved|delivered|actual)\b")  # of dates: when it was done
# What a due date says instead of one: that there is none, or none yet.
_NO_DAY = re.compile(
    r"\b(?:on ?going|continuous(?:ly)?|continual|permanent|rolling|recurring|business as usual|bau|every \w+|ad hoc|"
    r"as (?:and when|needed|required)|"
    r"(?:bi )?(?:annual|week|fortnight|month|quarter|year)ly|annual|tbc|tba|tbd|"
    r"to be (?:confirmed|agreed|decided|set|determined)|"
    r"not (?:known|set|applicable|stated|agreed|going ahead)|withdrawn|cancelled|superseded|"
    r"unknown|none|n a|na|nil|no date)\b|^\W*$"
)
_EARLIER = re.compile(r"\b(?:previous|prior|last|original|baseline)\b")  # of statuses and dates that count no more


class Stage(StrEnum):
    """Where a row is as of a day."""

    LATE = "overdue"
    PASSED = "date passed, status not clear"
    SOON = "due soon"
    AHEAD = "due later"
    UNREAD = "date not read"
    UNDATED = "no date"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Entry:
    """One due date with its status. `due` is the last day that the text means, None where it names none."""

    status: str
    progress: Progress
    due_text: str
    due: date | None
    stage: Stage


@dataclass(frozen=True, slots=True)
class RowState:
    """A row as of a day; its gravest entry counts. Several are told apart where a row has as many dates as statuses."""

    row: Row
    entries: tuple[Entry, ...]

    @property
    def gravest(self) -> Entry:
        return min(self.entries, key=lambda each: _GRAVEST_FIRST.index(each.stage))

    @property
    def stage(self) -> Stage:
        return self.gravest.stage

    @property
    def due(self) -> date | None:
        return self.gravest.due

    @property
    def progress(self) -> Progress:
        """Done where all entries are; else what the first that isn't says."""
        return next((each.progress for each in self.entries if each.progress is not Progress.DONE), Progress.DONE)

    @property
    def status(self) -> str:
        """As the plan states it; "" where it states none."""
        return _joined(each.status for each in self.entries)

    @property
    def due_text(self) -> str:
        return _joined(each.due_text for each in self.entries)

    @property
    def numbers(self) -> frozenset[int]:
        """The entries, from 1, that are as grave as the row is."""
        return frozenset(at for at, each in enumerate(self.entries, 1) if each.stage is self.stage)


_GRAVEST_FIRST = (Stage.LATE, Stage.PASSED, Stage.UNREAD, Stage.SOON, Stage.AHEAD, Stage.UNDATED, Stage.DONE)


@lru_cache(maxsize=8)
def soon(today: date) -> date:
    """The last day that is due soon."""
    return today + relativedelta(months=MONTHS_AHEAD, day=31)


def states(rows: Iterable[Row], today: date, meanings: StatusMeanings = NO_MEANINGS) -> tuple[RowState, ...]:
    """The state of each row of a table, in their order."""
    return tuple(state_of(row, today, meanings) for row in rows if row.kind is RowKind.ROW)


def state_of(row: Row, today: date, meanings: StatusMeanings = NO_MEANINGS) -> RowState:
    """Where a row is as of a day, by its own columns."""
    dues, stated = _texts(due_column(row)), [_texts(column) for column in status_columns(row)]
    if len(dues) > 1 and len(stated) == 1 and len(stated[0]) == len(dues):
        pairs = zip(dues, stated[0], strict=True)
        return RowState(row, tuple(_entry(row, [due], [status], today, meanings) for due, status in pairs))
    return RowState(row, (_entry(row, dues, [text for texts in stated for text in texts], today, meanings),))


def due_column(row: Row) -> Column | None:
    """The row's column of due dates: not those that say when something was done, or was once to be."""
    named = [column for column in row.columns if column.meaning is Meaning.DUE]
    return next((each for each in named if not _is_past(each) and not _is_earlier(each.heading)), None)


def status_columns(row: Row) -> list[Column]:
    """The row's columns of statuses that still count."""
    named = [column for column in row.columns if column.meaning is Meaning.STATUS]
    return [column for column in named if not _is_earlier(column.heading)]


@lru_cache(maxsize=1024)
def _is_earlier(heading: str) -> bool:
    return _EARLIER.search(fold(heading)) is not None


@lru_cache(maxsize=1024)
def _is_completion(heading: str) -> bool:
    return _COMPLETED.search(fold(heading)) is not None


@lru_cache(maxsize=1024)
def _is_share(heading: str) -> bool:
    return re.search(r"\bcomplet", fold(heading)) is not None


@lru_cache(maxsize=16384)
def due_day(text: str) -> date | None:
    """The last day that a due date means, the latest of several; None where it names none or has no end."""
    ends = [bound.last for bound in bounds(text) or ()]
    ends += [named.extended for named in named_dates(text) if named.extended]
    known = [day for day in ends if day < date.max]
    return max(known) if known and len(known) == len(ends) else None


@lru_cache(maxsize=16384)
def is_unread(text: str) -> bool:
    """Whether a due date says something of which no day can be told: "Ongoing" and "from May 2026" say that there is
    none."""
    return due_day(text) is None and not bounds(text) and _NO_DAY.search(fold(text)) is None


def _entry(row: Row, dues: Sequence[str], statuses: Sequence[str], today: date, meanings: StatusMeanings) -> Entry:
    days = [day for text in dues if (day := due_day(text))]
    due = max(days, default=None)
    progress = _progress([meanings.meaning(row.plan, text) for text in statuses])
    status = _joined(statuses)
    if progress in (Progress.UNSTATED, Progress.UNCLEAR) and (told := _otherwise(row, today)):
        progress, status = told[0], _joined((status, told[1]))
    return Entry(status, progress, _joined(dues), due, _stage(progress, dues, due, today))


def _progress(said: Sequence[Progress]) -> Progress:
    """What several statuses say together: unclear where they differ."""
    found = set(said)
    return Progress.UNSTATED if not found else found.pop() if len(found) == 1 else Progress.UNCLEAR


def _otherwise(row: Row, today: date) -> tuple[Progress, str] | None:
    """What a row without a clear status says elsewhere: `% complete`, or the date on which it was completed."""
    for column in row.columns:
        if column.kind not in (ValueKind.PERCENT, ValueKind.DATE):
            continue
        text = _joined(_texts(column))
        if text and column.kind is ValueKind.PERCENT and _is_share(column.heading):
            share = quantity(text)
            if share is not None:
                return (Progress.DONE if share.value >= 100 else Progress.OPEN), f"{column.heading}: {text}"
        elif text and _is_past(column) and (day := due_day(text)) and day <= today:
            return Progress.DONE, f"{column.heading}: {text}"
    return None


def _is_past(column: Column) -> bool:
    """Whether a column of dates says when things were done."""
    return column.kind is ValueKind.DATE and _is_completion(column.heading)


def _stage(progress: Progress, dues: Sequence[str], due: date | None, today: date) -> Stage:
    if progress is Progress.DONE:
        return Stage.DONE
    if due is None:
        return Stage.UNREAD if any(map(is_unread, dues)) else Stage.UNDATED
    if due < today:
        return Stage.PASSED if progress is Progress.UNCLEAR else Stage.LATE
    return Stage.SOON if due <= soon(today) else Stage.AHEAD


def _texts(column: Column | None) -> list[str]:
    return [item.text for item in column.items] if column else []


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))
