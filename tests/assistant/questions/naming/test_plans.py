"""Plans by their names, in whatever words, and by nothing else; all are made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.questions.naming.plans import PlanNames
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from assistant.questions.query import Role
from assistant.questions.running import run
from corpus.records import Heading
from tests.fictional.parks_and_streets import PLANS, ROWS, plan_of


def named(question: str, *names: str) -> frozenset[str]:
    """The plans that a whole question is understood to mean."""
    plans = tuple(map(plan_of, names)) if names else PLANS
    return parse(question, Schema(plans, ROWS), today=date(2025, 9, 1)).plans


def possible(question: str, names: Sequence[str]) -> set[str]:
    """All plans that words of a question may mean."""
    found = PlanNames(tuple(map(plan_of, names)), ()).readings(question)
    return {each.value for each in found if each.role is Role.PLAN}


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("Marlow Vale Parks Plan", "what is happening in the parks plan"),
        ("Marlow Vale Streets Plan", "streets plan: any news"),
    ],
)
def test_a_plan_is_named_by_words_that_are_its_alone(name: str, question: str) -> None:
    assert named(question) == {name}


def test_a_plan_is_named_by_its_initials_where_one_alone_has_them() -> None:
    names = ("Marlow Vale Domestic Abuse Partnership plan", "Marlow Vale Digital Inclusion plan")
    assert named("what's delayed in the DA plan", *names) == {names[0]}
    assert named("DA plan: what's delayed", *names) == {names[0]}
    assert named("what's delayed in the MV plan", *names) == set()


def test_words_that_several_plans_have_in_their_names_may_mean_each_of_these() -> None:
    names = ("Hollin Youth Justice Plan", "Hollin Youth Offer Plan", "Hollin Night Buses Plan")
    assert possible("what is late in the youth plan", names) == set(names[:2])
    assert possible("what is late for youth", names) == set()


def test_the_name_of_the_council_whose_plans_these_are_names_none_of_them() -> None:
    plans = PlanNames(PLANS, ROWS)
    (reading,) = plans.readings("what is late across Marlow")
    assert (reading.role, reading.start, reading.in_words) == (Role.FILLER, 13, "these plans")


def test_the_year_of_an_update_names_no_plan() -> None:
    names = ("Markets Plan 2025 to 2030", "Harbour Plan 2025 to 2027")
    assert named("harbour 2025 update: what is green", *names) == {names[1]}


def test_a_plans_name_at_a_questions_end_means_the_plan_and_not_headings_that_are_parts_of_it() -> None:
    name = "Markets and Events Plan"
    titles = ("Markets", "Events", "Seafront", "Seafront", "Seafront")
    headed = tuple(
        replace(row, plan=name, path=(Heading("", title), *row.path)) for row, title in zip(ROWS, titles, strict=True)
    )
    rows = (*headed, *(replace(row, plan="Library hours", reference=f"L{row.reference}") for row in ROWS))
    query = parse("what's delayed on markets n events", Schema((plan_of(name),), rows), today=date(2025, 9, 1))
    assert query.plans == {name}
    assert [row.reference for row in run(query, rows).rows] == ["P1"]


def test_words_that_a_row_of_another_plan_has_too_call_no_plan() -> None:
    plans = PlanNames(PLANS, ROWS)
    assert plans.called(["parks"]) == "Marlow Vale Parks Plan"
    assert plans.keys_of("Marlow Vale Parks Plan") == {row.key for row in ROWS if row.reference.startswith("P")}
    street = replace(ROWS[-1], path=(Heading("", "Fence the parks"),))
    assert PlanNames(PLANS, (*ROWS, street)).called(["parks"]) == ""
