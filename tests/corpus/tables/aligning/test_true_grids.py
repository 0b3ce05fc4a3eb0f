"""Cells under labels."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.language.wording import Wording
from corpus.tables.aligning.logical_rows import LogicalRow
from corpus.tables.aligning.ragged_grids import Profile, align_ragged
from corpus.tables.aligning.true_grids import align
from corpus.tables.headers import Header
from tests.grids import CellText, grid, places, row

LABELS = ("Category", "Priority", "Actions", "Progress")
USUAL = grid(
    ("1 Homes", "i Beds", "• Buy two", "• One bought"),
    ("", "ii Food", "• Cook", "• Cooked"),
)


def ragged(*cells: str, labels: tuple[str, ...] = LABELS, usual: Sequence[tuple[str, ...]] | None = None) -> LogicalRow:
    rows = grid(*usual).rows if usual else USUAL.rows
    profile = Profile.of([(each, places(4)) for each in rows], labels)
    return align_ragged(row(*cells), places(len(labels)), labels, profile, Wording.of([]))


def texts(line: LogicalRow, count: int = 4) -> list[str]:
    return [line.text(label) for label in range(count)]


def true(*cells: CellText | None, columns: tuple[int | None, ...]) -> LogicalRow:
    return align(grid(cells).rows[0], columns, {})


def test_cells_in_their_places_stay_there() -> None:
    assert texts(ragged("2 Money", "i Pay", "• Ask", "• Asked")) == ["2 Money", "i Pay", "Ask", "Asked"]


def test_a_mark_in_a_cell_of_its_own_goes_to_the_next_cell() -> None:
    line = ragged("", "i Pay", "•", "Ask", "• Asked")
    assert texts(line) == ["", "i Pay", "Ask", "Asked"]


def test_a_cell_too_few_in_front_is_seen_by_the_numerals() -> None:
    assert texts(ragged("iii Pay", "• Ask", "• Asked")) == ["", "iii Pay", "Ask", "Asked"]


def test_a_numeral_in_a_cell_of_its_own_belongs_to_the_text_after_it() -> None:
    cut = Header.of(row(*LABELS)).places(row("", "Category", "Pri", "ority", "Actions", "Progress"))
    profile = Profile.of([(each, places(4)) for each in USUAL.rows], LABELS)
    line = align_ragged(row("2", "Money", "i", "Pay", "• Ask", "• Asked"), cut, LABELS, profile, Wording.of([]))
    assert (line.number(0), line.text(0), line.number(1), line.text(1)) == ("2", "Money", "i", "Pay")


def test_a_figure_far_right_is_no_numeral() -> None:
    usual = [("Homes", "Beds", "ICB", "12"), ("Money", "Pay", "ICB", "9")]
    line = ragged("Homes", "Beds", "ICB", "7", labels=("Aim", "Step", "Lead", "Count"), usual=usual)
    assert texts(line) == ["Homes", "Beds", "ICB", "7"]


def test_no_text_stands_in_a_column_of_numbers() -> None:
    usual = [("Homes", "1.1", "Beds", "ICB"), ("", "1.2", "Food", "ICB")]
    line = ragged("Money", "2.1", "Pay the staff", "ICB", labels=("Aim", "Ref", "Step", "Lead"), usual=usual)
    assert (line.text(1), line.number(2), line.text(2)) == ("", "2.1", "Pay the staff")


def test_a_true_grid_is_taken_at_its_word() -> None:
    line = true("1", "Homes", "", "Done", columns=(None, 0, 1, 2))
    assert (line.number(0), texts(line, 3)) == ("1", ["Homes", "", "Done"])
    assert line.strays == ()


def test_text_under_no_label_goes_to_the_nearest_and_is_marked_as_astray() -> None:
    line = true("Homes", "Beds", "by the way", columns=(0, 1, None))
    assert (line.text(1), line.strays) == ("Beds by the way", (1,))


def test_a_merged_cell_of_the_rows_above_is_shared() -> None:
    table = grid(("Homes", ("ICB", 1, 2)), ("Money", None))
    line = align(table.rows[1], places(2), {}, [table.rows[0].cells[1]])
    assert [block.text for block in line.shared[1]] == ["ICB"]
    assert line.text(1) == ""


def test_a_text_over_numerals_and_titles_is_a_title() -> None:
    (whole,) = grid((("1. Homes for all", 3, 1), None, None, "Amber")).rows
    assert texts(align(whole, places(4), {0: 1})) == ["", "1. Homes for all", "", "Amber"]
