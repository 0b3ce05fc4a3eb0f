"""Answers read from the rows themselves: lists, cells, sums, the most and the least; each with its cells cited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Claim, Status, listed, nothing_found, partly
from assistant.answers.quotes.confidence import ANSWERS
from assistant.answers.rows.result_words import (
    cells_told,
    conditions,
    counted,
    either_way,
    in_plans,
    says_instead,
    scope_told,
    some,
    spread_told,
    unclear,
    unread_dates,
    where_looked,
    where_told,
    with_gaps,
    written,
)
from assistant.language.clauses import Span, clauses, quotable
from assistant.questions.asking import Asks
from assistant.questions.lexicon import ROW_NOUN
from assistant.questions.predicates import (
    ColumnMeant,
    Compares,
    Either,
    Exceeds,
    Is,
    Mentions,
    Stands,
    Within,
    dates_of,
)
from assistant.questions.query import Output, Query, is_row
from assistant.questions.question import asks_whether_all
from assistant.questions.running import Cell, Result, run
from corpus.records import Citation, Column, Meaning, Row, ValueKind

SHOWN = 12  # operands that a sum shows
BY_TITLE = 0.82  # of 28 answers from rows found by words of their titles, 23 are right


def answer_query(query: Query, rows: Sequence[Row]) -> Answer:
    """What rows say to a query that is of rows, complete: every entry with its citation and how many there are."""
    result = run(query, rows)
    answer = _WAYS.get(query.output, _rows)(result)
    if query.size and answer.claims and query.size != len(answer.claims):
        wrong = f"not {query.size} but {len(answer.claims)}"
        answer = replace(answer, status=Status.PARTIAL, text=f"There are {wrong}. {answer.text}", missing=wrong)
    if query.rest and answer.claims:
        left = ", ".join(f"“{word}”" for word in query.rest)
        told = f"Not understood, and left out: {left}."
        answer = replace(answer, status=Status.PARTIAL, text=f"{told}\n\n{answer.text}", missing=left, confidence=0.0)
    if query.by_titles and query.output is Output.CELL and answer.status is Status.ANSWERED:
        answer = _of_one_title(answer)
    return replace(of_titles(answer, query), query=query)


def _of_one_title(answer: Answer) -> Answer:
    """What is asked of one row that was found by words of its title, as sure as that is; where several have them, which
    is meant can't be told."""
    rows = len({each.row_key for each in answer.citations})
    if rows == 1:
        return replace(answer, confidence=BY_TITLE)
    return partly(answer, f"which of {rows} rows is meant: the titles of all have these words")


def of_titles(answer: Answer, query: Query) -> Answer:
    """An answer that may lack rows, as one that does: a list nobody knows to be complete answers nothing."""
    if not query.may_lack_rows:
        return answer
    if not answer.claims:
        return replace(answer, confidence=0.0, complete=False)
    return partly(answer, "whether other rows belong to this: only titles that have these words were looked for")


# --- lists -----------------------------------------------------------------------------------------


def _categories(result: Result) -> Answer:
    first = {(row.plan, row.category.label): row for row in reversed(result.rows) if row.category.label}
    rows = [row for row in result.rows if first.get((row.plan, row.category.label)) is row]
    claims = [Claim(row.category.title, (Citation.of_heading(row, row.category.title),)) for row in rows]
    return _listed_result(result, claims, ("category", "categories"))


def _rows(result: Result) -> Answer:
    if "actions" in result.query.nouns:
        actions = ColumnMeant(Meaning.ACTION)
        listing = {row.plan for row in result.rows if _lists_actions(row, actions.of(row))}
        if listing:
            return _actions(result, actions, listing)
    claims = [_title(row, cells_told(result, row)) for row in result.rows]
    spread = spread_told(result) if not conditions(result.query) else ""
    return _listed_result(result, claims, ("priority", "priorities"), spread)


def _lists_actions(row: Row, column: Column | None) -> bool:
    """Whether a column lists a row's actions, and not what is left to do where the row is itself one: it is called so,
    has several, or stands before what tells of progress."""
    if column is None:
        return False
    before = next((each for each in row.columns if each is column or each.meaning is Meaning.PROGRESS), column)
    named = re.search(rf"\b{ROW_NOUN}\b", column.heading, re.IGNORECASE)
    return before is column or len(column.items) > 1 or named is not None


