"""Builds the index in a thread of its own, one build at a time; any session's page can show its progress."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from assistant import Progress, Receipt
from corpus.errors import BuildRunning, PlansError

READING = "reading"  # the stage in which each step is a file
MOST_REMEMBERED = 50  # builds of which somebody may still ask what became of them

FAILED = "The documents couldn’t be read again; answers come from the documents as they were."

Note = Callable[[Progress], None]
Work = Callable[[Note, bool], Receipt]


@dataclass(frozen=True, slots=True)
class Building:
    """The state of a build. Nothing is set before the first; `failed` is a message for people. `read` are the files
    that it has read so far."""

    running: bool = False
    progress: Progress | None = None
    receipt: Receipt | None = None
    failed: str = ""
    began: float = 0.0  # the start of the present stage, by the monotonic clock
    read: tuple[str, ...] = ()
    id: str = field(default="", compare=False)
    busy: bool = False  # it failed because another program is building the same index

    def seconds_left(self, now: float) -> float | None:
        """An estimate for the present stage, if it goes on at the same pace; None while it is unknown."""
        return (now - self.began) * (1 / self.share - 1) if self.began and self.share > 0 else None

    @property
    def share(self) -> float:
        """How much of the present stage is done, 0 to 1."""
        known = self.progress
        return min(known.done / known.of, 1.0) if known and known.of else 0.0


class Rebuild:
    """Runs `work(note, accept)` when asked, unless it is running already."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._state = Building()
        self._earlier: dict[str, Building] = {}

    @property
    def state(self) -> Building:
        return self._state

    def state_of(self, build: str) -> Building | None:
        """The state of a build, also of one before the latest; None for one that isn't known, or no more."""
        state = self.state
        return state if build == state.id else self._earlier.get(build)

    def start(self, accept: bool = False) -> bool:
        """Start a build; returns False if one is running already, and then doesn't start another.

        With `accept`, a plan may lose many of its rows.
        """
        with self._lock:
            if self._state.running:
                return False
            if self._state.id:
                self._earlier = dict([*self._earlier.items(), (self._state.id, self._state)][-MOST_REMEMBERED:])
            self._state = Building(running=True, id=secrets.token_hex(8))
        threading.Thread(target=self._run, args=(accept,), name="build", daemon=True).start()
        return True

    def _run(self, accept: bool) -> None:
        try:
            self._end(receipt=self._work(self._note, accept))
        except BuildRunning as error:
            self._end(failed=str(error), busy=True)
        except PlansError as error:
            self._end(failed=str(error))
        except Exception:
            logging.exception("building the index")
            self._end(
                failed="Something unexpected went wrong; the server’s log has the details. The documents are still in"
                " use as they were. Try again, or ask whoever runs this server."
            )

    def _end(self, receipt: Receipt | None = None, failed: str = "", busy: bool = False) -> None:
        self._state = Building(receipt=receipt, failed=failed, id=self._state.id, busy=busy)

    def _note(self, progress: Progress) -> None:
        known = self._state.progress
        began = self._state.began if known and known.stage == progress.stage else time.monotonic()
        done = (
            known is not None
            and known.stage == READING
            and (known.stage, known.what) != (progress.stage, progress.what)
        )
        read = (*self._state.read, known.what) if known and done else self._state.read
        self._state = replace(self._state, progress=progress, began=began, read=read)


class Nameless(Rebuild):
    """A build as readers see it: which stage it is in, and no names and numbers of files, which may not be theirs to
    see."""

    def __init__(self, whole: Rebuild) -> None:
        self._whole = whole

    @property
    def state(self) -> Building:
        return _nameless(self._whole.state)

    def state_of(self, build: str) -> Building | None:
        state = self._whole.state_of(build)
        return state and _nameless(state)

    def start(self, accept: bool = False) -> bool:
        return False


def _nameless(state: Building) -> Building:
    progress = state.progress and Progress(state.progress.stage, 0, 0, "")
    return Building(state.running, progress, failed=FAILED if state.failed else "", id=state.id)
