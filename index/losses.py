"""Files for which a plan would lose many of its rows, and the library without what was read of them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.records import Update
from index.model.weights import digest_of
from index.receipt import Loss
from index.store import Store, Waiting

if TYPE_CHECKING:
    from corpus.library import Library

# Share of a plan's rows that may be missing: if more are, somebody has to accept the build. Plans change from year to
# year, but a third of the rows gone usually means that a file was read wrongly. At 1/12, a usual year's changes would
# wait for somebody; above 1, nothing would.
MOST_LOST = 1 / 3


def losses_of(before: Library | None, now: Library) -> tuple[Loss, ...]:
    """Updates with far fewer rows than before, and new updates with far fewer than their plan's latest had. Files that
    were removed don't count, nor do files whose plan or update merely has another name now."""
    if before is None:
        return ()
    had, has = _updates(before), _updates(now)
    latest = {plan.name: plan.latest for plan in before.plans}
    present = {document.file for document in now.documents}
    left = {key: len(update.rows) for key, update in has.items()}
    renamed = {update.document.file: left[key] for key, update in has.items() if key not in had}
    compared = [
        (key, update, left.get(key, renamed.get(update.document.file, 0)))
        for key, update in had.items()
        if key in has or update.document.file in present
    ]
    compared += [(key, latest[key[0]], rows) for key, rows in left.items() if key not in had and key[0] in latest]
    return tuple(
        Loss(*key, before=len(update.rows), now=rows)
        for key, update, rows in compared
        if rows < len(update.rows) * (1 - MOST_LOST)
    )


def _updates(library: Library) -> dict[tuple[str, str], Update]:
    return {(plan.name, update.name): update for plan in library.together().plans for update in plan.updates}


def causes_of(before: Library, now: Library, losses: tuple[Loss, ...]) -> tuple[str, ...]:
    """The files of the updates that lost rows or, where an update is no longer there, the file that it was in."""
    had, has = _updates(before), _updates(now)
    keys = [(loss.plan, loss.update) for loss in losses]
    return tuple(dict.fromkeys((has[key] if key in has else had[key]).document.file for key in keys))


def instead(before: Library, now: Library, left_out: tuple[str, ...]) -> Library:
    """The library with those files, and copies of them, as they were read before, and without those that are new."""
    from corpus.library import Library

    read_before = {document.file: document for document in before.documents}
    documents = (
        read_before.get(each.file) if {each.file, each.duplicate_of} & set(left_out) else each for each in now.documents
    )
    return Library(tuple(document for document in documents if document is not None))


def fits(store: Store, found: Waiting, documents: Path) -> bool:
    """Whether nothing has changed since it was finished: neither the generation in use nor any file."""
    return store.published()[-1].generation == found.base and folder_digest(documents) == found.documents


def folder_digest(documents: Path) -> str:
    """SHA-256 of the names and bytes of all files below a folder, those in which staff correct readings included."""
    found = hashlib.sha256()
    for path in sorted(documents.rglob("*")):
        with suppress(OSError):  # it has just been taken away
            if path.is_file():
                found.update(f"{path.relative_to(documents).as_posix()}\n{digest_of(path)}\n".encode(errors="replace"))
    return found.hexdigest()