def _plans(result: Result) -> Answer:
    """The plans of the rows; where they are all rows, only how many each has, and its first."""
    counts = Counter(row.plan for row in result.rows)
    told = [f"{plan} ({counted(number, 'priority', 'priorities')})" for plan, number in counts.items()]
    firsts = {row.plan: row for row in reversed(result.rows)}
    rows = result.rows if result.query.where else [firsts[plan] for plan in counts]
    if not rows:
        return _nothing(result)
    words = f"{counted(len(counts), 'plan', 'plans')}{where_told(result)}: {'; '.join(told)}."
    return listed(with_gaps(result, words), [_title(row, cells_told(result, row)) for row in rows])


def _items(result: Result) -> Answer:
    """Items of columns, or those that mention something or have a date in a period."""
    query = result.query
    mention = next((each for each in query.where if isinstance(each, Mentions) and not each.negated), None)
    within = next((each for each in query.where if isinstance(each, Within)), None)
    if mention is not None or within is not None:
        return _found(result, mention, within)
    if len(query.columns) == 1:
        return _of_column(result, query.columns[0])
    wanted = query.columns
    claims = [
        Claim(item.text, (Citation.of_item(row, column, number),))
        for row in result.rows
        for column in row.columns
        if not wanted or any(each.of(row) is column for each in wanted)
        for number, item in enumerate(column.items, 1)
    ]
    return _listed_result(result, claims, ("item", "items"))


def _of_column(result: Result, wanted: ColumnMeant) -> Answer:
    claims = [claim for row in result.rows if (column := wanted.of(row)) for claim in _met(result, row, column)]
    return _listed_result(result, claims, ("item", "items"), under=wanted.heading(result.rows or result.looked))


def _actions(result: Result, wanted: ColumnMeant, listing: set[str]) -> Answer:
    """Actions: the items of plans that list them below each row's title, and the titles of other plans."""
    if len(listing) == len({row.plan for row in result.rows}):
        return _of_column(result, wanted)
    columns = [(row, wanted.of(row)) for row in result.rows]
    found = [_met(result, row, column) if column else [_title(row, cells_told(result, row))] for row, column in columns]
    claims = [claim for of_row in found for claim in of_row]
    return _listed_result(result, claims, ("action", "actions"))


def _met(result: Result, row: Row, column: Column) -> Iterator[Claim]:
    """A column's items: of several that go with as many values, those whose value is meant; where words are to be
    mentioned, those that do, if any does."""
    numbers = set(range(1, len(column.items) + 1))
    for each in result.query.where:
        beside = each.column.of(row) if isinstance(each, Is | Stands | Either) else None
        if isinstance(each, Is | Stands | Either) and beside and len(beside.items) == len(column.items) > 1:
            numbers &= each.numbers(row, beside)
    for each in (each for each in result.query.where if isinstance(each, Mentions) and not each.negated):
        numbers &= {number for number in numbers if each.spans(column.items[number - 1].text)} or numbers
    for number in sorted(numbers):
        yield Claim(
            column.items[number - 1].text, (Citation.of_item(row, column, number),), note=cells_told(result, row)
        )


def _found(result: Result, mention: Mentions | None, within: Within | None) -> Answer:
    """Titles and items that mention something, or that are dated in a period."""

    def spans(text: str) -> list[tuple[int, int]]:
        if mention is not None:
            return mention.spans(text)
        return [(named.start, named.end) for named in dates_of(text) if within is None or within.has(named)]

    rows = [row for row in result.looked if mention is None or row in result.rows]
    only = next(iter(result.query.columns), None)
    claims = [claim for row in rows for claim in _quotes(row, spans, only, titles=only is None)]
    if not claims:
        return _nothing(result)
    held = len(dict.fromkeys(claim.citations[0].row_key for claim in claims))
    if mention is not None:
        return listed(
            with_gaps(result, f"{counted(len(claims), 'item', 'items')} {mention.in_words()}{scope_told(result)}."),
            claims,
        )
    dated = f"dated {_plain(within.words)}" if within else "with a date"
    spread = f", in {counted(held, 'priority', 'priorities')}" if held > 1 else ""
    return listed(f"{counted(len(claims), 'entry', 'entries')} {dated}{scope_told(result)}{spread}.", claims)


