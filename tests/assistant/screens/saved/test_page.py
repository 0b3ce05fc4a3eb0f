"""What the page Saved says of an entry: nothing new, what is new with its places, or why it can't be told."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import UTC, datetime

from assistant import Filters
from assistant.screens.saved.page import AT_ONCE, entry_html
from assistant.store.saved import Kind, Saved
from corpus.records import Citation

SAVED = Saved(Kind.SEARCH, "carers <b>", Filters(update="all"), datetime(2026, 11, 29, 12, tzinfo=UTC), frozenset())
CITED = Citation("Homes Plan", "2024-25", "1.i", "1 Homes", "i Carers", "Progress", 1, "12 carers joined.", "old.txt")


def test_an_entry_leads_to_what_was_saved_where_it_was_looked_for() -> None:
    shown = entry_html(SAVED, [])
    assert 'href="search?q=carers+%3Cb%3E&update=All+updates"' in html.unescape(shown)
    assert "Nothing new since 29 November 2026" in shown
    assert "<b>" not in shown


def test_new_quotes_are_shown_with_their_places() -> None:
    several = [replace(CITED, quote=f"{number} carers joined.") for number in range(AT_ONCE + 2)]
    shown = html.unescape(entry_html(SAVED, several))
    assert f"{AT_ONCE + 2} new quotes since 29 November 2026" in shown
    assert "“0 carers joined.”" in shown
    assert "Homes Plan, 2024-25 update" in shown
    assert "and 2 more" in shown


def test_what_can_t_be_looked_for_any_more_says_why() -> None:
    assert "There is no plan" in entry_html(SAVED, [], "There is no plan “Homes Plan”.")
