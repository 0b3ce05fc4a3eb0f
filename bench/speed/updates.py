"""Measures bringing a large documents folder up to date."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.fictional_plans import change_plan, write_plans
from bench.speed.processes import Cost, run
from bench.tables import Table, seconds
from index import load_encoder, store_at

DOCUMENTS = 100
HEAVY = ("torch", "onnxruntime", "faiss", "bm25s", "tokenizers")

_LOADED = f"""
import sys
from assistant.cli.commands import plans
try:
    plans(sys.argv[1:])
except SystemExit:
    sys.stderr.write(" ".join(name for name in {HEAVY} if name in sys.modules))
"""


def updates(folder: Path) -> Table:
    """A folder of fictional plans, built from nothing, then after one change, then unchanged."""
    documents, index = folder / "many documents", folder / "index of many"
    paths = write_plans(documents, DOCUMENTS, rows=6)
    places = ("--documents", str(documents), "--index", str(index))
    load_encoder()  # exports the model now, if needed, so that the build doesn't
    whole = run("build", *places)
    rows = [_row("from nothing", whole, whole, index)]
    for times, path in enumerate(paths[:3]):
        change_plan(path, seed=times)
        rows.append(_row(f"one of {DOCUMENTS} documents changed ({times + 1})", run("build", *places), whole, index))
    unchanged = run("build", *places)
    loaded = _loaded("build", *places) or "none of them"
    return Table(
        "Bringing many documents up to date",
        f"`plans build` of {DOCUMENTS} fictional plans of 6 priorities, in a process of its own. Small plans "
        f"are the hard case, because the fixed cost of a build weighs most. Of {', '.join(HEAVY)}, a build "
        f"with nothing changed imports {loaded}.",
        ("build", "processor time", "of the whole build's", "memory", "passages encoded"),
        [*rows, ("nothing changed", *_cost(unchanged, whole), "0")],
    )


def _row(name: str, cost: Cost, whole: Cost, index: Path) -> tuple[str, ...]:
    receipt = json.loads(store_at(index).open().receipt)
    return name, *_cost(cost, whole), f"{receipt['encoded']} of {receipt['passages']}"


def _cost(cost: Cost, whole: Cost) -> tuple[str, ...]:
    return seconds(cost.processor), f"{cost.processor / whole.processor:.1%}", f"{cost.memory:.0f} MB"


def _loaded(*arguments: str) -> str:
    """The heavy libraries that a command imports."""
    command = [sys.executable, "-c", _LOADED, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
