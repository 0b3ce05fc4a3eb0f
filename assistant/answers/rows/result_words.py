"""What is said around rows that were picked: where was looked, what they were picked by, what a list can't tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assistant.questions.predicates import (
    Among,
    ColumnMeant,
    Compares,
    Either,
    Empty,
    Exceeds,
    Is,
    Meets,
    Mentions,
    Predicate,
    Stands,
    Within,
)
from assistant.questions.query import Query
from assistant.questions.running import Cell, Result
from assistant.tracking.due import is_unread
from corpus.records import Column, Meaning, Row, ValueKind, fold

MOST_VALUES = 8  # different cells of a column whose words are told; more are hardly a choice among values
FEW = 3  # plans or cells that a sentence names; more are counted
MOST_COUNTED = 5  # plans that a sentence gives a number each; of more it says how many they are
_STATUS = ColumnMeant(Meaning.STATUS)


def where_looked(result: Result) -> str:
    """Where nothing was found, if in several plans."""
    plans = list(dict.fromkeys(row.plan for row in result.looked))
    if len(plans) < 2:
        return ""
    return f" Looked in {counted(len(result.looked), 'priority', 'priorities')} of {some(plans)}."


def says_instead(result: Result) -> str:
    """What a column says where it never says what was asked for: each plan has status words of its own."""
    for each in result.query.where:
        if isinstance(each, Is) and not each.negated:
            columns = [column for row in result.looked if (column := each.column.of(row))]
            said = Counter(item.text for column in columns for item in column.items)
            if said and len(said) <= MOST_VALUES and not any(fold(text) in each.values for text in said):
                told = ", ".join(f"{text} ({number})" for text, number in said.most_common())
                return f" {each.column.heading(result.looked)} says here: {told}."
    return ""


def where_told(result: Result) -> str:
    """Where was looked, and what rows were picked by."""
    return f"{scope_told(result)}{_picked(result)}"


def scope_told(result: Result) -> str:
    """Where was looked, in the question's own scope."""
    words = [each.in_words() for each in result.query.where if isinstance(each, Among)]
    return "".join(f" {each}" for each in dict.fromkeys(words))


def _picked(result: Result) -> str:
    met = conditions(result.query)
    rows = result.rows or result.looked
    mentions = [each.in_words() for each in met if isinstance(each, Mentions)]
    others = [each.in_words(rows) for each in met if not isinstance(each, Mentions)]
    words = f" where {' and '.join(others)}" if others else ""
    return f"{''.join(f' {each}' for each in mentions)}{words}"


def conditions(query: Query) -> list[Is | Compares | Exceeds | Meets | Within | Stands | Either | Empty | Mentions]:
    """What rows have to meet, apart from where they stand."""
    return [each for each in query.where if not isinstance(each, Among)]


def with_gaps(result: Result, words: str) -> str:
    """The summary with what it can't speak for: plans without such a column, cells that couldn't be read."""
    parts = [words, *_not_told(result)]
    if result.without:
        parts.append(f"No such column in {some(result.without)}.")
    dates = unread_dates(result)
    if dates:
        parts.append(f"{counted(len(dates), 'due date', 'due dates')} can’t be read: {_cells(dates)}.")
    if others := [cell for cell in result.unread if cell not in dates]:
        parts.append(f"Not read as a number or date: {_cells(others)}.")
    return " ".join(parts)


def unread_dates(result: Result) -> list[Cell]:
    """The due dates that say something of which no day can be told, where days are asked for."""
    due = (cell for cell in result.unread if cell.column.meaning is Meaning.DUE)
    return [cell for cell in due if any(is_unread(item.text) for item in cell.column.items)]


def _cells(cells: Iterable[Cell]) -> str:
    return some([f"“{cell.text}” ({cell.row.reference})" for cell in cells])


