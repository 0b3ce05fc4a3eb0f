"""Raised marks, and what was left out: the rule that all formats share."""

from __future__ import annotations

import pytest

from corpus.readers.styled_text import Flow, SetAside, Why, attached
from corpus.records import Location, Severity


@pytest.mark.parametrize(
    ("before", "raised", "after"),
    [
        ("We opened 4", "1", "We opened 4 (1)"),
        ("young people", "2", "young people (2)"),
        ("fell.", "12", "fell. (12)"),
        ("the total ", "3", "the total (3)"),
        ("costs", "[a]", "costs (a)"),
        ("10", "6", "10 (6)"),
        ("the 1", "st", "the 1st"),
        ("the 22", "nd", "the 22nd"),
        ("120 m", "2", "120 m²"),
        ("km", "2", "km²"),
        ("µg/m", "3", "µg/m³"),
        ("30 ft", "2", "30 ft²"),
        ("£4m", "2", "£4m (2)"),  # a note on a sum of millions
        ("took part in", "2", "took part in (2)"),
        ("the team", "2", "the team (2)"),
        ("Warmer Homes", "™", "Warmer Homes™"),
        ("", "1", "1 "),  # the number of a note, in front of it
    ],
)
def test_what_is_raised_is_never_part_of_the_figure_or_word_before_it(before: str, raised: str, after: str) -> None:
    assert before + attached(before, raised) == after


def test_a_mark_that_comes_in_pieces_is_one_and_the_text_goes_on_after_a_space() -> None:
    flow = Flow()
    for text, raised in (("153", False), ("2", True), (",", True), ("3", True), ("places", False), (".", False)):
        flow.add(text, raised=raised)
    assert flow.text == "153 (2,3) places."
    assert flow.marks == ["2,3"]


def test_what_is_left_out_is_said_once_for_each_place_and_reason() -> None:
    aside = SetAside()
    here, there = Location("plan.docx", line=1), Location("plan.docx", line=2)
    aside.add(Why.CROSSED_OUT, here, "900", "old")
    aside.add(Why.CROSSED_OUT, here, "words")
    aside.add(Why.INVISIBLE, there, "  ")
    aside.add(Why.RAISED, there, "1")
    assert [(problem.severity, problem.location, problem.seen) for problem in aside.problems()] == [
        (Severity.NOTE, here, "crossed-out words: “900 old words”"),
        (Severity.NOTE, there, "raised marks: “1”"),
    ]
    assert [block.text for block in aside.blocks()] == ["900 old", "words"]  # the mark is still in the text
