"""The calls that the description of the HTTP interface shows, and what they are answered, on a certain day.

They are asked of the sample plan, and of a fictional one with two updates. `python -m tests.assistant.api.examples`
writes them anew."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from starlette.testclient import TestClient
from streamlit.runtime import Runtime

from assistant.api.http.app import EXAMPLES, described
from assistant.roles import Role
from assistant.screens.server.access import Access
from assistant.screens.server.service import Service
from assistant.settings import Settings
from index import build, load_encoder
from tests.assistant.api.conftest import NoPages, Office
from tests.places import MODELS, ROOT

DOCUMENTS = (
    ROOT / "corpus" / "sample" / "002_590fa58bdd871d37.txt",
    *(ROOT / "tests" / "browser" / name for name in ("fictional_plan.txt", "fictional_next_update.txt")),
)
FILE = ROOT / "assistant" / "api" / "http" / EXAMPLES
CALLS: dict[str, dict[str, Any]] = {
    "search": {"parameters": {"question": "What is being done about homelessness?", "k": 1}},
    "ask": {
        "parameters": {},
        "body": {"question": "How many National Transfer Scheme referrals have we accepted since April 2023?"},
    },
    "plans": {"parameters": {"limit": 1, "offset": 1}},
    "rows": {"parameters": {"plan": "Children in Care", "reference": "4.i"}},
    "changes": {"parameters": {"plan": "Harbour Lane", "unchanged": False, "limit": 1}},
    "watch": {"parameters": {"plan": "Harbour Lane", "concern": "carried over word for word", "limit": 1}},
    "overview": {"parameters": {"plan": "Harbour Lane", "limit": 1}},
    "briefing": {"parameters": {"about": "housing protocol", "plan": "Harbour Lane"}},
    "begin_build": {"parameters": {}, "body": {"accept": False}},
}


class ThatDay(date):
    """The day of the examples, so that what is past in them stays so."""

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return date(2026, 11, 29)


@contextmanager
def example_office() -> Iterator[Office]:
    """A server of the examples' documents, with the real model."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "documents").mkdir()
        for document in DOCUMENTS:
            shutil.copy(document, root / "documents")
        encoder = load_encoder("", MODELS)
        settings = Settings(
            documents=root / "documents", index=root / "index", kept=root / "kept", gateway="10.0.0.7", readers="*"
        )
        build(settings.documents, settings.index, encoder=lambda: encoder)
        service = Service(settings)
        service._encoder = lambda: encoder  # type: ignore[method-assign]
        service._loaded.set()
        office = Office(service, Access(settings, service.database))
        days = ("assistant.api.http.reading.date", "assistant.api.desk.date")
        with patch.object(Runtime, "instance", NoPages), patch(days[0], ThatDay), patch(days[1], ThatDay):
            yield office


def answered(program: TestClient, name: str, call: dict[str, Any]) -> tuple[int, Any]:
    """The status and the answer of a call."""
    method, path = next(
        (method, path)
        for path, operations in described().openapi()["paths"].items()
        for method, operation in operations.items()
        if operation["operationId"] == name
    )
    answer = program.request(method, path.removeprefix("/"), params=call["parameters"], json=call.get("body"))
    return answer.status_code, without(answer.json())


def without(answer: Any) -> Any:  # noqa: ANN401
    """An answer with what is different each time left empty."""
    if isinstance(answer, list):
        return [without(each) for each in answer]
    if isinstance(answer, dict) and "state" in answer:
        return {**answer, "id": "9f86d081884c7d65", "state": "running", "stage": "", "share": 0.0, "receipt": None}
    return answer


def main() -> None:
    with example_office() as office:
        program = office.program(Role.EDITOR)
        made = {name: {**call, **_said(*answered(program, name, call))} for name, call in CALLS.items()}
    FILE.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _said(status: int, answer: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"status": status, "answer": answer}


if __name__ == "__main__":
    main()
