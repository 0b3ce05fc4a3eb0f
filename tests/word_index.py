"""An index of few rows that ranks by words alone: what tests ask when no model should be loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.language.words import stems, terms
from corpus.library import Library
from corpus.records import Citation, Document, Row
from index import Excerpt, Filters, Floats, Hit, Match, Passage, rows_within


@dataclass(frozen=True)
class WordShelf:
    library: Library
    generation: str = "words-1"


class WordIndex:
    """Every item is a passage; a question's word is met, wholly or not at all, by the same stem."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._shelf = WordShelf(Library(tuple(documents)))

    @property
    def snapshot(self) -> WordShelf:
        return self._shelf

    def seen(self, library: Library) -> WordIndex:
        return WordIndex(library.documents)

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        rows = rows_within(self._shelf.library, filters or Filters())
        hits = [hit for row in rows for hit in self._hits(question, row)]
        return sorted(hits, key=lambda hit: -hit.score)[:k]

    def likenesses(self, old: Sequence[Excerpt], new: Sequence[Excerpt]) -> npt.NDArray[np.float32]:
        """The share of their stems that two excerpts have in common, the lesser of both ways."""
        olds, news = ([stems(self._text(each)) for each in side] for side in (old, new))
        shares = [[len(one & other) / max(1, len(one), len(other)) for other in news] for one in olds]
        return np.array(shares, dtype=np.float32).reshape(len(old), len(new))

    def _text(self, excerpt: Excerpt) -> str:
        row = next(row for row in self._shelf.library.rows(update="all") if row.key == excerpt.row_key)
        column = row.column(excerpt.column)
        assert column is not None
        return column.items[excerpt.number - 1].text[excerpt.start : excerpt.end]

    def sentence(self, question: str) -> Floats:
        return np.zeros(0, dtype=np.float32)

    def _hits(self, question: str, row: Row) -> list[Hit]:
        return [
            self._hit(question, row, column.heading, number, item.text)
            for column in row.columns
            for number, item in enumerate(column.items, 1)
        ]

    def _hit(self, question: str, row: Row, heading: str, number: int, text: str) -> Hit:
        column = row.column(heading)
        assert column is not None
        words = [term for term in terms(question) if term.telling] or list(terms(question))
        path = f"{row.label} › {heading}"
        matches = tuple(_match(word.word, word.stem, 1 / len(words), text, path) for word in words)
        score = sum(match.weight * match.similarity for match in matches)
        passage = Passage(
            id=f"{row.reference}|{heading}|{number}",
            text=text,
            path=path,
            row_key=row.key,
            plan=row.plan,
            update=row.update,
            reference=row.reference,
            column=heading,
            item=number,
            start=0,
            end=len(text),
            location=row.location,
        )
        return Hit(passage, score, Citation.of_item(row, column, number), matches, alike=score)


def _match(word: str, stem: str, weight: float, text: str, path: str) -> Match:
    place = next((term for term in terms(text) if term.stem == stem), None)
    if place is not None:
        return Match(word, weight, 1.0, place.start, place.end)
    return Match(word, weight, 1.0 if stem in stems(path) else 0.0, None, None)
