"""Measures what other programs are given over HTTP: the command line's own answers, and as soon as people on pages."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from click.testing import CliRunner

from assistant.cli.commands import plans
from assistant.roles import Role
from assistant.store.database import Database
from assistant.store.tokens import Tokens
from bench.places import ROOT
from bench.speed.load import BETWEEN, PEOPLE, Person, crowd, shown
from bench.speed.serving import opened, running
from bench.tables import Table

MINUTES = 2.0
COMPARED = 100  # questions whose answers are compared with the command line's
# People are named by a header from this machine, and programs come with a token.
SIGNED_IN = {"PLANS_GATEWAY": "127.0.0.1,::1", "PLANS_READERS": "*"}
QUESTIONS = ("questions.jsonl", *(f"asking/{name}.jsonl" for name in ("one", "two", "three")))


@dataclass
class Program:
    """A program with a token of its own, and the seconds of each answer; `errors` are what it was told instead."""

    address: str
    token: str
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def answer(self, question: str) -> object:
        """The answer as JSON; what was said instead is an error."""
        known = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        with closing(HTTPConnection(urlsplit(self.address).netloc, timeout=60)) as connection:
            connection.request("POST", "/api/v1/ask", json.dumps({"question": question}), known)
            answer = connection.getresponse()
            said = json.load(answer)
        if answer.status != 200:
            self.errors.append(f"{answer.status}: {said['detail']}")
        return said

    def ask(self, question: str) -> float:
        began = time.perf_counter()
        self.answer(f"Tell me: {question}")  # people have asked the same before: nothing is to be answered from memory
        self.times.append(time.perf_counter() - began)
        return self.times[-1]


def programs(documents: Path, index: Path, folder: Path) -> Table:
    """The same answers as on the command line; then many people on pages, and as many programs."""
    own = folder / "programs"
    shutil.copytree(documents, own / "documents")
    shutil.copytree(index, own / "index")
    busy = os.getloadavg()[0]
    tokens = list(_tokens(own / "kept"))
    with running(own / "documents", own / "index", SIGNED_IN) as server, ExitStack() as stack:
        many = [Program(server.address, token) for token in tokens]
        named = [{"X-Forwarded-User": f"person {number}"} for number in range(PEOPLE)]
        people = [Person(stack.enter_context(opened(server.address, headers))) for headers in named]
        people[0].ask("What is in the plan?")  # from here on, the model is loaded
        rows = [("answers that are the command line's, of 100 questions", str(_same(many, own)))]
        for person in people:
            person.times.clear()
        crowd(people, MINUTES)
        rows += _measured("on the page Ask", f"{PEOPLE} people", people)
        crowd(many, MINUTES)
        rows += _measured("over HTTP", f"{PEOPLE} programs", many)
    return Table(
        "Other programs, over HTTP",
        f"`python -m bench programs`: `plans serve` on the sample plan, {PEOPLE} people on pages and then as many"
        f" programs, each asking every {BETWEEN:.0f} s for {MINUTES:.0f} minutes, with their part on the same machine."
        f" Wall-clock times; before it began, other work kept {busy:.1f} processors busy.",
        ("what", "measured"),
        rows,
    )


def _tokens(kept: Path) -> Iterator[str]:
    tokens = Tokens(Database(kept))
    for number in range(PEOPLE):
        secret, _ = tokens.make(f"program {number}", Role.READER, (), datetime.now(UTC), timedelta(days=1))
        yield secret


def _same(many: Sequence[Program], own: Path) -> int:
    """How many questions are answered with the same JSON over HTTP and on the command line."""
    lines = [line for name in QUESTIONS for line in (ROOT / "tests" / "data" / name).read_text("utf-8").splitlines()]
    same = 0
    for number, line in enumerate(lines[:COMPARED]):
        question = json.loads(line)["question"]
        command = ["ask", question, "--json", "--index", str(own / "index")]
        printed = CliRunner().invoke(plans, command, env={"PLANS_DOCUMENTS": str(own / "documents")}).stdout
        same += json.loads(printed) == [many[number % PEOPLE].answer(question)]
    return same


def _measured(where: str, who: str, asked: Sequence[Person] | Sequence[Program]) -> Iterator[tuple[str, str]]:
    times = sorted(time for each in asked for time in each.times)
    errors = sorted({error for each in asked for error in each.errors})
    yield f"an answer {where}, {who}: median, 95th in 100, of {len(times):,}", shown(times)
    yield f"errors and refusals, {who}", ", ".join(errors) or "0"
