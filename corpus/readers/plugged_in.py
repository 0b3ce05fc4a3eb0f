"""Readers of further formats, from plug-ins: asked about files that no reader of our own knows by their content."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from corpus.errors import PluginUnusable, UnreadableFile
from corpus.plugins import READERS, Plugin, plugins
from corpus.readers.guard import check_parts, head_of
from corpus.records import Block, Grid, Location, Reading, blocks_of


class PluginReader(Protocol):
    """What an entry point of the group `plans_assistant.readers` names: a module, or an object, with these two.

    Both run in the process that reads files, within its limits of memory and time, and only for files that the guards
    have let pass and that no reader of our own knows by their content.
    """

    def recognises(self, path: Path, head: bytes, name: str) -> bool:
        """Whether this reader reads the file. `head` is its first 8,192 bytes; `name` is what people call it, and
        proves nothing."""

    def read(self, path: Path, name: str) -> Reading:
        """The file's tables and prose in their order. Each `Location` has `name` as its file. May raise anything on a
        damaged file; an UnreadableFile is shown to people as it is."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers that can be used, and the plug-ins that can't, as messages for people."""

    usable: tuple[tuple[Plugin, PluginReader], ...] = ()
    unusable: tuple[str, ...] = ()


@cache
def readers() -> Readers:
    """The readers of all plug-ins; loaded once for each run of the program."""
    usable, unusable = [], []
    for plugin in plugins(READERS):
        try:
            usable.append((plugin, plugin.load("recognises", "read")))
        except PluginUnusable as error:
            unusable.append(str(error))
    return Readers(tuple(usable), tuple(unusable))


def read_by_plugin(path: Path, name: str) -> Reading | None:
    """A file as the first plug-in reads it that recognises it; None if none does.

    Raises UnreadableFile, MemoryError and OSError.
    """
    head = head_of(path)
    for plugin, reader in readers().usable:
        with _explained(plugin, name):
            if not reader.recognises(path, head, name):
                continue
            check_parts(path, name)
            reading = reader.read(path, name)
            if not isinstance(reading, Reading):
                raise TypeError(f"{type(reading).__name__} instead of a Reading")
            if strange := next((place.file for place in _places(reading) if place.file != name), None):
                raise ValueError(f"a part that is said to stand in {strange}")
            return reading
    return None


@contextmanager
def _explained(plugin: Plugin, name: str) -> Iterator[None]:
    try:
        yield
    except (UnreadableFile, MemoryError, OSError):
        raise
    except Exception as error:
        seen = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise UnreadableFile(
            f"{name} can’t be read by the plug-in {plugin.label}: it stopped at “{seen}”. "
            "Save the document as a Word document (.docx) or a PDF, or ask whoever made the plug-in."
        ) from error


def _places(reading: Reading) -> Iterator[Location]:
    for part in reading.parts:
        yield part.location
        if isinstance(part, Grid):
            yield from (row.location for row in part.rows)
    yield from (block.location for block in blocks_of(reading.parts))
    yield from (block.location for block in reading.dropped if isinstance(block, Block))
    yield from (problem.location for problem in reading.problems)
