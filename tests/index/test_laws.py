"""What holds of any plans: filters may come in any order, and what a snapshot is given it gives back."""

from __future__ import annotations

import tempfile
from itertools import permutations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import Library
from corpus.records import Row
from index import Filters, columns_within, rows_within
from index.embedded import FolderStore
from tests.fictional.arbitrary import CATEGORIES, HEADINGS, document, rows
from tests.index.stores import published


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Two plans, one of which has two updates."""
    issues = (
        ("Fictional homes plan", "2023-24"),
        ("Fictional homes plan", "2024-25"),
        ("Invented health plan", "2024"),
    )
    return Library(tuple(document(draw(rows(plan, update)), file=f"{plan} {update}.csv") for plan, update in issues))


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "category": CATEGORIES,
        "reference": st.sampled_from(["1", "2", "4"]),
        "plan": st.sampled_from(["Fictional homes plan", "Invented health plan"]),
    },
)


def keys(found: tuple[Row, ...]) -> list[str]:
    return [row.key for row in found]


@given(library=libraries(), said=FILTERS, update=st.sampled_from(["all", "latest"]))
def test_filters_leave_what_each_of_them_leaves(library: Library, said: dict[str, str], update: str) -> None:
    """All at once or one after another, in any order."""
    every = keys(rows_within(library, Filters(update=update)))
    together = keys(rows_within(library, Filters(update=update, **said)))
    alone = [set(keys(rows_within(library, Filters(update=update, **{name: said[name]})))) for name in said]
    for order in permutations(alone):
        left = every
        for kept_by_one in order:
            left = [key for key in left if key in kept_by_one]
        assert left == together


@given(library=libraries(), heading=HEADINGS)
def test_columns_of_a_name_are_some_of_all(library: Library, heading: str) -> None:
    every = {(row.plan, column.heading) for row in library.rows(update="all") for column in row.columns}
    found = columns_within(sorted(every), heading)
    assert found == {(plan, named) for plan, named in every if named == heading}
    assert columns_within(sorted(every), None) == every


@settings(max_examples=10)
@given(library=libraries())
def test_a_store_gives_back_what_it_was_given(library: Library) -> None:
    with tempfile.TemporaryDirectory() as folder:
        opened = published(FolderStore(Path(folder)), library)
        assert opened.library.documents == library.documents
        assert opened.library.rows(update="all") == library.rows(update="all")
        every = opened.passages(opened.among(Filters(update="all")).positions())
        rows = opened.rows(passage.row_key for passage in every)
        for passage in every:
            column = rows[passage.row_key].column(passage.column)
            assert column is None or column.items[passage.item - 1].text[passage.start : passage.end] == passage.text
            again = opened.passages(opened.of_item(passage.row_key, passage.column, passage.item))
            assert passage in again
