"""A briefing: a page of quotes on one subject, by plan and priority, each numbered, cited and given once.

What is planned, what has been done, who leads and by when, what that was in earlier updates, what is no longer said,
which dates are past and which to come, and what isn't stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import count, groupby

from assistant.briefing.subject import About, Subject, plans_of, rows_about
from assistant.tracking.due import Stage, state_of
from assistant.tracking.figures import moved_figures
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.likeness import Span
from assistant.tracking.lineage import Lineage, Step
from assistant.tracking.places import NOTES, Place
from assistant.tracking.status_words import StatusMeanings
from assistant.tracking.timeline import When, dated
from corpus.glossary import Glossary
from corpus.language.dates import Precision
from corpus.language.quantities import Unit, amounts
from corpus.library import Library
from corpus.records import Citation, Meaning, Plan, Row, RowKind, fold


class Part(StrEnum):
    """The parts of what a briefing says of a row."""

    PLANNED = "Planned"
    DONE = "Done so far"
    FACTS = "Lead, dates and status"
    OTHER = "Also stated"
    GONE = "No longer stated"


_PART_OF = {
    **dict.fromkeys((Meaning.ACTION, Meaning.MEASURE, Meaning.TARGET), Part.PLANNED),
    **dict.fromkeys((Meaning.PROGRESS, Meaning.RESULT), Part.DONE),
    **dict.fromkeys((Meaning.OWNER, Meaning.DUE, Meaning.STATUS, Meaning.COST), Part.FACTS),
}
_ASKED_FOR = {
    Meaning.OWNER: "who leads",
    Meaning.DUE: "when it is due",
    Meaning.STATUS: "a status",
    Meaning.PROGRESS: "what has been done",
    Meaning.COST: "what it costs",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered quote. `led` are the words in front of it, of ours or a column's heading; `figures` are spans of the
    quote that differ from what it says beside `earlier`: what was said in the updates before, the latest first."""

    number: int
    citation: Citation
    led: str = ""
    figures: tuple[Span, ...] = ()
    earlier: tuple[Line, ...] = ()

    @property
    def each(self) -> Iterator[Line]:
        """The line, then the earlier ones."""
        yield self
        for line in self.earlier:
            yield from line.each


@dataclass(frozen=True, slots=True)
class Section:
    """Quotes of one part of a row, from one column where `heading` names it."""

    part: Part
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A date that a line names, by the line's number."""

    text: str
    when: When
    number: int


@dataclass(frozen=True, slots=True)
class RowBrief:
    """What is said of a subject in one row. `whole`: all of the row is about it, and then `missing` are things that
    nothing in it states, and `stage` is where it is as of the day; None otherwise, and for text outside tables."""

    row: Row
    whole: bool
    heading: Line
    sections: tuple[Section, ...]
    dates: tuple[Named, ...]
    missing: tuple[str, ...]
    stage: Stage | None

    @property
    def lines(self) -> Iterator[Line]:
        if self.heading.citation.quote:
            yield self.heading
        for section in self.sections:
            for line in section.lines:
                yield from line.each


@dataclass(frozen=True, slots=True)
class PlanBrief:
    """The rows of one plan's latest update, and the headings of those that the update before had and it leaves out.

    `previous` is the update that it is compared with, "" for none."""

    plan: str
    update: str
    previous: str
    rows: tuple[RowBrief, ...]
    dropped: tuple[Line, ...]

    @property
    def by_category(self) -> Iterator[tuple[str, list[RowBrief]]]:
        """The rows that follow one another under one category, with its label; "" for those under none."""
        for category, rows in groupby(self.rows, key=lambda each: each.row.category.label):
            yield category, list(rows)

    @property
    def lines(self) -> Iterator[Line]:
        for row in self.rows:
            yield from row.lines
        yield from self.dropped


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything that the plans' latest updates say of a subject, as of a day."""

    subject: Subject
    day: date
    plans: tuple[PlanBrief, ...]

    @property
    def lines(self) -> list[Line]:
        """Every quote, in the order of the numbers."""
        return sorted((line for plan in self.plans for line in plan.lines), key=lambda line: line.number)

    @property
    def rows(self) -> list[RowBrief]:
        return [row for plan in self.plans for row in plan.rows]


