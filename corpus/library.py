"""Reads a folder of documents into plans and their updates, with duplicates and unreadable files."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from corpus.access import ACCESS, AccessRules, may_see, read_access
from corpus.copies import copied_in, is_better
from corpus.corrections import CORRECTIONS, Correction, read_corrections
from corpus.errors import NoDocuments, PlansError, UnreadableFile
from corpus.identity import identify, one_spelling, plan_key, update_order
from corpus.isolation import Draft, IsolatedReader, read
from corpus.records import (
    Document,
    Location,
    Plan,
    Problem,
    Row,
    Severity,
    Standing,
    Update,
    fold,
)
from corpus.statuses import STATUSES
from corpus.tables.columns.column_types import typed
from corpus.tables.recipes import RECIPES, recipe_text

LATEST, ALL = "latest", "all"

INDEX_LOCK, DATABASE = "building.lock", "kept.sqlite3"  # they mark a folder as ours, even if it is below the documents
_NOT_DOCUMENTS = {ACCESS, CORRECTIONS, RECIPES, STATUSES, "glossary.toml", INDEX_LOCK, DATABASE}

Known = Mapping[tuple[str, str], Document]


@dataclass(frozen=True)
class Library:
    """All documents of a folder; `documents` are in the order of their names.

    As they are read and stored, those that not the same people may see know nothing of one another: two files may then
    hold one update. `together` and `seen_by` give the libraries that people use.
    """

    documents: tuple[Document, ...]

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """Plans by name, each with its updates in time order."""
        used: dict[str, list[Document]] = {}
        for document in self.documents:
            if document.standing is Standing.USED:
                used.setdefault(document.plan, []).append(document)
        return tuple(
            Plan(name, tuple(Update(d.update, d) for d in sorted(used[name], key=lambda d: update_order(d.update))))
            for name in sorted(used)
        )

    @property
    def updates(self) -> tuple[Update, ...]:
        """Those of all plans, plan by plan."""
        return tuple(update for plan in self.plans for update in plan.updates)

    @property
    def has_rows(self) -> bool:
        """Whether there is any row; none is read for it."""
        return any(len(update.document.rows) for update in self.updates)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for document in self.documents for problem in document.problems)

    def rows(self, update: str = LATEST, plan: str | None = None) -> tuple[Row, ...]:
        """The rows of each plan's latest update, of the named update, or of all; none if nothing matches."""
        return tuple(
            row
            for each in self.plans
            if plan is None or plan_key(plan) == plan_key(each.name)
            for row in rows_of(each, update)
        )

    def together(self) -> Library:
        """With one spelling of each plan's name and no two updates of one name; itself where it is so already."""
        told = _told_apart(self.documents)
        return self if told == self.documents else Library(told)

    def seen_by(self, groups: Collection[str], rules: AccessRules) -> Library:
        """What somebody in these groups may see, as if the folder held nothing else; itself where that is all."""
        needed = {document.file: rules.needed(document.file, document.plan) for document in self.documents}
        seen = tuple(document for document in self.documents if may_see(needed[document.file], groups))
        if len(seen) == len(self.documents):
            return self
        files = {document.file for document in seen}
        seen = tuple(document for document in seen if not document.duplicate_of or document.duplicate_of in files)
        if any(needed[document.file] != document.needed for document in self.documents):
            seen = tuple(map(_without_standing, seen))  # what is said of others may be said of some that aren't seen
        return Library(seen).together()


def rows_of(plan: Plan, update: str = LATEST) -> tuple[Row, ...]:
    """The rows of a plan's latest update, of the named update, or of all; none if it has no such update."""
    updates = updates_of(plan, update)
    return updates[0].rows if len(updates) == 1 else tuple(row for each in updates for row in each.rows)


def updates_of(plan: Plan, update: str = LATEST) -> tuple[Update, ...]:
    """A plan's latest update, the named one, or all; none if it has no such update."""
    if update == LATEST:
        return (plan.latest,)
    return tuple(each for each in plan.updates if update == ALL or fold(update) == fold(each.name))


