"""Removing files and undoing updates: what will happen is said first, and nothing happens before it is confirmed."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.screens.documents.undoing import difference_words
from assistant.screens.documents.uploads import removing_words
from assistant.screens.server.access import shared_access
from assistant.screens.server.service import Service
from assistant.settings import Settings
from assistant.store.people import Person
from corpus.records import Document, Standing
from index import build
from tests.word_encoder import WordEncoder

HEAD = "Category,Priority,What needs to happen,Lead\n"  # FICTIONAL, as are all files here
FOSTERING = "1 Homes,1 More foster homes,Find 20 carers,Mary Hill\n1 Homes,2 Homes are near,Open a home,Tom Reed\n"
SCHOOLING = "1 Learning,1 No child is left out,Hold meetings,Ann Bell\n"


class Noted:
    """In place of the audit log: what was noted. Outside a server, a page doesn't know its address."""

    def __init__(self) -> None:
        self.acts: list[str] = []

    def note(self, who: Person, act: str, what: str = "", where: object = "") -> None:
        self.acts.append(act)


def page(service: object) -> None:
    from assistant.screens.documents import page as documents

    documents.draw(service)  # type: ignore[arg-type]


@pytest.fixture
def noted() -> Noted:
    return Noted()


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noted: Noted) -> Service:
    """A library of two plans, the second of which came with the last update."""
    monkeypatch.setenv("PLANS_KEPT", str(tmp_path / "kept"))
    shared_access.cache_clear()
    settings = Settings(documents=tmp_path / "documents", index=tmp_path / "index", kept=tmp_path / "kept")
    settings.documents.mkdir()
    for name, rows in (("Fostering plan 2025-26.csv", FOSTERING), ("Schooling plan 2025-26.csv", SCHOOLING)):
        (settings.documents / name).write_text(HEAD + rows, encoding="utf-8")
        build(settings.documents, settings.index, encoder=WordEncoder)
    found = Service(settings)
    found._encoder = WordEncoder  # type: ignore[method-assign]
    found._loaded.set()
    found.audit = noted  # type: ignore[assignment]
    return found


def drawn(service: Service, part: str = "library") -> AppTest:
    shown = AppTest.from_function(page, kwargs={"service": service}, default_timeout=60)
    shown.query_params["part"] = part
    return shown.run()


def press(shown: AppTest, label: str) -> AppTest:
    next(button for button in shown.button if html.unescape(button.label) == label).click()
    shown.run()
    assert not shown.exception
    return shown


def labels(shown: AppTest) -> list[str]:
    return [button.label for button in shown.button]


def words(shown: AppTest) -> str:
    return html.unescape("\n".join(str(getattr(element, "proto", "")) for element in shown))


def test_an_update_is_undone_and_redone_only_after_what_it_changes_was_said(service: Service, noted: Noted) -> None:
    before = service.assistant
    assert before
    shown = press(drawn(service), "Undo last update")
    assert "No longer in use: Schooling plan 2025-26.csv." in words(shown)
    assert service.assistant is before
    shown = press(shown, "Cancel")
    assert "Undo it" not in labels(shown)
    assert service.assistant is before
    shown = press(press(shown, "Undo last update"), "Undo it")
    assert [plan.name for plan in service.assistant.plans()] == ["Fostering plan"]
    assert "The last update is undone. Not in use: Schooling plan 2025-26.csv." in words(shown)
    assert "“Read the documents” reads the folder as it is now, and so brings back what was undone." in words(shown)
    shown = press(shown, "Redo")
    assert "In use again: Schooling plan 2025-26.csv." in words(shown)
    press(shown, "Redo it")
    assert [plan.name for plan in service.assistant.plans()] == ["Fostering plan", "Schooling plan"]
    assert noted.acts == ["undid the last update of the documents", "redid an update of the documents"]


def test_a_file_is_removed_only_after_what_goes_with_it_was_said(service: Service, noted: Noted) -> None:
    shown = drawn(service, "correct")
    name = "Fostering plan 2025-26.csv"
    next(box for box in shown.selectbox if box.label == "File").select(name)
    shown = press(shown.run(), "Remove Fostering plan 2025-26.csv")
    assert "its 2 rows (Fostering plan, 2025-26 update) are in no answer, list or count" in words(shown)
    assert (service.settings.documents / name).exists()
    press(shown, "Remove it")
    assert not (service.settings.documents / name).exists()
    assert noted.acts == ["removed a file"]


def test_what_a_removed_file_leaves_is_told_of_copies_and_of_files_that_are_not_in_use() -> None:
    used = Document("plan.pdf", "1", 1, "Play plan", "2025-26", ())
    copy = Document(
        "scan.pdf", "2", 1, "Play plan", "2025-26", (), standing=Standing.DUPLICATE, duplicate_of="plan.pdf"
    )
    assert "scan.pdf, a copy of it, is used instead" in removing_words("plan.pdf", (used, copy))
    assert "It is not in use, so no answer changes." in removing_words("scan.pdf", (used, copy))
    assert "It has not been read, so no answer changes." in removing_words("new.pdf", (used, copy))


def test_what_comes_and_goes_between_two_updates_is_named() -> None:
    old = Document("a.txt", "1", 1, "Play plan", "2024-25", ())
    other = Document("a.txt", "1", 1, "Play plan", "2025-26", ())
    many = [Document(f"{number}.txt", str(number), 1, f"Plan {number}", "", ()) for number in range(8)]
    assert difference_words([old], [other]) == "As they were read before: a.txt."
    assert difference_words(many, []) == "No longer in use: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt, 5.txt and 2 more."
    assert difference_words([old], [old]) == "The same files are in use, as they were read before."
