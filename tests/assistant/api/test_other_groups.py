"""Documents of other groups: each call over HTTP and each tool and resource of MCP answers as if the folder didn't hold
them. `tests/assistant/test_access.py` has the same of questions, pages and what is downloaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from mcp.client import Client
from mcp.shared.exceptions import MCPError
from streamlit.runtime import Runtime

from assistant.api.http.app import described
from assistant.roles import Role
from assistant.screens.server.rates import Rate, Rates
from corpus.access import Line, write_access
from corpus.library import digest_of
from tests.assistant.api.conftest import NoPages, Office, office_at
from tests.assistant.api.test_mcp import TOOLS, over_http, run, served, token_of
from tests.assistant.test_access import CLOSED, GLOSSARY, OPEN, SECRETS, SOME, WORDS, opened, write

UNLIMITED = Rate(1_000_000, 1_000_000)
Call = tuple[str, dict[str, Any]]
ALL, THEIRS = {"update": "all"}, {"plan": "Quillon plan"}
READ: dict[str, list[dict[str, str]]] = {
    "/search": [{"question": word, **which} for word in WORDS for which in ({}, ALL)]
    + [{"question": "homes", **THEIRS}],
    "/plans": [{}],
    "/rows": [{}, ALL, THEIRS, {"reference": "9.1"}, {"category": "Quillon"}],
    "/changes": [{}, THEIRS, {"plan": "Fostering plan"}, {"plan": "Fostering plan", "new": "2026-27"}],
    "/watch": [{}, THEIRS, {"plan": "Fostering plan"}],
    "/overview": [{}, THEIRS, {"owner": "Vexworth"}, {"owner": "Mary Hill"}],
    "/briefing": [*({"about": word} for word in WORDS), THEIRS, {"owner": "Vexworth"}, {"reference": "9.1"}],
    "/builds/0000": [{}],
}
ASKED: dict[str, list[dict[str, Any]]] = {
    "search_plans": [{"question": word, "update": "all"} for word in WORDS],
    "ask_plans": [{"question": question} for question in SOME[::10]],
    "show_row": [
        {"plan": "Quillon plan", "reference": "1.1"},
        {"plan": "Schooling plan", "reference": "9.1"},
        {"plan": "Fostering plan", "reference": "1.1", "update": "2026-27"},
        {"plan": "Fostering plan", "reference": "1.1"},
    ],
    "list_plans": [{}],
    "what_changed": [{}, THEIRS, {"plan": "Fostering plan", "new": "2026-27"}],
    "due_dates": [{}, THEIRS, {"owner": "Vexworth"}, {"stage": "overdue"}],
    "briefing": [*({"about": word} for word in WORDS), THEIRS, {"owner": "Vexworth"}],
}


@pytest.fixture
def offices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Office]:
    """A server whose folder holds documents of another group, and one whose folder doesn't; nobody asks too often."""
    monkeypatch.setattr(Runtime, "instance", NoPages)
    made = []
    for name, files in (("with", OPEN | CLOSED), ("without", OPEN)):
        root = tmp_path / name
        write(root / "documents", files)
        if files is not OPEN:
            (root / "documents" / "glossary.toml").write_text(GLOSSARY + 'QV = "Quillon Vexworth"\n', encoding="utf-8")
            write_access(root / "documents", Line("folders", "review", ("reviewers",)))
        opened(root)
        office = office_at(root, root / "kept", gateway="192.0.2.1", readers="*")
        office.service.questions._rates = Rates(UNLIMITED)
        made.append(office)
    return made


def told(office: Office, said: str) -> str:
    """What was said, without what is different each time."""
    assert office.service.assistant
    return said.replace(office.service.assistant.generation, "…")


def secrets_in(said: str, asked: str) -> list[str]:
    return [word for word in SECRETS if word in said.lower() and word not in asked.lower()]


def test_each_call_over_http_is_answered_as_if_the_folder_held_nothing_of_theirs(
    offices: list[Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.screens.server.gate.OF_A_PERSON", UNLIMITED)
    theirs = digest_of(offices[0].service.settings.documents / next(iter(CLOSED)))
    read = READ | {f"/documents/{theirs}/pages/1.png": [{}]}
    routes = {path for path, methods in described().openapi()["paths"].items() if "get" in methods}
    assert {
        path.replace("0000", "{build}").replace(f"{theirs}/pages/1.", "{digest}/pages/{number}.") for path in read
    } == routes
    programs = [office.program(Role.READER, "staff") for office in offices]

    def same(call: str, answers: list[Response], asked: str) -> list[str]:
        assert all(answer.status_code not in (429, 500) for answer in answers)
        one, other = (
            f"{each.status_code} {told(office, each.text)}" for office, each in zip(offices, answers, strict=True)
        )
        return [f"{call} {asked}"] if one != other or secrets_in(one, asked) else []

    wrong = [
        each
        for path, queries in read.items()
        for query in queries
        for each in same(
            path, [program.get(path[1:], params=query) for program in programs], json.dumps(query) + theirs
        )
    ]
    for question in SOME:
        wrong += same("/ask", [program.post("ask", json={"question": question}) for program in programs], question)
    refused = [program.post("builds", json={}).status_code for program in programs]
    assert (wrong, refused) == ([], [403, 403])


def test_each_tool_and_resource_of_mcp_answers_as_if_the_folder_held_nothing_of_theirs(offices: list[Office]) -> None:
    assert ASKED.keys() == TOOLS
    theirs = digest_of(offices[0].service.settings.documents / next(iter(CLOSED)))
    resources = (
        "plans://rows/Quillon%20plan/2025-26/1.1",
        "plans://rows/Fostering%20plan/2026-27/1.1",
        "plans://rows/Fostering%20plan/2025-26/1.1",
        f"plans://pages/{theirs}/1",
    )

    async def answers(address: str, token: str) -> dict[str, str]:
        async with over_http(address, token) as client:
            said = {}
            for name, calls in ASKED.items():
                for arguments in calls:
                    said[f"{name} {json.dumps(arguments)}"] = repr(await client.call_tool(name, arguments))
            for uri in resources:
                said[uri] = await resource(client, uri)
            return said | {"tools": repr(await client.list_tools()), "resources": repr(await client.list_resources())}

    found = []
    for office in offices:
        with served(office) as address:
            said = run(answers, address, token_of(office, "staff"))
        found.append({asked: told(office, answer).replace(address, "…") for asked, answer in said.items()})
    one, other = found
    assert [asked for asked in one if one[asked] != other[asked] or secrets_in(one[asked], asked + theirs)] == []


async def resource(client: Client, uri: str) -> str:
    """What a resource holds, or why it isn't there."""
    try:
        return repr(await client.read_resource(uri))
    except MCPError as error:
        return str(error)
