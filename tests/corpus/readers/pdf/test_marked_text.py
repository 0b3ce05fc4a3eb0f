"""What was done to the text of a PDF: raised, crossed out, hidden, letter-spaced, filled into a form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.readers.pdf.document import read
from corpus.records import Block, Grid, Reading
from tests.pdf_files import rule, ruled_table, show, write_pdf

HEADER = ["Ref", "Priority", "Progress"]
LEFTS = [50, 100, 250, 500]


def read_pages(folder: Path, *pages: str) -> Reading:
    return read(write_pdf(folder / "plan.pdf", *pages), "plan.pdf")


def cells(reading: Reading) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for part in reading.parts if isinstance(part, Grid) for row in part.rows]


def set_in_pieces(pieces: Sequence[tuple[str, float]]) -> str:
    """Words of one line from a table's first cell under Progress on, each with how far it is raised."""
    shown = "BT 254 652 Td "
    for words, rise in pieces:
        shown += f"/F1 {6 if rise else 10} Tf {rise} Ts ({words}) Tj "
    return ruled_table([HEADER, ["1", "Open clubs", ""], ["2", "Find work", "Begun"]], LEFTS) + shown + "ET\n"


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("We opened 4", 0), ("1", 4), (" clubs", 0)], "We opened 4 (1) clubs"),
        ([("The cost", 0), ("a", 4), (" fell", 0)], "The cost (a) fell"),
        ([("By the 1", 0), ("st", 4), (" of May", 0)], "By the 1st of May"),
        ([("We dug 120 m", 0), ("2", 4), (" of beds", 0)], "We dug 120 m² of beds"),
    ],
)
def test_raised_letters_never_join_a_figure_or_word(tmp_path: Path, pieces: list[tuple[str, float]], text: str) -> None:
    assert cells(read_pages(tmp_path, set_in_pieces(pieces)))[1] == ["1", "Open clubs", text]


def test_a_raised_mark_whose_note_stands_below_is_dropped_and_the_note_kept_beside(tmp_path: Path) -> None:
    note = show("1", 50, 84, 6) + show("Two of them in June.", 56, 80, 8)
    reading = read_pages(tmp_path, set_in_pieces([("We opened 4", 0), ("1", 4), (" clubs", 0)]) + note)
    assert cells(reading)[1][2] == "We opened 4 clubs Two of them in June."


def test_words_with_a_line_through_them_are_left_out_with_a_note(tmp_path: Path) -> None:
    table = ruled_table([HEADER, ["1", "Plant trees", "900 880 trees"], ["2", "Find work", "Begun"]], LEFTS)
    reading = read_pages(tmp_path, table + rule(254, 655.3, 270.7, 655.3))
    assert cells(reading)[1][2] == "880 trees"
    assert [problem.seen for problem in reading.problems] == ["crossed-out words: “900”"]


@pytest.mark.parametrize("spacing", [2, 4, 6])
def test_letters_set_apart_are_whole_words(tmp_path: Path, spacing: float) -> None:
    table = ruled_table([["", "", ""], ["1", "Plant trees", "880 trees"], ["2", "Find work", "Begun"]], LEFTS)
    heads = [show(text, left + 2, 682, 8, before=f"{spacing} Tc") for text, left in zip(HEADER, LEFTS, strict=False)]
    title = show("Brackenford Parks Plan", 50, 750, 18, before=f"{spacing} Tc")
    reading = read_pages(tmp_path, title + "".join(heads) + table)
    assert reading.title == "Brackenford Parks Plan"
    assert cells(reading)[0] == HEADER


def test_letters_that_label_columns_stay_apart(tmp_path: Path) -> None:
    letters = "".join(show(letter, 60 + 30 * n, 700) for n, letter in enumerate("ABCDE"))
    (block,) = read_pages(tmp_path, letters).parts
    assert isinstance(block, Block)
    assert block.text == "A B C D E"
