"""Figures in the words of the documents, followed back only where the same text counts the same thing."""

from __future__ import annotations

import pytest

from assistant.tracking.figures import RowFigures, figures_in, figures_of
from assistant.tracking.lineage import Lineage
from corpus.language.quantities import Unit
from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location, Row

PLAN = "A fictional plan"


def row(update: str, *items: str) -> Row:
    where = Location(f"{update}.txt", line=1)
    column = Column("Progress", tuple(Item(text, (where,)) for text in items))
    path = (Heading("1", "Homes"), Heading("i", "Every child has a home near their school"))
    return Row("1.i", path, (column,), where, plan=PLAN, update=update)


def figures(*updates: tuple[str, ...]) -> RowFigures:
    """Those of the one row of a plan, whose updates hold these items."""
    names = [f"{year}-{year - 1999:02}" for year in range(2023, 2023 + len(updates))]
    library = Library(
        tuple(
            Document(f"{name}.txt", name, 1, PLAN, name, (row(name, *items),))
            for name, items in zip(names, updates, strict=True)
        )
    )
    (found,) = figures_of(library.plans[0], Lineage(library))
    return found


@pytest.mark.parametrize(
    ("text", "figure", "unit", "value", "counts"),
    [
        ("We accepted 41 NTS referrals since 1st April 2023.", "41", Unit.NONE, 41, "NTS referrals"),
        ("UASC make up 10.9% of all Lincolnshire CiC.", "10.9%", Unit.PERCENT, 10.9, "Lincolnshire CiC"),
        ("Costs of £1.4m in staff were avoided", "£1.4m", Unit.MONEY, 1.4e6, "staff"),
        ("The fund paid out £2,500.", "£2,500", Unit.MONEY, 2500, ""),
        ("Average occupancy of the homes was 91%.", "91%", Unit.PERCENT, 91, "Average occupancy of the homes"),
        ("Two block contracts were let.", "Two", Unit.NONE, 2, "block contracts"),
        ("We opened 4 more move-on flats.", "4", Unit.NONE, 4, "move-on flats"),
        ("Placements: 12", "12", Unit.NONE, 12, "Placements"),
        ("It rose to 3,200 nights", "3,200", Unit.NONE, 3200, "nights"),
    ],
)
def test_a_figure_is_listed_with_what_it_counts(text: str, figure: str, unit: Unit, value: float, counts: str) -> None:
    (found,) = figures_in(text)
    assert (found.text, found.unit, found.counts) == (figure, unit, counts)
    assert found.value == pytest.approx(value)
    assert text[found.start : found.end] == figure


@pytest.mark.parametrize(
    "text",
    [
        "A home for a 16 or 17 year old",
        "Staff trained to Level 3",
        "Regulation 44 visits were made",
        "Agreed on 14th March 2025 for the 2024/25 budget",
        "One of the homes opened",
        "Nothing is counted here",
    ],
)
def test_ages_names_and_dates_are_no_figures(text: str) -> None:
    assert figures_in(text) == []


def test_a_figure_is_followed_through_the_updates_with_each_quote() -> None:
    texts = [
        f"The county accepted {number} NTS referrals since April {year}."
        for number, year in ((41, 2023), (53, 2024), (48, 2025))
    ]
    (series,) = figures(*((text,) for text in texts)).series
    assert [point.figure.text for point in series.points] == ["41", "53", "48"]
    assert [point.update for point in series.points] == ["2023-24", "2024-25", "2025-26"]
    assert [point.citation.quote for point in series.points] == texts
    assert [point.citation.file for point in series.points] == ["2023-24.txt", "2024-25.txt", "2025-26.txt"]
    assert series.changed
    for point in series.points:
        assert point.citation.quote[point.start : point.end] == point.figure.text


def test_what_counts_something_else_is_not_followed() -> None:
    found = figures(
        ("The county accepted 41 NTS referrals since April 2023.",),
        ("The county accepted 41 carers since April 2023.",),
    )
    assert [len(series.points) for series in found.series] == [1]
    assert found.series[0].counts == "carers"


def test_two_figures_of_one_kind_in_a_text_are_not_followed() -> None:
    before, after = (
        "Of 9 homes in the north and 4 homes in the south",
        "Of 8 homes in the north and 5 homes in the south",
    )
    found = figures((before,), (after,))
    assert [[point.figure.text for point in series.points] for series in found.series] == [["8"], ["5"]]


def test_a_figure_that_counts_nothing_named_stays_as_it_is_written() -> None:
    found = figures(("Packages were challenged and 31 were reduced.",))
    assert found.series == ()
    assert [(point.figure.text, point.citation.quote) for point in found.unclear] == [
        ("31", "Packages were challenged and 31 were reduced.")
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [("£2 million", 2e6), ("£3bn", 3e9), ("£1.5 billion", 1.5e9), ("£4k", 4e3), ("£5 thousand", 5e3), ("£6m", 6e6)],
)
def test_a_scale_is_part_of_the_value(written: str, value: float) -> None:
    (found,) = figures_in(f"Costs of {written} in staff were avoided")
    assert found.text == written
    assert found.value == pytest.approx(value)


def test_what_is_counted_is_described_in_a_few_words() -> None:
    (after,) = figures_in("We opened 4 family hubs with sensory rooms near parks")
    assert after.counts == "family hubs"
    (long,) = figures_in("We opened 41 supported lodgings placements managed jointly across counties")
    assert long.counts == "supported lodgings placements managed"
    (lead,) = figures_in("Average weekly fees paid independent foster agencies: 912")
    assert lead.counts == "paid independent foster agencies"
