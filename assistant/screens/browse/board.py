"""Which rows of an update Browse shows, and in which groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from assistant.screens.parts.rows import ALL
from assistant.screens.parts.text import holds_all
from corpus.records import Row


class Board:
    """The rows of an update with an index of their words, built once, so that filtering thousands of rows is fast."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    @cached_property
    def by_category(self) -> Mapping[str, Sequence[int]]:
        """The positions of each category's rows, with categories in document order."""
        places: dict[str, list[int]] = {}
        for place, row in enumerate(self._rows):
            places.setdefault(row.category.label, []).append(place)
        return places

    def matching(self, category: str = ALL, words: Sequence[str] = ()) -> list[Row]:
        """The rows of a category in which every word begins some word, ignoring capitals."""
        places: Iterable[int] = range(len(self._rows)) if category == ALL else self.by_category.get(category, ())
        for word in words:
            holding = self._holding(word.lower())
            places = [place for place in places if place in holding]
        return [self._rows[place] for place in places]

    @cached_property
    def _written(self) -> Mapping[str, Sequence[int]]:
        """Each word in lower case, punctuation included, with the positions of the rows that contain it."""
        places: dict[str, list[int]] = {}
        for place, row in enumerate(self._rows):
            for word in set(_text(row).lower().split()):
                places.setdefault(word, []).append(place)
        return places

    def _holding(self, word: str) -> set[int]:
        """The positions of the rows in which the word begins some word."""
        found = (places for written, places in self._written.items() if word in written and holds_all(written, [word]))
        return set().union(*found)


def neighbours(rows: Sequence[Row], row: Row, most: int) -> list[Row]:
    """The rows of the same category that are nearest to a row, in document order, without the row itself."""
    same = [other for other in rows if other.category == row.category]
    at = next((place for place, other in enumerate(same) if other.key == row.key), 0)
    first = max(0, min(at - most // 2, len(same) - most - 1))
    return [other for other in same[first : first + most + 1] if other.key != row.key]


def by_category(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Consecutive rows of one category, in document order."""
    for label, group in groupby(rows, key=lambda row: row.category.label):
        yield label, list(group)


def _text(row: Row) -> str:
    texts = [row.reference, row.label, *(item.text for column in row.columns for item in column.items)]
    return "\n".join(texts)
