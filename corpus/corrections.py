"""Staff's corrections of a file's plan and update, stored in `plans.toml` beside the documents.

["Action plan final.docx"]
plan = "Leaving Care Strategy 2026-29 Action Plan"
update = "2026-27"
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus import staff_files
from corpus.errors import UnreadableFile
from corpus.identity import Identity, starts

CORRECTIONS = "plans.toml"


@dataclass(frozen=True, slots=True)
class Correction:
    """A file's plan and update as entered by hand; None leaves what was read from the document."""

    plan: str | None = None
    update: str | None = None

    def applied(self, identity: Identity) -> Identity:
        """The corrected identity, with a note that says so."""
        plan = identity.plan if self.plan is None else self.plan
        update = identity.update if self.update is None else self.update
        named = " and ".join(
            name for name, by_hand in (("plan", self.plan), ("update", self.update)) if by_hand is not None
        )
        return Identity(plan, update, starts(update), (*identity.notes, f"The {named} was corrected by staff."))


def read_corrections(folder: Path) -> dict[str, Correction]:
    """The corrections by file name; empty if the folder has no file of corrections.

    Raises UnreadableFile if that file is malformed, and says where.
    """
    return {file: _correction(file, entry) for file, entry in staff_files.read(folder / CORRECTIONS).items()}


def write_correction(folder: Path, file: str, correction: Correction | None) -> None:
    """Stores the correction of one file, or removes it for None; the rest, comments included, stays as it is."""
    read_corrections(folder)  # raises for a damaged file, which is not to be overwritten
    with staff_files.changed(folder / CORRECTIONS) as book:
        book.pop(file, None)
        if correction is not None:
            entries = {"plan": correction.plan, "update": correction.update}
            book[file] = {key: value for key, value in entries.items() if value is not None}


def _correction(file: str, entry: object) -> Correction:
    values = entry if isinstance(entry, dict) else {"": entry}
    if not set(values) <= {"plan", "update"} or not all(isinstance(value, str) for value in values.values()):
        raise UnreadableFile(f'{CORRECTIONS}: “{file}” has {entry!r}; only plan = "…" and update = "…" are allowed.')
    return Correction(**values)