@dataclass
class Briefer:
    """Writes briefings from one generation of the index. `near` gives the keys of the rows that a search finds."""

    library: Library
    lineage: Lineage
    glossary: Glossary
    meanings: StatusMeanings
    day: date
    near: Callable[[str], Collection[str]] = lambda words: ()
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def brief(self, subject: Subject) -> Briefing:
        """The briefing on a subject; those that one Briefer writes go on counting. Raises WrongUse for an unknown plan,
        and for a subject that says nothing."""
        chosen = plans_of(subject, self.library)
        found = [(plan, self._about(subject, plan, -1), self._about(subject, plan, -2)) for plan in chosen]
        if not all(about.akin for _, *sides in found for side in sides for about in side):
            near = self.near(subject.words) if any(about.akin for _, now, _ in found for about in now) else ()
            found = [(plan, _sure(now, near), _sure(then, near)) for plan, now, then in found]
        plans = (self._plan(*each) for each in found)
        return Briefing(subject, self.day, tuple(each for each in plans if each.rows or each.dropped))

    def _about(self, subject: Subject, plan: Plan, which: int) -> tuple[About, ...]:
        """What one of a plan's updates says, by its place in their order; nothing where there are fewer."""
        if -which > len(plan.updates):
            return ()
        return rows_about(subject, self.library, self.glossary, plan, plan.updates[which].name)

    def _plan(self, plan: Plan, now: Iterable[About], then: Iterable[About]) -> PlanBrief:
        previous = plan.updates[-2].name if len(plan.updates) > 1 else ""
        rows = tuple(self._row(about) for about in now)
        gone = [about.row for about in then if _last(self.lineage.since(about.row.key)) is None]
        dropped = tuple(self._heading(row) for row in gone if row.kind is RowKind.ROW)
        return PlanBrief(plan.name, plan.latest.name, previous, rows, dropped)

    def _row(self, about: About) -> RowBrief:
        row, history = about.row, self.lineage.history(about.row.key)
        is_new = bool(history) and history[-1].change.old is None
        heading = self._heading(row, f"New in the {row.update} update" if is_new else "")
        sections = tuple(self._sections(about, history))
        said_now = [line for section in sections if section.part is not Part.GONE for line in section.lines]
        numbers = {_at(line.citation): line.number for line in said_now}
        numbers[_at(heading.citation)] = heading.number
        told = row.kind is RowKind.ROW and about.whole
        return RowBrief(
            row,
            about.whole,
            heading,
            sections,
            tuple(self._dates(row, numbers)),
            tuple(_missing(row)) if told else (),
            state_of(row, self.day, self.meanings).stage if told else None,
        )

    def _heading(self, row: Row, led: str = "") -> Line:
        number = next(self._numbers) if row.priority.title else 0  # some text outside tables has no heading to quote
        return Line(number, Citation.of_heading(row), led)

    def _sections(self, about: About, history: Sequence[Step]) -> Iterator[Section]:
        """The parts in their order, each column of a row by itself, but for facts, which stand together."""
        by_part: dict[tuple[Part, str], list[Place]] = {}
        for place in about.places:
            part = _part(place)
            by_part.setdefault((part, "" if part is Part.FACTS else place.column), []).append(place)
        parts = list(Part)
        for (part, heading), places in sorted(by_part.items(), key=lambda each: parts.index(each[0][0])):
            lines = tuple(self._line(place, part, history) for place in places if place.text.strip())
            yield Section(part, heading, lines)
        if gone := tuple(self._gone(about, history)):
            yield Section(Part.GONE, "", gone)

    def _line(self, place: Place, part: Part, history: Sequence[Step]) -> Line:
        number = next(self._numbers)
        led = place.column if part is Part.FACTS else _since(place, history)
        earlier = tuple(self._earlier(place, history))
        older = next((each.citation.quote for each in earlier), "")
        figures = moved_figures(older, place.text)[1] if older and part is not Part.FACTS else []
        return Line(number, place.citation, led, tuple((each.start, each.end) for each in figures), earlier)

    def _earlier(self, place: Place, history: Sequence[Step]) -> Iterator[Line]:
        """What was said of the matter in the updates before, the latest first."""
        for change in _back(place, history):
            old = change.old or change.may_follow or change.elsewhere
            if old is None or change.kind is ItemKind.UNCHANGED:
                continue
            led = f"{old.row.update}, may be the same matter" if change.may_follow else old.row.update
            figures = moved_figures(old.text, change.new.text)[0] if change.new else []
            yield Line(next(self._numbers), old.citation, led, tuple((each.start, each.end) for each in figures))

    def _gone(self, about: About, history: Sequence[Step]) -> Iterator[Line]:
        """What the update before said in the row and this one leaves out, unless it is quoted as said earlier."""
        changes = history[-1].change.items if history and about.whole else ()
        for change in changes:
            if change.kind is ItemKind.DROPPED and change.old and not change.may_follow:
                yield Line(next(self._numbers), change.old.citation, change.old.row.update)

    def _dates(self, row: Row, numbers: Mapping[tuple[str, int | None], int]) -> Iterator[Named]:
        """The dates that the lines name, but for past years, which only say what a figure is of."""
        for each in dated([row]):
            number, when = numbers.get(_at(each.citation)), each.when(self.day)
            if number is not None and (when is not When.PAST or each.named.precision not in _WHOLE_YEARS):
                yield Named(each.named.text, when, number)


