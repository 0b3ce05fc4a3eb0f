"""The source of the documentation site: the pages of docs/, and a reference made from the code.

`python -m bench.documentation FOLDER` writes what MkDocs builds, checking all links; `make docs` does both.
"""

from __future__ import annotations

import inspect
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import click

from assistant import Answer, Assistant, Claim
from assistant.cli.commands import plans
from assistant.settings import PREFIX, Settings
from bench.interfaces import http, mcp
from corpus.records import Citation
from index import Filters, Hit

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# Pages of the project that those of docs/ lead to.
FURTHER = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "corpus/sample/README.md", "examples/plans-odt/README.md")
LINK = re.compile(r"(!?)\[([^\]]+)\]\(([^)#\s]+)(#[^)]*)?\)")
SHOWN = (Assistant, Answer, Claim, Citation, Hit, Filters)


def main() -> None:
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(DOCS, target / "docs")
    shutil.copy(ROOT / "mkdocs.yml", target)
    places = {page.relative_to(ROOT).as_posix(): page.relative_to(DOCS) for page in DOCS.rglob("*") if page.is_file()}
    places |= {name: Path("project") / name for name in FURTHER}
    made = {f"docs/reference/{page}.md": Path("reference") / f"{page}.md" for page in REFERENCE}
    for name, place in places.items():
        if name.endswith(".md"):
            (target / "docs" / place).parent.mkdir(parents=True, exist_ok=True)
            text = (ROOT / name).read_text(encoding="utf-8")
            (target / "docs" / place).write_text(relinked(text, name, places | made), encoding="utf-8")
    reference = target / "docs" / "reference"
    reference.mkdir()
    for page, lines in REFERENCE.items():
        (reference / f"{page}.md").write_text("\n".join(lines()) + "\n", encoding="utf-8")


def relinked(text: str, name: str, places: dict[str, Path]) -> str:
    """A page's text with links as they are on the site; what isn't there, such as code, is named without a link.

    Raises LookupError where a link leads to a page that there ought to be.
    """

    def link(found: re.Match[str]) -> str:
        mark, words, target, anchor = found.groups()
        if ":" in target:
            return found[0]
        meant = (ROOT / name).parent.joinpath(target).resolve().relative_to(ROOT).as_posix()
        if meant.startswith("docs/") and meant not in places:
            raise LookupError(f"{name} leads to {meant}, which there isn't.")
        if meant not in places:
            return words
        way = Path(*[".."] * len(places[name].parent.parts)) / places[meant]
        return f"{mark}[{words}]({way.as_posix()}{anchor or ''})"

    return LINK.sub(link, text)


def commands() -> Iterator[str]:
    """Each command of `plans` with its arguments and options, as `--help` has them."""
    yield from ("# Commands", "", inspect.cleandoc(plans.help or ""), "")
    yield "The exit status is 0 for success, 1 if nothing was found or there are problems, 2 for wrong use."
    yield "Results go to stdout and messages to stderr."
    for name, command in sorted(plans.commands.items()):
        context = click.Context(command, info_name=f"plans {name}")
        yield from ("", f"## plans {name}", "", inspect.cleandoc(command.help or ""), "")
        yield from ("    " + " ".join(["plans", name, *command.collect_usage_pieces(context)]), "")
        yield from ("| option | what it does |", "|---|---|")
        for parameter in command.get_params(context):
            if record := parameter.get_help_record(context):
                yield f"| `{record[0]}` | {_cell(record[1])} |"


def settings() -> Iterator[str]:
    """Each setting with its kind and default; the text is that of the settings' own class."""
    yield from ("# Settings", "", inspect.cleandoc(Settings.__doc__ or ""), "")
    yield from ("| variable | kind | default |", "|---|---|---|")
    for name, setting in Settings.model_fields.items():
        kind = re.sub(r"\b[\w.]+\.(?=\w)", "", str(get_type_hints(Settings)[name])).replace("<class '", "").rstrip("'>")
        default = "in the data folder" if setting.default_factory else _default(setting.default)
        yield f"| `{PREFIX}{name.upper()}` | {_cell(kind)} | {default} |"


def _default(value: object) -> str:
    return "none" if value in ("", None) else f"`{value}`"


def python() -> Iterator[str]:
    """What Python code may use, by its own descriptions."""
    yield from ("# Python", "", "    from assistant import Assistant", "    plans = Assistant.open()", "")
    for shown in SHOWN:
        yield from ("", f"## {shown.__name__}", "", inspect.cleandoc(inspect.getdoc(shown) or ""))
        for name, member in _members(shown):
            yield from ("", f"### {shown.__name__}.{name}", "", *_signature(name, member), inspect.getdoc(member) or "")


def _members(shown: type[Any]) -> Iterator[tuple[str, Any]]:
    """The public methods and properties that say what they are for."""
    for name, member in vars(shown).items():
        plain = member.__func__ if isinstance(member, classmethod) else member
        plain = plain.fget if isinstance(plain, property) else plain
        if not name.startswith("_") and callable(plain) and inspect.getdoc(plain):
            yield name, plain


def _signature(name: str, member: Callable[..., object]) -> Iterator[str]:
    """How a method is called, as code; nothing for a property."""
    parameters = list(inspect.signature(member).parameters.values())[1:]
    if parameters:
        yield from (f"    {name}({', '.join(map(_parameter, parameters))})", "")


def _parameter(parameter: inspect.Parameter) -> str:
    default = "" if parameter.default is inspect.Parameter.empty else f" = {parameter.default!r}"
    return f"{parameter.name}: {parameter.annotation}{default}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


REFERENCE = {"commands": commands, "settings": settings, "python": python, "http": http, "mcp": mcp}

if __name__ == "__main__":
    main()
