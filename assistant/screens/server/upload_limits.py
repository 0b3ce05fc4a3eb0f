"""How much may be uploaded at once: files are held in memory until they are added or the page is left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime

from assistant.screens.server.access import TICKET_HEADER
from assistant.screens.server.gate import refused
from assistant.store.people import Person

PATH = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")
OF_PROGRAMS = "/api/v1/documents"  # to which programs send files
MB = 2**20
LARGEST_FILE = 50  # MB, as in streamlit.toml
# MB held for one page, and for all together. A plan has a few MB. When 20 browsers sent 50 MB each at once, the memory
# of the server grew by 104 MB with 100 for all.
MOST_OF_ONE, MOST_OF_ALL = 60, 90
LIMITS = (
    f"At most {LARGEST_FILE} MB a file and {MOST_OF_ONE} MB at once. If a file isn’t taken, add those that were, or"
    " wait a minute while others upload theirs."
)


class UploadLimits:
    """Refuses an upload that, with what is held or on its way, is more than one page or all together may have.

    It also refuses files for another person's page. A program is counted as a page of its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._coming: Counter[str] = Counter()  # bytes on their way, by Streamlit's session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        called = PATH.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if scope["type"] == "http" and scope["path"] == OF_PROGRAMS:
            await self._upload(f"program {scope['state']['caller']}", scope, receive, send)
            return
        if called is None or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        page = called[1]
        if not _is_own_page(page, scope):
            await _refused(scope, "This is another person’s page.", 403)(scope, receive, send)
        elif scope["method"] != "PUT":
            await self.app(scope, receive, send)
        else:
            await self._upload(page, scope, receive, send)

    async def _upload(self, page: str, scope: Scope, receive: Receive, send: Send) -> None:
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdecimal() or len(length) > 12:
            await _refused(scope, "Say how long the file is, in Content-Length.", 411)(scope, receive, send)
            return
        with self._counted(page, int(length), scope) as refusal:
            if refusal:
                await _dropped(receive, int(length))
            await (refusal or self.app)(scope, receive, send)

    @contextmanager
    def _counted(self, page: str, length: int, scope: Scope) -> Iterator[Response | None]:
        """Counts an upload as long as it is on its way; gives the refusal where it is too much."""
        held = {session: bytes_ + self._coming[session] for session, bytes_ in _held().items()}
        for session, bytes_ in self._coming.items():
            held.setdefault(session, bytes_)
        if held.get(page, 0) + length > MOST_OF_ONE * MB:
            yield _refused(scope, f"One page may hold {MOST_OF_ONE} MB of files. Add those that are there first.", 413)
        elif sum(held.values()) + length > MOST_OF_ALL * MB:
            yield _refused(scope, "Others are uploading files. Try again in a minute.", 503)
        else:
            self._coming[page] += length
            try:
                yield None
            finally:
                self._coming[page] -= length
                if not self._coming[page]:
                    del self._coming[page]


async def _dropped(receive: Receive, length: int) -> None:
    """Let a file come and forget it, part by part: a browser reads why it was refused only when all has been sent. One
    that no page could send isn't waited for."""
    while length <= (LARGEST_FILE + 1) * MB and (await receive()).get("more_body", False):
        pass


def _held() -> dict[str, int]:
    """Bytes of the files that each page holds."""
    stored = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
    return {page: sum(len(file.data) for file in list(files.values())) for page, files in list(stored.items())}


def _is_own_page(page: str, scope: Scope) -> bool:
    """Whether Streamlit's session is one that the person who sends this has opened."""
    person: Person = scope["state"]["person"]
    client = Runtime.instance().get_client(page)
    told = dict(client.client_context.headers) if client and client.client_context else {}
    ticket = told.get(TICKET_HEADER, "")
    holder = scope["state"]["access"].holder(ticket) if ticket else None
    return holder is not None and holder.owner == person.owner


def _refused(scope: Scope, words: str, status: int) -> Response:
    return refused(scope, status, words, {"Connection": "close"})
