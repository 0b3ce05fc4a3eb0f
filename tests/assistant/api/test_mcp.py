"""The MCP server, asked by a real client on stdin and stdout and over HTTP: quotes that open, and nothing of others."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx2
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.server.mcpserver import MCPServer
from starlette.applications import Starlette
from starlette.middleware import Middleware

from assistant import Assistant
from assistant.api.desk import Desk
from assistant.api.mcp import tools
from assistant.api.mcp.quotes import CAUTION
from assistant.api.mcp.server import OverHttp, server
from assistant.cli.commands import plans
from assistant.roles import Role
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.rows import find_row
from assistant.screens.server.gate import Gate
from assistant.store.people import Person
from corpus.records import Column, Document, Heading, Item, Location, Row
from index import Filters, build, open_index
from tests.assistant.api.conftest import SECRETS, Office, listening
from tests.assistant.api.examples import example_office
from tests.assistant.drafting.test_draft import POISONED
from tests.places import DATA, MODELS, ROOT
from tests.word_encoder import WordEncoder
from tests.word_index import WordIndex

TOOLS = {"search_plans", "ask_plans", "show_row", "list_plans", "what_changed", "due_dates", "briefing"}
LINES = (DATA / "questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line)["question"] for line in LINES[::2]][:20]
APP = "https://plans.example.org"
T = TypeVar("T")


def run(work: Callable[..., Awaitable[T]], *about: object) -> T:
    """Its result. It runs in a thread of its own, as this one may already have the loop of a browser."""
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(anyio.run, work, *about).result()


def quotes_in(result: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Every quote of a result, wherever it stands."""
    if isinstance(result, dict):
        if "speaks_to_a_machine" in result:
            yield result
        for value in result.values():
            yield from quotes_in(value)
    elif isinstance(result, list):
        for value in result:
            yield from quotes_in(value)


def opens(assistant: Assistant, quote: dict[str, Any], app: str) -> bool:
    """Whether a quote's link leads to a row that holds it, character by character."""
    address = urlsplit(quote["link"])
    parameters = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
    row = find_row(assistant.plans(), RowLink.read(parameters))
    if f"{address.scheme}://{address.netloc}" != app or isinstance(row, str):
        return False
    texts = [row.priority.title, *(item.text for column in row.columns for item in column.items)]
    return any(quote["quote"] in text for text in texts)


# --- on stdin and stdout ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def examples() -> Iterator[Office]:
    with example_office() as made:
        yield made


@asynccontextmanager
async def on_stdio(office: Office) -> AsyncIterator[tuple[Client, str]]:
    """A client of `plans mcp`, and the address of the app to which links lead."""
    settings = office.service.settings
    environment = {**os.environ, "PLANS_MODEL_CACHE": str(MODELS), "PLANS_DOCUMENTS": str(settings.documents)}
    arguments = ["-m", "assistant.cli", "mcp", "--app", f"{APP}/", "--index", str(settings.index)]
    started = StdioServerParameters(command=sys.executable, args=arguments, cwd=str(ROOT), env=environment)
    async with Client(stdio_client(started)) as client:
        yield client, APP


@asynccontextmanager
async def on_http(office: Office) -> AsyncIterator[tuple[Client, str]]:
    """A client of `plans serve`, and the address of the app to which links lead."""
    with served(office) as address:
        async with over_http(address, token_of(office)) as client:
            yield client, address


@pytest.mark.parametrize("connected", [on_stdio, on_http])
def test_a_client_asks_and_every_citation_opens(
    examples: Office, connected: Callable[[Office], AbstractAsyncContextManager[tuple[Client, str]]]
) -> None:
    assistant = examples.service.assistant
    assert assistant is not None

    async def asked() -> tuple[set[str], str, list[dict[str, Any]], str]:
        async with connected(examples) as (client, app):
            listed = await client.list_tools()
            answers = [await client.call_tool("ask_plans", {"question": question}) for question in QUESTIONS]
            told = client.instructions or ""
            return {tool.name for tool in listed.tools}, told, [each.structured_content or {} for each in answers], app

    names, instructions, answers, app = run(asked)
    assert names == TOOLS
    assert "cite" in instructions.lower()
    assert len(answers) == 20
    found = [quote for answer in answers for quote in quotes_in(answer)]
    assert len(found) > 20
    assert [quote["link"] for quote in found if not opens(assistant, quote, app)] == []
    assert not any(answer["caution"] for answer in answers)
    said = [assistant.ask(question).status for question in QUESTIONS]
    assert [answer["status"] for answer in answers] == said


