"""The log as JSON: each record a line, an error with its place and without its words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from assistant.screens.server.logs import log_as_json

SECRET = "Who looks after J?"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    others = {name: (logging.getLogger(name).handlers[:], logging.getLogger(name).propagate) for name in ("streamlit",)}
    yield
    logging.captureWarnings(False)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    for name, (held, propagate) in others.items():
        logging.getLogger(name).handlers[:] = held
        logging.getLogger(name).propagate = propagate


def test_each_record_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json()
    logging.warning("%s is full", "the disk")
    logging.getLogger("streamlit.web").warning("two\nlines – £")
    logging.getLogger("uvicorn.access").info("GET /?q=%s", SECRET)
    told = map(json.loads, capsys.readouterr().err.splitlines())
    first, second = (each for each in told if each["from"] in ("root", "streamlit.web"))  # other threads may log, too
    assert (first["level"], first["from"], first["says"]) == ("warning", "root", "the disk is full")
    assert second["says"] == "two\nlines – £"


def test_an_error_says_where_and_not_what_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    log_as_json()
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.exception("drawing the page %s", "Ask")
        logging.getLogger("streamlit.runtime").exception("failed with %s", SECRET)
    written = capsys.readouterr().err
    assert SECRET not in written
    ours, theirs = (json.loads(line) for line in written.splitlines())
    assert (ours["error"], ours["says"]) == ("ValueError", "drawing the page Ask")
    assert theirs["says"] == "failed with %s"
    assert "test_logs.py" in ours["where"][-1]
