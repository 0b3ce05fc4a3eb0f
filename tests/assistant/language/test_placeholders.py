"""What cells say that have nothing to say yet."""

import pytest

from assistant.language.placeholders import says_nothing


@pytest.mark.parametrize(
    "text", ["TBC", "n/a", "–", "Vacant", "Post vacant", "To be appointed", "No update yet", "Not yet assigned"]
)
def test_a_placeholder_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["Vacant since May: advertised twice", "Head of Vacant Homes", "Not started", "0"])
def test_a_cell_with_words_of_its_own_says_something(text: str) -> None:
    assert not says_nothing(text)
