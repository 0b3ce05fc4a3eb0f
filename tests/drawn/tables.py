"""Tables of fictional plans, drawn at random: columns of any kind in any order, each with the rows that it means.

Which table a seed gives never changes. What a table means is decided before it is drawn, so nothing here reads.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.readers.lines import blocks_of_lines
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Reading, Row, RowKind, fold
from corpus.tables.headers import HeaderPlace

FILE = "fictional.html"


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


_VERBS = listed(
    "Improve|Develop|Review|Increase|Reduce|Strengthen|Deliver|Publish|Commission|Support|Expand|Embed|Pilot|Map|"
    "Agree|Establish|Refresh|Promote|Monitor|Protect|Replace|Audit|Simplify|Extend"
)
_KINDS = listed(
    "access to|the quality of|capacity in|information about|funding for|waiting times for|the offer of|attendance at|"
    "safety around|staffing of|partnership on|early help with|data on|local provision of|confidence in|use of"
)
_SUBJECTS = listed(
    "social housing|temporary accommodation|foster care|kinship carers|school transport|speech therapy|SEND support|"
    "EHC plans|mental health services|vaccinations|healthy weight|cycling routes|bus services|road repairs|"
    "flood defences|tree planting|home insulation|solar panels|library visits|reading groups|digital skills|"
    "youth clubs|youth justice|knife crime prevention|apprenticeships|care leavers|short breaks|respite care|"
    "dementia care|debt advice|food banks|children's centres|nursery places|adult learning|parks and play areas|"
    "recycling|air quality|domestic abuse refuges|translation services|community grants|allotments|street lighting|"
    "winter gritting|museum loans|carers' assessments"
)
_WHO = listed(
    "children and young people|residents|families|older people|disabled adults|carers|pupils|tenants|"
    "local businesses|care leavers|newly arrived families|drivers|volunteers|patients"
)
_TAILS = listed(
    "in every district|by working with partners|across the borough|through a single point of contact|"
    "at an early stage|in rural areas|with the voluntary sector|after consultation|in line with national guidance|"
    "within existing budgets"
)
_STATES = listed("safe and well|able to find help|ready for school|proud of where they live|listened to|in good health")
AREAS = listed(
    "Housing|Health and wellbeing|Learning|Transport|Climate|Safety|Culture|Inclusion|Workforce|Community|Prevention|"
    "Justice|Places|Participation|Economy|Early years|Digital|Finance and governance|Nature|Transition to adulthood"
)
PEOPLE = listed(
    "Head of Housing|Director of Public Health|J. Marlow|Library Manager|A. Osei|Virtual School Head|Highways Team|"
    "SEND Lead|Assistant Director|Climate Officer|R. Patel / T. Quill|ICB|Youth Justice Service|All partners|Finance"
)
DATES = listed("March 2025|Sept 2025|Ongoing|31/03/2026|Q2 2025/26|By December 2025|2025-2027|Autumn term|Complete|TBC")
RATINGS = listed("Green|Amber|Red|Blue|Complete|On track|Not started|In progress|Delayed")

_GROUP_LABELS = listed(
    "Theme|Workstream|Category|Pillar|Strand|Area of focus|Service area|Domain|Programme|Chapter|Building block|Cohort"
)
_AIM_LABELS = listed(
    "Priority|Objective|Outcome|Aim|Strategic objective|Goal|Our ambition|Promise|What good looks like|Challenge"
)
_ACTION_LABELS = listed(
    "Action|Milestone|Deliverable|Recommendation|Task|Commitment|What we will do|Key action|Activity|Agreed action|"
    "Pledge|Initiative|Intervention|Proposal|Requirement|Step"
)
_NUMBER_LABELS = listed("Ref|No|#|ID|No.|Ref.|Item|Action no|Action ref|Priority number|")
_COLUMNS: Mapping[str, Sequence[str]] = {
    "people": listed("Lead|Owner|Responsible officer|Who|Lead officer|Accountable lead|Led by|Champion|By whom|Agency"),
    "date": listed("Timescale|Due|By when|Deadline|Target date|When|Completion date|Finish|Year|Quarter"),
    "rating": listed("RAG|BRAG|Status|RAG rating|Current status|Confidence|Traffic light|Open or closed"),
    "text": listed(
        "Progress|Update|Comments|Evidence|Latest position|How we will do it|Progress to date|Next steps|"
        "Where we are now|Story so far|Narrative"
    ),
    "measure": listed("Measure|KPI|Success measure|How we will know|Impact|Outcome measure|What will be different"),
    "budget": listed("Budget|Cost|Resources|Spend|Money"),
    "risk": listed("Risk|Risks and issues|Barriers|Concerns"),
}
_STYLES = ("none", "none", "1", "1.1", "1.1.1", "1a", "A1", "(i)", "P1.2", "AP-07", "1.", "a)", "3/4", "Action 1")
_FORMS = ("verb", "noun", "will", "are", "question", "long")
WHERE = Location(FILE, line=1)
FIRST_ROW = HeaderPlace(0)


@dataclass(frozen=True, slots=True)
class TrueRow:
    """What one row of a table means; `category` are the headings above it, outermost first."""

    category: tuple[str, ...]
    number: str
    title: str
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Generated:
    """A drawn table, the rows that it means, how it was drawn, in words, and where its header stands."""

    name: str
    reading: Reading
    rows: tuple[TrueRow, ...]
    drawn: str
    header: HeaderPlace = FIRST_ROW

    def unread(self, rows: Iterable[Row]) -> list[str]:
        """The titles of those rows that weren't read as they are, and those of rows read beyond them.

        A row is right with its headings, number, title and, under each column's own heading, its items in order.
        Numerals may be read as part of those above them: `1.2` is 2 within 1.
        """
        found: dict[str, list[Row]] = {}
        for row in rows:
            if row.kind is RowKind.ROW:
                found.setdefault(fold(row.priority.title), []).append(row)
        pairs = [(true, found.get(fold(true.title), [])) for true in self.rows]
        wrong = [true.title for true, read in pairs if not read or not _is_read(true, read.pop(0))]
        return wrong + [title for title, left in found.items() if left]


def _is_read(true: TrueRow, row: Row) -> bool:
    above = fold(" ".join(step.title for step in row.path[:-1]))
    numbers = {fold(number) for number in (row.priority.number, f"{row.category.number}.{row.priority.number}")}
    number = fold(true.number)
    items = {fold(label): list(map(fold, texts)) for label, texts in true.columns.items() if texts}
    read = {fold(column.heading): [fold(item.text) for item in column.items] for column in row.columns if column.items}
    headed = fold(" ".join(true.category)) in (above, fold(row.category.label))
    return (
        headed
        and len(row.path) == len(true.category) + 1
        and items == read
        and (not number or number in numbers or number.split()[-1] in numbers)
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A column beside the titles: what its cells are, and how several texts in one are marked."""

    label: str
    kind: str
    mark: str


