"""Generations that are kept without being in use: one that waits for somebody to accept it, and undone ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.model.weights import digest_of
from index.snapshot import Published, published, read_record, write_record

WAITING, UNDONE = "WAITING", "UNDONE"  # files beside the one that names the generations in use


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finished generation that somebody must accept. It fits only as long as the generation `base` is in use, and the
    folder of documents is as it was: `documents` is its digest."""

    published: Published
    base: str
    documents: str


def waiting(index: Path) -> Waiting | None:
    found: Waiting | None = read_record(Waiting, index / WAITING)
    return found


def fits(index: Path, found: Waiting, documents: Path) -> bool:
    """Whether nothing has changed since it was finished: neither the generation in use nor any file."""
    return published(index)[-1].generation == found.base and folder_digest(documents) == found.documents


def keep_waiting(index: Path, kept: Waiting) -> None:
    write_record(Waiting, kept, index / WAITING)


def undone(index: Path) -> list[Published]:
    """The generations that were undone, the last one undone last."""
    return read_record(list[Published], index / UNDONE) or []


def keep_undone(index: Path, entries: Sequence[Published]) -> None:
    write_record(list[Published], list(entries), index / UNDONE)


def forget(index: Path) -> None:
    """What is published next goes on from the generation in use: there is nothing to accept or to redo any more."""
    for name in (WAITING, UNDONE):
        (index / name).unlink(missing_ok=True)


def folder_digest(documents: Path) -> str:
    """SHA-256 of the names and bytes of all files below a folder, those in which staff correct readings included."""
    found = hashlib.sha256()
    for path in sorted(documents.rglob("*")):
        with suppress(OSError):  # it has just been taken away
            if path.is_file():
                found.update(f"{path.relative_to(documents).as_posix()}\n{digest_of(path)}\n".encode(errors="replace"))
    return found.hexdigest()
