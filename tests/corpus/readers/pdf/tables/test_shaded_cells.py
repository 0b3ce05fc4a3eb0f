"""Tables of which few lines are drawn, on a made-up page: cells told by their shades, and rows without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.readers.pdf.page import Box, Page, Rule, Word
from corpus.readers.pdf.tables.ruled_tables import RawTable, ruled_tables
from corpus.readers.pdf.tables.runs import Run
from corpus.readers.pdf.tables.unruled_tables import unruled_tables
from tests.corpus.readers.pdf.tables.test_cells import rows
from tests.corpus.readers.pdf.test_document import line, page

LEFTS = (20, 160, 300)
EDGES = (15, 155, 295, 435)
HEADER = ("Action", "Lead", "Due")
TWO_LINES = (("Mend the roof of", "Ann Lee", "May"), ("the old hall", "", ""))
ONE_LINE = (("Buy a bus", "Ben Oak", "June"),)
THREE_LINES = (("Open two hubs", "Cat Elm", "July"), ("in the north", "Dan Ash", ""), ("ward", "", ""))
BODY = [TWO_LINES, ONE_LINE, THREE_LINES]
READ = [
    ["Action", "Lead", "Due"],
    ["Mend the roof of the old hall", "Ann Lee", "May"],
    ["Buy a bus", "Ben Oak", "June"],
    ["Open two hubs in the north ward", "Cat Elm Dan Ash", "July"],
]


def made(shaded: str, body: Sequence[Sequence[Sequence[str]]] = BODY, *, bold: bool = True) -> tuple[Page, list[float]]:
    """A table set solid, a shade in each cell of the rows that have an `x`, and where its rows begin and end."""
    words: list[Word] = []
    fills: list[Box] = []
    tops = [100.0]
    for at, texts in enumerate([(HEADER,), *body]):
        for number, one in enumerate(texts):
            for left, text in zip(LEFTS, one, strict=True):
                pieces = line(text, left, tops[-1] + 10 + 12 * number)
                words += [replace(piece, bold=True) for piece in pieces] if bold and not at else pieces
        tops.append(tops[-1] + 12 * len(texts) + 1)
        if shaded[at] == "x":
            fills += [Box(left, tops[-2], right, tops[-1]) for left, right in pairwise(EDGES)]
    found = page(*words)
    found.fills, found.tints = fills, ["grey"] * len(fills)
    return found, tops


def only(of: Page) -> RawTable:
    (table,), left = ruled_tables(of)
    assert left == []
    return table


def test_shaded_cells_in_every_other_row_make_the_rows_between_and_below() -> None:
    assert rows(only(made("xx-x")[0])) == READ
    assert rows(only(made("-x-x")[0])) == READ
    assert rows(only(made("x-x-")[0])) == READ


def test_a_header_in_plain_letters_above_shaded_cells_is_the_first_row() -> None:
    assert rows(only(made("-x-x", bold=False)[0])) == READ


def test_a_box_around_rows_with_shades_is_no_cell() -> None:
    found, tops = made("xx-x")
    found.level += [Rule(at, 15, 435) for at in (tops[0], tops[1], tops[-1])]
    found.upright += [Rule(15, tops[0], tops[-1]), Rule(435, tops[0], tops[-1])]
    found.upright += [Rule(at, tops[0], tops[1]) for at in (155, 295)]
    assert rows(only(found)) == READ


def test_rows_without_upright_lines_between_those_that_have_them_are_cut_alike() -> None:
    found, tops = made("----")
    found.level += [Rule(at, 15, 435) for at in tops]
    found.upright += [Rule(15, tops[0], tops[-1]), Rule(435, tops[0], tops[-1])]
    found.upright += [Rule(at, *ends) for at in (155, 295) for ends in (tops[1:3], tops[3:5])]
    assert rows(only(found)) == READ


def test_the_shade_of_a_paragraph_inside_a_cell_makes_no_cell() -> None:
    found, tops = made("xx-x")
    found.fills += [Box(20, top, 150, top + 12) for top in (tops[0] + 0.4, tops[1])]
    found.tints += ["grey"] * 2
    assert rows(only(found)) == READ


def test_a_title_across_shaded_rows_is_one_cell() -> None:
    found, tops = made("xx-x", [TWO_LINES, (("Homes for all", "", ""),), ONE_LINE])
    found.fills.append(Box(15, tops[2], 435, tops[3]))
    found.tints.append("blue")
    assert rows(only(found))[2:] == [["Homes for all"], ["Buy a bus", "Ben Oak", "June"]]


def test_several_rows_below_a_shaded_header_are_not_taken_for_one() -> None:
    found, _ = made("x---")
    assert ruled_tables(found) == ([], found.words)


def test_a_total_with_a_shade_of_its_own_makes_no_row_of_those_above_it() -> None:
    figures = [(("Buses", "14", "20"),), (("Homes", "33", "41"),), (("Parks", "52", "60"),), (("Total", "99", "121"),)]
    found, _ = made("x---x", figures)
    assert ruled_tables(found)[0] == []


def test_codes_in_a_column_without_level_lines_stand_in_their_rows() -> None:
    coded = [(("R1", "Ann Lee", "May"),), (("R2", "Ben Oak", "June"),), (("R3", "Cat Elm", "July"),)]
    found, tops = made("----", coded)
    found.level += [*(Rule(at, 155, 435) for at in tops), *(Rule(at, 15, 435) for at in (tops[0], tops[1], tops[-1]))]
    found.upright += [Rule(at, tops[0], tops[-1]) for at in EDGES]
    assert rows(only(found)) == [list(HEADER), *(list(row) for (row,) in coded)]


def test_a_text_that_runs_on_beside_several_rows_stays_one() -> None:
    long = [(("A text that goes", "Ann Lee", "May"),), (("on over all the", "Ben Oak", "June"),)]
    found, tops = made("---", long)
    found.level += [*(Rule(at, 155, 435) for at in tops), *(Rule(at, 15, 435) for at in (tops[0], tops[1], tops[-1]))]
    found.upright += [Rule(at, tops[0], tops[-1]) for at in EDGES]
    assert rows(only(found))[1] == ["A text that goes on over all the", "Ann Lee", "May"]


def test_a_table_with_drawn_cells_goes_on_where_they_are_guessed() -> None:
    drawn = only(made("xx-x")[0])
    below = made("x---")[0]
    (guessed,), _ = unruled_tables(below, below.words, ())
    run = Run([drawn])
    assert run.takes(guessed)
    assert [run.scaled(guessed, edge) for edge in guessed.edges] == drawn.edges
