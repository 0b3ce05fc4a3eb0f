"""The HTTP interface as programs rely on it: the right rows, the right refusals, and nothing of others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from streamlit.runtime import Runtime

from assistant.api.http import bounded, caller, problems
from assistant.roles import Role
from assistant.screens.server.rates import Questions, Rate, Rates
from assistant.screens.server.rebuild import MOST_REMEMBERED, Rebuild
from index import build
from tests.assistant.api.conftest import FILES, HEAD, SECRETS, NoPages, Office, office_at
from tests.places import DATA
from tests.word_encoder import WordEncoder

JSON = {"content-type": "application/json"}
FILE = {"content-type": "application/octet-stream"}
READ = (
    "search?question=carers",
    "plans",
    "rows",
    "changes?plan=Fostering",
    "watch",
    "overview",
    "briefing?about=homes",
)


def told(answer: Any) -> tuple[int, str]:  # noqa: ANN401
    """A refusal: its status, and what it says."""
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert (said["type"], said["status"]) == ("about:blank", answer.status_code)
    return answer.status_code, said["detail"]


def ask(program: TestClient, question: str, **more: object) -> Any:  # noqa: ANN401
    return program.post("ask", json={"question": question, **more})


def test_a_search_finds_the_passage_and_says_where_it_stands(office: Office) -> None:
    hits = office.program().get("search", params={"question": "How many carers joined?", "k": 2}).json()
    assert len(hits) == 2
    assert hits[0]["text"] in ("9 joined", "Find 30 carers")
    assert hits[0]["citation"]["label"].endswith("Fostering plan, 2025-26 update")
    (old,) = office.program().get("search", params={"question": "6 joined", "update": "2024-25", "k": 1}).json()
    assert (old["text"], old["citation"]["update"]) == ("6 joined", "2024-25")


def test_an_answer_quotes_and_a_follow_up_goes_on_from_what_was_asked(office: Office) -> None:
    program = office.program()
    answer = ask(program, "Who leads on more foster homes?").json()
    assert (answer["status"], answer["claims"][0]["text"]) == ("answered", "Mary Hill")
    assert answer["citations"][0]["reference"] == "1.1"
    assert "draft" not in answer
    further = ask(program, "And by when?", history=["Who leads on more foster homes?"]).json()
    assert further["claims"][0]["text"] == "31 March 2026"
    earlier = ask(program, "Who leads on more foster homes?", filters={"update": "2024-25"}).json()
    assert {each["update"] for each in earlier["citations"]} == {"2024-25"}
    assert [act for _, act, _ in office.noted] == ["asked"] * 3
    assert not any("foster" in what for _, _, what in office.noted)


def test_rows_are_those_that_the_filters_leave(office: Office) -> None:
    program = office.program()
    assert [row["reference"] for row in program.get("rows").json()] == ["1.1", "1.2", "2.1"]
    (row,) = program.get("rows", params={"update": "2024-25", "reference": "1.2"}).json()
    assert row["columns"]["Progress"] == ["The old home was closed"]
    assert [each["priority"] for each in program.get("rows", params={"category": "Health"}).json()] == [
        "Every child has a review"
    ]


def test_a_list_comes_piece_by_piece_and_says_where_the_next_one_is(office: Office) -> None:
    program = office.program()
    first = program.get("rows", params={"limit": 2, "update": "all"})
    assert first.headers["x-total-count"] == "5"
    found, following = first.json(), first.headers["link"]
    while following:
        assert following.startswith("</api/v1/rows?")
        assert following.endswith('>; rel="next"')
        piece = program.get(f"http://localhost{following[1:].partition('>')[0]}")
        found, following = found + piece.json(), piece.headers.get("link", "")
    assert found == program.get("rows", params={"update": "all"}).json()
    assert program.get("rows", params={"offset": 9}).json() == []


def test_plans_are_listed_with_their_updates(office: Office) -> None:
    (plan,) = office.program().get("plans").json()
    assert plan["plan"] == "Fostering plan"
    assert [(update["name"], update["rows"]) for update in plan["updates"]] == [("2024-25", 2), ("2025-26", 3)]
    assert len(plan["updates"][0]["digest"]) == 64


def test_changes_say_what_became_of_each_row(office: Office) -> None:
    program = office.program()
    changes = program.get("changes").json()
    assert [(each["old_reference"], each["new_reference"]) for each in changes] == [
        ("1.1", "1.1"),
        ("1.2", "1.2"),
        (None, "2.1"),
    ]
    assert {"column": "Progress", "kind": "reworded", "old": "6 joined", "new": "9 joined"} in changes[0]["items"]
    back = program.get("changes", params={"old": "2025-26", "new": "2024-25"}).json()
    assert (None, "2.1") not in [(each["old_reference"], each["new_reference"]) for each in back]


def test_the_watch_list_and_the_overview_say_what_is_overdue(office: Office) -> None:
    program = office.program()
    (late,) = program.get("watch", params={"concern": "overdue"}).json()
    assert (late["citation"]["quote"], late["citation"]["reference"]) == ("31 March 2026", "1.1")
    overview = program.get("overview").json()
    assert (overview["totals"]["rows"], overview["totals"]["stages"]["overdue"]) == (3, 1)
    assert overview["totals"]["statuses"] == {"Open": 2, "Done": 1}
    assert list(overview["plans"]) == ["Fostering plan"]
    (row,) = program.get("overview", params={"owner": "ann bell"}).json()["rows"]
    assert (row["reference"], row["stage"], row["due"]) == ("2.1", "due later", "2035-05-01")
    assert program.get("overview", params={"stage": "overdue", "limit": 1}).json()["totals"]["rows"] == 1


def test_a_briefing_has_a_numbered_quote_a_line(office: Office) -> None:
    briefing = office.program().get("briefing", params={"about": "carers"}).json()
    (row,) = briefing["plans"][0]["rows"]
    assert row["reference"] == "1.1"
    assert row["sections"][0]["lines"][0]["citation"]["quote"] == "Find 30 carers"
    assert told(office.program().get("briefing"))[0] == 422


@pytest.mark.parametrize("path", READ)
def test_what_has_not_changed_is_not_sent_again(office: Office, path: str) -> None:
    program = office.program()
    tag = program.get(path).headers["etag"]
    again = program.get(path, headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (again.headers["cache-control"], again.headers["vary"]) == ("private, no-cache", "Authorization, Cookie")
    assert office.program(Role.READER, "reviewers").get(path, headers={"if-none-match": tag}).status_code == 200
    office.service.reopen()  # staff have said what a status means
    assert program.get(path, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("path", [*READ, "rows?update=all", "openapi.json"])
def test_documents_of_other_groups_are_in_nothing_that_is_told(office: Office, path: str) -> None:
    said = office.program(Role.READER, "staff").get(path).text.lower()
    assert not [word for word in SECRETS if word in said]


def test_somebody_of_their_groups_sees_them_and_no_question_tells_others(office: Office) -> None:
    member, other = office.program(Role.READER, "reviewers"), office.program(Role.READER, "staff")
    question = "Who leads on the Quillon House review?"
    assert ask(member, question).json()["claims"][0]["text"] == "Vexworth"
    assert len(member.get("rows").json()) == 4
    assert "vexworth" not in ask(other, question).text.lower()
    refusal = told(other.get("rows", params={"plan": "Quillon plan"}))
    assert refusal[0] == 422
    assert refusal[1] == "There is no plan “Quillon plan”. There are: Fostering plan."
    digest = next(each.digest for each in office.service.assistant.library.documents if "Quillon" in each.file)  # type: ignore[union-attr]
    page = f"documents/{digest}/pages/1.png"
    assert told(other.get(page)) == told(other.get(f"documents/{'0' * 64}/pages/1.png"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("rows?plam=Fostering", "query.plam"),
        ("rows?update=1999", "There is no update “1999”"),
        ("rows?limit=0", "query.limit"),
        ("search", "query.question"),
        ("search?question=%20", "question"),
        (f"search?question={'x' * 2001}", "2000"),
        ("changes?plan=Libraries", "There is no plan “Libraries”"),
        ("watch?concern=boredom", "query.concern"),
        ("builds/%00", "build"),
    ],
)
def test_a_call_that_does_not_fit_is_told_what_is_wrong(office: Office, path: str, words: str) -> None:
    status, detail = told(office.program().get(path))
    assert status in (404, 422)
    assert words in detail or status == 404


def test_what_is_not_there_is_not_found(office: Office) -> None:
    program = office.program(Role.EDITOR)
    digest = "0" * 64
    for path in ("nothing", "builds/a1b2", f"documents/{digest}/pages/1.png", "documents/x/pages/1.png"):
        assert told(program.get(path))[0] == 404


def test_only_json_is_taken_for_a_question_and_only_a_file_for_a_document(office: Office) -> None:
    program = office.program(Role.EDITOR)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        for path in ("ask", "builds", "documents?name=a.csv"):
            assert told(program.post(path, content=b"{}", headers={"content-type": kind}))[0] == 415
    assert told(program.post("documents?name=a.csv", content=b"{}", headers=JSON))[0] == 415
    assert told(program.post("ask", content=b"{", headers=JSON))[0] == 422
    wrongs: tuple[dict[str, object], ...] = (
        {"filter": {}},
        {"worded": 1},
        {"history": "x"},
        {"filters": {"plam": "x"}},
    )
    for wrong in wrongs:
        assert told(program.post("ask", json={"question": "x", **wrong}))[0] == 422
    assert told(program.post("builds", json={"accept": 0}))[0] == 422


def test_a_call_without_end_is_cut_off(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "LARGEST_CALL", 1_000)
    long = {"question": "x", "history": ["y" * 600, "z" * 600]}
    assert told(office.program().post("ask", json=long)) == (413, bounded.TOO_LARGE)


def test_who_asks_much_is_told_when_to_ask_again(office: Office) -> None:
    office.service.questions._rates = Rates(Rate(2, 0.1))
    program, other = office.program(), office.program()
    assert [ask(program, "Who leads?").status_code for _ in range(3)] == [200, 200, 429]
    refused = ask(program, "Who leads?")
    assert int(refused.headers["retry-after"]) in range(1, 11)
    assert "Ask again in" in told(refused)[1]
    assert ask(other, "Who leads?").status_code == 200
    assert program.get("rows").status_code == 200


def test_where_nobody_signs_in_programs_are_counted_by_their_address(open_office: Office) -> None:
    open_office.service.questions._rates = Rates(Rate(2, 0.1))
    assert [ask(open_office.program(None), "Who leads?").status_code for _ in range(3)] == [200, 200, 429]


def test_all_are_told_to_wait_where_many_ask(office: Office) -> None:
    office.service.questions = Questions(at_once=1, longest_wait=0.01)
    with office.service.questions.in_turn():
        for refused in (ask(office.program(), "Who leads?"), office.program().get("search?question=homes")):
            assert (told(refused)[0], refused.headers["retry-after"]) == (429, "60")
        assert office.program().get("rows").status_code == 200
    assert ask(office.program(), "Who leads?").status_code == 200


def test_one_caller_has_only_so_many_calls_under_way(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller, "MOST_AT_ONCE", 0)
    refused = office.program().get("rows")
    assert (told(refused)[0], refused.headers["retry-after"]) == (429, "1")
    monkeypatch.undo()
    monkeypatch.setattr(Runtime, "instance", NoPages)
    assert office.program().get("rows").status_code == 200
    assert not caller._under_way


def test_without_an_index_or_the_model_programs_are_told_to_come_back(office: Office, tmp_path: Path) -> None:
    office.service._loaded.clear()
    waiting = ask(office.program(), "Who leads?")
    assert (told(waiting)[0], waiting.headers["retry-after"]) == (503, "10")
    assert office.program().get("rows").status_code == 200
    shutil.copytree(office.service.settings.documents, tmp_path / "empty" / "documents")
    empty = office_at(tmp_path / "empty", tmp_path / "other", gateway="10.0.0.7", readers="*")
    assert told(empty.program().get("rows")) == (503, caller.NOT_YET)


def test_what_nobody_foresaw_is_a_problem_that_says_nothing_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("words of a document")

    monkeypatch.setattr("assistant.api.http.reading.rows_within", fail)
    assert told(office.program().get("rows")) == (500, problems.UNEXPECTED)
    assert "answering a program" in caplog.text


def test_a_page_is_a_picture_in_which_the_quote_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Runtime, "instance", NoPages)
    (tmp_path / "documents").mkdir()
    shutil.copy(DATA / "layouts" / "cards_portrait.pdf", tmp_path / "documents")
    build(tmp_path / "documents", tmp_path / "index", encoder=WordEncoder)
    program = office_at(tmp_path, tmp_path / "kept", gateway="10.0.0.7", readers="*").program()
    address = f"documents/{program.get('plans').json()[0]['updates'][0]['digest']}/pages"
    cited: dict[str, str | int] = {"reference": "1.1", "column": "Timescale", "item": 1}
    plain, marked = program.get(f"{address}/1.png"), program.get(f"{address}/1.png", params=cited)
    assert plain.headers["content-type"] == marked.headers["content-type"] == "image/png"
    assert plain.content[:4] == marked.content[:4] == b"\x89PNG"
    assert plain.content != marked.content
    known = {"if-none-match": plain.headers["etag"]}
    assert program.get(f"{address}/1.png", headers=known).status_code == 304
    assert told(program.get(f"{address}/99.png"))[0] == 404
    assert told(program.get(f"{address}/1.png", params={**cited, "item": 9}))[0] == 404


# --- adding and reading documents ------------------------------------------------------------------


@pytest.fixture
def changing(indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A server whose documents may be changed."""
    monkeypatch.setattr(Runtime, "instance", NoPages)
    shutil.copytree(indexed, tmp_path / "copy")
    return office_at(tmp_path / "copy", tmp_path / "kept", gateway="10.0.0.7", readers="*")


