"""Lines of a cell to blocks."""

from __future__ import annotations

import pytest

from corpus.readers.fragments import tidy
from corpus.readers.lines import Breaks, blocks_of_lines
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
        ("Kit Vale\n(clerk)", [("p", "Kit Vale (clerk)")]),
        ("(a) First action\n(b) Second action", [("b", "(a) First action"), ("b", "(b) Second action")]),
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
        ("One line\nand more", ["One line and more"]),
        ("Work with the\nNorth Area", ["Work with the North Area"]),
        ("Ten wardens were hired.\nStaff are trained.", ["Ten wardens were hired.", "Staff are trained."]),
        ("Homes by Dr.\nSmith are warm.\nand dry", ["Homes by Dr. Smith are warm. and dry"]),
        (
            "Recruit ten wardens\nTrain staff in damp\nReview the rates",
            ["Recruit ten wardens", "Train staff in damp", "Review the rates"],
        ),
        ("Wells dug by\nMay 2026 at the latest", ["Wells dug by May 2026 at the latest"]),
        (
            "Children in Care,\nCare Leavers and\nTheir Many Homes",
            ["Children in Care, Care Leavers and Their Many Homes"],
        ),
    ],
)
def test_lines_that_need_not_begin_anything_are_one_paragraph_but_for_sentences_and_lists(
    text: str, blocks: list[str]
) -> None:
    for breaks in (Breaks.TYPED, Breaks.WRAPPED):
        assert [block.text for block in blocks_of_lines(text, WHERE, breaks)] == blocks


@pytest.mark.parametrize(
    "text",
    [
        "Idris Vane\nOona Hale",
        "May 2026: two wells dug\nNov 25: Pumps ordered",
        "By 4 May 2026 wells are dug\n9/5/26 pumps came",
    ],
)
def test_wholes_on_lines_that_somebody_typed_are_several_and_on_wrapped_ones_one(text: str) -> None:
    assert [block.text for block in blocks_of_lines(text, WHERE, Breaks.TYPED)] == text.split("\n")
    assert [block.text for block in blocks_of_lines(text, WHERE, Breaks.WRAPPED)] == [text.replace("\n", " ")]


def test_tidy_takes_invisible_marks_out_of_words() -> None:
    assert tidy("pla\u00adces\u00a0 in\u2011house\ufeff ") == "places in-house"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("ﬁnance the oﬃce", "finance the office"),
        ("cafe\u0301 nai\u0308ve", "café naïve"),
        ("\uff26\uff35\uff2c\uff2c", "FULL"),
        ("40 m² and ½ a mile", "40 m² and ½ a mile"),
        ("A c t i o n s", "Actions"),
        ("The  P r o g r e s s  so far", "The Progress so far"),
        ("options A B C D E", "options A B C D E"),
        ("join\u2060ed soft\u00adly", "joined softly"),
    ],
)
def test_letters_are_brought_to_one_form_and_words_typed_apart_made_whole(typed: str, read_as: str) -> None:
    assert tidy(typed) == read_as


@pytest.mark.parametrize("text", ["o Find homes\no Keep homes", "Aims:\no find homes\no keep homes", "o Find homes"])
def test_rings_typed_as_the_letter_o_are_bullets(text: str) -> None:
    blocks = [block for block in blocks_of_lines(text, WHERE) if block.kind is BlockKind.BULLET]
    assert [block.text.lower() for block in blocks] in (["find homes", "keep homes"], ["find homes"])
    assert {block.level for block in blocks} == {0}


def test_an_o_that_goes_on_with_a_sentence_is_no_bullet() -> None:
    blocks = blocks_of_lines("Will\no clock tells", WHERE)
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH]


def test_a_figure_below_nought_typed_with_a_space_keeps_its_sign() -> None:
    assert [(block.text, block.kind) for block in blocks_of_lines("- 27.5%", WHERE)] == [
        ("- 27.5%", BlockKind.PARAGRAPH)
    ]
    assert [block.text for block in blocks_of_lines("- 27 homes", WHERE)] == ["27 homes"]
