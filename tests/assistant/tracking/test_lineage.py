"""What became of a row through all updates of its plan, on a made-up plan with three."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.tracking.changes import RowStatus
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.lineage import Lineage
from assistant.tracking.watch import Concern
from corpus.library import Library
from corpus.records import Heading, Item, Location, Plan, Row
from tests.fictional.two_updates import library, table

FIRST, SECOND, THIRD = "March 2025", "September 2025", "March 2026"


def third_update() -> list[Row]:
    """The second update, but 1.1 is now 1.2 and has one action more, and 1.2 is left out."""
    kept = [replace(row, update=THIRD) for row in table("new") if row.reference != "1.2"]
    first = kept[0]
    actions = first.columns[0]
    more = replace(actions, items=(*actions.items, Item("Print posters for every staff room.", (Location("f.docx"),))))
    kept[0] = replace(
        first,
        reference="1.2",
        path=(first.path[0], Heading("1.2", first.priority.title)),
        columns=(more, *first.columns[1:]),
    )
    return kept


@pytest.fixture(scope="module")
def three_updates() -> Library:
    return library((THIRD, third_update()))


@pytest.fixture(scope="module")
def lineage(three_updates: Library) -> Lineage:
    return Lineage(three_updates)


@pytest.fixture(scope="module")
def plan(three_updates: Library) -> Plan:
    return three_updates.plans[0]


def key(plan: Plan, update: str, reference: str) -> str:
    return f"{plan.name}|{update}|{reference}"


def test_a_row_is_followed_through_a_new_number_and_an_added_item(lineage: Lineage, plan: Plan) -> None:
    steps = lineage.history(key(plan, SECOND, "1.1"))
    assert [(step.change.old_reference, step.change.new_reference) for step in steps] == [
        ("1.1", "1.1"),
        ("1.1", "1.2"),
    ]
    assert [step.comparison.new.name for step in steps] == [SECOND, THIRD]
    added = [item.new.text for item in steps[1].change.items if item.kind is ItemKind.NEW and item.new]
    assert added == ["Print posters for every staff room."]
    assert RowStatus.RENUMBERED in steps[1].change.status


def test_the_history_is_the_same_from_whichever_update_one_looks(lineage: Lineage, plan: Plan) -> None:
    histories = [
        lineage.history(key(plan, update, reference))
        for update, reference in ((FIRST, "1.1"), (SECOND, "1.1"), (THIRD, "1.2"))
    ]
    assert histories[0] == histories[1] == histories[2]


def test_a_history_begins_where_the_row_came_and_ends_where_it_went(lineage: Lineage, plan: Plan) -> None:
    came = lineage.history(key(plan, THIRD, "3.2"))  # new in the second update
    assert [(step.change.old_reference, step.change.new_reference) for step in came] == [(None, "3.2"), ("3.2", "3.2")]
    went = lineage.history(key(plan, FIRST, "1.3"))  # dropped in the second
    assert [(step.change.old_reference, step.change.new_reference) for step in went] == [("1.3", None)]


@pytest.mark.parametrize(
    ("update", "reference", "followed"),
    [
        (FIRST, "1.1", "1.2"),
        (SECOND, "1.1", "1.2"),
        (FIRST, "3.1", "1.3"),  # moved to another category
        (FIRST, "1.3", None),  # dropped at once
        (FIRST, "1.2", None),  # dropped later
        (THIRD, "1.2", None),  # the latest itself
        (FIRST, "9.9", None),  # no such row
    ],
)
def test_a_row_of_an_earlier_update_leads_to_the_latest(
    lineage: Lineage, plan: Plan, update: str, reference: str, followed: str | None
) -> None:
    steps = lineage.since(key(plan, update, reference))
    row = steps[-1].change.new if steps else None
    assert (row and (row.update, row.reference)) == (followed and (THIRD, followed))


def test_nothing_is_compared_for_a_row_of_the_latest_update(three_updates: Library, plan: Plan) -> None:
    fresh = Lineage(three_updates)
    assert fresh.since(key(plan, THIRD, "1.2")) == ()
    assert not fresh.is_known(plan, *plan.updates[1:])


def test_what_was_compared_is_kept(three_updates: Library, plan: Plan) -> None:
    fresh = Lineage(three_updates)
    old, new = plan.updates[:2]
    assert not fresh.is_known(plan, old, new)
    assert fresh.comparison(plan, old, new) is fresh.comparison(plan, old, new)
    assert fresh.is_known(plan, old, new)
    assert fresh.comparison(plan, old, new) != Lineage(three_updates).comparison(plan, old, new)


def test_updates_that_do_not_follow_each_other_can_be_compared(lineage: Lineage, plan: Plan) -> None:
    comparison = lineage.comparison(plan, plan.updates[0], plan.latest)
    assert comparison.of_old[key(plan, FIRST, "1.1")].new_reference == "1.2"
    assert comparison.of_new[key(plan, THIRD, "3.2")].status == (RowStatus.NEW,)


def test_a_plan_with_one_update_has_no_history() -> None:
    only = Library(library().documents[:1])
    row = only.plans[0].latest.rows[0]
    assert Lineage(only).history(row.key) == ()
    assert Lineage(only).since(row.key) == ()


def test_the_watch_list_is_that_of_the_day(lineage: Lineage, plan: Plan) -> None:
    carried = [entry for entry in lineage.watch_list(plan, date(2026, 4, 1)) if entry.concern is Concern.CARRIED_OVER]
    assert {entry.row.update for entry in carried} == {THIRD}
    assert any(entry.since == FIRST for entry in carried)
    early, late = (
        sum(entry.concern is Concern.DATE_PASSED for entry in lineage.watch_list(plan, day))
        for day in (date(2025, 1, 1), date(2030, 1, 1))
    )
    assert early == 0 < late
