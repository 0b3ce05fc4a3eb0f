"""The documentation says what is so: its examples are run, its commands and options exist, its links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import click
import pytest
from click.testing import CliRunner

from assistant.api.http import app
from assistant.cli.commands import plans
from assistant.settings import Settings
from bench import documentation, interfaces
from tests.assistant.api.examples import FILE
from tests.assistant.api.test_mcp import TOOLS
from tests.places import DATA, ROOT

DOCS = ROOT / "docs"
SAMPLE = ROOT / "corpus" / "sample"
GUIDES = [ROOT / "README.md", *sorted(DOCS.glob("how-to/*.md"))]
PAGES = sorted(DOCS.rglob("*.md"))
GAP = "…"  # in place of output that isn't shown


def transcript(page: str) -> Iterator[tuple[str, list[str]]]:
    """The commands that a page shows with what they print."""
    shown: list[str] | None = None
    command = ""
    for line in [*page.splitlines(), "end"]:
        if line.startswith("    $ ") or (line.strip() and not line.startswith("    ")):
            if shown is not None:
                yield command, shown
            shown = [] if line.startswith("    $ ") else None
            command = line.removeprefix("    $ ")
        elif shown is not None:
            shown.append(line.strip())


def prints(command: str, shown: list[str]) -> None:
    """Run a command and compare what it prints, apart from how lines are broken."""
    program, *arguments = shlex.split(command)
    assert Path(program).name == "plans"
    result = CliRunner().invoke(plans, arguments)
    output = " ".join(result.output.split())
    parts = [" ".join(part.split()) for part in "\n".join(shown).split(GAP)]
    assert output.startswith(parts[0]), command
    place = 0
    for part in parts:
        assert part in output[place:], command
        place = output.index(part, place) + len(part)
    assert len(parts) > 1 or output == parts[0], command


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to start in, with nothing but a data folder."""
    for name in [name for name in os.environ if name.startswith("PLANS_") and name != "PLANS_MODEL_CACHE"]:
        monkeypatch.delenv(name)
    (tmp_path / "data" / "documents").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_tutorial_goes_as_it_says(elsewhere: Path) -> None:
    page = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    files = {
        found.start(): (found[1], found[2])
        for found in re.finditer(r'```markdown title="(.+?)"\n(.+?)```', page, re.DOTALL)
    }
    assert len(files) == 2
    ends = [*list(files)[1:], len(page)]
    commands = 0
    for (start, (name, text)), end in zip(files.items(), ends, strict=True):
        (elsewhere / name).write_text(text, encoding="utf-8")
        for command, shown in transcript(page[start:end]):
            prints(command, shown)
            commands += 1
    assert commands >= 8


def test_the_guides_show_what_is_printed_for_the_sample(elsewhere: Path) -> None:
    for path in SAMPLE.glob("*.txt"):
        shutil.copy(path, elsewhere / "data" / "documents")
    assert CliRunner().invoke(plans, ["build"]).exit_code == 0
    commands = 0
    for guide in GUIDES:
        page = guide.read_text(encoding="utf-8")
        for command, shown in transcript(page):
            prints(command, shown)
            commands += 1
        for code in python_on(guide):
            exec(code, {})
            commands += 1
    assert commands >= 11


