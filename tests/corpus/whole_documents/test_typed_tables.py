"""Small tables typed as text: no heading is lost, and no two columns are merged, without a word."""

from __future__ import annotations

import pytest

from corpus.readers.text.document import reading_of
from corpus.records import Doubt, Reading, RowKind
from corpus.tables.assembly import assemble
from tests.drawn.typed import typed
from tests.grids import FILE, grid

PLAN = """Harbour plan (fictional)

\tCategory\tPriorities\tWhat needs to happen\tProgress
1\tHomes\t{} Every young person has a safe home\tAgree a protocol\tAgreed in May
\t\t{} Young people shape their homes\tAsk them twice a year\tA panel met
2\tWork\t{} More young people are in work\tOffer tasters\tTen took one up
"""


@pytest.mark.parametrize("numerals", [("i", "ii", "i"), ("1.", "2.", "1."), ("1.a", "1.b", "2.a"), ("a)", "b)", "a)")])
def test_a_column_of_numerals_without_a_heading_numbers_the_one_beside_it(numerals: tuple[str, ...]) -> None:
    rows = assemble(reading_of(PLAN.format(*numerals), FILE)).rows
    assert [row.category.label for row in rows] == ["1 Homes", "1 Homes", "2 Work"]
    assert [row.priority.title.split()[0] for row in rows] == ["Every", "Young", "More"]
    assert [[column.heading for column in row.columns] for row in rows] == 3 * [["What needs to happen", "Progress"]]
    assert [row.doubt for row in rows] == 3 * [Doubt.NONE]


def test_two_columns_under_one_heading_raise_a_doubt() -> None:
    lines = ["Aim\tLead\tProgress", "Homes\tAnn Hall\tTen built\tOpen in May", "Work\tBen Ash\tTasters\tBegins in June"]
    rows = assemble(reading_of("\n".join(lines), FILE)).rows
    assert [row.doubt for row in rows] == 2 * [Doubt.CHECK]


def test_a_heading_across_a_typed_table_heads_the_rows_below_it_though_a_row_lacks_its_last_cell() -> None:
    header = ("No.", "Promise", "Lead", "When")
    table = grid(
        header,
        (("Better streets", 4, 1),),
        ("1", "Repaint faded bays", "Parking Services", "July 2026"),
        ("2", "Ban boards on pavements", "Licensing"),
        (("Getting information", 4, 1),),
        header,
        ("3", "Easy-read consultations", "Communications", "April 2026"),
        ragged=True,
    )
    rows = assemble(Reading((table,))).rows
    assert [[step.title for step in row.path] for row in rows] == [
        ["Better streets", "Repaint faded bays"],
        ["Better streets", "Ban boards on pavements"],
        ["Getting information", "Easy-read consultations"],
    ]
    assert [[[item.text for item in column.items] for column in row.columns] for row in rows] == [
        [["Parking Services"], ["July 2026"]],
        [["Licensing"], []],
        [["Communications"], ["April 2026"]],
    ]


@pytest.mark.parametrize("seed", range(400, 440))
def test_a_typed_table_is_read_as_it_means_or_raises_a_doubt(seed: int) -> None:
    table = typed(seed)
    rows = [row for row in assemble(table.reading).rows if row.kind is RowKind.ROW]
    unread = table.unread(rows)
    assert not unread or all(row.doubt is not Doubt.NONE for row in rows if row.priority.title in unread), table.drawn
