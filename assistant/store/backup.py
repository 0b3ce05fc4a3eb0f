"""Backups: one file with the documents, what staff and people left, and the audit log; refused if a bit of it is wrong.

It is a zip archive whose comment is the digest of all before it. It may be taken while the server runs.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from assistant.store.audit import FILE as AUDIT
from assistant.store.database import Database
from assistant.store.secret_key import KEY
from corpus.errors import NotChanged, WrongUse
from corpus.library import DATABASE, INDEX_LOCK, digest_of
from index.embedded.lock import OWNER, sole_builder

if TYPE_CHECKING:
    from hashlib import _Hash

FORMAT = 1
MANIFEST = "plans-backup.json"
DIGEST = 64  # characters at the end of the file
PARTS = ("documents", "kept", "index")
CHUNK = 2**20
FLAGS = os.O_CREAT | os.O_EXCL | os.O_WRONLY


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things are, or are to be: the documents, what people left, and the index (None to leave it out)."""

    documents: Path
    kept: Path
    index: Path | None = None

    def of(self, part: str) -> Path | None:
        return {"documents": self.documents, "kept": self.kept, "index": self.index}[part]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: how many files and bytes there are of each part."""

    files: dict[str, int]
    bytes: int


def back_up(folders: Folders, target: Path) -> Contents:
    """Write a backup, whole or not at all. Raises NotChanged, and NotStored for a damaged file of conversations."""
    beside = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        with open(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            contents = _archived(folders, file)
            _seal(file)
        os.replace(beside, target)
    except OSError as error:
        raise NotChanged(f"{target} can’t be written: {error.strerror or error}.") from error
    finally:
        beside.unlink(missing_ok=True)
    check(target)
    return contents


def check(backup: Path) -> Contents:
    """What a backup holds. Raises WrongUse if it isn't whole, or isn't one."""
    if not _is_sealed(backup):
        raise WrongUse(f"{backup} is damaged, or is no backup of this program. Nothing was restored.")
    try:
        with zipfile.ZipFile(backup) as archive:
            listed = _listed(archive)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongUse(f"{backup} is no backup that this version reads: {error}. Nothing was restored.") from error
    return _contents(listed)


def restore(backup: Path, folders: Folders) -> Contents:
    """Put what a backup holds into folders that have nothing yet. Raises WrongUse for a damaged backup or folders that
    aren't empty, and NotChanged; in each case nothing has changed."""
    contents = check(backup)
    wanted = [(part, folder) for part in PARTS if contents.files[part] and (folder := folders.of(part))]
    for _, folder in wanted:
        if folder.exists() and any(folder.iterdir()):
            raise WrongUse(f"{folder} isn’t empty. Move it away, or name another folder; nothing was restored.")
    with ExitStack() as on_failure:
        try:
            with zipfile.ZipFile(backup) as archive:
                unpacked = [_unpacked(archive, *each, on_failure) for each in wanted]
            for beside, (_, folder) in zip(unpacked, wanted, strict=True):
                if folder.exists():
                    folder.rmdir()
                beside.rename(folder)
                on_failure.callback(shutil.rmtree, folder, ignore_errors=True)
            on_failure.pop_all()
        except OSError as error:
            raise NotChanged(f"The backup can’t be restored: {error.strerror or error}.") from error
    return contents


def _archived(folders: Folders, file: IO[bytes]) -> Contents:
    listed: dict[str, tuple[str, int]] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, tempfile.TemporaryDirectory() as temporary:
        for name, path in _sources(folders, Path(temporary)):
            try:
                listed[name] = _added(archive, name, path)
            except FileNotFoundError:
                continue  # removed meanwhile: as if it had been before
        archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "files": listed}))
        archive.comment = b"0" * DIGEST  # the place of the seal
    return _contents(listed)


