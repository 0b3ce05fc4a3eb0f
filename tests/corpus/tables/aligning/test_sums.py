"""A row that adds up those above it is a row of its own, named by its one word, and to be checked."""

from __future__ import annotations

from corpus.records import Doubt, Reading
from corpus.tables.assembly import Assembly, assemble
from tests.grids import cells, grid, outline


def programme(*last: str) -> Assembly:
    rows = (
        ("Parish", "What will happen", "Cost", "Starts"),
        ("Upper Lyde", "Hold evensong in another church each month", "£1,200", "May 2026"),
        ("Brandle", "Employ a youth worker for two afternoons", "£8,000*", "June 2026"),
        ("Quenby", "Keep the church warm on Thursdays", "£2,750", "July 2026"),
    )
    return assemble(Reading((grid(*rows, last),)))


def test_a_total_below_places_is_not_part_of_the_last_row() -> None:
    assembly = programme("Total", "", "£11,950", "")
    assert [path.rpartition(" › ")[2] for path in outline(assembly).values()][-1] == "Total"
    [*_, quenby, total] = assembly.rows
    assert {column.heading: [item.text for item in column.items] for column in quenby.columns} == {
        "Parish": ["Quenby"],
        "Cost": ["£2,750"],
        "Starts": ["July 2026"],
    }
    assert total.doubt is Doubt.CHECK
    assert cells(assembly, total.reference)["Cost"] == ["£11,950"]


def test_a_total_of_something_else_is_a_row_without_a_title_and_that_is_said() -> None:
    assembly = programme("Total", "", "£11,000", "")
    assert "Total" not in " ".join(outline(assembly).values())
    [*_, quenby, total] = assembly.rows
    assert "Total" not in str(quenby)
    assert (total.priority.title, total.doubts) == ("", ("no title",))
    assert cells(assembly, total.reference)["Cost"] == ["£11,000"]


def test_a_sum_of_all_is_under_no_category_and_a_sum_of_one_is_under_its_own() -> None:
    assembly = assemble(
        Reading(
            (
                grid(
                    ("Theme", "What will happen", "Cost", "Starts"),
                    ("Parks", "Plant an orchard beside the school", "£1,200", "May 2026"),
                    ("", "Mend the bandstand before the summer", "£8,000", "June 2026"),
                    ("", "Subtotal", "£9,200", ""),
                    ("Roads", "Resurface the lane to the station", "£2,750", "July 2026"),
                    ("", "Paint the crossings by both schools", "£1,250", "July 2026"),
                    ("", "Total", "£13,200", ""),
                ),
            )
        )
    )
    told = {row.priority.title: row.category.title for row in assembly.rows}
    assert (told["Subtotal"], told["Total"]) == ("Parks", "")


def test_percentages_beside_the_figures_of_a_total_need_not_add_up() -> None:
    assembly = assemble(
        Reading(
            (
                grid(
                    ("Theme", "What will happen", "Cost", "Used"),
                    ("Parks", "Plant an orchard beside the school", "£1,200", "50%"),
                    ("Parks", "Mend the bandstand before the summer", "£8,000", "10%"),
                    ("Roads", "Resurface the lane to the station", "£2,750", "100%"),
                    ("Roads", "Paint the crossings by both schools", "£1,250", "0%"),
                    ("", "Total", "£13,200", "31%"),
                ),
            )
        )
    )
    *_, total = assembly.rows
    assert (total.priority.title, total.category.title, total.doubt) == ("Total", "", Doubt.CHECK)
    assert cells(assembly, total.reference) == {"Cost": ["£13,200"], "Used": ["31%"]}
