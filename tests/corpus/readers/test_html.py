"""HTML: layout tables, spans that are wrong, lists, what is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    assert [block.text for block in reading.dropped] == ["Home", "Page updated in May", "hidden words"]


def test_a_span_that_claims_too_much_ends_where_the_rows_below_have_their_own_cell() -> None:
    reading = awkward()
    assert [[(c.text, c.column, c.rowspan, c.colspan) for c in row.cells] for row in only_grid(reading).rows] == [
        [("Aim", 0, 1, 1), ("Action", 1, 1, 1), ("Progress", 2, 1, 1)],
        [("1 Homes", 0, 2, 1), ("i Find carers", 1, 1, 1), ("Advert placed Stall held in May", 2, 1, 1)],
        [("ii Keep carers", 1, 1, 1), ("On 3rd May a survey", 2, 1, 1)],
        [("2 Schools", 0, 2, 1), ("i Attend", 1, 1, 1), ("Third Fourth", 2, 1, 1)],
        [("Not begun", 1, 1, 2)],
    ]
    (problem,) = [problem for problem in reading.problems if problem.severity is Severity.WARNING]
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


def test_a_numeral_alone_before_a_heading_begins_it_and_ends_no_text_before() -> None:
    page = "<p>Due: May 2027</p><div><span>2</span><h3>Open the hub</h3></div><p>3 bids</p><h3>Let the contract</h3>"
    parts = reading_of(page, "cards.html").parts
    assert [(part.kind, part.text) for part in parts if isinstance(part, Block)] == [
        (BlockKind.PARAGRAPH, "Due: May 2027"),
        (BlockKind.HEADING, "2 Open the hub"),
        (BlockKind.PARAGRAPH, "3 bids"),
        (BlockKind.HEADING, "Let the contract"),
    ]


def test_several_descriptions_of_a_term_are_its_items() -> None:
    page = "<dl><dt>Actions</dt><dd>Map demand</dd><dd>Consult all wards</dd><dt>Lead</dt><dd>Head of Service</dd></dl>"
    parts = reading_of(page, "list.html").parts
    assert [(part.kind, part.text) for part in parts if isinstance(part, Block)] == [
        (BlockKind.PARAGRAPH, "Actions"),
        (BlockKind.BULLET, "Map demand"),
        (BlockKind.BULLET, "Consult all wards"),
        (BlockKind.PARAGRAPH, "Lead"),
        (BlockKind.PARAGRAPH, "Head of Service"),
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


# --- what was done to the text ---------------------------------------------------------------------


def rows_of(page: str) -> tuple[list[list[str]], Reading]:
    reading = reading_of(f"<body>{page}</body>", "plan.html")
    return [[cell.text for cell in row.cells] for row in only_grid(reading).rows], reading


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("We opened 4<sup>1</sup> clubs", "We opened 4 (1) clubs"),
        ("young people<sup>[<b>2</b>]</sup>.", "young people (2)."),
        ('153<span style="vertical-align: super; font-size: 60%">3</span> places', "153 (3) places"),
        ("by the 1<sup>st</sup> of May on 40 m<sup>2</sup>", "by the 1st of May on 40 m²"),
        ("CO<sub>2</sub> saved", "CO2 saved"),
    ],
)
def test_raised_letters_never_join_a_figure_or_word(cell: str, text: str) -> None:
    rows, _ = rows_of(f"<table><tr><th>Ref<th>Progress<tr><td>1<td>{cell}</table>")
    assert rows[1] == ["1", text]


def test_a_raised_link_to_a_note_is_its_mark_and_the_note_stands_beside() -> None:
    rows, reading = rows_of(
        '<table><tr><th>Ref<th>Progress<tr><td>1<td>We opened 4<sup><a href="#n1">1</a></sup> clubs</table>'
        '<p id="n1">Two of them in June.</p>'
    )
    assert rows[1] == ["1", "We opened 4 clubs Two of them in June."]
    kinds = [block.kind for block in only_grid(reading).rows[1].cells[1].blocks]
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.NOTE]


@pytest.mark.parametrize(
    "old",
    [
        "<s>900</s>",
        "<strike>900</strike>",
        "<del>900</del>",
        '<span style="text-decoration:line-through">900</span>',
        '<span class="old">900</span>',
    ],
)
def test_crossed_out_words_are_left_out_with_a_note(old: str) -> None:
    rows, reading = rows_of(
        "<style>.old { text-decoration-line: line-through }</style>"
        f"<table><tr><th>Ref<th>Progress\n<tr><td>1<td>We planted {old} 880 trees</table>"
    )
    assert rows[1] == ["1", "We planted 880 trees"]
    (problem,) = reading.problems
    assert (problem.severity, problem.seen) == (Severity.NOTE, "crossed-out words: “900”")
    assert problem.location.line


@pytest.mark.parametrize("hidden", ["hidden", 'style="display:none"', 'class="secret"', 'style="visibility: hidden"'])
def test_words_that_nobody_sees_are_left_out_with_a_note(hidden: str) -> None:
    rows, reading = rows_of(
        "<style>.secret { display: none; }</style>"
        f"<table><tr><th>Ref<th>Progress<tr><td>1<td>Nine lamps <span {hidden}>ask Ann</span> lit</table>"
    )
    assert rows[1] == ["1", "Nine lamps lit"]
    assert [problem.seen for problem in reading.problems] == ["words that are there but not shown: “ask Ann”"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("<col><col style='display:none'><col>", ""),  # as Excel saves it
        ("<col><col style='visibility:collapse'><col>", ""),
        ("<col><col hidden><col>", "hidden"),
        ("", 'style="display:none"'),
        ("", "class=secret"),
    ],
)
def test_a_hidden_column_is_left_out_and_titles_across_it_become_narrower(column: str, cell: str) -> None:
    rows, reading = rows_of(
        f"<style>.secret {{ display: none }}</style><table>{column}<tr><td colspan=3>Actions, 2026\n"
        f"<tr><th>Action<th {cell}>Code<th>Lead\n<tr><td>Plant trees<td {cell}>T-41<td>Ann\n<tr><td>x<td><td>y</table>"
    )
    assert rows == [["Actions, 2026"], ["Action", "Lead"], ["Plant trees", "Ann"], ["x", "y"]]
    assert [[(each.column, each.colspan) for each in row.cells] for row in only_grid(reading).rows] == [
        [(0, 2)],
        *[[(0, 1), (1, 1)]] * 3,
    ]
    assert [(problem.seen, problem.location.line) for problem in reading.problems] == [
        ("words that are there but not shown: “Code”", 2),
        ("words that are there but not shown: “T-41”", 3),
    ]
    assert [block.text for block in reading.dropped] == ["Code", "T-41"]


def test_a_hidden_cell_leaves_no_gap_where_its_column_is_shown() -> None:
    rows, _ = rows_of(
        "<table><tr><th>Action<th>Lead<tr><td hidden>id 7<td>Plant trees<td>Ann<tr><td>Mow<td>Bob</table>"
    )
    assert rows == [["Action", "Lead"], ["Plant trees", "Ann"], ["Mow", "Bob"]]


def test_a_cell_that_only_keeps_its_place_is_empty() -> None:
    rows, _ = rows_of('<table><tr><th>Ref<th>Lead<th>Due<tr><td>1<td style="visibility:hidden">Ann<td>May</table>')
    assert rows[1] == ["1", "", "May"]


def test_a_cell_that_is_crossed_out_as_a_whole_is_empty() -> None:
    """As Excel saves it: by the cell's class."""
    rows, reading = rows_of(
        "<style>.xl67 { text-decoration: line-through }</style>"
        "<table><tr><th>Ref<th>Due<th>Lead<tr><td>1<td class=xl67>May<td>Ann</table>"
    )
    assert rows[1] == ["1", "", "Ann"]
    assert [problem.seen for problem in reading.problems] == ["crossed-out words: “May”"]


