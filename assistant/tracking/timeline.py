"""Every date that a plan's texts name, in chronological order, with its words and their citation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.tracking.places import Place, columns_and_notes
from corpus.language.dates import NamedDate, named_dates
from corpus.records import Citation, Row, RowKind


class When(StrEnum):
    """Whether a date is past, seen from a given day."""

    PAST = "past"
    NOW = "now"  # the day lies within it
    TO_COME = "to come"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that a text names; the citation quotes the whole item or heading that contains `named`."""

    row: Row
    named: NamedDate
    citation: Citation

    @property
    def last(self) -> date:
        """Its last day, including an extension that the text names."""
        return self.named.extended or self.named.last

    def when(self, today: date) -> When:
        if self.last < today:
            return When.PAST
        return When.TO_COME if self.named.first > today else When.NOW


def dated(rows: Iterable[Row]) -> tuple[Dated, ...]:
    """The dates of rows and prose, sorted by their first day and then their last; equal ones stay in their order."""
    found = [each for row in rows if row.kind is not RowKind.TOTAL for each in _of_row(row)]
    return tuple(sorted(found, key=lambda each: (each.named.first, each.last)))


def soonest_first(dates: Iterable[Dated], today: date) -> list[Dated]:
    """What is now or still to come, then what is past, each from today on."""
    dates = list(dates)
    ahead = [each for each in dates if each.when(today) is not When.PAST]
    return ahead + [each for each in reversed(dates) if each.when(today) is When.PAST]


def _of_row(row: Row) -> Iterator[Dated]:
    yield from _cited(row, named_dates(row.priority.title), Citation.of_heading(row))
    for place in Place.all_in(row, columns_and_notes(row)):
        if named := named_dates(place.text):
            yield from _cited(row, named, place.citation)


def _cited(row: Row, named: Iterable[NamedDate], citation: Citation) -> Iterator[Dated]:
    return (Dated(row, each, citation) for each in named)
