"""Builds an index of very many passages from files, in a process that is killed twice on the way and goes on:
`python -m bench.speed.killed 20000`, or into PostgreSQL with `python -m bench.speed.killed 20000 postgresql://…`.

The plans are those of `bench.speed.million`, written as CSV files, with its drawn vectors in place of the model's.
"""

from __future__ import annotations

import csv
import os
import random
import signal
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.speed.million import COLUMNS, ITEMS, ROWS, DrawnEncoder, Plans, anonymous
from bench.tables import Table, seconds
from corpus.records import Document
from index import Address, Progress, build
from index.model.encoder import Encoded

KILLED_AT = (1 / 3, 2 / 3)  # of the passages


class Counted(DrawnEncoder):
    """Counts the texts that it encodes."""

    encoded = 0

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        self.encoded += len(texts)
        return super().encode(texts)


def write(folder: Path, documents: Iterable[Document]) -> None:
    """Each plan as a CSV file with a line for each of its rows; a cell has a line for each item. Names are drawn:
    plans of nearly one name with common sentences would be taken for copies."""
    folder.mkdir()
    chance = random.Random(3)
    for document in documents:
        name = "".join(chance.choices(string.ascii_lowercase, k=12)).capitalize()
        with (folder / document.file).open("w", encoding="utf-8", newline="") as file:
            file.write(f"{name} Children in Care Plan (fictional) {document.update}\n\n")
            writer = csv.writer(file)
            writer.writerow(["Category", "Priority", *COLUMNS])
            for row in document.rows:
                cells = ["\n".join(f"- {item.text}" for item in column.items) for column in row.columns]
                writer.writerow([*(step.label for step in row.path), *cells])


def child(documents: Path, index: Path | Address, killed_at: float) -> None:
    """Builds; kills itself once that share of the texts is encoded. Prints what it took."""
    encoder, most = Counted(), 0.0

    def seen(event: Progress) -> None:
        nonlocal most
        most = max(most, anonymous())
        if event.stage == "encoding" and event.done > killed_at * event.of:
            report()
            os.kill(os.getpid(), signal.SIGKILL)

    def report() -> None:
        sys.stdout.write(f"{encoder.encoded} {time.process_time()} {most}")
        sys.stdout.flush()

    build(documents, index, encoder=lambda: encoder, progress=seen)
    report()


def measured(folder: Path, passages: int, address: Sequence[str]) -> Table:
    plans = Plans(DrawnEncoder())
    write(folder / "documents", map(plans.document, range(-(-passages // (ROWS * ITEMS)))))
    rows = []
    for killed_at in (*KILLED_AT, 2.0):
        command = [sys.executable, "-m", "bench.speed.killed", "child", str(folder), str(killed_at), *address]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        encoded, took, most = done.stdout.split()
        what = "to the end" if killed_at > 1 else f"killed at {killed_at:.0%}"
        rows.append((what, f"{int(encoded):,}", seconds(float(took)), f"{float(most):.0f}"))
    return Table(
        f"About {passages:,} passages in files, killed twice",
        "Processor time without that of the process that reads files; memory is the process's own.",
        ("build", "texts encoded", "processor time", "most memory, MB"),
        rows,
    )


def main(arguments: list[str]) -> None:
    match arguments:
        case ["child", folder, killed_at, *address]:
            index = Address(address[0], "killed") if address else Path(folder) / "index"
            child(Path(folder) / "documents", index, float(killed_at))
        case [passages, *address]:
            with tempfile.TemporaryDirectory() as folder:
                sys.stdout.write(measured(Path(folder), int(passages), address).markdown())
        case _:
            sys.stdout.write(f"{__doc__}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
