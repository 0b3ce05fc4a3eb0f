"""Follow-up questions made complete from the turns before them, by rules that can be read.

1. A question that opens with "and", "what about" …, or whose "it", "them", "those" point at nothing in the question
   itself, goes on from the turn before.
2. So does one that names no topic of its own ("by when?").
3. Any other question is asked as it stands; only where the documents don't answer it so, it is tried together with the
   turn before.
4. Where what was found together doesn't speak of the question's own words, they were a new topic, and it is asked as it
   stands; but not where "it" or "them" points back.

A follow-up is searched for together with the question before it; its own words weigh more, and the rows that the answer
before it cited are preferred.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.evidence import UNMET
from assistant.terms import stems, terms

LONGEST = 400  # characters of earlier questions that are taken along
OWN_TOPIC = 3  # telling words with which a question that opens with "and" has a topic of its own

Turns = Sequence[tuple[str, Answer]]

_GOES_ON = re.compile(
    r"^(?:and|also|but|so|or|ok(?:ay)?,?|what about|how about|what else|anything else|any more|why not|same for)\b",
    re.IGNORECASE,
)
_POINTS_ALONE = re.compile(
    r"\b(?:they|them|their|theirs|it|its|he|him|his|she|her|hers|those|these|both|the (?:same|former|latter)|"
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!will )there|(?:this|that)(?=\W*$| one| is| was))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question made complete: `asked` holds the earlier words too, `own` are the stems of the question's own."""

    asked: str
    own: frozenset[str]
    rows: frozenset[str]
    before: str  # the question that it goes on from, as it was understood


def points_back(question: str) -> bool:
    """Whether its "it", "them", "those" point at nothing in the question itself."""
    points = _POINTS_ALONE.search(question)
    return points is not None and sum(term.telling and term.end <= points.start() for term in terms(question)) < 2


def goes_on(question: str) -> bool:
    """Whether the words themselves say that the question continues the one before (rules 1 and 2)."""
    telling = [term for term in terms(question) if term.telling]
    if points_back(question):
        return True
    if _GOES_ON.match(question):
        return len(telling) < OWN_TOPIC
    return not telling


def speaks_of(answer: Answer, own: frozenset[str]) -> bool:
    """Whether the passage that an answer leads with meets a follow-up's own telling words, at least most of them by
    their weight; true where there are none."""
    if not answer.citations:
        return False
    led = answer.citations[0]
    place = led.row_key, led.column, led.item
    hit = next(hit for hit in answer.hits if (hit.citation.row_key, hit.citation.column, hit.citation.item) == place)
    words = [match for match in hit.matches for term in terms(match.word)[:1] if term.telling and term.stem in own]
    met = sum(match.weight for match in words if match.similarity >= UNMET)
    return met >= sum(match.weight for match in words) / 2


def follow_up(question: str, history: Turns) -> FollowUp | None:
    """The question taken together with the turn before; None where there is none."""
    if not history:
        return None
    text, answer = history[-1]
    before = (answer.asked or text)[:LONGEST]
    rows = frozenset(citation.row_key for claim in answer.claims[:1] for citation in claim.citations)
    return FollowUp(f"{question} {before}", stems(question), rows, before)