@dataclass(frozen=True, slots=True)
class _Design:
    """How a table is drawn: `order` are its labels left to right, `groups` those of its headings, outermost first."""

    placing: str
    groups: tuple[str, ...]
    title: str
    number: str  # the label over the numerals, "" where they stand before the titles
    numbered: bool
    others: tuple[_Column, ...]
    order: tuple[str, ...]


def generated(seed: int) -> Generated:
    """The table of a seed."""
    chance = random.Random(f"table {seed}")
    design = _design(chance)
    style = chance.choice(_STYLES) if design.numbered else "none"
    rows = _rows(design, style, chance)
    parts = tuple(_parts(design, rows, chance))
    words = f"{design.placing}, {style}: {' | '.join(design.order)}"
    return Generated(f"table-{seed}", Reading(parts), tuple(rows), words)


# --- what a table holds ----------------------------------------------------------------------------


def _design(chance: random.Random) -> _Design:
    placing = chance.choice(
        ("merged", "merged", "blank", "repeated", "band", "band first", "heading", "none", "none", "last")
    )
    high = chance.random() < 0.5
    groups = [chance.choice(_GROUP_LABELS if high else _AIM_LABELS)]
    title = chance.choice([*_AIM_LABELS, *_ACTION_LABELS] if high or placing == "none" else _ACTION_LABELS)
    if high and title in _ACTION_LABELS and placing in ("merged", "blank", "repeated") and chance.random() < 0.4:
        groups.append(chance.choice(_AIM_LABELS))
    kinds = chance.sample(list(_COLUMNS), k=chance.randint(1, 5))
    named = [(chance.choice(_COLUMNS[kind]), kind) for kind in kinds]
    if "text" in kinds and chance.random() < 0.4:
        named.append((chance.choice([label for label in _COLUMNS["text"] if label not in dict(named)]), "text"))
    if title in _AIM_LABELS and chance.random() < 0.4:
        named.append((chance.choice(_ACTION_LABELS), "text"))
    chance.shuffle(named)
    others = tuple(_Column(label, kind, chance.choice(("\u2022 ", "- ", "", "one"))) for label, kind in named)
    numbered = chance.random() < 0.8
    number = chance.choice(_NUMBER_LABELS) if numbered and chance.random() < 0.5 else ""
    apart = numbered and (bool(number) or chance.random() < 0.1)
    heads = [*([number] if apart else []), title]
    early = chance.random() < 0.25 and others[0].kind in ("people", "date", "rating", "budget")
    labels = [column.label for column in others]
    order = [*labels[:early], *heads, *labels[early:]]
    if placing in ("merged", "blank", "repeated"):
        order = (
            [heads[0], *groups, *labels[:early], title, *labels[early:]] if _first(chance, apart) else [*groups, *order]
        )
    if placing == "last":
        order += groups
    return _Design(placing, tuple(groups), title, number if apart else "-", numbered, others, tuple(order))


