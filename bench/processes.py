"""Commands run from a cold start, and what they cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """Processor time of a process and what it waited for (s), wall time (s), largest memory (MB)."""

    processor: float
    wall: float
    memory: float
    status: int


def run(*arguments: str) -> Cost:
    """Run `plans` with these arguments in a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        processor=usage.ru_utime + usage.ru_stime,
        wall=time.perf_counter() - began,
        memory=usage.ru_maxrss / 1024,
        status=process.returncode,
    )


def typical(*arguments: str, times: int = 5) -> Cost:
    """The run of median processor time, after one that brings its files into the disk's cache."""
    run(*arguments)
    return statistics.median_low([run(*arguments) for _ in range(times)])
