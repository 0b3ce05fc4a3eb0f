"""The words for what columns are, and the recipe that staff's choices make."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.screens.documents.column_choices import GROUP, NUMBER, TITLE, choices_of, recipe_from, unclear
from corpus.records import Meaning
from corpus.tables.recipes import TableRecipe

HEADER = ("Ref", "Area of need", "Actions", "By whom")
READ = TableRecipe(HEADER, title="Actions", under=("Area of need",), numbers={"Ref": "Actions"})
MEANINGS = {"By whom": Meaning.OTHER}


def test_a_reading_in_words() -> None:
    assert choices_of(READ, MEANINGS) == [NUMBER, GROUP, TITLE, "Something else"]


def test_choices_that_change_nothing_make_the_same_recipe() -> None:
    assert recipe_from(READ, choices_of(READ, MEANINGS), MEANINGS) == READ


def test_another_title_and_a_meaning() -> None:
    chosen = ["Something else", TITLE, "Action", "Owner"]
    recipe = recipe_from(READ, chosen, MEANINGS)
    assert (recipe.title, recipe.under, recipe.numbers) == ("Area of need", (), None)
    assert recipe.meanings == {"Actions": Meaning.ACTION, "By whom": Meaning.OWNER}
    assert choices_of(recipe, MEANINGS) == chosen


def test_a_meaning_that_was_set_before_stays_until_another_is_chosen() -> None:
    before = replace(READ, meanings={"By whom": Meaning.OWNER})
    same = choices_of(before, {"By whom": Meaning.OWNER})
    assert recipe_from(before, same, {"By whom": Meaning.OWNER}) == before
    other = recipe_from(before, [*same[:-1], "Due date"], {"By whom": Meaning.OWNER})
    assert other.meanings == {"By whom": Meaning.DUE}


@pytest.mark.parametrize(
    ("chosen", "says"),
    [(["Action", GROUP], "No column is the title"), ([TITLE, TITLE], "2 columns are the title"), ([GROUP, TITLE], "")],
)
def test_exactly_one_column_titles_the_rows(chosen: list[str], says: str) -> None:
    assert unclear(chosen).startswith(says)
    assert bool(unclear(chosen)) == bool(says)
