"""Lines of a cell to blocks."""

from __future__ import annotations

import pytest

from corpus.readers.lines import blocks_of_lines, tidy
from corpus.records import BlockKind, Location

WHERE = Location("plan.xlsx", line=7)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("• one\n• two", [("b", "one"), ("b", "two")]),
        ("Intro:\n- one\n- two", [("p", "Intro:"), ("b", "one"), ("b", "two")]),
        ("– 5 May\n—\tjoined", [("b", "5 May"), ("b", "joined")]),
        ("-5% since May", [("p", "-5% since May")]),
        ("• one • two", [("b", "one"), ("b", "two")]),
        ("•\none\n•\ntwo", [("b", "one"), ("b", "two")]),
        ("• cut by a\nnew line", [("b", "cut by a new line")]),
        ("First action\nSecond action", [("p", "First action"), ("p", "Second action")]),
        ("1. one\n2. two", [("b", "1. one"), ("b", "2. two")]),
        ("1. Homes", [("p", "1. Homes")]),
        ("✓", [("p", "✓")]),
        ("✓ bought\n✗ sold", [("b", "✓ bought"), ("b", "✗ sold")]),
        ("☑ bought ☐ sold", [("b", "☑ bought"), ("b", "☐ sold")]),
        (" \n\u200b\n", []),
    ],
)
def test_blocks_by_line(text: str, blocks: list[tuple[str, str]]) -> None:
    kinds = {BlockKind.BULLET: "b", BlockKind.PARAGRAPH: "p"}
    assert [(kinds[block.kind], block.text) for block in blocks_of_lines(text, WHERE)] == blocks


def test_depth_is_how_far_a_bullet_is_set_in() -> None:
    text = "• a\n    • b\no\tc\n• d"
    assert [(b.text, b.level) for b in blocks_of_lines(text, WHERE)] == [("a", 0), ("b", 1), ("c", 1), ("d", 0)]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One line\nAnd more", ["One line And more"]),
        ("Ten wardens were hired.\nStaff are trained.", ["Ten wardens were hired.", "Staff are trained."]),
        ("Homes by Dr.\nSmith are warm.\nand dry", ["Homes by Dr. Smith are warm. and dry"]),
        (
            "Recruit ten wardens\nTrain staff in damp\nReview the rates",
            ["Recruit ten wardens", "Train staff in damp", "Review the rates"],
        ),
        (
            "Children in Care,\nCare Leavers and\nTheir Many Homes",
            ["Children in Care, Care Leavers and Their Many Homes"],
        ),
    ],
)
def test_soft_lines_are_one_paragraph_but_for_sentences_and_lists(text: str, blocks: list[str]) -> None:
    assert [block.text for block in blocks_of_lines(text, WHERE, soft=True)] == blocks


def test_tidy_takes_invisible_marks_out_of_words() -> None:
    assert tidy("pla\u00adces\u00a0 in\u2011house\ufeff ") == "places in-house"
