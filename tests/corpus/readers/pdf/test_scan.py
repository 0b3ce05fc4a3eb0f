"""The lines of a page's picture, dark headers included."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from corpus.readers.pdf.page import Rule
from corpus.readers.pdf.scan import DPI, rules
from corpus.readers.pdf.tables.ruled_tables import merged

POINT = DPI / 72
COLUMNS = (50, 150, 250, 350)


def picture(labels: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """A table of three columns, its header dark, with white labels that begin at these places (in points)."""
    ink = np.zeros((round(300 * POINT), round(400 * POINT)), np.bool_)
    for at in (100, 120, 160, 200):
        ink[place(at) : place(at) + 4, place(50) : place(350)] = True
    for at in COLUMNS:
        ink[place(100) : place(200), place(at) : place(at) + 4] = True
    ink[place(100) : place(120), place(50) : place(350)] = True
    for left in labels:
        for letter in range(8):
            start = place(left + 6 * letter)
            ink[place(106) : place(114), start : start + place(3)] = False
    return ink


def place(points: float) -> int:
    return round(points * POINT)


def lines(found: list[Rule]) -> list[tuple[int, int, int]]:
    """Rules in tens of points: lines are a point thick."""
    return [(ten(rule.at), ten(rule.start), ten(rule.end)) for rule in merged(found)]


def ten(points: float) -> int:
    return round(points / 10) * 10


def test_a_dark_header_is_a_row_with_the_columns_below_it() -> None:
    level, upright = rules(picture(labels=(60, 160, 260)))
    assert lines(level) == [(at, 50, 350) for at in (100, 120, 160, 200)]
    assert lines(upright) == [(at, 100, 200) for at in COLUMNS]


def test_words_over_several_columns_of_a_dark_row_are_left_whole() -> None:
    _, upright = rules(picture(labels=(60, 108, 153)))
    inner = [(at, start) for at, start, _ in lines(upright) if at in COLUMNS[1:-1]]
    assert inner == [(150, 120), (250, 120)]


def test_a_dark_row_with_one_label_is_one_heading() -> None:
    _, upright = rules(picture(labels=(60,)))
    assert [start for at, start, _ in lines(upright) if at in COLUMNS[1:-1]] == [120, 120]
