"""What a question's wording calls for in an answer's: the past for the past, "most" for "most", "still" for "still"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ASKS_THE_PAST = re.compile(r"\b(?:did|was|were|had|has|have|ever|went|got|happened)\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:will|shall|to be|planned|plans? to|due|expected|going to|next|aim\w*|intend\w*|is to|are to)\b",
    re.IGNORECASE,
)
# "Hand over to the town council": an order, as next steps are written.
_ORDERS = re.compile(r"^(?!\w+ed\b)[A-Z]\w+ (?:to|the|a|an|over|with|into)\b(?!.*\b(?:was|were|has|have|is|are)\b)")
_HAPPENED = re.compile(
    r"\b(?:was|were|had|has|have|did|(?!planned|expected|intended|scheduled|needed)\w{3,}ed)\b", re.IGNORECASE
)
_MOST = re.compile(
    r"\b(?:most|least|max\w*|min\w*|limit|cap|up to|top|(?!interest|invest|request|forest|harvest|protest|suggest)"
    r"\w{2,}est|worst|best)\b",
    re.IGNORECASE,
)
_SAYS_MOST = re.compile(rf"{_MOST.pattern}|\bno more than\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:still|yet|left|remain\w*|outstanding|wait\w*|to go)\b", re.IGNORECASE)
_SAYS_STILL = re.compile(rf"{_STILL.pattern}|\b(?:not|other|more to|without)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Calls:
    """What a text, a question or an answer, has that calls for the like in the other."""

    past: bool
    most: bool
    still: bool


@lru_cache(maxsize=256)
def called_for(question: str) -> Calls:
    """What has come about, the most, and what is still so, left or awaited."""
    return Calls(_says(_ASKS_THE_PAST, question), _says(_MOST, question), _says(_STILL, question))


@lru_cache(maxsize=16384)
def given(text: str) -> Calls:
    """The same of a sentence that may answer; `past` is false where it tells only of what is to come."""
    ahead = not _says(_HAPPENED, text) and (is_to_come(text) or _ORDERS.match(text) is not None)
    return Calls(not ahead, _says(_SAYS_MOST, text), _says(_SAYS_STILL, text))


def is_to_come(text: str) -> bool:
    """Whether a text says of anything that it is still to come: "will", "planned", "due"."""
    return _says(_TO_COME, text)


def _says(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None