def _quotes(
    row: Row, spans: Callable[[str], list[tuple[int, int]]], only: ColumnMeant | None, titles: bool
) -> Iterator[Claim]:
    if titles and spans(row.priority.title):
        yield _title(row, "")
    for column in row.columns:
        for number, item in enumerate(column.items, 1) if only is None or only.of(row) is column else ():
            if found := spans(item.text):
                quote = _quote(item.text, found)
                words = quote.of(item.text)
                marks = tuple((a - quote.start, b - quote.start) for a, b in found if quote.holds(a, b))
                yield Claim(words, (Citation.of_item(row, column, number, words),), marks)


def _quote(text: str, spans: Sequence[tuple[int, int]]) -> Span:
    """The one run of words that holds all these places and may stand alone; the whole text where none does."""
    starts = [clause.start for clause in clauses(text)]
    around = [(clauses(text)[max(0, bisect_right(starts, start) - 1)], start, end) for start, end in spans]
    held = sorted((clause.start, clause.end) for clause, start, end in around if clause.holds(start, end))
    if not held:
        return Span(0, len(text))
    quote = quotable(text, Span(*held[0])).to(quotable(text, Span(*held[-1])))
    return quote if all(quote.holds(*span) for span in spans) else Span(0, len(text))


# --- cells and what is reckoned from them ---------------------------------------------------------


def _cells(result: Result) -> Answer:
    if not result.cells:
        return _nothing(result)
    several = len({cell.row.key for cell in result.cells}) > 1
    told = {cell.row.key for cell in result.cells}
    silent = [row for row in result.rows if is_row(row) and row.key not in told]
    several = several or bool(silent)
    claims = [_cell(cell, cell.row.priority.title if several else cell.column.heading) for cell in result.cells]
    if conditions(result.query):  # each of the rows that were picked is told
        claims += [_title(row, "nothing stands there") for row in silent]
    names = " and ".join(dict.fromkeys(f"“{cell.column.heading}”" for cell in result.cells))
    rows = len({cell.row.key for cell in result.cells})
    where = (
        f" for {counted(rows, 'priority', 'priorities')}" if several else f" of “{result.cells[0].row.priority.title}”"
    )
    gap = f" Nothing stands there for {some([f'“{row.priority.title}”' for row in silent])}." if silent else ""
    answer = listed(with_gaps(result, f"{names}{where}.{gap}"), claims)
    if result.query.names_columns:
        return answer
    # That this column is asked for was read from the wording, so the answer is no surer than that.
    chance = result.query.likelihood
    status = Status.ANSWERED if chance >= ANSWERS else Status.PARTIAL
    return replace(answer, status=status, confidence=round(chance, 2), complete=False)


def _added(result: Result) -> Answer:
    if not result.cells:
        return _nothing(result)
    claims = [_cell(cell, cell.row.priority.title) for cell in result.cells]
    heading = " and ".join(dict.fromkeys(f"“{cell.column.heading}”" for cell in result.cells))
    noun = "Average" if result.query.output is Output.AVERAGE else "Total"
    if result.total is None:
        words = f"{heading} can’t be added up: the cells count different things."
        return replace(listed(words, claims), status=Status.PARTIAL, complete=False, missing="one total")
    rows = counted(len(result.cells), "priority", "priorities")
    working = _working(result)
    words = f"{noun} of {heading}{where_told(result)}, {rows}: {written(result.total, result.unit)}{working}."
    return _doubted(result, listed(with_gaps(result, words), claims))


def _share(result: Result) -> Answer:
    """How many of all rows meet the conditions, of those that say anything of them."""
    asked = [row for row in result.looked if all(each.holds(row) is not None for each in conditions(result.query))]
    if not asked or not (result.rows or result.query.asks is Asks.SHARE):
        return _nothing(result)
    others = tuple(row for row in asked if row not in result.rows)
    lead, shown = f"{100 * len(result.rows) / len(asked):.0f}%", result.rows
    if asks_whether_all(result.query.text):
        lead, shown = ("No", others) if others else ("Yes", result.rows)
    of = counted(len(asked), "priority", "priorities")
    words = f"{lead}: {len(result.rows)} of {of}{where_told(result)}."
    return _doubted(result, listed(with_gaps(result, words), [_title(row, cells_told(result, row)) for row in shown]))


