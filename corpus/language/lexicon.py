"""Which words are English: the word list that a spelling library ships, 82,000 words, read when first needed."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_LIST = "frequency_dictionary_en_82_765.txt"


def is_english(word: str) -> bool:
    """Whether a word in lower case is in the list; names of places and people mostly are not."""
    return word in _words()


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    lines = files("symspellpy").joinpath(_LIST).read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines)
