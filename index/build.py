"""Builds and publishes a generation of the index: known passages are carried over, new ones are encoded."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import reading_rules
from corpus.errors import IndexDamaged, IndexMismatch, IndexNotFound, NoDocuments, PlansError
from corpus.records import Standing
from index.losses import causes_of, fits, folder_digest, instead, losses_of
from index.model.encoder import Encoder
from index.passages import RULES
from index.receipt import Difference, Receipt, file_lines
from index.store import (
    GENERATIONS_KEPT,
    Draft,
    Encodings,
    Generation,
    InMemory,
    Manifest,
    Published,
    Readings,
    Store,
    Waiting,
)
from index.stores import Address, store_at
from index.work import Work

if TYPE_CHECKING:
    from corpus.library import Library


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is. `stage`: reading, encoding, writing or publishing; `what` names the current file or model."""

    stage: str
    done: int
    of: int
    what: str


def build(
    documents: Path,
    index: Path | Address | Store,
    *,
    encoder: Callable[[], Encoder],
    progress: Callable[[Progress], None] | None = None,
    dry_run: bool = False,
    accept: bool = False,
) -> Receipt:
    """Bring the index of a folder of documents up to date, and publish it as a new generation.

    Nothing is published if nothing changed. Files for which an update lost more than a third of its plan's rows are
    left out, and what was read of them before stays in use: `Receipt.needs_accepting`. All of it is then finished, too,
    and a build with `accept` publishes that without reading anything, as long as no file has changed meanwhile.
    `dry_run` writes nothing. Whatever goes wrong, the generation in use stays as it is. Raises NoDocuments,
    BuildRunning, ModelDamaged, or PlansError if the disk can't be written.
    """
    store, stages = store_at(index), Stages(progress)
    if dry_run:
        return _receipt(_prepare(documents, store, encoder, stages, InMemory()), stages)
    try:
        with store.sole_builder():
            if accept and (accepted := _accepted(documents, store)) is not None:
                return accepted
            with store.readings(reading_rules()) as readings:
                work = _prepare(documents, store, encoder, stages, readings)
                if work.unchanged:
                    return _receipt(work, stages)
                if work.losses and not accept:
                    return _without_losses(documents, store, work, stages)
                return _publish(store, work, stages)
    except OSError as error:
        raise PlansError(
            f"The index at {store} could not be written: {error.strerror or error}. "
            "Make room, or let this user write there, and build again. The earlier index is untouched."
        ) from error


def roll_back(index: Path | Address | Store) -> str:
    """Put the previous generation in use again; returns its name. Raises IndexNotFound if there is none."""
    store = store_at(index)
    store.published()  # before the lock, so that no lock file is left in a folder without an index
    with store.sole_builder():
        entries = store.published()
        if len(entries) < 2:
            raise IndexNotFound(f"The index at {store} has no earlier generation to go back to. Run `plans build`.")
        store.publish(entries[:-1], [*store.undone(), entries[-1]])
        return entries[-2].generation


def redo(index: Path | Address | Store) -> str:
    """Put the generation in use again that was rolled back last; returns its name. Raises IndexNotFound if none was, or
    another one has been built since."""
    store = store_at(index)
    store.published()
    with store.sole_builder():
        left = store.undone()
        if not left:
            raise IndexNotFound(f"Nothing was undone at {store} since the last build, so nothing can be redone.")
        store.publish([*store.published(), left[-1]], left[:-1])
        return left[-1].generation


