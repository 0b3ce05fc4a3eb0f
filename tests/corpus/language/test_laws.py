"""What holds of any date and of any numeral: written out, it is read as itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import numerals
from corpus.language.dates import NamedDate, bounded, named_dates
from tests.fictional.arbitrary import DAYS


def ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in (11, 12, 13) else "th"
    return f"{day}{ending}"


WRITTEN: dict[str, Callable[[date], str]] = {
    "15 March 2024": lambda day: f"{day.day} {day:%B} {day.year}",
    "15th March 2024": lambda day: f"{ordinal(day.day)} {day:%B} {day.year}",
    "the 15th of March 2024": lambda day: f"{ordinal(day.day)} of {day:%B} {day.year}",
    "March 15, 2024": lambda day: f"{day:%B} {day.day}, {day.year}",
    "15 Mar 2024": lambda day: f"{day.day} {day:%b} {day.year}",
    "15-Mar-2024": lambda day: f"{day.day}-{day:%b}-{day.year}",
    "15/03/2024": lambda day: f"{day:%d/%m/%Y}",
    "15.03.2024": lambda day: f"{day:%d.%m.%Y}",
    "2024-03-15": lambda day: day.isoformat(),
}


def only(text: str) -> NamedDate:
    (named,) = named_dates(text)
    return named


@pytest.mark.parametrize("form", WRITTEN)
@given(day=DAYS)
def test_a_day_written_out_is_read_as_itself(form: str, day: date) -> None:
    written = WRITTEN[form](day)
    named = only(f"The panel met on {written}, and again.")
    assert (named.first, named.last) == (day, day)
    assert written in named.text


@given(day=DAYS)
def test_a_month_written_out_covers_its_days(day: date) -> None:
    named = only(f"It opens in {day:%B %Y}.")
    assert (named.first, named.last + timedelta(days=1)) == (
        day.replace(day=1),
        day.replace(day=1) + relativedelta(months=1),
    )


@given(first=DAYS, months=st.integers(1, 40), written=st.sampled_from(["{} to {}", "{} – {}", "{} until {}"]))
def test_a_range_written_out_covers_its_days(first: date, months: int, written: str) -> None:
    last = first + relativedelta(months=months)
    named = only(written.format(f"{first.day} {first:%B} {first.year}", f"{last.day} {last:%B} {last.year}"))
    assert (named.first, named.last) == (first, last)


@given(year=st.integers(2000, 2090), quarter=st.integers(1, 4))
def test_the_quarters_of_a_year_follow_one_another(year: int, quarter: int) -> None:
    year_long = only(f"{year}/{(year + 1) % 100:02}")
    named = only(f"Q{quarter} {year}/{(year + 1) % 100:02}")
    begins = year_long.first + relativedelta(months=3 * (quarter - 1))
    assert (named.first, named.last + timedelta(days=1)) == (begins, begins + relativedelta(months=3))
    assert (year_long.first, year_long.last) == (date(year, 4, 1), date(year + 1, 3, 31))


@given(day=DAYS)
def test_what_lies_before_on_and_after_a_day_is_every_day_once(day: date) -> None:
    written = f"{day.day} {day:%B} {day.year}"
    before, on, after = (bounded(f"{side} {written}") for side in ("before", "on", "after"))
    assert before is not None
    assert on is not None
    assert after is not None
    assert before.last + timedelta(days=1) == on.first == on.last == after.first - timedelta(days=1) == day
    up_to, since = bounded(f"by {written}"), bounded(f"from {written}")
    assert up_to is not None
    assert since is not None
    assert (up_to.last, since.first) == (day, day)


@given(text=st.text(alphabet="0123456789 /-.,ndrsthMarchJune Qto", max_size=60))
def test_dates_stand_in_order_and_quote_their_text(text: str) -> None:
    found = named_dates(text)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(each.first <= each.last for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(value=st.integers(1, 39), upper=st.booleans())
def test_a_roman_numeral_written_out_is_read_as_itself(value: int, upper: bool) -> None:
    text = numerals.following(numerals.Style.ROMAN, value, "I" if upper else "i")
    read = numerals.parse(text)
    assert read is not None
    assert (read.text, read.style, read.value) == (text, numerals.Style.ROMAN, value)


@given(
    seen=st.sampled_from(["7", "2.7", "3.1.7", "A7", "CP-07", "2b", "c", "iv"]),
    value=st.integers(1, 8),  # the ninth letter is read as the Roman one
)
def test_the_numeral_that_follows_is_read_as_the_next(seen: str, value: int) -> None:
    before = numerals.parse(seen)
    assert before is not None
    text = numerals.following(before.style, value, seen)
    read = numerals.parse(text)
    assert read is not None
    assert (read.value, read.style) == (value, before.style)


@given(
    seen=st.sampled_from(["7.", "2.7", "ii)", "(c)", "A7", "2b:"]), words=st.sampled_from(["Homes open", "Every home"])
)
def test_a_heading_is_its_numeral_and_its_words(seen: str, words: str) -> None:
    numeral, rest = numerals.split(f"{seen} {words}")
    assert numeral is not None
    assert numeral.text == seen.strip(".():")
    assert rest == words


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("FY25", date(2024, 4, 1), date(2025, 3, 31)),  # named for the year in which it ends
        ("FY24/25", date(2024, 4, 1), date(2025, 3, 31)),
        ("FY 2024/25", date(2024, 4, 1), date(2025, 3, 31)),
    ],
)
def test_a_financial_year_is_named_for_its_end(text: str, first: date, last: date) -> None:
    named = only(f"The budget for {text} was agreed.")
    assert (named.first, named.last) == (first, last)


@pytest.mark.parametrize("text", ["FY24/26", "FY25/24", "FY24/24"])
def test_years_that_do_not_follow_one_another_are_no_financial_year(text: str) -> None:
    assert not [named for named in named_dates(text) if named.text == text]


@pytest.mark.parametrize(
    ("text", "extended"),
    [
        ("until 31 March 2025 plus 6 months", date(2025, 9, 30)),
        ("until 30 September 2024 plus 5 months", date(2025, 2, 28)),  # a month's last day stays one
        ("until 15 May 2025 plus 2 years", date(2027, 5, 15)),
        ("until 15 May 2025 (plus a further 1 year)", date(2026, 5, 15)),
        ("until 15 May 2025, with an option to extend for two years", date(2027, 5, 15)),
        ("until 15 May 2025", None),
    ],
)
def test_an_extension_is_counted_from_the_last_day(text: str, extended: date | None) -> None:
    assert only(text).extended == extended


def test_of_dates_within_one_another_the_longest_counts() -> None:
    assert [named.text for named in named_dates("1 April 2024, 2 April 2024 and Q2 2024/25 and 2026")] == [
        "1 April 2024",
        "2 April 2024",
        "Q2 2024/25",
        "2026",
    ]
