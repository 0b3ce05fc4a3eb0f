"""Two subjects under the same headings, numbered through."""

from __future__ import annotations

from datetime import date

from assistant import Assistant
from assistant.briefing.beside import beside
from assistant.briefing.subject import Subject
from tests.fictional.play_plan import PLAN, both
from tests.word_index import WordIndex

ASSISTANT = Assistant(WordIndex(both()))
SWINGS_AND_TREES = beside(ASSISTANT.briefer(date(2026, 11, 28)), Subject(reference="1.1"), Subject(category="Trees"))


def test_both_sides_stand_under_the_same_headings() -> None:
    found = {shared.heading: shared.sides for shared in SWINGS_AND_TREES.shared}
    assert list(found) == [
        "Priorities",
        "Planned",
        "Done so far",
        "Lead, dates and status",
        "No longer stated",
        "Dates",
        "Not stated",
    ]
    planned = [[entry.line.citation.quote for entry in side if entry.line] for side in found["Planned"]]
    assert planned[1] == ["Plant 40 trees"]
    assert planned[0][0] == "Renew the swings at Mill Green"
    assert found["No longer stated"][1] == ()
    assert [entry.remark for entry in found["Not stated"][1]] == ["what it costs"]


def test_numbers_go_on_from_one_side_to_the_other() -> None:
    assert [line.number for line in SWINGS_AND_TREES.lines] == list(range(1, len(SWINGS_AND_TREES.lines) + 1))
    assert max(line.number for line in SWINGS_AND_TREES.sides[0].lines) < SWINGS_AND_TREES.sides[1].lines[0].number


def test_sides_on_the_same_words_are_told_apart_by_their_plans() -> None:
    assert SWINGS_AND_TREES.names == ("1.1", "Trees")
    same = beside(ASSISTANT.briefer(date(2026, 11, 28)), Subject("swings", PLAN), Subject("swings", PLAN))
    assert same.names == (f"Swings, {PLAN}", f"Swings, {PLAN}")


def test_a_question_that_compares_is_answered_from_both_sides() -> None:
    answer = ASSISTANT.ask("Compare the swings and the saplings")
    assert {claim.note for claim in answer.claims} == {"Swings", "Saplings"}
