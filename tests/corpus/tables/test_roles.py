"""What columns are for."""

from __future__ import annotations

from corpus.language.numerals import Style
from corpus.tables.alignment import align
from corpus.tables.number_columns import number_columns
from corpus.tables.roles import Roles, roles_of
from tests.grids import grid, places


def roles(labels: tuple[str, ...], *rows: tuple[str, ...]) -> Roles:
    physical = [(row, places(len(labels))) for row in grid(*rows).rows]
    numbers = number_columns(physical, labels)
    return roles_of([align(row, columns, numbers) for row, columns in physical], labels, numbers)


def test_the_numbered_column_keys_the_rows_and_what_stands_left_of_it_groups_them() -> None:
    found = roles(
        ("Area", "Aim", "Step"), ("1 Homes", "i Beds", "Buy"), ("", "ii Food", "Cook"), ("2 Money", "i Pay", "Ask")
    )
    assert (found.key, found.groups, found.content) == (1, (0,), (2,))
    assert (found.key_style, found.group_style) == (Style.ROMAN, Style.ARABIC)


def test_numerals_begin_again_in_each_group_even_after_the_first() -> None:
    found = roles(
        ("Area", "Aim", "Step"), ("1 Homes", "i Beds", "Buy"), ("", "Food", "Cook"), ("2 Money", "i Pay", "Ask")
    )
    assert (found.key, found.groups) == (1, (0,))


def test_without_numerals_a_column_that_repeats_groups_the_rows() -> None:
    found = roles(("A", "B", "C"), ("Homes", "Beds", "x"), ("Homes", "Food", "y"), ("Money", "Pay", "z"))
    assert (found.key, found.groups, found.numbered) == (1, (0,), False)


def test_a_column_that_is_filled_less_often_groups_the_rows() -> None:
    found = roles(("A", "B", "C"), ("Homes", "Beds", "x"), ("", "Food", "y"), ("", "Pay", "z"))
    assert (found.key, found.groups) == (1, (0,))


def test_numerals_of_groups_alone_number_no_rows_where_whole_rows_stand_below_them() -> None:
    labels = ("Aim", "Objective", "Owner", "Now")
    rows = [("1 Homes", "Beds", "ICB", "x"), ("", "Food", "LA", "y"), ("2 Money", "Pay", "LA", "z")]
    found = roles(labels, *rows, ("", "Ask", "ICB", "x"))
    assert (found.key, found.groups, found.numbered, found.group_style) == (1, (0,), False, Style.ARABIC)


def test_without_groups_the_first_column_is_the_key() -> None:
    found = roles(("Aim", "Lead"), ("Beds", "ICB"), ("Food", "Council"), ("Pay", "Council"))
    assert (found.key, found.groups, found.content) == (0, (), (1,))


def test_a_column_of_numbers_is_neither_key_nor_group_nor_content() -> None:
    found = roles(("Ref", "Aim", "Lead"), ("1", "Beds", "ICB"), ("2", "Food", "Council"))
    assert (found.key, found.groups, found.content) == (1, (), (2,))
    assert found.key_style is Style.ARABIC


def test_headings_settle_what_behaviour_leaves_open() -> None:
    found = roles(("Theme", "Action", "Lead"), ("Homes", "Buy beds", "ICB"), ("Money", "Ask for pay", "Council"))
    assert (found.key, found.groups) == (1, (0,))


def test_who_and_when_group_no_rows_wherever_they_stand() -> None:
    rows = [("Ann", "1 Buy beds", "x"), ("Ben", "2 Ask for pay", "y"), ("Ann", "3 Plant trees", "z")]
    found = roles(("Owner", "Action", "Progress"), *rows)
    assert (found.key, found.groups, found.content) == (1, (), (0, 2))


def test_values_that_come_again_further_down_name_no_rows_whatever_their_heading() -> None:
    rows = [("Ann", "Buy beds"), ("Ben", "Ask for pay"), ("Ann", "Plant trees"), ("Ben", "Mend roads")]
    found = roles(("Champion", "Pledge"), *rows)
    assert (found.key, found.groups) == (1, ())


def test_the_part_that_rows_belong_to_may_stand_right_of_them() -> None:
    rows = [("Buy beds", "ICB", "Homes"), ("Mend roofs", "Ann", "Homes"), ("Plant trees", "ICB", "Nature")]
    found = roles(("Action", "Lead", "Theme"), *rows)
    assert (found.key, found.groups, found.content) == (0, (2,), (1,))


def test_an_aim_that_spans_any_two_actions_stands_above_them() -> None:
    apart = [(f"Aim {word}", f"Do {word}") for word in ("ash", "beech", "elm", "fir", "oak", "pine", "yew")]
    found = roles(("Aim", "Action"), *apart, ("Aim yew", "Do more"))
    assert (found.key, found.groups) == (1, (0,))
    assert roles(("Aim", "Action"), *apart).key == 0
