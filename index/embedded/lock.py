"""Lets only one build write an index at a time, and says who is building."""

from __future__ import annotations

import getpass
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import BuildRunning
from corpus.library import INDEX_LOCK

OWNER = "building.json"


@contextmanager
def sole_builder(index: Path) -> Iterator[None]:
    """A lock for writing an index. Raises BuildRunning, which names who holds it; a killed process releases it."""
    from filelock import FileLock, Timeout

    index.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / INDEX_LOCK, blocking=False):
            try:
                (index / OWNER).write_text(json.dumps(_myself()), encoding="utf-8")
                yield
            finally:
                (index / OWNER).unlink(missing_ok=True)
    except Timeout:
        raise BuildRunning(
            f"The index at {index} is being built by {_owner(index)}. Wait until that build is done, then build again."
        ) from None


def _myself() -> dict[str, str]:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "somebody"
    since = f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC"
    return {"who": f"{user} on {platform.node()} (process {os.getpid()})", "since": since}


def _owner(index: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        owner = json.loads((index / OWNER).read_text(encoding="utf-8"))
        return f"{owner['who']} since {owner['since']}"
    return "another program"
