"""Who calls: what they may see, how often they may ask, and what is noted of what they do."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial, wraps
from typing import Annotated, Any, ParamSpec, TypeVar

import anyio
from anyio import to_thread
from fastapi import Depends, HTTPException, Request, Response

from assistant import Assistant
from assistant.api.desk import Desk
from assistant.api.http.problems import Unchanged
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.server.service import Service
from assistant.store.people import Person
from corpus.errors import IndexDamaged, IndexNotFound, TooBusy

P = ParamSpec("P")
R = TypeVar("R")

# Calls of one caller that are under way at once. Each holds a thread, and a place among those who wait for an answer,
# of which there are 100 for all: with 16, one program can't keep people waiting.
MOST_AT_ONCE = 16
# Threads for all programs together: as many as may wait for an answer, and some for what waits for nothing. The gate
# has threads of its own, so that pages open while programs wait.
THREADS = anyio.CapacityLimiter(120)
NOT_YET = "The documents are being read for the first time. Try again in a few seconds."
LOADING = "The search model is being loaded. Try again in a few seconds."
TOO_MANY = "You have {} calls under way, and may have no more. Wait until some are answered."
_under_way: Counter[str] = Counter()


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever calls; `key` is what they are limited by, which is an address where nobody is known."""

    person: Person
    key: str
    whole: Service
    where: str
    app: str

    @property
    def service(self) -> Service:
        """The service as the caller may use it."""
        return self.whole.seen_by(self.person)

    @property
    def assistant(self) -> Assistant:
        """The plans that the caller may see. Raises IndexNotFound, or IndexDamaged where they can't be used."""
        service = self.service
        assistant = service.assistant
        if assistant is None:
            raise IndexDamaged(service.trouble) if service.trouble else IndexNotFound(NOT_YET)
        return assistant

    @property
    def desk(self) -> Desk:
        """Where the caller asks."""
        questions = self.whole.questions
        return Desk(
            self._ready,
            self.whole.settings.documents,
            self.app,
            partial(questions.answering, self.key),
            questions.in_turn,
            lambda question: self.note("asked", self.whole.audit.masked(question)),
        )

    def note(self, act: str, what: str = "") -> None:
        """Note in the audit log what the caller did; nothing of somebody who isn't known."""
        if self.person.name:
            self.whole.audit.note(self.person, act, what, self.where)

    def _ready(self) -> Assistant:
        if not self.whole.loaded:
            raise IndexNotFound(LOADING)
        return self.assistant


def caller_of(request: Request, service: Service) -> Caller:
    """Who calls, as the gate found it out."""
    state, settings = request.state, service.settings
    address = request.client.host if request.client else ""
    app = settings.address or f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"
    return Caller(state.person, state.caller, service, address, app)


@asynccontextmanager
async def one_of_few(request: Request, service: Callable[[], Service]) -> AsyncIterator[Caller]:
    """Who calls, while fewer of their calls are under way than they may have. Raises TooBusy."""
    caller = caller_of(request, service())
    if _under_way[caller.key] >= MOST_AT_ONCE:
        raise TooBusy(TOO_MANY.format(MOST_AT_ONCE), wait=1)
    _under_way[caller.key] += 1
    try:
        yield caller
    finally:
        _under_way[caller.key] -= 1
        if not _under_way[caller.key]:
            del _under_way[caller.key]


def json_only(request: Request) -> None:
    """Pages of other sites can send forms and plain text here, but no JSON without being asked first."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "Send JSON, with Content-Type: application/json.")


async def calling(request: Request) -> AsyncIterator[Caller]:
    """Who calls the HTTP interface."""
    async with one_of_few(request, request.app.state.service) as caller:
        yield caller


def in_thread(work: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """`work`, done in one of the threads that are there for programs."""

    @wraps(work)
    async def done(*args: P.args, **kwargs: P.kwargs) -> R:
        return await to_thread.run_sync(partial(work, *args, **kwargs), limiter=THREADS)

    return done


Calling = Annotated[Caller, Depends(calling)]


def tagged(request: Request, response: Response, caller: Calling) -> None:
    """Says which state of the plans is shown. Raises Unchanged for callers who have that already.

    It is the state of what this caller may see, of the generation in use with staff's own files as they were when it
    was opened; and of today, because what is overdue is another thing tomorrow.
    """
    tag = f'"{_state(caller.assistant)}-{date.today().isoformat()}"'
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    told = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if tag in known or known == ["*"]:
        raise Unchanged(told)
    response.headers.update(told)


@per_generation
def _state(assistant: Assistant) -> str:
    return f"{assistant.generation}-{secrets.token_hex(8)}"


Tagged = Depends(in_thread(tagged))
