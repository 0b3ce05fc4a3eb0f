"""How many are left: reckoned from the two numbers that a row gives, as in "33 of 58 cameras have been replaced"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.answers.answer import Answer, Claim, Status
from assistant.language.words import stem, terms
from corpus.language.quantities import Quantity, Unit, amounts
from corpus.records import Citation, Row

_ASKS = re.compile(
    r"\bhow (?:many|much)\b.*\b(?:left|remain\w*|to go|(?:more|further|still|yet)\b.*\b(?:need\w*|to|must|have)\b)",
    re.IGNORECASE,
)
_OF = re.compile(r"(?<!\s)\s{1,9}(?:out )?of (?:the |our |all )?$", re.IGNORECASE)
NEAR = 4  # words after a number among which what it counts stands


def asks_what_is_left(question: str) -> bool:
    """Whether it asks how many are left to do, or how many more are needed."""
    return _ASKS.search(question) is not None


def what_is_left(answer: Answer, row: Row) -> Answer | None:
    """An answer with what is left, its two numbers and the words that give them cited; None where they don't.

    Either the quote says "33 of 58", or the row's title says how many of the same things there are to be.
    """
    said = answer.claims[0].said
    found = list(amounts(said))
    for one, other in pairwise(found):
        if _OF.fullmatch(said, one.end, other.start) and one.value <= other.value:
            return _told(answer, other, one, ())
    for done in found:
        for whole in _of_the_same(said, done, row.priority.title):
            title = Claim(row.priority.title, (Citation.of_heading(row),))
            return _told(answer, whole, done, (title,))
    return None


def _of_the_same(text: str, done: Quantity, title: str) -> Iterator[Quantity]:
    """Greater numbers in a title of what the one in a text counts."""
    counted = _counted(text, done)
    for whole in amounts(title):
        if whole.value > done.value and whole.unit is done.unit is Unit.NONE and counted & _counted(title, whole):
            yield whole


def _counted(text: str, found: Quantity) -> set[str]:
    words = [term for term in terms(text) if term.start >= found.end][:NEAR]
    return {stem(term.word) for term in words if term.telling and not term.word.isdigit()}


def _told(answer: Answer, whole: Quantity, done: Quantity, more: tuple[Claim, ...]) -> Answer:
    left: Decimal = whole.value - done.value
    summary = f"{left:,}: {whole.text} − {done.text}."
    claims = (answer.claims[0], *more)
    return replace(
        answer,
        status=Status.ANSWERED,
        summary=summary,
        text=f"{summary}\n\n{answer.text}",
        claims=claims,
        citations=tuple(citation for claim in claims for citation in claim.citations),
        missing="",
    )
