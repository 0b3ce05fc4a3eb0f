"""What searching and building ask of whatever stores passages: generations, drafts of them, and which is in use.

A *generation* is what one build has published. It never changes, threads may share it, and those who have opened it go
on using it when another is published, or when it is cleared away. A *draft* is a generation that is being written;
nobody sees anything of it before it is published, and nothing is left of one that fails. The embedded store, in
a folder, is `index/embedded`. Whoever adds another one makes it pass `tests/index/test_stores.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.filters import Filters
from index.model.encoder import Encoder
from index.passages import Passage
from index.tokens import Floats, Positions, Tokens

if TYPE_CHECKING:
    from corpus.library import Library
    from corpus.records import Document, Row

GENERATIONS_KEPT = 3  # including the one in use: enough to go back twice, without filling the disk


@dataclass(frozen=True)
class Manifest:
    """The description of a generation. `rules` names the rules by which passages are made, `reading` those by which
    documents were read; `counts` are by noun."""

    rules: int
    reading: str
    generation: str
    created: str  # ISO 8601, UTC
    encoder: str
    fingerprint: str
    dimensions: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Published:
    """A generation that was put in use, with its manifest's digest."""

    generation: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A finished generation that somebody must accept. It fits only as long as the generation `base` is in use, and the
    folder of documents is as it was: `documents` is its digest."""

    published: Published
    base: str
    documents: str


@dataclass(frozen=True, slots=True)
class Encodings:
    """The vectors of n texts: their digests, sentence vectors `(n, d)`, and tokens."""

    digests: Sequence[str]
    sentences: Floats
    tokens: Tokens

    @classmethod
    def of(cls, texts: Mapping[str, str], encoder: Encoder) -> Encodings:
        """Encodes texts, by their digests; at least one."""
        encoded = encoder.encode(list(texts.values()))
        sentences = np.array([one.sentence for one in encoded], dtype=np.float32)
        return cls(list(texts), sentences, Tokens.of(encoded, list(texts.values())))


class Among(Protocol):
    """The passages that filters leave, without those that have no word at all: these are never found."""

    def __len__(self) -> int: ...

    def positions(self) -> Positions:
        """All of them, ascending: asked for only where they are few."""
        ...


class Generation(Protocol):
    """A generation, opened for reading. Its methods raise IndexDamaged where what is stored isn't what was written.

    Passages are named by *positions*, numbers that ascend in the documents' order; they needn't follow one another.
    """

    @property
    def manifest(self) -> Manifest: ...

    @property
    def generation(self) -> str:
        """Its name."""
        ...

    @property
    def library(self) -> Library: ...

    @property
    def receipt(self) -> bytes:
        """The build's receipt as JSON."""
        ...

    def ready(self) -> None:
        """Opens what searching needs, which then works even if the generation is cleared away."""
        ...

    def check(self) -> None:
        """Compares everything that is stored with what was written. Raises IndexDamaged."""
        ...

    def among(self, filters: Filters) -> Among:
        """Raises WrongUse for a plan or an update that isn't in the library."""
        ...

    def nearest(self, question: Floats, k: int, among: Among) -> Positions:
        """The k passages of which the sentence vector is nearest to a question's `(d,)`, best first."""
        ...

    def matching(self, question: str, k: int, among: Among) -> Positions:
        """The k best passages for a question by the words that they share with it, best first; by BM25."""
        ...

    def passages(self, at: Positions) -> list[Passage]: ...

    def sentences(self, at: Positions) -> Floats:
        """Sentence vectors `(n, d)` of length 1."""
        ...

    def tokens(self, at: Positions, leading: int | None = None) -> Tokens:
        """The tokens of passages, one after another; with `leading`, no more of their dimensions are needed."""
        ...

    def rows(self, keys: Iterable[str]) -> dict[str, Row]: ...

    def of_item(self, row_key: str, column: str, number: int) -> Positions:
        """The passages that an item is cut into, in its order."""
        ...

    def of_file(self, file: str) -> Positions:
        """The passages of a document, ascending."""
        ...

    def rarity(self, ids: npt.NDArray[np.int32]) -> Floats:
        """The rarity (see `rarity_of`) of each of the model's tokens among the passages."""
        ...

    def frequency(self, word: str) -> int:
        """The number of passages that contain a word, with any ending."""
        ...

    def holding(self, word: str, at: Positions) -> npt.NDArray[np.bool_]:
        """Whether each of some passages contains a word, with any ending."""
        ...

    def known(self, digests: Collection[str]) -> set[str]:
        """Of texts' digests, those whose vectors are here. Raises IndexDamaged unless they can be carried over."""
        ...

    def seen(self, library: Library) -> Generation:
        """Some of the documents, perhaps under other names of plans and updates, as if there were nothing else."""
        ...


