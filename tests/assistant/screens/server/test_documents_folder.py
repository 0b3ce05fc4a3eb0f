"""Files are kept under safe names, never over another, and moved aside instead of destroyed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.screens.server.documents_folder import (
    REMOVED,
    Differences,
    add,
    differences,
    document_files,
    file_digest,
    safe_name,
    same_file,
    set_aside,
)
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
        ("a\x00b\n.TXT", "a b.txt"),
        ("x" * 300 + ".txt", "x" * 100 + ".txt"),
    ],
)
def test_names_become_fit_for_any_file_system(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_second_file_of_the_same_name_gets_its_own(tmp_path: Path) -> None:
    names = [add(tmp_path, name, content) for name, content in (("a.txt", b"1"), ("a.txt", b"2"), ("A.TXT", b"3"))]
    assert names == ["a.txt", "a (2).txt", "A.txt"] or names == ["a.txt", "a (2).txt", "A (3).txt"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"1", b"2", b"3"}


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