def _not_told(result: Result) -> Iterator[str]:
    """Of which rows nobody can tell whether they meet a condition, and why: no status, or one that isn't clear."""
    for each in (each for each in result.query.where if isinstance(each, Stands)):
        asked = _asked_besides(result, each)
        doubtful = [row for row in asked if row.key in each.unclear]
        statuses = dict.fromkeys(item.text for row in doubtful if (cell := _STATUS.of(row)) for item in cell.items)
        unstated = [row for row in asked if row.key in each.unstated]
        if doubtful:
            which = some([f"“{status}”" for status in statuses])
            dated = ", with a date that has passed," if each.column.meaning is Meaning.DUE else ""
            yield f"The status of {len(doubtful)} more{dated} isn’t clear: {which}."
        if unstated:
            of_these = "of these" if unstated[0].key in each.keys else "more"
            yield f"{len(unstated)} {of_these} {'states' if len(unstated) == 1 else 'state'} no status."


def unclear(result: Result) -> Iterator[Row]:
    """The rows of which nobody can tell whether they meet a condition, because of what their status means."""
    for each in (each for each in result.query.where if isinstance(each, Stands)):
        yield from (row for row in _asked_besides(result, each) if row.key in each.unclear)


def either_way(result: Result) -> list[Row]:
    """The rows whose result differs from their target, and nothing says which way is better."""
    met = [each for each in result.query.where if isinstance(each, Meets)]
    return [row for each in met for row in _asked_besides(result, each) if each.is_open(row)]


def _asked_besides(result: Result, stands: Stands | Meets) -> list[Row]:
    """The rows that meet all other conditions, or of which that can't be told either."""
    others = [other for other in result.query.where if other is not stands]
    return [row for row in result.looked if not any(_fails(other, row) for other in others)]


def _fails(condition: Predicate, row: Row) -> bool:
    if isinstance(condition, Stands) and row.key in condition.unclear:
        return False
    return not condition.holds(row)


def some(names: Sequence[str]) -> str:
    """A few names, and how many more there are."""
    return "; ".join(names[:FEW]) + (f" and {len(names) - FEW} more" if len(names) > FEW else "")


def in_plans(texts: Iterable[str]) -> str:
    """`: 3 in Homes Plan; 2 in Roads Plan`, of the plan of each text; of many plans `, in 11 plans`."""
    found = Counter(texts)
    if len(found) > MOST_COUNTED:
        return f", in {len(found)} plans"
    return f": {'; '.join(f'{number} in {plan}' for plan, number in found.items())}" if len(found) > 1 else ""


def cells_told(result: Result, row: Row) -> str:
    """What the row's cells say that it was picked by."""
    columns: list[Column | None] = []
    for each in conditions(result.query):
        if isinstance(each, Exceeds):
            columns += [each.column.of(row), each.other.of(row)]
        elif isinstance(each, Meets):
            columns += [each.column.of(row), each.target.of(row)]
        elif isinstance(each, Stands):
            columns += [told.of(row) for told in each.told]
        elif not isinstance(each, Mentions):
            columns.append(each.column.of(row))
    return ", ".join(dict.fromkeys(item.text for column in columns if column for item in column.items))


def spread_told(result: Result) -> str:
    """Over how many categories, if several."""
    categories = len({(row.plan, row.category.label) for row in result.rows if row.category.label})
    return f", in {counted(categories, 'category', 'categories')}" if categories > 1 else ""


def written(value: Decimal, kind: str) -> str:
    """A number as it is written, with its unit."""
    digits = f"{value:,.2f}".removesuffix(".00")
    if kind == ValueKind.MONEY:
        return f"£{digits}"
    digits = digits.rstrip("0") if "." in digits else digits
    return f"{digits}%" if kind == ValueKind.PERCENT else digits


def counted(number: int, one: str, many: str) -> str:
    """How many of something there are: “2 plans”, “No plans”."""
    return f"{number or 'No'} {one if number == 1 else many}"
