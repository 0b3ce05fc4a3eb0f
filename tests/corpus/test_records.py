"""Citations of a row's parts: which words, and where a reader finds them without us."""

from __future__ import annotations

from corpus.records import Citation, Column, Heading, Item, Location, Row

SHEET = Location("plan.xlsx", sheet="Action plan", line=3)
ROW = Row(
    "2.b",
    (Heading("2", "Homes"), Heading("b", "Near family")),
    (Column("Progress", (Item("Two opened", (SHEET,)), Item("One closed in May", (Location("plan.pdf", page=7),)))),),
    SHEET,
    plan="Fictional plan",
    update="2023-24",
)


def test_an_item_is_cited_under_its_column_with_its_number() -> None:
    cited = Citation.of_item(ROW, ROW.columns[0], 2, "closed")
    assert cited.label == "2 Homes › b Near family › Progress, item 2, Fictional plan, 2023-24 update"
    assert (cited.quote, cited.place) == ("closed", "plan.pdf, page 7")
    assert cited.row_key == ROW.key


def test_a_column_is_found_by_its_words_and_among_several_of_the_same_words_by_its_signs() -> None:
    names = ("Progress", "Spent", "% spent")
    row = Row("1", (), tuple(Column(name, (Item(f"under {name}", (SHEET,)),)) for name in names), SHEET)
    found = {name: row.column(name) for name in ("progress:", *names, "SPENT", "Budget")}
    assert {name: column and column.items[0].text for name, column in found.items()} == {
        "progress:": "under Progress",
        "Progress": "under Progress",
        "Spent": "under Spent",
        "% spent": "under % spent",
        "SPENT": "under Spent",
        "Budget": None,
    }


def test_a_place_in_a_workbook_names_its_sheet() -> None:
    assert Citation.of_item(ROW, ROW.columns[0], 1).place == "plan.xlsx, sheet Action plan, row 3"


def test_a_heading_is_cited_without_column_and_number() -> None:
    cited = Citation.of_heading(ROW, "Near family")
    assert (cited.column, cited.item, cited.place) == ("", None, "plan.xlsx, sheet Action plan, row 3")
    assert cited.label == "2 Homes › b Near family, Fictional plan, 2023-24 update"
