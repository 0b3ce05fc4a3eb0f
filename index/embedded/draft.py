"""A generation that is being written into a folder, some passages at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from corpus.records import Document
from index.embedded.blocks import write_sums
from index.embedded.files import File, FolderManifest, Seal, json_of, sync
from index.embedded.places import PlacesWriter
from index.embedded.records import RecordWriter
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
        self._vectors: Vectors | None = None
        self._places = PlacesWriter()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._records = RecordWriter(self._folder / File.RECORDS)
        self._open.callback(self._records.close)
        self._tokens = self._open.enter_context(TokenWriter(self._folder))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def offer(self, texts: Mapping[str, str]) -> None:
        """Nobody else can reach the folder."""

    def known(self, digests: Collection[str]) -> set[str]:
        carried = self._before.known(digests) if self._before else set[str]()
        return carried | self._records.places(digests).keys()

    def add(self, passages: Sequence[Passage], new: Encodings | None) -> None:
        digests = [passage.digest for passage in passages]
        fresh = set(new.digests) if new else set[str]()
        rest = {digest for digest in digests if digest not in fresh}
        again = self._records.places(rest)
        parts = [*([new] if new else []), *self._again(again), *self._carried(rest - again.keys())]
        places = {digest: (part, at) for part in parts for at, digest in enumerate(part.digests)}
        found = [places[digest] for digest in digests]
        sentences = np.array([part.sentences[at] for part, at in found], dtype=np.float32)
        if self._vectors is None:
            self._vectors = Vectors.of(sentences[:0])
        self._vectors.add(sentences)
        self._tokens.append(Tokens.gathered((part.tokens, at) for part, at in found))
        self._records.add(passages)
        self._places.add(passages)

    def _again(self, places: Mapping[str, int]) -> list[Encodings]:
        """The vectors of texts that this draft has already, as one or none."""
        if not places or self._vectors is None:
            return []
        at = np.array(list(places.values()), dtype=np.int64)
        return [Encodings(list(places), self._vectors.at(at), self._tokens.written(at))]

    def _carried(self, digests: Collection[str]) -> list[Encodings]:
        if not digests or self._before is None:
            return []
        places = self._before.places_of(digests)
        at = np.array(list(places.values()), dtype=np.int64)
        return [Encodings(list(places), self._before.sentences(at), self._before.tokens(at))]

    def seal(self, documents: Sequence[Document], receipt: bytes, manifest: Manifest) -> Published:
        assert self._vectors is not None, "a draft without passages"
        folder = self._folder
        Words.of(list(self._records.texts())).save(folder / File.WORDS)
        self._records.finish(documents)
        self._open.close()
        self._places.save(folder)
        (folder / File.RECEIPT).write_bytes(receipt)
        self._vectors.save(folder / File.VECTORS)
        tokens = tokens_in(folder, lambda name: folder / name)
        np.save(folder / File.FREQUENCIES, tokens.frequencies(), allow_pickle=False)
        counts = manifest.counts | {"tokens": len(tokens.ids)}
        return self._sealed(replace(manifest, counts=counts))

    def _sealed(self, manifest: Manifest) -> Published:
        """Writes the manifest, which makes the folder a generation, and waits until all of it is on the disk."""
        folder = self._folder
        for path in (folder / File.VECTORS, *folder.rglob("*.npy")):
            write_sums(path)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        seals = {path.relative_to(folder).as_posix(): Seal.of(path) for path in files}
        whole = FolderManifest(**asdict(manifest), files=seals)
        (folder / File.MANIFEST).write_bytes(json_of(FolderManifest).dump_json(whole, indent=1))
        for path in [*files, folder / File.MANIFEST, folder / File.WORDS, folder, folder.parent]:
            sync(path)
        return Published(folder.name, digest_of(folder / File.MANIFEST))
