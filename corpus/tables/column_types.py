"""What a table's columns hold (dates, sums of money, a choice of few values) and what they are for: who, when, how far.

Values count first and headings second: a column of dates is one of due dates, be it headed "By when" or "Target".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from statistics import median
from types import MappingProxyType

from corpus.language.dates import named_dates
from corpus.language.quantities import Unit, quantity
from corpus.records import Column, ColumnType, Meaning, Row, RowKind, ValueKind, fold

MOSTLY = 0.6  # of a column's cells settle what it holds: plans write "TBC" and "Ongoing" among dates and sums
SHORT = 40  # characters that a value typically has at most; texts of a sentence are longer
SINGLE = 0.8  # of a column's cells hold one text each where it holds values
FEW = 12  # different values are a choice, if they come again
AGAIN = 0.7  # of the cells at most say something else than those above, or the values are names rather than a choice

# The words of headings, and what columns that have them are for. The first that fits counts, and what a heading says
# of another column comes first: "Action owner" is no action, "Target date" no target.
VOCABULARY: Mapping[Meaning, str] = {
    Meaning.OWNER: """lead leads led owner owners owned responsible responsibility responsibilities accountable
        accountability answerable officer officers who whom sponsor sponsors partner partners person team assigned
        manager""",
    Meaning.DUE: """when timescale timescales timeframe timeframes timeline timelines timing timings due deadline
        deadlines finish completion completed date dates""",
    Meaning.STATUS: "rag brag ragged ragg status rating ratings rated position",
    Meaning.TARGET: "target targets trajectory",
    Meaning.PROGRESS: """progress update updates comment comments commentary note notes evidence evidenced narrative
        barriers done complete""",
    Meaning.MEASURE: """measure measures measured kpi kpis indicator indicators metric metrics baseline know success
        impact difference outcome outcomes""",
    Meaning.RESULT: "result results actual actuals outturn achieved achievement achievements latest current",
    Meaning.COST: """cost costs costing costings budget budgets funding spend price value money resource resources
        resourcing""",
    Meaning.ACTION: """action actions recommendation recommendations commitment commitments task tasks activity
        activities milestone milestones deliverable deliverables project projects steps""",
    Meaning.GROUP: """category categories theme themes area areas domain domains pillar pillars strand strands service
        services section sections workstream workstreams priority priorities objective objectives aim aims goal
        goals phase phases bucket buckets""",
}
_NOT_DUE = re.compile(r"\b(?:start|started|began|review|reviewed|created|modified)\b|^last updated?$|^updated on$")
_SO_FAR = re.compile(r"\b(?:to date|so far|has happened)\b|\bwhat we(?: have|ve) done\b")
_SAID = re.compile(r"\b(?:you|they|we) (?:have )?(?:said|told|asked|heard)\b")
_PHRASES: tuple[tuple[Meaning, re.Pattern[str]], ...] = (
    (Meaning.OTHER, _NOT_DUE),
    (Meaning.OWNER, re.compile(r"\bin charge\b")),
    (Meaning.DUE, re.compile(r"\b(?:ready|place|done|finished|completed?|delivered?) by$")),
    (Meaning.PROGRESS, re.compile(r"\b(?:latest|current|progress) (?:update|position|status update)\b")),
    (Meaning.PROGRESS, re.compile(r"\bwe (?:have )?(?:did|done)\b|\bwhat (?:has |have )?(?:we )?changed\b")),
    (Meaning.PROGRESS, re.compile(r"\bwhere (?:we are|are we|things are|things stand)\b")),
    (Meaning.MEASURE, re.compile(r"\bhow we will (?:know|measure|tell|judge)\b|\bwhat (?:good|success) looks\b")),
    (Meaning.ACTION, re.compile(r"\b(?:what|how) (?:we (?:will|are going to|plan to)|(?:needs|has) to)\b")),
    (Meaning.MEASURE, re.compile(r"\bhow (?:we|will|you)\b")),
)
# What statuses say in most plans, alone or with more words after: how a column of them is told without a heading.
_STATUS_WORDS = """red amber green blue black grey r a g b complete completed done closed achieved finished delivered
    open ongoing overdue delayed late slipped behind paused cancelled deferred planned started"""
_LONGER = ("on track", "off track", "at risk", "not started", "not yet started", "in progress", "on hold", "not due")
_STATUSES = frozenset((*_STATUS_WORDS.split(), *_LONGER, "under way"))
_ROLES = re.compile(
    r"\b(?:managers?|officers?|director|head of|lead|coordinator|team|service|services|partner|councillor|cllr|chair|"
    r"planner|engineer|ecologist|surveyor|social worker|subgroup|board|council|trust)\b"
)


def typed(
    rows: Sequence[Row], given: Mapping[str, Meaning] = MappingProxyType({})
) -> tuple[tuple[Row, ...], tuple[ColumnType, ...]]:
    """The rows of one document with each column's meaning and kind, and its tables' columns, each once, in order.

    `given` are meanings that staff have set, by heading: they count more than what cells and headings say.

    Columns under one heading count as one, in however many tables they stand: their values are told together.
    """
    cells: dict[str, list[Column]] = {}
    for row in rows:
        for column in row.columns if row.kind is RowKind.ROW else ():
            if column.heading:
                cells.setdefault(column.heading, []).append(column)
    told = _with_due({heading: column_type(heading, columns) for heading, columns in cells.items()})
    types = {name: replace(each, meaning=given.get(name, each.meaning)) for name, each in told.items()}
    return tuple(_with_types(row, types) for row in rows), tuple(types.values())


def column_type(heading: str, columns: Iterable[Column]) -> ColumnType:
    """What a column holds and is for, by all its cells and its heading."""
    cells = [[item.text for item in column.items] for column in columns if column.items]
    texts = [text for cell in cells for text in cell]
    kind = _kind(heading, cells)
    values = tuple(dict.fromkeys(texts)) if kind is ValueKind.CHOICE else ()
    return ColumnType(heading, _meaning(heading, kind, texts), kind, values)


@lru_cache(maxsize=1024)
def meaning_of(heading: str) -> Meaning:
    """What a heading alone says that its column is for."""
    text = _SO_FAR.sub("", fold(heading))
    for meaning, pattern in _PHRASES:
        if pattern.search(text):
            return meaning
    words = set(text.split())
    found = next((meaning for meaning, known in _WORDS.items() if words & known), Meaning.OTHER)
    so_far = found in (Meaning.OTHER, Meaning.MEASURE) and text != fold(heading)
    return Meaning.PROGRESS if so_far else found


def is_known(heading: str) -> bool:
    """Whether headings of plans have such words."""
    return meaning_of(heading) is not Meaning.OTHER or bool(_SAID.search(fold(heading)))


_WORDS = {meaning: frozenset(words.split()) for meaning, words in VOCABULARY.items()}


def _with_due(types: dict[str, ColumnType]) -> dict[str, ColumnType]:
    """The columns without dates that only look due: where one is headed so, others of dates are something else."""
    due = {heading for heading, each in types.items() if each.meaning is Meaning.DUE and each.kind is ValueKind.DATE}
    if not any(meaning_of(heading) is Meaning.DUE for heading in due):
        return types
    others = {heading for heading in due if meaning_of(heading) is Meaning.OTHER}
    return {
        heading: replace(each, meaning=Meaning.OTHER) if heading in others else each for heading, each in types.items()
    }


def _with_types(row: Row, types: Mapping[str, ColumnType]) -> Row:
    if row.kind is not RowKind.ROW:
        return row
    columns = tuple(
        replace(column, meaning=types[column.heading].meaning, kind=types[column.heading].kind)
        if column.heading in types
        else column
        for column in row.columns
    )
    return replace(row, columns=columns)


def _kind(heading: str, cells: Sequence[Sequence[str]]) -> ValueKind:
    texts = [text for cell in cells for text in cell]
    single = sum(len(cell) == 1 for cell in cells)
    if not texts or single < SINGLE * len(cells) or median(map(len, texts)) > SHORT:
        return ValueKind.TEXT
    if _mostly(texts, _is_date):
        return ValueKind.DATE
    numbers = [found for found in map(quantity, texts) if found]
    if len(numbers) >= MOSTLY * len(texts):
        return _number_kind(heading, [found.unit for found in numbers])
    return ValueKind.CHOICE if _is_choice(texts) else ValueKind.TEXT


def _number_kind(heading: str, units: Sequence[Unit]) -> ValueKind:
    """Money and percentages by the sign in the cells or, where these have none, in the heading."""
    if Unit.MONEY in units or "£" in heading:
        return ValueKind.MONEY
    if Unit.PERCENT in units or "%" in heading or re.search(r"\bper ?cent", heading, re.IGNORECASE):
        return ValueKind.PERCENT
    return ValueKind.MONEY if meaning_of(heading) is Meaning.COST else ValueKind.NUMBER


def _is_choice(texts: Sequence[str]) -> bool:
    """Whether values come again, or are such as statuses are."""
    distinct = {fold(text) for text in texts}
    return _mostly(texts, _is_status) or (len(distinct) <= min(FEW, AGAIN * len(texts)))


def _meaning(heading: str, kind: ValueKind, texts: Sequence[str]) -> Meaning:
    said = meaning_of(heading)
    if kind is ValueKind.DATE:
        return Meaning.OTHER if _NOT_DUE.search(fold(heading)) else Meaning.DUE
    if kind is ValueKind.CHOICE and _mostly(texts, _is_status):
        return Meaning.STATUS
    if said is Meaning.STATUS and median(map(len, texts or [""])) > SHORT:
        return Meaning.PROGRESS  # sentences under "Position" tell how far things are
    if kind is ValueKind.MONEY and said in (Meaning.OTHER, Meaning.GROUP, Meaning.PROGRESS):
        return Meaning.COST
    if kind is ValueKind.PERCENT and said is Meaning.OTHER:
        return Meaning.RESULT
    if said is Meaning.OTHER and kind in (ValueKind.CHOICE, ValueKind.TEXT) and _mostly(texts, _is_role):
        return Meaning.OWNER
    return said


def _mostly(texts: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return sum(map(holds, texts)) >= MOSTLY * len(texts) > 0


def _is_date(text: str) -> bool:
    """Whether a date is nearly all that a text says."""
    return any(len(named.text) >= MOSTLY * len(text) for named in named_dates(text))


def _is_status(text: str) -> bool:
    said = " ".join(re.findall(r"[^\W_]+", text.lower()))
    first = next(iter(said.split()), "")
    return said in _STATUSES or (len(first) > 1 and first in _STATUSES) or said.startswith(_LONGER)


@lru_cache(maxsize=1024)
def is_state(text: str) -> bool:
    """Whether a text says how far something has come: `Not started`, `Complete`."""
    return _is_status(text)


def _is_role(text: str) -> bool:
    return len(text) <= SHORT and _ROLES.search(text.lower()) is not None
