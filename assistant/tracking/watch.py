"""The watch list for scrutiny: what is overdue, dates that have passed, columns without progress, text carried over.

It reports what the texts say and leaves the judgement to its readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from assistant.language.placeholders import says_nothing
from assistant.tracking.changes import RowChange, compare
from assistant.tracking.due import RowState, Stage, due_column, due_day, is_unread, states
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.likeness import words
from assistant.tracking.places import Place
from assistant.tracking.status_words import NO_MEANINGS, StatusMeanings
from corpus.identity import ends
from corpus.language.dates import NamedDate, Precision, named_dates
from corpus.records import Citation, Column, Plan, Row, RowKind, Update


class Concern(StrEnum):
    """Why something is on the list."""

    LATE = "overdue"  # by the row's own due date and status
    UNCLEAR = "due date passed, status not clear"
    UNREAD = "due date not read"
    CARRIED_OVER = "carried over word for word"
    NO_PROGRESS = "no text given"
    DATE_PASSED = "date is past"


@dataclass(frozen=True, slots=True)
class Watched:
    """An entry: `says` is a sentence about the documents; `number` is the item's number in its column, from 1.

    `row` is of the latest update, or of the one before if the text has been left out since. `named` is the date that
    has passed; `since` is the first update since which the text is unchanged.
    """

    concern: Concern
    row: Row
    column: str
    number: int | None
    says: str
    named: NamedDate | None = None
    since: str = ""

    @property
    def citation(self) -> Citation:
        """The item that the entry is about, or the row's title if it is about a missing text."""
        if self.number is None:
            return Citation.of_heading(self.row)
        column = self.row.column(self.column) or Column(self.column, self.row.notes)
        return Citation.of_item(self.row, column, self.number)


def watch_list(
    plan: Plan,
    today: date,
    meanings: StatusMeanings = NO_MEANINGS,
    compared: Callable[[Update, Update], Sequence[RowChange]] = lambda old, new: compare(old.rows, new.rows),
) -> tuple[Watched, ...]:
    """What scrutiny may want to ask about on a given day, in the plan's order."""
    steps = [compared(old, new) for old, new in pairwise(plan.updates)]
    found = [
        *_overdue(states(plan.latest.rows, today, meanings)),
        *_unread(states(plan.latest.rows, today, meanings)),
        *_carried_over(plan.updates, steps),
        *_without_progress(plan.latest.rows),
        *_dates_passed(plan.latest, today),
        *(_dates_left_out(plan.updates[-2], steps[-1], today) if steps else ()),
    ]
    order = {row.key: place for update in reversed(plan.updates) for place, row in enumerate(update.rows)}
    return tuple(sorted(found, key=lambda watched: order[watched.row.key]))


# --- overdue --------------------------------------------------------------------------------------

_OVERDUE = {Stage.LATE: Concern.LATE, Stage.PASSED: Concern.UNCLEAR}


def _overdue(rows: Sequence[RowState]) -> Iterator[Watched]:
    """One entry a row, about the gravest of its due dates."""
    for state in rows:
        column, concern = due_column(state.row), _OVERDUE.get(state.stage)
        if concern is None or column is None or state.due is None:
            continue
        numbers = [at for at, item in enumerate(column.items, 1) if due_day(item.text) == state.due]
        status = f"Status: “{state.gravest.status}”." if state.gravest.status else "No status is stated."
        named = next(reversed(named_dates(column.items[numbers[0] - 1].text)), None)
        says = f"It was due by {_day(state.due)}. {status}"
        yield Watched(concern, state.row, column.heading, numbers[0], says, named)


def _unread(rows: Sequence[RowState]) -> Iterator[Watched]:
    """The due dates that may be late, for all that anybody can tell."""
    for state in rows:
        column = due_column(state.row)
        if state.stage is not Stage.UNREAD or column is None:
            continue
        number = next(at for at, item in enumerate(column.items, 1) if is_unread(item.text))
        yield Watched(Concern.UNREAD, state.row, column.heading, number, "No day can be told from the due date.")


# --- carried over ---------------------------------------------------------------------------------

# Fewer are a value, such as "On track" or "Head of Service", and no text that could be updated. At 1, a status that
# stays "On track" is told as carried over; at 16, more than a quarter of the sample plan's items are no text.
_TEXT_WORDS = 4


def _carried_over(updates: Sequence[Update], steps: Sequence[Sequence[RowChange]]) -> Iterator[Watched]:
    since: dict[tuple[str, str, int], str] = {}
    for update, step in zip(updates, steps, strict=False):
        carried: dict[tuple[str, str, int], str] = {}
        for old, new in _unchanged(step):
            carried[_key(new)] = since.get(_key(old), update.name)
        since = carried
    for _, new in _unchanged(steps[-1]) if steps else ():
        first = since[_key(new)]
        says = (
            f"This is word for word the same as in the {first} update."
            if first
            else "This is word for word the same as before."
        )
        yield Watched(Concern.CARRIED_OVER, new.row, new.column, new.number, says, since=first)


