"""Two subjects side by side: what is said of each, under the same headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from assistant.briefing.brief import Briefer, Briefing, Line, Part, RowBrief
from assistant.briefing.subject import Subject
from assistant.tracking.timeline import When


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


def _headings(briefing: Briefing) -> Iterator[Entry]:
    return (Entry(row, row.heading) for row in briefing.rows)


def _of_part(part: Part, briefing: Briefing) -> Iterator[Entry]:
    for row in briefing.rows:
        for section in (each for each in row.sections if each.part is part):
            yield from (Entry(row, line) for line in section.lines)


def _dates(briefing: Briefing) -> Iterator[Entry]:
    """The dates by when they are, each with the number of the quote that names it."""
    for row in briefing.rows:
        if remark := dates_words(row):
            yield Entry(row, remark=remark)


def _missing(briefing: Briefing) -> Iterator[Entry]:
    return (Entry(row, remark=", ".join(row.missing)) for row in briefing.rows if row.missing)


def dates_words(row: RowBrief) -> str:
    """`To come: March 2026 (4). Past: June 2024 (2).`; "" for no dates."""
    groups = (("To come", (When.NOW, When.TO_COME)), ("Past", (When.PAST,)))
    told = [
        (words, [f"{each.text} ({each.number})" for each in row.dates if each.when in when]) for words, when in groups
    ]
    return " ".join(f"{words}: {', '.join(dict.fromkeys(named))}." for words, named in told if named)
