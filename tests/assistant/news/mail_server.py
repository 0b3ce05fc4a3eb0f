"""A mail server on this machine that takes letters and sends none on."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """What it was given; it refuses whoever is in `unknown`, for good."""

    port: int = 0
    unknown: set[str] = field(default_factory=set)
    letters: list[EmailMessage] = field(default_factory=list)


@contextmanager
def mail_server(host: str = "127.0.0.1") -> Iterator[MailServer]:
    taken = MailServer()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline().strip():
                self.wfile.write(self.reply(line))

        def reply(self, line: bytes) -> bytes:
            word = line.split()[0].upper()
            if word == b"QUIT":
                return b"221 good-bye\r\n"
            if word == b"RCPT" and any(each.encode() in line for each in taken.unknown):
                return b"550 no such mailbox\r\n"
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                letter = message_from_bytes(b"".join(lines), policy=policy.default)
                assert isinstance(letter, EmailMessage)
                taken.letters.append(letter)
            return b"250 well\r\n"

    with socketserver.ThreadingTCPServer((host, 0), Conversation) as server:
        taken.port = int(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield taken
        server.shutdown()
