"""Promises about the code's shape, kept by reading every import: layers, who may use which library, what is barred."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.places import ROOT

LAYERS = ("corpus", "index", "assistant", "app")  # each may use those before it, never those after
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for place in (*LAYERS[:-1], "app.py")
    for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
)
PARSED = {module: ast.parse((ROOT / module).read_text(encoding="utf-8")) for module in MODULES}

ONE_MODULE = {
    "faiss": "index/vectors.py",
    "sentence_transformers": "index/",
    "bm25s": "index/words.py",
    "altair": "assistant/screens/dates/charts.py",
    "openai": "assistant/drafting/service.py",
}
BARRED = {"pickle", "joblib", "dill", "marshal", "shelve", "cloudpickle"}
NETWORK = {"requests", "httpx", "urllib3", "aiohttp", "socket", "ftplib", "smtplib", "http", "urllib.request"}


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


def layer(name: str) -> int | None:
    first = re.split(r"[./]", name)[0]
    return LAYERS.index(first) if first in LAYERS else None


@pytest.mark.parametrize("module", MODULES)
def test_no_module_uses_a_layer_above_its_own(module: str) -> None:
    own = layer(module)
    assert own is not None
    above = [name for name in imported(module) if (other := layer(name)) is not None and other > own]
    assert above == []


def test_every_layer_has_modules() -> None:
    assert {layer(module) for module in MODULES} == set(range(len(LAYERS)))


def test_streamlit_stays_in_the_screens() -> None:
    outside = [
        module for module in users("streamlit") if module != "app.py" and not module.startswith("assistant/screens/")
    ]
    assert outside == []
    assert "app.py" in users("streamlit")


@pytest.mark.parametrize(("library", "place"), ONE_MODULE.items())
def test_a_heavy_library_has_one_home(library: str, place: str) -> None:
    homes = users(library)
    assert len(homes) == 1
    assert homes[0].startswith(place)


@pytest.mark.parametrize("library", sorted(BARRED | NETWORK))
def test_a_barred_library_is_used_nowhere(library: str) -> None:
    # The server listens; it calls nobody.
    assert users(library) == (["assistant/screens/server/serving.py"] if library == "socket" else [])


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


def test_the_architecture_page_lists_the_modules_that_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([\w/]+\.py)` \|", page, re.MULTILINE))
    telling = set(MODULES)
    assert sorted(listed - telling) == [], "gone, but still in docs/architecture.md"
    unlisted = [f"| `{module}` | {ast.get_docstring(PARSED[module])} |" for module in sorted(telling - listed)]
    assert unlisted == [], "missing in docs/architecture.md"
