"""Plans without tables: labels that come again make entries."""

from __future__ import annotations

from corpus.records import Block, BlockKind, Location, Reading, Row, RowKind
from corpus.tables.assembly import assemble
from tests.grids import FILE, paragraph

WHERE = Location(FILE, line=1)


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> Block:
    return Block(text, WHERE, kind, level)


def heading(text: str, level: int) -> Block:
    return block(text, BlockKind.HEADING, level)


def rows_of(*parts: Block) -> list[Row]:
    return [row for row in assemble(Reading(parts)).rows if row.kind is RowKind.ROW]


def cells(row: Row) -> dict[str, list[str]]:
    return {column.heading: [item.text for item in column.items] for column in row.columns if column.items}


def entry(title: str, lead: str, progress: str) -> list[Block]:
    return [heading(title, 3), block("Lead"), block(lead), block("Progress"), block(progress, BlockKind.BULLET)]


def test_a_list_of_terms_under_headings_is_a_row_each() -> None:
    rows = rows_of(
        heading("Fire plan", 1),
        heading("Prevention", 2),
        *entry("Visits reach those at risk", "Ann", "Nine made"),
        *entry("Water safety is taught", "Ben", "Two schools"),
        heading("Protection", 2),
        *entry("Alarms are tested", "Eve", "All of them"),
    )
    assert [row.priority.title for row in rows] == [
        "Visits reach those at risk",
        "Water safety is taught",
        "Alarms are tested",
    ]
    assert [row.category.title for row in rows] == ["Prevention", "Prevention", "Protection"]
    assert cells(rows[1]) == {"Lead": ["Ben"], "Progress": ["Two schools"]}


def test_an_entry_with_one_label_only_is_a_row_as_well() -> None:
    rows = rows_of(
        *(block(text) for text in ("1.1 Open the hub", "Who: Ann", "When: May", "1.2 Close the annex", "Who: Ben")),
        *(
            block(text)
            for text in ("When: June", "1.3 Let the yard", "Who: Eve", "When: July", "1.4 Ask the bus company")
        ),
        block("Who: Headteacher"),
    )
    assert [row.priority.title for row in rows][-1] == "Ask the bus company"
    assert cells(rows[-1]) == {"Who": ["Headteacher"]}


def test_labels_inside_lines_part_them() -> None:
    rows = rows_of(
        *(
            block(f"{number} {title} Lead: {lead} Due: {due}")
            for number, title, lead, due in (
                ("1.1", "Open the hub", "Head of Housing", "May 2026"),
                ("1.2", "Train hosts", "Ann", "June 2026"),
                ("1.3", "Fund a nurse", "Ben", "Ongoing"),
            )
        )
    )
    assert [row.priority.label for row in rows] == ["1.1 Open the hub", "1.2 Train hosts", "1.3 Fund a nurse"]
    assert cells(rows[0]) == {"Lead": ["Head of Housing"], "Due": ["May 2026"]}


def test_a_glossary_is_no_plan() -> None:
    terms = [block(f"{name}: {meaning}") for name in ("Term", "Meaning", "Source") for meaning in ("a", "b", "c")]
    assert rows_of(*terms) == []


def test_labels_that_stand_once_or_twice_stay_text() -> None:
    assert rows_of(*entry("Open the hub", "Ann", "Done"), *entry("Train hosts", "Ben", "Begun")) == []


def test_a_value_that_comes_again_below_its_label_is_no_label() -> None:
    entries = [("Open the hub", "Ann Hall", "May"), ("Train hosts", "Ben Ash", "June"), ("Map parks", "Cy Dow", "July")]
    texts = [text for title, lead, due in entries for text in (title, "Lead", lead, "Status", "Green", "Deadline", due)]
    rows = assemble(Reading(tuple(paragraph(text) for text in texts))).rows
    assert [row.priority.title for row in rows] == ["Open the hub", "Train hosts", "Map parks"]
    assert [column.items[0].text for row in rows if (column := row.column("Status"))] == ["Green"] * 3


SAID = [("The forms are too long", "Wrote a form of two pages"), ("We can't meet friends", "Opened the hall")]
SAID += [("Nobody rings back", "Set a time for calls")]


def test_what_people_said_titles_what_was_done() -> None:
    inline = rows_of(*(block(text) for said, did in SAID for text in (f"You said: {said}", f"We did: {did}")))
    below = rows_of(*(block(text) for said, did in SAID for text in ("What you told us", said, "What we did", did)))
    assert [(row.priority.title, [i.text for i in row.columns[0].items]) for row in inline] == [
        (said, [did]) for said, did in SAID
    ]
    assert [row.priority.title for row in below] == [said for said, _ in SAID]


def test_labels_in_jumbled_text_make_no_rows_and_raise_a_doubt() -> None:
    texts = ("One in Lead: Ann Hall", "Due: May 2026 homes close by", "Lead: Ben Ash", "We will Due: June", "Due: May")
    assembly = assemble(Reading(tuple(map(block, (*texts, "and so on Lead: Cy Dow")))))
    assert {row.kind for row in assembly.rows} == {RowKind.PROSE}
    assert "“Lead:”" in assembly.problems[0].seen


