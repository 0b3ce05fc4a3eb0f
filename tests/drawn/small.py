"""Small tables of short words, as in a page's example or a plan just begun, each with the rows that it means."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from corpus.readers.lines import blocks_of_lines
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Reading
from tests.drawn.shapes import roman
from tests.drawn.tables import WHERE, Generated, TrueRow, listed

_GROUPS = listed("Area|Theme|Category|Aim|Objective|Priority|Outcome|Section|Service|A")
_TITLES = listed("Priority|Aim|Step|Action|Objective|Task|What|Measure|Commitment|B")
_OTHERS = listed("Lead|Actions|Due|Progress|Now|Owner|Status|Where we are|Next|Cost|C")
_NAMES = listed("Homes|Money|Health|Nature|Schools|Roads|Safety|Jobs")
_WORDS = listed("Beds|Food|Pay|Buses|Trees|Parks|Play|Warm homes|Clean air|Safe streets|Good food|Short breaks")
_CELLS = (
    listed("ICB|Council|Ann|Ben|LA"),
    listed("May|June|March 2026|2027|Ongoing"),
    listed("Buy two|Cook|Ask|Rent one|Plant more|Open it|See the annex|Mend roofs"),
    listed("x|y|z|Green|Red|Amber"),
)


def small(seed: int) -> Generated:
    """The table of a seed."""
    chance = random.Random(f"small {seed}")
    design = _design(chance)
    rows = tuple(_rows(design, chance))
    body = list(_lines(design, rows) if design.placing == "lines" else _grouped(design, rows))
    parts = (
        Block("Fenwick plan (fictional)", WHERE, BlockKind.HEADING, 1),
        Grid((_row([*design.labels]), *body), WHERE),
    )
    return Generated(f"small-{seed}", Reading(parts), rows, f"small, {design.placing}: {' | '.join(design.labels)}")


def _grouped(design: _Design, rows: Sequence[TrueRow]) -> Iterator[GridRow]:
    """A line for each row; the first column may span those of one group, and the last those that say the same."""
    for at, row in enumerate(rows):
        fresh = not at or rows[at - 1].category != row.category
        span = sum(other.category == row.category for other in rows) if fresh and design.placing == "merged" else 1
        texts = _texts(design, row, fresh=fresh)
        spans = {0: span}
        if design.placing == "last said once":
            last = design.others[-1]
            same = [other.columns[last] == row.columns[last] for other in rows]
            again = bool(at) and same[at - 1]
            texts[-1] = None if again else texts[-1]
            spans[len(texts) - 1] = next((more for more, one in enumerate(same[at:]) if not one), len(rows) - at)
        yield _row(texts, spans)


def _lines(design: _Design, rows: Sequence[TrueRow]) -> Iterator[GridRow]:
    """A line for each text in a row's first column beside the titles; all its other cells span these lines."""
    for row in rows:
        texts = _texts(design, row, fresh=True)
        at = len(design.labels) - len(design.others)
        for place, text in enumerate(row.columns[design.others[0]]):
            first: list[str | None] = [text if column == at else each for column, each in enumerate(texts)]
            later = [text if column == at else None for column in range(len(texts))]
            span = len(row.columns[design.others[0]])
            yield _row(later if place else first, {column: span for column in range(len(texts)) if column != at})


@dataclass(frozen=True, slots=True)
class _Design:
    """`number` is the label over the numerals; None where they stand before the titles, if there are any."""

    placing: str
    group: str
    number: str | None
    numbered: bool
    title: str
    others: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        number = [] if self.number is None else [self.number]
        return (*([self.group] if self.grouped else []), *number, self.title, *self.others)

    @property
    def grouped(self) -> bool:
        return self.placing in ("merged", "blank", "repeated")


def _design(chance: random.Random) -> _Design:
    numbered, group = chance.random() < 0.5, chance.choice(_GROUPS)
    number = chance.choice(("No", "Ref", "#", "ID", "")) if numbered and chance.random() < 0.4 else None
    title = chance.choice([label for label in _TITLES if label != group])
    others = tuple(chance.sample(_OTHERS, chance.randint(1, 3)))
    placing = chance.choice(("none", "none", "merged", "blank", "repeated", "lines", "last said once"))
    return _Design(placing, group, number, numbered, title, others)


def _rows(design: _Design, chance: random.Random) -> Iterator[TrueRow]:
    grouped = design.grouped
    sizes = [2, *(chance.choice((1, 2, 3)) for _ in range(chance.randint(1, 2)))] if grouped else [chance.randint(1, 5)]
    words = iter(chance.sample(_WORDS, sum(sizes)))
    kinds = [chance.choice(_CELLS) for _ in design.others]
    names = chance.sample(_NAMES, len(sizes))
    if chance.random() < 0.5:
        names = [f"{place} {name}" for place, name in enumerate(names, start=1)]
    ordinal = 0
    for name, size in zip(names, sizes, strict=True):
        for within in range(size):
            ordinal += 1
            numeral = str(ordinal) if design.number is not None else roman(within + 1)
            cells: dict[str, tuple[str, ...]] = {
                label: (chance.choice(kind),) for label, kind in zip(design.others, kinds, strict=True)
            }
            if design.placing == "lines":
                cells[design.others[0]] = tuple(chance.sample(_CELLS[2], chance.randint(1, 3)))
            yield TrueRow((name,) if grouped else (), numeral if design.numbered else "", next(words), cells)


def _texts(design: _Design, row: TrueRow, *, fresh: bool) -> list[str | None]:
    """A row's cells; `None` where a merged one reaches into it."""
    texts: list[str | None] = []
    if row.category:
        blank = None if design.placing == "merged" else ""
        texts.append(row.category[0] if fresh or design.placing == "repeated" else blank)
    apart = design.number is not None
    texts += [row.number] if apart else []
    texts.append(row.title if apart or not row.number else f"{row.number} {row.title}")
    return [*texts, *(cells[0] for cells in row.columns.values())]


def _row(texts: Sequence[str | None], spans: Mapping[int, int] = MappingProxyType({})) -> GridRow:
    """A row of cells, some of which span several; `None` stands where one of a row above reaches."""
    there = [(at, text) for at, text in enumerate(texts) if text is not None]
    return GridRow(tuple(Cell(blocks_of_lines(text, WHERE), at, 1, spans.get(at, 1)) for at, text in there), WHERE)
