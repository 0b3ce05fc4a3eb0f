"""Commands for those who look after a server: what they print, and how they end."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import doctor
from assistant.cli.commands import plans
from assistant.roles import Role
from assistant.settings import Settings
from assistant.store.audit import Audit
from assistant.store.database import Database
from assistant.store.people import Person, Sessions
from assistant.store.tokens import Tokens

ADA = Person("o1", "Ada Fictional", Role.EDITOR)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [name for name in os.environ if name.startswith("PLANS_") and name != "PLANS_MODEL_CACHE"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLANS_DOCUMENTS", str(tmp_path / "documents"))
    monkeypatch.setenv("PLANS_INDEX", str(tmp_path / "index"))
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plan.txt").write_text("A fictional plan")
    made = Settings.load()
    log = Audit(made.kept_folder, Database(made.kept_folder))
    log.note(ADA, "added files", "plan.txt")
    log.note(Person("o2", "Bob Fictional", Role.READER), "signed in")
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(plans, list(words))


def test_a_backup_is_restored_elsewhere_and_a_damaged_one_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "backup"
    assert "1 files of documents, 3 files of kept" in run("backup", str(backup)).stdout
    assert json.loads(run("restore", "--check", "--json", str(backup)).stdout) == {
        "documents": 1,
        "kept": 3,
        "index": 0,
    }
    refused = run("restore", str(backup))
    assert (refused.exit_code, "isn’t empty" in refused.stderr) == (2, True)
    there = tmp_path / "there"
    monkeypatch.setenv("PLANS_KEPT", str(there / "kept"))
    done = run("restore", str(backup), "--documents", str(there / "documents"), "--index", str(there / "index"))
    assert done.exit_code == 0, done.output
    assert (there / "documents" / "plan.txt").read_text() == "A fictional plan"
    assert "plans build" in done.stderr
    backup.write_bytes(backup.read_bytes()[:-1])
    assert run("restore", "--check", str(backup)).exit_code == 2


def test_the_audit_log_is_shown_filtered_and_verified(settings: Settings) -> None:
    shown = run("audit", "show").stdout.splitlines()
    assert [line.partition(" ")[2] for line in shown] == [
        "Ada Fictional (editor) added files: plan.txt",
        "Bob Fictional (reader) signed in: ",
    ]
    assert len(run("audit", "show", "--name", "bob").stdout.splitlines()) == 1
    assert len(run("audit", "show", "--act", "added").stdout.splitlines()) == 1
    assert run("audit", "show", "--since", "2999-01-01").stdout == ""
    assert json.loads(run("audit", "show", "--json", "--act", "added").stdout)["what"] == "plan.txt"
    assert "2 records are whole" in run("audit", "verify").stdout
    log = settings.kept_folder / "audit.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace("plan.txt", "plan2.txt"), encoding="utf-8")
    found = run("audit", "verify")
    assert (found.exit_code, found.stderr) == (1, "Record 1 was changed, moved or put in.\n")


def test_everybodys_sessions_are_ended(settings: Settings) -> None:
    sessions = Sessions(Database(settings.kept_folder))
    token = sessions.begin(Person("o1", "Ada", Role.READER), datetime.now(UTC), timedelta(hours=1))
    assert run("signout", "--everybody").stdout == "1 sessions ended.\n"
    assert sessions.person(token, datetime.now(UTC)) is None
    assert run("signout").exit_code == 2


def test_a_token_is_shown_once_listed_revoked_and_noted(settings: Settings) -> None:
    created = run("token", "create", "nightly job", "--role", "editor", "--groups", "staff, managers", "--days", "7")
    secret = created.stdout.strip()
    assert "shown this once" in created.stderr
    tokens = Tokens(Database(settings.kept_folder))
    person = tokens.person(secret, datetime.now(UTC) + timedelta(days=6))
    assert person is not None
    assert (person.role, person.groups) == (Role.EDITOR, ("staff", "managers"))
    assert tokens.person(secret, datetime.now(UTC) + timedelta(days=7, minutes=1)) is None
    (listed,) = json.loads(run("token", "list", "--json").stdout)
    assert (listed["name"], listed["role"], listed["groups"]) == ("nightly job", "editor", ["staff", "managers"])
    assert "nightly job (editor, groups staff, managers), until" in run("token", "list").stdout
    assert secret not in run("token", "list", "--json").stdout
    assert run("token", "create", "nightly job").exit_code == 2
    assert run("token", "create").exit_code == 2
    assert run("token", "revoke", "nightly job").exit_code == 0
    assert run("token", "revoke", "nightly job").exit_code == 2
    assert tokens.person(secret, datetime.now(UTC)) is None
    acts = [line.partition(" ")[2] for line in run("audit", "show", "--act", "token").stdout.splitlines()]
    assert [act.partition(":")[0] for act in acts] == [
        "the command line (administrator) created a token",
        "the command line (administrator) revoked a token",
    ]
    assert secret not in (settings.kept_folder / "audit.jsonl").read_text(encoding="utf-8")


def test_the_doctor_names_what_is_not_well_and_goes_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_model", lambda _: doctor.Finding("model", "the installed one"))
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**9)
    (settings.kept_folder / "audit.jsonl").write_text("{}\n")
    (settings.kept_folder / "audit.jsonl").chmod(0o644)
    findings = {finding["what"]: finding["wrong"] for finding in json.loads(run("doctor", "--json").stdout)}
    assert list(findings) == [
        *(
            "settings",
            "documents",
            "groups",
            "index",
            "model",
            "plug-ins",
            "conversations",
            "audit log",
            "permissions",
            "disk",
            "clock",
        ),
    ]
    assert "Run `plans build`" in findings["index"]
    assert "Record 1 was changed" in findings["audit log"]
    assert "Make room" in findings["disk"]
    assert "chmod 600" in findings["permissions"]
    assert [findings[what] for what in ("settings", "documents", "model", "conversations", "clock")] == [""] * 5


def test_the_doctor_sees_a_clock_that_is_behind_and_a_damaged_database(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_model", lambda _: doctor.Finding("model", "the installed one"))
    (settings.kept_folder / "kept.sqlite3").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    findings = {each.what: each.wrong for each in doctor.examine(settings, datetime(2020, 1, 1, tzinfo=UTC))}
    assert "It is behind" in findings["clock"]
    assert "kept.sqlite3" in findings["conversations"]


def test_a_worker_says_that_it_needs_a_database() -> None:
    result = run("work")
    assert (result.exit_code, "PLANS_STORE" in result.stderr) == (2, True)