class Stages:
    """Measures the seconds of each stage, and reports progress to a listener."""

    def __init__(self, progress: Callable[[Progress], None] | None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress or (lambda _: None)

    def report(self, stage: str, done: int, of: int, what: str) -> None:
        self._progress(Progress(stage, done, of, what))

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(self.seconds.get(stage, 0) + time.perf_counter() - start, 3)


def _receipt(work: Work, stages: Stages, generation: str = "") -> Receipt:
    before = work.before
    passages = before.manifest.counts["passages"] if before and work.unchanged else work.passages
    rows, items = (Difference(), Difference()) if work.unchanged else work.differences()
    return Receipt(
        published=bool(generation),
        generation=generation,
        created=_now(),
        files=file_lines(before.library.documents if before else (), work.library.documents),
        rows=rows,
        items=items,
        passages=passages,
        encoded=work.encoded,
        carried=passages - work.encoded,
        problems=len(work.library.problems),
        doubtful=work.counts.doubtful,
        losses=work.losses,
        reasons=work.reasons,
        seconds=dict(stages.seconds),
    )


def _prepare(documents: Path, store: Store, load: Callable[[], Encoder], stages: Stages, readings: Readings) -> Work:
    """Reads what is new and finds what has to be encoded; writes nothing. The model is loaded only after the documents
    are read, so that an empty folder is reported at once."""
    before, reasons = _before(store)
    same_rules = before is not None and before.manifest.reading == reading_rules()
    if before is not None and not same_rules:
        reasons = (*reasons, "Every file is read again, because the rules for reading documents have changed.")
    with stages.timed("reading"):
        library = _read(documents, before, readings, stages)
    encoder = load()
    same = before is not None and _reusable(before, encoder)
    if before is not None and same and same_rules and before.library.documents == library.documents:
        return Work(before, library, encoder, same, (), (*reasons, "Nothing changed."), unchanged=True)
    if before is not None and not same:
        reasons = (*reasons, _why_all(before, encoder))
    return _work(before, library, encoder, stages, reasons, same)


def _work(
    before: Generation | None, library: Library, encoder: Encoder, stages: Stages, reasons: tuple[str, ...], same: bool
) -> Work:
    """What has to be done for a library; what `before` has is carried over where it was made the `same` way."""
    fresh, passages, encoded = set[str](), 0, 0
    with stages.timed("reading"):
        try:
            for part in Work(before, library, encoder, same, (), ()).parts():
                digests = {passage.digest for passage in part}
                new = digests - before.known(digests) if before is not None and same else digests
                fresh |= new
                passages += len(part)
                encoded += sum(passage.digest in new for passage in part)
        except IndexDamaged as error:
            return _work(before, library, encoder, stages, (*reasons, f"{error} Everything is encoded again."), False)
    lost = losses_of(before.library if before else None, library)
    return Work(before, library, encoder, same, lost, reasons, frozenset(fresh), passages, encoded)


def _before(store: Store) -> tuple[Generation | None, tuple[str, ...]]:
    """The generation in use, with its library read, or why it can't be used."""
    try:
        before = store.open()
        _ = before.library
        return before, ()
    except IndexNotFound:
        return None, ()
    except (IndexDamaged, IndexMismatch) as error:
        return None, (f"{error} Everything is read and encoded again.",)


def _read(documents: Path, before: Generation | None, readings: Readings, stages: Stages) -> Library:
    from corpus.library import read_library

    same_rules = before is not None and before.manifest.reading == reading_rules()
    read_before = before.library.documents if before is not None and same_rules else ()
    known = {
        (document.file, document.digest): document
        for document in (*readings.known(), *read_before)
        if document.standing is not Standing.UNREADABLE  # it may be readable now
    }
    library = read_library(
        documents,
        known,
        keep=readings.keep,
        progress=lambda done, of, what: stages.report("reading", done, of, what),
    )
    readings.save()
    if not library.has_rows:
        reasons = "; ".join(f"{line.file}: {line.note}" for line in file_lines((), library.documents) if line.note)
        raise NoDocuments(
            f"No plan could be read from {documents}. {reasons or 'No file holds a table or text that could be read'}. "
            "Put the plans' files there and build again; the earlier index is untouched."
        )
    return library


def _reusable(before: Generation, encoder: Encoder) -> bool:
    return (before.manifest.fingerprint, before.manifest.rules) == (encoder.fingerprint, RULES)


def _why_all(before: Generation, encoder: Encoder) -> str:
    if before.manifest.fingerprint != encoder.fingerprint:
        return f"Everything is encoded again: the model was {before.manifest.encoder}, now it is {encoder.name}."
    return "Everything is encoded again, because the rules for cutting rows into passages have changed."


def _publish(store: Store, work: Work, stages: Stages) -> Receipt:
    """Encodes and writes a generation and puts it in use; removes old ones, and the remains of killed builds."""
    usable = _usable(store, work.before)
    store.clear()
    written, receipt = _written(store, work, stages)
    stages.report("publishing", 0, 1, written.generation)
    with stages.timed("publishing"):
        _put_in_use(store, [*usable, written])
    stages.report("publishing", 1, 1, written.generation)
    return replace(receipt, seconds=dict(stages.seconds))


def _put_in_use(store: Store, entries: list[Published]) -> None:
    """What is published goes on from the generation in use: there is nothing to accept or to redo any more."""
    store.publish(entries[-GENERATIONS_KEPT:])
    store.wait(None)
    store.clear()


def _written(store: Store, work: Work, stages: Stages) -> tuple[Published, Receipt]:
    """Encodes and writes a generation without putting it in use."""
    generation = new_generation()
    with store.begin(generation, work.encoder.fingerprint, work.carries) as draft:
        with stages.timed("encoding"):
            _encode(work, draft, stages)
        receipt = _receipt(work, stages, generation)
        stages.report("writing", 0, 1, generation)
        with stages.timed("writing"):
            return draft.seal(work.library.documents, receipt.as_json(), _manifest(work, generation)), receipt


# --- files for which a plan would lose many of its rows -----------------------------------------------


def _without_losses(documents: Path, store: Store, work: Work, stages: Stages) -> Receipt:
    """Publishes the work without the files that cause its losses, and finishes all of it for somebody to accept."""
    assert work.before is not None
    left_out = causes_of(work.before.library, work.library, work.losses)
    rest = instead(work.before.library, work.library, left_out)
    if not rest.has_rows:
        return _receipt(work, stages)
    receipt = replace(_receipt(work, stages), left_out=left_out)
    files = receipt.files  # of the published part's receipt, the files left out would be missing or unchanged
    if (found := store.waiting()) is not None and fits(store, found, documents):
        return receipt
    if rest.documents != work.before.library.documents:
        same = _reusable(work.before, work.encoder)
        receipt = _publish(store, _work(work.before, rest, work.encoder, stages, work.reasons, same), stages)
    now = store.open()
    store.wait(None)
    store.clear()
    whole = _work(now, work.library, work.encoder, stages, work.reasons, _reusable(now, work.encoder))
    written, _ = _written(store, whole, stages)
    store.wait(Waiting(written, now.generation, folder_digest(documents)))
    return replace(receipt, files=files, losses=work.losses, left_out=left_out, seconds=dict(stages.seconds))


def _accepted(documents: Path, store: Store) -> Receipt | None:
    """Puts the finished generation in use that waits for it; None where none does, or something has changed since."""
    found = store.waiting()
    if found is None or not fits(store, found, documents):
        return None
    try:
        receipt = Receipt.of_json(store.open(found.published.generation).receipt)
    except (PlansError, ValueError):  # it is damaged, or another version wrote it
        return None
    _put_in_use(store, [*store.published(), found.published])
    return receipt


def _encode(work: Work, draft: Draft, stages: Stages) -> None:
    """Adds all passages to a draft, in their order. A text that occurs several times is encoded once."""
    left = set(work.fresh)
    stages.report("encoding", 0, len(work.fresh), work.encoder.name)
    draft.offer((each.digest, each.encoded_text) for part in work.parts() for each in part if each.digest in work.fresh)
    for part in work.parts():
        texts = {passage.digest: passage.encoded_text for passage in part}
        known = draft.known(texts.keys())
        fresh = {digest: text for digest, text in texts.items() if digest not in known}
        draft.add(part, Encodings.of(fresh, work.encoder) if fresh else None)
        left -= texts.keys()
        stages.report("encoding", len(work.fresh) - len(left), len(work.fresh), work.encoder.name)


def _manifest(work: Work, generation: str) -> Manifest:
    return Manifest(
        rules=RULES,
        reading=reading_rules(),
        generation=generation,
        created=_now(),
        encoder=work.encoder.name,
        fingerprint=work.encoder.fingerprint,
        dimensions=work.encoder.dimensions,
        counts={
            "documents": len(work.library.documents),
            "plans": len(work.library.plans),
            "updates": len(work.library.updates),
            "rows": work.counts.rows,
            "items": work.counts.items,
            "passages": work.passages,
        },
    )


def _usable(store: Store, before: Generation | None) -> list[Published]:
    """The generations published so far, without the one in use if it is damaged."""
    try:
        entries = store.published()
    except (IndexNotFound, IndexDamaged):
        return []
    return entries if before is not None else entries[:-1]


def new_generation() -> str:
    """A name that no other generation has; names sort by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
