"""What staff put right about a file, its plan and its update: kept in `plans.toml` beside the documents.

["Action plan final.docx"]
plan = "Leaving Care Strategy 2026-29 Action Plan"
update = "2026-27"
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from corpus.errors import UnreadableFile
from corpus.identity import Identity, starts

CORRECTIONS = "plans.toml"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a file is, by hand; None leaves what was read from the document."""

    plan: str | None = None
    update: str | None = None

    def applied(self, identity: Identity) -> Identity:
        """The identity with what was put right, and a note that says so."""
        plan = identity.plan if self.plan is None else self.plan
        update = identity.update if self.update is None else self.update
        named = " and ".join(
            name for name, by_hand in (("plan", self.plan), ("update", self.update)) if by_hand is not None
        )
        return Identity(
            plan, update, starts(update), (*identity.notes, f"The {named} was set by hand in {CORRECTIONS}.")
        )


def read_corrections(folder: Path) -> dict[str, Correction]:
    """File name -> what was put right by hand; empty where the folder has no such file.

    Raises UnreadableFile where it isn't what it should be, saying where.
    """
    path = folder / CORRECTIONS
    if not path.exists():
        return {}
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFile(
            f"{CORRECTIONS} can't be read: {error}. Put it right or remove it, then build again."
        ) from error
    return {file: _correction(file, entry) for file, entry in written.items()}


def write_correction(folder: Path, file: str, correction: Correction | None) -> None:
    """Keeps what was put right about one file (None forgets it); the rest of the file, comments too, stays as it is."""
    read_corrections(folder)  # a damaged file isn't overwritten
    path = folder / CORRECTIONS
    book = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
    book.pop(file, None)
    if correction is not None:
        said = {"plan": correction.plan, "update": correction.update}
        book[file] = {key: value for key, value in said.items() if value is not None}
    beside = path.with_suffix(".toml.part")
    beside.write_text(tomlkit.dumps(book), encoding="utf-8")
    os.replace(beside, path)


def _correction(file: str, entry: object) -> Correction:
    said = entry if isinstance(entry, dict) else {"": entry}
    if not set(said) <= {"plan", "update"} or not all(isinstance(value, str) for value in said.values()):
        raise UnreadableFile(
            f'{CORRECTIONS}: under “{file}” stands {entry!r}; it may hold plan = "…" and update = "…" only.'
        )
    return Correction(**said)
