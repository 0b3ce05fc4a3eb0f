"""Corrects misspelt words of a question from the documents' own words, and only if the correction is certain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from assistant.language.answer_kinds import dates, is_month
from assistant.language.words import Term, stem, terms, words
from corpus.language.lexicon import is_english
from corpus.records import Row

SHORTEST = 4  # letters: a shorter word has too many neighbours
LONG = 7  # letters from which two slips are allowed
CUT = 4  # letters of a word that was not written to its end
_SHORT_FOR = {  # as people write in a hurry
    "avg": "average",
    "approx": "approximately",
    "max": "maximum",
    "min": "minimum",
    "yr": "year",
    "yrs": "years",
    "mth": "month",
    "mths": "months",
    "wk": "week",
    "wks": "weeks",
    "qtr": "quarter",
    "mtg": "meeting",
    "mtgs": "meetings",
    "mgr": "manager",
    "mgmt": "management",
    "govt": "government",
    "dept": "department",
    "info": "information",
    "resi": "residential",
    "comms": "communications",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question and the documents' word that was read for it."""

    typed: str
    read: str


class Vocabulary:
    """The words that the documents use, each with how often."""

    def __init__(self, rows: Sequence[Row]) -> None:
        written = Counter(word for row in rows for text in _texts(row) for word in words(text))
        self._counts = Counter[str]()
        for word, count in written.items():
            if word.isalpha():
                self._counts[word.lower()] += count
        self._words = list(self._counts)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(stem, self._words))

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._counts

    def knows(self, word: str) -> bool:
        """Whether the documents have the word, in this form or another."""
        return stem(word) in self._stems

    def correct(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """The question with its misspelt words corrected, and a description of the changes."""
        corrections, pieces, at = [], [], 0
        for term in terms(question):
            cut_off = re.match(r"['’]\w", question[term.end : term.end + 2])  # "weren't" is no slip for "were"
            word = self._meant(term) if not cut_off else None
            if word is not None:
                corrections.append(Correction(term.word, word))
                pieces += [question[at : term.start], word]
                at = term.end
        return "".join([*pieces, question[at:]]), tuple(corrections)

    def _meant(self, term: Term) -> str | None:
        """The documents' word that was surely meant: near, begun with the same letter, and nothing else as near."""
        typed = term.word.lower()
        if typed in _SHORT_FOR and typed not in self and not term.is_acronym:
            return _SHORT_FOR[typed]
        if len(typed) < SHORTEST or not typed.isalpha() or typed in self or term.is_acronym or is_english(typed):
            return None
        slips = 2 if len(typed) >= LONG else 1
        near = process.extract(typed, self._words, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=8)
        likely = sorted((distance, -self._counts[word], word) for word, distance, _ in near if word[0] == typed[0])
        begun = self._begun(typed) if len(typed) >= CUT else None
        if likely and (begun is None or len(likely[0][2]) > len(typed)):  # "crem" is no slip for "crew"
            return likely[0][2] if len(likely[0][2]) >= SHORTEST else None
        return begun

    def _begun(self, typed: str) -> str | None:
        """The commonest word that begins so: "accom" for "accommodation"."""
        return max((word for word in self._words if word.startswith(typed)), key=self._counts.__getitem__, default=None)

    def unknown_names_of(self, question: str) -> frozenset[str]:
        """The stems of names in a question that the documents have nowhere; none where capitals tell no names."""
        written = terms(question)
        capital = [term for term in written[1:] if term.word[0].isupper() and not term.is_acronym]
        if not capital or 2 * len(capital) >= len(written):
            return frozenset()
        taken = [(named.start, named.end) for named in dates(question)]
        return frozenset(
            term.stem
            for term in capital
            if len(term.word) >= SHORTEST
            and term.stem not in self._stems
            and not is_month(term.word)
            and not any(start <= term.start < end for start, end in taken)
        )


def _texts(row: Row) -> Iterable[str]:
    yield row.plan
    yield from (step.title for step in row.path)
    for column in row.columns:
        yield column.heading
        yield from (item.text for item in column.items)
