"""Measures uploads at once: browsers that send large files at the same moment, and what the server's memory does."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.speed.serving import Running, opened

BROWSERS, MB = 20, 49  # a form's framing comes on top, and 50 MB is the most that a file may have
HEAD = b'--part\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n\r\n'
TAIL = b"\r\n--part--\r\n"


def uploaded_at_once(server: Running) -> Iterator[tuple[str, str]]:
    """Each browser sends one file to a page of its own."""
    with ExitStack() as stack:
        pages = [_page(stack, server.address) for _ in range(BROWSERS)]
        before, seen, over = server.memory, [server.memory], threading.Event()

        def look() -> None:
            while not over.wait(0.05):
                seen.append(server.memory)

        answers: Counter[str] = Counter()
        sending = [threading.Thread(target=_send, args=(server.address, *page, answers)) for page in pages]
        watching = threading.Thread(target=look)
        for thread in (watching, *sending):
            thread.start()
        for thread in sending:
            thread.join()
        time.sleep(1)  # in which what came last is stored
        over.set()
        watching.join()
    told = ", ".join(f"{number} {answer}" for answer, number in answers.most_common())
    yield f"{BROWSERS} browsers send {MB} MB each at once: status of each", told
    yield "memory meanwhile grows by at most", f"{max(seen) - before:.0f} MB"


def _page(stack: ExitStack, address: str) -> tuple[str, str]:
    """An open page of a browser: its cookies and Streamlit's name for it."""
    cookies = "; ".join(_cookies(f"{address}{path}") for path in ("/", "/_stcore/health"))
    session = stack.enter_context(opened(address, {"Cookie": cookies}))
    shown = BackMsg()
    shown.rerun_script.page_name = "documents"
    session.send(shown.SerializeToString())
    name = ""
    while True:
        message = ForwardMsg()
        message.ParseFromString(session.recv(timeout=60, decode=False))
        name = name or message.new_session.initialize.session_id
        if message.WhichOneof("type") == "script_finished":
            return cookies, name


def _cookies(address: str) -> str:
    asked = urllib.request.Request(address, headers={"Accept": "text/html"})
    with urllib.request.urlopen(asked) as answer:
        return "; ".join(each.partition(";")[0] for each in answer.headers.get_all("set-cookie") or ())


def _send(address: str, cookies: str, page: str, answers: Counter[str]) -> None:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=300)
    try:
        connection.putrequest("PUT", f"/_stcore/upload_file/{page}/file")
        for name, value in {
            "Cookie": cookies,
            "X-Xsrftoken": cookies.partition("xsrf=")[2],
            "Content-Type": "multipart/form-data; boundary=part",
            "Content-Length": str(len(HEAD) + MB * 2**20 + len(TAIL)),
        }.items():
            connection.putheader(name, value)
        connection.endheaders(HEAD)
        for _ in range(MB):
            connection.send(bytes(2**20))
        connection.send(TAIL)
        answers[str(connection.getresponse().status)] += 1
    except (OSError, HTTPException) as error:
        answers[type(error).__name__] += 1
    finally:
        connection.close()
