"""The watch list as a Word file: what is late first, everything told, and short enough for a committee."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from docx import Document as open_word
from docx.document import Document as WordDocument

from assistant.exports.quoted import Origin
from assistant.exports.watch_word import watch_word
from assistant.screens.watch.cards import CONCERNS
from assistant.tracking.status_words import StatusMeanings
from assistant.tracking.watch import Concern, Watched, watch_list
from corpus.records import Document, Plan, Update
from tests import fictional_statuses as four

ORIGIN = Origin("generation-1", date(2026, 6, 15), ())
LINE = 4.3  # mm: a line of 9 points in a table, its border included
WIDE = 1.75  # mm: a character of 9 points, on average and rounded up
HIGH = 165.0  # mm of A4 landscape between its margins


def made(watched: tuple[Watched, ...], plan: Plan) -> WordDocument:
    lead = [f"As of today, 15 June 2026, from the {plan.latest.name} update."]
    return open_word(io.BytesIO(watch_word(f"Watch list: {plan.name}", lead, watched, CONCERNS, ORIGIN)))


def pages(file: WordDocument) -> float:
    """How many pages its tables and paragraphs take at most."""
    lines = 2.0 * len(file.paragraphs)
    for table in file.tables:
        widths = [(column.width or 0) / 36_000 for column in table.columns]
        for row in table.rows:
            cells = zip(row.cells, widths, strict=True)
            lines += max(-(-len(cell.text) * WIDE // (width - 4)) for cell, width in cells)
    return lines * LINE / HIGH


def test_the_sample_carried_over_whole_takes_at_most_four_pages(sample_document: Document) -> None:
    earlier = [replace(row, update="2022-23") for row in sample_document.rows]
    before = replace(sample_document, update="2022-23", rows=tuple(earlier))
    plan = Plan(sample_document.plan, (Update("2022-23", before), Update("2023-24", sample_document)))
    watched = watch_list(plan, date(2026, 6, 15))
    assert len(watched) > 120
    file = made(watched, plan)
    assert pages(file) <= 4
    headings = [each.text for each in file.paragraphs if each.style and each.style.name == "Heading 1"]
    assert headings[0].startswith("Dates in the text that have passed")
    assert headings[-1].startswith("Carried over word for word")
    carried = sum(entry.concern is Concern.CARRIED_OVER for entry in watched)
    counts = [row.cells[2].text.split(", word for word")[0] for row in file.tables[-1].rows[1:]]
    assert sum(int(part.rsplit(": ", 1)[1]) for told in counts for part in told.split(", ")) == carried


def test_what_is_overdue_comes_first_with_its_status_and_place() -> None:
    plan = four.plans()[0]
    file = made(watch_list(plan, four.TODAY, StatusMeanings.of(four.plans())), plan)
    assert file.paragraphs[0].text == "Watch list: Homes Plan"
    assert "2026-27 update" in file.paragraphs[1].text
    first = [cell.text for cell in file.tables[0].rows[1].cells]
    assert first == [
        "H1",
        "Action H1",
        "It was due by 31 March 2026. Status: “Delayed”. “March 2026” (Due, Homes Plan.csv, line 2)",
    ]
    assert any("Taken from the documents on 15 June 2026." in each.text for each in file.paragraphs)


def test_of_a_long_text_the_words_around_its_date_are_told(sample_document: Document) -> None:
    plan = Plan(sample_document.plan, (Update("2023-24", sample_document),))
    passed = [each for each in watch_list(plan, date(2026, 6, 15)) if each.concern is Concern.DATE_PASSED]
    rows = made(tuple(passed), plan).tables[0].rows[1:]
    for entry, row in zip(passed, rows, strict=True):
        assert entry.named is not None
        assert entry.named.text in row.cells[2].text.partition("“")[2]
        assert len(row.cells[2].text) < 420
