"""What Browse shows of a library: which rows, in which groups, and the row that an address names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from assistant.screens.links import RowLink
from assistant.screens.text import holds_all
from corpus.records import Plan, Row, Update

ALL = "All"


def plan_named(plans: Sequence[Plan], name: str) -> Plan | None:
    """The plan of this name; the first where none is named."""
    return next((plan for plan in plans if plan.name == name or not name), None)


def update_named(plan: Plan, name: str) -> Update | None:
    """The update of this name; the latest where none is named."""
    if not name:
        return plan.latest
    return next((update for update in plan.updates if update.name == name), None)


def find_row(plans: Sequence[Plan], link: RowLink) -> Row | str:
    """The row that a link names, or a message that says which part of it isn't there."""
    plan = plan_named(plans, link.plan)
    if plan is None:
        return f"There is no plan “{link.plan}” here. Its document may have been removed, or is called otherwise now."
    update = update_named(plan, link.update)
    if update is None:
        there = ", ".join(update.name for update in plan.updates)
        return f"“{plan.name}” has no update {link.update} here. There are: {there}."
    row = next((row for row in update.rows if row.reference == link.row), None)
    if row is None:
        return f"There is no row {link.row} in the {update.name} update of “{plan.name}”. It may be numbered otherwise."
    return row


def categories(rows: Iterable[Row]) -> list[str]:
    """The categories' labels in document order, each once."""
    return list(dict.fromkeys(row.category.label for row in rows))


def matching(rows: Iterable[Row], category: str = ALL, words: Sequence[str] = ()) -> list[Row]:
    """The rows of a category in which every word begins a word somewhere, letters' case aside."""
    of_category = (row for row in rows if category in (ALL, row.category.label))
    return [row for row in of_category if not words or holds_all(_text(row), words)]


def by_category(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Runs of rows under one category, in document order."""
    for label, group in groupby(rows, key=lambda row: row.category.label):
        yield label, list(group)


def _text(row: Row) -> str:
    texts = [row.reference, row.label, *(item.text for column in row.columns for item in column.items)]
    return "\n".join(texts)
