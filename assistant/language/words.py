"""Words of a text with their stems and places: how questions and quotes are compared word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+")  # as the index cuts words: "children's" is "children" and "s"
_STEMMER = Stemmer.Stemmer("english")

# Words that carry no topic: they are neither looked for in a quote nor do they make a question about something.
FUNCTION_WORDS = frozenset(
    _WORD.findall(
        """a about above after again all also am an and any anybody anyone anything are aren as at back be because
        been before being below between both but by can could currently did didn do does doesn doing don done
        down during each either ever every everybody everyone everything exactly few for from further get gets
        getting give given go goes going got had has have having he her here hers him his how i if in into is
        isn it its itself just let like ll made make many may me might mine moment more most much must my need
        needs no nobody nor not now of off on once one ones only or other our ours out over own per please
        present put re said same say says shall she should since so some somebody someone something still such
        tell than that the their theirs them then there these they thing things this those through to together
        too under until up upon us use used using ve very was way we were what when where whether which while
        who whom whose why will with within without would yes yet you your yours altogether"""
    )
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text: `text[start:end]`, as written, and its stem in lower case.

    `telling` says whether it carries a topic.
    """

    word: str
    stem: str
    start: int
    end: int
    telling: bool

    @property
    def is_acronym(self) -> bool:
        return _is_acronym(self.word)


def _is_acronym(word: str) -> bool:
    """Whether a word is written in capitals: "ARE", "NHS", "VfM"."""
    return sum(letter.isupper() for letter in word) > 1


def _is_telling(word: str) -> bool:
    return word.isdigit() or _is_acronym(word) or (len(word) > 1 and word.lower() not in FUNCTION_WORDS)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one word, its case aside; "ARE" in capitals isn't the everyday "are"."""
    if len(word) > 1 and word.isupper() and word.lower() in FUNCTION_WORDS:
        return word
    return str(_STEMMER.stemWord(word.lower()))


def words(text: str) -> list[str]:
    """The words of a text as written, in order: all that counting them needs."""
    return _WORD.findall(text)


@lru_cache(maxsize=32768)
def terms(text: str) -> tuple[Term, ...]:
    """The words of a text in order."""
    return tuple(Term(found[0], stem(found[0]), *found.span(), _is_telling(found[0])) for found in _WORD.finditer(text))


@lru_cache(maxsize=32768)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's words."""
    return frozenset(term.stem for term in terms(text))


def find_phrase(wanted: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    """Where these stems stand in a row in the text, as character ranges."""
    if not stems(text).issuperset(wanted):
        return []
    words = terms(text)
    size = len(wanted)
    return [
        (words[at].start, words[at + size - 1].end)
        for at in range(len(words) - size + 1)
        if size and all(words[at + step].stem == wanted[step] for step in range(size))
    ]
