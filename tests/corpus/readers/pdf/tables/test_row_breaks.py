"""Where rows begin in tables without drawn cells: by white space, lines, shades, codes and what begins in line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.isolation import draft
from corpus.readers.pdf.page import Box, Rule
from corpus.readers.pdf.tables.row_breaks import UNSURE, Body
from corpus.readers.pdf.text_lines import Line
from corpus.records import RowKind, fold
from tests.corpus.readers.pdf.tables.test_unruled_tables import words
from tests.places import DATA


def body(
    *lines: tuple[float, tuple[str, ...]], beams: tuple[float, ...] = (), fills: tuple[tuple[float, float], ...] = ()
) -> Body:
    """Lines of four columns at these base lines, with level lines and shades at these heights."""
    columns: list[list[Line]] = [[], [], [], []]
    below = 2  # points by which the letters of `words` reach below their base line
    for base, texts in lines:
        for at, text in enumerate(texts):
            if text:
                columns[at].append(Line(words(base + below, *[text if place == at else "" for place in range(4)])))
    rules = [Rule(at, 50, 500) for at in beams]
    return Body(columns, (), rules, [Box(50, top, 500, bottom) for top, bottom in fills])


def begins(table: Body) -> list[float]:
    return [base for base, likely in table.begins() if likely > 0.5]


def test_a_row_begins_below_white_space_and_not_at_a_paragraph_within_a_cell() -> None:
    table = body(
        (100, ("Open a hub", "Asha Mensah", "May 2026", "Two rooms have been found.")),
        (112, ("", "", "", "Work began in March.")),
        (132, ("Train all staff", "Tom Wadsworth", "June 2026", "Forty have been trained so")),
        (144, ("in the method", "", "", "far, of sixty.")),
        (164, ("Write to families", "Asha Mensah", "July 2026", "Not started.")),
    )
    assert begins(table) == [132, 164]


def test_rows_set_solid_begin_with_their_codes() -> None:
    table = body(
        (100, ("A1", "Open a hub for families", "May 2026", "Asha Mensah")),
        (112, ("", "in the north of the city", "", "")),
        (124, ("A2", "Train all staff", "June 2026", "Tom Wadsworth")),
        (136, ("A3", "Write to all families who", "July 2026", "Asha Mensah")),
        (148, ("", "moved away last year", "", "")),
    )
    assert begins(table) == [124, 136]


def test_level_lines_tell_rows_whose_texts_stand_half_way_down() -> None:
    table = body(
        (100, ("", "", "", "Two rooms have been found,")),
        (112, ("Open a hub", "Asha Mensah", "May 2026", "one of them in the north,")),
        (124, ("", "", "", "and work began in March.")),
        (148, ("Train all staff in", "", "", "")),
        (160, ("the method", "Tom Wadsworth", "June 2026", "Forty so far.")),
        beams=(132,),
    )
    assert begins(table) == [148]


def test_shades_tell_rows_that_stand_close() -> None:
    table = body(
        (100, ("Open a hub", "Asha Mensah", "May 2026", "Two rooms have been found.")),
        (114, ("Train all staff", "Tom Wadsworth", "June 2026", "Forty so far.")),
        (128, ("Write to families", "Asha Mensah", "July 2026", "Not started.")),
        fills=((90, 104), (118, 132)),
    )
    assert begins(table) == [114, 128]


def test_where_it_is_hard_to_tell_the_likelihood_says_so() -> None:
    table = body(
        (100, ("Open a hub in the", "Asha Mensah", "", "")),
        (112, ("North Ward", "", "May 2026", "Found.")),
        (124, ("Train staff in the", "Tom Wadsworth", "", "")),
        (136, ("South Ward", "", "June 2026", "Begun.")),
    )
    likely = dict(table.begins())
    assert UNSURE < likely[112] < 1 - UNSURE
    assert UNSURE < likely[136] < 1 - UNSURE


FILES = sorted(path for name in ("six", "seven", "solid") for path in (DATA / "pdf_tables" / name).glob("*.pdf"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_row_is_one(path: Path) -> None:
    """The weights are fitted to these files, too: how other authors' are read, `python -m bench rows` measures."""
    truth = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))["rows"]
    rows = [row for row in draft(path, path.name).assembly.rows if row.kind is RowKind.ROW]
    said = [[row.priority.title, *(item.text for column in row.columns for item in column.items)] for row in rows]
    wanted = [row["title"] if isinstance(row["title"], list) else [row["title"]] for row in truth]
    for texts, titles in zip(said, wanted, strict=True):
        assert any(fold(title) in map(fold, texts) for title in titles)
