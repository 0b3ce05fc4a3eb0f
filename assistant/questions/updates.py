"""Questions about a plan's updates: which one is meant, and what changed from the one before.

"What did the 2023-24 update say about …?" is asked of that update; "what is new on … since last year?" is answered
from the comparison of the latest update with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.words import terms
from corpus.records import Plan, fold

_ASKS = re.compile(
    r"\bwhat(?:['’]s| is| are| was| has| have)? (?:been )?(?:new|changed?|different|added|dropped|removed|reworded)\b"
    r"|\b(?:new|changed|added|dropped|removed|different) since\b|\bwhat changes\b"
    r"|\bhow (?:has|have|did)\b.+\bchanged?\b"
    r"|\b(?:priorities|rows|objectives|aims|goals) (?:that |which )?(?:is|are|was|were|has been|have been) "
    r"(?:new|added|dropped|removed)\b|\b(?:any|which|what|list|the) (?:new|added|dropped|removed) "
    r"(?:priorities|rows|objectives|aims|goals)\b"
    r"|\b(?:compared? (?:with|to)|since) (?:the )?(?:last|previous|earlier) (?:year|update|plan|one)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:in|from|of|for|at) the (?:year|update|one|plan) before(?: (?:that|this|last))?\b"
    r"|\b(?:the )?(?:previous|earlier|last year['’]s|preceding) (?:update|plan|version|year)\b",
    re.IGNORECASE,
)
_LEADING_IN = r"(?:(?:in|of|from|for|by|to|according to)\s+)?(?:the\s+)?"


@dataclass(frozen=True, slots=True)
class UpdateMeant:
    """The update that a question is put to, and the question without the words that say so."""

    name: str
    question: str


def update_meant(question: str, plans: Sequence[Plan]) -> UpdateMeant | None:
    """The update that the question is put to; None for the latest.

    It is named beside the word update ("the 2023-24 update"), or as the one before, where one plan alone has two.
    """
    for name in {update.name for plan in plans for update in plan.updates if update.name}:
        written = r"\W+".join(map(re.escape, fold(name).split()))
        named = rf"{written}\W+(?:update|edition|version)\b|update (?:of|for|from) {written}\b"
        found = re.search(rf"(?<!since )(?<!since the )\b{_LEADING_IN}(?:{named})", question, re.IGNORECASE)
        if found:
            return UpdateMeant(name, _without(question, found))
    several = [plan for plan in plans if len(plan.updates) > 1]
    before = _BEFORE.search(question)
    if before and len(several) == 1:
        return UpdateMeant(several[0].updates[-2].name, _without(question, before))
    return None


def _without(question: str, found: re.Match[str]) -> str:
    """The question without a part of it; as it is where nothing would be left to ask."""
    rest = " ".join(f"{question[: found.start()]} {question[found.end() :]}".split())
    rest = re.sub(r"\s+([?.,])", r"\1", rest).lstrip(" ,")
    return rest if any(term.telling for term in terms(rest)) else question


def changes_asked(question: str) -> bool:
    """Whether the question is for what changed between updates."""
    return _ASKS.search(question) is not None


def has_earlier(plans: Sequence[Plan]) -> bool:
    """Whether there is anything to compare."""
    return any(len(plan.updates) > 1 for plan in plans)
