"""The lines that commands print: quotes in full, each with its citation, wrapped to the terminal."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Self

import click

from corpus.records import Citation, Document, Problem, Row, RowKind, Standing

if TYPE_CHECKING:
    from assistant.answers.answer import Answer
    from assistant.drafting.draft import Draft
    from assistant.evaluation import Turned
    from assistant.tracking.changes import RowChange
    from assistant.tracking.item_changes import ItemChange
    from corpus.library import Library

WIDEST = 100  # characters: longer lines are hard to read
# Characters by which a document could overwrite the terminal or reverse the direction of its text.
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """A document's text made safe for a terminal: control characters become a visible mark."""
    return _UNSHOWN.sub("\ufffd", text)


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """A paragraph wrapped to the terminal; `first` replaces the indent of its first line."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return textwrap.fill(
        shown(text),
        width=max(width, len(indent) + 20),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def count(number: int, noun: str) -> str:
    """`1 row`, `2 rows`, `no rows`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


# --- quotes and answers ----------------------------------------------------------------------------


def quote_lines(number: int, citation: Citation, score: float | None = None) -> Iterator[str]:
    """A numbered quote, its place in the plan, and its place in the file."""
    yield wrapped(f"“{citation.quote}”", "    ", f"{number:>2}. ")
    yield wrapped(citation.label, "    ")
    yield wrapped(citation.place + ("" if score is None else f" (score {score:.2f})"), "    ")
    if citation.doubt:
        yield wrapped(f"Check with the document: {citation.doubt}.", "    ")
    yield ""


def answer_lines(answer: Answer, draft: Draft | None = None) -> Iterator[str]:
    """How the question was understood, an opening line, a language model's draft if there is one, and the quotes."""
    if answer.understood:
        yield wrapped(f"({answer.understood})")
    lead = answer.text.partition("\n\n")[0]
    if not lead.startswith("“"):  # the quotes themselves follow with their citations
        yield wrapped(lead)
        yield ""
    if draft:
        yield from draft_lines(draft)
    further = draft.further(answer) if draft else []
    for number, citation in (*enumerate(answer.citations, start=1), *further):
        yield from quote_lines(number, citation)


def draft_lines(draft: Draft) -> Iterator[str]:
    """A language model's sentences with the numbers of their sources; unsupported ones with the reason."""
    if draft.sentences:
        yield wrapped(f"{draft.credit}:")
    for sentence in draft.sentences:
        numbers = "".join(f"[{number}]" for number in sentence.sources)
        supported, unsupported = f"{sentence.text} {numbers}", f"“{sentence.text}” {sentence.reason}"
        if sentence.supported:
            yield wrapped(supported, "  ")
        else:
            yield wrapped(unsupported, "    ", "  Not in the documents: ")
    if draft.note:
        yield wrapped(f"({draft.note})")
    if draft.sentences or draft.note:
        yield ""


_SHARES = {  # the columns of the table: figures that are shares
    "right": "right",
    "quote_first": "quote 1st",
    "quote_in_three": "in 3",
    "quote_in_five": "in 5",
    "row_first": "row 1st",
    "row_in_three": "in 3",
    "rows_all": "all rows",
    "citation_precision": "precise",
    "citation_recall": "recall",
    "answered": "answered",
    "partial": "partial",
    "not_found": "not found",
    "exact": "exact",
}


def evaluation_lines(run: Mapping[str, Any]) -> Iterator[str]:
    """A table with a line for each kind of question, shares in per cent, times in milliseconds; then the abstention."""
    yield f"{'':<14}{'questions':>10}{''.join(f'{head:>10}' for head in _SHARES.values())}{'ms':>8}"
    for kind, each in _kinds(run):
        shares = "".join(f"{_percent(each[name]):>10}" for name in _SHARES)
        yield f"{kind:<14}{each['questions']:>10}{shares}{each['seconds'] * 1000:>8.1f}"
    yield ""
    abstention = run["abstention"]
    yield (
        f"Answered {_percent(abstention['coverage'])} of the questions, {_percent(abstention['error'])} of these "
        f"wrongly. Area under coverage against error {abstention['area']:.3f} (0 is best):"
    )
    for point in _thinned(abstention["curve"]):
        yield (
            f"  from confidence {point['confidence']:.2f}: {_percent(point['coverage'])} answered, "
            f"{_percent(point['error'])} of these wrong"
        )


def comparison_lines(earlier: Mapping[str, Any], later: Mapping[str, Any], changed: Sequence[Turned]) -> Iterator[str]:
    """Two runs compared: the figures that changed, and the questions that are now right or now wrong."""
    yield f"{'':<14}{'figure':<20}{'before':>8}{'now':>8}"
    known = dict(_kinds(earlier))
    for kind, each in _kinds(later):
        for name in _SHARES:
            before, now = _percent(known.get(kind, {}).get(name)), _percent(each[name])
            if before != now:
                yield f"{kind:<14}{name.replace('_', ' '):<20}{before or '–':>8}{now or '–':>8}"
    areas = [run["abstention"]["area"] for run in (earlier, later)]
    yield f"{'all':<14}{'area':<20}{areas[0]:>8.3f}{areas[1]:>8.3f}"
    for turn in changed:
        verdict = "now right" if turn.better else "now wrong"
        yield wrapped(f"{verdict}: {turn.question} ({turn.before.replace('_', ' ')}, now {turn.now.replace('_', ' ')})")


