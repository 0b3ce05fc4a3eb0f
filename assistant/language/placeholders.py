"""What cells say that have nothing to say yet: "TBC", "Vacant", "To be appointed"."""

from __future__ import annotations

import re

from corpus.records import fold

_NOTHING = re.compile(
    r"|(?:tb[acd]|n a|na|nil|none|nobody|no one|unknown|unassigned|unallocated|to follow)"
    r"|(?:(?:currently|post|role) )?vacant(?: post)?"
    r"|no (?:update|lead|owner|date|progress)(?: yet)?"
    r"|(?:to be|not|not yet|yet to be|awaiting) (?:confirmed|announced|appointed|assigned|allocated|agreed|decided"
    r"|named|recruited|identified|known|determined|set|stated)"
)


def says_nothing(text: str) -> bool:
    """Whether a cell's text only holds the place of what it will say."""
    return _NOTHING.fullmatch(fold(text)) is not None
