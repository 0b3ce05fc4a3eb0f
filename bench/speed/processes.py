"""Runs commands from a cold start, and measures them."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """Processor time of a process and its children (s), wall-clock time (s), largest memory (MB)."""

    processor: float
    wall: float
    memory: float
    status: int


# A process's largest memory counts what it was forked from, so that a small process has to do it.
_WATCH = """
import json, os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - began
print(json.dumps([usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)]))
"""


def run(*arguments: str) -> Cost:
    """Run `plans` with these arguments in a process of its own."""
    command = [sys.executable, "-c", _WATCH, sys.executable, "-m", "assistant.cli", *arguments]
    return Cost(*json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def typical(*arguments: str, times: int = 5) -> Cost:
    """The run with the median processor time, after one that fills the disk's cache."""
    run(*arguments)
    return statistics.median_low([run(*arguments) for _ in range(times)])
