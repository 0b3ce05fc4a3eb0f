"""How often somebody may call, and how many questions are answered at once, so that nobody keeps others waiting."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from assistant.screens.server import metrics
from corpus.errors import TooBusy


class Rate(NamedTuple):
    """So many at once, and then so many a second."""

    at_once: int
    a_second: float


# Opening a page takes about 90 requests, and each click one message of its socket; a page that shows a running build
# sends one a second.
OF_A_PERSON = Rate(1_000, 50)
MESSAGES_OF_A_PERSON = Rate(100, 10)
# Those who aren't known yet: everybody behind a gateway or a proxy has its address, so it is for an office at nine.
OF_AN_ADDRESS = Rate(2_000, 50)
# Nobody reads twenty answers a minute; a colleague who tries many wordings isn't stopped.
QUESTIONS_OF_A_PERSON = Rate(30, 1 / 3)
# Python answers one question at a time, whatever the number of processors: a few at once, so that a long one doesn't
# hold up all others.
AT_ONCE = 4
MOST_WAITING = 100
LONGEST_WAIT = 20.0  # seconds
MINUTE = 60.0
MOST_KNOWN = 10_000  # callers remembered: those who have waited long enough are forgotten beyond that

ASKED_MUCH = "You have asked many questions in a short time. Ask again in {} seconds."
MANY_ASK = "Many people are asking at this moment, so this wasn’t answered. Ask again in a minute."


class Rates:
    """Counts what each caller does: a bucket of tokens for each, which fills by the rate. Safe to share by threads."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # tokens left, as of a moment
        self._lock = threading.Lock()

    def wait(self, caller: str) -> float:
        """Seconds until the caller may do this; 0 if now, and then it counts as done."""
        with self._lock:
            now = self._clock()
            tokens = self._tokens(caller, now)
            if tokens < 1:
                return (1 - tokens) / self._rate.a_second
            if len(self._buckets) >= MOST_KNOWN:
                self._forget(now)
            self._buckets[caller] = tokens - 1, now
            return 0.0

    def _tokens(self, caller: str, now: float) -> float:
        tokens, then = self._buckets.get(caller, (float(self._rate.at_once), now))
        return min(float(self._rate.at_once), tokens + (now - then) * self._rate.a_second)

    def _forget(self, now: float) -> None:
        full = [caller for caller in self._buckets if self._tokens(caller, now) >= self._rate.at_once]
        for caller in full or list(self._buckets)[: MOST_KNOWN // 2]:
            del self._buckets[caller]


class Questions:
    """Lets a few questions be answered at once, others wait for a while, and each person ask only so often."""

    def __init__(self, at_once: int = AT_ONCE, longest_wait: float = LONGEST_WAIT) -> None:
        self._places = threading.BoundedSemaphore(at_once)
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._longest_wait = longest_wait
        self._rates = Rates(QUESTIONS_OF_A_PERSON)

    @contextmanager
    def answering(self, person: str) -> Iterator[None]:
        """While a question of somebody's is answered. Raises TooBusy, with a message that says when to ask again."""
        if wait := self._rates.wait(person):
            metrics.REFUSED.labels("questions of a person").inc()
            raise TooBusy(ASKED_MUCH.format(math.ceil(wait)), wait)
        with self.in_turn(), metrics.ANSWER_SECONDS.time():
            yield

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """While something is done that takes as much as a question, such as a search. Raises TooBusy."""
        if not self._take_place():
            metrics.REFUSED.labels("questions at once").inc()
            raise TooBusy(MANY_ASK, MINUTE)
        try:
            with metrics.ANSWERING.track_inprogress():
                yield
        finally:
            self._places.release()

    def _take_place(self) -> bool:
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=self._longest_wait)
        finally:
            self._waiting.release()
