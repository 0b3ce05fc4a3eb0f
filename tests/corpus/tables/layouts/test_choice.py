"""Which layout is chosen: what titles the rows, and what stands above them."""

from __future__ import annotations

from corpus.language.wording import Wording
from corpus.tables.headers import Header
from corpus.tables.layouts.choice import UNSURE, Candidate, choose
from corpus.tables.layouts.layout import Layout
from corpus.tables.table_parts import Line, Table
from corpus.tables.table_reading import layout_of
from tests.grids import grid, places


def chosen(labels: tuple[str, ...], *rows: tuple[str, ...]) -> Layout:
    whole = grid(labels, *rows)
    body = tuple(Line(row, places(len(labels))) for row in whole.rows[1:])
    return layout_of([Table(Header.at(whole.rows, 0), (), whole, body)], Wording.of([])).way


def test_the_numbered_column_keys_the_rows_and_what_stands_left_of_it_groups_them() -> None:
    found = chosen(
        ("Area", "Aim", "Step"), ("1 Homes", "i Beds", "Buy"), ("", "ii Food", "Cook"), ("2 Money", "i Pay", "Ask")
    )
    assert (found.key, found.groups, found.content(3)) == (1, (0,), (2,))


def test_numerals_begin_again_in_each_group_even_after_the_first() -> None:
    found = chosen(
        ("Area", "Aim", "Step"), ("1 Homes", "i Beds", "Buy"), ("", "Food", "Cook"), ("2 Money", "i Pay", "Ask")
    )
    assert (found.key, found.groups) == (1, (0,))


def test_without_numerals_a_column_that_repeats_groups_the_rows() -> None:
    rows = (("Homes", "Beds", "x"), ("Homes", "Food", "y"), ("Money", "Pay", "z"), ("Money", "Ask", "x"))
    found = chosen(("A", "B", "C"), *rows)
    assert (found.key, found.groups) == (1, (0,))


def test_a_column_that_is_filled_less_often_groups_the_rows() -> None:
    found = chosen(("A", "B", "C"), ("Homes", "Beds", "x"), ("", "Food", "y"), ("", "Pay", "z"))
    assert (found.key, found.groups) == (1, (0,))


def test_numerals_of_groups_alone_number_no_rows_where_whole_rows_stand_below_them() -> None:
    labels = ("Aim", "Objective", "Owner", "Now")
    rows = [("1 Homes", "Beds", "ICB", "x"), ("", "Food", "LA", "y"), ("2 Money", "Pay", "LA", "z")]
    found = chosen(labels, *rows, ("", "Ask", "ICB", "x"))
    assert (found.key, found.groups) == (1, (0,))


def test_without_groups_the_first_column_is_the_key() -> None:
    found = chosen(("Aim", "Lead"), ("Beds", "ICB"), ("Food", "Council"), ("Pay", "Council"))
    assert (found.key, found.groups, found.content(2)) == (0, (), (1,))


def test_a_column_of_numbers_is_neither_key_nor_group_nor_content() -> None:
    found = chosen(("Ref", "Aim", "Lead"), ("1", "Beds", "ICB"), ("2", "Food", "Council"))
    assert (found.key, found.groups, found.content(3)) == (1, (), (2,))


def test_a_theme_that_each_row_has_its_own_of_titles_the_rows() -> None:
    rows = [
        (word, f"• Publish the {word} guide\n• Train the {word} team", "ICB")
        for word in ("Homes", "Money", "Roads", "Parks")
    ]
    assert chosen(("Area of need", "Actions", "Lead"), *rows).key == 0


def test_who_and_when_group_no_rows_wherever_they_stand() -> None:
    rows = [("Ann", "1 Buy beds", "x"), ("Ben", "2 Ask for pay", "y"), ("Ann", "3 Plant trees", "z")]
    found = chosen(("Owner", "Action", "Progress"), *rows)
    assert (found.key, found.groups, found.content(3)) == (1, (), (0, 2))


def test_values_that_come_again_further_down_name_no_rows_whatever_their_heading() -> None:
    rows = [("Ann", "Buy beds"), ("Ben", "Ask for pay"), ("Ann", "Plant trees"), ("Ben", "Mend roads")]
    rows += [("Ann", "Open the hub"), ("Ben", "Train more hosts")]
    found = chosen(("Champion", "Pledge"), *rows)
    assert (found.key, found.groups) == (1, ())


def test_the_part_that_rows_belong_to_may_stand_right_of_them() -> None:
    rows = [("Buy beds", "ICB", "Homes"), ("Mend roofs", "Ann", "Homes"), ("Plant trees", "ICB", "Nature")]
    found = chosen(("Action", "Lead", "Theme"), *rows)
    assert (found.key, found.groups, found.content(3)) == (0, (2,), (1,))


def test_an_aim_that_spans_any_two_actions_stands_above_them() -> None:
    apart = [(f"Aim {word}", f"Do {word}") for word in ("ash", "beech", "elm", "fir", "oak", "pine", "yew")]
    found = chosen(("Aim", "Action"), *apart, ("Aim yew", "Do more"))
    assert (found.key, found.groups) == (1, (0,))
    assert chosen(("Aim", "Action"), *apart).key == 0


def test_ways_that_come_to_the_same_lower_no_margin() -> None:
    ways = [Candidate("one", {"sign": 1.0}), Candidate("same", {"sign": 0.9}), Candidate("other", {"sign": -9.0})]
    found = choose(ways, {"sign": 1.0}, apart=lambda one, other: 0.0 if {one, other} == {"one", "same"} else 1.0)
    assert (found.way, found.others) == ("one", ("other",))
    assert found.margin > 0.5


def test_what_nearly_comes_to_the_same_counts_for_the_best_way() -> None:
    ways = [Candidate(way, {"sign": sign}) for way, sign in (("one", 1.0), ("same", 0.9), ("alike", 0.8), ("other", 0))]
    alone = choose(ways, {"sign": 1.0})
    shared = choose(ways, {"sign": 1.0}, apart=lambda one, other: 1.0 if other == "other" else 0.1)
    assert alone.way == shared.way == "one"
    assert alone.margin < 0.1
    assert shared.margin > 0.6


def test_a_heading_among_numerals_leaves_no_doubt_that_it_heads_the_rows_below() -> None:
    names = ("Dig a well on the green", "Clear the pond of weeds", "Fence the spring by the road", "Line the cistern")
    rows = [(ref, name, "A. Osei", "May") for ref, name in zip(("1a", "1b", "2a", "2b"), names, strict=True)]
    whole = grid(
        ("Ref", "Objective", "Lead", "When"),
        ("1. Wells and ponds", "", "", ""),
        *rows[:2],
        ("2. Springs", "", "", ""),
        *rows[2:],
    )
    body = tuple(Line(row, places(4)) for row in whole.rows[1:])
    found = layout_of([Table(Header.at(whole.rows, 0), (), whole, body)], Wording.of([]))
    assert (found.way.key, found.way.bands) == (1, True)
    assert found.margin > UNSURE


def test_codes_number_the_rows_though_a_sum_stands_below_them() -> None:
    labels = ("Code", "Scheme", "Lead", "Cost")
    names = ("Mend the market roof", "Light the harbour steps", "Plant the ring road", "Widen the mill bridge")
    rows = [(f"LC-10{at}", name, "Highways Team", f"£{at},000") for at, name in enumerate(names, start=1)]
    found = chosen(labels, *rows, ("Total", "", "", "£10,000"))
    assert (found.key, found.groups, found.numbers) == (1, (), ((0, 1),))
