"""Updates by their names, by parts of these and by years; the plans are made up."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.questions.naming.schema import Schema
from assistant.questions.naming.updates import UpdateNames
from assistant.questions.parsing import parse
from assistant.questions.query import Role
from assistant.questions.times import Time
from tests.fictional.parks_and_streets import ROWS, plan_of

YEARLY = plan_of("Parks Plan", ROWS, ("2023-24", "2024-25"))
MONTHLY = plan_of("Streets Plan", (), ("March 2023", "Year 2, March 2024", "June 2025"))
UPDATES = UpdateNames((YEARLY, MONTHLY))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what was late in the 23/24 update", {"2023-24"}),
        ("what was late in 2024-25", {"2024-25"}),
        ("the splash pad in year 2", {"Year 2, March 2024"}),  # a part that no other is called by
        ("the splash pad back in 2025", {"June 2025"}),  # the only one of its year
        ("the splash pad in the 2025 one", {"June 2025"}),
        ("what is due in July 2025", set()),
        ("what was said of 2022", set()),
    ],
)
def test_an_update_is_named_in_whatever_way_it_is_written(text: str, expected: set[str]) -> None:
    assert {each.value for each in UPDATES.readings(text)} == expected


def test_an_update_since_which_something_changed_is_only_compared_with() -> None:
    assert {each.role for each in UPDATES.readings("what has changed since 2023-24")} == {Role.WHEN}
    assert {each.role for each in UPDATES.readings("what was late in 2023-24")} == {Role.UPDATE}


def test_updates_of_several_plans_that_are_called_the_same_are_all_meant() -> None:
    toilets = plan_of("Toilets Plan", (), ("2025",))
    schema = Schema((toilets, MONTHLY), ())
    assert parse("the splash pad in the 2025 update", schema).updates == {"2025", "June 2025"}


def test_two_updates_of_a_plan_that_are_both_named_are_both_meant() -> None:
    schema = Schema((plan_of("Parks Plan", ROWS, ("2024", "2025")),), ROWS)
    assert parse("splash pad, 2024 against 2025", schema, today=date(2026, 4, 2)).time is Time.BOTH
    assert schema.update_names.are_of_one_plan(["2024", "2025"])
    assert not UPDATES.are_of_one_plan(["2024-25", "June 2025"])


def test_the_latest_update_is_so_of_every_plan_that_has_one_of_its_name() -> None:
    shared = UpdateNames((YEARLY, plan_of("Bridges Plan", (), ("2024-25", "2025-26"))))
    assert UPDATES.is_latest("2024-25")
    assert not UPDATES.is_latest("2023-24")
    assert not shared.is_latest("2024-25")
    assert not UPDATES.is_latest("2030")
