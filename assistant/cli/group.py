"""What all commands of `plans` share: options, results and messages, and errors that end without a stack trace."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from assistant.settings import Settings
from corpus.errors import PlansError, QuestionRefused, WrongUse

if TYPE_CHECKING:
    from assistant.api.shapes import Shape

Command = TypeVar("Command", bound=Callable[..., object])
FOLDER = click.Path(file_okay=False, path_type=Path)
GROUPS, STORE = "plans.groups", "plans.store"
FILE = click.Path(dir_okay=False, path_type=Path)


class Plans(click.Group):
    """Commands that report errors by a message and a status, never by a stack trace; without one, the app is opened."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args or ["serve", "--browser"])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (WrongUse, QuestionRefused) as error:
            raise click.UsageError(str(error)) from None
        except PlansError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader of our output has closed it: click ends quietly
            raise click.ClickException(f"{error.filename or 'The system'}: {error.strerror or error}.") from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if sys.flags.dev_mode:
                raise  # for developers: python -X dev -m assistant.cli …
            raise click.ClickException(
                f"Something unexpected went wrong ({type(error).__name__}: {str(error).partition(chr(10))[0]}). "
                "The documents and the index are unchanged. Please report the command and the file that led to it."
            ) from None


def common(command: Command) -> Command:
    """Adds the options that every command has."""
    command = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")(command)
    about = "The index's database, postgresql://…, in place of a folder."
    command = click.option("--store", help=about, expose_value=False, callback=_note_store)(command)
    return click.option("--index", type=FOLDER, help="The index's folder; by default in the data folder.")(command)


def reading(command: Command) -> Command:
    """Adds the option of commands that read the documents: as whom."""
    about = 'Only what readers of these groups see, separated by commas; "" for readers of none.'
    return click.option("--groups", help=about, expose_value=False, callback=_note_groups)(command)


def groups_asked_for() -> tuple[str, ...] | None:
    """The groups for which documents are read; None for all documents."""
    found: tuple[str, ...] | None = click.get_current_context().meta.get(GROUPS)
    return found


def _note_groups(context: click.Context, _: click.Parameter, given: str | None) -> None:
    groups = None if given is None else tuple(filter(None, (group.strip() for group in given.split(","))))
    context.meta[GROUPS] = groups


def _note_store(context: click.Context, _: click.Parameter, given: str | None) -> None:
    context.meta[STORE] = given


def settings_for(index: Path | None, documents: Path | None = None) -> Settings:
    """The settings, with the command's options in place of theirs. Raises WrongUse for two places of one index."""
    store: str | None = click.get_current_context().meta.get(STORE)
    if store and index:
        raise WrongUse("--store and --index are two places for the index. Say one of them.")
    return Settings.load().at(documents, index, store)


def say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def say_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def say_shapes(shapes: Iterable[Shape]) -> None:
    """Print what other programs rely on, as a list."""
    from assistant.api.shapes import as_json

    say_json([as_json(shape) for shape in shapes])


def finish(well: bool, message: str = "") -> None:
    """End with status 1, and a message to stderr, unless all is well."""
    if not well:
        if message:
            click.echo(message, err=True)
        raise SystemExit(1)


@click.group(cls=Plans, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="plans-assistant")
def plans() -> None:
    """Search and read council plan documents: every answer quotes the documents and cites the place.

    Without a command, the app is opened in the browser: on the documents in the folder data where it is started or, if
    there is none, on those in your own data folder, which begins with a sample plan.
    """
