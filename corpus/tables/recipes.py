"""Layouts that staff have set for a plan's tables, kept as a small file and used for the next update too.

[[table]]
header = ["Theme", "Ref", "Action", "Lead"]  # by which the table is known again, in however many rows it stands
document = "Fictional Homes Plan"            # with which the document begins, if it is for that plan alone
title = "Action"                             # titles the rows
under = ["Theme"]                            # stand above the rows, outermost first
numbers = { Ref = "Action" }                 # columns that only number others
choice = ["Not started", "Done"]             # columns of which each row marks one
parents = "numerals"                         # rows that head others: by their numerals, or the blanks beside them
begins = "Action"                            # a row begins wherever this column is filled
alone = "headings"                           # what rows of one text are: headings, rows, or as they look
headings = ["Homes", "Health"]               # rows of one text that head those below
meanings = { "By whom" = "owner" }           # what columns are for
colours = { red = "Behind" }                 # what cells without words say by their colour
text = ["Note: figures are to March"]        # rows, by what they begin with, that are text beside the table
ends = "Total"                               # the row from which on all is text
goes_on = true                               # tables below without headings that are known are more of it
prose = true                                 # no table: all of it is text, if so headed or with the rows in `text`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import TypeAdapter, ValidationError
from rapidfuzz import fuzz

from corpus import staff_files
from corpus.errors import UnreadableFile
from corpus.records import Location, Meaning, Problem, Severity, fold
from corpus.tables.aligning.parents import Parents
from corpus.tables.headers import is_unnamed
from corpus.tables.layouts.layout import Layout

RECIPES = "recipes.toml"  # beside the documents
_SAME = 88.0  # of 100: labels whose letters are this alike are the same label, misspelt or cut otherwise
KNOWN_AGAIN = 0.6  # of a recipe's labels: a table that has as many is taken for an update of its table


class Alone(StrEnum):
    """What rows of one text are."""

    LOOKS = ""  # headings where they look so
    HEADINGS = "headings"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class TableRecipe:
    """How one table is to be read, by the labels of its header."""

    header: tuple[str, ...]
    title: str = ""  # "" where only the header is set, and the layout is to be the one that fits best
    under: tuple[str, ...] = ()
    numbers: Mapping[str, str] | None = None
    begins: str = ""
    alone: Alone = Alone.LOOKS
    headings: tuple[str, ...] = ()
    meanings: Mapping[str, Meaning] | None = None
    colours: Mapping[str, str] | None = None
    text: tuple[str, ...] = ()
    ends: str = ""
    goes_on: bool = False
    document: str = ""
    parents: Parents = Parents.NONE
    choice: tuple[str, ...] = ()
    prose: bool = False

    @classmethod
    def of(cls, labels: Sequence[str], layout: Layout) -> TableRecipe:
        """The recipe that a layout is, over a table with these labels."""
        numbers = {labels[number]: labels[target] for number, target in layout.numbers}
        under = tuple(labels[group] for group in layout.groups)
        alone = Alone.LOOKS if layout.bands else Alone.ROWS
        begins = "" if layout.begins is None else labels[layout.begins]
        choice = tuple(labels[column] for column in layout.choice)
        own = cls(tuple(labels), labels[layout.key], under, numbers or None, begins, alone)
        return replace(own, parents=layout.parents, choice=choice)

    @property
    def nameless(self) -> bool:
        """Whether the table's columns have no headings, and are called by their places."""
        return all(is_unnamed(label) for label in self.header)

    @property
    def key(self) -> tuple[tuple[str, ...], str]:
        """What tells the recipe from others."""
        return self.header, self.document

    def fits(self, document: str) -> bool:
        """Whether it is for a document that begins like this, or for any."""
        return not self.document or alike(self.document, document)

    def likeness(self, labels: Sequence[str]) -> float:
        """The share of the recipe's labels that a table has."""
        return sum(_place(label, labels) is not None for label in self.header) / max(len(self.header), 1)

    def layout(self, labels: Sequence[str]) -> Layout | None:
        """The layout for a table with these labels, None where a column that it needs is missing."""
        title = _place(self.title, labels)
        under = [_place(label, labels) for label in self.under]
        numbers = [(_place(number, labels), _place(target, labels)) for number, target in (self.numbers or {}).items()]
        begins = _place(self.begins, labels) if self.begins else None
        groups = tuple(group for group in under if group is not None)
        pairs = tuple((number, target) for number, target in numbers if number is not None and target is not None)
        choice = tuple(place for label in self.choice if (place := _place(label, labels)) is not None)
        whole = len(groups) == len(under) and len(pairs) == len(numbers) and len(choice) == len(self.choice)
        if title is None or not whole or (self.begins and begins is None):
            return None
        return Layout(title, groups, pairs, self.alone is not Alone.ROWS, begins, self.parents, choice)

    def misfit(self, labels: Sequence[str], where: Location) -> Problem | None:
        """What people are told where the recipe was made for a table like this, but no longer fits it."""
        numbered = [label for pair in (self.numbers or {}).items() for label in pair]
        needed = [self.title, *self.under, *self.choice, *numbered, *([self.begins] if self.begins else [])]
        gone = [f"“{label}”" for label in dict.fromkeys(needed) if _place(label, labels) is None]
        if not self.title or not gone:
            return None
        return _misfit(where, f"it has no column {' or '.join(gone)}", "its columns are read without the correction")

    def unfound(self, firsts: Sequence[str], where: Location) -> Problem | None:
        """What people are told where no row begins as the recipe says that rows do; `firsts`: what rows begin with."""
        named = (*self.text, *([self.ends] if self.ends else []))
        gone = [f"“{text}”" for text in named if not any(alike(text, first) for first in firsts)]
        done = "if there is such a row in other words, it was read as one of the table's"
        return _misfit(where, f"no row begins with {' or '.join(gone)}", done) if gone else None

    def meanings_of(self, labels: Sequence[str]) -> Iterator[tuple[str, Meaning]]:
        """What columns of a table with these labels are for, where the recipe says so."""
        for label, meaning in (self.meanings or {}).items():
            if (at := _place(label, labels)) is not None:
                yield labels[at], meaning


