"""Misread tables corrected on the page Documents, and the next updates, which are read that way too. All FICTIONAL."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.screens.server.access import shared_access
from assistant.screens.server.service import Service
from assistant.settings import Settings
from index import build
from tests.assistant.screens.documents.test_undoing import Noted, drawn, press, words
from tests.fictional.misread_plans import FIRST, IN_A_BROWSER, MISREAD, MOST, NEXT, Misread
from tests.word_encoder import WordEncoder


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setenv("PLANS_KEPT", str(tmp_path / "kept"))
    shared_access.cache_clear()
    settings = Settings(documents=tmp_path / "documents", index=tmp_path / "index", kept=tmp_path / "kept")
    settings.documents.mkdir()
    found = Service(settings)
    found._encoder = WordEncoder  # type: ignore[method-assign]
    found._loaded.set()
    found.audit = Noted()  # type: ignore[assignment]
    return found


def choose(shown: AppTest, label: str, option: str) -> None:
    """Choose, in the one field of this label, the option that begins like this, or write it there."""
    named = re.compile(rf"{re.escape(label)}( \(may be|$)")
    fields = [*shown.selectbox, *shown.multiselect, *shown.text_input]
    (field,) = (each for each in fields if named.match(html.unescape(each.label)))
    if field.type == "text_input":
        field.set_value(option)
    else:
        field.select(next(each for each in field.options if each.startswith(option)))
    assert not field.run().exception


def correct(shown: AppTest, misread: Misread) -> int:
    """The number of choices that it takes."""
    choose(shown, "Look at the tables of", misread.file(FIRST))
    for label, option in misread.choices:
        choose(shown, label, option)
    press(shown, "Save the correction")
    assert f"Saved for {misread.file(FIRST)}" in words(shown)
    return len(misread.choices) + 2


@pytest.mark.parametrize("misread", [each for each in MISREAD if each.name not in IN_A_BROWSER], ids=lambda it: it.name)
def test_a_misread_table_is_corrected_in_few_choices_and_its_next_update_is_read_right(
    service: Service, misread: Misread
) -> None:
    folder = service.settings.documents
    misread.write(folder, FIRST)
    build(folder, service.settings.index, encoder=WordEncoder)
    shown = drawn(service, "correct")
    assert correct(shown, misread) <= MOST

    misread.write(folder, NEXT)
    build(folder, service.settings.index, encoder=WordEncoder, accept=True)
    service.reopen()
    assert service.assistant
    read = {document.file: document for document in service.assistant.library.documents}
    assert misread.is_right(read[misread.file(NEXT)])