def read_library(
    folder: Path,
    known: Known = MappingProxyType({}),
    *,
    read_file: Callable[[Path, str], Draft] | None = None,
    keep: Callable[[Document], Document] = lambda document: document,
    progress: Callable[[int, int, str], None] | None = None,
) -> Library:
    """Reads every document below a folder.

    `known` are documents that were read before, by name and digest: they are not read again. `keep` may put the rows of
    one that was read elsewhere than into memory. `progress` is called with
    the number of files done, the number of all files, and the name of the next. Raises NoDocuments if the folder is
    missing or has none.
    """
    paths = document_paths(folder)
    corrections, recipe, rules = read_corrections(folder), recipe_text(folder), read_access(folder)
    documents = []
    with IsolatedReader() as isolated:
        reading = read_file or partial(isolated.read, recipe=recipe)
        for done, (name, path) in enumerate(paths.items()):
            if progress:
                progress(done, len(paths), name)
            document = _known_or_read(path, name, known, reading, recipe, keep)
            document = _identified(document, corrections.get(name))
            documents.append(replace(document, needed=rules.needed(name, document.plan)))
    return Library(tuple(_with_standings_apart(documents, paths)))


def document_paths(folder: Path) -> dict[str, Path]:
    """The files below a folder by name (`/` between folders), without hidden ones and our own. Raises NoDocuments."""
    if not folder.is_dir():
        raise NoDocuments(f"There is no folder {folder}. Create it and put the documents in, or name another folder.")
    below = sorted(folder.rglob("*"))
    ours = {path.parent for path in below if path.name in (INDEX_LOCK, DATABASE)} - {folder}
    paths = {
        shown_name(path.relative_to(folder).as_posix()): path
        for path in below
        if path.is_file() and not _is_hidden(path.relative_to(folder)) and ours.isdisjoint(path.parents)
    }
    if not paths:
        raise NoDocuments(f"The folder {folder} contains no documents. Put the plan's files in and build again.")
    return paths


def shown_name(name: str) -> str:
    """A file's name as it is shown and stored, `/` between folders; bytes that aren't UTF-8 become `\\xe9`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_document(
    path: Path, name: str, *, digest: str = "", read_file: Callable[[Path, str], Draft] = read
) -> Document:
    """Reads one file by itself. Raises UnreadableFile if it can't be read."""
    try:
        size = path.stat().st_size
        draft = read_file(path, name)
    except OSError as error:
        raise UnreadableFile(
            f"{name} can't be opened: {error.strerror}. Check that it is there and readable."
        ) from None
    rows, columns = typed(draft.assembly.rows, draft.assembly.meanings)
    document = Document(
        file=name,
        digest=digest or digest_of(path),
        size=size,
        plan="",
        update="",
        rows=rows,
        problems=draft.assembly.problems,
        dropped=draft.assembly.dropped,
        title=draft.title,
        headings=draft.headings,
        paragraphs=draft.paragraphs,
        columns=columns,
    )
    return _identified(document, None)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_ours(name: str) -> bool:
    """Whether a file's name has a meaning of its own here, so that it is no document."""
    return name.casefold() in _NOT_DOCUMENTS or Path(name).stem.casefold() == "readme"


def _is_hidden(path: Path) -> bool:
    return is_ours(path.name) or any(part.startswith((".", "~$")) for part in path.parts)


