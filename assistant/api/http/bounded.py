"""What no call may do: send without end, or go on as an error into what serves the pages."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.screens.server.upload_limits import OF_PROGRAMS

# Bytes of a call that isn't a file: twenty earlier questions of 2,000 characters, escaped in JSON, have 250 kB.
LARGEST_CALL = 2**20
TOO_LARGE = "A call may have 1 MB. Send fewer earlier questions."


class Bounded:
    """Ends a call that sends too much, and logs one in which something unforeseen went wrong: it has been answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        came = 0

        async def receive_so_much() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > LARGEST_CALL and scope["path"] != OF_PROGRAMS:
                raise HTTPException(413, TOO_LARGE)
            return message

        try:
            await self.app(scope, receive_so_much, send)
        except Exception:
            logging.exception("answering a program")