@dataclass(frozen=True, slots=True)
class Recipe:
    """The recipes of one document's tables."""

    tables: tuple[TableRecipe, ...] = ()

    def same(self, table: TableRecipe) -> TableRecipe | None:
        """The recipe made for just this table: for this document's or, before, for any with its header."""
        own = [each for each in self.tables if each.header == table.header and each.fits(table.document)]
        return max(own, key=lambda each: each.document != "", default=None)

    def without(self, table: TableRecipe) -> Recipe:
        """The recipe without the one for this table."""
        own = self.same(table)
        return Recipe(tuple(each for each in self.tables if each != own))

    def having(self, table: TableRecipe) -> Recipe:
        """The recipe with one for a table more, in place of an earlier one for the same table."""
        return Recipe((*self.without(table).tables, table))

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


def _misfit(where: Location, why: str, done: str) -> Problem:
    seen = f"the correction of this table no longer fits it: {why}"
    return Problem(Severity.WARNING, where, seen, done, "Correct again how this table is read.")


def alike(text: str, other: str) -> bool:
    """Whether two texts are the same but for their figures, as a note's date is another one each year."""
    one, two = (" ".join(re.sub(r"\d+", " ", fold(each) or each).split()) for each in (text, other))
    return one == two or fuzz.ratio(one, two) >= _SAME


def _place(label: str, labels: Sequence[str]) -> int | None:
    """Where a label stands among others: exactly, or else the likest."""
    wanted = fold(label) or label
    alike = [(fuzz.ratio(wanted, fold(other) or other), -at) for at, other in enumerate(labels)]
    best = max(alike, default=(0.0, 0))
    return -best[1] if best[0] >= _SAME else None
