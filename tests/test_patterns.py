"""No pattern takes longer than in proportion to its text, however hostile: each is tried against texts of growing size.

What counts is how processor time grows, not how long it takes: four times the text may take twice as long again on a
busy machine, but a pattern that grows with the square of its text takes sixteen times as long. How long is long enough
to be looked at is measured here too, on such a pattern, so that a faster machine sees as much as a slower one.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

PACKAGES = ("corpus", "index", "assistant")
HEAVY = {"index.model.export"}  # imports torch, and has no pattern
# fmt: off
UNITS = [
    "1", "1.", "1,", "1/", "1 ", "a", "A", "i", "a ", "Aa ", "Aa-", "i. ", "a: ", "and ", "of the ", "in the ", "no ",
    "-", ".", "(", "()", "“", "'", "_", "*", "|", "• ", "– ", "#", "<a>", "[1]", "[1, ", "| a ", "é", "中",
    "£1 ", "1% ", "2023-", "2023/24 ", "March ", "1 March 2024 ",
    " ", "\t", "\n", " \n", "\r\n", "\u00a0", "a\n", "1\n", "• a\n",
]
# fmt: on
ENDS = ("", "!", "%x")
SMALL, LARGE = 2_000, 8_000  # characters
SQUARE = re.compile(r"\s+$")  # of those that grow with the square of their text, one of the quickest
UNNOTICED = 0.1  # of what SQUARE takes for SMALL: the quickest that was found to grow took twice as long
GROWTH = 9.0  # from SMALL to LARGE: 4 in proportion, 16 with the square
WORDS = 12  # of a pattern, at most
TRIES = 3  # of which the quickest counts: another process may have the machine
UNTIL_SURE = 15  # times that growth has to be seen: one that isn't so tells that another process had it


def modules() -> Iterator[str]:
    for root in PACKAGES:
        yield root
        for found in pkgutil.walk_packages([str(ROOT / root)], f"{root}."):
            if found.name not in HEAVY and not found.name.endswith("__main__"):
                yield found.name


def kept_in(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns that a name of a module or a class holds."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        for each in value.items():
            yield from kept_in(each)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from kept_in(each)


def written_in(module: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """The patterns that stand where they are used, and what they are used for: `re.sub(r"…", …)`."""
    source = importlib.import_module(module).__file__
    assert source is not None
    for node in ast.walk(ast.parse(Path(source).read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args):
            continue
        use, first = ast.unparse(node.func).removeprefix("re."), node.args[0]
        if use != "compile" and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield re.compile(first.value, re.IGNORECASE if "IGNORECASE" in ast.unparse(node) else 0), use


def patterns() -> dict[str, tuple[re.Pattern[str], str]]:
    """Each once, with what it is used for ("" where that isn't known), by its module and its beginning."""
    found: dict[tuple[str, int, str], tuple[str, re.Pattern[str]]] = {}
    for module in modules():
        values = list(vars(importlib.import_module(module)).values())
        classes = [value for value in values if isinstance(value, type) and value.__module__ == module]
        held = [*values, *(each for known in classes for each in vars(known).values())]
        kept = ((each, "") for value in held for each in kept_in(value))
        for pattern, use in (*kept, *written_in(module)):
            found.setdefault((pattern.pattern, pattern.flags, use), (f"{module} {pattern.pattern[:40]!r}", pattern))
    return {f"{name} {number}": (pattern, use) for number, ((_, _, use), (name, pattern)) in enumerate(found.items())}


PATTERNS = patterns()


def words_of(pattern: re.Pattern[str]) -> list[str]:
    """Words that stand in a pattern, as a text would repeat them."""
    return [f"{word} " for word in dict.fromkeys(re.findall(r"(?<!\\)[A-Za-z]{3,}", pattern.pattern))][:WORDS]


def seconds(pattern: re.Pattern[str], text: str, use: str = "") -> float:
    """Processor time of looking for it everywhere, and of holding it against the text from its beginning."""
    began = time.process_time()
    if use not in ("match", "fullmatch"):
        for _ in pattern.finditer(text):
            pass
    if use in ("", "match"):
        pattern.match(text)
    if use in ("", "fullmatch"):
        pattern.fullmatch(text)
    return time.process_time() - began


def text_of(unit: str, size: int, end: str) -> str:
    return (unit * (size // len(unit) + 1))[:size] + end


def quickest(pattern: re.Pattern[str], text: str, use: str = "") -> float:
    return min(seconds(pattern, text, use) for _ in range(TRIES))


NOTICED = UNNOTICED * quickest(SQUARE, text_of(" ", SMALL, "!"))  # seconds


def grows(pattern: re.Pattern[str], unit: str, end: str, use: str = "") -> bool:
    """Whether it takes longer than in proportion."""
    small, large = text_of(unit, SMALL, end), text_of(unit, LARGE, end)
    if seconds(pattern, small, use) < NOTICED:
        return False
    least = GROWTH * quickest(pattern, small, use)
    return all(seconds(pattern, large, use) >= least for _ in range(UNTIL_SURE))


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_grows_no_faster_than_its_text(name: str) -> None:
    pattern, use = PATTERNS[name]
    hostile = [(unit, end) for unit in (*UNITS, *words_of(pattern)) for end in ENDS if grows(pattern, unit, end, use)]
    assert hostile == []


def test_growth_is_noticed() -> None:
    assert any(grows(SQUARE, " ", "!") for _ in range(UNTIL_SURE))
    assert any(grows(re.compile(r"\d[\d,]*%"), "1", "") for _ in range(UNTIL_SURE))
    assert not grows(re.compile(r"\s++$"), "a ", "!")


def test_patterns_are_found_wherever_they_stand() -> None:
    assert len(PATTERNS) > 200
    assert all(any(name.startswith(package) for name in PATTERNS) for package in PACKAGES)
