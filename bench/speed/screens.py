"""Measures a rerun of a page with many rows, compared with one row: its script, without browser and network."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt

from assistant import Assistant, Filters, Hit
from bench.fictional_plans import sentence
from bench.tables import Table, seconds
from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location, Row
from corpus.tables.columns.column_types import typed
from index import Excerpt, Floats

RERUNS = 9
PLAN = "A fictional plan"
BROWSED, COMPARED = 10_000, 1_000
PLANS, ROWS_A_PLAN = 50, 200
CATEGORIES = 50


@dataclass(frozen=True)
class Shelf:
    library: Library
    generation: str = "fictional"


@dataclass(frozen=True)
class Unsearched:
    """Documents for pages that ask no questions."""

    snapshot: Shelf

    def seen(self, library: Library) -> Unsearched:
        return Unsearched(Shelf(library))

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        return []

    def likenesses(self, old: Sequence[Excerpt], new: Sequence[Excerpt]) -> npt.NDArray[np.float32]:
        return np.zeros((len(old), len(new)), dtype=np.float32)

    def sentence(self, question: str) -> Floats:
        return np.zeros(0, dtype=np.float32)


@dataclass
class Service:
    """The part of the app's service that the pages Browse and Changes use."""

    assistant: Assistant
    settings: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(documents=Path()))
    rebuild: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(state=SimpleNamespace(running=False, failed=""))
    )
    trouble: str = ""
    loaded: bool = False  # so that nobody's saved questions are asked again


def screens() -> Table:
    rows = [
        (f"{page}, {act}", f"{many:,}", seconds(few_cost), seconds(many_cost), f"{many_cost / few_cost:.1f}")
        for page, draw, updates, many, acts in (
            ("Browse", browse, 1, BROWSED, BROWSE_ACTS),
            ("Changes", changes, 2, COMPARED, CHANGES_ACTS),
        )
        for act, few_cost, many_cost in _costs(draw, updates, many, acts)
    ]
    rows += [
        (f"Overview, {act}", f"{PLANS} plans", seconds(few), seconds(many), f"{many / few:.1f}")
        for act, few, many in _overview_costs()
    ]
    return Table(
        "Pages with many rows",
        f"Processor time of a page's script, the median of {RERUNS} runs, for made-up plans of one row and of "
        f"many rows in {CATEGORIES} categories, with about seven items a row. *Drawn again* is a click that "
        "changes nothing on the page; the others are drawn for the first time. The overview is of "
        f"one plan of {ROWS_A_PLAN} rows and of {PLANS} such. Opening the index and "
        "comparing two updates are not included, because they happen once for each build.",
        ("page", "rows", "one row", "many rows", "times"),
        rows,
    )


# --- what is done on a page -----------------------------------------------------------------------

Act = Callable[[dict[str, str], int], None]  # changes the page's address for the n-th run


def _again(address: dict[str, str], run: int) -> None:
    pass


def _category(address: dict[str, str], run: int) -> None:
    address["category"] = f"{run + 1} {category(run)}"


def _words(address: dict[str, str], run: int) -> None:
    address["words"] = f"beds {run * 3}"


BROWSE_ACTS: dict[str, Act] = {"drawn again": _again, "another category": _category, "other words": _words}
CHANGES_ACTS: dict[str, Act] = {"drawn again": _again, "another category": _category, "other words": _words}


def browse(service: object) -> None:
    # AppTest runs only the function's own lines, so its imports must be among them.
    from assistant.screens.browse import page as browse

    browse.draw(service)  # type: ignore[arg-type]


def changes(service: object) -> None:
    from assistant.screens.changes import page as changes

    changes.draw(service)  # type: ignore[arg-type]


def _costs(
    draw: Callable[[object], None], updates: int, many: int, acts: dict[str, Act]
) -> Iterator[tuple[str, float, float]]:
    services = [Service(_assistant(updates, rows)) for rows in (1, many)]
    for name, act in acts.items():
        few, more = (_cost(draw, service, act) for service in services)
        yield name, few, more


def _cost(draw: Callable[[object], None], service: Service, act: Act) -> float:
    """The processor time of one run, in seconds."""
    from streamlit.testing.v1 import AppTest

    page = AppTest.from_function(draw, kwargs={"service": service}, default_timeout=120)
    page.run()
    took = []
    for run in range(RERUNS):
        address: dict[str, str] = {}
        act(address, run)
        page.query_params.clear()
        page.query_params.update(address)
        began = time.process_time()
        page.run()
        took.append(time.process_time() - began)
        assert not page.exception, page.exception
    return statistics.median(took)


