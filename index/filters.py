"""Which plans, rows and columns of a library the names in a filter mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from corpus.errors import WrongUse
from corpus.identity import plan_key
from corpus.library import LATEST, Library, updates_of
from corpus.records import Heading, Plan, Row, Update, category_of, fold

# Of 100: how like two words are that are one, slips of the pen aside. "hapen" is 91 like "happen", "adaptaton" 95 like
# "adaptation"; "plan" is 67 like "place". At 20, names that share a few letters are one; above 100, no slip is
# forgiven.
LIKE = 80
# Letters from which the beginning of a word stands for it: at 1, "a" would mean every word in "a"; at 16, none would.
BEGINNING = 4
MOST_LISTED = 10  # names in a message: as many as can be read at a glance


@dataclass(frozen=True, slots=True)
class Filters:
    """Where to search; None is anywhere. Filters apply before candidates are taken, so no search comes back short.

    `category`: number or title; `reference`: a row's, such as `4.i`; `column`: a heading; `plan`: a name; `update`:
    "latest" (of each plan), "all", or a name. If no name is exactly the same, names that contain all the words count.
    """

    category: str | None = None
    reference: str | None = None
    column: str | None = None
    plan: str | None = None
    update: str = LATEST


def plans_named(library: Library, name: str | None) -> tuple[Plan, ...]:
    """The plan with this name, or those that contain its words; all for None. Raises WrongUse if there is none."""
    if name is None:
        return library.plans
    names = meant(name, [plan.name for plan in library.plans], plan_key)
    if not names:
        raise WrongUse(f"There is no plan “{name}”. There are: {_listed(plan.name for plan in library.plans)}.")
    return tuple(plan for plan in library.plans if plan.name in names)


def updates_within(library: Library, filters: Filters) -> list[tuple[Plan, Update]]:
    """The updates that filters leave, by plan and update alone. Raises WrongUse for one that doesn't exist."""
    plans = plans_named(library, filters.plan)
    found = [(plan, update) for plan in plans for update in updates_of(plan, filters.update)]
    if plans and not found:
        known = sorted({update.name for plan in plans for update in plan.updates})
        raise WrongUse(f"There is no update “{filters.update}”. There are: {_listed(known)}; or latest, or all.")
    return found


def rows_within(library: Library, filters: Filters) -> tuple[Row, ...]:
    """The rows that filters leave, ignoring columns. Raises WrongUse for a plan or an update that doesn't exist."""
    of_plans: dict[str, list[Row]] = {}
    for plan, update in updates_within(library, filters):
        of_plans.setdefault(plan.name, []).extend(update.rows)
    rows = [row for each in of_plans.values() for row in _of_category(each, filters.category)]
    if filters.reference is None:
        return tuple(rows)
    exactly = [row for row in rows if row.reference.lower() == filters.reference.lower()]  # `1 (2)` isn't `1.2`
    return tuple(exactly or [row for row in rows if fold(row.reference) == fold(filters.reference)])


def columns_within(columns: Iterable[tuple[str, str]], name: str | None) -> set[tuple[str, str]]:
    """The columns, each a plan's name and a heading, that a heading means in each plan; all for None."""
    if name is None:
        return set(columns)
    headings: dict[str, list[str]] = {}
    for plan, heading in columns:
        headings.setdefault(plan, []).append(heading)
    alike: dict[tuple[str, ...], set[str]] = {}  # most plans have the headings of others
    for each in map(tuple, headings.values()):
        if each not in alike:
            alike[each] = meant(name, each)
    return {(plan, heading) for plan, each in headings.items() for heading in alike[tuple(each)]}


def meant(given: str, names: Sequence[str], key: Callable[[str], str] = fold) -> set[str]:
    """The names that are exactly the given one; only if there are none, those that contain all its words."""
    known = _known(tuple(names), key)
    return known.exactly(given) or known.containing(given)


class _Known:
    """Names by their keys and by the words of these: one is found among thousands without looking at each of them."""

    def __init__(self, names: Sequence[str], key: Callable[[str], str]) -> None:
        self._names, self._key = names, key
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(names):
            self._by_key[key(name)].append(at)

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """The places of names by their words. Most names are said exactly, and never need it."""
        found: dict[str, list[int]] = defaultdict(list)
        for key, at in self._by_key.items():
            for word in key.split():
                found[word] += at
        return dict(found)

    def exactly(self, given: str) -> set[str]:
        return {self._names[at] for at in self._by_key.get(self._key(given), ())}

    def containing(self, given: str) -> set[str]:
        """Those that contain each of some words, misspellings included; numbers alone are not a name."""
        words = self._key(given).split()
        if all(word.isdigit() for word in words):
            return set()
        return {self._names[at] for at in set.intersection(*map(self._having, words))}

    def _having(self, word: str) -> set[int]:
        return set[int]().union(*map(self._by_word.__getitem__, _like(word, self._by_word.keys())))


@lru_cache(maxsize=64)  # of each library that is open, and of a page's headings
def _known(names: tuple[str, ...], key: Callable[[str], str]) -> _Known:
    return _Known(names, key)


def _like(word: str, known: Collection[str]) -> list[str]:
    """The words that are one with this, slips of the pen aside, or that it begins."""
    found = [each for each, _, _ in process.extract(word, known, scorer=fuzz.ratio, score_cutoff=LIKE, limit=None)]
    return [*found, *(each for each in known if each.startswith(word))] if len(word) >= BEGINNING else found


def _of_category(rows: Sequence[Row], given: str | None) -> Sequence[Row]:
    """The rows of a category, named by its number, its title or both, or else by some of its words."""
    if given is None:
        return rows
    name = fold(given)
    if exactly := [row for row in rows if name and name in _names_of(row.path[:-1])]:
        return exactly
    alike = {
        above for above in {row.path[:-1] for row in rows} if _Known([category_of(above).label], fold).containing(given)
    }
    return [row for row in rows if row.path[:-1] in alike]


@lru_cache(maxsize=4096)  # a plan's thousands of rows have only a few different headings above them
def _names_of(steps: tuple[Heading, ...]) -> frozenset[str]:
    """The names of the headings above a row: the number, title or both of each, or all of them together."""
    together = fold(category_of(steps).label)
    return frozenset({together} | {fold(name) for each in steps for name in (each.number, each.title, each.label)})


def _listed(names: Iterable[str]) -> str:
    """`first; second`: the first few, and how many more."""
    every = [name for name in names if name]
    more = len(every) - MOST_LISTED
    return "; ".join([*every[:MOST_LISTED], *([f"and {more:,} more"] if more > 0 else [])])
