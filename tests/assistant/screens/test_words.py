"""What people read says nothing in the words of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.places import ROOT

OURS = re.compile(r"\b(renderings?|passages?|kept|readings|last reading|standing|hits)\b")
SHOWN = (
    "assistant/screens",
    "assistant/exports",
    "assistant/tracking",
    "assistant/briefing",
    "assistant/answers",
    "corpus",
)


def test_no_message_or_label_uses_a_word_of_the_code() -> None:
    files = [path for folder in SHOWN for path in sorted((ROOT / folder).rglob("*.py"))]
    said = [f"{path.relative_to(ROOT)}: {text}" for path in files for text in _sentences(path) if OURS.search(text)]
    assert said == []


def _sentences(path: Path) -> Iterator[str]:
    """Texts of several words, but for docstrings; patterns are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if re.search(r"\w \w", node.value) and "\\" not in node.value:
            yield node.value
