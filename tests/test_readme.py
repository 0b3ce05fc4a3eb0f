"""What the README promises exists: commands, options, make targets, files, settings."""

from __future__ import annotations

import re

import click
import pytest

from assistant.cli.commands import plans
from assistant.settings import Settings
from tests.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLE = dict(re.findall(r"^\| `plans (\w+)[^|]*\| (.+) \|$", README, re.MULTILINE))


def test_the_table_lists_every_command() -> None:
    assert set(TABLE) == set(plans.commands)


@pytest.mark.parametrize(("command", "words"), TABLE.items())
def test_the_table_names_every_option_of_a_command(command: str, words: str) -> None:
    shared = {"--json", "--index", "--store"}
    options = {
        max(parameter.opts, key=len)
        for parameter in plans.commands[command].params
        if isinstance(parameter, click.Option)
    }
    assert set(re.findall(r"`(--?[\w-]+)`", words)) == options - shared
    assert shared <= options


def test_every_command_shown_is_one_of_ours() -> None:
    used = re.findall(r"^ +(?:\S*[/\\])?plans (\w+)(.*)$", README, re.MULTILINE)
    assert used
    for name, arguments in used:
        known = {option for parameter in plans.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)(--?[a-z][\w-]*)", arguments)) <= known, name


def test_every_make_target_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = set(re.findall(r"\bmake ([a-z]+)(?=[` \n])", README))
    assert shown <= targets
    assert {"run", "test", "bench"} <= shown


def test_every_file_linked_exists() -> None:
    linked = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert [target for target in linked if not (ROOT / target).exists()] == []
    assert linked


def test_settings_are_named_as_they_are_read() -> None:
    assert set(re.findall(r"PLANS_\w+", README)) == {f"PLANS_{name.upper()}" for name in Settings.model_fields}


def test_every_message_that_troubleshooting_quotes_is_said_somewhere() -> None:
    code = " ".join(
        path.read_text(encoding="utf-8")
        for layer in ("assistant", "corpus", "index")
        for path in (ROOT / layer).rglob("*.py")
    )
    quoted = re.findall(r'^\| "([^"]+)"', README, re.MULTILINE)
    assert quoted
    assert [message for message in quoted if f'"{message}' not in code] == []


def test_the_outputs_shown_are_quotes_of_the_sample() -> None:
    text = " ".join((ROOT / "tests" / "data" / "sample_gold.json").read_text(encoding="utf-8").split())
    quotes = [" ".join(quote.split()) for quote in re.findall(r"^ +\d+\. “([^”]+)”", README, re.MULTILINE)]
    assert len(quotes) >= 3
    assert [quote for quote in quotes if quote not in text] == []
