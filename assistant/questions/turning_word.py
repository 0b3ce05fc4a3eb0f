"""The word that a question turns on: what it asks of its subject, as "rent" in "what will the rent of the flats be"."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.language.words import Term, stems, terms
from assistant.questions.question import ASKING, LIGHT

_OPENING = r"^(?:and |so |but )?"
_WHAT_IS = re.compile(
    _OPENING + r"what(?:['’]s| is| are| was| were| will| would| did| does| do)? (?:the|our|their|its|a)\b(?P<noun>.+?)"
    r"(?:\b(?:of|for|on|in|at|to|with|from|per|be|been|we|they|that|by|like)\b|[?!.]|$)",
    re.IGNORECASE,
)
_WE_DO = re.compile(
    r"\b(?:did|do|does|have|has|will|would|can|could) (?:we|they|you|the council|he|she|it)\s+(?P<verb>\w+)",
    re.IGNORECASE,
)
_TO_ITS_END = re.compile(
    _OPENING + r"(?:how many|what (?:percentage|proportion|share|did|does|do|has|have|had|will|would)"
    r"|when (?:did|do|does|will|has|have)"
    r"|how (?:do|can|should) i|which\b.*\b(?:got|gets|is|are|was|were|has|have|had))\b",
    re.IGNORECASE,
)
# Words at a question's end that say when, or next to nothing.
_ASIDE = stems(
    """year years month months week weeks day today tonight now far yet already again currently ever last next time
    times recently lately soon total altogether overall number please latest"""
)
# Nor does a question turn on words that say little by themselves, or only which kind of thing is asked for.
_NOT_IT = (
    _ASIDE
    | ASKING
    | LIGHT
    | stems(
        """ask read call find check mean means stand plan action step think see happen start get tell learn describe
        position"""
    )
)


@lru_cache(maxsize=256)
def turning_word(question: str) -> str:
    """Its stem; "" where nothing stands out."""
    if match := _WE_DO.search(question):
        return _last(match["verb"])
    if match := _WHAT_IS.match(question):
        return _last(match["noun"])
    return _last(question) if _TO_ITS_END.match(question) else ""


def _last(text: str) -> str:
    return next((term.stem for term in reversed(terms(text)) if _counts(term)), "")


def _counts(term: Term) -> bool:
    return term.telling and term.stem not in _NOT_IT and not term.stem.isdigit()
