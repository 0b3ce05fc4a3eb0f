"""One generation in a folder, opened for reading; and some documents of it, as if it held nothing else.

Every file is compared with what was written before it is used, because nothing else would notice a flipped bit in
vectors: small ones with their SHA-256 in the manifest when they are opened, large arrays block by block when a question
comes to a block first, records one by one. A build that carries vectors over compares the whole files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexMismatch
from corpus.records import Row, Standing
from index.embedded.blocks import LARGE, SUMS, Blocks
from index.embedded.files import ARRAYS, FORMAT, REBUILD, File, FolderManifest, Seal, array_in, check, parsed
from index.embedded.places import Places
from index.embedded.records import Records
from index.embedded.selection import Selection
from index.embedded.token_files import tokens_in
from index.filters import Filters, columns_within, rows_within, updates_within
from index.model.weights import digest_of
from index.passages import Passage, renamed
from index.store import Among, Generation, Manifest, rarity_of
from index.tokens import Floats, Positions, Tokens

if TYPE_CHECKING:
    from corpus.library import Library
    from index.embedded.vectors import Vectors
    from index.embedded.words import Words


class Snapshot:
    """A generation, as `index.store.Generation` says. Its parts are read, and compared with the manifest, when first
    used; passages' positions are 0 to n - 1."""

    def __init__(self, folder: Path, manifest: Manifest, files: Mapping[str, Seal]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._files = files
        self._large: dict[str, Blocks] = {}

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

        return Library(self._records.documents())

    @property
    def receipt(self) -> bytes:
        return self._verified(File.RECEIPT).read_bytes()

    def ready(self) -> None:
        _ = self.library, self.vectors, self.words, self._tokens, self._frequencies, self._places

    def check(self) -> None:
        for name in self._files:
            check(self.folder / name, lambda name=name: self._is_whole(name))  # type: ignore[misc]

    def among(self, filters: Filters) -> Selection:
        updates = [(plan.name, update.name) for plan, update in updates_within(self.library, filters)]
        columns = None if filters.column is None else columns_within(self._places.columns, filters.column)
        found = self._places.within(updates, columns)
        found &= self._with_words
        if filters.category is not None or filters.reference is not None:
            of_rows = np.zeros(len(found), dtype=bool)
            of_rows[self._of_rows(row.key for row in rows_within(self.library, filters))] = True
            found &= of_rows
        return Selection.where(found)

    def nearest(self, question: Floats, k: int, among: Among) -> Positions:
        assert isinstance(among, Selection)
        return self.vectors.nearest(question, k, among)

    def matching(self, question: str, k: int, among: Among) -> Positions:
        assert isinstance(among, Selection)
        return self.words.nearest(question, k, among)

    def passages(self, at: Positions) -> list[Passage]:
        return self._records.passages(at)

    def sentences(self, at: Positions) -> Floats:
        return self.vectors.at(at)

    def tokens(self, at: Positions, leading: int | None = None) -> Tokens:
        picked = self._tokens.picked(at)
        for part, file in ARRAYS.items():
            if blocks := self._blocks(file):
                array = getattr(self._tokens, part)
                width = array.nbytes // len(array)
                blocks.check_from_end((picked.starts - len(array)) * width, (picked.ends - len(array)) * width)
        return picked

    def rows(self, keys: Iterable[str]) -> dict[str, Row]:
        return self._records.rows_of(keys)

    def of_item(self, row_key: str, column: str, number: int) -> Positions:
        at = self._of_rows([row_key])
        own = [(each.row_key, each.column, each.item) == (row_key, column, number) for each in self.passages(at)]
        found: Positions = at[np.array(own, dtype=bool)]
        return found

    def of_file(self, file: str) -> Positions:
        return np.array(self._records.of_file(file), dtype=np.int64)

    def _of_rows(self, keys: Iterable[str]) -> Positions:
        return np.array(self._records.of_rows(keys), dtype=np.int64)

    def rarity(self, ids: npt.NDArray[np.int32]) -> Floats:
        known = self._frequencies
        return rarity_of(
            np.where(ids < len(known), known[np.minimum(ids, len(known) - 1)], 0), self.manifest.counts["passages"]
        )

    def frequency(self, word: str) -> int:
        return len(self.words.holding(word))

    def holding(self, word: str, at: Positions) -> npt.NDArray[np.bool_]:
        return np.isin(at, self.words.holding(word))

    def known(self, digests: Collection[str]) -> set[str]:
        return set(self._records.places(digests)) if self._carries else set()

    @cached_property
    def _carries(self) -> bool:
        """True once what a build carries over has been compared, all of it, so that no damage is."""
        for file in (File.VECTORS, *ARRAYS.values(), File.OFFSETS):
            check(self.folder / file, lambda file=file: self._is_whole(file))  # type: ignore[misc]
        return True

    def places_of(self, digests: Collection[str]) -> dict[str, int]:
        """A position of each of some texts, of those that are here."""
        return self._records.places(digests)

    def seen(self, library: Library) -> Generation:
        return View(self, library)

    @cached_property
    def vectors(self) -> Vectors:
        from index.embedded.vectors import Vectors

        rough = self._verified(File.ROUGH) if File.ROUGH in self._files else None
        if blocks := self._blocks(File.ROUGH):
            blocks.check_all()
        return Vectors.load(self._verified(File.VECTORS), rough, self._check_vectors)

    def _check_vectors(self, starts: Positions, ends: Positions) -> None:
        if blocks := self._blocks(File.VECTORS):
            blocks.check_from_end(starts, ends)

    @cached_property
    def words(self) -> Words:
        from index.embedded.words import Words

        for name in self._files:
            if name.startswith(f"{File.WORDS}/"):
                self._verified(name)
        return Words.load(self.folder / File.WORDS, self._check_words)

    def _check_words(self, name: str, starts: Positions, ends: Positions) -> None:
        if blocks := self._blocks(f"{File.WORDS}/{name}"):
            blocks.check_from_end(starts, ends)

    @cached_property
    def _records(self) -> Records:
        return Records(self._verified(File.RECORDS))

    @cached_property
    def _tokens(self) -> Tokens:
        return tokens_in(self.folder, self._verified).ready()

    @cached_property
    def _places(self) -> Places:
        return Places.load(self._verified(File.PLACES), self._verified(File.PLACES_NAMED))

    @cached_property
    def _frequencies(self) -> npt.NDArray[np.int32]:
        return array_in(self._verified(File.FREQUENCIES))

    @cached_property
    def _with_words(self) -> npt.NDArray[np.bool_]:
        """Whether each passage has any token."""
        found: npt.NDArray[np.bool_] = self._tokens.ends > self._tokens.starts
        return found

    def _blocks(self, name: str) -> Blocks | None:
        """Of a large file; None of one that is compared whole."""
        if name not in self._large and (sums := f"{name}{SUMS}") in self._files:
            self._large[name] = Blocks(self.folder / name, array_in(self._verified(sums)))
        return self._large.get(name)

    def _verified(self, name: str) -> Path:
        """The path of a file that is compared, or is going to be when it is used."""
        path = self.folder / name
        if name != File.RECORDS or self._files[name].size < LARGE:
            check(path, lambda: self._blocks(name) is not None or self._is_whole(name))
        return path

    def _is_whole(self, name: str) -> bool:
        return Seal.of(self.folder / name) == self._files.get(name)


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
        self._passages = []
        for passage in whole.passages(at):
            own = used[passage.location.file]
            self._passages.append(renamed(passage, own.plan, own.update))
        counts = {"documents": len(library.documents), "plans": len(library.plans), "passages": len(at)}
        super().__init__(whole.folder, replace(whole.manifest, counts=counts), {})
        self.library = library
        self.vectors = Vectors.of(whole.sentences(at))
        self.words = Words.of([passage.encoded_text for passage in self._passages])
        self._tokens = whole.tokens(at)
        self._frequencies = self._tokens.frequencies()
        self._places = Places.of(self._passages)

    @property
    def receipt(self) -> bytes:
        return b""

    def passages(self, at: Positions) -> list[Passage]:
        return [self._passages[each] for each in at]

    def rows(self, keys: Iterable[str]) -> dict[str, Row]:
        return {key: self._rows[key] for key in keys if key in self._rows}

    def of_file(self, file: str) -> Positions:
        found = [at for at, passage in enumerate(self._passages) if passage.location.file == file]
        return np.array(found, dtype=np.int64)

    def known(self, digests: Collection[str]) -> set[str]:
        return {passage.digest for passage in self._passages} & set(digests)

    def _of_rows(self, keys: Iterable[str]) -> Positions:
        found = sorted(at for key in keys for at in self._positions.get(key, ()))
        return np.array(found, dtype=np.int64)

    @cached_property
    def _rows(self) -> Mapping[str, Row]:
        return {row.key: row for row in self.library.rows("all")}

    @cached_property
    def _positions(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for at, passage in enumerate(self._passages):
            found.setdefault(passage.row_key, []).append(at)
        return found
