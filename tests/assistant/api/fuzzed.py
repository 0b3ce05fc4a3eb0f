"""Calls every operation of a server with what its description allows and what it doesn't, by schemathesis.

`python -m tests.assistant.api.fuzzed PROGRAM`: PROGRAM is schemathesis in an environment of its own (`make fuzz`). It
fails on any 5xx and on any answer that the description doesn't have. What fits the description may be refused with 422
all the same, because it names a plan or an update that isn't there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from assistant.api.http.app import PATH, described
from assistant.roles import Role
from assistant.screens.server import gate
from assistant.screens.server.rates import Rate, Rates
from tests.assistant.api.conftest import Office, listening
from tests.assistant.api.examples import example_office

EXAMPLES = 190  # for each operation: more than 2,000 calls each time
UNLIMITED = Rate(1_000_000, 1_000_000)  # else nearly all questions are answered with 429
OPTIONS = (
    "--checks=all",
    "--exclude-checks=positive_data_acceptance",
    f"--max-examples={EXAMPLES}",
    "--seed=1",
    "--continue-on-failure",
    "--suppress-health-check=all",
    "--no-color",
)


def main(program: str) -> None:
    with patch.object(gate, "OF_A_PERSON", UNLIMITED), patch.object(gate, "OF_AN_ADDRESS", UNLIMITED):
        failed = [name for name, token in (("signed in", True), ("signed out", False)) if fuzz(program, token)]
    if failed:
        sys.exit(f"Something is wrong where programs are {' and '.join(failed)}.")


def fuzz(program: str, known: bool) -> int:
    """The status with which it ends. Each time has documents of its own, as programs add some."""
    with example_office() as office, tempfile.TemporaryDirectory() as folder:
        office.service.questions._rates = Rates(UNLIMITED)
        description = Path(folder) / "openapi.json"
        description.write_text(json.dumps(described().openapi()), encoding="utf-8")
        with listening(office.app) as address:
            calls = [
                f"--url={address}{PATH}",
                f"--max-examples={EXAMPLES}",
                "--exclude-checks=positive_data_acceptance",
            ]
            token = [f"--header=Authorization: {authorization(office)}"] if known else []
            return subprocess.run([program, "run", str(description), *calls, *OPTIONS, *token], cwd=folder).returncode


def authorization(office: Office) -> str:
    return str(office.program(Role.EDITOR).headers["authorization"])


if __name__ == "__main__":
    main(sys.argv[1])