def _first(chance: random.Random, apart: bool) -> bool:
    """Whether numerals stand at the very left, before the headings of groups."""
    return apart and chance.random() < 0.3


def worded(chance: random.Random, form: str) -> str:
    what, verb, who = f"{chance.choice(_KINDS)} {chance.choice(_SUBJECTS)}", chance.choice(_VERBS), chance.choice(_WHO)
    if form == "noun":
        return f"{_capital(chance.choice(_SUBJECTS))} for {who}"
    if form == "will":
        return f"We will {verb.lower()} {what}"
    if form == "are":
        return f"{_capital(who)} are {chance.choice(_STATES)} because of {chance.choice(_SUBJECTS)}"
    if form == "question":
        return f"How do we {verb.lower()} {what}?"
    if form == "long":
        return f"{verb} {what} for {who} {chance.choice(_TAILS)}, and report on {chance.choice(_SUBJECTS)} each year"
    return f"{verb} {what}"


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _sentence(chance: random.Random) -> str:
    who = chance.choice(("A pilot", "The team", "A working group", "The council", "Each school", "A new contract"))
    did = chance.choice(("reviewed", "has begun to change", "reported on", "will look at", "now covers", "funded"))
    return f"{who} {did} {chance.choice(_SUBJECTS)} for {chance.choice(_WHO)} {chance.choice(_TAILS)}."


def _cell(chance: random.Random, column: _Column) -> tuple[str, ...]:
    if chance.random() < (0.25 if column.kind in ("text", "risk", "budget") else 0.08):
        return ()
    if column.kind == "people":
        return (chance.choice(PEOPLE),)
    if column.kind == "date":
        return (chance.choice(DATES),)
    if column.kind == "rating":
        return (chance.choice(RATINGS),)
    if column.kind == "budget":
        return (chance.choice((f"£{chance.randint(1, 900)},000", "Within existing budgets", "Grant funded", "Nil")),)
    if column.kind == "risk":
        return (f"Not enough {chance.choice(_SUBJECTS)}",)
    if column.kind == "measure":
        return (f"{chance.randint(2, 95)}% of {chance.choice(_WHO)} reached by {chance.choice(_SUBJECTS)}",)
    count = 1 if column.mark == "one" else chance.randint(1, 4)
    texts = dict.fromkeys(_sentence(chance) for _ in range(count))
    return tuple(text.rstrip(".") if column.mark == "- " else text for text in texts)


def _sizes(design: _Design, chance: random.Random) -> list[int]:
    """How many rows each category has; some has several."""
    if design.placing == "none":
        return [chance.randint(4, 30)]
    sizes = [chance.choice((1, 2, 2, 3, 4, 6)) for _ in range(chance.randint(2, 7))]
    return sizes if max(sizes) > 1 else [*sizes[1:], 3]


def _rows(design: _Design, style: str, chance: random.Random) -> list[TrueRow]:
    sizes = _sizes(design, chance)
    names = chance.sample(AREAS, len(sizes))
    if chance.random() < 0.4:
        names = [f"{name} and {worded(chance, chance.choice(('are', 'noun'))).lower()}" for name in names]
    if chance.random() < 0.15:
        names = [f"{place}. {name}" for place, name in enumerate(names, start=1)]
    form, restarts, missing = chance.choice(_FORMS), chance.random() < 0.5, chance.random() < 0.1
    empty = chance.choice(design.others) if chance.random() < 0.1 and design.others[1:] else None
    rows: list[TrueRow] = []
    for group, size in enumerate(sizes, start=1):
        path = [] if design.placing == "none" else [names[group - 1]]
        for place in range(1, size + 1):
            if len(design.groups) > 1 and place % 2:
                path = [path[0], worded(chance, chance.choice(("are", "noun")))]
            title = worded(chance, form)
            while title in {row.title for row in rows}:
                title = worded(chance, form)
            number = _number(style, group, place, len(rows) + 1, restarts=restarts)
            if missing and rows and chance.random() < 0.15:
                number = ""
            cells = {column.label: () if column == empty else _cell(chance, column) for column in design.others}
            rows.append(TrueRow(tuple(path), number, title, cells))
    return rows


