"""A folder of documents to plans, updates, duplicates and what can't be read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.errors import NoDocuments, UnreadableFile
from corpus.isolation import Draft, read
from corpus.library import ALL, DATABASE, INDEX_LOCK, Library, document_paths, read_document, read_library
from corpus.records import Document, Standing
from tests.places import ROOT, SHARED

ROWS = [
    ("1 Homes", "i Every family has a safe home", "• Build ninety homes", "• Forty homes were built by May"),
    ("", "ii Rents are fair", "• Cap the rents of all new lets", "• Rents rose by less than two percent"),
    ("2 Food", "i Nobody goes hungry", "• Open three community kitchens", "• Two kitchens serve 300 meals a week"),
]
MISREAD = str.maketrans("umt", "vnl")  # as a bad scan does
Folder = Callable[..., Path]


def plan(title: str, rows: Sequence[tuple[str, ...]] = (), more: str = "") -> str:
    """A fictional plan's text."""
    lines = ["\t".join(row) for row in [("Area", "Priority", "Actions", "Progress"), *(rows or ROWS)]]
    return "\n".join([title, "", *lines, "", more])


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def filled(**files: str | bytes) -> Path:
        for age, (name, content) in enumerate(files.items()):
            path = tmp_path / (name if "." in name else f"{name}.txt")
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            os.utime(path, (1_700_000_000 + age, 1_700_000_000 + age))
        return tmp_path

    return filled


def document(library: Library, file: str) -> Document:
    return next(each for each in library.documents if each.file == file)


def test_updates_of_a_plan_stand_in_time_order(folder: Folder) -> None:
    where = folder(
        b=plan("Fictional homes plan – 2024-25 update"), a=plan("Fictional homes plan – 2025-26 update", ROWS[:2])
    )
    (only,) = read_library(where).plans
    assert [update.name for update in only.updates] == ["2024-25", "2025-26"]
    assert only.latest.document.file == "a.txt"


def test_rows_of_the_latest_of_a_named_and_of_all_updates(folder: Folder) -> None:
    title = "Fictional homes plan – {} update"
    library = read_library(folder(a=plan(title.format("2024-25")), b=plan(title.format("2025-26"), ROWS[:2])))
    assert [row.reference for row in library.rows()] == ["1.i", "1.ii"]
    assert [row.update for row in library.rows("2024-25")] == ["2024-25"] * 3
    assert len(library.rows(ALL)) == 5
    assert library.rows("2019-20") == ()
    assert library.rows(plan="another plan") == ()
    assert {row.plan for row in library.rows(plan="FICTIONAL homes plan")} == {"Fictional homes plan"}


def test_two_renderings_of_an_update_are_one_and_its_duplicate(folder: Folder) -> None:
    title = "Fictional homes plan – 2025-26 update"
    damaged = [(a, b.replace("ii ", ""), c, d) for a, b, c, d in ROWS]
    library = read_library(folder(clean=plan(title), damaged=plan(title, damaged)))
    assert document(library, "clean.txt").standing is Standing.USED
    assert document(library, "damaged.txt").standing is Standing.DUPLICATE
    assert document(library, "damaged.txt").duplicate_of == "clean.txt"
    assert len(library.rows(ALL)) == 3


def test_of_two_renderings_read_equally_well_the_newer_is_used(folder: Folder) -> None:
    title = "Fictional homes plan – 2025-26 update"
    library = read_library(folder(older=plan(title), newer=plan(title)))
    assert document(library, "newer.txt").standing is Standing.USED


def test_renderings_in_other_formats_are_found(folder: Folder) -> None:
    title = "Fictional homes plan – 2025-26 update"
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    header = "".join(f"<th>{label}</th>" for label in ("Area", "Priority", "Actions", "Progress"))
    page = f"<html><body><h1>{title}</h1><table><tr>{header}</tr>{cells}</table></body></html>"
    library = read_library(folder(**{"plan.txt": plan(title), "plan.html": page}))
    assert sorted(each.standing for each in library.documents) == [Standing.DUPLICATE, Standing.USED]


def test_different_texts_under_one_title_are_both_used_and_staff_are_warned(folder: Folder) -> None:
    other = [("1 Roads", "i Fewer crashes", "• Paint twenty crossings", "• Six were painted in June")]
    title = "Fictional city plan – 2025-26 update"
    library = read_library(folder(homes=plan(title), roads=plan(title, other)))
    assert {each.standing for each in library.documents} == {Standing.USED}
    assert len({(each.plan, each.update) for each in library.documents}) == 2
    assert any("its text is different" in problem.seen for problem in library.problems)


def test_a_new_update_isnt_a_duplicate_of_the_last_though_most_words_are_the_same(folder: Folder) -> None:
    title = "Fictional homes plan – {} update"
    library = read_library(folder(a=plan(title.format("2024-25")), b=plan(title.format("2025-26"))))
    assert [each.standing for each in library.documents] == [Standing.USED, Standing.USED]


