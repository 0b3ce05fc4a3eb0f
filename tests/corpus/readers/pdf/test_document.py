"""PDFs of several producers, ruled and unruled, turned, nested and damaged: which text stands in which cell."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from corpus.errors import UnreadableFile
from corpus.readers.pdf.document import read
from corpus.readers.pdf.page import Box, Frame, Page, Rule, Word
from corpus.readers.pdf.page_image import render
from corpus.readers.pdf.tables.ruled_tables import merged, ruled_tables
from corpus.readers.pdf.tables.unruled_tables import unruled_tables
from corpus.readers.pdf.typesetting import Typesetter, turned
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Reading, Severity
from tests.pdf_files import show, write_pdf
from tests.places import DATA, SHARED

TABLES = SHARED / "tables"


@cache
def reading(name: str) -> Reading:
    return read(DATA / name, name)


def grids(found: Reading) -> list[Grid]:
    return [part for part in found.parts if isinstance(part, Grid)]


def texts(row: GridRow) -> list[str]:
    return [cell.text for cell in row.cells]


def bullets(cell: Cell) -> list[str]:
    return [block.text for block in cell.blocks if block.kind is BlockKind.BULLET]


def page(*words: Word) -> Page:
    frame = Frame(Box(0, 800, 600, 0), 0)
    return Page(1, "made up", frame, frame, list(words))


def word(text: str, left: float, base: float, size: float = 10, *, glued: bool = False) -> Word:
    box = Box(left, base - 0.8 * size, left + 0.5 * size * len(text), base + 0.2 * size)
    return Word(text, box, size, glued=glued)


def line(text: str, left: float, base: float) -> list[Word]:
    """Words five points a letter wide, and as much between them."""
    words = []
    for piece in text.split():
        words.append(word(piece, left, base))
        left += 5 * (len(piece) + 1)
    return words


def blocks(*lines: list[Word], right: float | None = None, elsewhere: str = "") -> list[Block]:
    words = [piece for row in lines for piece in row]
    setter = Typesetter.of([page(*words, *line(elsewhere, 0, 700))], [])
    return setter.blocks(words, page(*words), right)


# --- ruled tables ----------------------------------------------------------------------------------


def test_sideways_category_spans_its_rows() -> None:
    table = grids(reading("pdf_sideways_nested_footnote.pdf"))[0]
    category = table.rows[1].cells[0]
    assert (category.text, category.column, category.colspan, category.rowspan) == ("Homes for children", 0, 1, 2)
    assert [(cell.column, cell.text) for cell in table.rows[2].cells][:2] == [(1, "ii"), (2, "Reduce moves")]
    assert (table.rows[0].cells[0].text, table.rows[0].cells[0].colspan) == ("Category", 2)


def test_hyphen_at_a_line_end_stays() -> None:
    table = grids(reading("pdf_sideways_nested_footnote.pdf"))[0]
    assert bullets(table.rows[1].cells[3]) == ["Open two homes", "Review of pre-approved providers"]


def test_dash_that_goes_on_a_sentence_is_no_bullet() -> None:
    table = grids(reading("pdf_sideways_nested_footnote.pdf"))[0]
    assert bullets(table.rows[2].cells[3]) == [
        "Moves fell to nine",
        "A review of all the homes and moves – led by staff and children – begins in May",
    ]


def test_nested_table_is_kept_apart_from_the_cells_own_words() -> None:
    cell = grids(reading("pdf_sideways_nested_footnote.pdf"))[0].rows[2].cells[2]
    assert [(block.kind, block.text) for block in cell.blocks] == [
        (BlockKind.PARAGRAPH, "See the targets below:"),
        (BlockKind.NESTED, "2024 | 14 moves; 2025 | 9 moves"),
    ]


def test_footnote_goes_to_the_cell_that_bears_its_mark() -> None:
    cell = grids(reading("pdf_sideways_nested_footnote.pdf"))[0].rows[1].cells[4]
    assert [(block.kind, block.number, block.text) for block in cell.blocks] == [
        (BlockKind.PARAGRAPH, "", "Twelve households approved."),
        (BlockKind.NOTE, "1", "Four of them are kinship carers."),
    ]


def test_table_goes_on_over_a_turned_page() -> None:
    found = reading("pdf_sideways_nested_footnote.pdf")
    assert len(grids(found)) == 1
    header, row = grids(found)[0].rows[3:5]
    assert (header.breaks, header.gap, row.location.page) == (True, False, 2)
    assert texts(row) == ["", "iii", "Listen to children", "Pay young inspectors", "Paid since June."]
    box = row.cells[2].blocks[0].location.box
    assert box is not None
    assert box[3] - box[1] > box[2] - box[0], "shown sideways, the words stand upright"


def test_running_lines_are_dropped_and_kept_aside() -> None:
    found = reading("pdf_sideways_nested_footnote.pdf")
    assert [block.text for block in found.dropped] == [
        "Harbour Council (fictional) Page 1 of 3",
        "Harbour Council (fictional) Page 2 of 3",
    ]


def test_page_that_is_a_picture_is_named() -> None:
    (problem,) = reading("pdf_sideways_nested_footnote.pdf").problems
    assert problem.location.page == 3
    assert "picture" in problem.seen
    assert problem.severity is (Severity.WARNING if "OCR" in problem.done else Severity.ERROR)


def test_bullets_that_are_drawn_shapes_have_levels() -> None:
    actions = grids(reading("pdf_drawn_bullets_two_tables.pdf"))[0].rows[1].cells[2]
    assert [(block.level, block.text) for block in actions.blocks] == [
        (0, "Match in-house carers first"),
        (0, "Report each quarter"),
        (1, "by district"),
        (1, "by age"),
    ]


def test_row_over_three_pages_stays_in_one_grid_with_breaks() -> None:
    table = grids(reading("pdf_drawn_bullets_two_tables.pdf"))[0]
    assert [row.breaks for row in table.rows] == [False, False, False, True, False, True, False]
    meetings = [text for row in table.rows[2:] for cell in row.cells for text in bullets(cell)]
    assert [text.split()[4] for text in meetings] == [str(number) for number in range(1, 19)]


def test_two_tables_with_a_heading_between_are_two_grids() -> None:
    found = reading("pdf_drawn_bullets_two_tables.pdf")
    outline = [part.text if isinstance(part, Block) else texts(part.rows[0]) for part in found.parts]
    assert outline == [
        "Fictional Moor Plan",
        "Actions",
        ["Theme", "Objective", "Actions"],
        "Risks",
        ["Risk", "Owner"],
    ]
    levels = [part.level for part in found.parts if isinstance(part, Block) and part.kind is BlockKind.HEADING]
    assert levels == [1, 2, 2]


def test_crossed_out_words_are_left_out_and_said() -> None:
    found = reading("pdf_drawn_bullets_two_tables.pdf")
    assert texts(grids(found)[1].rows[1]) == ["Costs rise by two per cent", "Director"]
    assert [(problem.severity, "three" in problem.seen) for problem in found.problems] == [(Severity.NOTE, True)]
    assert "three" in [block.text for block in found.dropped]


def test_a_single_cell_that_goes_on_from_the_page_before_stays_in_its_table() -> None:
    def ruled(*words: Word) -> Page:
        sheet = page(*words)
        sheet.level = [Rule(at, 20, 400) for at in (20, 60)]
        sheet.upright = [Rule(at, 20, 60) for at in (20, 120, 400)]
        return sheet

    (whole,), _ = ruled_tables(ruled(*line("Progress", 30, 40), *line("The lease is", 130, 40)))
    rest = ruled(*line("signed.", 130, 40))
    (table,), left = ruled_tables(rest, whole)
    assert ([word.text for cell in table.cells for word in cell.words], left) == (["signed."], [])
    assert ruled_tables(rest)[0] == []


# --- tables without drawn cells --------------------------------------------------------------------


def test_level_lines_only() -> None:
    found = reading("pdf_level_lines_only.pdf")
    (table,) = grids(found)
    assert [texts(row) for row in table.rows] == [
        ["No.", "Objective", "Steps", "Progress so far"],
        ["1. Sufficiency of homes"],
        [
            "1.1",
            "Offer suitable accommodation to every care leaver",
            "The commissioning of efficient accommodation starts",
            "First contract signed",
        ],
        [
            "1.2",
            "Grow fostering",
            "Recruit carers in each of the districts",
            "Commissioning paused; accommodation found for 31 care leavers",
        ],
        ["2. Health"],
        ["2.1", "Assess health in time", "Train staff", "Done"],
    ]
    assert table.rows[1].cells[0].colspan == 4
    assert [problem.seen for problem in found.problems] == ["a table without ruled lines"]


def test_level_lines_between_numerals_make_the_rows_of_centred_cells() -> None:
    def centred(base: float, number: str, *columns: Sequence[str]) -> list[Word]:
        """A row around `base`: each column's lines are centred upon it."""
        words = line(number, 20, base)
        for left, lines in zip((60, 240), columns, strict=True):
            for index, text in enumerate(lines):
                words += line(text, left, base + 12 * (index - (len(lines) - 1) / 2))
        return words

    header = [
        replace(piece, bold=True) for piece in [*line("No", 20, 40), *line("Aim", 60, 40), *line("Steps", 240, 40)]
    ]
    words = [
        *header,
        *centred(
            80,
            "1",
            ["Open a family hub in", "each of the districts"],
            ["Find a building", "Sign the lease", "Hire staff"],
        ),
        *centred(140, "2", ["Train hosts"], ["Map the need", "Hold workshops"]),
        *centred(200, "3", ["Fund a nurse for", "every school"], ["Advertise the post"]),
    ]
    sheet = page(*words)
    sheet.level = [Rule(at, 15, 580) for at in (50, 110, 170, 230)]
    (table,), left = unruled_tables(sheet, words, ())
    assert left == []
    cells = [
        [" ".join(piece.text for piece in cell.words) for cell in table.cells if cell.row == row] for row in (1, 2, 3)
    ]
    assert [row[0] for row in cells] == ["1", "2", "3"]
    assert cells[0][1] == "Open a family hub in each of the districts"
    assert cells[2][1:] == ["Fund a nurse for every school", "Advertise the post"]