class Draft(Protocol):
    """A generation that is being written."""

    def offer(self, texts: Iterable[tuple[str, str]]) -> None:
        """Digests and texts that somebody else may encode meanwhile; where the store has no way for that, none is
        looked at."""
        ...

    def known(self, digests: Collection[str]) -> set[str]:
        """Of texts' digests, those that need not be encoded: their vectors are carried over, or added already."""
        ...

    def add(self, passages: Sequence[Passage], new: Encodings | None) -> None:
        """Adds passages, in the documents' order. `new` has the vectors of those texts that aren't known, if any."""
        ...

    def seal(self, documents: Sequence[Document], receipt: bytes, manifest: Manifest) -> Published:
        """Finishes it, durably, without putting it in use. The store adds to the manifest's counts what it knows."""
        ...


class Readings(Protocol):
    """Documents that builds have read and no generation holds yet, where a store keeps them."""

    def known(self) -> Sequence[Document]:
        """Those that a build had read before it was killed, or failed."""
        ...

    def keep(self, document: Document) -> Document:
        """The same document, of which the rows are read when they are needed."""
        ...

    def save(self) -> None:
        """Waits until all of them are kept."""
        ...


class InMemory:
    """Readings that are kept nowhere."""

    def known(self) -> Sequence[Document]:
        return ()

    def keep(self, document: Document) -> Document:
        return document

    def save(self) -> None:
        pass


class Store(Protocol):
    """Where generations are kept; as a string, where that is, for messages."""

    def in_use(self) -> str:
        """Changes with whatever is published, and takes no time to read; "" while there is nothing."""
        ...

    def published(self) -> list[Published]:
        """The generations that can be used, the one in use last. Raises IndexNotFound, IndexDamaged."""
        ...

    def open(self, generation: str | None = None) -> Generation:
        """The generation in use, or the one named. Raises IndexNotFound, IndexDamaged, or IndexMismatch if another
        version of the program wrote it."""
        ...

    def sole_builder(self) -> AbstractContextManager[None]:
        """Held by whoever changes what is stored. Raises BuildRunning, which names who holds it."""
        ...

    def readings(self, rules: str) -> AbstractContextManager[Readings]:
        """Documents that were read by these rules; once the context is left without an error, none are kept."""
        ...

    def begin(self, generation: str, fingerprint: str, carry: bool) -> AbstractContextManager[Draft]:
        """A draft by the encoder with this fingerprint. If the context is left by an error, or the process is killed,
        nothing is left of it but encoded texts, which the next draft knows. With `carry`, the vectors of the generation
        in use are the same encoder's, and are carried over."""
        ...

    def publish(self, entries: Sequence[Published], undone: Sequence[Published] = ()) -> None:
        """Puts the last of some generations in use, in one step, and keeps others as undone."""
        ...

    def undone(self) -> list[Published]:
        """The generations that were undone since the last build, the last one undone last."""
        ...

    def wait(self, kept: Waiting | None) -> None:
        """Keeps a finished generation for somebody to accept, in place of any that waited before; None for none."""
        ...

    def waiting(self) -> Waiting | None: ...

    def clear(self) -> None:
        """Removes all that is neither published, undone nor waiting: old generations, what killed builds left."""
        ...


def rarity_of(having: npt.NDArray[np.int32] | int, passages: int) -> Floats:
    """Inverse document frequency of what this number of all passages have, BM25's: log(1 + (n - f + ½)/(f + ½))."""
    return np.asarray(np.log1p((passages - having + 0.5) / (having + 0.5)), dtype=np.float32)
