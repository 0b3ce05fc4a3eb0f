"""Where to look: which plans, rows and columns of a library the names in a filter mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.errors import WrongUse
from corpus.identity import plan_key
from corpus.library import ALL, LATEST, Library, rows_of
from corpus.records import Heading, Plan, Row, category_of, fold

LIKE = 80  # of 100: a word is meant although it was not written quite so
BEGINNING = 4  # letters from which the beginning of a word stands for it
NAMED = 10  # names that a message lists at most


@dataclass(frozen=True, slots=True)
class Filters:
    """Where to search; None is anywhere. Applied before candidates are taken, so no search comes back short.

    `category`: number or title; `reference`: a row's, such as `4.i`; `column`: a heading; `plan`: a name; `update`:
    "latest" (of each plan), "all", or a name. Where nothing is called exactly so, some of the words are enough.
    """

    category: str | None = None
    reference: str | None = None
    column: str | None = None
    plan: str | None = None
    update: str = LATEST


def plans_named(library: Library, wanted: str | None) -> tuple[Plan, ...]:
    """The plan of this name, or those with these words in theirs; all for None. Raises WrongUse where there is none."""
    if wanted is None:
        return library.plans
    names = meant(wanted, [plan.name for plan in library.plans], plan_key)
    if not names:
        raise WrongUse(f"There is no plan “{wanted}”. There are: {_listed(plan.name for plan in library.plans)}.")
    return tuple(plan for plan in library.plans if plan.name in names)


def rows_within(library: Library, filters: Filters) -> tuple[Row, ...]:
    """The rows that filters leave, columns aside. Raises WrongUse for a plan or an update that isn't there."""
    plans = plans_named(library, filters.plan)
    _check_update(plans, filters.update)
    rows = [row for plan in plans for row in _of_category(rows_of(plan, filters.update), filters.category)]
    if filters.reference is None:
        return tuple(rows)
    exactly = [row for row in rows if row.reference.lower() == filters.reference.lower()]  # `1 (2)` isn't `1.2`
    return tuple(exactly or [row for row in rows if fold(row.reference) == fold(filters.reference)])


def columns_within(columns: Iterable[tuple[str, str]], wanted: str | None) -> set[tuple[str, str]]:
    """Of columns, each a plan's name and a heading, those that are meant in each plan; all for None."""
    headings: dict[str, list[str]] = {}
    for plan, heading in columns:
        headings.setdefault(plan, []).append(heading)
    return {
        (plan, heading)
        for plan, each in headings.items()
        for heading in (each if wanted is None else meant(wanted, each))
    }


def meant(wanted: str, names: Sequence[str], key: Callable[[str], str] = fold) -> set[str]:
    """The names that are the one wanted: only where none is, those that hold all its words."""
    return {name for name in names if key(name) == key(wanted)} or {name for name in names if _holds(name, wanted)}


def _holds(name: str, wanted: str) -> bool:
    """Whether a name has each of some words, slips of the pen aside; words that are all numbers name nothing."""
    words, known = fold(wanted).split(), fold(name).split()
    return any(not word.isdigit() for word in words) and all(
        any(_is_word(word, each) for each in known) for word in words
    )


def _is_word(word: str, known: str) -> bool:
    return fuzz.ratio(word, known) >= LIKE or (len(word) >= BEGINNING and known.startswith(word))


def _of_category(rows: Sequence[Row], wanted: str | None) -> Sequence[Row]:
    """The rows under a category: named by its number, its title or both, or else by words of them."""
    if wanted is None:
        return rows
    name = fold(wanted)
    if exactly := [row for row in rows if name and name in _names_of(row.path[:-1])]:
        return exactly
    alike = {above for above in {row.path[:-1] for row in rows} if _holds(category_of(above).label, wanted)}
    return [row for row in rows if row.path[:-1] in alike]


@lru_cache(maxsize=4096)  # a plan's rows stand under a few headings: thousands of rows fold the same dozen
def _names_of(steps: tuple[Heading, ...]) -> frozenset[str]:
    """What the headings above a row may be called by: number, title or both of each, or all of them together."""
    together = fold(category_of(steps).label)
    return frozenset({together} | {fold(name) for each in steps for name in (each.number, each.title, each.label)})


def _check_update(plans: Sequence[Plan], wanted: str) -> None:
    known = {update.name: None for plan in plans for update in plan.updates}
    if known and wanted not in (LATEST, ALL) and fold(wanted) not in map(fold, known):
        raise WrongUse(f"There is no update “{wanted}”. There are: {_listed(sorted(known))}; or latest, or all.")


def _listed(names: Iterable[str]) -> str:
    """`first; second`: the first few, and how many more."""
    every = [name for name in names if name]
    more = len(every) - NAMED
    return "; ".join([*every[:NAMED], *([f"and {more:,} more"] if more > 0 else [])])
