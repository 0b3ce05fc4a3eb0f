"""Staff’s corrections of a file’s plan and update."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.corrections import CORRECTIONS, Correction, read_corrections, write_correction
from corpus.errors import UnreadableFile
from corpus.identity import identify


def test_what_was_written_is_read_again_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / CORRECTIONS).write_text('# Kept by the care team\n["old.docx"]\nupdate = "2022-23"\n', encoding="utf-8")
    write_correction(tmp_path, "Plan “x”.pdf", Correction("Fostering Plan", "2023-24"))
    assert read_corrections(tmp_path) == {
        "old.docx": Correction(update="2022-23"),
        "Plan “x”.pdf": Correction("Fostering Plan", "2023-24"),
    }
    assert "# Kept by the care team" in (tmp_path / CORRECTIONS).read_text(encoding="utf-8")


def test_a_correction_can_be_changed_and_forgotten(tmp_path: Path) -> None:
    write_correction(tmp_path, "plan.pdf", Correction(plan="A"))
    write_correction(tmp_path, "plan.pdf", Correction(plan="B"))
    assert read_corrections(tmp_path)["plan.pdf"] == Correction(plan="B")
    write_correction(tmp_path, "plan.pdf", None)
    assert read_corrections(tmp_path) == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == [CORRECTIONS]


def test_no_file_means_nothing_put_right(tmp_path: Path) -> None:
    assert read_corrections(tmp_path) == {}


@pytest.mark.parametrize("text", ["not toml", '["a.pdf"]\nyear = "2024"', '["a.pdf"]\nupdate = 2024', 'plan = "x"'])
def test_a_malformed_file_is_reported_and_never_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / CORRECTIONS
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=CORRECTIONS):
        write_correction(tmp_path, "b.pdf", Correction("B"))
    assert path.read_text(encoding="utf-8") == text


def test_a_correction_overrules_the_document_and_says_so() -> None:
    identity = Correction(update="2024-25").applied(identify("", ["Fostering Plan 2023-24"], "plan.pdf"))
    assert (identity.plan, identity.update) == ("Fostering Plan", "2024-25")
    assert "corrected by staff" in identity.notes[-1]
