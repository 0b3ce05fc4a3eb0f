"""The audit log: whatever is changed in it, cut off or put in is found; what was noted is there, also after a crash."""

from __future__ import annotations

import itertools
import json
import logging
import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.roles import Role
from assistant.store.audit import FILE, Audit, Wanted
from assistant.store.database import Database
from assistant.store.people import Person
from assistant.store.secret_key import KEY

ADA = Person("o1", "Ada Fictional", Role.EDITOR)
TIMES = 100
KILLS = 40


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    made = Audit(tmp_path, Database(tmp_path))
    for number in range(20):
        made.note(ADA, "added files", f"plan {number}.docx, “Höme”", "192.0.2.1")
    return made


def test_who_did_what_is_found_again(audit: Audit) -> None:
    records = list(audit.records())
    assert [record.number for record in records] == list(range(1, 21))
    last = records[-1]
    assert (last.name, last.role, last.act, last.what, last.where) == (
        *("Ada Fictional", "editor", "added files"),
        *("plan 19.docx, “Höme”", "192.0.2.1"),
    )
    assert audit.path.stat().st_mode & 0o077 == 0
    verdict = audit.verify()
    assert (verdict.records, verdict.wrong) == (20, "")


DAY = timedelta(days=1)


def test_what_is_older_than_the_settings_say_goes_and_the_rest_can_still_be_verified(audit: Audit) -> None:
    now = datetime.now(UTC)
    audit.forget_older(10 * DAY, now)
    assert len(list(audit.records())) == 20
    audit.forget_older(10 * DAY, now + 11 * DAY)
    assert len(list(audit.records())) == 20  # sealed, and gone the next time
    audit.note(ADA, "removed a file", "plan.docx")
    audit.forget_older(10 * DAY, now + 11 * DAY)
    left = [(record.number, record.name, record.act) for record in audit.records()]
    assert left == [(21, ADA.name, "removed a file"), (22, "the server itself", "shortened the audit log")]
    assert (audit.verify().records, audit.verify().wrong) == (22, "")
    assert Audit(audit.path.parent, Database(audit.path.parent)).verify().wrong == ""


def test_in_a_shortened_log_each_edit_is_found_too(audit: Audit) -> None:
    now = datetime.now(UTC)
    audit.forget_older(DAY, now + 2 * DAY)
    audit.note(ADA, "removed a file", "plan.docx")
    audit.forget_older(10 * DAY, now + 2 * DAY)
    lines = audit.path.read_bytes().split(b"\n")[:-1]
    assert b'"number": 21' in lines[0]
    renamed = [lines[0].replace(b"Ada", b"Bob"), *lines[1:]]
    for edited in (lines[1:], lines[:-1], lines[::-1], renamed, lines[:0]):
        audit.path.write_bytes(b"".join(line + b"\n" for line in edited))
        assert audit.verify().wrong
    with audit._database.writing() as connection:
        connection.execute("UPDATE audit_begins SET number = number + 1")
    audit.path.write_bytes(b"".join(line + b"\n" for line in lines[1:]))
    assert audit.verify().wrong


def test_a_clock_that_jumps_removes_no_record(audit: Audit) -> None:
    audit.forget_older(DAY, datetime.now(UTC))
    for _ in range(3):
        audit.forget_older(DAY, datetime.now(UTC) + 1_000 * DAY)
    assert len(list(audit.records())) == 20


def test_records_are_found_by_what_was_done_by_whom_and_when(audit: Audit) -> None:
    audit.note(Person("o2", "Bob", Role.READER), "signed in")
    today = datetime.now(UTC).date()
    for wanted, number in (
        (Wanted(), 21),
        (Wanted(act="SIGNED"), 1),
        (Wanted(name="ada"), 20),
        (Wanted(since=today.isoformat()), 21),
        (Wanted(until=(today - DAY).isoformat()), 0),
    ):
        assert len([record for record in audit.records() if wanted.has(record)]) == number


EDITS: tuple[Callable[[list[bytes], int, random.Random], list[bytes]], ...] = (
    lambda lines, at, _: [*lines[:at], *lines[at + 1 :]],  # a record taken out
    lambda lines, at, _: lines[:at],  # the rest cut off
    lambda lines, at, _: [*lines[:at], lines[at], *lines[at:]],  # one doubled
    lambda lines, at, _: [lines[at], *lines[:at], *lines[at + 1 :]] if at else lines[::-1],  # moved
    lambda lines, at, chance: [*lines[:at], flipped(lines[at], chance), *lines[at + 1 :]],  # a bit turned
    lambda lines, at, _: [*lines[:at], lines[at].replace(b"Ada", b"Bob"), *lines[at + 1 :]],  # another name
    lambda lines, at, _: [*lines[:at], lines[at].replace(b"192.0.2.1", b"192.0.2.9"), *lines[at + 1 :]],
    lambda lines, at, _: [*lines[:at], renumbered(lines[at]), *lines[at + 1 :]],
    lambda lines, at, _: [*lines[:at], lines[at].replace(b", ", b",", 1), *lines[at + 1 :]],  # written otherwise
    lambda lines, at, _: [*lines[:at], b"", *lines[at:]],  # an empty line
    lambda lines, at, _: [*lines[:at], b"{}", *lines[at + 1 :]],
    lambda lines, at, _: [],
)


