"""What staff have said that a plan's status words mean, once for all its updates: `statuses.toml` beside the documents.

["Leaving Care Strategy 2026-29 Action Plan"]
Blue = "done"
Green = "not done"
"""

from __future__ import annotations

from pathlib import Path

import tomlkit

from corpus import staff_files
from corpus.errors import UnreadableFile

STATUSES = "statuses.toml"
DONE, NOT_DONE = "done", "not done"


def read_statuses(folder: Path) -> dict[str, dict[str, str]]:
    """By plan, what each of its status words means: DONE or NOT_DONE; empty where staff have said nothing.

    Raises UnreadableFile if the file is malformed, and says where.
    """
    return {plan: _meanings(plan, entry) for plan, entry in staff_files.read(folder / STATUSES).items()}


def write_status(folder: Path, plan: str, words: str, meaning: str) -> None:
    """Stores what a status means in a plan, or forgets it for ""; the rest, comments included, stays as it is.

    Raises UnreadableFile for a damaged file, which is not overwritten, and where the folder takes no file.
    """
    read_statuses(folder)
    with staff_files.changed(folder / STATUSES) as book:
        of_plan = book.setdefault(plan, tomlkit.table())
        of_plan.pop(words, None)
        if meaning:
            of_plan[words] = meaning
        if not of_plan:
            book.pop(plan)


def _meanings(plan: str, entry: object) -> dict[str, str]:
    if not isinstance(entry, dict) or not all(meaning in (DONE, NOT_DONE) for meaning in entry.values()):
        raise UnreadableFile(f'{STATUSES}: under “{plan}”, a status is either "{DONE}" or "{NOT_DONE}".')
    return dict(entry)
