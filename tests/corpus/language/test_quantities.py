"""Amounts that texts name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.language.quantities import Unit, amounts, quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("£1.3m", "1300000", Unit.MONEY),
        ("£1,350,000", "1350000", Unit.MONEY),
        ("385000", "385000", Unit.NONE),
        ("£250k", "250000", Unit.MONEY),
        ("£0.5 million", "500000", Unit.MONEY),
        ("half a million", "500000", Unit.NONE),
        ("(£12,000)", "-12000", Unit.MONEY),
        ("-4", "-4", Unit.NONE),
        ("c.25%", "25", Unit.PERCENT),
        ("60 per cent", "60", Unit.PERCENT),
        ("twelve e-bikes", "12", Unit.NONE),
        ("two hundred and five pounds", "205", Unit.MONEY),
        ("1,204 pupils", "1204", Unit.NONE),
    ],
)
def test_a_cell_that_is_an_amount(text: str, value: str, unit: Unit) -> None:
    found = quantity(text)
    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["TBC", "28/02/2025", "2023-24", "31 of 44 schools", "4.ii", "£10-15k", "A1", ""])
def test_a_cell_that_is_none(text: str) -> None:
    assert quantity(text) is None


def test_what_an_amount_counts_stands_after_it() -> None:
    found = quantity("£2,500 a year")
    assert found is not None
    assert found.of == "a year"


def test_amounts_within_a_text() -> None:
    text = "between £10k and £1m for 3 of 12 schools, 40%"
    assert [(found.value, found.unit) for found in amounts(text)] == [
        (Decimal(10_000), Unit.MONEY),
        (Decimal(1_000_000), Unit.MONEY),
        (Decimal(3), Unit.NONE),
        (Decimal(12), Unit.NONE),
        (Decimal(40), Unit.PERCENT),
    ]
