"""Documents to a published generation: what is known is carried over, what is new is encoded."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus import reading_rules
from corpus.errors import IndexDamaged, IndexMismatch, IndexNotFound, NoDocuments, PlansError
from index.encoder import Encoder
from index.lock import sole_builder
from index.passages import RULES, Passage, passages_of
from index.receipt import Loss, Receipt, file_lines, item_difference, row_difference
from index.snapshot import (
    FORMAT,
    KEPT,
    Contents,
    Manifest,
    Published,
    Snapshot,
    clear,
    new_generation,
    publish,
    published,
    write,
)
from index.tokens import Floats, Tokens

if TYPE_CHECKING:
    from corpus.library import Library

LOST = 1 / 3  # of a plan's rows: more than this is published only when somebody accepts it
AT_ONCE = 256  # passages encoded between two progress events


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is. `stage`: reading, encoding, writing, publishing; `what` is being worked on."""

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

    Nothing is published where nothing changed, nor, unless `accept`, where an update lost more than a third of its
    plan's rows: `Receipt.needs_accepting`. `dry_run` writes nothing. Whatever goes wrong, the generation in use stays
    as it is. Raises NoDocuments, BuildRunning, ModelDamaged, or PlansError where the disk refuses.
    """
    stages = Stages(progress)
    if dry_run:
        return _prepare(documents, index, encoder, stages).receipt(stages)
    try:
        with sole_builder(index):
            work = _prepare(documents, index, encoder, stages)
            if work.unchanged or (work.losses and not accept):
                return work.receipt(stages)
            return _publish(index, work, stages)
    except OSError as error:
        raise PlansError(
            f"The index at {index} could not be written: {error.strerror or error}. "
            "Make room, or let this user write there, and build again. The earlier index is untouched."
        ) from error


def roll_back(index: Path) -> str:
    """Put the generation before in use again; returns its name. Raises IndexNotFound where there is none."""
    with sole_builder(index):
        entries = published(index)
        if len(entries) < 2:
            raise IndexNotFound(f"The index at {index} has no earlier generation to go back to. Run `plans build`.")
        publish(index, entries[:-1])
        return entries[-2].generation


class Stages:
    """Seconds by stage, and who hears of them."""

    def __init__(self, progress: Callable[[Progress], None] | None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress or (lambda _: None)

    def say(self, stage: str, done: int, of: int, what: str) -> None:
        self._progress(Progress(stage, done, of, what))

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(self.seconds.get(stage, 0) + time.perf_counter() - start, 3)


@dataclass(frozen=True)
class Work:
    """What a build has to do. `carried` is a passage's position in the snapshot before, by digest; `fresh` the texts
    to encode, by digest."""

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
        rows = self.before.library.rows(update="all") if self.before else ()
        encoded = sum(passage.digest in self.fresh for passage in self.passages)
        return Receipt(
            published=bool(generation),
            generation=generation,
            created=_now(),
            files=file_lines(documents, self.library.documents),
            rows=row_difference(rows, self.library.rows(update="all")),
            items=item_difference(rows, self.library.rows(update="all")),
            passages=len(self.passages),
            encoded=encoded,
            carried=len(self.passages) - encoded,
            problems=len(self.library.problems),
            losses=self.losses,
            reasons=self.reasons,
            seconds=dict(stages.seconds),
        )


def _prepare(documents: Path, index: Path, load: Callable[[], Encoder], stages: Stages) -> Work:
    """Reads what is new and finds what has to be encoded; writes nothing. The model is loaded once documents are read:
    a folder without any is said at once."""
    before, reasons = _before(index)
    if before is not None and before.manifest.reading != reading_rules():
        reasons = (*reasons, "Every file is read anew: the rules by which documents are read have changed.")
    with stages.timed("reading"):
        library = _read(documents, before, stages)
    encoder = load()
    same = before is not None and _reusable(before, encoder)
    if before is not None and same and before.library.documents == library.documents:
        passages = list(before.passages)
        known = {passage.digest: at for at, passage in enumerate(passages)}
        return Work(before, library, encoder, passages, known, {}, (), (*reasons, "Nothing changed."), unchanged=True)
    if before is not None and not same:
        reasons = (*reasons, _why_all(before, encoder))
    with stages.timed("reading"):
        passages = passages_of(library.rows(update="all"), encoder.count, encoder.window)
    try:
        carried = _carried(before) if before is not None and same else {}
    except IndexDamaged as error:
        carried, reasons = {}, (*reasons, f"{error} Everything is encoded anew.")
    fresh = {passage.digest: passage.encoded_text for passage in passages if passage.digest not in carried}
    return Work(before, library, encoder, passages, carried, fresh, _losses(before, library), reasons)


def _before(index: Path) -> tuple[Snapshot | None, tuple[str, ...]]:
    """The generation in use, its library read; why it is of no use where it isn't."""
    try:
        before = Snapshot.open(index)
        _ = before.library
        return before, ()
    except IndexNotFound:
        return None, ()
    except (IndexDamaged, IndexMismatch) as error:
        return None, (f"{error} Everything is read and encoded anew.",)


