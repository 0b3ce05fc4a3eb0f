"""Markdown: pipe tables with breaks in cells, lists, and lines of the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.readers.markdown import read
from corpus.records import Block, BlockKind, Grid
from tests.places import DATA


def test_tables_lists_and_lines() -> None:
    reading = read(DATA / "pipes_breaks_lists.md", "plan.md")
    assert reading.title == "FICTIONAL Eastmere plan"
    assert [(p.text, p.kind, p.number, p.location.line) for p in reading.parts if isinstance(p, Block)] == [
        ("FICTIONAL Eastmere plan", BlockKind.HEADING, "", 1),
        ("Two aims, both funded.", BlockKind.PARAGRAPH, "", 3),
        ("First step", BlockKind.BULLET, "1.", 10),
        ("below it", BlockKind.BULLET, "", 11),
        ("Second step", BlockKind.BULLET, "2.", 12),
    ]
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    assert [row.location.line for row in grid.rows] == [5, 7, 8]
    assert [[cell.text for cell in row.cells] for row in grid.rows[1:]] == [
        ["1 Homes", "i Find carers", "Advert placed Stall held"],
        ["", "ii Keep | train carers", "Survey sent"],
    ]
    blocks = [(row.location.line, block) for row in grid.rows for cell in row.cells for block in cell.blocks]
    assert {(line, block.location.line) for line, block in blocks} == {(5, 5), (7, 7), (8, 8)}
    assert [block.kind for block in grid.rows[1].cells[2].blocks] == [BlockKind.BULLET, BlockKind.BULLET]


PAGE = "# Parks\n\nNine trees.\n"


@pytest.mark.parametrize(
    "metadata",
    [
        '---\ntitle: "Brackenford Parks Plan"\ntags:\n  - parks\n---\n',
        "+++\ntitle = 'Brackenford Parks Plan'\n+++\n",
        "---\ndate: 2025-04-01\nTitle: Brackenford Parks Plan\n\n---\n\n",
    ],
)
def test_a_front_matter_is_metadata_and_its_title_the_files(tmp_path: Path, metadata: str) -> None:
    (tmp_path / "plan.md").write_text(metadata + PAGE)
    reading = read(tmp_path / "plan.md", "plan.md")
    assert reading.title == "Brackenford Parks Plan"
    assert [part.text for part in reading.parts if isinstance(part, Block)] == ["Parks", "Nine trees."]
    assert reading.parts[0].location.line == metadata.count("\n") + 1
    assert "Brackenford" in " ".join(block.text for block in reading.dropped)


def test_text_between_two_rules_is_no_front_matter(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(f"---\n\nWe planted trees. See below.\n\n---\n\n{PAGE}")
    assert "We planted trees" in " ".join(
        part.text for part in read(tmp_path / "plan.md", "plan.md").parts if isinstance(part, Block)
    )


def test_crossed_out_words_are_left_out_and_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("| Action | When |\n| --- | --- |\n| Dig a well | ~~June 2026~~ May 2027 |\n", encoding="utf-8")
    reading = read(path, "plan.md")
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    assert grid.rows[1].cells[1].text == "May 2027"
    assert [(each.location.line, each.seen) for each in reading.problems] == [(3, "crossed-out words: “June 2026”")]
