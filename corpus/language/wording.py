"""What a document's own words tell: which are names, which begin items, which are fragments of others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from Stemmer import Stemmer

from corpus.language.lexicon import is_english

_STEMMER = Stemmer("english")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_RUBBLE_SHARE = 0.25
_RUBBLE_WORDS = 2
_SHORTEST_WHOLE = 4
_LEADING_ON = (
    "and|or|of|to|the|a|an|in|on|for|with|by|from|at|as|their|our|its|is|are|that|which|who|whose|than|because|if|but|into|"
    "between|your|his|her|be"
)
_UNFINISHED = re.compile(rf"(?:[,;:&/–-]|\b(?:{_LEADING_ON}))$")
_LABELLED = re.compile(r"\A([A-Z][^\W\d]*+(?:[ -][^\W\d]++){0,5}+):(?:\s++|$)")


def labelled(text: str) -> re.Match[str] | None:
    """The label that a text begins with, as in `Sponsor: J. Marlow`, with what parts it from the rest; its first group
    is the label alone. None where it has none."""
    return _LABELLED.match(text)


@dataclass
class Wording:
    """Counts of a document's words, by the case they stand in."""

    lower: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)  # with a capital, and not first in its text
    first: Counter[str] = field(default_factory=Counter)  # first in a text whose beginning is certain

    @classmethod
    def of(cls, texts: Iterable[str], beginnings: Iterable[str] = ()) -> Wording:
        """Counts of `texts`; `beginnings` are texts known to begin where they begin (marked bullets, say)."""
        self = cls()
        for text in texts:
            words = _WORD.findall(text)
            for place, word in enumerate(words):
                if word.islower():
                    self.lower[word] += 1
                elif place:
                    self.inside[word.lower()] += 1
        for text in beginnings:
            if found := _WORD.match(text):
                self.first[found.group().lower()] += 1
        return self

    def is_common(self, word: str) -> bool:
        """Whether a word, in some form of it, is written small in the document: then it is no mere name."""
        return word in self.lower or stem(word) in self._stems

    def is_name(self, word: str) -> bool:
        """Whether a word mostly stands with a capital in mid-text."""
        return self.inside[word] > 2 * (self.lower[word] + self.first[word]) + 2

    def is_rubble(self, text: str) -> bool:
        """Whether a text is made of pieces of words: several that are no words, but parts of the document's words.

        Pieces that a hyphen joins are no rubble: `wi-fi`.
        """
        written = _WORD.findall(" ".join(word for word in text.split() if "-" not in word.strip("-")))
        words = [word.lower() for word in written]
        own = Counter(words)
        pieces = [
            word
            for word in set(words)
            if len(word) > 1 and self._count(word) <= own[word] and not is_english(word) and self._is_piece(word, own)
        ]
        single = sum(1 for word in written if len(word) == 1 and word.islower() and word not in ("a", "i", "s", "t"))
        found = len(pieces) + single
        return found >= _RUBBLE_WORDS and found >= _RUBBLE_SHARE * len(words)

    def _count(self, word: str) -> int:
        return self.lower[word] + self.inside[word] + self.first[word]

    def _is_piece(self, word: str, own: Counter[str]) -> bool:
        holders = min((self._holding.get(pair, ()) for pair in _pairs(word)), key=len)
        return any(
            word in other and len(other) > max(len(word), _SHORTEST_WHOLE) and other not in own for other in holders
        )

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self.lower)

    @cached_property
    def _holding(self) -> Mapping[str, Sequence[str]]:
        """The document's words by each pair of letters in them."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self.lower.keys() | self.inside.keys():
            for pair in set(_pairs(word)):
                found[pair].append(word)
        return found


def is_unfinished(text: str) -> bool:
    """Whether a text can't end where it ends: at a comma, a hyphen, an article, a preposition."""
    return bool(_UNFINISHED.search(text.rstrip().lower()))


def begins_midway(text: str) -> bool:
    """Whether a text goes on from somewhere: it begins with a small letter."""
    first = re.search(r"[^\W\d_]\S*", text)
    return bool(first) and text.lstrip("(‘'\"“")[:1].islower()


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English stem of a word in lower case (Snowball)."""
    return str(_STEMMER.stemWord(word))
