"""Changes of the documents folder by the app: files are added under safe names, and moved away instead of deleted."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from corpus.errors import NoDocuments, NotChanged
from corpus.library import digest_of, document_paths, is_ours
from corpus.records import Document

# Bytes of a name without its ending, in UTF-8: a file system takes 255, or 143 where it encrypts names, and " (2)" and
# the ending need some of them. 100 Chinese characters have 300.
LONGEST_STEM = 100
LONGEST_ENDING = 10
UNFINISHED = ".being-added-"  # names of files of which not all is written: hidden, so that no build reads them
REMOVED = "removed documents"  # beside the documents folder
_CHANGING = threading.Lock()  # people who add or remove at the same time
# Names to which Windows gives another meaning.
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Differences:
    """The names of files that differ between the folder and the index."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def safe_name(given: str) -> str:
    """A name for any file system, from one that a browser sent: without folders, control characters or leading dots,
    and none that says something here, such as who may see what."""
    last = PurePosixPath(unicodedata.normalize("NFC", given).replace("\\", "/")).name
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = last, ""
    stem = _cut(re.sub(r"[^\w ()&,'+–-]+", " ", stem).strip(" ."), LONGEST_STEM) or "document"
    suffix = _cut(re.sub(r"\W+", "", suffix.lower()), LONGEST_ENDING)
    name = f"{stem}.{suffix}" if suffix else stem
    if stem.lower() in RESERVED or is_ours(name):
        name = name.replace(stem, f"{stem} document", 1)
    return name


def free_name(folder: Path, name: str) -> str:
    """`name`, or `name (2)` and so on if the folder already has it, ignoring capitals."""
    taken = {_alike(path.name) for path in folder.iterdir()} if folder.is_dir() else set()
    candidate, number = Path(name), 1
    while _alike(candidate.name) in taken:
        number += 1
        candidate = Path(f"{Path(name).stem} ({number}){Path(name).suffix}")
    return candidate.name


def _cut(text: str, most: int) -> str:
    """The beginning of a text, at most so many bytes of UTF-8, without half a character at its end."""
    return text.encode()[:most].decode(errors="ignore").strip()


def _alike(name: str) -> str:
    """The same for names that some file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()


def add(folder: Path, name: str, content: bytes) -> str:
    """Save an uploaded file; returns the name that it got, once it is on the disk. An existing file is never
    overwritten, and a file of which not all could be written is none. Raises NotChanged."""
    with _CHANGING, _explained(f"“{safe_name(name)}” can’t be added"):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{UNFINISHED}*"):  # by a server that was killed
            left.unlink()
        final = free_name(folder, safe_name(name))
        unfinished = folder / f"{UNFINISHED}{os.getpid()}"
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(folder / final)
        finally:
            unfinished.unlink(missing_ok=True)
    return final


def set_aside(folder: Path, name: str) -> Path:
    """Move a document out of the folder; returns its new path. It can be put back by hand. Raises NotChanged, also
    where somebody else was faster."""
    aside = folder.with_name(REMOVED)
    with _CHANGING, _explained(f"“{name}” can’t be removed"):
        if not (folder / name).exists():
            raise NotChanged(f"“{name}” isn’t in the documents folder any more: somebody else has removed it.")
        aside.mkdir(exist_ok=True)
        return (folder / name).rename(aside / free_name(aside, Path(name).name))


@contextmanager
def _explained(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotChanged(f"{what}: {error.strerror or error}. Nothing has changed.") from error


def same_file(folder: Path, content: bytes) -> str:
    """The name of a file in the folder with exactly this content, else ""."""
    digest = hashlib.sha256(content).hexdigest()
    alike = ((name, path) for name, path in document_files(folder).items() if path.stat().st_size == len(content))
    return next((name for name, path in alike if file_digest(path) == digest), "")


def document_files(folder: Path) -> dict[str, Path]:
    """The documents of the folder by the library's names for them; none if there is no folder."""
    try:
        return document_paths(folder)
    except NoDocuments:
        return {}


def differences(folder: Path, documents: Iterable[Document]) -> Differences:
    """The files that were added, changed and removed since these documents were read."""
    read = {document.file: document for document in documents}
    there = document_files(folder)
    return Differences(
        added=tuple(name for name in there if name not in read),
        changed=tuple(name for name, path in there.items() if name in read and _changed(path, read[name])),
        removed=tuple(name for name in read if name not in there),
    )


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal; computed again only if the file's size or time changes."""
    known = path.stat()
    return _digest(path, known.st_size, known.st_mtime_ns)


@lru_cache(maxsize=10_000)
def _digest(path: Path, size: int, touched: int) -> str:
    return digest_of(path)


def _changed(path: Path, document: Document) -> bool:
    return bool(document.digest) and file_digest(path) != document.digest