def test_hidden_rows_are_read_and_that_is_said() -> None:
    """A filter or a folded group hides rows of a plan that is in use; Excel ends its tables in an empty hidden one."""
    rows, reading = rows_of(
        "<table><tr><th>Action<th>Lead<tr style='display:none'><td>Plant trees<td>Ann<tr><td>Mow<td>Bob"
        "<tr style='display:none'><td width=60><td width=80></table>"
    )
    assert rows[1:3] == [["Plant trees", "Ann"], ["Mow", "Bob"]]
    (problem,) = reading.problems
    assert (problem.severity, problem.seen) == (Severity.NOTE, "Hidden: 1 row of a table.")


def test_hidden_cells_of_a_table_that_arranges_the_page_are_left_out() -> None:
    page = "<table role=presentation><tr><td>Our plan<td hidden>ask Ann</table>"
    reading = reading_of(f"<body>{page}</body>", "plan.html")
    assert [part.text for part in reading.parts if isinstance(part, Block)] == ["Our plan"]
    assert [block.text for block in reading.dropped] == ["ask Ann"]


def test_lines_broken_in_a_cell_are_items_but_a_sentence_that_goes_on_is_one() -> None:
    head = "<table><tr><th>Ref<th>Progress"
    _, reading = rows_of(f"{head}<tr><td>1<td>Nine lamps lit<br>Path mended<tr><td>2<td>Nine lamps<br>are lit</table>")
    first, second = only_grid(reading).rows[1:]
    assert [block.text for block in first.cells[1].blocks] == ["Nine lamps lit", "Path mended"]
    assert [block.text for block in second.cells[1].blocks] == ["Nine lamps are lit"]


