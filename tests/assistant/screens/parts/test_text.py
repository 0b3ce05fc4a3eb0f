"""Words of documents and users are shown as they are written."""

from __future__ import annotations

from html import unescape

import pytest

from assistant.screens.parts.text import count, escape, holds_all, marked, quote_range, shortened, word_ranges

HOSTILE = "![x](http://evil.example/x.png) <img src=x onerror=alert(1)> **b** `c` $x$ :red[a] # h _i_ & ‘q’ é"


def test_escaped_text_reads_the_same_and_holds_no_mark() -> None:
    safe = escape(HOSTILE)
    assert unescape(safe) == HOSTILE
    assert not set("<>![]()`*_$\"'") & set(safe)


def test_characters_that_turn_words_about_are_left_out() -> None:
    assert escape("plan\u202etxt.exe") == "plantxt&#46;exe"


def test_marks_stand_around_the_ranges_and_the_rest_is_escaped() -> None:
    assert marked("a <b> c", [(2, 5)]) == "a <mark>&#60;b&#62;</mark> c"


@pytest.mark.parametrize("ranges", [[(0, 3), (2, 5)], [(2, 5), (0, 2)], [(-4, 5)], [(0, 5), (1, 2)]])
def test_ranges_that_touch_become_one_mark(ranges: list[tuple[int, int]]) -> None:
    assert marked("abcdefg", ranges) == "<mark>abcde</mark>fg"


def test_ranges_outside_the_text_mark_nothing() -> None:
    assert marked("abc", [(3, 9), (2, 2)]) == "abc"


def test_a_quote_is_found_over_white_space_of_another_kind() -> None:
    text = "Since April,\n 41 referrals (NTS)."
    ((start, end),) = quote_range(text, "41 referrals (NTS)")
    assert text[start:end] == "41 referrals (NTS)"
    assert quote_range(text, "April, 41") != []


def test_a_quote_that_does_not_stand_there_marks_nothing() -> None:
    assert quote_range("41 referrals", "42 referrals") == []
    assert quote_range("41 referrals", "") == []


def test_words_are_found_whatever_their_case() -> None:
    assert word_ranges("Foster carers fostering", ["foster"]) == [(0, 6), (14, 20)]
    assert word_ranges("Foster", []) == []


def test_words_are_found_where_words_begin() -> None:
    assert word_ranges("placements (NTS)", ["nts"]) == [(12, 15)]
    assert holds_all("placements (NTS) of £20", ["nts", "£20", "place"])
    assert not holds_all("placements", ["nts"])


def test_counts_agree_with_their_noun() -> None:
    assert [count(number, "item") for number in (0, 1, 12_000)] == ["0 items", "1 item", "12,000 items"]


def test_a_long_text_is_cut_at_a_words_end() -> None:
    assert shortened("Increase the number of families", 16) == "Increase the…"
    assert shortened("Short", 16) == "Short"
