"""The server's log as lines of JSON, for programs that collect logs: without questions and words of documents."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

# Libraries that have handlers of their own, which write as they like.
OTHERS = ("streamlit", "uvicorn")


class JsonLines(logging.Formatter):
    """One line a record. Of an error it has the kind and the places in the code, but not what the error says: that may
    be a question, or words of a document."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage() if not record.exc_info or record.name == "root" else str(record.msg),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """From now on, everything that is logged is a line of JSON on stderr, also what Streamlit and uvicorn log."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in [*OTHERS, *logging.root.manager.loggerDict]:
        if name.partition(".")[0] in OTHERS:
            logger = logging.getLogger(name)
            logger.handlers.clear()
            logger.propagate = True
