"""Which values of cells a question names: an owner, a choice of few, a date such as "Ongoing"; or a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.language.words import find_phrase, stems, terms
from assistant.questions.naming.matching import ByStem, as_written, telling
from assistant.questions.predicates import ColumnMeant, Is
from assistant.questions.query import Reading, Role
from corpus.records import Column, Meaning, ValueKind, fold

FEW = 3  # values that a sentence names
SHORT = 60  # characters of a cell that can be named as a value: longer ones are sentences
_PARTS = re.compile(r"(?:(?<!\s)\s++)?(?:[;,/()]|(?<=\s)[–—-]\s|\band\b|&)\s*+")


@dataclass(frozen=True, eq=False)
class Values:
    """What short cells say, by the headings of their columns."""

    columns: Mapping[str, Sequence[Column]]

    def readings(self, text: str) -> Iterator[Reading]:
        """Each value that the question may name, with the condition that a cell says so."""
        for phrase in self._by_first.with_any(stems(text)):
            for start, end in find_phrase(phrase, text):
                for column, values in self._cells[phrase].items():
                    if len(phrase) == 1 and column.meaning is Meaning.OWNER:  # "permanent" is no "Permanence"
                        values = {key: value for key, value in values.items() if as_written(text[start:end], value)}
                    if not values:
                        continue
                    said = told(values.values()) or f"“{text[start:end]}”"
                    predicate = Is(column, frozenset(values), said)
                    yield Reading(start, end, Role.VALUE, column.meaning.value, predicate.in_words(), False, predicate)

    @cached_property
    def _cells(self) -> dict[tuple[str, ...], dict[ColumnMeant, dict[str, str]]]:
        """Phrases, as stems, that stand in short cells, whole or between commas and slashes: the cells by column."""
        found: dict[tuple[str, ...], dict[ColumnMeant, dict[str, str]]] = {}
        for heading, columns in self.columns.items():
            for column in filter(_names_values, columns):
                by_heading = (
                    frozenset({fold(heading)}) if column.meaning in (Meaning.OTHER, Meaning.DUE) else frozenset()
                )
                meant = ColumnMeant(column.meaning, by_heading)
                for text in (item.text for item in column.items if _is_name(column, item.text)):
                    for phrase in _phrases(text):
                        found.setdefault(phrase, {}).setdefault(meant, {})[fold(text)] = text
        return found

    @cached_property
    def _by_first(self) -> ByStem[tuple[str, ...]]:
        """The phrases by their first stems."""
        return ByStem({phrase: phrase[:1] for phrase in self._cells})


def told(texts: Iterable[str]) -> str:
    """Values as they stand, if they are few; else ""."""
    distinct = list({fold(text): text for text in texts}.values())
    return " or ".join(f"“{text}”" for text in distinct) if len(distinct) <= FEW else ""


def _names_values(column: Column) -> bool:
    return column.meaning is Meaning.OWNER or column.kind in (ValueKind.CHOICE, ValueKind.DATE)


def _is_name(column: Column, text: str) -> bool:
    """Whether a cell's text can be named as a value: of dates only such as "Ongoing"."""
    return len(text) <= SHORT and not (column.kind is ValueKind.DATE and any(map(str.isdigit, text)))


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    """The stems of a value and of its parts, such as are names and no small words."""
    for part in {text, *_PARTS.split(text)}:
        phrase = tuple(term.stem for term in terms(part))
        if any(len(each) > 2 for each in phrase) and telling(part):
            yield phrase
