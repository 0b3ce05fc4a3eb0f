"""Records are read when they are needed, as they were written; one that has changed is noticed when it is read."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import IndexDamaged
from corpus.records import Column, Document, Heading, Item, Location, Row
from index.embedded.records import Records, RecordWriter
from index.passages import passages_of
from index.stored_rows import StoredRows

WHERE = Location("fictional.csv", line=1)
ROWS = tuple(
    Row(
        reference=f"{number}",
        path=(Heading("", "Homes"), Heading(f"{number}", f"Aim {number}")),
        columns=(Column("Do", (Item(f"Open {number}", (WHERE,)),)),),
        location=WHERE,
    )
    for number in range(1, 5)
)
DOCUMENTS = (
    Document("fictional.csv", "0" * 64, 10, "", "", ROWS[:3]),
    Document("second.csv", "1" * 64, 10, "", "", ROWS[3:]),
)
PASSAGES = passages_of(ROWS, lambda text: len(text.split()), 40)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    writer = RecordWriter(tmp_path / "records.sqlite3")
    writer.add(PASSAGES[:1])
    writer.add(PASSAGES[1:])
    writer.finish(DOCUMENTS)
    return tmp_path / "records.sqlite3"


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as opened:
        opened.execute(statement)
    opened.close()


def test_a_documents_rows_are_read_when_they_are_asked_for(path: Path) -> None:
    change(path, "UPDATE row SET told = replace(told, 'Open 4', 'Open 5')")
    first, second = Records(path).documents()
    assert isinstance(first.rows, StoredRows)
    assert (len(first.rows), len(second.rows)) == (3, 1)
    assert first == DOCUMENTS[0]
    assert replace(first, rows=first.rows[1:]) == replace(DOCUMENTS[0], rows=ROWS[1:3])
    with pytest.raises(IndexDamaged, match=r"records.sqlite3.*plans rollback"):
        list(second.rows)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE passage SET told = replace(told, 'Open 2', 'Open 3') WHERE at = 1",
        "UPDATE passage SET at = CASE at WHEN 1 THEN 10 ELSE 11 END WHERE at IN (1, 2)",
        "UPDATE passage SET (told, seal) = (SELECT told, seal FROM passage WHERE at = 2) WHERE at = 1",
        "DELETE FROM passage WHERE at = 1",
    ],
    ids=["another word", "another place", "another's record", "gone"],
)
def test_a_record_that_is_not_what_was_written_is_noticed_when_it_is_read(path: Path, damage: str) -> None:
    change(path, damage)
    records = Records(path)
    assert records.passages([0, 3]) == [PASSAGES[0], PASSAGES[3]]
    with pytest.raises(IndexDamaged, match=r"records.sqlite3.*plans rollback"):
        records.passages([1])


def test_what_is_kept_in_memory_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.embedded.records.KEPT", 2)
    records = Records(path)
    for _ in range(3):
        for at in range(4):
            assert records.passages([at]) == [PASSAGES[at]]
            assert len(records._kept) <= 3


def test_records_stay_open_when_their_file_is_removed(path: Path) -> None:
    records = Records(path)
    documents = records.documents()
    path.unlink()
    assert documents == DOCUMENTS
    assert records.rows_of([ROWS[3].key]) == {ROWS[3].key: ROWS[3]}
