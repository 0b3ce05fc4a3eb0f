"""Builds that are killed: the index must open each time, and nothing that grows may be left behind."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from bench.processes import run
from bench.tables import Table
from corpus.errors import PlansError
from index.snapshot import Snapshot

MOMENTS = 50


def kills(folder: Path, documents: Path, index: Path) -> Table:
    """`kill -9` at random moments of builds that change a document, over a copy of a whole index."""
    mine, target = folder / "killed" / "documents", folder / "killed" / "index"
    shutil.copytree(documents, mine)
    shutil.copytree(index, target)
    changed = sorted(mine.glob("*.txt"))[-1]
    text = changed.read_text(encoding="utf-8")
    length = _length_of_build(changed, text, mine, target)
    outcomes = Counter[str]()
    chance = random.Random(1)
    for moment in range(MOMENTS):
        changed.write_text(f"{text}\nChanged for the {moment}th time.\n", encoding="utf-8")
        outcomes[_kill(chance.uniform(0, length), mine, target)] += 1
    before = _size(target)
    outcomes["the build after the last kill failed"] += run("build", *_places(mine, target)).status
    return Table(
        "Builds that are killed",
        f"`kill -9` at {MOMENTS} random moments within the {length:.1f} s of a build that finds a changed document. "
        f"The index's folder held {before:.1f} MB before the build that followed, {_size(target):.1f} MB after it.",
        ("what", "times"),
        [(what, str(times)) for what, times in outcomes.most_common()],
    )


def _places(documents: Path, index: Path) -> tuple[str, ...]:
    return "--documents", str(documents), "--index", str(index)


def _length_of_build(changed: Path, text: str, documents: Path, index: Path) -> float:
    changed.write_text(f"{text}\nChanged to time a build.\n", encoding="utf-8")
    return run("build", *_places(documents, index)).wall


def _kill(after: float, documents: Path, index: Path) -> str:
    """Start a build, kill it, and say what the index is like."""
    command = [sys.executable, "-m", "assistant.cli", "build", *_places(documents, index)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    try:
        rows = Snapshot.open(index).library.rows()
    except PlansError as error:
        return f"the index did not open: {error}"
    return "the index opened, whole" if rows else "the index opened, empty"


def _size(folder: Path) -> float:
    """MB of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
