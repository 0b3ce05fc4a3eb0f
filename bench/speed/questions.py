"""Measures the time of questions, commands and builds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from assistant import Assistant
from assistant.evaluation import load_cases
from bench.places import ROOT
from bench.speed.processes import Cost, typical
from bench.tables import Table, seconds
from index import Encoder, Filters, build, store_at
from index.model.weights import ModelFolder

ROUNDS = 5

Given = TypeVar("Given")
Made = TypeVar("Made")


def questions(assistant: Assistant, encoder: Encoder) -> Table:
    """A warm question compared with its encoding by the model, which is unavoidable."""
    data = ROOT / "tests" / "data"
    files = (data / "questions.jsonl", data / "fresh" / "questions.jsonl", data / "unanswerable.jsonl")
    asked = list(dict.fromkeys(case.question for file in files for case in load_cases(file)))
    encoding = median(lambda question: encoder.encode([question]), asked)
    rows = [("encoding the question alone", seconds(encoding), "")]
    for name, act in (("search", assistant.search), ("ask", assistant.ask)):
        whole = median(act, asked)
        rows.append((name, seconds(whole), f"{whole / encoding:.2f} ×"))
    return Table(
        "A question, warm",
        f"On the sample plan. Processor time of all threads; medians of {len(asked)} questions, each the best of "
        f"{ROUNDS} rounds over all of them: they are more than are kept from one asking to the next.",
        ("what", "processor time", "of the encoding"),
        rows,
    )


def median(act: Callable[[str], object], texts: list[str]) -> float:
    """The median of each text's best processor time, which is the same on a busy machine."""
    rounds = [[_timed(act, text, time.process_time)[0] for text in texts] for _ in range(ROUNDS)]
    best: list[float] = [min(times) for times in zip(*rounds, strict=True)]
    return statistics.median(best)


def _timed(
    act: Callable[[Given], Made], given: Given, clock: Callable[[], float] = time.perf_counter
) -> tuple[float, Made]:
    """The seconds, and the result."""
    began = clock()
    made = act(given)
    return clock() - began, made


def commands(documents: Path, index: Path) -> Table:
    """Commands from a cold start, with the index built before."""
    question = "How many beds will the new secure children's home have?"
    sample = sorted((ROOT / "corpus" / "sample").glob("*.txt"))
    runs: dict[str, tuple[str, ...]] = {
        "plans search": ("search", question),
        "plans ask": ("ask", question),
        "plans show": ("show",),
        **{f"plans check {path.name}": ("check", str(path)) for path in sample},
        "plans build, nothing changed": ("build", "--documents", str(documents)),
    }
    return Table(
        "Commands, from a cold start",
        f"Each in a process of its own; medians of {ROUNDS} runs. Processor time includes all threads and "
        "child processes.",
        ("command", "processor time", "time", "memory", "status"),
        [(name, *_cost(typical(*arguments, "--index", str(index), times=ROUNDS))) for name, arguments in runs.items()],
    )


def _cost(cost: Cost) -> tuple[str, ...]:
    return seconds(cost.processor), seconds(cost.wall), f"{cost.memory:.0f} MB", str(cost.status)


def building(folder: Path, documents: Path, encoder: Encoder) -> Table:
    """The sample's build compared with one `SentenceTransformer.encode` of the same passages."""
    indexes = [folder / f"built {number}" for number in range(ROUNDS)]
    firsts = [_timed(lambda index: build(documents, index, encoder=lambda: encoder), index) for index in indexes]
    whole, first = min(firsts, key=lambda timed: timed[0])
    unchanged, again = _timed(lambda index: build(documents, index, encoder=lambda: encoder), indexes[0])
    built = store_at(indexes[0]).open()
    every = built.among(Filters(update="all")).positions()
    bare = _bare_encoding([passage.encoded_text for passage in built.passages(every)])
    stages = "; ".join(f"{stage} {seconds(taken)}" for stage, taken in (first.seconds or {}).items())
    return Table(
        "Building the sample",
        f"In one process, with the model loaded before; the best of {ROUNDS} runs. Stages: {stages}.",
        ("what", "time", "beside the bare encoding", "passages encoded"),
        [
            ("`SentenceTransformer.encode` alone", seconds(bare), "1.00 ×", str(first.passages)),
            ("a build from nothing", seconds(whole), f"{whole / bare:.2f} ×", str(first.encoded)),
            ("a build with nothing changed", seconds(unchanged), f"{unchanged / bare:.2f} ×", str(again.encoded)),
        ],
    )


def _bare_encoding(texts: list[str]) -> float:
    """The best of several runs, after a short one to warm up."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(ModelFolder.installed().path), device="cpu")
    model.encode(texts[:8], show_progress_bar=False)
    return min(_timed(lambda every: model.encode(every, show_progress_bar=False), texts)[0] for _ in range(ROUNDS))
