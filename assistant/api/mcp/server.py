"""The MCP server on stdio, for one program on this machine, and over HTTP as a part of `plans serve`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated, Any, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.mcpserver.resources import ResourceSecurity
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.requests import Request
from starlette.routing import BaseRoute

from assistant.api.desk import Desk
from assistant.api.http.caller import in_thread, one_of_few
from assistant.api.mcp import tools
from assistant.api.mcp.quotes import CAUTION, Answered, Brief, Changed, Due, Found, PlansListed, Result, RowShown
from assistant.briefing.subject import Subject
from assistant.language.prompt_injection import speaks_to_a_machine
from assistant.questions.question import LONGEST
from assistant.screens.server.service import Service
from assistant.tracking.due import Stage
from corpus.errors import PlansError
from corpus.library import LATEST
from index import Filters

R = TypeVar("R")
NAME, TITLE = "plans", "Council plan documents"
MOST_BEFORE = 20  # earlier questions, as over HTTP
LONGEST_NAME = 500
READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
NO_PATHS = ResourceSecurity(reject_path_traversal=False, reject_absolute_paths=False)  # names are looked up in a list

# Whose documents are asked, for as long as a call lasts: who calls over HTTP, or whoever started the program.
Desks = Callable[[Context[Any, Any]], AbstractAsyncContextManager[Desk]]

Question = Annotated[str, Field(min_length=1, max_length=LONGEST, description="In the user's own words.")]
Named = Annotated[str | None, Field(max_length=LONGEST_NAME)]
PlanNamed = Annotated[str | None, Field(max_length=LONGEST_NAME, description="A plan's name, or words of it.")]
UpdateNamed = Annotated[str, Field(max_length=LONGEST_NAME, description="`latest`, `all`, or an update's name.")]


def server(desks: Desks) -> MCPServer[Any]:
    """The server, which asks at the desk that `desks` gives for each call."""
    told = logging.StreamHandler()  # else the library logs in tables of its own
    told.setLevel(logging.WARNING)  # also what a library's logger lets through
    logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[told])
    made = MCPServer[Any](
        NAME, title=TITLE, instructions=tools.INSTRUCTIONS, version="1.0", log_level="WARNING", subscriptions=False
    )
    asking = _Asking(desks)
    _add_questions(made, asking)
    _add_plans_over_time(made, asking)
    _add_resources(made, asking)
    return made


class _Asking:
    """Does a tool's work at the caller's desk, in a thread; what users can mend is said as a message."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    async def __call__(self, context: Context[Any, Any], work: Callable[[Desk], R]) -> R:
        try:
            async with self._desks(context) as desk:
                return await in_thread(_done)(work, desk)
        except PlansError as error:
            said = str(error)  # it may name plans and columns
            raise ToolError(f"{said} {CAUTION}" if speaks_to_a_machine(said) else said) from None


def _done(work: Callable[[Desk], R], desk: Desk) -> R:
    result = work(desk)
    return result.cautioned() if isinstance(result, Result) else result


def _add_questions(made: MCPServer[Any], asking: _Asking) -> None:
    @made.tool(annotations=READ_ONLY)
    async def search_plans(
        context: Context[Any, Any],
        question: Question,
        k: Annotated[int, Field(ge=1, le=tools.MOST_FOUND)] = 10,
        plan: PlanNamed = None,
        update: UpdateNamed = LATEST,
        category: Named = None,
        column: Named = None,
    ) -> Found:
        """Find the passages of the plans that fit a question or some words best."""
        where = Filters(category, None, column, plan, update)
        return await asking(context, lambda desk: tools.search_plans(desk, question, k, where))

    @made.tool(annotations=READ_ONLY)
    async def ask_plans(
        context: Context[Any, Any],
        question: Question,
        history: Annotated[list[Question], Field(max_length=MOST_BEFORE)] = [],  # noqa: B006 - never changed
        plan: PlanNamed = None,
        update: UpdateNamed = LATEST,
    ) -> Answered:
        """Answer a question in quotes: facts, who leads, when, lists, counts and sums over all rows, what changed.

        `history`: the earlier questions of the conversation, oldest first, where this one goes on from them.
        """
        where = Filters(None, None, None, plan, update)
        return await asking(context, lambda desk: tools.ask_plans(desk, question, history, where))

    @made.tool(annotations=READ_ONLY)
    async def show_row(
        context: Context[Any, Any],
        plan: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)],
        reference: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, description="Such as `4.i`.")],
        update: UpdateNamed = LATEST,
    ) -> RowShown:
        """Show all that one row says, column by column."""
        return await asking(context, lambda desk: tools.show_row(desk, plan, reference, update))

    @made.tool(annotations=READ_ONLY)
    async def list_plans(context: Context[Any, Any]) -> PlansListed:
        """List the plans with their updates, and the categories and columns of each."""
        return await asking(context, tools.list_plans)


