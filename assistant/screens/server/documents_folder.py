"""Changes of the documents folder by the app: files are added under safe names, and moved away instead of deleted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from corpus.errors import NoDocuments
from corpus.library import digest_of, document_paths
from corpus.records import Document

LONGEST_STEM = 100
REMOVED = "removed documents"  # beside the documents folder
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
    """A name for any file system, from one that a browser sent: without folders, control characters or leading dots."""
    last = PurePosixPath(given.replace("\\", "/")).name
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = last, ""
    stem = re.sub(r"[^\w ()&,'+–-]+", " ", stem).strip(" .")[:LONGEST_STEM].strip() or "document"
    suffix = re.sub(r"\W+", "", suffix.lower())[:10]
    if stem.lower() in RESERVED:
        stem = f"{stem} document"
    return f"{stem}.{suffix}" if suffix else stem


def free_name(folder: Path, name: str) -> str:
    """`name`, or `name (2)` and so on if the folder already has it, ignoring capitals."""
    taken = {path.name.lower() for path in folder.iterdir()} if folder.is_dir() else set()
    candidate, number = Path(name), 1
    while candidate.name.lower() in taken:
        number += 1
        candidate = Path(f"{Path(name).stem} ({number}){Path(name).suffix}")
    return candidate.name


def add(folder: Path, name: str, content: bytes) -> str:
    """Save an uploaded file; returns the name that it got. An existing file is never overwritten."""
    folder.mkdir(parents=True, exist_ok=True)
    final = free_name(folder, safe_name(name))
    with (folder / final).open("xb") as file:
        file.write(content)
    return final


def set_aside(folder: Path, name: str) -> Path:
    """Move a document out of the folder; returns its new path. It can be put back by hand."""
    aside = folder.with_name(REMOVED)
    aside.mkdir(exist_ok=True)
    return (folder / name).rename(aside / free_name(aside, Path(name).name))


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
