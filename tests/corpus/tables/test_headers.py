"""Headers found, and found again."""

from __future__ import annotations

import pytest

from corpus.tables.headers import Header, find, is_number_label
from tests.grids import grid, row

LABELS = ("Category/ service", "Priorities", "What needs to happen", "Progress")
LONG = "A sentence that is far too long to be the label of any column in a table of a plan."


@pytest.mark.parametrize(
    "cells",
    [
        ("", *LABELS),
        ("Category/ service", "Pri", "orities", "What needs to happen", "Pro", "gress"),
        ("Cate", "gory/ service", "Pric", "orities", "W", "/hat needs to happen", "Progress"),
        ("CATEGORY / SERVICE", "Priorities", "What needs to happen", "Progress", "", ""),
    ],
)
def test_a_header_is_known_again_however_it_is_cut(cells: tuple[str, ...]) -> None:
    assert Header.of(row(*LABELS)).repeated_in(row(*cells))


@pytest.mark.parametrize(
    "cells", [("1", "Homes", "Open two", "One opened"), ("Category/ service", "", "", ""), ("", "• Progress", "", "")]
)
def test_other_rows_are_no_header(cells: tuple[str, ...]) -> None:
    assert not Header.of(row(*LABELS)).repeated_in(row(*cells))


def test_pieces_of_a_label_are_recognised_by_their_letters() -> None:
    header = Header.of(row(*LABELS))
    cut = row("", "Category/ service", "Pri", "orities", "What needs to happen", "Pr", "ogress")
    assert header.places(cut) == (None, 0, 1, 1, 2, 3, 3)


def test_the_header_is_the_first_row_that_comes_again() -> None:
    table = grid(("Plan for homes", ""), ("Aim", "Step"), ("Beds", "Buy two"), ("Aim", "Step"), ("Food", "Cook"))
    assert find(table.rows) == 1


def test_a_header_that_stands_once_is_recognised_by_the_text_below_it() -> None:
    assert find(grid(("Aim", "Step"), ("Beds", LONG)).rows) == 0
    assert find(grid(("1. Introduction", "3"), ("2. Vision", "5"), ("3. Aims", "9")).rows) is None


@pytest.mark.parametrize("counting", [("Q1", "Q2", "Q3"), ("2030/31", "2031/32", "2032/33"), ("Nov", "Dec", "January")])
def test_a_label_over_labels_that_count_reaches_as_far_as_they_do(counting: tuple[str, ...]) -> None:
    table = grid(("", "Progress", "", "", ""), ("Aim", *counting, "Target"), ("Beds", "1", "2", "3", "9"))
    labels = Header.at(table.rows, 0, 2).labels
    assert labels == ("Aim", *(f"Progress › {label}" for label in counting), "Target")


def test_a_label_over_other_labels_reaches_as_far_as_nothing_stands_beside_it() -> None:
    table = grid(
        ("", "When", "", "Who", ""), ("Aim", "From", "To", "Lead", "Partner"), ("Beds", "May", "June", "A", "B")
    )
    assert Header.at(table.rows, 0, 2).labels == ("Aim", "When › From", "When › To", "Who › Lead", "Who › Partner")


def test_labels_below_a_spanning_label_name_both() -> None:
    table = grid(
        (("Aim", 1, 2), ("Status", 2, 1), None, ("Lead", 1, 2)),
        (None, "Now", "Next year", None),
        ("Beds", "Amber", "Green", "ICB"),
    )
    header = Header.at(table.rows, 0, 2)
    assert header.labels == ("Aim", "Status › Now", "Status › Next year", "Lead")
    assert header.columns == (0, 1, 2, 3)
    assert header.repeated_in(table.rows[1])
    assert not header.repeated_in(table.rows[2])


def test_a_label_over_several_columns_is_one_label() -> None:
    table = grid((("Priority", 2, 1), None, "Step"), ("1", "Beds", "Buy two"), ("2", "Food", "Cook"))
    assert Header.at(table.rows, 0).columns == (0, 0, 1)


def test_two_texts_beside_each_other_under_one_label_are_two_columns() -> None:
    rows = [("Events", "Open the hub", "May"), ("Training", "Train hosts", "June"), ("Events", "Fund a nurse", "May")]
    table = grid((("Actions", 2, 1), None, "Due"), *rows)
    assert Header.at(table.rows, 0).labels == ("Actions", "Actions (2)", "Due")


def test_a_column_of_text_without_a_label_is_named_by_its_place() -> None:
    table = grid(("Aim", "", "Step"), ("Beds", "see the annex", "Buy two"))
    assert Header.at(table.rows, 0).labels == ("Aim", "Column 2", "Step")


def test_so_is_one_of_numerals() -> None:
    table = grid(("", "Aim", "Step"), ("1", "Beds", "Buy two"), ("2", "Food", "Cook"))
    assert Header.at(table.rows, 0).labels == ("Column 1", "Aim", "Step")


@pytest.mark.parametrize(("label", "numbers"), [("Ref.", True), ("No", True), ("#", True), ("Lead", False)])
def test_labels_of_number_columns(label: str, numbers: bool) -> None:
    assert is_number_label(label) is numbers
