"""A generation opens only if every byte is what was written; a look at the plans opens nothing heavy."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexDamaged, IndexMismatch, IndexNotFound
from index import build, open_index, store_at
from index.embedded import FolderStore
from index.model.weights import digest_of
from tests.word_encoder import WordEncoder

PLAN = "Category,Priority,What needs to happen,Progress\n" + "".join(
    f"1 Places to live,{n} Priority number {n},Open {n} homes,{n} homes were opened\n" for n in range(1, 5)
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "Homes plan 2023-24.csv").write_text(PLAN, encoding="utf-8")
    build(documents, tmp_path / "index", encoder=WordEncoder)
    return tmp_path / "index"


def files(index: Path) -> list[Path]:
    return sorted(path for path in (index / "generations").rglob("*") if path.is_file())


def test_what_was_written_is_read(index: Path) -> None:
    snapshot = FolderStore(index).open()
    assert [passage.text for passage in snapshot.passages(np.arange(2))] == ["Open 1 homes", "1 homes were opened"]
    assert snapshot.manifest.counts["passages"] == len(snapshot.vectors) == 8
    assert len(snapshot.tokens(np.arange(8)).ids) == snapshot.manifest.counts["tokens"]
    assert [row.reference for row in snapshot.library.rows(update="all")] == ["1.1", "1.2", "1.3", "1.4"]


def test_every_flipped_byte_is_noticed_and_named(index: Path) -> None:
    chance = random.Random(1)
    for path in files(index):
        whole = path.read_bytes()
        for _ in range(5):
            at = chance.randrange(len(whole))
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
            with pytest.raises(IndexDamaged, match=rf"{path.name}.*plans rollback.*plans build"):
                store_at(index).open().check()
        path.write_bytes(whole)
    store_at(index).open().check()


def test_every_missing_or_cut_file_is_noticed(index: Path) -> None:
    for path in files(index):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(IndexDamaged, match=path.name):
            store_at(index).open()
        path.unlink()
        with pytest.raises(IndexDamaged, match=path.name):
            store_at(index).open()
        path.write_bytes(whole)


def test_no_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match="plans build"):
        store_at(tmp_path).open()


@pytest.mark.parametrize("pointer", ["", "{", "[]", '[{"generation": "../../elsewhere", "manifest": ""}]'])
def test_a_damaged_pointer_is_noticed(index: Path, pointer: str) -> None:
    (index / "CURRENT").write_text(pointer, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="CURRENT"):
        store_at(index).open()


def test_another_model_is_distinguished(index: Path) -> None:
    with pytest.raises(IndexMismatch, match="built with the model words, the model in use is other"):
        open_index(index, lambda: WordEncoder("other"))


def retell(index: Path, change: Callable[[dict[str, object]], dict[str, object]]) -> None:
    """Writes the manifest anew, as another version would have written it."""
    (manifest,) = (index / "generations").glob("*/manifest.json")
    manifest.write_text(json.dumps(change(json.loads(manifest.read_text()))), encoding="utf-8")
    pointer = json.loads((index / "CURRENT").read_text())
    pointer[-1]["manifest"] = digest_of(manifest)
    (index / "CURRENT").write_text(json.dumps(pointer), encoding="utf-8")


def test_another_format_is_distinguished(index: Path) -> None:
    retell(index, lambda manifest: manifest | {"format": 99})
    with pytest.raises(IndexMismatch, match="format 99"):
        store_at(index).open()


def test_a_manifest_of_an_older_version_is_distinguished(index: Path) -> None:
    retell(index, lambda manifest: {name: told for name, told in manifest.items() if name != "rules"})
    with pytest.raises(IndexMismatch, match=r"manifest.json was written by another version.*plans build"):
        store_at(index).open()


def test_nothing_is_pickled(index: Path) -> None:
    assert {path.suffix for path in files(index)} == {".json", ".npy", ".faiss", ".sqlite3"}
    assert not any(b"\x80\x04" in path.read_bytes()[:2] for path in files(index))


def test_looking_at_the_plans_opens_nothing_heavy(index: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from index import store_at\n"
        f"assert store_at(Path({str(index)!r})).open().library.rows()\n"
        "print([name for name in ('torch', 'onnxruntime', 'faiss', 'bm25s', 'tokenizers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