def _sources(folders: Folders, temporary: Path) -> Iterator[tuple[str, Path]]:
    """The files by their names in the backup.

    Of the documents folder, staff's own files too, but nothing that is only being written. The log comes after the
    database: it may have more records than the database knows of, but not fewer.
    """
    for path in sorted(folders.documents.rglob("*")):
        within = path.relative_to(folders.documents)
        if path.is_file() and not any(part.startswith(".") for part in within.parts):
            yield f"documents/{within.as_posix()}", path
    copy = temporary / DATABASE
    if Database(folders.kept).copy(copy):
        yield f"kept/{DATABASE}", copy
    yield f"kept/{AUDIT}", folders.kept / AUDIT
    yield f"kept/{KEY}", folders.kept / KEY
    if folders.index:
        with sole_builder(folders.index):
            for path in sorted(folders.index.rglob("*")):
                if path.is_file() and path.name not in (INDEX_LOCK, OWNER):
                    yield f"index/{path.relative_to(folders.index).as_posix()}", path


def _added(archive: zipfile.ZipFile, name: str, path: Path) -> tuple[str, int]:
    """Add a file; returns its digest and size. Of the log, which goes on meanwhile, only whole lines."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while part := source.read(-1 if path.name == AUDIT else CHUNK):
            part = b"".join(part.rpartition(b"\n")[:2]) if path.name == AUDIT else part
            digest.update(part)
            size += len(part)
            target.write(part)
    return digest.hexdigest(), size


def _contents(listed: Mapping[str, tuple[str, int]]) -> Contents:
    files = {part: sum(name.startswith(f"{part}/") for name in listed) for part in PARTS}
    return Contents(files, sum(size for _, size in listed.values()))


def _seal(file: IO[bytes]) -> None:
    """Put the digest of all that stands before it at the end."""
    file.flush()
    end = file.seek(-DIGEST, os.SEEK_END)
    digest = _digest_of(file, end)
    file.write(digest.hexdigest().encode())
    file.flush()
    os.fsync(file.fileno())


def _digest_of(file: IO[bytes], length: int) -> _Hash:
    file.seek(0)
    digest = hashlib.sha256()
    while length > 0 and (part := file.read(min(CHUNK, length))):
        digest.update(part)
        length -= len(part)
    return digest


def _is_sealed(backup: Path) -> bool:
    try:
        with backup.open("rb") as file:
            end = file.seek(0, os.SEEK_END) - DIGEST
            return end > 0 and _digest_of(file, end).hexdigest().encode() == file.read(DIGEST + 1)
    except OSError as error:
        raise WrongUse(f"{backup} can’t be read: {error.strerror}.") from error


def _listed(archive: zipfile.ZipFile) -> dict[str, tuple[str, int]]:
    """The files that a backup says it has. Raises ValueError if it has others, or any that would lie elsewhere."""
    told = json.loads(archive.read(MANIFEST))
    if told["format"] != FORMAT:
        raise ValueError(f"it has format {told['format']}, and this version reads {FORMAT}")
    listed = {str(name): (str(digest), int(size)) for name, (digest, size) in told["files"].items()}
    if sorted(archive.namelist()) != sorted([*listed, MANIFEST]):
        raise ValueError("it doesn’t have the files that it says")
    for name in listed:
        parts = PurePosixPath(name).parts
        if parts[0] not in PARTS or len(parts) < 2 or ".." in parts or "\\" in name or name.startswith("/"):
            raise ValueError("it has a file that would lie elsewhere")
    return listed


def _unpacked(archive: zipfile.ZipFile, part: str, folder: Path, on_failure: ExitStack) -> Path:
    """The files of one part in a new folder beside its own."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".restoring-"))
    on_failure.callback(shutil.rmtree, beside, ignore_errors=True)
    for name, (digest, _) in _listed(archive).items():
        if name.startswith(f"{part}/"):
            path = beside / PurePosixPath(name).relative_to(part)
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, open(os.open(path, FLAGS, 0o600), "wb") as target:
                shutil.copyfileobj(source, target, CHUNK)
            if digest_of(path) != digest:
                raise OSError(errno.EIO, f"{name} isn’t as it was")
    if part != "kept":  # that is for the server's account alone
        _let_read(beside)
    return beside


def _let_read(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
