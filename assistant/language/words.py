"""Words of a text with their stems and places: how questions and quotes are compared word by word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.language.words import FUNCTION_WORDS, cut, is_acronym, is_telling, stem

__all__ = ["FUNCTION_WORDS", "Term", "find_phrase", "stem", "stems", "terms", "words"]


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
        return is_acronym(self.word)


def words(text: str) -> list[str]:
    """The words of a text as written, in order: all that counting them needs."""
    return [word for word, _, _ in cut(text)]


# Texts kept taken apart. A question and its parts are some 2.4 of them and take 3 kB, which go again after 850
# questions; at 32,768 they stayed for 13,000, which is 40 MB, and `ask` was no faster, over 500 plans either: of
# documents' texts it is the stems that are needed again and again.
@lru_cache(maxsize=2048)
def terms(text: str) -> tuple[Term, ...]:
    """The words of a text in order."""
    return tuple(Term(word, stem(word), start, end, is_telling(word)) for word, start, end in cut(text))


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
