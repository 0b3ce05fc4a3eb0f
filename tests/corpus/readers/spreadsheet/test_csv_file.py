"""CSV: the separator, the encoding, title lines, cells that run over several lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers.spreadsheet import csv_file
from corpus.readers.spreadsheet.csv_file import read
from corpus.records import Block, BlockKind, Grid, Severity
from tests.places import DATA


def test_the_separator_is_the_one_that_makes_rows_alike() -> None:
    reading = read(DATA / "semicolons_title_lines_cp1252.csv", "plan.csv")
    title, grid, note = reading.parts
    assert isinstance(title, Block)
    assert isinstance(grid, Grid)
    assert isinstance(note, Block)
    assert (title.text, title.kind) == ("FICTIONAL Westmoor plan – 2024-25", BlockKind.HEADING)
    assert note.text == "Printed for scrutiny, May 2025"
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["Theme", "Action", "Update", "Cost, £"],
        ["1 Homes", "1.1 Find carers, at once", "Advert placed, twice Stall held", "£4,000"],
        ["", "1.2 Keep carers", "Survey sent out on 3 May; 40 replies", ""],
    ]
    assert [block.kind for block in grid.rows[1].cells[2].blocks] == [BlockKind.BULLET, BlockKind.BULLET]
    assert [row.location.line for row in grid.rows] == [3, 4, 6]


@pytest.mark.parametrize(
    ("data", "cells"),
    [
        (b"sep=;\nA;B\n1;2,5\n", [["A", "B"], ["1", "2,5"]]),
        ("Aim\tLead\n1\tZoë\n".encode("utf-16"), [["Aim", "Lead"], ["1", "Zoë"]]),
        ("Aim,Lead\r\n1,Zoë\r\n".encode("utf-8-sig"), [["Aim", "Lead"], ["1", "Zoë"]]),
        (b'Aim|Lead\n"a|b"|c\n', [["Aim", "Lead"], ["a|b", "c"]]),
    ],
)
def test_separators_and_encodings(tmp_path: Path, data: bytes, cells: list[list[str]]) -> None:
    (tmp_path / "plan.csv").write_bytes(data)
    (grid,) = read(tmp_path / "plan.csv", "plan.csv").parts
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row.cells] for row in grid.rows] == cells


def test_an_unclosed_quotation_mark_is_doubted(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text('A,B\n1,"open\n' + "x,y\n" * 300)
    (problem,) = read(tmp_path / "plan.csv", "plan.csv").problems
    assert problem.severity is Severity.WARNING
    assert problem.location.line == 2


def test_more_rows_than_a_plan_can_have_are_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("a,b\n" * (csv_file.MOST_ROWS + 1))
    with pytest.raises(UnreadableFile, match=r"plan\.csv has 50,001 rows"):
        read(tmp_path / "plan.csv", "plan.csv")


def cells(folder: Path, text: str) -> list[list[str]]:
    (folder / "plan.csv").write_text(text, encoding="utf-8")
    (grid,) = [part for part in read(folder / "plan.csv", "plan.csv").parts if isinstance(part, Grid)]
    return [[cell.text for cell in row.cells] for row in grid.rows]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ('Ref, Action, Lead\n1, "Build homes, and a hall", Ann\n2, "Mend, then paint", Bob\n', "Mend, then paint"),
        ('Ref;Action;Lead\n1; "Build; then sell"; Ann\n2; "Mend; then paint"; Bob\n', "Mend; then paint"),
        ('Ref,Action,Lead\n1,"Say \\"yes, now\\"",Ann\n2,"Say \\"no, not\\" and go",Bob\n', 'Say "no, not" and go'),
        ("Ref,Action,Lead\n1,C:\\plans\\new,Ann\n2,D:\\old,Bob\n", "D:\\old"),
    ],
)
def test_the_dialect_is_the_one_that_makes_the_rows_alike(tmp_path: Path, text: str, last: str) -> None:
    rows = cells(tmp_path, text)
    assert {len(row) for row in rows} == {3}
    assert rows[2][1] == last


def test_a_sentence_cut_at_its_own_commas_is_joined_again(tmp_path: Path) -> None:
    rows = cells(tmp_path, "Ref,Action,Lead,Progress\n1,Build,Ann,Land bought, roof on, and paint\n2,Mend,Bob,Done\n")
    assert rows[1] == ["1", "Build", "Ann", "Land bought, roof on, and paint"]


def test_a_row_that_is_too_wide_for_another_reason_stays_as_it_is(tmp_path: Path) -> None:
    rows = cells(tmp_path, "Ref,Action,Lead\n1,Build,Ann,Land\n2,Mend,Bob\n3,Close,Cy\n")
    assert rows[1] == ["1", "Build", "Ann", "Land"]
