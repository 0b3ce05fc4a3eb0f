"""What is wrong with a call, as RFC 9457 has it: each message says what was seen, and what to do."""

from __future__ import annotations

import math
from collections.abc import Mapping

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from assistant.screens.server.notices import problem
from corpus.errors import (
    BuildRunning,
    NoReply,
    NotAllowed,
    NotChanged,
    PlansError,
    QuestionRefused,
    TooBusy,
    UnreadableFile,
    WrongUse,
)

# What isn't named here is for whoever runs the server to mend: an index that is missing or damaged, a full disk.
STATUS: tuple[tuple[type[PlansError], int], ...] = (
    (QuestionRefused, 422),
    (WrongUse, 422),
    (UnreadableFile, 422),
    (NotAllowed, 403),
    (NotChanged, 409),
    (BuildRunning, 409),
    (TooBusy, 429),
    (NoReply, 502),
    (PlansError, 503),
)
UNEXPECTED = "Something unexpected went wrong; the server’s log has the details. Try again, or ask whoever runs it."
COME_BACK = "10"  # seconds: a server that has just started needs a few until its model is loaded


class Unchanged(Exception):
    """What is asked for is as the caller has it already; `headers` are those that it would have been sent with."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__(headers["ETag"])
        self.headers = headers


async def explained(_: Request, error: Exception) -> Response:
    """An error of ours: its message, and when to come back."""
    assert isinstance(error, PlansError)
    status = next(status for kind, status in STATUS if isinstance(error, kind))
    headers = {503: {"Retry-After": COME_BACK}}.get(status)
    if isinstance(error, TooBusy):
        headers = {"Retry-After": str(math.ceil(error.wait))}
    return problem(status, str(error), headers)


async def malformed(_: Request, error: Exception) -> Response:
    """A call that doesn't fit the description of the interface: what is wrong, place by place."""
    assert isinstance(error, RequestValidationError)
    faults = [
        {"where": ".".join(str(step) for step in fault["loc"]), "what": str(fault["msg"])} for fault in error.errors()
    ]
    told = "; ".join(f"{fault['where']}: {fault['what']}" for fault in faults)
    return problem(422, f"{told}. /api/v1/openapi.json says what there is.", errors=faults)


async def refused(_: Request, error: Exception) -> Response:
    """A refusal with a status of its own, such as that there is no such build."""
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), error.headers)


async def unchanged(_: Request, error: Exception) -> Response:
    assert isinstance(error, Unchanged)
    return Response(status_code=304, headers=error.headers)


async def unexpected(_: Request, error: Exception) -> Response:
    """What nobody foresaw; it goes on to `Bounded`, which logs it."""
    return problem(500, UNEXPECTED)
