"""What isn't said of which plan or row is meant: found out, or told. The plans are FICTIONAL."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Status
from index import build, load_encoder, open_index
from tests.places import MODELS

ORCHARDS = """# Hollin Vale Orchards Plan (FICTIONAL)

| Ref | Action | Lead | Due | Health | Latest |
|---|---|---|---|---|---|
| O1 | Plant plum trees at the lido | Parks Lead | June 2024 | On course | 41 volunteers came. Both saws were stolen. |
| O2 | Prune the old pear trees | Tree Officer | 31 January 2026 | Stalled | The pruners left for another council. |
| O3 | Open the cider press | Parks Lead | 31 March 2026 | Stalled | The press has no guard. |
"""
PATHS = """# Hollin Vale Rights of Way and Biodiversity Plan, 2025 update (FICTIONAL)

| Ref | Action | Lead | Deadline | Capital £k | Spent to date (£) | Latest |
|---|---|---|---|---|---|---|
| W1 | Mend the footbridge at Quarrel Mill | Path Officer | November 2025 | 96 | £41,000 | It was closed in May. |
| W2 | Print six walks | Map Officer | December 2025 | 7 | £6,500 | The Fox and Otter sold 90 maps. |
"""
PATHS_BEFORE = PATHS.replace("2025 update", "2024 update").replace("Mend the footbridge", "Inspect the footbridge")
BUSES = """# Hollin Vale Night Buses Plan (FICTIONAL)

| Ref | Action | Manager | State | Latest |
|---|---|---|---|---|
| B1 | Run a bus after midnight from the lido | Transport Lead | Done | 212 people rode in the first week. |
| B2 | Light the stops at the lido | Transport Lead | Going | Nine of 14 stops have lamps. |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("plans")
    (root / "documents").mkdir()
    (root / "documents" / "orchards.md").write_text(ORCHARDS, "utf-8")
    (root / "documents" / "buses.md").write_text(BUSES, "utf-8")
    (root / "documents" / "paths_2025.md").write_text(PATHS, "utf-8")
    (root / "documents" / "paths_2024.md").write_text(PATHS_BEFORE, "utf-8")
    build(root / "documents", root / "index", encoder=lambda: load_encoder("", MODELS))
    return Assistant(open_index(root / "index", lambda: load_encoder("", MODELS)), root / "documents")


def test_a_list_is_read_from_the_plan_that_is_found_for_it_and_what_was_not_understood_is_named(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("whats stalled for fruit growing orchards, list them")
    assert [each.reference for each in answer.citations] == ["O2", "O3"]
    assert answer.status is Status.PARTIAL
    assert "fruit" in answer.missing, answer.text
    assert "orchards" not in answer.missing  # the plan is called so


def test_a_sentence_is_quoted_with_those_around_it_and_set_off(assistant: Assistant) -> None:
    claim = assistant.ask("When were the saws stolen?").claims[0]
    assert claim.text == "41 volunteers came. Both saws were stolen."
    assert claim.said == "Both saws were stolen."


def test_of_several_rows_whose_titles_fit_which_is_meant_is_not_guessed(assistant: Assistant) -> None:
    answer = assistant.ask("What is the state of the lido ones?")
    assert len({each.row_key for each in answer.citations}) > 1
    assert answer.status is Status.PARTIAL


@pytest.mark.parametrize(
    "question",
    [
        "which rights of way actions are due before January 2026",  # "of" and "way" tell nothing by themselves
        "rights of way 2025: what is due before January 2026",
        "rights of way + biodiv actions due before January 2026",
    ],
)
def test_a_plan_is_named_by_words_of_its_name_in_a_row_or_cut_short(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert [each.reference for each in answer.citations] == ["W1", "W2"]
    assert answer.status is Status.ANSWERED, answer.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [("what is due in December 2025", ["W2"]), ("which of the actions are due in 2025", ["W1", "W2"])],
)
def test_a_date_is_one_though_an_update_has_its_year_for_a_name(
    assistant: Assistant, question: str, expected: list[str]
) -> None:
    assert [each.reference for each in assistant.ask(question).citations] == expected


def test_what_may_ask_for_changes_is_searched_for_where_nothing_changed(assistant: Assistant) -> None:
    answer = assistant.ask("what happened to the Fox and Otter?")
    assert "90 maps" in answer.text


def test_a_cell_that_is_found_both_ways_is_quoted_once(assistant: Assistant) -> None:
    answer = assistant.ask("deadline for printing six walks")
    assert [each.quote for each in answer.citations].count("December 2025") == 1


def test_what_something_has_cost_so_far_is_what_is_spent_and_no_budget(assistant: Assistant) -> None:
    answer = assistant.ask("how much has the footbridge at Quarrel Mill cost so far")
    assert answer.citations[0].quote == "£41,000"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("in the 2025 rights of way plan which action has the highest capital", ["W1"]),  # "£k" is no word of it
        ("which jobs have the orchards stalled", ["O2", "O3"]),  # nothing but the plan's name is left
    ],
)
def test_the_latest_update_named_is_no_earlier_one_and_words_left_may_name_the_plan(
    assistant: Assistant, question: str, expected: list[str]
) -> None:
    answer = assistant.ask(question)
    assert [each.reference for each in answer.citations] == expected
    assert answer.citations[0].update in ("", "2025")
    assert answer.status is Status.ANSWERED, answer.text


