"""One generation of the index on disk: its files, the manifest with their digests, publishing and rolling back.

    <index>/CURRENT                      the published generations, the one in use last
    <index>/generations/<generation>/    the files of `File`, never changed once the manifest is written

Every file is compared with its SHA-256 in the manifest when it is first opened, even the large ones: 1 GB takes a
second or two, once for each process that searches, and nothing else would notice a flipped bit in vectors.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDamaged, IndexMismatch, IndexNotFound
from corpus.records import Document
from index.model.weights import digest_of
from index.passages import Passage
from index.tokens import Tokens

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from corpus.library import Library
    from index.vectors import Vectors
    from index.words import Words

FORMAT = 2  # of the files below
GENERATIONS_KEPT = 3  # including the one in use: enough to go back twice, without filling the disk
POINTER = "CURRENT"
GENERATIONS = "generations"
REBUILD = "Run `plans build`."
REMEDY = "Run `plans rollback` to use the previous generation, or `plans build` to make a new one."


class File(StrEnum):
    """The files of a generation."""

    MANIFEST = "manifest.json"
    LIBRARY = "library.json"
    PASSAGES = "passages.json"
    RECEIPT = "receipt.json"
    VECTORS = "sentences.faiss"
    CODES = "token_codes.npy"
    SCALES = "token_scales.npy"
    IDS = "token_ids.npy"
    SPANS = "token_spans.npy"
    OFFSETS = "token_offsets.npy"
    FREQUENCIES = "token_frequencies.npy"
    WORDS = "words"  # a folder


ARRAYS = {"codes": File.CODES, "scales": File.SCALES, "ids": File.IDS, "spans": File.SPANS}


@dataclass(frozen=True, slots=True)
class Seal:
    """The size of a file in bytes, and its SHA-256."""

    size: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> Seal:
        return cls(path.stat().st_size, digest_of(path))


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of a generation. `rules` names the rules by which passages are made, `reading` those by which
    documents were read; `counts` are by noun, `files` by path."""

    format: int
    rules: int
    reading: str
    generation: str
    created: str  # ISO 8601, UTC
    encoder: str
    fingerprint: str
    dimensions: int
    counts: dict[str, int]
    files: dict[str, Seal]


@dataclass(frozen=True, slots=True)
class Published:
    """A generation that was put in use, with its manifest's digest."""

    generation: str
    manifest: str


