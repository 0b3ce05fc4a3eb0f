"""HTML: layout tables, spans that are wrong, lists, what is hidden."""

from __future__ import annotations

from pathlib import Path

from corpus.readers.html import read, reading_of
from corpus.records import Block, BlockKind, Grid, Reading, Severity
from tests.places import DATA


def awkward() -> Reading:
    return read(DATA / "spans_layout_tables_hidden.html", "plan.html")


def only_grid(reading: Reading) -> Grid:
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    return grid


def test_a_layout_table_is_unwrapped_and_running_parts_are_dropped() -> None:
    reading = awkward()
    assert reading.title == "FICTIONAL Northby plan"
    assert [(part.text, part.kind) for part in reading.parts if isinstance(part, Block)] == [
        ("Northby plan & update", BlockKind.HEADING),
        ("It has two aims.", BlockKind.PARAGRAPH),
        ("Actions by aim", BlockKind.PARAGRAPH),
    ]
    assert [block.text for block in reading.dropped] == ["Home", "hidden words", "Page updated in May"]


def test_a_span_that_claims_too_much_ends_where_the_rows_below_have_their_own_cell() -> None:
    reading = awkward()
    assert [[(c.text, c.column, c.rowspan, c.colspan) for c in row.cells] for row in only_grid(reading).rows] == [
        [("Aim", 0, 1, 1), ("Action", 1, 1, 1), ("Progress", 2, 1, 1)],
        [("1 Homes", 0, 2, 1), ("i Find carers", 1, 1, 1), ("Advert placed Stall held in May", 2, 1, 1)],
        [("ii Keep carers", 1, 1, 1), ("On 3rd May a survey", 2, 1, 1)],
        [("2 Schools", 0, 2, 1), ("i Attend", 1, 1, 1), ("Third Fourth", 2, 1, 1)],
        [("Not begun", 1, 1, 2)],
    ]
    (problem,) = reading.problems
    assert problem.severity is Severity.WARNING
    assert problem.location.line == 11


def test_lists_keep_their_depth_and_their_numerals() -> None:
    rows = only_grid(awkward()).rows
    assert [(b.text, b.level, b.number) for b in rows[1].cells[2].blocks] == [
        ("Advert placed", 0, ""),
        ("Stall held", 0, ""),
        ("in May", 1, ""),
    ]
    assert [(b.text, b.number) for b in rows[3].cells[2].blocks] == [("Third", "3."), ("Fourth", "4.")]


def test_a_table_inside_a_table_of_data_is_nested() -> None:
    page = (
        "<table><tr><th>Aim of the plan</th><th>Progress made so far</th></tr><tr><td>Find carers in town</td>"
        "<td>See figures<table><tr><td>Q1</td><td>12</td></tr></table></td></tr></table>"
    )
    blocks = only_grid(reading_of(page, "plan.html")).rows[1].cells[1].blocks
    assert [(block.text, block.kind) for block in blocks] == [
        ("See figures", BlockKind.PARAGRAPH),
        ("Q1 | 12", BlockKind.NESTED),
    ]


def test_typed_bullets_between_breaks_are_bullets() -> None:
    page = "<table><tr><td>A</td><td>• one<br>• two<br/>goes on</td></tr></table>"
    blocks = only_grid(reading_of(page, "plan.html")).rows[0].cells[1].blocks
    assert [(block.text, block.kind) for block in blocks] == [
        ("one", BlockKind.BULLET),
        ("two goes on", BlockKind.BULLET),
    ]


def test_words_around_inner_blocks_stay_in_order() -> None:
    reading = reading_of("<div>before<p>inner</p>after</div><li>loose</li><dl><dt>T<dd>D</dl>", "plan.html")
    assert [part.text for part in reading.parts if isinstance(part, Block)] == [
        "before",
        "inner",
        "after",
        "loose",
        "T",
        "D",
    ]


def test_the_encoding_that_a_page_declares_is_believed_where_it_is_no_utf_8(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Привет</p></body></html>'
    (tmp_path / "plan.html").write_bytes(page.encode("cp1251"))
    (part,) = read(tmp_path / "plan.html", "plan.html").parts
    assert isinstance(part, Block)
    assert part.text == "Привет"


def test_what_is_nested_too_deeply_is_named() -> None:
    reading = reading_of("<p>first</p>" + "<div>" * 5000 + "lost", "plan.html")
    assert [part.text for part in reading.parts if isinstance(part, Block)] == ["first"]
    assert [problem.severity for problem in reading.problems] == [Severity.ERROR]
