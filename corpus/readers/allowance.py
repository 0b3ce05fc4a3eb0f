"""The memory and processor time that a file may take: work counts, waiting for a busy machine doesn't.

The process that reads files is granted some seconds for each, after which the system ends it. A reader that can tell
honest work from a trap by its pace asks for more as it goes on. Without a grant, or on Windows, nothing is limited.
"""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

SECONDS = 18  # of processor time for one file
LIMITED = sys.platform != "win32"
_BEFORE_JUDGING = 8.0  # seconds until a pace is told


def limit_memory(allowance: int) -> None:
    """Caps this process's address space at what it has now and so many bytes more, where the system can (Linux)."""
    sizes = Path("/proc/self/statm")
    if sys.platform != "win32" and sizes.exists():
        import resource  # Unix alone has it

        now = int(sizes.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + allowance, now + allowance))


def grant(seconds: float) -> None:
    """From now on this process may work so many seconds, rounded up; then the system ends it by SIGXCPU."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _limit(math.ceil(time.process_time() + seconds))


def extend(seconds: float) -> None:
    """As `grant`, in a process that was granted a time before; elsewhere nothing."""
    if sys.platform != "win32":
        import resource

        if resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY:
            _limit(math.ceil(time.process_time() + seconds))


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
            extend(SECONDS)

    @property
    def holds(self) -> bool:
        return self._spent < _BEFORE_JUDGING or self._done >= self._least * self._spent
