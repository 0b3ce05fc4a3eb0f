"""The key of an installation: one and the same, read by nobody else, and made afresh if it is damaged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.store.secret_key import KEY, LENGTH, secret_key


def test_the_key_stays_and_only_its_account_reads_it(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "kept")
    assert len(key) == LENGTH
    assert secret_key(tmp_path / "kept") == key
    assert (tmp_path / "kept" / KEY).stat().st_mode & 0o077 == 0
    assert secret_key(tmp_path / "other") != key


def test_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_key(tmp_path), range(32)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == [KEY]


def test_a_damaged_key_is_made_afresh_and_a_folder_that_takes_none_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / KEY).write_bytes(b"short")
    assert secret_key(tmp_path) == secret_key(tmp_path) != b"short"
    (tmp_path / "file").write_text("no folder")
    assert len(secret_key(tmp_path / "file")) == LENGTH