def test_no_lines_at_all() -> None:
    found = reading("pdf_no_lines.pdf")
    (table,) = grids(found)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Priority", "Actions", "By", "Update"],
        [
            "1.1 Keep families together where it is safe to do so",
            "Train staff Fund short breaks",
            "June",
            "Staff trained",
        ],
        ["1.2 Find homes nearby", "Open one home", "May", "Home opened in Dale; two children have moved back"],
        ["1.3 Listen", "Meet the council of children", "July", ""],
    ]
    assert bullets(table.rows[1].cells[1]) == ["Train staff", "Fund short breaks"]
    prose = [part.text for part in found.parts if isinstance(part, Block)]
    assert prose[-1].startswith("This sentence stands below the table")


# --- lines of text ---------------------------------------------------------------------------------


def test_word_broken_without_a_hyphen_is_joined_where_it_stands_elsewhere() -> None:
    narrow = line("accommoda", 0, 20), line("tion for all", 0, 32)
    assert [block.text for block in blocks(*narrow, right=50, elsewhere="accommodation")] == ["accommodation for all"]


def test_word_divided_where_neither_part_is_one_is_joined() -> None:
    divided = line("Head of Foster-", 0, 20), line("ing and Homes", 0, 32)
    assert [block.text for block in blocks(*divided, right=80)] == ["Head of Fostering and Homes"]


