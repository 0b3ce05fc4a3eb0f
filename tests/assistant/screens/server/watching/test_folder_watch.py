"""The watched folder, looked at moment by moment: what is read, what isn't and why, and what people are told."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

import pytest

from assistant import Progress, Receipt
from assistant.screens.server.rebuild import Note, Rebuild
from assistant.screens.server.watching import FolderWatch, Schedule
from assistant.screens.server.watching.settling import Settling
from assistant.store.audit import Audit
from assistant.store.database import Database
from assistant.store.taken_in import latest
from corpus.errors import BuildRunning
from corpus.library import read_library
from corpus.records import Document
from index import build
from tests.word_encoder import WordEncoder

PLAN = """# Harbour Action Plan: {year} update (fictional)

| Priority | What needs to happen | Progress |
|---|---|---|
| 1 Quays are safe | Mend the north quay | Two of five ladders are new |
| 2 Boats are moored | Paint the bollards | All moorings are let |
"""
DAY = datetime(2026, 11, 29, 15)


@dataclass
class Harbour:
    """A folder with a real library and index, and a watch whose files count as complete once `settled`."""

    folder: Path
    schedule: Schedule = field(default_factory=Schedule)
    builds: int = 0
    elsewhere: bool = False  # another program is building
    copying: bool = False

    def __post_init__(self) -> None:
        self.documents = self.folder / "documents"
        self.documents.mkdir()
        self.database = Database(self.folder / "kept")
        self.audit = Audit(self.folder / "kept", self.database)
        self.rebuild = Rebuild(self._build)
        self.in_use: Sequence[Document] = ()
        self.watch = FolderWatch(
            self.documents,
            self.rebuild,
            lambda: self.in_use,
            self.database,
            self.audit,
            self.schedule,
            Settling(quiet=0, writing=lambda path: self.copying),
        )

    def _build(self, note: Note, accept: bool) -> Receipt:
        if self.elsewhere:
            raise BuildRunning("The index is being built by Ada since noon.")
        self.builds += 1
        receipt = build(self.documents, self.folder / "index", encoder=WordEncoder, accept=accept)
        self.in_use = read_library(self.documents).documents
        return receipt

    def put(self, name: str, text: str) -> None:
        (self.documents / name).write_text(text, encoding="utf-8")

    def told(self) -> list[tuple[str, str, bool]]:
        return [(entry.file, entry.became, entry.well) for entry in latest(self.database, 100)]


@pytest.fixture
def harbour(tmp_path: Path) -> Harbour:
    return Harbour(tmp_path)


def test_what_comes_is_read_and_what_cannot_be_read_is_set_aside_with_the_reason(harbour: Harbour) -> None:
    harbour.put("plan.md", PLAN.format(year="2025-26"))
    harbour.put("broken.docx", "no Word document")
    harbour.watch.look(DAY)
    assert [document.file for document in harbour.in_use if document.rows] == ["plan.md"]
    told = {file: (became, well) for file, became, well in harbour.told()}
    assert told["plan.md"] == ("read, with 2 rows", True)
    became, well = told["broken.docx"]
    assert became.startswith("not read: broken.docx is no Word document")
    assert not well
    (record,) = harbour.audit.records()
    assert (record.name, record.what) == ("the server itself", "broken.docx, plan.md")


def test_only_what_came_is_told_and_not_copies_that_were_there_before(harbour: Harbour) -> None:
    harbour.put("plan.md", PLAN.format(year="2025-26"))
    harbour.put("copy.md", PLAN.format(year="2025-26") + "\nA copy.\n")
    harbour.watch.look(DAY)
    before = len(harbour.told())
    harbour.put("next.md", PLAN.format(year="2026-27"))
    harbour.watch.look(DAY)
    assert harbour.told()[:-before] == [("next.md", "read, with 2 rows", True)]


def test_a_folder_in_which_nothing_happens_is_not_read_again(harbour: Harbour) -> None:
    harbour.put("plan.md", PLAN.format(year="2025-26"))
    for _ in range(3):
        harbour.watch.look(DAY)
    assert harbour.builds == 1
    harbour.put("plan.md", PLAN.format(year="2025-26").replace("Two of five", "Three of five"))
    harbour.watch.look(DAY)
    assert harbour.builds == 2


def test_nothing_is_read_while_a_file_is_still_being_copied(harbour: Harbour) -> None:
    harbour.put("whole.md", PLAN.format(year="2025-26"))
    harbour.put("half.md", PLAN.format(year="2026-27")[:100])
    harbour.copying = True
    harbour.watch.look(DAY)
    assert (harbour.builds, set(harbour.watch.waiting.copying)) == (0, {"whole.md", "half.md"})
    harbour.put("half.md", PLAN.format(year="2026-27"))
    harbour.copying = False
    harbour.watch.look(DAY)
    assert {document.file: len(document.rows) for document in harbour.in_use} == {"whole.md": 2, "half.md": 2}
    assert harbour.watch.waiting.copying == ()


def test_a_build_of_another_program_is_waited_for(harbour: Harbour) -> None:
    harbour.put("plan.md", PLAN.format(year="2025-26"))
    harbour.elsewhere = True
    harbour.watch.look(DAY)
    assert (harbour.in_use, harbour.told(), harbour.watch.waiting.complete) == ((), [], ("plan.md",))
    harbour.elsewhere = False
    harbour.watch.look(DAY)
    assert harbour.told() == [("plan.md", "read, with 2 rows", True)]


def test_a_build_that_somebody_has_started_is_waited_for(harbour: Harbour) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(note: Note, accept: bool) -> Receipt:
        if not begun.is_set():
            begun.set()
            go_on.wait(60)
        note(Progress("reading", 0, 1, ""))
        return harbour._build(note, accept)

    harbour.put("first.md", PLAN.format(year="2025-26"))
    harbour.rebuild._work = slowly
    harbour.rebuild.start()
    begun.wait(60)
    harbour.put("second.md", PLAN.format(year="2026-27"))
    looking = threading.Thread(target=harbour.watch.look, args=(DAY,))
    looking.start()
    assert harbour.builds == 0
    go_on.set()
    looking.join(60)
    assert {document.file for document in harbour.in_use} == {"first.md", "second.md"}


def test_what_waits_for_the_night_is_read_on_trial_so_that_its_faults_are_known(tmp_path: Path) -> None:
    harbour = Harbour(tmp_path, Schedule(time(2)))
    harbour.put("plan.md", PLAN.format(year="2025-26"))
    harbour.put("broken.docx", "no Word document")
    for _ in range(2):
        harbour.watch.look(DAY)
    assert harbour.builds == 0
    assert set(harbour.watch.waiting.complete) == {"plan.md", "broken.docx"}
    tried = {file: became for file, became, _ in harbour.told()}
    assert tried["plan.md"] == "can be read, with 2 rows; waits for 02:00"
    assert tried["broken.docx"].startswith("can’t be read: broken.docx is no Word document")
    assert len(harbour.told()) == 2
    harbour.watch.look(datetime(2026, 11, 30, 2, 1))
    assert harbour.builds == 1
    assert ("plan.md", "read, with 2 rows", True) in harbour.told()


def test_a_plan_that_would_lose_its_rows_is_left_to_people(harbour: Harbour) -> None:
    rows = "".join(f"| {number} Quay {number} is safe | Mend it | Begun |\n" for number in range(3, 40))
    harbour.put("plan.md", PLAN.format(year="2025-26") + rows)
    harbour.watch.look(DAY)
    harbour.put("plan.md", PLAN.format(year="2025-26"))
    harbour.watch.look(DAY)
    (_, became, well), *_ = harbour.told()
    assert "a plan would lose many of its rows" in became
    assert not well
    harbour.watch.look(DAY)
    assert harbour.builds == 2, "it isn't tried again and again"
