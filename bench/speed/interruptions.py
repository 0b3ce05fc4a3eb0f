"""Measures builds that are killed while others read: what every search sees, and what is left behind.

The builds run in copies of a process that has the model loaded, so that moments fall upon the work and not upon the
start of Python. They use the same code as `plans build`.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty

from bench.fictional_plans import change_plan, write_plans
from bench.tables import Table
from corpus.errors import PlansError
from index import Encoder, Index, build, load_encoder, open_index

MOMENTS = 200
PLANS = 6  # at the beginning; more are added and some removed
QUESTIONS = ("How many emergency beds were opened?", "Who reviewed contracts with providers?", "training for advisers")
HELD = 4  # indexes that the reader keeps open, of which builds remove the oldest meanwhile

_FORK = multiprocessing.get_context("fork")


def interruptions(folder: Path) -> Table:
    """Builds that add, change and remove documents, killed at random moments while a reader searches.

    In a process of its own, as one whose libraries have started threads can't be copied.
    """
    command = [sys.executable, "-m", __name__, str(folder)]
    length, rows = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return Table(
        "Builds killed under a reader",
        f"Builds that add, change or remove a fictional plan, stopped by `kill -9` at {MOMENTS} random moments "
        f"within {length:.2f} s, the time of a build; one more build after each. All the while another process "
        f"opened the index again and again, searched it and the {HELD - 1} that it had opened before, and "
        "compared the results with every state that the documents had had.",
        ("what", "times"),
        [(what, str(times)) for what, times in rows],
    )


def main(folder: Path, moments: int = MOMENTS) -> None:
    """Prints the time of a build and the number of each event, as JSON."""
    encoder = load_encoder()
    encoder.encode(["The model is loaded before processes are copied, and so are libraries."])
    for library in ("corpus.library", "index.embedded.vectors", "index.embedded.words"):
        importlib.import_module(library)
    site = _Site(folder, encoder)
    site.begin()
    reader = _Reader(site)
    outcomes = Counter[str]()
    for moment in range(moments):
        site.change(moment)
        outcomes["killed before it was done" if site.killed_build() else "done before it was killed"] += 1
        outcomes["the next build succeeded" if site.whole_build() else "the next build FAILED"] += 1
    results = reader.stop()
    rows = [*outcomes.items(), *results.items(), *site.left_behind().items()]
    sys.stdout.write(json.dumps([site.length, rows]))


@dataclass
class _Site:
    """A documents folder and its index, and the changes made to them."""

    folder: Path
    encoder: Encoder
    length: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def begin(self) -> None:
        write_plans(self.documents, PLANS, rows=3)
        self._note()
        assert self.whole_build()
        change_plan(self._any(), seed=-1)
        self._note()
        began = time.monotonic()
        assert self.whole_build()
        self.length = time.monotonic() - began

    def change(self, moment: int) -> None:
        """Adds a document, changes one, or removes one."""
        match self.chance.choice(["add", "change", "remove"]):
            case "add":
                (added,) = write_plans(self.folder / "new", 1, rows=3, seed=moment)
                os.replace(added, self.documents / f"{moment:03} {added.name.replace(' ', f' {moment} ')}")
            case "remove" if len(list(self.documents.iterdir())) > PLANS // 2:
                self._any().unlink()
            case _:
                change_plan(self._any(), seed=moment)
        self._note()

    def killed_build(self) -> bool:
        """Whether the kill came in time."""
        process = self._start()
        process.join(self.chance.uniform(0, self.length))
        process.kill()
        process.join()
        return process.exitcode != 0

    def whole_build(self) -> bool:
        process = self._start()
        process.join()
        return process.exitcode == 0

    def states(self) -> set[str]:
        """All states that the documents have had."""
        return set((self.folder / "states").read_text(encoding="utf-8").splitlines())

    def left_behind(self) -> dict[str, int]:
        left = len(list((self.index / "generations").iterdir()))
        strays = [path.name for path in self.index.iterdir() if path.name not in {"CURRENT", "generations"}]
        return {"generations left at the end": left, f"other files left ({', '.join(strays) or 'none'})": len(strays)}

    def _start(self) -> BaseProcess:
        process = _FORK.Process(target=_build, args=(self,))
        process.start()
        return process

    def _any(self) -> Path:
        return self.chance.choice(sorted(self.documents.iterdir()))

    def _note(self) -> None:
        with (self.folder / "states").open("a", encoding="utf-8") as file:
            file.write(_state({path.name: _digest(path) for path in self.documents.iterdir()}) + "\n")


def _build(site: _Site) -> None:
    build(site.documents, site.index, encoder=lambda: site.encoder, accept=True)


class _Reader:
    """A process that opens and searches until it is stopped."""

    def __init__(self, site: _Site) -> None:
        self._results = _FORK.Queue()
        self._enough = _FORK.Event()
        self._process = _FORK.Process(target=self._read, args=(site,))
        self._process.start()

    def stop(self) -> dict[str, int]:
        self._enough.set()
        try:
            results: dict[str, int] = self._results.get(timeout=60)
        except Empty:
            results = {"the reader itself FAILED": 1}
        self._process.join()
        return results

    def _read(self, site: _Site) -> None:
        results = Counter({"opened and searched": 0, "searched again, as it was": 0})
        held: list[tuple[Index, list[str]]] = []
        while not self._enough.is_set():
            try:
                opened = open_index(site.index, lambda: site.encoder)
            except PlansError as error:
                results[f"did NOT open: {error}"] += 1
                continue
            held = [*held, (opened, _answers(opened))][-HELD:]
            results["opened and searched" if _is_whole(opened, site) else "NOT one whole generation"] += 1
            same = all(_answers(index) == before for index, before in held)
            results["searched again, as it was" if same else "searched again, CHANGED"] += 1
        self._results.put(dict(results))


def _answers(index: Index) -> list[str]:
    return [f"{hit.citation.label} {hit.passage.text} {hit.score}" for each in QUESTIONS for hit in index.search(each)]


def _is_whole(index: Index, site: _Site) -> bool:
    """Whether its documents are those of a single moment, and contain its hits."""
    state = _state({document.file: document.digest for document in index.library.documents})
    texts = {
        (row.key, item.text)
        for row in index.library.rows(update="all")
        for column in row.columns
        for item in column.items
    }
    found = {(hit.passage.row_key, hit.passage.text) for each in QUESTIONS for hit in index.search(each)}
    return state in site.states() and bool(found) and found <= texts


def _state(digests: dict[str, str]) -> str:
    return json.dumps(sorted(digests.items()))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
