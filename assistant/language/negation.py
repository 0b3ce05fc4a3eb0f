"""What a text says of things that are not so: the words that a "not", "never" or "nobody" governs."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.language.words import stem, terms

_DENIES = re.compile(
    r"\b(?:not|never|no|nobody|no one|none|nor|neither|without|cannot|nothing|nowhere|(?:yet|still) to|unable to"
    r"|fail(?:s|ed)? to|refus(?:es?|ed) to|\w{2,6}n['’]t)\b(?! only\b| just\b)",
    re.IGNORECASE,
)
_WERE = frozenset({"was", "were", "been", "be"})
# Where what is denied ends: at a mark, or where something else begins to be said.
_MARKS, _ENDS = ",;:.!?()–—", frozenset({"but", "because", "and"})
REACH = 5  # telling words that a denial governs at most: "not one of the 12 sites offered to us was suitable"
_FURTHEST = 200  # characters: room for that many telling words
# What is done or has happened: only of that a text and a question can say the opposite.
_DONE = re.compile(
    r"\A(?:\w{2,}ed|begun|built|bought|broken|chosen|closed|cut|done|drawn|drop|fallen|felt|found|given|gone|grown|held|hit|kept"
    r"|known|left|let|lost|made|met|open|paid|put|ready|run|seen|sent|set|shown|signed|sold|spent|started?|stopped|suitable"
    r"|taken|taught|told|won|written|apply|begin|finish|happen|meet|reopen|work)",
    re.IGNORECASE,
)


_TURNS_AWAY = re.compile(
    r"\b(?:refus|declin|reject|withdr[ae]w|fail|lack|miss|lost|lose|vacan|cancel|stopp|dropp|outstanding|overdue|left\b|"
    r"turned (?:\w+ ){0,3}down|opt(?:s|ed)? out|pulled out|empty|un\w+ed\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=16384)
def denied(text: str) -> frozenset[str]:
    """The stems of what a text says was not done, or is not so."""
    return frozenset(stem(word) for match in _DENIES.finditer(text) for word in _governed(text, match.end()))


@lru_cache(maxsize=16384)
def affirmed(text: str) -> frozenset[str]:
    """The stems of what a text says was done, or is so, without a denial."""
    return frozenset(term.stem for term in terms(text) if _DONE.fullmatch(term.word)) - denied(text)


def contradicts(question: str, text: str) -> bool:
    """Whether a text says was done what the question says was not, or the other way round."""
    return bool(denied(question) & affirmed(text) or affirmed(question) & denied(text))


def denies(text: str) -> bool:
    """Whether a text says of anything that it is not so."""
    return _DENIES.search(text) is not None


@lru_cache(maxsize=16384)
def is_negative(text: str) -> bool:
    """Whether a text denies anything, or says the like by a verb: "22 turned the offer down"."""
    return denies(text) or _TURNS_AWAY.search(text) is not None


def asks_for_none(question: str) -> bool:
    """Whether those are asked for of which something is not so: "how many were not found", "were missed"."""
    if denies(question):
        return True
    before = (terms(question[:start])[-1:] for start, _ in turned_away(question))
    return any(term.word.lower() in _WERE for terms_before in before for term in terms_before)


def turned_away(text: str) -> list[tuple[int, int]]:
    """Where a text says that something was refused, failed or is missing."""
    return [match.span() for match in _TURNS_AWAY.finditer(text)]


def _governed(text: str, start: int) -> list[str]:
    telling, at = list[str](), 0
    rest = text[start : start + _FURTHEST]
    for term in terms(rest):
        if term.word.lower() in _ENDS or not set(_MARKS).isdisjoint(rest[at : term.start]):
            break
        at = term.end
        if term.telling or _DONE.fullmatch(term.word):
            telling.append(term.word)
    return [word for word in telling[:REACH] if _DONE.fullmatch(word)]