@pytest.mark.parametrize(("first", "second"), [("long-", "term homes"), ("pre-", "approved carers"), ("in-", "house")])
def test_words_that_have_a_hyphen_keep_it(first: str, second: str) -> None:
    kept = line(f"Find {first}", 0, 20), line(second, 0, 32)
    assert [block.text for block in blocks(*kept, right=50)] == [f"Find {first}{second}"]


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (("Property Ser-", "vices"), "Property Services"),
        (("fully re-", "turned"), "fully returned"),
        (("a long-", "term aim"), "a long-term aim"),
    ],
)
def test_a_document_that_divides_words_divides_them_into_words_too(pieces: tuple[str, str], whole: str) -> None:
    other = [*line("the jour-", 0, 20), *line("neys of a Depart-", 0, 32), *line("ment", 0, 44)]
    setter = Typesetter.of([page(*other)], [other])
    words = [*line(pieces[0], 0, 20), *line(pieces[1], 0, 32)]
    assert [block.text for block in setter.blocks(words, page(*words), 80)] == [whole]


def test_a_whole_word_that_fills_a_narrow_column_stays_one() -> None:
    narrow = line("emotional", 0, 20), line("wellbeing", 0, 32)
    assert [block.text for block in blocks(*narrow, right=46)] == ["emotional wellbeing"]


def test_a_word_with_a_hyphen_that_fills_a_narrow_column_stays_one() -> None:
    narrow = line("Dementia-friendly", 0, 20), line("high streets", 0, 32)
    assert [block.text for block in blocks(*narrow, right=87)] == ["Dementia-friendly high streets"]
    cut = line("Self-asse", 0, 20), line("ssment", 0, 32)
    assert [block.text for block in blocks(*cut, right=46)] == ["Self-assessment"]


