"""What the page Saved says of an entry: nothing new, what is new with its places, or why it can't be told."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant import Filters
from assistant.news.found import quotes_now
from assistant.screens.saved.page import AT_ONCE, entry_html
from assistant.screens.server.access import shared_access
from assistant.screens.server.service import Service
from assistant.settings import Settings
from assistant.store.mail_wishes import wish_of
from assistant.store.saved import Kind, Saved, save, seen_now
from corpus.records import Citation
from index import build
from tests.word_encoder import WordEncoder

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
    assert shown.count("Homes Plan · 2024-25 update") == shown.count("1 Homes › ") == 1  # of one row
    assert ">i Carers</a></h3>" in shown
    assert "Progress:</span> “0 carers joined.”" in shown
    assert "and 2 more" in shown


def test_what_can_t_be_looked_for_any_more_says_why() -> None:
    assert "There is no plan" in entry_html(SAVED, [], "There is no plan “Homes Plan”.")


# --- e-mail, and the line on Overview --------------------------------------------------------------

# FICTIONAL
PLANS = {
    "Fostering plan 2025-26.csv": "1 Homes,1 More foster homes,Find 20 foster carers,Mary Hill\n",
    "Schooling plan 2025-26.csv": "1 Learning,1 No child is left out,Hold meetings,Ann Bell\n",
}


def page(name: str, service: object) -> None:
    import importlib

    import streamlit as st

    args = [st.Page(lambda: None, title="Ask", url_path="ask")] if name == "overview" else []
    importlib.import_module(f"assistant.screens.{name}").draw(service, *args)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("PLANS_KEPT", str(tmp_path / "kept"))
    shared_access.cache_clear()
    mail = {"mail": "smtp://localhost:1", "mail_from": "plans@example.org", "mail_to": "example.org"}
    signed_in = {"gateway": "127.0.0.1", "readers": "*", "address": "https://plans.example.org"}
    folders = {"documents": tmp_path / "documents", "index": tmp_path / "index", "kept": tmp_path / "kept"}
    settings = Settings(**{**folders, **mail, **signed_in})  # type: ignore[arg-type]
    settings.documents.mkdir()
    for name, rows in PLANS.items():
        (settings.documents / name).write_text(f"Category,Priority,What needs to happen,Lead\n{rows}", encoding="utf-8")
    build(settings.documents, settings.index, encoder=WordEncoder)
    found = Service(settings)
    found._encoder = WordEncoder  # type: ignore[method-assign]
    found._loaded.set()
    yield found
    shared_access.cache_clear()


def drawn(name: str, service: Service) -> AppTest:
    shown = AppTest.from_function(page, kwargs={"name": name, "service": service}, default_timeout=60)
    shown.session_state["visitor"] = "ada"
    shown.run()
    assert not shown.exception
    return shown


def words(shown: AppTest) -> str:
    return html.unescape("\n".join(str(getattr(element, "proto", "")) for element in shown))


def test_e_mails_are_asked_for_with_an_address_of_the_council_and_stopped(service: Service) -> None:
    shown = drawn("saved", service)
    for address, stored in (("ada@elsewhere.example", None), ("ada@example.org", "ada@example.org")):
        shown.text_input[0].set_value(address)
        shown.button[0].click()
        shown.run()
        wish = wish_of(service.database, "ada")
        assert (wish.address if wish else None) == stored
        assert ("Nothing was stored." in words(shown)) is (stored is None)
    assert "E-mails go to ada@example.org." in words(shown)
    shown.button[0].click()
    shown.run()
    assert wish_of(service.database, "ada") is None
    assert "your address is deleted" in words(shown)


def test_overview_says_that_something_is_new_for_what_was_saved_until_it_was_seen(service: Service) -> None:
    saved = Saved(Kind.SEARCH, "foster carers", Filters(), datetime(2026, 1, 1, tzinfo=UTC), frozenset())
    assert "Something is new" not in words(drawn("overview", service))
    save(service.database, "ada", saved)
    assert "Something is new for what you saved." in words(drawn("overview", service))
    assert service.assistant
    seen = quotes_now(service.assistant, saved.kind, saved.words, saved.filters)
    save(service.database, "ada", seen_now(saved, seen, datetime.now(UTC)))
    save(service.database, "bob", saved)
    assert "Something is new" not in words(drawn("overview", service))


def twice(service: object, assistant: object) -> None:
    from typing import Any, cast

    from assistant import Filters
    from assistant.screens.parts.saving import draw_save
    from assistant.store.saved import Kind

    for turn in ("1-", "2-"):
        draw_save(cast(Any, service), cast(Any, assistant), Kind.QUESTION, "Who finds carers?", Filters(), below=turn)


def test_a_question_that_is_asked_twice_in_a_conversation_can_be_saved_from_both(service: Service) -> None:
    shown = AppTest.from_function(twice, kwargs={"service": service, "assistant": service.assistant})
    shown.session_state["visitor"] = "ada"
    shown.run()
    assert not shown.exception
    assert [button.label for button in shown.button] == ["Save this question"] * 2
