"""Misspelt words of a question put right from the documents' own words, and only where that is sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from assistant.terms import Term, terms, words
from corpus.lexicon import is_english
from corpus.records import Row

SHORTEST = 4  # letters: a shorter word has too many neighbours
LONG = 7  # letters from which two slips are allowed


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

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._counts

    def correct(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """The question with its misspelt words put right, and what was changed."""
        corrections, pieces, at = [], [], 0
        for term in terms(question):
            word = self._meant(term)
            if word is not None:
                corrections.append(Correction(term.word, word))
                pieces += [question[at : term.start], word]
                at = term.end
        return "".join([*pieces, question[at:]]), tuple(corrections)

    def _meant(self, term: Term) -> str | None:
        """The documents' word that was surely meant: near, begun with the same letter, and nothing else as near."""
        typed = term.word.lower()
        if len(typed) < SHORTEST or not typed.isalpha() or typed in self or term.is_acronym or is_english(typed):
            return None
        slips = 2 if len(typed) >= LONG else 1
        near = process.extract(typed, self._words, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=8)
        likely = sorted((distance, -self._counts[word], word) for word, distance, _ in near if word[0] == typed[0])
        return likely[0][2] if likely and len(likely[0][2]) >= SHORTEST else None


def _texts(row: Row) -> Iterable[str]:
    yield from (step.title for step in row.path)
    for column in row.columns:
        yield column.heading
        yield from (item.text for item in column.items)
