"""Dates named in a text, and the days that they cover."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.language.dates import Precision, bounded, bounds, named_dates


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("15th March 2024", "2024-03-15", "2024-03-15", Precision.DAY),
        ("March 15, 2024", "2024-03-15", "2024-03-15", Precision.DAY),
        ("31/03/2027", "2027-03-31", "2027-03-31", Precision.DAY),
        ("2027-03-31", "2027-03-31", "2027-03-31", Precision.DAY),
        ("31.03.27", "2027-03-31", "2027-03-31", Precision.DAY),
        ("31.3.2027", "2027-03-31", "2027-03-31", Precision.DAY),
        ("31/03/27", "2027-03-31", "2027-03-31", Precision.DAY),
        ("4-03-2027", "2027-03-04", "2027-03-04", Precision.DAY),
        ("31 / 03 / 2027", "2027-03-31", "2027-03-31", Precision.DAY),
        ("Q4 25/26", "2026-01-01", "2026-03-31", Precision.QUARTER),
        ("Sept 2025", "2025-09-01", "2025-09-30", Precision.MONTH),
        ("Feb-24", "2024-02-01", "2024-02-29", Precision.MONTH),
        ("Mar ’25", "2025-03-01", "2025-03-31", Precision.MONTH),
        ("June/July 2024", "2024-06-01", "2024-07-31", Precision.RANGE),
        ("December to January 2025", "2024-12-01", "2025-01-31", Precision.RANGE),
        ("12-14 March 2024", "2024-03-12", "2024-03-14", Precision.RANGE),
        ("1 April to 30 June 2024", "2024-04-01", "2024-06-30", Precision.RANGE),
        ("1 April 2023 to 31 March 2024", "2023-04-01", "2024-03-31", Precision.RANGE),
        ("summer 2023", "2023-06-01", "2023-08-31", Precision.SEASON),
        ("winter 2024/25", "2024-12-01", "2025-02-28", Precision.SEASON),
        ("autumn term 2024", "2024-09-01", "2024-12-31", Precision.SEASON),
        ("Q2 2025/26", "2025-07-01", "2025-09-30", Precision.QUARTER),
        ("2025-26 Q4", "2026-01-01", "2026-03-31", Precision.QUARTER),
        ("quarter 4 2021", "2021-10-01", "2021-12-31", Precision.QUARTER),
        ("second half of 2025", "2025-07-01", "2025-12-31", Precision.HALF),
        ("2023/24", "2023-04-01", "2024-03-31", Precision.FINANCIAL_YEAR),
        ("2023–2024", "2023-04-01", "2024-03-31", Precision.FINANCIAL_YEAR),
        ("FY24/25", "2024-04-01", "2025-03-31", Precision.FINANCIAL_YEAR),
        ("academic year 2024/25", "2024-09-01", "2025-08-31", Precision.ACADEMIC_YEAR),
        ("2030", "2030-01-01", "2030-12-31", Precision.YEAR),
        ("2023-27", "2023-01-01", "2027-12-31", Precision.RANGE),
        ("2020 to 2030", "2020-01-01", "2030-12-31", Precision.RANGE),
        ("end of 2026", "2026-12-31", "2026-12-31", Precision.YEAR),
        ("end of March 2025", "2025-03-31", "2025-03-31", Precision.MONTH),
        ("early 2025", "2025-01-01", "2025-05-02", Precision.YEAR),
    ],
)
def test_a_date_covers_its_days(text: str, first: str, last: str, precision: Precision) -> None:
    sentence = f"To be finished ({text}), as planned."
    (named,) = named_dates(sentence)
    assert (named.text, named.first, named.last) == (text, date.fromisoformat(first), date.fromisoformat(last))
    assert named.precision is precision
    assert sentence[named.start : named.end] == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.9.26", date(2026, 9, 1)),
        ("1. 9. 26.", date(2026, 9, 1)),
        ("1 September 26", date(2026, 9, 1)),
        ("1Sep2026", date(2026, 9, 1)),
        ("09/2026", date(2026, 9, 1)),
    ],
)
def test_a_cell_that_says_nothing_else_is_read_as_a_date_where_a_sentence_is_not(text: str, day: date) -> None:
    assert [named.first for named in named_dates(text)] == [day]
    assert day not in [named.first for named in named_dates(f"Paragraph {text} says so.")]


@pytest.mark.parametrize(
    "text",
    [
        "£2025",
        "£31.03.26",
        "31.13.26",
        "2,024 visits",
        "2024% more",
        "16-17 year olds",
        "in October",
        "by 25th March",
        "35.5% of 1,990",
        "ref 12/2025/77",
    ],
)
def test_what_names_no_year_or_is_a_figure_is_no_date(text: str) -> None:
    assert named_dates(text) == ()


def test_an_extension_is_kept_as_written_and_apart() -> None:
    (named,) = named_dates("The list is in place until September 2025 plus 2 years potential extension; 4 providers")
    assert named.text == "September 2025 plus 2 years potential extension"
    assert (named.last, named.extended, named.relation) == (date(2025, 9, 30), date(2027, 9, 30), "until")


def test_the_word_before_tells_the_relation() -> None:
    text = "Since 1st April 2023 … from April 2024 … by the end of 2026 … before September 2025"
    assert [named.relation for named in named_dates(text)] == ["since", "from", "by", "before"]


def test_between_two_dates_is_one_range_but_a_list_is_not() -> None:
    assert [named.text for named in named_dates("between April 2024 and March 2025")] == ["April 2024 and March 2025"]
    assert [named.text for named in named_dates("fees for 2024/25 and 2025/26")] == ["2024/25", "2025/26"]


def test_an_impossible_day_leaves_its_month() -> None:
    assert [named.text for named in named_dates("on 31st February 2024")] == ["February 2024"]


def test_overlaps_counts_both_ends() -> None:
    (named,) = named_dates("31 December 2025")
    assert named.overlaps(date(2025, 12, 31), date(2026, 12, 31))
    assert not named.overlaps(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("before 31 March 2026", None, "2026-03-30"),
        ("prior to March 2026", None, "2026-02-28"),
        ("by 31 March 2026", None, "2026-03-31"),
        ("by the end of March 2026", None, "2026-03-31"),
        ("before the end of March 2026", None, "2026-03-31"),
        ("by 31 March 2026 at the latest", None, "2026-03-31"),
        ("until March 2026", None, "2026-03-31"),
        ("till 2025/26", None, "2026-03-31"),
        ("on or before 31 March 2026", None, "2026-03-31"),
        ("no later than 31 March 2026", None, "2026-03-31"),
        ("31 March 2026 or earlier", None, "2026-03-31"),
        ("after 31 March 2026", "2026-04-01", None),
        ("after March 2026", "2026-04-01", None),
        ("after 2025/26", "2026-04-01", None),
        ("later than 2025", "2026-01-01", None),
        ("since 31 March 2026", "2026-03-31", None),
        ("since June/July 2025", "2025-06-01", None),
        ("from 2026", "2026-01-01", None),
        ("not before 31 March 2026", "2026-03-31", None),
        ("31 March 2026 onwards", "2026-03-31", None),
        ("on 31 March 2026", "2026-03-31", "2026-03-31"),
        ("in March 2026", "2026-03-01", "2026-03-31"),
        ("within 2025/26", "2025-04-01", "2026-03-31"),
        ("between 30 March 2026 and 1 April 2026", "2026-03-30", "2026-04-01"),
        ("from 30 March to 1 April 2026", "2026-03-30", "2026-04-01"),
        ("since 30 March 2026 until 1 April 2026", "2026-03-30", "2026-04-01"),
        ("from 2023-27", "2023-01-01", "2027-12-31"),
        ("after 31 March 2026 and before 31 May 2026", "2026-04-01", "2026-05-30"),
        ("by 31 March 2026, but not before 1 January 2026", "2026-01-01", "2026-03-31"),
    ],
)
def test_words_around_a_date_say_which_days_are_meant(text: str, first: str | None, last: str | None) -> None:
    bound = bounded(f"Which actions are due {text}?")
    assert bound is not None
    assert bound.text == text
    assert bound.first == (date.fromisoformat(first) if first else date.min)
    assert bound.last == (date.fromisoformat(last) if last else date.max)


@pytest.mark.parametrize(
    "text",
    [
        "two weeks after 1 May 2026",
        "within 3 months of 31 March 2026",
        "the day before 31 March 2026",
        "between March 2026 and the opening",
        "after 1 March 2026 until 1 May 2026",
    ],
)
def test_days_that_cannot_be_told_are_left_open(text: str) -> None:
    assert bounds(f"Which actions are due {text}?") is None


def test_dates_apart_are_bounds_apart() -> None:
    either = "before 2025 or after 2026"
    assert [bound.text for bound in bounds(either) or ()] == ["before 2025", "after 2026"]
    assert bounded(either) is None
    assert bounded("due soon") is None


def test_a_named_year_of_work_stays_one_unless_an_end_is_open() -> None:
    within, after = bounded("in 2025/26"), bounded("after 2025/26")
    assert within is not None
    assert after is not None
    assert (within.precision, after.precision) == (Precision.FINANCIAL_YEAR, Precision.RANGE)
