"""What is taken away: quotes, citations and origin stand in it; nothing in it runs or breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from docx import Document as open_word
from docx.document import Document as WordDocument

from assistant import Answer, Claim, Status
from assistant.exports.csv_file import changes_csv, csv_content, defused, quotes_csv
from assistant.exports.quoted import Origin, quotes_of_answer, quotes_of_rows
from assistant.exports.word import changes_word, quotes_word
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.lineage import Comparison, Lineage
from corpus.records import Column, Item, Location, Row
from tests.fictional.two_updates import library, table

DAY = date(2026, 11, 22)
LIBRARY = library()
ORIGIN = Origin.of(LIBRARY, "20261122T010203-abcdef", DAY)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    plan = LIBRARY.plans[0]
    return Lineage(LIBRARY).comparison(plan, *plan.updates)


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def word(content: bytes) -> WordDocument:
    return open_word(io.BytesIO(content))


def cells(document: WordDocument) -> Iterator[list[str]]:
    for table_ in document.tables:
        for row in table_.rows:
            yield [cell.text for cell in row.cells]


def headings(document: WordDocument, level: str = "") -> list[str]:
    """The texts of the file's headings, of one level or of all."""
    styled = ((paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in document.paragraphs)
    return [text for style, text in styled if (style or "").startswith(f"Heading {level}".strip())]


def row_with(text: str) -> Row:
    first = table("new")[0]
    return replace(first, columns=(Column("Commentary", (Item(text, (Location("f.docx", page=3),)),)),))


# --- CSV -------------------------------------------------------------------------------------------


BLANK = (" ", "\n", "\r", "\t", "\n\r\t ", "\u00a0", "\u2003", "\u3000", "\u200b", "\ufeff", "\u202e", "\x00", "\x0b")


@pytest.mark.parametrize("before", ["", *BLANK])
@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-5%", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠A1", "﹢1", "﹣1"])
def test_what_a_spreadsheet_would_run_is_defused(before: str, cell: str) -> None:
    assert defused(before + cell) == f"'{before}{cell}"


def test_a_cell_that_begins_with_a_control_character_is_defused() -> None:
    assert defused("\ttext") == "'\ttext"