NEXT = HEAD + FILES["Fostering plan 2025-26.csv"].replace("9 joined", "12 joined")


def finished(program: TestClient, build: str) -> dict[str, Any]:
    """A build's last state."""
    while True:
        state: dict[str, Any] = program.get(f"builds/{build}").json()
        if state["state"] != "running":
            return state


def test_a_document_is_added_read_and_then_asked(changing: Office) -> None:
    editor = changing.program(Role.EDITOR)
    added = editor.post("documents?name=../Fostering plan 2026-27.csv", content=NEXT, headers=FILE)
    assert added.status_code == 201
    assert (added.json()["file"], added.json()["update"]) == ("Fostering plan 2026-27.csv", "2026-27")
    assert len(added.json()["rows"]) == 3
    begun = editor.post("builds", json={})
    assert begun.status_code == 202
    assert begun.headers["location"] == f"/api/v1/builds/{begun.json()['id']}"
    done = finished(editor, begun.json()["id"])
    assert (done["state"], done["receipt"]["published"]) == ("done", True)
    assert "12 joined" in editor.get("search?question=joined").text
    assert [(act, what) for _, act, what in changing.noted] == [
        ("added files", "Fostering plan 2026-27.csv"),
        ("read the documents", ""),
    ]


def test_readers_are_told_how_far_a_build_is_and_no_names(changing: Office) -> None:
    begun = changing.program(Role.EDITOR).post("builds", json={}).json()
    done = finished(changing.program(Role.READER), begun["id"])
    assert (done["id"], done["state"], done["receipt"]) == (begun["id"], "done", None)


