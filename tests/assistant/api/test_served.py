"""What `plans serve` answers to programs, beside the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.api.served import MCP, for_programs
from assistant.settings import Settings

LISTED = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
HEADERS = {"accept": "application/json, text/event-stream"}


@pytest.mark.parametrize(("said", "status", "words"), [("off", 404, "PLANS_MCP=on"), ("on", 200, "search_plans")])
def test_the_server_for_language_models_is_off_until_it_is_asked_for(
    tmp_path: Path, said: Literal["off", "on"], status: int, words: str
) -> None:
    assert Settings.model_fields["mcp"].default == "off"
    further = for_programs(Settings(documents=tmp_path / "documents", index=tmp_path / "index", mcp=said))
    app = Starlette(routes=list(further.routes), lifespan=lambda _: further.running())
    with TestClient(app) as program:
        answer = program.post(MCP, json=LISTED, headers=HEADERS)
    assert (answer.status_code, words in answer.text) == (status, True)