@pytest.mark.parametrize("cell", ["", " ", "1.i", "Placements – in-house", "– 2", "a = b", "£5 - £6", "½ = 1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert defused(cell) == cell


def test_excel_recognises_utf_8_and_cells_may_hold_anything() -> None:
    content = csv_content(("One", "Two"), [('"quoted", with a comma', "two\nlines – £")])
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines(content) == [{"One": '"quoted", with a comma', "Two": "two\nlines – £"}]


def test_a_hostile_item_is_a_text_in_the_file() -> None:
    row = row_with('=HYPERLINK("http://evil.example","x")')
    assert lines(quotes_csv(quotes_of_rows([row]), ORIGIN))[0]["Quote"].startswith("'=HYPERLINK")


def test_each_quote_has_its_citation_and_origin() -> None:
    row = table("new")[0]
    written = lines(quotes_csv(quotes_of_rows([row]), ORIGIN))
    items = [item.text for column in row.columns for item in column.items]
    assert [line["Quote"] for line in written] == items
    first = written[0]
    assert (first["Row"], first["Column"], first["Item"], first["Page"]) == ("1.1", "Key actions", "1", "1")
    assert (first["Update"], first["Exported on"], first["Index"]) == (
        "September 2025",
        "2026-11-22",
        ORIGIN.generation,
    )


def test_every_item_of_a_comparison_is_a_line(comparison: Comparison) -> None:
    written = lines(changes_csv(comparison, comparison.changes, ORIGIN))
    assert len(written) == sum(len(change.items) for change in comparison.changes)
    reworded = next(line for line in written if line["Item became"] == "Reworded")
    item = next(item for change in comparison.changes for item in change.items if item.kind is ItemKind.REWORDED)
    assert item.old
    assert item.new
    assert (reworded["Older text"], reworded["Newer text"]) == (item.old.text, item.new.text)
    assert (reworded["Older update"], reworded["Newer update"]) == ("March 2025", "September 2025")
    assert "fictional.docx, page 1" in reworded["Newer place"]
    moved = [line for line in written if line["Item became"].startswith("Moved")]
    assert {bool(line["Older text"]) for line in moved} == {True, False}


def test_a_row_without_items_is_not_lost(comparison: Comparison) -> None:
    bare = replace(comparison.changes[0], items=())
    written = lines(changes_csv(comparison, [bare], ORIGIN))
    assert [(line["Row"], line["Column"]) for line in written] == [("1.1", "")]


# --- Word ------------------------------------------------------------------------------------------


def test_a_word_file_of_changes_has_old_and_new_side_by_side(comparison: Comparison) -> None:
    document = word(changes_word(comparison, comparison.changes, ORIGIN))
    assert "2.3 → 2.1 " + next(c.new_title or "" for c in comparison.changes if c.new_reference == "2.1") in headings(
        document, "2"
    )
    item = next(item for change in comparison.changes for item in change.items if item.kind is ItemKind.REWORDED)
    assert item.old
    assert item.new
    row = next(row for row in cells(document) if item.old.text in row[1])
    assert row[0].startswith("Reworded")
    assert item.new.text in row[2]


def test_differing_words_are_struck_and_underlined(comparison: Comparison) -> None:
    document = word(changes_word(comparison, comparison.changes, ORIGIN))
    item = next(item for change in comparison.changes for item in change.items if item.kind is ItemKind.REWORDED)
    assert item.old
    assert item.new
    runs = [
        run
        for table_ in document.tables
        for row in table_.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
    ]
    struck = {run.text for run in runs if run.font.strike}
    underlined = {run.text for run in runs if run.underline}
    assert {item.old.text[start:end] for start, end in item.old_differs} <= struck
    assert {item.new.text[start:end] for start, end in item.new_differs} <= underlined


def test_a_retitled_row_shows_both_titles(comparison: Comparison) -> None:
    change = next(change for change in comparison.changes if change.new_reference == "1.2")
    document = word(changes_word(comparison, [change], ORIGIN))
    assert ["Retitled", change.old_title, change.new_title] in list(cells(document))


def test_a_word_file_says_where_it_comes_from(comparison: Comparison) -> None:
    said = "\n".join(p.text for p in word(changes_word(comparison, [], ORIGIN, "Only: new rows.")).paragraphs)
    assert "Taken from the documents on 22 November 2026." in said
    assert "Document: fictional March 2025.docx" in said
    assert "Only: new rows." in said


def test_an_answer_is_taken_away_with_its_question_quotes_and_places() -> None:
    row = table("new")[0]
    quotes = [quoted.citation for quoted in quotes_of_rows([row])]
    answer = Answer(Status.ANSWERED, "", (Claim(quotes[0].quote, (quotes[0], quotes[1])),), tuple(quotes[:2]))
    document = word(quotes_word("Who is the champion?", ["Quoted exactly"], quotes_of_answer(answer), ORIGIN))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Who is the champion?"
    assert f"“{quotes[0].quote}”" in texts
    assert f"{quotes[1].label}. {quotes[1].place}" in texts


def test_headings_stand_once_above_the_quotes_that_they_hold() -> None:
    rows = table("new")[:2]
    document = word(quotes_word("Two rows", [], quotes_of_rows(rows), ORIGIN))
    found = headings(document)
    assert found.count(rows[0].category.label) == 1
    assert [found.count(row.priority.label) for row in rows] == [1, 1]
    assert found.count("Key actions") == 2


def test_characters_that_no_word_file_can_hold_are_marked() -> None:
    document = word(quotes_word("Odd", [], quotes_of_rows([row_with("a\x00b\x0bc")]), ORIGIN))
    assert "“a\ufffdb\ufffdc”" in [paragraph.text for paragraph in document.paragraphs]
