"""Rows of made-up, FICTIONAL plans whose columns have different names, for tests of what questions name and ask for."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.records import Column, Document, Heading, Item, Location, Plan, Row, Update
from corpus.tables.columns.column_types import typed

HERE = Location("fictional.csv", line=1)
PARKS = (  # reference, theme, title, owner, due, budget, spent, status
    ("P1", "Play", "Build a splash pad", "Play Officer", "31/03/2026", "£250,000", "£260,000", "Delayed"),
    ("P2", "Play", "Renew swings", "Play Officer", "30/06/2025", "£1.2m", "£800k", "On track"),
    ("P3", "Trees", "Plant an orchard", "Tree Officer", "TBC", "£12,000", "not known", "Complete"),
    ("P4", "Trees", "Survey old oaks", "", "01/12/2025", "£12,000", "£0", "Not started"),
)
STREETS = (("S1", "Safety", "Light Canal Walk", "Lighting Manager", "March 2026", "Green"),)
BRIDGES = (  # reference, theme, title, where it is at, weight saved
    *(("B1", "Spans", "Mend the arch", "Done", "120"), ("B2", "Spans", "Paint the girders", "Stuck", "80")),
    *(("B3", "Spans", "Widen the deck", "Stuck", "40"), ("B4", "Spans", "Light the piers", "Done", "310")),
)


def column(heading: str, text: str) -> Column:
    return Column(heading, (Item(text, (HERE,)),) if text else ())


def row(plan: str, names: tuple[str, ...], reference: str, theme: str, title: str, *cells: str) -> Row:
    columns = tuple(map(column, names, cells))
    return Row(reference, (Heading("", theme), Heading("", title)), columns, HERE, plan=plan)


def plan_of(name: str, rows: Iterable[Row] = (), updates: Iterable[str] = ("",)) -> Plan:
    """A plan whose updates all have these rows."""
    held = tuple(rows)
    return Plan(name, tuple(Update(each, Document(f"{name}.csv", each, 0, name, each, held)) for each in updates))


def _rows() -> tuple[Row, ...]:
    parks = [row("Marlow Vale Parks Plan", ("Owner", "Due", "Budget", "Spent to date", "Status"), *p) for p in PARKS]
    streets = [row("Marlow Vale Streets Plan", ("Lead", "By when", "RAG"), *street) for street in STREETS]
    return (*typed(parks)[0], *typed(streets)[0])


ROWS = _rows()
PLANS = tuple(
    plan_of(name, (each for each in ROWS if each.plan == name))
    for name in ("Marlow Vale Parks Plan", "Marlow Vale Streets Plan")
)
