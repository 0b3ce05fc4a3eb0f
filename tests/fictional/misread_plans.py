"""Twelve plans whose tables are misread in different ways, how staff put each right, and their next updates.

Their formats differ, too. All FICTIONAL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl

from corpus.records import Document, Meaning, RowKind
from tests.pdf_files import ruled_table, show, write_pdf

Rows = Sequence[Sequence[str]]
Cells = Mapping[str, list[str]]
RED, GREEN, BLANK = '<td style="background:#ff0000"></td>', '<td style="background:#00b050"></td>', ""
FIRST, NEXT = "2024-25", "2025-26"
MOST = 6  # choices by which a reading is corrected, from the file's to the button that keeps it
# Those with each kind of field: a choice of one, of several, and words that are written; and one that loses most rows.
IN_A_BROWSER = ("skills.md", "coast.pdf", "sums.xlsx", "beds.html", "youth.pdf")


@dataclass(frozen=True)
class Misread:
    """A plan's table in two updates under one header.

    `first` and `later` are their rows, `above` what stands over them in both: headings and what was taken for them.
    `choices` are what staff choose, each a field's label with an option or words to write. `rows` are those that the
    later update truly has, by their labels, with their cells; `meanings` what its columns are for, if that was wrong.
    """

    name: str
    above: Rows
    first: Rows
    later: Rows
    choices: Sequence[tuple[str, str]]
    rows: Mapping[str, Cells]
    meanings: Mapping[str, Meaning] | None = None

    @property
    def first_cell(self) -> str:
        """Words by which the table is known on the page."""
        return self.first[0][0]

    def file(self, year: str) -> str:
        stem, kind = self.name.split(".")
        return f"{stem}-{year}.{kind}"

    def write(self, folder: Path, year: str) -> Path:
        path = folder / self.file(year)
        title = f"Fictional {self.name.split('.')[0].title()} Plan {year}"
        _WRITERS[path.suffix](path, title, (*self.above, *(self.first if year == FIRST else self.later)))
        return path

    def is_right(self, document: Document) -> bool:
        """Whether the later update was read as it truly is."""
        rows = {
            row.label: {column.heading: [item.text for item in column.items] for column in row.columns}
            for row in document.rows
            if row.kind is RowKind.ROW
        }
        meanings = {column.heading: column.meaning for column in document.columns}
        return rows == self.rows and (self.meanings or {}).items() <= meanings.items()


def _write_sheet(path: Path, title: str, rows: Rows) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Plan", 0)
    for row in ([title], [], *rows):
        sheet.append(list(row))
    book.save(path)


def _write_word(path: Path, title: str, rows: Rows) -> None:
    document = docx.Document()
    document.add_heading(title, 0)
    table = document.add_table(len(rows), len(rows[0]))
    for made, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(made.cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def _write_lines(path: Path, title: str, rows: Rows) -> None:
    path.write_text("\n".join((title, "", *map(",".join, rows))), encoding="utf-8")


def _write_tabs(path: Path, title: str, rows: Rows) -> None:
    path.write_text("\n".join((title, "", *map("\t".join, rows), "")), encoding="utf-8")


def _write_markdown(path: Path, title: str, rows: Rows) -> None:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    path.write_text("\n".join((f"# {title}", "", head, "|---" * len(rows[0]) + "|", *body)), encoding="utf-8")


def _write_page(path: Path, title: str, rows: Rows) -> None:
    """A web page; an empty row ends one table, and begins another."""
    made = "\n".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" if row else "</table>\n<table>" for row in rows)
    path.write_text(f"<h1>{title}</h1>\n<table>{made}</table>", encoding="utf-8")


def _html_cell(text: str) -> str:
    return text if text.startswith("<td") else f"<td>{text}</td>"


def _write_pages(path: Path, title: str, rows: Rows) -> None:
    lefts = [50 + 490 * at // len(rows[0]) for at in range(len(rows[0]) + 1)]
    write_pdf(path, show(title, 50, 760, 16, font="F2") + ruled_table(rows, lefts))


_WRITERS = {
    ".xlsx": _write_sheet,
    ".docx": _write_word,
    ".csv": _write_lines,
    ".txt": _write_tabs,
    ".md": _write_markdown,
    ".html": _write_page,
    ".pdf": _write_pages,
}

_LEADS = ("Ref", "Action", "Lead", "Due", "Progress")

MISREAD = (
    Misread(  # a line above the headings is taken for them
        "parks.xlsx",
        [("Ann Moss", "Tree team", "Head of Parks", "Updated in May"), ("Work", "Group", "Finish", "Position")],
        [("Plant forty limes", "Trees", "2025", "Many stand"), ("Mend the bandstand", "Works", "2025", "Roof is off")],
        [("Open the lake path", "Paths", "2026", "Open"), ("Sow the meadow", "Trees", "2026", "Sown")],
        [("Column headings are in", "Row 2")],
        {
            "Open the lake path": {"Group": ["Paths"], "Finish": ["2026"], "Position": ["Open"]},
            "Sow the meadow": {"Group": ["Trees"], "Finish": ["2026"], "Position": ["Sown"]},
        },
    ),
    Misread(  # the headings stand in two rows, the second with figures
        "roads.docx",
        [("What", "2024", "", "When"), ("", "10", "20", "")],
        [("Resurface Mill Lane", "Ten thousand", "Two", "May 2025"), ("Paint it", "Six thousand", "None", "June 2025")],
        [("Light the underpass", "Six thousand", "None", "June 2026")],
        [("Column headings are in", "Rows 1 and 2")],
        {"Light the underpass": {"2024 › 10": ["Six thousand"], "2024 › 20": ["None"], "When": ["June 2026"]}},
    ),
    Misread(  # a row is taken for headings that the table lacks
        "lanes.csv",
        [],
        [
            ("Resurface Mill Lane", "Roads team", "May 2025", "Not begun"),
            ("Light the underpass", "Lights team", "June 2025", "Lamps ordered"),
            ("Paint the crossings", "Roads team", "July 2025", "Half are painted"),
        ],
        [("Move the kerb", "Roads team", "May 2026", "Moved"), ("Dig a drain", "Wet team", "June 2026", "Dug")],
        [("Column headings are in", "No row: the columns have no headings"), ("“Column 2” is", "Owner")],
        {
            "Move the kerb": {"Column 2": ["Roads team"], "Column 3": ["May 2026"], "Column 4": ["Moved"]},
            "Dig a drain": {"Column 2": ["Wet team"], "Column 3": ["June 2026"], "Column 4": ["Dug"]},
        },
        {"Column 2": Meaning.OWNER},
    ),
    Misread(  # another column titles the rows, and what groups them is not seen
        "skills.md",
        [("Motto", "Job", "Strand", "Now")],
        [
            ("Make do and mend", "Workshop", "Crafts", "Begun"),
            ("Waste not want not", "Cooks", "Food", "Done"),
            ("Measure twice cut once", "Joinery", "Crafts", "Begun"),
        ],
        [("Bread for all tables", "Bakery", "Food", "Begun"), ("Keep the rain out", "Thatching", "Crafts", "Done")],
        [("“Job” is", "Title of the row"), ("“Strand” is", "Groups the rows")],
        {
            "Food › Bakery": {"Motto": ["Bread for all tables"], "Now": ["Begun"]},
            "Crafts › Thatching": {"Motto": ["Keep the rain out"], "Now": ["Done"]},
        },
    ),
    Misread(  # who, when and how far are not told
        "coast.pdf",
        [("Action", "Guardian", "Horizon", "Weather")],
        [("Raise the wall", "Lighthouse", "Geese", "Puffins"), ("Mend the groynes", "Harbour", "Swifts", "Terns")],
        [("Buy sand", "Eve", "Winter", "Foul"), ("Sell the pier", "Guy", "Spring", "Fair")],
        [("“Guardian” is", "Owner"), ("“Horizon” is", "Due date"), ("“Weather” is", "Status")],
        {
            "Buy sand": {"Guardian": ["Eve"], "Horizon": ["Winter"], "Weather": ["Foul"]},
            "Sell the pier": {"Guardian": ["Guy"], "Horizon": ["Spring"], "Weather": ["Fair"]},
        },
        {"Guardian": Meaning.OWNER, "Horizon": Meaning.DUE, "Weather": Meaning.STATUS},
    ),
    Misread(  # headings in rows of their own are taken for rows
        "care.docx",
        [("Action", "Lead", "Progress")],
        [
            ("Homes", "", ""),
            ("Buy ten more beds", "", "Begun in May"),
            ("Health", "", ""),
            ("Open a clinic", "Ben Ash", ""),
            ("Find a nurse", "", "Found"),
        ],
        [("Transport", "", ""), ("Buy a minibus", "Ann Hall", ""), ("Mend it", "", "Mended")],
        [("Rows with only one cell filled are", "Headings of the rows below")],
        {
            "Transport › Buy a minibus": {"Lead": ["Ann Hall"], "Progress": []},
            "Transport › Mend it": {"Lead": [], "Progress": ["Mended"]},
        },
    ),
    Misread(  # the table goes on past its end
        "sums.xlsx",
        [("Action", "Lead", "Cost")],
        [
            ("Buy ten beds", "Ann Hall", "£400"),
            ("Mend the roof", "Ben Ash", "£900"),
            ("Total", "", "£1300"),
            ("Paid by grant", "Two parts", "£700"),
        ],
        [("Buy ten desks", "Ann Hall", "£200"), ("Total", "", "£200"), ("Paid by grant", "One part", "£100")],
        [("The table ends before the row", "Total")],
        {"Buy ten desks": {"Lead": ["Ann Hall"], "Cost": ["£200"]}},
    ),
    Misread(  # what colours mean is not said
        "beds.html",
        [("Action", "Lead", "Rating")],
        [("Buy ten beds", "Ann Hall", RED), ("Mend the roof", "Ben Ash", GREEN)],
        [("Sell beds", "Eve", RED), ("Store beds", "Guy", GREEN)],
        [("Cells that are only red mean", "Behind"), ("Cells that are only green mean", "On track")],
        {
            "Sell beds": {"Lead": ["Eve"], "Rating": ["Behind"]},
            "Store beds": {"Lead": ["Guy"], "Rating": ["On track"]},
        },
    ),
    Misread(  # a row is taken for more of the one above
        "data.csv",
        [("Action", "Lead", "Progress")],
        [
            ("Scan the archive", "Ann Hall", "Begun"),
            ("index the maps", "", ""),
            ("Replace the server", "Eve Moor", "Ordered"),
        ],
        [("Buy a press", "Ann Hall", "Bought"), ("print the atlas", "", "")],
        [("A row begins where there is text under", "Action")],
        {
            "Buy a press": {"Lead": ["Ann Hall"], "Progress": ["Bought"]},
            "print the atlas": {"Lead": [], "Progress": []},
        },
    ),
    Misread(  # a note is taken for a row
        "youth.pdf",
        [("Action", "Lead", "Progress")],
        [
            ("Open a youth club", "Ann Hall", "Begun"),
            ("Note: figures are to March 2025", "", ""),
            ("Hire two workers", "Ben Ash", "One has"),
        ],
        [("Open a hall", "Eve Moor", "Open"), ("Note: figures are to March 2026", "", ""), ("Let it", "Guy", "Let")],
        [("Rows that are text beside the table", "Note: figures are to March 2025")],
        {
            "Open a hall": {"Lead": ["Eve Moor"], "Progress": ["Open"]},
            "Let it": {"Lead": ["Guy"], "Progress": ["Let"]},
        },
    ),
    Misread(  # references are taken for the titles of rows
        "library.txt",
        [("Shelf", "Action", "Lead")],
        [("HX/Q", "Open on Sundays", "Ann Hall"), ("PZ/R", "Lend tools", "Ben Ash"), ("KK/W", "Mend it", "Eve Moor")],
        [("HX/S", "Open at night", "Ann Hall"), ("LV/R", "Lend prams", "Ben Ash")],
        [("“Action” is", "Title of the row"), ("“Shelf” is", "Only numbers the rows")],
        {"HX/S Open at night": {"Lead": ["Ann Hall"]}, "LV/R Lend prams": {"Lead": ["Ben Ash"]}},
    ),
    Misread(  # a form beside the plan's table is taken for rows
        "ferries.html",
        [
            _LEADS,
            ("1.1", "Paint the north ferry", "Ann Hall", "May 2025", "Begun, and the hull is dry"),
            ("1.2", "Mend the old slipway", "Ben Ash", "June 2025", "Ordered"),
            (),
        ],
        [("Lead", "Area"), ("Ann Hall", "Ferries"), ("Ben Ash", "Slipways"), ("Eve Moor", "Tickets")],
        [("Lead", "Area"), ("Ann Hall", "Boats"), ("Guy Penn", "Slipways")],
        [("Table", "2. Lead, Area"), ("Column headings are in", "Nowhere: it is text, not a table")],
        {
            "1.1 Paint the north ferry": {
                "Lead": ["Ann Hall"],
                "Due": ["May 2025"],
                "Progress": ["Begun, and the hull is dry"],
            },
            "1.2 Mend the old slipway": {"Lead": ["Ben Ash"], "Due": ["June 2025"], "Progress": ["Ordered"]},
        },
    ),
)