def test_a_file_that_is_there_or_cannot_be_read_is_not_added(changing: Office) -> None:
    editor = changing.program(Role.EDITOR)
    before = sorted(changing.service.settings.documents.iterdir())
    again = editor.post("documents?name=a.csv", content=HEAD + FILES["Fostering plan 2025-26.csv"], headers=FILE)
    assert told(again)[0] == 409
    assert "Fostering plan 2025-26.csv" in told(again)[1]
    status, detail = told(editor.post("documents?name=a.pdf", content=b"%PDF-1.7 broken", headers=FILE))
    assert (status, "a.pdf can’t be added" in detail) == (422, True)
    assert told(editor.post("documents?name=a.csv", content=b"", headers=FILE))[0] in (409, 422)
    assert sorted(changing.service.settings.documents.iterdir()) == before


def test_a_file_that_is_too_large_or_of_unknown_length_is_refused(changing: Office) -> None:
    editor = changing.program(Role.EDITOR)
    large = editor.post("documents?name=a.csv", content=b"", headers={**FILE, "content-length": str(61 * 2**20)})
    assert told(large)[0] == 413
    pieces = editor.post("documents?name=a.csv", content=iter([b"a", b"b"]), headers=FILE)
    assert told(pieces)[0] == 411
    middling = editor.post("documents?name=a.csv", content=bytes(51 * 2**20), headers=FILE)
    assert told(middling)[0] == 413