def _kinds(run: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(kind, each) for kind, each in run.items() if isinstance(each, Mapping) and "right" in each]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _thinned(curve: Sequence[Mapping[str, float]]) -> list[Mapping[str, float]]:
    """The last point of each tenth of the coverage."""
    tenths = {round(point["coverage"] * 10): point for point in curve}
    return list(tenths.values())


# --- documents as they were read -------------------------------------------------------------------


def library_lines(library: Library, rows: Sequence[Row]) -> Iterator[str]:
    """The chosen rows by plan and update, with their documents' problems; then duplicates and unreadable files."""
    for plan in library.plans:
        for update in plan.updates:
            chosen = [row for row in rows if (row.plan, row.update) == (plan.name, update.name)]
            if chosen:
                yield from document_lines(update.document, chosen)
    for document in library.documents:
        if document.standing is Standing.DUPLICATE:
            yield wrapped(f"{document.file} has the same update as {document.duplicate_of}, and is not used.")
        if document.standing is Standing.UNREADABLE:
            yield from problems_lines(document.problems)


def document_lines(document: Document, rows: Sequence[Row] | None = None) -> Iterator[str]:
    """A document's plan and update, its rows (or the chosen ones), and the problems outside its rows."""
    rows = document.rows if rows is None else rows
    items = sum(len(column.items) for row in rows for column in row.columns)
    yield wrapped(f"{document.plan}, {document.update} update" if document.update else document.plan)
    yield wrapped(f"{document.file}: {count(len(rows), 'row')}, {count(items, 'item')}")
    yield ""
    for category, group in groupby(rows, key=lambda row: row.category.label if row.in_table else ""):
        if category:
            yield wrapped(category)
            yield ""
        for row in group:
            yield from row_lines(row)
    of_rows = {problem for row in document.rows for problem in row.problems}
    yield from problems_lines(problem for problem in document.problems if problem not in of_rows)
    yield ""


def row_lines(row: Row) -> Iterator[str]:
    """A row with its columns and items, its notes and its problems."""
    if row.kind is RowKind.ROW:
        yield wrapped(row.priority.title, "      ", f"{row.reference:<5} ")
    elif row.kind is RowKind.TOTAL:
        yield wrapped(row.priority.title, "      ", "=     ")
    else:
        yield wrapped(row.label or "Text before the first heading", "      ", "¶     ")
    for column in row.columns:
        if column.heading:
            yield wrapped(column.heading, "      ")
        for number, item in enumerate(column.items, start=1):
            yield wrapped(
                item.text + (" [borders guessed]" if item.guessed else ""), "           ", f"      {number:>3}. "
            )
    for note in row.notes:
        yield wrapped(note.text, "        ", "      Note: ")
    yield from problems_lines(row.problems, "      ")
    yield ""


def problems_lines(problems: Iterable[Problem], indent: str = "") -> Iterator[str]:
    for problem in problems:
        words = f"{problem.severity.capitalize()}, {problem.location.label}: {problem.seen}; {problem.done}."
        yield wrapped(f"{words} {problem.advice}".strip(), indent + "  ", indent)


# --- changes ---------------------------------------------------------------------------------------


def changes_lines(changes: Iterable[RowChange]) -> Iterator[str]:
    """Each row with its kind of change, and its items without the unchanged ones."""
    for change in changes:
        references = dict.fromkeys(each for each in (change.old_reference, change.new_reference) if each)
        yield wrapped(
            f"{', '.join(change.status)}: {change.new_title or change.old_title}",
            "      ",
            f"{' → '.join(references)}  ",
        )
        if change.old_title and change.new_title and change.old_title != change.new_title:
            yield wrapped(f"before: {change.old_title}", "      ")
        for item in change.items:
            yield from _item_lines(item)
        yield ""


def _item_lines(change: ItemChange) -> Iterator[str]:
    if change.kind == "unchanged":
        return
    yield wrapped(f"{change.column}, {change.kind}:", "      ")
    if change.old:
        yield wrapped(change.old.text, "        ", "      - ")
    if change.new:
        yield wrapped(change.new.text, "        ", "      + ")
    if change.elsewhere:
        yield wrapped(f"{'now in' if change.old else 'before in'} {change.elsewhere.row.reference}", "        ")
    if change.may_follow:
        led = "may be followed by" if change.old else "may follow from"
        yield wrapped(f"{led}: {change.may_follow.text}", "        ")


# --- progress --------------------------------------------------------------------------------------


class Bar:
    """Progress on the terminal, one bar a stage; silent if the output isn't a terminal."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._stage = ""
        self._done = 0
        self._bar = click.progressbar(length=1, file=sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stage:
            self._bar.render_finish()

    def show(self, stage: str, done: int, of: int) -> None:
        if not self._watched:
            return
        if stage != self._stage:
            self.__exit__()
            self._stage, self._done = stage, 0
            self._bar = click.progressbar(length=max(of, 1), label=f"{stage:<10}", file=sys.stderr)
            self._bar.render_progress()
        self._bar.update(done - self._done)
        self._done = done
