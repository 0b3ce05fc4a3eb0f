"""Filters, sums, extremes and groups over rows; two fictional plans whose columns have different names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.answers.answer import Answer, Status
from assistant.answers.rows.listed import answer_query
from assistant.questions.parsing import parse
from assistant.questions.query import Output, Query, Role
from assistant.questions.running import run
from assistant.questions.schema import Schema
from corpus.records import Column, Document, Heading, Item, Location, Plan, Row, RowKind, Update
from corpus.tables.columns.column_types import typed

HERE = Location("fictional.csv", line=1)
PARKS = (  # reference, theme, title, owner, due, budget, spent, status
    ("P1", "Play", "Build a splash pad", "Play Officer", "31/03/2026", "£250,000", "£260,000", "Delayed"),
    ("P2", "Play", "Renew swings", "Play Officer", "30/06/2025", "£1.2m", "£800k", "On track"),
    ("P3", "Trees", "Plant an orchard", "Tree Officer", "TBC", "£12,000", "not known", "Complete"),
    ("P4", "Trees", "Survey old oaks", "", "01/12/2025", "£12,000", "£0", "Not started"),
)
STREETS = (("S1", "Safety", "Light Canal Walk", "Lighting Manager", "March 2026", "Green"),)


def _column(heading: str, text: str) -> Column:
    return Column(heading, (Item(text, (HERE,)),) if text else ())


def _row(plan: str, names: tuple[str, ...], reference: str, theme: str, title: str, *cells: str) -> Row:
    columns = tuple(map(_column, names, cells))
    return Row(reference, (Heading("", theme), Heading("", title)), columns, HERE, plan=plan)


def _rows() -> tuple[Row, ...]:
    parks = [
        _row("Marlow Vale Parks Plan", ("Owner", "Due", "Budget", "Spent to date", "Status"), *row) for row in PARKS
    ]
    streets = [_row("Marlow Vale Streets Plan", ("Lead", "By when", "RAG"), *row) for row in STREETS]
    return (*typed(parks)[0], *typed(streets)[0])


ROWS = _rows()
PLANS = tuple(
    Plan(name, (Update("", Document(f"{name}.csv", "", 0, name, "", tuple(row for row in ROWS if row.plan == name))),))
    for name in ("Marlow Vale Parks Plan", "Marlow Vale Streets Plan")
)


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
    rows = typed([_row("Marlow Vale Parks Plan", names, *row) for row in PARKS])[0]
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
        Row(ref, (Heading("", title),), tuple(map(_column, names, cells)), HERE, plan="Park measures")
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


@pytest.mark.parametrize("written", ["P1", "p1", "P 1", "action P1"])
def test_a_reference_in_any_form_is_one(written: str) -> None:
    assert asked(f"What is the status of {written}?").references == {"P1"}


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
    ("name", "question"),
    [
        ("Marlow Vale Parks Plan", "what is happening in the parks plan"),
        ("Marlow Vale Streets Plan", "streets plan: any news"),
    ],
)
def test_a_plan_is_named_by_words_that_are_its_alone(name: str, question: str) -> None:
    assert asked(question).plans == {name}


def test_a_plan_is_named_by_its_initials_where_one_alone_has_them() -> None:
    names = ("Marlow Vale Domestic Abuse Partnership plan", "Marlow Vale Digital Inclusion plan")
    plans = tuple(replace(PLANS[0], name=name) for name in names)
    for question in ("what's delayed in the DA plan", "DA plan: what's delayed"):
        query = parse(question, Schema(plans, ROWS), today=date(2025, 9, 1))
        assert query.plans == {names[0]}, question
    assert parse("what's delayed in the MV plan", Schema(plans, ROWS)).plans == frozenset()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how many actions sit under objective 2", ["S1"]),
        ("which actions are under 1", ["P1"]),
        ("which actions are in theme B", ["P2"]),
        ("which of the theme b actions are on track", ["P2"]),
    ],
)
def test_a_category_is_named_by_its_number(question: str, expected: list[str]) -> None:
    numbers = {"P1": "1", "P2": "B", "S1": "2"}
    rows = tuple(
        replace(row, path=(Heading(numbers[row.reference], f"Aim {number}"), row.path[-1]))
        for number, row in enumerate(ROWS)
        if row.reference in numbers
    )
    query = parse(question, Schema(PLANS, rows), today=date(2025, 9, 1))
    assert [claim.citations[0].reference for claim in answer_query(query, rows).claims] == expected


BRIDGES = (  # reference, theme, title, where it is at, weight saved
    *(("B1", "Spans", "Mend the arch", "Done", "120"), ("B2", "Spans", "Paint the girders", "Stuck", "80")),
    *(("B3", "Spans", "Widen the deck", "Stuck", "40"), ("B4", "Spans", "Light the piers", "Done", "310")),
)


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
    rows = typed([_row("Hollin Bridges Strategy", headings, *row) for row in BRIDGES])[0]
    plan = Plan("Hollin Bridges Strategy", (Update("", Document("b.csv", "", 0, "Hollin", "", tuple(rows))),))
    query = parse(question, Schema((plan,), tuple(rows)), today=date(2025, 9, 1))
    assert list(dict.fromkeys(each.reference for each in answer_query(query, rows).citations)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which promise has the biggest price", ["B4"]),
        ("total price by span", ["B1", "B2", "B3", "B4"]),
        ("which span has the most stuck promises", ["B2"]),
    ],
)
def test_rows_and_their_groups_are_asked_for_by_what_the_table_calls_them(question: str, expected: list[str]) -> None:
    rows = [_row("Hollin Bridges Strategy", ("Status", "Price (£)"), *row) for row in BRIDGES]
    called = [
        replace(row, path=(replace(row.path[0], under="Span"), replace(row.path[1], under="Our promise")))
        for row in rows
    ]
    table = typed(called)[0]
    plan = Plan("Hollin Bridges Strategy", (Update("", Document("b.csv", "", 0, "Hollin", "", tuple(table))),))
    query = parse(question, Schema((plan,), tuple(table)), today=date(2025, 9, 1))
    assert query.is_of_rows, query.rest
    cited = [each.reference for each in answer_query(query, table).citations]
    assert list(dict.fromkeys(cited)) == expected


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
    named = [_row("Hollin Bridges Strategy", ("Status", "Price (£)"), *row) for row in BRIDGES]
    named += [
        replace(_row("Hollin Bridges Strategy", ("Status", "Price (£)"), *row), kind=RowKind.TOTAL) for row in sums
    ]
    rows = typed([replace(row, reference=str(at)) for at, row in enumerate(named)])[0]
    plan = Plan("Hollin Bridges Strategy", (Update("", Document("b.csv", "", 0, "Hollin", "", tuple(rows))),))
    query = parse(question, Schema((plan,), tuple(rows)), today=date(2025, 9, 1))
    assert query.is_of_rows, query.rest
    found = answer_query(query, rows)
    assert expected in found.text
    assert not any("total" in each.priority for each in found.citations)


def test_a_heading_of_small_words_over_dates_can_be_named() -> None:
    (reading,) = [each for each in Schema(PLANS, ROWS).readings("by when is the walk lit") if each.role is Role.COLUMN]
    assert (reading.value, reading.start, reading.end) == ("due|by when", 0, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what of marlow green", True),
        ("what of swings green", False),
        ("what is green", False),
        ("money for green waste", True),
        ("which green actions are there", False),
    ],
)
def test_a_colour_that_is_part_of_a_name_is_no_status(text: str, expected: bool) -> None:
    rows = (
        _row("Vale Plan", ("Action",), "1", "Play", "Renew swings", "Mend the gate at Marlow Green, and paint it"),
        _row("Vale Plan", ("Action",), "2", "Waste", "Collect more green waste", "Buy a lorry"),
    )
    start = text.index("green")
    assert Schema(PLANS, rows).is_of_a_name(text, start, start + 5) == expected
