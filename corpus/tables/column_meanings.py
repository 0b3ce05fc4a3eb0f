"""What a column's heading usually means: a weak sign, where how the column behaves leaves room."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from corpus.records import fold


class Meaning(StrEnum):
    GROUP = "group"  # stands above several priorities: Theme
    AIM = "aim"  # a priority, or what stands above several actions: Objective
    ACTION = "action"  # what is to be done: Recommendation
    ABOUT = "about"  # says something of another column's text: Lead, By when, Progress
    OPEN = "open"


_ABOUT = re.compile(
    r"""\b(?:
        leads? | led | owners? | owned | responsible | responsibility | responsibilities
        | accountable | accountability | officers? | who | whom | sponsors? | partners? | person | team | assigned
        | when | timescales? | timeframes? | timelines? | timings? | due | deadlines? | dates?
        | start | finish | completion | completed
        | b?rag | ragg?ed | ratings? | status | rated
        | progress | updates? | comments? | commentary | notes? | evidence | evidenced | position
        | achieved | achievements? | measures? | measured | kpis? | indicators? | metrics? | targets? | baseline
        | know | impact | difference | success
        | budgets? | costs? | costings? | funding | resources? | resourcing
        | how | next\ steps | barriers? | dependencies | constraints?
    )\b""",
    re.VERBOSE,
)
_GROUP = re.compile(
    r"\b(?:category|categories|themes?|areas?|domains?|pillars?|strands?|services?|sections?|workstreams?)\b"
)
_AIM = re.compile(r"\b(?:priority|priorities|objectives?|outcomes?|aims?|goals?|ambitions?)\b")
_ACTION = re.compile(
    r"\b(?:actions?|recommendations?|commitments?|tasks?|activity|activities|milestones?|deliverables?|projects?"
    r"|what we (?:will|are going to|plan to) do|what (?:needs|has) to (?:happen|be done))\b"
)


@lru_cache(maxsize=1024)
def meaning_of(label: str) -> Meaning:
    """What a heading names. `Action owner` is no action: what a heading says of another comes first."""
    text = fold(label)
    return next((meaning for meaning, words in _WORDS if words.search(text)), Meaning.OPEN)


_WORDS = ((Meaning.ABOUT, _ABOUT), (Meaning.GROUP, _GROUP), (Meaning.AIM, _AIM), (Meaning.ACTION, _ACTION))
