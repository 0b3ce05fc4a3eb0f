"""The HTTP interface as an application, with its description: OpenAPI 3.1, whose examples are tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from assistant.api.http import asking, changing, problems, reading
from assistant.api.http.bounded import Bounded
from assistant.api.http.caller import Tagged
from assistant.screens.server.service import Service
from corpus.errors import PlansError

PATH = "/api/v1"
ROUTERS = (asking.router, reading.router, changing.router)
EXAMPLES = "examples.json"  # a call of each operation, and its answer from the sample and a fictional plan
PROBLEM = "application/problem+json"
SUMMARY = "Ask council plan documents: every answer quotes a document and says where the quote stands."
REFUSALS = {
    "401": "Nobody is known by the token that was sent, or none was sent.",
    "403": "The role of whoever calls doesn't allow this, or a page of another site sent it.",
    "422": "The call doesn't fit this description, or names something that isn't there.",
    "429": "Too much was asked in a short time. `Retry-After` says when to come back.",
    "503": "The plans can't be used at the moment. `Retry-After` says when to come back.",
    "default": "Anything else that is wrong.",
}
REFUSAL = {
    "title": "Refusal",
    "description": "What is wrong, as RFC 9457 has it; `detail` says what to do, in words for people.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "what"],
                "properties": {"where": {"type": "string"}, "what": {"type": "string"}},
            },
        },
    },
}


def application(service: Callable[[], Service]) -> ASGIApp:
    """The interface, to be mounted below PATH behind the gate. It has no pages: FastAPI's own would fetch their scripts
    from elsewhere."""
    app = described()
    app.state.service = service
    return Bounded(app)


def described() -> FastAPI:
    """The interface without what it serves from. The library's own telemetry, which variables of the environment could
    lead elsewhere, is off."""
    app = FastAPI(
        title="Plans",
        summary=SUMMARY,
        version="1.0",
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        docs_url=None,
        redoc_url=None,
        exception_handlers={
            PlansError: problems.explained,
            RequestValidationError: problems.malformed,
            HTTPException: problems.refused,
            problems.Unchanged: problems.unchanged,
            Exception: problems.unexpected,
        },
    )
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = partial(description, app)  # type: ignore[method-assign]
    return app


@cache
def description(app: FastAPI) -> dict[str, Any]:
    """The interface as OpenAPI describes it."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        servers=[{"url": PATH}],
        tags=[{"name": "questions"}, {"name": "plans"}, {"name": "documents"}],
    )
    parts = made["components"]
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    parts["schemas"]["Refusal"] = REFUSAL
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "plans_session"},
    }
    made["security"] = [{"token": []}, {"session": []}, {}]
    known: dict[str, dict[str, Any]] = json.loads(resources.files(__package__).joinpath(EXAMPLES).read_text("utf-8"))
    operations = [each for router in ROUTERS for each in router.routes if isinstance(each, APIRoute)]
    tagged = {each.operation_id for each in operations if Tagged in each.dependencies}
    for path in made["paths"].values():
        for operation in path.values():
            _complete(operation, operation["operationId"] in tagged)
            _exemplify(operation, known.get(operation["operationId"]))
    return made


def _complete(operation: dict[str, Any], tagged: bool) -> None:
    """Add what all operations may answer, those that are `tagged` also that nothing has changed."""
    answers = operation["responses"]
    answers.pop("422", None)
    for status in [*REFUSALS, *(each for each in answers if each.startswith("4"))]:
        told = answers.get(status, {}).get("description") or REFUSALS[status]
        schema = {"$ref": "#/components/schemas/Refusal"}
        answers[status] = {"description": told, "content": {PROBLEM: {"schema": schema}}}
    headers = {}
    if tagged:
        headers["ETag"] = {"schema": {"type": "string"}, "description": "Which state of the plans is shown."}
        answers["304"] = {"description": "What the caller has, by its `ETag` in `If-None-Match`, is still so."}
    if any(each["name"] == "limit" for each in operation.get("parameters", ())):
        headers["X-Total-Count"] = {"schema": {"type": "integer"}, "description": "How many entries there are."}
        headers["Link"] = {
            "schema": {"type": "string"},
            "description": "The address of the next piece, if there is one.",
        }
    if headers:
        answers["200"]["headers"] = headers


def _exemplify(operation: dict[str, Any], example: dict[str, Any] | None) -> None:
    """Add an example of a call and its answer."""
    if example is None:
        return
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in example["parameters"]:
            parameter["example"] = example["parameters"][parameter["name"]]
    if "body" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["body"]
    operation["responses"][str(example["status"])]["content"]["application/json"]["example"] = example["answer"]
