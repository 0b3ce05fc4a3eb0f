"""What staff may say of a table's headings and columns, in words, and the recipe that their choices make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.records import Meaning
from corpus.tables.corrected_grids import HeaderRows
from corpus.tables.recipes import Alone, TableRecipe

TITLE, GROUP, NUMBER, OTHER = "Title of the row", "Groups the rows", "Only numbers the rows", "Something else"
NO_TABLE = "Nowhere: it is text, not a table"
MEANINGS: Mapping[str, Meaning] = {
    "Action": Meaning.ACTION,
    "Progress": Meaning.PROGRESS,
    "Owner": Meaning.OWNER,
    "Due date": Meaning.DUE,
    "Status": Meaning.STATUS,
    "Measure": Meaning.MEASURE,
    "Target": Meaning.TARGET,
    "Result": Meaning.RESULT,
    "Cost": Meaning.COST,
    OTHER: Meaning.OTHER,
}
CHOICES = (TITLE, GROUP, NUMBER, *MEANINGS)
ALONE: Mapping[str, Alone] = {
    "As they look": Alone.LOOKS,
    "Headings of the rows below": Alone.HEADINGS,
    "Rows like others": Alone.ROWS,
}
_WORDS = {meaning: words for words, meaning in MEANINGS.items()} | {Meaning.GROUP: OTHER}


def choices_of(recipe: TableRecipe, meanings: Mapping[str, Meaning]) -> list[str]:
    """What each column of a recipe's header is; `meanings` are those of columns for which the recipe says nothing."""
    return [_choice(label, recipe, {**meanings, **(recipe.meanings or {})}) for label in recipe.header]


def _choice(label: str, recipe: TableRecipe, meanings: Mapping[str, Meaning]) -> str:
    if label == recipe.title:
        return TITLE
    if label in recipe.under:
        return GROUP
    if label in (recipe.numbers or {}):
        return NUMBER
    return _WORDS[meanings.get(label, Meaning.OTHER)]


def perhaps(choice: str, may_be: Meaning | None) -> str:
    """What is said beside a column whose meaning wasn't told surely: ` (may be: Owner)`."""
    return f" (may be: {_WORDS[may_be]})" if may_be and choice == _WORDS[Meaning.OTHER] else ""


def unclear(chosen: Sequence[str]) -> str:
    """Why choices make no recipe, as a message; "" where they do."""
    titles = chosen.count(TITLE)
    if titles == 1:
        return ""
    if not titles:
        return f"No column is the title of the row. Choose “{TITLE}” for the one that names what each row is about."
    return f"{titles} columns are the title of the row. Choose something else for all but one."


def recipe_from(recipe: TableRecipe, chosen: Sequence[str], meanings: Mapping[str, Meaning]) -> TableRecipe:
    """The recipe with other choices, of which one is the title. Meanings are named only where staff chose another."""
    pairs = list(zip(recipe.header, chosen, strict=True))
    title = next(label for label, choice in pairs if choice == TITLE)
    before = {**meanings, **(recipe.meanings or {})}
    said = {label: MEANINGS[choice] for label, choice in pairs if choice in MEANINGS}
    new = {
        label: meaning for label, meaning in said.items() if _WORDS[meaning] != _WORDS[before.get(label, Meaning.OTHER)]
    }
    kept = {label: meaning for label, meaning in (recipe.meanings or {}).items() if label in said}
    return replace(
        recipe,
        title=title,
        under=tuple(label for label, choice in pairs if choice == GROUP),
        numbers={label: title for label, choice in pairs if choice == NUMBER} or None,
        meanings={**kept, **new} or None,
    )


def named(rows: HeaderRows) -> str:
    """Where a table's headings are, for people: `Row 2`, `Rows 2 and 3`."""
    if rows.turned:
        return "The first column: each further column is a row"
    first, last = rows.first + 1, rows.first + rows.depth
    if not rows.depth:
        return "No row: the columns have no headings"
    if rows.depth == 1:
        return f"Row {first}"
    return f"Rows {first} {'and' if rows.depth == 2 else 'to'} {last}"
