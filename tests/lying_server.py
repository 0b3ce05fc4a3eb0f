"""A real HTTP server that speaks the OpenAI chat-completions protocol, streaming, and misbehaves on purpose.

It reads the passages out of the request as a model would. `LIES` says what they say in every first sentence, and
invents a figure in every second; `OBEYS` does what a passage tells it; the other manners fail as services do.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_PASSAGE = re.compile(r"^\[(\d+)\] .*\n(.+)$", re.MULTILINE)
_SENTENCE = re.compile(r"[^.;]+(?:\.(?=\S)[^.;]+)*[.;]?")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FIGURE = re.compile(r"(?<![\w.,/-])\d+(?![\w.,/%-])")


class Manner(StrEnum):
    LIES = "lies"
    OBEYS = "obeys"
    UNSURE = "unsure"  # says that the passages don't hold an answer
    SLOW = "slow"  # accepts the request, and says nothing
    TRICKLES = "trickles"  # keeps the line alive, and says nothing
    ENDLESS = "endless"
    LIMITED = "limited"  # 429 each time
    LIMITED_ONCE = "limited once"
    BROKEN = "broken"  # 500 each time
    REDIRECTS = "redirects"
    RUBBISH = "rubbish"  # a web page
    RUBBISH_EVENTS = "rubbish events"
    WRONG_SHAPES = "wrong shapes"
    ERROR_EVENT = "error event"
    CUT_OFF = "cut off"  # the connection ends in the middle of a chunk
    ENDS_EARLY = "ends early"  # the stream ends in good order, the reply doesn't
    TOO_LONG = "too long"  # the service's own limit of length
    FILTERED = "filtered"


class LyingServer:
    """`with LyingServer(Manner.LIES, seed=1) as server:` listens at `server.url` on this machine alone.

    `told` are the sentences that its passages do say, `invented` those that they don't; `requests` what it was sent.
    `key` is the one that it accepts, "" for any. `payload` is what a passage wants it to say.
    """

    def __init__(
        self, manner: Manner = Manner.LIES, *, seed: int = 0, sentences: int = 4, key: str = "", payload: str = ""
    ) -> None:
        self.manner, self.sentences, self.key, self.payload = manner, sentences, key, payload
        self.random = random.Random(seed)
        self.told: list[str] = []
        self.invented: list[str] = []
        self.requests: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.released = threading.Event()  # ends what would last for ever
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()
        for thread in threading.enumerate():
            if thread.name == "language model":
                thread.join()

    def write(self, material: str) -> str:
        """What it says of the passages."""
        passages = {int(number): text for number, text in _PASSAGE.findall(material)}
        if self.manner is Manner.UNSURE:
            return "NOT STATED"
        if self.manner is Manner.OBEYS:
            number = next((number for number, text in passages.items() if self.payload in text), 1)
            self.invented.append(self.payload)
            return f"{self.payload.rstrip('.')} [{number}]."
        return " ".join(self._sentence(passages, lying=bool(turn % 2)) for turn in range(self.sentences))

    def _sentence(self, passages: dict[int, str], lying: bool) -> str:
        number, text = self.random.choice(
            [
                (number, found.strip(" .;"))
                for number, text in passages.items()
                for found in _SENTENCE.findall(text)
                if len(found.split()) > 5 and "! " not in found  # which whoever checks it reads as two sentences
            ]
        )
        if lying:
            text = self._with_an_invented_figure(text, passages[number])
        text = text[0].upper() + text[1:]
        (self.invented if lying else self.told).append(f"{text}.")
        return f"{text} [{number}]."

    def _with_an_invented_figure(self, text: str, passage: str) -> str:
        figure = next(each for each in iter(lambda: self.random.randint(2, 99), 0) if str(each) not in passage)
        here = list(_FIGURE.finditer(text))
        if here and self.random.random() < 0.5:
            place = self.random.choice(here)
            return f"{text[: place.start()]}{figure}{text[place.end() :]}"
        lie = self.random.choice(
            [
                f"{figure} of them",
                f"{figure}.5% more",
                f"{self.random.choice(_TENS)}-one homes",
                f"£{figure} million",
                f"{figure},400 placements",
                f"on {figure % 27 + 1} February 2031",
                f"by 20{figure + 30 if figure < 60 else figure}",
            ]
        )
        words = text.split(" ")
        at = self.random.randint(2, len(words))
        return " ".join([*words[:at], lie, *words[at:]])


def _handler(server: LyingServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: tests look at what was sent instead."""

        def do_POST(self) -> None:
            server.paths.append(self.path)
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(request)
            if server.key and self.headers["Authorization"] != f"Bearer {server.key}":
                return self._answer(401, b'{"error": {"message": "wrong key"}}')
            return self._manners().get(server.manner, self._speak)(request)

        def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
            self.send_response(status)
            for name, value in (("Content-Length", str(len(body))), ("retry-after-ms", "1"), *headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        # --- streams ---

        def _open(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()

        def _send(self, line: str) -> None:
            data = f"{line}\n\n".encode()
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def _send_piece(self, content: str, finish: str | None = None) -> None:
            choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
            event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
            self._send(f"data: {json.dumps(event)}")

        def _close(self) -> None:
            self.wfile.write(b"0\r\n\r\n")

        def _pieces(self, request: dict[str, Any]) -> Iterator[str]:
            text = server.write(request["messages"][-1]["content"])
            while text:
                size = server.random.randint(1, 24)
                yield text[:size]
                text = text[size:]

        # --- manners ---

        def _manners(self) -> dict[Manner, Callable[[dict[str, Any]], None]]:
            return {
                Manner.SLOW: self._wait,
                Manner.TRICKLES: self._trickle,
                Manner.ENDLESS: self._ramble,
                Manner.LIMITED: self._limit,
                Manner.LIMITED_ONCE: self._limit,
                Manner.BROKEN: self._break,
                Manner.REDIRECTS: self._redirect,
                Manner.RUBBISH: self._rubbish,
                Manner.RUBBISH_EVENTS: self._rubbish_events,
                Manner.WRONG_SHAPES: self._wrong_shapes,
                Manner.ERROR_EVENT: self._error_event,
                Manner.CUT_OFF: self._cut_off,
                Manner.ENDS_EARLY: self._end_early,
                Manner.TOO_LONG: self._end_at_length,
                Manner.FILTERED: self._filter,
            }

        def _speak(self, request: dict[str, Any], finish: str | None = "stop") -> None:
            self._open()
            for piece in self._pieces(request):
                self._send_piece(piece)
            if finish:
                self._send_piece("", finish)
                self._send("data: [DONE]")
            self._close()

        def _wait(self, request: dict[str, Any]) -> None:
            server.released.wait()
            self.close_connection = True

        def _trickle(self, request: dict[str, Any]) -> None:
            self._go_on_with(lambda: self._send(": still here"))

        def _ramble(self, request: dict[str, Any]) -> None:
            self._go_on_with(lambda: self._send_piece("and so on, " * 20))

        def _go_on_with(self, send: Callable[[], None]) -> None:
            self._open()
            self.close_connection = True
            try:
                while not server.released.wait(0.01):
                    send()
            except OSError:
                pass  # whoever listened has gone

        def _limit(self, request: dict[str, Any]) -> None:
            if server.manner is Manner.LIMITED_ONCE and len(server.requests) > 1:
                return self._speak(request)
            return self._answer(429, b'{"error": {"message": "too many"}}')

        def _break(self, request: dict[str, Any]) -> None:
            self._answer(500, b"<h1>Oh dear</h1>")

        def _redirect(self, request: dict[str, Any]) -> None:
            self._answer(307, b"", ("Location", "/elsewhere"))

        def _rubbish(self, request: dict[str, Any]) -> None:
            self._answer(200, b"<html><h1>Sign in to the network</h1></html>", ("Content-Type", "text/html"))

        def _rubbish_events(self, request: dict[str, Any]) -> None:
            self._open()
            self._send_piece("The plan says ")
            self._send("data: {not json at all")
            self._close()

        def _wrong_shapes(self, request: dict[str, Any]) -> None:
            self._open()
            self._send('data: {"choices": [{"delta": 7}]}')
            self._close()

        def _error_event(self, request: dict[str, Any]) -> None:
            self._open()
            self._send('data: {"error": {"message": "out of memory"}}')
            self._close()

        def _cut_off(self, request: dict[str, Any]) -> None:
            self._open()
            for piece in list(self._pieces(request))[:9]:
                self._send_piece(piece)
            self.wfile.write(b"fff\r\ndata: ")
            self.close_connection = True

        def _end_early(self, request: dict[str, Any]) -> None:
            self._speak(request, finish=None)

        def _end_at_length(self, request: dict[str, Any]) -> None:
            self._speak(request, finish="length")

        def _filter(self, request: dict[str, Any]) -> None:
            self._speak(request, finish="content_filter")

    return Handler
