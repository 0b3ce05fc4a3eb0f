"""Small tables of short words, as in a page's example or a plan just begun, each with the rows that it means."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.readers.lines import blocks_of_lines
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Reading
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
    spans = [sum(other.category == row.category for other in rows) for row in rows]
    fresh = [not at or rows[at - 1].category != row.category for at, row in enumerate(rows)]
    header = _row([*design.labels], 1)
    merged = design.placing == "merged"
    body = [
        _row(_texts(design, row, fresh=new), span if new and merged else 1)
        for row, new, span in zip(rows, fresh, spans, strict=True)
    ]
    parts = (Block("Fenwick plan (fictional)", WHERE, BlockKind.HEADING, 1), Grid((header, *body), WHERE))
    return Generated(f"small-{seed}", Reading(parts), rows, f"small, {design.placing}: {' | '.join(design.labels)}")


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
        return (*([self.group] if self.placing != "none" else []), *number, self.title, *self.others)


def _design(chance: random.Random) -> _Design:
    numbered, group = chance.random() < 0.5, chance.choice(_GROUPS)
    number = chance.choice(("No", "Ref", "#", "ID", "")) if numbered and chance.random() < 0.4 else None
    title = chance.choice([label for label in _TITLES if label != group])
    others = tuple(chance.sample(_OTHERS, chance.randint(1, 3)))
    placing = chance.choice(("none", "none", "merged", "blank", "repeated"))
    return _Design(placing, group, number, numbered, title, others)


def _rows(design: _Design, chance: random.Random) -> Iterator[TrueRow]:
    grouped = design.placing != "none"
    sizes = [2, *(chance.choice((1, 2, 3)) for _ in range(chance.randint(1, 2)))] if grouped else [chance.randint(2, 5)]
    words = iter(chance.sample(_WORDS, sum(sizes)))
    kinds = [chance.choice(_CELLS) for _ in design.others]
    ordinal = 0
    for name, size in zip(chance.sample(_NAMES, len(sizes)), sizes, strict=True):
        for within in range(size):
            ordinal += 1
            numeral = str(ordinal) if design.number is not None else _ROMAN[within]
            cells = {label: (chance.choice(kind),) for label, kind in zip(design.others, kinds, strict=True)}
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
    return [*texts, *(cell for (cell,) in row.columns.values())]


_ROMAN = ("i", "ii", "iii", "iv", "v")


def _row(texts: list[str | None], span: int) -> GridRow:
    """A row; a group that spans several rows stands first, and `None` stands where it reaches."""
    cells = [
        Cell(blocks_of_lines(text, WHERE), at, 1, 1 if at else span)
        for at, text in enumerate(texts)
        if text is not None
    ]
    return GridRow(tuple(cells), WHERE)
