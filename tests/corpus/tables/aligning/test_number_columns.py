"""Columns of numerals, and letters that count."""

from __future__ import annotations

from corpus.tables.aligning.number_columns import number_columns, with_letters, with_words
from corpus.tables.aligning.true_grids import align
from tests.grids import grid, places


def numbers(labels: tuple[str, ...], *rows: tuple[str, ...]) -> dict[int, int]:
    return number_columns([(row, places(len(labels))) for row in grid(*rows).rows], labels)


def test_a_column_headed_as_one_numbers_the_next() -> None:
    assert numbers(("Ref", "Aim", "Step"), ("CIC1", "Beds", "Buy"), ("CIC2", "Food", "Cook")) == {0: 1}


def test_a_column_of_numerals_that_count_numbers_the_next_whatever_its_heading() -> None:
    found = numbers(("Code", "Aim", "Step"), ("Action 1.1", "Beds", "Buy"), ("Action 1.2", "Food", "Cook"))
    assert found == {0: 1}


def test_a_column_that_says_the_same_while_numerals_go_up_is_not_what_they_number() -> None:
    rows = [("1", "Homes", "Beds"), ("2", "Homes", "Food"), ("3", "Homes", "Pay"), ("4", "Money", "Ask")]
    assert numbers(("#", "Area", "Aim"), *rows) == {0: 2}


def test_nor_is_one_that_is_blank_below_its_first_row() -> None:
    rows = [("1", "Homes", "Beds"), ("2", "", "Food"), ("3", "", "Pay"), ("4", "Money", "Ask")]
    assert numbers(("#", "Area", "Aim"), *rows) == {0: 2}


def test_a_numeral_on_the_first_row_of_each_group_numbers_the_group() -> None:
    rows = [("1", "Homes", "Beds"), ("", "", "Food"), ("2", "Money", "Pay"), ("", "", "Ask")]
    assert numbers(("#", "Area", "Aim"), *rows) == {0: 1}


def test_figures_that_do_not_count_number_nothing() -> None:
    assert numbers(("Score", "Aim", "Step"), ("3", "Beds", "Buy"), ("3", "Food", "Cook"), ("5", "Pay", "Ask")) == {}


def test_the_last_column_numbers_nothing() -> None:
    assert numbers(("Aim", "Step", "Ref"), ("Beds", "Buy", "1"), ("Food", "Cook", "2")) == {}


def lettered(*texts: str) -> list[tuple[str, str]]:
    lines = [align(row, places(2), {}) for row in grid(*((text, "Buy") for text in texts)).rows]
    return [(line.number(0), line.text(0)) for line in with_letters(lines)]


def test_capitals_that_count_are_numerals_without_a_mark() -> None:
    assert lettered("A Homes", "A Homes", "B Money", "C A steady team") == [
        ("A", "Homes"),
        ("A", "Homes"),
        ("B", "Money"),
        ("C", "A steady team"),
    ]


def test_an_article_is_no_numeral() -> None:
    assert lettered("A home", "Money") == [("", "A home"), ("", "Money")]


def worded(*texts: str) -> list[tuple[str, str]]:
    lines = [align(row, places(2), {}) for row in grid(*((text, "Buy") for text in texts)).rows]
    return [(line.number(0), line.text(0)) for line in with_words(lines)]


def test_a_word_before_numbers_that_count_is_no_part_of_the_texts() -> None:
    found = worded("Promise 1: Open a hub", "Promise 2: Train hosts", "Promise 3: Fund a nurse")
    assert found == [("1", "Open a hub"), ("2", "Train hosts"), ("3", "Fund a nurse")]


def test_it_stays_where_words_differ_or_the_numbers_do_not_count() -> None:
    for texts in (
        ("Promise 1: Open a hub", "Ward 2: Train hosts", "Promise 3: Fund a nurse"),
        ("Bus 7: Keep it", "Bus 9: Cut it", "Bus 41: Keep it"),
        ("Year 1 pupils read", "Year 2 pupils read", "Year 3 pupils read"),
    ):
        assert [text for _, text in worded(*texts)] == list(texts)
