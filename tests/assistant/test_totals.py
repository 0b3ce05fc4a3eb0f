"""Rows that only add up others: read as totals once, shown and quoted with their table, and in no list or count."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.api.shapes import documents as shapes
from assistant.briefing.brief import told_in_all
from assistant.briefing.subject import Subject
from assistant.cli.printing import document_lines
from assistant.screens.changes.cards import figures_html
from assistant.screens.parts.rows import rows_words
from assistant.tracking.change_words import shown_references
from assistant.tracking.changes import RowStatus, compare
from assistant.tracking.timeline import dated
from corpus.library import read_document
from corpus.records import Document, Doubt, Row, RowKind
from tests.word_index import WordIndex

TODAY = date(2025, 9, 1)
PLAN = "Hollin Bridges Strategy"
TABLE = """Theme,Action,Lead,Budget,Due,Status
Spans,Mend the north arch,Ann Hall,"£120,000",March 2024,On track
Spans,Paint the girders,Ben Moss,"£30,000",May 2026,Complete
Spans,Spans sub-total,,"£150,000",,
Lights,Light the piers,Cat Lee,"£8,000",June 2026,Delayed
Lights,Renew the lamps,Dan Roe,"£22,000",July 2026,On track
Lights,Lights sub-total,,"£30,000",,
,Grand total,,"£180,000",March 2024,
"""
ACTIONS = ["Mend the north arch", "Paint the girders", "Light the piers", "Renew the lamps"]
TOTALS = ["Spans sub-total", "Lights sub-total", "Grand total"]


def read(folder: Path, text: str, update: str) -> Document:
    path = folder / f"{PLAN} {update}.csv"
    path.write_text(text, encoding="utf-8")
    return read_document(path, path.name)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return read(tmp_path, TABLE, "2025-26")


@pytest.fixture
def assistant(document: Document) -> Assistant:
    return Assistant(WordIndex([document]))


def of(document: Document, kind: RowKind) -> list[Row]:
    return [row for row in document.rows if row.kind is kind]


def test_totals_are_told_from_rows_and_are_no_doubt(document: Document) -> None:
    assert [row.priority.title for row in of(document, RowKind.ROW)] == ACTIONS
    assert [row.priority.title for row in of(document, RowKind.TOTAL)] == TOTALS
    assert {row.doubt for row in document.rows} == {Doubt.NONE}
    assert [row.reference for row in document.rows] == ["1.1", "1.2", "1.total", "2.1", "2.2", "2.total", "total"]


def test_a_total_is_shown_where_its_table_is(document: Document) -> None:
    printed = "\n".join(document_lines(document))
    assert "=     Spans sub-total" in printed
    assert printed.index("Paint the girders") < printed.index("Spans sub-total") < printed.index("Light the piers")
    kinds = {row.priority: row.kind for row in shapes.Document.of(document).rows}
    assert kinds["Grand total"] == "total"
    assert kinds["Light the piers"] == "row"
    assert rows_words(document.rows) == "4 rows and 3 totals"


def test_a_total_stands_in_no_overview_list_or_timeline(assistant: Assistant) -> None:
    (plan,) = assistant.plans()
    assert [fact.row.priority.title for fact in assistant.lineage.facts(TODAY)] == ACTIONS
    assert {watched.row.priority.title for watched in assistant.lineage.watch_list(plan, TODAY)} == {ACTIONS[0]}
    assert [each.row.priority.title for each in dated(plan.latest.rows)] == ACTIONS


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("how many actions are there", "4 priorities"),
        ("list the actions under Spans", "2 priorities"),
        ("what is the total budget", "£180,000"),
        ("which action has the biggest budget", "£120,000"),
        ("which actions have no lead", "Nothing"),
    ],
)
def test_a_total_counts_in_no_answer_about_rows(assistant: Assistant, question: str, says: str) -> None:
    answer = assistant.ask(question)
    assert says in answer.text
    assert not any("total" in citation.priority for citation in answer.citations)


def test_a_total_is_found_and_quoted_by_its_name(assistant: Assistant) -> None:
    asked = assistant.ask("what is the Spans sub-total").citations
    assert [(each.priority, each.quote) for each in asked] == [("Spans sub-total", "£150,000")]
    found = [(hit.citation.priority, hit.citation.quote) for hit in assistant.search("the grand total")]
    assert ("Grand total", "£180,000") in found


def test_a_briefing_has_the_totals_below_the_priorities_that_it_tells(assistant: Assistant) -> None:
    briefing = assistant.briefer(TODAY).brief(Subject(plan=PLAN, category="Spans"))
    assert told_in_all(briefing) == "2 priorities and 1 total"
    assert "£150,000" in [line.citation.quote for line in briefing.lines]
    (total,) = [each for each in briefing.rows if each.row.kind is RowKind.TOTAL]
    assert (total.missing, total.stage) == ((), None)


def test_a_total_that_changes_is_a_change_of_its_table_and_no_new_priority(tmp_path: Path) -> None:
    old = read(tmp_path, TABLE[: TABLE.index(",Grand total")], "2024-25")
    new = read(tmp_path, TABLE.replace("150,000", "160,000"), "2025-26")
    changes = {change.new_title: change for change in compare(old.rows, new.rows)}
    assert changes["Spans sub-total"].status == (RowStatus.CHANGED,)
    assert shown_references(changes["Spans sub-total"]) == ""
    assistant = Assistant(WordIndex([old, new]))
    assert "<h2>Rows and totals</h2>" in figures_html(assistant.comparison())
    answer = assistant.ask("which actions are new since 2024-25")
    assert not any("total" in citation.priority.lower() for citation in answer.citations)


def test_a_row_becomes_a_total_between_updates_that_are_read_otherwise(document: Document) -> None:
    """As where an index has a row from before that is told as a total now."""
    before = [Row(row.reference, row.path, row.columns, row.location) for row in document.rows]
    assert {change.status for change in compare(before, document.rows)} == {(RowStatus.UNCHANGED,)}
