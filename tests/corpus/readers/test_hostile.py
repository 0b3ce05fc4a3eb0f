"""Files made to do harm: each ends in a message or in words that are its own, and the next file is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.reading.hostile_files import CANARY, makers
from corpus.errors import UnreadableFile
from corpus.isolation import IsolatedReader
from tests.places import DATA

PLAN = DATA / "pdf_drawn_bullets_two_tables.pdf"
# Those that take seconds to make or to be read are left to `make bench`.
SLOW = (
    *("attributes", "bomb_many", "bomb_pictures", "bomb_ratio", "bomb_spaces", "bomb_twice", "boxes", "letters"),
    *(
        "lines_1",
        "marks",
        "one_line",
        "pages_1",
        "pages_2",
        "pages_5",
        "picture",
        "repeated",
        "rows",
        "short_lines",
        "tabs",
    ),
)
REFUSED = (
    *("entities_laughs.docx", "entities_laughs.xlsx", "entities_outside_file.docx", "entities_outside_file.xlsx"),
    *("entities_outside_file_in_styles.docx", "bomb_lying_sizes.docx", "no_word_at_all.docx", "is_a_picture.pdf"),
    *("is_a_program.txt", "nested_tables.docx", "never_closed.csv", "half_a_million_columns.csv"),
)


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as reader:
        yield reader


def names() -> list[str]:
    return [name for name in makers(Path("outside").absolute(), PLAN) if not name.startswith(SLOW)]


def said(reader: IsolatedReader, path: Path) -> str:
    """The message, or all that was read."""
    try:
        return repr(reader.read(path, path.name))
    except UnreadableFile as error:
        return f"refused: {error}"


@pytest.mark.parametrize("name", names())
def test_a_hostile_file_does_no_harm(name: str, reader: IsolatedReader, tmp_path: Path) -> None:
    outside = tmp_path / "canary.txt"
    outside.write_text(CANARY, encoding="utf-8")
    path = tmp_path / name
    path.write_bytes(makers(outside, PLAN)[name]())
    told = said(reader, path)
    assert CANARY not in told
    assert told.startswith(f"refused: {name} " if name in REFUSED else ("Draft(", f"refused: {name} "))
    assert reader.read(PLAN, PLAN.name).assembly.rows
