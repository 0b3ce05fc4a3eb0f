"""One module a format: file to Reading. Which one reads a file is decided by its content, not by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Protocol

from corpus.errors import UnknownFormat, UnreadableFile
from corpus.readers.colours import settled
from corpus.readers.encoding import LOST, encoded_once
from corpus.readers.guard import Kind, identify, known_text
from corpus.readers.plugged_in import read_by_plugin, readers
from corpus.records import Block, Location, Problem, Reading, Severity, blocks_of


class Reader(Protocol):
    """What every format's module offers as `read`.

    `name` is what the file is called on screens; `path` is where its bytes are. A reader may raise anything
    on a damaged file: `corpus.isolation` runs it in a process of its own and makes a message of it.
    """

    def __call__(self, path: Path, name: str) -> Reading: ...


_MODULES = {
    Kind.PDF: "pdf.document",
    Kind.WORD: "word.document",
    Kind.EXCEL: "spreadsheet.excel",
    Kind.CSV: "spreadsheet.csv_file",
    Kind.HTML: "html",
    Kind.MARKDOWN: "markdown",
    Kind.TEXT: "text.document",
}


def reader_of(kind: Kind) -> Reader:
    """The reader of a kind of file; its parser is imported only now, since most runs need one or two of them."""
    reader: Reader = import_module(f"{__name__}.{_MODULES[kind]}").read
    return reader


def read(path: Path, name: str) -> Reading:
    """Any file that the guards let pass, in this process. Raises UnreadableFile, and whatever a parser raises."""
    reading = settled(encoded_once(_as_its_format_is_read(path, name)))
    if lost := list(_lost(reading)):
        reading = replace(reading, problems=(*reading.problems, _lost_characters(lost)))
    if not reading.parts and not reading.problems:
        raise UnreadableFile(f"{name} holds no words. If it shows any, they are pictures: save it as a PDF with text.")
    return reading


def _as_its_format_is_read(path: Path, name: str) -> Reading:
    """A file as its own format's reader reads it. What our own readers don't know by its content is shown to plug-ins:
    where none knows it either, it is refused, or read as plain text."""
    try:
        kind, refusal = identify(path, name), None
    except UnknownFormat as error:
        kind, refusal = Kind.TEXT, error
    if refusal is None and (kind is not Kind.TEXT or known_text(name)):
        return reader_of(kind)(path, name)
    if reading := read_by_plugin(path, name):
        return reading
    unusable = readers().unusable
    if refusal:
        raise UnreadableFile(" ".join([str(refusal), *unusable])) from refusal
    reading = reader_of(kind)(path, name)
    return replace(reading, problems=(*reading.problems, *(_not_asked(seen, name) for seen in unusable)))


def _not_asked(seen: str, name: str) -> Problem:
    return Problem(Severity.WARNING, Location(name), seen, "read as plain text, which it may not be")


def _lost(reading: Reading) -> Iterator[Block]:
    return (block for block in blocks_of(reading.parts) if LOST in block.text)


def _lost_characters(blocks: list[Block]) -> Problem:
    count = sum(block.text.count(LOST) for block in blocks)
    return Problem(
        Severity.WARNING,
        blocks[0].location,
        f"{count:,} characters that whoever wrote the file couldn't tell: {LOST}",
        "left as they are",
        "Export the text again, or add the document from which it was made.",
    )
