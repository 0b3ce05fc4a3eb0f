"""Tables that are none of a plan's: of versions and people, keys to its values, forms that are filled in.

What they are is told by how they stand beside the plan's own tables, and by fitted weights, not by what they are of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.records import GridRow, Meaning, fold
from corpus.tables.columns.column_types import is_known, meaning_of
from corpus.tables.layouts.choice import Candidate, Choice, choose, fitted_weights
from corpus.tables.layouts.columns import is_value

_FEW = 4  # rows, columns: so many tell half as much as very many
_LABEL_WORDS, _TITLE_WORDS = 5, 4
_LONG = 8  # words of a text that says something of its own
_LEAST = 2  # different values that are explained
_WORK = frozenset((Meaning.ACTION, Meaning.MEASURE, Meaning.TARGET, Meaning.RESULT, Meaning.COST))
_FOLLOWS = frozenset((Meaning.STATUS, Meaning.PROGRESS))
# Addresses, telephone numbers, versions and pages: what a document's own tables have a column of.
_OWN = re.compile(
    r"\S{1,64}@\S{1,255}\.\w{2,20}|(?:tel|phone|ext)?[\s.:]{0,3}\+?[\d\s()-]{7,20}|\d{1,3}(?:\s*[-–]\s*\d{1,3})?|"
    r"(?:v|version|issue|draft|rev|revision)?[\s.]{0,3}\d{1,2}(?:\.\d{1,2}){1,2}(?:\s*\(?(?:draft|final)\)?)?",
    re.I,
)
_STEP = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?|Q[1-4]")  # years and quarters, of which columns tell


@dataclass(frozen=True)
class Beside:
    """A table among a document's others: its labels, and its rows, the header's included."""

    labels: tuple[str, ...]
    rows: Sequence[GridRow]
    header: int  # rows of it

    @cached_property
    def texts(self) -> list[list[str]]:
        return [[cell.text.strip() for cell in row.cells if cell.text] for row in self.rows]

    @cached_property
    def columns(self) -> list[list[str]]:
        """The texts of each column below the header."""
        found: dict[int, list[str]] = {}
        for row in self.rows[self.header :]:
            for cell in row.cells:
                if cell.text:
                    found.setdefault(cell.column, []).append(cell.text.strip())
        return [texts for _, texts in sorted(found.items())]

    @cached_property
    def values(self) -> list[frozenset[str]]:
        """What each column behind the first says, where that comes again: the values that it has."""
        folded = [[fold(text) for text in texts if len(text.split()) <= _LABEL_WORDS] for texts in self.columns[1:]]
        return [frozenset(texts) for texts in folded if len({*texts}) < len(texts)]


def aside_choice(table: Beside, others: Sequence[Beside]) -> Choice[bool]:
    """Whether a table says nothing of a plan that the others are of."""
    return choose(aside_candidates(table, others), fitted_weights("asides"))


def aside_candidates(table: Beside, others: Sequence[Beside]) -> tuple[Candidate[bool], Candidate[bool]]:
    return Candidate(True, dict(_features(table, others))), Candidate(False, {})


def _features(table: Beside, others: Sequence[Beside]) -> Iterator[tuple[str, float]]:
    count = len(table.rows) - table.header
    most = max((len(other.rows) - other.header for other in others), default=0)
    form = _is_form(table)
    labels = () if form else table.labels  # a form has none, whichever of its rows is taken for a header
    meanings = set(map(meaning_of, labels))
    shared = {fold(label) for other in others for label in other.labels}
    texts = [text for row in table.texts[table.header :] for text in row]
    yield "any", 1.0
    yield "few rows", _FEW / (_FEW + count)
    yield "fewer rows than others", _share(most, most + count)
    yield "narrower than others", float(any(len(other.labels) > len(table.labels) for other in others))
    yield "two columns", float(len(table.labels) <= 2)
    yield "labels: known", _share(sum(map(is_known, labels)), len(labels))
    yield "labels: what is done", float(bool(meanings & _WORK))
    yield "labels: how far it is", float(bool(meanings & _FOLLOWS))
    yield "labels: who or when", float(bool(meanings & {Meaning.OWNER, Meaning.DUE}))
    steps = [label for label in labels if _STEP.fullmatch(label)]
    yield "labels: years", _share(len(steps), len(labels))
    yield "labels: values", _share(sum(map(is_value, set(labels) - set(steps))), len(labels))
    yield "labels: others have them", _share(sum(fold(label) in shared for label in labels), len(labels))
    yield "labels: a table has them all", float(any(other.labels == table.labels for other in others))
    yield "texts: long", _share(sum(len(text.split()) > _LONG for text in texts), len(texts))
    wordy = [_share(sum(len(text.split()) >= _TITLE_WORDS for text in each), len(each)) for each in table.columns[:2]]
    yield "texts: sums and shares", _share(sum("£" in text or "%" in text for text in texts), len(texts))
    yield "texts: could title", max(wordy, default=0.0)
    yield "texts: addresses, versions, pages", max(map(_of_document, table.columns), default=0.0)
    yield "pairs of labels and values", float(form)
    yield "values of others explained", float(any(_explains(table, other) for other in others))


def _of_document(texts: Sequence[str]) -> float:
    return _share(sum(bool(_OWN.fullmatch(text)) for text in texts), len(texts))


def _is_form(table: Beside) -> bool:
    """Whether all rows are one pair or two of a brief label and its value, and none is a header such as plans have."""
    pairs = [pair for texts in table.texts for pair in zip(texts[::2], texts[1::2], strict=False)]
    labels = [label for label, _ in pairs]
    if any(len(texts) not in (1, 2, 4) for texts in table.texts) or len({*labels}) < len(labels) or not pairs:
        return False
    brief = all(len(label.split()) <= _LABEL_WORDS and not label.endswith(".") for label in labels)
    return brief and not any(map(is_value, labels)) and not _heads(*pairs[0])


def _explains(table: Beside, other: Beside) -> bool:
    """Whether a table's first texts are values of another's column, most of them and each once."""
    firsts = [fold(texts[0]) for texts in table.texts if texts]
    enough = max(_LEAST, (len(firsts) - table.header) / 2)
    apart = len({*firsts}) == len(firsts)
    return apart and any(sum(text in values for text in firsts) >= enough for values in other.values)


def _heads(label: str, value: str) -> bool:
    """Whether a pair are the labels of columns."""
    return meaning_of(label) in _WORK or (len(value.split()) <= _LABEL_WORDS and is_known(value))


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
