"""Numerals in front of headings."""

from __future__ import annotations

import pytest

from corpus.language.numerals import Numeral, Style, counts_on, following, parse, split, word_before


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("ii", Numeral("ii", Style.ROMAN, 2)),
        ("IV", Numeral("IV", Style.ROMAN, 4)),
        ("(a)", Numeral("a", Style.LETTER, 1)),
        ("4.", Numeral("4", Style.ARABIC, 4)),
        ("1.12", Numeral("1.12", Style.DOTTED, 12)),
        ("CP-07", Numeral("CP-07", Style.CODE, 7)),
        ("A.1(ii)", Numeral("A.1(ii)", Style.CODE, 2)),
        ("[CAB/26/011]", Numeral("CAB/26/011", Style.CODE, 11)),
        ("1a", Numeral("1a", Style.PART, 1)),
        ("2.1b", Numeral("2.1b", Style.PART, 2)),
        ("4.b", Numeral("4.b", Style.PART, 2)),
        ("4.ii", Numeral("4.ii", Style.PART, 2)),
        ("4.i", Numeral("4.i", Style.PART, 1)),
        ("7(b)", Numeral("7(b)", Style.PART, 2)),
        ("2.1(iv)", Numeral("2.1(iv)", Style.PART, 4)),
    ],
)
def test_a_cell_that_is_a_numeral(text: str, numeral: Numeral) -> None:
    assert parse(text) == numeral


@pytest.mark.parametrize("text", ["", "1,200", "2023", "TBC", "Ongoing", "12%", "£4"])
def test_a_cell_that_is_no_numeral(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("ii Care leavers are ready", "ii", "Care leavers are ready"),
        ("1.2 Publish the offer", "1.2", "Publish the offer"),
        ("Priority 2: Warm homes", "2", "Warm homes"),
        ("Priority 2: warm homes", "2", "warm homes"),
        ("a) ask every school", "a", "ask every school"),
        ("A1 Play", "A1", "Play"),
        ("1b Play", "1b", "Play"),
        ("P1-A2 Play", "P1-A2", "Play"),
        ("4.b Play", "4.b", "Play"),
        ("3.1 101 calls are answered", "3.1", "101 calls are answered"),
    ],
)
def test_a_numeral_in_front_of_a_heading(text: str, number: str, rest: str) -> None:
    numeral, words = split(text)
    assert numeral is not None
    assert (numeral.text, words) == (number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "A plan for all",
        "I will",
        "18 weeks wait",
        "2023-24 update",
        "COVID 19 recovery",
        "vi",
        "101 24-hour lines",
        "2.5 million calls",
        "Outcome 22 used consistently",
    ],
)
def test_words_and_figures_that_are_no_numeral(text: str) -> None:
    assert split(text) == (None, text)


@pytest.mark.parametrize(
    ("style", "value", "like", "text"),
    [
        (Style.ROMAN, 4, "iii", "iv"),
        (Style.PART, 3, "4.ii", "4.iii"),
        (Style.PART, 3, "4.b", "4.c"),
        (Style.ROMAN, 9, "VIII", "IX"),
        (Style.LETTER, 3, "B", "C"),
        (Style.DOTTED, 4, "2.3", "2.4"),
        (Style.CODE, 10, "CP-9", "CP-10"),
        (Style.ARABIC, 5, "", "5"),
    ],
)
def test_the_numeral_that_comes_next_looks_like_the_others(style: Style, value: int, like: str, text: str) -> None:
    assert following(style, value, like) == text


def test_the_word_that_names_a_numeral() -> None:
    assert word_before("Priority 2: Warm homes") == "Priority"
    assert word_before("2 Warm homes") == ""


@pytest.mark.parametrize("text", ["1 September 2025", "3 Feb 26", "31 March"])
def test_the_day_of_a_date_is_no_numeral(text: str) -> None:
    assert split(text) == (None, text)


def test_a_month_in_a_title_doesnt_hide_its_numeral() -> None:
    numeral, rest = split("4 March against poverty")
    assert numeral is not None
    assert (numeral.text, rest) == ("4", "March against poverty")


def test_labels_beside_each_other_count() -> None:
    for pair in (("Q1", "Q2"), ("2030/31", "2031/32"), ("2031", "2030"), ("Dec", "January")):
        assert counts_on(*pair), pair
    for pair in (("Q4", "Target"), ("2030", "2032"), ("May", "April"), ("Lead", "When")):
        assert not counts_on(*pair), pair
