"""What `plans serve` answers to programs, beside the pages: the HTTP interface and, if asked for, the MCP server."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from assistant.api.http.app import PATH, application
from assistant.screens.server.notices import problem
from assistant.screens.server.service import shared_service
from assistant.screens.server.serving import Further
from assistant.settings import Settings

MCP = "/mcp"
OFF = "The MCP server is off. Whoever runs this server turns it on with PLANS_MCP=on."


def for_programs(settings: Settings) -> Further:
    """The routes for programs, to stand behind the gate."""
    api: BaseRoute = Mount(PATH, application(shared_service))
    if settings.mcp == "off":
        return Further((api, Route(MCP, _off, methods=["POST"])))
    from assistant.api.mcp.server import OverHttp  # takes half a second, and most servers don't need it

    mcp = OverHttp(shared_service)
    return Further((api, *mcp.routes), mcp.running)


async def _off(_: Request) -> Response:
    return problem(404, OFF)