def _unchanged(step: Sequence[RowChange]) -> Iterator[tuple[Place, Place]]:
    for change in (item for row in step for item in row.items):
        if change.kind is ItemKind.UNCHANGED and change.old and change.new:
            is_text = len(words(change.new.text)) >= _TEXT_WORDS
            if is_text and change.new.row.kind is RowKind.ROW:
                yield change.old, change.new


def _key(place: Place) -> tuple[str, str, int]:
    return place.row.key, place.column, place.number


# --- no progress ----------------------------------------------------------------------------------


def _without_progress(rows: Sequence[Row]) -> Iterator[Watched]:
    priorities = [row for row in rows if row.kind is RowKind.ROW]
    for heading in _text_headings(priorities):
        empty = [row for row in priorities if not _texts(row, heading)]
        if len(empty) * 2 > len(priorities):
            continue  # if most rows leave a column empty, one more is nothing to ask about
        for row in empty:
            column = row.column(heading)
            written = " ".join(item.text for item in column.items) if column else ""
            only = f"Under “{heading}” there is only “{written}”."
            says = only if written else f"There is no text under “{heading}”."
            yield Watched(Concern.NO_PROGRESS, row, heading, None, says)


def _text_headings(rows: Sequence[Row]) -> list[str]:
    """The columns that contain sentences, not values."""
    headings = list(dict.fromkeys(column.heading for row in rows for column in row.columns))
    return [
        heading
        for heading in headings
        if _mean_words([text for row in rows for text in _texts(row, heading)]) >= _TEXT_WORDS
    ]


def _mean_words(texts: Sequence[str]) -> float:
    return sum(len(words(text)) for text in texts) / len(texts) if texts else 0.0


def _texts(row: Row, heading: str) -> list[str]:
    column = row.column(heading)
    return [item.text for item in column.items if not says_nothing(item.text)] if column else []


# --- dates that are past --------------------------------------------------------------------------

_BACKWARD = {"since", "as of", "as at", "after", "during"}
_DUE = {"by", "before", "until", "till", "up to"}


def _dates_passed(update: Update, today: date) -> Iterator[Watched]:
    for place in _items(update.rows):
        for named in _due(place, update, today):
            says = f"{_past(named)} There is no newer update that could report on it."
            yield Watched(Concern.DATE_PASSED, place.row, place.column, place.number, says, named)


def _dates_left_out(update: Update, step: Sequence[RowChange], today: date) -> Iterator[Watched]:
    """Items of the update before that have been left out since, if the newer row doesn't name the date."""
    for change in step:
        newer = [named for place in _items([change.new] if change.new else []) for named in named_dates(place.text)]
        for item in change.items:
            if item.kind is not ItemKind.DROPPED or item.old is None or _is_due_date_itself(item.old):
                continue
            for named in _due(item.old, update, today):
                if not any(other.overlaps(named.first, _last_day(named)) for other in newer):
                    says = f"{_past(named)} The newer update leaves the text out, and its row doesn’t name this date."
                    place = item.old
                    yield Watched(Concern.DATE_PASSED, place.row, place.column, place.number, says, named)


def _is_due_date_itself(place: Place) -> bool:
    column = due_column(place.row)
    return column is not None and column.heading == place.column


def _past(named: NamedDate) -> str:
    """Only that the date has passed: it doesn't show whether the action was done."""
    return f"“{named.text}” has passed ({_day(_last_day(named))})."


def _items(rows: Sequence[Row]) -> Iterator[Place]:
    """The texts beside the due dates, which `_overdue` reports with their rows' statuses."""
    for row in rows:
        columns = [column for column in row.columns if column is not due_column(row)]
        yield from Place.all_in(row, columns) if row.kind is RowKind.ROW else ()


def _due(place: Place, update: Update, today: date) -> Iterator[NamedDate]:
    """Dates that were still to come when the update was written and have passed."""
    ended = ends(update.name)
    for named in named_dates(place.text):
        ahead = _lay_ahead(named, ended) if ended else named.relation in _DUE
        if ahead and named.relation not in _BACKWARD and _last_day(named) < today and _is_due_date(named):
            yield named


def _lay_ahead(named: NamedDate, ended: date) -> bool:
    """Updates are written towards the end of their period: its last month was still to come, a range that ends with
    it was not."""
    return named.last >= ended.replace(day=1) and not (named.precision is Precision.RANGE and named.last <= ended)


def _is_due_date(named: NamedDate) -> bool:
    """Whether it sets a date: "by 2024/25" does, but "the 2024/25 budget" only names a period."""
    whole_year = named.precision in {Precision.FINANCIAL_YEAR, Precision.ACADEMIC_YEAR}
    return not whole_year or named.relation in _DUE or named.first == named.last


def _last_day(named: NamedDate) -> date:
    return named.extended or named.last


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
