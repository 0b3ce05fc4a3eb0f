"""Recipes: layouts that staff set once, used for the next update too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.records import Meaning, Reading, Row, RowKind
from corpus.tables.assembly import assemble
from corpus.tables.corrected_grids import known_again
from corpus.tables.layouts.layout import Layout
from corpus.tables.recipes import RECIPES, Recipe, TableRecipe, recipe_of, recipe_text, write_recipe
from corpus.tables.views import views
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
    [("table = 3", "no recipe"), ("[[table]]\ntitel = 'x'", "titel"), ("[[table]]\ntitle = 'A'", "header")],
)
def test_what_is_no_recipe_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        recipe_of(text, "recipes.toml")


def test_a_header_alone_leaves_the_layout_to_what_fits_best() -> None:
    rows = [("Homes", "Buy beds", "Ann"), ("Homes", "Mend roofs", "Ben"), ("Nature", "Plant trees", "Cem")]
    title_line = ("Our promises", "for this year", "and next")
    recipe = TableRecipe(("Area", "Action", "Lead"))
    found = rows_of(recipe, ("Area", "Action", "Lead"), *rows, header=title_line)
    assert [row.label for row in found] == ["Homes › Buy beds", "Homes › Mend roofs", "Nature › Plant trees"]
    assert not any("recipe" in doubt for row in found for doubt in row.doubts)


def test_what_columns_are_for_is_taken_from_the_recipe() -> None:
    recipe = replace(BY_WHERE, meanings={BY_WHERE.header[0]: Meaning.OWNER})
    labels = [*BY_WHERE.header]
    assert dict(recipe.meanings_of(labels)) == {labels[0]: Meaning.OWNER}
    assert dict(recipe.meanings_of(["Other", "Columns"])) == {}


def test_removing_a_recipe_leaves_the_others() -> None:
    recipe = Recipe((BY_WHERE, TableRecipe(("Action", "Lead"), title="Action")))
    assert recipe.without(recipe.tables[1]) == Recipe((BY_WHERE,))


def test_a_recipe_is_stored_beside_the_documents_and_read_from_there(tmp_path: Path) -> None:
    recipe = Recipe((BY_WHERE,))
    write_recipe(tmp_path, recipe)
    assert recipe_of(recipe_text(tmp_path), RECIPES) == recipe
    assert [path.name for path in tmp_path.iterdir()] == [RECIPES]


def test_two_plans_with_the_same_headings_have_recipes_of_their_own() -> None:
    """Another plan's is used for none; one that names no document for all."""
    homes = TableRecipe(("Action", "Lead"), title="Action", document="Fictional Homes Plan 2024-25")
    parks = replace(homes, document="Fictional Parks Plan 2024-25", text=("Note",))
    recipe = Recipe().having(homes).having(parks)
    assert recipe.tables == (homes, parks)
    assert recipe.same(replace(homes, document="Fictional Homes Plan 2025-26")) == homes
    assert recipe.without(replace(parks, document="Fictional Parks Plan 2025-26")).tables == (homes,)
    rows = (("Action", "Lead"), ("Buy beds", "Ann"), ("Note", ""), ("Mend roofs", "Ben"))
    for document, known in (("Fictional Homes Plan 2025-26", homes), ("Fictional Parks Plan 2025-26", parks)):
        found = known_again(grid(*rows), recipe, document)
        assert found
        assert found[1] == known
    assert known_again(grid(*rows), recipe, "Fictional Roads Plan") is None
    assert known_again(grid(*rows), recipe.having(replace(homes, document="")), "Fictional Roads Plan")


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ((("Prepared by", "Ann Hall"), ("Agreed on", "4 May 2024")), (("Prepared by", "Guy Moor"), ("Agreed on", "x"))),
        ((("Lead", "Area"), ("Ann", "Boats")), (("Lead", "Area"), ("Guy", "Piers"), ("Eve", "Tolls"))),
    ],
)
def test_what_staff_call_text_is_text_in_the_next_update_too(
    first: tuple[tuple[str, str], ...], later: tuple[tuple[str, str], ...]
) -> None:
    """A form is known by what its rows begin with, a list by its headings."""
    actions = grid(("Action", "Lead", "Progress"), ("Buy beds", "Ann", "Begun"), ("Mend roofs", "Ben", "Done"))
    reading = Reading((actions, grid(*first)))
    form = next(view for view in views(reading) if view.labels == first[0])
    assembly = assemble(Reading((actions, grid(*later))), Recipe((form.as_text(),)))
    assert [row.priority.title for row in assembly.rows if row.kind is RowKind.ROW] == ["Buy beds", "Mend roofs"]
    texts = [item.text for row in assembly.rows if row.kind is RowKind.PROSE for item in row.columns[0].items]
    assert texts == [" ".join(row) for row in later]
    assert not any("no longer fits" in problem.seen for problem in assembly.problems)
