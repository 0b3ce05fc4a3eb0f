"""The commands of `plans` for those who look after a server: backups, audit log, sessions, tokens, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from assistant.cli.group import FILE, FOLDER, common, finish, say_json, settings_for
from assistant.roles import Role
from assistant.store.tokens import MOST_DAYS, Token, Tokens
from corpus.errors import WrongUse


@click.command()
@click.argument("target", type=FILE)
@click.option("--with-index", is_flag=True, help="The index too; without it, `plans build` makes it again.")
@common
def backup(target: Path, with_index: bool, index: Path | None, as_json: bool) -> None:
    """Write the documents, conversations, feedback and audit log to the file TARGET, also while the server runs."""
    from assistant.store.backup import Folders, back_up

    settings = settings_for(index)
    whole = with_index and not settings.store  # the database has backups of its own
    folders = Folders(settings.documents, settings.kept_folder, settings.index if whole else None)
    _say_contents(back_up(folders, target).files, f"{target} holds", as_json)
    click.echo("Whoever reads it reads all conversations: keep it where only you can.", err=True)


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Only check whether the backup is whole.")
@click.option("--documents", type=FOLDER, help="Where the documents go; by default into the data folder.")
@common
def restore(source: Path, only_check: bool, documents: Path | None, index: Path | None, as_json: bool) -> None:
    """Put what the backup SOURCE holds into folders that are empty. A damaged backup is refused whole."""
    from assistant.store.backup import Folders, check, restore

    settings = settings_for(index, documents)
    folders = Folders(settings.documents, settings.kept_folder, settings.index)
    contents = check(source) if only_check else restore(source, folders)
    _say_contents(contents.files, "It holds" if only_check else "Restored:", as_json)
    if not only_check and not contents.files["index"]:
        click.echo("Run `plans build` to make the index.", err=True)


def _say_contents(files: dict[str, int], words: str, as_json: bool) -> None:
    if as_json:
        say_json(files)
    else:
        click.echo(f"{words} {', '.join(f'{number:,} files of {part}' for part, number in files.items() if number)}.")


@click.command()
@click.option(
    "--until-done", is_flag=True, help="End when nothing is left to encode, and don't wait for the next build."
)
@common
def work(until_done: bool, index: Path | None, as_json: bool) -> None:
    """Encode for builds that run elsewhere with the same --store, until it is interrupted."""
    from index import load_encoder, store_at

    settings = settings_for(index)
    if not settings.store:
        raise WrongUse("Only builds into a database can be helped. Say which: --store postgresql://…, or PLANS_STORE.")
    from index.postgresql import PostgresStore

    store, done = store_at(settings.place), 0
    if not isinstance(store, PostgresStore):
        raise WrongUse("Workers help builds on one server. Say which it is, and any of its councils in PLANS_TENANT.")

    def encoded(count: int) -> None:
        nonlocal done
        done += count
        if count and not as_json:
            click.echo(f"{done:,} passages encoded.", err=True)

    store.work(load_encoder(settings.model, settings.model_cache), encoded, until_done)
    if as_json:
        say_json({"encoded": done})


@click.command()
@click.argument("what", type=click.Choice(["show", "verify"]))
@click.option("--act", help="Show only what was done whose words contain these.")
@click.option("--name", help="Show only what people did whose name contains these words.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Show only from this day on.")
@common
def audit(
    what: str, act: str | None, name: str | None, since: datetime | None, index: Path | None, as_json: bool
) -> None:
    """Show the audit log, or verify that nothing in it was changed, cut off or put in."""
    from assistant.store.audit import Audit, Wanted
    from assistant.store.database import Database

    settings = settings_for(index)
    log = Audit(settings.kept_folder, Database(settings.kept_folder))
    if what == "verify":
        verdict = log.verify()
        if as_json:
            say_json(asdict(verdict))
        elif not verdict.wrong:
            click.echo(f"{verdict.records:,} records are whole. The last digest is {verdict.digest}.")
        finish(not verdict.wrong, verdict.wrong)
        return
    wanted = Wanted(act or "", name or "", since.date().isoformat() if since else "")
    for record in log.records():
        if wanted.has(record):
            line = f"{record.at} {record.name or record.owner[:12]} ({record.role}) {record.act}: {record.what}"
            click.echo(json.dumps(asdict(record), ensure_ascii=False) if as_json else line)


@click.command()
@click.option("--everybody", is_flag=True, required=True, help="Everybody: there is nothing else yet.")
@common
def signout(everybody: bool, index: Path | None, as_json: bool) -> None:
    """End the sessions of everybody who has signed in: their pages ask them to sign in again within seconds."""
    from assistant.store.database import Database
    from assistant.store.people import Sessions

    ended = Sessions(Database(settings_for(index).kept_folder)).end_everybodys()
    if as_json:
        say_json({"ended": ended})
    else:
        click.echo(f"{ended:,} sessions ended.")


@click.command()
@click.argument("what", type=click.Choice(["create", "list", "revoke"]))
@click.argument("name", required=False, default="")
@click.option("--role", type=click.Choice(["reader", "editor"]), default="reader", show_default=True)
@click.option("--groups", default="", help="The groups whose documents it sees, separated by commas.")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=90, show_default=True, help="Days until it expires.")
@common
def token(what: str, name: str, role: str, groups: str, days: int, index: Path | None, as_json: bool) -> None:
    """Create, list or revoke tokens, by which other programs use a server. NAME says what uses it."""
    from assistant.store.audit import COMMAND_LINE, Audit
    from assistant.store.database import Database

    settings = settings_for(index)
    database = Database(settings.kept_folder)
    tokens, log = Tokens(database), Audit(settings.kept_folder, database)
    if what == "list":
        _say_tokens(tokens.listed(), as_json)
    elif what == "revoke":
        revoked = tokens.revoke(name)
        log.note(COMMAND_LINE, "revoked a token", revoked.name)
        _say_tokens([revoked], as_json, "Revoked: ")
    else:
        member = tuple(filter(None, (group.strip() for group in groups.split(","))))
        secret, made = tokens.make(name, Role[role.upper()], member, datetime.now(UTC), timedelta(days=days))
        log.note(COMMAND_LINE, "created a token", f"{made.name} ({role}), until {made.ends:%d %B %Y}")
        say_json({"token": secret, **_shown(made)}) if as_json else click.echo(secret)
        click.echo("It is shown this once. Keep it as you keep a password.", err=True)


def _say_tokens(tokens: Sequence[Token], as_json: bool, words: str = "") -> None:
    if as_json:
        say_json([_shown(each) for each in tokens])
    for each in () if as_json else tokens:
        groups = f", groups {', '.join(each.groups)}" if each.groups else ""
        over = "expired" if each.ends <= datetime.now(UTC) else "until"
        click.echo(f"{words}{each.id} {each.name} ({each.role.name.lower()}{groups}), {over} {each.ends:%d %B %Y}")


def _shown(token: Token) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "role": token.role.name.lower(),
        "groups": list(token.groups),
        "made": token.made.isoformat(),
        "ends": token.ends.isoformat(),
    }


@click.command()
@common
def doctor(index: Path | None, as_json: bool) -> None:
    """Look at settings, folders, disk, clock, model, index, data and audit log, and say what to do."""
    from assistant.cli.doctor import examine

    findings = list(examine(settings_for(index), datetime.now(UTC)))
    if as_json:
        say_json([asdict(finding) for finding in findings])
    for finding in () if as_json else findings:
        found = f" ({finding.found})" if finding.found else ""
        click.echo(f"{'not well' if finding.wrong else 'well':>8}  {finding.what}{found}")
        if finding.wrong:
            click.echo(f"{'':>10}{finding.wrong}")
    finish(not any(finding.wrong for finding in findings))


COMMANDS = (backup, restore, audit, signout, token, doctor, work)