def test_a_file_that_cant_be_read_is_named_and_the_others_are_read(folder: Folder) -> None:
    where = folder(
        **{"good.txt": plan("Fictional homes plan 2025-26"), "empty.txt": b"", "bad.txt": bytes(range(256)) * 50}
    )
    library = read_library(where)
    assert len(library.rows()) == 3
    for name in ("empty.txt", "bad.txt"):
        broken = document(library, name)
        assert broken.standing is Standing.UNREADABLE
        assert name in broken.problems[0].seen
        assert not broken.problems[0].seen.endswith(".")  # more is said after it


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are characters, not bytes")
def test_a_file_name_that_is_no_utf8_is_shown_by_its_bytes(folder: Folder) -> None:
    where = folder(a=plan("Fictional homes plan 2025-26"))
    (where / "a.txt").rename(where / os.fsdecode(b"caf\xe9.txt"))
    library = read_library(where)
    assert [(each.file, each.standing) for each in library.documents] == [("caf\\xe9.txt", Standing.USED)]
    assert {row.location.file for row in library.rows()} == {"caf\\xe9.txt"}


def test_too_much_text_is_refused_with_its_size(folder: Folder) -> None:
    where = folder(**{"big.txt": b"words and words " * 3_200_000})
    with pytest.raises(UnreadableFile, match=r"big\.txt.*51 MB"):
        read_document(where / "big.txt", "big.txt")


def test_a_document_that_goes_while_others_are_read_is_named(folder: Folder) -> None:
    where = folder(a=plan("Fictional homes plan 2025-26"), b=plan("Fictional food plan 2025-26", ROWS[2:]))

    def interrupted(path: Path, name: str) -> Draft:
        draft = read(path, name)
        for each in where.iterdir():
            each.unlink()
        return draft

    library = read_library(where, read_file=interrupted)
    assert [document.standing for document in library.documents] == [Standing.USED, Standing.UNREADABLE]
    assert [(problem.location.file, problem.seen) for problem in library.problems] == [
        ("b.txt", "No such file or directory")
    ]


def test_documents_known_already_are_not_read_again(folder: Folder) -> None:
    where = folder(a=plan("Fictional homes plan 2025-26"), b=plan("Fictional food plan 2025-26", ROWS[2:]))
    first = read_library(where)
    known = {(each.file, each.digest): each for each in first.documents if each.file == "a.txt"}
    again: list[str] = []

    def counted(path: Path, name: str) -> Draft:
        again.append(name)
        return read(path, name)

    assert read_library(where, known, read_file=counted) == first
    assert again == ["b.txt"]


def test_a_folder_that_is_missing_or_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoDocuments, match="no folder"):
        read_library(tmp_path / "nowhere")
    with pytest.raises(NoDocuments, match="contains no documents"):
        read_library(tmp_path)


def test_what_is_no_document_is_passed_over(folder: Folder) -> None:
    where = folder(**{"plan.txt": "x", "README.md": "x", ".hidden.txt": "x", "~$plan.docx": "x", "sub/other.txt": "x"})
    assert list(document_paths(where)) == ["plan.txt", "sub/other.txt"]


def test_an_index_below_the_documents_is_not_read_as_documents(folder: Folder) -> None:
    ours = {f"index/{INDEX_LOCK}": "", "index/CURRENT": "x", "index/generations/1/library.json": "x", INDEX_LOCK: ""}
    where = folder(**{"plan.txt": "x", "sub/other.txt": "x", f"sub/kept/{DATABASE}": "x", "sub/kept/more": "x", **ours})
    assert list(document_paths(where)) == ["plan.txt", "sub/other.txt"]


def test_progress_hears_of_each_file(folder: Folder) -> None:
    heard: list[tuple[int, int, str]] = []
    read_library(
        folder(a=plan("Fictional plan 2025"), b=plan("Fictional plan 2024")), progress=lambda *step: heard.append(step)
    )
    assert heard == [(0, 2, "a.txt"), (1, 2, "b.txt")]


TABLES = SHARED / "tables"


@pytest.mark.skipif(not TABLES.is_dir(), reason="the plan in other formats isn't here")
def test_the_sample_plan_in_many_formats_is_one_update(tmp_path: Path) -> None:
    sample = ROOT / "corpus" / "sample" / "002_590fa58bdd871d37.txt"
    for path in (
        sample,
        *(TABLES / name for name in ("plan_merged.docx", "plan.html", "plan_cp1252.csv", "second_plan.docx")),
    ):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    library = read_library(tmp_path)
    assert len(library.plans) == 2
    assert sum(each.standing is Standing.DUPLICATE for each in library.documents) == 3


def test_a_bad_scan_that_is_newer_stays_out_and_is_no_update_of_its_own(folder: Folder) -> None:
    title = "Fictional homes plan – 2025-26 update"
    scan = plan(title, [(a, b, c.translate(MISREAD), d.translate(MISREAD)) for a, b, c, d in ROWS])
    for name in ("a_scan", "z_scan"):  # whichever is read first
        library = read_library(folder(clean=plan(title), **{name: scan}))
        assert document(library, "clean.txt").standing is Standing.USED
        assert document(library, f"{name}.txt").duplicate_of == "clean.txt"
        assert [update.name for each in library.plans for update in each.updates] == ["2025-26"]


def test_a_line_of_text_below_the_title_names_no_plan(tmp_path: Path) -> None:
    page = "<h1>Our promise to children in care (fictional)</h1><p>What the plan means for you</p><p>We listen.</p>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    document = read_document(tmp_path / "a.html", "a.html")
    assert (document.plan, document.paragraphs) == ("Our promise to children in care (fictional)", (1, 2))
