"""Two made-up plans in two updates each, and which newer items truly follow from older ones, told in other words.

Everything in `data/fictional_may_follow.json` is fictional.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.places import DATA

PLANS: list[dict[str, Any]] = json.loads((DATA / "fictional_may_follow.json").read_text(encoding="utf-8"))["plans"]
LOOKED_AT, UNSEEN = PLANS  # the limits were set on the first

Pair = tuple[str, str]  # the older text, the newer


def true_pairs(plan: dict[str, Any]) -> set[Pair]:
    return {(row["old"][old], row["new"][new]) for row in plan["rows"] for old, new in row["follows"]}


def write_updates(plan: dict[str, Any], folder: Path) -> None:
    """The plan's two updates as CSV files, each item a bullet."""
    folder.mkdir(parents=True, exist_ok=True)
    for side in ("old", "new"):
        path = folder / f"{plan['plan']} {plan[f'{side}_update']}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("Category", "Priority", "Progress"))
            for row in plan["rows"]:
                if row[side]:
                    bullets = "\n".join(f"• {text}" for text in row[side])
                    writer.writerow((row["category"], f"{row['reference']} {row['title']}", bullets))
