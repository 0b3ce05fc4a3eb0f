"""Recipes: layouts that staff set once, used for the next update too."""

from __future__ import annotations

import pytest

from corpus.errors import UnreadableFile
from corpus.records import Reading, Row, RowKind
from corpus.tables.assembly import assemble
from corpus.tables.layouts.layout import Layout
from corpus.tables.recipes import Recipe, TableRecipe, recipe_of
from tests.grids import grid

HEADER = ("Champion", "Pledge", "Where", "Now")
ROWS = (("Ann", "Buy beds", "Homes", "Begun"), ("Ben", "Plant trees", "Nature", "Done"), ("Eve", "Mend", "Homes", "x"))
BY_WHERE = TableRecipe(HEADER, title="Pledge", under=("Where",))


def rows_of(recipe: TableRecipe, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[Row]:
    assembly = assemble(Reading((grid(header, *rows),)), Recipe((recipe,)))
    return [row for row in assembly.rows if row.kind is RowKind.ROW]


def test_a_recipe_says_what_titles_and_heads_the_rows() -> None:
    found = rows_of(BY_WHERE, *ROWS)
    assert [row.label for row in found] == [
        "Homes › Buy beds",
        "Nature › Plant trees",
        "Homes › Mend",
    ]


def test_it_is_used_for_the_next_update_whose_columns_moved() -> None:
    header = ("Pledge", "Where", "Champion", "Now", "Cost")
    rows = [(pledge, where, who, now, "£1") for who, pledge, where, now in ROWS]
    found = rows_of(BY_WHERE, *rows, header=header)
    assert [row.label for row in found][:2] == [
        "Homes › Buy beds",
        "Nature › Plant trees",
    ]


def test_it_says_when_it_no_longer_fits() -> None:
    found = rows_of(BY_WHERE, *ROWS, header=("Champion", "Promise", "Where", "Now"))
    assert any("no longer fits" in doubt and "“Pledge”" in doubt for row in found for doubt in row.doubts)


def test_it_leaves_other_tables_alone() -> None:
    found = rows_of(BY_WHERE, *ROWS, header=("Owner", "Action", "Area", "Status"))
    assert not any("recipe" in doubt for row in found for doubt in row.doubts)


def test_rows_that_head_others_and_where_a_table_ends() -> None:
    recipe = TableRecipe(("Action", "Lead"), title="Action", headings=("Homes", "Nature"), ends="Total")
    rows = [("Homes", ""), ("Buy beds", "Ann"), ("Nature", ""), ("Plant trees", "Ben"), ("Total", "2")]
    found = rows_of(recipe, *rows, header=("Action", "Lead"))
    assert [row.label for row in found] == ["Homes › Buy beds", "Nature › Plant trees"]


def test_a_recipe_is_read_again_as_it_was_written() -> None:
    recipe = Recipe((BY_WHERE, TableRecipe.of(("Ref", "Aim"), Layout(1, numbers=((0, 1),)))))
    assert recipe_of(recipe.written(), "recipes.toml") == recipe


@pytest.mark.parametrize(
    ("text", "says"),
    [("table = 3", "no recipe"), ("[[table]]\ntitel = 'x'", "titel"), ("[[table]]\nheader = ['A']", "title")],
)
def test_what_is_no_recipe_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        recipe_of(text, "recipes.toml")
