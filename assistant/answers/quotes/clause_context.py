"""A passage's clauses, each with what stands around it: what a clause says by itself, and what is said of it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.clauses import Span, clauses, sentences
from assistant.language.words import stems, terms
from index import Passage

_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A clause, its words, its sentence as it is `said`, and the words around it, as stems.

    `near` are those of its sentence, `beside` of its whole item and headings. `governing` is said of each clause: the
    start of its sentence, the column's heading, the update's name. `figures` are those of the clause and of what
    governs it, digits only; `telling` those of its sentence that carry a topic. `length`: the sentence's, as the
    logarithm of its words.
    """

    clause: Span
    text: str
    said: str
    length: float
    telling: frozenset[str]
    here: frozenset[str]
    near: frozenset[str]
    beside: frozenset[str]
    governing: frozenset[str]
    figures: frozenset[str]


def surroundings(passage: Passage) -> tuple[Surroundings, ...]:
    """The passage's clauses in order."""
    return _surroundings(passage.text, passage.path, passage.column, passage.update)


@lru_cache(maxsize=16384)
def _surroundings(text: str, path: str, column: str, update: str) -> tuple[Surroundings, ...]:
    beside = stems(text) | stems(path) | stems(update)
    found, sentence, opening, following = [], Span(0, 0), "", iter(sentences(text))
    for clause in clauses(text):
        if not sentence.holds(clause.start, clause.end):
            sentence = next(span for span in following if span.holds(clause.start, clause.end))
            opening = clause.of(text)
        words, said = clause.of(text), sentence.of(text)
        found.append(
            Surroundings(
                clause=clause,
                text=words,
                said=said,
                length=math.log(1 + len(terms(said))),
                telling=frozenset(term.stem for term in terms(said) if term.telling),
                here=stems(words),
                near=stems(said),
                beside=beside,
                governing=stems(opening) | stems(column) | stems(update),
                figures=frozenset(_FIGURES.findall(f"{words} {opening} {update}")),
            )
        )
    return tuple(found)
