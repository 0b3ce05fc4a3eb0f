"""Yes or no, where a quote settles it."""

from __future__ import annotations

import pytest

from assistant.answers.quotes.whether import verdict

TITLE = "2 Places to meet › 2.1 Open a community hub in each town"


@pytest.mark.parametrize(
    ("question", "quote", "said"),
    [
        ("has the hub opened?", "The hub opened on 2 May 2025.", "Yes"),
        ("Did the Rotary sign the lease for the hub", "The Rotary signed the lease in March.", "Yes"),
        ("has the deposit for the hub been paid", "The deposit has not been paid.", "No"),
        ("have all the hubs opened?", "The hubs opened in May.", ""),
        ("has the hub opened?", "Four of the five hubs opened in May.", ""),
        ("has the hub opened?", "The hub will be opened in May.", ""),
        ("has the hub not opened?", "The hub opened in May.", ""),
        ("did the swimming club move to the pool at Larkfield", "The hub opened in May and was moved.", ""),
    ],
)
def test_only_a_plain_quote_is_a_yes_or_a_no(question: str, quote: str, said: str) -> None:
    assert verdict(question, quote, TITLE) == said
