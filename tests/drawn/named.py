"""Works on named things, such as a council's buildings, and actions that each stand under a theme of their own.

Both have a first column that says something else in each row, and a second that says what is to be done. A named thing
titles its row; a theme, a ward or a person doesn't, and neither does a place that stands right of the action.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.readers.lines import blocks_of_lines
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Reading
from tests.drawn.tables import AREAS, DATES, RATINGS, WHERE, Generated, TrueRow, listed, worded

# What things are called, by the heading above them: the last words of their names.
_THINGS = {
    "Building": listed("House|Hall|Court|Lodge|Offices|Tower"),
    "Park": listed("Gardens|Recreation Ground|Green|Park|Meadow|Common"),
    "Estate": listed("Estate|Close|Gardens|Court|Rise"),
    "Location": listed("Corner|Street|Square|Wharf|Roundabout|Lane"),
    "Asset": listed("Depot|Pavilion|Chapel|Hall|Market|Yard"),
    "Premises": listed("Works|House|Depot|Clinic|Workshop"),
    "Property": listed("Cottage|House|Villa|Row|Barn"),
    "Venue": listed("Theatre|Arena|Pool|Leisure Centre|Museum"),
    "Junction": listed("Road|Way|Cross|Roundabout|Hill"),
    "Car park": listed("Street|Quay|Car Park|Market|Lane"),
    "Play area": listed("Rec|Green|Close|Park|Fields"),
    "Station": listed("Parkway|Road|Central|Junction|Town"),
    "Health centre": listed("Surgery|Health Centre|Clinic|Practice"),
    "Community centre": listed("Hall|Centre|Institute|Rooms"),
    "Cemetery": listed("Cemetery|Churchyard|Chapel|Lane"),
    "Scheme": listed("Link Road|Quarter|Bypass|Gateway|Basin"),
    "Care home": listed("House|Lodge|Grange|Court|View"),
    "Watercourse": listed("Brook|Beck|Mill Stream|Drain|Cut"),
}
_NAMES = listed(
    "Alder|Birch|Corn|Dover|Elm|Fell|Grange|Holt|Ivy|Jubilee|King's|Long|Minster|North|Orchard|Priory|Quarry|Rose|"
    "St John's|Tan|Union|Vicarage|Weir|York|St Mary's|Abbey|Castle|Duke|Friar's|Old Mill|High|Lower|Stone|Swan|"
    "Albert"
)
_SINGLE = listed(
    "Ashby|Bramcote|Coldharbour|Dunsley|Eastleigh|Farndale|Gosforth|Hartwell|Kirkby|Lowdham|Moreton|Netherby"
)
_WORKS = listed(
    "Works|Work planned|Action|Proposal|Improvement|What is planned|Planned action|Scope|Intervention|Repairs"
)
_DONE = listed(
    "Demolish|New boiler|Replace the windows|Resurface|Sell at auction|Refit the kitchen|Mend the roof|"
    "Fell two ash trees|Light the path|Add ten cycle stands|Let to a charity|Rewire|Drain and reseed the pitch|"
    "Signal timings|Ramp and rail|Close at weekends|Repaint|Fit solar panels and a battery|Rebuild the east wall|"
    "Dredge|New play equipment for toddlers|Move the entrance to the side street|Share with the library|"
    "Keep as it is|Survey, then decide|Widen to two lanes|Extend the lease for five years|Insulate the loft|"
    "Convert to six flats|Remove graffiti every week|Lower the kerbs"
)
_GROUPS = listed(
    "Theme|Priority|Strand|Pillar|Category|Workstream|Area|Outcome|Service area|Focus|Objective|Aim|Programme|Goal"
)
_TITLED = listed(
    "Clean Rivers|Good Homes|Safer Nights|Young Voices|Better Buses|Strong Families|Fair Work|Living Well|Green Energy|"
    "Open Data|Lifelong Learning|Ageing Well|Thriving Towns|Healthy Minds|Local Food|Early Years|Inclusive Growth|"
    "First Steps|Quality of Care|Our People|Health and Wellbeing|Culture and Leisure|Safe Roads"
)
_WARDS = listed("Ward|Parish|Locality|Neighbourhood")
_ACTIONS = listed(
    "Action|What we will do|Commitment|Task|Planned action|Deliverable|Activity|Key action|Project|Initiative"
)
_FIRST = listed("Ann|Ben|Cora|Dev|Elsie|Femi|Gita|Hal|Ines|Jude|Kim|Leo|Mona|Nils|Olga|Pru|Raj|Sue|Tom|Vera")
_LAST = listed("Hall|Ash|Day|Moor|Penn|Frost|Wren|Khan|Osei|Lund|Marsh|Petrov|Quill|Stone|Tate|Vale")
_OTHERS = (
    ("person", listed("Lead|Owner|Lead officer|Contact|Responsible|Who")),
    ("date", listed("Due|By when|Deadline|Finish|Timescale|Completion")),
    ("rating", listed("Status|RAG|Stage|Position")),
    ("money", listed("Cost|Budget|Estimate (£)|Cost estimate")),
    ("said", listed("Progress|Update|Comments|Latest position|Notes")),
    ("count", listed("Visits a year|Area (ha)|Homes|Users|Floor area")),
    ("place", _WARDS),
)

_ONE_WORD, _DESCRIBED = 0.2, 0.27  # of the things have a name of one word, and with the rest of them words before it


@dataclass(frozen=True, slots=True)
class _Design:
    """The headings from left to right, and of which kind each is. `named`: things title the rows."""

    columns: tuple[tuple[str, str], ...]
    named: bool
    group: str = ""
    merged: bool = False


def named(seed: int) -> Generated:
    """The table of a seed."""
    chance = random.Random(f"named {seed}")
    design = _design(chance)
    rows = tuple(_rows(design, chance))
    body = [_line(design, [label for _, label in design.columns], design.group), *_body(design, rows)]
    parts = (Block("Fenwick programme (fictional)", WHERE, BlockKind.HEADING, 1), Grid(tuple(body), WHERE))
    labels = " | ".join(label for _, label in design.columns)
    return Generated(f"named-{seed}", Reading(parts), rows, f"named, {design.group or 'no group'}: {labels}")


def _design(chance: random.Random) -> _Design:
    things = chance.random() < 0.5
    others = [(kind, chance.choice(labels)) for kind, labels in chance.sample(_OTHERS, chance.randint(2, 5))]
    if things:
        first = ("thing", chance.choice(tuple(_THINGS)))
        columns = [first, ("works", chance.choice(_WORKS)), *others]
        if chance.random() < 0.2:
            columns.insert(1, columns.pop())  # something stands between them
    else:
        kinds = (*[("group", _GROUPS)] * 3, ("ward", _WARDS), ("lead", ("Lead", "Owner")))
        kind, labels = chance.choice(kinds)
        taken = {label for _, label in others}
        columns = [(kind, chance.choice([label for label in labels if label not in taken] or ["Name"]))]
        columns += [("action", chance.choice(_ACTIONS)), *others]
        if chance.random() < 0.25:
            columns.insert(2, ("thing", chance.choice(("Location", "Venue", "Building"))))
        if chance.random() < 0.15:
            columns.pop(0)
    if chance.random() < 0.35:
        columns.insert(0, ("code", chance.choice(listed("Ref|No.|ID|Ref. no.|#"))))
    grouped = things and chance.random() < 0.3
    group = chance.choice(listed("Programme|District|Service|Portfolio|Fund")) if grouped else ""
    return _Design(tuple(columns), things, group, chance.random() < 0.5)


def _rows(design: _Design, chance: random.Random) -> Iterator[TrueRow]:
    count = chance.randint(4, 14)
    columns = [_texts(kind, label, count, chance) for kind, label in design.columns]
    titled = next(at for at, (kind, _) in enumerate(design.columns) if kind == ("thing" if design.named else "action"))
    groups = sorted(chance.choices(chance.sample(AREAS, 3), k=count)) if design.group else []
    for at in range(count):
        cells = {label: texts[at] for (_, label), texts in zip(design.columns, columns, strict=True)}
        title = cells.pop(design.columns[titled][1])
        number = cells.pop(design.columns[0][1]) if design.columns[0][0] == "code" else ""
        said = {label: (text,) for label, text in cells.items() if text}
        yield TrueRow((groups[at],) if groups else (), number, title, said)


def _texts(kind: str, label: str, count: int, chance: random.Random) -> Sequence[str]:
    """A column's cells; what names things, themes and actions never comes again."""
    if kind == "thing":
        return _things(label, count, chance)
    if kind == "works":
        return chance.sample(_DONE, count)
    if kind == "action":
        form = chance.choice(("verb", "verb", "noun", "will"))
        texts: dict[str, None] = {}
        while len(texts) < count:
            texts[worded(chance, form)] = None
        return [*texts]
    if kind == "group":
        return chance.sample(_TITLED if chance.random() < 0.6 else AREAS, count)
    if kind == "ward":
        return chance.sample([*_SINGLE, *(f"{name} {side}" for name in _NAMES[:9] for side in ("East", "West"))], count)
    people = [f"{first} {chance.choice(_LAST)}" for first in chance.sample(_FIRST, count)]
    if kind == "lead":
        return people
    form = chance.choice(("{}", "R{:02}", "{:03}"))
    return [form.format(at + 1) if kind == "code" else _value(kind, people[:3], chance) for at in range(count)]


