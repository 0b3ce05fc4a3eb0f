"""What a killed build has read, and is damaged in its folder, isn't used; `tests/index/test_stores.py` has the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import Column, Document, Heading, Item, Location, Row
from index.embedded.readings import NAME, FolderReadings


def document(file: str, rows: int) -> Document:
    where = Location(file, line=1)
    of_file = [
        Row(f"1.{number}", (Heading("1", "Homes"),), (Column("Action", (Item("Open homes", (where,)),)),), where)
        for number in range(rows)
    ]
    return Document(file, "0" * 64, 1_000, "Fictional plan", "2024", tuple(of_file))


DOCUMENTS = [document("a.csv", 2), document("b.csv", 0), document("c.csv", 3)]


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A folder in which a build has read the documents and was killed."""
    readings = FolderReadings(tmp_path, "rules")
    kept = [readings.keep(each) for each in DOCUMENTS]
    assert kept == DOCUMENTS
    readings.save()
    readings.close(remove=False)
    return tmp_path


def test_what_is_damaged_is_read_anew(left: Path) -> None:
    whole = (left / NAME).read_bytes()
    (left / NAME).write_bytes(whole.replace(b"b.csv", b"x.csv"))
    readings = FolderReadings(left, "rules")
    assert list(readings.known()) == []
    assert [readings.keep(each) for each in DOCUMENTS] == DOCUMENTS