def flipped(line: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(line))
    return line[:at] + bytes([line[at] ^ 1 << chance.randrange(7)]) + line[at + 1 :]


def renumbered(line: bytes) -> bytes:
    record = json.loads(line)
    return json.dumps(record | {"number": record["number"] + 1}, ensure_ascii=False).encode()


def test_of_a_hundred_edits_a_hundred_are_found_and_stay_found(audit: Audit) -> None:
    chance = random.Random(11)
    whole = audit.path.read_bytes()
    lines = whole.split(b"\n")[:-1]
    found = 0
    for number in range(TIMES):
        edited = EDITS[number % len(EDITS)](lines, chance.randrange(len(lines)), chance)
        audit.path.write_bytes(b"".join(line + b"\n" for line in edited))
        found += bool(audit.verify().wrong)
    assert found == TIMES
    audit.path.write_bytes(b"".join(line + b"\n" for line in lines[:-3]))
    audit.note(ADA, "removed a file", "plan 3.docx")
    assert "Record 18" in audit.verify().wrong  # what is added after a cut doesn't hide it
    audit.path.write_bytes(whole[:-1])
    assert audit.verify().wrong
    audit.path.unlink()
    assert "20" in audit.verify().wrong or "21" in audit.verify().wrong


def test_records_made_anew_without_the_key_are_found(audit: Audit, tmp_path: Path) -> None:
    (tmp_path / KEY).unlink()
    assert Audit(tmp_path, Database(tmp_path)).verify().wrong


def test_a_server_that_stopped_while_it_wrote_goes_on_with_a_whole_log(audit: Audit) -> None:
    with audit.path.open("ab") as file:
        file.write(b'{"number": 21, "at": "2026-')  # no end: it was never acknowledged
    audit.note(ADA, "removed a file", "plan 3.docx")
    assert [record.number for record in audit.records()][-2:] == [20, 21]
    assert audit.verify().wrong == ""


def test_a_server_that_stopped_between_log_and_database_goes_on(audit: Audit, tmp_path: Path) -> None:
    database = (tmp_path / "kept.sqlite3").read_bytes()
    audit.note(ADA, "removed a file", "plan 3.docx")
    (tmp_path / "kept.sqlite3").write_bytes(database)  # as if the record were written and its number not yet
    assert audit.verify().wrong == ""
    audit.note(ADA, "removed a file", "plan 4.docx")
    assert (audit.verify().records, audit.verify().wrong) == (22, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only where a process can be copied")
def test_a_server_killed_at_any_moment_loses_nothing_that_it_said_was_noted(tmp_path: Path) -> None:
    chance = random.Random(3)
    log = Audit(tmp_path, Database(tmp_path))
    said: list[int] = []
    for _ in range(KILLS):
        receiving, sending = os.pipe()
        child = os.fork()
        if child == 0:  # the server: it says what it has noted
            for number in itertools.count(len(said)):
                Audit(tmp_path, Database(tmp_path)).note(ADA, "asked", str(number))
                os.write(sending, b"%d\n" % number)
        os.close(sending)
        with os.fdopen(receiving, "rb") as heard:
            said += [int(heard.readline()) for _ in range(chance.randrange(1, 4))]
            time.sleep(chance.random() / 50)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            said += [int(line) for line in heard if line.endswith(b"\n")]
        assert log.verify().wrong == ""
    assert {str(number) for number in said} <= {record.what for record in log.records()}


def test_all_that_is_done_at_once_is_noted(tmp_path: Path) -> None:
    logs = [Audit(tmp_path, Database(tmp_path)) for _ in range(2)]  # as of two processes
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: logs[number % 2].note(ADA, "asked", str(number)), range(60)))
    assert {record.what for record in logs[0].records()} == {str(number) for number in range(60)}
    assert logs[1].verify().wrong == ""


def test_a_log_that_cannot_be_written_is_said_in_the_servers_own(
    audit: Audit, caplog: pytest.LogCaptureFixture
) -> None:
    audit.path.unlink()
    audit.path.mkdir()
    with caplog.at_level(logging.ERROR):
        audit.note(ADA, "removed a file")
    assert FILE in caplog.text or "not in the audit log" in caplog.text


def test_a_question_is_masked_alike_and_tells_nothing(audit: Audit, tmp_path: Path) -> None:
    assert audit.masked("Who is J?") == audit.masked("Who is J?") != audit.masked("Who is K?")
    assert Audit(tmp_path / "other", Database(tmp_path / "other")).masked("Who is J?") != audit.masked("Who is J?")