def _value(kind: str, people: Sequence[str], chance: random.Random) -> str:
    if kind == "money":
        return f"£{chance.randint(2, 400)},000"
    if kind == "said":
        return "" if chance.random() < 0.2 else f"{worded(chance, 'are')}."
    if kind == "count":
        return f"{chance.randint(3, 90_000):,}"
    return chance.choice({"person": people, "date": DATES, "rating": RATINGS[4:], "place": _SINGLE[:4]}[kind])


def _things(label: str, count: int, chance: random.Random) -> Sequence[str]:
    """Names of two words mostly, of one now and then, and words of everyday before some."""
    last = _THINGS[label]
    names: dict[str, None] = {}
    while len(names) < count:
        name = f"{chance.choice(_NAMES)} {chance.choice(last)}"
        form = chance.random()
        if form < _ONE_WORD:
            name = chance.choice(_SINGLE)
        elif form < _DESCRIBED:
            name = f"Former {label.lower()}, {name}"
        names[name] = None
    return [*names]


def _body(design: _Design, rows: Sequence[TrueRow]) -> Iterator[GridRow]:
    titled = "thing" if design.named else "action"
    for path, own in groupby(rows, key=lambda row: row.category):
        several = list(own)
        for at, row in enumerate(several):
            texts = [
                row.number if kind == "code" else row.title if kind == titled else "".join(row.columns.get(label, ()))
                for kind, label in design.columns
            ]
            merged = len(several) if design.merged and not at else 1
            yield _line(design, texts, None if design.merged and at else "".join(path), merged)


def _line(design: _Design, texts: Sequence[str], group: str | None, span: int = 1) -> GridRow:
    """A row of cells; `None` where the group's cell above reaches into it."""
    cells = [Cell(blocks_of_lines(text, WHERE), at + bool(design.group)) for at, text in enumerate(texts)]
    if design.group and group is not None:
        cells.insert(0, Cell(blocks_of_lines(group, WHERE), 0, 1, span))
    return GridRow(tuple(cells), WHERE)