@cache
def _json(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401
    """Converts records to JSON and back; imported when first needed, so that the first question doesn't wait for it."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _parsed(kind: Any, path: Path) -> Any:  # noqa: ANN401
    """The records in a file of the index. Its digest is right: if it can't be parsed, another version wrote it."""
    try:
        return _json(kind).validate_json(path.read_bytes())
    except ValueError as error:
        raise IndexMismatch(f"{path} was written by another version of this program. {REBUILD}") from error


class Snapshot:
    """A generation opened for reading. Its parts are read, and compared with the manifest, when first used."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self.manifest = manifest

    @classmethod
    def open(cls, index: Path) -> Self:
        """The generation in use. Raises IndexNotFound, IndexDamaged, or IndexMismatch if it has another format."""
        current = published(index)[-1]
        folder = index / GENERATIONS / current.generation
        path = folder / File.MANIFEST
        _check(path, lambda: digest_of(path) == current.manifest)
        found = _parsed(dict[str, Any], path).get("format")
        if found != FORMAT:
            raise IndexMismatch(f"The index at {index} has format {found}, this version reads {FORMAT}. {REBUILD}")
        snapshot = cls(folder, _parsed(Manifest, path))
        for name, seal in snapshot.manifest.files.items():
            file = folder / name
            _check(file, lambda file=file, seal=seal: file.stat().st_size == seal.size)  # type: ignore[misc]
        return snapshot

    @property
    def generation(self) -> str:
        return self.manifest.generation

    @cached_property
    def library(self) -> Library:
        from corpus.library import Library

        return Library(_parsed(tuple[Document, ...], self._verified(File.LIBRARY)))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        passages: tuple[Passage, ...] = _parsed(tuple[Passage, ...], self._verified(File.PASSAGES))
        return passages

    @cached_property
    def receipt(self) -> bytes:
        """The build's receipt as JSON."""
        return self._verified(File.RECEIPT).read_bytes()

    @cached_property
    def vectors(self) -> Vectors:
        from index.vectors import Vectors

        return Vectors.load(self._verified(File.VECTORS))

    @cached_property
    def words(self) -> Words:
        from index.words import Words

        for name in self.manifest.files:
            if name.startswith(f"{File.WORDS}/"):
                self._verified(name)
        return Words.load(self._folder / File.WORDS)

    @cached_property
    def tokens(self) -> Tokens:
        for file in (*ARRAYS.values(), File.OFFSETS):
            self._verified(file)
        return tokens_in(self._folder)

    @cached_property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The passages' columns, each once: its plan's name and its heading."""
        return tuple(dict.fromkeys((passage.plan, passage.column) for passage in self.passages))

    @cached_property
    def of_items(self) -> Mapping[tuple[str, str, int], Sequence[int]]:
        """Positions of each item's passages, by its row's key, its column's heading and its number."""
        found: dict[tuple[str, str, int], list[int]] = {}
        for at, passage in enumerate(self.passages):
            found.setdefault((passage.row_key, passage.column, passage.item), []).append(at)
        return found

    @property
    def folder(self) -> Path:
        return self._folder

    def load(self) -> Self:
        """Reads everything that a search needs, so that it still works if the generation is removed later."""
        _ = self.library, self.passages, self.vectors, self.words, self.tokens, self._frequencies, self._places
        return self

    def rarity(self, ids: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
        """Inverse document frequency of the model's tokens over the passages, BM25's: log(1 + (n - f + ½)/(f + ½))."""
        known = self._frequencies
        found = np.where(ids < len(known), known[np.minimum(ids, len(known) - 1)], 0)
        return self.rarity_of(found)

    def rarity_of(self, having: npt.NDArray[np.int32] | int) -> npt.NDArray[np.float32]:
        """The rarity of something that this number of passages have."""
        return np.asarray(np.log1p((len(self.passages) - having + 0.5) / (having + 0.5)), dtype=np.float32)

    def positions(self, rows: Iterable[str], columns: Iterable[tuple[str, str]]) -> npt.NDArray[np.int64]:
        """Positions of the passages of these rows (keys) and columns (plan and heading), ascending."""
        row, column, row_numbers, column_numbers = self._places
        of_rows = np.isin(row, [row_numbers[key] for key in rows if key in row_numbers])
        of_columns = np.isin(column, [column_numbers[each] for each in columns])
        return np.flatnonzero(of_rows & of_columns).astype(np.int64)

    @cached_property
    def _places(
        self,
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], dict[str, int], dict[tuple[str, str], int]]:
        """The numbers of each passage's row and column, and the rows and columns that these numbers stand for."""
        rows = {key: at for at, key in enumerate(dict.fromkeys(passage.row_key for passage in self.passages))}
        columns = {each: at for at, each in enumerate(self.columns)}
        row = np.array([rows[passage.row_key] for passage in self.passages], dtype=np.int32)
        column = np.array([columns[passage.plan, passage.column] for passage in self.passages], dtype=np.int32)
        return row, column, rows, columns

    @cached_property
    def _frequencies(self) -> npt.NDArray[np.int32]:
        known: npt.NDArray[np.int32] = np.load(self._verified(File.FREQUENCIES), allow_pickle=False)
        return known

    def _verified(self, name: str) -> Path:
        path = self._folder / name
        _check(path, lambda: Seal.of(path) == self.manifest.files.get(name))
        return path


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents to write; passages and vectors are in the order of the tokens, which are in the folder already."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors
    words: Words
    receipt: bytes


@contextmanager
def begun(index: Path, generation: str) -> Iterator[Path]:
    """A folder for a generation that is being written; it is removed if that fails."""
    folder = index / GENERATIONS / generation
    folder.mkdir(parents=True)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def tokens_in(folder: Path) -> Tokens:
    """The tokens in a generation's folder, memory-mapped: the parts that a search needs are read when it needs them."""
    arrays = {part: _mapped(folder / file) for part, file in ARRAYS.items()}
    offsets = _mapped(folder / File.OFFSETS)
    return Tokens(**arrays, starts=offsets[:-1], ends=offsets[1:])


def _mapped(path: Path) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)  # without memmap's cost a slice


