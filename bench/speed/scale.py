"""Measures five hundred real plans of flat prose: the cost of their index, and how well questions are answered."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant
from assistant.evaluation import Case, load_cases, plain
from bench.places import SHARED
from bench.speed.processes import Cost, run
from bench.speed.questions import median
from bench.tables import Table, seconds, share
from corpus.records import Citation
from index import Encoder, load_encoder, store_at
from index.embedded import FolderStore

PLANS = SHARED / "cape" / "plans.jsonl.xz"
QUESTIONS = SHARED / "cape" / "dev.jsonl"
NOWHERE = 99


@dataclass(frozen=True, slots=True)
class Shelf:
    """The plans as text files in a folder, and where their index is."""

    documents: Path
    index: Path

    @classmethod
    def filled(cls, folder: Path) -> Shelf:
        """A file for each plan, named by its id, with a first line that names the council; no index yet."""
        shelf = cls(folder / "documents", folder / "index")
        shelf.documents.mkdir(parents=True)
        load_encoder()  # exports the model now, if needed, so that the build doesn't
        with lzma.open(PLANS, "rt", encoding="utf-8") as lines:
            for plan in map(json.loads, lines):
                text = f"{plan['council']} – {plan['title']}\n\n{plan['text']}\n"
                (shelf.documents / f"{plan['id']}.txt").write_text(text, encoding="utf-8")
        return shelf

    def build(self) -> Cost:
        """From nothing this takes about a quarter of an hour of processor time."""
        return run("build", "--documents", str(self.documents), "--index", str(self.index))

    def opened(self) -> Assistant:
        if not store_at(self.index).in_use():
            self.build()
        return Assistant.open(self.index)


def costs(shelf: Shelf) -> Table:
    """Building the index of 500 plans, and searching it from a cold start."""
    built, again = shelf.build(), shelf.build()
    asked = load_cases(QUESTIONS)[0].question
    runs = {name: run(name, asked, "--index", str(shelf.index)) for name in ("search", "ask")}
    counts = store_at(shelf.index).open().manifest.counts
    folder = FolderStore(shelf.index).open().folder
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Table(
        "500 real plans: what they take",
        f"{counts['documents']} climate plans of British councils, collected by mySociety and Climate Emergency UK, as "
        f"flat text: {counts['passages']} passages, {counts['tokens']} tokens, {size / 1e6:.0f} MB on disk. Each "
        "command in a process of its own.",
        ("command", "processor time", "memory"),
        [
            (f"plans {name}", seconds(cost.processor), f"{cost.memory:.0f} MB")
            for name, cost in {"build, from nothing": built, "build, nothing changed": again, **runs}.items()
        ],
    )


def ranking(assistant: Assistant) -> Table:
    """The rank of the passage that answers among the hits."""
    cases = load_cases(QUESTIONS)
    parts = {"tuning": {True}, "held back": {False}, "all": {True, False}}
    rows = [
        (f"{kind}, {name}", *_ranks(assistant, [case for case in cases if case.kind == kind and case.tuning in part]))
        for kind in dict.fromkeys(case.kind for case in cases)
        for name, part in parts.items()
    ]
    return Table(
        "500 real plans: search",
        "A passage is right if its document is and it, or the titles above it, contains the words that "
        "answer. *Specific* questions name the council, *topical* ones don't. Nothing was tuned on the "
        "questions held back.",
        ("questions", "how many", "first", "in first 10", "right document first"),
        rows,
    )


def _ranks(assistant: Assistant, cases: list[Case]) -> tuple[str, ...]:
    passages, documents = Counter[int](), Counter[int]()
    for case in cases:
        cited = [hit.citation for hit in assistant.search(case.question, k=10)]
        passages[next((rank for rank, each in enumerate(cited) if _answers(case, each)), NOWHERE)] += 1
        documents[next((rank for rank, each in enumerate(cited) if Path(each.file).stem in case.gold), NOWHERE)] += 1
    count = len(cases)
    return (
        str(count),
        share(passages[0], count),
        share(sum(passages[rank] for rank in range(10)), count),
        share(documents[0], count),
    )


def _answers(case: Case, citation: Citation) -> bool:
    text = plain(f"{citation.plan} {citation.category} {citation.priority} {citation.quote}")
    return Path(citation.file).stem in case.gold and any(plain(words) in text for words in case.must_contain)


def questions(assistant: Assistant, encoder: Encoder) -> Table:
    """The processor time of a warm question, compared with its encoding by the model."""
    asked = [case.question for case in load_cases(QUESTIONS)]
    acts: dict[str, Callable[[str], object]] = {"search": assistant.search, "ask": assistant.ask}
    encoding = median(lambda question: encoder.encode([question]), asked)
    return Table(
        "500 real plans: a question, warm",
        f"Medians of {len(asked)} questions, each the best of several rounds over all, as they are more than are"
        " kept from one asking to the next; processor time of all threads.",
        ("what", "time", "times the encoding"),
        [
            ("encoding the question alone", seconds(encoding), "1.0"),
            *(
                (name, seconds(median(act, asked)), f"{median(act, asked) / encoding:.1f}")
                for name, act in acts.items()
            ),
        ],
    )