def test_two_statuses_that_are_both_denied_both_keep_rows_out(assistant: Assistant) -> None:
    answer = assistant.ask("which orchards actions are neither stalled nor done")
    assert [each.reference for each in answer.citations] == ["O1"]


def test_owners_that_a_fact_is_about_are_no_column(assistant: Assistant) -> None:
    answer = assistant.ask("what price were we asking plum tree owners to pay")
    assert all(each.column != "Lead" for each in answer.citations) or answer.status is not Status.ANSWERED


def test_words_of_another_plans_titles_empty_no_list_of_an_owners_rows(assistant: Assistant) -> None:
    answer = assistant.ask("which jobs has the Path Officer got at the press")  # the orchards have a cider press
    assert [each.reference for each in answer.citations] == ["W1"]
    assert "press" in answer.missing


def test_a_sum_in_a_column_of_costs_is_one(assistant: Assistant) -> None:
    answer = assistant.ask("how much is the quarrel mill footbridge costing")
    assert "amount of money" not in answer.missing


def test_where_no_plan_has_an_earlier_update_nothing_is_listed_as_changed(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "orchards.md").write_text(ORCHARDS, "utf-8")
    build(tmp_path / "documents", tmp_path / "index", encoder=lambda: load_encoder("", MODELS))
    alone = Assistant(open_index(tmp_path / "index", lambda: load_encoder("", MODELS)), tmp_path / "documents")
    answer = alone.ask("what has changed since last year")
    assert answer.status is not Status.ANSWERED
    assert "only one update" in answer.understood


def test_what_was_due_is_asked_of_a_plan_with_one_update_though_another_has_two(assistant: Assistant) -> None:
    answer = assistant.ask("Which orchards tasks were due before 1 December 2025?")
    assert [each.reference for each in answer.citations] == ["O1"]
    assert answer.status is Status.ANSWERED


def test_a_column_that_is_called_by_its_name_answers_before_the_texts(assistant: Assistant) -> None:
    answer = assistant.ask("the old pear trees, what health is that in")
    assert answer.citations[0].quote == "Stalled"


def test_a_denial_that_nothing_was_made_of_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("orchards, tasks that have cost nothing so far")
    assert answer.status is not Status.ANSWERED
    assert "nothing" in answer.missing


def test_what_only_a_list_answers_is_answered_by_no_text_that_is_like_it(assistant: Assistant) -> None:
    answer = assistant.ask("Which lido has the most volunteers?")
    assert answer.status is not Status.ANSWERED
