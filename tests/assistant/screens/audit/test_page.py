"""The audit log on its page: narrowed by the address, taken away without formulas, and only for administrators."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.roles import Role
from assistant.screens.audit.page import audit_csv
from assistant.screens.server.access import shared_access
from assistant.screens.server.service import Service
from assistant.settings import Settings
from assistant.store.people import Person

ADA, BOB = Person("o1", "Ada Fictional", Role.EDITOR), Person("o2", "<b>Bob", Role.READER)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(Settings(documents=tmp_path / "documents", index=tmp_path / "index", kept=tmp_path / "kept"))
    made.audit.note(ADA, "added files", "=HYPERLINK(1).docx", "192.0.2.1")
    made.audit.note(BOB, "signed in", "", "192.0.2.2")
    shared_access.cache_clear()
    yield made
    shared_access.cache_clear()


def page(service: object) -> None:
    from assistant.screens import audit

    audit.draw(service)  # type: ignore[arg-type]


def drawn(service: Service, **address: str) -> AppTest:
    shown = AppTest.from_function(page, kwargs={"service": service})
    shown.query_params.update(address)
    shown.run()
    assert not shown.exception
    return shown


def words_of(shown: AppTest) -> str:
    return html.unescape(" ".join(element.proto.body for element in shown.get("html")))


def test_the_newest_record_stands_first_and_words_are_shown_as_text(service: Service) -> None:
    words = words_of(drawn(service))
    assert "2 records" in words
    assert words.index("signed in") < words.index("added files")
    assert "<b>Bob" not in "".join(element.proto.body for element in drawn(service).get("html"))


def test_records_are_narrowed_by_the_address(service: Service) -> None:
    assert "1 record" in words_of(drawn(service, name="ada"))
    assert "There are no such records" in words_of(drawn(service, act="removed"))
    wrong = drawn(service, since="28/11/2026")
    assert "is no day such as" in wrong.warning[0].value
    assert "2 records" in words_of(wrong)


def test_whether_anything_was_changed_is_checked_on_request(service: Service) -> None:
    shown = drawn(service)
    shown.button[0].click().run()
    assert "Nothing was changed: 2 records" in words_of(shown)
    service.audit.path.write_bytes(service.audit.path.read_bytes().replace(b"Ada", b"Eve"))
    shown.button[0].click().run()
    assert "Record 1 was changed" in shown.error[0].value


def test_who_is_no_administrator_sees_nothing_of_it(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANS_EVERYONE", "editor")
    shown = drawn(service)
    assert "needs an administrator" in shown.error[0].value
    assert "Ada" not in words_of(shown)


def test_records_taken_away_start_no_formula(service: Service) -> None:
    first, _ = csv.DictReader(io.StringIO(audit_csv(list(service.audit.records())).decode("utf-8-sig")))
    assert (first["Number"], first["Who"], first["Role"]) == ("1", "Ada Fictional", "editor")
    assert not first["To what"].startswith("=")
