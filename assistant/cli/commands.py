"""The commands of `plans`. Results go to stdout, messages to stderr.

The exit status is 0 for success, 1 if nothing was found or there are problems, 2 for wrong use. Each command imports
what it needs when it runs: `show` and `check` need no model, and start at once.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from assistant.cli import printing, upkeep
from assistant.cli.group import (
    FILE,
    FOLDER,
    common,
    finish,
    groups_asked_for,
    plans,
    reading,
    say,
    say_json,
    say_shapes,
    settings_for,
)
from assistant.cli.serve import serve
from assistant.settings import LANGUAGE_MODEL_KEY, Settings
from corpus.errors import UnreadableFile, WrongUse
from corpus.records import Document, Problem, Severity

if TYPE_CHECKING:
    from assistant import Answer, Assistant
    from assistant.drafting.service import LanguageModel
    from assistant.tracking.lineage import Comparison

__all__ = ["main", "plans"]

NOTHING_WITHIN = "Nothing fits with {}. `plans show` prints the categories, references and columns that there are."


def main() -> NoReturn:
    """The entry point. Characters that the terminal can't show are replaced, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    plans(prog_name="plans")
    raise SystemExit(0)


def opened(index: Path | None) -> Assistant:
    """All that the index holds or, with --groups, what readers of those see."""
    from assistant import Assistant

    assistant = Assistant.open(settings=settings_for(index))
    groups = groups_asked_for()
    return assistant if groups is None else assistant.seen_by(groups)


# --- the index -------------------------------------------------------------------------------------


@plans.command()
@click.option("--documents", type=FOLDER, help="The documents' folder; by default in the data folder.")
@click.option("--dry-run", is_flag=True, help="List what would be read and encoded, and change nothing.")
@click.option("--accept", is_flag=True, help="Publish even if a plan loses many of its rows.")
@common
def build(documents: Path | None, dry_run: bool, accept: bool, index: Path | None, as_json: bool) -> None:
    """Build the index of the documents, or bring it up to date."""
    from assistant.api import shapes
    from assistant.api.shapes.builds import Receipt
    from index import build, load_encoder

    settings = settings_for(index, documents)
    if settings.prepare():
        click.echo(f"{settings.documents} is new: it now holds the sample plan to start with.", err=True)
    with printing.Bar() as bar:
        receipt = build(
            settings.documents,
            settings.place,
            encoder=lambda: load_encoder(settings.model, settings.model_cache),
            progress=lambda event: bar.show(event.stage, event.done, event.of),
            dry_run=dry_run,
            accept=accept,
        )
    if as_json:
        say_json(shapes.as_json(Receipt.of(receipt)))
    else:
        say(map(printing.wrapped, receipt.lines()))
    finish(not receipt.needs_accepting and all(line.became != "unreadable" for line in receipt.files))


@plans.command()
@click.option("--redo", "again", is_flag=True, help="Undo the last rollback instead.")
@common
def rollback(again: bool, index: Path | None, as_json: bool) -> None:
    """Go back to the index as it was before the latest build."""
    from index import redo, roll_back

    place = settings_for(index).place
    generation = redo(place) if again else roll_back(place)
    if as_json:
        say_json({"generation": generation})
    else:
        click.echo(f"Generation {generation} is in use again.")


# --- questions -------------------------------------------------------------------------------------


