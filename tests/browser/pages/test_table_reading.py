"""Staff correct how a table was read, and the next update with the same headings is read that way too."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from corpus.library import read_library, rows_of
from corpus.records import Meaning, RowKind
from tests.browser.conftest import Server, visiting
from tests.browser.test_journeys import choose, go_to, open_part, text, wait_until_drawn

HEADER = "Area of need,Actions,By whom,By when"
ROWS = (
    "Late assessments,Clear the backlog of assessments,Assessments lead,March 2026",
    "Too few places,Open two resource bases,Head of Places,September 2026",
    "Weak annual reviews,Train forty members of staff,Reviews lead,June 2026",
)
LATER = (
    "Late assessments,Keep to twenty weeks,Assessments lead,March 2027",
    "Too few places,Open a third base,Head of Places,May 2027",
)


MOST = 6  # choices by which a reading is corrected, from the file's to the button that keeps it
NAMELESS = ("Resurface Mill Lane,Roads team,May 2025,Not begun", "Light the underpass,Lights team,June 2025,Ordered")
NOTED = (
    "Action,Lead,Cost",
    "Buy ten beds,Ann Hall,£400",
    "Note: paid by March 2025,,",
    "Mend it,Ben Ash,£900",
    "Total,,£1300",
)
RATED = """<h1>Fictional Beds Plan {}</h1>
<table>
<tr><td>Action</td><td>Lead</td><td>Rating</td></tr>
<tr><td>{}</td><td>Ann Hall</td><td style="background:#ff0000"></td></tr>
<tr><td>Mend the roof</td><td>Ben Ash</td><td style="background:#00b050"></td></tr>
</table>"""


def write(server: Server, name: str, title: str, rows: tuple[str, ...], header: str = HEADER) -> None:
    (server.documents / name).write_text("\n".join(filter(None, (title, "\n", header, *rows))), encoding="utf-8")


def read_again(page: Page) -> None:
    page.get_by_role("button", name="Read the documents").click()
    expect(text(page, "The documents were read and put in use on")).to_be_visible()
    expect(text(page, "All files in the documents folder have been read.")).to_be_visible()
    page.reload()  # the page draws itself anew after a build, which closes an open list
    expect(page.get_by_role("heading", name="How tables were read")).to_be_visible()


def test_a_reading_is_corrected_and_the_next_update_is_read_with_it(browser: Browser, own_server: Server) -> None:
    for path in own_server.documents.iterdir():
        path.unlink()
    write(own_server, "needs-2025.csv", "Fictional Needs Plan 2024-25", ROWS)
    with visiting(browser, own_server) as page:
        open_part(page, "Correct")
        read_again(page)
        choose(page, "Look at the tables of", "needs-2025.csv")
        expect(page.locator("p", has_text="“Area of need” titles the rows").first).to_be_visible()
        choose(page, "“Area of need” is", "Groups the rows")
        expect(text(page, "No column is the title of the row.")).to_be_visible()
        choose(page, "“Actions” is", "Title of the row")
        expect(text(page, "Late assessments › Clear the backlog of assessments")).to_be_visible()
        page.get_by_role("button", name="Save the correction").click()
        expect(text(page, "Saved for needs-2025.csv.")).to_be_visible()
        write(own_server, "needs-2026.csv", "Fictional Needs Plan 2025-26", LATER)
        go_to(page, "Browse")
        open_part(page, "Correct")
        read_again(page)
        go_to(page, "Browse")
        expect(text(page, "Keep to twenty weeks")).to_be_visible()
        open_part(page, "Correct")
        choose(page, "Look at the tables of", "needs-2025.csv")
        page.get_by_role("button", name="Remove the correction").click()
        expect(text(page, "The correction is removed.")).to_be_visible()
    assert not (own_server.documents / "recipes.toml").read_text(encoding="utf-8").strip().startswith("[[table]]")


class Corrector:
    """Someone with a keyboard, whose choices are counted."""

    def __init__(self, page: Page, file: str, first: str) -> None:
        """`first` is a cell of the file's table: until it is shown, the lists are those of the file before."""
        self.page, self.choices = page, 0
        self.choose("Look at the tables of", file)
        expect(page.get_by_role("cell", name=first, exact=True).first).to_be_visible()

    def choose(self, label: str, option: str) -> None:
        choose(self.page, label, option)
        self.choices += 1

    def write(self, label: str, text: str) -> None:
        wait_until_drawn(self.page)
        self.page.get_by_role("textbox", name=label).focus()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.choices += 1

    def keep(self) -> None:
        wait_until_drawn(self.page)
        self.page.get_by_role("button", name="Save the correction").focus()
        self.page.keyboard.press("Enter")
        self.choices += 1
        expect(text(self.page, "Saved for")).to_be_visible()
        assert self.choices <= MOST


def test_missing_headings_notes_totals_and_colours_are_corrected_by_keyboard(
    browser: Browser, own_server: Server
) -> None:
    for path in own_server.documents.iterdir():
        path.unlink()
    write(own_server, "lanes.csv", "Fictional Lanes Plan 2024-25", NAMELESS, "")
    write(own_server, "sums.csv", "Fictional Sums Plan 2024-25", NOTED, "")
    (own_server.documents / "beds.html").write_text(RATED.format("2024-25", "Buy ten beds"), encoding="utf-8")
    with visiting(browser, own_server) as page:
        open_part(page, "Correct")
        read_again(page)
        lanes = Corrector(page, "lanes.csv", "Light the underpass")
        lanes.choose("Column headings are in", "No row")
        expect(page.get_by_role("cell", name="Resurface Mill Lane").last).to_be_visible()
        lanes.choose("“Column 2” is", "Owner")
        lanes.keep()
        sums = Corrector(page, "sums.csv", "Buy ten beds")
        sums.choose("Rows that are text beside the table", "Note: paid by March 2025")
        sums.choose("All is text from the row", "Total")
        sums.keep()
        beds = Corrector(page, "beds.html", "Mend the roof")
        beds.write("Cells that are only red mean", "Behind")
        beds.write("Cells that are only green mean", "On track")
        beds.keep()
        later = ("Dig a drain,Wet team,May 2026,Dug", "Move the kerb,Roads team,June 2026,Moved")
        write(own_server, "lanes-2026.csv", "Fictional Lanes Plan 2025-26", later, "")
        noted = tuple(line.replace("2025", "2026").replace("beds", "desks") for line in NOTED)
        write(own_server, "sums-2026.csv", "Fictional Sums Plan 2025-26", noted, "")
        (own_server.documents / "beds-2026.html").write_text(RATED.format("2025-26", "Sell beds"), encoding="utf-8")
        go_to(page, "Browse")
        open_part(page, "Correct")
        read_again(page)
        go_to(page, "Browse")
        expect(page.get_by_text("Sell beds", exact=True)).to_be_visible()
    plans = read_library(own_server.documents).plans
    rows = {row.label: row for plan in plans for row in rows_of(plan, "2025-26") if row.kind is RowKind.ROW}
    assert set(rows) == {"Dig a drain", "Move the kerb", "Buy ten desks", "Mend it", "Sell beds", "Mend the roof"}
    assert [item.text for item in rows["Sell beds"].columns[-1].items] == ["Behind"]
    assert rows["Dig a drain"].columns[0].meaning is Meaning.OWNER