def _overview(service: object) -> None:
    import streamlit as st

    from assistant.screens.overview import page as overview

    overview.draw(service, st.Page(lambda: None, title="Ask"))  # type: ignore[arg-type]


def _owner(address: dict[str, str], run: int) -> None:
    address["owner"] = f"Officer {run}"


def _late(address: dict[str, str], run: int) -> None:
    address["due"] = "Overdue" if run % 2 else "Due soon"


def _overview_costs() -> Iterator[tuple[str, float, float]]:
    """One plan of 200 rows, and fifty such: drawn for the first time, again, and after two filters."""
    services = [Service(_library(plans)) for plans in (1, PLANS)]
    yield "first drawn", _first_cost(_overview, 1), _first_cost(_overview, PLANS)
    for name, act in {"drawn again": _again, "another officer": _owner, "overdue, due soon": _late}.items():
        few, more = (_cost(_overview, service, act) for service in services)
        yield name, few, more


def _first_cost(draw: Callable[[object], None], plans: int) -> float:
    """The processor time of the first page after a build; where rows stand has been told in the background by then."""
    from streamlit.testing.v1 import AppTest

    took = []
    for _ in range(3):
        service = Service(_library(plans))
        service.assistant.lineage.facts(date.today())
        page = AppTest.from_function(draw, kwargs={"service": service}, default_timeout=120)
        began = time.process_time()
        page.run()
        took.append(time.process_time() - began)
    return statistics.median(took)


# --- fictional plans ------------------------------------------------------------------------------


def _assistant(updates: int, rows: int) -> Assistant:
    return Assistant(Unsearched(Shelf(Library(tuple(map(partial(_document, rows), range(updates)))))))


def _library(plans: int) -> Assistant:
    return Assistant(Unsearched(Shelf(Library(tuple(map(_tracker, range(plans)))))))


def _tracker(number: int) -> Document:
    """A plan whose actions have an owner, a due date and a status."""
    chance, name = random.Random(number), f"Fictional plan {number + 1}"
    rows, columns = typed([_tracked(name, at, chance) for at in range(ROWS_A_PLAN)])
    return Document(f"{name}.csv", f"{number:064x}", 1_000, name, "2026-27", rows, columns=columns)


def _tracked(plan: str, number: int, chance: random.Random) -> Row:
    where = Location(f"{plan}.csv", line=number + 1)
    cells = {
        "Owner": f"Officer {chance.randint(0, 40)}",
        "Due": f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.choice((2025, 2026, 2027, 2028))}",
        "Status": chance.choice(("Red", "Amber", "Green", "Complete", "Not started")),
    }
    columns = tuple(Column(heading, (Item(text, (where,)),)) for heading, text in cells.items())
    path = Heading("", category(number % 8)), Heading("", sentence(chance).removesuffix("."))
    return Row(str(number + 1), path, columns, where, plan=plan, update="2026-27")


def _document(rows: int, update: int) -> Document:
    name = f"{2023 + update}-{24 + update}"
    each = -(-rows // CATEGORIES)
    made = tuple(_row(name, *divmod(number, each), random.Random(number), update) for number in range(rows))
    return Document(f"fictional {name}.csv", f"{update:064x}", 1_000, PLAN, name, made)


def _row(update: str, category_number: int, number: int, chance: random.Random, changed: int) -> Row:
    """The same seed gives the same rows, except for one item that is worded differently in each update."""
    where = Location(f"fictional {update}.csv", line=number + 1)
    title = sentence(chance).removesuffix(".")
    columns = tuple(
        Column(heading, tuple(Item(sentence(chance), (where,)) for _ in range(3)))
        for heading in ("What needs to happen", "Progress")
    )
    news = Item(f"{sentence(chance)} {changed + 1} of these were new.", (where,))
    columns = (columns[0], Column("Progress", (*columns[1].items, news)))
    path = (
        Heading(str(category_number + 1), category(category_number)),
        Heading(str(number + 1), title),
    )
    return Row(f"{category_number + 1}.{number + 1}", path, columns, where, plan=PLAN, update=update)


def category(number: int) -> str:
    return f"Fictional theme {number + 1}"
