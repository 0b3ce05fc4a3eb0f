"""One build at a time, its end told to whoever looks; what it did, in words."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from assistant import Progress, Receipt
from assistant.screens.documents.receipts import details, headline
from assistant.screens.server.rebuild import Building, Note, Rebuild
from corpus.errors import NoDocuments
from index.receipt import Became, Difference, FileLine, Loss

RECEIPT = Receipt(
    published=True,
    generation="g2",
    created="2026-01-02T03:04:05Z",
    files=(FileLine("a.txt", Became.UNCHANGED), FileLine("b.txt", Became.READ)),
    rows=Difference(added=2),
    items=Difference(added=1_200, gone=1),
    passages=10,
    encoded=4,
    carried=6,
    problems=0,
)


def end_of(rebuild: Rebuild) -> Building:
    """The state when the build's thread has ended."""
    for thread in threading.enumerate():
        if thread.name == "build":
            thread.join()
    return rebuild.state


def test_a_second_start_is_refused_while_one_runs_and_its_progress_is_seen() -> None:
    noted, may_end = threading.Event(), threading.Event()

    def work(note: Note, accept: bool) -> Receipt:
        note(Progress("reading", 1, 4, "a.txt"))
        noted.set()
        may_end.wait()
        return RECEIPT

    rebuild = Rebuild(work)
    assert rebuild.start()
    noted.wait()
    assert not rebuild.start()
    assert (rebuild.state.running, rebuild.state.share) == (True, 0.25)
    may_end.set()
    assert end_of(rebuild) == Building(receipt=RECEIPT)
    assert rebuild.start()
    end_of(rebuild)


def test_the_files_that_were_read_so_far_are_known() -> None:
    noted, may_end = threading.Event(), threading.Event()

    def work(note: Note, accept: bool) -> Receipt:
        for done, name in enumerate(("a.txt", "b.txt", "c.txt")):
            note(Progress("reading", done, 3, name))
            note(Progress("reading", done, 3, name))  # the same step once more is no other file
        note(Progress("encoding", 0, 9, "model"))
        note(Progress("encoding", 5, 9, "model"))
        noted.set()
        may_end.wait()
        return RECEIPT

    rebuild = Rebuild(work)
    rebuild.start()
    noted.wait()
    assert rebuild.state.read == ("a.txt", "b.txt", "c.txt")
    may_end.set()
    end_of(rebuild)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NoDocuments("There is no folder. Create it."), "There is no folder. Create it."),
        (KeyError("x"), "server’s log"),
    ],
)
def test_a_failed_build_says_why_in_words(error: Exception, told: str) -> None:
    def work(note: Note, accept: bool) -> Receipt:
        raise error

    rebuild = Rebuild(work)
    rebuild.start()
    state = end_of(rebuild)
    assert not state.running
    assert told in state.failed


def test_accepting_is_passed_on() -> None:
    accepted: list[bool] = []

    def work(note: Note, accept: bool) -> Receipt:
        accepted.append(accept)
        return RECEIPT

    rebuild = Rebuild(work)
    rebuild.start(accept=True)
    end_of(rebuild)
    assert accepted == [True]


def test_a_receipt_says_what_changed_and_which_files() -> None:
    assert "put in use on" in headline(RECEIPT)
    assert headline(RECEIPT).endswith(". Rows: 2 added. Items: 1,200 added, 1 removed.")
    assert details(RECEIPT) == ["b.txt: read"]


def test_a_build_without_changes_says_so() -> None:
    assert headline(replace(RECEIPT, published=False)).startswith("Nothing has changed")


def test_a_loss_of_rows_is_reported_before_all_else() -> None:
    loss = Loss("A plan", "2024-25", before=15, now=1)
    lost = replace(RECEIPT, published=False, losses=(loss,))
    assert headline(lost).startswith("Not put in use")
    assert details(lost)[0] == "A plan, 2024-25 update: 1 row, where there were 15 before."


def test_the_time_left_is_estimated_from_what_is_done() -> None:
    state = Building(running=True, progress=Progress("encoding", 1, 4, "model"), began=100.0)
    assert state.seconds_left(110.0) == pytest.approx(30.0)
    assert replace(state, progress=Progress("encoding", 0, 4, "model")).seconds_left(110.0) is None


def test_what_was_left_out_is_named_beside_what_is_used() -> None:
    loss = Loss("Plan", "2025-26", before=15, now=4)
    lost = replace(RECEIPT, losses=(loss,), left_out=("scan.pdf",), files=(FileLine("scan.pdf", Became.READ),))
    assert "scan.pdf: read, left out" in details(lost)
    assert lost.needs_accepting
    assert headline(lost).startswith("The other files were read and put in use on")
    assert "Left out: scan.pdf. With it, a plan would lose many of its rows." in headline(lost)
