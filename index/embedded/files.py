"""The files of a generation in a folder: their names and digests, and how they are written and compared."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDamaged, IndexMismatch
from index.model.weights import digest_of
from index.store import Manifest

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = 3  # of the files below
GENERATIONS = "generations"  # the folder of them all
REBUILD = "Run `plans build`."
REMEDY = "Run `plans rollback` to use the previous generation, or `plans build` to make a new one."


class File(StrEnum):
    """The files of a generation."""

    MANIFEST = "manifest.json"
    RECORDS = "records.sqlite3"
    RECEIPT = "receipt.json"
    VECTORS = "sentences.faiss"
    ROUGH = "sentences_rough.faiss"  # of a large generation
    CODES = "token_codes.npy"
    SCALES = "token_scales.npy"
    IDS = "token_ids.npy"
    SPANS = "token_spans.npy"
    OFFSETS = "token_offsets.npy"
    FREQUENCIES = "token_frequencies.npy"
    WORDS = "words"  # a folder
    PLACES = "places.npy"
    PLACES_NAMED = "places.json"


ARRAYS = {"codes": File.CODES, "scales": File.SCALES, "ids": File.IDS, "spans": File.SPANS}


@dataclass(frozen=True, slots=True)
class Seal:
    """The size of a file in bytes, and its SHA-256."""

    size: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> Seal:
        return cls(path.stat().st_size, digest_of(path))


@dataclass(frozen=True)
class FolderManifest(Manifest):
    """A manifest as it is written: with the format of the files, and the seal of each by its path."""

    format: int = FORMAT
    files: dict[str, Seal] = field(default_factory=dict)


@cache
def json_of(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401
    """Converts records to JSON and back; imported when first needed, so that the first question doesn't wait for it."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def parsed(kind: Any, path: Path) -> Any:  # noqa: ANN401
    """The records in a file of the index. Its digest is right: if it can't be parsed, another version wrote it."""
    try:
        return json_of(kind).validate_json(path.read_bytes())
    except ValueError as error:
        raise IndexMismatch(f"{path} was written by another version of this program. {REBUILD}") from error


# NumPy parses an array's header as Python text, which raises SystemError if two threads of Python 3.11 do it at once.
OPENING_ARRAYS = threading.Lock()


def array_in(path: Path, mapped: bool = False) -> npt.NDArray[Any]:
    """The array in a file; it stays there if it is `mapped`."""
    with OPENING_ARRAYS:
        found: npt.NDArray[Any] = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
    return found.view(np.ndarray)  # without memmap's cost a slice


def write_record(kind: Any, record: object, path: Path) -> None:  # noqa: ANN401
    """Writes a record as JSON in one step, to the disk."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(json_of(kind).dump_json(record))
    sync(new)
    os.replace(new, path)
    sync(path.parent)


def read_record(kind: Any, path: Path) -> Any:  # noqa: ANN401
    """The record in a file; None if there is none, or it can't be read."""
    try:
        return json_of(kind).validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def check(path: Path, right: Callable[[], bool]) -> None:
    """Raises IndexDamaged unless a file is there and is `right`."""
    try:
        whole = right()
    except OSError as error:
        raise IndexDamaged(f"{path} is missing or can't be read. {REMEDY}") from error
    if not whole:
        raise IndexDamaged(f"{path} isn't what was written: the file is damaged. {REMEDY}")


def sync(path: Path) -> None:
    """Waits until a file, or a folder's list of files, is on the disk."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