def python_on(page: Path) -> list[CodeType]:
    """The Python that a page shows."""
    found = re.findall(r"```python\n(.+?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [compile(code, str(page), "exec") for code in found]


UNTIL_STOPPED = ("serve",)


def test_what_the_guides_and_contracts_show_without_its_output_runs_too(elsewhere: Path) -> None:
    """On the sample and the two updates of the tutorial, built one after the other, so that there is a way back."""
    documents = elsewhere / "data" / "documents"
    shutil.copy(SAMPLE / "002_590fa58bdd871d37.txt", documents)
    tutorial = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    for name, text in re.findall(r'```markdown title="(.+?)"\n(.+?)```', tutorial, re.DOTALL):
        (elsewhere / name).write_text(text, encoding="utf-8")
        assert CliRunner().invoke(plans, ["build"]).exit_code == 0
    (contract,) = python_on(DOCS / "architecture.md")
    exec(contract, {})
    ran = []
    for guide in GUIDES:
        for line in re.findall(r"^    (?:\.venv/bin/)?plans (.+)$", guide.read_text(encoding="utf-8"), re.MULTILINE):
            command, *arguments = shlex.split(line)
            if command not in UNTIL_STOPPED:
                result = CliRunner().invoke(plans, [command, *arguments])
                assert result.exit_code == 0, f"plans {line}: {result.output}"
                ran.append(command)
    assert {"build", "ask", "show", "changes", "rollback", "brief"} <= set(ran)
    assert {path.name for path in elsewhere.iterdir()} >= {"changes.docx", "changes.csv", "briefing.docx", "both.docx"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_commands_and_settings_on_a_page_are_ours(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name, arguments in re.findall(r"^ +(?:\$ )?plans ([a-z]+)(.*)$", text, re.MULTILINE):
        known = {option for parameter in plans.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)(--?[a-z][\w-]*)", arguments)) <= known, f"plans {name}{arguments}"


def test_the_reference_has_every_command_option_and_setting() -> None:
    commands, settings = ("\n".join(made()) for made in (documentation.commands, documentation.settings))
    for name, command in plans.commands.items():
        section = commands.split(f"## plans {name}\n")[1].split("\n## ")[0]
        options = [max(each.opts, key=len) for each in command.params if isinstance(each, click.Option)]
        assert [option for option in options if option not in section] == [], name
    assert set(re.findall(r"`PLANS_(\w+)`", settings)) == {name.upper() for name in Settings.model_fields}


def test_the_reference_for_python_has_what_the_contract_names() -> None:
    page = "\n".join(documentation.python())
    for member in ("open", "build", "search", "ask", "plans", "changes"):
        assert f"### Assistant.{member}\n" in page
    assert "    search(question: str, k: int = 10," in page


def test_the_reference_has_every_call_and_shape_of_http_with_the_examples_that_tests_run() -> None:
    page, described = "\n".join(interfaces.http()), app.described().openapi()
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            section = page.split(f"## {method.upper()} {app.PATH}{path}\n")[1].split("\n## ")[0]
            named = [each["name"] for each in operation.get("parameters", ())]
            assert [name for name in named if f"| `{name}` |" not in section] == [], path
            assert ("```json" in section) == (operation["operationId"] in json.loads(FILE.read_text("utf-8")))
    assert [name for name in described["components"]["schemas"] if f"### {name}\n" not in page] == []
    assert [shape for shape in re.findall(r"\]\(#(\w+)\)", page) if f"### {shape}\n" not in page.lower()] == []


def test_the_reference_has_every_tool_of_the_mcp_server() -> None:
    page = "\n".join(interfaces.mcp())
    assert set(re.findall(r"^## (\w+_?\w*)$", page, re.MULTILINE)) - {"Resources", "Shapes"} == TOOLS
    assert "`plans://rows/{plan}/{update}/{reference}`" in page
    assert "- Quote. Say only what stands in the quotes" in page
    assert [shape for shape in re.findall(r"\]\(#(\w+)\)", page) if f"### {shape}\n" not in page.lower()] == []


def test_every_page_is_in_the_navigation_and_every_link_leads_to_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["documentation", str(tmp_path / "site")])
    documentation.main()
    source = tmp_path / "site" / "docs"
    pages = {page.relative_to(source).as_posix() for page in source.rglob("*.md")}
    navigation = re.findall(r": ([\w/.-]+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(navigation) == sorted(pages)
    broken = [
        f"{page}: {target}"
        for page in sorted(pages)
        for _, _, target, _ in documentation.LINK.findall((source / page).read_text(encoding="utf-8"))
        if ":" not in target and not ((source / page).parent / target).exists()
    ]
    assert broken == []


def test_plug_ins_are_described_as_their_protocols_are() -> None:
    page = (DOCS / "plug-ins.md").read_text(encoding="utf-8")
    protocols = [
        ROOT / f"{each}.py" for each in ("corpus/readers/plugged_in", "assistant/exports/plugged_in", "index/stores")
    ]
    code = "\n".join(path.read_text(encoding="utf-8").replace("(self, ", "(") for path in protocols)
    described = re.findall(r"^    def (.+): \.\.\.$", page, re.MULTILINE)
    assert len(described) == 4
    assert [each for each in described if f"def {each}:" not in code] == []


def test_what_the_sample_says_is_quoted_rightly() -> None:
    gold = " ".join((DATA / "sample_gold.json").read_text(encoding="utf-8").split())
    for guide in GUIDES:
        for _, shown in transcript(guide.read_text(encoding="utf-8")):
            for quote in re.findall(r"“(.+?)(?:”|…|$)", " ".join(shown)):
                assert " ".join(quote.split()) in gold, guide.name
