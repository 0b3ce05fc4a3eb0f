"""The receipt of a build: what was read, what changed, what it cost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from corpus.records import Document, Row, Standing


class Became(StrEnum):
    """The result of a build for a file."""

    READ = "read"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file's result in a build; `note` names the file that it duplicates, or says why it can't be read."""

    file: str
    became: Became
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Counts compared with the previous generation."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    def __add__(self, other: Difference) -> Difference:
        return Difference(self.added + other.added, self.changed + other.changed, self.gone + other.gone)


@dataclass(frozen=True, slots=True)
class Loss:
    """An update that has far fewer rows than before: somebody must confirm that this is right."""

    plan: str
    update: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A build's result. `seconds` are by stage; `generation` is "" if nothing was published.

    `left_out` are the files for whose losses somebody must accept the generation that waits for it.
    """

    published: bool
    generation: str
    created: str  # ISO 8601, UTC
    files: tuple[FileLine, ...]
    rows: Difference
    items: Difference
    passages: int
    encoded: int  # passages whose vectors were computed
    carried: int  # passages whose vectors were known
    problems: int
    doubtful: int = 0  # rows to compare with the document
    losses: tuple[Loss, ...] = ()
    reasons: tuple[str, ...] = ()
    seconds: Mapping[str, float] | None = None
    left_out: tuple[str, ...] = ()

    @classmethod
    def of_json(cls, written: bytes) -> Receipt:
        """Raises ValueError if another version of the program wrote it."""
        from pydantic import TypeAdapter  # only an accepted build waits for it

        return TypeAdapter(Receipt).validate_json(written)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    def __str__(self) -> str:
        return "\n".join(self.lines())

    @property
    def needs_accepting(self) -> bool:
        """Whether some of it was not published because a plan would lose many of its rows."""
        return bool(self.losses) and (not self.published or bool(self.left_out))

    def lines(self) -> list[str]:
        """The result in words, the most important first."""
        lines = [_loss(loss) for loss in self.losses]
        if self.needs_accepting:
            what = f"Left out: {', '.join(self.left_out)}. The rest was" if self.published else "Nothing was"
            lines.append(
                f"{what} published. Compare this with the document; to publish it anyway, build with --accept."
            )
        lines += self.reasons
        lines += [f"{line.file}: {line.became}{f' ({line.note})' if line.note else ''}" for line in self.files]
        lines.append(f"Rows: {_difference(self.rows)}. Items: {_difference(self.items)}.")
        lines.append(f"Passages: {self.passages}, {self.encoded} encoded, {self.carried} carried over.")
        if self.problems:
            lines.append(f"Problems found in the documents: {self.problems}.")
        if self.doubtful:
            lines.append(f"Rows to compare with the document: {self.doubtful}.")
        return lines


def file_lines(before: Iterable[Document], now: Iterable[Document]) -> tuple[FileLine, ...]:
    """The files of both libraries, with removed ones last."""
    known = {(document.file, document.digest) for document in before}
    present = {document.file: document for document in now}
    gone = [document.file for document in before if document.file not in present]
    lines = [_file_line(document, (document.file, document.digest) in known) for document in present.values()]
    return tuple(lines + [FileLine(file, Became.REMOVED) for file in gone])


def row_difference(before: Iterable[Row], now: Iterable[Row]) -> Difference:
    """Compares rows by key; a row has changed if its headings or items have."""
    old, new = ({row.key: _words(row) for row in rows} for rows in (before, now))
    changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
    return Difference(len(new.keys() - old.keys()), changed, len(old.keys() - new.keys()))


def item_difference(before: Iterable[Row], now: Iterable[Row]) -> Difference:
    """Compares items by row, column and text: a reworded one counts as one removed and one added."""
    old, new = (
        Counter((row.key, column.heading, item.text) for row in rows for column in row.columns for item in column.items)
        for rows in (before, now)
    )
    return Difference(added=(new - old).total(), gone=(old - new).total())


def _words(row: Row) -> tuple[object, ...]:
    return row.path, tuple((column.heading, tuple(item.text for item in column.items)) for column in row.columns)


def _file_line(document: Document, known: bool) -> FileLine:
    match document.standing:
        case Standing.UNREADABLE:
            return FileLine(document.file, Became.UNREADABLE, "; ".join(problem.seen for problem in document.problems))
        case Standing.DUPLICATE:
            return FileLine(document.file, Became.DUPLICATE, f"of {document.duplicate_of}")
        case _:
            return FileLine(document.file, Became.UNCHANGED if known else Became.READ)


def _difference(found: Difference) -> str:
    figures = (("added", found.added), ("changed", found.changed), ("removed", found.gone))
    return ", ".join(f"{count} {word}" for word, count in figures if count) or "no change"


def _loss(loss: Loss) -> str:
    named = f"{loss.plan}, {loss.update} update" if loss.update else loss.plan
    return f"ATTENTION: {named}: {loss.now} rows, but {loss.before} before."
