"""E-mail about what is new: to those who want it, once, without words of documents, and only where it is set up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import Assistant, Filters
from assistant.news.mail import tell
from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.mail_wishes import MailWish, forget, is_address_in, store_wish, wish_of, wishes
from assistant.store.saved import Kind, Saved, save
from corpus.access import Line, write_access
from corpus.errors import WrongUse
from index import build, open_index
from tests.assistant.news.mail_server import mail_server
from tests.word_encoder import WordEncoder

# FICTIONAL
PLAN = (
    "Category,Priority,What needs to happen,Lead\n1 Homes,1 More foster homes,{},Mary Hill\n"
    "1 Homes,2 Fewer moves,Match children with carers,Mary Hill\n2 Health,1 Check-ups on time,Book them early,Ann Lee\n"
)
SEARCH = Saved(Kind.SEARCH, "foster homes", Filters(), datetime(2026, 1, 1, tzinfo=UTC), frozenset())
Set = Callable[..., Settings]


@pytest.fixture
def settings(tmp_path: Path) -> Set:
    def made(port: int, **further: str) -> Settings:
        told = {
            "mail": f"smtp://127.0.0.1:{port}",
            "mail_from": "plans@example.org",
            "mail_to": "example.org, example.com",
            "gateway": "127.0.0.1",
            "readers": "*",
            "address": "https://plans.example.org",
        }
        folders = {"documents": tmp_path / "documents", "index": tmp_path / "index", "kept": tmp_path / "kept"}
        return Settings(**{**folders, **told, **further})  # type: ignore[arg-type]

    return made


def opened(folder: Path, action: str) -> Assistant:
    """A library in which a plan says this."""
    (folder / "documents").mkdir(exist_ok=True)
    (folder / "documents" / "Fostering plan 2025-26.csv").write_text(PLAN.format(action), encoding="utf-8")
    build(folder / "documents", folder / "index", encoder=WordEncoder)
    return Assistant(open_index(folder / "index", WordEncoder), folder / "documents")


def test_who_wants_it_is_told_once_of_what_is_new_and_reads_no_word_of_the_plans(tmp_path: Path, settings: Set) -> None:
    with mail_server() as server:
        told = settings(server.port)
        database = Database(told.kept_folder)
        save(database, "ada", SEARCH)
        save(database, "bob", SEARCH)
        assistant = opened(tmp_path, "Find twenty foster homes")
        assert tell(assistant, database, told) == 0
        store_wish(database, MailWish("ada", "ada@example.org"))
        assert tell(assistant, database, told) == 1
        assert tell(assistant, database, told) == 0
        assert tell(opened(tmp_path, "Find forty foster homes"), database, told) == 1
    assert [letter["To"] for letter in server.letters] == ["ada@example.org"] * 2
    letter = server.letters[0]
    assert letter["From"] == "plans@example.org"
    assert letter["Subject"] == "Something new in the plans for what you saved"
    text = letter.get_content()
    assert "one question or search that you saved" in text
    assert "https://plans.example.org/saved" in text
    assert "foster" not in letter.as_string()


def test_what_not_every_reader_may_see_is_told_to_nobody(tmp_path: Path, settings: Set) -> None:
    with mail_server() as server:
        told = settings(server.port)
        database = Database(told.kept_folder)
        save(database, "ada", SEARCH)
        store_wish(database, MailWish("ada", "ada@example.org"))
        assistant = opened(tmp_path, "Find twenty foster homes")
        write_access(tmp_path / "documents", Line("plans", "Fostering plan", ("reviewers",)))
        assert tell(assistant, database, told) == 0
        (tmp_path / "documents" / "access.toml").write_text("[plans\n")
        assert tell(assistant, database, told) == 0
        (tmp_path / "documents" / "access.toml").unlink()
        assert tell(assistant, database, told) == 1


def test_an_address_that_is_refused_for_good_is_deleted_and_others_are_told(
    tmp_path: Path, settings: Set, caplog: pytest.LogCaptureFixture
) -> None:
    with mail_server() as server:
        server.unknown.add("ada@example.org")
        told = settings(server.port)
        database = Database(told.kept_folder)
        for owner in ("ada", "bob"):
            save(database, owner, SEARCH)
            store_wish(database, MailWish(owner, f"{owner}@example.org"))
        with caplog.at_level(logging.WARNING):
            assert tell(opened(tmp_path, "Find twenty foster homes"), database, told) == 1
    assert [wish.owner for wish in wishes(database)] == ["bob"]
    assert "ada" not in caplog.text


def test_what_can_t_be_sent_is_tried_again_after_the_next_update(tmp_path: Path, settings: Set) -> None:
    with mail_server() as server:
        port = server.port
    database = Database(settings(port).kept_folder)
    save(database, "ada", SEARCH)
    store_wish(database, MailWish("ada", "ada@example.org"))
    assistant = opened(tmp_path, "Find twenty foster homes")
    assert tell(assistant, database, settings(port)) == 0
    with mail_server() as server:
        assert tell(assistant, database, settings(server.port)) == 1


def test_nothing_is_sent_in_the_clear_but_to_this_machine(tmp_path: Path, settings: Set) -> None:
    with mail_server("127.0.0.2") as server:  # not one of the names of this machine
        told = settings(0, mail=f"smtp://127.0.0.2:{server.port}")
        database = Database(told.kept_folder)
        save(database, "ada", SEARCH)
        store_wish(database, MailWish("ada", "ada@example.org"))
        assert tell(opened(tmp_path, "Find twenty foster homes"), database, told) == 0
    assert server.letters == []


def test_without_a_mail_server_nothing_is_sent(tmp_path: Path, settings: Set) -> None:
    told = settings(0, mail="")
    store_wish(Database(told.kept_folder), MailWish("ada", "ada@example.org"))
    save(Database(told.kept_folder), "ada", SEARCH)
    assert tell(opened(tmp_path, "Find twenty foster homes"), Database(told.kept_folder), told) == 0


def test_a_wish_is_stopped_for_good(tmp_path: Path) -> None:
    database = Database(tmp_path)
    assert wish_of(database, "ada") is None
    store_wish(database, MailWish("ada", "ada@example.org"))
    assert wish_of(database, "ada") == MailWish("ada", "ada@example.org")
    forget(database, "ada")
    assert wishes(database) == []


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("ada.lovelace+plans@example.org", True),
        ("ADA@Example.ORG", True),
        ("ada@mail.example.org", False),
        ("ada@elsewhere.example", False),
        ("ada@example.org, bob@elsewhere.example", False),
        ("ada@example.org\nBcc: bob@elsewhere.example", False),
        ("Ada <ada@example.org>", False),
        ("@example.org", False),
        (f"{'a' * 300}@example.org", False),
    ],
)
def test_only_one_address_of_a_domain_that_is_set_is_taken(address: str, fits: bool) -> None:
    assert is_address_in(address, ("example.org",)) is fits


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"mail": "mail.example.org"}, "PLANS_MAIL is no address"),
        ({"mail": "smtp://me:secret@mail.example.org"}, "PLANS_MAIL_PASSWORD"),
        ({"mail_from": ""}, "PLANS_MAIL_FROM"),
        ({"mail_to": ""}, "PLANS_MAIL_TO"),
        ({"address": ""}, "needs PLANS_ADDRESS"),
        ({"gateway": "", "readers": ""}, "a server at which people sign in"),
    ],
)
def test_settings_that_don_t_fit_are_told(settings: Set, wrong: dict[str, str], told: str) -> None:
    with pytest.raises(WrongUse, match=told):
        settings(25, **wrong)
