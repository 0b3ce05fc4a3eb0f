"""A generation that is being written into a folder, some passages at a time, of which nothing stays in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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
from index.embedded.token_files import TokenWriter
from index.embedded.unfinished import Unfinished
from index.embedded.vectors import VectorWriter
from index.embedded.words import WordsWriter
from index.model.weights import digest_of
from index.passages import Passage
from index.store import Encodings, Manifest, Published
from index.tokens import Tokens


class FolderDraft:
    """A draft, as `index.store.Draft` says. Vectors that are known `before` are carried over, and so are those that a
    build left `unfinished`, where this one's are kept, too."""

    def __init__(self, folder: Path, before: Snapshot | None, unfinished: Unfinished) -> None:
        self._folder = folder
        self._before = before
        self._unfinished = unfinished
        self._vectors: VectorWriter | None = None
        self._places = PlacesWriter()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._records = RecordWriter(self._folder / File.RECORDS)
        self._open.callback(self._records.close)
        self._tokens = self._open.enter_context(TokenWriter(self._folder))
        self._words = self._open.enter_context(WordsWriter(self._folder))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def offer(self, texts: Iterable[tuple[str, str]]) -> None:
        """Nobody else can reach the folder."""

    def known(self, digests: Collection[str]) -> set[str]:
        known = self._records.places(digests).keys() | (self._before.known(digests) if self._before else set[str]())
        return known | self._unfinished.known(set(digests) - known)

    def add(self, passages: Sequence[Passage], new: Encodings | None) -> None:
        if new:
            self._unfinished.keep(new)
        digests = [passage.digest for passage in passages]
        parts = [*([new] if new else []), *self._carried(set(digests) - set(new.digests if new else ()))]
        places = {digest: (part, at) for part in parts for at, digest in enumerate(part.digests)}
        found = [places[digest] for digest in digests]
        sentences = np.array([part.sentences[at] for part, at in found], dtype=np.float32)
        if self._vectors is None:
            self._vectors = self._open.enter_context(VectorWriter(self._folder, sentences.shape[1]))
        self._vectors.append(sentences)
        self._tokens.append(Tokens.gathered((part.tokens, at) for part, at in found))
        self._words.add(passage.encoded_text for passage in passages)
        self._records.add(passages)
        self._places.add(passages)

    def _carried(self, digests: Collection[str]) -> Iterator[Encodings]:
        """The vectors of known texts, from each place that has some."""
        left = set(digests)
        if self._vectors is not None and (places := self._records.places(left)):
            at = np.array(list(places.values()), dtype=np.int64)
            yield Encodings(list(places), self._vectors.written(at), self._tokens.written(at))
            left -= places.keys()
        if left and self._before is not None and (places := self._before.places_of(left)):
            at = np.array(list(places.values()), dtype=np.int64)
            yield Encodings(list(places), self._before.sentences(at), self._before.tokens(at))
            left -= places.keys()
        if left:
            yield self._unfinished.encodings(left)

    def seal(self, documents: Sequence[Document], receipt: bytes, manifest: Manifest) -> Published:
        assert self._vectors is not None, "a draft without passages"
        folder = self._folder
        self._words.save(folder / File.WORDS)
        self._records.finish(documents)
        self._open.close()
        self._places.save(folder)
        (folder / File.RECEIPT).write_bytes(receipt)
        return self._sealed(replace(manifest, counts=manifest.counts | {"tokens": len(self._tokens)}))

    def _sealed(self, manifest: Manifest) -> Published:
        """Writes the manifest, which makes the folder a generation, and waits until all of it is on the disk."""
        folder = self._folder
        for path in (*folder.glob("*.faiss"), *folder.rglob("*.npy")):
            write_sums(path)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        seals = {path.relative_to(folder).as_posix(): Seal.of(path) for path in files}
        whole = FolderManifest(**asdict(manifest), files=seals)
        (folder / File.MANIFEST).write_bytes(json_of(FolderManifest).dump_json(whole, indent=1))
        for path in [*files, folder / File.MANIFEST, folder / File.WORDS, folder, folder.parent]:
            sync(path)
        return Published(folder.name, digest_of(folder / File.MANIFEST))
