"""Documents of other groups: for a reader everything is as if the folder didn't hold them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from io import BytesIO
from itertools import cycle, islice, product
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from assistant import Answer, Assistant, Progress
from assistant.cli.commands import plans
from assistant.roles import Role
from assistant.screens.server.access import shared_access
from assistant.screens.server.rebuild import FAILED, Building
from assistant.screens.server.service import Service
from assistant.settings import Settings
from assistant.store.conversations import WITHHELD, Conversation, Turn
from assistant.store.people import Person
from corpus.access import AccessRules, Line, read_access, write_access
from corpus.errors import PlansError, UnreadableFile
from corpus.records import Document
from index import Filters, Generation, build, open_index
from index.embedded.snapshot import Snapshot
from index.tokens import Tokens
from tests.word_encoder import WordEncoder

HEAD = "Category,Priority,What needs to happen,Lead,Due,Status,Progress\n"
OPEN = {
    "Fostering plan 2024-25.csv": "1 Homes,1 More foster homes,Find 20 carers,Mary Hill,31 March 2025,Open,6 joined\n"
    "1 Homes,2 Homes are near,Open a small home,Tom Reed,30 June 2025,Open,The old home was closed\n",
    "Fostering plan 2025-26.csv": "1 Homes,1 More foster homes,Find 30 carers,Mary Hill,31 March 2026,Open,9 joined\n"
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
    "review/Schooling plan 2025-26.csv": "9 Quillon,1 Zigzag the school,Close,Vexworth,17 August 2031,Red,7777 left\n",
    "review/Fostering plan 2025-26.csv": OPEN["Fostering plan 2025-26.csv"].replace(
        "Hold reviews", "Hold many Quillon reviews"
    ),
}
GLOSSARY = '[add]\nSC = "small home"\n'
SECRETS = ("quillon", "qhr", "vexworth", "7777", "7,777", "zigzag", "2031", "2026-27", "review/")
ASKED = (
    "Who leads {}?", "When is {} due?", "What is being done about {}?", "How many rows are there on {}?",
    "What changed on {}?", "Is {} overdue?", "List the actions on {}", "What does {} stand for?",
    "How many plans are there and which say {}?", "Brief me on {}", "Compare {} and homes", "{}",
    "Which are red on {}?", "How much has {} cost?", "What about {} in 2026-27?", "What does Vexworth lead on {}?",
)  # fmt: skip
WORDS = (
    "Quillon", "Quillon House", "QHR", "Vexworth", "Vexwroth", "zigzag", "zigzagged files", "7777", "the Quillon plan",
    "homes", "fostering", "foster carers", "Health Passport", "HP", "reviews", "schooling", "schoolign", "the school",
    "closing the school", "17 August 2031", "Mary Hill", "the review", "Quilon", "children", "the plan", "interviews",
    "meetings", "May 2026", "a small home", "everything", "learning", "the old home", "red", "overdue actions", "leads",
    "the fostering plan", "fostring", "update 2026-27", "recruiting", "40%", "targets", "2025-26", "Ann Bell", "joined",
    "Health", "who interviews", "category 9", "9.1", "1.1", "files", "the plans", "staff", "QHR reviews", "carers",
    "Interview Vexworth", "Hold many Quillon reviews", "the new home", "Tom Reed", "Bell", "passports", "nothing",
    "dates", "priority 2", "1 May",
)  # fmt: skip


def write(folder: Path, files: dict[str, str]) -> None:
    for name, rows in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(HEAD + rows, encoding="utf-8")
    (folder / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")


def opened(root: Path) -> Assistant:
    build(root / "documents", root / "index", encoder=WordEncoder)
    return Assistant(open_index(root / "index", WordEncoder), root / "documents")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office")
    write(root / "documents", OPEN | CLOSED)
    (root / "documents" / "glossary.toml").write_text(GLOSSARY + 'QV = "Quillon Vexworth"\n', encoding="utf-8")
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


def said(assistant: Assistant, question: str) -> Answer | str:
    """The answer with everything that a page could show of it, or why there is none."""
    try:
        return assistant.ask(question)
    except PlansError as error:
        return str(error)


QUESTIONS = [asked.format(word) for word, asked in islice(cycle(product(WORDS, ASKED)), 1_000)]
# Each word with other forms of questions; all thousand with HYPOTHESIS_PROFILE=searching.
SOME = QUESTIONS if os.environ.get("HYPOTHESIS_PROFILE") == "searching" else QUESTIONS[::5]


def test_questions_are_answered_as_if_the_folder_held_nothing_of_theirs(reader: Assistant, without: Assistant) -> None:
    assert len(set(QUESTIONS)) == 1_000
    assert [question for question in SOME if said(reader, question) != said(without, question)] == []


def test_all_that_questions_are_put_to_is_as_if_the_folder_held_nothing_of_theirs(
    office: Assistant, reader: Assistant, without: Assistant
) -> None:
    assert [plain(document) for document in reader.library.documents] == list(without.library.documents)
    assert reader.glossary == without.glossary
    one, other = map(generation_of, (reader, without))
    at, same = (each.among(Filters(update="all")).positions() for each in (one, other))
    assert one.passages(at) == other.passages(same)
    assert one.manifest.counts.items() <= other.manifest.counts.items()
    assert np.array_equal(one.sentences(at), other.sentences(same))
    ids = np.arange(50_000, dtype=np.int32)
    assert np.array_equal(one.rarity(ids), other.rarity(ids))
    for word in ("quillon", "homes", "joined"):
        assert one.holding(word, at).tolist() == other.holding(word, same).tolist()
        assert one.frequency(word) == other.frequency(word)
    assert parts(one.tokens(at)) == parts(other.tokens(same))
    assert len(office.library.documents) == len(OPEN | CLOSED)
    assert "Quillon Vexworth" in [entry.expansion for entry in office.glossary.entries]


def generation_of(assistant: Assistant) -> Generation:
    found = assistant._index.snapshot
    assert isinstance(found, Snapshot)
    return found


def plain(document: Document) -> Document:
    return replace(document, needed=())


def parts(tokens: Tokens) -> list[tuple[bytes, bytes, bytes]]:
    each = [tokens.of_passage(at) for at in range(len(tokens))]
    return [(tokens.codes[part].tobytes(), tokens.ids[part].tobytes(), tokens.spans[part].tobytes()) for part in each]


def test_their_own_group_and_those_who_see_all_find_each_file_under_a_name_of_its_own(office: Assistant) -> None:
    assert office.seen_by(("staff", "reviewers")).library is office.library
    fostering = next(plan for plan in office.plans() if plan.name == "Fostering plan")
    assert [update.name for update in fostering.updates] == [
        "2024-25",
        "2025-26",
        "2025-26 (review/Fostering plan 2025-26.csv)",
        "2026-27",
    ]
    keys = [row.key for row in office.library.rows("all")]
    assert len(set(keys)) == len(keys)
    hit = office.search("Hold many Quillon reviews", update="all")[0]
    assert hit.citation.file == "review/Fostering plan 2025-26.csv"
    assert hit.passage.row_key in keys


def test_what_is_opened_is_kept_for_all_who_may_see_the_same(office: Assistant, reader: Assistant) -> None:
    assert office.seen_by(()) is office.seen_by(("staff", "other")) is reader


def test_a_line_counts_at_once_and_needs_no_reading(tmp_path: Path, folder: Path) -> None:
    root = tmp_path / "office"
    shutil.copytree(folder, root)
    assistant = Assistant(open_index(root / "index", WordEncoder), root / "documents")
    names = {plan.name for plan in assistant.seen_by(()).plans()}
    write_access(root / "documents", Line("plans", "fostering PLAN", ("carers",)))
    assert {plan.name for plan in assistant.seen_by(()).plans()} == names - {"Fostering plan"}
    both = assistant.seen_by(("carers", "reviewers"))
    assert "2026-27" in [update.name for plan in both.plans() for update in plan.updates]
    carers = assistant.seen_by(("carers",))  # of what lies in the folder, somebody has to be in a group of each line
    assert "2026-27" not in [update.name for plan in carers.plans() for update in plan.updates]


def test_what_was_a_copy_of_theirs_when_it_was_read_is_not_told_as_one(tmp_path: Path) -> None:
    write(tmp_path / "documents", {**OPEN, "copy.csv": ""})
    name = "Fostering plan 2025-26.csv"
    (tmp_path / "documents" / "copy.csv").write_bytes((tmp_path / "documents" / name).read_bytes())
    (tmp_path / "documents" / "plans.toml").write_text('["copy.csv"]\nplan = "Fostering plan"\nupdate = "2025-26"\n')
    assistant = opened(tmp_path)
    (copy,) = (document for document in assistant.library.documents if document.duplicate_of)
    write_access(tmp_path / "documents", Line("files", copy.duplicate_of, ("staff",)))
    left = assistant.seen_by(())
    assert {document.file for document in left.library.documents} == set(OPEN) - {name, copy.duplicate_of}
    build(tmp_path / "documents", tmp_path / "index", encoder=WordEncoder)
    again = Assistant(open_index(tmp_path / "index", WordEncoder), tmp_path / "documents").seen_by(())
    assert "2025-26" in [update.name for plan in again.plans() for update in plan.updates if plan.name[0] == "F"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[file]\n", "it may hold [folders], [plans], [files] only"),
        ("files = 3\n", "it needs lines like"),
        ('[files]\n"a.csv" = 3\n', "it needs groups"),
        ('[files]\n"a.csv" = [""]\n', "it needs groups"),
        ("[files\n", "can't be read"),
    ],
)
def test_a_file_that_says_nothing_clear_opens_nothing(tmp_path: Path, folder: Path, text: str, told: str) -> None:
    root = tmp_path / "office"
    shutil.copytree(folder, root)
    (root / "documents" / "access.toml").write_text(text)
    assistant = Assistant(open_index(root / "index", WordEncoder), root / "documents")
    with pytest.raises(UnreadableFile, match=re.escape(told)):
        assistant.seen_by(())
    assert service_of(root, ()).assistant is None


def test_lines_that_name_nothing_are_told(office: Assistant, folder: Path) -> None:
    rules = read_access(folder / "documents")
    assert rules.naming_nothing(office.library.documents) == []
    misspelt = Line("plans", "Schoolyard plan", ("staff",))
    assert AccessRules((*rules.lines, misspelt)).naming_nothing(office.library.documents) == [misspelt]


# --- pages -----------------------------------------------------------------------------------------


def service_of(root: Path, groups: tuple[str, ...]) -> Service:
    whole = Service(Settings(documents=root / "documents", index=root / "index", kept=root / "kept"))
    whole._encoder = WordEncoder  # type: ignore[method-assign]
    whole._loaded.set()
    return whole.seen_by(Person("ada", "Ada", Role.READER, groups=groups))


@pytest.fixture
def as_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("PLANS_EVERYONE", "reader")
    monkeypatch.setenv("PLANS_KEPT", str(tmp_path))
    shared_access.cache_clear()
    yield
    shared_access.cache_clear()


def page(name: str, service: object) -> None:
    import importlib

    import streamlit as st

    args = [st.Page(lambda: None, title="Ask", url_path="ask")] if name == "overview" else []
    importlib.import_module(f"assistant.screens.{name}").draw(service, *args)


OPENED = [
    ("ask", {}),
    ("ask", {"q": "Who leads the Quillon House Review?"}),
    ("overview", {}),
    ("search", {"q": "Quillon joined zigzag"}),
    ("search", {"q": "homes", "plan": "Quillon plan"}),
    ("browse", {}),
    ("browse", {"plan": "Quillon plan", "update": "2025-26", "row": "1.1"}),
    ("browse", {"plan": "Fostering plan", "update": "2026-27"}),
    ("changes", {"plan": "Fostering plan", "new": "2026-27"}),
    ("briefing", {"words": "Quillon", "plan": "Quillon plan"}),
    ("watch", {}),
    ("dates", {}),
    ("documents", {}),
]


@pytest.mark.parametrize(("name", "address"), OPENED)
@pytest.mark.usefixtures("as_reader")
def test_a_page_is_drawn_as_if_the_folder_held_nothing_of_theirs(
    folder: Path, office: Assistant, without: Assistant, name: str, address: dict[str, str]
) -> None:
    assert without.library.plans
    roots = folder, without._documents.parent  # type: ignore[union-attr]
    one, other = (drawn(name, address, service_of(root, ("staff",))) for root in roots)
    assert one == other
    asked = " ".join(address.values()).lower()
    assert [secret for secret in SECRETS if secret in one.lower() and secret not in asked] == []


def drawn(name: str, address: dict[str, str], service: Service) -> str:
    """All that a page sends to the browser, without what is different each time: names of builds, of turns, of
    files to take away, and of folders."""
    shown = AppTest.from_function(page, kwargs={"name": name, "service": service}, default_timeout=60)
    shown.query_params.update(address)
    shown.run()
    assert not shown.exception
    assert service.assistant
    sent = "\n".join(str(getattr(element, "proto", "")) for element in shown)
    varying = rf"{service.assistant.generation}|/media/\S+|[\w-]*(?:{'|'.join(ids_in(shown))})[\w-]*|[0-9a-f]{{32,}}"
    return re.sub(varying, "…", sent)


TAKEN_AWAY = [
    ("ask", {"q": "Who leads more foster homes?"}),
    ("ask", {"q": "Who leads the Quillon House Review?"}),
    ("ask", {"q": "What is overdue?"}),
    ("overview", {}),
    ("overview", {"due": "Overdue"}),
    ("browse", {"plan": "Fostering plan", "update": "2025-26"}),
    ("browse", {"plan": "Fostering plan", "update": "2025-26", "row": "1.1"}),
    ("changes", {"plan": "Fostering plan", "new": "2026-27"}),
    ("briefing", {"about": "Quillon homes"}),
    ("briefing", {"about": "homes"}),
    ("watch", {"plan": "Fostering plan"}),
    ("dates", {}),
]


@pytest.mark.parametrize(("name", "address"), TAKEN_AWAY)
@pytest.mark.usefixtures("as_reader")
def test_what_is_downloaded_or_copied_is_as_if_the_folder_held_nothing_of_theirs(
    folder: Path,
    office: Assistant,
    without: Assistant,
    name: str,
    address: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert office.generation != without.generation
    roots = folder, without._documents.parent  # type: ignore[union-attr]
    one, other = (files(name, address, service_of(root, ("staff",)), monkeypatch) for root in roots)
    assert one == other
    asked = " ".join(address.values()).lower()
    said_in = {file: text.lower() for file, text in one.items()}
    assert [
        (file, each) for file, text in said_in.items() for each in SECRETS if each in text and each not in asked
    ] == []
    if "Quillon" not in asked.title():
        assert one


class Opened(nullcontext[None]):
    """A menu that a reader has opened."""

    open = True


def files(name: str, address: dict[str, str], service: Service, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """All that a page offers to download, opened: the words of each file."""
    made: dict[str, bytes] = {}

    def taken(words: str, content: Callable[[], bytes], file_name: str = "", **_: object) -> bool:
        made[file_name] = content()
        return False

    monkeypatch.setattr("streamlit.download_button", taken)
    monkeypatch.setattr("streamlit.popover", lambda *_, **__: Opened())
    drawn(name, address, service)
    assert service.assistant
    return {file: words_of(content).replace(service.assistant.generation, "…") for file, content in made.items()}


def words_of(content: bytes) -> str:
    """The words of a file: those of each part, where it is Word's or Excel's."""
    if not content.startswith(b"PK"):
        return re.sub(r"\d\d:\d\d(:\d\d)?", "…", content.decode("utf-8-sig"))
    with ZipFile(BytesIO(content)) as parts:
        inside = [parts.read(part).decode() for part in parts.namelist() if part.endswith((".xml", ".rels"))]
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "…", "\n".join(inside))


def ids_in(shown: AppTest) -> list[str]:
    if "conversation" not in shown.session_state:
        return ["·"]
    conversation = shown.session_state["conversation"]
    return [re.escape(each) for each in (conversation.id, *(turn.id for turn in conversation.turns))]


@pytest.mark.usefixtures("as_reader")
def test_a_saved_answer_is_withheld_once_its_documents_are_not_theirs_any_more(tmp_path: Path, folder: Path) -> None:
    root = tmp_path / "office"
    shutil.copytree(folder, root)
    member, former = (service_of(root, groups) for groups in (("reviewers",), ("staff",)))
    assert member.assistant
    turn = Turn(
        "Who leads the Quillon House Review?", answer=member.assistant.ask("Who leads the Quillon House Review?")
    )
    other = Turn("Who leads more foster homes?", answer=former.assistant.ask("Who leads more foster homes?"))  # type: ignore[union-attr]
    member.conversations.store("ada", Conversation("c1"), turn)
    former.conversations.store("ada", Conversation("c2"), other)
    assert turn.answer
    assert "Vexworth" in turn.answer.text
    assert member.conversations.open("ada", "c1").turns[0].answer == turn.answer  # type: ignore[union-attr]
    assert [each.id for each in member.conversations.listed("ada", "vexworth")] == ["c1"]
    assert former.conversations.listed("ada", "vexworth") == []
    held = former.conversations.open("ada", "c1")
    assert held
    assert (held.turns[0].answer, held.turns[0].refused) == (None, WITHHELD)
    assert former.conversations.open("ada", "c2").turns[0].answer  # type: ignore[union-attr]
    write_access(root / "documents", Line("plans", "Fostering plan", ("carers",)))
    assert service_of(root, ("staff",)).conversations.open("ada", "c2").turns[0].answer is None  # type: ignore[union-attr]


def test_a_build_tells_readers_its_stage_and_neither_names_nor_numbers(folder: Path) -> None:
    whole = Service(Settings(documents=folder / "documents", index=folder / "index"))
    whole.rebuild._state = Building(
        True, Progress("reading", 3, 7, "review/Quillon plan.csv"), read=("a.csv",), failed="x"
    )
    seen = whole.seen_by(Person("ada", "Ada", Role.READER)).rebuild
    assert seen.state == Building(True, Progress("reading", 0, 0, ""), failed=FAILED)
    assert not seen.start()
    assert whole.seen_by(Person("eve", "Eve", Role.EDITOR)) is whole


def test_commands_read_as_those_groups_do(folder: Path, office: Assistant) -> None:
    assert office.generation
    where = ["--index", str(folder / "index"), "--json"]
    environment = {"PLANS_DOCUMENTS": str(folder / "documents")}
    shown = [
        CliRunner().invoke(plans, ["show", "--update", "all", *groups, *where], env=environment).stdout
        for groups in ([], ["--groups", "reviewers"], ["--groups", "staff, other"], ["--groups", ""])
    ]
    assert ["Vexworth" in text for text in shown] == [True, True, False, False]