@plans.command()
@click.argument("question")
@click.option("-k", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many passages at most.")
@click.option("--category", help="Only this category, by its number or name.")
@click.option("--reference", help="Only this row, such as 4.i.")
@click.option("--column", help="Only this column, such as progress.")
@click.option("--plan", help="Only this plan.")
@click.option("--update", default="latest", show_default=True, help="An update by its name, latest, or all.")
@reading
@common
def search(question: str, k: int, index: Path | None, as_json: bool, **where: str | None) -> None:
    """Find the passages that fit QUESTION best."""
    from assistant.api.shapes.answers import Hit

    filters = {name: words for name, words in where.items() if words}
    hits = opened(index).search(question, k, **filters)
    if as_json:
        say_shapes(map(Hit.of, hits))
    for number, hit in enumerate(() if as_json else hits, start=1):
        say(printing.quote_lines(number, hit.citation, hit.score))
    narrowed = " ".join(f"--{name} “{words}”" for name, words in filters.items() if name != "update")
    finish(bool(hits), NOTHING_WITHIN.format(narrowed) if narrowed else "Nothing in the documents fits.")


@plans.command()
@click.argument("questions", metavar="QUESTION [QUESTION ...]", nargs=-1, required=True)
@click.option("--model", "worded", is_flag=True, help="Add an answer worded by the configured language model.")
@reading
@common
def ask(questions: tuple[str, ...], worded: bool, index: Path | None, as_json: bool) -> None:
    """Answer QUESTION with quotes from the documents. Further questions are follow-ups."""
    from assistant.api.shapes.answers import conversation
    from assistant.drafting.draft import draft

    model = language_model(settings_for(index)) if worded else None
    assistant = opened(index)
    history: list[tuple[str, Answer]] = []
    for question in questions:
        history.append((question, assistant.ask(question, history=tuple(history))))
    drafts = [draft(answer.asked or question, answer, model) for question, answer in history] if model else None
    if as_json:
        say_shapes(conversation(history, drafts))
    else:
        for (question, answer), made in zip(history, drafts or repeat(None), strict=False):
            if len(history) > 1:
                click.echo(f"> {question}\n")
            say(printing.answer_lines(answer, made))
    finish(all(answer.status != "not_found" for _, answer in history))


def language_model(settings: Settings) -> LanguageModel:
    """The configured language model. Raises WrongUse if none is configured."""
    from assistant.drafting.service import LanguageModel

    model = LanguageModel.configured(settings, os.environ.get(LANGUAGE_MODEL_KEY, ""))
    if model is None:
        raise WrongUse(
            "No language model is configured. docs/language-model.md explains how; without --model, answers are quotes."
        )
    return model


@plans.command()
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The output of an earlier run with --json: both are compared.",
)
@reading
@common
def evaluate(questions: Path, against: Path | None, index: Path | None, as_json: bool) -> None:
    """Measure answers against a file of QUESTIONS, one line of JSON each.

    A line is {"question": …, "gold": ["4.i"], "must_contain": ["words of the quote", …]}; no gold means that the
    documents can't answer it. docs/architecture.md lists the other keys that a line may have.
    """
    from assistant.evaluation import evaluate, load_cases, load_run, run_as_json, turned, unknown

    cases, earlier = load_cases(questions), load_run(against) if against else None
    assistant = opened(index)
    rows = assistant.library.rows(update="all")
    if missing := unknown(cases, rows):
        click.echo(f"Note: no row or document of the index is called {', '.join(missing)}, as gold says.", err=True)
    run = run_as_json(evaluate(assistant.ask, cases, rows))
    changed = turned(earlier, run) if earlier else []
    if as_json:
        say_json({**run, "against": earlier, "turned": [asdict(each) for each in changed]} if earlier else run)
        return
    say(printing.evaluation_lines(run))
    if earlier:
        click.echo()
        say(printing.comparison_lines(earlier, run, changed))


# --- documents -------------------------------------------------------------------------------------


@plans.command()
@click.option("--plan", help="Only this plan.")
@click.option("--update", default="latest", show_default=True, help="An update by its name, latest, or all.")
@reading
@common
def show(plan: str | None, update: str, index: Path | None, as_json: bool) -> None:
    """Print the plan as it was read: categories, priorities, items, problems."""
    from assistant.api.shapes.documents import Row
    from corpus.access import read_access
    from index import Filters, rows_within, store_at

    settings, groups = settings_for(index), groups_asked_for()
    stored = store_at(settings.place).open().library
    library = stored.together() if groups is None else stored.seen_by(groups, read_access(settings.documents))
    rows = rows_within(library, Filters(plan=plan, update=update))
    if as_json:
        say_shapes(map(Row.of, rows))
    else:
        say(printing.library_lines(library, rows))
    finish(bool(rows), "The documents in use have no rows. `plans check FILE` shows what is read from a file.")


@plans.command()
@click.argument(
    "files", metavar="FILE ...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--recipe", type=FILE, help="Read the tables as this recipe (TOML) says.")
@common
def check(files: Sequence[Path], recipe: Path | None, index: Path | None, as_json: bool) -> None:
    """Print what would be read from each FILE, without indexing it."""
    from assistant.api.shapes.documents import checked
    from corpus.isolation import read
    from corpus.library import read_document, shown_name
    from corpus.staff_files import read_text
    from corpus.tables.recipes import recipe_of

    text = read_text(recipe) if recipe else ""
    recipe_of(text, recipe.name if recipe else "")
    results: list[tuple[str, Document | UnreadableFile]] = []
    for path in files:
        name = shown_name(path.name)
        try:
            results.append((name, read_document(path, name, read_file=partial(read, recipe=text))))
        except UnreadableFile as error:
            results.append((name, error))
    if as_json:
        say_shapes(checked(*result) for result in results)
    for _, result in results:
        if isinstance(result, UnreadableFile):
            click.echo(f"Error: {result}", err=True)
        elif not as_json:
            say(printing.document_lines(result))
    finish(all(isinstance(result, Document) and sound(result) for _, result in results))


