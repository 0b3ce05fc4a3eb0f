"""Tables in further forms, drawn at random, each with the rows that it means.

Turned tables, whose labels stand down the first column; labels below others; columns of which each row marks one;
outlines such as 1, 1.1, 1.1.1; headings between rows that say something of their own; items beside several rows.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.readers.lines import blocks_of_lines
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Reading
from corpus.tables.headers import HeaderPlace
from tests.drawn.shapes import KINDS, Cells, labels_for, physical, true_row
from tests.drawn.tables import AREAS, DATES, FIRST_ROW, PEOPLE, RATINGS, WHERE, Generated, TrueRow, listed, worded

_TITLE = Block("Borough of Fenwick plan 2026 (fictional)", WHERE, BlockKind.HEADING, 1)
_PLAIN = ("risks", "minutes", "recommendations", "areas", "lists of actions", "measures")


@dataclass(frozen=True, slots=True)
class _Base:
    """The rows of a table of a usual kind: labels, what cells say, and what the rows mean."""

    kind: str
    labels: list[str]
    drawn: list[tuple[str, ...]]
    rows: list[TrueRow]

    @property
    def numbered(self) -> bool:
        return any(row.number for row in self.rows)


def form(seed: int) -> Generated:
    """The table of a seed."""
    chance = random.Random(f"form {seed}")
    draw = _FORMS[seed % len(_FORMS)]
    return replace(draw(f"form {seed}", chance), name=f"form-{seed}")


def _base(name: str, chance: random.Random, count: int, kinds: Sequence[str] = _PLAIN) -> _Base:
    kind = chance.choice([each for each in KINDS if each.name in kinds])
    columns = [column for column in kind.columns if chance.random() < column.chance]
    while len(columns) < 3:
        columns = list(kind.columns)
    labels = labels_for(columns, chance)
    cells = Cells(name, chance, columns)
    drawn = [cells.row(index) for index in range(count)]
    return _Base(kind.name, labels, drawn, [true_row(columns, labels, texts, ()) for texts in drawn])


def _generated(
    parts: Sequence[Grid | Block], rows: Sequence[TrueRow], drawn: str, header: HeaderPlace = FIRST_ROW
) -> Generated:
    return Generated("", Reading((_TITLE, *parts)), tuple(rows), drawn, header)


# --- turned ----------------------------------------------------------------------------------------


def _turned(name: str, chance: random.Random) -> Generated:
    """Each row a column, its labels down the first one; perhaps a line above that counts the columns."""
    base = _base(name, chance, chance.randint(2, 6))
    lines = [(label, *texts) for label, texts in zip(base.labels, zip(*base.drawn, strict=True), strict=True)]
    body = [physical(texts) for texts in lines]
    rows = base.rows
    if not base.numbered and chance.random() < 0.5:
        word = chance.choice(("Action {}", "Priority {}", "{}", "Objective {}"))
        counts = [word.format(at + 1) for at in range(len(rows))]
        body = [physical((chance.choice(("", "Ref", "No.")), *counts)), *body]
        rows = [replace(row, number=str(at + 1)) for at, row in enumerate(rows)]
    return _generated([Grid(tuple(body), WHERE)], rows, f"turned {base.kind}", HeaderPlace(0, turned=True))


# --- labels below others ---------------------------------------------------------------------------

_TOPS = (
    (
        listed("Inherent|Residual|Target"),
        listed("Likelihood|Impact|Score"),
    ),
    (listed("Inherent risk|Current risk|Target risk"), listed("L|I|Total")),
    (listed("Gross|Net"), listed("Probability|Severity|Rating")),
    (listed("Timescale|Review"), listed("Start|End")),
    (listed("2024/25|2025/26|2026/27"), listed("Target|Actual")),
    (listed("Quarter 1|Quarter 2|Quarter 3"), listed("Planned|Done|RAG")),
    (listed("Before|After"), listed("Score|Rating|Date")),
    (listed("Year 1|Year 2|Year 3"), listed("Milestone|Cost")),
    (listed("Responsibility|Accountability"), listed("Lead|Support")),
    (listed("Progress|Outlook"), listed("Q1|Q2|Q3|Q4")),
    (listed("2024/25|2025/26|2026/27"), listed("Q1 (Apr–Jun)|Q2 (Jul–Sep)|Q3 (Oct–Dec)|Q4 (Jan–Mar)")),
    (listed("2025-26|2026-27"), listed("First half|Second half")),
    (listed("Quarter 1|Quarter 2"), listed("April|May|June")),
)
_DONE = listed("Letters reworded|20 trained|86.0%|Course put off: tutor ill|Survey of parents|3 localities|312 of 318")


def _deep(name: str, chance: random.Random) -> Generated:
    """Labels above several columns, merged or not, with a label of its own over each of these."""
    base = _base(name, chance, chance.randint(3, 14))
    tops, subs = chance.choice(_TOPS)
    tops = tops[: chance.randint(1, len(tops))]
    subs = subs[: chance.randint(2, len(subs))]
    cells = [[_score(sub, chance) for _ in tops for sub in subs] for _ in base.rows]
    at = chance.choice((len(base.labels), len(base.labels), chance.randint(2, len(base.labels))))
    header = _two_rows(base.labels, tops, subs, at, chance)
    body = [physical((*texts[:at], *more, *texts[at:])) for texts, more in zip(base.drawn, cells, strict=True)]
    labels = [f"{top} › {sub}" for top in tops for sub in subs]
    rows = [
        replace(row, columns={**row.columns, **{label: (text,) for label, text in zip(labels, more, strict=True)}})
        for row, more in zip(base.rows, cells, strict=True)
    ]
    return _generated([Grid((*header, *body), WHERE)], rows, f"deep {base.kind}", HeaderPlace(0, 2))


def _score(label: str, chance: random.Random) -> str:
    if label in ("Start", "End", "Date", "Milestone"):
        return chance.choice(DATES)
    if label in ("RAG", "Rating", "Done", "Q1", "Q2", "Q3", "Q4"):
        return chance.choice(RATINGS)
    if label in ("Lead", "Support"):
        return chance.choice(PEOPLE)
    if label in _TOPS[-3][1] + _TOPS[-2][1] + _TOPS[-1][1]:
        return chance.choice(_DONE)
    return str(chance.randint(1, 25))


def _two_rows(
    labels: Sequence[str], tops: Sequence[str], subs: Sequence[str], at: int, chance: random.Random
) -> tuple[GridRow, GridRow]:
    way = chance.choice(("merged", "merged", "above", "below", "filled"))
    span = len(subs) if way == "merged" else 1
    heads = [(top, span) for top in tops]
    first: list[tuple[str, int, int]] = []  # text, colspan, rowspan
    own = [(label if way != "below" else "", 1, 2 if way == "merged" else 1) for label in labels]
    for top, width in heads:
        again = top if way == "filled" else ""
        first += [(top, width, 1), *((again, 1, 1) for _ in subs[width:])]
    upper = [*own[:at], *first, *own[at:]]
    last = [label if way == "below" else "" for label in labels]
    lower = [*last[:at], *(sub for _ in tops for sub in subs), *last[at:]]
    missing = {*range(at), *range(len(lower) - len(labels) + at, len(lower))} if way == "merged" else set[int]()
    cells, column = list[Cell](), 0
    for text, width, height in upper:
        cells.append(Cell(blocks_of_lines(text, WHERE), column, width, height))
        column += width
    below = [Cell(blocks_of_lines(text, WHERE), place) for place, text in enumerate(lower) if place not in missing]
    return GridRow(tuple(cells), WHERE), GridRow(tuple(below), WHERE)


# --- one of several columns ------------------------------------------------------------------------

_SCALES = (
    listed("Not started|Started|Complete"),
    listed("Not started|In progress|Completed|Overdue"),
    listed("Red|Amber|Green"),
    listed("Open|Closed"),
    listed("Planned|Under way|Done"),
    listed("Not yet started|Limited|Substantial|Completed"),
    listed("Off track|At risk|On track|Complete"),
    listed("Delayed|On track|Achieved"),
    listed("None|Some|Good|Full"),
    listed("Low|Medium|High"),
    listed("Met|Partly met|Not met"),
)


def _matrix(name: str, chance: random.Random) -> Generated:
    """Columns of which each row marks one, by a tick or with a text; or quarters, of which it may mark several."""
    base = _base(
        name, chance, chance.choice((2, 3, 4, 6, 9, 14)), ("minutes", "recommendations", "areas", "lists of actions")
    )
    base = _without(base, {"Status", "Position", "Progress"})
    scale = chance.choice(_SCALES)
    top = chance.choice(("", "", "Progress", "Status", "Extent of progress", "How far we are"))
    if top in base.labels or (not top and scale[0] in ("None", "Low", "Met")):
        top = "Extent"
    quarters = chance.random() < 0.35
    if quarters:
        scale, top = chance.choice((listed("Q1|Q2|Q3|Q4"), listed("2025|2026|2027"), listed("Apr|May|Jun|Jul"))), ""
    mark = chance.choice(("✓", "x", "X", "✔", "•", "●", "Yes")) if chance.random() < 0.7 or quarters else ""
    cells, rows = list[list[str]](), list[TrueRow]()
    for row in base.rows:
        undecided = not quarters and chance.random() < 0.08
        chosen = set[int]() if undecided else {chance.randrange(len(scale))}
        chosen |= {at for at in range(len(scale)) if quarters and chance.random() < 0.4}
        said = mark or f"{worded(chance, 'are')}."
        cells.append([said if at in chosen else "" for at in range(len(scale))])
        rows.append(replace(row, columns={**row.columns, **_marked(scale, top, chosen, said, mark, quarters=quarters)}))
    at = chance.choice((len(base.labels), len(base.labels) - 1))
    body = [physical((*texts[:at], *more, *texts[at:])) for texts, more in zip(base.drawn, cells, strict=True)]
    if top:
        header = _two_rows(base.labels, [top], scale, at, chance)
        return _generated([Grid((*header, *body), WHERE)], rows, f"matrix {base.kind}", HeaderPlace(0, 2))
    labels = physical((*base.labels[:at], *scale, *base.labels[at:]))
    return _generated([Grid((labels, *body), WHERE)], rows, f"matrix {base.kind}")


def _marked(
    scale: Sequence[str], top: str, chosen: set[int], said: str, mark: str, *, quarters: bool
) -> Mapping[str, tuple[str, ...]]:
    if quarters:
        return {scale[at]: (said,) for at in chosen}
    values = [scale[at] for at in chosen]
    return {top or "Status": (*values, *([said] if values and not mark else []))}


def _without(base: _Base, labels: set[str]) -> _Base:
    """The table without columns of some headings: another one is called so."""
    kept = [at for at, label in enumerate(base.labels) if label not in labels]
    return replace(
        base,
        labels=[base.labels[at] for at in kept],
        drawn=[tuple(texts[at] for at in kept) for texts in base.drawn],
        rows=[
            replace(row, columns={label: texts for label, texts in row.columns.items() if label not in labels})
            for row in base.rows
        ],
    )


# --- rows that head others -------------------------------------------------------------------------


def _outline(name: str, chance: random.Random) -> Generated:
    """Titles numbered 1, 1.1, 1.1.1, in a column of their own or before the titles; those above others may be bare."""
    base = _base(name, chance, 60, ("minutes", "lists of actions", "recommendations"))
    base = _renumbered(base)
    numbers = list(_numbers(chance))
    apart, bare = chance.random() < 0.6, chance.random() < 0.4
    label = chance.choice(("WBS", "No.", "Ref", "ID", "Outline number", "#", "Task no"))
    body, rows, above = list[GridRow](), list[TrueRow](), list[tuple[str, str]]()
    for place, number in enumerate(numbers):
        above = above[: number.count(".")]
        heads = numbers[place + 1 : place + 2] and numbers[place + 1].count(".") > number.count(".")
        row, texts = base.rows[place], base.drawn[place]
        titled = texts.index(row.title)
        blank = heads and bare
        said = [text if at == titled or not blank else "" for at, text in enumerate(texts)]
        said[titled] = row.title if apart else f"{number} {row.title}"
        body.append(physical((*([number] if apart else []), *said)))
        if not blank:
            rows.append(replace(row, category=tuple(title for _, title in above), number=number))
        above.append((number, row.title))
    header = physical((*([label] if apart else []), *base.labels))
    return _generated([Grid((header, *body), WHERE)], rows, f"outline {base.kind}")


def _renumbered(base: _Base) -> _Base:
    """The table without its own numbers."""
    first = 1 if base.numbered else 0
    return replace(
        base,
        labels=base.labels[first:],
        drawn=[texts[first:] for texts in base.drawn],
        rows=[replace(row, number="") for row in base.rows],
    )


def _numbers(chance: random.Random) -> Iterator[str]:
    deep = chance.random() < 0.35
    for one in range(1, chance.randint(2, 5) + 1):
        yield f"{one}"
        for two in range(1, chance.randint(1, 4) + 1):
            yield f"{one}.{two}"
            for three in range(1, chance.choice((0, 2, 3)) + 1) if deep else ():
                yield f"{one}.{two}.{three}"


def _valued_bands(name: str, chance: random.Random) -> Generated:
    """Headings between the rows that say something of their own: a rating, a sum, a lead; or nothing at all."""
    base = _base(name, chance, 40, ("minutes", "lists of actions", "recommendations", "risks"))
    base = _renumbered(base) if chance.random() < 0.5 else base
    sizes = [chance.choice((2, 3, 4, 5)) for _ in range(chance.randint(2, 5))]
    names = chance.sample(AREAS, len(sizes))
    mark = chance.choice(("{}. ", "{} ", "", "", "Theme {}: "))
    letters = chance.random() < 0.6
    titled = base.drawn[0].index(base.rows[0].title)
    first = chance.choice((0, titled))
    beside = [at for at in range(len(base.labels)) if at > titled]
    valued = chance.choice(beside) if beside and len(base.labels) > 4 and chance.random() < 0.7 else None
    body, rows, at = list[GridRow](), list[TrueRow](), 0
    for place, (name_, size) in enumerate(zip(names, sizes, strict=True)):
        count = chr(65 + place) if letters else str(place + 1)
        band = [""] * len(base.labels)
        band[titled if valued is not None else first] = f"{mark.format(count)}{name_}"
        if valued is not None:
            band[valued] = chance.choice((*RATINGS[:3], "£12,000", "45%", *PEOPLE[:3]))
            number = count if mark else ""
            rows.append(TrueRow((), number, name_, {base.labels[valued]: (band[valued],)}))
        body.append(physical(band))
        for texts, row in zip(base.drawn[at : at + size], base.rows[at : at + size], strict=True):
            body.append(physical(texts))
            rows.append(replace(row, category=(name_,)))
        at += size
    words = "valued" if valued is not None else "bare"
    return _generated([Grid((physical(base.labels), *body), WHERE)], rows, f"bands {words} {base.kind}")


# --- several rows beside one item ------------------------------------------------------------------

_ITEMS = (listed("Minute|Minute No.|Item no.|No.|Ref|#"), listed("Item|Agenda item|Report|Subject|Topic|Matter"))


def _requests(name: str, chance: random.Random) -> Generated:
    """Items, numbered or not, that span the rows of what was asked about each: every one has cells of its own."""
    base = _base(name, chance, 30, ("minutes", "recommendations", "lists of actions"))
    base = _renumbered(base)
    titled = base.drawn[0].index(base.rows[0].title)
    base = _without(base, {*base.labels[:titled], *_ITEMS[0], *_ITEMS[1]})
    numbered = chance.random() < 0.7
    labels = [*([chance.choice(_ITEMS[0])] if numbered else []), chance.choice(_ITEMS[1])]
    first, body, rows, at = chance.choice((1, 1, 14, 37)), list[GridRow](), list[TrueRow](), 0
    for count, item in enumerate(chance.sample(AREAS, chance.randint(3, 6)), start=first):
        size = 2 if count == first else chance.choice((1, 1, 2, 3))
        said = [*([str(count)] if numbered else []), item]
        for place, (texts, row) in enumerate(zip(base.drawn[at : at + size], base.rows[at : at + size], strict=True)):
            merged = [replace(cell, rowspan=size) for cell in physical(said).cells] if not place else []
            own = [replace(cell, column=cell.column + len(said)) for cell in physical(texts).cells]
            body.append(GridRow((*merged, *own), WHERE))
            rows.append(replace(row, category=(item,)))
        at += size
    header = physical((*labels, *base.labels))
    return _generated([Grid((header, *body), WHERE)], rows, f"requests {base.kind}")


_FORMS: Sequence[Callable[[str, random.Random], Generated]] = (
    _turned,
    _deep,
    _matrix,
    _outline,
    _valued_bands,
    _requests,
)