def test_the_end_of_a_text_is_no_part_of_the_label_behind_it() -> None:
    leads = ("Homes Manager", "Head of Care", "Schools Manager", "Ann Hall", "Parks Manager", "Nurse")
    titles = ("Open a hub", "Train mentors", "Hold a day", "Write letters", "Mend homes", "Visit schools")
    texts = zip(titles, leads, strict=True)
    rows = rows_of(
        *(
            part
            for title, lead in texts
            for part in (heading(title, 3), block(f"Owner: {lead} By: May 2026"), block("Progress: None as yet."))
        )
    )
    assert [cells(row)["Owner"] for row in rows] == [[lead] for lead in leads]
    assert all(cells(row)["By"] == ["May 2026"] for row in rows)


def test_labels_in_brackets_behind_a_title_and_those_of_bullets_make_entries() -> None:
    ends = "(Lead: Ann; Due: May 2026; Status: Open)"
    bracketed = rows_of(
        *(block(f"{title} {ends}") for title in ("1.1 Open a hub", "1.2 Train mentors", "1.3 Mend homes"))
    )
    assert [row.priority.label for row in bracketed] == ["1.1 Open a hub", "1.2 Train mentors", "1.3 Mend homes"]
    assert [cells(row)["Status"] for row in bracketed] == [["Open"]] * 3
    bullets = [
        block(text, BlockKind.BULLET, level)
        for title in ("Open a hub", "Train mentors", "Mend homes")
        for text, level in ((title, 0), ("Lead: Ann", 1), ("Progress: None as yet.", 1))
    ]
    nested = rows_of(*bullets)
    assert [row.priority.title for row in nested] == ["Open a hub", "Train mentors", "Mend homes"]
    assert cells(nested[0]) == {"Lead": ["Ann"], "Progress": ["None as yet."]}


def test_a_text_below_the_last_entry_is_none_of_its_last_label() -> None:
    def told(number: int) -> list[Block]:
        lines = (f"Lead: Person {number}", "By when: May 2026", "Status: Green")
        return [heading(f"Objective {number}", 3), *map(block, lines)]

    parts = (*told(1), *told(2), *told(3), block("Next report: spring 2027."))
    assert [cells(row)["Status"] for row in rows_of(*parts)] == [["Green"]] * 3
    prose = [row for row in assemble(Reading(parts)).rows if row.kind is RowKind.PROSE]
    assert [item.text for row in prose for item in row.columns[0].items] == ["Next report: spring 2027."]


def test_a_last_text_of_several_paragraphs_as_others_have_stays_whole() -> None:
    def told(number: int, *more: Block) -> list[Block]:
        return [heading(f"Objective {number}", 3), block("Lead: Ann"), block("Progress: It began."), *more]

    parts = (*told(1, block("It goes on.")), heading("Two", 2), *told(2), *told(3, block("It ended.")))
    assert cells(rows_of(*parts)[-1])["Progress"] == ["It began.", "It ended."]


def test_a_heading_that_only_numbers_an_entry_is_its_number() -> None:
    entries = [
        (f"Recommendation {at}", f"That the council {text}.")
        for at, text in enumerate(("opens a hub", "trains hosts", "funds a nurse"), start=1)
    ]
    said = ["Lead officer: Head of Housing", "Response: Accepted"]
    rows = rows_of(
        heading("Report (fictional)", 1),
        heading("Fairness", 2),
        *(each for number, text in entries for each in (heading(number, 5), block(text), *map(block, said))),
    )
    assert [row.priority.label for row in rows] == [
        "1 That the council opens a hub.",
        "2 That the council trains hosts.",
        "3 That the council funds a nurse.",
    ]
    assert [row.category.title for row in rows] == ["Fairness"] * 3


def test_a_label_with_its_text_is_no_label_itself_however_often_it_comes() -> None:
    titles = ["1. Open a hub", "2. Train hosts", "3. Fund a nurse", "4. Map the parks"]
    rows = rows_of(*(block(text) for title in titles for text in (title, "Lead: Ann Hall", "Response: Accepted")))
    assert [cells(row) for row in rows] == [{"Lead": ["Ann Hall"], "Response": ["Accepted"]}] * 4


def test_one_word_that_stands_before_the_numbers_of_all_entries_is_none_of_their_titles() -> None:
    titles = ["Intention 1. Open a hub", "Intention 2. Train hosts", "Intention 3. Fund a nurse"]
    rows = rows_of(*(block(text) for title in titles for text in (title, "Lead: Ann", "Due: May 2026")))
    assert [(row.priority.number, row.priority.title) for row in rows] == [
        ("1", "Open a hub"),
        ("2", "Train hosts"),
        ("3", "Fund a nurse"),
    ]
