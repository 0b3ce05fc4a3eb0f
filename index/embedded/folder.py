"""The store in a folder: which generations are in use, undone or waiting, and drafts of new ones.

<index>/CURRENT                      the published generations, the one in use last
<index>/UNDONE, <index>/WAITING      those that are kept without being in use
<index>/generations/<generation>/    the files of one
<index>/read.sqlite3                 documents that a build has read, until it is done
<index>/unfinished.sqlite3           texts that a build has encoded, until a generation holds them
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

from corpus.errors import IndexDamaged, IndexNotFound
from index.embedded.files import GENERATIONS, json_of, read_record, write_record
from index.embedded.lock import sole_builder
from index.embedded.readings import FolderReadings
from index.embedded.snapshot import Snapshot
from index.embedded.unfinished import NAME as UNFINISHED
from index.embedded.unfinished import Unfinished
from index.store import Draft, Published, Readings, Waiting

POINTER, UNDONE, WAITING = "CURRENT", "UNDONE", "WAITING"


class FolderStore:
    """Generations in a folder, as `index.store.Store` says. All of it is found by names in that folder, so any number
    of these objects may stand for one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __str__(self) -> str:
        return str(self.folder)

    def published(self) -> list[Published]:
        path = self.folder / POINTER
        if not path.is_file():
            raise IndexNotFound(f"There is no index at {self.folder}. Run `plans build`.")
        try:
            entries: list[Published] = json_of(list[Published]).validate_json(path.read_bytes())
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path} can't be read. Run `plans build` to make a new index.") from error
        if not entries or any(Path(entry.generation).name != entry.generation for entry in entries):
            raise IndexDamaged(f"{path} names no generation. Run `plans build` to make a new index.")
        return entries

    def in_use(self) -> str:
        try:
            return (self.folder / POINTER).read_text(encoding="utf-8")
        except OSError:
            return ""

    def open(self, generation: str | None = None) -> Snapshot:
        kept = self.published() if generation is None else self._kept()
        for entry in reversed(kept):
            if generation in (None, entry.generation):
                return Snapshot.open(self.folder / GENERATIONS / entry.generation, entry.manifest)
        raise IndexNotFound(f"There is no generation {generation} at {self.folder}.")

    def sole_builder(self) -> AbstractContextManager[None]:
        return sole_builder(self.folder)

    @contextmanager
    def readings(self, rules: str) -> Iterator[Readings]:
        kept, done = FolderReadings(self.folder, rules), False
        try:
            yield kept
            done = True
        except IndexDamaged:  # perhaps it is what was kept
            done = True
            raise
        finally:
            kept.close(remove=done)

    @contextmanager
    def begin(self, generation: str, fingerprint: str, carry: bool) -> Iterator[Draft]:
        from index.embedded.draft import FolderDraft  # imports FAISS and bm25s, for which only a build should wait

        folder = self.folder / GENERATIONS / generation
        folder.mkdir(parents=True)
        try:
            with (
                closing(Unfinished(self.folder, fingerprint)) as unfinished,
                FolderDraft(folder, self.open() if carry else None, unfinished) as draft,
            ):
                yield draft
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def publish(self, entries: Sequence[Published], undone: Sequence[Published] = ()) -> None:
        """What is undone is noted before it goes out of use, so that none is lost if this is killed."""
        more = len(undone) > len(self.undone())
        if more:
            self._note_undone(undone)
        write_record(list[Published], list(entries), self.folder / POINTER)
        if not more:
            self._note_undone(undone)
        self._forget_unfinished()

    def _forget_unfinished(self) -> None:
        """Where somebody else has it open just now, it stays until the next time."""
        with suppress(OSError):
            (self.folder / UNFINISHED).unlink()

    def _note_undone(self, entries: Sequence[Published]) -> None:
        if entries:
            write_record(list[Published], list(entries), self.folder / UNDONE)
        else:
            (self.folder / UNDONE).unlink(missing_ok=True)

    def undone(self) -> list[Published]:
        return read_record(list[Published], self.folder / UNDONE) or []

    def wait(self, kept: Waiting | None) -> None:
        if kept:
            write_record(Waiting, kept, self.folder / WAITING)
            self._forget_unfinished()
        else:
            (self.folder / WAITING).unlink(missing_ok=True)

    def waiting(self) -> Waiting | None:
        found: Waiting | None = read_record(Waiting, self.folder / WAITING)
        return found

    def clear(self) -> None:
        """What can't be told because the pointer is damaged stays until there is a new one."""
        try:
            kept = {entry.generation for entry in self._kept()}
        except IndexDamaged:
            return
        for folder in (self.folder / GENERATIONS).glob("*"):
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _kept(self) -> list[Published]:
        """All generations that are kept, the one in use last."""
        waiting = self.waiting()
        try:
            published = self.published()
        except IndexNotFound:
            published = []
        return [*self.undone(), *([waiting.published] if waiting else []), *published]
