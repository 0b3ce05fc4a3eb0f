"""Questions and searches by programs; an answer that a language model words may come sentence by sentence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from assistant.answers import answer as answers
from assistant.api.http.caller import Caller, Calling, Tagged, in_thread, json_only
from assistant.api.http.reading import Asked, CategoryName, Name, PlanName, RowName, UpdateName
from assistant.api.shapes import Shape, as_json
from assistant.api.shapes.answers import Answer, Draft, Hit, Sentence
from assistant.drafting import draft as drafts
from assistant.drafting.service import LanguageModel
from assistant.questions.question import LONGEST
from corpus.errors import WrongUse
from corpus.library import LATEST
from index import Filters

router = APIRouter(tags=["questions"])
MOST_FOUND = 100
MOST_BEFORE = 20  # earlier questions: beyond that, what was said first is no longer spoken of
STREAM = "text/event-stream"
AS_IT_COMES = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # else nginx holds events back
NO_MODEL = "No language model is configured, so nothing can be worded. Leave `worded` out: answers are quotes."
Question = Annotated[str, Field(min_length=1, max_length=LONGEST, description="In anybody's own words.")]


class Where(Asked):
    """Where to look. A name that no plan, category or column has exactly is taken as some words of one."""

    plan: PlanName = None
    update: UpdateName = LATEST
    category: CategoryName = None
    reference: RowName = None
    column: Name = Field(default=None, description="A column's heading, or words of it.")

    @property
    def filters(self) -> Filters:
        return Filters(self.category, self.reference, self.column, self.plan, self.update)


class SearchAsked(Where):
    """What to search for."""

    question: Question
    k: int = Field(default=10, ge=1, le=MOST_FOUND, description="How many passages at most.")


class AskAsked(Asked):
    """A question, and what it goes on from."""

    question: Question
    history: list[Question] = Field(
        default_factory=list,
        max_length=MOST_BEFORE,
        description="The earlier questions of the conversation, oldest first: `And by when?` goes on from them.",
    )
    filters: Where = Field(default_factory=Where)
    worded: bool = Field(
        default=False,
        strict=True,
        description="Have the configured language model word the answer, each sentence checked against the quotes.",
    )


@router.get("/search", operation_id="search", dependencies=[Tagged])
@in_thread
def search(asked: Annotated[SearchAsked, Query()], caller: Calling) -> list[Hit]:
    """The passages that fit a question best."""
    return list(map(Hit.of, caller.desk.search(asked.question, asked.k, asked.filters)))


@router.post(
    "/ask",
    operation_id="ask",
    dependencies=[Depends(json_only)],
    response_model=Answer,
    response_model_exclude_unset=True,
    responses={
        200: {"content": {STREAM: {"schema": {"type": "string"}}}},
        415: {"description": "The body isn't JSON."},
    },
)
async def ask(asked: AskAsked, caller: Calling, request: Request) -> Answer | Response:
    """The answer to a question, in quotes.

    With `worded` and `Accept: text/event-stream`, the answer comes at once as the event `answer`, then each sentence of
    the language model as a `sentence`, and at the end the `draft` with all of them.
    """
    model = await in_thread(_model_for)(asked, caller)
    given = await in_thread(caller.desk.ask)(asked.question, asked.history, asked.filters.filters)
    if model is None:
        return Answer.of(asked.question, given)
    if STREAM in request.headers.get("accept", ""):
        return StreamingResponse(_events(asked.question, given, model), media_type=STREAM, headers=AS_IT_COMES)
    return await in_thread(_worded)(asked.question, given, model)


def _model_for(asked: AskAsked, caller: Caller) -> LanguageModel | None:
    """The language model, where one is asked for. Raises WrongUse if none is configured."""
    service = caller.whole
    if asked.worded and service.language_model is None:
        raise WrongUse(service.language_model_trouble or NO_MODEL)
    return service.language_model if asked.worded else None


def _worded(question: str, given: answers.Answer, model: LanguageModel) -> Answer:
    return Answer.of(question, given, drafts.draft(given.asked or question, given, model))


async def _events(question: str, given: answers.Answer, model: LanguageModel) -> AsyncIterator[str]:
    """The answer, then its wording as it is written."""
    yield _event("answer", Answer.of(question, given))
    sources = drafts.passages(given)
    loop, written = asyncio.get_running_loop(), asyncio.Queue[drafts.Sentence | drafts.Draft]()

    def put(piece: drafts.Sentence | drafts.Draft) -> None:
        loop.call_soon_threadsafe(written.put_nowait, piece)

    writing = asyncio.create_task(in_thread(_write)(given.asked or question, given, model, put))
    try:
        while not isinstance(piece := await written.get(), drafts.Draft):
            yield _event("sentence", Sentence.of(piece, sources))
        yield _event("draft", Draft.of(piece))
    finally:
        writing.cancel()


def _write(
    question: str, given: answers.Answer, model: LanguageModel, put: Callable[[drafts.Sentence | drafts.Draft], None]
) -> None:
    put(drafts.draft(question, given, model, put))


def _event(name: str, shape: Shape) -> str:
    return f"event: {name}\ndata: {json.dumps(as_json(shape), ensure_ascii=False)}\n\n"
