"""Where rows stand, as a table for every kind of file: one line a row, with its place, and the counts by plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.exports.csv_file import csv_content
from assistant.exports.quoted import Origin
from assistant.tracking.due import Stage
from assistant.tracking.overview import Counts, Fact, grouped

Value = str | int | date | None
HEADINGS = (
    *("Plan", "Update", "Row", "Category", "Action or priority", "Owner", "Status as stated", "What the status says"),
    *("Due as written", "Due by", "Where it stands", "Since the last update", "Check with the document"),
    *("File", "Page", "Sheet", "Line"),
)
COUNT_HEADINGS = ("Plan", "Update", "Status as stated", "Rows")
_STAGES = (Stage.LATE, Stage.PASSED, Stage.SOON, Stage.AHEAD, Stage.UNREAD, Stage.UNDATED, Stage.DONE)


@dataclass(frozen=True, slots=True)
class Listing:
    """What is exported: rows as of a day, what became of them since the update before by `Row.key`, and where from.

    `lead` are the lines that say what was chosen.
    """

    title: str
    lead: tuple[str, ...]
    facts: Sequence[Fact]
    since: Mapping[str, str]
    origin: Origin

    @property
    def plans(self) -> dict[tuple[str, str], list[Fact]]:
        """The rows by plan and update."""
        found: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.facts:
            found.setdefault((fact.row.plan, fact.row.update), []).append(fact)
        return found

    def rows(self) -> Iterable[tuple[Value, ...]]:
        """Each row's cells under HEADINGS; the day on which it is due is a date."""
        return (self._row(fact) for fact in self.facts)

    def _row(self, fact: Fact) -> tuple[Value, ...]:
        row, place = fact.row, fact.row.location
        what = row.plan, row.update, row.reference, row.category.label, row.priority.title, ", ".join(fact.owners)
        stands = fact.status, fact.progress.value, fact.due_text, fact.due, fact.stage.value
        told = self.since.get(row.key, ""), "; ".join(row.doubts)
        return (*what, *stands, *told, place.file, place.page, place.sheet or "", place.line)

    def counts(self) -> Iterable[tuple[str, str, str, int]]:
        """How many rows of each plan state which status, then how many are overdue and so on."""
        for (plan, update), facts in self.plans.items():
            counts = Counts.of(facts)
            for label, number in counts.labels.most_common():
                yield plan, update, f"Status: {label}", number
            for stage in _STAGES:
                if counts.stages[stage]:
                    yield plan, update, f"Where it stands: {stage.value}", counts.stages[stage]

    def owners(self) -> Iterable[tuple[str, int, int, int]]:
        """Each owner with the number of rows, of those overdue, and of those due soon."""
        for owner, facts in sorted(grouped(self.facts, lambda fact: fact.owners).items()):
            stages = Counts.of(facts).stages
            yield owner, len(facts), stages[Stage.LATE], stages[Stage.SOON]


def listing_csv(listing: Listing) -> bytes:
    """One row a line; days as 2026-03-31, which sorts."""
    origin = listing.origin
    headings = (*HEADINGS, "Exported on", "Index", "File's SHA-256")
    rows = (
        (
            *map(_text, cells),
            origin.day.isoformat(),
            origin.generation,
            origin.digest(fact.row.location.file),
        )
        for fact, cells in zip(listing.facts, listing.rows(), strict=True)
    )
    return csv_content(headings, rows)


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
