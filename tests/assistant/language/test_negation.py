"""What a text says was not done."""

from __future__ import annotations

import pytest

from assistant.language.negation import asks_for_none, contradicts, denied, denies
from assistant.language.words import stem


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Four families could not be found.", {"found"}),
        ("No budget was found for 2025.", {"found"}),
        ("Nobody applied, so the post was opened again.", {"applied"}),
        ("The survey hasn't started", {"started"}),
        ("It was built without a lift", set()),
        ("Not only was it built, it was painted too.", set()),
        ("The path was built but not opened", {"opened"}),
    ],
)
def test_what_is_denied(text: str, stems: set[str]) -> None:
    assert denied(text) == {stem(each) for each in stems}


def test_a_text_contradicts_what_it_denies_and_a_denial_what_it_affirms() -> None:
    assert contradicts("How many were found?", "Three were not found")
    assert contradicts("How many were not found?", "Nine were found")
    assert not contradicts("How many were not found?", "Three were not found")
    assert not contradicts("How many were found?", "Nine were found, three had moved")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how many were missed", True),
        ("how many have still to be found", True),
        ("how many days were lost to gales", True),
        ("how many texts about cancellations were sent", False),
        ("total days lost", False),
    ],
)
def test_whether_those_are_asked_for_of_which_something_is_not_so(question: str, expected: bool) -> None:
    assert asks_for_none(question) is expected


def test_whether_a_text_denies_anything() -> None:
    assert denies("Consent has not been given.")
    assert not denies("Consent has been given.")
