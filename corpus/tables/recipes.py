"""Layouts that staff have set for a plan's tables, kept as a small file and used for the next update too.

[[table]]
header = ["Theme", "Ref", "Action", "Lead"]  # by which the table is known again
title = "Action"                             # titles the rows
under = ["Theme"]                            # stand above the rows, outermost first
numbers = { Ref = "Action" }                 # columns that only number others
headings = ["Homes", "Health"]               # rows of one text that head those below
meanings = { "By whom" = "owner" }           # what columns are for
colours = { red = "Behind" }                 # what cells without words say by their colour
ends = "Total"                               # the text with which a row begins that isn't the table's any more
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import TypeAdapter, ValidationError
from rapidfuzz import fuzz

from corpus import staff_files
from corpus.errors import UnreadableFile
from corpus.records import Location, Meaning, Problem, Severity, fold
from corpus.tables.layouts.layout import Layout

RECIPES = "recipes.toml"  # beside the documents
_SAME = 88.0  # of 100: labels whose letters are this alike are the same label, misspelt or cut otherwise
_KNOWN_AGAIN = 0.6  # of a recipe's labels: a table that has as many is taken for an update of its table


@dataclass(frozen=True, slots=True)
class TableRecipe:
    """How one table is to be read, by the labels of its header."""

    header: tuple[str, ...]
    title: str = ""  # "" where only the header is set, and the layout is to be the one that fits best
    under: tuple[str, ...] = ()
    numbers: Mapping[str, str] | None = None
    bands: bool = False
    headings: tuple[str, ...] = ()
    meanings: Mapping[str, Meaning] | None = None
    colours: Mapping[str, str] | None = None
    ends: str = ""

    @classmethod
    def of(cls, labels: Sequence[str], layout: Layout) -> TableRecipe:
        """The recipe that a layout is, over a table with these labels."""
        numbers = {labels[number]: labels[target] for number, target in layout.numbers}
        under = tuple(labels[group] for group in layout.groups)
        return cls(tuple(labels), labels[layout.key], under, numbers or None, layout.bands)

    def likeness(self, labels: Sequence[str]) -> float:
        """The share of the recipe's labels that a table has."""
        return sum(_place(label, labels) is not None for label in self.header) / max(len(self.header), 1)

    def layout(self, labels: Sequence[str]) -> Layout | None:
        """The layout for a table with these labels, None where a column that it needs is missing."""
        title = _place(self.title, labels)
        under = [_place(label, labels) for label in self.under]
        numbers = [(_place(number, labels), _place(target, labels)) for number, target in (self.numbers or {}).items()]
        groups = tuple(group for group in under if group is not None)
        pairs = tuple((number, target) for number, target in numbers if number is not None and target is not None)
        if title is None or len(groups) < len(under) or len(pairs) < len(numbers):
            return None
        return Layout(title, groups, pairs, self.bands)

    def misfit(self, labels: Sequence[str], where: Location) -> Problem:
        """What people are told where the recipe was made for a table like this, but no longer fits it."""
        needed = [self.title, *self.under, *(label for pair in (self.numbers or {}).items() for label in pair)]
        gone = [f"“{label}”" for label in dict.fromkeys(needed) if _place(label, labels) is None]
        return Problem(
            Severity.WARNING,
            where,
            f"the recipe for this table no longer fits it: it has no column {' or '.join(gone)}",
            "read without the recipe",
            "Choose anew how the table is to be read.",
        )


@dataclass(frozen=True, slots=True)
class Recipe:
    """The recipes of one document's tables."""

    tables: tuple[TableRecipe, ...] = ()

    def of(self, labels: Sequence[str]) -> TableRecipe | None:
        """The recipe for a table with these labels, the likest of several; None where none was made for it."""
        known = [(recipe.likeness(labels), -at) for at, recipe in enumerate(self.tables)]
        best = max(known, default=(0.0, 0))
        return self.tables[-best[1]] if best[0] >= _KNOWN_AGAIN else None

    def meanings(self, labels: Sequence[str]) -> Iterator[tuple[str, Meaning]]:
        """What columns of a table with these labels are for, where its recipe says so."""
        given = self.of(labels)
        for label, meaning in ((given.meanings or {}) if given else {}).items():
            if (at := _place(label, labels)) is not None:
                yield labels[at], meaning

    def exactly(self, header: Sequence[str]) -> TableRecipe | None:
        """The recipe made for just this header."""
        return next((each for each in self.tables if each.header == tuple(header)), None)

    def without(self, header: Sequence[str]) -> Recipe:
        """The recipe without the one for this header."""
        return Recipe(tuple(each for each in self.tables if each.header != tuple(header)))

    def having(self, table: TableRecipe) -> Recipe:
        """The recipe with one for a table more, in place of an earlier one for the same header."""
        return Recipe((*self.without(table.header).tables, table))

    def written(self) -> str:
        """The recipes as TOML."""
        book = tomlkit.document()
        tables = tomlkit.aot()
        for recipe in self.tables:
            table = tomlkit.table()
            for name, value in _TABLE.dump_python(recipe, exclude_defaults=True).items():
                table[name] = list(value) if isinstance(value, tuple) else value
            tables.append(table)
        book["table"] = tables
        return tomlkit.dumps(book)


NO_RECIPE = Recipe()
_TABLE = TypeAdapter(TableRecipe)
_TABLES = TypeAdapter(tuple[TableRecipe, ...])


def recipe_of(text: str, name: str) -> Recipe:
    """The recipe that a file holds. Raises UnreadableFile where it isn't one, saying where."""
    try:
        written: dict[str, Any] = staff_files.parsed(text, name)
        unknown = set(written) - {"table"} | {key for each in written.get("table", ()) for key in each} - _NAMES
        if unknown:
            raise UnreadableFile(f"{name}: nothing in a recipe is called {', '.join(sorted(unknown))}.")
        return Recipe(_TABLES.validate_python(written.get("table", ())))
    except (TypeError, AttributeError) as error:
        raise UnreadableFile(f"{name} is no recipe: {error}. Correct it or remove it.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UnreadableFile(f"{name} is no recipe: at table.{place}, {first['msg']}.") from error


_NAMES = frozenset(TableRecipe.__dataclass_fields__)


def recipe_text(folder: Path) -> str:
    """The recipes beside the documents, as TOML; "" where there are none. Raises UnreadableFile where it is damaged."""
    path = folder / RECIPES
    if not path.exists():
        return ""
    text = staff_files.read_text(path)
    recipe_of(text, RECIPES)
    return text


def write_recipe(folder: Path, recipe: Recipe) -> None:
    """Stores the recipes beside the documents, in one step. Raises UnreadableFile where the folder takes no file."""
    staff_files.write_text(folder / RECIPES, recipe.written())


def _place(label: str, labels: Sequence[str]) -> int | None:
    """Where a label stands among others: exactly, or else the likest."""
    wanted = fold(label) or label
    alike = [(fuzz.ratio(wanted, fold(other) or other), -at) for at, other in enumerate(labels)]
    best = max(alike, default=(0.0, 0))
    return -best[1] if best[0] >= _SAME else None
