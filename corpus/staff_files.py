"""Small TOML files that hold staff's decisions: mistakes in them are explained, and each is written in one step."""

from __future__ import annotations

import os
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from corpus.errors import UnreadableFile

_CHANGING = threading.RLock()  # two people who save at the same time: neither's change is lost


def parsed(text: str, name: str) -> dict[str, object]:
    """What a file's text says. Raises UnreadableFile, with the line."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:  # the latter: brackets within brackets, without end
        raise UnreadableFile(f"{name} can't be read: {error}. Correct or remove it.") from error


def read(path: Path) -> dict[str, object]:
    """What a file says; empty if there is none. Raises UnreadableFile."""
    return parsed(read_text(path), path.name) if path.exists() else {}


def read_text(path: Path) -> str:
    """A file's text. Raises UnreadableFile."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path.name} can't be read: {error}. Correct or remove it.") from error


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step; while it is written it has a hidden name, which is no document's.

    Raises UnreadableFile where the folder takes no file.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        raise UnreadableFile(f"{path.name} can't be written: {error.strerror}. Check the documents folder.") from error


@contextmanager
def changed(path: Path) -> Iterator[tomlkit.TOMLDocument]:
    """The file to be changed, which is written at the end; what isn't changed stays as it is, comments included.

    Raises UnreadableFile for a damaged file, which is not overwritten, and where the folder takes no file.
    """
    with _CHANGING:
        try:
            book = tomlkit.parse(read_text(path)) if path.exists() else tomlkit.document()
        except (TOMLKitError, RecursionError) as error:
            raise UnreadableFile(f"{path.name} can't be read: {error}. Correct or remove it.") from error
        yield book
        write_text(path, tomlkit.dumps(book))
