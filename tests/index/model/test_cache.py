"""One export for all indexes of a user, whoever else makes one, kills one or refuses room for it."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ModelDamaged
from index.model.cache import ABANDONED, UNFINISHED, ExportCache, clear_abandoned, exported_apart, users_cache
from index.model.onnx_model import DESCRIPTION
from index.model.weights import MODEL_FILE, TOKENIZER_FILE, WEIGHTS, ModelFolder
from tests.places import MODELS, ROOT


class Exporter:
    """Writes a few bytes in place of a model, after `meanwhile`, and counts how often."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.times = 0
        self._meanwhile = meanwhile

    def __call__(self, source: Path, target: Path) -> tuple[int, int]:
        self.times += 1
        for name in (MODEL_FILE, TOKENIZER_FILE):
            (target / name).write_text(f"{name} of {(source / WEIGHTS).read_text()}")
        self._meanwhile()
        return 256, 384


@pytest.fixture
def source(tmp_path: Path) -> ModelFolder:
    folder = tmp_path / "a model"
    folder.mkdir()
    (folder / WEIGHTS).write_text("fictional weights")
    return ModelFolder.find(str(folder))


def exports(cache: Path) -> list[Path]:
    return [path.parent for path in cache.glob(f"*/{DESCRIPTION}")]


def test_a_model_is_exported_once_for_all_indexes(source: ModelFolder, tmp_path: Path) -> None:
    exporter = Exporter()
    encoders = [ExportCache(tmp_path / "cache", exporter).encoder(source) for _ in range(3)]
    assert exporter.times == 1
    assert {(each.name, each.fingerprint) for each in encoders} == {("a model", source.fingerprint())}
    assert (encoders[2].window, encoders[2].dimensions) == (256, 384)


def test_the_same_model_in_another_folder_shares_the_export(source: ModelFolder, tmp_path: Path) -> None:
    exporter = Exporter()
    cache = ExportCache(tmp_path / "cache", exporter)
    cache.encoder(source)
    shutil.copytree(source.path, tmp_path / "elsewhere")
    cache.encoder(ModelFolder.find(str(tmp_path / "elsewhere")))
    assert exporter.times == 1


def test_other_weights_in_the_same_folder_are_exported_anew(source: ModelFolder, tmp_path: Path) -> None:
    exporter = Exporter()
    cache = ExportCache(tmp_path / "cache", exporter)
    before = cache.encoder(source).fingerprint
    (source.path / WEIGHTS).write_text("other fictional weights")
    assert cache.encoder(source).fingerprint != before
    assert len(exports(tmp_path / "cache")) == exporter.times == 2


def test_a_damaged_export_is_made_again(source: ModelFolder, tmp_path: Path) -> None:
    exporter = Exporter()
    cache = ExportCache(tmp_path / "cache", exporter)
    cache.encoder(source)
    (made,) = exports(tmp_path / "cache")
    (made / MODEL_FILE).write_text("damage")
    cache.encoder(source)
    assert exporter.times == 2
    assert "fictional weights" in (made / MODEL_FILE).read_text()


def test_what_is_kept_of_a_fingerprint_is_not_believed_when_damaged(source: ModelFolder, tmp_path: Path) -> None:
    cache = ExportCache(tmp_path / "cache", Exporter())
    expected = cache.encoder(source).fingerprint
    (stamp,) = (tmp_path / "cache" / "stamps").iterdir()
    stamp.write_text(expected[:-20])
    assert cache.encoder(source).fingerprint == expected


def test_of_two_at_once_one_makes_the_export_and_both_use_it(source: ModelFolder, tmp_path: Path) -> None:
    begun = threading.Event()

    def while_another_asks() -> None:
        begun.set()
        asking.join(timeout=0.2)

    exporter = Exporter(while_another_asks)
    found: list[str] = []

    def ask() -> None:
        begun.wait()
        found.append(ExportCache(tmp_path / "cache", exporter).encoder(source).fingerprint)

    asking = threading.Thread(target=ask)
    asking.start()
    found.append(ExportCache(tmp_path / "cache", exporter).encoder(source).fingerprint)
    asking.join()
    assert exporter.times == 1
    assert found == [source.fingerprint()] * 2