def _add_plans_over_time(made: MCPServer[Any], asking: _Asking) -> None:
    @made.tool(annotations=READ_ONLY)
    async def what_changed(
        context: Context[Any, Any],
        plan: PlanNamed = None,
        old: Annotated[str | None, Field(max_length=LONGEST_NAME, description="By default the one before.")] = None,
        new: Annotated[str | None, Field(max_length=LONGEST_NAME, description="By default the latest.")] = None,
    ) -> Changed:
        """Compare two updates of a plan: which rows and items are new, reworded, moved or gone."""
        return await asking(context, lambda desk: tools.what_changed(desk, plan, old, new))

    @made.tool(annotations=READ_ONLY)
    async def due_dates(
        context: Context[Any, Any],
        plan: PlanNamed = None,
        stage: Stage | None = None,
        owner: Annotated[str | None, Field(max_length=LONGEST_NAME, description="As the plan names them.")] = None,
    ) -> Due:
        """List rows by when they are due, with their own words on it; `stage` limits them, such as to overdue ones."""
        return await asking(context, lambda desk: tools.due_dates(desk, plan, stage, owner))

    @made.tool(annotations=READ_ONLY)
    async def briefing(
        context: Context[Any, Any],
        about: Annotated[str, Field(max_length=LONGEST_NAME, description="Words of the subject.")] = "",
        plan: Annotated[str, Field(max_length=LONGEST_NAME)] = "",
        category: Annotated[str, Field(max_length=LONGEST_NAME)] = "",
        reference: Annotated[str, Field(max_length=LONGEST_NAME)] = "",
        owner: Annotated[str, Field(max_length=LONGEST_NAME)] = "",
    ) -> Brief:
        """Give everything that the plans say of a subject, row by row, with what was said before and isn't stated."""
        subject = Subject(about, plan, category, reference, owner)
        return await asking(context, lambda desk: tools.briefing(desk, subject))


def _add_resources(made: MCPServer[Any], asking: _Asking) -> None:
    @made.resource("plans://rows/{plan}/{update}/{reference}", mime_type="application/json", security=NO_PATHS)
    async def row(context: Context[Any, Any], plan: str, update: str, reference: str) -> dict[str, Any]:
        """A row as its document has it."""
        try:
            shown = await asking(context, lambda desk: tools.show_row(desk, plan, reference, update))
        except ToolError as error:
            raise ResourceNotFoundError(str(error)) from None
        return shown.model_dump(mode="json")

    @made.resource("plans://pages/{digest}/{number}", mime_type="image/png", security=NO_PATHS)
    async def page(context: Context[Any, Any], digest: str, number: str) -> bytes:
        """A page of a PDF as a picture; `show_row` says which pages a row stands on."""
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
        try:
            return await asking(context, lambda desk: tools.page(desk, digest, wanted))
        except ToolError as error:
            raise ResourceNotFoundError(str(error)) from None


def on_stdio(desk: Desk) -> None:
    """Answer the program that started this one, until it closes our input."""

    @asynccontextmanager
    async def only(_: Context[Any, Any]) -> AsyncIterator[Desk]:
        yield desk

    server(only).run("stdio")


class OverHttp:
    """The server as a route behind the gate. Each call stands by itself, and is answered as whoever sent it may see:
    there are no sessions that another could go on with."""

    def __init__(self, service: Callable[[], Service]) -> None:
        @asynccontextmanager
        async def of_caller(context: Context[Any, Any]) -> AsyncIterator[Desk]:
            request = context.request_context.request
            assert isinstance(request, Request)
            async with one_of_few(request, service) as caller:
                yield caller.desk

        self._server = server(of_caller)
        self._app = self._server.streamable_http_app(
            json_response=True,
            stateless_http=True,
            host="",  # the gate has looked at host and origin
        )

    @property
    def routes(self) -> tuple[BaseRoute, ...]:
        return tuple(self._app.routes)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self._server.session_manager.run():
            yield
