"""The page says how many rows the filters leave out."""

from __future__ import annotations

import pytest

from assistant import Filters
from assistant.screens.parts.filters import parameters, searched_words
from tests.fictional.two_updates import TRUTH, library, table

LIBRARY = library()
NEW = table("new")
CATEGORY = NEW[0].category.label


def test_without_filters_the_whole_plan_was_searched() -> None:
    assert searched_words(LIBRARY, Filters()) == "Searched the whole plan, latest update."


def test_a_category_says_how_many_priorities_were_left_out() -> None:
    within = sum(row.category.label == CATEGORY for row in NEW)
    said = searched_words(LIBRARY, Filters(category=CATEGORY))
    assert said == f"Searched {within} of {len(NEW)} priorities ({CATEGORY}); {len(NEW) - within} were left out."


def test_all_updates_leave_nothing_out() -> None:
    every = len(NEW) + len(table("old"))
    assert searched_words(LIBRARY, Filters(update="all")) == f"Searched {every} of {every} priorities (all updates)."


@pytest.mark.parametrize("update", [TRUTH["old_update"], TRUTH["new_update"]])
def test_an_update_is_named(update: str) -> None:
    assert f"({update} update)" in searched_words(LIBRARY, Filters(update=update))


def test_a_column_that_few_rows_have_leaves_the_others_out() -> None:
    headings = {column.heading for row in NEW for column in row.columns}
    rare = min(headings, key=lambda heading: sum(row.column(heading) is not None for row in NEW))
    within = sum(row.column(rare) is not None for row in NEW)
    assert searched_words(LIBRARY, Filters(column=rare)).startswith(
        f"Searched {within} of {len(NEW)} priorities ({rare})"
    )


@pytest.mark.parametrize(
    ("filters", "address"),
    [
        (Filters(), {}),
        (Filters(category=CATEGORY, column="Progress"), {"category": CATEGORY, "column": "Progress"}),
        (Filters(plan="A plan", update="all"), {"plan": "A plan", "update": "All updates"}),
        (Filters(update="2024-25"), {"update": "2024-25"}),
    ],
)
def test_a_link_says_where_to_look_as_the_choices_do(filters: Filters, address: dict[str, str]) -> None:
    assert parameters(filters) == address
