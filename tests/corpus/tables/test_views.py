"""Tables as people see them who correct how one is read."""

from __future__ import annotations

from dataclasses import replace

from corpus.records import Doubt, Grid, Location, Reading
from corpus.tables.assembly import assemble
from corpus.tables.recipes import Recipe, TableRecipe
from corpus.tables.views import views
from tests.grids import grid, outline

ROWS = (
    ("Homes", "Buy ten more beds", "Ann Hall", "Begun in May."),
    ("Homes", "Mend all of the roofs", "Ben Ash", "Half are done."),
    ("Nature", "Plant a thousand trees", "Eve Moor", "Nine hundred stand."),
    ("Nature", "Open the old parks", "Guy Penn", "Two are open."),
)
READING = Reading((grid(("Theme", "Action", "Lead", "Progress"), *ROWS),))


def test_a_table_is_shown_as_it_stands_and_as_it_is_read() -> None:
    (view,) = views(READING)
    assert (view.labels, view.header) == (("Theme", "Action", "Lead", "Progress"), 0)
    assert [rows.labels for rows in view.headers if rows.depth == 1][:2] == [view.labels, ROWS[0]]
    assert view.rows[0] == "Homes › Buy ten more beds"
    assert len(view.rows) == len(ROWS)
    assert view.grid[1] == ROWS[0]
    assert view.described() == "“Action” titles the rows, under “Theme”"
    assert view.doubt is Doubt.NONE
    assert view.others


def test_another_layout_shows_what_would_come_of_it() -> None:
    (view,) = views(READING)
    other = next(each for each in view.others if not each.groups)
    recipe = Recipe().having(view.recipe(other))
    assert list(outline(assemble(READING, recipe)).values()) != list(outline(assemble(READING)).values())
    (again,) = views(READING, recipe)
    assert (again.layout, again.margin) == (other, 1.0)
    assert Recipe().having(again.recipe()).having(again.recipe()) == recipe


def test_a_table_read_as_text_is_shown_though_its_web_page_is_one_line() -> None:
    here = Location("plan.html", line=1)
    plan, people = READING.parts[0], grid(("Name", "Telephone"), ("Ann Hall", "01234 567"), ("Ben Ash", "01234 568"))
    tables = [
        replace(each, location=here, rows=tuple(replace(row, location=here) for row in each.rows))
        for each in (plan, people)
        if isinstance(each, Grid)
    ]
    shown = views(Reading(tuple(tables)), Recipe((TableRecipe(("Name", "Telephone"), prose=True),)))
    assert [(view.labels, view.layout is None) for view in shown] == [
        (("Theme", "Action", "Lead", "Progress"), False),
        (("Name", "Telephone"), True),
    ]