def _known_or_read(
    path: Path,
    name: str,
    known: Known,
    read_file: Callable[[Path, str], Draft],
    recipe: str,
    keep: Callable[[Document], Document],
) -> Document:
    """The document; a file that can't be read becomes an unreadable document with the reason."""
    digest = ""
    try:
        digest = digest_of(path)
        if (name, digest) in known and known[name, digest].recipe == recipe:
            return _without_standing(known[name, digest])
        document = replace(read_document(path, name, digest=digest, read_file=read_file), recipe=recipe)
    except (OSError, PlansError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        seen, done = reason.removesuffix("."), "the file was left out"
        problem = Problem(Severity.ERROR, Location(name), seen, done, "Replace the file and build again.")
        return Document(name, digest, 0, "", "", (), (problem,), standing=Standing.UNREADABLE)
    return keep(document)


def _identified(document: Document, correction: Correction | None) -> Document:
    """The document with its plan and update, from its text or from a correction, on it and on each of its rows."""
    if document.standing is Standing.UNREADABLE:
        return document
    identity = identify(document.title, document.headings, document.file, document.paragraphs)
    if correction:
        identity = correction.applied(identity)
    return _named(replace(document, notes=identity.notes), identity.plan, identity.update)


def _without_standing(document: Document) -> Document:
    """As it was read: what was said of it beside other files is found anew, as those may have changed."""
    return replace(document, problems=tuple(each for each in document.problems if not each.beside_others))


def _named(document: Document, plan: str, update: str) -> Document:
    if (document.plan, document.update) == (plan, update):
        return document
    rows = tuple(
        row if (row.plan, row.update) == (plan, update) else replace(row, plan=plan, update=update)
        for row in document.rows
    )
    return replace(document, plan=plan, update=update, rows=rows)


def _with_standings_apart(documents: Sequence[Document], paths: Mapping[str, Path]) -> list[Document]:
    """Each document beside those alone that the same people may see: nothing is told of it by others."""
    kinds = dict.fromkeys(document.needed for document in documents)
    apart = ([document for document in documents if document.needed == each] for each in kinds)
    found = {document.file: document for each in apart for document in _with_standings(each, paths)}
    return [found[document.file] for document in documents]


def _told_apart(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Documents that were read apart beside one another: each plan with one spelling, no two updates with one name."""
    spelling = one_spelling([document.plan for document in documents if document.standing is Standing.USED])
    told: list[Document] = []
    for document in documents:
        if document.standing is Standing.USED:
            document = _named(document, spelling[document.plan], document.update)
            if rival := _rival(document, told):
                document = _set_apart(document, rival)
        told.append(document)
    return tuple(told)


def _with_standings(documents: Sequence[Document], paths: Mapping[str, Path]) -> list[Document]:
    """Uses the best copy of each update and marks the others as duplicates; gives each plan one spelling."""
    chosen: dict[str, Document] = {}
    readable = [document for document in documents if document.standing is not Standing.UNREADABLE]
    readable.sort(key=lambda document: _worse(document, paths))
    spelling = one_spelling([document.plan for document in readable])
    for document in readable:
        plan = spelling[document.plan]
        document = _named(replace(document, standing=Standing.USED, duplicate_of=""), plan, document.update)
        if copy := copied_in(document, chosen.values()):
            used, left = (document, copy) if is_better(document, copy) else (copy, document)
            chosen[used.file] = _named(used, copy.plan, copy.update)
            document = replace(left, standing=Standing.DUPLICATE, duplicate_of=used.file)
        elif rival := _rival(document, chosen.values()):
            document = _set_apart(document, rival)
        chosen[document.file] = document
    return [_of_used(chosen.get(document.file, document), chosen) for document in documents]


def _of_used(document: Document, chosen: Mapping[str, Document]) -> Document:
    """A duplicate names the file that is used, also where that one was itself replaced by a better copy."""
    while document.duplicate_of and chosen[document.duplicate_of].duplicate_of:
        document = replace(document, duplicate_of=chosen[document.duplicate_of].duplicate_of)
    return document


def _worse(document: Document, paths: Mapping[str, Path]) -> tuple[int, int, int, float, str]:
    """A sort key that puts the better read first: fewer errors, then fewer warnings and notes; then the newer file."""
    counts = Counter(problem.severity for problem in document.problems)
    newest = -_written(paths[document.file])
    return counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.NOTE], newest, document.file


def _written(path: Path) -> float:
    """When a file was written; the start of 1970 if it has disappeared meanwhile."""
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _rival(document: Document, chosen: Iterable[Document]) -> Document | None:
    """The document already used for the same update of the same plan."""
    return next(
        (
            other
            for other in chosen
            if other.standing is Standing.USED and (other.plan, other.update) == (document.plan, document.update)
        ),
        None,
    )


def _set_apart(document: Document, rival: Document) -> Document:
    """Two files with the title of one update that are no copies, or aren't seen by the same people: both are used, with
    a warning."""
    update = f"{document.update} ({document.file})".strip()
    why = "its text is different" if document.needed == rival.needed else "not the same people may see it"
    problem = Problem(
        Severity.WARNING,
        Location(document.file),
        f"its title names the same plan and update as {rival.file}, but {why}",
        f"treated as a separate update, “{update}”",
        "Correct the plan and the update of each file on the page Documents.",
        beside_others=True,
    )
    apart = _named(document, document.plan, update)
    return replace(apart, problems=(*apart.problems, problem))
