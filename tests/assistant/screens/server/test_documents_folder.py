"""Files are kept under safe names, never over another, and moved aside instead of destroyed."""

from __future__ import annotations

import errno
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.screens.server.documents_folder import (
    REMOVED,
    UNFINISHED,
    Differences,
    add,
    differences,
    document_files,
    file_digest,
    safe_name,
    same_file,
    set_aside,
)
from corpus.errors import NotChanged
from corpus.records import Document


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Plan 2024-25 (final).pdf", "Plan 2024-25 (final).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("plan\u202efdp.txt", "plan fdp.txt"),
        ("<img src=x>.txt", "img src x.txt"),
        (".hidden.txt", "hidden.txt"),
        ("..", "document"),
        ("", "document"),
        ("CON.txt", "CON document.txt"),
        ("access.toml", "access document.toml"),
        ("Plans.TOML", "Plans document.toml"),
        ("folder/building.lock", "building document.lock"),
        ("kept.sqlite3", "kept document.sqlite3"),
        ("README.docx", "README document.docx"),
        ("a\x00b\n.TXT", "a b.txt"),
        ("x" * 300 + ".txt", "x" * 100 + ".txt"),
        ("计划" * 100 + ".txt", "计划" * 16 + "计.txt"),
        ("é" * 100 + ".txt", "é" * 50 + ".txt"),
        ("e\u0301tat.txt", "état.txt"),
        ("plan." + "д" * 100, "plan." + "д" * 5),
    ],
)
def test_names_become_fit_for_any_file_system(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_second_file_of_the_same_name_gets_its_own(tmp_path: Path) -> None:
    names = [add(tmp_path, name, content) for name, content in (("a.txt", b"1"), ("a.txt", b"2"), ("A.TXT", b"3"))]
    assert names == ["a.txt", "a (2).txt", "A.txt"] or names == ["a.txt", "a (2).txt", "A (3).txt"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"1", b"2", b"3"}


@pytest.mark.parametrize("letter", ["a", "é", "计", "𝒫", "ก", "ß"])
def test_a_file_system_takes_any_name_also_the_hundredth_of_its_kind(tmp_path: Path, letter: str) -> None:
    names = {add(tmp_path, f"{letter * 250}.{letter * 250}", b"%d" % number) for number in range(100)}
    assert len(names) == len(list(tmp_path.iterdir())) == 100
    assert max(len(name.encode()) for name in names) <= 143


def test_a_file_of_which_not_all_is_written_is_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(NotChanged, match=r"“plan\.txt” can’t be added: No space left on device"):
            add(tmp_path, "plan.txt", b"content")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / f"{UNFINISHED}123").write_bytes(b"cont")  # as a server that was killed leaves it
    assert document_files(tmp_path) == {}
    add(tmp_path, "plan.txt", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.txt"]


def test_people_who_add_files_of_one_name_at_once_get_one_each(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda number: add(tmp_path, "plan.txt", b"%d" % number), range(40)))
    assert len(set(names)) == 40
    assert sorted(int(path.read_bytes()) for path in tmp_path.iterdir()) == list(range(40))


def test_of_two_people_who_remove_a_file_the_second_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    add(folder, "plan.txt", b"1")
    set_aside(folder, "plan.txt")
    with pytest.raises(NotChanged, match="somebody else has removed it"):
        set_aside(folder, "plan.txt")
    assert [path.read_bytes() for path in (tmp_path / REMOVED).iterdir()] == [b"1"]


def test_the_same_bytes_are_recognised_under_another_name(tmp_path: Path) -> None:
    add(tmp_path, "a.txt", b"plan")
    assert same_file(tmp_path, b"plan") == "a.txt"
    assert same_file(tmp_path, b"nalp") == ""


def test_a_file_taken_out_lies_beside_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    for content in (b"1", b"2"):
        add(folder, "a.txt", content)
        set_aside(folder, "a.txt")
    assert document_files(folder) == {}
    assert sorted(path.read_bytes() for path in (tmp_path / REMOVED).iterdir()) == [b"1", b"2"]


def test_differences_name_what_was_added_changed_and_removed(tmp_path: Path, sample_document: Document) -> None:
    for name in ("same.txt", "changed.txt", "new.txt"):
        add(tmp_path, name, name.encode())
    read = replace(sample_document, digest=file_digest(tmp_path / "same.txt"))
    documents = [replace(read, file=name) for name in ("same.txt", "changed.txt", "gone.txt")]
    assert differences(tmp_path, documents) == Differences(("new.txt",), ("changed.txt",), ("gone.txt",))
    assert not differences(tmp_path / "none", [])
