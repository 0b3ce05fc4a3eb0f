"""What a killed build has read is known to the next one, unless it was read by other rules or is damaged."""

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


def test_the_next_build_knows_them_and_goes_on(left: Path) -> None:
    readings = FolderReadings(left, "rules")
    assert list(readings.known()) == DOCUMENTS
    more = readings.keep(document("d.csv", 1))
    assert more.rows == document("d.csv", 1).rows
    assert list(readings.known()) == [*DOCUMENTS, more]


def test_other_rules_read_anew(left: Path) -> None:
    assert list(FolderReadings(left, "other rules").known()) == []


def test_what_is_damaged_is_read_anew(left: Path) -> None:
    whole = (left / NAME).read_bytes()
    (left / NAME).write_bytes(whole.replace(b"b.csv", b"x.csv"))
    readings = FolderReadings(left, "rules")
    assert list(readings.known()) == []
    assert [readings.keep(each) for each in DOCUMENTS] == DOCUMENTS


def test_nothing_is_left_of_a_build_that_is_done(left: Path) -> None:
    readings = FolderReadings(left, "rules")
    readings.keep(document("d.csv", 1))
    readings.close(remove=True)
    assert list(left.iterdir()) == []
