"""Follow-up questions made complete from the turns before them, by rules that can be read."""

from __future__ import annotations

import re

from assistant.terms import terms

# A question that opens so goes on from the one before.
_GOES_ON = re.compile(
    r"^(?:and|also|but|so|what about|how about|what else|anything else|anything on|any more|why|why not|since when|"
    r"by when|who by|where to|until when|in what way)\b",
    re.IGNORECASE,
)
# These stand for something that was named before.
_STANDS_FOR = re.compile(
    r"\b(?:they|them|their|theirs|it|its|he|him|his|she|her|hers|those|these|that|this|there|the same|both|"
    r"the (?:former|latter)|ones?)\b",
    re.IGNORECASE,
)


def goes_on(question: str) -> bool:
    """Whether the words themselves say that the question continues an earlier one."""
    return _GOES_ON.search(question) is not None or _STANDS_FOR.search(question) is not None


def has_topic(question: str) -> bool:
    """Whether the question names a topic of its own."""
    return sum(term.telling for term in terms(question)) >= 2
