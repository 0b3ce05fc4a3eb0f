"""What a briefing is about, and which rows and items of an update say something of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.language.words import stems, terms
from assistant.tracking.places import Place, columns_and_notes
from corpus.errors import WrongUse
from corpus.glossary import Glossary
from corpus.library import Library
from corpus.records import Column, Meaning, Plan, Row, fold
from index import Filters, plans_named, rows_within

Words = tuple[frozenset[str], ...]  # ways to say the subject: in each, the stems that all must be there


@dataclass(frozen=True, slots=True)
class Subject:
    """What a briefing is about: some words, a plan, a category, a row by its reference, an owner, or several of these
    together. Names are as in `Filters`; words are looked for in headings and items."""

    words: str = ""
    plan: str = ""
    category: str = ""
    reference: str = ""
    owner: str = ""

    def __bool__(self) -> bool:
        return any((self.words, self.plan, self.category, self.reference, self.owner))

    @property
    def title(self) -> str:
        """`Care leavers`, `1.2, Foster care`: for headings and the names of files."""
        parts = [self.words, self.reference, self.category, self.owner]
        title = ", ".join(filter(None, parts)) or self.plan
        return title[:1].upper() + title[1:]


@dataclass(frozen=True, slots=True)
class About:
    """What one row says of a subject: all of it, or some of its items."""

    row: Row
    whole: bool
    places: tuple[Place, ...]


def plans_of(subject: Subject, library: Library) -> tuple[Plan, ...]:
    """The plans that a briefing looks at. Raises WrongUse for a plan that doesn't exist, and an empty subject."""
    if not subject:
        raise WrongUse("Say what the briefing is about: some words, a plan, a category, a row or an owner.")
    return plans_named(library, subject.plan or None)


def rows_about(subject: Subject, library: Library, glossary: Glossary, plan: Plan, update: str) -> tuple[About, ...]:
    """The rows of an update that say something of the subject, in its order."""
    named = Filters(subject.category or None, subject.reference or None, None, plan.name, update)
    said = ways_to_say(subject.words, glossary)
    rows = [row for row in rows_within(library, named) if not subject.owner or _is_owned(row, subject.owner)]
    found = (_about(row, said, subject.words) for row in rows)
    return tuple(each for each in found if each.places or each.whole)


def ways_to_say(words: str, glossary: Glossary) -> Words:
    """The telling words' stems, and the same with each acronym spelt out or each name as its acronym."""
    texts = [words, *(f"{words[: use.start]} {use.counterpart} {words[use.end :]}" for use in glossary.expand(words))]
    ways = [frozenset(term.stem for term in terms(text) if term.telling) for text in texts]
    return tuple(dict.fromkeys(filter(None, ways)))


def _about(row: Row, said: Words, words: str) -> About:
    every = tuple(Place.all_in(row, columns_and_notes(row)))
    if not words or fold(words) == fold(row.reference) or _says(row.label, said):
        return About(row, True, every)
    places = tuple(place for place in every if _says(place.text, said, row.label))
    whole = any(_column(place).meaning is Meaning.OWNER for place in places)
    return About(row, whole, every if whole else places)


def _says(text: str, said: Words, above: str = "") -> bool:
    """Whether a text says the subject; under headings that say a part of it, only the rest must be in the text."""
    own, led = stems(text), stems(above)
    return any(way <= own | led and not way <= led for way in said) if above else any(way <= own for way in said)


def _column(place: Place) -> Column:
    return place.row.column(place.column) or Column(place.column, ())


def _is_owned(row: Row, owner: str) -> bool:
    return any(fold(item.text) == fold(owner) for column in owners(row.columns) for item in column.items)


def owners(columns: Iterable[Column]) -> Sequence[Column]:
    return [column for column in columns if column.meaning is Meaning.OWNER]