def test_one_build_at_a_time_and_earlier_ones_are_remembered(changing: Office) -> None:
    editor = changing.program(Role.EDITOR)
    first = editor.post("builds", json={}).json()["id"]
    finished(editor, first)
    changing.service.rebuild._state = running = changing.service.rebuild.state
    object.__setattr__(running, "running", True)
    assert told(editor.post("builds", json={}))[0] == 409
    object.__setattr__(running, "running", False)
    second = editor.post("builds", json={"accept": True}).json()["id"]
    finished(editor, second)
    assert finished(editor, first)["id"] == first
    assert first != second
    assert changing.noted[-1][1:] == ("read the documents", "accepting what is lost")


def test_only_so_many_builds_are_remembered() -> None:
    rebuild = Rebuild(lambda *_: None)  # type: ignore[arg-type]
    known = []
    for _ in range(MOST_REMEMBERED + 2):
        while not rebuild.start():
            pass
        known.append(rebuild.state.id)
    assert rebuild.state_of(known[0]) is None
    assert rebuild.state_of(known[1]) is not None
    assert rebuild.state_of("other") is None


# --- language models -------------------------------------------------------------------------------


def test_wording_without_a_language_model_is_wrong_use(office: Office) -> None:
    status, detail = told(ask(office.program(), "Who leads?", worded=True))
    assert (status, "No language model is configured" in detail) == (422, True)


