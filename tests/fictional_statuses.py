"""Four FICTIONAL plans with other status words each: common ones, a key of its own, colours without one, and none."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from corpus.records import Column, Document, Heading, Item, Location, Plan, Row, RowKind, Update
from corpus.tables.columns.column_types import typed

TODAY = date(2026, 6, 15)
HOMES, ROADS, PARKS, CARE = "Homes Plan", "Roads Plan", "Parks Plan", "Care Plan"
_HEADINGS = {
    HOMES: ("Owner", "Due", "Status"),
    ROADS: ("Who", "By when", "BRAG"),
    PARKS: ("Lead", "Target date", "RAG"),
    CARE: ("Lead", "Timescale"),
}
_ROWS = {  # reference, owner, due, status
    HOMES: (
        ("H1", "Ann Oakley", "March 2026", "Delayed"),
        ("H2", "Ben Marsh", "30/04/2026", "Complete"),
        ("H3", "Ann Oakley", "31 July 2026", "On track"),
        ("H4", "Ben Marsh", "December 2027", "Not started"),
        ("H5", "Ben Marsh", "Ongoing", "In progress"),
        ("H6", "Ann Oakley", "May 2026", ""),
    ),
    ROADS: (
        ("R1", "Head of Highways", "31/03/2026", "Blue"),
        ("R2", "Head of Highways", "31/03/2026", "Green"),
        ("R3", "Road Safety Officer", "31/05/2026", "Red"),
        ("R4", "Road Safety Officer", "30/06/2026", "Amber"),
    ),
    PARKS: (
        ("P1", "Tree Officer", "01/02/2026", "Blue"),
        ("P2", "Tree Officer", "01/02/2026", "Amber"),
        ("P3", "Play Officer", "01/12/2026", "Green"),
    ),
    CARE: (
        ("C1", "Team Manager", "January 2026"),
        ("C2", "Team Manager", "August 2026"),
        ("C3", "Team Manager", "March 2027"),
    ),
}
KEY = "Key: Blue = complete; Green = on track; Amber = some delay; Red = late"
# What each row is on TODAY. Roads has a key, so that its Green is late; the Blue of Parks is unclear.
LATE = ["H1", "H6", "R2", "R3", "P2", "C1"]
LATE_WITHOUT_STATUS = ["H6", "C1"]
UNCLEAR_AND_PASSED = ["P1"]
SOON = ["H3", "R4", "C2"]
DONE = ["H2", "R1"]


def plans() -> tuple[Plan, ...]:
    return tuple(_plan(name) for name in _HEADINGS)


def rows() -> tuple[Row, ...]:
    return tuple(row for plan in plans() for row in plan.latest.rows)


def _plan(name: str) -> Plan:
    table, columns = typed([_row(name, *cells) for cells in _ROWS[name]])
    key = (_prose(name),) if name == ROADS else ()
    document = Document(f"{name}.csv", "0" * 64, 0, name, "2026-27", (*table, *key), columns=columns)
    return Plan(name, (Update("2026-27", document),))


def _row(plan: str, reference: str, *cells: str) -> Row:
    place = Location(f"{plan}.csv", line=int(reference[1:]) + 1)
    columns = tuple(
        Column(heading, (Item(text, (place,)),) if text else ())
        for heading, text in zip(_HEADINGS[plan], cells, strict=True)
    )
    path = (Heading("", f"Theme of {plan}"), Heading("", f"Action {reference}"))
    return Row(reference, path, columns, place, plan=plan, update="2026-27")


def _prose(plan: str) -> Row:
    place = Location(f"{plan}.csv", line=9)
    return Row("k", (), (Column("", (Item(KEY, (place,)),)),), place, RowKind.PROSE, plan=plan, update="2026-27")


def write(folder: Path) -> None:
    """The four plans as files."""
    for name, headings in _HEADINGS.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([(f"{name} 2026-27",), (), ("Ref", "Theme", "Action", *headings)])
            writer.writerows((row[0], f"Theme of {name}", _title(row[0]), *row[1:]) for row in _ROWS[name])
            writer.writerows([(), (KEY,)] if name == ROADS else [])


def _title(reference: str) -> str:
    return f"Carry out action {reference} with all partners"
