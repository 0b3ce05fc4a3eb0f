"""Where words begin and end, which of them carry no topic, and their stems: one way for the index and for answers."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

import Stemmer
from text_to_num import text2num

from corpus.language.quantities import NUMBER_WORD

# "children's" is "children" and "s"; 1,204 and 1 204 are one word, as 1204 is. The groups are bounded, and none begins
# inside a longer figure, so that a long run of digits costs no more than its length.
_WORD = re.compile(r"(?<![\d.,])\d{1,3}(?:[, \u00a0\u2009\u202f]\d{3}){1,5}(?!\d|,\d)|[^\W_]+")

_NUMBER = re.compile(NUMBER_WORD, re.IGNORECASE)

# Words that carry no topic: they are neither looked for in a passage nor do they make a question about something.
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about above after again all also am an and any anybody anyone anything are aren as at back be because
        been before being below between both but by can could currently did didn do does doesn doing don done
        down during each either ever every everybody everyone everything exactly few for from further get gets
        getting give given go goes going got had has have having he her here hers him his how i if in into is
        isn it its itself just let like ll made make many may me might mine moment more most much must my need
        needs no nobody nor not now of off on once one ones only or other our ours out over own per please pls plz thx
        present put re said same say says shall she should since so some somebody someone something still such
        tell than that the their theirs them then there these they thing things this those through to together
        too under until up upon us use used using ve versus very vs was way we were what when where whether which while
        who whom whose why will with within without would yes yet you your yours altogether""",
    )
)


class _Stemmers(threading.local):
    """A stemmer isn't safe to share between threads."""

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english")


_STEMMERS = _Stemmers()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one word, its case and thousands' separators aside; "ARE" in capitals isn't the everyday "are".

    A number's is its digits, "6" of "six" too; "one" is as often no number.
    """
    if len(word) > 1 and word.isupper() and word.lower() in FUNCTION_WORDS:
        return word
    if word[0].isdigit() and not word.isalnum():
        return "".join(filter(str.isdigit, word))
    if _NUMBER.fullmatch(word) and word.lower() not in FUNCTION_WORDS:
        return str(text2num(word.lower(), "en"))
    return str(_STEMMERS.english.stemWord(word.lower()))


def cut(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text in order, with where each begins and ends.

    A function word in capitals is an acronym, as in "the IT team", unless the words beside it are in capitals too
    ("WHAT IT IS FOR"): then it is given in lower case.
    """
    found = list(_WORD.finditer(text))
    for at, match in enumerate(found):
        word = match[0]
        if word.isupper() and word.lower() in FUNCTION_WORDS and _is_shouted(found[max(0, at - 1) : at + 2]):
            word = word.lower()
        yield word, *match.span()


def _is_shouted(beside: list[re.Match[str]]) -> bool:
    return len(beside) > 1 and all(match[0].isupper() for match in beside)


def is_acronym(word: str) -> bool:
    """Whether a word is written in capitals: "ARE", "NHS", "VfM"."""
    return sum(letter.isupper() for letter in word) > 1


def is_telling(word: str) -> bool:
    """Whether a word carries a topic."""
    return word[0].isdigit() or is_acronym(word) or (len(word) > 1 and word.lower() not in FUNCTION_WORDS)
