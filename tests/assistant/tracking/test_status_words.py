"""What status words mean: by common words, by a plan's own key, by what staff have said."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.tracking.status_words import Progress, StatusMeanings, common_meaning, status_label
from corpus.errors import UnreadableFile
from corpus.records import Column, Document, Heading, Item, Location, Plan, Row, RowKind, Update
from corpus.statuses import STATUSES, write_status

HERE = Location("plan.docx", page=1)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Complete", Progress.DONE),
        ("COMPLETED - May 2025", Progress.DONE),
        ("Closed", Progress.DONE),
        ("Delivered", Progress.DONE),
        ("Achieved (Q2)", Progress.DONE),
        ("Green – complete", Progress.DONE),
        ("100% complete", Progress.DONE),
        ("Signed off", Progress.DONE),
        ("On track", Progress.OPEN),
        ("Not complete", Progress.OPEN),
        ("Not yet completed", Progress.OPEN),
        ("Partially complete", Progress.OPEN),
        ("75% complete", Progress.OPEN),
        ("12 of 15 complete", Progress.OPEN),
        ("To be completed by March", Progress.OPEN),
        ("Incomplete", Progress.OPEN),
        ("In progress", Progress.OPEN),
        ("Amber", Progress.OPEN),
        ("R", Progress.OPEN),
        ("Delayed", Progress.OPEN),
        ("Progressing", Progress.OPEN),
        ("Good progress", Progress.OPEN),
        ("Running", Progress.OPEN),
        ("To plan", Progress.OPEN),
        ("Up and running", Progress.UNCLEAR),
        ("Complete: progress reported in May", Progress.DONE),
        ("Green", Progress.UNCLEAR),
        ("Blue", Progress.UNCLEAR),
        ("B", Progress.UNCLEAR),
        ("Withdrawn", Progress.UNCLEAR),
        ("Complete, monitoring ongoing", Progress.UNCLEAR),
        ("TBC", Progress.UNCLEAR),
    ],
)
def test_common_words_mean_the_same_in_every_plan(text: str, meaning: Progress) -> None:
    assert common_meaning(text) is meaning


@pytest.mark.parametrize(
    ("text", "label"),
    [("Green (complete)", "Green"), ("Complete - May 2025", "Complete"), ("On-track", "On-track"), ("B", "B")],
)
def test_a_status_is_told_from_what_is_said_of_it(text: str, label: str) -> None:
    assert status_label(text) == label


def prose(*texts: str) -> Row:
    column = Column("", tuple(Item(text, (HERE,)) for text in texts))
    return Row("p1", (Heading("", "Key"),), (column,), HERE, RowKind.PROSE, plan="Homes Plan")


def keyed(title: str, meaning: str) -> Row:
    return Row(title, (Heading("", title),), (Column("Meaning", (Item(meaning, (HERE,)),)),), HERE, plan="Homes Plan")


def meanings(*rows: Row, documents: Path | None = None) -> StatusMeanings:
    document = Document("plan.docx", "0", 0, "Homes Plan", "2025-26", rows)
    return StatusMeanings.of([Plan("Homes Plan", (Update("2025-26", document),))], documents)


@pytest.mark.parametrize(
    "key",
    [
        [prose("Blue = action complete; Green = on track; Amber = some delay")],
        [keyed("Blue", "Completed"), keyed("Green", "On track")],
    ],
)
def test_a_plan_s_own_key_counts_for_this_plan_only(key: list[Row]) -> None:
    told = meanings(*key)
    assert [told.meaning("Homes Plan", text) for text in ("Blue", "B", "Green")] == [
        Progress.DONE,
        Progress.DONE,
        Progress.OPEN,
    ]
    assert told.meaning("Another Plan", "Blue") is Progress.UNCLEAR


def test_a_key_that_says_both_leaves_a_status_unclear() -> None:
    told = meanings(prose("Green = on track or complete; Red = late"))
    assert told.meaning("Homes Plan", "Green") is Progress.UNCLEAR
    assert told.meaning("Homes Plan", "Green (complete)") is Progress.DONE


def test_a_status_against_its_own_key_is_unclear() -> None:
    told = meanings(prose("Blue = complete; Green = on track"))
    assert told.meaning("Homes Plan", "Green (complete)") is Progress.UNCLEAR
    assert told.meaning("Homes Plan", "") is Progress.UNSTATED


def test_what_staff_have_said_counts_most_and_is_kept_beside_the_documents(tmp_path: Path) -> None:
    (tmp_path / STATUSES).write_text('# agreed in May\n["Roads Plan"]\nGreen = "done"\n', encoding="utf-8")
    write_status(tmp_path, "Homes Plan", "Blue", "done")
    told = meanings(prose("Blue = paused; Green = on track"), documents=tmp_path)
    assert told.meaning("Homes Plan", "Blue (June)") is Progress.DONE
    assert told.meaning("Homes Plan", "Green") is Progress.OPEN
    assert told.meaning("Roads Plan", "green") is Progress.DONE
    write_status(tmp_path, "Homes Plan", "Blue", "")
    assert "# agreed in May" in (tmp_path / STATUSES).read_text(encoding="utf-8")
    assert meanings(documents=tmp_path).meaning("Homes Plan", "Blue") is Progress.UNCLEAR


def test_a_damaged_file_is_named_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / STATUSES).write_text('["Homes Plan"]\nBlue = "perhaps"\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match="Homes Plan"):
        write_status(tmp_path, "Homes Plan", "Blue", "done")
    assert "perhaps" in (tmp_path / STATUSES).read_text(encoding="utf-8")
