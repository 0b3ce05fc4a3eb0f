"""What the overview counts: rows as the plans state them, by plan, status and owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.tracking.changes import RowStatus
from assistant.tracking.due import Stage, states
from assistant.tracking.lineage import Lineage
from assistant.tracking.overview import NOT_STATED, Counts, Fact, facts_of, grouped
from assistant.tracking.status_words import StatusMeanings
from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location, Meaning, Plan, Row, Update, ValueKind
from tests import fictional_statuses as four


def facts() -> tuple[Fact, ...]:
    return facts_of(states(four.rows(), four.TODAY, StatusMeanings.of(four.plans())))


def references(found: list[Fact]) -> list[str]:
    return [fact.row.reference for fact in found]


def test_the_overview_counts_the_rows_that_questions_list() -> None:
    by_stage = grouped(facts(), lambda fact: [fact.stage])
    assert references(by_stage[Stage.LATE]) == four.LATE
    assert references(by_stage[Stage.PASSED]) == four.UNCLEAR_AND_PASSED
    assert references(by_stage[Stage.SOON]) == four.SOON
    assert references(by_stage[Stage.DONE]) == four.DONE


def test_statuses_are_counted_in_the_plans_own_words() -> None:
    counts = {plan: Counts.of(found) for plan, found in grouped(facts(), lambda fact: [fact.row.plan]).items()}
    assert counts[four.ROADS].labels == {"Blue": 1, "Green": 1, "Red": 1, "Amber": 1}
    assert counts[four.CARE].labels == {NOT_STATED: 3}
    assert counts[four.HOMES].labels[NOT_STATED] == 1
    following = counts[four.HOMES].next_due
    assert following is not None
    assert following.due == date(2026, 7, 31)


def row(reference: str, owner: str, status: str = "", plan: str = "Plan", update: str = "") -> Row:
    place = Location("plan.csv", line=1)
    columns = (
        Column("Lead", (Item(owner, (place,)),), Meaning.OWNER),
        Column("Status", (Item(status, (place,)),) if status else (), Meaning.STATUS, ValueKind.CHOICE),
    )
    return Row(reference, (Heading("", f"Action {reference}"),), columns, place, plan=plan, update=update)


def test_an_officer_s_list_has_the_rows_that_are_shared() -> None:
    rows = [row("1", "Ann Oakley"), row("2", "ann oakley and Ben Marsh"), row("3", "Ben Marsh"), row("4", "Cy; Di")]
    found = facts_of(states(rows, four.TODAY))
    assert [fact.owners for fact in found] == [
        ("Ann Oakley",),
        ("Ann Oakley", "Ben Marsh"),
        ("Ben Marsh",),
        ("Cy", "Di"),
    ]


def test_a_name_with_and_in_it_stays_one() -> None:
    rows = [row("1", "Head of Policy and Performance"), row("2", "Head of Policy"), row("3", "Lead, Parks")]
    assert [fact.owners for fact in facts_of(states(rows, four.TODAY))] == [
        ("Head of Policy and Performance",),
        ("Head of Policy",),
        ("Lead, Parks",),
    ]


def test_what_is_said_of_a_status_is_no_other_status() -> None:
    rows = [row("1", "A", "Complete (May)"), row("2", "A", "complete"), row("3", "A", "Complete - June 2026")]
    found = facts_of(states(rows, four.TODAY))
    assert [fact.label for fact in found] == ["Complete"] * 3
    assert found[0].status == "Complete (May)"


def test_news_are_the_rows_that_came_or_changed() -> None:
    old = [row("1", "Ann", "Red", update="2025"), row("2", "Ben", "Red", update="2025")]
    new = [replace(each, update="2026") for each in old]
    new[1] = row("2", "Ben", "Green", update="2026")
    new.append(row("3", "Cy", "Red", update="2026"))
    documents = [
        Document(f"{name}.csv", "0", 0, "Plan", name, tuple(rows)) for name, rows in (("2025", old), ("2026", new))
    ]
    plan = Plan("Plan", tuple(Update(document.update, document) for document in documents))
    lineage = Lineage(Library(tuple(documents)))
    assert not lineage.is_compared(plan)
    assert lineage.news(plan) == {new[1].key: RowStatus.CHANGED, new[2].key: RowStatus.NEW}
    assert lineage.is_compared(plan)
    first = Plan("Plan", plan.updates[:1])
    assert lineage.is_compared(first)
    assert lineage.news(first) == {}