def test_two_short_words_below_each_other_stay_two() -> None:
    assert [block.text for block in blocks(line("Homes", 0, 20), line("nearby", 0, 32), right=30)] == ["Homes nearby"]


def test_roman_numeral_broken_in_a_narrow_column_is_whole() -> None:
    assert [block.text for block in blocks(line("ii", 0, 20), line("i", 0, 32), right=11)] == ["iii"]


def test_line_break_that_was_meant_begins_a_block() -> None:
    found = blocks(line("Head of service", 0, 20), line("Fostering", 0, 32), right=300)
    assert [block.text for block in found] == ["Head of service", "Fostering"]


def test_numbered_list_gives_bullets_with_numbers() -> None:
    found = blocks(line("1. Train staff", 0, 20), line("2. Meet children", 0, 32), right=100)
    assert [(block.kind, block.number, block.text) for block in found] == [
        (BlockKind.BULLET, "1.", "Train staff"),
        (BlockKind.BULLET, "2.", "Meet children"),
    ]


def test_clauses_that_count_on_begin_paragraphs_though_their_lines_are_full() -> None:
    first = line("2.1 A manager replies to the child", 0, 20)
    found = blocks(first, line("2.2 Stage two begins with a letter", 0, 32), line("3.5 beds", 0, 44), right=170)
    assert [block.text for block in found] == [
        "2.1 A manager replies to the child",
        "2.2 Stage two begins with a letter 3.5 beds",
    ]


def test_lines_far_apart_are_paragraphs_though_most_are_single_lines() -> None:
    wrapped = [line(text, 0, 20 + 12 * index) for index, text in enumerate(("A home for",) + 5 * ("every child",))]
    single = [line(f"Note {index} is full", 0, 120 + 18 * index) for index in range(9)]
    words = [word for row in (*wrapped, *single) for word in row]
    found = Typesetter.of([page(*words)], [words]).blocks(words, page(*words), right=70)
    assert [block.text for block in found] == [
        "A home for " + " ".join(5 * ["every child"]),
        *(f"Note {index} is full" for index in range(9)),
    ]


def test_a_text_that_fills_its_shaded_box_goes_on_however_wide_the_page_is() -> None:
    words = [*line("Fit a toilet that", 50, 100), *line("is free. Ask for", 50, 112), *line("Keys here.", 50, 124)]
    words += line("Ann", 50, 136) + line("Ben", 50, 148)
    beside = replace(page(*words), grounds=[Box(40, 80, 145, 160)])
    setter = Typesetter.of([beside], [words])
    assert [block.text for block in setter.blocks(words, beside, right=550)] == [
        "Fit a toilet that is free. Ask for Keys here.",
        "Ann",
        "Ben",
    ]


def test_single_numeral_stays_in_the_text() -> None:
    found = blocks(line("1.1 Train staff", 0, 20), right=100)
    assert [(block.kind, block.text) for block in found] == [(BlockKind.PARAGRAPH, "1.1 Train staff")]


def test_pieces_of_one_word_are_put_together() -> None:
    pieces = [word("25", 0, 20), word("th", 10, 16, 6, glued=True), word("March", 24, 20)]
    assert [block.text for block in blocks(pieces)] == ["25th March"]


# --- geometry --------------------------------------------------------------------------------------


@pytest.mark.parametrize("turns", range(4))
def test_a_box_turned_and_turned_back_is_the_same(turns: int) -> None:
    frame = Frame(Box(10, 800, 600, 5), turns)
    assert frame.back(frame.box(50, 100, 90, 130)) == (50, 100, 90, 130)
    box = Box(1, 2, 30, 40)
    assert turned(turned(box, turns), -turns % 4) == box


def test_lines_that_go_on_from_one_another_are_one() -> None:
    assert merged([Rule(100, 0, 50), Rule(100.5, 50.2, 90), Rule(140, 0, 50)]) == [
        Rule(100.25, 0, 90),
        Rule(140, 0, 50),
    ]


# --- files that can't be read ----------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"no PDF at all", b"%PDF-1.7\n1 0 obj\n<<"])
def test_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "damaged.pdf").write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"June plan\.pdf .*damaged"):
        read(tmp_path / "damaged.pdf", "June plan.pdf")