_WHOLE_YEARS = (Precision.YEAR, Precision.FINANCIAL_YEAR, Precision.ACADEMIC_YEAR, Precision.RANGE)


def _sure(found: Iterable[About], near: Collection[str]) -> tuple[About, ...]:
    """The rows that say the subject's own words, and those near it of the rows that only say others of their stems."""
    return tuple(each for each in found if not each.akin or each.row.key in near)


def _last(steps: Sequence[Step]) -> Row | None:
    return steps[-1].change.new if steps else None


def _at(citation: Citation) -> tuple[str, int | None]:
    return citation.column, citation.item


def _part(place: Place) -> Part:
    column = place.row.column(place.column)
    return _PART_OF.get(column.meaning, Part.OTHER) if column and place.column != NOTES else Part.OTHER


def _back(place: Place, history: Sequence[Step]) -> Iterator[ItemChange]:
    """How an item came into its update, then how that which it came from did, and so on."""
    for step in reversed(history):
        change = next((each for each in step.change.items if each.new and _same(each.new, place)), None)
        if change is None:
            return
        yield change
        before = change.old or change.may_follow or change.elsewhere
        if before is None:
            return
        place = before


def _same(one: Place, other: Place) -> bool:
    """Whether two places are of one item; a part of it is, because a briefing quotes whole items."""
    return (one.row.key, one.column, one.number) == (other.row.key, other.column, other.number)


def _since(place: Place, history: Sequence[Step]) -> str:
    """`New since 2023-24`; "" where nothing was before, or the item has become longer."""
    change = next(_back(place, history), None)
    if change is None or history[-1].change.old is None:
        return ""
    before = history[-1].comparison.old.name
    words = {
        ItemKind.NEW: f"New since {before}",
        ItemKind.REWORDED: f"Reworded since {before}",
        ItemKind.MOVED: f"Moved here since {before}",
        ItemKind.UNCHANGED: f"As in {before}",
    }
    return words.get(change.kind, "")


def _missing(row: Row) -> Iterator[str]:
    """What committees ask and the row doesn't state in a column of its own; a cost counts wherever money is named."""
    stated = {column.meaning for column in row.columns if any(fold(item.text) for item in column.items)}
    texts = [item.text for column in row.columns for item in column.items]
    if any(found.unit is Unit.MONEY for text in texts for found in amounts(text)):
        stated.add(Meaning.COST)
    if Meaning.RESULT in stated:
        stated.add(Meaning.PROGRESS)
    yield from (words for meaning, words in _ASKED_FOR.items() if meaning not in stated)


def told_in_all(briefing: Briefing) -> str:
    """`13 priorities`, `1 priority and 2 texts outside the tables`: what the briefing is made of."""
    of = Counter(row.row.kind for row in briefing.rows)
    rows, totals, texts = of[RowKind.ROW], of[RowKind.TOTAL], of[RowKind.PROSE]
    told = (
        _number(rows, "priority", "priorities") if rows or not (totals or texts) else "",
        _number(totals, "total", "totals") if totals else "",
        _number(texts, "text outside the tables", "texts outside the tables") if texts else "",
    )
    return " and ".join(filter(None, told))


def figures(briefing: Briefing) -> list[str]:
    """What stands in the briefing, a sentence each: its priorities and texts, the dates to come, what is overdue."""
    rows = [row for row in briefing.rows if row.row.kind is RowKind.ROW]
    planned, done = (_lines(rows, part) for part in (Part.PLANNED, Part.DONE))
    new = sum(
        line.led.startswith("New since") or bool(row.heading.led) for row in rows for line in _lines([row], Part.DONE)
    )
    held = (
        f"{_number(len(planned), 'text', 'texts')} on what is planned" if planned else "",
        f"{_number(len(done), 'text', 'texts')} on what has been done" if done else "",
    )
    held_words = " and ".join(filter(None, held))
    coming = sum(each.when is not When.PAST for row in briefing.rows for each in row.dates)
    late = sum(row.stage is Stage.LATE for row in rows)
    unread = sum(row.stage is Stage.UNREAD for row in rows)
    sentences = (
        f"{told_in_all(briefing)}{f', with {held_words}' if held_words else ''}.",
        f"Of what has been done, {_number(new, 'text is', 'texts are')} new since the update before." if new else "",
        f"{_number(coming, 'date is', 'dates are')} still to come." if coming else "",
        f"{_number(late, 'priority is', 'priorities are')} overdue." if late else "",
        f"{_number(unread, 'due date', 'due dates')} can’t be read." if unread else "",
    )
    return list(filter(None, sentences))


def _lines(rows: Iterable[RowBrief], part: Part) -> list[Line]:
    return [line for row in rows for section in row.sections if section.part is part for line in section.lines]


def _number(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
