"""Audit log: who did what and when, for administrators to read, to narrow, to take away and to check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import streamlit as st

from assistant.exports.csv_file import csv_content
from assistant.exports.quoted import day_words
from assistant.roles import Role
from assistant.screens.parts import frame
from assistant.screens.parts.cards import table_html
from assistant.screens.parts.choices import draw_more, so_far, write
from assistant.screens.parts.downloads import CSV_TYPE, draw_download
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import NEEDED, NOT_ALLOWED, may
from assistant.store.audit import Record, Wanted
from corpus.errors import NotStored

AUDIT = "audit"  # the page's address
AT_ONCE = 50
HEADINGS = ("When", "Who", "Role", "What was done", "To what", "From where")
ABOUT = (
    "Of a question there is only a digest: the same for the same question, and it tells nothing of it. Each record is"
    " sealed with the one before it, so that a change, or a record that is missing, is found."
)


def draw(service: Service) -> None:
    frame.draw_heading("Audit log")
    if not may(Role.ADMINISTRATOR):
        st.error(NOT_ALLOWED.format(NEEDED[Role.ADMINISTRATOR]))
        return
    days = service.settings.audit_days
    kept = (
        f"Records are stored for {count(days, 'day')}."
        if days
        else "Records are stored until somebody removes the file."
    )
    st.html(f"<p>{escape(f'{ABOUT} {kept}')}</p>")
    try:
        _draw_records(service, _chosen())
    except NotStored as error:
        st.error(escape(str(error)))


def _chosen() -> Wanted:
    """Which records are looked for, as the address says."""
    left, right = st.columns(2)
    with left:
        act, since = write("What was done", "act"), _day("From the day", "since")
    with right:
        name, until = write("Who", "name"), _day("To the day", "until")
    return Wanted(" ".join(act), " ".join(name), since, until)


def _day(label: str, name: str) -> str:
    """A day as 2026-11-28; "" for none, and for what is no day, which is said."""
    written = " ".join(write(f"{label}, such as 2026-11-28", name))
    try:
        return date.fromisoformat(written).isoformat() if written else ""
    except ValueError:
        st.warning(escape(f"“{written}” is no day such as 2026-11-28, so days aren’t narrowed by it."))
        return ""


def _draw_records(service: Service, wanted: Wanted) -> None:
    found = [record for record in service.audit.records() if wanted.has(record)][::-1]
    if st.button("Check that nothing was changed"):
        _draw_verdict(service)
    if not found:
        frame.say("There are no such records.")
        return
    caption = f"{count(len(found), 'record')}, the newest first"
    st.html(table_html(caption, HEADINGS, map(cells_of, so_far(found, AT_ONCE))))
    draw_more(found, AT_ONCE, "record")
    draw_download("Download as CSV", lambda: audit_csv(found), "Audit log.csv", CSV_TYPE, "download-audit")


def _draw_verdict(service: Service) -> None:
    verdict = service.audit.verify()
    if verdict.wrong:
        st.error(escape(verdict.wrong))
    else:
        frame.say(f"Nothing was changed: {count(verdict.records, 'record')} so far.")


def cells_of(record: Record) -> tuple[str, ...]:
    """A record as a line of a table, its moment in this machine's time zone."""
    at = datetime.fromisoformat(record.at).astimezone()
    who = record.name or f"somebody known as {record.owner[:12]}"
    return f"{day_words(at.date())}, {at:%H:%M:%S}", who, record.role, record.act, record.what, record.where


def audit_csv(found: Sequence[Record]) -> bytes:
    """The records with their numbers and exact moments, so that they can be sorted and compared."""
    rows = [
        (str(each.number), each.at, each.name, each.owner, each.role, each.act, each.what, each.where) for each in found
    ]
    return csv_content(("Number", "When", "Who", "Known as", *HEADINGS[2:]), rows)
