"""Promises about the code's shape: what it must not import or call, how full a folder may be, what the docs must list.

Which module may import which is checked by the contracts of import-linter in pyproject.toml.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.places import ROOT

PACKAGES = ("assistant", "corpus", "index")
FOLDERS = (*PACKAGES, "bench", "tests")
MOST_MODULES = 15  # in one folder, its __init__.py included: more can't be surveyed at a glance
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "app.py", *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")))
)
PARSED = {module: ast.parse((ROOT / module).read_text(encoding="utf-8")) for module in MODULES}

BARRED = {"pickle", "joblib", "dill", "marshal", "shelve", "cloudpickle"}
NETWORK = {"requests", "httpx", "urllib3", "aiohttp", "socket", "ftplib", "smtplib", "http.client", "urllib.request"}


def imported(module: str) -> Iterator[str]:
    """The full dotted names that a module imports, anywhere in it."""
    for node in ast.walk(PARSED[module]):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split("/")[: -node.level] if node.level else []
            base = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{base}.{name.name}" for name in node.names)


def users(library: str) -> list[str]:
    """The modules that import a library or a part of it."""
    return [m for m in MODULES if any(name == library or name.startswith(f"{library}.") for name in imported(m))]


def test_no_folder_is_too_full_to_survey() -> None:
    folders = Counter(
        path.parent.relative_to(ROOT).as_posix() for place in FOLDERS for path in (ROOT / place).rglob("*.py")
    )
    assert {folder: modules for folder, modules in folders.items() if modules > MOST_MODULES} == {}


@pytest.mark.parametrize("library", sorted(BARRED | NETWORK))
def test_a_barred_library_is_used_nowhere(library: str) -> None:
    # The server listens; it calls nobody, apart from a mail server where one is configured.
    allowed = {"socket": ["assistant/screens/server/serving.py"], "smtplib": ["assistant/news/mail.py"]}
    assert users(library) == allowed.get(library, [])


def test_no_loading_of_objects_that_could_run_code() -> None:
    """numpy, FAISS and torch can all unpickle where they are asked to."""
    asked = [
        f"{module}:{keyword.value.lineno} {keyword.arg}"
        for module in MODULES
        for node in ast.walk(PARSED[module])
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"allow_pickle", "allow_dangerous_deserialization", "trust_remote_code"}
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
    ]
    assert asked == []


def test_nothing_is_evaluated_from_text() -> None:
    called = [
        f"{module}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(PARSED[module])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    ]
    assert called == []


def test_the_architecture_page_lists_every_module_with_its_own_first_sentences() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `[\w/]+\.py` \| .* \|$", page, re.MULTILINE)
    expected = [f"| `{module}` | {_opening(PARSED[module])} |" for module in MODULES]
    assert sorted(set(listed) - set(expected)) == [], "no longer so in the code"
    assert sorted(set(expected) - set(listed)) == [], "missing in docs/architecture.md"


def _opening(module: ast.Module) -> str:
    """A module's docstring up to its first blank line."""
    return " ".join((ast.get_docstring(module) or "").split("\n\n")[0].split())


def test_a_commit_is_checked_by_the_commands_of_make_check() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\ncheck:")[1].split("\n\n")[0]
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    checks = {command.removesuffix(" .") for command in re.findall(r"\$\(BIN\)/(.+)", recipe)}
    assert set(re.findall(r"entry: \.venv/bin/(.+)", hooks)) == checks


# What changes what all people share: documents, how they are read, the glossary, the index in use.
CHANGES = {
    *("add", "set_aside", "write_correction", "write_recipe", "write_staff_terms", "write_status", "write_text"),
    "write_access",
    *("service.rebuild.start", "service.go_back", "service.redo"),
}


def test_whatever_a_page_changes_for_all_is_checked_and_audited() -> None:
    unmarked = [
        f"{module}:{function.lineno} {function.name}"
        for module in MODULES
        if module.startswith("assistant/screens/") and not module.startswith("assistant/screens/server/")
        for function in ast.walk(PARSED[module])
        if isinstance(function, ast.FunctionDef) and _calls(function) & CHANGES and not _is_marked(function)
    ]
    assert unmarked == [], "mark it with @changing, from assistant/screens/server/visitor.py"


def _calls(function: ast.FunctionDef) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def _is_marked(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(mark).startswith("changing(") for mark in function.decorator_list)


def test_every_download_is_noted() -> None:
    users = [module for module in MODULES if "st.download_button(" in ast.unparse(PARSED[module])]
    assert users == ["assistant/screens/parts/downloads.py"]
