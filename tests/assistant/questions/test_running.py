"""Filters, sums, extremes and groups over rows; two fictional plans whose columns have different names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.answers.answer import Answer, Status
from assistant.answers.rows.listed import answer_query
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from assistant.questions.query import Output, Query
from assistant.questions.running import run
from corpus.records import Heading, Row, RowKind
from corpus.tables.columns.column_types import typed
from tests.fictional.parks_and_streets import BRIDGES, HERE, PARKS, PLANS, ROWS, column, plan_of, row


def asked(question: str) -> Query:
    return parse(question, Schema(PLANS, ROWS), today=date(2025, 9, 1))


def answer(question: str) -> Answer:
    query = asked(question)
    assert query.is_of_rows, (question, query.rest)
    return answer_query(query, ROWS)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which actions cost more than £100k?", ["P1", "P2"]),
        ("Which projects have a budget of at least £250,000?", ["P1", "P2"]),
        ("Which projects have a budget between £12k and £250k?", ["P1", "P3", "P4"]),
        ("Which projects have gone over budget?", ["P1"]),
        ("Which actions are not complete?", ["P1", "P2", "P4"]),
        ("What has not been started?", ["P4"]),
        ("What is overdue?", ["P2"]),
        ("What is due in March 2026?", ["P1", "S1"]),
        ("Which actions have no owner?", ["P4"]),
        ("Which actions have no due date?", ["P3"]),  # only “TBC”
        ("Which play actions aren't delayed?", ["P2"]),
        ("What does the Play Officer lead on?", ["P1", "P2"]),
        ("Which actions are due before Christmas 2025?", ["P2", "P4"]),
        ("Which actions are we to complete before 1 January 2026?", ["P2", "P4"]),
        ("Which actions in the streets plan are green?", ["S1"]),
        ("Which projects are under budget?", ["P2", "P4"]),
        ("Which actions haven't got an owner?", ["P4"]),
        ("What hasn't the Play Officer finished?", ["P1", "P2"]),
        ("What is due this month?", []),
        ("What is due in the next 3 months?", ["P4"]),
        ("Which actions outside the streets plan are due in March 2026?", ["P1"]),
        ("Which parks projects have more than half a million?", ["P2"]),
        ("Which parks projects won't be finished until 2026 or later?", ["P1"]),
        ("list the parks projects by theme", ["P1", "P2", "P3", "P4"]),
        ("Which ones in the vale plan are due in March 2026?", ["P1", "S1"]),  # two plans are called so
    ],
)
def test_rows_that_meet_all_conditions(question: str, expected: list[str]) -> None:
    found = list(dict.fromkeys(citation.reference for citation in answer(question).citations))
    assert found == expected


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        (
            "What percentage of the actions are complete?",
            "25%: 1 of 4 priorities where “Status” says that it is done. The status of 1 more isn’t clear: “Green”.",
        ),
        (
            "What's the difference between the budget and the spend for P2?",
            "“Budget” is £400,000 more than “Spent to date”",
        ),
        ("What is the overspend on P1?", "“Budget” is £10,000 less than “Spent to date”"),
        ("Which theme has the biggest budget?", "Total of “Budget”: Play: £1,450,000."),
        ("total budget by theme", "Total of “Budget”: Play: £1,450,000; Trees: £24,000."),
        ("status breakdown for the parks plan", "Delayed: 1; On track: 1; Complete: 1; Not started: 1"),
        ("What's due next?", "The earliest under “Due” where"),
    ],
)
def test_what_is_reckoned_from_all_rows(question: str, summary: str) -> None:
    assert answer(question).summary.startswith(summary)


def test_a_number_of_things_that_is_not_so_is_put_straight() -> None:
    found = answer("Which 12 actions are there?")
    assert found.status is Status.PARTIAL
    assert found.text.startswith("There are not 12 but 5.")


def test_several_references_are_several_rows() -> None:
    found = answer("What is the status of P1, P2 and P4?")
    assert [citation.quote for citation in found.citations] == ["Delayed", "On track", "Not started"]


def test_when_something_will_be_is_its_rows_due_date() -> None:
    assert [each.quote for each in answer("When will Canal Walk light?").citations] == ["March 2026"]


def test_a_column_that_is_named_is_set_against_the_budget() -> None:
    names = ("Owner", "Due", "Budget", "Forecast", "Status")
    rows = typed([row("Marlow Vale Parks Plan", names, *park) for park in PARKS])[0]
    query = parse("Which projects are forecast to go over budget?", Schema(PLANS, rows), today=date(2025, 9, 1))
    assert [claim.citations[0].reference for claim in answer_query(query, rows).claims] == ["P1"]
    spent = parse("Which budgets are overspent?", Schema(PLANS, rows), today=date(2025, 9, 1))
    assert answer_query(spent, rows).claims == ()  # nothing says what is spent, and no budget is set against itself


def test_the_biggest_overspend_is_not_the_biggest_budget() -> None:
    assert asked("What is the biggest overspend against budget in the parks plan?").output is not Output.EXTREME


def test_a_sum_shows_its_operands_and_names_what_is_no_number() -> None:
    found = answer("What is the total budget of the play actions?")
    assert "£1,450,000 (£250,000 + £1.2m)" in found.text
    assert [citation.quote for citation in found.citations] == ["£250,000", "£1.2m"]
    spent = answer("total spent on trees")
    assert "Not read as a number or date: “not known” (P3)." in spent.text


def test_an_average_is_worked_out() -> None:
    result = run(asked("average budget in the parks plan"), ROWS)
    assert result.total == Decimal(1_474_000) / 4


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the dearest action?", ["P2"]),
        ("What is the cheapest action?", ["P3", "P4"]),
        ("Which action has the latest due date?", ["P1", "S1"]),
        ("Which action finishes first?", ["P2"]),
        ("Which project has the highest budget?", ["P2"]),
    ],
)
def test_the_most_and_the_least(question: str, expected: list[str]) -> None:
    assert [citation.reference for citation in answer(question).citations] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which costs more, the orchard or the splash pad?", ["P1", "P3"]),
        ("Which has the lowest budget, the orchard or the splash pad?", ["P3", "P1"]),
    ],
)
def test_two_rows_set_against_each_other_are_both_told(question: str, expected: list[str]) -> None:
    assert [citation.reference for citation in answer(question).citations] == expected


def test_how_much_more_one_row_has_than_another() -> None:
    found = answer("What is the difference in budget between the orchard and the splash pad?")
    assert "has £238,000 more than" in found.summary
    assert [citation.reference for citation in found.citations] == ["P1", "P3"]


MEASURES = (  # reference, title, baseline, target, result, score
    ("M1", "Days to mend a swing", "20", "10", "12", "2"),
    ("M2", "Visits to the orchard", "100", "150", "160", "3"),
    ("M3", "Litter left after a week", "9", "5", "4", "3"),
    ("M4", "Paths swept", "", "80%", "90%", "1"),
    ("M5", "Complaints", "", "no more than 5", "7", "1"),
)


def _measured(question: str) -> Answer:
    names = ("Baseline", "Target", "Result", "Score")
    made = [
        Row(ref, (Heading("", title),), tuple(map(column, names, cells)), HERE, plan="Park measures")
        for ref, title, *cells in MEASURES
    ]
    rows, _ = typed(made)
    query = parse(question, Schema((), rows), today=date(2025, 9, 1))
    assert query.is_of_rows, (question, query.rest)
    return answer_query(query, rows)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which measures have met their target?", ["M2", "M3"]),
        ("Which measures missed their target?", ["M1"]),
        ("Which measures have beaten their target?", ["M2", "M3"]),
        ("List the measures with a score of 1", ["M4", "M5"]),
        ("Which rows have a score of 3?", ["M2", "M3"]),
    ],
)
def test_results_are_held_against_targets_where_it_is_known_which_way_is_better(
    question: str, expected: list[str]
) -> None:
    assert [citation.reference for citation in _measured(question).citations] == expected


def test_results_that_cannot_be_held_against_their_target_are_named() -> None:
    found = _measured("Which measures have met their target?")
    assert found.status is Status.PARTIAL
    assert "whether more or less is better in 1 row (M4)" in found.text


def test_who_has_most_is_counted() -> None:
    assert answer("Who has the most actions?").summary.startswith("Play Officer: 2 (of 5 priorities)")


def test_rows_are_counted_by_owner() -> None:
    summary = answer("How many actions by owner?").summary
    assert summary.startswith("Play Officer: 2; Tree Officer: 1; Lighting Manager: 1")


def test_a_cell_answers_for_the_row_that_is_named() -> None:
    found = answer("Who leads on the splash pad?")
    assert [(each.reference, each.column, each.quote) for each in found.citations] == [("P1", "Owner", "Play Officer")]


def test_where_a_row_stands_is_its_status_its_date_and_its_progress() -> None:
    found = answer("where are we with P1")
    assert [citation.quote for citation in found.citations] == ["Delayed", "31/03/2026"]


def test_plans_are_named_with_how_many_rows_each_has() -> None:
    summary = answer("Which plans have something due in March 2026?").summary
    assert summary.startswith(
        "2 plans where due is in March 2026: Marlow Vale Parks Plan (1 priority); Marlow Vale Streets"
    )


@pytest.mark.parametrize(
    "question", ["Which plans are there?", "what are the plans about", "tell me about the documents"]
)
def test_a_question_about_nothing_but_the_plans_names_them(question: str) -> None:
    found = answer(question)
    assert found.summary.startswith("2 plans: Marlow Vale Parks Plan (4 priorities); ")
    assert len({citation.plan for citation in found.citations}) == len(found.citations) == 2


def test_plans_without_such_a_column_are_named() -> None:
    assert "No such column in Marlow Vale Streets Plan." in answer("Which actions cost more than £100k?").summary


def test_nothing_found_says_where_it_looked_and_is_no_answer() -> None:
    found = answer("Which actions are due in May 2031?")
    assert found.status is Status.NOT_FOUND
    assert "Looked in 5 priorities of Marlow Vale Parks Plan; Marlow Vale Streets Plan." in found.text


@pytest.mark.parametrize(
    "question",
    [
        "How many swings were not found?",
        "How many children are under 16?",
        "Is there no end to it?",
    ],
)
def test_a_question_with_words_left_over_is_no_list(question: str) -> None:
    query = asked(question)
    assert query.output is Output.QUOTES
    assert query.rest


def test_a_list_that_leaves_words_out_is_partial_and_names_them() -> None:
    found = answer("Which actions about hedgehogs are delayed?")
    assert (found.status, found.missing) == (Status.PARTIAL, "“hedgehogs”")
    assert found.text.startswith("Not understood, and left out: “hedgehogs”.")
    assert [claim.text for claim in found.claims] == ["Build a splash pad"]


def test_those_narrow_the_answer_before() -> None:
    before = frozenset(row.key for row in ROWS if row.reference in ("P1", "P4"))
    query = parse("Which of those are delayed?", Schema(PLANS, ROWS), before)
    assert [row.reference for row in run(query, ROWS).rows] == ["P1"]


def test_it_is_what_the_answer_before_led_with() -> None:
    first = frozenset(row.key for row in ROWS if row.reference == "P2")
    query = parse("and who owns it?", Schema(PLANS, ROWS), first, first)
    assert [cell.text for cell in run(query, ROWS).cells] == ["Play Officer"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which actions are done?", ["B1", "B4"]),
        ("Which actions are stuck?", ["B2", "B3"]),
        ("Which action saves the most weight?", ["B4"]),
    ],
)
def test_columns_of_other_names_are_found_by_what_they_say(question: str, expected: list[str]) -> None:
    headings = ("Where it is at", "Weight saved (tonnes)")
    rows = typed([row("Hollin Bridges Strategy", headings, *bridge) for bridge in BRIDGES])[0]
    plan = plan_of("Hollin Bridges Strategy", rows)
    query = parse(question, Schema((plan,), tuple(rows)), today=date(2025, 9, 1))
    assert list(dict.fromkeys(each.reference for each in answer_query(query, rows).citations)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is the total price", "£550"),
        ("which bridge action has the biggest price", "310"),
        ("average price", "£137.50"),
    ],
)
def test_rows_that_add_up_others_count_for_nothing(question: str, expected: str) -> None:
    sums = (("", "Spans", "Spans sub-total", "", "550"), ("", "", "Grand total", "", "550"))
    names = ("Status", "Price (£)")
    named = [row("Hollin Bridges Strategy", names, *each) for each in BRIDGES]
    named += [replace(row("Hollin Bridges Strategy", names, *each), kind=RowKind.TOTAL) for each in sums]
    rows = typed([replace(each, reference=str(at)) for at, each in enumerate(named)])[0]
    plan = plan_of("Hollin Bridges Strategy", rows)
    query = parse(question, Schema((plan,), tuple(rows)), today=date(2025, 9, 1))
    assert query.is_of_rows, query.rest
    found = answer_query(query, rows)
    assert expected in found.text
    assert not any("total" in each.priority for each in found.citations)


WARDED = (  # reference, ward, title, status, cost, visits
    ("W1", "Hollin", "Mend the arch", "Stuck", "£120", "900"),
    ("W2", "Fen", "Paint the railings", "Stuck", "£80", "40"),
    ("W3", "Fen", "Widen the path", "Stuck", "£90", "75"),
)


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        ("Which ward has the most actions?", "Fen: 2 (of 3 priorities in Quay Wards Plan)."),
        ("Which ward costs the most?", "Total of “Cost” in Quay Wards Plan: Fen: £170."),
        ("Total visits", "Total of “Visits” in Quay Wards Plan, 3 priorities: 1,015"),
    ],
)
def test_a_column_that_one_plan_calls_so_is_reckoned_with_in_that_plan(question: str, summary: str) -> None:
    wards = typed([row("Quay Wards Plan", ("State", "Cost", "Visits"), *_without_ward(each)) for each in WARDED])[0]
    rows = typed([_with_ward(made, each[1]) for made, each in zip(wards, WARDED, strict=True)])[0]
    plans = (*PLANS, plan_of("Quay Wards Plan", rows))
    query = parse(question, Schema(plans, (*ROWS, *rows)), today=date(2025, 9, 1))
    assert answer_query(query, (*ROWS, *rows)).summary.startswith(summary)


def _without_ward(of: tuple[str, ...]) -> tuple[str, ...]:
    return (of[0], "Works", *of[2:])


def _with_ward(made: Row, ward: str) -> Row:
    return replace(made, columns=(*made.columns, column("Ward", ward)))


@pytest.mark.parametrize(
    ("owners", "summary"),
    [
        (("Ann Lee", "Ann Lee / Sam Roe", "Kay Poe"), "Ann Lee: 2"),
        (("Ann Lee", "Ann Lee and Sam Roe", "Sam Roe"), "Ann Lee: 2; Sam Roe: 2"),
        (("Housing", "Housing and Regeneration", "Parks"), "Housing: 1; Housing and Regeneration: 1; Parks: 1"),
    ],
)
def test_people_who_share_a_row_count_for_each_and_a_service_of_two_names_does_not(
    owners: tuple[str, ...], summary: str
) -> None:
    rows = typed([row("Quay Plan", ("Lead",), f"Q{at}", "Works", f"Job {at}", who) for at, who in enumerate(owners)])[0]
    query = parse("who leads the most actions", Schema((plan_of("Quay Plan", rows),), rows), today=date(2025, 9, 1))
    assert answer_query(query, rows).summary.startswith(summary)


def test_the_cells_of_rows_that_are_picked_are_told_and_who_has_none() -> None:
    found = answer("What are the budgets of the delayed and complete parks actions?")
    assert [(each.reference, each.quote) for each in found.citations] == [("P1", "£250,000"), ("P3", "£12,000")]
    leads = answer("Which owners have actions that aren't delayed in the parks plan?")
    assert [each.quote for each in leads.citations] == ["Play Officer", "Tree Officer", "Survey old oaks"]
    assert "Nothing stands there for “Survey old oaks”." in leads.text


def test_whether_all_are_so_is_proved_by_those_that_are_not() -> None:
    found = answer("Are all the parks actions complete?")
    assert found.summary.startswith("No: 1 of 4 priorities")
    assert [each.reference for each in found.citations] == ["P1", "P2", "P4"]
    every = answer("Are all actions in the streets plan green?")
    assert every.summary.startswith("Yes: 1 of 1 priority")
    assert answer("Are all the parks actions red?").status is not Status.ANSWERED  # no status says so


def test_a_column_that_is_made_no_use_of_is_told() -> None:
    found = answer("total budget of owners by theme")
    assert found.status is Status.PARTIAL
    assert found.missing == "“owners”"
