"""Builds and publishes a generation of the index: known passages are carried over, new ones are encoded."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus import reading_rules
from corpus.errors import IndexDamaged, IndexMismatch, IndexNotFound, NoDocuments, PlansError
from corpus.records import Doubt, Standing, Update
from index.lock import sole_builder
from index.model.encoder import Encoder
from index.passages import RULES, Passage, passages_of
from index.receipt import Loss, Receipt, file_lines, item_difference, row_difference
from index.set_aside import Waiting, fits, folder_digest, forget, keep_undone, keep_waiting, undone, waiting
from index.snapshot import (
    FORMAT,
    GENERATIONS,
    GENERATIONS_KEPT,
    POINTER,
    Contents,
    File,
    Manifest,
    Published,
    Snapshot,
    begun,
    clear,
    new_generation,
    publish,
    published,
    read_record,
    write,
)
from index.token_files import TokenWriter
from index.tokens import Floats, Tokens

if TYPE_CHECKING:
    from corpus.library import Library

# Share of a plan's rows that may be missing: if more are, somebody has to accept the build. Plans change from year to
# year, but a third of the rows gone usually means that a file was read wrongly. At 1/12, a usual year's changes would
# wait for somebody; above 1, nothing would.
MOST_LOST = 1 / 3
# Passages encoded and written between two progress events: some 5 seconds on 2 cores. More take memory, and look stuck.
AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is. `stage`: reading, encoding, writing or publishing; `what` names the current file or model."""

    stage: str
    done: int
    of: int
    what: str


