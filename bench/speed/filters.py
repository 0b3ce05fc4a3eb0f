"""Measures filters that weren't used before, among very many plans: `python -m bench.speed.filters 16667`.

The plans have names and no rows, and each has sixty passages in two columns: filters read nothing else. As in the app
as it serves, what is there for good isn't looked through by the garbage collection.
"""

from __future__ import annotations

import gc
import sys
import time

import numpy as np

from bench.tables import Table, seconds
from corpus.library import Library
from corpus.records import Document
from index import Filters, columns_within
from index.embedded.places import Places
from index.embedded.selection import Selection
from index.filters import updates_within

COLUMNS = ("What needs to happen", "Progress")
EACH = 60  # passages of a plan
FILTERS = {
    "everything": Filters(update="all"),
    "the latest updates": Filters(),
    "an update": Filters(update="2024-25"),
    "a plan by two of its words": Filters(plan="Council 7"),
    "a plan": Filters(plan="Council 7 Children in Care Plan (fictional)"),
    "a column": Filters(column="Progress"),
}


def among(library: Library, places: Places, filters: Filters) -> Selection:
    """What a generation in a folder does."""
    updates = [(plan.name, update.name) for plan, update in updates_within(library, filters)]
    columns = None if filters.column is None else columns_within(places.columns, filters.column)
    return Selection.where(places.within(updates, columns))


def measured(count: int) -> Table:
    named = [(f"plan {number}.csv", f"Council {number} Children in Care Plan (fictional)") for number in range(count)]
    library = Library(tuple(Document(file, "0" * 64, 1_000, plan, "2024-25", ()) for file, plan in named))
    columns = [(plan, heading) for _, plan in named for heading in COLUMNS]
    numbers = np.stack([np.repeat(np.arange(count), EACH), np.repeat(np.arange(len(columns)), EACH // 2)], axis=1)
    places = Places(numbers.astype(np.int32), [(plan, "2024-25") for _, plan in named], columns)
    among(library, places, FILTERS["everything"])
    gc.collect()
    gc.freeze()
    times: dict[str, list[float]] = {what: [] for what in FILTERS}
    for _ in range(3):
        for what, filters in FILTERS.items():
            began = time.process_time()
            among(library, places, filters)
            times[what].append(time.process_time() - began)
    return Table(
        f"A filter, {count:,} plans with {count * EACH:,} passages",
        "Processor time. Names of plans are put in order the first time that one is looked for.",
        ("filter", "the first time", "again"),
        [(what, seconds(first), seconds(min(again))) for what, (first, *again) in times.items()],
    )


if __name__ == "__main__":
    sys.stdout.write(measured(int(sys.argv[1])).markdown() if len(sys.argv) == 2 else f"{__doc__}\n")
