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


def test_a_word_of_which_the_file_has_a_piece_elsewhere_is_whole(tmp_path: Path) -> None:
    drawn = show("By No", 60, 700) + show("Plant trees in the park", 60, 640) + show("v 2026", 60 + 27.23, 700)
    assert [part.text for part in read_pages(tmp_path, drawn).parts if isinstance(part, Block)] == [
        "By Nov 2026",
        "Plant trees in the park",
    ]


def test_letters_that_label_columns_stay_apart(tmp_path: Path) -> None:
    letters = "".join(show(letter, 60 + 30 * n, 700) for n, letter in enumerate("ABCDE"))
    (block,) = read_pages(tmp_path, letters).parts
    assert isinstance(block, Block)
    assert block.text == "A B C D E"


# --- upon the page ---------------------------------------------------------------------------------

FORM = ruled_table([HEADER, ["1", "Plant trees", ""], ["2", "Find work", ""]], LEFTS)
PLACE = "/Rect [254 644 480 666]"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("/FT /Tx /T (a) /V (We planted 880 trees)", "We planted 880 trees"),
        ("/FT /Tx /T (a) /Ff 4096 /V (Nine trees.\\rTen more.)", "Nine trees. Ten more."),
        ("/FT /Ch /T (a) /Ff 131072 /Opt [(Late) (On track)] /V (On track)", "On track"),
        ("/FT /Btn /T (a) /V /Yes /AS /Yes /AP << /N << /Yes null /Off null >> >>", "☑"),
        ("/FT /Btn /T (a) /V /Off /AS /Off /AP << /N << /Yes null /Off null >> >>", "☐"),
        ("/FT /Tx /T (a)", ""),
    ],
)
def test_filled_fields_are_words_of_the_page_at_their_place(tmp_path: Path, field: str, text: str) -> None:
    path = write_pdf(tmp_path / "form.pdf", FORM, annotations=[f"/Subtype /Widget {PLACE} {field}"], fields=True)
    assert cells(read(path, "form.pdf"))[1] == ["1", "Plant trees", text]


def test_a_note_typed_upon_the_page_is_read_at_its_place(tmp_path: Path) -> None:
    note = f"/Subtype /FreeText {PLACE} /Contents (Agreed in May) /DA (/Helv 9 Tf)"
    path = write_pdf(tmp_path / "note.pdf", FORM, annotations=[note])
    assert cells(read(path, "note.pdf"))[1] == ["1", "Plant trees", "Agreed in May"]


def test_words_that_a_reader_crossed_out_are_left_out_and_comments_named(tmp_path: Path) -> None:
    table = ruled_table([HEADER, ["1", "Plant trees", "900 880 trees"], ["2", "Find work", ""]], LEFTS)
    strike = "/Subtype /StrikeOut /Rect [254 649 271 661] /QuadPoints [254 661 270.7 661 254 650 270.7 650]"
    comment = "/Subtype /Text /Rect [500 700 510 710] /Contents (Ask Ann)"
    reading = read(write_pdf(tmp_path / "marked.pdf", table, annotations=[strike, comment]), "marked.pdf")
    assert cells(reading)[1][2] == "880 trees"
    assert {problem.seen for problem in reading.problems} == {
        "comments of readers: “Ask Ann”",
        "crossed-out words: “900”",
    }


def test_words_that_are_not_drawn_beside_words_that_are_left_out(tmp_path: Path) -> None:
    table = ruled_table([HEADER, ["1", "Plant trees", "880 trees"], ["2", "Find work", "Begun"]], LEFTS)
    white, dark = "1 1 1 rg", "0.1 0.2 0.4 rg 250 500 200 40 re f\n"
    unseen = show("secret", 320, 652, before=white) + show("layer", 400, 652, before="3 Tr")
    reading = read_pages(tmp_path, table + unseen + dark + show("Shown on blue.", 260, 515, before=f"{white} 0 Tr"))
    assert cells(reading)[1] == ["1", "Plant trees", "880 trees"]
    assert [part.text for part in reading.parts if isinstance(part, Block)] == ["Shown on blue."]
    assert [problem.seen for problem in reading.problems] == ["words that are there but not shown: “secret layer”"]


def test_the_words_of_a_page_none_of_which_is_drawn_are_read(tmp_path: Path) -> None:
    reading = read_pages(tmp_path, show("Words under a scan.", 50, 700, before="3 Tr"))
    assert [part.text for part in reading.parts if isinstance(part, Block)] == ["Words under a scan."]


def test_words_off_the_page_are_named_unless_a_line_runs_off_its_edge(tmp_path: Path) -> None:
    cut = show("The regulator decides in June", 500, 700) + show("printer's mark", 640, 800)
    reading = read_pages(tmp_path, show("Words on the page.", 50, 740) + cut)
    assert "decides in June" in " ".join(part.text for part in reading.parts if isinstance(part, Block))
    assert [problem.seen for problem in reading.problems] == ["words that are there but not shown: “printer's mark”"]


def test_a_shade_behind_each_word_of_a_header_parts_no_columns(tmp_path: Path) -> None:
    """The space between the words is shaded by itself, so thin that it looks like a line."""
    rows = [["Ref", "Priority", "Who is it"], ["1", "Open clubs", "Ann"], ["2", "Find work", "Ben"]]
    shaded = [(254, 20.6), (274.6, 2.7), (277.3, 7.3), (284.6, 2.7), (287.3, 5)]
    shades = "0.9 g " + "".join(f"{left} 680 {width} 10 re f " for left, width in shaded) + "0 g\n"
    reading = read_pages(tmp_path, shades + ruled_table(rows, LEFTS, height=20))
    assert cells(reading)[0] == ["Ref", "Priority", "Who is it"]