def write(folder: Path, contents: Contents, manifest: Manifest) -> Published:
    """Writes everything else into a generation's folder, to the disk, without putting it in use. Fills in
    `manifest.files` and the number of tokens."""
    tokens = tokens_in(folder)
    manifest = replace(manifest, counts=manifest.counts | {"tokens": len(tokens.ids)})
    (folder / File.LIBRARY).write_bytes(_json(tuple[Document, ...]).dump_json(contents.documents))
    (folder / File.PASSAGES).write_bytes(_json(tuple[Passage, ...]).dump_json(contents.passages))
    (folder / File.RECEIPT).write_bytes(contents.receipt)
    contents.vectors.save(folder / File.VECTORS)
    contents.words.save(folder / File.WORDS)
    np.save(folder / File.FREQUENCIES, tokens.frequencies(), allow_pickle=False)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    seals = {path.relative_to(folder).as_posix(): Seal.of(path) for path in files}
    (folder / File.MANIFEST).write_text(json.dumps(asdict(replace(manifest, files=seals)), indent=1), encoding="utf-8")
    for path in [*files, folder / File.MANIFEST, folder / File.WORDS, folder, folder.parent]:
        _sync(path)
    return Published(folder.name, digest_of(folder / File.MANIFEST))


def new_generation() -> str:
    """A name that no other generation has; names sort by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def published(index: Path) -> list[Published]:
    """The generations that can be used, the one in use last. Raises IndexNotFound, IndexDamaged."""
    path = index / POINTER
    if not path.is_file():
        raise IndexNotFound(f"There is no index at {index}. Run `plans build`.")
    try:
        entries: list[Published] = _json(list[Published]).validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{path} can't be read. Run `plans build` to make a new index.") from error
    if not entries or any(Path(entry.generation).name != entry.generation for entry in entries):
        raise IndexDamaged(f"{path} names no generation. Run `plans build` to make a new index.")
    return entries


def publish(index: Path, entries: list[Published]) -> None:
    """Puts the last of these generations in use, in one step."""
    write_record(list[Published], entries, index / POINTER)


def write_record(kind: Any, record: object, path: Path) -> None:  # noqa: ANN401
    """Writes a record as JSON in one step, to the disk."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(_json(kind).dump_json(record))
    _sync(new)
    os.replace(new, path)
    _sync(path.parent)


def read_record(kind: Any, path: Path) -> Any:  # noqa: ANN401
    """The record in a file; None if there is none, or it can't be read."""
    try:
        return _json(kind).validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def clear(index: Path, entries: list[Published]) -> None:
    """Removes all but these generations: old ones, and the remains of killed builds."""
    current = {entry.generation for entry in entries}
    for folder in (index / GENERATIONS).glob("*"):
        if folder.name not in current:
            shutil.rmtree(folder, ignore_errors=True)


def _check(path: Path, right: Callable[[], bool]) -> None:
    try:
        whole = right()
    except OSError as error:
        raise IndexDamaged(f"{path} is missing or can't be read. {REMEDY}") from error
    if not whole:
        raise IndexDamaged(f"{path} isn't what was written: the file is damaged. {REMEDY}")


def _sync(path: Path) -> None:
    """Waits until a file, or a folder's list of files, is on the disk."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
