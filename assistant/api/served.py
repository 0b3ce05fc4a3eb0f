"""What `plans serve` answers to programs, beside the pages: the HTTP interface and, if asked for, the MCP server."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from assistant.api.http.app import PATH, application
from assistant.screens.server.notices import problem
from assistant.screens.server.service import shared_service
from assistant.screens.server.serving import Further
from assistant.settings import Settings
from corpus.errors import WrongUse

if TYPE_CHECKING:
    from assistant.api.mcp.server import OverHttp

MCP = "/mcp"
OFF = "The MCP server is off. Whoever runs this server turns it on with PLANS_MCP=on."


def for_programs(settings: Settings) -> Further:
    """The routes for programs, to stand behind the gate. Raises WrongUse if the MCP server's library is missing."""
    api: BaseRoute = Mount(PATH, application(shared_service))
    if not settings.mcp:
        return Further((api, Route(MCP, _off, methods=["POST"])))
    mcp = over_http()
    return Further((api, *mcp.routes), mcp.running)


def over_http() -> OverHttp:
    """The MCP server over HTTP. Raises WrongUse if its library isn't installed."""
    needs_mcp()
    from assistant.api.mcp.server import OverHttp

    return OverHttp(shared_service)


def needs_mcp() -> None:
    """Raises WrongUse if the library of the MCP server isn't installed."""
    if find_spec("mcp") is None:
        raise WrongUse("The MCP server needs a library: pip install 'plans-assistant[mcp]'.")


async def _off(_: Request) -> Response:
    return problem(404, OFF)