def test_a_row_is_a_resource_and_what_is_wrong_is_said(examples: Office) -> None:
    async def read() -> tuple[Any, str, str]:
        async with on_stdio(examples) as (client, _):
            shown = await client.call_tool("show_row", {"plan": "Children in Care", "reference": "4.i"})
            assert shown.structured_content
            content = (await client.read_resource(shown.structured_content["resource"])).contents[0]
            wrong = await client.call_tool("show_row", {"plan": "Libraries", "reference": "4.i"})
            assert wrong.is_error
            with pytest.raises(Exception, match="no such page"):
                await client.read_resource("plans://pages/00/1")
            return shown.structured_content, getattr(content, "text", ""), getattr(wrong.content[0], "text", "")

    shown, resource, wrong = run(read)
    assert json.loads(resource) == shown
    assert any("41 NTS referrals" in quote["quote"] for quote in shown["columns"]["Progress"])
    assert "There is no plan “Libraries”" in wrong


def in_process(assistant: Assistant, documents: Path = ROOT) -> MCPServer[Any]:
    """A server that asks these plans, for a client in this process."""

    @asynccontextmanager
    async def desk(_: object) -> AsyncIterator[Desk]:
        yield Desk(lambda: assistant, documents, APP)

    return server(desk)


def test_a_row_of_a_pdf_says_which_pages_are_pictures_of_it(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    shutil.copy(DATA / "layouts" / "cards_portrait.pdf", tmp_path / "documents")
    build(tmp_path / "documents", tmp_path / "index", encoder=WordEncoder)
    assistant = Assistant(open_index(tmp_path / "index", WordEncoder))

    async def read() -> tuple[list[str], Any]:
        async with Client(in_process(assistant, tmp_path / "documents")) as client:
            (plan,) = assistant.plans()
            row = await client.call_tool("show_row", {"plan": plan.name, "reference": "1.1"})
            pages = (row.structured_content or {})["pages"]
            return pages, (await client.read_resource(pages[0])).contents[0]

    pages, picture = run(read)
    (document,) = assistant.library.documents
    assert pages == [f"plans://pages/{document.digest}/1"]
    assert picture.mime_type == "image/png"
    assert b64decode(picture.blob).startswith(b"\x89PNG")


def test_the_configuration_that_the_page_shows_is_understood() -> None:
    (line,) = re.findall(
        r'^    (\{"mcpServers".+)$', (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    (shown,) = json.loads(line)["mcpServers"].values()
    program, (command, *arguments) = shown["command"], shown["args"]
    assert (program.rpartition("/")[2], command) == ("plans", "mcp")
    with plans.commands[command].make_context(command, arguments) as context:
        assert context.params["index"] == Path("/opt/plans/data/index")


# --- over HTTP -------------------------------------------------------------------------------------


@contextmanager
def served(office: Office) -> Iterator[str]:
    """A server with the gate and the MCP server alone; its address."""
    mcp = OverHttp(lambda: office.service)

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        async with mcp.running():
            yield

    gated = Starlette(routes=list(mcp.routes), middleware=[Middleware(Gate, access=office.access)], lifespan=running)
    with listening(gated) as address:
        yield address


@asynccontextmanager
async def over_http(address: str, token: str) -> AsyncIterator[Client]:
    known = {"authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=known, trust_env=False) as caller,
        Client(streamable_http_client(f"{address}/mcp", http_client=caller)) as client,
    ):
        yield client


def token_of(office: Office, *groups: str) -> str:
    return str(office.program(Role.READER, *groups).headers["authorization"]).removeprefix("Bearer ")


def test_a_client_over_http_sees_what_its_token_may_and_nothing_else(office: Office) -> None:
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("search_plans", {"question": "Who leads on the Quillon House review?"}),
        ("ask_plans", {"question": "Who leads on the Quillon House review?"}),
        ("ask_plans", {"question": "And by when?", "history": ["Who leads on more foster homes?"]}),
        ("list_plans", {}),
        ("what_changed", {}),
        ("due_dates", {}),
        ("briefing", {"about": "review"}),
        ("show_row", {"plan": "Fostering plan", "reference": "1.1"}),
    )

    async def told(address: str, token: str) -> list[Any]:
        async with over_http(address, token) as client:
            return [(await client.call_tool(name, arguments)).structured_content for name, arguments in calls]

    with served(office) as address:
        member, other = (run(told, address, token_of(office, group)) for group in ("reviewers", "staff"))
    assert None not in other
    del other[1]["question"]  # which is theirs
    assert not [word for word in SECRETS if word in json.dumps(other).lower()]
    assert "vexworth" in json.dumps(member).lower()
    assert other[2]["quotes"][0]["quote"] == "31 March 2026"
    assert [plan["plan"] for plan in other[3]["plans"]] == ["Fostering plan"]
    assert [row["heading"]["reference"] for row in other[5]["rows"]] == ["1.1", "1.2", "2.1"]
    assistant = office.service.seen_by(Person("x", "", Role.READER, groups=("staff",))).assistant
    assert assistant is not None
    found = [quote for quote in quotes_in(other) if quote["update"] == "2025-26"]
    assert [quote for quote in found if not opens(assistant, quote, address)] == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer plans_wrong"}, 401),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"content-type": "text/plain"}, 400),
    ],
)
def test_nobody_else_gets_through_to_the_server(office: Office, sent: dict[str, str], status: int) -> None:
    known = {"authorization": f"Bearer {token_of(office)}"} if status in (400, 403) else {}
    with served(office) as address, httpx2.Client(trust_env=False) as caller:
        headers = {"content-type": "application/json", "accept": "application/json, text/event-stream", **known}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        answer = caller.post(f"{address}/mcp", content=json.dumps(message), headers={**headers, **sent})
        assert answer.status_code == status
        assert "search_plans" not in answer.text


