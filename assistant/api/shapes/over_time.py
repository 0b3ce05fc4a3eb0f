"""Changes, the watch list, where rows stand, and briefings, as other programs are given them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from pydantic import Field

from assistant.api.shapes import Shape
from assistant.api.shapes.answers import Citation
from assistant.briefing.brief import Part
from assistant.tracking.changes import RowStatus
from assistant.tracking.due import Stage, soon
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.overview import Counts, Fact
from assistant.tracking.timeline import When
from assistant.tracking.watch import Concern
from corpus.records import Doubt

if TYPE_CHECKING:
    from assistant.briefing import brief
    from assistant.tracking import changes, watch


class ItemChange(Shape):
    """How an item changed; what doesn't exist is null. The last four are only there where there is something to say."""

    column: str
    kind: ItemKind
    old: str | None
    new: str | None
    moved_to: str | None = Field(default=None, description="The reference of the row that the item is in now.")
    moved_from: str | None = Field(default=None, description="The reference of the row that the item was in.")
    may_be_followed_by: str | None = Field(default=None, description="An added item on the same matter.")
    may_follow_from: str | None = Field(default=None, description="A removed item on the same matter.")


class RowChange(Shape):
    """How a row of either update changed, and each of its items; what doesn't exist is null."""

    status: list[RowStatus]
    old_reference: str | None
    new_reference: str | None
    old_title: str | None
    new_title: str | None
    items: list[ItemChange]

    @classmethod
    def of(cls, change: changes.RowChange) -> Self:
        return cls.model_validate(change.as_contract())


class Watched(Shape):
    """Something that scrutiny may want to ask about. `says` is a sentence about the documents, no judgement."""

    concern: Concern
    says: str
    column: str = Field(description="The column that it is about, also where nothing stands in it.")
    citation: Citation
    since: str = Field(description="The first update since which a text is unchanged; empty for other concerns.")

    @classmethod
    def of(cls, entry: watch.Watched) -> Self:
        return cls(
            concern=entry.concern,
            says=entry.says,
            column=entry.column,
            citation=Citation.model_validate(entry.citation),
            since=entry.since,
        )


class RowStanding(Shape):
    """Where a row stands as of a day, as its plan states it."""

    plan: str
    update: str
    reference: str
    category: str
    priority: str
    stage: Stage
    status: str = Field(description="In the plan's own words.")
    due: date | None
    due_text: str = Field(description="In the plan's own words.")
    owners: list[str]
    doubt: Doubt

    @classmethod
    def of(cls, fact: Fact) -> Self:
        row = fact.row
        return cls(
            plan=row.plan,
            update=row.update,
            reference=row.reference,
            category=row.category.label,
            priority=row.priority.label,
            stage=fact.stage,
            status=fact.label,
            due=fact.due,
            due_text=fact.due_text,
            owners=list(fact.owners),
            doubt=row.doubt,
        )


class Totals(Shape):
    """How many of some rows are what, as their plans state it."""

    rows: int
    stages: dict[Stage, int]
    statuses: dict[str, int] = Field(description="In the plans' own words.")
    doubtful: int = Field(description="How many should be compared with the document.")

    @classmethod
    def of(cls, counts: Counts) -> Self:
        return cls(
            rows=counts.rows,
            stages={stage: counts.stages.get(stage, 0) for stage in Stage},
            statuses=dict(counts.labels),
            doubtful=counts.doubtful,
        )


class Overview(Shape):
    """Where the rows of all plans' latest updates stand as of a day; `rows` are those of this page of the list."""

    day: date
    due_soon_until: date
    totals: Totals = Field(description="Of all rows that are chosen, on whatever page of the list.")
    plans: dict[str, Totals]
    rows: list[RowStanding]

    @classmethod
    def of(cls, day: date, facts: Sequence[Fact], page: Sequence[Fact]) -> Self:
        names = dict.fromkeys(fact.row.plan for fact in facts)
        by_plan = {name: Counts.of(fact for fact in facts if fact.row.plan == name) for name in names}
        return cls(
            day=day,
            due_soon_until=soon(day),
            totals=Totals.of(Counts.of(facts)),
            plans={name: Totals.of(counts) for name, counts in by_plan.items()},
            rows=[RowStanding.of(fact) for fact in page],
        )


# --- briefings -------------------------------------------------------------------------------------


class Line(Shape):
    """A numbered quote. `led` are words in front of it; `earlier` is what was said in the updates before."""

    number: int
    led: str
    citation: Citation
    earlier: list[Line]

    @classmethod
    def of(cls, line: brief.Line) -> Self:
        earlier = [Line.of(each) for each in line.earlier]
        return cls(number=line.number, led=line.led, citation=Citation.model_validate(line.citation), earlier=earlier)


class Section(Shape):
    """Quotes of one part of a row, from one column where `heading` names it."""

    part: Part
    heading: str
    lines: list[Line]

    @classmethod
    def of(cls, section: brief.Section) -> Self:
        return cls(part=section.part, heading=section.heading, lines=[Line.of(line) for line in section.lines])


class NamedDate(Shape):
    """A date that a line names, by the line's number."""

    text: str
    when: When
    number: int


class RowBrief(Shape):
    """What is said of a subject in one row; `whole`: all of it is about the subject."""

    reference: str
    whole: bool
    heading: Line
    sections: list[Section]
    dates: list[NamedDate]
    not_stated: list[str]
    stage: Stage | None

    @classmethod
    def of(cls, row: brief.RowBrief) -> Self:
        return cls(
            reference=row.row.reference,
            whole=row.whole,
            heading=Line.of(row.heading),
            sections=[Section.of(section) for section in row.sections],
            dates=[NamedDate.model_validate(each) for each in row.dates],
            not_stated=list(row.missing),
            stage=row.stage,
        )


class PlanBrief(Shape):
    """The rows of one plan's latest update, and the headings that the update before had and it leaves out."""

    plan: str
    update: str
    previous: str | None
    rows: list[RowBrief]
    dropped: list[Line]

    @classmethod
    def of(cls, plan: brief.PlanBrief) -> Self:
        return cls(
            plan=plan.plan,
            update=plan.update,
            previous=plan.previous or None,
            rows=[RowBrief.of(row) for row in plan.rows],
            dropped=[Line.of(line) for line in plan.dropped],
        )


class Briefing(Shape):
    """Everything that the plans' latest updates say of a subject, in numbered quotes."""

    subject: str
    day: date
    plans: list[PlanBrief]

    @classmethod
    def of(cls, written: brief.Briefing) -> Self:
        return cls(subject=written.subject.title, day=written.day, plans=list(map(PlanBrief.of, written.plans)))
