"""The description of HTTP: its examples are what a server answers, and that is what the command line prints."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from click.testing import CliRunner

from assistant.api.http.app import described
from assistant.cli.commands import plans
from assistant.roles import Role
from tests.assistant.api.conftest import Office
from tests.assistant.api.examples import CALLS, FILE, answered, example_office
from tests.places import DATA, MODELS, ROOT

EXAMPLES: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
DESCRIPTION = described().openapi()
OPERATIONS = {
    operation["operationId"]: operation for path in DESCRIPTION["paths"].values() for operation in path.values()
}
LINES = (DATA / "questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line)["question"] for line in LINES[::4]]  # every kind; all were compared by hand
WITHOUT = {"page", "add_document", "build"}  # of pictures and files, and of a build that is over


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with example_office() as made:
        yield made


@pytest.mark.parametrize("name", CALLS)
def test_an_example_is_what_a_server_answers(office: Office, name: str) -> None:
    example = EXAMPLES[name]
    assert {key: example[key] for key in CALLS[name]} == CALLS[name], "python -m tests.assistant.api.examples"
    assert answered(office.program(Role.EDITOR), name, CALLS[name]) == (example["status"], example["answer"])


@pytest.mark.parametrize("name", CALLS)
def test_an_example_fits_the_description_and_shows_something(name: str) -> None:
    example = EXAMPLES[name]
    content = OPERATIONS[name]["responses"][str(example["status"])]["content"]["application/json"]
    assert content["example"] == example["answer"]
    assert example["answer"]
    schema = {**content["schema"], "components": DESCRIPTION["components"]}
    jsonschema.Draft202012Validator(schema).validate(example["answer"])


def test_every_operation_has_an_example_a_description_and_its_refusals() -> None:
    assert DESCRIPTION["openapi"].startswith("3.1")
    assert set(OPERATIONS) - WITHOUT == set(EXAMPLES) == set(CALLS)
    for operation in OPERATIONS.values():
        assert operation["description"]
        assert {"401", "403", "422", "429", "503"} <= set(operation["responses"])


def test_what_can_be_asked_for_again_says_so() -> None:
    """Everything that is read, apart from how far a build is."""
    tagged = {name for name, operation in OPERATIONS.items() if "304" in operation["responses"]}
    assert tagged == set(OPERATIONS) - {"ask", "add_document", "begin_build", "build"}
    assert all("ETag" in OPERATIONS[name]["responses"]["200"]["headers"] for name in tagged)


def test_the_call_that_the_page_shows_is_answered(office: Office) -> None:
    (line,) = re.findall(r"^    curl (.+)$", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE)
    _, header, address = shlex.split(line)
    program, called = office.program(), urlsplit(address)
    name, _, value = header.partition(": ")
    assert program.headers[name].startswith(value.removesuffix("…"))
    hits = program.get(f"http://localhost{called.path}?{called.query}").json()
    assert len(hits) == 3
    assert "homeless" in hits[0]["text"].lower()


@pytest.mark.parametrize("question", QUESTIONS)
def test_http_answers_what_the_command_line_prints(office: Office, question: str) -> None:
    settings = office.service.settings
    environment = {"PLANS_DOCUMENTS": str(settings.documents), "PLANS_MODEL_CACHE": str(MODELS)}
    command = ["ask", question, "And by when?", "--json", "--index", str(settings.index), "--groups", ""]
    printed = json.loads(CliRunner().invoke(plans, command, env=environment).stdout)
    program = office.program()
    told = [
        program.post("ask", json={"question": question}).json(),
        program.post("ask", json={"question": "And by when?", "history": [question]}).json(),
    ]
    assert told == printed
