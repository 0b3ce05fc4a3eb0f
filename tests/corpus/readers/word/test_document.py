"""Word: what stands in which cell when python-docx's own `cell.text` would lose or mix it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.readers.word.document import read
from corpus.records import Block, BlockKind, Grid, Reading, Severity
from tests.office_files import WORD_TYPE, cell, numbered, paragraph, table, write_parts, write_word
from tests.places import SHARED

BULLETS_AND_NUMERALS = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/>
<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
"""


def read_body(folder: Path, body: str, **parts: str) -> Reading:
    return read(write_word(folder / "plan.docx", body, **parts), "plan.docx")


def only_grid(reading: Reading) -> Grid:
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    return grid


def texts(reading: Reading) -> list[str]:
    return [part.text for part in reading.parts if isinstance(part, Block)]


def test_a_cell_merged_downwards_is_one_cell_over_its_rows(tmp_path: Path) -> None:
    merged = '<w:vMerge w:val="restart"/>'
    body = table(
        cell(paragraph("1 Homes"), merged) + cell(paragraph("i Find carers")),
        cell("<w:p/>", "<w:vMerge/>") + cell(paragraph("ii Keep carers")),
        cell(paragraph("2 Schools"), merged) + cell(paragraph("i Attend")),
        cell(paragraph("A band"), '<w:gridSpan w:val="2"/>'),
    )
    rows = only_grid(read_body(tmp_path, body)).rows
    assert [(c.text, c.column, c.rowspan, c.colspan) for row in rows for c in row.cells] == [
        ("1 Homes", 0, 2, 1),
        ("i Find carers", 1, 1, 1),
        ("ii Keep carers", 1, 1, 1),
        ("2 Schools", 0, 1, 1),
        ("i Attend", 1, 1, 1),
        ("A band", 0, 1, 2),
    ]


def test_rows_that_begin_further_right_keep_their_columns(tmp_path: Path) -> None:
    body = (
        "<w:tbl><w:tr>" + cell(paragraph("a")) + cell(paragraph("b")) + "</w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell(paragraph("below b")) + "</w:tr></w:tbl>"
    )
    assert only_grid(read_body(tmp_path, body)).rows[1].cells[0].column == 1


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('Recruit ')}<w:del><w:r><w:delText>three</w:delText></w:r></w:del>"
        f"<w:ins>{run.format('two')}</w:ins>{run.format(' carers')}"
        f"<w:moveFrom>{run.format(' moved away')}</w:moveFrom><w:moveTo>{run.format(' by May')}</w:moveTo></w:p>"
    )
    assert texts(read_body(tmp_path, body)) == ["Recruit two carers by May"]


def test_a_deleted_paragraph_end_joins_two_paragraphs_and_a_deleted_row_is_gone(tmp_path: Path) -> None:
    body = (
        paragraph("The fee ", "<w:rPr><w:del/></w:rPr>")
        + paragraph("is agreed.")
        + "<w:tbl><w:tr>"
        + cell(paragraph("kept"))
        + cell(paragraph("too"))
        + "</w:tr><w:tr><w:trPr><w:del/></w:trPr>"
        + cell(paragraph("gone"))
        + cell(paragraph("gone"))
        + "</w:tr></w:tbl>"
    )
    reading = read_body(tmp_path, body)
    assert texts(reading) == ["The fee is agreed."]
    assert [row.cells[0].text for row in only_grid(reading).rows] == ["kept"]


def test_content_controls_are_read_and_their_prompts_are_not(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('In a control')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>Status: </w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        "<w:r><w:t>Choose an item.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        + table(f"<w:sdt><w:sdtContent>{cell(paragraph('x'))}</w:sdtContent></w:sdt>" + cell(paragraph("y")))
    )
    reading = read_body(tmp_path, body)
    assert texts(reading) == ["In a control", "Status:"]
    assert [c.text for c in only_grid(reading).rows[0].cells] == ["x", "y"]


