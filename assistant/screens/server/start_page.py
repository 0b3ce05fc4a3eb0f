"""The page from which Streamlit starts at every address of the app, told where its server is.

By itself it would look for the server below the page's own address first: two requests that are refused, which browsers
report as errors, and a pause before it looks at the root.
"""

from __future__ import annotations

from pathlib import Path

import streamlit
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.screens.server.gate import PAGES, rule_for

INDEX_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
HEAD = "<head>"
AT_THE_ROOT = "<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin };</script>"


def start_page() -> str:
    """Streamlit's own page with one script before all others."""
    return INDEX_PAGE.read_text(encoding="utf-8").replace(HEAD, f"{HEAD}{AT_THE_ROOT}", 1)


class StartPage:
    """Answers whoever opens a page; all else is Streamlit's, its pictures and scripts included."""

    def __init__(self, app: ASGIApp, page: str) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = scope["type"] == "http" and rule_for(scope["path"], scope["method"]) is PAGES
        if opened and "." not in scope["path"]:
            answer = HTMLResponse(self.page, headers={"Cache-Control": "no-cache"})
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)
