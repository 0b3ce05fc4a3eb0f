"""The files for servers: what this machine can check of them, and that they say what the app understands."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from assistant.settings import MAIL_PASSWORD, METRICS_KEY, OPENID_SECRET, Settings
from tests.places import ROOT

DEPLOY = ROOT / "deploy"
KNOWN = {MAIL_PASSWORD, METRICS_KEY, OPENID_SECRET, *(f"PLANS_{name.upper()}" for name in Settings.model_fields)}


def test_every_setting_named_there_exists() -> None:
    named = {name for path in DEPLOY.iterdir() for name in re.findall(r"PLANS_[A-Z_]+", path.read_text("utf-8"))}
    assert named <= KNOWN
    assert OPENID_SECRET in named


def test_the_container_runs_as_nobody_and_keeps_nothing_in_itself() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER 10001"]
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    for words in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert words in compose
    assert "ports" not in compose.partition("caddy:")[0]  # only Caddy is reached from outside


def hashed(name: str) -> dict[str, tuple[str, int]]:
    """The packages of a list: their versions, and how many hashes each has."""
    entries = re.findall(
        r"^(\S+)==([^ ;]+)(.*?)(?=^\S|\Z)", (DEPLOY / name).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return {name: (version, len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", rest))) for name, version, rest in entries}


def test_a_server_is_installed_from_the_tested_versions_with_hashes() -> None:
    lock = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    tested = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in lock.items()}
    every = hashed("hashed.txt") | hashed("hashed-torch.txt")
    assert {name for name, (version, _) in every.items() if tested.get(name, version) != version} == set()
    assert {name for name, (_, hashes) in every.items() if not hashes} == set()
    assert "torch" in hashed("hashed-torch.txt")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["sign-in"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=]", each)[0]).lower() for each in asked}
    assert names <= every.keys()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd isn't installed")
def test_systemd_understands_the_unit_and_finds_it_confined(tmp_path: Path) -> None:
    unit = (DEPLOY / "plans.service").read_text(encoding="utf-8")
    (tmp_path / "plans.service").write_text(re.sub(r"/opt/plans/\S*/plans serve", "/bin/true", unit))
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "plans.service")]
    verified = subprocess.run(command, capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    secure = ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(tmp_path / "plans.service")]
    assert subprocess.run(secure, capture_output=True).returncode == 0


@pytest.mark.skipif(shutil.which("hadolint") is None, reason="hadolint isn't installed")
def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    found = subprocess.run(["hadolint", str(DEPLOY / "Dockerfile")], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (0, "")
