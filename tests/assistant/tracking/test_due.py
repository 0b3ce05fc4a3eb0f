"""Overdue, done, open and due soon: by a row's own date and status, the same wherever they are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.rows.listed import answer_query
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from assistant.tracking.due import RowState, Stage, due_day, soon, state_of, states
from assistant.tracking.status_words import Progress, StatusMeanings
from assistant.tracking.watch import Concern, watch_list
from corpus.records import Column, Document, Heading, Item, Location, Meaning, Plan, Row, Update, ValueKind
from tests import fictional_statuses as four

HERE = Location("plan.csv", line=2)


def of(stage: Stage) -> list[str]:
    found = states(four.rows(), four.TODAY, StatusMeanings.of(four.plans()))
    return [each.row.reference for each in found if each.stage is stage]


def test_four_plans_with_different_status_words() -> None:
    assert of(Stage.LATE) == four.LATE
    assert of(Stage.PASSED) == four.UNCLEAR_AND_PASSED
    assert of(Stage.SOON) == four.SOON
    assert of(Stage.DONE) == four.DONE
    assert of(Stage.UNDATED) == ["H5"]


def asked(question: str) -> tuple[list[str], str]:
    schema = Schema(four.plans(), four.rows(), StatusMeanings.of(four.plans()))
    answer = answer_query(parse(question, schema, today=four.TODAY), four.rows())
    return list(dict.fromkeys(citation.reference for citation in answer.citations)), answer.summary


def test_questions_are_answered_with_the_same_rows() -> None:
    late, said = asked("What is overdue?")
    assert late == four.LATE
    assert "The status of 1 more, with a date that has passed, isn’t clear: “Blue”." in said
    assert "2 of these state no status." in said
    assert asked("What is due soon?")[0] == four.SOON
    done, said = asked("Which actions are complete?")
    assert done == four.DONE
    assert "The status of 2 more isn’t clear: “Blue”; “Green”." in said
    assert "4 more state no status." in said


def test_a_plan_with_overdue_as_a_status_word_changes_nothing() -> None:
    rows = list(four.rows())
    status = next(column for column in rows[0].columns if column.meaning is Meaning.STATUS)
    said = replace(status, items=(replace(status.items[0], text="Overdue"),))
    rows[0] = replace(rows[0], columns=(*(column for column in rows[0].columns if column is not status), said))
    query = parse("What is overdue?", Schema(four.plans(), tuple(rows)), today=four.TODAY)
    assert "H1" in {citation.reference for citation in answer_query(query, rows).citations}
    assert len(answer_query(query, rows).citations) > 1


def test_what_is_not_done_is_no_row_whose_status_is_unclear_or_unstated() -> None:
    assert asked("Which actions are not complete?")[0] == ["H1", "H3", "H4", "H5", "R2", "R3", "R4", "P2"]


def row(*columns: tuple[str, Meaning, ValueKind, list[str]]) -> Row:
    made = tuple(
        Column(heading, tuple(Item(text, (HERE,)) for text in texts), meaning, kind)
        for heading, meaning, kind, texts in columns
    )
    return Row("1", (Heading("", "An action"),), made, HERE, plan="Plan", update="2026")


def due(*texts: str, heading: str = "Due") -> tuple[str, Meaning, ValueKind, list[str]]:
    return heading, Meaning.DUE, ValueKind.DATE, list(texts)


def status(*texts: str, heading: str = "Status") -> tuple[str, Meaning, ValueKind, list[str]]:
    return heading, Meaning.STATUS, ValueKind.CHOICE, list(texts)


def stands(*columns: tuple[str, Meaning, ValueKind, list[str]]) -> RowState:
    return state_of(row(*columns), four.TODAY)


def test_each_date_of_a_row_goes_with_its_own_status() -> None:
    found = stands(due("March 2026", "April 2026", "March 2027"), status("Complete", "Amber", "On track"))
    assert found.stage is Stage.LATE
    assert found.numbers == {2}
    assert found.due == date(2026, 4, 30)
    assert found.progress is Progress.OPEN
    assert found.status == "Complete; Amber; On track"


def test_a_row_is_done_if_all_of_it_is() -> None:
    assert stands(due("March 2026", "May 2026"), status("Complete", "Closed")).stage is Stage.DONE


def test_statuses_that_differ_are_unclear() -> None:
    found = stands(due("March 2026"), status("Amber", heading="Q1 RAG"), status("Complete", heading="Q2 RAG"))
    assert found.stage is Stage.PASSED


def test_an_earlier_status_counts_no_more() -> None:
    found = stands(due("March 2026"), status("Complete"), status("Amber", heading="Previous status"))
    assert found.stage is Stage.DONE


def test_a_share_or_a_date_of_completion_says_what_a_status_would() -> None:
    share = ("% complete", Meaning.PROGRESS, ValueKind.PERCENT)
    assert stands(due("March 2026"), (*share, ["100%"])).stage is Stage.DONE
    assert stands(due("March 2026"), (*share, ["40%"])).status == "% complete: 40%"
    assert stands(due("March 2026"), (*share, ["40%"])).stage is Stage.LATE
    assert stands(due("March 2026"), due("3 April 2026", heading="Date completed")).stage is Stage.DONE
    assert stands(due("March 2026"), due(heading="Date completed")).stage is Stage.LATE


def test_a_date_is_late_from_the_day_after_its_last() -> None:
    assert state_of(row(due("June 2026")), date(2026, 6, 30)).stage is Stage.SOON
    assert state_of(row(due("June 2026")), date(2026, 7, 1)).stage is Stage.LATE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/03/2026", date(2026, 3, 31)),
        ("by the end of March 2026", date(2026, 3, 31)),
        ("Q2 2025/26", date(2025, 9, 30)),
        ("June 2025, revised to December 2025", date(2025, 12, 31)),
        ("from April 2025", None),
        ("Ongoing", None),
        ("in October", None),
    ],
)
def test_the_last_day_of_a_due_date(text: str, day: date | None) -> None:
    assert due_day(text) == day


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("31.03.26", Stage.LATE),
        ("31 March", Stage.UNREAD),
        ("Lammas", Stage.UNREAD),
        ("two weeks after 1 May 2026", Stage.UNREAD),
        ("from April 2025", Stage.UNDATED),
        ("Ongoing", Stage.UNDATED),
        ("TBC", Stage.UNDATED),
        ("", Stage.UNDATED),
    ],
)
def test_a_due_date_of_which_no_day_can_be_told_is_counted_apart(text: str, stage: Stage) -> None:
    assert stands(due(text) if text else due(), status("In progress")).stage is stage
    assert stands(due(text) if text else due(), status("Complete")).stage is Stage.DONE


def test_due_soon_ends_with_the_month_after_next() -> None:
    assert soon(date(2026, 11, 28)) == date(2027, 1, 31)
    assert soon(date(2026, 12, 31)) == date(2027, 2, 28)


def test_the_watch_list_has_due_dates_that_cant_be_read() -> None:
    document = Document("plan.docx", "0", 0, "Homes Plan", "2025-26", (row(due("Lammas"), status("In progress")),))
    (entry,) = watch_list(Plan("Homes Plan", (Update("2025-26", document),)), four.TODAY)
    assert (entry.concern, entry.citation.quote) == (Concern.UNREAD, "Lammas")


def test_the_watch_list_has_the_same_rows() -> None:
    meanings = StatusMeanings.of(four.plans())
    watched = [entry for plan in four.plans() for entry in watch_list(plan, four.TODAY, meanings)]
    assert [entry.row.reference for entry in watched if entry.concern is Concern.LATE] == four.LATE
    assert [entry.row.reference for entry in watched if entry.concern is Concern.UNCLEAR] == four.UNCLEAR_AND_PASSED
    assert {entry.concern for entry in watched} == {Concern.LATE, Concern.UNCLEAR}
    said = {entry.row.reference: entry.says for entry in watched}
    assert said["H1"] == "It was due by 31 March 2026. Status: “Delayed”."
    assert said["C1"] == "It was due by 31 January 2026. No status is stated."