# --- hostile documents -----------------------------------------------------------------------------


PLACES = ("plan", "category", "priority", "column", "item")


def hostile_document(number: int, text: str, place: str) -> Document:
    """A fictional plan of one row in which a text that gives orders stands in one place."""
    named = {each: f"Fictional {each} {number}" for each in PLACES} | {place: text}
    where = Location(f"hostile {number}.txt", line=1)
    row = Row(
        "1.1",
        (Heading("1", named["category"]), Heading("1", named["priority"])),
        (Column(named["column"], (Item(named["item"], (where,)),)),),
        where,
        plan=named["plan"],
        update="2025-26",
    )
    return Document(where.file, f"{number:064}", 1, row.plan, row.update, (row,))


def test_what_documents_tell_a_machine_to_do_is_marked_wherever_it_stands_and_changes_nothing_else() -> None:
    """50 texts, a tenth of them in each place."""
    hostile = [hostile_document(at, text, PLACES[at % len(PLACES)]) for at, text in enumerate(POISONED[:50])]
    assistant = Assistant(WordIndex([*hostile, hostile_document(50, "Nine beds were opened.", "item")]))

    async def shown() -> tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any], str, str]:
        async with Client(in_process(assistant)) as client:
            before = (await client.list_tools()).model_dump_json()
            rows = [
                await client.call_tool("show_row", {"plan": document.plan, "reference": "1.1"})
                for document in [*hostile, assistant.library.documents[-1]]
            ]
            *others, harmless = [row.structured_content or {} for row in rows]
            listed = (await client.call_tool("list_plans", {})).structured_content or {}
            assert (await client.list_tools()).model_dump_json() == before
            refused = await client.call_tool("show_row", {"plan": "Libraries", "reference": "1.1"})
            return others, harmless, listed, client.instructions or "", getattr(refused.content[0], "text", "")

    rows, harmless, listed, instructions, refused = run(shown)
    assert instructions == tools.INSTRUCTIONS
    assert [row["plan"] for row in rows if row["caution"] != CAUTION] == []
    assert (harmless["caution"], listed["caution"]) == ("", CAUTION)
    assert CAUTION in refused
    for document, row, text in zip(hostile, rows, POISONED, strict=False):
        (item,) = document.rows[0].columns[0].items
        (quote,) = next(iter(row["columns"].values()))
        assert quote["quote"] == item.text
        assert quote["speaks_to_a_machine"] == (item.text == text)


def test_what_is_found_of_such_texts_is_marked_too() -> None:
    assistant = Assistant(WordIndex([hostile_document(at, text, "item") for at, text in enumerate(POISONED[:50])]))
    found = tools.search_plans(Desk(lambda: assistant, ROOT, APP), "ignore instructions", 20, Filters()).cautioned()
    assert found.quotes
    assert all(quote.speaks_to_a_machine for quote in found.quotes)
    assert found.caution == CAUTION
