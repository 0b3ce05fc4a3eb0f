"""Cells of very many characters, as a hostile or broken file has them, must not hold up the server."""

from __future__ import annotations

import time

import pytest

from assistant.tracking.changes import compare
from assistant.tracking.figures import figures_in
from corpus.records import Column, Heading, Item, Location, Row

PLACE = Location("plan.csv", line=1)
UNITS = ("1", " ", "• a ", "1 March 2024, ", "a of it ", "(", "i. ii. iv ")
LONG = 40_000  # characters; patterns and comparisons without bounds took minutes for as many
MOST = 5.0  # seconds of processor time, many times what it takes, so that a slow machine passes


def row(text: str, update: str) -> Row:
    column = Column("Progress", (Item(text, (PLACE,)),))
    return Row("1.1", (Heading("1", "Cats"), Heading("1", "Find cats")), (column,), PLACE, plan="Cats", update=update)


@pytest.mark.parametrize("unit", UNITS)
def test_figures_of_a_long_cell_take_no_time_to_speak_of(unit: str) -> None:
    started = time.process_time()
    list(figures_in((unit * LONG)[:LONG]))
    assert time.process_time() - started < MOST


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_cell_that_changed_is_compared_in_no_time_to_speak_of(unit: str) -> None:
    text = (unit * LONG)[:LONG]
    started = time.process_time()
    (change,) = compare((row(f"Before {text}", "2023-24"),), (row(f"{text} after", "2024-25"),))
    assert time.process_time() - started < MOST
    assert change.items
