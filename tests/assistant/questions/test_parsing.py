"""Columns that hold a value a row, and questions by value; the plan is fictional."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.answer import Answer, Status
from assistant.answers.rows.listed import answer_query
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from corpus.glossary import mine
from corpus.records import Column, Heading, Item, Location, Row
from corpus.tables.columns.column_types import typed

WHERE = Location("fictional.csv", line=1)
PLAN = (  # number, title, actions, lead, due, status
    ("1", "Collect more food waste", "Deliver caddies|Visit blocks", "Waste Contracts Manager", "March 2026", "Amber"),
    ("2", "Less fly-tipping", "Move the cameras|Fine householders", "Enforcement Lead, Parks", "Ongoing", "Green"),
    ("3", "Garden waste pays", "Raise the subscription", "Head of Service", "April 2026", "Green"),
    ("4", "Repair before recycling", "Open repair cafés", "Head of Service", "December 2025", "Not started"),
    ("5", "Safe crews", "Fit cameras", "", "June 2027", "Complete"),
)


def rows() -> list[Row]:
    return [_row(*entry) for entry in PLAN]


def _row(number: str, title: str, actions: str, lead: str, due: str, status: str) -> Row:
    cells = {"Actions": actions.split("|"), "Lead": [lead] if lead else [], "Due": [due], "Status": [status]}
    columns = tuple(Column(name, tuple(Item(text, (WHERE,)) for text in texts)) for name, texts in cells.items())
    return Row(number, (Heading(number, title),), columns, WHERE, plan="Cleaner streets", update="2025")


def ask(question: str, plan: list[Row] | None = None) -> Answer | None:
    plan = plan or rows()
    table, _ = typed(plan)
    query = parse(question, Schema((), table), glossary=mine(plan), today=date(2026, 4, 2))
    return answer_query(query, table) if query.is_of_rows else None


def references(question: str) -> list[str]:
    answer = ask(question)
    assert answer is not None, question
    return list(dict.fromkeys(citation.reference for citation in answer.citations))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which priorities are amber?", ["1"]),
        ("What is green?", ["2", "3"]),
        ("How many priorities are rated green?", ["2", "3"]),
        ("List everything green or amber", ["1", "2", "3"]),
        ("Which priorities are not green?", ["1", "4", "5"]),
        ("Which priorities have not started?", ["4"]),
        ("Which ones are finished?", ["5"]),
        ("Which priorities does the Head of Service lead?", ["3", "4"]),
        ("What does the Enforcement Lead own?", ["2"]),
        ("Which green priorities are led by the Head of Service?", ["3"]),
        ("Which priorities have no lead?", ["5"]),
        ("Which priorities are due before April 2026?", ["1", "4"]),
        ("What is due in 2026?", ["1", "3"]),
        ("What is overdue?", ["1", "4"]),
        ("Which are late?", ["1", "4"]),
        ("list all leads", ["1", "2", "3", "4"]),
        ("Who leads on each priority?", ["1", "2", "3", "4"]),
        ("What is the status of each one?", ["1", "2", "3", "4", "5"]),
    ],
)
def test_rows_are_picked_by_value(question: str, expected: list[str]) -> None:
    assert references(question) == expected


def test_actions_are_listed_where_actions_are_asked_for() -> None:
    answer = ask("Which actions are amber?")
    assert answer is not None
    assert [(claim.text, claim.note, claim.citations[0].column) for claim in answer.claims] == [
        ("Deliver caddies", "Amber", "Actions"),
        ("Visit blocks", "Amber", "Actions"),
    ]
    assert answer.summary == "2 items under “Actions” where “Status” is “Amber”."


def test_actions_that_have_a_value_each_are_distinguished() -> None:
    plan = rows()
    first = plan[0]
    values = tuple(Item(text, (WHERE,)) for text in ("Red", "Amber"))
    columns = (*first.columns[:3], Column("Status", values))
    plan[0] = Row(first.reference, first.path, columns, WHERE, plan=first.plan, update=first.update)
    answer = ask("Which actions are red?", plan)
    assert answer is not None
    assert [claim.text for claim in answer.claims] == ["Deliver caddies"]


def test_a_value_that_no_row_has_is_said_to_be_nowhere() -> None:
    answer = ask("Which priorities are due in 2031?")
    assert answer is not None
    assert answer.status is Status.NOT_FOUND
    assert answer.summary == "Nothing where “Due” is in 2031. Not read as a number or date: “Ongoing” (2)."


def test_where_due_dates_cant_be_read_nothing_is_said_to_be_nowhere() -> None:
    plan = [replace(each, columns=tuple(map(_without_a_day, each.columns))) for each in rows()]
    answer = ask("Which priorities are overdue?", plan)
    assert answer is not None
    assert answer.status is Status.PARTIAL
    assert "due dates can’t be read" in answer.summary
    assert {claim.text for claim in answer.claims} == {"March", "April", "December"}


def _without_a_day(column: Column) -> Column:
    texts = (item.text.removesuffix(" 2025").removesuffix(" 2026").removesuffix(" 2027") for item in column.items)
    return replace(column, items=tuple(Item(text, (WHERE,)) for text in texts)) if column.heading == "Due" else column


@pytest.mark.parametrize(
    "question",
    [
        "Which priorities are led by the Head of Fostering?",  # no such lead: the search may find who does it
        "Why is food waste amber?",
        "Which green lorries were bought by the Head of Service?",
        "What is being done for repair cafés?",
        "What have we achieved?",
        "What's being done to complete the surveys?",
    ],
)
def test_other_questions_are_left_to_the_search(question: str) -> None:
    assert ask(question) is None


def test_where_no_row_that_a_title_names_meets_a_condition_nothing_is_certain() -> None:
    answer = ask("How many repair cafés are complete?")  # these may be counted in texts, which are searched then
    assert answer is not None
    assert (answer.claims, answer.confidence) == ((), 0.0)


def test_each_plan_answers_by_its_own_columns() -> None:
    other = [
        Row(row.reference, row.path, (Column("RAG", row.columns[-1].items),), WHERE, plan="Parks", update="2025")
        for row in rows()
    ]
    answer = ask("Which priorities are amber?", [*rows(), *other])
    assert answer is not None
    assert [(claim.citations[0].plan, claim.citations[0].reference) for claim in answer.claims] == [
        ("Cleaner streets", "1"),
        ("Parks", "1"),
    ]
    assert answer.summary == "2 priorities where status is “Amber”: 1 in Cleaner streets; 1 in Parks."


def test_what_only_some_plans_have_columns_for_is_reported_with_their_names() -> None:
    other = [Row(row.reference, row.path, row.columns[:1], WHERE, plan="Parks", update="2025") for row in rows()]
    answer = ask("Which priorities are amber?", [*rows(), *other])
    assert answer is not None
    assert answer.summary == "1 priority where “Status” is “Amber”. No such column in Parks."


def test_a_part_of_an_owners_name_that_rows_are_about_is_no_owner_in_an_open_question() -> None:
    plan = [*rows(), _row("6", "Greener parks", "Plant oaks", "Gardener (Repair)", "May 2027", "Amber")]
    assert ask("What is being done about repair?", plan) is None
    answer = ask("What has the Gardener (Repair) got?", plan)
    assert answer is not None
    assert [citation.reference for citation in answer.citations] == ["6"]


def test_a_colour_that_is_part_of_a_places_name_is_no_status() -> None:
    plan = [
        *rows(),
        _row("6", "Shops", "Open a shop in Cotter Green|Ask Cotter Motors", "Trade Lead", "May 2027", "Amber"),
    ]
    answer = ask("which actions mention cotter green", plan)
    assert answer is not None
    assert [claim.text for claim in answer.claims] == ["Open a shop in Cotter Green"]
    answer = ask("Which actions are green?", plan)
    assert answer is not None
    assert [citation.reference for citation in answer.citations] == ["2", "2", "3"]


def test_whether_a_row_has_a_status_is_told_by_its_cell() -> None:
    for question in ("are the safe crews complete", "are the safe crews green"):
        answer = ask(question)
        assert answer is not None
        assert [(each.quote, each.reference) for each in answer.citations] == [("Complete", "5")]


def test_a_list_of_rows_found_by_words_of_their_titles_may_lack_some() -> None:
    for question, status in (
        ("which waste actions are amber", Status.PARTIAL),
        ("which waste actions are not started", Status.NOT_FOUND),
        ("which actions are amber", Status.ANSWERED),
    ):
        answer = ask(question)
        assert answer is not None
        assert answer.status is status, question
        assert answer.complete is (status is Status.ANSWERED)


def test_a_column_named_in_words_is_told_by_the_cell_of_the_row_that_all_others_name() -> None:
    answer = ask("who was in charge of fly-tipping")
    assert answer is not None
    assert [claim.text for claim in answer.claims] == ["Enforcement Lead, Parks"]


def test_a_number_of_rows_may_have_words_between_that_pick_them() -> None:
    answer = ask("list the two green priorities")
    assert answer is not None
    assert (answer.status, answer.missing) == (Status.ANSWERED, "")
    assert len(answer.claims) == 2
    too_many = ask("list the three green priorities")
    assert too_many is not None
    assert (too_many.status, too_many.missing) == (Status.PARTIAL, "not 3 but 2")


def test_which_status_most_rows_have_is_counted_by_status() -> None:
    answer = ask("which status has the most priorities")
    assert answer is not None
    assert answer.summary.startswith("Green: 2")


def test_whether_one_row_met_its_target_is_told_by_result_and_target() -> None:
    measured = [
        replace(row, columns=(*row.columns, *_figures(latest, target)))
        for row, latest, target in zip(
            rows(), ("86", "41", "12", "7", "30"), ("75", "60", "10", "9", "30"), strict=True
        )
    ]
    answer = ask("have we hit the target for food waste", measured)
    assert answer is not None
    assert [(claim.note, claim.text) for claim in answer.claims][:2] == [("Latest result", "86"), ("Target", "75")]


def _figures(latest: str, target: str) -> tuple[Column, Column]:
    return (
        Column("Latest result", (Item(latest, (WHERE,)),)),
        Column("Target", (Item(target, (WHERE,)),)),
    )


def test_what_is_under_a_heading_that_is_called_one_are_its_rows() -> None:
    headed = [
        replace(row, path=(Heading("", title), *row.path))
        for row, title in zip(rows(), ("Waste", "Streets", "Waste", "Waste", "Crews"), strict=True)
    ]
    for question in ("whats in the waste strand", "what's under waste"):
        answer = ask(question, headed)
        assert answer is not None, question
        assert [claim.citations[0].reference for claim in answer.claims] == ["1", "3", "4"]