def _difference(result: Result) -> Answer:
    if result.total is None:
        return replace(_cells(result), status=Status.PARTIAL, complete=False, missing="the difference")
    one, other = result.cells
    than = "more" if result.total > 0 else "less"
    told = f"{written(abs(result.total), result.unit)} {than} than"
    working = f"({one.text} − {other.text})"
    if one.row.key != other.row.key:
        titles = f"“{one.row.priority.title}” has {told} “{other.row.priority.title}”"
        words = f"{titles} under “{one.column.heading}” {working}."
        return listed(words, [_cell(cell, cell.row.priority.title) for cell in result.cells])
    words = f"“{one.column.heading}” is {told} “{other.column.heading}” {working}: “{one.row.priority.title}”."
    return listed(words, [_cell(cell, cell.column.heading) for cell in result.cells])


def _working(result: Result) -> str:
    """The operands as they stand, where they fit a line."""
    if len(result.cells) > SHOWN:
        return ""
    shared = f", by {len(result.cells)}" if result.query.output is Output.AVERAGE else ""
    return f" ({' + '.join(cell.text for cell in result.cells)}{shared})"


def _extreme(result: Result) -> Answer:
    if not result.cells:
        return _nothing(result)
    claims = [_cell(cell, cell.row.priority.title) for cell in result.cells]
    heading = " and ".join(dict.fromkeys(f"“{cell.column.heading}”" for cell in result.cells))
    dated = any(dates_of(cell.text) for cell in result.cells)
    way = ("earliest" if dated else "least") if result.query.least else ("latest" if dated else "most")
    found = some([f"“{cell.row.priority.title}”, {cell.text}" for cell in result.cells])
    of = counted(len(result.looked), "priority", "priorities")
    words = f"The {way} under {heading}{where_told(result)}, of {of}: {found}."
    return _doubted(result, listed(with_gaps(result, words), claims))


def _groups(result: Result) -> Answer:
    if not result.groups:
        return _nothing(result)
    claims = [_title(row, name) for name, rows in result.groups for row in rows]
    words = "; ".join(f"{name}: {len(rows)}" for name, rows in result.groups)
    return listed(
        with_gaps(result, f"{words} (of {counted(len(result.rows), 'priority', 'priorities')}{where_told(result)})."),
        claims,
    )


def _totals(result: Result) -> Answer:
    if not result.totals:
        return _added(result) if result.cells else _nothing(result)
    claims = [_cell(cell, cell.row.priority.title) for cell in result.cells]
    noun = "Average" if result.query.average else "Total"
    told = "; ".join(f"{name}: {written(total, result.unit)}" for name, total in result.totals)
    heading = " and ".join(dict.fromkeys(f"“{cell.column.heading}”" for cell in result.cells))
    return _doubted(result, listed(with_gaps(result, f"{noun} of {heading}{where_told(result)}: {told}."), claims))


def _digest(result: Result) -> Answer:
    """Where each row stands: its status, when it is due, and all of its progress."""
    claims = [claim for row in result.rows for claim in _standing(row)]
    if not claims:
        return _nothing(result)
    words = [_stands(row) for row in result.rows]
    return listed(" ".join(words), claims)


def _standing(row: Row) -> Iterator[Claim]:
    """What texts say comes first: status and date stand in the summary, too."""
    order = {Meaning.PROGRESS: 0, Meaning.RESULT: 1, Meaning.STATUS: 2, Meaning.DUE: 3}
    shown = [column for column in row.columns if column.meaning in order]
    for column in sorted(shown, key=lambda each: (each.kind is not ValueKind.TEXT, order[each.meaning])):
        for number, item in enumerate(column.items, 1):
            yield Claim(item.text, (Citation.of_item(row, column, number),), note=column.heading)


def _stands(row: Row) -> str:
    said = []
    for meaning in (Meaning.STATUS, Meaning.DUE):
        column = ColumnMeant(meaning).of(row)
        if column is not None and column.items:
            said.append(f"{column.heading}: {column.items[0].text}")
    return f"{row.reference} {row.priority.title}" + (f" ({'; '.join(said)})." if said else ".")


