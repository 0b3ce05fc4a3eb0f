"""Reads files in a separate process, so that none can hang, exhaust or crash the app.

    with IsolatedReader() as reader:
        draft = reader.read(path, name)

All files are read there, even plain text, and their tables become rows there too: malicious text can keep a pattern
busy for hours just as a malicious PDF can crash its parser. The process starts with the first file, reads many, and is
replaced when it dies. Replies are JSON that is checked against the records; nothing is unpickled.

The limit is processor time, so that a file is read or refused alike on a fast machine and on a slow one. A generous
limit of wall-clock time ends a process that waits for something that never happens.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Timer
from types import TracebackType
from typing import Any, BinaryIO, Protocol, Self

from pydantic import TypeAdapter, ValidationError

from corpus import readers
from corpus.errors import UnreadableFile
from corpus.readers import allowance
from corpus.records import Block, BlockKind
from corpus.tables.assembly import Assembly, assemble
from corpus.tables.recipes import RECIPES, recipe_of
from corpus.tables.views import TableView, views

PATIENCE = (
    900.0 if allowance.LIMITED else 60.0
)  # seconds of wall-clock time, in case the system doesn't end the process
MEMORY = 900_000_000  # bytes that reading may take on top of what the process starts with
_LONGEST_REPLY = 64_000_000  # bytes
_HEADINGS = 8  # from the start of the document, where its title is
_TITLES = (BlockKind.HEADING, BlockKind.PARAGRAPH)  # kinds of text that may name a plan; bullets don't
_OVERTIME = (-24, -14)  # SIGXCPU, SIGALRM: the system ended the process at its limit of processor or wall-clock time
_SAVE_AGAIN = "Open it in the program it comes from, save it as a new file and add that."


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of a file, with the title and first headings from which its plan and update are identified."""

    assembly: Assembly
    title: str = ""
    headings: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = ()  # which of these, by place, aren't set as headings
    tables: tuple[TableView, ...] = ()  # how each was read and could be read otherwise; only if asked for


@dataclass(frozen=True, slots=True)
class _Reply:
    """A draft or, if there is none, the reason. `spent`: the process can't be used again."""

    draft: Draft | None = None
    refusal: str = ""
    spent: bool = False


_REPLY = TypeAdapter(_Reply)


