"""Two updates of a made-up plan with columns unlike the sample's, and what truly became of each row and item.

Everything in `data/fictional_two_updates.json` is fictional; it was written before the comparison was tuned.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location, Row
from tests.places import DATA

TRUTH: dict[str, Any] = json.loads((DATA / "fictional_two_updates.json").read_text(encoding="utf-8"))

Reference = tuple[str | None, str | None]
Verdict = tuple[frozenset[str], Counter[tuple[str | None, ...]]]


def table(side: str) -> list[Row]:
    """The update's rows ("old" or "new"), in the order of their numbers."""
    entries = [entry for entry in TRUTH["rows"] if entry[side]]
    entries.sort(key=lambda entry: float(entry[side]["number"]))
    return [_row(entry, side) for entry in entries]


def true_verdicts() -> dict[Reference, Verdict]:
    """(old reference, new reference) -> the statuses, and the items' kinds with their texts."""
    return {
        tuple(entry[side] and entry[side]["number"] for side in ("old", "new")): (
            frozenset(entry["status"]),
            Counter((item["kind"], item["old"], item["new"]) for item in entry["items"]),
        )
        for entry in TRUTH["rows"]
    }


def _row(entry: dict[str, Any], side: str) -> Row:
    where = Location("fictional.docx", page=1)
    heading = entry[side]
    columns: dict[str, list[Item]] = {}
    for item in entry["items"]:
        if item[side] is not None:
            columns.setdefault(item["column" if side == "new" else "old_column"], []).append(Item(item[side], (where,)))
    return Row(
        reference=heading["number"],
        path=(Heading(heading["category_no"], heading["category"]), Heading(heading["number"], heading["title"])),
        columns=tuple(Column(name, tuple(items)) for name, items in columns.items()),
        location=where,
        plan=TRUTH["plan"],
        update=TRUTH[f"{side}_update"],
    )


def library(*further: tuple[str, list[Row]]) -> Library:
    """The two updates as read documents, and further ones as (update's name, rows)."""
    issues = [(TRUTH["old_update"], table("old")), (TRUTH["new_update"], table("new")), *further]
    return Library(
        tuple(
            Document(f"fictional {name}.docx", f"{number:064x}", 1_000, TRUTH["plan"], name, tuple(rows))
            for number, (name, rows) in enumerate(issues, start=1)
        )
    )
