"""Backups: whole, also when taken in the middle of things; restored as they were; refused if a bit is wrong."""

from __future__ import annotations

import hashlib
import json
import random
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.roles import Role
from assistant.store.audit import Audit
from assistant.store.backup import DIGEST, MANIFEST, Contents, Folders, back_up, check, restore
from assistant.store.conversations import Conversation, Conversations, Turn
from assistant.store.database import Database
from assistant.store.people import Person
from corpus.corrections import Correction, read_corrections, write_correction
from corpus.errors import NotChanged, WrongUse
from corpus.library import DATABASE

ADA = Person("o1", "Ada Fictional", Role.EDITOR)
TIMES = 50


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Documents with a correction, conversations and an audit log."""
    made = Folders(tmp_path / "here" / "documents", tmp_path / "here" / "kept")
    (made.documents / "2025").mkdir(parents=True)
    (made.documents / "plan.txt").write_text("A fictional plan")
    (made.documents / "2025" / "höme.txt").write_text("Another fictional plan")
    (made.documents / ".being-added-1").write_text("half a file")
    write_correction(made.documents, "plan.txt", Correction("Homes", None))
    for number in range(3):
        ask(made, number)
        Audit(made.kept, Database(made.kept)).note(ADA, "asked", str(number))
    return made


def ask(folders: Folders, number: int) -> None:
    conversation = Conversation(id=f"c{number}", turns=[Turn(f"Question {number}", refused="No.")])
    Conversations(Database(folders.kept)).store("ada", conversation, conversation.turns[0])


def elsewhere(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "there" / "documents", tmp_path / "there" / "kept", tmp_path / "there" / "index")


def test_what_is_restored_elsewhere_is_what_was_here(folders: Folders, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    assert back_up(folders, backup).files == {"documents": 3, "kept": 3, "index": 0}
    assert backup.stat().st_mode & 0o077 == 0
    there = elsewhere(tmp_path)
    restore(backup, there)
    assert read_corrections(there.documents) == read_corrections(folders.documents)
    assert (there.documents / "2025" / "höme.txt").read_text() == "Another fictional plan"
    assert not list(there.documents.rglob(".*"))
    here_is, there_is = (Conversations(Database(each.kept)) for each in (folders, there))
    assert len(there_is.listed("ada")) == 3
    assert there_is.open("ada", "c1") == here_is.open("ada", "c1")
    assert (Audit(there.kept, Database(there.kept)).verify().records, there.kept.stat().st_mode & 0o077) == (3, 0)
    assert Audit(there.kept, Database(there.kept)).verify().wrong == ""
    assert sorted(path.name for path in tmp_path.joinpath("there").iterdir()) == ["documents", "kept"]


def test_the_index_goes_along_if_wanted(folders: Folders, tmp_path: Path) -> None:
    index = tmp_path / "here" / "index"
    (index / "generations" / "g1").mkdir(parents=True)
    (index / "generations" / "g1" / "library.json").write_text("{}")
    back_up(Folders(folders.documents, folders.kept, index), tmp_path / "backup")
    restore(tmp_path / "backup", elsewhere(tmp_path))
    assert (tmp_path / "there" / "index" / "generations" / "g1" / "library.json").read_text() == "{}"


def test_of_fifty_damaged_backups_fifty_are_refused_and_nothing_changes(folders: Folders, tmp_path: Path) -> None:
    back_up(folders, tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    chance = random.Random(5)
    there = elsewhere(tmp_path)
    for number in range(TIMES):
        at = chance.randrange(len(whole))
        damaged = (
            whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :],
            whole[:at],
            whole + chance.randbytes(at % 99 + 1),
            whole[:at] + whole[at + 1 :],
            chance.randbytes(len(whole)),
        )[number % 5]
        (tmp_path / "backup").write_bytes(damaged)
        with pytest.raises(WrongUse, match="Nothing was restored"):
            restore(tmp_path / "backup", there)
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize(
    ("manifest", "names"),
    [
        ({"format": 1, "files": {"documents/../../x": ["0", 1]}}, ["documents/../../x"]),
        ({"format": 1, "files": {"/etc/x": ["0", 1]}}, ["/etc/x"]),
        ({"format": 1, "files": {"elsewhere/x": ["0", 1]}}, ["elsewhere/x"]),
        ({"format": 1, "files": {"documents": ["0", 1]}}, ["documents"]),
        ({"format": 1, "files": {}}, ["documents/more"]),
        ({"format": 1, "files": {"documents/less": ["0", 1]}}, []),
        ({"format": 2, "files": {}}, []),
        ({"format": 1}, []),
        ([], []),
    ],
)
def test_a_backup_that_somebody_made_up_is_refused(tmp_path: Path, manifest: object, names: list[str]) -> None:
    backup = tmp_path / "backup"
    with zipfile.ZipFile(backup, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        archive.writestr(MANIFEST, json.dumps(manifest))
        archive.comment = b"0" * DIGEST
    content = backup.read_bytes()[:-DIGEST]
    backup.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    with pytest.raises(WrongUse, match="Nothing was restored"):
        restore(backup, elsewhere(tmp_path))
    assert not (tmp_path / "there").exists()


def test_a_file_whose_content_is_not_the_one_that_was_backed_up_is_refused(tmp_path: Path) -> None:
    test = {"format": 1, "files": {"kept/a": [hashlib.sha256(b"a").hexdigest(), 1], "documents/b": ["0" * 64, 1]}}
    backup = tmp_path / "backup"
    with zipfile.ZipFile(backup, "w") as archive:
        for name in ("kept/a", "documents/b"):
            archive.writestr(name, name[-1])
        archive.writestr(MANIFEST, json.dumps(test))
        archive.comment = b"0" * DIGEST
    content = backup.read_bytes()[:-DIGEST]
    backup.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    with pytest.raises(NotChanged, match="documents/b isn’t as it was"):
        restore(backup, elsewhere(tmp_path))
    assert list((tmp_path / "there").iterdir()) == []


@pytest.mark.parametrize("part", ["documents", "kept"])
def test_folders_with_anything_in_them_are_left_alone(folders: Folders, tmp_path: Path, part: str) -> None:
    back_up(folders, tmp_path / "backup")
    (tmp_path / "there" / part).mkdir(parents=True)
    (tmp_path / "there" / part / "mine.txt").write_text("mine")
    with pytest.raises(WrongUse, match=r"isn’t empty\. Move it away"):
        restore(tmp_path / "backup", elsewhere(tmp_path))
    assert [path.name for path in (tmp_path / "there").iterdir()] == [part]


def test_a_backup_taken_while_people_ask_is_whole(folders: Folders, tmp_path: Path) -> None:
    with asking(folders):
        taken: list[Contents] = [back_up(folders, tmp_path / f"backup{number}") for number in range(5)]
    assert all(each.files["kept"] == 3 for each in taken)
    for number in range(5):
        there = Folders(tmp_path / f"there{number}" / "documents", tmp_path / f"there{number}" / "kept")
        check(tmp_path / f"backup{number}")
        restore(tmp_path / f"backup{number}", there)
        assert Database(there.kept).trouble() == ""
        assert len(Conversations(Database(there.kept)).listed("ada")) >= 3
        assert Audit(there.kept, Database(there.kept)).verify().wrong == ""


@contextmanager
def asking(folders: Folders) -> Iterator[None]:
    """Meanwhile, conversations are stored and deleted and the audit log grows."""
    stop = threading.Event()

    def ask_on() -> None:
        log = Audit(folders.kept, Database(folders.kept))
        number = 3
        while not stop.is_set():
            ask(folders, number)
            log.note(ADA, "asked", str(number))
            Conversations(Database(folders.kept)).delete("ada", f"c{number}")
            number += 1

    thread = threading.Thread(target=ask_on)
    thread.start()
    yield
    stop.set()
    thread.join()


def test_a_place_that_takes_no_file_is_said_and_nothing_is_left(folders: Folders, tmp_path: Path) -> None:
    with pytest.raises(NotChanged, match="can’t be written"):
        back_up(folders, tmp_path / "none" / "backup")
    (tmp_path / "backup").mkdir()
    with pytest.raises(NotChanged, match="can’t be written"):
        back_up(folders, tmp_path / "backup")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "here"]


def test_what_was_erased_is_in_no_later_backup(folders: Folders, tmp_path: Path) -> None:
    Conversations(Database(folders.kept)).delete_all("ada")
    back_up(folders, tmp_path / "backup")
    restore(tmp_path / "backup", elsewhere(tmp_path))
    content = (tmp_path / "there" / "kept" / DATABASE).read_bytes()
    assert b"Question" not in content
    Conversations(Database(tmp_path / "there" / "kept")).delete_older(timedelta(days=90), datetime.now(UTC))
