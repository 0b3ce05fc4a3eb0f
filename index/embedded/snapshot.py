"""One generation in a folder, opened for reading; and some documents of it, as if it held nothing else.

Every file is compared with its SHA-256 in the manifest when it is first opened, even the large ones: 1 GB takes a
second or two, once for each process that searches, and nothing else would notice a flipped bit in vectors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexMismatch
from corpus.records import Document, Row, Standing
from index.embedded.files import FORMAT, REBUILD, File, FolderManifest, Seal, check, parsed
from index.embedded.token_files import tokens_in
from index.filters import Filters, columns_within, rows_within
from index.model.weights import digest_of
from index.passages import Passage, renamed
from index.store import Among, Generation, Manifest, rarity_of
from index.tokens import Floats, Positions, Tokens

if TYPE_CHECKING:
    from corpus.library import Library
    from index.embedded.vectors import Vectors
    from index.embedded.words import Words


@dataclass(frozen=True, slots=True)
class Selection:
    """The positions of the passages that filters leave, ascending."""

    at: Positions

    def __len__(self) -> int:
        return len(self.at)

    def positions(self) -> Positions:
        return self.at


class Snapshot:
    """A generation, as `index.store.Generation` says. Its parts are read, and compared with the manifest, when first
    used; passages' positions are 0 to n - 1."""

    def __init__(self, folder: Path, manifest: Manifest, files: Mapping[str, Seal]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._files = files

    @classmethod
    def open(cls, folder: Path, digest: str) -> Self:
        """The generation in a folder, its manifest having this digest. Raises IndexDamaged, or IndexMismatch if it has
        another format."""
        path = folder / File.MANIFEST
        check(path, lambda: digest_of(path) == digest)
        found = parsed(dict[str, Any], path).get("format")
        if found != FORMAT:
            raise IndexMismatch(f"{folder} has format {found}, this version reads {FORMAT}. {REBUILD}")
        manifest: FolderManifest = parsed(FolderManifest, path)
        for name, seal in manifest.files.items():
            file = folder / name
            check(file, lambda file=file, seal=seal: file.stat().st_size == seal.size)  # type: ignore[misc]
        return cls(folder, manifest, manifest.files)

    @property
    def generation(self) -> str:
        return self.manifest.generation

    @cached_property
    def library(self) -> Library:
        from corpus.library import Library

        return Library(parsed(tuple[Document, ...], self._verified(File.LIBRARY)))

    @property
    def receipt(self) -> bytes:
        return self._verified(File.RECEIPT).read_bytes()

    def ready(self) -> None:
        _ = self.library, self._passages, self.vectors, self.words, self._tokens, self._frequencies, self._places
        _ = self._rows

    def check(self) -> None:
        for name in self._files:
            self._verified(name)

    def among(self, filters: Filters) -> Among:
        row, column, row_numbers, column_numbers = self._places
        keys = (each.key for each in rows_within(self.library, filters))
        columns = columns_within(column_numbers, filters.column)
        of_rows = np.isin(row, [row_numbers[key] for key in keys if key in row_numbers])
        of_columns = np.isin(column, [column_numbers[each] for each in columns])
        with_words = self._tokens.ends > self._tokens.starts
        return Selection(np.flatnonzero(of_rows & of_columns & with_words).astype(np.int64))

    def nearest(self, question: Floats, k: int, among: Among) -> Positions:
        return self.vectors.nearest(question, k, among.positions())

    def matching(self, question: str, k: int, among: Among) -> Positions:
        return self.words.nearest(question, k, among.positions())

    def passages(self, at: Positions) -> list[Passage]:
        return [self._passages[each] for each in at]

    def sentences(self, at: Positions) -> Floats:
        return self.vectors.at(at)

    def tokens(self, at: Positions, leading: int | None = None) -> Tokens:
        return self._tokens.picked(at)

    def rows(self, keys: Iterable[str]) -> dict[str, Row]:
        return {key: self._rows[key] for key in keys if key in self._rows}

    def of_item(self, row_key: str, column: str, number: int) -> Positions:
        return np.array(self._of_items.get((row_key, column, number), ()), dtype=np.int64)

    def of_file(self, file: str) -> Positions:
        return np.array(self._of_files.get(file, ()), dtype=np.int64)

    def rarity(self, ids: npt.NDArray[np.int32]) -> Floats:
        known = self._frequencies
        return rarity_of(np.where(ids < len(known), known[np.minimum(ids, len(known) - 1)], 0), len(self._passages))

    def frequency(self, word: str) -> int:
        return len(self.words.holding(word))

    def holding(self, word: str, at: Positions) -> npt.NDArray[np.bool_]:
        return np.isin(at, self.words.holding(word))

    def known(self, digests: Collection[str]) -> set[str]:
        return self.places_of.keys() & digests

    def seen(self, library: Library) -> Generation:
        return View(self, library)

    @cached_property
    def places_of(self) -> Mapping[str, int]:
        """A position of each text, by its digest; vectors and tokens are read, too, so that damage is noticed."""
        _ = self.vectors, self._tokens
        return {passage.digest: at for at, passage in enumerate(self._passages)}

    @cached_property
    def vectors(self) -> Vectors:
        from index.embedded.vectors import Vectors

        return Vectors.load(self._verified(File.VECTORS))

    @cached_property
    def words(self) -> Words:
        from index.embedded.words import Words

        for name in self._files:
            if name.startswith(f"{File.WORDS}/"):
                self._verified(name)
        return Words.load(self.folder / File.WORDS)

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        passages: tuple[Passage, ...] = parsed(tuple[Passage, ...], self._verified(File.PASSAGES))
        return passages

    @cached_property
    def _tokens(self) -> Tokens:
        return tokens_in(self.folder, self._verified).ready()

    @cached_property
    def _rows(self) -> dict[str, Row]:
        return {row.key: row for row in self.library.rows(update="all")}

    @cached_property
    def _of_items(self) -> Mapping[tuple[str, str, int], Sequence[int]]:
        found: dict[tuple[str, str, int], list[int]] = {}
        for at, passage in enumerate(self._passages):
            found.setdefault((passage.row_key, passage.column, passage.item), []).append(at)
        return found

    @cached_property
    def _of_files(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for at, passage in enumerate(self._passages):
            found.setdefault(passage.location.file, []).append(at)
        return found

    @cached_property
    def _places(
        self,
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], dict[str, int], dict[tuple[str, str], int]]:
        """The numbers of each passage's row and column, and the rows and columns that these numbers stand for."""
        keys = [(passage.row_key, (passage.plan, passage.column)) for passage in self._passages]
        rows = {row: at for at, row in enumerate(dict.fromkeys(row for row, _ in keys))}
        columns = {column: at for at, column in enumerate(dict.fromkeys(column for _, column in keys))}
        row = np.array([rows[each] for each, _ in keys], dtype=np.int32)
        column = np.array([columns[each] for _, each in keys], dtype=np.int32)
        return row, column, rows, columns

    @cached_property
    def _frequencies(self) -> npt.NDArray[np.int32]:
        known: npt.NDArray[np.int32] = np.load(self._verified(File.FREQUENCIES), allow_pickle=False)
        return known

    def _verified(self, name: str) -> Path:
        path = self.folder / name
        check(path, lambda: Seal.of(path) == self._files.get(name))
        return path


class View(Snapshot):
    """Some documents of a generation, as if it held nothing else: what somebody searches who may not see them all.

    Passages, vectors, words and how rare words are, all of these documents alone; nothing of it is written to disk.

    Of the whole generation only the tokens' files are shared, because they are large: a passage's are found by the
    view's own positions.
    """

    def __init__(self, whole: Snapshot, library: Library) -> None:
        """`library` holds some of the whole one's documents, which may have other names of plans and updates there."""
        from index.embedded.vectors import Vectors
        from index.embedded.words import Words

        used = {document.file: document for document in library.documents if document.standing is Standing.USED}
        at = np.sort(np.concatenate([np.zeros(0, np.int64), *(whole.of_file(file) for file in used)]))
        seen = []
        for passage in whole.passages(at):
            own = used[passage.location.file]
            seen.append(renamed(passage, own.plan, own.update))
        counts = {"documents": len(library.documents), "plans": len(library.plans), "passages": len(seen)}
        super().__init__(whole.folder, replace(whole.manifest, counts=counts), {})
        self.library = library
        self._passages = tuple(seen)
        self.vectors = Vectors.of(whole.sentences(at))
        self.words = Words.of([passage.encoded_text for passage in seen])
        self._tokens = whole.tokens(at)
        self._frequencies = self._tokens.frequencies()

    @property
    def receipt(self) -> bytes:
        return b""