def build(
    documents: Path,
    index: Path,
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
    stages = Stages(progress)
    if dry_run:
        return _prepare(documents, index, encoder, stages).receipt(stages)
    try:
        with sole_builder(index):
            if accept and (accepted := _accepted(documents, index)) is not None:
                return accepted
            work = _prepare(documents, index, encoder, stages)
            if work.unchanged:
                return work.receipt(stages)
            if work.losses and not accept:
                return _without_losses(documents, index, work, stages)
            return _publish(index, work, stages)
    except OSError as error:
        raise PlansError(
            f"The index at {index} could not be written: {error.strerror or error}. "
            "Make room, or let this user write there, and build again. The earlier index is untouched."
        ) from error


def roll_back(index: Path) -> str:
    """Put the previous generation in use again; returns its name. Raises IndexNotFound if there is none."""
    published(index)  # before the lock, so that no lock file is left in a folder without an index
    with sole_builder(index):
        entries = published(index)
        if len(entries) < 2:
            raise IndexNotFound(f"The index at {index} has no earlier generation to go back to. Run `plans build`.")
        keep_undone(index, [*undone(index), entries[-1]])
        publish(index, entries[:-1])
        return entries[-2].generation


def redo(index: Path) -> str:
    """Put the generation in use again that was rolled back last; returns its name. Raises IndexNotFound if none was, or
    another one has been built since."""
    published(index)
    with sole_builder(index):
        left = undone(index)
        if not left:
            raise IndexNotFound(f"Nothing was undone at {index} since the last build, so nothing can be redone.")
        publish(index, [*published(index), left[-1]])
        keep_undone(index, left[:-1])
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


@dataclass(frozen=True, slots=True)
class Source:
    """A passage's vectors: its sentence vector `(d,)`, and the position `at` of its tokens among those of others."""

    sentence: Floats
    tokens: Tokens
    at: int

    def alone(self) -> Source:
        """A copy without the other passages' tokens, which needn't stay in memory for it."""
        return Source(self.sentence.copy(), Tokens.gathered([(self.tokens, self.at)]), 0)


@dataclass(frozen=True)
class Work:
    """What a build has to do; nothing if `unchanged`, and then without passages. `carried`: passages' positions in the
    previous snapshot, by digest. `fresh`: the texts to encode, by digest."""

    before: Snapshot | None
    library: Library
    encoder: Encoder
    passages: list[Passage]
    carried: dict[str, int]
    fresh: dict[str, str]
    losses: tuple[Loss, ...]
    reasons: tuple[str, ...]
    unchanged: bool = False

    def receipt(self, stages: Stages, generation: str = "") -> Receipt:
        documents = self.before.library.documents if self.before else ()
        old = self.before.library.rows(update="all") if self.before and not self.unchanged else ()
        new = self.library.rows(update="all") if not self.unchanged else ()
        passages = self.before.manifest.counts["passages"] if self.before and self.unchanged else len(self.passages)
        encoded = sum(passage.digest in self.fresh for passage in self.passages)
        return Receipt(
            published=bool(generation),
            generation=generation,
            created=_now(),
            files=file_lines(documents, self.library.documents),
            rows=row_difference(old, new),
            items=item_difference(old, new),
            passages=passages,
            encoded=encoded,
            carried=passages - encoded,
            problems=len(self.library.problems),
            doubtful=sum(row.doubt is not Doubt.NONE for row in self.library.rows(update="all")),
            losses=self.losses,
            reasons=self.reasons,
            seconds=dict(stages.seconds),
        )


def _prepare(documents: Path, index: Path, load: Callable[[], Encoder], stages: Stages) -> Work:
    """Reads what is new and finds what has to be encoded; writes nothing. The model is loaded only after the documents
    are read, so that an empty folder is reported at once."""
    before, reasons = _before(index)
    same_rules = before is not None and before.manifest.reading == reading_rules()
    if before is not None and not same_rules:
        reasons = (*reasons, "Every file is read again, because the rules for reading documents have changed.")
    with stages.timed("reading"):
        library = _read(documents, before, stages)
    encoder = load()
    same = before is not None and _reusable(before, encoder)
    if before is not None and same and same_rules and before.library.documents == library.documents:
        return Work(before, library, encoder, [], {}, {}, (), (*reasons, "Nothing changed."), unchanged=True)
    if before is not None and not same:
        reasons = (*reasons, _why_all(before, encoder))
    return _work(before, library, encoder, stages, reasons, same)


def _work(
    before: Snapshot | None, library: Library, encoder: Encoder, stages: Stages, reasons: tuple[str, ...], same: bool
) -> Work:
    """What has to be done for a library; what `before` has is carried over where it was made the `same` way."""
    try:
        carried = _carried(before) if before is not None and same else {}
    except IndexDamaged as error:
        carried, same, reasons = {}, False, (*reasons, f"{error} Everything is encoded again.")
    with stages.timed("reading"):
        passages = list(_passages(library, before if same else None, encoder))
    fresh = {passage.digest: passage.encoded_text for passage in passages if passage.digest not in carried}
    return Work(before, library, encoder, passages, carried, fresh, _losses(before, library), reasons)


def _before(index: Path) -> tuple[Snapshot | None, tuple[str, ...]]:
    """The generation in use, with its library read, or why it can't be used."""
    try:
        before = Snapshot.open(index)
        _ = before.library
        return before, ()
    except IndexNotFound:
        return None, ()
    except (IndexDamaged, IndexMismatch) as error:
        return None, (f"{error} Everything is read and encoded again.",)


def _read(documents: Path, before: Snapshot | None, stages: Stages) -> Library:
    from corpus.library import read_library

    same_rules = before is not None and before.manifest.reading == reading_rules()
    read_before = before.library.documents if before is not None and same_rules else ()
    known = {
        (document.file, document.digest): document
        for document in read_before
        if document.standing is not Standing.UNREADABLE  # it may be readable now
    }
    library = read_library(documents, known, progress=lambda done, of, what: stages.report("reading", done, of, what))
    if not library.rows(update="all"):
        reasons = "; ".join(f"{line.file}: {line.note}" for line in file_lines((), library.documents) if line.note)
        raise NoDocuments(
            f"No plan could be read from {documents}. {reasons or 'No file holds a table or text that could be read'}. "
            "Put the plans' files there and build again; the earlier index is untouched."
        )
    return library


def _reusable(before: Snapshot, encoder: Encoder) -> bool:
    return (before.manifest.fingerprint, before.manifest.rules) == (encoder.fingerprint, RULES)


def _why_all(before: Snapshot, encoder: Encoder) -> str:
    if before.manifest.fingerprint != encoder.fingerprint:
        return f"Everything is encoded again: the model was {before.manifest.encoder}, now it is {encoder.name}."
    return "Everything is encoded again, because the rules for cutting rows into passages have changed."


def _passages(library: Library, before: Snapshot | None, encoder: Encoder) -> Iterator[Passage]:
    """The passages of all rows; those of unchanged rows are reused, because counting tokens takes time."""
    rows = before.library.rows(update="all") if before else ()
    same = {(row.location.file, row.key): row for row in rows}
    cut: dict[tuple[str, str], list[Passage]] = {}
    for passage in before.passages if before else ():
        cut.setdefault((passage.location.file, passage.row_key), []).append(passage)
    for row in library.rows(update="all"):
        key = row.location.file, row.key
        known = row == same.get(key)
        yield from cut.get(key, []) if known else passages_of([row], encoder.count, encoder.window)


def _carried(before: Snapshot) -> dict[str, int]:
    _ = before.vectors, before.tokens  # reads them now, so that damage is noticed in time
    return {passage.digest: at for at, passage in enumerate(before.passages)}


def _losses(before: Snapshot | None, now: Library) -> tuple[Loss, ...]:
    """Updates with far fewer rows than before, and new updates with far fewer than their plan's latest had. Files that
    were removed don't count, nor do files whose plan or update merely has another name now."""
    if before is None:
        return ()
    had, has = _updates(before.library), _updates(now)
    latest = {plan.name: plan.latest for plan in before.library.plans}
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


def _publish(index: Path, work: Work, stages: Stages) -> Receipt:
    """Encodes and writes a generation and puts it in use; removes old ones, and the remains of killed builds."""
    usable = _usable(index, work.before)
    forget(index)
    if work.before is not None or not (index / POINTER).exists():  # a damaged generation stays until there is a new one
        clear(index, usable)
    written, receipt = _written(index, work, stages)
    stages.report("publishing", 0, 1, written.generation)
    with stages.timed("publishing"):
        entries = [*usable, written][-GENERATIONS_KEPT:]
        publish(index, entries)
        clear(index, entries)
    stages.report("publishing", 1, 1, written.generation)
    return replace(receipt, seconds=dict(stages.seconds))


def _written(index: Path, work: Work, stages: Stages) -> tuple[Published, Receipt]:
    """Encodes and writes a generation without putting it in use."""
    generation = new_generation()
    with begun(index, generation) as folder:
        with stages.timed("encoding"):
            vectors = _encode(work, folder, stages)
        receipt = work.receipt(stages, generation)
        stages.report("writing", 0, 1, generation)
        with stages.timed("writing"):
            return write(folder, _contents(work, vectors, receipt), _manifest(work, generation)), receipt


# --- files for which a plan would lose many of its rows -----------------------------------------------


def _without_losses(documents: Path, index: Path, work: Work, stages: Stages) -> Receipt:
    """Publishes the work without the files that cause its losses, and finishes all of it for somebody to accept."""
    assert work.before is not None
    left_out = _causes(work.before.library, work.library, work.losses)
    rest = _instead(work.before.library, work.library, left_out)
    if not rest.rows(update="all"):
        return work.receipt(stages)
    receipt = replace(work.receipt(stages), left_out=left_out)
    files = receipt.files  # of the published part's receipt, the files left out would be missing or unchanged
    if (found := waiting(index)) is not None and fits(index, found, documents):
        return receipt
    if rest.documents != work.before.library.documents:
        same = _reusable(work.before, work.encoder)
        receipt = _publish(index, _work(work.before, rest, work.encoder, stages, work.reasons, same), stages)
    now = Snapshot.open(index)
    clear(index, [*published(index), *undone(index)])
    whole = _work(now, work.library, work.encoder, stages, work.reasons, _reusable(now, work.encoder))
    written, _ = _written(index, whole, stages)
    keep_waiting(index, Waiting(written, now.generation, folder_digest(documents)))
    return replace(receipt, files=files, losses=work.losses, left_out=left_out, seconds=dict(stages.seconds))


def _causes(before: Library, now: Library, losses: tuple[Loss, ...]) -> tuple[str, ...]:
    """The files of the updates that lost rows or, where an update is no longer there, the file that it was in."""
    had, has = _updates(before), _updates(now)
    keys = [(loss.plan, loss.update) for loss in losses]
    return tuple(dict.fromkeys((has[key] if key in has else had[key]).document.file for key in keys))


def _instead(before: Library, now: Library, left_out: tuple[str, ...]) -> Library:
    """The library with those files, and copies of them, as they were read before, and without those that are new."""
    from corpus.library import Library

    read_before = {document.file: document for document in before.documents}
    documents = (
        read_before.get(each.file) if {each.file, each.duplicate_of} & set(left_out) else each for each in now.documents
    )
    return Library(tuple(document for document in documents if document is not None))


def _accepted(documents: Path, index: Path) -> Receipt | None:
    """Puts the finished generation in use that waits for it; None where none does, or something has changed since."""
    found = waiting(index)
    if found is None or not fits(index, found, documents):
        return None
    receipt: Receipt | None = read_record(Receipt, index / GENERATIONS / found.published.generation / File.RECEIPT)
    if receipt is None:
        return None
    forget(index)
    entries = [*published(index), found.published][-GENERATIONS_KEPT:]
    publish(index, entries)
    clear(index, entries)
    return receipt


def _encode(work: Work, folder: Path, stages: Stages) -> Floats:
    """Writes the tokens of all passages, in their order, into a generation's folder; returns their sentence vectors,
    `(n, d)`. A text that occurs several times is encoded once."""
    digests = [passage.digest for passage in work.passages]
    repeated = {digest for digest, times in Counter(digests).items() if times > 1}
    known = _carried_over(work)
    vectors = np.empty((len(digests), work.encoder.dimensions), dtype=np.float32)
    done = 0
    stages.report("encoding", 0, len(work.fresh), work.encoder.name)
    with TokenWriter(folder) as written:
        for start in range(0, len(digests), AT_ONCE):
            part = digests[start : start + AT_ONCE]
            new = _encoded({digest: work.fresh[digest] for digest in part if digest not in known}, work)
            sources = [new.get(digest) or known[digest] for digest in part]
            vectors[start : start + AT_ONCE] = [source.sentence for source in sources]
            written.append(Tokens.gathered((source.tokens, source.at) for source in sources))
            known |= {digest: source.alone() for digest, source in new.items() if digest in repeated}
            done += len(new)
            stages.report("encoding", done, len(work.fresh), work.encoder.name)
    return vectors


def _encoded(texts: Mapping[str, str], work: Work) -> dict[str, Source]:
    """The vectors of texts, by digest."""
    if not texts:
        return {}
    encoded = work.encoder.encode(list(texts.values()))
    tokens = Tokens.of(encoded, list(texts.values()))
    return {
        digest: Source(one.sentence, tokens, at) for at, (digest, one) in enumerate(zip(texts, encoded, strict=True))
    }


def _carried_over(work: Work) -> dict[str, Source]:
    """The vectors that the previous generation has, by digest."""
    if work.before is None or not work.carried:
        return {}
    rows, tokens = work.before.vectors.rows(), work.before.tokens
    return {digest: Source(rows[at], tokens, at) for digest, at in work.carried.items()}


def _contents(work: Work, vectors: Floats, receipt: Receipt) -> Contents:
    from index.vectors import Vectors
    from index.words import Words

    return Contents(
        documents=work.library.documents,
        passages=tuple(work.passages),
        vectors=Vectors.of(vectors),
        words=Words.of([passage.encoded_text for passage in work.passages]),
        receipt=json.dumps(asdict(receipt), ensure_ascii=False, indent=1).encode(),
    )


def _manifest(work: Work, generation: str) -> Manifest:
    rows = work.library.rows(update="all")
    return Manifest(
        format=FORMAT,
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
            "updates": sum(len(plan.updates) for plan in work.library.plans),
            "rows": len(rows),
            "items": sum(len(column.items) for row in rows for column in row.columns),
            "passages": len(work.passages),
        },
        files={},
    )


def _usable(index: Path, before: Snapshot | None) -> list[Published]:
    """The generations published so far, without the one in use if it is damaged."""
    try:
        entries = published(index)
    except (IndexNotFound, IndexDamaged):
        return []
    return entries if before is not None else entries[:-1]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
