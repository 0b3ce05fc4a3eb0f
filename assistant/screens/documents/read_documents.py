"""The button that has the documents read: a build in the background, noted in the audit log."""

from __future__ import annotations

from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing


@changing("read the documents")
def read(service: Service, accept: bool = False) -> str | None:
    """Begin to read the documents; `accept` publishes even if a plan loses many rows."""
    started = service.rebuild.start(accept)
    return ("accepting what is lost" if accept else "") if started else None