@pytest.mark.skipif(not TABLES.exists(), reason="the sample files in other formats aren't here")
def test_password_is_named_and_an_owners_password_is_no_hindrance() -> None:
    with pytest.raises(UnreadableFile, match="password"):
        read(TABLES / "bad_encrypted_user.pdf", "plan.pdf")
    assert grids(read(TABLES / "ok_encrypted_ownerpw_only.pdf", "plan.pdf"))


@pytest.mark.skipif(not TABLES.exists(), reason="the sample files in other formats aren't here")
@pytest.mark.skipif(shutil.which("tesseract") is not None, reason="tesseract reads the page")
def test_nothing_is_joined_across_a_page_that_is_a_picture() -> None:
    rows = grids(read(TABLES / "plan_scanned_page3.pdf", "plan.pdf"))[0].rows
    assert [(row.location.page, row.cells[0].text) for row in rows if row.gap] == [(4, "Category/ service"), (4, "")]


@pytest.mark.skipif(not TABLES.exists(), reason="the sample files in other formats aren't here")
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract isn't installed")
def test_words_from_a_picture_are_marked() -> None:
    rows = grids(read(TABLES / "plan_scanned_page3.pdf", "plan.pdf"))[0].rows
    scanned = [block for row in rows if row.location.page == 3 for cell in row.cells for block in cell.blocks]
    assert any("Youth Custody Service" in block.text for block in scanned)
    assert all(block.guessed for block in scanned)


# --- the page's picture ----------------------------------------------------------------------------


def test_picture_marks_the_box_and_nothing_else() -> None:
    name = "pdf_sideways_nested_footnote.pdf"
    box = grids(reading(name))[0].rows[4].cells[2].blocks[0].location.box
    assert box is not None
    plain, marked = (Image.open(io.BytesIO(render(DATA / name, 2, boxes, scale=1))) for boxes in ([], [box]))
    changed = ImageChops.difference(plain, marked).getbbox()
    assert changed is not None
    assert [abs(one - other) <= 3 for one, other in zip(changed, box, strict=True)] == [True] * 4
    darkest, _ = plain.crop(changed).convert("L").getextrema()
    assert isinstance(darkest, int)
    assert darkest < 100, "the box lies on the words"


def test_codes_begin_rows_where_no_line_is_drawn() -> None:
    header = [
        replace(piece, bold=True)
        for label, left in (("Theme", 20), ("Code", 150), ("Action", 220), ("Measure", 400))
        for piece in line(label, left, 40)
    ]
    rows = [
        word
        for base, texts in (
            (60, ("Homes", "CS1.1", "Open a hub for all", "Ten hubs")),
            (72, ("", "", "families nearby", "")),
            (84, ("", "CS1.2", "Hire staff", "Two posts")),
            (96, ("Health", "CS2.1", "Fund a nurse", "One post")),
        )
        for text, left in zip(texts, (20, 150, 220, 400), strict=True)
        for word in line(text, left, base)
    ]
    ((table,), left) = unruled_tables(page(*header, *rows), [*header, *rows], ())
    assert left == []
    actions = [" ".join(word.text for word in cell.words) for cell in table.cells if cell.row and cell.box.left > 200]
    assert actions[::2] == ["Open a hub for all families nearby", "Hire staff", "Fund a nurse"]


def test_a_heading_over_a_level_line_is_not_the_header_below_it() -> None:
    heading = [replace(piece, bold=True) for piece in (*line("1", 20, 20), *line("Family hubs", 50, 20))]
    header = [
        replace(piece, bold=True)
        for label, left in (("Ref", 20), ("Action", 70), ("Lead", 250), ("Progress", 350))
        for piece in line(label, left, 50)
    ]
    rows = [
        word
        for base, texts in ((65, ("1.1", "Open a hub", "ICB", "Done")), (80, ("1.2", "Hire staff", "DCS", "Late")))
        for text, left in zip(texts, (20, 70, 250, 350), strict=True)
        for word in line(text, left, base)
    ]
    sheet = page(*heading, *header, *rows)
    sheet.level = [Rule(at, 15, 580) for at in (40, 54, 69, 84)]
    (table,), left = unruled_tables(sheet, sheet.words, ())
    assert [word.text for word in left] == ["1", "Family", "hubs"]
    assert [" ".join(word.text for word in cell.words) for cell in table.cells if cell.row == 1] == [
        "1.1",
        "Open a hub",
        "ICB",
        "Done",
    ]


# --- pages and letters -----------------------------------------------------------------------------