class IsolatedReader:
    """Reads files one after another in one child process. Close it, or use it as a context manager.

    `seconds` are of processor time, `patience` of wall-clock time. `command` starts a process that answers each line of
    JSON with one line. The memory limit works only on Linux; that of processor time doesn't work on Windows.
    """

    def __init__(
        self,
        seconds: float = allowance.SECONDS,
        memory: int = MEMORY,
        patience: float = PATIENCE,
        command: Sequence[str] = (sys.executable, "-m", __name__),
    ) -> None:
        self._patience = patience
        self._command = [*command, str(memory), str(seconds)]
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, name: str, recipe: str = "", *, tables: bool = False) -> Draft:
        """The content of the file, its tables read by a recipe (TOML). Raises UnreadableFile, whatever the file does.

        `tables`: also how each table was read, and how else it could be.
        """
        with self._lock:
            reply = self._ask(name, {"path": str(path.absolute()), "name": name, "recipe": recipe, "tables": tables})
        if reply.draft is None:
            raise UnreadableFile(reply.refusal)
        return reply.draft

    def close(self) -> None:
        """Ends the child process, if there is one."""
        self._end()

    def _end(self) -> int:
        """Like `close`; returns the process's exit status, 0 if there is none."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        process.communicate()
        return process.returncode

    def _ask(self, name: str, request: Mapping[str, str | bool]) -> _Reply:
        process = self._process = self._process or _started(self._command)
        assert process.stdin is not None
        assert process.stdout is not None
        late = Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = Timer(self._patience, stop)
        timer.start()
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline(_LONGEST_REPLY)
            reply = _REPLY.validate_json(line) if line.endswith(b"\n") else None
        except (OSError, ValidationError):
            reply = None
        finally:
            timer.cancel()
        if reply is not None and not reply.spent and not late.is_set():
            return reply
        status = self._end()
        return reply or _Reply(refusal=_why_it_ended(name, late=late.is_set() or status in _OVERTIME))


def _why_it_ended(name: str, *, late: bool) -> str:
    if late:
        return (
            f"{name} takes too long to read and was given up. "
            "Put the plan itself, without its annexes, into a separate file and add that."
        )
    return f"{name} brought the program that reads it to a stop: it is probably damaged. {_SAVE_AGAIN}"


def read(path: Path, name: str, recipe: str = "", *, tables: bool = False) -> Draft:
    """A single file, read in a process of its own. Raises UnreadableFile."""
    with IsolatedReader() as reader:
        return reader.read(path, name, recipe, tables=tables)


# --- in the child process --------------------------------------------------------------------------


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A child process that imports the same code as this one, wherever the app was started."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
    )


def draft(path: Path, name: str, recipe: str = "", *, tables: bool = False) -> Draft:
    """The content of a file, read in this process. Raises UnreadableFile, and anything that a parser raises."""
    reading, given = readers.read(path, name), recipe_of(recipe, RECIPES)
    texts = [part for part in reading.parts if isinstance(part, Block) and part.kind in _TITLES][:_HEADINGS]
    plain = tuple(at for at, part in enumerate(texts) if part.kind is BlockKind.PARAGRAPH or _names_sheet(part))
    looks = tuple(views(reading, given)) if tables else ()
    return Draft(assemble(reading, given), reading.title, tuple(part.text[:300] for part in texts), plain, looks)


def _names_sheet(part: Block) -> bool:
    return part.text == part.location.sheet


class Read(Protocol):
    """What `draft` is: a file's content, read by a recipe, with its tables if these are asked for."""

    def __call__(self, path: Path, name: str, recipe: str = "", *, tables: bool = False) -> Draft: ...


def serve(requests: BinaryIO, replies: BinaryIO, read: Read) -> None:
    """Answers one line per request until there are no more, or the process can't be used again."""
    for line in requests:
        request = json.loads(line)
        reply = _attempt(request, read)
        answer = _REPLY.dump_json(reply, exclude_defaults=True)
        if len(answer) >= _LONGEST_REPLY:
            reply = _Reply(
                refusal=f"{request['name']} contains too much text. Split it by plan and update.", spent=True
            )
            answer = _REPLY.dump_json(reply)
        replies.write(answer + b"\n")
        replies.flush()
        if reply.spent:
            return


def _attempt(request: Mapping[str, Any], read: Read) -> _Reply:
    path, name = Path(request["path"]), request["name"]
    try:
        return _Reply(draft=read(path, name, request.get("recipe", ""), tables=request.get("tables", False)))
    except UnreadableFile as error:
        return _Reply(refusal=str(error))
    except MemoryError:
        return _Reply(refusal=f"{name} needs too much memory to be read. Keep only the plan itself in it.", spent=True)
    except OSError as error:
        return _Reply(refusal=f"{name} couldn't be opened ({error.strerror or error}). {_SAVE_AGAIN}")
    except Exception as error:  # parsers raise anything on damaged files
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return _Reply(refusal=f"{name} is damaged: its reader stopped at “{what}”. {_SAVE_AGAIN}")


def _main() -> None:
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a parser's own output must not mix with the replies
    warnings.simplefilter("ignore")
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    allowance.limit_memory(memory)

    def read(path: Path, name: str, recipe: str = "", *, tables: bool = False) -> Draft:
        allowance.grant(seconds, allowance.patience(path.stat().st_size))
        try:
            return draft(path, name, recipe, tables=tables)
        finally:
            allowance.release()

    serve(sys.stdin.buffer, replies, read)


if __name__ == "__main__":
    _main()
