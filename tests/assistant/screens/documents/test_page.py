"""The page Documents without the app: the glossary and the feedback as tables and as a file."""

from __future__ import annotations

import csv
import html
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from assistant.answers.answer import Status
from assistant.screens.documents.feedback_list import (
    DEALT_WITH,
    OPEN,
    USEFUL,
    counted,
    feedback_csv,
    feedback_html,
    of_kind,
)
from assistant.screens.documents.glossary import glossary_html
from assistant.screens.server.service import Service
from assistant.settings import Settings
from assistant.store.feedback import Feedback
from corpus.glossary import Entry, Glossary, mine
from corpus.records import Citation, Document

HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) <img src="http://evil.example/y">'
CITED = Citation("Plan", "2023-24", "1.i", "1 Homes", "i Carers", "Progress", 2, "12 carers joined", "plan.txt", line=4)
GIVEN = Feedback(
    "turn-1",
    datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    False,
    "=HYPERLINK()",
    "How many carers?",
    Status.ANSWERED,
    (CITED,),
    "build-7",
)


def test_the_glossary_says_where_each_meaning_is_from(sample_document: Document) -> None:
    glossary = mine(sample_document.rows)
    added = Entry("SGO", "Special Guardianship Order", None)
    shown = glossary_html(Glossary((*glossary.entries, added)))
    assert f"{len(glossary.entries) + 1} meanings" in shown
    assert shown.count("browse&#63;plan") == 2 * len(glossary.entries)
    assert shown.count("Added by staff") == 1


def test_feedback_is_shown_with_its_verdict_reason_and_sources() -> None:
    shown = feedback_html(GIVEN)
    assert "How many carers" in shown
    assert "HYPERLINK" in shown
    assert "row&#61;1&#46;i" in shown
    assert "The question was refused" in feedback_html(replace(GIVEN, status=None))


def test_feedback_is_to_be_dealt_with_until_it_is_marked_unless_the_answer_was_useful() -> None:
    useful = replace(GIVEN, turn="turn-2", useful=True)
    dealt = replace(GIVEN, turn="turn-3", dealt_with=GIVEN.given + timedelta(1))
    every = [GIVEN, useful, dealt]
    assert [of_kind(every, kind) for kind in (OPEN, USEFUL, DEALT_WITH)] == [[GIVEN], [useful], [dealt]]
    assert counted(every) == "3 answers: 1 to deal with, 1 dealt with, 1 found useful."
    assert "dealt with on 21 November 2026" in html.unescape(feedback_html(dealt))


def test_feedback_taken_away_starts_no_formula() -> None:
    (entry,) = csv.DictReader(io.StringIO(feedback_csv([GIVEN]).decode("utf-8-sig")))
    assert entry["Question"] == "How many carers?"
    assert entry["Found useful"] == "No"
    assert entry["Why"].endswith("=HYPERLINK()")
    assert not entry["Why"].startswith("=")
    assert entry["Sources of the answer"] == CITED.label
    assert entry["Build"] == "build-7"


def test_hostile_words_are_shown_as_text() -> None:
    given = replace(GIVEN, question=HOSTILE, why=HOSTILE, citations=(replace(CITED, category=HOSTILE, plan=HOSTILE),))
    for shown in (feedback_html(given), glossary_html(Glossary((Entry(HOSTILE, HOSTILE, None),)))):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "![" not in shown


# --- before anything is in -------------------------------------------------------------------------


def documents_page(service: object) -> None:
    from assistant.screens.documents import page as documents

    documents.draw(service)  # type: ignore[arg-type]


def drawn(folder: Path) -> AppTest:
    service = Service(Settings(documents=folder / "documents", index=folder / "index"))
    page = AppTest.from_function(documents_page, kwargs={"service": service}).run()
    assert not page.exception
    return page


def test_an_empty_folder_offers_nothing_to_read_and_claims_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    page = drawn(tmp_path)
    assert [heading.value for heading in page.header] == ["Documents in use"]
    assert page.button == []
    assert "Open “Add files” above" in page.info[0].value


def test_a_file_in_the_folder_is_offered_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plan.txt").write_text("A fictional plan")
    page = drawn(tmp_path)
    assert [button.label for button in page.button] == ["Read the documents"]
    assert "Not read yet&#58; plan&#46;txt&#46;" in page.warning[0].value