class Writer:
    """Replies with a sentence that the passages say, and one that they don't."""

    name = "fictional"

    def reply(self, _: str, material: str) -> Iterator[str]:
        first = material.split("[1] ", 1)[1].splitlines()[1]
        yield f"{first} [1]. "
        yield "All is well [1]."


@pytest.fixture
def worded(office: Office) -> Callable[..., Any]:
    office.service.language_model = Writer()  # type: ignore[assignment]
    program = office.program()
    return lambda **sent: program.post(
        "ask", json={"question": "What is being done about foster homes?", "worded": True}, headers=sent
    )


def test_an_answer_is_worded_and_each_sentence_says_whether_it_is_supported(worded: Callable[..., Any]) -> None:
    answer = worded().json()
    assert answer["draft"]["writer"] == "fictional"
    assert [(each["text"], each["supported"]) for each in answer["draft"]["sentences"]] == [
        (f"{answer['claims'][0]['text']}.", True),
        ("All is well.", False),
    ]


def test_a_worded_answer_comes_sentence_by_sentence(worded: Callable[..., Any]) -> None:
    answer = worded(accept="text/event-stream")
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [event.split("\n", 1) for event in answer.text.strip().split("\n\n")]
    names, said = [name for name, _ in events], [json.loads(data.removeprefix("data: ")) for _, data in events]
    assert [names[0], *set(names[1:-1]), names[-1]] == ["event: answer", "event: sentence", "event: draft"]
    assert said[0]["claims"]
    assert "draft" not in said[0]
    assert said[1:-1] == said[-1]["sentences"][: len(said) - 2]
    assert said[1]["citations"][0]["quote"] == "Find 30 carers"
