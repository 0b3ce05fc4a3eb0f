"""Publishes libraries in a store, as a build does, without files to read."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.library import Library
from corpus.records import Document
from index.build import new_generation
from index.passages import Passage, passages_of
from index.store import GENERATIONS_KEPT, Draft, Encodings, Generation, Manifest, Published, Store
from tests.word_encoder import WordEncoder

ENCODER = WordEncoder()


def passages_in(library: Library) -> list[Passage]:
    return passages_of(library.rows("all"), ENCODER.count, ENCODER.window)


def add(draft: Draft, passages: Sequence[Passage], encoder: WordEncoder = ENCODER) -> None:
    """Encodes those that aren't known, and adds all."""
    texts = {passage.digest: passage.encoded_text for passage in passages}
    fresh = {digest: text for digest, text in texts.items() if digest not in draft.known(texts.keys())}
    draft.add(passages, Encodings.of(fresh, encoder) if fresh else None)


def manifest_of(name: str, documents: Sequence[Document], passages: Sequence[Passage]) -> Manifest:
    counts = {"documents": len(documents), "passages": len(passages)}
    return Manifest(1, "", name, "2026-01-01", ENCODER.name, ENCODER.fingerprint, ENCODER.dimensions, counts)


def written(
    store: Store, library: Library, carry: bool = False, encoder: WordEncoder = ENCODER, at_once: int = 2
) -> Published:
    """A generation that is written, and not in use; its passages are added a few at a time."""
    name, passages = new_generation(), passages_in(library)
    with store.begin(name, encoder.fingerprint, carry) as draft:
        draft.offer((passage.digest, passage.encoded_text) for passage in passages)
        for start in range(0, len(passages), at_once):
            add(draft, passages[start : start + at_once], encoder)
        return draft.seal(
            library.documents, b'{"of": "%d"}' % len(passages), manifest_of(name, library.documents, passages)
        )


def published(
    store: Store, library: Library, carry: bool = False, encoder: WordEncoder = ENCODER, at_once: int = 2
) -> Generation:
    """A generation that is put in use, after those that are there."""
    entry = written(store, library, carry, encoder, at_once)
    before = store.published() if store.in_use() else []
    store.publish([*before, entry][-GENERATIONS_KEPT:])
    return store.open()
