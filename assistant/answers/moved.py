"""Statuses from one update to the next: which rows went from amber to red, got worse, or turned green."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.answer import Answer, Claim, listed, nothing_found
from assistant.questions.query import Among, ColumnMeant, Is, Query, Role, is_row
from assistant.questions.schema import Schema
from assistant.tracking.lineage import Comparison
from corpus.records import Citation, Column, Meaning, Row, fold

_STATUS = ColumnMeant(Meaning.STATUS)
_RANKS = (
    ("red", "late"),
    ("amber", "at risk", "not started"),
    ("green", "on track", "going"),
    ("done",),
)  # worst first


def answer_moves(kind: str, query: Query, compared: Sequence[Comparison], schema: Schema) -> Answer:
    """The rows whose status moved as asked: `kind` is "moved", "worse" or "better". Each is quoted with the status that
    it has now, and says what it had before."""
    named = [schema.state(each.value) for each in query.readings if each.role is Role.STATE]
    ranks = {
        value: rank for rank, states in enumerate(_RANKS) for state in states for value in schema.state(state).values
    }
    found = [
        (change.old, change.new)
        for comparison in compared
        for change in comparison.changes
        if change.old and change.new and is_row(change.new) and _within(query, change.new)
        and _moved(kind, change.old, change.new, named, ranks, query.text)
    ]  # fmt: skip
    between = "; ".join(f"from {each.old.name} to {each.new.name}" for each in compared)
    if not found:
        return nothing_found(f"No status was found that changed so {between}.")
    claims = [_claim(old, new) for old, new in found]
    return listed(f"{len(claims)} {'priority' if len(claims) == 1 else 'priorities'} {between}.", claims)


def _ranks(schema: Schema) -> dict[str, int]:
    """How good each status is, by its text."""
    states = [(state, rank) for rank, same in enumerate(_RANKS) for state in same]
    return {value: rank for state, rank in states for value in schema.state(state).values}


def _within(query: Query, row: Row) -> bool:
    return all(each.holds(row) for each in query.where if isinstance(each, Among))


def _moved(kind: str, old: Row, new: Row, named: Sequence[Is], ranks: dict[str, int], text: str) -> bool:
    before, now = _value(old), _value(new)
    if not before or not now or before == now:
        return False
    if kind != "moved":
        rank, earlier = ranks.get(now), ranks.get(before)
        return rank is not None and earlier is not None and ((rank > earlier) is (kind == "better")) and rank != earlier
    if len(named) > 1:
        return before in named[0].values and now in named[1].values
    if not named:
        return False
    return (before if " from " in text and " to " not in text else now) in named[0].values


def _value(row: Row) -> str:
    column = _STATUS.of(row)
    return fold(column.items[0].text) if column is not None and len(column.items) == 1 else ""


def _claim(old: Row, new: Row) -> Claim:
    column, before = _cell(new), _cell(old)
    note = f"{new.priority.title}: {before.items[0].text} in {old.update}"
    return Claim(column.items[0].text, (Citation.of_item(new, column, 1),), note=note)


def _cell(row: Row) -> Column:
    column = _STATUS.of(row)
    assert column is not None
    return column
