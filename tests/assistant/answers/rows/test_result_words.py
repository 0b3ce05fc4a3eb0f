"""What is said around rows that were picked."""

from __future__ import annotations

from assistant.answers.rows.result_words import in_plans


def test_a_few_plans_are_named_with_their_numbers_and_many_are_counted() -> None:
    assert in_plans(["Homes Plan", "Roads Plan", "Homes Plan"]) == ": 2 in Homes Plan; 1 in Roads Plan"
    assert in_plans(["Homes Plan"]) == ""
    assert in_plans(f"Plan {number}" for number in range(9)) == ", in 9 plans"
