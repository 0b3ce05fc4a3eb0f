"""Measures the embedded store alone with very many passages: `python -m bench.speed.million 200000`.

Plans of made-up councils, a dozen rows each, are written as a build writes them, without reading files or running the
model: token counts are the model's own, but vectors are drawn: each of the model's tokens has one of its own, and a
sentence's is the mean of its tokens'. So times and memory are those of real vectors, and ranking means nothing.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from bench.fictional_plans import sentence
from bench.tables import Table, seconds
from corpus.records import Column, Document, Heading, Item, Location, Row
from index import Filters, Index, store_at
from index.embedded import FolderStore
from index.model.encoder import Encoded
from index.model.weights import ModelFolder
from index.passages import STEP, Passage
from index.store import Draft, Encodings, Manifest
from index.tokens import Tokens

SENTENCES = 20_000  # different ones, of which items are made, each of two
ROWS, ITEMS, AT_ONCE, QUESTIONS = 12, 5, 512, 100
COLUMNS = ("What needs to happen", "Progress")
NAME = "one"

Made = TypeVar("Made")


class DrawnEncoder:
    """The model's own tokens with drawn vectors."""

    name, fingerprint, window, dimensions = "drawn", "drawn", 256, 384

    def __init__(self) -> None:
        chance = np.random.default_rng(1)
        self._tokenizer = Tokenizer.from_file(str(ModelFolder.installed().path / "tokenizer.json"))
        self._tokenizer.no_padding()
        words = self._tokenizer.get_vocab_size()
        self.sentences = _units(chance.normal(size=(words, self.dimensions)).astype(np.float32))
        self.tokens = _units(chance.normal(size=(words, 128)).astype(np.float32))

    def count(self, text: str) -> int:
        return len(self._tokenizer.encode(text).ids)

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        return [
            self._encoded(np.array(each.ids, np.int32), np.array(each.offsets, np.int32))
            for each in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ]

    def _encoded(self, ids: npt.NDArray[np.int32], spans: npt.NDArray[np.int32]) -> Encoded:
        return Encoded(_units(self.sentences[ids].mean(axis=0)[None])[0], self.tokens[ids], ids, spans)


