"""A generation that is being written into a folder, some passages at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from corpus.records import Document
from index.embedded.files import File, FolderManifest, Seal, json_of, sync
from index.embedded.snapshot import Snapshot
from index.embedded.token_files import TokenWriter, tokens_in
from index.embedded.vectors import Vectors
from index.embedded.words import Words
from index.model.weights import digest_of
from index.passages import Passage
from index.store import Encodings, Manifest, Published
from index.tokens import Tokens


class FolderDraft:
    """A draft, as `index.store.Draft` says; vectors that are known `before` are carried over."""

    def __init__(self, folder: Path, before: Snapshot | None) -> None:
        self._folder = folder
        self._before = before
        self._passages: list[Passage] = []
        self._vectors: Vectors | None = None
        self._own: dict[str, int] = {}  # a position of each text, by its digest
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._tokens = self._open.enter_context(TokenWriter(self._folder))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def known(self, digests: Collection[str]) -> set[str]:
        carried = self._before.known(digests) if self._before else set[str]()
        return carried.union(digest for digest in digests if digest in self._own)

    def add(self, passages: Sequence[Passage], new: Encodings | None) -> None:
        digests = [passage.digest for passage in passages]
        fresh = set(new.digests) if new else set[str]()
        rest = dict.fromkeys(digest for digest in digests if digest not in fresh)
        parts = [*([new] if new else []), *self._again([each for each in rest if each in self._own])]
        parts += self._carried([each for each in rest if each not in self._own])
        places = {digest: (part, at) for part in parts for at, digest in enumerate(part.digests)}
        found = [places[digest] for digest in digests]
        sentences = np.array([part.sentences[at] for part, at in found], dtype=np.float32)
        if self._vectors is None:
            self._vectors = Vectors.of(sentences[:0])
        self._vectors.add(sentences)
        self._tokens.append(Tokens.gathered((part.tokens, at) for part, at in found))
        for at, digest in enumerate(digests, start=len(self._passages)):
            self._own.setdefault(digest, at)
        self._passages += passages

    def _again(self, digests: list[str]) -> list[Encodings]:
        """The vectors of texts that this draft has already, as one or none."""
        if not digests or self._vectors is None:
            return []
        at = np.array([self._own[digest] for digest in digests], dtype=np.int64)
        return [Encodings(digests, self._vectors.at(at), self._tokens.written(at))]

    def _carried(self, digests: list[str]) -> list[Encodings]:
        if not digests or self._before is None:
            return []
        at = np.array([self._before.places_of[digest] for digest in digests], dtype=np.int64)
        return [Encodings(digests, self._before.sentences(at), self._before.tokens(at))]

    def seal(self, documents: Sequence[Document], receipt: bytes, manifest: Manifest) -> Published:
        self._open.close()
        assert self._vectors is not None, "a draft without passages"
        folder = self._folder
        (folder / File.LIBRARY).write_bytes(json_of(tuple[Document, ...]).dump_json(tuple(documents)))
        (folder / File.PASSAGES).write_bytes(json_of(tuple[Passage, ...]).dump_json(tuple(self._passages)))
        (folder / File.RECEIPT).write_bytes(receipt)
        self._vectors.save(folder / File.VECTORS)
        Words.of([passage.encoded_text for passage in self._passages]).save(folder / File.WORDS)
        tokens = tokens_in(folder, lambda name: folder / name)
        np.save(folder / File.FREQUENCIES, tokens.frequencies(), allow_pickle=False)
        counts = manifest.counts | {"tokens": len(tokens.ids)}
        return self._sealed(replace(manifest, counts=counts))

    def _sealed(self, manifest: Manifest) -> Published:
        """Writes the manifest, which makes the folder a generation, and waits until all of it is on the disk."""
        folder = self._folder
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        seals = {path.relative_to(folder).as_posix(): Seal.of(path) for path in files}
        whole = FolderManifest(**asdict(manifest), files=seals)
        (folder / File.MANIFEST).write_bytes(json_of(FolderManifest).dump_json(whole, indent=1))
        for path in [*files, folder / File.MANIFEST, folder / File.WORDS, folder, folder.parent]:
            sync(path)
        return Published(folder.name, digest_of(folder / File.MANIFEST))
