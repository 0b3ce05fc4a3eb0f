"""`make bench` writes every measurement to docs/benchmarks.md; `python -m bench search answers` prints only those."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant import Assistant
from assistant.answers.answering import Answerer
from bench import machine
from bench.answers import asking, documents, phrases, quality
from bench.places import ROOT
from bench.reading import breaks, columns, generated, hostile, layouts, renderings, rows, weights
from bench.speed import interruptions, killed_server, load, programs, questions, scale, screens, serving, updates
from bench.tables import Table
from index import Encoder, build, load_encoder

REPORT = ROOT / "docs" / "benchmarks.md"


@dataclass
class Bench:
    """What measurements share: a temporary folder, the sample's index, the model."""

    folder: Path

    @property
    def documents(self) -> Path:
        return ROOT / "corpus" / "sample"

    @cached_property
    def index(self) -> Path:
        index = self.folder / "index"
        build(self.documents, index, encoder=lambda: load_encoder())
        return index

    @cached_property
    def encoder(self) -> Encoder:
        return load_encoder()

    @cached_property
    def shelf(self) -> scale.Shelf:
        return scale.Shelf.filled(self.folder / "five hundred")

    @cached_property
    def many(self) -> Assistant:
        return self.shelf.opened()

    @cached_property
    def others(self) -> Mapping[str, Answerer]:
        shelf = documents.Shelf(self.folder / "others", self.encoder)
        return {name: shelf.answerer(name) for name in (*documents.TABLES, documents.BOTH)}

    @cached_property
    def assistant(self) -> Assistant:
        assistant = Assistant.open(self.index)
        assistant.warm()
        return assistant


MEASUREMENTS: Mapping[str, Callable[[Bench], Table]] = {
    "reading": lambda bench: renderings.renderings(),
    "layouts": lambda bench: layouts.layouts(),
    "generated": lambda bench: generated.drawn(),
    "pdf": lambda bench: layouts.speed(),
    "weights": lambda bench: weights.weights(),
    "breaks": lambda bench: breaks.breaks(),
    "rows": lambda bench: rows.rows(),
    "hostile": lambda bench: hostile.hostile(bench.folder),
    "mutations": lambda bench: hostile.mutations(bench.folder),
    "search": lambda bench: quality.search(bench.assistant),
    "answers": lambda bench: quality.answers(bench.assistant),
    "plans": lambda bench: quality.other_plans(bench.others),
    "asking": lambda bench: asking.asking(bench.encoder),
    "kinds": lambda bench: asking.kinds(bench.encoder),
    "times": lambda bench: asking.times(bench.encoder),
    "columns": lambda bench: columns.columns(),
    "phrases": lambda bench: phrases.phrases(),
    "questions": lambda bench: questions.questions(bench.assistant, bench.encoder),
    "commands": lambda bench: questions.commands(bench.documents, bench.index),
    "serving": lambda bench: serving.serving(bench.documents, bench.index),
    "load": lambda bench: load.load(bench.documents, bench.index, bench.folder),
    "programs": lambda bench: programs.programs(bench.documents, bench.index, bench.folder),
    "building": lambda bench: questions.building(bench.folder, bench.documents, bench.encoder),
    "updates": lambda bench: updates.updates(bench.folder / "updates"),
    "interruptions": lambda bench: interruptions.interruptions(bench.folder / "interruptions"),
    "killed-server": lambda bench: killed_server.killed_server(bench.documents, bench.index, bench.folder),
    "screens": lambda bench: screens.screens(),
    "many": lambda bench: scale.costs(bench.shelf),
    "many-search": lambda bench: scale.ranking(bench.many),
    "many-questions": lambda bench: scale.questions(bench.many, bench.encoder),
}


def main(names: list[str]) -> None:
    """Take the named measurements and print them, or take all and write them to the report."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        parts = []
        for name in names or [name for name in MEASUREMENTS if scale.PLANS.exists() or not name.startswith("many")]:
            parts.append(MEASUREMENTS[name](bench).markdown())
            sys.stdout.write(f"{parts[-1]}\n")
            sys.stdout.flush()
    if not names:
        title = f"# Benchmarks\n\nWritten by `make bench`. {machine.description()}\n"
        REPORT.write_text("\n".join([title, *parts]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
