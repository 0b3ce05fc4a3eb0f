"""The servers of measurements: PostgreSQL where `make test-engine` has installed it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.places import ROOT
from tests.engine.fixtures import ENVIRONMENT
from tests.engine.servers import Programs, programs


@contextmanager
def installed() -> Iterator[Programs]:
    """PostgreSQL's programs, with a folder for the data of servers, which goes with it."""
    with programs(Path(os.environ.get(ENVIRONMENT, ROOT / "build" / "engine"))) as found:
        yield found