def _units(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    found: npt.NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its tokens' numbers and spans, and the sum of its tokens' sentence vectors."""

    text: str
    ids: npt.NDArray[np.int32]
    spans: npt.NDArray[np.int32]
    sum: npt.NDArray[np.float32]


PassageMade = tuple[Passage, tuple[Said, ...]]
RowMade = tuple[Row, list[PassageMade]]


class Plans:
    """Plans with their passages, and what these are encoded to."""

    def __init__(self, encoder: DrawnEncoder) -> None:
        chance = random.Random(1)
        texts = [sentence(chance) for _ in range(SENTENCES)]
        self._said = [
            Said(text, each.ids, each.spans, encoder.sentences[each.ids].sum(axis=0))
            for text, each in zip(texts, encoder.encode(texts), strict=True)
        ]
        self._codes = np.rint(encoder.tokens * (127 / np.abs(encoder.tokens).max(axis=1, keepdims=True))).astype(
            np.int8
        )
        self._scales = (1 / np.linalg.norm(self._codes.astype(np.float32), axis=1)).astype(np.float32)

    def rows(self, number: int) -> list[RowMade]:
        """The rows of one plan, each with its passages and the sentences that they are made of."""
        chance = random.Random(number)
        plan = f"Council {number} Children in Care Plan (fictional)"
        return [self._row(chance, plan, f"plan {number}.csv", at) for at in range(ROWS)]

    def _row(self, chance: random.Random, plan: str, file: str, at: int) -> RowMade:
        where = Location(file, line=at + 1)
        title = chance.choice(self._said)
        path = (Heading(str(1 + at // 4), "Places to live"), Heading(f"{at % 4 + 1}", title.text))
        items = [tuple(chance.choice(self._said) for _ in range(2)) for _ in range(ITEMS)]
        texts = [f"{first.text} {second.text}" for first, second in items]
        halves = {COLUMNS[0]: texts[:3], COLUMNS[1]: texts[3:]}
        columns = tuple(
            Column(heading, tuple(Item(text, (where,)) for text in each)) for heading, each in halves.items()
        )
        row = Row(f"{1 + at // 4}.{at % 4 + 1}", path, columns, where, plan=plan, update="2024-25")
        places = [(heading, number) for heading, each in halves.items() for number in range(1, len(each) + 1)]
        passages = [
            (
                Passage(
                    f"{file} {at} {heading} {number}",
                    text,
                    STEP.join([path[0].title, title.text, heading]),
                    row.key,
                    plan,
                    "2024-25",
                    row.reference,
                    heading,
                    number,
                    0,
                    len(text),
                    where,
                ),
                (title, *own),
            )
            for (heading, number), text, own in zip(places, texts, items, strict=True)
        ]
        return row, passages

    def document(self, number: int) -> Document:
        rows = tuple(row for row, _ in self.rows(number))
        return Document(f"plan {number}.csv", f"{number:064}", 1_000, rows[0].plan, "2024-25", rows)

    def encodings(self, made: list[PassageMade]) -> Encodings:
        new = {passage.digest: (passage, said) for passage, said in made}
        ids = [np.concatenate([each.ids for each in said]) for _, said in new.values()]
        spans = [
            np.concatenate([each.spans + passage.encoded_text.find(each.text) for each in said])
            for passage, said in new.values()
        ]
        ends = np.cumsum([len(each) for each in ids]).astype(np.int64)
        every = np.concatenate(ids)
        sums = np.array([sum(each.sum for each in said) for _, said in new.values()], dtype=np.float32)
        starts = np.r_[0, ends[:-1]].astype(np.int64)
        where = np.concatenate(spans).astype(np.int32)
        tokens = Tokens(self._codes[every], self._scales[every], every, where, starts, ends)
        return Encodings(list(new), _units(sums), tokens)


def build(folder: Path, passages: int) -> dict[str, float]:
    """Writes and publishes a generation; what it took."""
    encoder = _encoder()
    plans, store = Plans(encoder), FolderStore(folder)
    count = -(-passages // (ROWS * ITEMS))
    with store.begin(NAME, encoder.fingerprint, carry=False) as draft:
        added, adding = _timed(lambda: _add(draft, plans, count))
        counts = {"documents": count, "plans": count, "rows": count * ROWS, "passages": added}
        manifest = Manifest(1, "", NAME, "", encoder.name, encoder.fingerprint, encoder.dimensions, counts)
        documents = [plans.document(number) for number in sorted(range(count), key=lambda number: f"Council {number} ")]
        entry, sealing = _timed(lambda: draft.seal(documents, b"{}", manifest))
    store.publish([entry])
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"adding": adding, "sealing": sealing, "MB on disk": size / 1e6, "peak MB": _peak(), "passages": added}


def _add(draft: Draft, plans: Plans, count: int) -> int:
    every = (
        made
        for number in sorted(range(count), key=lambda number: f"Council {number} ")
        for _, passages in plans.rows(number)
        for made in passages
    )
    added = 0
    while part := list(islice(every, AT_ONCE)):
        texts = {passage.digest for passage, _ in part}
        known = draft.known(texts)
        fresh = [made for made in part if made[0].digest not in known]
        draft.add([passage for passage, _ in part], plans.encodings(fresh) if fresh else None)
        added += len(part)
    return added


def ask(folder: Path) -> dict[str, float]:
    """Opens it in a process of its own, and puts questions to it."""
    encoder = _encoder()
    encoder.encode(["warm"])
    before = anonymous()
    opened, opening = _timed(lambda: _opened(folder, encoder))
    after = anonymous() - before
    chance = random.Random(2)
    questions = [f"{sentence(chance).removesuffix('.')}?" for _ in range(QUESTIONS)]
    encoding = [_timed(partial(encoder.encode, [text]))[1] for text in questions]
    first = _timed(lambda: opened.search("which beds were opened in May", k=12))[1]
    times = [_timed(partial(opened.search, text, k=12))[1] for text in questions]
    beyond = np.array(times) - np.array(encoding)
    among = opened.snapshot.among
    filters = {
        "everything": Filters(update="all"),
        "an update": Filters(update="2024-25"),
        "a plan": Filters(plan="Council 7 Children in Care Plan (fictional)"),
        "a column": Filters(column="Progress"),
    }
    return {
        "opening": opening,
        "MB after opening": after,
        "first question": first,
        "median": float(np.median(beyond)),
        "p95": float(np.percentile(beyond, 95)),
        "MB after questions": anonymous() - before,
        **{f"filter: {name}": _timed(partial(among, each))[1] for name, each in filters.items()},
        **{f"filter again: {name}": _timed(partial(among, each))[1] for name, each in filters.items()},
    }


def _opened(folder: Path, encoder: DrawnEncoder) -> Index:
    opened = store_at(folder).open()
    opened.ready()
    return Index(opened, encoder)


def _encoder() -> DrawnEncoder:
    return DrawnEncoder()


def _timed(act: Callable[[], Made]) -> tuple[Made, float]:
    """With the seconds of processor time that it took."""
    began = time.process_time()
    made = act()
    return made, time.process_time() - began


def anonymous() -> float:
    """This process's own memory in MB, without what is mapped from files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(folder: Path, passages: int) -> Table:
    """Each part in a process of its own."""
    parts = [
        json.loads(subprocess.run([*_COMMAND, *each], capture_output=True, text=True, check=True).stdout)
        for each in (("build", str(folder), str(passages)), ("ask", str(folder)))
    ]
    figures = {name: value for part in parts for name, value in part.items()}
    return Table(
        f"{figures.pop('passages'):,.0f} passages with drawn vectors",
        f"Processor time; medians of {QUESTIONS} questions beyond encoding them. Memory is a process's own, without "
        "what is mapped from files; the peak is all of it.",
        ("what", "figure"),
        [(name, f"{value:.0f}" if "MB" in name else seconds(value)) for name, value in figures.items()],
    )


_COMMAND = (sys.executable, "-m", "bench.speed.million")


def main(arguments: list[str]) -> None:
    match arguments:
        case ["build", folder, passages]:
            sys.stdout.write(json.dumps(build(Path(folder), int(passages))))
        case ["ask", folder]:
            sys.stdout.write(json.dumps(ask(Path(folder))))
        case [passages]:
            with tempfile.TemporaryDirectory() as folder:
                sys.stdout.write(measured(Path(folder), int(passages)).markdown())
        case _:
            sys.stdout.write(f"{__doc__}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