# --- words around them -----------------------------------------------------------------------------


def _title(row: Row, note: str) -> Claim:
    return Claim(row.priority.title, (Citation.of_heading(row, row.priority.title),), note=note)


def _cell(cell: Cell, note: str) -> Claim:
    text = cell.column.items[0].text
    return Claim(
        text,
        tuple(Citation.of_item(cell.row, cell.column, number) for number in range(1, len(cell.column.items) + 1))[:1],
        note=note,
    )


def _listed_result(
    result: Result, claims: Sequence[Claim], noun: tuple[str, str], spread: str = "", under: str = ""
) -> Answer:
    if not claims:
        return _nothing(result)
    below = f" under {under}" if under else ""
    words = f"{counted(len(claims), *noun)}{below}{where_told(result)}{spread or _of_rows(result, claims)}."
    words = f"{words[:-1]}{in_plans(claim.citations[0].plan for claim in claims)}."
    return _doubted(result, listed(with_gaps(result, words), claims))


def _of_rows(result: Result, claims: Sequence[Claim]) -> str:
    """Of how many rows several items of a row are, where rows were picked by how they stand: the watch list and the
    overview count those."""
    rows = len(dict.fromkeys(claim.citations[0].row_key for claim in claims))
    picked = any(isinstance(each, Stands) for each in result.query.where)
    return f", in {counted(rows, 'priority', 'priorities')}" if picked and rows < len(claims) else ""


def _doubted(result: Result, answer: Answer) -> Answer:
    """Less sure where a cell that would count couldn't be read as a number; partial where nobody knows whether further
    rows count, because of what their status means or of a due date that can't be read."""
    missing = []
    if more := len({row.key for row in unclear(result)}):
        missing.append(f"what the status of {more} more means")
    if dates := unread_dates(result):
        missing.append(_which_day(dates))
    if rows := either_way(result):
        missing.append(_which_way(rows))
    if missing:
        return partly(answer, f"{' and '.join(missing)}, so this list may lack some")
    numbers = any(isinstance(each, Compares | Exceeds) for each in result.query.where) or result.query.output in (
        Output.SUM,
        Output.AVERAGE,
    )
    return replace(answer, confidence=0.8) if numbers and result.unread else answer


def _nothing(result: Result) -> Answer:
    mention = next((each for each in result.query.where if isinstance(each, Mentions) and not each.negated), None)
    if mention is not None and len(conditions(result.query)) == 1:
        return nothing_found(f"Nothing{scope_told(result)} has the words “{mention.words}”.")
    where = where_told(result) or " that was asked for"
    asked = [each.heading(result.looked) for each in result.query.columns]
    words = f"Nothing{where}{' under ' + ' and '.join(asked) if asked else ''}."
    told = with_gaps(result, words + where_looked(result) + says_instead(result))
    if dates := unread_dates(result):
        return partly(listed(told, [_cell(cell, cell.row.priority.title) for cell in dates]), _which_day(dates))
    if rows := either_way(result):
        return partly(listed(told, [_title(row, cells_told(result, row)) for row in rows]), _which_way(rows))
    return nothing_found(told)


def _which_day(dates: Sequence[Cell]) -> str:
    return f"on which day {counted(len(dates), 'row is due (its date', 'rows are due (their dates')} can’t be read)"


def _which_way(rows: Sequence[Row]) -> str:
    which = some([each.reference for each in rows])
    return f"whether more or less is better in {counted(len(rows), 'row', 'rows')} ({which})"


def _plain(period: str) -> str:
    for lead in ("dated ", "in ", "on ", "as of ", "as at ", "for ", "during "):
        period = period.removeprefix(lead)
    return period


_WAYS: dict[Output, Callable[[Result], Answer]] = {
    Output.CATEGORIES: _categories,
    Output.PLANS: _plans,
    Output.ITEMS: _items,
    Output.CELL: _cells,
    Output.SUM: _added,
    Output.DIFFERENCE: _difference,
    Output.AVERAGE: _added,
    Output.SHARE: _share,
    Output.EXTREME: _extreme,
    Output.TOTALS: _totals,
    Output.GROUPS: _groups,
    Output.DIGEST: _digest,
}