@pytest.mark.parametrize(
    ("control", "text"),
    [
        ('<select><option value="">Choose<option selected>On track<option>Late</select>', "On track"),
        ('<select><option value="">Choose<option>On track</select>', ""),
        ("<select multiple><option selected>North<option selected>South<option>East</select>", "North, South"),
        ('<input type="checkbox" checked>', "☑"),
        ('<input type="radio">', "☐"),
        ('<input value="Nine lamps lit">', "Nine lamps lit"),
        ("<textarea>Nine lamps lit.\nPath mended.</textarea>", "Nine lamps lit. Path mended."),
        ('<input type="hidden" value="token"><input type="submit" value="Send">', ""),
    ],
)
def test_what_is_filled_into_a_form_is_the_cells_text(control: str, text: str) -> None:
    rows, _ = rows_of(f"<table><tr><th>Ref<th>Progress<tr><td>1<td>{control}</table>")
    assert rows[1] == ["1", text]


@pytest.mark.parametrize(
    ("around", "style", "seen"),
    [
        ("", "color: #fff", False),
        ("", "color: white; background: navy", True),
        ('style="background-color: #1f3864"', "color: white", True),
        ('bgcolor="#1f3864"', "color: white", True),
        ("", "font-size: 0", False),
        ("", "color: #eee", True),
    ],
)
def test_white_words_are_left_out_only_where_the_ground_is_white(around: str, style: str, seen: bool) -> None:
    rows, reading = rows_of(f'<table><tr><th>Ref<th>Lead<tr><td>1<td {around}>Ann<b style="{style}">Bob</b></table>')
    assert rows[1] == ["1", "AnnBob" if seen else "Ann"]
    assert len(reading.problems) == (not seen)


def test_elements_that_say_by_their_role_that_they_are_a_table_are_one() -> None:
    page = (
        "<div role=heading aria-level=2>Homes</div><div role=grid>"
        "<div role=rowgroup><div role=row><b role=columnheader>Action</b><b role=columnheader>Lead</b></div></div>"
        "<div role=row><span role=rowheader>Build homes</span><span role=gridcell>Ann</span></div>"
        "<div role=row><span role=cell aria-colspan=2>Paused</span></div></div>"
    )
    reading = reading_of(page, "plan.html")
    assert [(part.text, part.level) for part in reading.parts if isinstance(part, Block)] == [("Homes", 2)]
    cells = [[(cell.text, cell.colspan) for cell in row.cells] for row in only_grid(reading).rows]
    assert cells == [[("Action", 1), ("Lead", 1)], [("Build homes", 1), ("Ann", 1)], [("Paused", 2)]]


def test_what_opens_a_part_of_a_page_heads_it() -> None:
    part = "<details><summary>{}</summary><p>Ann leads.</p><details><summary>{} in {}</summary></details></details>"
    page = "<h1>Plan</h1>" + part.format("Homes", "Flats", "town") + part.format("Roads", "Paths", "town")
    headings = [(p.text, p.level) for p in reading_of(page, "a.html").parts if isinstance(p, Block) and p.level]
    assert headings == [("Plan", 1), ("Homes", 2), ("Flats in town", 3), ("Roads", 2), ("Paths in town", 3)]


def test_what_opens_a_part_of_a_page_without_a_word_of_it_heads_nothing() -> None:
    more = "<details><summary>Show more</summary><p>Ann leads.</p></details>"
    page = f"<h2>Homes</h2>{more}<h2>Roads</h2>{more}<details><summary><h3>Paths</h3></summary></details>"
    kinds = {p.text: p.level for p in reading_of(page, "a.html").parts if isinstance(p, Block)}
    assert kinds == {"Homes": 2, "Show more": 0, "Ann leads.": 0, "Roads": 2, "Paths": 3}


def test_parts_that_tabs_show_are_read_under_what_the_tabs_say() -> None:
    page = """
    <h1>How we are doing</h1>
    <div role="tablist"><button role="tab" aria-controls="a">Planning</button>
    <button role="tab" aria-controls="b">Land charges</button></div>
    <div id="a" role="tabpanel"><p>Letters were answered.</p></div>
    <div id="b" role="tabpanel" hidden><p>Searches took nine days.</p></div>
    """
    reading = reading_of(page, "plan.html")
    assert [(part.kind, part.text) for part in reading.parts if isinstance(part, Block)] == [
        (BlockKind.HEADING, "How we are doing"),
        (BlockKind.HEADING, "Planning"),
        (BlockKind.PARAGRAPH, "Letters were answered."),
        (BlockKind.HEADING, "Land charges"),
        (BlockKind.PARAGRAPH, "Searches took nine days."),
    ]
    assert not reading.problems
