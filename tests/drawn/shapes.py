"""Tables of kinds that plans have besides the usual one, drawn at random, each with the rows that it means.

Measures, risks, minutes, recommendations, areas with one row each, numbers typed inside cells, exports with codes and
headings of a program: what titles the rows is decided before a table is drawn, so nothing here reads.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.readers.lines import blocks_of_lines
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Reading
from tests.drawn.tables import AREAS, DATES, PEOPLE, RATINGS, WHERE, Generated, TrueRow, listed, worded


@dataclass(frozen=True, slots=True)
class Column:
    labels: Sequence[str]
    kind: str
    chance: float = 1.0  # that a table has it


@dataclass(frozen=True, slots=True)
class Kind:
    """Columns left to right. The first of kind `title` or `name` titles the rows."""

    name: str
    columns: Sequence[Column]
    placings: Sequence[str] = ("none", "none", "heading", "band", "merged", "repeated")


def _column(labels: str, kind: str, chance: float = 1.0) -> Column:
    return Column(listed(labels), kind, chance)


_WHO = _column("Lead|Owner|Lead officer|Responsible|Resp. officer|Action owner|Assigned To|Who", "person", 0.8)
_WHEN = _column("Due|Due date|By when|Timescale|Target date|Deadline|Finish|Est. comp.|Review date", "date", 0.7)
_STATE = _column("Status|RAG|BRAG|RAG status|Position|Confidence|Health|Priority|Risk level", "rating", 0.6)
_SAID = _column(
    "Progress|Update|Latest update|Comments|Commentary|Position at May|Response|Narrative|What has changed|Evidence|"
    "Key controls|Assurance|Outcome|Impact|Difference made",
    "text",
    0.7,
)
_NUMBER = _column(
    "No.|Ref.|Ref|ID|Item|#|Rec. No.|KPI No.|Minute No.|Action No.|Code|Task ID|Risk ref.|UID", "code", 0.6
)
_QUARTERS = tuple(_column(label, "figure") for label in ("Q1|Q3|2023/24|Baseline", "Q2|Q4|2024/25|Actual"))

KINDS = (
    Kind(
        "measures",
        (
            _NUMBER,
            _column(
                "Measure|Indicator|KPI|Performance indicator|Key measure|What we measure|Metric|PI|Title", "measure"
            ),
            _column("Target|Target 2026|Goal|Unit", "figure", 0.8),
            *_QUARTERS,
            _column("Change|Variance|% change", "percent", 0.4),
            _column("Direction|Direction of travel|Trend|DoT|Polarity|RAG", "direction", 0.8),
            _SAID,
        ),
    ),
    Kind(
        "risks",
        (
            _NUMBER,
            _column("Risk|Risk description|Description of risk|Risk title|Threat|Cause and effect", "title"),
            _column("Likelihood|L|Impact score|Inherent score", "score", 0.7),
            _column("Impact|I|Residual score|Score", "score", 0.7),
            _SAID,
            _column("Actions|Mitigating actions|Treatment|Further action|Mitigation", "typed"),
            _WHO,
            _WHEN,
        ),
    ),
    Kind(
        "minutes",
        (
            _NUMBER,
            _column("Meeting|Meeting date|Date of meeting|Date raised|Raised", "date", 0.6),
            _column("Action|Agreed action|Action agreed|Decision|Resolution|Task", "title"),
            _WHO,
            _WHEN,
            _SAID,
            _STATE,
        ),
        ("none", "none", "heading"),
    ),
    Kind(
        "recommendations",
        (
            _NUMBER,
            _column("Recommendation|Finding|Requirement|Must do|Should do|Area for improvement|Issue|Concern", "title"),
            _column("Management response|Response|Agreed action|Action(s)|What we will do|Actions taken", "list"),
            _WHO,
            _WHEN,
            _SAID,
            _STATE,
        ),
    ),
    Kind(
        "areas",
        (
            _column(
                "Area of need|Area for improvement|Area|Theme|Focus|Domain|Topic|Challenge|Outcome|Pledge|You said",
                "area",
            ),
            _column("Actions|What we will do|Steps|Key actions|We did|Our response|Tasks|Milestones", "list"),
            _WHO,
            _WHEN,
            _SAID,
            _STATE,
        ),
        ("none", "heading", "band"),
    ),
    Kind(
        "strategy",
        (
            _column("Priority|Priorities|Objective|Aim|Outcome|Goal|Ambition|Key priority|What we want", "aim"),
            _column("What needs to happen|Actions|What we will do|Key actions|Steps|Commitments|How", "list"),
            _column("Progress|What has happened|Update|Where we are|Position|Progress to date|Impact", "list", 0.6),
            _column("Lead|Owner|Who|Lead officer|Responsible", "person", 0.4),
        ),
        ("merged", "repeated", "blank", "merged", "blank", "none", "heading"),
    ),
    Kind(
        "typed numbers",
        (
            _column("Objective|Priority|Outcome|Aim|Goal|Ambition|Promise|Commitment|Workstream", "title"),
            _column("What we will do|Actions|Key actions|How we will do it|Steps|Milestones|Tasks", "typed"),
            _WHO,
            _WHEN,
            _SAID,
        ),
    ),
    Kind(
        "export",
        (
            _column("task_id|action_ref|Key|record_no|ID|item_code|Reference", "long code"),
            _column("action_title|Title|Task Name|summary|Issue|Item Name|Name|description", "title"),
            _column("assigned_to|Assigned To|Owner|lead_officer|Assignee|Resource Names", "person"),
            _column("start_date|Start|created|Created", "day", 0.7),
            _column("due_date|Finish|Due Date|end_date|Duedate", "day", 0.8),
            _column("status|Status|State|Bucket Name|Progress|pct_complete|% Complete", "rating", 0.8),
            _column("latest_update|Notes|Comments|Description|remarks", "text", 0.8),
        ),
        ("none", "none", "repeated", "last"),
    ),
    Kind(
        "lists of actions",
        (
            _NUMBER,
            _column(
                "Action|What we will do|Task|Milestone|Deliverable|Activity|Project|Initiative|Scheme|Step", "title"
            ),
            _column("Lead|Who|Owner|Led by|Team|Department|Service|Directorate|Partner", "person", 0.9),
            _column("Start|From|Begins", "date", 0.3),
            _WHEN,
            _column("Cost|Budget|£000|Funding|Resources", "money", 0.3),
            _column("% comp.|% complete|Progress %|Compl.", "percent", 0.3),
            _STATE,
            _SAID,
        ),
        ("none", "heading", "band", "merged", "repeated", "last", "last merged", "heading twice"),
    ),
)
_TITLES = ("title", "measure", "area", "aim")
_GROUPS = listed(
    "Theme|Priority|Objective|Workstream|Outcome|Category|Programme|Pillar|Strategic aim|Service|Ambition|Phase|"
    "Stage|Part|Bucket|Step|Locality"
)
_UNITS = listed("Share of|Number of|Percentage of|Average wait for|Rate of|Cost of|Satisfaction with|Time taken for")
_DIRECTIONS = (listed("▲|▼|►"), listed("Up|Down|Same"), listed("Improving|Worsening|Steady"), listed("↑|↓|↔"))


def shape(seed: int) -> Generated:
    """The table of a seed."""
    chance = random.Random(f"shape {seed}")
    kind = chance.choice(KINDS)
    columns = [column for column in kind.columns if chance.random() < column.chance]
    labels = labels_for(columns, chance)
    placing = chance.choice(kind.placings)
    sizes = _sizes(placing, chance)
    names = _counted(chance, len(sizes)) if chance.random() < 0.2 else chance.sample(AREAS, len(sizes))
    cells = Cells(f"shape {seed}", chance, columns)
    rows: list[TrueRow] = []
    drawn: list[tuple[str, ...]] = []
    for name, size in zip(names, sizes, strict=True):
        for _ in range(size):
            texts = cells.row(len(rows))
            drawn.append(texts)
            rows.append(true_row(columns, labels, texts, () if placing == "none" else (name,)))
    parts = _parts(placing, labels, drawn, rows, chance)
    return Generated(
        f"shape-{seed}", Reading(tuple(parts)), tuple(rows), f"{kind.name}, {placing}: {' | '.join(labels)}"
    )


def _counted(chance: random.Random, count: int) -> list[str]:
    word, marks = (
        chance.choice(("Phase", "Step", "Part", "Theme", "Strand", "Quarter")),
        chance.choice(("123456", "ABCDEF")),
    )
    return [f"{word} {mark}" for mark in marks[:count]]


def roman(count: int) -> str:
    tens, ones = divmod(count, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def labels_for(columns: Sequence[Column], chance: random.Random) -> list[str]:
    out: list[str] = []
    for column in columns:
        free = [label for label in column.labels if label not in out]
        out.append(chance.choice(free))
    return out


def _sizes(placing: str, chance: random.Random) -> list[int]:
    if placing == "none":
        return [chance.randint(3, 25)]
    return [chance.choice((1, 2, 3, 3, 4, 6)) for _ in range(chance.randint(2, 5))] + [2]


@dataclass(slots=True)
class Cells:
    """Draws rows; titles are all different, and one table writes each kind one way."""

    name: str
    chance: random.Random
    columns: Sequence[Column]

    def row(self, index: int) -> tuple[str, ...]:
        return tuple(self._text(column, place, index) for place, column in enumerate(self.columns))

    def _text(self, column: Column, place: int, index: int) -> str:
        fixed = random.Random(f"{self.name} {place}")  # the same throughout a table
        one = self.chance.choice
        if column.kind == "title":
            return f"{worded(self.chance, fixed.choice(('verb', 'noun', 'will', 'are', 'long')))} {index + 2026}"
        if column.kind == "aim" and random.Random(self.name).random() < 0.4:
            return f"{_capital(worded(self.chance, fixed.choice(('verb', 'noun', 'are'))))} {index + 2026}"
        if column.kind == "aim":
            number = fixed.choice(("{i}", "1.{n}", "{n}.", "({i})")).format(n=index + 1, i=roman(index + 1))
            return f"{number} {_capital(worded(self.chance, fixed.choice(('verb', 'noun', 'are'))))} {index + 2026}"
        if column.kind == "measure":
            return f"{one(_UNITS)} {worded(self.chance, 'noun').lower()} {index + 1}"
        if column.kind == "area":
            return f"{AREAS[(index * 7 + fixed.randint(0, 9)) % len(AREAS)]} {'' if index < 20 else index}".strip()
        if column.kind == "code":
            return fixed.choice(("{}", "R{:02}", "KPI {}", "1.{}", "{:03}", "{}/26")).format(index + 1)
        if column.kind == "long code":
            return fixed.choice(("CAP-2026-{:05}-A", "{:04}", "ACT/{:03}", "RM{:02}-26", "{}")).format(1001 + index)
        if column.kind in ("list", "typed"):
            many = self.chance.randint(1, 4)
            marks = ["• ", "- "] if column.kind == "list" else []
            mark = fixed.choice([*marks, ""]) if column.kind == "list" else ""
            texts = [worded(self.chance, "verb") for _ in range(many)]
            return "\n".join(f"{mark or f'{at}. '}{text}" for at, text in enumerate(texts, start=1))
        return self._value(column.kind, fixed)

    def _value(self, kind: str, fixed: random.Random) -> str:
        one = self.chance.choice
        if kind == "person":
            return one(PEOPLE[: fixed.randint(3, len(PEOPLE))])
        if kind == "rating":
            return one(RATINGS[:4] if fixed.random() < 0.5 else RATINGS[4:])
        if kind == "direction":
            return one(fixed.choice(_DIRECTIONS))
        if kind == "day":
            return f"{self.chance.randint(1, 28):02}/{self.chance.randint(1, 12):02}/2026"
        if kind == "date":
            return one(DATES) if fixed.random() < 0.5 else f"{self.chance.randint(1, 28)} May {one(['2025', '2026'])}"
        if kind == "text":
            blank = self.chance.random() < 0.15
            said = f"{worded(self.chance, 'are')}. {worded(self.chance, 'will')} by {one(DATES)}."
            return "" if blank else said
        figure = self.chance.randint(1, 99)
        return {"figure": f"{figure}%", "percent": f"{figure}.{figure % 9}%", "score": f"{figure % 5 + 1}"}.get(
            kind, f"£{figure},000"
        )


def true_row(columns: Sequence[Column], labels: Sequence[str], texts: Sequence[str], path: tuple[str, ...]) -> TrueRow:
    titled = next(at for at, column in enumerate(columns) if column.kind in _TITLES)
    number = texts[0] if columns[0].kind in ("code", "long code") else ""
    title = texts[titled]
    if columns[titled].kind == "aim" and not title[:1].isupper():
        number, title = title.split(" ", 1)
    others: dict[str, tuple[str, ...]] = {}
    for at, (label, text) in enumerate(zip(labels, texts, strict=True)):
        if at != titled and not (at == 0 and columns[0].kind in ("code", "long code")):
            kept = text.split("\n") if columns[at].kind in ("list", "typed") else [text]
            others[label] = tuple(line.removeprefix("• ").removeprefix("- ") for line in kept if line)
    return TrueRow(path, number, title, others)


def _parts(
    placing: str,
    labels: Sequence[str],
    drawn: Sequence[tuple[str, ...]],
    rows: Sequence[TrueRow],
    chance: random.Random,
) -> list[Grid | Block]:
    if chance.random() < 0.15:
        labels = [label.replace(" ", "\n", 1) for label in labels]
    parts: list[Grid | Block] = [Block("Borough of Fenwick register 2026 (fictional)", WHERE, BlockKind.HEADING, 1)]
    if placing.startswith("heading"):
        for path in dict.fromkeys(row.category for row in rows):
            parts.append(Block(path[0], WHERE, BlockKind.HEADING, 2))
            own = [physical(texts) for texts, row in zip(drawn, rows, strict=True) if row.category == path]
            if placing == "heading twice" and len(own) > 1:
                parts += [Grid((physical(labels), *own[:1]), WHERE), Block("As agreed.", WHERE)]
                own = own[1:]
            parts.append(Grid((physical(labels), *own), WHERE))
        return parts
    group = chance.choice([label for label in _GROUPS if label not in labels])
    first, last = placing in ("merged", "repeated", "blank"), placing.startswith("last")
    body = [physical([group] * first + [*labels] + [group] * last)]
    for at, (texts, row) in enumerate(zip(drawn, rows, strict=True)):
        fresh = bool(row.category) and (not at or rows[at - 1].category != row.category)
        if placing == "band" and fresh:
            body.append(GridRow((Cell(blocks_of_lines(row.category[0], WHERE), 0, len(labels)),), WHERE))
        span = sum(other.category == row.category for other in rows) if placing.endswith("merged") else 1
        shown = row.category and (fresh or (span == 1 and placing != "blank")) and (first or last)
        head = [_cell(row.category[0], span)] if shown else [None]
        made: list[Cell | None] = [*map(_cell, texts)]
        made = [*head, *made] if first else [*made, *head] if last else made
        cells = [replace(cell, column=column) for column, cell in enumerate(made) if cell is not None]
        body.append(GridRow(tuple(cells), WHERE))
    return [*parts, Grid(tuple(body), WHERE)]


def _cell(text: str, span: int = 1) -> Cell:
    return Cell(blocks_of_lines(text, WHERE), 0, 1, span)


def physical(texts: Sequence[str], merged: Mapping[str, int] | None = None) -> GridRow:
    return GridRow(tuple(replace(_cell(text), column=at) for at, text in enumerate(texts)), WHERE)
