"""What the watched folder waits for: files that are complete, and the time of the day. No test waits for a clock."""

from __future__ import annotations

import os
import sys
from datetime import datetime, time
from pathlib import Path

import pytest

from assistant.screens.server.watching.schedule import Schedule
from assistant.screens.server.watching.settling import Settling, being_written, stamps_of


class Hand:
    """A clock that only goes on by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_file_is_complete_once_nothing_has_happened_to_it_for_a_while(tmp_path: Path) -> None:
    clock = Hand()
    settling = Settling(quiet=5, writing=lambda path: False, clock=clock)
    plan = tmp_path / "plan.txt"
    plan.write_text("Half")
    files = {"plan.txt": plan}
    assert settling.unsettled(files, {}) == ["plan.txt"]
    clock.seconds += 4
    assert settling.unsettled(files, {}) == ["plan.txt"]
    plan.write_text("Half and the other half")
    clock.seconds += 4
    assert settling.unsettled(files, {}) == ["plan.txt"], "it has just grown"
    clock.seconds += 5
    assert settling.unsettled(files, {}) == []


def test_a_file_that_somebody_has_open_isnt_complete_however_long_nothing_comes(tmp_path: Path) -> None:
    clock, open_files = Hand(), {tmp_path / "plan.txt"}
    settling = Settling(quiet=5, writing=lambda path: path in open_files, clock=clock)
    (tmp_path / "plan.txt").write_text("Half")
    files = {"plan.txt": tmp_path / "plan.txt"}
    settling.unsettled(files, {})
    clock.seconds += 3_600
    assert settling.unsettled(files, {}) == ["plan.txt"]
    open_files.clear()
    assert settling.unsettled(files, {}) == []


def test_files_that_are_as_they_were_read_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Known")
    files = {"plan.txt": tmp_path / "plan.txt"}
    assert Settling(clock=Hand()).unsettled(files, stamps_of(files)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes a file")
def test_linux_tells_whether_a_file_is_being_written(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    with plan.open("w") as file:
        file.write("Half")
        file.flush()
        assert being_written(plan)
    assert not being_written(plan)
    assert not being_written(tmp_path / "gone.txt")


def test_without_a_time_documents_are_read_at_once() -> None:
    assert Schedule().due(datetime(2026, 11, 29, 15))
    assert Schedule().words == "at once"


def test_with_a_time_they_are_read_when_it_has_come_and_not_before() -> None:
    schedule = Schedule(time(2))
    moments = [datetime(2026, 11, 29, 15), datetime(2026, 11, 30, 1, 59), datetime(2026, 11, 30, 2)]
    assert [schedule.due(moment) for moment in moments] == [False, False, True]
    assert schedule.due(datetime(2026, 11, 30, 2, 5)), "what was still being copied at two is read later"
    schedule.done()
    assert not schedule.due(datetime(2026, 11, 30, 15)), "what comes in the day waits for the night"
    assert schedule.due(datetime(2026, 12, 1, 2, 1))
    assert schedule.words == "each day at 02:00"


def test_a_server_that_is_started_after_its_time_waits_for_the_next_day() -> None:
    schedule = Schedule(time(2))
    assert not schedule.due(datetime(2026, 11, 29, 9))
    assert not schedule.due(datetime(2026, 11, 29, 23))


def test_a_file_of_which_half_has_been_copied_keeps_its_time(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Half")
    os.utime(plan, (1, 1))  # programs that copy set the time of the original
    assert Settling(quiet=5, writing=lambda path: False, clock=Hand()).unsettled({"plan.txt": plan}, {}) == ["plan.txt"]