def sound(document: Document) -> bool:
    """Whether a document was read reliably: it has rows, and no problem is worse than a note."""
    found: list[Problem] = [*document.problems, *(problem for row in document.rows for problem in row.problems)]
    return bool(document.rows) and all(problem.severity is Severity.NOTE for problem in found)


@plans.command()
@click.option("--plan", help="Which plan; may be left out if there is only one.")
@click.option("--old", help="The earlier update; by default the one before the newer.")
@click.option("--new", help="The newer update; by default the latest.")
@click.option("--word", type=FILE, help="Write the comparison to this Word file (.docx) instead of printing it.")
@click.option("--csv", type=FILE, help="Write the comparison to this CSV file instead of printing it.")
@reading
@common
def changes(
    plan: str | None,
    old: str | None,
    new: str | None,
    word: Path | None,
    csv: Path | None,
    index: Path | None,
    as_json: bool,
) -> None:
    """Compare two updates of a plan, row by row and item by item."""
    from assistant.api.shapes.over_time import RowChange

    assistant = opened(index)
    comparison = assistant.comparison(plan, old, new)
    if as_json:
        say_shapes(map(RowChange.of, comparison.changes))
    elif not (word or csv):
        say(printing.changes_lines(comparison.changes))
    write_comparison(assistant, comparison, word, csv)
    finish(bool(comparison.changes), "There is nothing to compare.")


def write_comparison(assistant: Assistant, comparison: Comparison, word: Path | None, csv: Path | None) -> None:
    from assistant.exports.csv_file import changes_csv
    from assistant.exports.quoted import Origin
    from assistant.exports.word import changes_word

    origin = Origin.of(assistant.library, assistant.generation, date.today())
    if word:
        word.write_bytes(changes_word(comparison, comparison.changes, origin))
    if csv:
        csv.write_bytes(changes_csv(comparison, comparison.changes, origin))


@plans.command()
@click.argument("words", required=False, default="")
@click.option("--beside", "other", default="", help="Words of a second subject, to put beside the first.")
@click.option("--plan", default="", help="Only this plan.")
@click.option("--category", default="", help="Only this category, by its number or name.")
@click.option("--reference", default="", help="Only this row, such as 4.i.")
@click.option("--owner", default="", help="Only the rows of this owner, as the plan names them.")
@click.option("--word", type=FILE, help="Write the briefing to this Word file (.docx) instead of printing it.")
@reading
@common
def brief(words: str, other: str, word: Path | None, index: Path | None, as_json: bool, **named: str) -> None:
    """Everything that the plans say about WORDS: quotes by plan and priority, numbered, with their sources."""
    from assistant.api.shapes.over_time import Briefing
    from assistant.briefing.beside import beside
    from assistant.briefing.subject import Subject
    from assistant.cli.briefing_lines import beside_lines, briefing_lines
    from assistant.exports.briefing_word import beside_word, briefing_word
    from assistant.exports.quoted import Origin

    assistant, subject = opened(index), Subject(words, **named)
    briefer = assistant.briefer(date.today())
    both = beside(briefer, subject, Subject(other, **named)) if other else None
    written = both.sides if both else (briefer.brief(subject),)
    if word:
        origin = Origin.of(assistant.library, assistant.generation, date.today())
        word.write_bytes(beside_word(both, origin) if both else briefing_word(written[0], origin))
    if as_json:
        say_shapes(map(Briefing.of, written))
    elif not word:
        say(beside_lines(both) if both else briefing_lines(written[0]))
    finish(
        any(each.plans for each in written), "Nothing in the plans says these words. `plans search` finds what is near."
    )


# --- the web app, and looking after a server ------------------------------------------------------------


@plans.command()
@click.option("--app", help="The address of the app, to which links lead.", default="")
@reading
@common
def mcp(app: str, index: Path | None, as_json: bool) -> None:
    """Answer a program of a language model by the Model Context Protocol on stdin and stdout, until it ends."""
    from assistant.api.desk import Desk
    from assistant.api.in_use import PlansInUse
    from assistant.api.mcp.server import on_stdio

    settings = settings_for(index)
    address = app.rstrip("/") or settings.address or "http://localhost:8501"
    on_stdio(Desk(PlansInUse(settings, groups_asked_for()), settings.documents, address))


for command in (serve, *upkeep.COMMANDS):
    plans.add_command(command)
