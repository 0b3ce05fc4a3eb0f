"""Measures what damaged and hostile files do to a build: nothing, if all is well."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.places import ROOT, SHARED
from bench.reading.hostile_files import CANARY, write_hostile
from bench.speed.processes import run
from bench.tables import Table, seconds
from corpus.errors import UnreadableFile
from corpus.isolation import IsolatedReader
from corpus.library import read_document

DATA = ROOT / "tests" / "data"
PLAN = DATA / "pdf_drawn_bullets_two_tables.pdf"
TIMES = 400  # mutations a kind
KINDS = {
    "PDF": ".pdf",
    "Word": ".docx",
    "Excel": ".xlsx",
    "HTML": ".html",
    "texts": ".txt .md .csv",
}


def hostile(folder: Path) -> Table:
    """Each file checked by a command of its own, so that its memory can be measured."""
    paths = [*sorted((SHARED / "tables").glob("bad_*")), *write_hostile(folder, PLAN)]
    return Table(
        "Damaged and hostile files",
        f"`plans check` on each of {len(paths)} files. Memory is the largest of any process, including the "
        "start and libraries.",
        ("file", "processor time", "time", "memory", "first message"),
        [(path.name, *_cost(path), _said(path)) for path in paths],
    )


def _cost(path: Path) -> tuple[str, str, str]:
    cost = run("check", str(path))
    return seconds(cost.processor), seconds(cost.wall), f"{cost.memory:.0f} MB"


def _said(path: Path) -> str:
    try:
        document = read_document(path, path.name)
    except UnreadableFile as error:
        return str(error).removeprefix(f"{path.name} ")[:140]
    if CANARY in repr(document):
        return "A FILE OUTSIDE WAS READ"
    problems = [problem.seen for problem in [*document.problems, *(p for row in document.rows for p in row.problems)]]
    return f"{len(document.rows):,} rows; {problems[0][:100] if problems else 'no problem'}"


# --- mutations -------------------------------------------------------------------------------------


def mutations(folder: Path) -> Table:
    """Harmless files with bytes changed, cut, doubled or moved, through the isolated reader and table assembly."""
    return Table(
        "Mutated files",
        f"{TIMES} of each kind, read one after another by one isolated reader, as a build does. The longest "
        "time is wall-clock time on a machine that did nothing else.",
        ("kind", "read", "refused with a reason", "reader stopped at damage", "reader died or was given up", "longest"),
        [(kind, *_mutated(folder, kind, endings.split())) for kind, endings in KINDS.items()],
    )


def _mutated(folder: Path, kind: str, endings: list[str]) -> tuple[str, ...]:
    seeds = [path for path in sorted(DATA.rglob("*")) if path.suffix in endings and path.stat().st_size < 200_000]
    chance = random.Random(kind)
    outcomes = Counter[str]()
    longest = 0.0
    with IsolatedReader() as reader:
        for number in range(TIMES):
            seed = chance.choice(seeds)
            path = folder / f"mutated {number}{seed.suffix}"
            path.write_bytes(_mutate(seed.read_bytes(), chance))
            began = time.perf_counter()
            outcomes[_outcome(reader, path)] += 1
            longest = max(longest, time.perf_counter() - began)
            path.unlink()
    return *(str(outcomes[what]) for what in ("read", "refused", "stopped", "died")), seconds(longest)


def _outcome(reader: IsolatedReader, path: Path) -> str:
    try:
        reader.read(path, path.name)
    except UnreadableFile as error:
        if "brought the program" in str(error) or "too long" in str(error) or "memory" in str(error):
            return "died"
        return "stopped" if "its reader stopped at" in str(error) else "refused"
    return "read"


def _mutate(data: bytes, chance: random.Random) -> bytes:
    """Mutates an archive's parts instead of the archive, whose checksums would reject nearly every change."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _mutate_part(data, chance)
    for _ in range(chance.randint(1, 12)):
        data = _changed(data, chance)
    return data


def _mutate_part(data: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        victims = chance.sample(names, min(len(names), chance.randint(1, 2)))
        victims += [name for name in names if name.endswith(("document.xml", "sheet1.xml")) and chance.random() < 0.5]
        for name in archive.namelist():
            content = archive.read(name)
            for _ in range(chance.randint(1, 4) if name in victims else 0):
                content = _changed_markup(content, chance) if chance.random() < 0.7 else _changed(content, chance)
            target.writestr(name, content)
    return made.getvalue()


def _changed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(len(data), 1))
    length = chance.choice((1, 1, 2, 8, 64, 1024))
    change = chance.randrange(5)
    if change == 0:
        return data[:at] + chance.randbytes(length) + data[at + length :]
    if change == 1:
        return data[:at] + data[at + length :]
    if change == 2:
        return data[: at + length] + data[at : at + length] * chance.choice((1, 3, 50)) + data[at + length :]
    if change == 3:
        other = chance.randrange(max(len(data), 1))
        return data[:at] + data[other : other + length] + data[at + length :]
    return data[:at] + chance.choice((b"99999999", b"-1", b"0", b"\xff\xff", b"<<", b">", b"\n\n", b"\t")) + data[at:]


def _changed_markup(data: bytes, chance: random.Random) -> bytes:
    """Leaves out or doubles an element, or replaces an attribute, so that the markup mostly stays well-formed."""
    places = list(_elements(data))
    if not places:
        return data
    start, end = chance.choice(places)
    piece = data[start:end]
    if chance.random() < 0.4:
        return data[:start] + data[end:]
    if chance.random() < 0.5:
        return data[:end] + piece * chance.choice((1, 5, 200)) + data[end:]
    return data.replace(b'val="', b'val="' + chance.choice((b"-9", b"999999999", b"x")), 1)


def _elements(data: bytes) -> Iterator[tuple[int, int]]:
    """The positions of small elements, and of rows and cells."""
    for tag in (rb"w:p", rb"w:tc", rb"w:tr", rb"row", rb"c", rb"w:tbl"):
        for found in re.finditer(rb"<" + tag + rb"[ >].*?</" + tag + rb">", data, re.DOTALL):
            yield found.span()
