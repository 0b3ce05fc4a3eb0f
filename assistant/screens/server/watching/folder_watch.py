"""Watches the documents folder: once new files are complete, they are read at once or at a set time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from watchfiles import watch

from assistant.screens.server.documents_folder import differences, document_files
from assistant.screens.server.rebuild import Rebuild
from assistant.screens.server.watching.schedule import Schedule
from assistant.screens.server.watching.settling import Settling, Stamp, stamps_of
from assistant.store import taken_in
from assistant.store.audit import SERVER, Audit
from assistant.store.database import Database
from assistant.store.taken_in import TakenIn
from corpus.errors import NoDocuments, NotStored, UnreadableFile
from corpus.library import read_document
from corpus.records import Document
from index import Receipt
from index.receipt import Became, FileLine

LOOK_AGAIN = 60  # seconds: folders of other machines don't tell what happens in them
AFTER_TROUBLE = 5.0  # seconds until a folder that can't be watched is tried again
TICK = 0.5  # seconds between looks while a build is waited for
LEFT_OUT = "left out: with it, a plan would lose many of its rows. If that is right, publish it on this page."
LOSS = "nothing was put in use: a plan would lose many of its rows. If that is right, publish it on this page."


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is there and hasn't been read: files that are still being copied, and complete ones that wait their turn."""

    copying: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()
    trouble: str = ""  # why the folder isn't watched, as a message for people


Documents = Callable[[], Sequence[Document]]


class FolderWatch:
    """Watches a folder in a thread of its own. `documents` gives those of the index in use."""

    def __init__(
        self,
        folder: Path,
        rebuild: Rebuild,
        documents: Documents,
        database: Database,
        audit: Audit,
        schedule: Schedule,
        settling: Settling | None = None,
    ) -> None:
        self.schedule = schedule
        self.waiting = Waiting()
        self._folder = folder
        self._rebuild = rebuild
        self._documents = documents
        self._database = database
        self._audit = audit
        self._settling = settling or Settling()
        self._done: Mapping[str, Stamp] | None = None  # the folder as it was when it was read last
        self._tried: dict[str, Stamp] = {}  # files that have been read on trial, while they wait for their time
        self._stopping = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="watching", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                for _ in self._moments():
                    self.look(datetime.now())
            except Exception as error:  # whatever happens to the folder, it is watched again once it is well
                if str(error) != self.waiting.trouble:
                    logging.warning("The documents folder isn’t watched: %s", error)
                self.waiting = Waiting(trouble=str(error))
                self._stopping.wait(AFTER_TROUBLE)

    def _moments(self) -> Iterator[None]:
        """When to look: when something happens in the folder, each second while something is copied, and now and then.
        Raises NoDocuments, so that a folder that can't be reached isn't taken for an empty one."""
        seconds = LOOK_AGAIN
        for changes in watch(
            self._folder,
            rust_timeout=1_000,
            yield_on_timeout=True,
            stop_event=self._stopping,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            seconds += 1
            if not self._folder.is_dir():
                raise NoDocuments(f"There is no folder {self._folder}. Once it is there, it is watched again.")
            if changes or self.waiting.copying or seconds >= LOOK_AGAIN:
                seconds = 0
                yield

    def look(self, now: datetime) -> None:
        """Read what is complete, if it is its time, unless something is still being copied: a build reads the whole
        folder."""
        due = self.schedule.due(now)
        files = document_files(self._folder)
        if self._done is None and not differences(self._folder, self._documents()):
            self._done = stamps_of(files)
        copying = tuple(self._settling.unsettled(files, self._done or {}))
        if copying:
            self.waiting = Waiting(copying=copying)
            return
        stamps = stamps_of(files)
        found = differences(self._folder, self._documents()) if stamps != self._done else None
        if not found:
            self._done, self.waiting = stamps, Waiting()
            self.schedule.done()
            return
        self.waiting = Waiting(complete=(*found.added, *found.changed, *found.removed))
        if due:
            self._read(self.waiting.complete)
        else:
            self._try({name: files[name] for name in (*found.added, *found.changed)}, stamps)

    def _read(self, names: Sequence[str]) -> None:
        """Have the folder read, once no other build is running, and note what became of these files."""
        stamps = stamps_of(document_files(self._folder))
        while not self._rebuild.start():
            if self._stopping.wait(TICK):
                return
        while self._rebuild.state.running:
            if self._stopping.wait(TICK):
                return
        state = self._rebuild.state
        if state.busy:
            return  # another program is building: this is tried again at the next look
        self._done, self._tried, self.waiting = stamps, {}, Waiting()
        self.schedule.done()
        if state.receipt:
            self._note(list(_entries(state.receipt, names, self._documents())))
        else:
            self._note([TakenIn(datetime.now(UTC), "", f"not read: {state.failed}", well=False)])

    def _try(self, files: Mapping[str, Path], stamps: Mapping[str, Stamp]) -> None:
        """Read files that wait for their time on trial, so that what is wrong with one is known before."""
        for name, path in files.items():
            if self._tried.get(name) == stamps.get(name):
                continue
            self._tried[name] = stamps[name]
            try:
                rows = len(read_document(path, name).rows)
                became, well = f"can be read, with {_rows(rows)}; {self.schedule.waits}", True
            except UnreadableFile as error:
                became, well = f"can’t be read: {error}", False
            self._note([TakenIn(datetime.now(UTC), name, became, well)])

    def _note(self, entries: Sequence[TakenIn]) -> None:
        if not entries:
            return
        try:
            taken_in.note(self._database, entries)
            if named := ", ".join(entry.file for entry in entries if entry.file):
                self._audit.note(SERVER, "read what came into the watched folder", named)
        except NotStored as error:
            logging.warning("%s", error)


def _entries(receipt: Receipt, names: Sequence[str], documents: Iterable[Document]) -> Iterator[TakenIn]:
    """What became of these files, and of the folder if it couldn't be put in use."""
    at, rows = datetime.now(UTC), {document.file: len(document.rows) for document in documents}
    for line in receipt.files:
        if line.file in receipt.left_out:
            yield TakenIn(at, line.file, LEFT_OUT, well=False)
        elif line.file in names and line.became is not Became.UNCHANGED:
            became = _became(line, rows.get(line.file, 0))
            yield TakenIn(at, line.file, became, well=line.became is not Became.UNREADABLE)
    if receipt.needs_accepting and not receipt.published:
        yield TakenIn(at, "", LOSS, well=False)


def _became(line: FileLine, rows: int) -> str:
    match line.became:
        case Became.UNREADABLE:
            return f"not read: {line.note}"
        case Became.DUPLICATE:
            return f"read, and left out as another copy of {line.note}"
        case Became.REMOVED:
            return "no longer there"
        case _:
            return f"read, with {_rows(rows)}"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"
