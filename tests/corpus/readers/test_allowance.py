"""How much processor time a file is given: in a process of its own, since a limit can't be taken back."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import pytest

from corpus.readers.allowance import LIMITED, Pace, patience


def worked(before: str, after: str) -> tuple[int, str]:
    """Exit status and output of a process that is to work for three seconds of processor time once it has started."""
    work = f"""
        import signal
        import time
        from corpus.readers import allowance
        {before}
        started = time.process_time()
        while time.process_time() < started + 3:
            {after}
        print("done")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(work)], capture_output=True, text=True)
    return done.returncode, done.stdout


@pytest.mark.skipif(not LIMITED, reason="Windows doesn't limit processor time")
def test_a_grant_ends_the_process_when_it_is_used_up() -> None:
    assert worked("allowance.grant(1)", "pass") == (-signal.SIGXCPU, "")


@pytest.mark.skipif(not LIMITED, reason="Windows doesn't limit processor time")
def test_a_grant_can_be_extended() -> None:
    assert worked("allowance.grant(1)", "allowance.extend(1)") == (0, "done\n")


@pytest.mark.skipif(not LIMITED, reason="Windows has no alarm")
def test_a_process_that_waits_is_ended_by_the_clock_unless_its_file_is_read() -> None:
    assert worked("allowance.grant(9, clock=1)", "time.sleep(60)")[0] == -signal.SIGALRM
    assert worked("allowance.grant(9, clock=30)\n        allowance.release()", "assert signal.alarm(0) == 0") == (
        0,
        "done\n",
    )


def test_large_files_have_more_time_by_the_clock() -> None:
    assert patience(70_000) < 30
    assert patience(5_000_000) > 100


def test_without_a_grant_nothing_is_limited() -> None:
    assert worked("allowance.extend(1)", "pass") == (0, "done\n")


def test_a_pace_is_judged_after_some_seconds() -> None:
    pace = Pace(least=2)
    for _ in range(7):
        pace.took(1.0)
    assert pace.holds
    pace.took(1.0)
    assert not pace.holds


def test_a_pace_is_that_of_all_parts_so_far() -> None:
    pace = Pace(least=2)
    for _ in range(40):
        pace.took(0.1)
    pace.took(15.0)
    assert pace.holds