def _read(documents: Path, before: Snapshot | None, stages: Stages) -> Library:
    from corpus.library import read_library

    same_rules = before is not None and before.manifest.reading == reading_rules()
    read_before = before.library.documents if before is not None and same_rules else ()
    known = {(document.file, document.digest): document for document in read_before}
    library = read_library(documents, known, progress=lambda done, of, what: stages.say("reading", done, of, what))
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
        return f"Everything is encoded anew: the model was {before.manifest.encoder}, now it is {encoder.name}."
    return "Everything is encoded anew: the rules by which rows are cut into passages have changed."


def _carried(before: Snapshot) -> dict[str, int]:
    _ = before.vectors, before.tokens  # a damaged one is noticed now
    return {passage.digest: at for at, passage in enumerate(before.passages)}


def _losses(before: Snapshot | None, now: Library) -> tuple[Loss, ...]:
    """Updates with far fewer rows than they had, or, new ones, than their plan's latest had. A file that was taken
    away on purpose isn't one."""
    if before is None:
        return ()
    had = {(plan.name, update.name): update for plan in before.library.plans for update in plan.updates}
    latest = {plan.name: plan.latest for plan in before.library.plans}
    has = {(plan.name, update.name): len(update.rows) for plan in now.plans for update in plan.updates}
    present = {document.file for document in now.documents}
    compared = [
        (key, len(update.rows), has.get(key, 0))
        for key, update in had.items()
        if key in has or update.document.file in present
    ]
    compared += [
        (key, len(latest[key[0]].rows), rows) for key, rows in has.items() if key not in had and key[0] in latest
    ]
    return tuple(Loss(*key, before=rows, now=left) for key, rows, left in compared if left < rows * (1 - LOST))


def _publish(index: Path, work: Work, stages: Stages) -> Receipt:
    """Encodes, writes a generation, puts it in use, clears old ones."""
    with stages.timed("encoding"):
        vectors, tokens = _vectors(work, stages)
    generation = new_generation()
    receipt = work.receipt(stages, generation)
    stages.say("writing", 0, 1, generation)
    with stages.timed("writing"):
        written = write(
            index, generation, _contents(work, vectors, tokens, receipt), _manifest(work, tokens, generation)
        )
    stages.say("publishing", 0, 1, generation)
    with stages.timed("publishing"):
        entries = [*_usable(index, work.before), written][-KEPT:]
        publish(index, entries)
        clear(index, entries)
    stages.say("publishing", 1, 1, generation)
    return replace(receipt, seconds=dict(stages.seconds))


def _vectors(work: Work, stages: Stages) -> tuple[Floats, Tokens]:
    """Sentence vectors and tokens of all passages, in their order; a text is encoded once however often it stands."""
    digests, texts = list(work.fresh), list(work.fresh.values())
    sentences: list[Floats] = []
    sources: dict[str, tuple[Tokens, int]] = {}
    stages.say("encoding", 0, len(texts), work.encoder.name)
    for start in range(0, len(texts), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        encoded = work.encoder.encode(texts[part])
        tokens = Tokens.of(encoded, texts[part])
        sentences += [one.sentence for one in encoded]
        sources |= {digest: (tokens, at) for at, digest in enumerate(digests[part])}
        stages.say("encoding", start + len(encoded), len(texts), work.encoder.name)
    rows = dict(zip(digests, sentences, strict=True))
    if work.before is not None and work.carried:
        old_rows, old_tokens = work.before.vectors.rows(), work.before.tokens
        rows |= {digest: old_rows[at] for digest, at in work.carried.items()}
        sources |= {digest: (old_tokens, at) for digest, at in work.carried.items()}
    order = [passage.digest for passage in work.passages]
    return np.stack([rows[digest] for digest in order]), Tokens.gathered(sources[digest] for digest in order)


def _contents(work: Work, vectors: Floats, tokens: Tokens, receipt: Receipt) -> Contents:
    from index.vectors import Vectors
    from index.words import Words

    return Contents(
        documents=work.library.documents,
        passages=tuple(work.passages),
        vectors=Vectors.of(vectors),
        words=Words.of([passage.encoded_text for passage in work.passages]),
        tokens=tokens,
        receipt=json.dumps(asdict(receipt), ensure_ascii=False, indent=1).encode(),
    )


def _manifest(work: Work, tokens: Tokens, generation: str) -> Manifest:
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
            "tokens": len(tokens.ids),
        },
        files={},
    )


def _usable(index: Path, before: Snapshot | None) -> list[Published]:
    """The generations published so far, without the one in use if it turned out damaged."""
    try:
        entries = published(index)
    except (IndexNotFound, IndexDamaged):
        return []
    return entries if before is not None else entries[:-1]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
