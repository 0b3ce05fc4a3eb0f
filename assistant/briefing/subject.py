"""What a briefing is about, and which rows and items of an update say something of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.language.clauses import says_something
from assistant.language.words import Term, stems, terms
from assistant.tracking.overview import owners_of
from assistant.tracking.places import Place, columns_and_notes
from corpus.errors import WrongUse
from corpus.glossary import Glossary
from corpus.library import Library
from corpus.records import Column, Meaning, Plan, Row, RowKind, fold
from index import Filters, plans_named, rows_within

Ways = tuple[tuple[Term, ...], ...]  # to say the subject: in each, the words that all must be there


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
    """What one row says of a subject: all of it, or some of its items.

    `akin`: only by other words of the same stems, which may be about something else: "adopt a policy" isn't adoption.
    """

    row: Row
    whole: bool
    places: tuple[Place, ...]
    akin: bool = False


def plans_of(subject: Subject, library: Library) -> tuple[Plan, ...]:
    """The plans that a briefing looks at. Raises WrongUse for a plan that doesn't exist, and an empty subject."""
    if not subject:
        raise WrongUse("Say what the briefing is about: some words, a plan, a category, a row or an owner.")
    return plans_named(library, subject.plan or None)


def rows_about(subject: Subject, library: Library, glossary: Glossary, plan: Plan, update: str) -> tuple[About, ...]:
    """The rows of an update that say something of the subject, in its order."""
    named = Filters(subject.category or None, subject.reference or None, None, plan.name, update)
    ways = ways_to_say(subject.words, glossary)
    rows: Sequence[Row] = rows_within(library, named)
    rows = _owned(rows, library, subject.owner) if subject.owner else rows
    tabled = any(row.kind is RowKind.ROW for row in library.rows(plan=plan.name, update=update))
    found = (_about(row, ways, subject.words, tabled) for row in rows)
    return tuple(each for each in found if each.places or (each.whole and each.row.in_table))


def ways_to_say(words: str, glossary: Glossary) -> Ways:
    """The telling words, and the same with each acronym spelt out or each name as its acronym."""
    texts = [words, *(f"{words[: use.start]} {use.counterpart} {words[use.end :]}" for use in glossary.expand(words))]
    ways = (tuple(term for term in terms(text) if term.telling) for text in texts)
    return tuple(filter(None, ways))


def _about(row: Row, ways: Ways, words: str, tabled: bool) -> About:
    every = tuple(
        place
        for place in Place.all_in(row, columns_and_notes(row))
        if not tabled or row.in_table or says_something(place.text)
    )
    said = [frozenset(term.stem for term in way) for way in ways]
    if not words or fold(words) == fold(row.reference):
        return About(row, True, every)
    if _says(row.label, said):
        return About(row, True, every, not _says_itself(row.label, ways))
    places = tuple(place for place in every if _says(place.text, said, row.label))
    whole = any(_column(place).meaning is Meaning.OWNER for place in places)
    akin = not any(_says_itself(f"{row.label} {place.text}", ways) for place in places)
    return About(row, whole, every if whole else places, akin)


def _says_itself(text: str, ways: Ways) -> bool:
    """Whether a text has the words themselves of one way to say the subject, not only others of their stems."""
    return any(all(any(_is_one_word(each, term) for each in terms(text)) for term in way) for way in ways)


# Endings of one word's plural and tenses, after a consonant that may be doubled; those that make another word of it,
# such as -ion, -ment or -er, are none.
_ENDING = re.compile(r"[a-z]?(?:e?s|e?d|ing|e|y|ies|ied)?")


def _is_one_word(one: Term, other: Term) -> bool:
    """Whether two words are forms of one: "adopting" and "adopted", not "adopt" and "adoption"."""
    if one.stem != other.stem:
        return False
    pair = one.word.lower(), other.word.lower()
    common = sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(*pair, strict=False)))
    return all(_ENDING.fullmatch(word[common:]) for word in pair)


def _says(text: str, said: Sequence[frozenset[str]], above: str = "") -> bool:
    """Whether a text says the subject; under headings that say a part of it, only the rest must be in the text."""
    own, led = stems(text), stems(above)
    return any(way <= own | led and not way <= led for way in said) if above else any(way <= own for way in said)


def _column(place: Place) -> Column:
    return place.row.column(place.column) or Column(place.column, ())


def _owned(rows: Sequence[Row], library: Library, owner: str) -> Sequence[Row]:
    """The rows of an owner, alone or with others: names are told apart as for the overview, by all plans' rows."""
    named = owners_of([*rows, *library.rows()])
    return [row for row, names in zip(rows, named, strict=False) if fold(owner) in map(fold, names)]
