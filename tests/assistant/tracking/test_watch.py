"""The watch list: what the texts say, as of a day."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.tracking.watch import Concern, Watched, watch_list
from corpus.records import Column, Document, Heading, Item, Location, Plan, Row, Update

HERE = Location("plan.txt", line=1)
TODAY = date(2026, 2, 1)


def row(reference: str, *progress: str, title: str = "") -> Row:
    column = Column("Progress", tuple(Item(text, (HERE,)) for text in progress))
    return Row(reference, (Heading("1", "Homes"), Heading("", title or f"Priority {reference}")), (column,), HERE)


def plan(**updates: list[Row]) -> Plan:
    """`plan(y2023=[…], y2024=[…])`: updates 2023-24 and 2024-25."""
    issues = []
    for year, rows in updates.items():
        name = f"{year[1:]}-{int(year[3:]) + 1}"
        issues.append(Update(name, Document("plan.txt", "0", 0, "P", name, tuple(rows))))
    return Plan("P", tuple(issues))


def of(concern: Concern, watched: tuple[Watched, ...]) -> list[tuple[str, str]]:
    return [(entry.row.reference, entry.says) for entry in watched if entry.concern is concern]


def test_text_carried_over_names_the_update_it_comes_from() -> None:
    same = "The home reviews its rota with the staff."
    rows = [row("1.i", same, "On track")]
    watched = watch_list(
        plan(y2022=rows, y2023=rows, y2024=[row("1.i", same, "On track", "A new line of text.")]), TODAY
    )
    assert of(Concern.CARRIED_OVER, watched) == [("1.i", "This is word for word the same as in the 2022-23 update.")]
    assert watched[0].since == "2022-23"


def test_reworded_text_is_not_carried_over() -> None:
    old, new = "The home reviews its rota with 4 staff.", "The home reviews its rota with 5 staff."
    assert watch_list(plan(y2023=[row("1.i", old)], y2024=[row("1.i", new)]), TODAY) == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "There is no text under “Progress”."), ("TBC", "Under “Progress” there is only “TBC”.")],
)
def test_a_priority_without_progress_is_reported(text: str, says: str) -> None:
    rows = [
        row("1.i", "Two homes opened in the north."),
        row("1.ii", *([text] if text else [])),
        row("1.iii", "A third home is planned here."),
    ]
    assert of(Concern.NO_PROGRESS, watch_list(plan(y2024=rows), TODAY)) == [("1.ii", says)]


def test_an_entry_says_where_its_text_stands() -> None:
    same, due = "The home reviews its rota with the staff.", "Building will be finished by December 2025."
    watched = watch_list(plan(y2023=[row("1.i", same)], y2024=[row("1.i", same, due), row("1.ii")]), TODAY)
    assert [(entry.concern, entry.row.reference, entry.column, entry.number) for entry in watched] == [
        (Concern.CARRIED_OVER, "1.i", "Progress", 1),
        (Concern.DATE_PASSED, "1.i", "Progress", 2),
        (Concern.NO_PROGRESS, "1.ii", "Progress", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Building will be finished by December 2025.",
        "The list is in place until the end of 2025.",
        "A decision is expected in June/July 2025.",
        "The survey closes on 25th March 2025.",
    ],
)
def test_a_date_ahead_that_has_passed_is_reported(text: str) -> None:
    ((reference, says),) = of(Concern.DATE_PASSED, watch_list(plan(y2024=[row("1.i", text)]), TODAY))
    assert reference == "1.i"
    assert says.endswith("There is no newer update that could report on it.")


@pytest.mark.parametrize(
    "text",
    [
        "Building will be finished by December 2026.",  # not yet
        "The home opened in May 2024.",  # was past when it was written
        "As of 14th March 2025 there were 14 places.",  # looks back
        "The list is in place until September 2025 plus 2 years potential extension.",  # may still run
        "The 2025/26 training offer can be booked.",  # names a time, sets no date
        "12 reviews were held between April 2024 and March 2025.",
    ],
)
def test_other_dates_are_not_listed(text: str) -> None:
    assert of(Concern.DATE_PASSED, watch_list(plan(y2024=[row("1.i", text)]), TODAY)) == []


def test_a_date_that_the_newer_update_leaves_out_is_reported_of_the_older_row() -> None:
    due = "The main contract will be signed in July 2024 by the council."
    silent = plan(
        y2023=[row("1.i", due, "Staff meet weekly to plan.")], y2024=[row("1.i", "Staff meet weekly to plan.")]
    )
    dated = of(Concern.DATE_PASSED, watch_list(silent, TODAY))
    assert dated == [
        (
            "1.i",
            "“July 2024” has passed (31 July 2024). "
            "The newer update leaves the text out, and its row doesn’t name this date.",
        )
    ]
    told = plan(y2023=[row("1.i", due)], y2024=[row("1.i", "Work began on site once papers were agreed, July 2024.")])
    assert of(Concern.DATE_PASSED, watch_list(told, TODAY)) == []


@pytest.mark.parametrize(("empty", "told"), [(1, 1), (2, 2), (3, 0)])
def test_a_column_that_most_rows_leave_open_says_nothing_about_one(empty: int, told: int) -> None:
    filled = [row(f"1.{at}", "Two homes were opened in the north.") for at in range(4 - empty)]
    watched = watch_list(plan(y2024=[*filled, *(row(f"2.{at}") for at in range(empty))]), TODAY)
    assert len(of(Concern.NO_PROGRESS, watched)) == told


@pytest.mark.parametrize("value", ["On track", "Head of Service"])
def test_a_value_is_no_text_that_could_be_missing_or_carried_over(value: str) -> None:
    rows = [row("1.i", value), row("1.ii", value), row("1.iii")]
    assert watch_list(plan(y2023=rows, y2024=rows), TODAY) == ()


def test_a_short_sentence_is_a_text() -> None:
    rows = [row("1.i", "Carers meet each month."), row("1.ii", "Fees rose by half."), row("1.iii")]
    watched = watch_list(plan(y2023=rows, y2024=rows), TODAY)
    assert len(of(Concern.CARRIED_OVER, watched)) == 2
    assert len(of(Concern.NO_PROGRESS, watched)) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The survey closes on 1 March 2025.", True),  # in the last month of the update's time
        ("The survey closes on 28 February 2025.", False),
        ("Visits are held from April 2024 to March 2025.", False),  # the update's own time
        ("Visits are held from April 2024 to April 2025.", True),
        ("The survey closes by 31 January 2026.", True),
        ("The survey closes by 1 February 2026.", False),  # today
        ("Work was seen after 25 March 2025.", False),
    ],
)
def test_what_lay_ahead_when_the_update_was_written(text: str, told: bool) -> None:
    assert bool(of(Concern.DATE_PASSED, watch_list(plan(y2024=[row("1.i", text)]), TODAY))) is told


def test_an_updates_entries_stand_in_the_plans_order() -> None:
    rows = [row(f"1.{at}", f"Home {at} will be finished by December 2025.") for at in range(1, 5)]
    watched = watch_list(plan(y2023=[row("1.1", "Staff meet weekly to plan.")], y2024=rows), TODAY)
    assert [entry.row.reference for entry in watched] == ["1.1", "1.2", "1.3", "1.4"]
