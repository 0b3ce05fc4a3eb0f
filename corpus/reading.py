"""Reads files in a process of its own, so that none can hang, exhaust or crash the app.

    with IsolatedReader() as reader:
        reading = reader.read(path, name)

Every kind of file goes this way, plain text included: hostile text can keep a pattern busy for hours as well as a
hostile PDF can crash its parser, and one way is simpler than two. The process starts with the first file, serves
many, and is replaced when it dies. Replies are JSON that is checked against the records; nothing is unpickled.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Timer
from types import TracebackType
from typing import BinaryIO, Self

from pydantic import TypeAdapter, ValidationError

from corpus import readers
from corpus.errors import UnreadableFile
from corpus.records import Reading

SECONDS = 20.0  # for one file
MEMORY = 900_000_000  # bytes that reading may take on top of what the process starts with
_LONGEST_REPLY = 64_000_000  # bytes
_SAVE_AGAIN = "Open it in the program it comes from, save it as a new file and add that."


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reading or, if there is none, why. `spent`: the process is of no more use."""

    reading: Reading | None = None
    refusal: str = ""
    spent: bool = False


_REPLY = TypeAdapter(_Reply)


class IsolatedReader:
    """Reads files one after another in one child process. Close it, or use it as a context manager.

    `command` starts a process that answers one line of JSON for each that it is sent. On Windows and macOS the
    time limit holds, the memory limit doesn't.
    """

    def __init__(
        self, seconds: float = SECONDS, memory: int = MEMORY, command: Sequence[str] = (sys.executable, "-m", __name__)
    ) -> None:
        self._seconds = seconds
        self._command = [*command, str(memory)]
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, name: str) -> Reading:
        """The file's parts. Raises UnreadableFile, whatever the file does to its reader."""
        with self._lock:
            reply = self._ask(path, name)
        if reply.reading is None:
            raise UnreadableFile(reply.refusal)
        return reply.reading

    def close(self) -> None:
        """Ends the child process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, path: Path, name: str) -> _Reply:
        process = self._process = self._process or _started(self._command)
        assert process.stdin is not None
        assert process.stdout is not None
        late = Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = Timer(self._seconds, stop)
        timer.start()
        try:
            request = {"path": str(path.absolute()), "name": name}
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline(_LONGEST_REPLY)
            reply = _REPLY.validate_json(line) if line.endswith(b"\n") else None
        except (OSError, ValidationError):
            reply = None
        finally:
            timer.cancel()
        if reply is None or reply.spent or late.is_set():
            self.close()
        return reply or _Reply(refusal=self._epitaph(name, late=late.is_set()))

    def _epitaph(self, name: str, *, late: bool) -> str:
        if late:
            return (
                f"{name} couldn't be read within {self._seconds:.0f} seconds. "
                "Keep the plan itself, without its annexes, in a file of its own and add that."
            )
        return f"{name} brought the program that reads it to a stop: it is probably damaged. {_SAVE_AGAIN}"


def read(path: Path, name: str) -> Reading:
    """A single file by a process of its own. Raises UnreadableFile."""
    with IsolatedReader() as reader:
        return reader.read(path, name)


# --- in the child process --------------------------------------------------------------------------


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A child process that imports this very code, wherever the app was started from."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
    )


def serve(requests: BinaryIO, replies: BinaryIO, read: Callable[[Path, str], Reading]) -> None:
    """Answers one line per request until there are no more, or the process is spent."""
    for line in requests:
        request = json.loads(line)
        reply = _attempt(Path(request["path"]), request["name"], read)
        answer = _REPLY.dump_json(reply, exclude_defaults=True)
        if len(answer) >= _LONGEST_REPLY:
            reply = _Reply(refusal=f"{request['name']} holds too much text. Split it by plan and update.", spent=True)
            answer = _REPLY.dump_json(reply)
        replies.write(answer + b"\n")
        replies.flush()
        if reply.spent:
            return


def _attempt(path: Path, name: str, read: Callable[[Path, str], Reading]) -> _Reply:
    try:
        return _Reply(reading=read(path, name))
    except UnreadableFile as error:
        return _Reply(refusal=str(error))
    except MemoryError:
        return _Reply(refusal=f"{name} needs too much memory to be read. Keep only the plan itself in it.", spent=True)
    except OSError as error:
        return _Reply(refusal=f"{name} couldn't be opened ({error.strerror or error}). {_SAVE_AGAIN}")
    except Exception as error:  # parsers raise anything on damaged files
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return _Reply(refusal=f"{name} is damaged: its reader stopped at “{what}”. {_SAVE_AGAIN}")


def _limit_memory(allowance: int) -> None:
    """Caps this process's address space, where the system can (Linux)."""
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        import resource  # Unix alone has it

        now = int(sizes.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + allowance, now + allowance))


def _main() -> None:
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not mix with the replies
    warnings.simplefilter("ignore")
    _limit_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, replies, readers.read)


if __name__ == "__main__":
    _main()
