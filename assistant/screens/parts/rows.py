"""Which plan, update and rows an address or a choice names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count
from corpus.records import Document, Plan, Problem, Row, RowKind, Update, source_of

ALL = "All"


def plan_named(plans: Sequence[Plan], name: str) -> Plan | None:
    """The plan with this name; the first if the name is ""."""
    return next((plan for plan in plans if plan.name == name or not name), None)


def update_named(plan: Plan, name: str) -> Update | None:
    """The update with this name; the latest if the name is ""."""
    if not name:
        return plan.latest
    return next((update for update in plan.updates if update.name == name), None)


def update_words(plan: Plan) -> str:
    """`2023-24 update`: which update of a plan is the latest, as far as its document says."""
    return f"{plan.latest.name} update" if plan.latest.name else "no date of update stated"


def rows_of(plans: Sequence[Plan], plan: str, update: str) -> tuple[Row, ...]:
    """The rows of an update; none if it doesn't exist."""
    found = plan_named(plans, plan)
    issue = update_named(found, update) if found else None
    return issue.rows if issue else ()


def find_row(plans: Sequence[Plan], link: RowLink) -> Row | str:
    """The row that a link names, or a message that says which part of the link doesn't exist."""
    plan = plan_named(plans, link.plan)
    if plan is None:
        return f"There is no plan “{link.plan}” here. Its document may have been removed, or have another name now."
    update = update_named(plan, link.update)
    if update is None:
        there = ", ".join(update.name or "one without a date" for update in plan.updates)
        return f"“{plan.name}” has no {link.update} update here. There are: {there}."
    row = next((row for row in update.rows if row.reference == link.row), None)
    if row is None:
        return f"There is no row {link.row} in “{source_of(plan.name, update.name)}”. Its number may have changed."
    return row


def is_counted(row: Row) -> bool:
    """Whether it counts as a row; a text outside the tables doesn't, nor does a total of others."""
    return row.kind is RowKind.ROW


def rows_words(rows: Sequence[Row]) -> str:
    """`15 rows`, `15 rows, 1 total and 1 text outside the tables`, `3 texts`: rows are counted alike on all pages."""
    of = Counter(row.kind for row in rows)
    in_tables = [count(of[RowKind.ROW], "row")] if of[RowKind.ROW] or not rows else []
    in_tables += [count(of[RowKind.TOTAL], "total")] if of[RowKind.TOTAL] else []
    if not of[RowKind.PROSE]:
        return " and ".join(in_tables)
    texts = count(of[RowKind.PROSE], "text")
    return f"{', '.join(in_tables)} and {texts} outside the tables" if in_tables else texts


def outside_rows(document: Document) -> list[Problem]:
    """The problems that belong to no row: of the file as a whole, or of text outside the rows."""
    of_rows = {problem for row in document.rows for problem in row.problems}
    return [problem for problem in dict.fromkeys(document.problems) if problem not in of_rows]


def categories(rows: Iterable[Row]) -> list[str]:
    """The categories' labels in document order, each once."""
    return list(dict.fromkeys(row.category.label for row in rows))
