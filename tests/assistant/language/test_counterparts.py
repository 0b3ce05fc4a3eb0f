"""What a question's wording calls for in an answer's."""

from __future__ import annotations

import pytest

from assistant.language.counterparts import called_for, given


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("Hand over to the town council in April 2026.", False),
        ("The market will return in spring.", False),
        ("A tender is planned for the autumn.", False),
        ("The market returned on 5 April 2025.", True),
        ("27 stalls, at £18 a day.", True),
    ],
)
def test_what_tells_only_of_what_is_to_come_doesn_t_tell_what_happened(text: str, past: bool) -> None:
    assert called_for("when did the town get its market back").past
    assert given(text).past is past


def test_most_calls_for_most_and_still_for_still() -> None:
    assert called_for("what's the longest anybody has waited").most
    assert given("The longest wait was 87 days.").most
    assert given("Grants are of £8,000 at most.").most
    assert not given("Interest was harvested in a forest.").most
    assert called_for("how many households are still out").still
    assert given("Of the 23 still out, 14 are in caravans.").still
