"""What is well with an installation and what isn't: settings, folders, disk, clock, model, index, data, audit log."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.settings import OPENID_SECRET, Settings
from corpus.errors import PlansError

# Megabytes that a build of a few hundred documents needs beside the three generations that are kept.
LEAST_FREE = 1_000
A_WHILE = timedelta(minutes=5)  # clocks of a server and of what it stores differ by seconds


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `wrong` is what isn't well and what to do, "" where all is well."""

    what: str
    found: str
    wrong: str = ""


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """What is found, one thing after the other; each is looked at whatever is wrong with the others."""
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("settings", lambda: _sign_in(settings)),
        ("documents", lambda: _documents(settings.documents)),
        ("groups", lambda: _groups(settings)),
        ("index", lambda: _index(settings)),
        ("model", lambda: _model(settings)),
        ("plug-ins", examine_plugins),
        ("conversations", lambda: _database(settings)),
        ("audit log", lambda: _audit(settings)),
        ("permissions", lambda: _permissions(settings.kept_folder)),
        ("disk", lambda: _disk(settings)),
        ("clock", lambda: _clock(settings, now)),
    )
    for what, check in checks:
        try:
            yield check()
        except (PlansError, OSError) as error:
            yield Finding(what, "", str(error))


def _sign_in(settings: Settings) -> Finding:
    if settings.openid and not os.environ.get(OPENID_SECRET):
        return Finding("settings", "people sign in", f"{OPENID_SECRET} isn’t set: nobody can sign in.")
    if settings.signs_in and not settings.secure:
        return Finding("settings", "people sign in", "PLANS_ADDRESS has no https: cookies can be overheard.")
    return Finding("settings", "people sign in" if settings.signs_in else "nobody signs in")


def _documents(folder: Path) -> Finding:
    from corpus.library import document_paths, is_ours

    kept = [path.name for path in sorted(folder.glob("*.toml")) if is_ours(path.name)]
    found = ", ".join([f"{len(document_paths(folder)):,} files in {folder}", *kept])
    if not os.access(folder, os.W_OK):
        return Finding("documents", found, f"{folder} can’t be written: nobody can add files or correct them.")
    return Finding("documents", found)


def _groups(settings: Settings) -> Finding:
    from corpus.access import ACCESS, read_access
    from index import store_at

    rules = read_access(settings.documents)
    unknown = rules.naming_nothing(store_at(settings.place).open().library.documents) if rules.lines else []
    names = ", ".join(f"“{line.name}”" for line in unknown)
    wrong = f"{ACCESS} names {names}, and no document is called so: its lines shield nothing." if unknown else ""
    return Finding("groups", f"{len(rules.lines)} lines on who may see what", wrong)


def _index(settings: Settings) -> Finding:
    from index import store_at

    snapshot = store_at(settings.place).open()
    snapshot.check()
    return Finding("index", f"generation {snapshot.generation}, every file as it was written")


def _model(settings: Settings) -> Finding:
    from index import load_encoder

    load_encoder(settings.model, settings.model_cache)
    return Finding("model", settings.model or "the installed one")


def examine_plugins() -> Finding:
    """Readers are loaded here only to see whether they can be; they read in a process of their own."""
    from assistant.exports.plugged_in import exports
    from corpus.plugins import EXPORTERS, READERS, STORES, plugins
    from corpus.readers.plugged_in import readers

    found = [plugin.label for group in (READERS, EXPORTERS, STORES) for plugin in plugins(group)]
    return Finding("plug-ins", ", ".join(found) or "none", " ".join((*readers().unusable, *exports().unusable)))


def _database(settings: Settings) -> Finding:
    from assistant.store.database import Database

    trouble = Database(settings.kept_folder).trouble()
    wrong = f"{settings.kept_folder} is damaged: {trouble}. Restore it from a backup." if trouble else ""
    return Finding("conversations", f"in {settings.kept_folder}", wrong)


def _audit(settings: Settings) -> Finding:
    from assistant.store.audit import Audit
    from assistant.store.database import Database

    verdict = Audit(settings.kept_folder, Database(settings.kept_folder)).verify()
    return Finding("audit log", f"{verdict.records:,} records", verdict.wrong)


def _permissions(kept: Path) -> Finding:
    open_to_others = [path.name for path in sorted(kept.glob("*")) if path.is_file() and path.stat().st_mode & 0o077]
    wrong = f"Others on this machine can read {', '.join(open_to_others)} in {kept}. Run chmod 600 on each."
    return Finding("permissions", f"of {kept}", wrong if open_to_others and os.name != "nt" else "")


def _disk(settings: Settings) -> Finding:
    folders = [_existing(folder) for folder in (settings.index, settings.documents, settings.kept_folder)]
    free = min(shutil.disk_usage(folder).free for folder in folders) // 10**6
    wrong = f"Less than {LEAST_FREE:,} MB are free: a build may fail, and leaves the earlier index in use. Make room."
    return Finding("disk", f"{free:,} MB free", wrong if free < LEAST_FREE else "")


def _clock(settings: Settings, now: datetime) -> Finding:
    """A clock that is behind what was written last is wrong; one that is ahead can't be told from here."""
    written = [path.stat().st_mtime for folder in (settings.index, settings.kept_folder) for path in folder.glob("*")]
    latest = datetime.fromtimestamp(max(written, default=0.0), UTC)
    wrong = f"It is behind: something was written at {latest:%d %B %Y, %H:%M} UTC. Set it right."
    return Finding("clock", f"{now:%d %B %Y, %H:%M} UTC", wrong if latest > now + A_WHILE else "")


def _existing(folder: Path) -> Path:
    return next(each for each in (folder.resolve(), *folder.resolve().parents) if each.exists())
