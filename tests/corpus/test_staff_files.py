"""Staff's files beside the documents: however they are damaged, they are read or explained, and never overwritten."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import staff_files
from corpus.corrections import CORRECTIONS, Correction, read_corrections, write_correction
from corpus.errors import PlansError, UnreadableFile
from corpus.glossary import GLOSSARY, read_staff_terms
from corpus.glossary_file import with_meaning, write_staff_terms
from corpus.library import document_paths
from corpus.statuses import DONE, STATUSES, read_statuses, write_status
from corpus.tables.recipes import RECIPES, recipe_text
from tests.corpus.damage import damaged

TIMES = 100  # ways to damage each of the four files
WRITTEN = {
    CORRECTIONS: '# FICTIONAL\n["a.txt"]\nplan = "Leaving Care"\nupdate = "2026-27"\n["b.docx"]\nplan = "Höme"\n',
    GLOSSARY: '# FICTIONAL\n[add]\nSGO = "Special Guardianship Order"\nPA = ["Personal Adviser"]\n[veto]\nEET = true\n',
    STATUSES: '# FICTIONAL\n["Leaving Care"]\nBlue = "done"\nGreen = "not done"\n',
    RECIPES: '# FICTIONAL\n[[table]]\nheader = ["Theme", "Action"]\ntitle = "Action"\nunder = ["Theme"]\n',
}


def change_glossary(folder: Path) -> None:
    write_staff_terms(folder, with_meaning(read_staff_terms(folder), "SGO", "Some Other"))


USES: dict[str, tuple[Callable[[Path], object], ...]] = {
    CORRECTIONS: (read_corrections, lambda folder: write_correction(folder, "a.txt", Correction("X", None))),
    GLOSSARY: (read_staff_terms, change_glossary),
    STATUSES: (read_statuses, lambda folder: write_status(folder, "Leaving Care", "Blue", DONE)),
    RECIPES: (recipe_text,),
}


def refusal(use: Callable[[Path], object], folder: Path) -> str:
    """Why a file can't be used, "" if it can."""
    try:
        use(folder)
    except PlansError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", WRITTEN)
def test_a_damaged_file_is_read_or_explained_and_not_overwritten(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    for number in range(TIMES):
        content = damaged(WRITTEN[name].encode(), number, chance)
        (tmp_path / name).write_bytes(content)
        for use in USES[name]:
            if refused := refusal(use, tmp_path):
                assert name in refused
                assert (tmp_path / name).read_bytes() == content
        assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_is_being_written_is_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.txt").write_text("A fictional plan")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_correction(tmp_path, "plan.txt", Correction("X", None))
    assert list(document_paths(tmp_path)) == ["plan.txt"]


def test_a_folder_that_takes_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"plans\.toml can't be written: .*Check the documents folder"):
        write_correction(tmp_path / "none", "plan.txt", Correction("X", None))


def test_of_people_who_save_at_once_none_loses_a_change(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write_correction(tmp_path, f"{number}.txt", Correction("X", None)), range(40)))
    assert len(staff_files.read(tmp_path / CORRECTIONS)) == 40
