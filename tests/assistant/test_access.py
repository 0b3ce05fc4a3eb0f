"""Documents of other groups: for a reader everything is as if the folder didn't hold them."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice, product
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.tracking.overview import news
from corpus.access import Line, read_access, write_access
from corpus.errors import PlansError, UnreadableFile, WrongUse
from index import build, open_index
from tests.word_encoder import WordEncoder

HEAD = "Category,Priority,What needs to happen,Lead,Due,Status,Progress\n"
OPEN = {
    "Fostering plan 2024-25.csv": "1 Homes,1 More foster homes,Recruit 20 carers,Mary Hill,31 March 2025,Open,Six joined\n"
    "1 Homes,2 Homes are near,Open a small home,Tom Reed,30 June 2025,Open,The old home was closed\n",
    "Fostering plan 2025-26.csv": "1 Homes,1 More foster homes,Recruit 30 carers,Mary Hill,31 March 2026,Open,Nine joined\n"
    "1 Homes,2 Homes are near,Open a small home,Tom Reed,30 June 2026,Done,The new home was opened\n"
    "2 Health,1 Every child has a Health Passport (HP),Hold reviews,Ann Bell,1 May 2026,Open,40% had a review\n",
    "Schooling plan 2025-26.csv": "1 Learning,1 No child is left out,Hold meetings,Ann Bell,1 May 2026,Open,12 met\n",
}
# FICTIONAL. Of another group: a plan of its own, a newer update of an open one, another file of an open update, and a
# copy of one that is read better.
CLOSED = {
    "review/Quillon plan 2025-26.csv": "1 Quillon,1 The Quillon House Review (QHR) ends,Interview Vexworth,Vexworth,"
    "17 August 2031,Open,7777 files were zigzagged\n",
    "review/Fostering plan 2026-27.csv": "1 Homes,1 More foster homes,Recruit 7777 carers,Vexworth,17 August 2031,Open,"
    "Quillon joined\n",
    "review/Schooling plan 2025-26.csv": "9 Quillon,1 Zigzag the school,Close it,Vexworth,17 August 2031,Red,7777 left\n",
    "review/Fostering plan 2025-26.csv": OPEN["Fostering plan 2025-26.csv"].replace("Hold reviews", "Hold many Quillon reviews"),
}
SECRETS = ("quillon", "qhr", "vexworth", "7777", "7,777", "zigzag", "2031", "2026-27", "review/")
ASKED = (
    "Who leads {}?", "When is {} due?", "What is being done about {}?", "How many rows are there on {}?",
    "What changed on {}?", "Is {} overdue?", "List the actions on {}", "What does {} stand for?",
    "How many plans are there and which say {}?", "Brief me on {}", "Compare {} and homes", "{}",
    "Which are red on {}?", "How much has {} cost?", "What about {} in 2026-27?", "Which rows does Vexworth lead on {}?",
)  # fmt: skip
WORDS = (
    "Quillon", "Quillon House", "QHR", "Vexworth", "Vexwroth", "zigzag", "zigzagged files", "7777", "the Quillon plan",
    "homes", "fostering", "foster carers", "Health Passport", "HP", "reviews", "schooling", "schoolign", "the school",
    "closing the school", "17 August 2031", "Mary Hill", "the review", "Quilon", "children", "the plan", "interviews",
    "meetings", "May 2026", "a small home", "everything", "learning", "the old home", "red", "overdue actions", "leads",
    "the fostering plan", "fostring", "update 2026-27", "recruiting", "40%", "targets", "2025-26", "Ann Bell", "joined",
    "Health", "who interviews", "category 9", "9.1", "1.1", "files", "the plans", "staff", "QHR reviews", "carers",
    "Interview Vexworth", "Hold many Quillon reviews", "the new home", "Tom Reed", "Bell", "passports", "nothing", "dates",
    "priority 2", "1 May",
)  # fmt: skip


def write(folder: Path, files: dict[str, str]) -> None:
    for name, rows in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(HEAD + rows, encoding="utf-8")
    (folder / "glossary.toml").write_text('[add]\nSC = "small home"\nQHR = "Quillon House Review"\n', encoding="utf-8")


def opened(root: Path) -> Assistant:
    build(root / "documents", root / "index", encoder=WordEncoder)
    return Assistant(open_index(root / "index", WordEncoder), root / "documents")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office")
    write(root / "documents", OPEN | CLOSED)
    write_access(root / "documents", Line("folders", "review", ("reviewers",)))
    return root


@pytest.fixture(scope="module")
def office(folder: Path) -> Assistant:
    return opened(folder)


@pytest.fixture(scope="module")
def reader(office: Assistant) -> Assistant:
    return office.seen_by(("staff",))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A folder that holds nothing of theirs."""
    root = tmp_path_factory.mktemp("without")
    write(root / "documents", OPEN)
    return opened(root)


def said(assistant: Assistant, question: str) -> str:
    """All of an answer, or why there is none, with everything in it that a page could show."""
    try:
        return shown(assistant.ask(question))
    except PlansError as error:
        return str(error)


def shown(value: object) -> str:
    def plainly(each: object) -> object:
        if dataclasses.is_dataclass(each) and not isinstance(each, type):
            return {field.name: getattr(each, field.name) for field in dataclasses.fields(each) if field.compare}
        return sorted(map(str, each)) if isinstance(each, frozenset | set) else str(each)

    return json.dumps(value, default=plainly, ensure_ascii=False)


def secrets_in(text: str, asked: str = "") -> list[str]:
    return [secret for secret in SECRETS if secret in text.lower() and secret not in asked.lower()]


def test_a_thousand_questions_are_answered_as_if_the_folder_held_nothing_of_theirs(
    reader: Assistant, without: Assistant
) -> None:
    questions = [asked.format(word) for word, asked in islice(cycle(product(WORDS, ASKED)), 1_000)]
    assert len(set(questions)) == 1_000
    assert [q for q in questions if said(reader, q) != said(without, q)] == []