def test_bullets_come_from_numbering_and_from_style_names(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="LB2"><w:name w:val="List Bullet 2"/></w:style>'
    body = table(
        cell(numbered("first", 1) + numbered("below it", 1, level=1) + paragraph("by style", '<w:pStyle w:val="LB2"/>'))
        + cell(paragraph("plain"))
    )
    reading = read_body(tmp_path, body, numbering=BULLETS_AND_NUMERALS, styles=styles)
    blocks = only_grid(reading).rows[0].cells[0].blocks
    assert [(block.text, block.kind, block.level) for block in blocks] == [
        ("first", BlockKind.BULLET, 0),
        ("below it", BlockKind.BULLET, 1),
        ("by style", BlockKind.BULLET, 1),
    ]


def test_a_numeral_that_stands_in_no_text_is_kept_beside_it(tmp_path: Path) -> None:
    body = table(
        cell(numbered("Find carers", 2)) + cell(paragraph("-")),
        cell(numbered("Keep carers", 2)) + cell(numbered("a", 2) + numbered("b", 2)),
    )
    rows = only_grid(read_body(tmp_path, body, numbering=BULLETS_AND_NUMERALS)).rows
    titles = [row.cells[0].blocks[0] for row in rows]
    assert [(title.number, title.text, title.kind) for title in titles] == [
        ("i.", "Find carers", BlockKind.PARAGRAPH),
        ("ii.", "Keep carers", BlockKind.PARAGRAPH),
    ]
    assert [(b.number, b.kind) for b in rows[1].cells[1].blocks] == [
        ("iii.", BlockKind.BULLET),
        ("iv.", BlockKind.BULLET),
    ]


def test_an_automatic_numeral_may_be_all_that_a_cell_holds(tmp_path: Path) -> None:
    body = table(*(cell(numbered("", list_id=2)) + cell(paragraph(text)) for text in ("Beds", "Food")))
    rows = only_grid(read_body(tmp_path, body, numbering=BULLETS_AND_NUMERALS)).rows
    assert [[(b.text, b.number) for c in row.cells for b in c.blocks] for row in rows] == [
        [("", "i."), ("Beds", "")],
        [("", "ii."), ("Food", "")],
    ]


def test_footnotes_and_comments_are_notes_with_no_mark_on_the_word(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>All 7 strands</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:t>.</w:t></w:r><w:r><w:commentReference w:id='5'/></w:r></w:p>"
    )
    reading = read_body(
        tmp_path,
        body,
        footnotes=f"<w:footnote w:type='separator' w:id='0'><w:p/></w:footnote>"
        f"<w:footnote w:id='2'>{paragraph(' Listed in annex B.')}</w:footnote>",
        comments=f"<w:comment w:id='5'>{paragraph('Check this')}</w:comment>",
    )
    assert [(part.text, part.kind) for part in reading.parts if isinstance(part, Block)] == [
        ("All 7 strands.", BlockKind.PARAGRAPH),
        ("Listed in annex B.", BlockKind.NOTE),
        ("Check this", BlockKind.NOTE),
    ]


def test_a_table_inside_a_cell_is_kept_out_of_the_cells_words(tmp_path: Path) -> None:
    nested = table(cell(paragraph("Q1")) + cell(paragraph("12")), cell(paragraph("Q2")) + cell(paragraph("15")))
    body = table(cell(paragraph("Progress") + nested + "<w:p/>") + cell(paragraph("Done")))
    blocks = only_grid(read_body(tmp_path, body)).rows[0].cells[0].blocks
    assert [(block.text, block.kind) for block in blocks] == [
        ("Progress", BlockKind.PARAGRAPH),
        ("Q1 | 12", BlockKind.NESTED),
        ("Q2 | 15", BlockKind.NESTED),
    ]


def test_a_table_that_only_arranges_others_gives_them_and_its_headings(tmp_path: Path) -> None:
    def row(*texts: str) -> str:
        return "".join(cell(paragraph(text)) for text in texts)

    actions = table(row("Action", "Lead", "By when"), row("Open a hub", "ICB", "May"), row("Hire staff", "DCS", "June"))
    body = table(
        cell(paragraph("Priority 1: Family hubs"), '<w:gridSpan w:val="2"/>'),
        row("Why", "Families asked for help."),
        cell(actions + "<w:p/>", '<w:gridSpan w:val="2"/>'),
    )
    reading = read_body(tmp_path, body)
    heading, *_ = (part for part in reading.parts if isinstance(part, Block))
    assert (heading.kind, heading.text) == (BlockKind.HEADING, "Priority 1: Family hubs")
    assert texts(reading) == ["Priority 1: Family hubs", "Why", "Families asked for help."]
    assert [[found.text for found in line.cells] for line in only_grid(reading).rows] == [
        ["Action", "Lead", "By when"],
        ["Open a hub", "ICB", "May"],
        ["Hire staff", "DCS", "June"],
    ]


def test_a_box_of_one_cell_is_prose(tmp_path: Path) -> None:
    reading = read_body(tmp_path, table(cell(paragraph("Our promise"))))
    assert texts(reading) == ["Our promise"]


def test_line_breaks_hyphens_and_typed_bullets(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>in</w:t><w:noBreakHyphen/><w:t>house</w:t><w:br/><w:t>pla</w:t><w:softHyphen/>"
        "<w:t>ces</w:t><w:tab/><w:t>now</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>• one</w:t><w:br/><w:t>• two</w:t></w:r></w:p>"
    )
    blocks = read_body(tmp_path, body).parts
    assert [(b.text, b.kind) for b in blocks if isinstance(b, Block)] == [
        ("in-house places now", BlockKind.PARAGRAPH),
        ("one", BlockKind.BULLET),
        ("two", BlockKind.BULLET),
    ]


def test_a_text_box_is_read_once_though_word_writes_it_twice(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Around it</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(read_body(tmp_path, body)) == ["Around it", "In a box"]


def test_headings_by_style_by_outline_and_by_bold(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Ours"/><w:basedOn w:val="H2"/></w:style>'
    )
    body = (
        paragraph("Aims", '<w:outlineLvl w:val="0"/>')
        + paragraph("Homes", '<w:pStyle w:val="Own"/>')
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Find carers</w:t></w:r></w:p>"
        + paragraph("We will advertise.")
    )
    reading = read_body(tmp_path, body, styles=styles)
    assert [(p.text, p.kind, p.level) for p in reading.parts if isinstance(p, Block)] == [
        ("Aims", BlockKind.HEADING, 1),
        ("Homes", BlockKind.HEADING, 2),
        ("Find carers", BlockKind.HEADING, 3),
        ("We will advertise.", BlockKind.PARAGRAPH, 0),
    ]
    assert reading.title == "Aims"


def test_running_lines_contents_and_hidden_text_are_dropped_not_lost(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    body = (
        paragraph("Aims ........ 3", '<w:pStyle w:val="T1"/>')
        + "<w:p><w:r><w:t>Seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    )
    reading = read_body(tmp_path, body, styles=styles, header=paragraph("Official"), footer=paragraph("Page 1"))
    assert texts(reading) == ["Seen"]
    assert [block.text for block in reading.dropped] == ["Aims ........ 3", "Official", "Page 1", "unseen"]
    assert [problem.seen for problem in reading.problems] == ["words that are there but not shown: “unseen”"]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:pict><v:imagedata xmlns:v='urn:schemas-microsoft-com:vml'/></w:pict></w:r></w:p>"
        "<w:altChunk/>" + table(cell(paragraph("Lead")) + cell("<w:p/>"))
    )
    problems = read_body(tmp_path, body).problems
    assert [(problem.severity, problem.seen) for problem in problems] == [
        (Severity.NOTE, "It holds 1 picture."),
        (Severity.ERROR, "It holds 1 embedded document."),
    ]


def test_a_cell_without_words_keeps_its_colour(tmp_path: Path) -> None:
    body = table(cell(paragraph("Lead")) + cell("<w:p/>", '<w:shd w:fill="00B050"/>'))
    assert [each.colour for each in only_grid(read_body(tmp_path, body)).rows[0].cells] == ["", "green"]


@pytest.mark.parametrize("name", ["plan_merged", "plan_autonum", "plan_footnotes"])
def test_every_layout_of_the_sample_plan_has_its_items(name: str) -> None:
    path = SHARED / "tables" / f"{name}.docx"
    if not path.exists():
        pytest.skip("the sample layouts are not here")
    cells = [cell for row in only_grid(read(path, path.name)).rows for cell in row.cells]
    bullets = [block for cell in cells for block in cell.blocks if block.kind is BlockKind.BULLET]
    assert len(bullets) == 64 + 98


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_files_with_macros_and_templates_are_read_like_any_other(tmp_path: Path, kind: str) -> None:
    plain = write_word(tmp_path / "plan.docx", paragraph("Open clubs"))
    with zipfile.ZipFile(plain) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(f"{WORD_TYPE}.document.main+xml".encode(), kind.encode())
    assert texts(read(write_parts(tmp_path / "plan.docm", parts), "plan.docm")) == ["Open clubs"]


# --- what was done to the text ---------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("We opened 4") + run("1", SUPERSCRIPT) + run(" clubs"), "We opened 4 (1) clubs"),
        (run("153") + run("2", SUPERSCRIPT) + run(",", SUPERSCRIPT) + run("3", SUPERSCRIPT), "153 (2,3)"),
        (run("Costs") + run("a", '<w:position w:val="8"/><w:sz w:val="12"/>') + run(" fell"), "Costs (a) fell"),
        (run("Costs") + run("b", '<w:rStyle w:val="Mark"/>') + run(" fell"), "Costs (b) fell"),
        (run("the 1") + run("st", SUPERSCRIPT) + run(" of 40 m") + run("2", SUPERSCRIPT), "the 1st of 40 m²"),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>') + run(" saved"), "CO2 saved"),
    ],
)
def test_raised_letters_never_join_a_figure_or_word(tmp_path: Path, runs: str, text: str) -> None:
    styles = f'<w:style w:type="character" w:styleId="Mark"><w:rPr>{SUPERSCRIPT}</w:rPr></w:style>'
    assert texts(read_body(tmp_path, f"<w:p>{runs}</w:p>", styles=styles)) == [text]


@pytest.mark.parametrize("properties", ["<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="Old"/>'])
def test_crossed_out_words_are_left_out_with_a_note(tmp_path: Path, properties: str) -> None:
    styles = '<w:style w:type="character" w:styleId="Old"><w:rPr><w:strike/></w:rPr></w:style>'
    live = '<w:strike w:val="0"/>'
    body = f"<w:p>{run('We planted ')}{run('900', properties)}{run('880', live)}{run(' trees')}</w:p>"
    reading = read_body(tmp_path, body, styles=styles)
    assert texts(reading) == ["We planted 880 trees"]
    assert [problem.seen for problem in reading.problems] == ["crossed-out words: “900”"]
    assert [block.text for block in reading.dropped] == ["900"]


def test_tracked_deletions_are_named_with_their_words(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"
    row = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('<w:p>' + gone.format('1.2 Old action') + '</w:p>')}</w:tr>"
    kept = f"<w:tr>{cell(paragraph('1.1'))}{cell(paragraph('Open clubs'))}</w:tr>"
    body = f"<w:p>{run('Recruit ')}{gone.format('three')}{run('two')}</w:p><w:tbl>{kept}{row}</w:tbl>"
    reading = read_body(tmp_path, body)
    assert [problem.seen for problem in reading.problems] == [
        "words deleted in tracked changes: “three 1.2 Old action”"
    ]


ENTRIES = "<w:listEntry w:val='Late'/><w:listEntry w:val='On track'/>"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "☑"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "☐"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☑"),
        (
            "<w:ddList><w:result w:val='1'/><w:listEntry w:val='Late'/><w:listEntry w:val='On track'/></w:ddList>",
            "On track",
        ),
        (f"<w:ddList>{ENTRIES}</w:ddList>", "Late"),
    ],
)
def test_fields_of_older_forms_are_read_as_they_are_filled_in(tmp_path: Path, field: str, text: str) -> None:
    mark = "<w:r><w:fldChar w:fldCharType='{}'>{}</w:fldChar></w:r>"
    begin = mark.format("begin", f"<w:ffData>{field}</w:ffData>")
    body = f"<w:p>{run('Status: ')}{begin}{mark.format('end', '')}</w:p>"
    assert texts(read_body(tmp_path, body)) == [f"Status: {text}"]


def test_white_words_are_left_out_only_where_the_ground_is_white(tmp_path: Path) -> None:
    white = run("unseen", '<w:color w:val="FFFFFF"/>')
    shaded = '<w:shd w:val="clear" w:fill="1F3864"/>'
    body = (
        f"<w:p>{run('Seen')}{white}</w:p>"
        f"<w:p><w:pPr>{shaded}</w:pPr>{white}</w:p>"
        + table(cell(f"<w:p>{white}</w:p>", shaded) + cell(f"<w:p>{white}</w:p>"))
        + '<w:tbl><w:tblPr><w:tblStyle w:val="GridTable4"/></w:tblPr>'
        + f"<w:tr>{2 * cell(f'<w:p>{white}</w:p>')}</w:tr></w:tbl>"
    )
    reading = read_body(tmp_path, body)
    assert texts(reading) == ["Seen", "unseen"]
    grids = [part for part in reading.parts if isinstance(part, Grid)]
    assert [[each.text for each in grid.rows[0].cells] for grid in grids] == [["unseen", ""], ["unseen", "unseen"]]
    assert [problem.seen for problem in reading.problems] == ["words that are there but not shown: “unseen unseen”"]


def typed(*texts: str) -> str:
    """A paragraph with tabs between its texts."""
    return "<w:p><w:r>" + "<w:tab/>".join(f"<w:t>{text}</w:t>" * bool(text) for text in texts) + "</w:r></w:p>"


def test_paragraphs_with_tabs_between_their_texts_are_the_rows_of_a_table(tmp_path: Path) -> None:
    rows = (
        typed("Action", "Lead", "Due")
        + typed("Dredge", "Clerk", "May")
        + paragraph("Beach")
        + typed("Put up boards", "Cllr Hay", "")
    )
    reading = read_body(tmp_path, paragraph("Our plan.") + rows + paragraph("Next review in May."))
    assert texts(reading) == ["Our plan.", "Next review in May."]
    assert [[(each.text, each.colspan) for each in row.cells] for row in only_grid(reading).rows] == [
        [("Action", 1), ("Lead", 1), ("Due", 1)],
        [("Dredge", 1), ("Clerk", 1), ("May", 1)],
        [("Beach", 3)],
        [("Put up boards", 1), ("Cllr Hay", 1), ("", 1)],
    ]


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("style", ['<w:outlineLvl w:val="1"/>', ""])
def test_what_heads_the_first_rows_as_lines_between_head_the_others_stands_below_the_header(
    tmp_path: Path, style: str, again: bool
) -> None:
    """A plain line does so only where the header comes again with each heading; otherwise it may say anything."""
    header = typed("Action", "Lead", "Due")
    rows = typed("Dredge", "Clerk", "May") + typed("Wall", "Clerk", "June")
    body = paragraph("Sands", style) + header + rows + paragraph("Beach", style) + header * again
    reading = read_body(tmp_path, paragraph("Our plan.") + body + typed("Boards", "Cllr Hay", "July"))
    first, *others = [[each.text for each in row.cells] for row in only_grid(reading).rows]
    headed = bool(style) or again
    assert (texts(reading), first) == (["Our plan."] + ["Sands"] * (not headed), ["Action", "Lead", "Due"])
    assert others == [
        *[["Sands"]] * headed,
        ["Dredge", "Clerk", "May"],
        ["Wall", "Clerk", "June"],
        ["Beach"],
        *[["Action", "Lead", "Due"]] * again,
        ["Boards", "Cllr Hay", "July"],
    ]


def test_a_row_of_two_texts_is_one_among_rows_and_nowhere_else(tmp_path: Path) -> None:
    rows = "".join(typed(f"Action {at}", "Clerk", *["May"] * (at != 3)) for at in range(6))
    reading = read_body(tmp_path, typed("Owner", "Clerk") + rows + typed("Signed", "A. Clerk"))
    assert texts(reading) == ["Owner Clerk", "Signed A. Clerk"]
    grid = only_grid(reading)
    assert [[each.text for each in row.cells] for row in grid.rows] == [
        [f"Action {at}", "Clerk", *["May"] * (at != 3)] for at in range(6)
    ]
    assert not grid.ragged  # what is missing is the last text


def test_tabs_that_only_line_words_up_make_no_table_and_that_is_said(tmp_path: Path) -> None:
    rows = (
        typed("Action", "", "Lead", "Due")
        + typed("Dredge", "Clerk", "May")
        + typed("Put up", "", "", "Cllr Hay", "Jun")
    )
    reading = read_body(tmp_path, rows)
    assert texts(reading) == ["Action Lead Due", "Dredge Clerk May", "Put up Cllr Hay Jun"]
    (problem,) = reading.problems
    assert problem.severity is Severity.WARNING
    assert "“Action Lead Due …” and 2 more lines" in problem.seen


def test_few_lines_with_tabs_stay_text(tmp_path: Path) -> None:
    reading = read_body(tmp_path, typed("Signed", "A. Clerk", "May") + typed("Date", "May", "2026"))
    assert (texts(reading), reading.problems) == (["Signed A. Clerk May", "Date May 2026"], ())