def test_without_a_lock_the_first_to_finish_is_kept(source: ModelFolder, tmp_path: Path) -> None:
    """Where the folder's disk knows no locks, both make the export."""
    cache, other = tmp_path / "cache", Exporter()

    def another_finishes() -> None:
        for lock in cache.glob("*.lock"):
            lock.unlink()  # so that the other finds none held
        finishing = threading.Thread(target=ExportCache(cache, other).encoder, args=(source,))
        finishing.start()
        finishing.join()

    encoder = ExportCache(cache, Exporter(another_finishes)).encoder(source)
    assert other.times == 1
    assert encoder.fingerprint == source.fingerprint()
    assert len(exports(cache)) == 1
    assert list(cache.glob(f"{UNFINISHED}*")) == []


def test_an_export_that_was_broken_off_leaves_none(source: ModelFolder, tmp_path: Path) -> None:
    def broken_off() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ExportCache(tmp_path / "cache", Exporter(broken_off)).encoder(source)
    assert exports(tmp_path / "cache") == []
    exporter = Exporter()
    ExportCache(tmp_path / "cache", exporter).encoder(source)
    assert exporter.times == 1


def test_a_folder_that_cannot_be_written_is_done_without(
    source: ModelFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a file").touch()
    exporter = Exporter()
    with caplog.at_level(logging.WARNING):
        encoder = ExportCache(tmp_path / "a file" / "cache", exporter).encoder(source)
    assert encoder.fingerprint == source.fingerprint()
    assert exporter.times == 1
    assert "PLANS_MODEL_CACHE" in caplog.text


def test_a_disk_that_fills_up_is_done_without(source: ModelFolder, tmp_path: Path) -> None:
    """In a process of its own, which may write 100 bytes to a file and no more."""
    script = f"""
import resource
from pathlib import Path
from index.model.cache import ExportCache
from index.model.weights import ModelFolder, MODEL_FILE, TOKENIZER_FILE

def export(source, target):
    for name in (MODEL_FILE, TOKENIZER_FILE):
        (target / name).write_bytes(bytes(1000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (999, resource.RLIM_INFINITY))
    return 256, 384

def stored(self, work, description, folder):
    try:
        return store(self, work, description, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

store, ExportCache._stored = ExportCache._stored, stored
print(ExportCache(Path({str(tmp_path / "cache")!r}), export).encoder(ModelFolder.find({str(source.path)!r})).window)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "256"
    assert "Make room there" in done.stderr
    assert [path for path in (tmp_path / "cache").iterdir() if path.name.startswith(UNFINISHED)] == []


def test_a_full_folder_is_read_without_being_written(source: ModelFolder, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    ExportCache(cache, Exporter()).encoder(source)
    before = sorted((path, path.stat().st_mtime_ns) for path in cache.rglob("*"))
    ExportCache(cache, Exporter()).encoder(source)
    assert sorted((path, path.stat().st_mtime_ns) for path in cache.rglob("*")) == before


def test_a_folder_that_holds_no_model_is_refused_in_words(source: ModelFolder, tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="can't be made ready for use"):
        exported_apart(source.path, tmp_path)


def test_what_a_killed_export_left_is_cleared_and_one_at_work_is_not(tmp_path: Path) -> None:
    for name in ("killed", "at-work"):
        (tmp_path / f"{UNFINISHED}{name}").mkdir()
        (tmp_path / f"{UNFINISHED}{name}" / MODEL_FILE).write_bytes(b"half a model")
    long_ago = time.time() - ABANDONED - 1
    os.utime(tmp_path / f"{UNFINISHED}killed", (long_ago, long_ago))
    clear_abandoned(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"{UNFINISHED}at-work"]


def test_exports_are_kept_where_the_platform_wants_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert users_cache().name == "models"
    assert "plans-assistant" in users_cache().parts


def test_a_question_imports_no_torch() -> None:
    script = (
        "import sys; from pathlib import Path; from index import load_encoder\n"
        f"load_encoder('', Path({str(MODELS)!r})).encode(['How many beds?'])\n"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
