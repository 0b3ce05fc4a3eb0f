"""Ten tables that are misread at first, corrected by choices on Documents, and their next updates. All FICTIONAL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from assistant.screens.documents.column_choices import GROUP, TITLE, choices_of, named, recipe_from
from corpus import readers
from corpus.records import Meaning, Problem, Row, RowKind
from corpus.tables.assembly import assemble
from corpus.tables.columns.column_types import typed
from corpus.tables.recipes import NO_RECIPE, Alone, Recipe, TableRecipe, recipe_of
from corpus.tables.views import TableView, views

MOST = 6  # choices, from the file's to the button that keeps the reading
Cells = dict[str, list[str]]


@dataclass
class File:
    """A file as it is read, with what its columns are for."""

    folder: Path
    name: str
    text: str
    recipe: Recipe = NO_RECIPE
    problems: tuple[Problem, ...] = field(init=False)
    rows: list[Row] = field(init=False)
    meanings: dict[str, Meaning] = field(init=False)
    tables: list[TableView] = field(init=False)

    def __post_init__(self) -> None:
        path = self.folder / self.name
        path.write_text(self.text, encoding="utf-8")
        reading = readers.read(path, self.name)
        assembly = assemble(reading, self.recipe)
        rows, columns = typed(assembly.rows, assembly.meanings)
        self.problems = assembly.problems
        self.rows = [row for row in rows if row.kind is RowKind.ROW]
        self.meanings = {column.heading: column.meaning for column in columns}
        self.tables = views(reading, self.recipe)

    @property
    def cells(self) -> dict[str, Cells]:
        return {
            row.label: {column.heading: [item.text for item in column.items] for column in row.columns}
            for row in self.rows
        }


class Correction:
    """What a person chooses, one after the other: the file, perhaps a table of several, and what is wrong."""

    def __init__(self, file: File, table: int = 0) -> None:
        self.file, self.view = file, file.tables[table]
        self.recipe = self.view.recipe()
        self.choices = 1 + (len(file.tables) > 1)

    def headings_in(self, place: str) -> Correction:
        self.choices += 1
        rows = next(rows for rows in self.view.headers if named(rows) == place)
        self.recipe = self.view.headed(TableRecipe(rows.labels))
        after = replace(self.file, recipe=Recipe((self.recipe,)))
        self.view = next(view for view in after.tables if view.labels == rows.labels)
        self.recipe = self.view.recipe()
        return self

    def column(self, label: str, choice: str) -> Correction:
        self.choices += 1
        chosen = dict(zip(self.recipe.header, choices_of(self.recipe, self.file.meanings), strict=True))
        if choice == TITLE:
            chosen = {other: "Something else" if said == TITLE else said for other, said in chosen.items()}
        self.recipe = recipe_from(self.recipe, list((chosen | {label: choice}).values()), self.file.meanings)
        return self

    def rows(self, **said: object) -> Correction:
        self.choices += 1
        self.recipe = replace(self.recipe, **said)  # type: ignore[arg-type]
        return self

    def kept(self) -> Recipe:
        self.choices += 1
        assert self.choices <= MOST
        return recipe_of(Recipe((self.recipe,)).written(), "recipes.toml")


def csv(title: str, *lines: str) -> str:
    return "\n".join((title, "", *lines))


def html(title: str, *tables: Sequence[Sequence[str]]) -> str:
    return f"<h1>{title}</h1>{'<p>and</p>'.join(map(table, tables))}"


def table(rows: Sequence[Sequence[str]]) -> str:
    return f"<table>{''.join(map(table_row, rows))}</table>"


def table_row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(cell if cell.startswith('<td') else f'<td>{cell}</td>' for cell in cells)}</tr>"


def test_a_line_above_the_headings_was_taken_for_them(tmp_path: Path) -> None:
    head = "Ann Moss,Tree team,Head of Parks,Updated in May\nWork,Group,Finish,Position"
    rows = ("Plant forty limes,Trees,2025,Many stand", "Mend the bandstand,Works,2025,Roof is off")
    before = File(tmp_path, "parks.csv", csv("Fictional Parks Plan 2024-25", head, *rows))
    assert "Work" not in before.tables[0].labels
    recipe = Correction(before).headings_in("Row 2").column("Work", TITLE).kept()
    later = csv("Fictional Parks Plan 2025-26", "Eve Penn,Lake team,Head of Parks,Updated in June", head.split("\n")[1])
    after = File(tmp_path, "parks.csv", f"{later}\nOpen the lake path,Paths,2026,Open", recipe)
    assert after.cells == {"Open the lake path": {"Group": ["Paths"], "Finish": ["2026"], "Position": ["Open"]}}


def test_the_headings_stand_in_two_rows(tmp_path: Path) -> None:
    head = ("What,2024,,When", ",10,20,")  # figures look like a row's own
    before = File(
        tmp_path,
        "roads.csv",
        csv("Fictional Roads Plan 2024-25", *head, "Resurface Mill Lane,Ten thousand,Two thousand,May 2025"),
    )
    assert any(not row.priority.title for row in before.rows)
    recipe = Correction(before).headings_in("Rows 1 and 2").kept()
    later = csv("Fictional Roads Plan 2025-26", *head, "Light the underpass,Six thousand,None,June 2026")
    assert File(tmp_path, "roads.csv", later, recipe).cells == {
        "Light the underpass": {"2024 › 10": ["Six thousand"], "2024 › 20": ["None"], "When": ["June 2026"]}
    }


def test_a_row_was_taken_for_headings_that_the_table_lacks(tmp_path: Path) -> None:
    rows = (
        "Resurface Mill Lane,Roads team,May 2025,Not begun",
        "Light the underpass,Lights team,June 2025,Lamps ordered",
        "Paint the crossings,Roads team,July 2025,Half are painted",
    )
    before = File(tmp_path, "lanes.csv", csv("Fictional Lanes Plan 2024-25", *rows))
    assert len(before.rows) == 2
    chosen = Correction(before).headings_in("No row: the columns have no headings").column("Column 1", TITLE)
    recipe = chosen.column("Column 2", "Owner").kept()
    text = csv("Fictional Lanes Plan 2025-26", "Move the kerb,Roads team,May 2026,Moved", "Dig a drain,Wet team,,Dug")
    after = File(tmp_path, "lanes.csv", text, recipe)
    assert after.cells["Move the kerb"] == {"Column 2": ["Roads team"], "Column 3": ["May 2026"], "Column 4": ["Moved"]}
    assert list(after.cells) == ["Move the kerb", "Dig a drain"]
    assert after.meanings["Column 2"] is Meaning.OWNER
    other = File(tmp_path, "other.csv", text.replace("Fictional Lanes", "Made-up Harbour"), recipe)
    assert list(other.cells) != list(after.cells)  # another plan's table without headings is not this one


def test_a_category_was_not_seen_and_another_column_titled_the_rows(tmp_path: Path) -> None:
    head = "Motto,Job,Strand,Now"
    rows = (
        "Make do and mend,Workshop,Crafts,Begun",
        "Waste not want not,Cooks,Food,Done",
        "Measure twice cut once,Joinery,Crafts,Begun",
    )
    before = File(tmp_path, "skills.csv", csv("Fictional Skills Plan 2024-25", head, *rows))
    assert [row.label for row in before.rows] == ["Make do and mend", "Waste not want not", "Measure twice cut once"]
    recipe = Correction(before).column("Job", TITLE).column("Strand", GROUP).kept()
    later = csv("Fictional Skills Plan 2025-26", head, "Bread for all tables,Bakery,Food,Begun")
    assert File(tmp_path, "skills.csv", later, recipe).cells == {
        "Food › Bakery": {"Motto": ["Bread for all tables"], "Now": ["Begun"]}
    }


def test_who_when_and_how_far_were_not_told(tmp_path: Path) -> None:
    head = "Action,Guardian,Horizon,Weather"
    before = File(
        tmp_path,
        "coast.csv",
        csv(
            "Fictional Coast Plan 2024-25",
            head,
            "Raise the wall,Lighthouse,Geese,Puffins",
            "Mend it,Harbour,Swifts,Terns",
        ),
    )
    assert set(before.meanings.values()).isdisjoint({Meaning.OWNER, Meaning.DUE, Meaning.STATUS})
    chosen = Correction(before).column("Guardian", "Owner").column("Horizon", "Due date").column("Weather", "Status")
    recipe = chosen.kept()
    after = File(tmp_path, "coast.csv", csv("Fictional Coast Plan 2025-26", head, "Buy sand,Eve,Winter,Foul"), recipe)
    assert after.meanings == {"Guardian": Meaning.OWNER, "Horizon": Meaning.DUE, "Weather": Meaning.STATUS}
    assert after.cells == {"Buy sand": {"Guardian": ["Eve"], "Horizon": ["Winter"], "Weather": ["Foul"]}}


def test_rows_of_one_text_are_headings(tmp_path: Path) -> None:
    head = "Action,Lead,Progress"
    rows = ("Homes,,", "Buy ten more beds,,Begun in May", "Health,,", "Open a clinic,Ben Ash,", "Find a nurse,,Found")
    before = File(tmp_path, "care.csv", csv("Fictional Care Plan 2024-25", head, *rows))
    assert "Homes" in before.cells
    recipe = Correction(before).rows(alone=Alone.HEADINGS).kept()
    later = csv("Fictional Care Plan 2025-26", head, "Transport,,", "Buy a minibus,Ann Hall,", "Mend it,,Mended")
    assert File(tmp_path, "care.csv", later, recipe).cells == {
        "Transport › Buy a minibus": {"Lead": ["Ann Hall"], "Progress": []},
        "Transport › Mend it": {"Lead": [], "Progress": ["Mended"]},
    }


def test_rows_were_merged(tmp_path: Path) -> None:
    head = "Action,Lead,Progress"
    rows = ("Scan the archive,Ann Hall,Begun", "index the maps,,", "Replace the server,Eve Moor,Ordered")
    before = File(tmp_path, "data.csv", csv("Fictional Data Plan 2024-25", head, *rows))
    assert "Scan the archive index the maps" in before.cells
    recipe = Correction(before).rows(begins="Action").kept()
    later = csv("Fictional Data Plan 2025-26", head, "Buy a press,Ann Hall,Bought", "print the atlas,,")
    assert list(File(tmp_path, "data.csv", later, recipe).cells) == ["Buy a press", "print the atlas"]


def test_a_table_goes_on_past_its_end(tmp_path: Path) -> None:
    head = "Action,Lead,Cost"
    totals = ("Total,,£1300", "Paid by grant,Two parts,£700")
    rows = ("Buy ten beds,Ann Hall,£400", "Mend the roof,Ben Ash,£900", *totals)
    before = File(tmp_path, "sums.csv", csv("Fictional Sums Plan 2024-25", head, *rows))
    assert [*before.cells][-1] == "Paid by grant"
    recipe = Correction(before).rows(ends="Total").kept()
    later = csv("Fictional Sums Plan 2025-26", head, "Buy ten desks,Ann Hall,£200", "Total 2026,,£200", totals[1])
    after = File(tmp_path, "sums.csv", later, recipe)
    assert after.cells == {"Buy ten desks": {"Lead": ["Ann Hall"], "Cost": ["£200"]}}
    assert not any("belong to no row" in problem.seen for problem in after.problems)
    without = File(tmp_path, "sums.csv", csv("Fictional Sums Plan", head, "Buy ten desks,Ann Hall,£200"), recipe)
    assert any("no longer fits" in problem.seen and "“Total”" in problem.seen for problem in without.problems)


def test_notes_were_read_as_rows(tmp_path: Path) -> None:
    head = "Action,Lead,Progress"
    rows = ("Open a youth club,Ann Hall,Begun", "Note: figures are to March 2025,,", "Hire two workers,Ben Ash,One has")
    before = File(tmp_path, "youth.csv", csv("Fictional Youth Plan 2024-25", head, *rows))
    assert len(before.rows) == 3
    recipe = Correction(before).rows(text=("Note: figures are to March 2025",)).kept()
    later = csv("Fictional Youth Plan 2025-26", head, "Open a hall,Eve,Open", "Note: figures are to March 2026,,")
    after = File(tmp_path, "youth.csv", later, recipe)
    assert after.cells == {"Open a hall": {"Lead": ["Eve"], "Progress": ["Open"]}}
    assert not any("no longer fits" in problem.seen for problem in after.problems)


def test_a_colour_is_a_rating(tmp_path: Path) -> None:
    green, red = '<td style="background:#00b050"></td>', '<td style="background:#ff0000"></td>'
    head = ("Action", "Lead", "Rating")
    rows = (("Buy ten beds", "Ann Hall", green), ("Mend the roof", "Ben Ash", red))
    before = File(tmp_path, "beds.html", html("Fictional Beds Plan 2024-25", (head, *rows)))
    assert before.cells["Buy ten beds"]["Rating"] == []
    assert before.tables[0].colours == ("green", "red")
    recipe = (
        Correction(before).rows(colours={"green": "On track"}).rows(colours={"green": "Fine", "red": "Late"}).kept()
    )
    later = html("Fictional Beds Plan 2025-26", (head, ("Sell beds", "Eve", red), ("Store beds", "Guy", green)))
    after = File(tmp_path, "beds.html", later, recipe)
    assert [(label, cells["Rating"]) for label, cells in after.cells.items()] == [
        ("Sell beds", ["Late"]),
        ("Store beds", ["Fine"]),
    ]


def test_two_halves_are_one_table(tmp_path: Path) -> None:
    head = ("Action", "Lead", "Progress")
    half = (
        ("Status of the hall", "Team", "Open"),
        ("Paint the old hall in white", "Guy Penn, until a colleague returns", "White, in two coats, since May"),
        ("Let the small hall to clubs", "Ann Hall and her team", "No club has asked for it so far"),
    )
    whole = (head, ("Buy ten beds", "Ann Hall", "Begun"), ("Mend the roof", "Ben Ash", "Half"))
    before = File(tmp_path, "halls.html", html("Fictional Halls Plan 2024-25", whole, half))
    assert len(before.tables) == 2
    recipe = Correction(before).rows(goes_on=True).kept()
    after = File(tmp_path, "halls.html", html("Fictional Halls Plan 2025-26", whole, half[:2], half[2:]), recipe)
    assert len(after.tables) == 1
    assert after.cells["Status of the hall"] == {"Lead": ["Team"], "Progress": ["Open"]}
    assert after.cells["Let the small hall to clubs"]["Lead"] == ["Ann Hall and her team"]


@pytest.mark.parametrize("gone", ["Pledge", "Strand"])
def test_a_correction_that_no_longer_fits_is_told(tmp_path: Path, gone: str) -> None:
    recipe = Recipe((TableRecipe(("Champion", "Pledge", "Strand", "Now"), title="Pledge", under=("Strand",)),))
    later = csv("Fictional Skills Plan", "Champion,Pledge,Strand,Now".replace(gone, "Else"), "Ann,Open it,Crafts,Begun")
    after = File(tmp_path, "skills.csv", later, recipe)
    assert all(any("no longer fits" in doubt and gone in doubt for doubt in row.doubts) for row in after.rows)
