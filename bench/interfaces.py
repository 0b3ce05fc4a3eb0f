"""The reference of HTTP and of the MCP server for the documentation site, from what both say of themselves."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import urlencode

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.types import ResourceTemplate, Tool

from assistant.api.desk import Desk
from assistant.api.http.app import PATH, described
from assistant.api.mcp.server import server

Schema = Mapping[str, Any]
ENTRIES_SHOWN = 1  # of each list in an example: the others look alike


def http() -> Iterator[str]:
    """Each operation with what it takes and gives, then the shapes, as `/api/v1/openapi.json` has them."""
    made = described().openapi()
    yield from ("# HTTP", "", made["info"]["summary"], "")
    yield f"All of it is below `{PATH}`; programs read the same at `{PATH}/openapi.json` (OpenAPI {made['openapi']})."
    yield "[For other programs](../api.md) says who may call, and what limits, lists and refusals have in common."
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            yield from _operation(f"{method.upper()} {PATH}{path}", operation)
    yield from ("", "## Shapes", "")
    for name, schema in sorted(made["components"]["schemas"].items()):
        yield from _shape(name, schema)


def _operation(title: str, operation: Schema) -> Iterator[str]:
    yield from ("", f"## {title}", "", operation["description"], "")
    if parameters := operation.get("parameters"):
        taken = {each["name"]: each["schema"] for each in parameters}
        yield from _fields(
            "parameter",
            {"properties": taken, "required": [each["name"] for each in parameters if each["required"]]},
        )
    for kind, taken in operation.get("requestBody", {}).get("content", {}).items():
        yield from (f"The body is {_kind(taken['schema']) if 'schema' in taken else 'the file'}, as `{kind}`.", "")
    for status, answer in sorted(operation["responses"].items()):
        if status.startswith("2"):
            given = [f"{_kind(each.get('schema', {}))} as `{kind}`" for kind, each in answer["content"].items()]
            yield from (f"The answer, with status {status}, is {' or '.join(given)}.", "")
            yield from _example(title, operation, answer["content"].get("application/json", {}))
        elif status.startswith("4") and answer["description"]:
            yield f"- {status}: {answer['description']}"


def _example(title: str, operation: Schema, answer: Schema) -> Iterator[str]:
    """A call and its answer, of which a test says that they are so; long lists are cut short."""
    if "example" not in answer:
        return
    asked = {each["name"]: each["example"] for each in operation.get("parameters", ()) if "example" in each}
    yield from ("```http", title + (f"?{urlencode(asked)}" if asked else ""))
    if "requestBody" in operation:
        taken = operation["requestBody"]["content"]["application/json"]["example"]
        yield from ("Content-Type: application/json", "", json.dumps(taken, ensure_ascii=False))
    yield from (
        "```",
        "",
        "```json",
        json.dumps(_shortened(answer["example"]), ensure_ascii=False, indent=1),
        "```",
        "",
    )


def _shortened(example: object) -> object:
    if isinstance(example, list):
        return [_shortened(each) for each in example[:ENTRIES_SHOWN]] + ["…"] * (len(example) > ENTRIES_SHOWN)
    return {name: _shortened(value) for name, value in example.items()} if isinstance(example, dict) else example


def _shape(name: str, schema: Schema) -> Iterator[str]:
    """A shape with its fields, or the values that there are."""
    yield from (f"### {name}", "", inspect.cleandoc(schema.get("description", "")), "")
    if "enum" in schema:
        yield from (f"One of {_values(schema)}.", "")
    else:
        yield from _fields("field", schema)


def _fields(what: str, schema: Schema) -> Iterator[str]:
    """A table of an object's fields; nothing where it has none."""
    if not (fields := schema.get("properties")):
        return
    yield from (f"| {what} | kind | what it is |", "|---|---|---|")
    for name, kind in fields.items():
        yield _row(name, kind, name in schema.get("required", ()))
    yield ""


def _row(name: str, schema: Schema, required: bool) -> str:
    words = " ".join(schema.get("description", "").split())
    if not required and "anyOf" in schema:  # leaving it out is the same as null
        schema = {**schema, "anyOf": [each for each in schema["anyOf"] if each.get("type") != "null"]}
    default = schema.get("default")
    by_default = "" if required or default in (None, "", []) else f" By default `{json.dumps(default)}`."
    kind = _kind(schema) if required else f"{_kind(schema)}, may be left out"
    return f"| `{name}` | {kind} | {words}{by_default} |"


def _kind(schema: Schema) -> str:
    """A schema in words, such as “a list of Row”."""
    match schema:
        case {"$ref": str(place)}:
            name = place.rpartition("/")[2]
            return f"[{name}](#{name.lower()})"
        case {"anyOf": kinds}:
            return " or ".join(map(_kind, kinds))
        case {"enum": _}:
            return f"one of {_values(schema)}"
        case {"type": "array", "items": entries}:
            return f"a list of {_kind(entries)}"
        case {"additionalProperties": dict(values)}:
            return f"{_kind(values)} by name"
    kind = str(schema.get("type", "bytes")).replace("string", "text")
    limits = (("minimum", "at least {}"), ("maximum", "at most {}"), ("maxLength", "at most {} characters"))
    told = [words.format(f"{schema[name]:,}".removesuffix(".0")) for name, words in limits if name in schema]
    return ", ".join([kind, *told])


def _values(schema: Schema) -> str:
    return ", ".join(f"`{value}`" for value in schema["enum"])


def mcp() -> Iterator[str]:
    """The server's instructions, tools and resources, as a client is told of them."""
    with ThreadPoolExecutor(1) as alone:  # a loop may be running in this thread, as beside a browser
        instructions, tools, resources = alone.submit(anyio.run, _told, server(_nobody)).result()
    yield from ("# Model Context Protocol", "")
    yield from ("[For other programs](../api.md#mcp) says how to start the server. What a client is told first:", "")
    yield from (f"> {line}" for line in instructions.splitlines())
    shapes: dict[str, Schema] = {}
    for tool in tools:
        given = tool.output_schema or {}
        shapes |= {given["title"]: given, **given.get("$defs", {})}
        yield from ("", f"## {tool.name}", "", inspect.cleandoc(tool.description or ""), "")
        yield from _fields("parameter", tool.input_schema)
        yield f"The result is [{given['title']}](#{given['title'].lower()})."
    yield from ("", "## Resources", "", "| address | what it is |", "|---|---|")
    for each in resources:
        yield f"| `{each.uri_template}` | {each.description} As `{each.mime_type}`. |"
    yield from ("", "## Shapes", "")
    for name, schema in sorted(shapes.items()):
        yield from _shape(name, schema)


async def _told(made: MCPServer[Any]) -> tuple[str, list[Tool], list[ResourceTemplate]]:
    return made.instructions or "", await made.list_tools(), await made.list_resource_templates()


def _nobody(_: object) -> AbstractAsyncContextManager[Desk]:
    raise NotImplementedError("Nothing is asked.")
