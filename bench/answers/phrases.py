"""Counts the patterns, alternatives and word lists by which questions are understood: fewer is better."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from assistant.questions.lexicon import Phrase
from bench.tables import Table

MODULES = (
    *(f"assistant.questions.{name}" for name in ("conditions", "lexicon", "parsing", "query", "question", "readings")),
    *(f"assistant.questions.{name}" for name in ("asked", "asking", "naming", "running", "schema")),
    "assistant.questions.spelling",
    *(f"assistant.answers.{name}" for name in ("answering", "changed", "combined", "comparing", "defined", "finding")),
    *(f"assistant.answers.{name}" for name in ("follow_ups", "following")),
    *(f"assistant.answers.rows.{name}" for name in ("listed", "result_words")),
    *(f"assistant.answers.quotes.{name}" for name in ("evidence", "question_words", "signs")),
    *(f"assistant.language.{name}" for name in ("answer_kinds", "negation")),
)
LONG = 8  # words from which a collection is a list of words


def phrases() -> Table:
    """How many there are in each module that reads questions."""
    rows = [(name, *map(str, _counts(import_module(name)))) for name in MODULES]
    counted = [row for row in rows if row[1:] != ("0", "0", "0")]
    sums = (str(sum(int(row[column]) for row in counted)) for column in (1, 2, 3))
    return Table(
        "Phrases by which questions are understood",
        "Compiled patterns and phrases, the alternatives in them, and lists of words; the weights of the model that "
        "reads what is asked for are none of them.",
        ("module", "patterns", "alternatives", "word lists"),
        [*counted, ("all", *sums)],
    )


def _counts(module: ModuleType) -> tuple[int, int, int]:
    found = [pattern for value in vars(module).values() for pattern in _patterns(value)]
    lists = [value for value in vars(module).values() if _is_list(value)]
    return len(found), sum(_alternatives(pattern) for pattern in found), len(lists)


def _patterns(value: object) -> Iterator[str]:
    """The patterns that a module's value holds: itself, or in tuples and mappings."""
    if isinstance(value, re.Pattern):
        yield value.pattern
    elif isinstance(value, Phrase):
        yield "|".join(value.words)
    elif isinstance(value, tuple | list):
        yield from (pattern for each in value for pattern in _patterns(each))
    elif isinstance(value, dict):
        yield from (pattern for each in value.values() for pattern in _patterns(each))


def _alternatives(pattern: str) -> int:
    return 1 + len(re.findall(r"(?<!\\)\|", pattern))


def _is_list(value: object) -> bool:
    words = isinstance(value, frozenset | set) and all(isinstance(each, str) for each in value)
    return words and len(value) >= LONG  # type: ignore[arg-type]
