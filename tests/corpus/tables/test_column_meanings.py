"""What a column's heading usually means."""

from __future__ import annotations

import pytest

from corpus.tables.column_meanings import Meaning, meaning_of


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("Theme", Meaning.GROUP),
        ("Service area", Meaning.GROUP),
        ("Strategic objectives", Meaning.AIM),
        ("What we will do", Meaning.ACTION),
        ("RECOMMENDATION", Meaning.ACTION),
        ("By when?", Meaning.ABOUT),
        ("BRAG", Meaning.ABOUT),
        ("Fragile places", Meaning.OPEN),
    ],
)
def test_usual_headings(label: str, meaning: Meaning) -> None:
    assert meaning_of(label) is meaning


@pytest.mark.parametrize("label", ["Action owner", "Outcome measure", "Progress against priority", "Theme lead"])
def test_what_a_heading_says_of_another_comes_first(label: str) -> None:
    assert meaning_of(label) is Meaning.ABOUT
