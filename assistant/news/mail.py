"""E-mail to those who want it when something is new for what they saved: only where a mail server is configured.

It says of how many entries, and leads to the page *Saved*; it holds no word of the documents or of a question. Only
documents that every reader may see count: an e-mail is written when nobody has signed in to see what their groups may.
"""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from assistant import Assistant
from assistant.news.found import new_quotes
from assistant.settings import MAIL_PASSWORD, Settings
from assistant.store.database import Database
from assistant.store.mail_wishes import MailWish, forget, note_told, wishes
from assistant.store.saved import key_of, saved_by
from corpus.errors import NotStored, UnreadableFile

PATIENCE = 30.0  # seconds for each of the mail server's replies
FOR_GOOD = 500  # replies from this code on won't change: there is no such mailbox any more
SUBJECT = "Something new in the plans for what you saved"
TEXT = """The plans have been updated. There is something new for {which} that you saved.

See what is new: {page}

This e-mail holds no words of the plans. If you want no more of them, open that page and press “Stop these e-mails”.
"""
_TELLING = threading.Lock()  # two builds that end soon after one another


def tell(assistant: Assistant, database: Database, settings: Settings) -> int:
    """Write to everybody who wants it and for whom there is something that they haven't been told of; returns to how
    many. What fails is in the server's log, and is tried again after the next update."""
    if not settings.mail:
        return 0
    with _TELLING:
        try:
            view = assistant.seen_by(())
            news = [(wish, told) for wish in wishes(database) if (told := _news(view, database, wish))]
            return _send(news, database, settings) if news else 0
        except (NotStored, UnreadableFile, OSError, smtplib.SMTPException) as error:
            logging.warning("no e-mail could be sent: %s", error)
            return 0


def _news(view: Assistant, database: Database, wish: MailWish) -> list[frozenset[str]]:
    """The keys of new quotes by saved entry, where any of them hasn't been told; else nothing."""
    found = [frozenset(map(key_of, new_quotes(view, saved))) for saved in saved_by(database, wish.owner)]
    return [keys for keys in found if keys] if any(keys - wish.told for keys in found) else []


def _send(news: list[tuple[MailWish, list[frozenset[str]]]], database: Database, settings: Settings) -> int:
    sent = 0
    with _connected(settings) as server:
        for wish, found in news:
            try:
                server.send_message(message(wish.address, len(found), settings))
            except smtplib.SMTPRecipientsRefused as error:
                if all(code >= FOR_GOOD for code, _ in error.recipients.values()):
                    forget(database, wish.owner)
                logging.warning("the mail server takes nothing for one of those who want e-mail")
                continue
            note_told(database, wish, wish.told.union(*found))
            sent += 1
    return sent


def message(address: str, entries: int, settings: Settings) -> EmailMessage:
    """The e-mail, in plain text."""
    which = "one question or search" if entries == 1 else f"{entries:,} questions or searches"
    written = EmailMessage()
    written["Subject"], written["From"], written["To"] = SUBJECT, settings.mail_from, address
    written["Date"] = formatdate(localtime=True)
    written["Message-ID"] = make_msgid(domain=settings.host)
    written["Auto-Submitted"] = "auto-generated"  # so that no absence notice is sent back
    written.set_content(TEXT.format(which=which, page=f"{settings.address}/saved"))
    return written


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The mail server, over TLS; only one of this very machine may do without."""
    place, secure = urlsplit(settings.mail), ssl.create_default_context()
    host = place.hostname or ""
    if place.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, place.port or 465, timeout=PATIENCE, context=secure)
    else:
        server = smtplib.SMTP(host, place.port or 587, timeout=PATIENCE)
    with server:
        if place.scheme == "smtp" and not settings.mail_stays_here:
            server.starttls(context=secure)
        if settings.mail_user:
            server.login(settings.mail_user, os.environ.get(MAIL_PASSWORD, ""))
        yield server
