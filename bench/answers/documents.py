"""The documents that questions are calibrated on, each in an index of its own: made-up plans, and the sample."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from assistant.answers.answering import Answerer
from bench.places import ROOT, SHARED
from index import Encoder, build, open_index
from tests.fictional.two_updates import TRUTH, table

OWN = ROOT / "tests" / "data" / "calibration"
STAFF = SHARED / "questions" / "staff"
SAMPLE_TEXTS = ROOT / "corpus" / "sample"
SAMPLE, NORTHMERE = "sample", "northmere"
BOTH = "northmere both"  # of its updates
TABLES = (NORTHMERE, "libraries_fictional.csv", "streets_fictional.csv")  # made-up plans
LIBRARY = "library"  # all made-up plans together: what a council has
IN_LIBRARY = (*TABLES[1:], "museums_fictional.csv", "flooding_fictional.csv", "skills_fictional.md")
STAFF_PLANS, SELBROOK, ASHDRIFT, HAVERSHAW, QUILLMOOR = "staff", "selbrook", "ashdrift", "havershaw", "quillmoor"
ELLBROOK, RAVENSMERE, ARROWMARCH, RAVENSHOLME = "ellbrook", "ravensmere", "arrowmarch", "ravensholme"
OF_COUNCILS = (
    SELBROOK,
    ASHDRIFT,
    HAVERSHAW,
    QUILLMOOR,
    ELLBROOK,
    RAVENSMERE,
    ARROWMARCH,
    RAVENSHOLME,
)  # each with questions by people who knew only the plans
# Several plans with the sample in one library, and the folder that holds them and their questions.
LIBRARIES = {STAFF_PLANS: STAFF, **{name: OWN / name for name in OF_COUNCILS}}


@dataclass(frozen=True)
class Shelf:
    """An index for each document, in a folder that may already contain them."""

    folder: Path
    encoder: Encoder

    def answerer(self, document: str) -> Answerer:
        index = self.folder / "index" / document
        if not index.exists():
            build(_file(document, self.folder / "documents" / document).parent, index, encoder=lambda: self.encoder)
        return self._opened(index)

    def of_folder(self, folder: Path) -> Answerer:
        """Of the plans in a folder of plans with questions, and the sample."""
        documents, index = self.folder / "documents" / folder.name, self.folder / "index" / folder.name
        if not index.exists():
            _library(folder, documents)
            build(documents, index, encoder=lambda: self.encoder)
        return self._opened(index)

    def _opened(self, index: Path) -> Answerer:
        return Answerer(open_index(index, lambda: self.encoder), None)


def _library(source: Path, folder: Path) -> None:
    """Copies several plans, and the sample, which people have beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in [*(source / "plans").iterdir(), *SAMPLE_TEXTS.glob("*.txt")]:
        (folder / path.name).write_bytes(path.read_bytes())


def _file(document: str, folder: Path) -> Path:
    """The document, copied to a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    if document == BOTH:
        _northmere(folder, "old")
    if (source := LIBRARIES.get(document)) is not None:
        _library(source, folder)
        return next(folder.iterdir())
    if document == LIBRARY:
        for name in IN_LIBRARY:
            (folder / name).write_text((OWN / name).read_text(encoding="utf-8"), encoding="utf-8")
    if document in (NORTHMERE, BOTH, LIBRARY):
        return _northmere(folder, "new")
    if document == SAMPLE:
        for path in SAMPLE_TEXTS.glob("*.txt"):
            (folder / path.name).write_bytes(path.read_bytes())
        return next(folder.iterdir())
    path = folder / document
    path.write_text((OWN / document).read_text(encoding="utf-8"), encoding="utf-8")
    return path


def _northmere(folder: Path, side: str) -> Path:
    path, rows = folder / f"{TRUTH['plan']} {TRUTH[f'{side}_update']}.csv", table(side)
    headings = list(dict.fromkeys(column.heading for row in rows for column in row.columns))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Category", "Priority", *headings])
        for row in rows:
            columns = [row.column(heading) for heading in headings]
            cells = ["\n".join(f"• {item.text}" for item in column.items) if column else "" for column in columns]
            writer.writerow([row.category.label, row.priority.label, *cells])
    return path
