"""Whether files of a folder are complete: a file that is still being copied must not be read half."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

# Seconds without a change after which a file is taken for complete, if the system doesn't say that somebody has it open
# for writing. Copies over a network pause for a second or two; more keeps people waiting.
QUIET = 5.0

Stamp = tuple[int, int]  # a file's size and time


def stamps_of(files: Mapping[str, Path]) -> dict[str, Stamp]:
    """Sizes and times by name; files that have just gone are left out."""
    stamps = {}
    for name, path in files.items():
        try:
            known = path.stat()
        except OSError:
            continue
        stamps[name] = (known.st_size, known.st_mtime_ns)
    return stamps


def being_written(path: Path) -> bool:
    """Whether some program has the file open for writing; False where the system doesn't tell."""
    if sys.platform == "linux":
        import fcntl

        try:
            with path.open("rb") as file:
                fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # ignored, if somebody begins to write at this moment
                fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)  # refused while anybody has it open for writing
                fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except BlockingIOError:
            return True
        except OSError:
            return False  # the file is somebody else's, has gone, or lies on another machine
    elif sys.platform == "win32":
        try:
            with path.open("r+b"):
                return False
        except PermissionError:  # programs that copy keep others out
            return True
        except OSError:
            return False
    return False


@dataclass
class Settling:
    """Tells which files of a folder are still changing, by looking again and again."""

    quiet: float = QUIET
    writing: Callable[[Path], bool] = being_written
    clock: Callable[[], float] = monotonic
    _stamps: dict[str, Stamp] = field(default_factory=dict)
    _since: dict[str, float] = field(default_factory=dict)

    def unsettled(self, files: Mapping[str, Path], at_rest: Mapping[str, Stamp]) -> list[str]:
        """The names of files that have changed a moment ago or that somebody is writing. Those that are as they are in
        `at_rest` are left alone."""
        now, stamps = self.clock(), stamps_of(files)
        changed = {name for name, stamp in stamps.items() if self._stamps.get(name) != stamp}
        self._since = {name: now if name in changed else self._since[name] for name in stamps}
        self._stamps = stamps
        return [
            name
            for name, stamp in stamps.items()
            if at_rest.get(name) != stamp and (now - self._since[name] < self.quiet or self.writing(files[name]))
        ]
