"""A large file opens at once; a byte of it that isn't what was written is noticed when its block is used, no sooner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexDamaged
from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location, Row
from index import Filters, open_index
from index.embedded import FolderStore
from index.embedded.blocks import BLOCK
from index.embedded.snapshot import Snapshot
from tests.index.stores import passages_in, published
from tests.word_encoder import WordEncoder

COUNT = 400
WHERE = Location("fictional.csv", line=1)
ROWS = tuple(
    Row(
        reference=f"{number}",
        path=(Heading("", "Homes"), Heading(f"{number}", f"Priority number {number}")),
        columns=(Column("What needs to happen", (Item(f"Open {number} homes", (WHERE,)),)),),
        location=WHERE,
        plan="Homes plan",
    )
    for number in range(COUNT)
)
LIBRARY = Library((Document("fictional.csv", "0" * 64, 10, "Homes plan", "", ROWS),))
EVERYTHING = Filters(update="all")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One of which every array counts as large."""
    monkeypatch.setattr("index.embedded.blocks.LARGE", 1)
    monkeypatch.setattr("index.tokens.KEPT", 0)
    published(FolderStore(tmp_path / "index"), LIBRARY, at_once=COUNT)
    return tmp_path / "index"


def flip(index: Path, name: str, part: float) -> None:
    """Changes one bit, that far into a file."""
    (path,) = (index / "generations").glob(f"*/{name}")
    whole = bytearray(path.read_bytes())
    assert len(whole) > 2 * BLOCK or name.startswith("words/")
    whole[int(len(whole) * part)] ^= 1
    path.write_bytes(whole)


def opened(index: Path) -> Snapshot:
    found = FolderStore(index).open()
    found.ready()
    return found


def test_what_is_whole_is_searched_and_nothing_is_compared_before_it_is_used(index: Path) -> None:
    found = opened(index)
    blocks = found._blocks("token_codes.npy")
    assert blocks is not None
    assert not blocks._checked.any()
    found.tokens(np.array([0]))
    assert (blocks._checked[0], blocks._checked[-1]) == (True, False)
    best = open_index(index, WordEncoder).search("priority number 321")[0]
    assert best.passage.text == "Open 321 homes"


@pytest.mark.parametrize("name", ["token_codes.npy", "token_spans.npy", "sentences.faiss"])
def test_a_passage_is_not_read_where_its_block_is_damaged(index: Path, name: str) -> None:
    flip(index, name, 0.98)
    found = opened(index)
    first, last = np.array([0]), np.array([COUNT - 8])
    read: Callable[[np.ndarray], object] = found.sentences if name == "sentences.faiss" else found.tokens
    read(first)
    for _ in range(2):
        with pytest.raises(IndexDamaged, match=rf"{name}.*plans rollback.*plans build"):
            read(last)


def test_no_question_is_put_to_damaged_vectors_or_words(index: Path) -> None:
    flip(index, "sentences.faiss", 0.5)
    with pytest.raises(IndexDamaged, match=r"sentences\.faiss"):
        open_index(index, WordEncoder).search("priority", filters=EVERYTHING)


def test_words_are_not_read_where_they_are_damaged(index: Path) -> None:
    flip(index, "words/indices.csc.index.npy", 0.9)
    found = opened(index)
    with pytest.raises(IndexDamaged, match=r"indices\.csc\.index\.npy"):
        [found.frequency(word) for word in ("priority", "number", "homes", "321", "1")]


def test_no_damaged_vectors_are_carried_over(index: Path) -> None:
    digests = {passage.digest for passage in passages_in(LIBRARY)}
    assert opened(index).known(digests) == digests
    flip(index, "token_codes.npy", 0.5)
    with pytest.raises(IndexDamaged, match=r"token_codes\.npy"):
        opened(index).known(digests)
