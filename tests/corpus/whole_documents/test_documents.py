"""Whole documents to tables: awkward ones, and broken ones whose truth is known."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from corpus.readers.text.document import read, reading_of
from corpus.records import Reading, RowKind, Severity, blocks_of
from corpus.tables.assembly import Assembly, assemble
from tests.grids import FILE, cells, outline, seen
from tests.messy_text import STRUCTURES, Breakage, render, true_table
from tests.places import DATA, ROOT

AWKWARD = sorted((DATA / "plans").glob("*.txt"))
HARSH = Breakage(glyph_cells=0.3, drift=0.1, misread=0.05, bullets=("•", "•", "html", "lost"), footer="Page {}")
SAMPLE = ROOT / "corpus" / "sample"


def awkward(name: str) -> Assembly:
    return assemble(read(DATA / "plans" / name, name))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


# --- nothing is lost -------------------------------------------------------------------------------


def all_readings() -> Iterator[tuple[str, Reading]]:
    for path in [*AWKWARD, *sorted(SAMPLE.glob("0*.txt"))]:
        yield path.name, read(path, path.name)
    for name, structure in STRUCTURES.items():
        for seed in range(4):
            yield f"{name} {seed}", reading_of(render(structure, true_table(structure, seed), HARSH, seed), FILE)


@pytest.mark.parametrize(("name", "reading"), [pytest.param(n, r, id=n) for n, r in all_readings()])
def test_every_word_read_is_accounted_for(name: str, reading: Reading) -> None:
    assembly = assemble(reading)
    assert [text for text in seen(assembly) if "belong to no row" in text] == []
    kept = Counter[str]()
    for row in assembly.rows:
        for column in row.columns:
            kept += words(" ".join(item.text for item in column.items))
        kept += words(row.label)
    kept += words(" ".join(block.text for block in assembly.dropped))
    assert words(" ".join(block.text for block in blocks_of(reading.parts))) - kept == Counter()


# --- the sample plan -------------------------------------------------------------------------------

GOLD = json.loads((DATA / "sample_gold.json").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("’", "'"))


def exact_items(assembly: Assembly) -> float:
    right = total = 0
    for truth in GOLD:
        row = next(row for row in assembly.rows if row.reference == f"{truth['category_no']}.{truth['priority_no']}")
        for key, column in zip(("actions", "progress"), row.columns, strict=True):
            wanted = Counter(map(plain, truth[key]))
            right += (wanted & Counter(plain(item.text) for item in column.items)).total()
            total += len(truth[key])
    return right / total


@pytest.mark.parametrize(
    ("name", "least", "titles"), [("002_590fa58bdd871d37.txt", 0.93, 15), ("000_864ac299588063b1.txt", 0.78, 13)]
)
def test_the_sample_plan_is_read_as_it_is(name: str, least: float, titles: int) -> None:
    assembly = assemble(read(SAMPLE / name, name))
    rows = {row.reference: row for row in assembly.rows}
    assert list(rows) == [f"{truth['category_no']}.{truth['priority_no']}" for truth in GOLD]
    assert [row.category.title for row in assembly.rows] == [truth["category"] for truth in GOLD]
    right = [
        plain(row.priority.title) == plain(truth["priority"]) for row, truth in zip(assembly.rows, GOLD, strict=True)
    ]
    assert sum(right) == titles
    assert exact_items(assembly) >= least


def test_a_title_turned_to_rubble_is_reported_with_its_line() -> None:
    name = "000_864ac299588063b1.txt"
    assembly = assemble(read(SAMPLE / name, name))
    (problem,) = [problem for problem in assembly.problems if "pieces of words" in problem.seen]
    assert (problem.severity, problem.location.line) == (Severity.ERROR, 50)


# --- broken plans whose truth is known -------------------------------------------------------------


def share_right(name: str, seeds: range, breakage: Breakage) -> tuple[float, float]:
    """The share of rows with their reference, group and title right, and of words in their row and column."""
    structure = STRUCTURES[name]
    rows = right = placed = total = 0
    for seed in seeds:
        truth = true_table(structure, seed)
        assembly = assemble(reading_of(render(structure, truth, breakage, seed), FILE))
        got = {row.reference: row for row in assembly.rows}
        for true in truth:
            row = got.get(true.reference)
            rows += 1
            right += row is not None and row.category.title == true.group and row.priority.title == true.title
            for heading, items in true.columns.items():
                column = row.column(heading) if row else None
                wanted = words(" ".join(items))
                placed += (wanted & words(" ".join(item.text for item in column.items) if column else "")).total()
                total += wanted.total()
    return right / rows, placed / total


@pytest.mark.parametrize("name", STRUCTURES)
def test_headers_cut_otherwise_on_each_page_and_rows_cut_by_pages(name: str) -> None:
    rows, placed = share_right(name, range(200, 206), Breakage(numeral_lost=0.0, header_missing=0.0))
    assert (rows, placed) == (1.0, 1.0)


@pytest.mark.parametrize("name", STRUCTURES)
def test_marks_apart_numerals_lost_and_bullets_gone(name: str) -> None:
    rows, placed = share_right(name, range(200, 206), replace(HARSH, drift=0.0))
    assert rows >= 0.97
    assert placed >= 0.97


def test_a_list_among_texts_leaves_a_warning() -> None:
    lines = ["Aim\tLead\tProgress", *[f"Aim number {n}\tICB\t• Done • Seen" for n in range(6)]]
    assembly = assemble(reading_of("\n".join([*lines, "Last aim\t• Done\t• Seen\t"]), FILE))
    assert cells(assembly, "7") == {"Lead": ["Done"], "Progress": ["Seen"]}
    assert seen(assembly) == ["the list “Done …” stands where other rows have none"]


# --- awkward documents -----------------------------------------------------------------------------


def test_a_page_break_in_title_item_and_category() -> None:
    assembly = awkward("page_break_in_title_item_and_category.txt")
    group = "1 Breaks for unpaid carers of adults and children"
    assert outline(assembly) == {
        "1.i": f"{group} › i Carers get a break when they need it and at short notice",
        "1.ii": f"{group} › ii Young carers are found early",
        "2.i": "2 Money advice › i Carers claim what is theirs",
    }
    assert cells(assembly, "1.i") == {
        "Actions": ["Double the number of respite beds", "Offer evening sitting services", "Fund day trips"],
        "Progress": ["12 beds opened in June 2025", "40 sitters trained"],
    }
    assert cells(assembly, "2.i")["Progress"] == ["£1.2m claimed for 410 carers"]


def test_a_contents_page_with_tabs_is_no_table() -> None:
    assembly = awkward("contents_page_with_tabs.txt")
    assert {row.kind for row in assembly.rows} == {RowKind.PROSE}
    assert [row.path[-1].title for row in assembly.rows][1:] == ["Introduction", "Our vision"]


def test_tables_with_different_headers_in_one_file() -> None:
    assembly = awkward("different_tables_in_one_file.txt")
    assert outline(assembly)["1.2"].startswith("Attendance rises › Reward schemes")
    assert outline(assembly)["2.2"] == "Risks to the plan › Money runs out"
    assert cells(assembly, "2.2") == {
        "Likelihood": ["Low"],
        "What we do about it": ["Monthly reports to the finance board"],
    }


def test_a_table_goes_on_below_a_heading_without_its_header() -> None:
    assembly = awkward("two_tables_without_second_header.txt")
    assert outline(assembly) == {
        "A.1": "A Nurseries › 1 Open 40 places",
        "A.2": "A Nurseries › 2 Train 60 staff",
        "B.1": "B Childminders › 1 Pay a start-up grant",
        "B.2": "B Childminders › 2 Hold monthly drop-ins",
    }


def test_a_damaged_title_and_a_stray_piece_of_the_header_are_reported() -> None:
    assembly = awkward("rubble_and_stray_header.txt")
    assert "the heading “Category” stands in a row's cell" in seen(assembly)
    assert "no numeral where iii comes next" in seen(assembly)
    assert any("modated quick ly" in text and "pieces of words" in text for text in seen(assembly))
    assert list(outline(assembly)) == ["1.i", "1.ii", "1.iii"]


def test_a_table_drawn_with_pipes() -> None:
    assembly = awkward("table_with_pipes.txt")
    assert outline(assembly)["1.2"] == "1 Fewer evictions › Offer mediation"
    assert cells(assembly, "1.1") == {"Progress": ["Both advisers started in May; caseload <18 each"]}
    assert cells(assembly, "1.2") == {"Progress": ["14 cases & 9 agreements"]}


def test_soft_hyphens_markup_and_signs() -> None:
    assembly = awkward("soft_hyphens_and_entities.txt")
    assert outline(assembly) == {"A1": "A1 Play grounds are safe", "A2": "A2 Parks stay open"}
    assert cells(assembly, "A1") == {
        "Work": ["Check <18 month old kit", "Replace swings", "Fence & gate"],
        "Result": ["Costs > £5,000"],
    }
