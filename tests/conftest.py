"""What tests share: the sample plan's true table as rows, and where the model's export is kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from corpus.records import Column, Document, Heading, Item, Location, Row
from corpus.tables.columns.column_types import typed
from tests.engine.fixtures import postgresql, primary  # noqa: F401
from tests.places import DATA, MODELS

# Laws are tried on the same examples each time, so that no change fails for another's reason. Look for more, at random,
# with HYPOTHESIS_PROFILE=searching.
settings.register_profile("same", deadline=None, derandomize=True, database=None, max_examples=50)
settings.register_profile("searching", deadline=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
os.environ["PLANS_MODEL_CACHE"] = str(MODELS)  # of the processes that tests start, too


# What takes longest begins first, so that no process is left with it while the others have nothing to do.
LONGEST = ("test_nothing_is_sent.py", "test_accessibility.py", "browser", "documentation", "screens")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(LONGEST) if name in item.path.parts), len(LONGEST))

    items.sort(key=place)


def gold_document(path: Path, plan: str, update: str) -> Document:
    """A true table (a list of category_no, category, priority_no, priority, actions, progress) as a Document."""
    where = Location(path.name, line=1)
    rows = tuple(
        Row(
            reference=f"{entry['category_no']}.{entry['priority_no']}",
            path=(
                Heading(str(entry["category_no"]), entry["category"]),
                Heading(entry["priority_no"], entry["priority"]),
            ),
            columns=(
                Column("What needs to happen", tuple(Item(text, (where,)) for text in entry["actions"])),
                Column("Progress", tuple(Item(text, (where,)) for text in entry["progress"])),
            ),
            location=where,
            plan=plan,
            update=update,
        )
        for entry in json.loads(path.read_text(encoding="utf-8"))
    )
    rows, columns = typed(rows)
    return Document(path.name, "0" * 64, path.stat().st_size, plan, update, rows, columns=columns)


@pytest.fixture(scope="session")
def sample_document() -> Document:
    """The sample plan as it truly is: 5 categories, 15 priorities, 64 actions, 98 progress items."""
    return gold_document(
        DATA / "sample_gold.json", "Children in Care Sufficiency Strategy 2023-27 Action Plan", "2023-24"
    )
