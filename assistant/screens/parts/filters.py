"""Which part of the documents questions search: choices in the address, and how many rows they leave out."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import Assistant, Filters
from assistant.screens.parts.choices import choose, folded
from assistant.screens.parts.rows import ALL
from assistant.screens.parts.text import count
from corpus.library import Library
from corpus.records import Row, RowKind
from index import columns_within, rows_within

LATEST, EVERY = "Latest update", "All updates"
NAMES = {LATEST: "latest", EVERY: "all"}


def draw_filters(assistant: Assistant) -> Filters:
    """The filters for the questions asked from now on, folded away while none is chosen."""
    with folded("Where to look", "category", "plan", "update", "column"):
        return _draw_choices(assistant.library)


def _draw_choices(library: Library) -> Filters:
    names = [plan.name for plan in library.plans]
    plan = _choose("Plan", "plan", names) if len(names) > 1 else None
    chosen = [found for found in library.plans if plan in (None, found.name)]
    updates = list(dict.fromkeys(update.name for found in chosen for update in reversed(found.updates)))
    words = choose("Update", "update", [LATEST, EVERY, *updates]) if len(updates) > 1 else LATEST
    update = NAMES.get(words, words)
    rows = library.rows(update, plan)
    category = _choose("Category", "category", list(dict.fromkeys(row.category.label for row in rows)))
    headings = dict.fromkeys(column.heading for row in rows for column in row.columns if column.heading)
    column = _choose("Column", "column", list(headings))
    return Filters(category=category, column=column, plan=plan, update=update)


def parameters(filters: Filters) -> dict[str, str]:
    """The filters as parameters of an address, from which `draw_filters` reads them."""
    update = next((words for words, name in NAMES.items() if name == filters.update), filters.update)
    named = {"plan": filters.plan, "update": update, "category": filters.category, "column": filters.column}
    return {name: value for name, value in named.items() if value and value != LATEST}


def searched_words(library: Library, filters: Filters) -> str:
    """`Searched 5 of 15 priorities (4 Unaccompanied …); 10 were left out.`; without filters `Searched all 7 plans.`"""
    parts = [part for part in (filters.plan, filters.category, filters.column) if part]
    if filters.update != "latest":
        parts.append("all updates" if filters.update == "all" else f"{filters.update} update")
    if not parts:
        plans = len(library.plans)
        return (
            "Searched the whole plan, latest update."
            if plans == 1
            else f"Searched all {plans:,} plans, latest updates."
        )
    every = library.rows(filters.update)
    rows = rows_within(library, filters)
    columns = columns_within(((row.plan, column.heading) for row in rows for column in row.columns), filters.column)
    within = [
        row
        for row in rows
        if filters.column is None or any((row.plan, column.heading) in columns for column in row.columns)
    ]
    words = f"Searched {len(within):,} of {_rows(every)} ({'; '.join(parts)})"
    left_out = len(every) - len(within)
    return f"{words}; {left_out:,} {'was' if left_out == 1 else 'were'} left out." if left_out else f"{words}."


def _rows(rows: Sequence[Row]) -> str:
    """`15 priorities`, as a plan's rows are called; `20 rows` if some of them are prose."""
    if all(row.kind is RowKind.ROW for row in rows):
        return count(len(rows), "priority", "priorities")
    return count(len(rows), "row")


def _choose(label: str, name: str, options: Sequence[str]) -> str | None:
    chosen = choose(label, name, [ALL, *filter(None, options)])
    return None if chosen == ALL else chosen
