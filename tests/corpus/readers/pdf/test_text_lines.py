"""Words of a page to lines."""

from __future__ import annotations

from corpus.readers.pdf.page import Box, Word
from corpus.readers.pdf.text_lines import lines_of


def word(text: str, left: float, base: float) -> Word:
    return Word(text, Box(left, base - 8, left + 5 * len(text), base + 2), 10)


def test_a_numeral_half_way_down_a_title_of_two_lines_stands_in_front_of_it() -> None:
    title = [word("Open", 80, 100), word("repair", 105, 100), word("cafes", 80, 112)]
    assert [line.text for line in lines_of([*title, word("W1", 50, 106)])] == ["W1 Open repair", "cafes"]
    assert [line.text for line in lines_of([*title, word("all", 50, 106)])] == ["Open repair", "all", "cafes"]
    assert [line.text for line in lines_of([*title, word("W1", 120, 106)])] == ["Open repair", "W1", "cafes"]