def drawn(content: str, path: Path) -> Reading:
    """What is read from a landscape page whose size is given for all pages at once, as FPDF does."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 842 595]>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, start=1))
    path.write_text(f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF", encoding="ascii")
    return read(path, path.name)


def test_a_page_is_as_large_as_all_pages_are_said_to_be(tmp_path: Path) -> None:
    found = drawn("BT /F 12 Tf 1 0 0 1 50 560 Tm (Left) Tj 1 0 0 1 750 560 Tm (Right) Tj ET", tmp_path / "wide.pdf")
    assert [part.text for part in found.parts if isinstance(part, Block)] == ["Left Right"]
    (block,) = (part for part in found.parts if isinstance(part, Block))
    assert block.location.box is not None
    assert block.location.box[1] < 40
    assert block.location.box[2] > 750


def test_letters_set_one_by_one_up_the_page_are_words(tmp_path: Path) -> None:
    widths = {"G": 9.3, "o": 6.7, "t": 3.3, "h": 6.7, "e": 6.7, "r": 4, " ": 3.4}
    letters, up = "", 300.0
    for letter in "Go there":
        letters += f"0 1 -1 0 100 {up:.1f} Tm ({letter}) Tj " if letter != " " else ""
        up += widths[letter]
    level = "1 0 0 1 50 560 Tm (More words stand level than upright on this page) Tj"
    found = drawn(f"BT /F 12 Tf {level} {letters}ET", tmp_path / "upright.pdf")
    assert "Go there" in [part.text for part in found.parts if isinstance(part, Block)]


# --- narrow cells ----------------------------------------------------------------------------------


def test_a_word_broken_each_time_in_a_narrow_column_is_whole() -> None:
    found = blocks(
        line("neurodevelopme", 0, 100), line("ntal pathway", 0, 112), right=71, elsewhere="neurodevelopme ntal"
    )
    assert [block.text for block in found] == ["neurodevelopmental pathway"]


def test_two_words_of_a_narrow_column_stay_two() -> None:
    found = blocks(line("assessments", 0, 100), line("pathway open", 0, 112), right=57)
    assert [block.text for block in found] == ["assessments pathway open"]


def test_rings_typed_as_the_letter_o_are_bullets() -> None:
    found = blocks(
        line("o 19 of 174 sites", 0, 100), line("o Paused while the", 0, 112), line("regulator asks", 0, 124)
    )
    assert [(block.text, block.kind) for block in found] == [
        ("19 of 174 sites", BlockKind.BULLET),
        ("Paused while the regulator asks", BlockKind.BULLET),
    ]


def test_a_header_of_two_lines_that_is_repeated_on_each_page_is_no_running_line(tmp_path: Path) -> None:
    pages = []
    for number in (1, 2, 3):
        body = show("Action", 60, 790, font="F2") + show("Time", 300, 790, font="F2")
        body += (
            show("Start", 260, 770, font="F2") + show("Finish", 340, 770, font="F2") + show("Lead", 430, 770, font="F2")
        )
        for at, base in enumerate((740, 700)):
            texts = (f"Open hub {number}{at}", "May 2031", "June 2031", "Homes")
            body += "".join(show(text, left, base) for text, left in zip(texts, (60, 260, 340, 430), strict=True))
        pages.append(body)
    found = read(write_pdf(tmp_path / "plan.pdf", *pages), "plan.pdf")
    assert found.dropped == ()
    (grid,) = [part for part in found.parts if isinstance(part, Grid)]
    assert [row.cells[0].text for row in grid.rows if row.cells[0].text.startswith("Open")] == [
        f"Open hub {number}{at}" for number in (1, 2, 3) for at in (0, 1)
    ]


def test_numbered_headings_that_pages_begin_with_are_no_running_lines(tmp_path: Path) -> None:
    pages = []
    for first in (1, 3, 5):
        body = show("Plan of Fenwick (fictional)", 60, 815)
        for at, number in enumerate((first, first + 1)):
            body += show(f"Recommendation {number}", 60, 780 - 200 * at, 13, font="F2")
            body += show(f"That the council opens hub {number} in the library by spring.", 60, 755 - 200 * at)
        pages.append(body)
    found = read(write_pdf(tmp_path / "plan.pdf", *pages), "plan.pdf")
    said = [part.text for part in found.parts if isinstance(part, Block)]
    assert [text for text in said if text.startswith("Recommendation")] == [f"Recommendation {n}" for n in range(1, 7)]
    assert [block.text for block in found.dropped] == ["Plan of Fenwick (fictional)"] * 3
