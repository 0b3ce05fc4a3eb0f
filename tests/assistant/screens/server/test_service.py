"""What the app's sessions share: the language model that the settings name, with its key from where it may lie."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.screens.server.service import Service
from assistant.settings import Settings
from assistant.store.conversations import Conversation, Turn
from tests.places import ROOT

KEY = "PLANS_LANGUAGE_MODEL_KEY"
NAMED = {"PLANS_LANGUAGE_MODEL": "ours", "PLANS_LANGUAGE_MODEL_URL": "http://localhost:1/v1"}
SAY = """
from assistant.screens.server.service import Service
from assistant.settings import Settings
service = Service(Settings.load())
print(service.language_model and service.language_model.key, service.language_model_trouble)
"""


def said(home: Path, **environment: str) -> str:
    """What a process says whose home is this folder: the key, then what is wrong."""
    folders = {"HOME": str(home), "PLANS_INDEX": str(home / "index"), "PYTHONPATH": str(ROOT)}
    settings = {**os.environ, **NAMED, **folders, **environment}
    done = subprocess.run(
        [sys.executable, "-c", SAY], env=settings, cwd=home, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_without_a_name_there_is_no_language_model(tmp_path: Path) -> None:
    service = Service(Settings(documents=tmp_path / "documents", index=tmp_path / "index"))
    assert service.language_model is None
    assert service.language_model_trouble == ""


@pytest.mark.parametrize(
    ("environment", "secrets", "key"),
    [
        ({}, "", "none"),
        ({}, f'{KEY} = "from-the-secrets"', "from-the-secrets"),
        ({}, "this is no TOML", "none"),
        ({KEY: "from-the-environment"}, f'{KEY} = "from-the-secrets"', "from-the-environment"),
    ],
)
def test_its_key_comes_from_the_environment_or_else_from_the_secrets(
    tmp_path: Path, environment: dict[str, str], secrets: str, key: str
) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets)
    assert said(tmp_path, **environment) == key


def test_conversations_are_deleted_when_they_were_kept_as_long_as_the_settings_say(tmp_path: Path) -> None:
    service = Service(Settings(documents=tmp_path / "documents", index=tmp_path / "index", kept_days=30))
    turn = Turn("Who leads the board?")
    service.conversations.store("ours", Conversation(turns=[turn]), turn)
    now = datetime.now(UTC)
    service.delete_old_conversations(now + timedelta(days=29))
    assert len(service.conversations.listed("ours")) == 1
    service.delete_old_conversations(now + timedelta(days=31))
    assert service.conversations.listed("ours") == []


def test_a_key_that_cannot_be_one_is_reported_without_saying_it(tmp_path: Path) -> None:
    told = said(tmp_path, **{KEY: "two words"})
    assert told.startswith(f"None {KEY} holds spaces")
    assert "two words" not in told


# What is freed below something small that stays: without the settings, glibc mostly keeps it for whoever needs memory
# next.
FREED_BELOW = """
from pathlib import Path
from assistant.screens.server.service import give_memory_back

def own() -> int:
    return int(Path("/proc/self/status").read_text().partition("RssAnon:")[2].split()[0]) // 1_000

give_memory_back()
bytearray(30 * 2**20)  # glibc takes the size of what was freed for one that will be asked for often
held = [b"x" * 2**21 for _ in range(40)]
above = b"x" * 100_000
full = own()
del held
print(full - own())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc is told so")
def test_memory_that_is_not_used_any_more_goes_back_to_the_system() -> None:
    command = [sys.executable, "-c", FREED_BELOW]
    returned = int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    assert returned > 60  # of the 80 MB
