"""Cells to items."""

from __future__ import annotations

from corpus.language.wording import Wording, begins_midway, is_unfinished
from corpus.readers.fragments import blocks_of
from corpus.records import Location
from corpus.tables.items import ColumnHabit, Piece, items_of, sentences, split_list

FIRST, SECOND = Location("plan.txt", line=4), Location("plan.txt", line=9)
EXTRACTED = ColumnHabit(listed=True, extracted=True)
WORDS = Wording.of(["We review and train and open and recruit"], ["Review of pay", "Review of posts"])


def items(*cells: str, habit: ColumnHabit = EXTRACTED) -> list[str]:
    """The items of cells that follow one another over pages."""
    return [item.text for item in items_of(pieces(*cells), WORDS, habit)]


def pieces(*cells: str) -> list[Piece]:
    places = [FIRST] + [SECOND] * len(cells)
    return [
        Piece(blocks_of(cell, where), where, cut=bool(number))
        for number, (cell, where) in enumerate(zip(cells, places, strict=False))
    ]


def test_marked_bullets_are_items_as_they_are() -> None:
    assert items("• One. Two. • Three") == ["One. Two.", "Three"]


def test_an_item_cut_by_a_page_is_one_item_with_both_places() -> None:
    (first, second) = items_of(pieces("• We met in", "the spring • Then we left"), WORDS, EXTRACTED)
    assert (first.text, first.places) == ("We met in the spring", (FIRST, SECOND))
    assert (second.text, second.location) == ("Then we left", SECOND)


def test_a_hyphen_at_the_cut_stays_and_joins() -> None:
    assert items("• Support for in-", "house staff • End") == ["Support for in-house staff", "End"]


def test_a_figure_goes_on_with_an_item_that_has_no_end() -> None:
    assert items("• Open before March", "2026 for all") == ["Open before March 2026 for all"]


def test_a_marked_bullet_after_the_cut_begins_anew() -> None:
    assert items("• Open one", "• Close one") == ["Open one", "Close one"]


def test_lost_bullets_are_split_at_sentence_ends_and_marked_as_a_guess() -> None:
    found = items_of(
        pieces("<ul>Mr. Hill met the board in May. It agreed at 3.5% etc. The work goes on.</ul>"), WORDS, EXTRACTED
    )
    assert [item.text for item in found] == [
        "Mr. Hill met the board in May.",
        "It agreed at 3.5% etc.",
        "The work goes on.",
    ]
    assert all(item.guessed for item in found)


def test_lost_bullets_without_full_stops_are_split_before_likely_beginnings() -> None:
    text = "Recruit more staff for the hubs Review of the carers who left Train the staff who stay"
    assert split_list(text, WORDS) == [
        "Recruit more staff for the hubs",
        "Review of the carers who left",
        "Train the staff who stay",
    ]


def test_names_in_mid_sentence_are_no_beginnings() -> None:
    text = "Agreed with the Head of Service and Leeds City Council that St Mary Academy can open"
    assert split_list(text, WORDS) == [text]


def test_a_true_grids_cell_without_bullets_stays_whole() -> None:
    text = "We met in May. We left in June."
    assert items(text, habit=ColumnHabit(listed=True, extracted=False)) == [text]


def test_sentences_joined_are_the_text_again() -> None:
    text = "It won the FAB! Awards in 2024/25. Fees rose by 4.5%. Ms. Lee (the lead) agreed! we saw."
    assert " ".join(sentences(text)) == text
    assert sentences(text)[0] == "It won the FAB! Awards in 2024/25."


def test_ends_and_beginnings() -> None:
    assert is_unfinished("Support for the")
    assert is_unfinished("beds,")
    assert not is_unfinished("Support ended")
    assert begins_midway("(and more")
    assert not begins_midway("More")
    assert not begins_midway("")


def test_a_text_without_a_mark_at_a_pages_top_is_no_item_where_bullets_mark_these() -> None:
    marked = ColumnHabit(listed=True, extracted=False)
    assert items("• Head of Housing Business", "Partner", habit=marked) == ["Head of Housing Business Partner"]
    assert items("• Cooked.", "Partner", habit=marked) == ["Cooked.", "Partner"]


def test_words_that_lead_on_leave_a_text_unfinished() -> None:
    assert is_unfinished("Open a hub in the old library so that")
    assert is_unfinished("Train mentors who")
    assert not is_unfinished("Decide what children will have a say in, and when")
