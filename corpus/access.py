"""Which groups may see which documents: what an administrator writes into `access.toml` beside the documents.

[folders]
"Safeguarding" = ["safeguarding", "managers"]
[plans]
"Leaving Care Strategy 2026-29 Action Plan" = "leaving-care"
[files]
"Review of one home.docx" = ["managers"]
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import tomlkit

from corpus import staff_files
from corpus.copies import have_one_name
from corpus.errors import UnreadableFile
from corpus.records import Document, Needed

ACCESS = "access.toml"
FILES, FOLDERS, PLANS = "files", "folders", "plans"
KINDS = (FOLDERS, PLANS, FILES)
Groups = tuple[str, ...]


class Line(NamedTuple):
    """The groups that may see a file, those of a folder, or those of a plan: `kind` is FILES, FOLDERS or PLANS."""

    kind: str
    name: str
    groups: Groups

    def names(self, file: str, plan: str) -> bool:
        """Whether it names a file of a plan; "" where its plan isn't known, as for files that couldn't be read.

        A plan's line also names what is called nearly so, as copies that were read badly are, and all whose plan isn't
        known.
        """
        if self.kind == FILES:
            return _alike(self.name) == _alike(file)
        if self.kind == FOLDERS:
            return _is_in(file, self.name)
        return not plan or have_one_name(self.name, plan)


@dataclass(frozen=True, slots=True)
class AccessRules:
    """The lines of the file. Everybody may see what none names; where several do, somebody has to be in a group of
    each."""

    lines: tuple[Line, ...] = ()

    def needed(self, file: str, plan: str) -> Needed:
        """The groups of each line that names a file."""
        return tuple(sorted({line.groups for line in self.lines if line.names(file, plan)}))

    def relevant(self, groups: Iterable[str]) -> frozenset[str]:
        """Those of some groups that decide anything."""
        return frozenset(groups) & {group for line in self.lines for group in line.groups}

    def naming_nothing(self, documents: Iterable[Document]) -> list[Line]:
        """The lines that name no document, perhaps because a name is misspelt: then it is open to everybody."""
        known = [(document.file, document.plan) for document in documents if document.plan]
        return [line for line in self.lines if not any(line.names(*each) for each in known)]


def may_see(needed: Needed, groups: Collection[str]) -> bool:
    """Whether somebody in these groups may see a document that needs those."""
    return all(any(group in groups for group in line) for line in needed)


def read_access(folder: Path) -> AccessRules:
    """What the folder's `access.toml` says; everybody may see everything if there is none.

    Raises UnreadableFile if it is malformed, and says where.
    """
    written = staff_files.read(folder / ACCESS)
    if not set(written) <= set(KINDS):
        known = ", ".join(f"[{kind}]" for kind in KINDS)
        raise UnreadableFile(f"{ACCESS} holds {', '.join(sorted(written))}; it may hold {known} only.")
    return AccessRules(tuple(line for kind, lines in written.items() for line in _lines(kind, lines)))


def write_access(folder: Path, line: Line | None, instead: Line | None = None) -> None:
    """Adds a line, or removes the one that it comes `instead` of; the rest, comments included, stays as it is.

    Raises UnreadableFile for a damaged file, which is not overwritten, and where the folder takes no file.
    """
    read_access(folder)
    with staff_files.changed(folder / ACCESS) as book:
        if instead:
            book.setdefault(instead.kind, tomlkit.table()).pop(instead.name, None)
        if line:
            book.setdefault(line.kind, tomlkit.table())[line.name] = list(line.groups)


def _lines(kind: str, lines: object) -> list[Line]:
    if not isinstance(lines, dict):
        raise UnreadableFile(f'{ACCESS}: [{kind}] holds {lines!r}; it needs lines like "name" = ["group"].')
    return [Line(kind, name, _groups(kind, name, value)) for name, value in lines.items()]


def _groups(kind: str, name: str, value: object) -> Groups:
    given = value if isinstance(value, list) else [value]
    groups = {group.strip() for group in given if isinstance(group, str)}
    if not all(isinstance(group, str) and group.strip() for group in given):
        raise UnreadableFile(
            f'{ACCESS}: under [{kind}], “{name}” has {value!r}; it needs groups, such as ["managers"].'
        )
    return tuple(sorted(groups))


def _is_in(file: str, folder: str) -> bool:
    return _alike(folder.strip("/")) in {_alike(above.as_posix()) for above in PurePosixPath(file).parents}


def _alike(name: str) -> str:
    """The same for names that some file system takes for one."""
    return unicodedata.normalize("NFC", name).casefold()
