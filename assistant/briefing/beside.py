"""Two subjects side by side: what is said of each, under the same headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from assistant.briefing.brief import Briefer, Briefing, Line, Part, RowBrief
from assistant.briefing.subject import Subject
from assistant.tracking.timeline import When
from corpus.records import RowKind, source_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A quote on one side, of the row of this reference and plan; or a remark that quotes nothing."""

    row: RowBrief
    line: Line | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A heading that both sides are under, and what each says there."""

    heading: str
    sides: tuple[tuple[Entry, ...], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two briefings, cut by the same headings."""

    sides: tuple[Briefing, Briefing]
    shared: tuple[Shared, ...]

    @property
    def names(self) -> tuple[str, str]:
        """What the sides are about; with their plans where both are about the same."""
        one, other = (side.subject for side in self.sides)
        if one.title != other.title:
            return one.title, other.title
        return f"{one.title}, {one.plan}", f"{other.title}, {other.plan}"

    @property
    def lines(self) -> list[Line]:
        """Every quote of both, in the order of the numbers."""
        return sorted((line for side in self.sides for line in side.lines), key=lambda line: line.number)


def beside(briefer: Briefer, one: Subject, other: Subject) -> Beside:
    """Both subjects, numbered through. Raises WrongUse for an unknown plan, and for a subject that says nothing."""
    sides = briefer.brief(one), briefer.brief(other)
    parts = ((part.value, partial(_of_part, part)) for part in Part)
    headings: list[tuple[str, Callable[[Briefing], Iterator[Entry]]]] = [
        ("Priorities", _headings),
        *parts,
        ("Dates", _dates),
        ("Not stated", _missing),
    ]
    cut = (Shared(heading, (tuple(entries(sides[0])), tuple(entries(sides[1])))) for heading, entries in headings)
    return Beside(sides, tuple(shared for shared in cut if any(shared.sides)))


def by_update(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """One side's entries under their plan and update: a row's number says nothing without them."""
    for name, group in groupby(entries, key=lambda entry: source_of(entry.row.row.plan, entry.row.row.update)):
        yield name, list(group)


def _headings(briefing: Briefing) -> Iterator[Entry]:
    return (Entry(row, row.heading) for row in briefing.rows if row.row.kind is RowKind.ROW)


def _of_part(part: Part, briefing: Briefing) -> Iterator[Entry]:
    for row in briefing.rows:
        for section in (each for each in row.sections if each.part is part):
            yield from (Entry(row, line) for line in section.lines)


def _dates(briefing: Briefing) -> Iterator[Entry]:
    """The dates by when they are, each with the number of the quote that names it."""
    for row in briefing.rows:
        if told := list(dates_words(row)):
            yield Entry(row, remark=" ".join(f"{label}: {words}" for label, words in told))


def _missing(briefing: Briefing) -> Iterator[Entry]:
    return (Entry(row, remark=", ".join(row.missing)) for row in briefing.rows if row.missing)


def dates_words(row: RowBrief) -> Iterator[tuple[str, str]]:
    """`Dates to come`, `March 2026 (quote 4)`, then the dates that have passed, each with the quotes that name it."""
    groups = (("Dates to come", (When.NOW, When.TO_COME)), ("Past dates", (When.PAST,)))
    for label, when in groups:
        numbers: dict[str, list[int]] = {}
        for each in row.dates:
            if each.when in when and each.number not in numbers.setdefault(each.text, []):
                numbers[each.text].append(each.number)
        if numbers:
            yield label, f"{', '.join(f'{text} ({_quotes(found)})' for text, found in numbers.items())}."


def _quotes(numbers: Sequence[int]) -> str:
    """`quote 4`, `quotes 2, 5 and 9`."""
    *first, last = map(str, numbers)
    return f"quotes {', '.join(first)} and {last}" if first else f"quote {last}"