def _number(style: str, group: int, place: int, ordinal: int, *, restarts: bool) -> str:
    running = place if restarts else ordinal
    ones, tens = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"], ["", "x", "xx", "xxx"]
    return {
        "none": "",
        "1": f"{running}",
        "1.": f"{running}.",
        "1.1": f"{group}.{place}",
        "1.1.1": f"1.{group}.{place}",
        "1a": f"{group + (place - 1) // 6}{'abcdef'[(place - 1) % 6]}",
        "A1": f"{chr(64 + group)}{place}",
        "(i)": f"({tens[place // 10]}{ones[place % 10]})",
        "P1.2": f"P{group}.{place}",
        "AP-07": f"AP-{ordinal:02}",
        "a)": f"{chr(96 + (place - 1) % 26 + 1)})",
        "3/4": f"{group + (place - 1) // 12}/{(place - 1) % 12 + 1}",
        "Action 1": f"Action {running}",
    }[style]


# --- how it is drawn -------------------------------------------------------------------------------


def _parts(design: _Design, rows: Sequence[TrueRow], chance: random.Random) -> list[Grid | Block]:
    parts: list[Grid | Block] = [Block("Borough of Fenwick plan 2025 (fictional)", WHERE, BlockKind.HEADING, 1)]
    header = _physical(design.order)
    if design.placing == "heading":
        for category in dict.fromkeys(row.category for row in rows):
            parts.append(Block(category[0], WHERE, BlockKind.HEADING, 2))
            own = [_physical(_texts(design, row, ())) for row in rows if row.category == category]
            parts.append(Grid((header, *own), WHERE))
        return parts
    repeats = chance.random() < 0.15 and all(row.number for row in rows)
    body = [header]
    for index, row in enumerate(rows):
        above = rows[index - 1].category if index else ()
        if repeats and index and index % 7 == 0:
            body.append(header)
        if design.placing.startswith("band") and row.category != above:
            span = len(design.order) if design.placing == "band" else 1
            body.append(GridRow((Cell(blocks_of_lines(row.category[0], WHERE), 0, span),), WHERE))
        shown = _shown(row.category, above, whole=design.placing in ("repeated", "last"))
        spans = [
            sum(other.category[: depth + 1] == row.category[: depth + 1] for other in rows)
            for depth in range(len(row.category))
        ]
        merged = dict(zip(design.groups, spans, strict=False)) if design.placing == "merged" else {}
        body.append(_physical(_texts(design, row, shown), design.order, merged))
    parts.append(Grid(tuple(body), WHERE))
    if chance.random() < 0.15:
        parts.append(Block("This plan is invented.", WHERE))
    return parts


def _shown(path: tuple[str, ...], above: tuple[str, ...], *, whole: bool) -> tuple[str, ...]:
    """The headings that a row's cells say: all, or those that changed."""
    return tuple(step if whole or path[: depth + 1] != above[: depth + 1] else "" for depth, step in enumerate(path))


def _texts(design: _Design, row: TrueRow, shown: Sequence[str]) -> tuple[str, ...]:
    cells = dict(zip(design.groups, shown, strict=False))
    cells[design.title] = row.title if design.number != "-" else f"{row.number} {row.title}".strip()
    for column in design.others:
        mark = column.mark if column.kind == "text" and column.mark != "one" else ""
        cells[column.label] = "\n".join(mark + text for text in row.columns[column.label])
    return tuple(cells.get(label, row.number) for label in design.order)


def _physical(texts: Sequence[str], order: Sequence[str] = (), merged: Mapping[str, int] | None = None) -> GridRow:
    """A row of cells; `merged` are the labels whose cells span rows, where these are blank below."""
    spans = merged or {}
    cells = [Cell(blocks_of_lines(text, WHERE), at) for at, text in enumerate(texts)]
    if order:
        cells = [
            replace(cell, rowspan=spans.get(label, 1))
            for cell, label in zip(cells, order, strict=True)
            if cell.blocks or label not in spans
        ]
    return GridRow(tuple(cells), WHERE)
