"""Words of a text: figures however they are grouped, acronyms that are everyday words, and those without a topic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.words import cut, is_telling, stem


def stems(text: str) -> list[str]:
    return [stem(word) for word, _, _ in cut(text)]


@pytest.mark.parametrize("written", ["1204", "1,204", "1 204", "1\u202f204", "£1,204", "£1204", "(1,204)"])
def test_a_figure_is_one_word_however_it_is_grouped(written: str) -> None:
    assert stems(f"It holds {written} pupils") == ["it", "hold", "1204", "pupil"]


@given(st.integers(0, 10**15))
def test_every_grouping_of_a_number_has_the_same_stem(number: int) -> None:
    assert stems(f"{number:,}") == [str(number)]


def test_a_number_in_words_is_its_figure() -> None:
    assert stems("Six of twelve, one left") == ["6", "of", "12", "one", "left"]


def test_figures_side_by_side_are_not_one() -> None:
    assert stems("in 2024, 300 staff") == ["in", "2024", "300", "staff"]
    assert stems("12,34") == ["12", "34"]
    assert stems("rows 1, 2,345 and 4.300") == ["row", "1", "2345", "and", "4", "300"]


def test_a_function_word_in_capitals_is_an_acronym() -> None:
    assert stems("the IT team, and it works") == ["the", "IT", "team", "and", "it", "work"]
    assert [is_telling(word) for word in ("IT", "it")] == [True, False]


def test_a_text_all_in_capitals_has_no_acronyms() -> None:
    assert stems("WHAT IT IS FOR") == stems("what it is for")


@given(st.text(max_size=200))
def test_words_stand_where_they_are_said_to(text: str) -> None:
    for word, start, end in cut(text):
        assert text[start:end].lower() == word.lower()
