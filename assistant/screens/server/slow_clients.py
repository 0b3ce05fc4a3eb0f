"""HTTP connections that send slowly, or nothing, are closed: otherwise a few hundred of them would keep others out."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

# Seconds in which a request's headers must be there: they are a few kilobytes, and come in one piece.
TIME_FOR_HEADERS = 10.0
# Seconds in which all of a request must be there: 50 MB, the largest file, over a line of 1.5 Mbit/s.
TIME_FOR_REQUEST = 300.0


class PatientProtocol(H11Protocol):
    """uvicorn's own protocol, with an end to its patience."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect(TIME_FOR_HEADERS)

    def data_received(self, data: bytes) -> None:
        waiting = self.cycle is None or self.cycle.response_complete
        super().data_received(data)
        if waiting and self.cycle is not None and not self.cycle.response_complete:
            self._expect(TIME_FOR_REQUEST)  # the headers are there
        elif waiting and self._deadline is None:
            self._expect(TIME_FOR_HEADERS)  # the first part of a further request

    def on_response_complete(self) -> None:
        self._expect(None)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect(None)
        super().connection_lost(exc)

    def _expect(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        """Close the connection, unless it is a page's socket by now, or what is missing is the answer."""
        self._deadline = None
        answering = self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body
        if self.transport.get_protocol() is self and not answering:
            self.transport.abort()
