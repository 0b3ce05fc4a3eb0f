"""Two updates of a made-up, FICTIONAL plan with an owner, a due date, a status and a cost, for tests of briefings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.records import Column, Document, Heading, Item, Location, Row
from corpus.tables.columns.column_types import typed

PLAN = "Marlow Vale Play Plan"
OLD, NEW = "2023-24", "2024-25"
COLUMNS = ("What we will do", "Progress", "Lead", "Due", "Status")

Cells = Mapping[str, Sequence[str]]


def cells(actions: Sequence[str], progress: Sequence[str], lead: str, due: str, status: str) -> Cells:
    return dict(zip(COLUMNS, (actions, progress, [lead], [due], [status]), strict=True))


BEFORE = {
    ("1 Playgrounds", "1.1", "Renew the swings"): cells(
        ["Renew the swings at Mill Green"],
        ["Only 4 of nine old swings at Mill Green are safe", "Benches were painted"],
        "Parks Manager",
        "March 2025",
        "Amber",
    ),
    ("1 Playgrounds", "1.2", "Open a water playground"): cells(
        ["Find a site for splash pads"], ["No site has been found"], "Head of Leisure", "June 2026", "Red"
    ),
    ("2 Clubs", "2.1", "Start holiday clubs"): cells(
        ["Run clubs in the holidays"], ["Clubs ran in 3 halls"], "Youth Lead", "May 2024", "Green"
    ),
}
NOW = {
    ("1 Playgrounds", "1.1", "Renew the swings"): cells(
        ["Renew the swings at Mill Green", "Add a swing for wheelchairs by June 2027"],
        ["At Mill Green the old swings, now 12 of them, are safe", "A café was opened beside the lawn for £14,000"],
        "Parks Manager",
        "September 2025",
        "On track",
    ),
    ("1 Playgrounds", "1.2", "Open a water playground"): cells(
        ["Find a site for splash pads"], ["No site has been found"], "Head of Leisure", "June 2026", "Red"
    ),
    ("3 Trees", "3.1", "Plant an orchard"): cells(
        ["Plant 40 trees"], ["Saplings beside the swings were watered"], "Tree Officer", "November 2027", "On track"
    ),
}


def document(update: str, table: Mapping[tuple[str, str, str], Cells]) -> Document:
    file = f"Play plan {update}.docx"
    rows = [
        _row(file, update, page, category, reference, title, held)
        for page, ((category, reference, title), held) in enumerate(table.items(), 1)
    ]
    made, columns = typed(rows)
    return Document(file, update, 1, PLAN, update, made, columns=columns)


def _row(file: str, update: str, page: int, category: str, reference: str, title: str, held: Cells) -> Row:
    where = Location(file, page=page)
    number, _, words = category.partition(" ")
    columns = tuple(Column(name, tuple(Item(text, (where,)) for text in texts)) for name, texts in held.items())
    path = (Heading(number, words), Heading(reference, title))
    return Row(reference, path, columns, where, plan=PLAN, update=update)


def both() -> list[Document]:
    return [document(OLD, BEFORE), document(NEW, NOW)]
