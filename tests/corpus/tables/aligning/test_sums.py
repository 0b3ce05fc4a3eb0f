"""A row that adds up those above it is a total, named by its one word; without such a word it is to be checked."""

from __future__ import annotations

import pytest

from corpus.records import Doubt, Reading, Row, RowKind
from corpus.tables.assembly import Assembly, assemble
from tests.grids import CellText, cells, grid


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
    [*_, quenby, total] = assembly.rows
    assert (total.priority.title, total.kind, total.problems) == ("Total", RowKind.TOTAL, ())
    assert {column.heading: [item.text for item in column.items] for column in quenby.columns} == {
        "Parish": ["Quenby"],
        "Cost": ["£2,750"],
        "Starts": ["July 2026"],
    }
    assert cells(assembly, total.reference)["Cost"] == ["£11,950"]


def test_a_total_of_something_else_is_a_row_without_a_title_and_that_is_said() -> None:
    assembly = programme("Total", "", "£11,000", "")
    assert {row.kind for row in assembly.rows} == {RowKind.ROW}
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
    told = {row.reference: (row.priority.title, row.category.title) for row in assembly.rows}
    assert told["1.total"] == ("Subtotal", "Parks")
    assert told["total"] == ("Total", "")
    assert [*told] == ["1.1", "1.2", "1.total", "2.1", "2.2", "total"]


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
    assert (total.priority.title, total.category.title, total.kind) == ("Total", "", RowKind.TOTAL)
    assert cells(assembly, total.reference) == {"Cost": ["£13,200"], "Used": ["31%"]}


def emissions(*last: tuple[CellText, ...]) -> list[Row]:
    """A plan's rows on emissions with some rows below them."""
    rows = (
        ("Theme", "Action", "Lead", "Tonnes in 2024", "Tonnes in 2025"),
        ("Emissions", "Heat the depot with less gas than before", "Ann Hall", "120", "100"),
        ("Emissions", "Run the vans on batteries from the summer", "Ben Moss", "60", "40"),
    )
    return list(assemble(Reading((grid(*rows, *last),))).rows)


@pytest.mark.parametrize("title", ["Total", "TOTAL", "Grand total", "Sub-total", "Programme total", "Overall total:"])
def test_a_title_that_says_no_more_makes_a_total_whatever_its_figures(title: str) -> None:
    *rows, total = emissions(("Emissions", title, "", "200", "150"))
    assert total.kind is RowKind.TOTAL
    assert total.doubt is Doubt.NONE
    assert {row.kind for row in rows} == {RowKind.ROW}


@pytest.mark.parametrize("title", ["Emissions sub-total", "Total: emissions", "Total for all emissions"])
def test_words_of_the_headings_are_no_more_if_nothing_but_figures_stands_below_other_rows(title: str) -> None:
    assert emissions(("Emissions", title, "", "200", "150"))[-1].kind is RowKind.TOTAL


@pytest.mark.parametrize(
    "last",
    [
        ("Emissions", "Total emissions", "Cat Lee", "200", "150"),  # somebody answers for it
        ("Waste", "Total waste", "", "200", "150"),  # there is nothing above it that it could add up
        ("Emissions", "Cut total emissions of the buses", "", "200", "150"),
        ("Emissions", "Cut those of the buses", "", "200", "150"),
    ],
)
def test_a_measure_of_something_in_total_is_a_row(last: tuple[CellText, ...]) -> None:
    assert emissions(last)[-1].kind is RowKind.ROW


def test_a_title_with_more_words_makes_a_total_if_its_figures_add_up() -> None:
    named = ("Emissions", "Total of the depot and vans", "Without the buses, which are leased", "180", "140")
    unnamed = ("Emissions", "Us", "", "180", "140")
    assert emissions(named)[-1].kind is RowKind.TOTAL
    row = emissions(unnamed)[-1]  # figures alone don't say so
    assert (row.kind, row.doubts) == (RowKind.ROW, ("“Us” adds up the figures of rows above it",))


def test_totals_of_one_name_are_no_doubt_and_the_next_rows_numeral_isnt_theirs() -> None:
    rows = (
        ("No.", "Action", "Cost"),
        *(("1", "Plant an orchard", "£10"), ("2", "Mend the bandstand", "£20"), ("", "Total", "£30")),
        *(("3", "Paint the crossings", "£5"), ("4", "Resurface the lane", "£7"), ("", "Total", "£12")),
    )
    found = assemble(Reading((grid(*rows),)))
    assert found.problems == ()
    assert [(row.priority.number, row.kind) for row in found.rows if row.kind is not RowKind.ROW] == [
        *(("", RowKind.TOTAL), ("", RowKind.TOTAL))
    ]
    assert [row.reference for row in found.rows] == ["1", "2", "total", "3", "4", "total (2)"]
