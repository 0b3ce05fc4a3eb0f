"""What is said in place of what was asked for: to people a page of one notice, which needs no script; to programs a
problem, as RFC 9457 has it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from http import HTTPStatus

from starlette.responses import HTMLResponse, JSONResponse

_PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading} – Plans</title>
<style>
:root {{ color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }}
main {{ max-width: 38rem; margin: 15vh auto; padding: 0 1rem }}
a, button {{ font: inherit; padding: .5rem 1rem; margin: 0 .5rem .5rem 0; border: 1px solid; border-radius: 4px }}
a {{ display: inline-block; color: inherit }} button {{ cursor: pointer; color: inherit; background: none }}
</style></head>
<body><main><h1>{heading}</h1><p>{words}</p>{ways}</main></body></html>
"""


def notice(heading: str, words: str, ways: str = "", status: int = 200) -> HTMLResponse:
    """A page that says something; `ways` is HTML, made by `link` and `button`, of what can be done next."""
    page = _PAGE.format(heading=escape(heading), words=escape(words), ways=ways)
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: object) -> JSONResponse:
    """A problem for a program: `detail` says what is wrong and what to do, in words for people."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    told = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse(said, status_code=status, headers=told, media_type="application/problem+json")


def link(words: str, address: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def button(words: str, address: str, name: str, value: str) -> str:
    """A form of one button, which sends a name and its value."""
    return (
        f'<form method="post" action="{escape(address)}">'
        f'<button name="{escape(name)}" value="{escape(value)}">{escape(words)}</button></form>'
    )
