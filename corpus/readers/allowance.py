"""The memory and time that a file may take.

The process that reads files is granted some seconds of processor time for each, after which the system ends it. By the
clock it has little more, but the more the larger the file is, so that plans are read on a busy machine as well. A
reader that can tell honest work from a trap by its pace asks for more as it goes on. Without a grant, or on Windows,
nothing is limited.
"""

from __future__ import annotations

import math
import signal
import sys
import time
from pathlib import Path

SECONDS = 18  # of processor time for one file
LIMITED = sys.platform != "win32"
_BEFORE_JUDGING = 8.0  # seconds until a pace can be measured
_AT_LEAST = 8.0  # seconds that a file has left as long as it keeps its pace
_SLACK = 2.0  # seconds by the clock beyond those of processor time
_BYTES = 10_000  # of a file, for which it has another second by the clock


def limit_memory(allowance: int) -> None:
    """Caps this process's address space at what it has now and so many bytes more, where the system can (Linux)."""
    sizes = Path("/proc/self/statm")
    if sys.platform != "win32" and sizes.exists():
        import resource  # Unix alone has it

        now = int(sizes.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + allowance, now + allowance))


def patience(size: int) -> float:
    """Seconds by the clock that a file of so many bytes has."""
    return SECONDS + _SLACK + size / _BYTES


def grant(seconds: float, clock: float = 0) -> None:
    """From now on this process may work so many seconds, rounded up; then the system ends it by SIGXCPU.

    After `clock` seconds, if any are given, it is ended by SIGALRM, whether it worked or waited.
    """
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _limit(math.ceil(time.process_time() + seconds))
        signal.alarm(math.ceil(clock))


def release() -> None:
    """The file is read: until the next grant the clock ends nothing."""
    if sys.platform != "win32":
        signal.alarm(0)


def extend(seconds: float, waiting: float = 0) -> None:
    """As `grant`, in a process that was granted a time before; elsewhere nothing.

    `waiting` are seconds by the clock in which others work for this process.
    """
    if sys.platform != "win32":
        import resource

        if resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY:
            _limit(math.ceil(time.process_time() + seconds))
            if left := signal.alarm(0):
                signal.alarm(max(left, math.ceil(seconds + _SLACK + waiting)))


def _limit(seconds: int) -> None:
    if sys.platform != "win32":
        import resource

        highest = resource.getrlimit(resource.RLIMIT_CPU)[1]
        allowed = seconds if highest == resource.RLIM_INFINITY else min(seconds, highest)
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, highest))


class Pace:
    """How fast a file's parts, such as pages, are read: a file that keeps the pace is given time as long as it does."""

    def __init__(self, least: float) -> None:
        self._least = least  # parts a second
        self._spent = 0.0
        self._done = 0

    def took(self, seconds: float) -> None:
        """Another part was read, in so many seconds of processor time."""
        self._spent += seconds
        self._done += 1
        if self.holds:
            extend(self.left)

    @property
    def left(self) -> float:
        """Seconds that the file has from now on."""
        return max(SECONDS - self._spent, _AT_LEAST)

    @property
    def holds(self) -> bool:
        return self._spent < _BEFORE_JUDGING or self._done >= self._least * self._spent
